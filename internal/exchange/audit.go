package exchange

import (
	"io"

	"github.com/xuri/excelize/v2"

	"jobdoc/internal/audit"
)

// WriteAudit writes what an audit found as a workbook: a sheet of findings to be
// sorted, filtered and ticked off, one of departments, one of checks. Cells are texts and
// numbers and never formulas, whatever a position says.
func WriteAudit(w io.Writer, r *audit.Report, english bool) (err error) {
	b := &bookWriter{file: excelize.NewFile(), sheets: map[string]*sheetWriter{}, styles: map[styleKey]int{}}
	defer b.close()
	of := func(zh, en string) string {
		if english {
			return en
		}
		return zh
	}
	findings, departments, checks := of("发现", "Findings"), of("部门", "Departments"), of("检查项", "Checks")
	if err := b.file.SetSheetName("Sheet1", findings); err != nil {
		return err
	}
	text := func(header string, width float64) columnLayout {
		return columnLayout{header: header, width: width, text: true}
	}
	number := func(header string) columnLayout { return columnLayout{header: header, width: narrow} }
	if err := b.begin(findings, []columnLayout{
		text(of("级别", "severity"), narrow), text(of("检查项", "check"), medium), text(of("问题", "problem"), medium), text(of("部门", "department"), medium), text(of("岗位名称", "title"), medium),
		text(of("岗位编号", "code"), medium), text(of("处理意见", "what to do"), wide), text(of("原文", "quote"), wide), text(of("位置", "pointer"), medium),
		text(of("来源", "source"), medium), text(of("处理结果", "done"), medium),
	}); err != nil {
		return err
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		p := f.Position
		if p == nil {
			p = &audit.Subject{Department: of("（全部职位）", "(the whole set)")}
		}
		severity := of(f.Severity.Chinese(), f.Severity.String())
		if err := b.row(findings, []any{severity, f.Check.ID, f.Check.Name(english), p.Department, p.Title, p.Code, f.Say(english), f.Quote, f.Pointer, p.Source, nil}); err != nil {
			return err
		}
	}
	if err := b.begin(departments, []columnLayout{
		text(of("部门", "department"), medium), number(of("职位", "positions")), number(of("定员", "headcount")), number(of("未写定员", "not given")),
		number(of("错误", "errors")), number(of("警告", "warnings")), number(of("提示", "hints")),
	}); err != nil {
		return err
	}
	total := r.Total
	total.Name = of("合计（含全局发现）", "in all")
	for _, d := range append(r.Departments[:len(r.Departments):len(r.Departments)], total) {
		if d.Name == "" {
			d.Name = of("（未写部门）", "(none given)")
		}
		if err := b.row(departments, []any{d.Name, d.Positions, d.Headcount, d.Unstaffed, d.Count(audit.Error), d.Count(audit.Warning), d.Count(audit.Info)}); err != nil {
			return err
		}
	}
	if err := b.auditChecks(checks, r, of, english); err != nil {
		return err
	}
	return b.write(w)
}

// auditChecks writes the sheet that says what the ids of checks mean.
func (b *bookWriter) auditChecks(name string, r *audit.Report, of func(zh, en string) string, english bool) error {
	count := map[string]int{}
	for i := range r.Findings {
		count[r.Findings[i].Check.ID]++
	}
	layout := []columnLayout{
		{header: of("检查项", "check"), width: medium, text: true}, {header: of("含义", "meaning"), width: wide, text: true},
		{header: of("级别", "severity"), width: narrow, text: true}, {header: of("发现", "findings"), width: narrow},
	}
	if err := b.begin(name, layout); err != nil {
		return err
	}
	for _, c := range audit.Checks() {
		if err := b.row(name, []any{c.ID, c.Name(english), of(c.Severity.Chinese(), c.Severity.String()), count[c.ID]}); err != nil {
			return err
		}
	}
	return nil
}
