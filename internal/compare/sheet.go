package compare

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/template"
	"jobdoc/templates"
)

// Revision is what the 修订对照表 says of a revision, beside what it holds. What is
// zero or "" is left blank.
type Revision struct {
	Number int       // from 1
	Time   time.Time // printed in its own location, to the minute
	Author string
	Note   string // why
	State  string // draft, review, approved, void; any other word prints as it is
}

// Sheet is what a 修订对照表 is made of. Its language is that of the new position.
type Sheet struct {
	Old, New      position.Position
	Before, After Revision
}

// Document fills the 修订对照表: [render.Form] writes it as DOCX, PDF and PNG. It is
// dated as the new revision is, and nothing else in it tells when it was made.
func Document(r *render.Renderer, s Sheet) (*render.Form, error) {
	parts, err := templates.Paper("compare")
	if err != nil {
		return nil, err
	}
	t, err := r.Paper("compare", parts, paperNames())
	if err != nil {
		return nil, err
	}
	w := writer{s, Positions(s.Old, s.New), s.New.Locale() == "en"}
	marks := marker{texts: map[string][]rich{}}
	data := w.values(&marks)
	about := render.About{Title: strings.TrimSpace(w.title() + " " + s.New.Title()), Author: s.New.Organization(), Language: s.New.Locale(), Date: s.After.Time}
	return r.RefinePaper(t, data, about, marks.mark), nil
}

// paperWords are the fixed words of the paper, one set a language, so that there is one layout.
var paperWords = []struct{ name, zh, en string }{
	{"单位", "单位名称", "Organization"}, {"岗位", "岗位名称", "Job Title"}, {"编号", "岗位编号", "Job Code"}, {"部门", "所在部门", "Department"}, {"表名", "表名", "Form"},
	{"版本", "版本信息", "Revision"}, {"栏目", "栏目", "Item"}, {"修订前", "修订前", "Before"}, {"修订后", "修订后", "After"},
	{"没有", "两个版本内容一致，没有改动。", "The two revisions say the same. Nothing has changed."},
	{"编制", "编制", "Prepared"}, {"审核", "审核", "Reviewed"}, {"批准", "批准", "Approved"}, {"签日", "年　　月　　日", "Date: __________"},
	{"第", "第 ", "page "}, {"共", " 页／共 ", " of "}, {"页", " 页", ""},
}

// paperNames are the names that the paper may use.
func paperNames() *template.Field {
	field := func(key, name string) *template.Field { return &template.Field{Key: key, Names: []string{name}} }
	list := func(key, name string, fields ...*template.Field) *template.Field {
		return &template.Field{Key: key, Names: []string{name}, Item: &template.Field{Fields: fields}}
	}
	root := &template.Field{Fields: []*template.Field{
		field("heading", "表题"), field("organization", "单位名称"), field("title", "岗位名称"), field("code", "岗位编号"), field("department", "所在部门"),
		field("form", "表名"), field("summary", "摘要"), field("legend", "图例"), field("footer", "页脚"),
		list("revisions", "版本", field("item", "项"), field("before", "前"), field("after", "后")),
		list("changes", "改动", field("place", "栏目"), field("kind", "类别"), field("old", "改前"), field("new", "改后"), field("remark", "说明")),
	}}
	for _, w := range paperWords {
		root.Fields = append(root.Fields, field("word"+w.zh, "词"+w.name))
	}
	return root
}

// writer says things in the language of the sheet.
type writer struct {
	Sheet
	comparison Comparison
	english    bool
}

func (w *writer) say(zh, en string) string {
	if w.english {
		return en
	}
	return zh
}

func (w *writer) title() string {
	if w.english {
		return "Table of Changes"
	}
	return w.New.FormTitle() + "修订对照表"
}

