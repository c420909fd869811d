package typeset

import (
	"strconv"
	"strings"

	"jobdoc/internal/wordml"
)

// field is a complex field being read (17.16.18): its code, then its result.
type field struct {
	result   bool // behind the separator
	computed bool // the result in the file is replaced
	code     string
	format   *runFormat // of its first character
	value    string
	number   int32  // of a PAGE field of the text
	ticked   bool   // of FORMCHECKBOX
	choice   string // of FORMDROPDOWN
	begun    added  // before the result
	link     int32  // what led elsewhere before its result does
}

// visible reports whether content shows: not within a field's code, nor within
// a result that is computed anew. The first content of such a result gives the
// computed one its look.
func (b *builder) visible(f *runFormat) bool {
	l := b.l
	for i := range l.fields {
		d := &l.fields[i]
		if !d.result {
			return false
		}
		if d.computed {
			if d.value != "" && i == len(l.fields)-1 {
				b.showField(d, f)
			}
			return false
		}
	}
	return true
}

// isTicked reports whether a check box of a form (17.16.7) is ticked.
func isTicked(box *wordml.Node) bool {
	if c := box.Child("w:checked"); c != nil {
		return isOn(c)
	}
	return isOn(box.Child("w:default"))
}

// dropCodes gives up fields that a paragraph leaves within their code: what is
// not closed there would hide the rest of the document.
func (l *layouter) dropCodes() {
	for k := len(l.fields); k > 0 && !l.fields[k-1].result; k-- {
		l.fields = l.fields[:k-1]
	}
}

// maxFields is how deep fields may stand in one another.
const maxFields = 30

// fieldChar deals with the marks of a complex field.
func (b *builder) fieldChar(c *wordml.Node, f *runFormat) {
	l := b.l
	k := len(l.fields) - 1
	switch c.Attr("w:fldCharType") {
	case "begin":
		if k+1 < maxFields {
			data := c.Child("w:ffData")
			l.fields = append(l.fields, field{format: f, ticked: isTicked(data.Child("w:checkBox")), choice: chosen(data.Child("w:ddList"))})
		}
	case "separate":
		if k >= 0 {
			d := &l.fields[k]
			d.result, d.link, d.begun = true, l.link, l.added()
			l.follow(fieldLink(d.code))
			b.compute(d)
		}
	case "end":
		if k < 0 {
			return
		}
		d := &l.fields[k]
		if !d.result {
			d.link = l.link
			b.compute(d)
		}
		l.link = d.link
		outer := l.fields
		l.fields = l.fields[:k]
		switch d = &outer[k]; {
		case d.computed:
			if d.value != "" && b.visible(f) {
				b.showField(d, d.format)
			}
		case !b.visible(f):
		case !d.result:
			b.fromCode(*d)
			b.fromEmpty(*d)
		case d.begun == l.added():
			b.fromEmpty(*d)
		}
	}
}

// instruction takes up a piece of a field's code.
func (b *builder) instruction(c *wordml.Node) {
	if k := len(b.l.fields) - 1; k >= 0 && !b.l.fields[k].result && len(b.l.fields[k].code) < 256 {
		b.l.fields[k].code += c.Content()
	}
}

// simpleField adds a w:fldSimple.
func (b *builder) simpleField(n *wordml.Node) {
	d := field{code: n.Attr("w:instr")}
	b.compute(&d)
	if !d.computed {
		before := b.l.link
		b.l.follow(fieldLink(d.code))
		b.inlines(n.Children)
		b.l.link = before
		if f := b.l.runFormat(runKey{nil, b.p.format}); len(n.Children) == 0 && b.visible(f) {
			d.format = f
			b.fromCode(d)
		}
		return
	}
	f := b.l.runFormat(runKey{n.Find("w:r", "w:rPr"), b.p.format})
	if b.visible(f) {
		b.showField(&d, f)
	}
}

// compute finds the value of a field that the typesetter knows better than the file.
func (b *builder) compute(d *field) {
	l := b.l
	name, switches, _ := strings.Cut(strings.TrimSpace(d.code), " ")
	format := l.section.format
	if f, ok := fieldFormat(switches); ok {
		format = f
	}
	switch strings.ToUpper(name) {
	case "PAGE":
		d.computed, l.numbered = true, true
		if l.furniture {
			d.value = string(format.append(nil, l.pageNumber))
			return
		}
		l.pageSeen = append(l.pageSeen, 0)
		d.number = int32(len(l.pageSeen))
		d.value = string(format.append(nil, l.guess(len(l.pageSeen)-1)))
	case "FORMCHECKBOX":
		d.computed, d.value = true, "☐"
		if d.ticked {
			d.value = "☑"
		}
	case "FORMDROPDOWN":
		d.computed, d.value = true, d.choice
	case "NUMPAGES":
		d.computed, l.numbered = true, true
		if f, ok := fieldFormat(switches); ok {
			format = f
		} else {
			format = formatDecimal
		}
		if !l.furniture {
			l.totalShown = true
		}
		d.value = string(format.append(nil, max(1, l.pageTotal)))
	case "SECTIONPAGES":
		d.computed, l.numbered = true, true
		if f, ok := fieldFormat(switches); ok {
			format = f
		} else {
			format = formatDecimal
		}
		l.sectionShown = l.sectionShown || !l.furniture
		d.value = string(format.append(nil, max(1, l.sectionTotal())))
	}
}

// fieldFormat reads the \* switch of a field's code (17.16.4.3.1).
func fieldFormat(switches string) (numberFormat, bool) {
	_, name, ok := strings.Cut(switches, `\*`)
	if !ok {
		return 0, false
	}
	name, _, _ = strings.Cut(strings.TrimSpace(name), " ")
	switch name {
	case "Arabic", "ARABIC", "arabic":
		return formatDecimal, true
	case "roman":
		return formatLowerRoman, true
	case "ROMAN", "Roman":
		return formatUpperRoman, true
	case "alphabetic":
		return formatLowerLetter, true
	case "ALPHABETIC":
		return formatUpperLetter, true
	case "ArabicDash":
		return formatDashes, true
	case "CHINESENUM1":
		return formatDigits, true
	case "CHINESENUM2":
		return formatCountingLegal, true
	case "CHINESENUM3":
		return formatCounting, true
	case "GB1":
		return formatPeriod, true
	case "GB2":
		return formatParens, true
	case "GB3":
		return formatCircle, true
	case "GB4":
		return formatParensIdeograph, true
	case "ZODIAC1":
		return formatStems, true
	case "ZODIAC2":
		return formatBranches, true
	case "DBCHAR":
		return formatFullWidth, true
	}
	return 0, false
}

// showField adds the computed value, once.
func (b *builder) showField(d *field, f *runFormat) {
	value := d.value
	d.value = ""
	b.fieldNumber = d.number
	b.text(value, f)
	b.fieldNumber = 0
}

// pageText is the number of the page that a header or footer is on.
func (l *layouter) pageText() string {
	l.numbered = true
	return strconv.Itoa(max(1, l.pageNumber))
}
