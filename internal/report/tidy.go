package report

// tidy gives every node of a forest its place: x across, in units of one node's
// breadth, siblings at least gap apart, parents in the middle above their
// children, and equal subtrees drawn alike wherever they stand. It is Walker's
// algorithm in the linear form of Buchheim, Jünger and Leipert, Improving Walker's
// Algorithm to Run in Linear Time, GD 2002, LNCS 2528.
//
// children lists the children of each node; roots are laid side by side.
func tidy(roots []int, children [][]int, gap func(siblings bool) float64) []float64 {
	n := len(children)
	t := &tidier{children: append(append([][]int(nil), children...), roots), gap: gap, nodes: make([]walker, n+1)}
	for i := range t.nodes {
		t.nodes[i] = walker{parent: -1, ancestor: i, thread: -1}
	}
	root := n // one above all, which is not drawn
	t.number(root)
	t.first(root)
	x := make([]float64, n+1)
	t.second(root, -t.nodes[root].prelim, x)
	return x[:n]
}

// walker is what the algorithm keeps of a node; the names are the paper's.
type walker struct {
	parent, number   int
	prelim, mod      float64
	shift, change    float64
	ancestor, thread int
}

type tidier struct {
	children [][]int
	gap      func(siblings bool) float64
	nodes    []walker
}

func (t *tidier) number(v int) {
	for i, w := range t.children[v] {
		t.nodes[w].parent, t.nodes[w].number = v, i
		t.number(w)
	}
}

// first is FIRSTWALK: places of the subtrees, bottom up.
func (t *tidier) first(v int) {
	nodes, children := t.nodes, t.children[v]
	left := t.leftSibling(v)
	if len(children) == 0 {
		if left >= 0 {
			nodes[v].prelim = nodes[left].prelim + t.gap(true)
		}
		return
	}
	ancestor := children[0]
	for _, w := range children {
		t.first(w)
		ancestor = t.apportion(w, ancestor)
	}
	t.executeShifts(v)
	middle := (nodes[children[0]].prelim + nodes[children[len(children)-1]].prelim) / 2
	if left >= 0 {
		nodes[v].prelim = nodes[left].prelim + t.gap(true)
		nodes[v].mod = nodes[v].prelim - middle
		return
	}
	nodes[v].prelim = middle
}

func (t *tidier) leftSibling(v int) int {
	if p := t.nodes[v].parent; p >= 0 && t.nodes[v].number > 0 {
		return t.children[p][t.nodes[v].number-1]
	}
	return -1
}

func (t *tidier) nextLeft(v int) int {
	if c := t.children[v]; len(c) > 0 {
		return c[0]
	}
	return t.nodes[v].thread
}

func (t *tidier) nextRight(v int) int {
	if c := t.children[v]; len(c) > 0 {
		return c[len(c)-1]
	}
	return t.nodes[v].thread
}

// apportion moves the subtree of v away from those on its left.
func (t *tidier) apportion(v, ancestor int) int {
	left := t.leftSibling(v)
	if left < 0 {
		return ancestor
	}
	nodes := t.nodes
	insideRight, outsideRight := v, v
	insideLeft, outsideLeft := left, t.children[nodes[v].parent][0]
	sir, sor := nodes[insideRight].mod, nodes[outsideRight].mod
	sil, sol := nodes[insideLeft].mod, nodes[outsideLeft].mod
	for t.nextRight(insideLeft) >= 0 && t.nextLeft(insideRight) >= 0 {
		insideLeft, insideRight = t.nextRight(insideLeft), t.nextLeft(insideRight)
		outsideLeft, outsideRight = t.nextLeft(outsideLeft), t.nextRight(outsideRight)
		nodes[outsideRight].ancestor = v
		shift := nodes[insideLeft].prelim + sil - (nodes[insideRight].prelim + sir) + t.gap(false)
		if shift > 0 {
			t.move(t.ancestorOf(insideLeft, v, ancestor), v, shift)
			sir += shift
			sor += shift
		}
		sil += nodes[insideLeft].mod
		sir += nodes[insideRight].mod
		sol += nodes[outsideLeft].mod
		sor += nodes[outsideRight].mod
	}
	if next := t.nextRight(insideLeft); next >= 0 && t.nextRight(outsideRight) < 0 {
		nodes[outsideRight].thread = next
		nodes[outsideRight].mod += sil - sor
	}
	if next := t.nextLeft(insideRight); next >= 0 && t.nextLeft(outsideLeft) < 0 {
		nodes[outsideLeft].thread = next
		nodes[outsideLeft].mod += sir - sol
		ancestor = v
	}
	return ancestor
}

func (t *tidier) ancestorOf(inside, v, usual int) int {
	if a := t.nodes[inside].ancestor; t.nodes[a].parent == t.nodes[v].parent {
		return a
	}
	return usual
}

func (t *tidier) move(from, to int, shift float64) {
	nodes := t.nodes
	subtrees := float64(nodes[to].number - nodes[from].number)
	nodes[to].change -= shift / subtrees
	nodes[to].shift += shift
	nodes[from].change += shift / subtrees
	nodes[to].prelim += shift
	nodes[to].mod += shift
}

func (t *tidier) executeShifts(v int) {
	shift, change := 0.0, 0.0
	children := t.children[v]
	for i := len(children) - 1; i >= 0; i-- {
		w := &t.nodes[children[i]]
		w.prelim += shift
		w.mod += shift
		change += w.change
		shift += w.shift + change
	}
}

// second is SECONDWALK: the places from the root down.
func (t *tidier) second(v int, offset float64, x []float64) {
	x[v] = t.nodes[v].prelim + offset
	for _, w := range t.children[v] {
		t.second(w, offset+t.nodes[v].mod, x)
	}
}
