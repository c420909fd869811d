package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"jobdoc/internal/audit"
)

// chart is a reporting tree, laid out from left to right: a superior stands left of
// those who report to it, one above the other. Lengths are in dots, 96 to an inch.
type chart struct {
	title         string
	boxes         []box
	links         []link
	width, height float64
}

// box is one position.
type box struct {
	x, y, width, height float64
	title, note         string // note stands below the title, small
	mark                audit.Mark
	ghost               bool // named as a superior, and not in the set
}

// link goes from the right of one box to the left of another.
type link struct {
	x1, y1, x2, y2 float64
	broken         bool
}

const (
	boxHeight   = 34
	rowGap      = 8
	columnGap   = 40
	leastWidth  = 110
	mostWidth   = 240
	titleSize   = 12.5
	noteSize    = 10
	chartMargin = 12
)

// limits say how much is drawn.
type limits struct {
	boxes  int // of a chart; a larger company is folded to departments
	charts int // of departments with breaks or circles
}

// charts draws the reporting tree: in one picture where it is small; else the
// departments in one, and one more for each department with a break or a circle.
// left says how many of these were too many.
func charts(r *audit.Report, l limits, english bool) (all []chart, left int) {
	if len(r.Chart) == 0 {
		return nil, 0
	}
	everything := make([]int, len(r.Chart))
	for i := range everything {
		everything[i] = i
	}
	if len(r.Chart) <= l.boxes {
		return []chart{newForest(r.Chart, everything, "", english).draw(of(english, "汇报关系", "Reporting"))}, 0
	}
	members := map[string][]int{}
	for i := range r.Chart {
		members[r.Chart[i].Department] = append(members[r.Chart[i].Department], i)
	}
	if over := overview(r, members, l.boxes, english); len(over.boxes) > 0 {
		all = append(all, over)
	}
	for _, d := range r.Departments {
		list := members[d.Name]
		if !slices.ContainsFunc(list, func(i int) bool { return broken(&r.Chart[i]) }) {
			continue
		}
		if len(list) > l.boxes {
			list = troubled(r.Chart, list, l.boxes)
		}
		if len(all) > l.charts {
			left++
			continue
		}
		all = append(all, newForest(r.Chart, list, d.Name, english).draw(departmentName(d.Name, english)))
	}
	return all, left
}

// broken says that the tree ends at a node where it should not.
func broken(n *audit.Node) bool { return n.Mark != audit.Linked || len(n.Missing) > 0 }

func of(english bool, zh, en string) string {
	if english {
		return en
	}
	return zh
}

func departmentName(name string, english bool) string {
	if name == "" {
		return of(english, "（未写部门）", "(no department)")
	}
	return name
}

// troubled leaves the positions with a mark, and their superiors, as many as go into a picture.
func troubled(nodes []audit.Node, list []int, most int) []int {
	keep := map[int]bool{}
	for _, i := range list {
		if !broken(&nodes[i]) || len(keep) > most-2 {
			continue
		}
		keep[i] = true
		if s := nodes[i].Superior; s >= 0 {
			keep[s] = true
		}
	}
	var some []int
	for i := range keep {
		some = append(some, i)
	}
	slices.Sort(some)
	return some
}

// overview is the tree of departments: each below the department of the first of
// its positions whose superior is elsewhere. Departments beyond the second level are
// folded into a number where there are too many.
func overview(r *audit.Report, members map[string][]int, most int, english bool) chart {
	index := map[string]int{}
	for i, d := range r.Departments {
		index[d.Name] = i
	}
	nodes := make([]audit.Node, len(r.Departments))
	for i, d := range r.Departments {
		bad := 0
		nodes[i] = audit.Node{Subject: &audit.Subject{Title: departmentName(d.Name, english)}, Headcount: d.Headcount, Superior: -1}
		for _, j := range members[d.Name] {
			n := r.Chart[j]
			if broken(&n) {
				bad++
			}
			if nodes[i].Superior < 0 && n.Superior >= 0 && r.Chart[n.Superior].Department != d.Name && d.Name != "" {
				nodes[i].Superior = index[r.Chart[n.Superior].Department]
			}
		}
		nodes[i].Subject.Code = fmt.Sprintf(of(english, "%d 个职位", "%d positions"), d.Positions)
		if bad > 0 {
			nodes[i].Subject.Code += fmt.Sprintf(of(english, "，断点 %d 处", ", breaks: %d"), bad)
			nodes[i].Mark = audit.Orphan
		}
	}
	list := make([]int, len(nodes))
	for i := range list {
		list[i] = i
	}
	f := newForest(nodes, list, "", english)
	f.fold(most)
	return f.draw(of(english, "部门之间的汇报关系", "Reporting between departments"))
}

