package compare

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/wordml"
)

func newRenderer(t testing.TB) *render.Renderer {
	t.Helper()
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func document(t testing.TB, r *render.Renderer, s Sheet) *render.Form {
	t.Helper()
	form, err := Document(r, s)
	if err != nil {
		t.Fatal(err)
	}
	return form
}

func encode(t testing.TB, form *render.Form, name string) render.Result {
	t.Helper()
	f, err := render.LookupFormat(name)
	if err != nil {
		t.Fatal(err)
	}
	result, err := form.Encode(f, render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// rows writes the tables of a document a row a line, struck text as [-…-], underlined as {+…+}, remarks as (…).
func rows(t testing.TB, form *render.Form) string {
	t.Helper()
	doc, err := form.Document()
	if err != nil {
		t.Fatal(err)
	}
	root, err := doc.Part(doc.Main())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, block := range root.Child("w:body").Children {
		if block.Name == "w:p" && block.Content() != "" {
			b.WriteString(paragraphText(block) + "\n")
		}
		for _, row := range block.Children {
			if row.Name != "w:tr" {
				continue
			}
			var cells []string
			for _, cell := range row.Children {
				var lines []string
				for _, p := range cell.Children {
					if p.Name == "w:p" && p.Child("w:r") != nil {
						lines = append(lines, paragraphText(p))
					}
				}
				if cell.Name == "w:tc" {
					cells = append(cells, strings.Join(lines, "/"))
				}
			}
			b.WriteString(strings.Join(cells, " | ") + "\n")
		}
	}
	return b.String()
}

func paragraphText(p *wordml.Node) string {
	marks := map[string]string{removedText: "[-%s-]", addedText: "{+%s+}", remarkText: "(%s)", "": "%s"}
	var b strings.Builder
	for _, r := range p.Children {
		if r.Name != "w:r" {
			continue
		}
		var text strings.Builder
		for _, c := range r.Children {
			if c.Name == "w:br" {
				text.WriteByte('/')
			}
			text.WriteString(c.Content())
		}
		fmt.Fprintf(&b, marks[r.Find("w:rPr", "w:rStyle").Attr("w:val")], text.String())
	}
	return b.String()
}

var china = time.FixedZone("", 8*60*60)

func TestTheSheetTellsRevisionsAndEveryChange(t *testing.T) {
	t.Parallel()
	s := Sheet{
		Old: with(t, `{"organization":"某某公司","position":{"code":"C-1","department":"财务部"},"summary":"负责公司现金收付","tools":["印章","保险柜"],"remarks":null,
			"duties":[{"description":"登记现金日记账","timePercent":10,"tasks":["逐笔登记","保管印章","每日结账"]},{"description":"办理日常收付","tasks":["审核单据"]}]}`),
		New: with(t, `{"organization":"某某公司","position":{"code":"C-1","department":"财务部"},"summary":"负责集团现金收付","tools":["点钞机","保险柜"],"records":[],
			"duties":[{"description":"盘点库存现金"},{"description":"登记现金日记账","timePercent":15,"tasks":["每日结账","逐笔登记"]},{"description":"办理日常收付","tasks":["审核单据","保管印章和支票"]}]}`),
		Before: Revision{Number: 1, Time: time.Date(2026, 3, 2, 9, 30, 0, 0, china), Author: "王芳", State: "approved"},
		After:  Revision{Number: 2, Time: time.Date(2026, 11, 30, 14, 5, 0, 0, china), Author: "李明", Note: "增加盘点", State: "draft"},
	}
	want := `职位说明书修订对照表
单位名称 | 某某公司
岗位名称 | 出纳 | 岗位编号 | C-1
所在部门 | 财务部 | 表名 | 职位说明书
版本信息 | 修订前 | 修订后
修订号 | 第 1 次修订 | 第 2 次修订
时间 | 2026-03-02 09:30 | 2026-11-30 14:05
修订人 | 王芳 | 李明
状态 | 已批准 | 草稿
修订说明 |  | 增加盘点
共改动 9 处：新增 3 处，删除 2 处，修改 2 处，移动 1 处，移动并修改 1 处
删去的文字标[-删除线-]，新增的文字标{+下划线+}。栏目中的序号是修订后的，标“原”的是修订前的。
栏目 | 修订前 | 修订后
本职概述/修改 | 负责[-公司-]现金收付 | 负责{+集团+}现金收付
职责一/新增 | (—) | {+盘点库存现金+}
职责二/工作时间百分比/修改 | [-10%-] | {+15%+}/修订前为职责一
职责二 任务1/移动 | 每日结账 | 每日结账/由任务3移至任务1
职责三 任务2/移动并修改 | 保管印章 | 保管印章{+和支票+}/由职责一 任务2移至职责三 任务2
原使用工具设备/第1项/删除 | [-印章-] | (—)
使用工具设备/第1项/新增 | (—) | {+点钞机+}
所需记录文档/新增 | (（无此项）) | {+无+}
备注/删除 | (（留空）) | (（无此项）)
编制 | 年　　月　　日 | 审核 | 年　　月　　日 | 批准 | 年　　月　　日
`
	form := document(t, newRenderer(t), s)
	if diff := cmp.Diff(want, rows(t, form)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	pdf := encode(t, form, "pdf")
	if len(pdf.Warnings) > 0 || pdf.Pages != 1 {
		t.Errorf("%d pages, %v", pdf.Pages, pdf.Warnings)
	}
	if again := encode(t, document(t, newRenderer(t), s), "pdf"); !bytes.Equal(again.Data, pdf.Data) {
		t.Error("other bytes the second time")
	}
	if !bytes.Contains(pdf.Data, []byte("D:20261130060500")) {
		t.Error("the PDF is not dated as the new revision")
	}
}

func TestASheetWithoutChangesSaysSo(t *testing.T) {
	t.Parallel()
	p := with(t, `{}`)
	got := rows(t, document(t, newRenderer(t), Sheet{Old: p, New: p}))
	want := `职位说明书修订对照表
岗位名称 | 出纳 | 岗位编号 | 
所在部门 |  | 表名 | 职位说明书
版本信息 | 修订前 | 修订后
没有改动
栏目 | 修订前 | 修订后
两个版本内容一致，没有改动。
编制 | 年　　月　　日 | 审核 | 年　　月　　日 | 批准 | 年　　月　　日
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnEnglishSheetHasNoChineseWords(t *testing.T) {
	t.Parallel()
	english := func(rest string) position.Position {
		return decode(t, `{"locale":"en","position":{"title":"Cashier","payGradeRange":{"from":{"grade":3,"step":2}}},`+rest+`}`)
	}
	s := Sheet{
		Old: english(`"duties":[{"description":"Keep the books","tasks":["Post entries","Close daily",{"text":"Guard the seal","frequency":"always"}]},{"description":"Pay out"}],"tools":[],"document":{"effectiveDate":"2005-02"}`),
		New: english(`"duties":[{"description":"Pay out","tasks":[{"text":"Guard the seals","frequency":"always"}]},{"description":"Keep the books","timePercent":5,"tasks":["Close daily","Post entries"]}],"tools":null,
			"document":{"effectiveDate":"2006-02"},"authorities":[{"category":"Money","items":["Pay"]}],"signatures":[{"role":"Head"}]`),
		Before: Revision{Number: 1, State: "void"}, After: Revision{Number: 2, State: "review"},
	}
	got := rows(t, document(t, newRenderer(t), s))
	if strings.ContainsFunc(got, func(r rune) bool { return unicode.Is(unicode.Han, r) || unicode.Is(unicode.Po, r) && r > 0x2FFF }) {
		t.Errorf("Chinese in\n%s", got)
	}
	for _, want := range []string{"Number | Revision 1 | Revision 2", "State | Void | In review", "Duty 1, Task 1/Moved and changed | Guard the [-seal-] (Frequency: always) | Guard the {+seals+} (Frequency: always)/Moved here from the former Duty 1, Task 3"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestTheHeadOfTheTableStandsOnEveryPage(t *testing.T) {
	t.Parallel()
	form := document(t, newRenderer(t), Sheet{Old: sample(t, "08-stress.json"), New: sample(t, "01-key-account-manager.json")})
	l, err := form.Layout()
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Pages) < 3 || len(l.Warnings) > 0 {
		t.Fatalf("%d pages, %v", len(l.Pages), l.Warnings)
	}
	for i := range l.Pages {
		var b strings.Builder
		for _, text := range l.Pages[i].Texts {
			for _, g := range text.Glyphs {
				b.WriteRune(g.Rune)
			}
		}
		if text := b.String(); !strings.Contains(text, "修订前") || !regexp.MustCompile(fmt.Sprintf(`第\s*%d\s*页`, i+1)).MatchString(text) {
			t.Errorf("page %d: %.300s", i+1, text)
		}
	}
}

func TestEveryChangeStandsOnPaper(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	line := regexp.MustCompile(`\[-|-\]|\{\+|\+\}`)
	squeeze := func(s string) string { return strings.NewReplacer("\n", "", "/", "").Replace(s) }
	rapid.Check(t, func(rt *rapid.T) {
		a, b := two(rt)
		got := squeeze(line.ReplaceAllString(rows(t, document(t, r, Sheet{Old: a, New: b})), ""))
		for _, c := range Positions(a, b).Changes {
			for _, s := range []Side{c.Old, c.New} {
				if !strings.Contains(got, squeeze(s.Text)) {
					rt.Fatalf("%q is not in %s", s.Text, got)
				}
			}
		}
	})
}

func TestATimeThatIsThatOfNoPlaceSaysSo(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 30, 14, 5, 0, 0, time.UTC)
	for zone, want := range map[*time.Location]string{time.UTC: "2026-11-30 14:05 UTC", china: "2026-11-30 22:05", time.FixedZone("GMT", 0): "2026-11-30 14:05"} {
		if got := minute(at.In(zone)); got != want {
			t.Errorf("in %v: %q, want %q", zone, got, want)
		}
	}
}
