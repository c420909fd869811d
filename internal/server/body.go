package server

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"jobdoc/internal/position"
)

// maxBody bounds the body of a request, in bytes.
const maxBody = 1 << 20

// readPosition admits a request that carries a position and reads its body,
// before huma does: huma neither checks the media type of a raw body, nor tells
// one that is too large from one that broke off, nor does it use our problem
// documents.
func (s *Server) readPosition(ctx huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(ctx)
	// The whole body comes first: who sends it slowly takes no place from those
	// whose documents can be made.
	body, err := s.receiveJSON(c)
	if err != nil {
		s.refuse(c, err)
		return
	}
	if !s.gate.admit() {
		s.countRefused(errBusy)
		s.refuse(c, errBusy)
		return
	}
	defer s.gate.leave()
	if len(body) == 0 { // huma has words of its own for this one
		_, faults := position.Decode(nil)
		s.refuse(c, &invalidError{faults: faults})
		return
	}
	c.Request.Body = bodyOf(body)
	next(ctx)
}

// receiveJSON receives a body that does not call itself something other than JSON.
func (s *Server) receiveJSON(c *gin.Context) ([]byte, error) {
	if err := checkMediaType(c.Request.Header); err != nil {
		return nil, err
	}
	body, err := s.receive(c.Writer, c.Request)
	s.countRefused(err)
	return body, err
}

// bodyOf returns a body that has arrived.
func bodyOf(data []byte) io.ReadCloser { return io.NopCloser(bytes.NewReader(data)) }

// countRefused counts the requests that found no room.
func (s *Server) countRefused(err error) {
	var request *requestError
	if errors.As(err, &request) && request.status == http.StatusTooManyRequests {
		s.metrics.refused.Inc()
	}
}

// checkMediaType refuses a body that calls itself something other than JSON.
// One that calls itself nothing is taken for JSON.
func checkMediaType(h http.Header) error {
	if coding := h.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return errMediaType
	}
	value := h.Get("Content-Type")
	if value == "" {
		return nil
	}
	media, _, err := mime.ParseMediaType(value)
	if err != nil || media != "application/json" && !(strings.HasPrefix(media, "application/") && strings.HasSuffix(media, "+json")) {
		return errMediaType
	}
	return nil
}
