package corpus

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// tagged is an element of a PDF's structure tree as it is read back.
type tagged struct {
	kind       string
	attributes string // of tables, lists and figures, as they stand
	alt, lang  string
	parts      []tagPart // in reading order
	links      int       // annotations that belong to it
}

// tagPart is an element, or text between elements.
type tagPart struct {
	element *tagged
	text    string
}

// text is all that an element holds, without elements of the kinds to be left out.
func (e *tagged) text(without ...string) string {
	var b strings.Builder
	for _, p := range e.parts {
		if p.element == nil {
			b.WriteString(p.text)
			continue
		}
		out := false
		for _, kind := range without {
			out = out || p.element.kind == kind
		}
		if !out {
			b.WriteString(p.element.text(without...))
		}
	}
	return b.String()
}

// each calls visit for an element and all below it.
func (e *tagged) each(visit func(*tagged)) {
	visit(e)
	for _, p := range e.parts {
		if p.element != nil {
			p.element.each(visit)
		}
	}
}

// tagReader reads the structure tree of a PDF and what its pages show of it.
type tagReader struct {
	ctx    *model.Context
	shown  []map[int]string // by page: text of each marked content
	pages  map[int]int      // object number → index
	parent map[string]int   // "page/mcid", "link/object" → object number of the element, by the parent tree
	seen   map[string]int   // the same by the tree
	faults []string
}

// readTags reads the structure tree; faults are what is wrong with it.
func readTags(data []byte) (root *tagged, faults []string, err error) {
	ctx, err := api.ReadContext(bytes.NewReader(data), model.NewDefaultConfiguration())
	if err != nil {
		return nil, nil, err
	}
	if err := ctx.EnsurePageCount(); err != nil {
		return nil, nil, err
	}
	r := &tagReader{ctx: ctx, pages: map[int]int{}, parent: map[string]int{}, seen: map[string]int{}}
	catalog, err := ctx.Catalog()
	if err != nil {
		return nil, nil, err
	}
	tree := r.dict(catalog["StructTreeRoot"])
	if tree == nil {
		return nil, nil, fmt.Errorf("no structure tree")
	}
	if err := r.readPages(r.dict(tree["ParentTree"])); err != nil {
		return nil, nil, err
	}
	root = &tagged{kind: "root"}
	r.kids(root, tree["K"], -1, 0)
	for key, want := range r.parent {
		if got := r.seen[key]; got != want {
			r.faults = append(r.faults, fmt.Sprintf("%s belongs to object %d by the tree, %d by the parent tree", key, got, want))
		}
	}
	for key := range r.seen {
		if r.parent[key] == 0 {
			r.faults = append(r.faults, key+" is not in the parent tree")
		}
	}
	return root, r.faults, nil
}

func (r *tagReader) dict(o types.Object) types.Dict {
	d, err := r.ctx.DereferenceDict(o)
	if err != nil {
		r.faults = append(r.faults, err.Error())
	}
	return d
}

func (r *tagReader) array(o types.Object) types.Array {
	a, err := r.ctx.DereferenceArray(o)
	if err != nil {
		r.faults = append(r.faults, err.Error())
	}
	return a
}

func objectNumber(o types.Object) int {
	if ref, ok := o.(types.IndirectRef); ok {
		return ref.ObjectNumber.Value()
	}
	return 0
}

// readPages reads what each page shows, and whose it is by the parent tree.
func (r *tagReader) readPages(parents types.Dict) error {
	owners := map[int]types.Object{}
	nums := r.array(parents["Nums"])
	for i := 0; i+1 < len(nums); i += 2 {
		owners[nums[i].(types.Integer).Value()] = nums[i+1]
	}
	for i := range r.ctx.PageCount {
		ref, err := r.ctx.PageDictIndRef(i + 1)
		if err != nil {
			return err
		}
		page := r.dict(*ref)
		r.pages[objectNumber(*ref)] = i
		content, _, err := r.ctx.DereferenceStreamDict(page["Contents"])
		if err != nil {
			return err
		}
		if err := content.Decode(); err != nil {
			return err
		}
		shown, loose := markedText(content.Content, r.fonts(r.dict(page["Resources"])))
		if loose != "" {
			r.faults = append(r.faults, fmt.Sprintf("page %d shows %.40q outside of elements and artifacts", i+1, loose))
		}
		r.shown = append(r.shown, shown)
		key := page.IntEntry("StructParents")
		if key == nil {
			r.faults = append(r.faults, fmt.Sprintf("page %d has no key", i+1))
			continue
		}
		for mcid, owner := range r.array(owners[*key]) {
			r.parent[fmt.Sprintf("%d/%d", i, mcid)] = objectNumber(owner)
		}
		for _, a := range r.array(page["Annots"]) {
			if key := r.dict(a).IntEntry("StructParent"); key != nil {
				r.parent[fmt.Sprintf("link/%d", objectNumber(a))] = objectNumber(owners[*key])
			}
		}
	}
	return nil
}

