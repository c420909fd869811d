package main

import (
	"fmt"
	"strings"
	"unicode"
)

// language is the language of messages.
type language bool

const (
	chinese language = false // the default: the users of the forms read it
	english language = true
)

// of returns the sentence in the language.
func (l language) of(zh, en string) string {
	if l == english {
		return en
	}
	return zh
}

func (a *app) of(zh, en string) string { return a.lang.of(zh, en) }

// ofn formats the sentence in the language; both take the same arguments.
func (a *app) ofn(zh, en string, args ...any) string {
	return fmt.Sprintf(a.lang.of(zh, en), args...)
}

// quoted puts what the user typed in quotation marks as it stands: %q would
// double the backslashes of a path. Characters that move a cursor are replaced.
func quoted(s string) string {
	return `"` + strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s) + `"`
}

// say writes a line of result, complain one about a problem.
func (a *app) say(text string)      { fmt.Fprintln(a.stdout, text) }
func (a *app) complain(text string) { fmt.Fprintln(a.stderr, text) }

// chooseLanguage finds the language before the arguments are parsed, since help
// and complaints about the arguments are in it too: --lang, JOBDOC_LANG, then
// the locale by the rules of POSIX.
func chooseLanguage(args []string, getenv func(string) string) language {
	for i, arg := range args {
		value, ok := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			value, ok = args[i+1], true
		}
		if ok {
			if l, err := parseLanguage(value); err == nil {
				return l
			}
		}
		if arg == "--" {
			break
		}
	}
	for _, name := range []string{"JOBDOC_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			return language(strings.HasPrefix(strings.ToLower(value), "en"))
		}
	}
	return chinese
}

// parseLanguage reads the value of --lang.
func parseLanguage(s string) (language, error) {
	switch s = strings.ToLower(s); {
	case s == "en" || strings.HasPrefix(s, "en-") || strings.HasPrefix(s, "en_"):
		return english, nil
	case s == "zh" || strings.HasPrefix(s, "zh-") || strings.HasPrefix(s, "zh_"):
		return chinese, nil
	}
	return chinese, &usageError{fmt.Sprintf("--lang 只能是 zh 或 en（--lang is zh or en, not %s）", quoted(s))}
}
