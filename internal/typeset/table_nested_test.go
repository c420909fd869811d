package typeset

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// within puts blocks into the right cell of a table of one row.
func within(blocks string) string {
	return twoColumns(tableRow("", "", par("", "o"), blocks+`<w:p/>`))
}

// innerTable writes a table of two columns that fits into a cell of another.
func innerTable(rows ...string) string {
	return strings.Replace(twoColumns(rows...), `<w:gridCol w:w="1000"/><w:gridCol w:w="2600"/>`, `<w:gridCol w:w="900"/><w:gridCol w:w="1200"/>`, 1)
}

func TestTablesInCellsGoOverPages(t *testing.T) {
	t.Parallel()
	one := func(s string) string { return tableRow("", "", par("", s), par("", s)) }
	high := func(props string, n int) string { return tableRow(props, "", par("", "l"), broken("", "b", n)) }
	tests := []struct {
		name, body string
		want       []string
	}{
		{
			"between rows", counted("a", 7) + within(innerTable(one("r1"), one("r2"), one("r3"), one("r4"), one("r5"))),
			[]string{"a1|a2|a3|a4|a5|a6|a7|o r1 r1|r2 r2|r3 r3", "r4 r4|r5 r5"},
		},
		{
			"within a row", counted("a", 6) + within(innerTable(high("", 7))),
			[]string{"a1|a2|a3|a4|a5|a6|o l b1|b2|b3|b4", "b5|b6|b7"},
		},
		{
			"with two lines on either side", counted("a", 6) + within(innerTable(high("", 5))),
			[]string{"a1|a2|a3|a4|a5|a6|o l b1|b2|b3", "b4|b5"},
		},
		{
			"not within a row that must not split", counted("a", 6) + within(innerTable(one("r"), one("s"), high("<w:cantSplit/>", 5))),
			[]string{"a1|a2|a3|a4|a5|a6|o r r|s s", "l b1|b2|b3|b4|b5"},
		},
		{
			"unless it is higher than a page", within(innerTable(high("<w:cantSplit/>", 12))),
			[]string{"o l b1|b2|b3|b4|b5|b6|b7|b8|b9|b10", "b11|b12"},
		},
		{
			"a row higher than pages", within(innerTable(high("", 25), one("r"))),
			[]string{"o l b1|b2|b3|b4|b5|b6|b7|b8|b9|b10", "b11|b12|b13|b14|b15|b16|b17|b18|b19|b20", "b21|b22|b23|b24|b25|r r"},
		},
		{
			"three deep", within(innerTable(tableRow("", "", par("", "m"), strings.NewReplacer(`"900"`, `"300"`, `"1200"`, `"660"`).Replace(innerTable(high("", 12)))+`<w:p/>`))),
			[]string{"o m l b1|b2|b3|b4|b5|b6|b7|b8|b9|b10", "b11|b12"},
		},
		{
			"rows of a merged cell stay together till it has room",
			counted("a", 7) + within(innerTable(
				one("r"), tableRow("", `<w:vMerge w:val="restart"/>`, broken("", "m", 2), par("", "s1")),
				tableRow("", `<w:vMerge/>`, `<w:p/>`, par("", "s2")), tableRow("", `<w:vMerge/>`, `<w:p/>`, par("", "s3")))),
			[]string{"a1|a2|a3|a4|a5|a6|a7|o r r|m1|m2|s1|s2", "s3"},
		},
	}
	for _, tt := range tests {
		l := smallLayout(t, tt.body)
		if diff := cmp.Diff(tt.want, pagesOf(l)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if len(l.Warnings) > 0 {
			t.Errorf("%s: warnings %v", tt.name, l.Warnings)
		}
	}
}

func TestHalvesOfARowInACellAreClosed(t *testing.T) {
	t.Parallel()
	inner := strings.Replace(innerTable(tableRow("", "", par("", "l"), broken("", "b", 12))), `<w:tblPr>`,
		`<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8"/><w:bottom w:val="single" w:sz="8"/></w:tblBorders>`, 1)
	l := smallLayout(t, within(inner))
	for i := range l.Pages {
		if n := len(l.Pages[i].Rules); n != 2 {
			t.Errorf("page %d has %d rules, want one above and one below", i+1, n)
		}
	}
}

func TestNotesOfARowInACellStandOnItsPage(t *testing.T) {
	t.Parallel()
	cell := broken("", "b", 9) + referring("c", 1)
	l := docx{body: within(innerTable(tableRow("", "", par("", "l"), cell))) + smallPage, styles: smallStyles, notes: footnotes(1)}.layout(t)
	checkLayout(t, l)
	got := strings.Join(pagesOf(l), "//")
	if strings.Count(got, "n1.1") != 1 || !strings.Contains(got[strings.Index(got, "//"):], "n1.1") {
		t.Errorf("pages %q, want the note once, on the page of the reference", got)
	}
}

// TestALongRowInACellIsPartedInLinearTime would take minutes otherwise.
func TestALongRowInACellIsPartedInLinearTime(t *testing.T) {
	t.Parallel()
	begin := time.Now()
	l := smallLayout(t, within(innerTable(tableRow("", "", counted("a", 3000), counted("b", 3000)))))
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
	if len(l.Pages) != 300 {
		t.Errorf("%d pages, want 300", len(l.Pages))
	}
}
