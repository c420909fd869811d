package book

import (
	"context"
	"iter"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func numbers(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func TestResultsComeInOrderWhateverIsDoneFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := func(i int) int {
			time.Sleep(time.Duration(7-i%7) * time.Millisecond)
			return i
		}
		got := slices.Collect(InOrder(t.Context(), numbers(100), 4, 8, slow))
		if want := slices.Collect(numbers(100)); !slices.Equal(got, want) {
			t.Errorf("InOrder() = %v, want %v", got, want)
		}
	})
}

func TestNoMoreWaitThanTheWindowHolds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const workers, window = 2, 5
		var done atomic.Int64
		taken := int64(0)
		for range InOrder(t.Context(), numbers(100), workers, window, func(i int) int { done.Add(1); return i }) {
			taken++
			synctest.Wait() // everyone has gone as far as they can
			if ahead := done.Load() - taken; ahead > workers+window {
				t.Fatalf("%d results wait, want at most %d", ahead, workers+window)
			}
		}
		if taken != 100 {
			t.Errorf("%d results, want 100", taken)
		}
	})
}

func TestWorkEndsWhenTheCallerStopsOrIsInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // fails when a goroutine is left
		for r := range InOrder(t.Context(), numbers(1000), 3, 4, func(i int) int { return i }) {
			if r == 10 {
				break
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		seen := 0
		for range InOrder(ctx, numbers(1000), 3, 4, func(i int) int { return i }) {
			if seen++; seen == 10 {
				cancel()
			}
		}
		if seen >= 1000 {
			t.Error("an interrupted run went on to its end")
		}
	})
}