// values are what the paper is filled with; the texts of changes, of which some words are marked, go to marks.
func (w *writer) values(marks *marker) map[string]any {
	data := map[string]any{
		"heading": w.title(), "organization": w.New.Organization(), "title": w.New.Title(), "code": w.New.Code(), "department": w.New.Department(),
		"form": w.form(), "summary": w.summary(), "footer": strings.TrimSpace(w.New.Code() + "　" + w.New.Title()),
	}
	for _, word := range paperWords {
		data["word"+word.zh] = w.say(word.zh, word.en)
	}
	var revisions, changes []any
	for _, row := range w.revisions() {
		revisions = append(revisions, map[string]any{"item": row[0], "before": row[1], "after": row[2]})
	}
	for i := range w.comparison.Changes {
		changes = append(changes, w.change(&w.comparison.Changes[i], marks))
	}
	if len(changes) > 0 {
		legend := rich{{plainText, w.say("删去的文字标", "Removed text is ")}, {removedText, w.say("删除线", "struck through")},
			{plainText, w.say("，新增的文字标", ", added text is ")}, {addedText, w.say("下划线", "underlined")}, {plainText, w.say("。栏目中的序号是修订后的，标“原”的是修订前的。", ". Numbers are those after the change, of former items those before it.")}}
		data["legend"] = legend.String()
		marks.add("CompareLegend", legend)
	}
	data["revisions"], data["changes"] = revisions, changes
	return data
}

func (w *writer) form() string {
	if w.english && w.New.State("formTitle") != position.Filled {
		return "Job Description"
	}
	return w.New.FormTitle()
}

// revisions are the rows that tell the two revisions; those that both leave blank are not printed.
func (w *writer) revisions() [][3]string {
	b, a := &w.Before, &w.After
	rows := [][3]string{
		{w.say("修订号", "Number"), w.number(b.Number), w.number(a.Number)},
		{w.say("时间", "Time"), minute(b.Time), minute(a.Time)},
		{w.say("修订人", "By"), b.Author, a.Author},
		{w.say("状态", "State"), w.state(b.State), w.state(a.State)},
		{w.say("修订说明", "Note"), b.Note, a.Note},
	}
	kept := rows[:0]
	for _, row := range rows {
		if row[1]+row[2] != "" {
			kept = append(kept, row)
		}
	}
	return kept
}

func (w *writer) number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(w.say("第 %d 次修订", "Revision %d"), n)
}

func minute(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	text := t.Format("2006-01-02 15:04")
	if name, _ := t.Zone(); name == "UTC" { // the clocks of a machine, and of nobody's place
		text += " UTC"
	}
	return text
}

func (w *writer) state(s string) string {
	switch s {
	case "draft":
		return w.say("草稿", "Draft")
	case "review":
		return w.say("审核中", "In review")
	case "approved":
		return w.say("已批准", "Approved")
	case "void":
		return w.say("作废", "Void")
	}
	return s
}

// summary counts the changes, leaving out kinds of which there are none.
func (w *writer) summary() string {
	s := w.comparison.Summary
	if s.Total == 0 {
		return w.say("没有改动", "No changes")
	}
	var parts []string
	for _, kind := range kinds {
		if n := kind.count(s); n > 0 {
			parts = append(parts, fmt.Sprintf(w.say(kind.zh+" %d 处", "%d "+strings.ToLower(kind.en)), n))
		}
	}
	if w.english {
		noun := " changes: "
		if s.Total == 1 {
			noun = " change: "
		}
		return strconv.Itoa(s.Total) + noun + strings.Join(parts, ", ")
	}
	return fmt.Sprintf("共改动 %d 处：%s", s.Total, strings.Join(parts, "，"))
}

// kinds are the words for kinds of changes.
var kinds = []struct {
	kind, zh, en string
	count        func(Summary) int
}{
	{Added, "新增", "Added", func(s Summary) int { return s.Added }},
	{Removed, "删除", "Removed", func(s Summary) int { return s.Removed }},
	{Changed, "修改", "Changed", func(s Summary) int { return s.Changed }},
	{Moved, "移动", "Moved", func(s Summary) int { return s.Moved }},
	{MovedChanged, "移动并修改", "Moved and changed", func(s Summary) int { return s.MovedChanged }},
}
