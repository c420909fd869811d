package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
)

const schemaPrefix = "#/components/schemas/"

// apiConfig sets huma up. It starts from nothing rather than from huma's
// defaults: those add $schema links to answers and a page that loads scripts
// from elsewhere.
func (s *Server) apiConfig() huma.Config {
	format := huma.Format{Marshal: writeJSON, Unmarshal: json.Unmarshal}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "jobdoc", Version: s.config.Version,
				Description: "把结构化的职位说明书（JSON）排成 Word、PDF 和 PNG。\n\n" +
					"Turns a structured 职位说明书 (JSON) into Word, PDF and PNG. Sentences are Chinese; `Accept-Language: en` gives English ones.",
			},
			Components: &huma.Components{Schemas: huma.NewMapRegistry(schemaPrefix, huma.DefaultSchemaNamer)},
		},
		Formats:       map[string]huma.Format{jsonType: format, "json": format},
		DefaultFormat: jsonType,
	}
}

func (s *Server) renderOperation() huma.Operation {
	content := map[string]*huma.MediaType{}
	for _, f := range render.Formats() {
		content[f.MediaType] = &huma.MediaType{} // bytes: OpenAPI 3.1 wants no schema for them
	}
	return huma.Operation{
		OperationID: "render", Method: http.MethodPost, Path: "/v1/render",
		Summary: "Make a file of a position",
		Description: "The body is one position, at most 1 MiB. The same position, template and format always give the same bytes. " +
			"Sentences in problems and warnings are Chinese, or English with `Accept-Language: en`.",
		Middlewares: huma.Middlewares{s.readPosition},
		Responses: map[string]*huma.Response{"200": {
			Description: "The file", Content: content,
			Headers: map[string]*huma.Param{
				"Content-Disposition": textHeader("what to save the file as (RFC 6266)"),
				"ETag":                textHeader("changes when the bytes change"),
				"Jobdoc-Pages":        {Description: "pages of the whole document; not with docx", Schema: &huma.Schema{Type: huma.TypeInteger}},
				"Jobdoc-Warnings":     textHeader("JSON list of {code, detail}, in ASCII, at most 4 KiB; only when there are any"),
			},
		}},
		Errors: []int{400, 405, 406, 408, 413, 415, 422, 429, 500},
	}
}

func textHeader(description string) *huma.Param {
	return &huma.Param{Description: description, Schema: &huma.Schema{Type: huma.TypeString}}
}

func templatesOperation() huma.Operation {
	return huma.Operation{
		OperationID: "list-templates", Method: http.MethodGet, Path: "/v1/templates",
		Summary: "List the built-in templates", Responses: jsonResponse("The list", "TemplateList"), Errors: []int{500},
	}
}

func templateOperation() huma.Operation {
	docx, _ := render.LookupFormat("docx")
	return huma.Operation{
		OperationID: "get-template", Method: http.MethodGet, Path: "/v1/templates/{file}",
		Summary: "Get a built-in template as a Word file",
		Responses: map[string]*huma.Response{"200": {
			Description: "The Word file", Content: map[string]*huma.MediaType{docx.MediaType: {}},
		}},
		Errors: []int{404, 500},
	}
}

func schemaOperation() huma.Operation {
	return huma.Operation{
		OperationID: "get-schema", Method: http.MethodGet, Path: "/v1/schema",
		Summary: "Get the JSON Schema of a position (Draft 2020-12)",
		Responses: map[string]*huma.Response{"200": {
			Description: "The schema", Content: map[string]*huma.MediaType{"application/schema+json": {Schema: &huma.Schema{Type: huma.TypeObject}}},
		}},
		Errors: []int{500},
	}
}

func healthOperation() huma.Operation {
	return huma.Operation{
		OperationID: "health", Method: http.MethodGet, Path: "/healthz",
		Summary: "Tell whether the process runs", Responses: jsonResponse("It does", "Health"), Errors: []int{500},
	}
}

func readyOperation() huma.Operation {
	return huma.Operation{
		OperationID: "ready", Method: http.MethodGet, Path: "/readyz",
		Summary: "Tell whether the service takes work", Responses: jsonResponse("It does", "Health"), Errors: []int{500, 503},
	}
}

// metricsOperation describes a route that huma does not serve.
func metricsOperation() *huma.Operation {
	return &huma.Operation{
		OperationID: "metrics", Method: http.MethodGet, Path: "/metrics",
		Summary: "Count requests and documents, for Prometheus",
		Responses: map[string]*huma.Response{
			"200": {Description: "Counters and histograms", Content: map[string]*huma.MediaType{
				"text/plain": {Schema: &huma.Schema{Type: huma.TypeString}},
			}},
			"405": {Description: http.StatusText(http.StatusMethodNotAllowed)},
		},
	}
}

func jsonResponse(description, schema string) map[string]*huma.Response {
	return map[string]*huma.Response{"200": {
		Description: description, Content: map[string]*huma.MediaType{jsonType: {Schema: &huma.Schema{Ref: schemaPrefix + schema}}},
	}}
}