// forest is the part of the tree that one picture shows.
type forest struct {
	english    bool
	department string // whose picture it is, "" for all: boxes need not name it
	boxes      []box
	roots      []int
	children   [][]int
}

// newForest builds the trees of some positions. A superior outside of them becomes
// a ghost; a circle is cut at its first position, which says so.
func newForest(nodes []audit.Node, list []int, department string, english bool) *forest {
	f := &forest{english: english, department: department}
	place := map[int]int{} // of a node among the boxes
	for _, i := range list {
		place[i] = len(f.boxes)
		f.boxes = append(f.boxes, f.box(&nodes[i]))
	}
	f.children = make([][]int, len(f.boxes), 2*len(f.boxes))
	for _, i := range list {
		for _, name := range nodes[i].Missing {
			f.children[place[i]] = append(f.children[place[i]], len(f.boxes))
			f.boxes = append(f.boxes, box{title: name, note: of(english, "没有说明书", "not in the set"), mark: audit.Top, ghost: true})
			f.children = append(f.children, nil)
		}
	}
	ghosts := map[string]int{}
	cuts := circleCuts(nodes, list, place)
	for _, i := range list {
		n := &nodes[i]
		me := place[i]
		above, inside := place[n.Superior]
		switch {
		case n.Superior >= 0 && inside && cuts[i]:
			f.boxes[me].note = "↻ " + of(english, "上级：", "superior: ") + nodes[n.Superior].Title
			f.roots = append(f.roots, me)
		case n.Superior >= 0 && inside:
			f.children[above] = append(f.children[above], me)
		case n.Superior >= 0:
			f.below(ghosts, nodes[n.Superior].Department+" "+nodes[n.Superior].Title, audit.Linked, me)
		case n.Mark == audit.Top || n.Mark == audit.Ambiguous:
			f.below(ghosts, n.Named, n.Mark, me)
		default:
			f.roots = append(f.roots, me)
		}
	}
	return f
}

// below hangs a box below a superior that is not in the picture.
func (f *forest) below(ghosts map[string]int, name string, mark audit.Mark, me int) {
	g, ok := ghosts[name]
	if !ok {
		g = len(f.boxes)
		ghosts[name] = g
		b := box{title: strings.TrimSpace(name), mark: mark, ghost: true}
		switch mark {
		case audit.Top:
			b.note = of(f.english, "没有说明书", "not in the set")
		case audit.Ambiguous:
			b.note = of(f.english, "不止一个，分不清", "several are called so")
		}
		f.boxes = append(f.boxes, b)
		f.children = append(f.children, nil)
		f.roots = append(f.roots, g)
	}
	f.children[g] = append(f.children[g], me)
}

// circleCuts returns one position of each circle among the list, the first: there
// the circle is cut.
func circleCuts(nodes []audit.Node, list []int, place map[int]int) map[int]bool {
	cuts := map[int]bool{}
	walk := map[int]int{} // in which walk upwards a node was met
	for n, i := range list {
		j := i
		for inside := true; inside && walk[j] == 0; _, inside = place[j] {
			walk[j] = n + 1
			if j = nodes[j].Superior; j < 0 {
				break
			}
		}
		if j < 0 || walk[j] != n+1 {
			continue // the top, outside, or where an earlier walk has been
		}
		first := j
		for k := nodes[j].Superior; k != j; k = nodes[k].Superior {
			first = min(first, k)
		}
		cuts[first] = true
	}
	return cuts
}

