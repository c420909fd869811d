package typeset

import "jobdoc/internal/wordml"

// styleKind is the type of a style (17.18.83).
type styleKind uint8

const (
	styleParagraph styleKind = iota
	styleCharacter
	styleTable
	styleNumbering
)

// styleKey names a style. Word lets the same id stand once for each type.
type styleKey struct {
	kind styleKind
	id   string
}

// style is a style with everything it is based on laid below it.
type style struct {
	kind  styleKind
	id    string
	para  *paraProps   // nil where neither it nor its bases say anything
	run   *runProps    //
	chain []*paraProps // of paragraph styles: each base's own properties, outermost first
	bases []*style     // the same styles

	heads Scope // what a cell whose text is of this paragraph style is the heading of

	// Of table styles.
	whole      tablePart
	parts      [conditions]*tablePart // nil where it says nothing
	conditions condSet                // those it has parts for
}

// maxBases bounds how many styles stand on one another.
const maxBases = 50

// parseStyles reads the styles part.
func (s *Sheet) parseStyles(root *wordml.Node) {
	if root == nil {
		return
	}
	nodes := map[styleKey]*wordml.Node{}
	var order []styleKey
	for _, c := range root.Children {
		if c.Name != "w:style" {
			continue
		}
		key := styleKey{parseStyleKind(c.Attr("w:type")), c.Attr("w:styleId")}
		if _, again := nodes[key]; again {
			continue
		}
		nodes[key] = c
		order = append(order, key)
		s.styles[key] = &style{kind: key.kind, id: key.id}
		if key.kind == styleParagraph {
			s.styles[key].heads = headsBy(val(c.Child("w:name")))
		}
	}
	for _, key := range order {
		s.settleStyle(s.styles[key], nodes)
		if d, ok := nodes[key].LookupAttr("w:default"); ok && isOnValue(d, true) && s.defaults[key.kind] == nil {
			s.defaults[key.kind] = s.styles[key]
		}
	}
}

func parseStyleKind(s string) styleKind {
	switch s {
	case "character":
		return styleCharacter
	case "table":
		return styleTable
	case "numbering":
		return styleNumbering
	}
	return styleParagraph
}

// settleStyle reads a style and all it is based on, outermost base first.
func (s *Sheet) settleStyle(st *style, nodes map[styleKey]*wordml.Node) {
	var chain []styleKey
	for key := (styleKey{st.kind, st.id}); len(chain) < maxBases; {
		n := nodes[key]
		if n == nil || containsKey(chain, key) {
			break
		}
		chain = append(chain, key)
		key.id = val(n.Child("w:basedOn"))
	}
	for i := len(chain) - 1; i >= 0; i-- {
		n := nodes[chain[i]]
		if st.kind == styleTable {
			s.putTableStyle(st, n)
			continue
		}
		if p := s.parsePara(n.Child("w:pPr")); p != nil {
			if st.para == nil {
				st.para = new(paraProps)
			}
			st.para.put(p)
			st.chain = append(st.chain, p)
			st.bases = append(st.bases, s.styles[chain[i]])
		}
		if r := s.parseRun(n.Child("w:rPr")); r != nil {
			if st.run == nil {
				st.run = new(runProps)
			}
			st.run.put(r)
		}
	}
}

func containsKey(keys []styleKey, key styleKey) bool {
	for _, k := range keys {
		if k == key {
			return true
		}
	}
	return false
}
