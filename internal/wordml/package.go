package wordml

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"sync"
)

// Limits of an archive, counted while it is read and never taken from its headers.
const (
	MaxArchive = 10 << 20 // bytes of the file as it comes
	MaxEntries = 1000
	MaxPart    = 20 << 20 // bytes of one part, unpacked
	MaxTotal   = 64 << 20 // bytes of all parts, unpacked
)

// A FileError says which part of a .docx is at fault, and why.
type FileError struct {
	Part string // "" for the archive as a whole
	Err  error
}

func (e *FileError) Error() string {
	if e.Part == "" {
		return e.Err.Error()
	}
	return e.Part + ": " + e.Err.Error()
}

func (e *FileError) Unwrap() error { return e.Err }

// Errors that [Open] wraps in a [FileError].
var (
	ErrNotDocx  = errors.New("not a .docx file")
	ErrTooLarge = errors.New("too large")
	ErrUnsafe   = errors.New("not allowed in a .docx")
)

// Package is an opened .docx. It does not change after [Open] and may be used
// by any number of goroutines.
type Package struct {
	entries []entry
	index   map[string]int
	types   *Node // root of [Content_Types].xml
	main    string

	mu     sync.Mutex
	parsed map[string]*Node
}

// entry is one file of the archive.
type entry struct {
	header zip.FileHeader // as read, for copying
	raw    []byte         // as stored, usually deflated
	data   []byte         // unpacked
}

// Open reads a .docx held in memory. The Package keeps data: do not change it.
//
// Every fault is a [*FileError]; it wraps [ErrNotDocx], [ErrTooLarge] or [ErrUnsafe] where one applies.
func Open(data []byte) (*Package, error) {
	if len(data) > MaxArchive {
		return nil, &FileError{"", fmt.Errorf("%w: more than %d bytes", ErrTooLarge, MaxArchive)}
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, &FileError{"", fmt.Errorf("%w: %w", ErrNotDocx, err)}
	}
	if len(zr.File) > MaxEntries {
		return nil, &FileError{"", fmt.Errorf("%w: more than %d files inside", ErrTooLarge, MaxEntries)}
	}
	p := &Package{index: map[string]int{}, parsed: map[string]*Node{}}
	folded := map[string]bool{}
	total := 0
	for _, f := range zr.File {
		if strings.HasSuffix(f.Name, "/") {
			continue // folders carry nothing
		}
		if err := checkName(f.Name); err != nil {
			return nil, &FileError{f.Name, err}
		}
		if key := strings.ToLower(f.Name); folded[key] {
			return nil, &FileError{f.Name, fmt.Errorf("%w: the name stands twice", ErrUnsafe)}
		} else {
			folded[key] = true
		}
		e, err := readEntry(f)
		if err != nil {
			return nil, &FileError{f.Name, err}
		}
		if total += len(e.data); total > MaxTotal {
			return nil, &FileError{"", fmt.Errorf("%w: more than %d bytes unpacked", ErrTooLarge, MaxTotal)}
		}
		p.index[f.Name] = len(p.entries)
		p.entries = append(p.entries, e)
	}
	return p, p.identify()
}

// checkName refuses names that could leave a folder they are unpacked into, or
// that two systems would read differently.
func checkName(name string) error {
	if name == "" || strings.HasPrefix(name, "/") || strings.Contains(name, "\\") || path.Clean(name) != name ||
		name == ".." || strings.HasPrefix(name, "../") || strings.ContainsFunc(name, func(r rune) bool { return r < 0x20 }) {
		return fmt.Errorf("%w: a name that is no plain path", ErrUnsafe)
	}
	return nil
}

func readEntry(f *zip.File) (entry, error) {
	if f.Flags&1 != 0 {
		return entry{}, fmt.Errorf("%w: encrypted", ErrUnsafe)
	}
	r, err := f.Open()
	if err != nil {
		return entry{}, fmt.Errorf("%w: %w", ErrNotDocx, err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, MaxPart+1))
	if len(data) > MaxPart {
		return entry{}, fmt.Errorf("%w: more than %d bytes unpacked", ErrTooLarge, MaxPart)
	}
	if err != nil {
		return entry{}, fmt.Errorf("%w: %w", ErrNotDocx, err)
	}
	raw, err := f.OpenRaw()
	if err != nil {
		return entry{}, fmt.Errorf("%w: %w", ErrNotDocx, err)
	}
	packed, err := io.ReadAll(raw)
	if err != nil {
		return entry{}, fmt.Errorf("%w: %w", ErrNotDocx, err)
	}
	return entry{header: f.FileHeader, raw: packed, data: data}, nil
}

