package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/audit"
	"jobdoc/internal/company"
	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/typeset"
	"jobdoc/samples"
)

// audited audits positions on a fixed day.
func audited(t *testing.T, day string, positions ...[]byte) *audit.Report {
	t.Helper()
	date, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	a, err := audit.New(audit.Options{Today: date})
	if err != nil {
		t.Fatal(err)
	}
	for i, data := range positions {
		p, faults := position.Decode(data)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		a.Add(a.Examine(p, fmt.Sprintf("%02d.json", i+1)))
	}
	return a.Report()
}

// seven audits the seven samples.
func seven(t *testing.T) *audit.Report {
	t.Helper()
	names, err := fs.Glob(samples.FS, "0[1-7]*.json")
	if err != nil {
		t.Fatal(err)
	}
	var all [][]byte
	for _, name := range names {
		data, err := fs.ReadFile(samples.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data)
	}
	return audited(t, "2026-11-30", all...)
}

// made audits a made-up company with faults.
func made(t *testing.T, n int) *audit.Report {
	t.Helper()
	var all [][]byte
	for p := range company.Generate(company.Options{Positions: n, Seed: 5, Faults: 0.2}) {
		all = append(all, p.Data)
	}
	return audited(t, company.Today, all...)
}

// tree writes a chart as an indented list, with what is marked.
func tree(c *chart) string {
	boxes := slices.Clone(c.boxes)
	slices.SortFunc(boxes, func(a, b box) int { return int(a.y*8+a.x/100) - int(b.y*8+b.x/100) })
	var out strings.Builder
	for _, b := range boxes {
		parent := ""
		for _, l := range c.links {
			if l.x2 == b.x && l.y2 == b.y+b.height/2 {
				for _, p := range c.boxes {
					if p.x+p.width == l.x1 && p.y+p.height/2 == l.y1 {
						parent = " < " + p.title
					}
				}
			}
		}
		mark := ""
		if b.ghost {
			mark = " (ghost)"
		}
		fmt.Fprintf(&out, "%s [%s]%s%s\n", b.title, b.note, mark, parent)
	}
	return out.String()
}

func TestTheTreeOfTheSamplesShowsItsBreaks(t *testing.T) {
	t.Parallel()
	all, left := charts(seven(t), onScreen.limits, false)
	if len(all) != 1 || left != 0 {
		t.Fatalf("%d charts, %d left", len(all), left)
	}
	want := `销售代表 [业务拓展部] < 业务拓展部经理
业务拓展部经理 [业务拓展部] < 执行总经理
销售经理 [业务拓展部] < 业务拓展部经理
执行总经理 [没有说明书] (ghost)
技术主管 [没有说明书] (ghost) < 大客户部经理
售前工程师 [大客户部] < 大客户部经理
大客户部经理 [大客户部] < 执行总经理
销售主管 [大客户部] < 大客户部经理
销售代表 [大客户部] < 销售主管
`
	got := strings.Split(tree(&all[0]), "\n")
	wanted := strings.Split(want, "\n")
	slices.Sort(got)
	slices.Sort(wanted)
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("tree (-want +got)\n%s", diff)
	}
}

func pos(title, superior string) []byte {
	return fmt.Appendf(nil, `{"position": {"title": %q, "department": "部", "reportsTo": %q}, "duties": [{"description": "做事"}]}`, title, superior)
}

func TestACircleIsCutOnceAndSaysSo(t *testing.T) {
	t.Parallel()
	r := audited(t, "2026-01-01", pos("甲", "丙"), pos("乙", "甲"), pos("丙", "乙"), pos("丁", "甲"), pos("戊", "戊"), pos("己", ""))
	all, _ := charts(r, onScreen.limits, false)
	got := strings.Split(strings.TrimSpace(tree(&all[0])), "\n")
	slices.Sort(got)
	want := []string{"丁 [部] < 甲", "丙 [↻ 上级：乙]", "乙 [部 · 成环] < 甲", "己 [部 · 缺直接上级]", "戊 [部 · 成环]", "甲 [部 · 成环] < 丙"}
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tree (-want +got)\n%s", diff)
	}
}

func TestALargeCompanyIsFoldedToDepartments(t *testing.T) {
	t.Parallel()
	r := made(t, 1500)
	few := limits{boxes: onPaper.boxes, charts: 5}
	all, left := charts(r, few, false)
	if len(all) != few.charts+1 || left == 0 {
		t.Errorf("%d charts and %d left, want %d and some", len(all), left, few.charts+1)
	}
	for _, c := range all {
		if n := len(c.boxes); n == 0 || n > onPaper.boxes+8 { // ghosts come on top
			t.Errorf("%s has %d boxes", c.title, n)
		}
		for _, b := range c.boxes {
			if b.x < 0 || b.y < 0 || b.x+b.width > c.width || b.y+b.height > c.height {
				t.Errorf("%s: the box %s lies outside", c.title, b.title)
			}
		}
		overlapping(t, &c)
	}
}

