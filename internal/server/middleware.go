package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
)

type requestIDKey struct{}

// requestID returns the id of the request, "" outside of one.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// maxID bounds an id that a client or proxy brings along, in bytes.
const maxID = 64

// plainID reports whether an id may stand in a log: no blanks, nothing to
// break a line or a terminal with.
func plainID(id string) bool {
	for i := range len(id) {
		if c := id[i]; !isAlphanumeric(c) && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return id != "" && len(id) <= maxID
}

// securityHeaders go with every answer. Nothing we send runs scripts or loads
// anything, and nothing is to be framed by strangers.
var securityHeaders = [][2]string{
	{"X-Content-Type-Options", "nosniff"},
	{"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
	{"X-Frame-Options", "DENY"},
	{"Referrer-Policy", "no-referrer"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
}

// record gives the request its id and language, and writes one line of access
// log when it is done: the route's pattern and never the path as it came, no
// query, no address, no agent.
func (s *Server) record(c *gin.Context) {
	start := s.config.Now()
	id := c.GetHeader("X-Request-Id")
	if !plainID(id) {
		id = s.config.NewID()
	}
	ctx := context.WithValue(c.Request.Context(), requestIDKey{}, id)
	c.Request = c.Request.WithContext(withTongue(ctx, acceptedTongue(c.GetHeader("Accept-Language"))))
	h := c.Writer.Header()
	h.Set("X-Request-Id", id)
	for _, sh := range securityHeaders {
		h.Set(sh[0], sh[1])
	}
	if c.Request.TLS != nil {
		h.Set("Strict-Transport-Security", strictTransport)
	}
	c.Next()

	route := s.routeOf(c)
	took := s.config.Now().Sub(start)
	method, status := knownMethod(c.Request.Method), c.Writer.Status()
	s.metrics.request(method, route, status, took)
	s.config.Log.Info("request", "id", id, "method", method, "route", route, "status", status,
		"bytes", max(c.Writer.Size(), 0), "ms", float64(took.Microseconds())/1000)
}

// routeOf returns the pattern that the request's path answers to, also when its
// method does not: gin has a route only where both fit.
func (s *Server) routeOf(c *gin.Context) string {
	if route := c.FullPath(); route != "" {
		return route
	}
	if c.Writer.Status() == http.StatusMethodNotAllowed {
		for _, r := range s.engine.Routes() {
			if fits(r.Path, c.Request.URL.Path) {
				return r.Path
			}
		}
	}
	return "unmatched"
}

// fits reports whether a path answers to a pattern, in which ":name" stands for
// any one segment.
func fits(pattern, path string) bool {
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	return slices.EqualFunc(want, have, func(w, h string) bool {
		return w == h || strings.HasPrefix(w, ":") && h != ""
	})
}

// knownMethod keeps made-up methods out of the log and the metrics' labels.
func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "OTHER"
}

// recover answers 500 when a handler panics, and keeps the server running. The
// log gets the stack, and the panic's text only when the runtime made it: any
// other could hold a piece of the document.
func (s *Server) recover(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		err, _ := v.(error)
		if errors.Is(err, http.ErrAbortHandler) {
			panic(v) // net/http closes the connection without a word
		}
		text := fmt.Sprintf("%T", v)
		var runtimeError runtime.Error
		if errors.As(err, &runtimeError) {
			text = runtimeError.Error()
		}
		s.config.Log.Error("panic", "id", requestID(c.Request.Context()), "panic", text, "stack", string(debug.Stack()))
		c.Abort()
		if c.Writer.Written() {
			panic(http.ErrAbortHandler) // half an answer must not look like a whole one
		}
		s.refuse(c, errPanic)
	}()
	c.Next()
}

// errPanic stands for a panic, which is in the log already.
var errPanic = errors.New("panic")
