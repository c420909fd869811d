package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// ownRoutes is where tests put routes of their own, which nobody describes.
const ownRoutes = "/test/"

// checked returns a server's handler, and holds every answer that goes through
// it to the API's description. A test gets it from [newServer] and need not ask.
func checked(t testing.TB, s *Server) http.Handler {
	t.Helper()
	api, err := describedBy(s.openapi)
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &sent{ResponseWriter: w}
		s.engine.ServeHTTP(a, r)
		if r.Context().Err() != nil || strings.HasPrefix(r.URL.Path, ownRoutes) {
			return // nobody reads it, or nobody describes it
		}
		for _, fault := range api.faults(r, a) {
			t.Errorf("%s %s: the answer is not as described: %s", r.Method, r.URL.Path, fault)
		}
	})
}

// sent keeps what is answered while it is sent.
type sent struct {
	http.ResponseWriter
	status int
	header http.Header
	body   bytes.Buffer
}

func (a *sent) WriteHeader(status int) {
	if a.status == 0 {
		a.status, a.header = status, a.Header().Clone()
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *sent) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.WriteHeader(http.StatusOK)
	}
	a.body.Write(p)
	return a.ResponseWriter.Write(p)
}

// Flush lets answers be sent piece by piece.
func (a *sent) Flush() { _ = http.NewResponseController(a.ResponseWriter).Flush() }

// Unwrap lets the server set deadlines on the connection.
func (a *sent) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// description is an API's description to hold answers to.
type description struct {
	api     *openapi3.T
	mu      sync.Mutex
	schemas *jsonschema.Compiler
	known   map[string]*jsonschema.Schema
}

// descriptions are those that tests have read: most servers have the same.
var descriptions sync.Map

func describedBy(raw []byte) (*description, error) {
	if known, ok := descriptions.Load(string(raw)); ok {
		return known.(*description), nil
	}
	api, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		return nil, err
	}
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	d := &description{api: api, schemas: c, known: map[string]*jsonschema.Schema{}}
	if err := c.AddResource("openapi.json", tree); err != nil {
		return nil, err
	}
	descriptions.Store(string(raw), d)
	return d, nil
}

