package compare

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// matched makes new items of which item i was item places[i] of the old list.
func matched(places []int) []*node {
	olds := make([]*node, len(places))
	for i := range olds {
		olds[i] = &node{index: i, key: strconv.Itoa(i)}
	}
	news := make([]*node, len(places))
	for i, at := range places {
		news[i] = &node{index: i, key: olds[at].key, match: olds[at]}
		olds[at].match = news[i]
	}
	return news
}

func TestAsFewItemsMoveAsCanBe(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		places := rapid.Permutation(counted(n)).Draw(t, "places")
		news := matched(places)
		settle(news, n)
		stayed, last := 0, -1
		for i, item := range news {
			if !item.stays {
				continue
			}
			if stayed++; places[i] < last {
				t.Fatalf("%v: item %d stays, and yet it was overtaken", places, i)
			}
			last = places[i]
		}
		if want := longest(places, -1); stayed != want {
			t.Fatalf("%v: %d stay, want %d", places, stayed, want)
		}
	})
}

func counted(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// longest is how long the longest rising sequence above a bound is, by trying all.
func longest(places []int, above int) int {
	if len(places) == 0 {
		return 0
	}
	best := longest(places[1:], above)
	if places[0] > above {
		best = max(best, 1+longest(places[1:], places[0]))
	}
	return best
}

func TestOfTwoThatSwappedTheShortOneMoved(t *testing.T) {
	t.Parallel()
	news := matched([]int{1, 0})
	news[0].key, news[0].match.key = "a long text", "a long text"
	settle(news, 2)
	if !news[0].stays || news[1].stays {
		t.Errorf("long stays %v, short stays %v", news[0].stays, news[1].stays)
	}
}
