package main

import (
	"os"
	"regexp"
	"slices"
	"testing"
)

// TestTheVariablesOfADeploymentAreThoseOfServe holds what tells people how to run
// the service to the flags there are.
func TestTheVariablesOfADeploymentAreThoseOfServe(t *testing.T) {
	t.Parallel()
	var known []string
	parser := parserOf(t, &app{})
	for _, command := range parser.Model.Children {
		if command.Name != "serve" {
			continue
		}
		for _, flags := range command.AllFlags(true) {
			for _, f := range flags {
				known = append(known, f.Envs...)
			}
		}
	}
	variable := regexp.MustCompile(`JOBDOC_[A-Z_]+`)
	for _, name := range []string{"Dockerfile", "compose.yaml", "docs/部署指南.md"} {
		data, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		named := variable.FindAllString(string(data), -1)
		if len(named) == 0 {
			t.Errorf("%s names no variable", name)
		}
		for _, v := range named {
			if !slices.Contains(known, v) {
				t.Errorf("%s names %s; serve knows %v", name, v, known)
			}
		}
	}
}

func TestAServiceBehindAProxyIsNotPrivate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		host  string
		flags networkFlags
		want  bool
	}{
		{"127.0.0.1", networkFlags{}, true},
		{"localhost", networkFlags{FrameAncestors: "https://oa.example.com"}, true},
		{"0.0.0.0", networkFlags{}, false},
		{"127.0.0.1", networkFlags{PublicURL: "https://hr.example.com"}, false},
		{"127.0.0.1", networkFlags{TrustedProxies: []string{"127.0.0.1"}}, false},
	} {
		if got := test.flags.private(test.host); got != test.want {
			t.Errorf("private(%q) of %+v = %v, want %v", test.host, test.flags, got, test.want)
		}
	}
}
