package server

import (
	"context"
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
