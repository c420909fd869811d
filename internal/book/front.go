package book

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jobdoc/internal/render"
	"jobdoc/internal/template"
	"jobdoc/internal/wordml"
)

// paperNames are the names that the templates of the book's own pages may use.
var paperNames = map[string]*template.Field{
	"front": {Fields: []*template.Field{
		{Key: "organization", Names: []string{"单位名称"}},
		{Key: "title", Names: []string{"书名"}},
		{Key: "date", Names: []string{"日期"}},
		{Key: "departmentCount", Names: []string{"部门数"}},
		{Key: "positionCount", Names: []string{"岗位数"}},
		{Key: "departments", Names: []string{"部门"}, Item: &template.Field{Fields: []*template.Field{
			{Key: "department", Names: []string{"部门名称"}},
			{Key: "page", Names: []string{"页码"}},
			{Key: "groups", Names: []string{"组"}, Item: &template.Field{Fields: []*template.Field{
				{Key: "group", Names: []string{"组名"}},
				{Key: "page", Names: []string{"页码"}},
				{Key: "positions", Names: []string{"岗位"}, Item: &template.Field{Fields: []*template.Field{
					{Key: "title", Names: []string{"岗位名称"}},
					{Key: "code", Names: []string{"岗位编号"}},
					{Key: "page", Names: []string{"页码"}},
				}}},
			}}},
		}}},
	}},
	"divider": {Fields: []*template.Field{
		{Key: "department", Names: []string{"部门名称"}},
		{Key: "positionCount", Names: []string{"岗位数"}},
	}},
}

// frontMatter is cover and contents. Where the template prints {页码} there comes a
// field with the number of the page, and the line becomes a link to it.
func (v *volume) frontMatter() (*wordml.Document, error) {
	t, err := v.paper("front")
	if err != nil {
		return nil, err
	}
	next := 0
	page := func() string { next++; return pageSign(next - 1) }
	var departments []any
	for _, d := range v.departments {
		department := map[string]any{"department": d.title(), "page": page()}
		var groups []any
		for _, g := range d.groups {
			group := map[string]any{}
			if g.name != "" {
				group["group"], group["page"] = g.name, page()
			}
			var positions []any
			for _, c := range g.chapters {
				pos := v.chapters[c].item.Position
				positions = append(positions, map[string]any{"title": pos.Title(), "code": pos.Code(), "page": page()})
			}
			group["positions"] = positions
			groups = append(groups, group)
		}
		department["groups"] = groups
		departments = append(departments, department)
	}
	data := map[string]any{
		"organization": v.organization(), "title": v.title(), "date": v.Date, "departments": departments,
		"departmentCount": strconv.Itoa(len(v.departments)), "positionCount": strconv.Itoa(len(v.chapters)),
	}
	doc, err := v.Renderer.FillPaper(t, data, v.about()).Document()
	if err != nil {
		return nil, err
	}
	root, err := doc.Part(doc.Main())
	if err != nil {
		return nil, err
	}
	doc.Replace(doc.Main(), v.linked(root))
	return doc, nil
}

// divider is the page before a department.
func (v *volume) divider(t *render.Template, d *department) (*wordml.Document, error) {
	return v.Renderer.FillPaper(t, map[string]any{"department": d.title(), "positionCount": strconv.Itoa(d.count)}, v.about()).Document()
}

// A page sign stands for the number of a page that is not known yet: the number
// of the entry between two private characters, which no position can be mistaken for:
// it is looked for in the front matter alone, as the whole text of a run.
const signStart, signEnd = "\uE0F0", "\uE0F1"

func pageSign(entry int) string { return signStart + strconv.Itoa(entry) + signEnd }

// signOf returns the entry that a run is the page sign of.
func signOf(run *wordml.Node) (entry int, ok bool) {
	text := run.Content()
	inner, ok := strings.CutPrefix(text, signStart)
	if !ok || run.Name != "w:r" {
		return 0, false
	}
	inner, ok = strings.CutSuffix(inner, signEnd)
	entry, err := strconv.Atoi(inner)
	return entry, ok && err == nil
}