// describe finishes the API's description once every operation is registered,
// and keeps it as the bytes to be served.
func (s *Server) describe(api huma.API) error {
	doc := api.OpenAPI()
	registry := doc.Components.Schemas
	for _, t := range []reflect.Type{reflect.TypeFor[Problem](), reflect.TypeFor[TemplateList](), reflect.TypeFor[Health](), reflect.TypeFor[PositionEntry]()} {
		registry.Schema(t, true, "")
	}
	schemas := registry.Map()
	for _, name := range []string{"ErrorModel", "ErrorDetail"} {
		delete(schemas, name) // huma's own, which we never send
	}
	schema, err := positionSchema()
	if err != nil {
		return err
	}
	schemas["Position"] = schema
	doc.Paths["/metrics"] = &huma.PathItem{Get: metricsOperation()}
	for _, path := range doc.Paths {
		if path.Get != nil {
			delete(path.Get.Responses, "422") // huma adds it to whatever takes a parameter
			if path.Get.Path != "/metrics" {
				describeFile(path.Get)
			}
			describeProblems(path.Get)
		}
		if path.Post != nil {
			describeProblems(path.Post)
		}
	}
	s.describeRender(doc.Paths["/v1/render"].Post)
	raw, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("describe the API: %w", err)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, raw, "", "  "); err != nil {
		return fmt.Errorf("describe the API: %w", err)
	}
	s.openapi = append(indented.Bytes(), '\n')
	return nil
}

// describeFile adds what [file.serve] answers to conditions and ranges.
func describeFile(op *huma.Operation) {
	whole := op.Responses["200"]
	etag := textHeader("changes when the bytes change")
	ranged := textHeader("which bytes of how many (RFC 9110, 14.4)")
	if whole.Headers == nil {
		whole.Headers = map[string]*huma.Param{}
	}
	whole.Headers["ETag"] = etag
	part := map[string]*huma.MediaType{}
	for media := range whole.Content {
		part[media] = &huma.MediaType{}
	}
	op.Responses["206"] = &huma.Response{Description: "The part that Range asks for", Content: part,
		Headers: map[string]*huma.Param{"ETag": etag, "Content-Range": ranged}}
	op.Responses["304"] = &huma.Response{Description: "The file is the one that If-None-Match names",
		Headers: map[string]*huma.Param{"ETag": etag}}
	op.Responses["405"] = &huma.Response{Description: http.StatusText(http.StatusMethodNotAllowed)}
	op.Responses["412"] = &huma.Response{Description: http.StatusText(http.StatusPreconditionFailed)}
	op.Responses["416"] = &huma.Response{Description: http.StatusText(http.StatusRequestedRangeNotSatisfiable),
		Headers: map[string]*huma.Param{"Content-Range": ranged}}
}

// describeProblems makes every refusal of an operation a Problem.
func describeProblems(op *huma.Operation) {
	for status, response := range op.Responses {
		if strings.HasPrefix(status, "2") || strings.HasPrefix(status, "3") {
			continue
		}
		response.Content = map[string]*huma.MediaType{problemType: {Schema: &huma.Schema{Ref: schemaPrefix + "Problem"}}}
		switch status {
		case strconv.Itoa(http.StatusMethodNotAllowed):
			response.Headers = map[string]*huma.Param{"Allow": textHeader("the methods that the address takes")}
		case strconv.Itoa(http.StatusTooManyRequests):
			response.Headers = map[string]*huma.Param{
				"Retry-After": {Description: "seconds", Schema: &huma.Schema{Type: huma.TypeInteger}},
			}
		}
	}
}

// describeRender puts in what the types of [renderInput] cannot say.
func (s *Server) describeRender(op *huma.Operation) {
	one := 1.0
	for _, p := range op.Parameters {
		switch p.Name {
		case "format":
			p.Schema = &huma.Schema{Type: huma.TypeString, Enum: anys(render.FormatNames())}
		case "template":
			p.Schema = &huma.Schema{Type: huma.TypeString, Enum: anys(s.config.Renderer.TemplateNames()), Default: render.DefaultTemplate}
		case "page":
			p.Schema = &huma.Schema{Type: huma.TypeInteger, Minimum: &one}
		case "pdfa":
			p.Schema = &huma.Schema{Type: huma.TypeString, Enum: anys(render.ConformanceNames())}
		case "attachSource":
			p.Schema = &huma.Schema{Type: huma.TypeBoolean}
		}
	}
	op.RequestBody.Required = true
	op.RequestBody.Content = map[string]*huma.MediaType{jsonType: {
		Schema: &huma.Schema{Ref: schemaPrefix + "Position"},
		Example: map[string]any{
			"position": map[string]any{"title": "售前工程师", "code": "PS-001", "department": "大客户部"},
			"duties":   []any{map[string]any{"description": "编制技术方案，参加投标", "timePercent": 60, "tasks": []any{"了解客户需求", "编写技术方案"}}},
		},
	}}
}

func anys(names []string) []any {
	out := make([]any, len(names))
	for i, n := range names {
		out[i] = n
	}
	return out
}

// positionSchema returns the position's JSON Schema as a component of the
// description: without an identity of its own, and its inner references led
// through the component's place.
func positionSchema() (*huma.Schema, error) {
	var schema map[string]any
	if err := json.Unmarshal(position.Schema(), &schema); err != nil {
		return nil, fmt.Errorf("read the position's schema: %w", err)
	}
	delete(schema, "$id")
	delete(schema, "$schema")
	leadReferences(schema)
	return &huma.Schema{Extensions: schema}, nil
}

func leadReferences(v any) {
	switch v := v.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok && strings.HasPrefix(ref, "#") {
			v["$ref"] = schemaPrefix + "Position" + ref[1:]
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			leadReferences(v[key])
		}
	case []any:
		for _, e := range v {
			leadReferences(e)
		}
	}
}
