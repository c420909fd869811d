package wordml

import (
	"path"
	"strings"
)

// Relationship leads from a part to another part or to something outside.
type Relationship struct {
	ID       string
	Type     string // the whole URI
	Target   string // a part's name, or a URI when External
	External bool
}

// Is reports whether the relationship's type ends in the word, such as
// "header": transitional and strict files differ only before it.
func (r Relationship) Is(word string) bool {
	return strings.HasSuffix(r.Type, "/relationships/"+word)
}

// relationships are those of one part.
type relationships struct {
	list []Relationship
	byID map[string]int
}

// all returns the list; a part without relationships has none.
func (r *relationships) all() []Relationship {
	if r == nil {
		return nil
	}
	return r.list
}

// sourceOf returns the name of the part whose relationships a part holds, ""
// for the whole package (ECMA-376 part 2, 6.5.2.2); ok is false for a part that holds none.
func sourceOf(name string) (part string, ok bool) {
	dir, base := path.Split(name)
	parent, found := strings.CutSuffix(dir, "_rels/")
	source, rels := strings.CutSuffix(base, ".rels")
	return parent + source, found && rels && (parent == "" || strings.HasSuffix(parent, "/"))
}

// readRelationships reads the relationships of every part and refuses those
// that lead out of the file or to what no template may hold.
func (p *Package) readRelationships(faults *faultList) {
	p.rels = map[string]*relationships{}
	for i := range p.entries {
		e := &p.entries[i]
		source, ok := sourceOf(strings.ToLower(e.name))
		if !ok || e.root == nil {
			continue
		}
		if at, ok := p.find(source); ok {
			source = p.entries[at].name
		}
		r := &relationships{byID: map[string]int{}}
		dir, _ := path.Split(source)
		place := source
		if place == "" {
			place = e.name
		}
		for _, c := range e.root.Children {
			if c.Name != "Relationship" {
				continue
			}
			rel := p.relationship(dir, c)
			if _, twice := r.byID[rel.ID]; twice {
				faults.add(relationshipTwice.at(e.name, rel.ID))
				continue
			}
			if why := checkRelationship(rel, c); why != nil {
				faults.add(why.at(place, rel.ID, path.Base(rel.Type)))
				continue
			}
			r.byID[rel.ID] = len(r.list)
			r.list = append(r.list, rel)
		}
		p.rels[foldName(source)] = r
	}
}

// relationship reads one relationship of a part in a folder.
func (p *Package) relationship(dir string, n *Node) Relationship {
	r := Relationship{
		ID: n.Attr("Id"), Type: n.Attr("Type"), Target: n.Attr("Target"),
		External: strings.EqualFold(n.Attr("TargetMode"), "External"),
	}
	if r.External {
		return r
	}
	r.Target = resolve(dir, r.Target)
	if i, ok := p.find(r.Target); ok {
		r.Target = p.entries[i].name
	}
	return r
}

// resolve makes a part's name out of a target that is relative to a folder.
func resolve(dir, target string) string {
	target, _, _ = strings.Cut(target, "#")
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(dir, target)
}

// checkRelationship says why a relationship is refused, nil for one that is not.
func checkRelationship(r Relationship, n *Node) *reason {
	if why, ok := refusedRelationships[strings.ToLower(path.Base(r.Type))]; ok {
		return &why
	}
	switch mode := n.Attr("TargetMode"); {
	case mode != "" && !strings.EqualFold(mode, "Internal") && !strings.EqualFold(mode, "External"):
		return &relationshipMode
	case !r.External:
		if leavesFile(n.Attr("Target")) {
			return &relationshipTarget
		}
	case !r.Is("hyperlink"):
		return &hasExternal
	case !isWebAddress(r.Target):
		return &hasHyperlink
	}
	return nil
}

// leavesFile reports whether a target is no path inside the package: an address
// with a scheme, a host or a drive.
func leavesFile(target string) bool {
	path, _, _ := strings.Cut(target, "#")
	first, _, _ := strings.Cut(path, "/")
	return strings.HasPrefix(path, "//") || strings.ContainsRune(path, '\\') || strings.ContainsRune(first, ':') || strings.Contains(path, "://")
}

// isWebAddress reports whether an address is one of the kinds that a hyperlink
// may have: a page, mail, or (as LibreOffice writes it) a place in the document.
func isWebAddress(address string) bool {
	scheme, _, ok := strings.Cut(strings.TrimSpace(address), ":")
	if strings.HasPrefix(scheme, "#") {
		return true
	}
	if !ok {
		return false
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto":
		return true
	}
	return false
}

// find returns the index of the part that a name stands for, in any case and escaping.
func (p *Package) find(name string) (int, bool) {
	if i, ok := p.index[name]; ok {
		return i, true
	}
	i, ok := p.folded[foldName(name)]
	return i, ok
}

// Relationships returns those of the part, or of the whole package for "".
// They must not be changed. The error is always nil: [Open] has read them all.
func (p *Package) Relationships(part string) ([]Relationship, error) {
	return p.rels[foldName(part)].all(), nil
}

// Related returns the name of the part that the relationship with the id leads
// to from the given part, or "".
func (p *Package) Related(part, id string) string {
	r := p.rels[foldName(part)]
	if r == nil {
		return ""
	}
	if i, ok := r.byID[id]; ok && !r.list[i].External && p.Has(r.list[i].Target) {
		return r.list[i].Target
	}
	return ""
}

// Hyperlink returns the address that the relationship with the id leads to from
// the given part, or "" when it leads to no place outside. [Open] saw to it that
// it is one of http, https, mailto or, after a #, of the document itself.
func (p *Package) Hyperlink(part, id string) string {
	r := p.rels[foldName(part)]
	if r == nil {
		return ""
	}
	if i, ok := r.byID[id]; ok && r.list[i].External && r.list[i].Is("hyperlink") {
		return r.list[i].Target
	}
	return ""
}

// RelatedByType returns the names of the parts that relationships of a type
// ("styles", "header") lead to from the given part.
func (p *Package) RelatedByType(part, word string) []string {
	var names []string
	for _, r := range p.rels[foldName(part)].all() {
		if r.Is(word) && !r.External && p.Has(r.Target) {
			names = append(names, r.Target)
		}
	}
	return names
}
