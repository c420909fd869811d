package server

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestTheDescriptionIsWhole checks what OpenAPI 3.1 demands of a document and
// that every reference leads somewhere.
func TestTheDescriptionIsWhole(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	body := text(t, call{"GET", "/openapi.json", nil, nil}.do(s.Handler()))
	var doc map[string]any
	if err := json.Unmarshal([]byte(body), &doc); err != nil {
		t.Fatal(err)
	}
	if v, _ := doc["openapi"].(string); !strings.HasPrefix(v, "3.1.") {
		t.Errorf("openapi = %q, want 3.1", v)
	}
	for _, pointer := range []string{
		"/paths/~1v1~1render/post/requestBody/content/application~1json/schema/$ref",
		"/paths/~1v1~1render/post/responses/200/content/application~1pdf",
		"/paths/~1v1~1render/post/responses/422/content/application~1problem+json/schema/$ref",
		"/paths/~1v1~1render/post/responses/429/headers/Retry-After",
		"/paths/~1v1~1templates~1{name}/get/parameters",
		"/paths/~1v1~1schema/get", "/paths/~1healthz/get", "/paths/~1readyz/get",
		"/components/schemas/Problem/properties/errors", "/components/schemas/Position/properties/duties",
	} {
		if lookUp(doc, pointer) == nil {
			t.Errorf("nothing at %s", pointer)
		}
	}
	checkReferences(t, doc, doc)
	for _, unwanted := range []string{"ErrorModel", "$schema", "unpkg.com"} {
		if strings.Contains(body, unwanted) {
			t.Errorf("the description holds %q", unwanted)
		}
	}
}

func TestTheDescriptionIsValid(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	api, err := describedBy(s.openapi)
	if err != nil {
		t.Fatal(err)
	}
	if err := api.api.Validate(context.Background()); err != nil {
		t.Error(err)
	}
	other, _ := newServer(t, Config{Store: openStore(t)})
	if string(other.openapi) != string(s.openapi) {
		t.Error("two servers describe themselves differently")
	}
}

func TestTheDescriptionKeepsTheOrderOfFormsAndExamples(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	_, schema, _ := strings.Cut(string(s.openapi), `"Position": {`)
	_, example, _ := strings.Cut(string(s.openapi), `"example": {`+"\n")
	for of, text := range map[string]string{`"formTitle": "summary": "duties": "authorities": "remarks":`: schema, `"position": "title": "code": "duties":`: example} {
		at := 0
		for _, name := range strings.Fields(of) {
			i := strings.Index(text[at:], name)
			if i < 0 {
				t.Fatalf("%s does not come after the others of %s", name, of)
			}
			at += i
		}
	}
}

func TestPlainJSONSaysTheSame(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`<a href="x">&</a>`, `\u003c`, `\\u003c`, `\<`, "\u2028\n\\", ""} {
		escaped, err := json.Marshal([]string{text})
		if err != nil {
			t.Fatal(err)
		}
		plain := plainJSON(escaped)
		var got []string
		if err := json.Unmarshal(plain, &got); err != nil || got[0] != text {
			t.Errorf("%q became %s, read as %q, %v", text, plain, got, err)
		}
		if strings.Contains(text, "<a") && strings.Contains(string(plain), "u003") {
			t.Errorf("%s is still escaped", plain)
		}
	}
}

func TestEveryRouteIsDescribed(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	parameter := regexp.MustCompile(`:(\w+)`)
	doc := decodeJSON(t, string(s.openapi))
	for _, r := range s.engine.Routes() {
		method := strings.ToLower(r.Method)
		if r.Method == http.MethodHead {
			method = "get" // HEAD answers as GET does
		}
		if lookUp(doc, "/paths"+step(parameter.ReplaceAllString(r.Path, "{$1}"))+step(method)) == nil {
			t.Errorf("%s %s is not described", r.Method, r.Path)
		}
	}
}

// TestEveryOperationSaysWhatAReaderNeeds holds each operation to what its page
// and the clients made from it show.
func TestEveryOperationSaysWhatAReaderNeeds(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	api, err := describedBy(s.openapi)
	if err != nil {
		t.Fatal(err)
	}
	for path, item := range api.api.Paths.Map() {
		for method, op := range item.Operations() {
			for _, fault := range lacking(api.api, op) {
				t.Errorf("%s %s: %s", method, path, fault)
			}
			if op.Description == "" && (method != http.MethodGet || len(op.Parameters) > 0) {
				t.Errorf("%s %s has no description", method, path)
			}
		}
	}
}

// lacking says what a reader of an operation would miss.
func lacking(api *openapi3.T, op *openapi3.Operation) (faults []string) {
	if op.OperationID == "" || op.Summary == "" || len(op.Tags) != 1 {
		faults = append(faults, "it has no operationId, no summary or not one tag")
	}
	for _, name := range op.Tags {
		if api.Tags.Get(name) == nil {
			faults = append(faults, "the tag "+name+" is not in the table of tags")
		}
	}
	for _, p := range op.Parameters {
		if p.Value.Description == "" || p.Value.Schema == nil {
			faults = append(faults, "the parameter "+p.Value.Name+" has no description or no schema")
		}
	}
	if op.RequestBody != nil {
		faults = append(faults, withoutExample("the request", op.RequestBody.Value.Content)...)
	}
	for status, r := range op.Responses.Map() {
		if r.Value.Description == nil || *r.Value.Description == "" {
			faults = append(faults, status+" has no description")
		}
		for name, h := range r.Value.Headers {
			if h.Value.Description == "" {
				faults = append(faults, status+": the header "+name+" has no description")
			}
		}
		if status != "206" { // a part of a JSON text is none
			faults = append(faults, withoutExample(status, r.Value.Content)...)
		}
	}
	return faults
}

