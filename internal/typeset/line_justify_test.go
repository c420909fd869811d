package typeset

import (
	"slices"
	"testing"
)

func TestJustifiedLines(t *testing.T) {
	stretch := func(f *lineFormat) { f.align, f.stretchBreaks = alignBoth, true }
	distributed := func(f *lineFormat) { f.align = alignDistribute }
	for name, test := range map[string]struct {
		text   string
		format *lineFormat
		want   string // advances in hundredths of an em
	}{
		"Han characters share the room evenly":          {"一二三四五，六七", form(5.4, justified, noCompress), "一146二146三146四|五，六七"},
		"the last line stays":                           {"一二三", form(5, justified), "一二三"},
		"so does a line before a break":                 {"一二\n三", form(5, justified), "一二|三"},
		"unless the document stretches it":              {"一二\n三", form(3, stretch), "一200二|三"},
		"word spaces take all up to half an em":         {"一 二a\n", form(3.2, stretch), "一 45二125a|"},
		"then the gaps to Latin text, up to half an em": {"一 二三a\n", form(4.4, stretch), "一 50二三140a|"},
		"then those between Han join in from zero":      {"一 二三a\n", form(4.7, stretch), "一 50二120三150a|"},
		"then all gaps come to one width":               {"一 二三a\n", form(7, stretch), "一 116二216三216a|"},
		"Latin words are not spread":                    {"ab cd efghijkl", form(4.5, justified), "ab 250cd|efghijkl"},
		"but distributed ones are":                      {"abc", form(2.5, distributed), "a100b100c"},
		"distribution takes the last line":              {"一二三", form(5, distributed), "一200二200三"},
		"one character stays at the start":              {"一", form(5, distributed), "一"},
		"two dashes stay one":                           {"一——二\n", form(6, stretch, noCompress), "一200——200二|"},
		"a no-break space is a word space":              {"ab\u00A0cd\n", form(3, stretch), "ab\u00A0100cd|"},
		"leading blanks are an indent":                  {"  一二\n", form(5, stretch), "  一350二|"},
		"blanks at the end get nothing":                 {"一二  三四五", form(2.5, justified), "一150二|三150四|五"},
		"a squeezed line is not widened":                {"一二三四，五六七", form(4.5, justified), "一二三四，50|五六七"},
		"the text before a hanging point is":            {"一二三四，五六七", form(4.4, justified, noCompress, hang), "一113二113三113四，|五六七"},
		"gaps open beside marks too":                    {"一（二）三四", form(4.5, justified, noCompress), "一116（116二116）|三四"},
		"text before a tab stays":                       {"一二\t三四\n", form(8, stretch), "一二\t200三300四|"},
	} {
		t.Run(name, func(t *testing.T) {
			chars := measured(test.text)
			if got := visibleWidths(chars, setLines(nil, chars, test.format)); got != test.want {
				t.Errorf("setLines(%q)\n got %s\nwant %s", test.text, got, test.want)
			}
		})
	}
}

func TestAlignment(t *testing.T) {
	for name, test := range map[string]struct {
		align  align
		indent Length
		want   string
	}{
		"start":                      {alignStart, 0, "一二三四五|六七"},
		"centre":                     {alignCenter, 0, "一二三四五|@150 六七"},
		"end":                        {alignEnd, 0, "一二三四五|@300 六七"},
		"start, indented":            {alignStart, em, "@100 一二三四|五六七"},
		"centre, within the indent":  {alignCenter, em + em/2, "@175 一二三|@50 四五六七"},
		"end, within a hanging line": {alignEnd, -em, "@-100 一二三四五六|@400 七"},
	} {
		t.Run(name, func(t *testing.T) {
			chars := measured("一二三四五六七")
			f := form(5, func(f *lineFormat) { f.align, f.firstIndent = test.align, test.indent })
			if got := visibleWidths(chars, setLines(nil, chars, f)); got != test.want {
				t.Errorf("setLines() = %s, want %s", got, test.want)
			}
		})
	}
}

func TestJustifiedLinesEndAtTheMargin(t *testing.T) {
	chars := measured("一二三四五六七八")
	f := form(0, justified)
	f.width = 4*em + 2 // two units to spare for three gaps
	l := setLines(nil, chars, f)[0]
	if want := []Length{em + 1, em + 1, em, em}; l.width != f.width || !slices.Equal(l.advance, want) {
		t.Errorf("line is %d wide of %v, want %d of %v", l.width, l.advance, f.width, want)
	}
}

func TestAnOverfullLineIsNotMoved(t *testing.T) {
	chars := measured("\uFFFC")
	chars[0].width = 9 * em
	for _, a := range []align{alignStart, alignCenter, alignEnd, alignBoth, alignDistribute} {
		l := setLines(nil, chars, form(5, func(f *lineFormat) { f.align = a }))[0]
		if l.x != 0 || l.width != 9*em {
			t.Errorf("align %d: line at %d, %d wide, want 0 and %d", a, l.x, l.width, 9*em)
		}
	}
}
