package typeset

// fitText is the width that text is made to fill (17.3.2.14); runs of one id
// are one text. The zero value asks for none.
type fitText struct {
	width Length
	id    string
}

// fitLine makes a paragraph as wide as its line, in the same way. One that has
// tabs or breaks is left alone.
func (l *layouter) fitLine(chars []char, runs []run, width Length) {
	for i := range chars {
		if r := chars[i].r; r == '\t' || r == '\n' || r == '\f' {
			return
		}
	}
	_, natural := l.set.measure(chars, &l.format)
	n := Length(len(chars))
	switch {
	case width <= 0 || natural <= 0:
	case width < natural:
		condense(chars, runs, width, natural)
	case n > 1:
		room := width - natural
		for k := range n - 1 {
			chars[k].width += room*(k+1)/(n-1) - room*k/(n-1)
		}
	}
}

// fitTexts makes the texts of the paragraph being built, from character from
// on, as wide as they are to be: by space between their characters where they
// are to be wider, by narrower characters where they are not.
func (b *builder) fitTexts(from int) {
	l := b.l
	for i := from; i < len(l.chars); {
		fit := l.runs[l.chars[i].run].format.fit
		end, natural := i, Length(0)
		for end < len(l.chars) && l.runs[l.chars[end].run].format.fit == fit {
			natural += l.chars[end].width
			end++
		}
		switch n := Length(end - i); {
		case fit.width <= 0 || natural <= 0:
		case fit.width < natural:
			condense(l.chars[i:end], l.runs, fit.width, natural)
		case n > 1:
			room := fit.width - natural
			for k := range n - 1 {
				l.chars[i+int(k)].width += room*(k+1)/(n-1) - room*k/(n-1)
			}
		}
		i = end
	}
}
