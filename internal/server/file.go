package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"jobdoc/internal/render"
)

// file is something to be sent as it is.
type file struct {
	data     []byte
	media    string
	name     string // what to save it as, with extension; "" for a resource that is read rather than saved
	fallback string // the same in ASCII
	inline   bool   // shown where the client can show it
	private  bool   // holds what stands in a position: no cache keeps it
	kept     bool   // the same, but the client may keep it, and asks each time whether it still holds
	etag     string // with quotes; "": made of the data
	header   http.Header
}

// serve sends the file. GET and HEAD honour If-None-Match and Range; the answer
// to a POST is never a part or a "not modified" (RFC 9110, 13.2.1 and 14.2).
func (f *file) serve(c *gin.Context) {
	h := c.Writer.Header()
	for name, values := range f.header {
		h[name] = append(h[name], values...)
	}
	h.Set("ETag", f.tag())
	h.Set("Content-Type", f.media)
	if f.name != "" {
		h.Set("Content-Disposition", disposition(f.inline, f.fallback, f.name))
	}
	h.Set("Cache-Control", "no-cache")
	switch {
	case f.private:
		h.Set("Cache-Control", "private, no-store")
	case f.kept:
		h.Set("Cache-Control", "private, no-cache")
	}
	if c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead {
		if !isRange(c.GetHeader("Range")) {
			c.Request.Header.Del("Range")
		}
		w := &conditionWriter{ResponseWriter: c.Writer}
		http.ServeContent(w, c.Request, "", time.Time{}, bytes.NewReader(f.data))
		if w.refused != nil {
			for _, name := range []string{"ETag", "Content-Disposition", "Content-Length", "Cache-Control"} {
				h.Del(name)
			}
			for name := range f.header {
				if name != "Vary" {
					h.Del(name)
				}
			}
			writeProblem(c, w.refused)
		}
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(f.data)))
	c.Status(http.StatusOK)
	_, _ = c.Writer.Write(f.data) // nobody is left to tell
}

// isRange reports whether a Range header asks for one range of bytes in a way
// that can be read. Any other is passed over, as RFC 9110, 14.2 has it for other
// units and lets a server do with several: http.ServeContent refuses the first
// without saying what would do, and answers the second in parts of a media type
// of their own.
func isRange(header string) bool {
	spec, bytes := strings.CutPrefix(header, "bytes=")
	first, last, dash := strings.Cut(strings.Trim(spec, " \t"), "-")
	from, errFrom := strconv.ParseUint(first, 10, 63)
	to, errTo := strconv.ParseUint(last, 10, 63)
	switch {
	case !bytes || !dash:
		return false
	case first == "": // the last bytes, of which none are asked for by -0
		return errTo == nil && to > 0
	case last == "":
		return errFrom == nil
	}
	return errFrom == nil && errTo == nil && from <= to
}

// tag returns the entity tag of the file.
func (f *file) tag() string {
	if f.etag != "" {
		return f.etag
	}
	sum := sha256.Sum256(f.data)
	return `"` + hex.EncodeToString(sum[:16]) + `"`
}

// conditionWriter keeps back what http.ServeContent says of a range or a
// condition that the file does not meet: it is plain text, and in English.
type conditionWriter struct {
	http.ResponseWriter
	refused error
}

func (w *conditionWriter) WriteHeader(status int) {
	switch status {
	case http.StatusRequestedRangeNotSatisfiable:
		w.refused = errRange
	case http.StatusPreconditionFailed:
		w.refused = errPrecondition
	default:
		w.ResponseWriter.WriteHeader(status)
	}
}

func (w *conditionWriter) Write(p []byte) (int, error) {
	if w.refused != nil {
		return len(p), nil
	}
	return w.ResponseWriter.Write(p)
}

var (
	errRange = &requestError{status: http.StatusRequestedRangeNotSatisfiable,
		zh: "Range 超出了文件的长度，长度见 Content-Range", en: "Range lies beyond the end of the file, whose length is in Content-Range"}
	errPrecondition = &requestError{status: http.StatusPreconditionFailed,
		zh: "文件已不是 If-Match 所指的版本，请重新取得它的 ETag", en: "the file is not the version that If-Match names; get its ETag again"}
)

// disposition writes a Content-Disposition with the name twice: in ASCII for
// old clients, and as it is (RFC 6266, RFC 8187).
func disposition(inline bool, ascii, name string) string {
	kind := "attachment"
	if inline {
		kind = "inline"
	}
	return fmt.Sprintf(`%s; filename="%s"; filename*=UTF-8''%s`, kind, ascii, extValue(name))
}

// extValue percent-encodes all but the attr-char of RFC 8187, 3.2.1.
func extValue(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if isAlphanumeric(c) || strings.IndexByte("!#$&+-.^_`|~", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// asciiName returns a name that is safe to save under (see
// [position.Position.FileName]) if it is ASCII and needs no quoting, else "position".
func asciiName(name string) string {
	plain := name != "" && name[0] != '.' && name[0] != '-'
	for i := range len(name) {
		plain = plain && (isAlphanumeric(name[i]) || strings.IndexByte("-_.", name[i]) >= 0)
	}
	if !plain {
		return "position"
	}
	return name
}

// maxWarnings bounds the header that carries the warnings, in bytes: proxies
// refuse answers with much more.
const maxWarnings = 4 << 10

// warning is one element of Jobdoc-Warnings.
type warning struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// warningsHeader writes warnings as JSON in ASCII. Those that do not fit are
// left out, and one at the end says how many.
func warningsHeader(t tongue, warnings []render.Warning) string {
	const room = 160 // for the one that counts the rest
	var b strings.Builder
	for i, w := range warnings {
		item := asciiJSON(warning{w.Code, t.of(w.Detail, w.English)})
		last := i == len(warnings)-1
		if size := b.Len() + len(item) + 2; size > maxWarnings || !last && size > maxWarnings-room {
			rest := len(warnings) - i
			item = asciiJSON(warning{"more", t.of(fmt.Sprintf("另有 %d 条提示", rest), fmt.Sprintf("%d more warnings", rest))})
			last = true
		}
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		b.WriteString(item)
		if last {
			break
		}
	}
	return "[" + b.String() + "]"
}

// asciiJSON encodes v with everything beyond printable ASCII escaped.
func asciiJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return "{}" // a struct of strings cannot fail
	}
	var b strings.Builder
	for _, r := range string(data) {
		if r < 0x7f {
			b.WriteByte(byte(r))
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

// sendJSON answers with a value as JSON, with an ETag and all.
func sendJSON(v any) (*reply, error) {
	var b bytes.Buffer
	if err := writeJSON(&b, v); err != nil {
		return nil, err
	}
	f := &file{data: b.Bytes(), media: jsonType}
	return &reply{Body: func(ctx huma.Context) { f.serve(humagin.Unwrap(ctx)) }}, nil
}

// writeJSON writes v as JSON, with <, > and & as they are: nothing puts our
// answers into HTML.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
