package wordml

import (
	"bytes"
	"slices"
	"strings"
)

// Package is an opened .docx. It does not change after [Open] and may be used
// by any number of goroutines.
type Package struct {
	entries []entry
	index   map[string]int // by name
	folded  map[string]int // by folded name
	types   contentTypes
	rels    map[string]*relationships // by folded name of the part they lead from
	main    string
}

// Open reads a .docx held in memory. The Package keeps data: do not change it.
//
// The file is taken for hostile, and all of it is read and checked before Open
// returns: there is no other way to a Package, and nothing is read later. The
// work is bounded by the limits of this package and by nothing else, no clock
// among it, so that the same file gets the same answer on any machine.
//
// Every fault is a [*FileError] that wraps [ErrNotDocx], [ErrTooLarge] or
// [ErrUnsafe]. Faults of the archive end the reading; those of its parts are
// gathered as [FileErrors].
func Open(data []byte) (*Package, error) {
	entries, fault := readDirectory(data)
	if fault != nil {
		return nil, fault
	}
	p := &Package{entries: entries, index: make(map[string]int, len(entries)), folded: make(map[string]int, len(entries))}
	for i := range entries {
		p.index[entries[i].name] = i
		p.folded[foldName(entries[i].name)] = i
	}
	o := opener{p: p, parser: newParser(), unpacker: unpackers.Get().(*unpacker)}
	defer o.unpacker.release()
	if fault := o.readParts(); fault != nil {
		o.faults.add(fault)
		return nil, o.faults.list
	}
	p.readRelationships(&o.faults)
	p.identify(&o.faults)
	if len(o.faults.list) > 0 {
		return nil, o.faults.list
	}
	return p, nil
}

// opener reads the parts of a package.
type opener struct {
	p        *Package
	parser   *parser
	unpacker *unpacker
	total    int // bytes unpacked so far
	faults   faultList
}

// readParts unpacks, parses and checks every part. What it returns ends the
// reading; all else is gathered.
func (o *opener) readParts() *FileError {
	first, ok := o.p.index[typesPart]
	if !ok {
		return packageNoTypes.at("")
	}
	types := &o.p.entries[first]
	if fault := o.readPart(types); fault != nil {
		return fault
	}
	if types.root == nil {
		return nil // and its fault has been gathered
	}
	o.p.types = readTypes(types.root, &o.faults)
	for i := range o.p.entries {
		if i == first {
			continue
		}
		if fault := o.readPart(&o.p.entries[i]); fault != nil {
			return fault
		}
	}
	return nil
}

// readPart reads one part.
func (o *opener) readPart(e *entry) *FileError {
	data, fault := o.unpacker.unpack(e, min(MaxPart, MaxTotal-o.total))
	if fault != nil {
		return fault
	}
	if len(data) > MaxPart {
		return archivePart.at(e.name, MaxPart>>20)
	}
	if o.total += len(data); o.total > MaxTotal {
		return archiveTotal.at("", MaxTotal>>20)
	}
	if fault := e.checkData(data); fault != nil {
		return fault
	}
	contentType := strings.ToLower(o.p.types.of(e.name))
	if r := refusedType(contentType); r != nil {
		o.faults.add(r.at(e.name))
	} else if refusedPackages[contentType] {
		o.faults.add(hasPackage.at(e.name))
	}
	declared := isXML(e.name, contentType)
	if !declared {
		if r := refusedBytes(data); r != nil {
			o.faults.add(r.at(e.name))
			return nil
		}
		if isFont(contentType) || !looksLikeXML(data) {
			e.data = bytes.Clone(data)
			return nil
		}
	}
	return o.readXML(e, data)
}

// readXML parses and checks a part. The text is kept once: the tree lies in it.
func (o *opener) readXML(e *entry, data []byte) *FileError {
	root, err := o.parser.parse(data)
	if err != nil {
		fault := syntaxFault(e.name, err)
		if o.parser.tokens < 0 {
			return fault
		}
		if r := refusedBytes(data); r != nil {
			fault = r.at(e.name) // what it is says more than what it is not
		}
		o.faults.add(fault)
		return nil
	}
	e.text, e.root = o.parser.src, root
	g := guard{part: e.name, faults: &o.faults}
	g.check(root)
	return nil
}

// mainTypes are the content types of the part that holds the text.
var mainTypes = []string{
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
}

// identify finds the main part by its relationship, never by its name.
func (p *Package) identify(faults *faultList) {
	for _, r := range p.rels[""].all() {
		if !r.Is("officeDocument") || r.External {
			continue
		}
		if p.main != "" && p.main != r.Target {
			faults.add(packageTwoMain.at(r.Target))
			return
		}
		p.main = r.Target
	}
	i, ok := p.index[p.main]
	switch t := p.types.of(p.main); {
	case len(faults.list) > 0 && (!ok || p.entries[i].root == nil):
		// What has been said is why.
	case !ok:
		faults.add(packageNoMain.at(""))
	case refusedType(strings.ToLower(t)) != nil: // and that has been said
	case !slices.ContainsFunc(mainTypes, func(m string) bool { return strings.EqualFold(m, t) }):
		faults.add(packageMainType.at(p.main, t))
	case p.entries[i].root == nil:
		faults.add(packageNotXML.at(p.main))
	}
}

// Main returns the name of the part that holds the text, usually "word/document.xml".
func (p *Package) Main() string { return p.main }

// Names returns the names of all parts, in the order of the archive.
func (p *Package) Names() []string {
	names := make([]string, len(p.entries))
	for i := range p.entries {
		names[i] = p.entries[i].name
	}
	return names
}

// Size returns the length of all parts, unpacked, in bytes.
func (p *Package) Size() int {
	sum := 0
	for i := range p.entries {
		sum += int(p.entries[i].size)
	}
	return sum
}

// Has reports whether there is a part with the name.
func (p *Package) Has(name string) bool {
	_, ok := p.index[name]
	return ok
}

// Bytes returns the unpacked bytes of a part. They must not be changed.
func (p *Package) Bytes(name string) ([]byte, bool) {
	i, ok := p.index[name]
	if !ok {
		return nil, false
	}
	if e := &p.entries[i]; e.root == nil {
		return e.data, true
	}
	return []byte(p.entries[i].text), true
}

// Part returns the root of an XML part; nil without an error when there is no
// such part, a [*FileError] when the part is no XML. It has been parsed and
// checked by [Open]. The tree is shared: do not change it.
func (p *Package) Part(name string) (*Node, error) {
	i, ok := p.index[name]
	if !ok {
		return nil, nil
	}
	if p.entries[i].root == nil {
		return nil, packageNotXML.at(name)
	}
	return p.entries[i].root, nil
}

// ContentType returns the media type of a part, "" when the file gives none.
func (p *Package) ContentType(name string) string { return p.types.of(name) }