func overlapping(t *testing.T, c *chart) {
	t.Helper()
	for i, a := range c.boxes {
		for _, b := range c.boxes[:i] {
			if a.x < b.x+b.width && b.x < a.x+a.width && a.y < b.y+b.height && b.y < a.y+a.height {
				t.Errorf("%s: %s lies on %s", c.title, a.title, b.title)
			}
		}
	}
}

// wellFormed holds a page to the syntax of XML: whoever closes every element and
// escapes every text has it, and a mistake in either shows.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestThePageNeedsNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	hostile := []byte(`{"organization": "<script>alert(1)</script>", "position": {"title": "\"><img src=x>", "department": "A&B</svg>", "reportsTo": "<b>", "code": "XX"}, "duties": [{"description": "]]>"}]}`)
	for name, r := range map[string]*audit.Report{"samples": seven(t), "hostile": audited(t, "2026-01-01", hostile, pos("甲", "不存在")), "large": made(t, 400), "empty": audited(t, "2026-01-01")} {
		for _, english := range []bool{false, true} {
			var b bytes.Buffer
			if err := HTML(&b, r, english); err != nil {
				t.Fatal(err)
			}
			page := b.String()
			wellFormed(t, page)
			if outside := regexp.MustCompile(`(?i)<(script|img|link|iframe|object)|src=|href=|url\(|@import`).FindString(strings.ReplaceAll(page, "img src=x", "")); outside != "" && name != "hostile" {
				t.Errorf("%s: the page has %q", name, outside)
			}
			if name == "hostile" && (strings.Contains(page, "<script>alert") || strings.Contains(page, "<img") || strings.Contains(page, "B</svg>") || !strings.Contains(page, "&lt;img")) {
				t.Errorf("the page runs what a position says")
			}
			for _, f := range r.Findings {
				if !strings.Contains(page, f.Check.ID) {
					t.Errorf("%s: the page does not show %s", name, f.Check.ID)
				}
			}
		}
	}
}

func TestTheDocumentHoldsEveryFinding(t *testing.T) {
	t.Parallel()
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, english := range []bool{false, true} {
		report := seven(t)
		form, err := Document(r, report, english)
		if err != nil {
			t.Fatal(err)
		}
		l, err := form.Layout()
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		pictures := 0
		for _, p := range l.Pages {
			pictures += len(p.Images)
			for _, run := range p.Texts {
				for _, g := range run.Glyphs {
					text.WriteRune(g.Rune)
				}
			}
		}
		if len(l.Warnings) > 0 || pictures != 1 || len(l.Outline) < 20 {
			t.Errorf("english %v: warnings %v, %d pictures, %d headings", english, l.Warnings, pictures, len(l.Outline))
		}
		plain := strings.Join(strings.Fields(text.String()), "")
		for _, f := range report.Findings {
			for _, s := range []string{f.Check.ID, f.Check.Name(english), f.Say(english), f.Position.Title} {
				if !strings.Contains(plain, strings.Join(strings.Fields(s), "")) {
					t.Errorf("english %v: the document does not say %q", english, s)
				}
			}
		}
		if english && strings.Contains(plain, "警告") || strings.ContainsAny(plain, "{}") {
			t.Errorf("english %v: words of the other language, or tags, are left", english)
		}
		sameTwice(t, r, report, english)
	}
}

// sameTwice holds the files to be a function of the report.
func sameTwice(t *testing.T, r *render.Renderer, report *audit.Report, english bool) {
	t.Helper()
	for _, f := range render.Formats() {
		var first []byte
		for range 2 {
			form, err := Document(r, report, english)
			if err != nil {
				t.Fatal(err)
			}
			result, err := form.Encode(f, render.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = result.Data
			} else if !bytes.Equal(first, result.Data) {
				t.Errorf("%s: two runs give different files", f.Name)
			}
		}
	}
}

func TestTheTemplateOfReportsIsNoForm(t *testing.T) {
	t.Parallel()
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range r.TemplateNames() {
		if strings.Contains(name, "audit") || strings.Contains(name, "paper") {
			t.Errorf("%s is offered as a form of positions", name)
		}
	}
}

func TestPicturesOfTreesStayWithinATemplate(t *testing.T) {
	t.Parallel()
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	form, err := Document(r, made(t, 900), false)
	if err != nil {
		t.Fatal(err)
	}
	l, err := form.Layout()
	if err != nil {
		t.Fatal(err)
	}
	pictures := 0
	for i, p := range l.Pages {
		for _, m := range p.Images {
			pictures++
			if m.X < 0 || m.X+m.Width > p.Width || m.Y < 0 || m.Y+m.Height > p.Height || m.Width < 20*typeset.Point {
				t.Errorf("page %d: a picture of %d × %d lies at %d, %d", i+1, m.Width, m.Height, m.X, m.Y)
			}
		}
	}
	if pictures < 5 {
		t.Errorf("%d pictures", pictures)
	}
}
