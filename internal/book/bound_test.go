package book

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/render"
	"jobdoc/internal/typeset"
)

func bound(t testing.TB, template string, items []Item) (*render.Form, *Bound) {
	t.Helper()
	r, err := renderer()
	if err != nil {
		t.Fatal(err)
	}
	tmpl, err := r.Template(template)
	if err != nil {
		t.Fatal(err)
	}
	b := &Bound{Renderer: r, Template: tmpl, Workers: 2}
	f, n, err := b.Bind(t.Context(), slices.Values(items))
	if err != nil || n != len(items) {
		t.Fatalf("Bind() binds %d positions, %v; want %d", n, err, len(items))
	}
	return f, b
}

func layoutOf(t testing.TB, f *render.Form) *typeset.Layout {
	t.Helper()
	l, err := f.Layout()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// texts are those of a page's text area, with their places.
func texts(p *typeset.Page) []string {
	var all []string
	for _, text := range p.Texts {
		if text.Element == 0 {
			continue // header, footer, heading rows once more
		}
		var b strings.Builder
		for _, g := range text.Glyphs {
			b.WriteRune(g.Rune)
		}
		all = append(all, fmt.Sprintf("%d %d %s", text.X, text.Y, b.String()))
	}
	return all
}

// TestEveryPositionIsInTheBookAsItIsAlone holds every page of every form in the
// book to the page that the form has alone: text, places, numbers of lists.
func TestEveryPositionIsInTheBookAsItIsAlone(t *testing.T) {
	t.Parallel()
	r, err := renderer()
	if err != nil {
		t.Fatal(err)
	}
	items := sampleItems(t)
	for _, name := range r.TemplateNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, b := bound(t, name, items)
			l := layoutOf(t, f)
			if len(l.Warnings) > 0 {
				t.Errorf("warnings %v", l.Warnings)
			}
			pages := 2 // cover and contents
			v := &volume{Bound: b}
			for _, it := range items {
				v.take(v.fill(it))
			}
			v.order()
			for _, d := range v.departments {
				pages++
				for _, g := range d.groups {
					for _, c := range g.chapters {
						alone := layoutOf(t, v.chapters[c].form)
						for i := range alone.Pages {
							if diff := cmp.Diff(texts(&alone.Pages[i]), texts(&l.Pages[pages])); diff != "" {
								t.Errorf("%s: page %d alone and page %d of the book (-alone +book):\n%.1500s", v.chapters[c].item.Where, i+1, pages+1, diff)
							}
							pages++
						}
					}
				}
			}
			if len(l.Pages) != pages {
				t.Errorf("the book has %d pages, want %d", len(l.Pages), pages)
			}
		})
	}
}

// TestTheContentsLeadToEveryPosition follows every link of the contents and
// compares the number that is printed with the page it leads to.
func TestTheContentsLeadToEveryPosition(t *testing.T) {
	t.Parallel()
	items := many(t, 120) // more than a page of contents
	f, _ := bound(t, "classic", items)
	l := layoutOf(t, f)
	followed := 0
	for i := range l.Pages[:8] {
		for _, link := range l.Pages[i].Links {
			followed++
			line := lineAt(&l.Pages[i], link.Y, link.Height)
			title, number, ok := cutNumber(line)
			if !ok || number != fmt.Sprint(link.Page+1) {
				t.Errorf("the line %q leads to page %d", line, link.Page+1)
			}
			if page := strings.Join(texts(&l.Pages[link.Page]), "\n"); !strings.Contains(page, title) {
				t.Errorf("page %d does not show %q:\n%.200s", link.Page+1, title, page)
			}
		}
	}
	if followed < 123 {
		t.Errorf("%d links, want one for each of 3 departments and 120 positions", followed)
	}
	for i := range l.Pages[1:] {
		want := fmt.Sprintf("第 %d 页／共 %d 页", i+2, len(l.Pages))
		if foot := furniture(&l.Pages[i+1]); !strings.Contains(foot, want) {
			t.Errorf("page %d has the foot %q, want %q", i+2, foot, want)
		}
	}
}

func lineAt(p *typeset.Page, y, height typeset.Length) string {
	var b strings.Builder
	for _, text := range p.Texts {
		if text.Y < y || text.Y > y+height {
			continue
		}
		b.WriteByte('|')
		for _, g := range text.Glyphs {
			b.WriteRune(g.Rune)
		}
	}
	return strings.Trim(b.String(), "|")
}

// cutNumber parts a line of the contents at its last piece.
func cutNumber(line string) (title, number string, ok bool) {
	at := strings.LastIndexByte(line, '|')
	if at < 0 {
		return "", "", false
	}
	return strings.NewReplacer("|", "", ".", "").Replace(line[:at]), line[at+1:], true
}

