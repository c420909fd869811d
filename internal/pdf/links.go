package pdf

import (
	"bytes"
	"fmt"
	"strings"

	"jobdoc/internal/typeset"
)

// links writes what leads elsewhere when it is clicked: link annotations
// (ISO 32000-2, 12.5.6.5), which print nothing of their own.
func (w *finisher) links() error {
	k := 0
	for i := range w.layout.Pages {
		p := &w.layout.Pages[i]
		for j := range p.Links {
			link := &p.Links[j]
			w.out.begin(w.tags.linkBase + k)
			w.out.printf("<</Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect[")
			for _, v := range [4]typeset.Length{link.X, p.Height - link.Y - link.Height, link.X + link.Width, p.Height - link.Y} {
				w.out.buf = append(appendLength(w.out.buf, v), ' ')
			}
			w.out.printf("]")
			if w.tags.links[k] > 0 {
				w.out.printf("/StructParent %d", len(w.layout.Pages)+k)
			}
			if link.URI != "" {
				w.out.printf("/A<</S/URI/URI<%X>>>", asciiURI(link.URI))
			} else {
				if link.Page < 0 || link.Page >= len(w.layout.Pages) {
					return fmt.Errorf("link leads to page %d of %d", link.Page+1, len(w.layout.Pages))
				}
				w.out.printf("/Dest[%d 0 R/XYZ null ", pageObject(link.Page))
				w.out.buf = appendLength(w.out.buf, w.layout.Pages[link.Page].Height-link.Top)
				w.out.printf(" null]")
			}
			w.out.buf = appendTextString(append(w.out.buf, "/Contents"...), w.linkText(link))
			w.out.printf(">>")
			w.out.end()
			k++
		}
	}
	return nil
}

// linkText says for people who cannot see it where a link leads.
func (w *finisher) linkText(link *typeset.Link) string {
	switch {
	case link.Tip != "":
		return link.Tip
	case link.URI != "":
		return link.URI
	}
	label := w.layout.Pages[link.Page].Label
	if label == "" {
		label = fmt.Sprint(link.Page + 1)
	}
	if mainLanguage(w.options.Language) == "zh" {
		return "第 " + label + " 页"
	}
	return "Page " + label
}

// asciiURI writes the characters of an address that are not of ASCII as UTF-8
// in percents (RFC 3987, 3.1): a URI action takes no others (12.6.4.8).
func asciiURI(s string) []byte {
	var b bytes.Buffer
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7F || strings.IndexByte(`<>"{}|\^`+"`", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.Bytes()
}

// appendLinks appends a page's entry for its links, the first of which is the
// k-th of the document.
func (w *finisher) appendLinks(page, k int) {
	if len(w.layout.Pages[page].Links) == 0 {
		return
	}
	w.out.printf("/Annots[")
	for i := range w.layout.Pages[page].Links {
		w.out.buf = appendReference(w.out.buf, w.tags.linkBase+k+i)
	}
	w.out.printf("]")
}