// step writes a name as a step of a JSON Pointer.
func step(name string) string {
	return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// schema returns the schema at a place of the description, "#/…".
func (d *description) schema(place string) (*jsonschema.Schema, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s := d.known[place]; s != nil {
		return s, nil
	}
	s, err := d.schemas.Compile("openapi.json" + place)
	if err == nil {
		d.known[place] = s
	}
	return s, err
}

// path finds the pattern that an address answers to; of several, the one with
// the fewest parameters.
func (d *description) path(address string) (pattern string, item *openapi3.PathItem) {
	have := strings.Split(address, "/")
	for _, p := range slices.Sorted(maps.Keys(d.api.Paths.Map())) {
		want := strings.Split(p, "/")
		fits := slices.EqualFunc(want, have, func(w, h string) bool { return w == h || strings.HasPrefix(w, "{") && h != "" })
		if fits && (item == nil || strings.Count(p, "{") < strings.Count(pattern, "{")) {
			pattern, item = p, d.api.Paths.Value(p)
		}
	}
	return pattern, item
}

// faults says what of an answer is not as described.
func (d *description) faults(r *http.Request, a *sent) []string {
	pattern, item := d.path(r.URL.Path)
	if item == nil {
		if a.status != http.StatusNotFound {
			return []string{fmt.Sprintf("status %d at an address that is not described", a.status)}
		}
		if strings.HasPrefix(r.URL.Path, linkPrefix) { // for people, like a link that opens nothing
			return d.pageFaults(r, a)
		}
		return d.responseFaults("#/components/responses/NotFound", d.api.Components.Responses["NotFound"].Value, r, a)
	}
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	op := item.GetOperation(method)
	if op == nil && strings.HasPrefix(r.URL.Path, linkPrefix) {
		return d.pageFaults(r, a)
	}
	if op == nil {
		if a.status != http.StatusMethodNotAllowed {
			return []string{fmt.Sprintf("status %d to a method that is not described", a.status)}
		}
		return append(d.allowFaults(item, a), d.responseFaults("#/components/responses/MethodNotAllowed", d.api.Components.Responses["MethodNotAllowed"].Value, r, a)...)
	}
	ref := op.Responses.Status(a.status)
	if ref == nil {
		return []string{fmt.Sprintf("status %d is not described", a.status)}
	}
	place := ref.Ref
	if place == "" {
		place = "#/paths" + step(pattern) + step(strings.ToLower(method)) + "/responses" + step(fmt.Sprint(a.status))
	}
	return append(queryNotDescribed(op, r, a), d.responseFaults(place, ref.Value, r, a)...)
}

// pageFaults holds a refusal to the page that links answer with that status.
func (d *description) pageFaults(r *http.Request, a *sent) (faults []string) {
	const pattern = "/d/{token}/{name}"
	status := fmt.Sprint(a.status)
	if a.status == http.StatusMethodNotAllowed {
		faults = d.allowFaults(d.api.Paths.Value(pattern), a)
	} else if a.status < http.StatusBadRequest {
		return []string{"status " + status + " to what is not described"}
	}
	return append(faults, d.responseFaults("#/paths"+step(pattern)+"/get/responses"+step(status), d.api.Paths.Value(pattern).Get.Responses.Status(a.status).Value, r, a)...)
}

// queryNotDescribed names the parameters that a good answer heeded or passed
// over without anybody saying so.
func queryNotDescribed(op *openapi3.Operation, r *http.Request, a *sent) (faults []string) {
	if a.status >= http.StatusMultipleChoices || strings.HasPrefix(r.URL.Path, linkPrefix) {
		return nil // messengers add parameters of their own to links
	}
	for _, name := range slices.Sorted(maps.Keys(r.URL.Query())) {
		if op.Parameters.GetByInAndName("query", name) == nil {
			faults = append(faults, fmt.Sprintf("the parameter %q is not described, yet the status is %d", name, a.status))
		}
	}
	return faults
}

// allowFaults holds Allow to the operations that are described.
func (d *description) allowFaults(item *openapi3.PathItem, a *sent) []string {
	want := slices.Collect(maps.Keys(item.Operations()))
	if slices.Contains(want, http.MethodGet) {
		want = append(want, http.MethodHead)
	}
	slices.Sort(want)
	got := slices.Sorted(strings.SplitSeq(strings.ReplaceAll(strings.Join(a.header.Values("Allow"), ","), " ", ""), ","))
	if !slices.Equal(got, want) {
		return []string{fmt.Sprintf("Allow names %v, described are %v", got, want)}
	}
	return nil
}

// plainHeaders are those that any answer may have, and no operation describes.
var plainHeaders = []string{
	"Accept-Ranges", "Cache-Control", "Connection", "Content-Language", "Content-Length", "Content-Type", "Date", "Vary",
	"Content-Security-Policy", "Cross-Origin-Resource-Policy", "Referrer-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "X-Request-Id",
}

func (d *description) responseFaults(place string, want *openapi3.Response, r *http.Request, a *sent) []string {
	faults := d.headerFaults(place, want, a)
	media, _, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	switch {
	case len(want.Content) == 0 && a.body.Len() > 0:
		return append(faults, fmt.Sprintf("status %d has a body of %d bytes, and none is described", a.status, a.body.Len()))
	case len(want.Content) == 0:
		return faults
	case err != nil || want.Content[media] == nil:
		return append(faults, fmt.Sprintf("the media type %q of status %d is not described", a.header.Get("Content-Type"), a.status))
	case r.Method == http.MethodHead:
		return faults
	}
	if err := d.bodyFault(place+"/content"+step(media), media, want.Content[media], a); err != nil {
		faults = append(faults, fmt.Sprintf("the body of status %d: %v", a.status, err))
	}
	return faults
}

func (d *description) headerFaults(place string, want *openapi3.Response, a *sent) (faults []string) {
	described := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(want.Headers)) {
		key := http.CanonicalHeaderKey(name)
		described[key] = true
		values := a.header[key]
		if len(values) == 0 {
			if want.Headers[name].Value.Required {
				faults = append(faults, fmt.Sprintf("the header %s of status %d is missing", name, a.status))
			}
			continue
		}
		schema, err := d.schema(place + "/headers" + step(name) + "/schema")
		if err != nil {
			return append(faults, err.Error())
		}
		value := strings.Join(values, ", ")
		if schema.Validate(value) != nil && schema.Validate(json.Number(value)) != nil {
			faults = append(faults, fmt.Sprintf("the header %s: %q is not as described", name, value))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.header)) {
		if !described[name] && !slices.Contains(plainHeaders, name) {
			faults = append(faults, fmt.Sprintf("the header %s of status %d is not described", name, a.status))
		}
	}
	return faults
}

// beginnings are how files of a media type begin.
var beginnings = map[string]string{"application/pdf": "%PDF-", "image/png": "\x89PNG\r\n", docxType: "PK\x03\x04"}

func (d *description) bodyFault(place, media string, want *openapi3.MediaType, a *sent) error {
	if a.body.Len() == 0 {
		if media == linesType { // no positions
			return nil
		}
		return errors.New("is empty")
	}
	if a.status != http.StatusPartialContent && !strings.HasPrefix(a.body.String(), beginnings[media]) {
		return fmt.Errorf("does not begin as %s does", media)
	}
	if want.Schema == nil {
		return nil
	}
	schema, err := d.schema(place + "/schema")
	if err != nil {
		return err
	}
	if media != jsonType && !strings.HasSuffix(media, "+json") {
		return schema.Validate(a.body.String())
	}
	value, err := jsonschema.UnmarshalJSON(&a.body)
	if err != nil {
		return err
	}
	return schema.Validate(value)
}
