package typeset

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"jobdoc/internal/wordml"
)

// FuzzLayout sets fixtures whose trees have been damaged: elements dropped,
// doubled, moved into others, attributes set to what nobody would write. The
// layout must come, in bounded time, and hold together.
func FuzzLayout(f *testing.F) {
	names, err := filepath.Glob("testdata/layout/*.xml")
	if err != nil || len(names) == 0 {
		f.Fatalf("no fixtures: %v", err)
	}
	for i := range names {
		f.Add(uint8(i), uint64(i), uint8(3))
		f.Add(uint8(i), uint64(i)+100, uint8(30))
	}
	f.Fuzz(func(t *testing.T, fixture uint8, seed uint64, changes uint8) {
		m := mutator{rand.New(rand.NewPCG(seed, 1))}
		d := readFixture(t, names[int(fixture)%len(names)])
		for i, part := range []*string{&d.body, &d.styles, &d.numbering, &d.header, &d.footer, &d.settings, &d.notes, &d.endnotes} {
			if *part != "" && (i == 0 || m.IntN(4) == 0) {
				*part = m.mutate(t, *part, int(changes))
			}
		}
		p, err := wordml.Open(d.archive())
		if err != nil {
			t.Skip(err)
		}
		s, err := NewSheet(p)
		if err != nil {
			t.Skip(err)
		}
		begin := time.Now()
		l, err := s.Layout(p.Document(), testFonts())
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begin); took > 20*time.Second {
			t.Errorf("layout took %v", took)
		}
		checkLayout(t, l)
		again, err := s.Layout(p.Document(), testFonts())
		if err != nil {
			t.Fatal(err)
		}
		if dumpLayout(l) != dumpLayout(again) {
			t.Error("the second layout differs from the first")
		}
	})
}

// checkLayout asks for what every layout keeps, whatever the document.
func checkLayout(t testing.TB, l *Layout) {
	t.Helper()
	if len(l.Pages) == 0 {
		t.Error("no page")
	}
	for i := range l.Pages {
		p := &l.Pages[i]
		if p.Width <= 0 || p.Height <= 0 {
			t.Errorf("page %d is %d × %d", i, p.Width, p.Height)
		}
		for k := range p.Texts {
			x := &p.Texts[k]
			if x.Face == nil || x.Size <= 0 || len(x.Glyphs) == 0 || x.Element < 0 || x.Element >= len(l.Elements) {
				t.Errorf("page %d text %d: %+v", i, k, x)
			}
		}
		for _, k := range p.Links {
			if k.Width <= 0 || k.Height < 0 || k.Page < 0 || k.Page >= len(l.Pages) || k.Element < 0 || k.Element >= len(l.Elements) {
				t.Errorf("page %d: link %+v", i, k)
			}
			if e := l.Elements[k.Element].Type; e != LinkElement && e != Artifact {
				t.Errorf("page %d: a link in a %s", i, e)
			}
		}
		for _, r := range append(p.Rules[:len(p.Rules):len(p.Rules)], p.Fills...) {
			if r.Width < 0 || r.Height < 0 {
				t.Errorf("page %d: rectangle %+v", i, r)
			}
		}
	}
	for i, e := range l.Elements {
		if e.Parent < 0 || e.Parent >= max(1, i) {
			t.Errorf("element %d %s in %d", i, e.Type, e.Parent)
		}
	}
	for _, h := range l.Outline {
		if h.Page < 0 || h.Page >= len(l.Pages) {
			t.Errorf("heading %q on page %d of %d", h.Text, h.Page, len(l.Pages))
		}
	}
	seen := map[string]bool{}
	for _, w := range l.Warnings {
		if key := w.Code + w.Detail; w.Code == "" || w.Detail == "" || w.English == "" || seen[key] {
			t.Errorf("warning %+v", w)
		} else {
			seen[key] = true
		}
	}
}

// mutator damages trees.
type mutator struct{ *rand.Rand }

func (m mutator) mutate(t testing.TB, xml string, changes int) string {
	root, err := wordml.Parse(fmt.Appendf(nil, "<w:x%s>%s</w:x>", namespaces, xml))
	if err != nil {
		t.Fatal(err)
	}
	for range changes {
		m.change(root)
	}
	var out []byte
	for _, c := range root.Children {
		out = c.Append(out)
	}
	return string(out)
}

// change changes one place, found by a walk of random depth.
func (m mutator) change(n *wordml.Node) {
	for range m.IntN(12) {
		if len(n.Children) == 0 {
			break
		}
		c := n.Children[m.IntN(len(n.Children))]
		if c.Name == "" {
			break
		}
		n = c
	}
	switch m.IntN(6) {
	case 0:
		if len(n.Children) > 0 {
			i := m.IntN(len(n.Children))
			n.Children = append(n.Children[:i:i], n.Children[i+1:]...)
		}
	case 1:
		if len(n.Children) > 0 {
			c := n.Children[m.IntN(len(n.Children))]
			for range 1 + m.IntN(3) {
				n.Children = append(n.Children, copyTree(c))
			}
		}
	case 2:
		if len(n.Children) > 1 {
			i, k := m.IntN(len(n.Children)), m.IntN(len(n.Children))
			n.Children[i], n.Children[k] = n.Children[k], n.Children[i]
		}
	default:
		m.setAttr(n)
	}
}

// setAttr sets an attribute of a node or of a child to something extreme.
func (m mutator) setAttr(n *wordml.Node) {
	for range 4 {
		if len(n.Attrs) > 0 || len(n.Children) == 0 {
			break
		}
		n = n.Children[m.IntN(len(n.Children))]
	}
	if len(n.Attrs) == 0 {
		return
	}
	values := []string{
		"", "0", "1", "-1", "2", "17", "240", "99999999", "-99999999", "31680", "1e9", "auto", "exact", "both", "nil", "restart",
		"continue", "5000", "pct", "single", "true", "9223372036854775807", "12.5pt", "3cm", "￿", "tbRl", "PAGE", "chineseCounting",
	}
	n.Attrs[m.IntN(len(n.Attrs))].Value = values[m.IntN(len(values))]
}

// copyTree copies a tree, so that one copy can be changed.
func copyTree(n *wordml.Node) *wordml.Node {
	c := *n
	c.Attrs = append([]wordml.Attr(nil), n.Attrs...)
	c.Children = make([]*wordml.Node, len(n.Children))
	for i, k := range n.Children {
		c.Children[i] = copyTree(k)
	}
	return &c
}
