package font

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// site are the faces of a site's own folders. Looking through a folder reads
// only names; a face is loaded when a document asks for it.
type site struct {
	faces  []*siteFace            // by path, then by place in the collection
	byName map[string][]*siteFace // by folded family, full and PostScript names
	wide   []*siteFace            // those that claim characters above U+FFFF of Han
}

// siteFace is one face of a site.
type siteFace struct {
	path   string
	index  int
	weight int
	italic bool
	names  names

	load sync.Once
	face *Face
	err  error
}

// maxSiteFile bounds what is read of one font file; the largest collections of
// Chinese faces have some 150 MB.
const maxSiteFile = 1 << 28

// openSite looks through folders.
func openSite(dirs []string) (*site, []Warning, error) {
	s := &site{byName: make(map[string][]*siteFace)}
	var warnings []Warning
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				if path == dir {
					return err
				}
				return nil // a folder inside that is closed to us
			}
			switch strings.ToLower(filepath.Ext(path)) {
			case ".ttf", ".ttc", ".otf", ".otc":
				if !d.IsDir() {
					warnings = append(warnings, s.add(path)...)
				}
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
		return []Warning{unreadable(path, err)}
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return []Warning{unreadable(path, err)}
	}
	if info.Size() > maxSiteFile {
		return []Warning{unreadable(path, fmt.Errorf("%w: larger than %d bytes", ErrFormat, maxSiteFile))}
	}
	var head [12 + 4*maxCollection]byte
	n, err := file.ReadAt(head[:], 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return []Warning{unreadable(path, err)}
	}
	var warnings []Warning
	for index := range numFaces(head[:n]) {
		at, err := faceOffset(head[:n], index)
		if err == nil {
			var f *siteFace
			if f, err = scanFace(file, path, index, at); err == nil {
				s.keep(f)
				if f.face == nil && f.err == nil && f.index == 0 && f.names.variable {
					warnings = append(warnings, Warning{
						"font-variable",
						fmt.Sprintf("%s 是可变字体，只按其默认样式使用；需要粗体时请放入静态字体文件。", path),
						fmt.Sprintf("%s is a variable font: only its default style is used. Put in static files for bold.", path),
					})
				}
				continue
			}
		}
		warnings = append(warnings, unreadable(path, err))
	}
	return warnings
}

// scanFace reads names and style of one face, and that its tables lie in the file.
func scanFace(r io.ReaderAt, path string, index int, at uint32) (*siteFace, error) {
	var buf [12 + 16*64]byte
	n, err := r.ReadAt(buf[:], int64(at))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	entries, err := readDirectory(buf[:n])
	if err != nil {
		return nil, err
	}
	var t tables
	for _, e := range entries {
		switch e.tag {
		case "glyf":
			t.glyf = []byte{}
		case "CFF ", "CFF2":
			return nil, ErrCFF
		case "fvar":
			t.fvar = true
		case "head", "OS/2", "name", "hhea":
			b := make([]byte, min(e.size, 1<<18))
			if _, err := r.ReadAt(b, int64(e.offset)); err != nil {
				return nil, fmt.Errorf("%w: table %s: %w", ErrFormat, e.tag, err)
			}
			*t.field(e.tag) = b
		}
	}
	if t.glyf == nil || len(t.head) < 54 {
		return nil, fmt.Errorf("%w: no outlines", ErrFormat)
	}
	f := &siteFace{path: path, index: index, names: readNames(t.name)}
	m := (&Face{t: t, upem: 1000, chars: new(cmap)}).readMetrics()
	f.weight, f.italic = m.Weight, m.Italic
	f.names.variable = t.fvar
	f.names.wide = hasWideHan(t.os2)
	return f, nil
}

// hasWideHan reads ulUnicodeRange: bit 57 says that there are characters above
// U+FFFF, bit 59 that Han extensions are among them.
func hasWideHan(os2 []byte) bool {
	const bits = 1<<(57-32) | 1<<(59-32)
	return u32(os2, 46)&bits == bits
}

// keep puts a face in the lists.
func (s *site) keep(f *siteFace) {
	s.faces = append(s.faces, f)
	for _, name := range f.names.all {
		key := foldName(name)
		s.byName[key] = append(s.byName[key], f)
	}
	if f.names.wide {
		s.wide = append(s.wide, f)
	}
}

// unreadable is the warning for a file that cannot be used.
func unreadable(path string, err error) Warning {
	if errors.Is(err, ErrCFF) {
		return Warning{
			"font-cff",
			fmt.Sprintf("%s 是 OpenType/CFF 轮廓字体，无法使用，已跳过；请改用 TrueType 轮廓的 TTF 或 TTC 文件。", path),
			fmt.Sprintf("%s has OpenType/CFF outlines and was skipped: use a TTF or TTC file with TrueType outlines.", path),
		}
	}
	return Warning{
		"font-unreadable",
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

// find returns the site's face for a name, or nil. Aliases of a known face are
// tried after the name itself.
func (s *site) find(n fontName, k *known, bold, italic bool) (*Face, []Warning) {
	candidates := s.byName[n.whole]
	for i := 0; len(candidates) == 0 && i < len(k.names); i++ {
		candidates = s.byName[foldName(k.names[i])]
	}
	if len(candidates) == 0 {
		candidates = s.byName[n.folded]
	}
	var warnings []Warning
	tried := make(map[*siteFace]bool)
	for range candidates {
		var best *siteFace
		for _, c := range candidates {
			if !tried[c] && (best == nil || c.distance(bold, italic) < best.distance(bold, italic)) {
				best = c
			}
		}
		if best == nil {
			break
		}
		tried[best] = true
		face, err := best.get()
		if err == nil {
			return face, warnings
		}
		warnings = append(warnings, unreadable(best.path, err))
	}
	return nil, warnings
}

// distance says how far a face is from what is asked for.
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
// Han characters, such as SimSun-ExtB.
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
