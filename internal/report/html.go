package report

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"jobdoc/internal/audit"
)

//go:embed report.html
var page string

var pageTemplate = template.Must(template.New("report").Parse(page))

// extent says how much of a report is shown; the workbook and the JSON have all.
type extent struct {
	limits
	findings int // of one check
}

// onScreen is what a page of HTML shows.
var onScreen = extent{limits{boxes: 120, charts: 60}, 2000}

// HTML writes the report as one page that needs nothing beside it: no script, no
// fonts, no pictures from elsewhere. It prints on A4.
func HTML(w io.Writer, r *audit.Report, english bool) error {
	return pageTemplate.Execute(w, newView(r, onScreen, english))
}

// view is what the template shows.
type view struct {
	English      bool
	Lang         string
	Organization string
	Date         string
	Report       *audit.Report
	Departments  []departmentView
	Total        departmentView
	Groups       []groupView
	Charts       []chartView
	More         int // departments with breaks that have no picture here

	charts []chart
}

type departmentView struct {
	Name                    string
	Positions, Headcount    int
	Unstaffed               int
	Errors, Warnings, Infos int
}

type groupView struct {
	Severity, SeverityName, Check, ID string
	Count                             int
	Remedy                            string // what all of them say
	Names                             string // of all of them, where they say the same
	Findings                          []findingView
	More                              int
}

type findingView struct {
	Where, Source, Pointer, Quote, Message string
}

type chartView struct {
	Title string
	SVG   template.HTML
}

// Say returns the phrase in the language of the report.
func (v *view) Say(zh, en string) string { return of(v.English, zh, en) }

func newView(r *audit.Report, e extent, english bool) *view {
	v := &view{English: english, Lang: of(english, "zh-CN", "en"), Organization: r.Organization, Report: r, Total: newDepartmentView(&r.Total, english)}
	if !r.Today.IsZero() {
		v.Date = r.Today.Format("2006-01-02")
	}
	for i := range r.Departments {
		v.Departments = append(v.Departments, newDepartmentView(&r.Departments[i], english))
	}
	for _, g := range r.ByCheck() {
		v.Groups = append(v.Groups, newGroupView(g, e.findings, english))
	}
	v.charts, v.More = charts(r, e.limits, english)
	for i := range v.charts {
		c := &v.charts[i]
		v.Charts = append(v.Charts, chartView{c.title, template.HTML(c.svg())}) // every text in it is escaped
	}
	return v
}

func newDepartmentView(d *audit.Department, english bool) departmentView {
	return departmentView{departmentName(d.Name, english), d.Positions, d.Headcount, d.Unstaffed,
		d.Count(audit.Error), d.Count(audit.Warning), d.Count(audit.Info)}
}

// severityName names a severity for people.
func severityName(s audit.Severity, english bool) string {
	if english {
		return [...]string{"Error", "Warning", "Hint"}[s]
	}
	return s.Chinese()
}

func newGroupView(g audit.Group, most int, english bool) groupView {
	v := groupView{Severity: g.Severity.String(), SeverityName: severityName(g.Severity, english), Check: g.Check.Name(english), ID: g.Check.ID, Count: len(g.Findings)}
	shown := g.Findings[:min(len(g.Findings), most)]
	v.More = len(g.Findings) - len(shown)
	if g.Plain {
		v.Remedy = g.Findings[0].Say(english)
		var names []string
		for i := range shown {
			names = append(names, where(&shown[i], english))
		}
		v.Names = strings.Join(names, of(english, "、", ", "))
		return v
	}
	for i := range shown {
		f := &shown[i]
		fv := findingView{Where: where(f, english), Pointer: f.Pointer, Quote: f.Quote, Message: f.Say(english)}
		if f.Position != nil {
			fv.Source = f.Position.Source
		}
		v.Findings = append(v.Findings, fv)
	}
	return v
}

// where names the position of a finding.
func where(f *audit.Finding, english bool) string {
	if f.Position == nil {
		return of(english, "全部职位", "the whole set")
	}
	name := strings.TrimSpace(f.Position.Department + " " + f.Position.Title)
	if f.Position.Code != "" {
		name += of(english, "（", " (") + f.Position.Code + of(english, "）", ")")
	}
	return name
}