func furniture(p *typeset.Page) string {
	var b strings.Builder
	for _, text := range p.Texts {
		if text.Element != 0 {
			continue
		}
		for _, g := range text.Glyphs {
			b.WriteRune(g.Rune)
		}
	}
	return b.String()
}

func TestALineOfTheContentsStaysOnItsPage(t *testing.T) {
	t.Parallel()
	var items []Item
	for i := range 60 {
		items = append(items, item(t, fmt.Appendf(nil, `{"position": {"title": "岗位", "department": "第%d%s"}, "duties": [{"description": "收发"}]}`,
			i, strings.Repeat("事业部综合管理办公室", 5))))
	}
	f, _ := bound(t, "classic", items)
	began := map[int]int{} // pages by element
	for i, p := range layoutOf(t, f).Pages {
		for _, link := range p.Links {
			if page, there := began[link.Element]; there && page != i {
				t.Errorf("the line that leads to page %d begins on page %d and goes on over the leaf", link.Page+1, page+1)
			}
			began[link.Element] = i
		}
	}
	if len(began) != 2*len(items) {
		t.Errorf("%d links, want %d", len(began), 2*len(items))
	}
}

func TestTheOutlineFollowsDepartmentsAndGroups(t *testing.T) {
	t.Parallel()
	f, _ := bound(t, "classic", sampleItems(t))
	var got []string
	for _, h := range layoutOf(t, f).Outline {
		got = append(got, strings.Repeat("  ", h.Level)+h.Text)
	}
	want := []string{
		"大客户部", "  大客户部经理", "  销售主管", "  销售代表", "  售前工程师", "业务拓展部", "  业务拓展部经理", "  销售经理", "  销售代表",
		"总工程师办公室", "  平台架构组", "    高级架构师",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outline (-want +got):\n%s", diff)
	}
}

func TestTheBookIsTheSameBytesEveryTime(t *testing.T) {
	t.Parallel()
	items := sampleItems(t)
	for _, format := range []string{"docx", "pdf"} {
		var want []byte
		for range 2 {
			f, _ := bound(t, "narrative", items)
			got := encoded(t, f, format)
			if want != nil && !bytes.Equal(want, got) {
				t.Errorf("the second %s has other bytes", format)
			}
			want = got
		}
	}
}

func encoded(t testing.TB, f *render.Form, name string) []byte {
	t.Helper()
	format, err := render.LookupFormat(name)
	if err != nil {
		t.Fatal(err)
	}
	result, err := f.Encode(format, render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return result.Data
}

// TestFormsOfTwoLanguagesShareABook binds a position whose form has other styles.
func TestFormsOfTwoLanguagesShareABook(t *testing.T) {
	t.Parallel()
	english := item(t, []byte(`{"locale":"en","position":{"title":"Clerk","department":"Office"},"duties":[{"description":"Keep the files","tasks":["sort","store"]}],"tools":["scanner"]}`))
	items := append(sampleItems(t)[:1], english)
	f, b := bound(t, "classic", items)
	l := layoutOf(t, f)
	v := &volume{Bound: b}
	alone := layoutOf(t, v.fill(english).form)
	last := l.Pages[len(l.Pages)-len(alone.Pages):]
	for i := range alone.Pages {
		if diff := cmp.Diff(texts(&alone.Pages[i]), texts(&last[i])); diff != "" {
			t.Errorf("page %d alone and in the book (-alone +book):\n%.2000s", i+1, diff)
		}
	}
}

func TestTheWordBookHasNothingTwice(t *testing.T) {
	t.Parallel()
	f, _ := bound(t, "controlled", sampleItems(t))
	data := encoded(t, f, "docx")
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, file := range z.File {
		if names[file.Name] {
			t.Errorf("part %s is there twice", file.Name)
		}
		names[file.Name] = true
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if file.Name != "word/document.xml" {
			continue
		}
		for _, attr := range []string{"<w:bookmarkStart w:id=", "<wp:docPr id="} {
			seen := map[string]bool{}
			for _, piece := range strings.Split(string(text), attr)[1:] {
				id, _, _ := strings.Cut(piece[1:], `"`)
				if seen[id] {
					t.Errorf("%s%q is there twice", attr, id)
				}
				seen[id] = true
			}
		}
	}
}

func TestNothingToBindIsSaid(t *testing.T) {
	t.Parallel()
	r, err := renderer()
	if err != nil {
		t.Fatal(err)
	}
	tmpl, err := r.Template("")
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	b := &Bound{Renderer: r, Template: tmpl, Report: func(Outcome) { told++ }}
	if _, _, err := b.Bind(t.Context(), slices.Values([]Item{{Faults: []string{"bad"}}})); !errors.Is(err, ErrNoPositions) || told != 1 {
		t.Errorf("Bind() = %v after %d reports, want ErrNoPositions after one", err, told)
	}
}
