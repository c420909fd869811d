package pdf

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
)

// pictures writes the images, in an order of their own: fpdf sorts them by
// width alone, and those of one width come out in a new order each time.
func (w *finisher) pictures() error {
	from, to := w.pictureRange()
	groups, err := w.pictureGroups(from, to)
	if err != nil {
		return err
	}
	slices.SortFunc(groups, func(a, b pictureGroup) int {
		return cmp.Or(bytes.Compare(a.before, b.before), bytes.Compare(a.after, b.after), bytes.Compare(a.mask, b.mask))
	})
	w.renamed = make(map[int]int, len(groups))
	next := from
	for _, g := range groups {
		w.renamed[g.number] = next
		w.out.begin(next)
		w.out.buf = append(w.out.buf, g.before...)
		if g.companion {
			w.out.printf("%d", next+1)
		}
		w.out.buf = append(w.out.buf, g.after...)
		w.out.end()
		next++
		if g.companion {
			w.out.put(next, g.mask)
			next++
		}
	}
	return nil
}

// pictureGroup is an image and the object that fpdf puts behind it: its
// palette or its mask.
type pictureGroup struct {
	number        int
	companion     bool
	before, after []byte // of the number of the companion
	mask          []byte // the companion
}

func (w *finisher) pictureGroups(from, to int) ([]pictureGroup, error) {
	var groups []pictureGroup
	for n := from; n < to; n++ {
		body := w.body(n)
		at := bytes.Index(body, []byte(">>\nstream\n"))
		if at < 0 || !bytes.HasPrefix(body, []byte("<</Type /XObject\n/Subtype /Image\n/Width ")) {
			return nil, fmt.Errorf("%w: object %d is no picture", errAssembled, n)
		}
		g := pictureGroup{number: n, before: body}
		reference := fmt.Appendf(nil, " %d 0 R", n+1)
		if i := bytes.Index(body[:at], reference); i >= 0 {
			g.companion = true
			g.before, g.after = body[:i+1], body[i+len(reference)-len(" 0 R"):]
			if n++; n >= to {
				return nil, fmt.Errorf("%w: picture without its mask", errAssembled)
			}
			g.mask = w.body(n)
		}
		groups = append(groups, g)
	}
	return groups, nil
}
