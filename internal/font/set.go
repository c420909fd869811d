package font

import (
	"encoding/hex"
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
)

// Warning is something the user of a font should know. Its shape is that of the
// typesetter's warnings.
type Warning struct {
	Code    string // stable, such as "font-cff"
	Detail  string // a Chinese sentence with file and remedy
	English string
}

// Options say which faces a [Set] has.
type Options struct {
	// FS holds the built-in faces, by the file names of package fonts, in its
	// root. If it is an [fs.ReadFileFS], what it returns is kept and read, so it
	// should not copy.
	FS fs.FS

	// Dirs are folders of a site's own faces, read with the folders in them. A
	// face there goes before a built-in one of the same name.
	Dirs []string
}

// Set chooses faces for the font names of a document. It is safe for concurrent use.
type Set struct {
	serif, sans [2]*Face // regular, bold
	kai         *Face    // nil when the file system has none
	fallback    *Face    // the same
	site        *site
	known       map[string]*known // by folded name

	typefaces sync.Map // typefaceKey → *Typeface
	kept      atomic.Int32
}

// maxKept bounds the typefaces a set remembers: the names come from documents.
const maxKept = 1024

// builtIn are the faces that a set must find in Options.FS.
func (s *Set) builtIn() []struct {
	file     string
	face     **Face
	optional bool
} {
	return []struct {
		file     string
		face     **Face
		optional bool
	}{
		{"NotoSerifSC-Regular.ttf", &s.serif[0], false},
		{"NotoSerifSC-Bold.ttf", &s.serif[1], false},
		{"NotoSansSC-Regular.ttf", &s.sans[0], false},
		{"NotoSansSC-Bold.ttf", &s.sans[1], false},
		{"JobdocKai-Regular.ttf", &s.kai, true},
		{"JobdocFallback-Regular.ttf", &s.fallback, true},
	}
}

// NewSet reads the built-in faces and looks through the folders. An error says
// that a built-in face or a folder cannot be read; a file in a folder that
// cannot be used is a warning.
func NewSet(o Options) (*Set, []Warning, error) {
	s := new(Set)
	for _, b := range s.builtIn() {
		data, err := fs.ReadFile(o.FS, b.file)
		if err != nil && b.optional {
			continue
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read built-in font: %w", err)
		}
		if *b.face, err = Parse(data, 0); err != nil {
			return nil, nil, fmt.Errorf("read built-in font %s: %w", b.file, err)
		}
	}
	site, warnings, err := openSite(o.Dirs)
	if err != nil {
		return nil, nil, err
	}
	s.site = site
	s.known = make(map[string]*known)
	for _, k := range knownFaces() {
		for _, name := range k.all() {
			s.known[foldName(name)] = &k
		}
	}
	return s, warnings, nil
}

// Fingerprint tells sets with different faces of a site apart. It follows from
// the files' sizes and head tables, in which there is a checksum of the whole
// file (OpenType 1.9, "head"), and is the same on every machine that has the
// files in folders of the same order.
func (s *Set) Fingerprint() string { return hex.EncodeToString(s.site.sum.Sum(nil)) }

// Typeface is a font as a document asks for it: name, bold, italic. It does not
// change and is safe for concurrent use.
type Typeface struct {
	Name string // as asked for

	// Faces are tried in order for each character: the preferred face, then the
	// chain of those that stand in for it. Never empty.
	Faces []*Face

	Bold   bool // the preferred face is not bold though asked for: thicken it
	Italic bool // the preferred face does not lean though asked for: slant it

	// EastAsian says that the named face is made for Chinese, Japanese or Korean.
	EastAsian bool

	// Symbol says that the named font is one of those that [SymbolRune] knows:
	// its characters are signs, those below U+0100 too.
	Symbol bool

	// Ascent and Descent are the parts of a single line above and below the
	// baseline, both positive, in thousandths of an em, of the named face by
	// Word's rule, whatever face stands in for it.
	Ascent, Descent int

	// UnderlinePosition is the upper edge of the underline, negative below the
	// baseline, UnderlineThickness its height, in thousandths of an em, of the
	// preferred face.
	UnderlinePosition, UnderlineThickness int

	// Warnings name what went wrong with a site's own face of this name.
	Warnings []Warning

	wantBold, wantItalic bool
	site                 *site
}