func withoutExample(of string, content openapi3.Content) (faults []string) {
	for media, m := range content {
		if strings.HasSuffix(media, "json") && (m.Schema == nil || m.Example == nil && len(m.Examples) == 0) {
			faults = append(faults, of+": "+media+" has no schema or no example")
		}
	}
	return faults
}

// TestSentencesOfTheDescriptionAreInBothLanguages walks through all of it but
// the schema of a position, whose titles and descriptions are for forms.
func TestSentencesOfTheDescriptionAreInBothLanguages(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	doc := decodeJSON(t, string(s.openapi)).(map[string]any)
	delete(lookUp(doc, "/components/schemas").(map[string]any), "Position")
	walkObjects(doc, "#", func(place string, m map[string]any) {
		if strings.HasSuffix(place, "/properties") || strings.Contains(place, "/example") {
			return
		}
		for _, key := range []string{"summary", "description", "x-displayName"} {
			zh, there := m[key].(string)
			en, _ := m["x-"+strings.TrimPrefix(key, "x-")+"-en"].(string)
			if there && (asciiOnly(zh) || en == "" || strings.Contains(zh, "//")) {
				t.Errorf("%s/%s = %q, in English %q; write 中文 // English", place, key, zh, en)
			}
		}
	})
}

// TestExamplesAreAsTheirSchemasSay takes every example of the description.
func TestExamplesAreAsTheirSchemasSay(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	api, err := describedBy(s.openapi)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := jsonschema.UnmarshalJSON(strings.NewReader(string(s.openapi)))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	hold := func(place string, examples ...any) {
		schema, err := api.schema(place)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range examples {
			seen++
			if err := schema.Validate(e); err != nil {
				t.Errorf("an example at %s: %v", place, err)
			}
		}
	}
	walkObjects(tree, "#", func(place string, m map[string]any) {
		if strings.Contains(place, "/example") || strings.HasSuffix(place, "roperties") {
			return
		}
		if many, ok := m["examples"].([]any); ok { // a schema's own
			hold(place, many...)
		}
		if _, ok := m["schema"]; !ok {
			return
		}
		if e, ok := m["example"]; ok {
			hold(place+"/schema", e)
		}
		if named, ok := m["examples"].(map[string]any); ok {
			for _, e := range named {
				hold(place+"/schema", lookUp(e, "/value"))
			}
		}
	})
	if seen < 50 {
		t.Errorf("%d examples found, want the many there are", seen)
	}
}

// walkObjects visits every object of a document with its place.
func walkObjects(v any, place string, visit func(place string, m map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(place, v)
		for _, k := range slices.Sorted(maps.Keys(v)) {
			walkObjects(v[k], place+step(k), visit)
		}
	case []any:
		for i, e := range v {
			walkObjects(e, place+step(strconv.Itoa(i)), visit)
		}
	}
}

func TestTheDescriptionNamesEveryAnswer(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	doc := decodeJSON(t, text(t, call{"GET", "/openapi.json", nil, nil}.do(s.Handler())))
	for _, pointer := range []string{
		"/paths/~1metrics/get/responses/200/content/text~1plain",
		"/paths/~1v1~1render/post/responses/405/headers/Allow",
		"/paths/~1v1~1templates~1{name}/get/responses/206/headers/Content-Range",
		"/paths/~1v1~1templates~1{name}/get/responses/304/headers/ETag",
		"/paths/~1v1~1templates~1{name}/get/responses/416/content/application~1problem+json",
		"/paths/~1v1~1schema/get/responses/405/content/application~1problem+json",
		"/paths/~1v1~1schema/get/responses/412/content/application~1problem+json",
	} {
		if lookUp(doc, pointer) == nil {
			t.Errorf("nothing at %s", pointer)
		}
	}
	if lookUp(doc, "/paths/~1v1~1templates~1{name}/get/responses/304/content") != nil {
		t.Error("a 304 is described with a body")
	}
	body := text(t, call{"GET", "/openapi.json", nil, nil}.do(s.Handler()))
	if strings.Contains(body, "octet-stream") || strings.Contains(body, `"format": "binary"`) {
		t.Error("the description gives files another media type inside their own")
	}
	for _, p := range lookUp(doc, "/paths/~1v1~1render/post/parameters").([]any) {
		schema := p.(map[string]any)["schema"].(map[string]any)
		if p.(map[string]any)["name"] == "page" && schema["default"] != nil {
			t.Errorf("page has the default %v, which a generated client would send with every format", schema["default"])
		}
	}
}

func checkReferences(t *testing.T, doc, v any) {
	switch v := v.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok && lookUp(doc, strings.TrimPrefix(ref, "#")) == nil {
			t.Errorf("the reference %s leads nowhere", ref)
		}
		for _, c := range v {
			checkReferences(t, doc, c)
		}
	case []any:
		for _, c := range v {
			checkReferences(t, doc, c)
		}
	}
}

// lookUp follows a JSON Pointer through objects, and references on its way.
func lookUp(doc any, pointer string) any {
	v := doc
	for _, step := range strings.Split(pointer, "/")[1:] {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		if ref, ok := m["$ref"].(string); ok && step != "$ref" {
			m, _ = lookUp(doc, strings.TrimPrefix(ref, "#")).(map[string]any)
		}
		v = m[strings.NewReplacer("~1", "/", "~0", "~").Replace(step)]
	}
	return v
}

func decodeJSON(t *testing.T, body string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatal(err)
	}
	return v
}
