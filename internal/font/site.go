package font

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"jobdoc/internal/font/sfnt"
)

// site are the faces of a site's own folders. Looking through a folder reads
// only names; a face is loaded when a document asks for it, so that a folder of
// half a gigabyte such as that of Windows may be named.
type site struct {
	byName map[string][]*siteFace // by folded family, full and PostScript names
	wide   []*siteFace            // those that claim Han characters above U+FFFF
	sum    hash.Hash              // of the head tables, each of which has a checksum of its file
}

// siteFace is one face of a site.
type siteFace struct {
	path   string
	index  int
	names  names
	weight int
	italic bool
	wide   bool // claims Han characters above U+FFFF
	head   []byte

	load sync.Once
	face *Face
	err  error
}

// Bounds of what is read of one font file: the largest collections of Chinese
// faces have some 150 MB, a name table some kilobytes.
const (
	maxSiteFile  = 1 << 28
	maxScanTable = 1 << 18
)

// openSite looks through folders.
func openSite(dirs []string) (*site, []Warning, error) {
	s := &site{byName: make(map[string][]*siteFace), sum: sha256.New()}
	var warnings []Warning
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil && path == dir {
				return err
			}
			if err != nil || d.IsDir() {
				return nil // a folder inside that is closed to us
			}
			switch strings.ToLower(filepath.Ext(path)) {
			case ".ttf", ".ttc", ".otf", ".otc":
				warnings = append(warnings, s.add(path)...)
			}
			return nil
		})
		if err != nil {
			return nil, nil, fmt.Errorf("read font folder: %w", err)
		}
	}
	return s, warnings, nil
}

// add lists the faces of one file.
func (s *site) add(path string) []Warning {
	file, err := os.Open(path)
	if err != nil {
		return []Warning{unusable(path, err)}
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return []Warning{unusable(path, err)}
	}
	if info.Size() > maxSiteFile || !info.Mode().IsRegular() {
		return []Warning{unusable(path, fmt.Errorf("%w: not a file of at most %d bytes", ErrFormat, maxSiteFile))}
	}
	head := make([]byte, min(sfnt.HeaderSize, info.Size()))
	if _, err := file.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return []Warning{unusable(path, err)}
	}
	var warnings []Warning
	for index := range sfnt.Faces(head) {
		f, variable, err := scanFace(file, info.Size(), head, index)
		if err != nil {
			return append(warnings, unusable(path, err))
		}
		if variable && index == 0 {
			warnings = append(warnings, Warning{
				"font-variable",
				fmt.Sprintf("%s 是可变字体，只按其默认样式使用；需要其他字重时请放入静态字体文件。", path),
				fmt.Sprintf("%s is a variable font: only its default style is used. For other weights put in static files.", path),
			})
		}
		f.path, f.index = path, index
		s.keep(f)
		fmt.Fprintf(s.sum, "%d %x\n", info.Size(), f.head)
	}
	return warnings
}

// scanFace reads names and style of one face, and that its tables lie in the file.
func scanFace(r io.ReaderAt, size int64, head []byte, index int) (f *siteFace, variable bool, err error) {
	at, err := sfnt.Offset(head, index)
	if err != nil {
		return nil, false, err
	}
	directory := make([]byte, min(sfnt.DirectorySize, max(size-int64(at), 0)))
	if _, err := r.ReadAt(directory, int64(at)); err != nil && !errors.Is(err, io.EOF) {
		return nil, false, err
	}
	version, entries, err := sfnt.Directory(directory)
	if err != nil {
		return nil, false, err
	}
	var t tables
	cff := version == sfnt.OpenType
	for _, e := range entries {
		if int64(e.Offset)+int64(e.Size) > size {
			return nil, false, fmt.Errorf("%w: table %s is cut short", ErrFormat, e.Tag)
		}
		switch e.Tag {
		case "glyf":
			t.glyf = []byte{}
		case "CFF ", "CFF2":
			cff = true
		case "fvar":
			t.variable = true
		case "head", "OS/2", "name":
			b := make([]byte, min(e.Size, maxScanTable))
			if _, err := r.ReadAt(b, int64(e.Offset)); err != nil && !errors.Is(err, io.EOF) {
				return nil, false, err
			}
			*t.field(e.Tag) = b
		}
	}
	if t.glyf == nil && cff {
		return nil, false, ErrCFF
	}
	if t.glyf == nil || t.name == nil || len(t.head) < 54 {
		return nil, false, fmt.Errorf("%w: no outlines or no name", ErrFormat)
	}
	f = &siteFace{names: readNames(t.name), wide: hasWideHan(t.os2), head: t.head}
	f.weight, f.italic = readStyle(&t)
	return f, t.variable, nil
}

