package main

import (
	"errors"
	"slices"
	"strings"

	"jobdoc/internal/render"
)

// archive is how PDFs are written.
type archive struct {
	pdfa   render.Conformance
	attach bool // the source to the PDF
}

// chooseArchive reads --pdfa and --attach-source. Variables that do not go with
// what is typed count as not set.
func (a *app) chooseArchive(flags pdfFlags, attach bool, t *target) (archive, error) {
	name := strings.TrimSpace(flags.PDFA)
	if !slices.ContainsFunc(t.formats, func(f render.Format) bool { return f.Name == "pdf" }) {
		return archive{}, a.withoutPDF(t)
	}
	pdfa, err := render.LookupConformance(name, attach)
	if errors.Is(err, render.ErrNoSource) {
		switch {
		case a.typed["attach-source"] && !a.typed["pdfa"]:
			pdfa, err = render.LookupConformance("", attach)
		case a.typed["pdfa"] && !a.typed["attach-source"]:
			attach, err = false, nil
		default:
			return archive{}, &usageError{a.ofn("--attach-source 与 --pdfa %s 不一致：PDF/A-1b 和 2b 不能带附件；可写 --pdfa 3b",
				"--attach-source and --pdfa %s contradict each other: PDF/A-1b and 2b hold no attachments; write --pdfa 3b", name)}
		}
	}
	var unknown *render.UnknownError
	if errors.As(err, &unknown) {
		return archive{}, &usageError{a.ofn("--pdfa 没有 %s，可用的是 %s", "there is no --pdfa %s; there are %s", quoted(name), strings.Join(unknown.Known, a.of("、", ", ")))}
	}
	return archive{pdfa, attach}, err
}

// withoutPDF says that a flag that is typed is of no use where no PDF is written.
func (a *app) withoutPDF(t *target) error {
	for _, flag := range []string{"pdfa", "attach-source"} {
		if !a.typed[flag] {
			continue
		}
		if !t.formatsSet {
			return &usageError{a.ofn("--%s 只用于 PDF", "--%s goes with PDF only", flag)}
		}
		a.complain(a.ofn("提示：--%s 只用于 PDF，而 JOBDOC_FORMAT 里没有 pdf，未采用", "warning: --%s goes with PDF only, which is not in JOBDOC_FORMAT; it is ignored", flag))
	}
	return nil
}
