package main

import (
	"fmt"
	"io"
	"os"
	"slices"
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

// newProgress shows the progress of so many inputs.
func (a *app) newProgress(inputs int) *progress {
	p := &progress{out: a.stderr}
	if f := a.watched(); f != nil && inputs > handful {
		p.bar = newBar(f, inputs, a.of("职位", "positions"))
	}
	return p
}

// newSourceProgress shows the progress of the positions of sources, which are
// counted first, without being decoded, so that the time left can be told. Of
// standard input nobody knows how many it holds.
func (a *app) newSourceProgress(sources []string) *progress {
	p := &progress{out: a.stderr}
	f := a.watched()
	if f == nil {
		return p
	}
	total := -1
	if !slices.Contains(sources, stdio) {
		total = 0
		for range a.raws(sources, func(unread) {}) {
			total++
		}
	}
	if total < 0 || total > handful {
		p.bar = newBar(f, total, a.of("职位", "positions"))
	}
	return p
}

// newRowProgress shows the progress of rows of tables: [progress.to] says how
// many there are.
func (a *app) newRowProgress() *progress {
	p := &progress{out: a.stderr}
	if f := a.watched(); f != nil {
		p.bar = newBar(f, -1, a.of("条记录", "rows"))
	}
	return p
}

// to says how much of how much is done.
func (p *progress) to(done, total int) {
	if p.bar != nil {
		p.bar.ChangeMax(total)
		_ = p.bar.Set(done) // a bar that cannot be drawn is no reason to stop
	}
}

// watched is where a bar can be drawn, nil where nobody watches.
func (a *app) watched() *os.File {
	f, ok := a.stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	return f
}

// newBar draws the share that is done, the rate and the time left.
func newBar(out io.Writer, inputs int, what string) *progressbar.ProgressBar {
	return progressbar.NewOptions(inputs,
		progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString(what), progressbar.OptionSetWidth(30),
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