// typefaceKey is what a document asks for.
type typefaceKey struct {
	name         string
	bold, italic bool
}

// Typeface returns the faces for a font name of a document. Names are compared
// without case, blanks, hyphens and underscores. An unknown name gets a serif,
// sans or Kai face by what its name sounds like, serif in doubt.
func (s *Set) Typeface(name string, bold, italic bool) *Typeface {
	key := typefaceKey{name, bold, italic}
	if t, ok := s.typefaces.Load(key); ok {
		return t.(*Typeface)
	}
	t := s.newTypeface(key)
	if s.kept.Load() >= maxKept {
		return t
	}
	if other, loaded := s.typefaces.LoadOrStore(key, t); loaded {
		return other.(*Typeface)
	}
	s.kept.Add(1)
	return t
}

// newTypeface chooses the faces.
func (s *Set) newTypeface(key typefaceKey) *Typeface {
	t := &Typeface{Name: key.name, wantBold: key.bold, wantItalic: key.italic, site: s.site}
	k, weightless, bold := s.lookup(key.name)
	t.wantBold = t.wantBold || bold

	// The site's face of this very name goes before one of another name of the
	// same face, as 仿宋 for 仿宋_GB2312.
	names := []string{key.name, weightless}
	if !k.builtIn() {
		names = append(names, k.all()...)
	}
	own, warnings := s.site.find(names, t.wantBold, key.italic)
	t.Warnings = warnings
	if own != nil {
		t.Faces = append(t.Faces, own)
	}
	weight := 0
	if t.wantBold {
		weight = 1
	}
	first, second := s.serif[weight], s.sans[weight]
	if k.style == sans {
		first, second = second, first
	}
	if k.style == kai && s.kai != nil {
		t.Faces = append(t.Faces, s.kai)
	}
	t.Faces = append(t.Faces, first, second)
	if s.fallback != nil {
		t.Faces = append(t.Faces, s.fallback)
	}

	face := t.Faces[0]
	t.Bold, t.Italic = t.Synthesize(face)
	line := k.line
	if own != nil || k.builtIn() {
		line = lineOf(face)
	}
	t.EastAsian = line.eastAsian
	t.Symbol = own == nil && isSymbol(key.name)
	t.Ascent, t.Descent = line.single()
	t.UnderlinePosition = face.metrics.UnderlinePosition * 1000 / face.upem
	t.UnderlineThickness = max(face.metrics.UnderlineThickness*1000/face.upem, 1)
	return t
}

// lookup returns what is known of a font name, or what it sounds like, the name
// without a weight at its end, and whether that weight is a bold one.
func (s *Set) lookup(name string) (k *known, weightless string, bold bool) {
	folded := foldName(name)
	weightless, bold = splitWeight(folded)
	if k := s.known[folded]; k != nil {
		return k, folded, false
	}
	if k := s.known[weightless]; k != nil {
		return k, weightless, bold
	}
	k = &known{line: times}
	switch {
	case soundsKai(folded):
		k.style = kai
	case soundsSans(folded):
		k.style, k.line = sans, arial
	}
	if soundsEastAsian(folded) {
		k.line = square
	}
	return k, weightless, bold
}

// Synthesize says whether one of the typeface's faces, as [Typeface.Lookup]
// returns them, must be thickened or slanted to look as asked for.
func (t *Typeface) Synthesize(f *Face) (bold, italic bool) {
	return t.wantBold && f.metrics.Weight < 600, t.wantItalic && !f.metrics.Italic
}

// Lookup returns the first face that has a character, and its glyph. When none
// has, it returns the preferred face and glyph 0; see [CodepointBox].
func (t *Typeface) Lookup(r rune) (*Face, GlyphID) {
	for _, f := range t.Faces {
		if g := f.Glyph(r); g != 0 {
			return f, g
		}
	}
	if f, g := t.site.lastResort(r); f != nil {
		return f, g
	}
	return t.Faces[0], 0
}
