package server

import (
	"context"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
)

// Limits of bodies that are files. They arrive apart from those that are one
// position, and take no room from them.
const (
	maxUploads    = 16        // arriving at once
	maxUploaded   = 160 << 20 // bytes of them in memory
	uploadTimeout = 5 * time.Minute
)

// octets is what a client calls a file that it knows nothing of.
const octets = "application/octet-stream"

// curlType is what curl calls a file that it is not told the type of.
const curlType = "application/x-www-form-urlencoded"

// upload says which files an operation takes.
type upload struct {
	limit int      // bytes
	media []string // media types; a file without one is looked into
	says  *requestError
}

type uploadKey struct{}

// uploaded returns the body that [Server.readUpload] has read.
func uploaded(ctx context.Context) []byte {
	data, _ := ctx.Value(uploadKey{}).([]byte)
	return data
}

// readUpload admits a request whose body is a file. It arrives whole before
// anything else is done, as with [Server.readPosition]: who sends it slowly
// holds neither a processor nor the database.
func (s *Server) readUpload(u upload) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		c := humagin.Unwrap(ctx)
		if !u.takes(c.Request.Header) {
			s.refuse(c, u.says)
			return
		}
		// A file takes longer to arrive than the server gives to other requests.
		control := http.NewResponseController(c.Writer)
		end := time.Now().Add(uploadTimeout)
		_ = control.SetReadDeadline(end) // a writer without deadlines reads from memory
		_ = control.SetWriteDeadline(end.Add(writeTimeout))
		body, err := s.bulk.receive(c.Writer, c.Request, u.limit)
		if err != nil {
			s.countRefused(err)
			s.refuse(c, err)
			return
		}
		if !s.gate.admit() {
			s.countRefused(errBusy)
			s.refuse(c, errBusy)
			return
		}
		defer s.gate.leave()
		c.Request.Body = bodyOf(body)
		next(huma.WithValue(ctx, uploadKey{}, body))
	}
}

// takes reports whether a body may be what its headers call it.
func (u upload) takes(h http.Header) bool {
	if coding := h.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return false
	}
	value := h.Get("Content-Type")
	if value == "" {
		return true
	}
	media, _, err := mime.ParseMediaType(value)
	return err == nil && slices.Contains(u.media, media)
}
