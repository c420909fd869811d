package main

import "jobdoc/internal/render"

// tally is what became of all inputs of a run.
type tally struct {
	inputs, done, files, faulty, warned, warnings int

	failed  bool // the failure is ours
	missing missing
}

// told is what became of one input.
type told struct {
	where    string // the input, as messages name it
	files    int    // that were written
	faults   []string
	failed   bool // a fault is a failure of ours
	warnings []render.Warning
	renamed  string // the name of its files, in place of one that was taken
}

// add counts an input and returns what is to be printed of it. Characters without
// a glyph are kept for the end.
func (t *tally) add(a *app, o told) []string {
	t.files += o.files
	t.failed = t.failed || o.failed
	if len(o.faults) > 0 {
		t.faulty++
	}
	others := t.missing.add(o.where, o.warnings)
	if len(o.warnings) > 0 {
		t.warned++
		t.warnings += len(others)
	}
	if len(others) < len(o.warnings) {
		t.warnings++ // one line for all characters
	}
	lines := o.faults
	for _, w := range others {
		lines = append(lines, o.where+a.of("：提示：", ": warning: ")+a.of(w.Detail, w.English))
	}
	if o.renamed != "" && o.files > 0 {
		lines = append(lines, o.where+a.ofn("：名称与前面的职位相同，文件名为 %s", ": the name is taken by another position; its files are called %s", o.renamed))
	}
	return lines
}

// rest ends the line that sums a run up: faults and warnings, "" where there are none.
func (t *tally) rest(a *app) (line string) {
	if t.faulty > 0 {
		line += a.ofn("；%d 个有错，未完成", "; at fault and not done: %d", t.faulty)
	}
	if t.warnings > 0 {
		line += a.ofn("；%d 个有提示，共 %d 条", "; with warnings: %d, warnings in all: %d", t.warned, t.warnings)
	}
	return line
}

// verdict is how the run ends.
func (t *tally) verdict() error {
	switch {
	case t.failed:
		return errReported
	case t.faulty > 0:
		return errInput
	}
	return nil
}

// crash says that the program failed at an input: v is what was recovered.
func (a *app) crash(where string, v any) string {
	return where + a.ofn("：程序出错：%v", ": the program failed: %v", v)
}
