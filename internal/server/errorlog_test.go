package server

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

func TestAddressesAreLeftOutOfComplaints(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"http: TLS handshake error from 192.0.2.7:4711: EOF":               "http: TLS handshake error from a client: EOF",
		"http: TLS handshake error from [2001:db8::7]:4711: EOF":           "http: TLS handshake error from a client: EOF",
		"http: TLS handshake error from [fe80::1%eth0]:4711: EOF":          "http: TLS handshake error from a client: EOF",
		"http2: server connection error from 192.0.2.7:4711: bad 10.1.2.3": "http2: server connection error from a client: bad a client",
		"http: Accept error: accept tcp 0.0.0.0:80: too many open files":   "http: Accept error: accept tcp a client: too many open files",
		"tls: client offered only unsupported versions: [302 301]":         "tls: client offered only unsupported versions: [302 301]",
	} {
		if got := addressForm.ReplaceAllString(line, "a client"); got != want {
			t.Errorf("%q becomes %q, want %q", line, got, want)
		}
	}
}

// quoting is an error as the databases' drivers have them.
type quoting struct{ text string }

func (q quoting) Error() string { return q.text }

type postgresError struct{ quoting }

func (postgresError) SQLState() string { return "22P02" }

type sqliteError struct{ quoting }

func (sqliteError) Code() int { return 1 }

func TestWhatADatabaseQuotesIsLeftOutOfTheLog(t *testing.T) {
	t.Parallel()
	s, log := newServer(t, Config{})
	wrong := map[string]error{
		"list positions: ERROR: invalid input syntax for type bigint: … (SQLSTATE 22P02)": postgresError{quoting{`ERROR: invalid input syntax for type bigint: "王小明" 李"四" (SQLSTATE 22P02)`}},
		"list positions: SQL logic error: fts5: syntax error near … (1)":                  sqliteError{quoting{`SQL logic error: fts5: syntax error near "王小明" (1)`}},
		"list positions: the disk is full":                                                errors.New("the disk is full"),
	}
	var next error
	s.engine.GET("/test/fails", func(c *gin.Context) { s.refuse(c, fmt.Errorf("list positions: %w", next)) })
	for want, err := range wrong {
		log.Reset()
		next = err
		call{"GET", "/test/fails", nil, nil}.do(s.Handler())
		if got := log.String(); !strings.Contains(got, `"error":"`+want+`"`) || strings.Contains(got, "王小明") {
			t.Errorf("%v: the log says %s, want %q", err, got, want)
		}
	}
}
