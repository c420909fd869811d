package apidoc

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
)

// view is what the template shows.
type view struct {
	English        bool
	Style          template.CSS
	Title, Version string
	Text           prose
	Keys           []prose // how a client says who it is
	Groups         []*groupView
	Refusals       []responseView // that several operations share
	Schemas        []schemaView

	base string // of curl lines
	doc  *document
}

type groupView struct {
	ID, Title  string
	Text       prose
	Operations []*operationView
}

type operationView struct {
	ID, Method, Path string
	Summary          string
	Text             prose
	Scopes           []string
	Open             bool // needs no key
	Parameters       []parameterView
	Body             *bodyView
	Responses        []responseView // its own
	Refusals         []responseView // those it shares
	Curl             string
}

type parameterView struct {
	Name, In string
	Required bool
	Kind     kind
	Limits   []limit
	Text     prose
}

type bodyView struct {
	Text    prose
	Content []contentView
}

type contentView struct {
	Media   string
	Kind    *kind  // nil: bytes
	Example string // indented JSON, "" for none
}

type responseView struct {
	Name    string // of a shared one
	Status  string
	Good    bool
	Text    prose
	Headers []parameterView
	Content []contentView
}

type schemaView struct {
	Name, Title string
	Text        prose
	Kind        kind
	Rows        []row
}

func (r responseView) hasHeader(h parameterView) bool {
	return slices.ContainsFunc(r.Headers, func(had parameterView) bool { return had.Name == h.Name })
}

// Say returns the text in the page's language.
func (v *view) Say(chinese, english string) string {
	if v.English {
		return english
	}
	return chinese
}

// Lang is the page's language for HTML.
func (v *view) Lang() string { return v.Say("zh-CN", "en") }

func newView(d *document, english bool) (*view, error) {
	v := &view{English: english, Style: template.CSS(style), Title: d.Info.Title, Version: d.Info.Version, doc: d} //nolint:gosec // our own
	v.Text = v.prose(d.Info.described)
	v.base = "http://127.0.0.1:8080"
	if len(d.Servers) > 0 && d.Servers[0].URL != "/" { // which is where the page is
		v.base = strings.TrimSuffix(d.Servers[0].URL, "/")
	}
	for _, name := range slices.Sorted(maps.Keys(d.Components.SecuritySchemes)) {
		v.Keys = append(v.Keys, v.prose(d.Components.SecuritySchemes[name].described))
	}
	groups := map[string]*groupView{}
	for _, t := range d.Tags {
		g := &groupView{ID: t.Name, Title: described{t.Shown, t.ShownE}.in(english), Text: v.prose(t.described)}
		if g.Title == "" {
			g.Title = t.Name
		}
		groups[t.Name] = g
		v.Groups = append(v.Groups, g)
	}
	if err := v.addOperations(groups); err != nil {
		return nil, err
	}
	v.Groups = slices.DeleteFunc(v.Groups, func(g *groupView) bool { return len(g.Operations) == 0 })
	v.addRefusals()
	for _, name := range slices.Sorted(maps.Keys(d.Components.Schemas)) {
		s := d.Components.Schemas[name]
		v.Schemas = append(v.Schemas, schemaView{name, s.Title, v.prose(s.described), v.kindOf(s), v.rowsOf("", s)})
	}
	return v, nil
}

// addRefusals shows what operations share, by status and once each.
func (v *view) addRefusals() {
	for _, g := range v.Groups {
		for _, o := range g.Operations {
			v.Refusals = append(v.Refusals, o.Refusals...)
		}
	}
	order := func(a, b responseView) int {
		return cmp.Or(cmp.Compare(a.Status, b.Status), cmp.Compare(a.Name, b.Name))
	}
	slices.SortFunc(v.Refusals, order)
	v.Refusals = slices.CompactFunc(v.Refusals, func(a, b responseView) bool { return a.Name == b.Name })
}

// methods are those that a path may have, in the order of the page.
var methods = []string{"get", "post", "put", "patch", "delete", "options"}

