package template_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// plainRun is a run with one text.
var plainRun = regexp.MustCompile(`<w:r>(<w:rPr>.*?</w:rPr>)?<w:t(?: xml:space="preserve")?>([^<]*)</w:t></w:r>`)

// tear tears the runs of a body the way Word does while people type, spell
// check and revise: in the middle of tags, of their marks, of names.
func tear(rnd *rand.Rand, body string) string {
	id := 1000
	unescape := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
	return plainRun.ReplaceAllStringFunc(body, func(run string) string {
		m := plainRun.FindStringSubmatch(run)
		text := []rune(unescape.Replace(m[2]))
		var b strings.Builder
		for len(text) > 0 {
			n := 1 + rnd.IntN(min(len(text), 4))
			piece := string(text[:n])
			text = text[n:]
			rsid := fmt.Sprintf(` w:rsidR="00%06X" w:rsidRPr="00%06X"`, rnd.IntN(1<<24), rnd.IntN(1<<24))
			one := `<w:r` + rsid + `>` + m[1] + `<w:t xml:space="preserve">` + esc(piece) + `</w:t></w:r>`
			id++
			switch rnd.IntN(12) {
			case 0:
				one = `<w:proofErr w:type="spellStart"/>` + one + `<w:proofErr w:type="spellEnd"/>`
			case 1:
				one = fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="_GoBack%d"/>`, id, id) + one + fmt.Sprintf(`<w:bookmarkEnd w:id="%d"/>`, id)
			case 2:
				one = `<w:ins w:id="1" w:author="a">` + one + `</w:ins><w:del w:id="2" w:author="a"><w:r><w:delText>{旧</w:delText></w:r></w:del>`
			case 3:
				one = strings.Replace(one, "<w:t ", "<w:lastRenderedPageBreak/><w:t/><w:t ", 1)
			case 4:
				one += `<w:r` + rsid + `/><w:r><w:rPr><w:noProof/></w:rPr></w:r>`
			case 5: // two texts in one run
				one = `<w:r>` + m[1] + `<w:t xml:space="preserve">` + esc(piece[:len(string([]rune(piece)[:1]))]) + `</w:t><w:t xml:space="preserve">` + esc(piece[len(string([]rune(piece)[:1])):]) + `</w:t></w:r>`
			case 6:
				one = fmt.Sprintf(`<w:commentRangeStart w:id="%d"/>`, id) + one + fmt.Sprintf(`<w:commentRangeEnd w:id="%d"/>`, id)
			case 7:
				one = `<w:moveToRangeStart w:id="1" w:name="m"/><w:moveTo w:id="1" w:author="a">` + one + `</w:moveTo><w:moveToRangeEnd w:id="1"/><w:moveFrom w:id="1" w:author="a">` + one + `</w:moveFrom>`
			}
			b.WriteString(one)
		}
		return b.String()
	})
}

// checkTorn holds a torn body to what the whole one gives.
func checkTorn(t *testing.T, r rule, want string) {
	t.Helper()
	for seed := range uint64(3) {
		torn := tear(rand.New(rand.NewPCG(seed, 7)), r.body)
		got := strings.TrimRight(outline(written(t, fill(t, compile(t, form(), body(torn)), values(t, r.data)))), "\n")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("torn with seed %d (-whole +torn)\n%s\n%s", seed, diff, torn)
		}
	}
}

// TestFaultsAreTheSameHoweverTagsAreTorn holds torn templates to the faults of
// whole ones, places and contexts included.
func TestFaultsAreTheSameHoweverTagsAreTorn(t *testing.T) {
	t.Parallel()
	whole := tenFaults()
	want := faultsOf(t, body(whole))
	for seed := range uint64(20) {
		torn := tear(rand.New(rand.NewPCG(seed, 9)), whole)
		if diff := cmp.Diff(want, faultsOf(t, body(torn))); diff != "" {
			t.Errorf("seed %d (-whole +torn)\n%s", seed, diff)
		}
	}
}
