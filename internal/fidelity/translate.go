package fidelity

import (
	"regexp"
	"strings"
	"testing/fstest"

	"jobdoc/internal/wordml"
)

// forOffice returns the document as LibreOffice 7.4 must be given it to do what
// it says. That version reads w:overflowPunct the wrong way round. And a no-break
// space it sets as wide as those around it whatever its size, and breaks the line
// behind it; our forms hold numbers and words together with some of one point
// (style Glue), for which it gets word joiners.
func forOffice(docx []byte) ([]byte, error) {
	return rewrite(docx, func(xml string) string {
		xml = glue.ReplaceAllString(xml, "${1}\u2060<")
		return overflowPunct.ReplaceAllStringFunc(xml, func(tag string) string {
			if off.MatchString(tag) {
				return `<w:overflowPunct w:val="1"/>`
			}
			return `<w:overflowPunct w:val="0"/>`
		})
	})
}

// uncompressed returns the document with full-width marks left as wide as they
// are: LibreOffice 7.4 does not read w:characterSpacingControl.
func uncompressed(docx []byte) ([]byte, error) {
	return rewrite(docx, func(xml string) string {
		return spacingControl.ReplaceAllString(xml, `<w:characterSpacingControl w:val="doNotCompress"/>`)
	})
}

var (
	overflowPunct  = regexp.MustCompile(`<w:overflowPunct[^>]*/>`)
	off            = regexp.MustCompile(`w:val="(0|false|off)"`)
	glue           = regexp.MustCompile(`(<w:rStyle w:val="Glue"/>(?:<w:rFonts [^>]*/>)?</w:rPr><w:t[^>]*>)\x{A0}<`)
	spacingControl = regexp.MustCompile(`<w:characterSpacingControl[^>]*/>`)
)

// rewrite returns the document with its XML parts changed.
func rewrite(docx []byte, change func(string) string) ([]byte, error) {
	p, err := wordml.Open(docx)
	if err != nil {
		return nil, err
	}
	files := fstest.MapFS{}
	for _, name := range p.Names() {
		data, _ := p.Bytes(name)
		if strings.HasSuffix(name, ".xml") {
			data = []byte(change(string(data)))
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	return wordml.Zip(files)
}
