package wordml

import (
	"hash/crc32"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// AddPart gives the document a part that its package lacks, such as a picture or
// the comments. The type is its media type. A part that is a tree has a root and
// no data; the data of any other is written as it is. It panics when there is a
// part with the name already: ask [Package.Has] first.
//
// From then on the document has a package of its own, d.Package, which knows the
// part. The package it came from is not changed.
func (d *Document) AddPart(name, contentType string, root *Node, data []byte) {
	p := d.own()
	if _, there := p.find(name); there {
		panic("wordml: a part is added that is there: " + name)
	}
	e := entry{name: name, method: methodStore, crc: crc32.ChecksumIEEE(data), packed: uint32(len(data)), size: uint32(len(data)), raw: data, data: data, root: root}
	p.index[name], p.folded[foldName(name)] = len(p.entries), len(p.entries)
	p.entries = append(p.entries, e)
	if root != nil {
		d.replaced[name] = root
	}
	if p.types.of(name) != contentType {
		p.types.byName[foldName(name)] = contentType
		d.addChild(typesPart, Element("Override", []Attr{{"PartName", "/" + name}, {"ContentType", contentType}}))
	}
}

// AddRelationship leads from a part ("" for the whole package) to another one
// and returns the relationship's id. The word says of what type it is, such as
// "image"; the rest of the type is that of the package's other relationships,
// which differs between the transitional and the strict form (ECMA-376 part 1, 9.2).
func (d *Document) AddRelationship(part, word, target string) string {
	return d.addRelationship(part, Relationship{Type: d.relationshipType(word), Target: target})
}

// AddHyperlink leads from a part to an address outside and returns the id of the
// relationship. The address is one that [Package.Hyperlink] gave.
func (d *Document) AddHyperlink(part, address string) string {
	return d.addRelationship(part, Relationship{Type: d.relationshipType("hyperlink"), Target: address, External: true})
}

// addRelationship gives the relationship an id and adds it.
func (d *Document) addRelationship(part string, r Relationship) string {
	p := d.own()
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	if !p.Has(name) {
		d.AddPart(name, "application/vnd.openxmlformats-package.relationships+xml",
			Element("Relationships", []Attr{{"xmlns", "http://schemas.openxmlformats.org/package/2006/relationships"}}), nil)
	}
	key := foldName(part)
	was := p.rels[key]
	rels := &relationships{list: slices.Clone(was.all()), byID: map[string]int{}}
	if was != nil {
		maps.Copy(rels.byID, was.byID)
	}
	n := len(rels.list) + 1
	id := "rId" + strconv.Itoa(n)
	for _, taken := rels.byID[id]; taken; _, taken = rels.byID[id] {
		n++
		id = "rId" + strconv.Itoa(n)
	}
	r.ID = id
	rels.byID[id] = len(rels.list)
	rels.list = append(rels.list, r)
	p.rels[key] = rels
	attrs := []Attr{{"Id", id}, {"Type", r.Type}, {"Target", "/" + r.Target}}
	if r.External {
		attrs = append(attrs[:2], Attr{"Target", r.Target}, Attr{"TargetMode", "External"})
	}
	d.addChild(name, Element("Relationship", attrs))
	return id
}

// relationshipType is the whole type for a word.
func (d *Document) relationshipType(word string) string {
	for _, r := range d.rels[""].all() {
		if before, ok := strings.CutSuffix(r.Type, "/officeDocument"); ok && r.Is("officeDocument") {
			return before + "/" + word
		}
	}
	return "http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + word
}

// Rewrite replaces a part as [Document.Replace] does, and makes the document's
// own package hold it, so that what is made of d.Package sees the new part.
func (d *Document) Rewrite(name string, root *Node) {
	p := d.own()
	d.Replace(name, root)
	p.entries[p.index[name]].root = root
}

// addChild adds a child at the end of a part's root.
func (d *Document) addChild(name string, child *Node) {
	i := d.index[name]
	root := d.entries[i].root
	if root == nil {
		panic("wordml: a part without a tree is added to: " + name)
	}
	d.Rewrite(name, Element(root.Name, root.Attrs, append(slices.Clip(root.Children), child)...))
}

// ownPackage stands among the replaced parts of a document that has a package of
// its own. No part has that name.
const ownPackage = ""

// own makes the document a package of its own, once, which may be changed.
func (d *Document) own() *Package {
	if _, owned := d.replaced[ownPackage]; owned {
		return d.Package
	}
	d.replaced[ownPackage] = nil
	p := *d.Package
	p.entries = slices.Clone(p.entries)
	p.index, p.folded, p.rels = maps.Clone(p.index), maps.Clone(p.folded), maps.Clone(p.rels)
	p.types = contentTypes{maps.Clone(p.types.byName), maps.Clone(p.types.byExtension)}
	d.Package = &p
	return &p
}
