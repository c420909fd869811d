package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// parserOf returns the parser of the real grammar.
func parserOf(t *testing.T, a *app) *kong.Kong {
	t.Helper()
	parser, err := newParser(a, new(cli), func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	return parser
}

func TestEveryPartOfTheGrammarIsExplainedInBothLanguages(t *testing.T) {
	t.Parallel()
	used := map[string]bool{"jobdoc": true}
	explained := func(command, part string) {
		key := strings.TrimSpace(command + " " + part)
		if _, ok := helpTexts[key]; !ok {
			key = part
		}
		w, ok := helpTexts[key]
		if !ok || w.zh == "" || w.en == "" {
			t.Errorf("%s %s: not explained", command, part)
		}
		if strings.ContainsFunc(w.en, func(r rune) bool { return r > 0x7e }) {
			t.Errorf("%s: %q is not English", key, w.en)
		}
		used[key] = true
	}
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		command := strings.TrimSpace(strings.TrimPrefix(n.FullPath(), "jobdoc"))
		if command != "" {
			explained(command, "")
		}
		for _, arg := range n.Positional {
			explained(command, arg.Name)
		}
		for _, flag := range n.Flags {
			explained(command, "--"+flag.Name)
			if flag.Name != "help" && flag.Name != "version" && (len(flag.Envs) != 1 || !strings.HasPrefix(flag.Envs[0], "JOBDOC_")) {
				t.Errorf("%s --%s: variables %v, want one JOBDOC_…", command, flag.Name, flag.Envs)
			}
			if !flag.IsBool() && flag.PlaceHolder == "" {
				t.Errorf("%s --%s has no placeholder", command, flag.Name)
			}
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(parserOf(t, &app{}).Model.Node)
	for key := range helpTexts {
		if !used[key] {
			t.Errorf("%q explains nothing", key)
		}
	}
}

// TestWhatKongSaysIsTranslated fails when a new version of kong words a
// complaint in another way.
func TestWhatKongSaysIsTranslated(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"rendr"}, {"rrrrrrrrr"}, {"render"}, {"render", "a", "--ouput", "x"}, {"render", "a", "--colour"}, {"render", "a", "--dpi", "x"},
		{"render", "a", "-o"}, {"render", "a", "--dpi"}, {"template"}, {"template", "lst"}, {"schema", "more"}, {"validate", "-x"},
	} {
		var out bytes.Buffer
		a := &app{stdout: &out, stderr: &out}
		if code := run(a, args, func(string) string { return "" }); code != exitUsage {
			t.Errorf("%q: exit code %d, want %d", args, code, exitUsage)
		}
		if got := out.String(); strings.Contains(got, "用法有误") || !strings.HasSuffix(got, " --help）\n") {
			t.Errorf("%q: %q, want a Chinese sentence", args, got)
		}
	}
}