// hasWideHan reads ulUnicodeRange2: bit 57 says that there are characters above
// U+FFFF, bit 59 that Han extensions are among them.
func hasWideHan(os2 []byte) bool {
	const bits = 1<<(57-32) | 1<<(59-32)
	return u32(os2, 46)&bits == bits
}

// keep puts a face in the lists.
func (s *site) keep(f *siteFace) {
	for _, name := range f.names.all {
		key := foldName(name)
		if list := s.byName[key]; len(list) == 0 || list[len(list)-1] != f {
			s.byName[key] = append(list, f)
		}
	}
	if f.wide {
		s.wide = append(s.wide, f)
	}
}

// unusable is the warning for a file that cannot be used.
func unusable(path string, err error) Warning {
	var reading *fs.PathError
	if errors.As(err, &reading) {
		err = reading.Err // it names the path once more
	}
	if errors.Is(err, ErrCFF) {
		return Warning{
			"font-cff",
			fmt.Sprintf("%s 是 OpenType/CFF 轮廓字体，无法使用，已跳过；请改用 TrueType 轮廓的 TTF 或 TTC 文件。", path),
			fmt.Sprintf("%s has OpenType/CFF outlines and was skipped: use a TTF or TTC file with TrueType outlines.", path),
		}
	}
	return Warning{
		"font-unusable",
		fmt.Sprintf("字体文件 %s 无法使用，已跳过；请检查文件是否完整（%v）。", path, err),
		fmt.Sprintf("font file %s cannot be used and was skipped: check that it is whole (%v).", path, err),
	}
}

// get loads the face.
func (f *siteFace) get() (*Face, error) {
	f.load.Do(func() {
		var data []byte
		if data, f.err = os.ReadFile(f.path); f.err == nil {
			f.face, f.err = Parse(data, f.index)
		}
	})
	return f.face, f.err
}

// find returns the site's face that has one of the names, the earlier names
// first, and comes closest in weight and slant; nil when there is none.
func (s *site) find(names []string, bold, italic bool) (*Face, []Warning) {
	var warnings []Warning
	tried := make(map[string]bool)
	for _, name := range names {
		folded := foldName(name)
		if tried[folded] {
			continue
		}
		tried[folded] = true
		left := s.byName[folded]
		for len(left) > 0 {
			best := 0
			for i, c := range left {
				if c.distance(bold, italic) < left[best].distance(bold, italic) {
					best = i
				}
			}
			face, err := left[best].get()
			if err == nil {
				return face, warnings
			}
			// Warnings of a document may reach a stranger: no folders.
			warnings = append(warnings, unusable(filepath.Base(left[best].path), err))
			left = append(append([]*siteFace(nil), left[:best]...), left[best+1:]...)
		}
	}
	return nil, warnings
}

// distance says how far a face is from what is asked for: a wrong slant weighs
// more than any difference of weight.
func (f *siteFace) distance(bold, italic bool) int {
	want := 400
	if bold {
		want = 700
	}
	d := max(f.weight-want, want-f.weight)
	if f.italic != italic {
		d += 1000
	}
	return d
}

// lastResort looks for a character in those faces of the site that claim rare
// Han characters, such as SimSun-ExtB, in the order of their paths.
func (s *site) lastResort(r rune) (*Face, GlyphID) {
	if r < 0x3400 {
		return nil, 0
	}
	for _, w := range s.wide {
		if f, err := w.get(); err == nil {
			if g := f.Glyph(r); g != 0 {
				return f, g
			}
		}
	}
	return nil, 0
}
