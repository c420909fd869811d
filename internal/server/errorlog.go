package server

import (
	"context"
	"errors"
	"log"
	"log/slog"
	"regexp"
	"strings"
)

// addressForm is the address of a client as net/http writes it in its
// complaints, an IPv6 one always in brackets.
var addressForm = regexp.MustCompile(`(\d{1,3}(\.\d{1,3}){3}|\[[0-9A-Fa-f:.]+(%\w+)?\])(:\d+)?`)

// errorLog takes what net/http complains of, such as handshakes that fail, and
// leaves the client's address out.
func errorLog(l *slog.Logger) *log.Logger { return log.New(discreet{l}, "", 0) }

type discreet struct{ log *slog.Logger }

func (d discreet) Write(line []byte) (int, error) {
	d.log.Log(context.Background(), slog.LevelWarn, addressForm.ReplaceAllString(strings.TrimSpace(string(line)), "a client"))
	return len(line), nil
}

// quoted is whatever stands between the first quotation mark and the last, since
// a value may hold some.
var quoted = regexp.MustCompile(`(?s)".*"|'.*'`)

// discreetText returns the text of an error for the log. What a database says
// quotes values, such as a text that is no number or what was searched for, and
// goes in without them. Its errors are known by the method that has their code.
func discreetText(err error) string {
	text := err.Error()
	var postgres interface{ SQLState() string }
	var sqlite interface{ Code() int }
	if errors.As(err, &postgres) || errors.As(err, &sqlite) {
		text = quoted.ReplaceAllString(text, "…")
	}
	return strings.ToValidUTF8(text, "?")
}