// linked returns a tree whose paragraphs with a page sign are links.
func (v *volume) linked(n *wordml.Node) *wordml.Node {
	if n.Name == "w:p" {
		for i, c := range n.Children {
			if entry, ok := signOf(c); ok && entry < len(v.entries) {
				return v.link(n, i, entry)
			}
		}
		return n
	}
	kids := make([]*wordml.Node, len(n.Children))
	for i, c := range n.Children {
		kids[i] = v.linked(c)
	}
	return wordml.Element(n.Name, n.Attrs, kids...)
}

// link makes one link of what a paragraph holds, with a PAGEREF field in place
// of the sign (17.16.5.45).
func (v *volume) link(p *wordml.Node, at, entry int) *wordml.Node {
	mark := v.entries[entry].mark
	kids := slices.Clone(p.Children)
	kids = slices.Replace(kids, at, at+1, pageField(kids[at].Child("w:rPr"), mark, entry, v.pages[entry])...)
	from := 0
	if len(kids) > 0 && kids[0].Name == "w:pPr" {
		from = 1
	}
	link := wordml.Element("w:hyperlink", []wordml.Attr{{Name: "w:anchor", Value: mark}, {Name: "w:history", Value: "1"}}, kids[from:]...)
	return wordml.Element(p.Name, p.Attrs, append(slices.Clone(kids[:from]), link)...)
}

// pageField are the runs of a PAGEREF field.
func pageField(props *wordml.Node, mark string, entry, page int) []*wordml.Node {
	run := func(content *wordml.Node) *wordml.Node {
		if props == nil {
			return wordml.Element("w:r", nil, content)
		}
		return wordml.Element("w:r", nil, props, content)
	}
	char := func(kind string) *wordml.Node {
		return run(wordml.Element("w:fldChar", []wordml.Attr{{Name: "w:fldCharType", Value: kind}}))
	}
	code := wordml.Element("w:instrText", []wordml.Attr{{Name: "xml:space", Value: "preserve"}}, wordml.Text(fmt.Sprintf(" PAGEREF %s \\h ", mark)))
	return []*wordml.Node{
		char("begin"), run(code), char("separate"), run(wordml.Element("w:t", nil, wordml.Text(strconv.Itoa(page+1)))), char("end"),
	}
}

// number writes the numbers of the pages into the contents.
func (v *volume) number() error {
	root, err := v.doc.Part(v.doc.Main())
	if err != nil {
		return err
	}
	body := root.Child("w:body")
	kids := slices.Clone(body.Children)
	entry := 0
	for i := range kids[:v.front] {
		kids[i] = v.numbered(kids[i], &entry)
	}
	if entry != len(v.entries) {
		return errContents
	}
	v.doc.Rewrite(v.doc.Main(), wordml.Element(root.Name, root.Attrs, wordml.Element(body.Name, body.Attrs, kids...)))
	return nil
}

// numbered returns a tree whose next fields have the numbers of their pages.
func (v *volume) numbered(n *wordml.Node, entry *int) *wordml.Node {
	if n.Name == "" {
		return n
	}
	kids := make([]*wordml.Node, len(n.Children))
	result := false // within the result of a PAGEREF
	for i, c := range n.Children {
		switch {
		case strings.Contains(c.Child("w:instrText").Content(), "PAGEREF"):
			result = true
		case result && c.Child("w:t") != nil:
			number := wordml.Element("w:t", nil, wordml.Text(strconv.Itoa(v.pages[*entry]+1)))
			runs := slices.Clone(c.Children)
			runs[slices.Index(runs, c.Child("w:t"))] = number
			kids[i] = wordml.Element(c.Name, c.Attrs, runs...)
			*entry++
			result = false
			continue
		}
		kids[i] = v.numbered(c, entry)
	}
	return wordml.Element(n.Name, n.Attrs, kids...)
}
