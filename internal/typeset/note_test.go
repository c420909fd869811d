package typeset

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// referring is a paragraph of one line that refers to a footnote.
func referring(text string, id int) string {
	return fmt.Sprintf(`<w:p><w:r><w:t>%s</w:t></w:r><w:r><w:footnoteReference w:id="%d"/></w:r></w:p>`, text, id)
}

// footnotes writes notes of so many lines each, counted from 1, and a separator of one.
func footnotes(lines ...int) string {
	var b strings.Builder
	b.WriteString(`<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>`)
	for i, n := range lines {
		fmt.Fprintf(&b, `<w:footnote w:id="%d">%s</w:footnote>`, i+1,
			strings.Replace(broken(`<w:widowControl w:val="0"/>`, fmt.Sprintf("n%d.", i+1), n), `<w:r>`, `<w:r><w:footnoteRef/></w:r><w:r>`, 1))
	}
	return b.String()
}

// blanks are those between a text and the mark behind it.
var blanks = regexp.MustCompile(`([a-z]) ([0-9A-Z](?:$|\|| ))`)

func TestFootnotesStandBelowTheirReferences(t *testing.T) {
	t.Parallel()
	row := func(s string) string { return tableRow("", "", par("", "l"), s) }
	tests := []struct {
		name, body, notes, section string
		want                       []string
	}{
		{"at the foot of the page", referring("a", 1) + counted("b", 2), footnotes(1), "", []string{"a1|b1|b2|1n1.1"}},
		{"the text makes room", referring("a", 1) + counted("b", 8), footnotes(1), "", []string{"a1|b1|b2|b3|b4|b5|b6|b7|1n1.1", "b8"}},
		{
			"a line goes with its note", counted("a", 8) + referring("r", 1), footnotes(1), "",
			[]string{"a1|a2|a3|a4|a5|a6|a7|a8", "r1|1n1.1"},
		},
		{
			"unless some of the note has room: the rest goes on", counted("a", 6) + referring("r", 1) + par("", "b"), footnotes(4), "",
			[]string{"a1|a2|a3|a4|a5|a6|r1|1n1.1|n1.2", "b|n1.3|n1.4"},
		},
		{
			"a note longer than pages", referring("r", 1) + par("", "b"), footnotes(22), "",
			[]string{
				"r1|1n1.1|n1.2|n1.3|n1.4|n1.5|n1.6|n1.7|n1.8", "n1.9|n1.10|n1.11|n1.12|n1.13|n1.14|n1.15|n1.16|n1.17",
				"b|n1.18|n1.19|n1.20|n1.21|n1.22",
			},
		},
		{"in a table", twoColumns(row(referring("r", 1)), row(referring("s", 2))), footnotes(1, 1), "", []string{"l r1|l s2|1n1.1|2n2.1"}},
		{
			"a row goes with its note", counted("a", 8) + twoColumns(row(referring("r", 1))), footnotes(1), "",
			[]string{"a1|a2|a3|a4|a5|a6|a7|a8", "l r1|1n1.1"},
		},
		{
			"a heading that goes over takes its note along", counted("a", 6) + strings.Replace(referring("h", 1), "<w:p>", "<w:p><w:pPr><w:keepNext/></w:pPr>", 1) + broken("", "b", 3), footnotes(1), "",
			[]string{"a1|a2|a3|a4|a5|a6", "h1|b1|b2|b3|1n1.1"},
		},
		{
			"numbers begin anew on each page", referring("a", 1) + referring("b", 2) + strings.Replace(referring("c", 3), "<w:p>", "<w:p><w:pPr><w:pageBreakBefore/></w:pPr>", 1), footnotes(1, 1, 1),
			`<w:footnotePr><w:numFmt w:val="upperLetter"/><w:numRestart w:val="eachPage"/></w:footnotePr>`,
			[]string{"aA|bB|An1.1|Bn2.1", "cA|An3.1"},
		},
		{
			"a mark of the author's", `<w:p><w:r><w:t>a</w:t><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r></w:p>` + referring("b", 2), footnotes(1, 1),
			`<w:footnotePr><w:numStart w:val="5"/></w:footnotePr>`, []string{"a*|b6|n1.1|6n2.1"},
		},
		{
			"below the text, where asked for", referring("a", 1), footnotes(1), `<w:footnotePr><w:pos w:val="beneathText"/></w:footnotePr>`, []string{"a1|1n1.1"},
		},
	}
	for _, tt := range tests {
		section := strings.Replace(smallPage, "<w:sectPr>", "<w:sectPr>"+tt.section, 1)
		l := docx{body: tt.body + section, styles: smallStyles, notes: tt.notes}.layout(t)
		checkLayout(t, l)
		got := pagesOf(l)
		for i := range got { // a mark is a text of its own
			got[i] = blanks.ReplaceAllString(got[i], "$1$2")
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: pages (-want +got):\n%s", tt.name, diff)
		}
		for _, w := range l.Warnings {
			t.Errorf("%s: warning %s", tt.name, w.Code)
		}
	}
}

func TestNotesOfSectionsOnOnePageStandInOrder(t *testing.T) {
	t.Parallel()
	body := referring("a", 1) + ends("b", smallSection("nextPage", "")) + referring("c", 2) + smallSection("continuous", `<w:cols w:num="2" w:space="200"/>`)
	l := docx{body: body, styles: smallStyles, notes: footnotes(1, 1)}.layout(t)
	at := placesOf(&l.Pages[0])
	const foot = 240 * Point // of the page, where the last line ends
	if first, second := at["1n1.1"], at["2n2.1"]; first[1] != foot-40*Point-4*Point || second[1] != foot-4*Point {
		t.Errorf("the notes stand at %v and %v, want one above the other at the foot", first, second)
	}
}

func TestAFootnoteIsANoteOfItsParagraph(t *testing.T) {
	t.Parallel()
	l := docx{body: referring("a", 1) + smallPage, styles: smallStyles, notes: footnotes(1)}.layout(t)
	var chain []ElementType
	last := l.Pages[0].Texts[len(l.Pages[0].Texts)-1]
	for e := last.Element; e != 0; e = l.Elements[e].Parent {
		chain = append(chain, l.Elements[e].Type)
	}
	if diff := cmp.Diff([]ElementType{Paragraph, Note, Paragraph, Document}, chain); diff != "" {
		t.Errorf("the note's text stands in (-want +got):\n%s", diff)
	}
	if got := l.Elements[l.Pages[0].Texts[1].Element].Type; got != Reference {
		t.Errorf("its mark is a %s, want a Reference", got)
	}
}

func TestANoteThatCannotBePrintedIsNamed(t *testing.T) {
	t.Parallel()
	l := smallLayout(t, referring("a", 7))
	if len(l.Warnings) != 1 || l.Warnings[0].Code != "note" {
		t.Errorf("warnings = %+v, want note", l.Warnings)
	}
}
