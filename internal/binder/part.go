package binder

import (
	"crypto/sha256"
	"path"
	"strconv"

	"jobdoc/internal/wordml"
)

// relation returns the id, in the part that takes the text in, of what a
// relationship of the document leads to. Parts that hold the same are taken in once.
func (j *join) relation(id string) string {
	if known, ok := j.relations[id]; ok {
		return known
	}
	into := j.into
	if into == "" {
		into = j.b.main
	}
	to := id
	if address := j.doc.Hyperlink(j.part, id); address != "" {
		to = j.b.doc.AddHyperlink(into, address)
	} else if name := j.doc.Related(j.part, id); name != "" {
		to = j.take(into, id, name)
	}
	j.relations[id] = to
	return to
}

// take takes a part in, with what it leads to, and returns the relationship to it.
func (j *join) take(into, id, name string) string {
	word := "image"
	list, _ := j.doc.Relationships(j.part) // the error is always nil
	for _, r := range list {
		if r.ID == id {
			word = path.Base(r.Type)
		}
	}
	root, err := j.doc.Part(name)
	if err != nil || root == nil {
		data, _ := j.doc.Bytes(name)
		sum := sha256.Sum256(data)
		return j.b.relate(into, word, string(sum[:]), func() string {
			return j.b.add(name, j.doc.ContentType(name), nil, data)
		})
	}
	// The text of the part as it will be, but for what it leads to, tells whether it is there already.
	below, _ := j.doc.Relationships(name)
	if len(below) == 0 {
		tree := j.inside(name, name).node(root)
		sum := sha256.Sum256(tree.Append(nil))
		return j.b.relate(into, word, string(sum[:]), func() string {
			return j.b.add(name, j.doc.ContentType(name), tree, nil)
		})
	}
	taken := j.b.add(name, j.doc.ContentType(name), wordml.Element(root.Name, root.Attrs), nil)
	in := j.inside(name, taken)
	j.b.doc.Rewrite(taken, in.node(root))
	if in.err != nil {
		j.fail(in.err)
	}
	return j.b.doc.AddRelationship(into, word, taken)
}

// inside is for the text of another part of the document, such as a header.
func (j *join) inside(part, into string) *join {
	return &join{
		b: j.b, doc: j.doc, part: part, into: into, style: j.style, list: j.list, begun: true,
		relations: map[string]string{}, bookmarks: j.bookmarks, ids: map[string]string{},
	}
}

// relate returns the relationship from a part to one that holds what the key
// says, which add adds where it is not there yet.
func (b *Binder) relate(into, word, key string, add func() string) string {
	name, ok := b.parts[word+key]
	if !ok {
		name = add()
		b.parts[word+key] = name
	}
	relation := into + "\x00" + name
	id, ok := b.parts[relation]
	if !ok {
		id = b.doc.AddRelationship(into, word, name)
		b.parts[relation] = id
	}
	return id
}

// add adds a part under a name of its own.
func (b *Binder) add(like, contentType string, root *wordml.Node, data []byte) string {
	ext := path.Ext(like)
	stem := like[:len(like)-len(ext)]
	for {
		b.names++
		name := stem + "-b" + strconv.Itoa(b.names) + ext
		if !b.doc.Has(name) {
			b.doc.AddPart(name, contentType, root, data)
			return name
		}
	}
}

// emptyPart returns the relationship to a header or footer without text.
func (b *Binder) emptyPart(reference string) string {
	word, element := "header", "w:hdr"
	if reference == "w:footerReference" {
		word, element = "footer", "w:ftr"
	}
	return b.relate(b.main, word, "empty", func() string {
		const kind = "application/vnd.openxmlformats-officedocument.wordprocessingml."
		root := wordml.Element(element, b.root.Attrs, wordml.Element("w:p", nil))
		return b.add("word/"+word+".xml", kind+word+"+xml", root, nil)
	})
}
