package exchange

import (
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func numbers(n int, taken *atomic.Int64) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			taken.Add(1)
			if !yield(i) {
				return
			}
		}
	}
}

func TestWorkOnManyComesOutInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var taken atomic.Int64
		slow := func(i int) int { // every third takes its time
			if i%3 == 0 {
				time.Sleep(time.Second)
			}
			return i * i
		}
		var got []int
		for v := range Ordered(numbers(100, &taken), 4, slow) {
			got = append(got, v)
			if ahead := int(taken.Load()) - len(got); ahead > 16 {
				t.Fatalf("%d elements are held", ahead)
			}
		}
		want := make([]int, 100)
		for i := range want {
			want[i] = i * i
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %v", got)
		}
	})
}

func TestAConsumerThatStopsStopsTheWork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // fails when a goroutine is left waiting
		var taken atomic.Int64
		for range Ordered(numbers(1000, &taken), 3, func(i int) int { return i }) {
			break
		}
		if n := taken.Load(); n > 20 {
			t.Errorf("%d elements were taken for one", n)
		}
		runtime.Gosched()
	})
}