func (f *forest) box(n *audit.Node) box {
	b := box{title: n.Title, mark: n.Mark}
	var note []string
	for _, s := range []string{n.Department, n.Code} {
		if s != "" && s != f.department {
			note = append(note, s)
		}
	}
	switch n.Mark {
	case audit.Orphan:
		if n.Department != "" || n.Code == "" { // an overview says how many
			note = append(note, of(f.english, "缺直接上级", "no superior"))
		}
	case audit.Cyclic:
		note = append(note, of(f.english, "成环", "in a circle"))
	}
	b.note = strings.Join(note, " · ")
	return b
}

// fold replaces the children of the lowest boxes by their number until no more than most are left.
func (f *forest) fold(most int) {
	depth := make([]int, len(f.boxes))
	var deepest int
	var walk func(v, d int)
	walk = func(v, d int) {
		depth[v] = d
		deepest = max(deepest, d)
		for _, w := range f.children[v] {
			walk(w, d+1)
		}
	}
	for _, v := range f.roots {
		walk(v, 0)
	}
	count := make([]int, deepest+2)
	for _, d := range depth {
		count[d]++
	}
	level, shown := 0, 0
	for level <= deepest && shown+count[level] <= most {
		shown += count[level]
		level++
	}
	if level > deepest {
		return
	}
	for v := range f.boxes {
		if depth[v] == max(level-1, 0) && len(f.children[v]) > 0 {
			f.boxes[v].note += fmt.Sprintf(of(f.english, "，下设 %d 个", ", below: %d"), f.size(v)-1)
			f.children[v] = nil
		}
	}
	f.roots = f.roots[:min(len(f.roots), most)]
}

func (f *forest) size(v int) int {
	n := 1
	for _, w := range f.children[v] {
		n += f.size(w)
	}
	return n
}

// draw lays the trees out.
func (f *forest) draw(title string) chart {
	row := float64(boxHeight + rowGap)
	across := tidy(f.roots, f.children, func(siblings bool) float64 {
		if siblings {
			return row
		}
		return row + rowGap
	})
	c := chart{title: title}
	widths, columns := f.columns()
	left := make([]float64, len(widths)+1)
	left[0] = chartMargin
	for i, w := range widths {
		left[i+1] = left[i] + w + columnGap
	}
	top := 0.0
	for i, y := range across {
		if columns[i] >= 0 {
			top = min(top, y)
		}
	}
	for i := range f.boxes {
		if columns[i] < 0 {
			continue // folded
		}
		b := &f.boxes[i]
		b.x, b.y = left[columns[i]], across[i]-top+chartMargin
		b.width, b.height = widths[columns[i]], boxHeight
		b.title, b.note = fit(b.title, titleSize, b.width-12), fit(b.note, noteSize, b.width-12)
		c.width, c.height = max(c.width, b.x+b.width+chartMargin), max(c.height, b.y+b.height+chartMargin)
	}
	for i := range f.boxes {
		if columns[i] < 0 {
			continue
		}
		b := f.boxes[i]
		c.boxes = append(c.boxes, b)
		for _, w := range f.children[i] {
			to := f.boxes[w]
			c.links = append(c.links, link{b.x + b.width, b.y + b.height/2, to.x, to.y + to.height/2, b.ghost && b.mark != audit.Linked || to.ghost})
		}
	}
	return c
}

// columns returns how deep every box stands, -1 where it is folded away, and how broad each column is.
func (f *forest) columns() (widths []float64, columns []int) {
	columns = make([]int, len(f.boxes))
	for i := range columns {
		columns[i] = -1
	}
	var walk func(v, d int)
	walk = func(v, d int) {
		columns[v] = d
		if d == len(widths) {
			widths = append(widths, leastWidth)
		}
		need := max(textWidth(f.boxes[v].title, titleSize), textWidth(f.boxes[v].note, noteSize)) + 14
		widths[d] = min(mostWidth, max(widths[d], need))
		for _, w := range f.children[v] {
			walk(w, d+1)
		}
	}
	for _, v := range f.roots {
		walk(v, 0)
	}
	return widths, columns
}

// textWidth estimates how long a text is: browsers have other faces than we.
func textWidth(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		if r < 0x2000 && !unicode.Is(unicode.Han, r) {
			w += 0.58
			continue
		}
		w++
	}
	return w * size
}

// fit cuts a text to a width.
func fit(s string, size, width float64) string {
	if textWidth(s, size) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 1 && textWidth(string(runes)+"…", size) > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}
