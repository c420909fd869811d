package book

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"jobdoc/internal/binder"
	"jobdoc/internal/render"
	"jobdoc/internal/typeset"
	"jobdoc/internal/wordml"
	"jobdoc/templates"
)

// DefaultTitle is the title of a book that is given none.
const DefaultTitle = "职位说明书汇编"

// Bound says how positions are bound into one book: a cover, contents by
// department and group, a divider before each department, every position on a new
// page. Pages count through the whole book.
type Bound struct {
	Renderer     *render.Renderer
	Template     *render.Template
	Title        string // of the book; "" means DefaultTitle
	Organization string // on the cover; "" means the one that most positions name
	Date         string // on the cover as it stands; "" for none
	Workers      int    // 0: one

	// Report is called once for each item, in order. nil: nobody is told.
	Report func(Outcome)
}

// Bind makes the book: a form that can be written as DOCX and as PDF, and how
// many positions are in it. A position that cannot be printed is reported and left out.
func (b *Bound) Bind(ctx context.Context, items iter.Seq[Item]) (form *render.Form, positions int, err error) {
	v := &volume{Bound: b}
	for c := range InOrder(ctx, items, max(1, b.Workers), 4*max(1, b.Workers), v.fill) {
		v.take(c)
	}
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	if len(v.chapters) == 0 {
		return nil, 0, ErrNoPositions
	}
	v.order()
	if err := v.bind(); err != nil {
		return nil, 0, err
	}
	return v.form, len(v.chapters), nil
}

// volume is a book in the making.
type volume struct {
	*Bound
	chapters    []chapter
	departments []*department
	entries     []entryOf // of the contents, in their order
	pages       []int     // where each of them leads, counted from 0
	front       int       // how many blocks of the body are cover and contents

	binder *binder.Binder
	doc    *wordml.Document
	form   *render.Form
}

// chapter is a position in the book.
type chapter struct {
	item Item
	form *render.Form
	doc  *wordml.Document
	err  error
}

// department is a part of the book.
type department struct {
	name   string
	groups []*group
	count  int
}

// group is a part of a department; its name is "" for positions in none.
type group struct {
	name     string
	chapters []int
}

// entryOf is a line of the contents.
type entryOf struct {
	title string
	level int // 0 department, 1 group, 2 position
	mark  string
}

// fill fills the form of a position, on any goroutine.
func (v *volume) fill(it Item) (c chapter) {
	c.item = it
	if len(it.Faults) > 0 {
		return c
	}
	defer func() {
		if v := recover(); v != nil {
			c.err = fmt.Errorf("panic: %v", v)
		}
	}()
	c.form = v.Renderer.Fill(it.Position, v.Template)
	c.doc, c.err = c.form.Document()
	return c
}

// take takes a position up, or reports why it cannot be in the book.
func (v *volume) take(c chapter) {
	o := Outcome{Where: c.item.Where, Faults: c.item.Faults, Err: c.err}
	if len(o.Faults) == 0 && o.Err == nil {
		v.chapters = append(v.chapters, c)
		o.Files = 1
	}
	if v.Report != nil {
		v.Report(o)
	}
}

// order sorts the positions by department and group, each in the order in which
// it is met first, and writes down the lines of the contents.
func (v *volume) order() {
	byName := map[string]*department{}
	for i, c := range v.chapters {
		name, group := c.item.Position.Department(), c.item.Position.Group()
		d := byName[name]
		if d == nil {
			d = &department{name: name}
			byName[name] = d
			v.departments = append(v.departments, d)
		}
		d.count++
		g := d.group(group)
		g.chapters = append(g.chapters, i)
	}
	for i, d := range v.departments {
		v.entries = append(v.entries, entryOf{d.title(), 0, "d" + strconv.Itoa(i+1)})
		for _, g := range d.groups {
			for k, c := range g.chapters {
				if k == 0 && g.name != "" {
					v.entries = append(v.entries, entryOf{g.name, 1, "p" + strconv.Itoa(c+1)})
				}
				v.entries = append(v.entries, entryOf{v.chapters[c].item.Position.Title(), 2, "p" + strconv.Itoa(c+1)})
			}
		}
	}
	v.pages = make([]int, len(v.entries))
}