// mainTypes are the content types of the part that holds the text.
var mainTypes = []string{
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
}

// identify finds the main part by its relationship, never by its name.
func (p *Package) identify() error {
	const types = "[Content_Types].xml"
	data, ok := p.Bytes(types)
	if !ok {
		return &FileError{"", fmt.Errorf("%w: it has no %s", ErrNotDocx, types)}
	}
	var err error
	if p.types, err = Parse(data); err != nil {
		return &FileError{types, fmt.Errorf("%w: %w", ErrNotDocx, err)}
	}
	rels, err := p.Relationships("")
	if err != nil {
		return err
	}
	for _, r := range rels {
		if r.Is("officeDocument") && !r.External {
			p.main = r.Target
		}
	}
	if p.main == "" || !p.Has(p.main) {
		return &FileError{"", fmt.Errorf("%w: it has no main document", ErrNotDocx)}
	}
	if t := p.ContentType(p.main); !slices.Contains(mainTypes, t) {
		return &FileError{p.main, fmt.Errorf("%w: its type is %q", ErrNotDocx, t)}
	}
	return nil
}

// Main returns the name of the part that holds the text, usually "word/document.xml".
func (p *Package) Main() string { return p.main }

// Names returns the names of all parts, in the order of the archive.
func (p *Package) Names() []string {
	names := make([]string, len(p.entries))
	for i := range p.entries {
		names[i] = p.entries[i].header.Name
	}
	return names
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
	return p.entries[i].data, true
}

// Part returns the root of an XML part, parsed at most once; nil without an
// error when there is no such part. The tree is shared: do not change it.
func (p *Package) Part(name string) (*Node, error) {
	data, ok := p.Bytes(name)
	if !ok {
		return nil, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if n, ok := p.parsed[name]; ok {
		return n, nil
	}
	n, err := Parse(data)
	if err != nil {
		return nil, &FileError{name, err}
	}
	p.parsed[name] = n
	return n, nil
}

// ContentType returns the media type of a part, "" when the file gives none.
func (p *Package) ContentType(name string) string {
	ext := strings.TrimPrefix(path.Ext(name), ".")
	byExt := ""
	for _, c := range p.types.Children {
		switch c.Name {
		case "Override":
			if strings.EqualFold(strings.TrimPrefix(c.Attr("PartName"), "/"), name) {
				return c.Attr("ContentType")
			}
		case "Default":
			if strings.EqualFold(c.Attr("Extension"), ext) {
				byExt = c.Attr("ContentType")
			}
		}
	}
	return byExt
}

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

// Relationships returns those of the part, or of the whole package for "".
func (p *Package) Relationships(part string) ([]Relationship, error) {
	dir, base := path.Split(part)
	root, err := p.Part(dir + "_rels/" + base + ".rels")
	if err != nil || root == nil {
		return nil, err
	}
	var rels []Relationship
	for _, c := range root.Children {
		if c.Name != "Relationship" {
			continue
		}
		r := Relationship{
			ID: c.Attr("Id"), Type: c.Attr("Type"), Target: c.Attr("Target"),
			External: c.Attr("TargetMode") == "External",
		}
		if !r.External {
			r.Target = resolve(dir, r.Target)
		}
		rels = append(rels, r)
	}
	return rels, nil
}

// resolve makes a part's name out of a target that is relative to a folder.
func resolve(dir, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(dir, target)
}

// Related returns the name of the part that the relationship with the id leads
// to from the given part, or "".
func (p *Package) Related(part, id string) string {
	rels, err := p.Relationships(part)
	if err != nil {
		return ""
	}
	for _, r := range rels {
		if r.ID == id && !r.External && p.Has(r.Target) {
			return r.Target
		}
	}
	return ""
}

// RelatedByType returns the names of the parts that relationships of a type
// ("styles", "header") lead to from the given part.
func (p *Package) RelatedByType(part, word string) []string {
	rels, err := p.Relationships(part)
	if err != nil {
		return nil
	}
	var names []string
	for _, r := range rels {
		if r.Is(word) && !r.External && p.Has(r.Target) {
			names = append(names, r.Target)
		}
	}
	return names
}