var bfchar = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>\n`)

// fonts returns what the codes of each font stand for.
func (r *tagReader) fonts(resources types.Dict) map[string]map[string]string {
	all := map[string]map[string]string{}
	for name, ref := range r.dict(resources["Font"]) {
		stream, _, err := r.ctx.DereferenceStreamDict(r.dict(ref)["ToUnicode"])
		if err == nil {
			err = stream.Decode()
		}
		if err != nil {
			r.faults = append(r.faults, err.Error())
			continue
		}
		codes := map[string]string{}
		for _, m := range bfchar.FindAllStringSubmatch(string(stream.Content), -1) {
			codes[m[1]] = utf16Text(m[2])
		}
		all[name] = codes
	}
	return all
}

// utf16Text decodes hexadecimal UTF-16BE.
func utf16Text(digits string) string {
	data, _ := hex.DecodeString(digits)
	var units []uint16
	for i := 0; i+1 < len(data); i += 2 {
		units = append(units, uint16(data[i])<<8|uint16(data[i+1]))
	}
	return strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff")
}

// kids reads a /K into an element; page and number are those of the element.
func (r *tagReader) kids(e *tagged, k types.Object, page, number int) {
	if ref, ok := k.(types.IndirectRef); ok {
		k = types.Array{ref}
	}
	list, ok := k.(types.Array)
	if !ok && k != nil {
		list = types.Array{k}
	}
	for _, o := range list {
		if mcid, ok := o.(types.Integer); ok {
			r.content(e, page, mcid.Value(), number)
			continue
		}
		d := r.dict(o)
		kind := d.NameEntry("Type")
		switch {
		case kind != nil && *kind == "MCR":
			r.content(e, r.pages[objectNumber(d["Pg"])], *d.IntEntry("MCID"), number)
		case kind != nil && *kind == "OBJR":
			r.seen[fmt.Sprintf("link/%d", objectNumber(d["Obj"]))] = number
			e.links++
		default:
			e.parts = append(e.parts, tagPart{element: r.element(d, objectNumber(o), number)})
		}
	}
}

func (r *tagReader) element(d types.Dict, number, parent int) *tagged {
	e := &tagged{kind: *d.NameEntry("S")}
	if a := r.dict(d["A"]); a != nil {
		e.attributes = a.PDFString()
	}
	e.alt, _ = r.ctx.DereferenceText(d["Alt"])
	e.lang, _ = r.ctx.DereferenceText(d["Lang"])
	if p := objectNumber(d["P"]); parent != 0 && p != parent {
		r.faults = append(r.faults, fmt.Sprintf("object %d stands in %d and names %d", number, parent, p))
	}
	page := -1
	if pg := d["Pg"]; pg != nil {
		page = r.pages[objectNumber(pg)]
	}
	r.kids(e, d["K"], page, number)
	return e
}

func (r *tagReader) content(e *tagged, page, mcid, number int) {
	key := fmt.Sprintf("%d/%d", page, mcid)
	if r.seen[key] != 0 {
		r.faults = append(r.faults, key+" stands in the tree twice")
	}
	r.seen[key] = number
	if page < 0 {
		r.faults = append(r.faults, key+" has no page")
		return
	}
	text, ok := r.shown[page][mcid]
	if !ok {
		r.faults = append(r.faults, key+" is not on its page")
	}
	e.parts = append(e.parts, tagPart{text: text})
}

// contentToken is a token of our content streams: a dictionary, a hexadecimal
// string, a bracket, or a word. They hold no literal strings.
var contentToken = regexp.MustCompile(`<<(?:[^<>]|<[0-9A-F]*>)*>>|<[0-9A-F]*>|[\[\]]|/?[^\s\[\]<>/]+`)

var (
	mcidEntry  = regexp.MustCompile(`/MCID (\d+)`)
	actualText = regexp.MustCompile(`/ActualText<([0-9A-F]*)>`)
)

// markedText reads a content stream: the text of each marked content, and what
// stands in none and in no artifact, or stands for no character.
func markedText(content []byte, fonts map[string]map[string]string) (shown map[int]string, loose string) {
	const artifact, nothing = -1, -2
	type mark struct {
		mcid   int
		actual bool
	}
	shown = map[int]string{}
	var marks []mark
	var operands []string
	font := ""
	show := func(text string, actual bool) {
		at := nothing
		for _, m := range marks {
			if m.actual && !actual {
				return // told by its ActualText
			}
			if m.mcid != nothing {
				at = m.mcid
			}
		}
		switch at {
		case nothing:
			loose += text
		case artifact:
		default:
			shown[at] += text
		}
	}
	for _, token := range contentToken.FindAllString(string(content), -1) {
		switch token {
		case "BDC", "BMC":
			m := mark{mcid: nothing}
			if operands[0] == "/Artifact" {
				m.mcid = artifact
			}
			properties := operands[len(operands)-1]
			if id := mcidEntry.FindStringSubmatch(properties); id != nil {
				m.mcid, _ = strconv.Atoi(id[1])
				shown[m.mcid] += ""
			}
			actual := actualText.FindStringSubmatch(properties)
			m.actual = actual != nil
			marks = append(marks, m)
			if actual != nil {
				show(utf16Text(actual[1]), true)
			}
		case "EMC":
			marks = marks[:len(marks)-1]
		case "Tf":
			font = strings.TrimPrefix(operands[0], "/")
		case "TJ", "Tj":
			for _, o := range operands {
				if o[0] != '<' {
					continue
				}
				for digits := o[1 : len(o)-1]; len(digits) >= 4; digits = digits[4:] {
					text, ok := fonts[font][digits[:4]]
					if !ok { // .notdef among them, which PDF/A-2 forbids (6.2.11.8)
						loose += "<" + digits[:4] + ">"
					}
					show(text, false)
				}
			}
		default:
			if first := token[0]; first < 'A' || first == '[' || first == ']' || first == '<' || first == '/' {
				operands = append(operands, token)
				continue
			}
		}
		operands = operands[:0]
	}
	return shown, loose
}
