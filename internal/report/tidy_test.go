package report

import (
	"math"
	"math/rand/v2"
	"testing"
)

// grow makes a random forest.
func grow(random *rand.Rand, n int) (roots []int, children [][]int) {
	children = make([][]int, n)
	for v := range n {
		if v == 0 || random.IntN(12) == 0 {
			roots = append(roots, v)
			continue
		}
		above := random.IntN(v)
		children[above] = append(children[above], v)
	}
	return roots, children
}

func gap(siblings bool) float64 {
	if siblings {
		return 1
	}
	return 1.5
}

// levels returns the nodes of each level, in the order of the drawing.
func levels(roots []int, children [][]int) (all [][]int) {
	for level := roots; len(level) > 0; {
		all = append(all, level)
		var next []int
		for _, v := range level {
			next = append(next, children[v]...)
		}
		level = next
	}
	return all
}

func TestTreesAreTidy(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		roots, children := grow(random, 1+random.IntN(120))
		x := tidy(roots, children, gap)
		for depth, level := range levels(roots, children) {
			for i := 1; i < len(level); i++ {
				if d := x[level[i]] - x[level[i-1]]; d < 1-1e-9 {
					t.Fatalf("on level %d two nodes are %v apart, want 1", depth, d)
				}
			}
		}
		for v, c := range children {
			if len(c) == 0 {
				continue
			}
			if middle := (x[c[0]] + x[c[len(c)-1]]) / 2; math.Abs(x[v]-middle) > 1e-9 {
				t.Fatalf("node %d stands at %v, its children's middle is %v", v, x[v], middle)
			}
		}
	}
}

func TestEqualSubtreesAreDrawnAlike(t *testing.T) {
	t.Parallel()
	// 1 and 2 have the same subtrees, with something broad between them.
	children := [][]int{{1, 9, 2}, {3, 4}, {5, 6}, {7}, {}, {8}, {}, {}, {}, {10, 11, 12, 13}, {}, {}, {}, {}}
	x := tidy([]int{0}, children, gap)
	for _, pair := range [][2]int{{3, 5}, {4, 6}, {7, 8}} {
		if a, b := x[pair[0]]-x[1], x[pair[1]]-x[2]; math.Abs(a-b) > 1e-9 {
			t.Errorf("%d stands %v from its root, %d stands %v from its own", pair[0], a, pair[1], b)
		}
	}
}

func TestLargeTreesAreDrawnInTime(t *testing.T) {
	t.Parallel()
	chain := make([][]int, 100_000) // as deep as can be
	for v := range len(chain) - 1 {
		chain[v] = []int{v + 1}
	}
	if x := tidy([]int{0}, chain, gap); x[len(x)-1] != x[0] {
		t.Errorf("a chain is not straight: %v to %v", x[0], x[len(x)-1])
	}
	roots, children := grow(rand.New(rand.NewPCG(2, 2)), 100_000)
	if x := tidy(roots, children, gap); len(x) != 100_000 {
		t.Errorf("%d places", len(x))
	}
}
