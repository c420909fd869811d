package typeset

// furnish settles how much of its pages a section's headers and footers take.
func (l *layouter) furnish() error {
	s := l.section
	for kind := range furnitureKinds {
		header, err := l.furnitureFlow(s.headers[kind], 1)
		if err != nil {
			return err
		}
		footer, err := l.furnitureFlow(s.footers[kind], 1)
		if err != nil {
			return err
		}
		s.tops[kind], s.bottoms[kind] = s.margin[sideTop], s.margin[sideBottom]
		if s.headers[kind] != "" && !s.topFixed {
			s.tops[kind] = max(s.tops[kind], s.headerAt+header.height)
		}
		if s.footers[kind] != "" && !s.botFixed {
			s.bottoms[kind] = max(s.bottoms[kind], s.footerAt+footer.height)
		}
		if most := s.height * 9 / 10; s.tops[kind]+s.bottoms[kind] > most { // leave room for text
			s.tops[kind], s.bottoms[kind] = min(s.tops[kind], most/2), min(s.bottoms[kind], most/2)
		}
	}
	return nil
}

// furnitureFlow sets a header or footer for a page number. Those that show no
// number are set once.
func (l *layouter) furnitureFlow(name string, number int) (flow, error) {
	if name == "" {
		return flow{}, nil
	}
	for i := range l.furnitureSet {
		k := &l.furnitureSet[i]
		if k.name == name && k.section == l.section && (k.number == number || !k.numbered) && (k.total == l.pageTotal && k.sectionTotal == l.sectionTotal() || !k.numbered) {
			return k.flow, nil
		}
	}
	root, err := l.doc.Part(name)
	if err != nil || root == nil {
		return flow{}, err
	}
	l.furniture, l.numbered, l.pageNumber = true, false, number
	fields, link := l.fields, l.link
	l.fields, l.link = nil, 0
	f := l.flow(root.Children, context{part: name, width: l.section.textWidth()})
	l.fields, l.link = fields, link
	l.furniture = false
	l.furnitureSet = append(l.furnitureSet, furnitureFlow{name, l.section, number, l.pageTotal, l.sectionTotal(), l.numbered, f})
	return f, nil
}

// written counts what has been written of all pages.
func (l *layouter) written() Furniture {
	return Furniture{Texts: len(l.texts), Images: len(l.images)}
}

// less returns what was written since.
func (f Furniture) less(begun Furniture) Furniture {
	return Furniture{Texts: f.Texts - begun.Texts, Images: f.Images - begun.Images}
}

// pageLabel is a page's number as the section prints it.
func (s *section) pageLabel(number int) string {
	f := s.format
	if f == formatBullet || f == formatNone {
		f = formatDecimal // no numbers that pages could go by
	}
	var room [32]byte
	return string(f.append(room[:0], number))
}

// furnitureFlow is a header or footer, set.
type furnitureFlow struct {
	name          string
	section       *section
	number, total int
	sectionTotal  int
	numbered      bool // it shows the page number, or how many pages there are
	flow          flow
}
