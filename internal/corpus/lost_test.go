package corpus

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"jobdoc/internal/position"
	"jobdoc/internal/wordml"
)

// TestNothingIsLost looks for every string of every sample in the DOCX and in
// what poppler and MuPDF copy out of the PDF, white space aside.
func TestNothingIsLost(t *testing.T) {
	eachSpecimen(t, func(t *testing.T, s specimen) {
		texts := printedStrings(s)
		if len(texts) < 10 {
			t.Fatalf("only %d strings in the sample", len(texts))
		}
		t.Run("docx", func(t *testing.T) { expectAll(t, texts, []string{docxText(t, s.docx)}) })
		t.Run("poppler", func(t *testing.T) {
			requireTool(t, "pdftotext")
			expectAll(t, texts, pagesOf(run(t, "pdftotext", "-raw", s.path(".pdf"), "-")))
		})
		t.Run("mupdf", func(t *testing.T) {
			requireTool(t, "mutool")
			expectAll(t, texts, pagesOf(run(t, "mutool", "draw", "-q", "-F", "txt", s.path(".pdf"))))
		})
	})
}

// printed is one string that must stand on paper, with its place in the position.
type printed struct{ pointer, text string }

// printedStrings lists what must stand on paper. English forms print dates as
// they stand in the position.
func printedStrings(s specimen) []printed {
	var out []printed
	for leaf := range s.pos.Leaves() {
		if leaf.Field.Key == "locale" || leaf.Field.Unprinted {
			continue
		}
		text := squeeze(leaf.Field.Print(leaf.Value))
		if raw, ok := leaf.Value.(string); ok && leaf.Field.Type == position.Date && strings.Contains(s.name, ".en-") {
			text = squeeze(raw)
		}
		if text != "" {
			out = append(out, printed{leaf.Pointer, text})
		}
	}
	return out
}

// squeeze takes all white space out.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\ufeff' {
			return -1
		}
		return r
	}, s)
}

// pagesOf splits extracted text at the form feeds between pages.
func pagesOf(text string) []string {
	pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
	for i := range pages {
		pages[i] = squeeze(pages[i])
	}
	return pages
}

func expectAll(t *testing.T, texts []printed, pages []string) {
	t.Helper()
	for _, loss := range losses(texts, pages) {
		t.Error(loss)
	}
}

// losses says what is not right: every string must stand whole on one page, or
// be cut in two by one page end, and the strings of one list in their order.
// No tag may be left; braces that stand in the position itself are none.
func losses(texts []printed, pages []string) []string {
	var out []string
	list, from := "", 0
	all := strings.Join(pages, "\f")
	rest := all
	for _, p := range texts {
		if strings.ContainsAny(p.text, "{}") {
			rest = strings.ReplaceAll(rest, p.text, "")
		}
		if l := listOf(p.pointer); l != list {
			list, from = l, 0
		}
		i := strings.Index(all[from:], p.text)
		if i >= 0 {
			if list != "" {
				from += i
			}
			continue
		}
		switch {
		case strings.Contains(all, p.text) && list != "":
			out = append(out, fmt.Sprintf("%s: %q stands before the item that should precede it", p.pointer, p.text))
		case !cutByPageEnd(p.text, pages):
			out = append(out, fmt.Sprintf("%s: %q is lost", p.pointer, p.text))
		}
	}
	if i := strings.IndexAny(rest, "{}"); i >= 0 {
		out = append(out, fmt.Sprintf("a tag is left: %.60q", rest[max(i-20, 0):]))
	}
	return out
}

func TestLossesAreFound(t *testing.T) {
	texts := []printed{{"/a/0", "一二三"}, {"/a/1", "四五六"}, {"/b", "{七}"}}
	tests := map[string]struct {
		pages []string
		want  int
	}{
		"all there":             {[]string{"一二三四五六", "{七}"}, 0},
		"cut by a page end":     {[]string{"一二三四", "五六{七}"}, 0},
		"one missing":           {[]string{"一二三", "{七}"}, 1},
		"out of order":          {[]string{"四五六一二三{七}"}, 1},
		"cut by two page ends":  {[]string{"一二三四", "五", "六{七}"}, 1},
		"a tag left":            {[]string{"一二三四五六{七}{#八}"}, 1},
		"torn within one page ": {[]string{"一二三四x五六{七}"}, 1},
	}
	for name, tt := range tests {
		if got := losses(texts, tt.pages); len(got) != tt.want {
			t.Errorf("%s: losses = %q, want %d", name, got, tt.want)
		}
	}
}

// listOf names the list of strings an item belongs to, "" for no list.
func listOf(pointer string) string {
	i := strings.LastIndexByte(pointer, '/')
	if i >= 0 && i+1 < len(pointer) && pointer[i+1] >= '0' && pointer[i+1] <= '9' {
		return pointer[:i]
	}
	return ""
}

func cutByPageEnd(s string, pages []string) bool {
	runes := []rune(s)
	for i := range len(pages) - 1 {
		for k := 1; k < len(runes); k++ {
			if strings.Contains(pages[i], string(runes[:k])) && strings.Contains(pages[i+1], string(runes[k:])) {
				return true
			}
		}
	}
	return false
}

// docxText is all text of the document's parts, in the order of the archive.
func docxText(t *testing.T, data []byte) string {
	t.Helper()
	p, err := wordml.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, name := range p.Names() {
		if !strings.HasPrefix(name, "word/") || !strings.HasSuffix(name, ".xml") {
			continue
		}
		root, err := p.Part(name)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(squeeze(root.Content()))
	}
	return b.String()
}
