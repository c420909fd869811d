// Command jobdoc turns structured positions into 职位说明书: Word, PDF and PNG.
//
//	jobdoc render samples/*.json -o out
//	jobdoc serve
//
// The command reads arguments, files and signals and reports to people; what a
// form is and how it is set, the packages below internal know.
package main

import (
	"errors"
	"io"
	"os"
	_ "time/tzdata" // an image of nothing but this program has no time zones

	"github.com/alecthomas/kong"
)

// Exit codes, as the manual promises them.
const (
	exitDone    = 0
	exitInput   = 1 // an input is at fault or cannot be read
	exitUsage   = 2
	exitFailure = 3 // everything else: we or the machine failed
)

func main() {
	os.Exit(run(&app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}, os.Args[1:], os.Getenv))
}

// app is what commands work with.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	lang           language
	typed          map[string]bool // flags that stand on the command line, by name; the others come from variables
}

// run parses the arguments, runs the command and returns the exit code.
func run(a *app, args []string, getenv func(string) string) int {
	a.lang = chooseLanguage(args, getenv)
	var grammar cli
	helped := false
	parser, err := newParser(a, &grammar, func(int) { helped = true })
	if err != nil {
		a.complain(err.Error())
		return exitFailure
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	ctx, err := parser.Parse(args)
	if helped { // printed while parsing; what is missing besides does not matter
		return exitDone
	}
	if err != nil {
		a.complain(a.parseMessage(err))
		return exitUsage
	}
	a.typed = typedFlags(ctx)
	if output := &grammar.Template.Export.Output; !a.typed["output"] && !isWordName(*output) {
		*output = "" // JOBDOC_OUTPUT is meant for render
	}
	if a.typed["lang"] {
		if a.lang, err = parseLanguage(grammar.Lang); err != nil {
			return a.finish(err)
		}
	}
	return a.finish(ctx.Run(a))
}

// typedFlags returns the flags of the command line, without those that only
// have a variable: what is typed wins over what is set once and for all.
func typedFlags(ctx *kong.Context) map[string]bool {
	typed := map[string]bool{}
	for _, p := range ctx.Path {
		if p.Flag != nil && !p.Resolved {
			typed[p.Flag.Name] = true
		}
	}
	return typed
}

func newParser(a *app, grammar *cli, exit func(int)) (*kong.Kong, error) {
	parser, err := kong.New(grammar,
		kong.Name("jobdoc"), kong.Writers(a.stdout, a.stderr), kong.Exit(exit),
		kong.Help(a.printHelp), kong.DefaultEnvars("JOBDOC"), kong.Vars{"version": versionLine()})
	if err != nil {
		return nil, err
	}
	ignoreEmpty(parser.Model.Node)
	return parser, nil
}

// ignoreEmpty takes a variable that is set to nothing as one that is not set;
// kong would put nothing in place of a default.
func ignoreEmpty(n *kong.Node) {
	for _, flag := range n.Flags {
		if len(flag.Envs) == 1 && os.Getenv(flag.Envs[0]) == "" {
			flag.Tag.Envs = nil // those of the flag itself are for the help
		}
	}
	for _, c := range n.Children {
		ignoreEmpty(c)
	}
}

// usageError is a command line that asks for something contradictory.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

// inputError is an input that cannot be used, beside faults of its text.
type inputError struct {
	text string
	err  error // what the system said, if it did
}

func (e *inputError) Error() string { return e.text }
func (e *inputError) Unwrap() error { return e.err }

// errInput says that inputs were at fault and have been reported already, and
// errReported that a failure has been.
var (
	errInput    = errors.New("an input is at fault")
	errReported = errors.New("failed")
)

// finish reports an error that nobody has reported yet and returns the exit code.
func (a *app) finish(err error) int {
	var usage *usageError
	var input *inputError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errReported):
		return exitFailure
	case errors.Is(err, errInput):
		return exitInput
	case errors.As(err, &usage):
		a.complain(usage.text)
		return exitUsage
	case errors.As(err, &input):
		a.complain(input.text)
		return exitInput
	default:
		a.complain(a.of("出错：", "failed: ") + err.Error())
		return exitFailure
	}
}