// group returns a group of the department; positions in none come first.
func (d *department) group(name string) *group {
	for _, g := range d.groups {
		if g.name == name {
			return g
		}
	}
	g := &group{name: name}
	if name == "" {
		d.groups = append([]*group{g}, d.groups...)
	} else {
		d.groups = append(d.groups, g)
	}
	return g
}

func (d *department) title() string {
	if d.name == "" {
		return noDepartment
	}
	return d.name
}

// bind joins everything and finds the pages: a first layout tells where the
// entries lead, and their numbers, right-aligned, move nothing.
func (v *volume) bind() error {
	if err := v.join(); err != nil {
		return err
	}
	v.form = v.Renderer.Compose(v.doc, v.about(), nil)
	for range 3 { // numbers could make a line longer, and that a page
		l, err := v.form.Layout()
		if err != nil {
			return err
		}
		pages, err := v.destinations(l)
		if err != nil {
			return err
		}
		if slices.Equal(pages, v.pages) {
			break
		}
		v.pages = pages
		if err := v.number(); err != nil {
			return err
		}
		v.form = v.Renderer.Compose(v.doc, v.about(), v.outline)
	}
	return nil
}

// join puts all documents together, with the lines of the contents as links.
func (v *volume) join() (err error) {
	if v.binder, err = binder.New(v.chapters[0].doc); err != nil {
		return err
	}
	front, err := v.frontMatter()
	if err != nil {
		return err
	}
	if err := v.binder.Add(front, binder.Options{}); err != nil {
		return err
	}
	v.front = v.binder.Blocks()
	divider, err := v.paper("divider")
	if err != nil {
		return err
	}
	for i, d := range v.departments {
		page, err := v.divider(divider, d)
		if err != nil {
			return err
		}
		if err := v.binder.Add(page, binder.Options{Bookmark: "d" + strconv.Itoa(i+1)}); err != nil {
			return err
		}
		for _, g := range d.groups {
			for _, c := range g.chapters {
				if err := v.binder.Add(v.chapters[c].doc, binder.Options{Bookmark: "p" + strconv.Itoa(c+1), Level: 2}); err != nil {
					return err
				}
			}
		}
	}
	v.doc, err = v.binder.Document()
	return err
}

// destinations are the pages that the entries of the contents lead to: the links
// of the layout, one element each, come in the order of the entries.
func (v *volume) destinations(l *typeset.Layout) ([]int, error) {
	var pages []int
	element := 0
	for i := range l.Pages {
		for _, link := range l.Pages[i].Links {
			if link.URI != "" || link.Element == 0 || link.Element == element {
				continue
			}
			element = link.Element
			if pages = append(pages, link.Page); len(pages) == len(v.entries) {
				return pages, nil
			}
		}
	}
	return nil, errContents
}

var errContents = errors.New("the contents of the book do not lead to all of its positions")

// outline is that of the contents: departments, groups, positions.
func (v *volume) outline(*typeset.Layout) []typeset.Heading {
	var list []typeset.Heading
	grouped := false
	for i, e := range v.entries {
		level := e.level
		switch e.level {
		case 0:
			grouped = false
		case 1:
			grouped = true
		case 2:
			if !grouped {
				level = 1
			}
		}
		list = append(list, typeset.Heading{Level: level, Text: e.title, Page: v.pages[i]})
	}
	return list
}

func (v *volume) about() render.About {
	return render.About{Title: v.title(), Author: v.organization()}
}

func (v *volume) title() string {
	if v.Title != "" {
		return v.Title
	}
	return DefaultTitle
}

// organization is the one given, else the one that most positions name, the first
// of those.
func (v *volume) organization() string {
	if v.Organization != "" {
		return v.Organization
	}
	count, best := map[string]int{}, ""
	for _, c := range v.chapters {
		name := c.item.Position.Organization()
		if count[name]++; name != "" && count[name] > count[best] {
			best = name
		}
	}
	return best
}

// paper compiles the template of a paper.
func (v *volume) paper(name string) (*render.Template, error) {
	parts, err := templates.Paper(name)
	if err != nil {
		return nil, err
	}
	return v.Renderer.Paper(name, parts, paperNames[name])
}