func (v *view) addOperations(groups map[string]*groupView) error {
	for _, path := range slices.Sorted(maps.Keys(v.doc.Paths)) {
		for _, method := range methods {
			op, ok := v.doc.Paths[path][method]
			if !ok {
				continue
			}
			if len(op.Tags) == 0 || groups[op.Tags[0]] == nil {
				return fmt.Errorf("%s %s has no tag that the API's description names", method, path)
			}
			g := groups[op.Tags[0]]
			g.Operations = append(g.Operations, v.operationView(strings.ToUpper(method), path, op))
		}
	}
	return nil
}

func (v *view) operationView(method, path string, op operation) *operationView {
	o := &operationView{
		ID: op.ID, Method: method, Path: path, Summary: described{op.Summary, op.SummaryE}.in(v.English),
		Text: v.prose(op.described), Open: len(op.Security) == 0,
	}
	for _, alternative := range op.Security {
		for _, scheme := range slices.Sorted(maps.Keys(alternative)) {
			o.Scopes = append(o.Scopes, alternative[scheme]...)
		}
	}
	for _, p := range op.Params {
		o.Parameters = append(o.Parameters, v.parameterView(p))
	}
	if op.Body != nil {
		o.Body = &bodyView{v.prose(op.Body.described), v.contentViews(op.Body.Content)}
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		if r := v.responseView(status, op.Responses[status]); r.Name != "" {
			o.Refusals = append(o.Refusals, r)
		} else {
			if len(o.Responses) > 0 { // what was said need not be said again
				r.Headers = slices.DeleteFunc(r.Headers, o.Responses[0].hasHeader)
			}
			o.Responses = append(o.Responses, r)
		}
	}
	o.Curl = v.curl(method, path, op)
	return o
}

func (v *view) parameterView(p parameter) parameterView {
	return parameterView{p.Name, v.place(p.In), p.Required, v.kindOf(p.Schema), v.limitsOf(p.Schema), v.prose(p.described)}
}

// place names where a parameter stands.
func (v *view) place(in string) string {
	switch in {
	case "path":
		return v.Say("地址", "path")
	case "query":
		return v.Say("查询", "query")
	case "header":
		return v.Say("头", "header")
	}
	return in
}

// responseView shows an answer; of a shared one, what it is and its name.
func (v *view) responseView(status string, r response) responseView {
	out := responseView{Status: status, Good: strings.HasPrefix(status, "2")}
	if name := schemaName(r.Ref); name != "" {
		out.Name, r = name, v.doc.Components.Responses[name]
	}
	out.Text = v.prose(r.described)
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		h := v.parameterView(r.Headers[name])
		h.Name = name
		out.Headers = append(out.Headers, h)
	}
	out.Content = v.contentViews(r.Content)
	return out
}

func (v *view) contentViews(all map[string]content) (views []contentView) {
	for _, media := range slices.Sorted(maps.Keys(all)) {
		c := contentView{Media: media}
		if s := all[media].Schema; s != nil {
			k := v.kindOf(s)
			c.Kind = &k
		}
		if raw := all[media].Example; raw != nil {
			c.Example = indented(raw)
		}
		views = append(views, c)
	}
	return views
}

func indented(raw json.RawMessage) string {
	var b bytes.Buffer
	if json.Indent(&b, raw, "", "  ") != nil {
		return string(raw)
	}
	return b.String()
}

func compact(raw json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return string(raw)
	}
	return b.String()
}

// prose is text of the description: paragraphs of plain text and code.
type prose [][]piece

type piece struct {
	Text string
	Code bool
}

// prose reads the Markdown that descriptions are written in: paragraphs, and
// code between backticks.
func (v *view) prose(d described) (p prose) {
	for paragraph := range strings.SplitSeq(d.in(v.English), "\n\n") {
		var pieces []piece
		code := false
		for text := range strings.SplitSeq(paragraph, "`") {
			if text != "" {
				pieces = append(pieces, piece{text, code})
			}
			code = !code
		}
		if pieces != nil {
			p = append(p, pieces)
		}
	}
	return p
}
