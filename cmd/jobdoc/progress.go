package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// handful is the number of inputs up to which no progress is shown.
const handful = 8

// progress prints lines of messages, and below them a bar when somebody watches.
type progress struct {
	out io.Writer
	bar *progressbar.ProgressBar // nil: nobody watches
}

// newProgress shows the progress of so many inputs; -1 where nobody knows how many.
func (a *app) newProgress(inputs int) *progress {
	p := &progress{out: a.stderr}
	f, ok := a.stderr.(*os.File)
	if ok && (inputs > handful || inputs < 0) && term.IsTerminal(int(f.Fd())) {
		p.bar = newBar(f, inputs, a.of("职位", "positions"))
	}
	return p
}

func newBar(out io.Writer, inputs int, what string) *progressbar.ProgressBar {
	return progressbar.NewOptions(inputs,
		progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionSetWidth(30),
		progressbar.OptionThrottle(50*time.Millisecond), progressbar.OptionClearOnFinish())
}

// step counts one input as done and prints its messages.
func (p *progress) step(lines []string) {
	if p.bar != nil && len(lines) > 0 {
		_ = p.bar.Clear() // a bar that cannot be drawn is no reason to stop
	}
	if len(lines) > 0 {
		fmt.Fprintln(p.out, strings.Join(lines, "\n"))
	}
	if p.bar != nil {
		_ = p.bar.Add(1)
	}
}

// done takes the bar away.
func (p *progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
