package main

import (
	"fmt"
	"strings"

	"jobdoc/internal/audit"
)

// auditSummary is one line about a report.
func (a *app) auditSummary(r *audit.Report) string {
	t := r.Total
	line := a.ofn("%d 个职位，%d 个部门：错误 %d 条，警告 %d 条，提示 %d 条", "positions: %d, departments: %d; errors: %d, warnings: %d, hints: %d",
		t.Positions, len(r.Departments), t.Count(audit.Error), t.Count(audit.Warning), t.Count(audit.Info))
	if r.Unread > 0 {
		line += a.ofn("；%d 个输入有错，没有审计", "; inputs at fault and not audited: %d", r.Unread)
	}
	return line
}

// Of a finding that many positions share, the terminal names so many; a report
// has all of them.
const maxNamed = 6

// print writes the report for people at a terminal: by severity and check, the
// positions of each, then a table of departments.
func (r *auditRun) print(report *audit.Report) {
	a := r.app
	groups := report.ByCheck()
	for _, severity := range []audit.Severity{audit.Error, audit.Warning, audit.Info} {
		first := true
		for _, g := range groups {
			if g.Severity != severity {
				continue
			}
			if first {
				a.say(a.ofn("【%s】%d 条", "%s: %d", a.of(severity.Chinese(), strings.ToUpper(severity.String())), report.Total.Count(severity)))
				first = false
			}
			a.printGroup(g)
		}
		if !first {
			a.say("")
		}
	}
	a.printDepartments(report)
	a.say(a.auditSummary(report))
	if len(report.Findings) > 0 {
		a.say(a.ofn("全部内容：加 -o 文件，以 %s 结尾", "for all of it add -o FILE, ending in %s", strings.Join(reportEndings(), a.of("、", ", "))))
	}
}

// printGroup prints the findings of a check. Where they all say the same, the
// positions follow one another.
func (a *app) printGroup(g audit.Group) {
	a.say(fmt.Sprintf("  %s [%s] ×%d", g.Check.Name(a.lang == english), g.Check.ID, len(g.Findings)))
	if g.Plain {
		var names []string
		for _, f := range g.Findings[:min(len(g.Findings), 2*maxNamed)] {
			names = append(names, a.subject(f))
		}
		if more := len(g.Findings) - len(names); more > 0 {
			names = append(names, a.ofn("另有 %d 个", "%d more", more))
		}
		a.say("    " + g.Findings[0].Say(a.lang == english))
		a.say("    " + strings.Join(names, a.of("、", ", ")))
		return
	}
	for i, f := range g.Findings {
		if i == maxNamed && len(g.Findings) > maxNamed+1 {
			a.say(a.ofn("    … 另有 %d 条", "    … and %d more", len(g.Findings)-i))
			return
		}
		a.say("    " + a.subject(f) + a.of("：", ": ") + f.Say(a.lang == english))
	}
}

// subject names the position of a finding.
func (a *app) subject(f audit.Finding) string {
	if f.Position == nil {
		return a.of("全部职位", "the whole set")
	}
	name := strings.TrimSpace(f.Position.Department + " " + f.Position.Title)
	if f.Position.Code != "" {
		name += a.ofn("（%s）", " (%s)", f.Position.Code)
	}
	return name
}

func (a *app) printDepartments(report *audit.Report) {
	rows := [][]string{{a.of("部门", "department"), a.of("职位", "positions"), a.of("定员", "headcount"), a.of("错误", "errors"), a.of("警告", "warnings"), a.of("提示", "hints")}}
	for _, d := range report.Departments {
		name := d.Name
		if name == "" {
			name = a.of("（未写部门）", "(none given)")
		}
		headcount := fmt.Sprint(d.Headcount)
		if d.Unstaffed > 0 {
			headcount += a.ofn("（%d 个未写）", " (%d not given)", d.Unstaffed)
		}
		rows = append(rows, []string{name, fmt.Sprint(d.Positions), headcount, fmt.Sprint(d.Count(audit.Error)), fmt.Sprint(d.Count(audit.Warning)), fmt.Sprint(d.Count(audit.Info))})
		if len(rows) > 40 {
			rows = append(rows, []string{a.of("…", "…")})
			break
		}
	}
	writeColumns(a.stdout, rows)
}
