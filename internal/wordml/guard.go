package wordml

import "strings"

// faultList gathers the faults of a file, each one once.
type faultList struct {
	list FileErrors
}

// mostFaults is how many faults are told; a file with more is beyond repair by hand.
const mostFaults = 50

func (l *faultList) add(f *FileError) {
	if len(l.list) == mostFaults {
		return
	}
	for _, have := range l.list {
		if have.Part == f.Part && have.Code == f.Code && have.English == f.English {
			return
		}
	}
	l.list = append(l.list, f)
}

// guard looks through the tree of a part for what no template may hold. It
// looks at the tree that is used afterwards, so that nothing can be one thing
// to the check and another to the reader.
type guard struct {
	part   string
	faults *faultList

	story   *story // the one being read
	deleted int    // how many deletions are open
}

// role is what an element is to the guard.
type role uint8

const (
	opaque      role = iota // may be dropped by a program that does not know it, with what is in it
	transparent             // always part of the text around it
	deletion
	separator // breaks words, or does not: both are looked at
	textRun
	instruction
	fieldChar
	simpleField
	storyRoot
	macroName
	refusedReference
	refusedElement
)

// roles are those of the elements that matter; all others are opaque.
var roles = func() map[string]role {
	r := map[string]role{}
	for name := range refusedElements {
		r[name] = refusedElement
	}
	for name := range refusedReferences {
		r[name] = refusedReference
	}
	for kind, names := range map[role]string{
		transparent: "w:r w:ins w:moveTo w:hyperlink w:sdt w:sdtContent w:smartTag w:customXml w:tbl w:tr w:tc w:dir w:bdo",
		deletion:    "w:del w:moveFrom",
		separator:   "w:p w:tab w:ptab w:br w:cr w:noBreakHyphen w:softHyphen w:sym",
		textRun:     "w:t w:delText",
		instruction: "w:instrText w:delInstrText",
		fieldChar:   "w:fldChar",
		simpleField: "w:fldSimple",
		storyRoot:   "w:document w:body w:hdr w:ftr w:footnote w:endnote w:comment w:txbxContent w:docPartBody",
		macroName:   "w:entryMacro w:exitMacro",
	} {
		for name := range strings.FieldsSeq(names) {
			r[name] = kind
		}
	}
	return r
}()

func (g *guard) add(r *reason, args ...any) { g.faults.add(r.at(g.part, args...)) }

// check looks through a part.
func (g *guard) check(root *Node) {
	g.story, g.deleted = &story{}, 0
	g.walk(root, nil)
	g.closeStory()
}

// walk looks at n and what is below it; container is the nearest opaque
// element above it.
func (g *guard) walk(n, container *Node) {
	if n.Name == "" {
		return
	}
	kind := roles[n.Name]
	switch kind {
	case opaque:
		g.attributes(n)
		container = n
	case deletion:
		g.deleted++
		defer func() { g.deleted-- }()
	case separator:
		g.separate()
	case textRun:
		if len(g.story.fields) > 0 {
			g.text(n.Content(), container)
		}
	case instruction:
		g.instruction(n.Content(), container, n.Name == "w:delInstrText")
	case fieldChar:
		g.fieldChar(n.Attr("w:fldCharType"), container)
	case simpleField:
		defer g.simpleField(n.Attr("w:instr"), container)()
	case storyRoot:
		outer := g.story
		g.story = &story{}
		defer func() {
			g.closeStory()
			g.story = outer
		}()
	case macroName:
		if n.Attr("w:val") != "" {
			g.add(&hasEntryMacro)
		}
	case refusedReference:
		if why := refusedReferences[n.Name]; n.Attr("r:id") != "" {
			g.add(&why)
		}
	case refusedElement:
		why := refusedElements[n.Name]
		g.add(&why)
	}
	for _, c := range n.Children {
		g.walk(c, container)
	}
}

// attributes looks at drawings that name their pictures by address: VML (part 4,
// 19.1) does so beside relationships, and SVG knows nothing else.
func (g *guard) attributes(n *Node) {
	prefix, _, _ := strings.Cut(n.Name, ":")
	switch prefix {
	case "v", "o":
		for _, a := range n.Attrs {
			switch a.Name {
			case "href":
				if a.Value != "" && !isWebAddress(a.Value) {
					g.add(&hasHyperlink, n.Name)
				}
			case "src", "o:href", "o:althref", "althref":
				if a.Value != "" && !strings.HasPrefix(a.Value, "#") {
					g.add(&hasSource, n.Name)
				}
			}
		}
	case "svg":
		for _, a := range n.Attrs {
			switch {
			case strings.HasPrefix(strings.ToLower(a.Name), "on"):
				g.add(&hasScript)
			case a.Name != "href" && a.Name != "xlink:href", strings.HasPrefix(a.Value, "#"), strings.HasPrefix(a.Value, "data:image/"):
			case n.Name == "svg:a" && isWebAddress(a.Value):
			default:
				g.add(&hasSource, n.Name)
			}
		}
	}
}
