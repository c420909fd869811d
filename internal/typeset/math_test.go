package typeset

import (
	"strings"
	"testing"
)

// mathRun writes characters of a formula.
func mathRun(s string) string { return "<m:r><m:t>" + s + "</m:t></m:r>" }

func TestFormulasAreSetOnOneLineAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	two := "<m:sup>" + mathRun("2") + "</m:sup>"
	square := "<m:sSup><m:e>" + mathRun("x") + "</m:e>" + two + "</m:sSup>"
	fraction := "<m:f>%s<m:num>" + mathRun("a+b") + "</m:num><m:den>" + mathRun("2") + "</m:den></m:f>"
	for _, tt := range []struct{ name, formula, want string }{
		{"a fraction", strings.Replace(fraction, "%s", "", 1), "(a+b)/2"},
		{"one without a bar", strings.Replace(fraction, "%s", `<m:fPr><m:type m:val="noBar"/></m:fPr>`, 1), "(a+b)¦2"},
		{"a power", square, "x2"},
		{"a root", "<m:rad><m:deg/><m:e>" + mathRun("x+1") + "</m:e></m:rad>", "√(x+1)"},
		{"half a root", "<m:f><m:num><m:rad><m:deg/><m:e>" + mathRun("x") + "</m:e></m:rad></m:num><m:den>" + mathRun("2") + "</m:den></m:f>", "(√x)/2"},
		{"half a square", "<m:f><m:num>" + square + "</m:num><m:den>" + mathRun("12") + "</m:den></m:f>", "x2/12"},
		{"a power in an exponent", "<m:sSup><m:e>" + mathRun("e") + "</m:e><m:sup>" + square + "</m:sup></m:sSup>", "ex^2"},
		{"an integral", "<m:nary><m:sub>" + mathRun("0") + "</m:sub>" + two + "<m:e>" + mathRun("x") + "</m:e></m:nary>", "∫02x"},
		{"a sum", `<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub/><m:sup/><m:e>` + mathRun("x") + "</m:e></m:nary>", "∑x"},
		{"brackets", `<m:d><m:dPr><m:begChr m:val="{"/><m:endChr m:val=""/></m:dPr><m:e>` + mathRun("x") + "</m:e><m:e>" + mathRun("y") + "</m:e></m:d>", "{x|y"},
		{"a matrix", "<m:m><m:mr><m:e>" + mathRun("a") + "</m:e><m:e>" + mathRun("b") + "</m:e></m:mr><m:mr><m:e>" + mathRun("c") + "</m:e></m:mr></m:m>", "a, b; c"},
		{"a function", "<m:func><m:fName>" + mathRun("sin") + "</m:fName><m:e>" + mathRun("x") + "</m:e></m:func>", "sin x"},
		{"what is not known", "<m:box><m:boxPr/><m:e>" + mathRun("q") + "</m:e></m:box>", "q"},
	} {
		formula := "<m:oMathPara><m:oMath>" + tt.formula + "</m:oMath></m:oMathPara>"
		for where, body := range map[string]string{"in a paragraph": "<w:p>" + formula + "</w:p>", "between paragraphs": formula} {
			if got := strings.Join(textsOf(docx{body: body + par("", "")}.layout(t)), ""); got != tt.want {
				t.Errorf("%s %s reads %q, want %q", tt.name, where, got, tt.want)
			}
		}
	}
}

func TestExponentsAreRaised(t *testing.T) {
	t.Parallel()
	l := docx{body: "<w:p><m:oMath><m:sSup><m:e>" + mathRun("x") + "</m:e><m:sup>" + mathRun("2") + "</m:sup></m:sSup></m:oMath></w:p>"}.layout(t)
	x, two := l.Pages[0].Texts[0], l.Pages[0].Texts[1]
	if two.Y >= x.Y || two.Size >= x.Size {
		t.Errorf("the exponent stands at %d in %d, its base at %d in %d", two.Y, two.Size, x.Y, x.Size)
	}
}

func TestFormulasThatAreNestedDeepAreKeptWhole(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<m:rad><m:e>", 3*maxMath/2) + mathRun("x") + strings.Repeat("</m:e></m:rad>", 3*maxMath/2)
	got := strings.Join(textsOf(docx{body: "<w:p><m:oMath>" + deep + "</m:oMath></w:p>"}.layout(t)), "")
	if !strings.Contains(got, "x") {
		t.Errorf("the letter is lost in %q", got)
	}
}
