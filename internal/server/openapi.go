package server

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

const (
	schemaPrefix   = "#/components/schemas/"
	responsePrefix = "#/components/responses/"
)

// tag returns a group of operations.
func tag(name, title string) *huma.Tag {
	return &huma.Tag{Name: name, Extensions: map[string]any{"x-displayName": title}}
}

// tags are the groups of operations, in the order of the page that shows them.
var tags = []*huma.Tag{
	tag("render", "排版 // Documents"),
	tag("positions", "职位 // Positions"),
	tag("revisions", "修订 // Revisions"),
	tag("links", "链接 // Links"),
	tag("templates", "模板 // Templates"),
	tag("exchange", "导入导出 // Import and export"),
	tag("keys", "密钥与日志 // Keys and the log"),
	tag("service", "服务 // The service"),
}

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
				Description: "保存结构化的职位（JSON）及其全部修订，把它们排成 Word、PDF 和 PNG 的职位说明书，并为文件建立链接。应答中的说明文字是中文；`Accept-Language: en` 则为英文。" +
					" // Keeps structured positions (JSON) with all their revisions, prints them as 职位说明书 in Word, PDF and PNG, and makes links to the documents. Sentences are Chinese; `Accept-Language: en` gives English ones.",
			},
			Servers: []*huma.Server{{URL: cmp.Or(s.publicURL(), "/")}},
			Tags:    tags,
			Components: &huma.Components{
				Schemas:   huma.NewMapRegistry(schemaPrefix, huma.DefaultSchemaNamer),
				Responses: map[string]*huma.Response{},
				SecuritySchemes: map[string]*huma.SecurityScheme{securityScheme: {
					Type: "http", Scheme: "bearer",
					Description: "密钥，放在 `Authorization: Bearer` 之后；各操作所需的权限写在它的 security 里" +
						" // An API key, after `Authorization: Bearer`; each operation's security names the scope it needs",
				}},
			},
		},
		Formats:       map[string]huma.Format{jsonType: format, "json": format},
		DefaultFormat: jsonType,
	}
}

func openapiOperation() huma.Operation {
	return huma.Operation{
		OperationID: "get-openapi", Method: http.MethodGet, Path: "/openapi.json", Tags: []string{"service"},
		Summary: "取得接口说明（OpenAPI 3.1） // Get this description of the API (OpenAPI 3.1)",
		Responses: map[string]*huma.Response{"200": {
			Description: "接口说明 // The description",
			Content:     map[string]*huma.MediaType{jsonType: {Schema: &huma.Schema{Type: huma.TypeObject}, Example: map[string]any{"openapi": "3.1.0"}}},
		}},
	}
}

func (s *Server) serveOpenAPI(c *gin.Context) {
	(&file{data: s.openapi, media: jsonType}).serve(c)
}

// keepDescription puts an operation into the description as it was written:
// huma adds answers that we never give, and takes a body for text.
func keepDescription(api huma.API, written huma.Operation) {
	op := operations(api.OpenAPI().Paths[written.Path])[written.Method]
	op.Responses, op.Errors = written.Responses, written.Errors
	if written.RequestBody != nil {
		op.RequestBody = written.RequestBody
	}
}

// writtenDescription returns a copy of an operation that huma does not change.
func writtenDescription(op huma.Operation) huma.Operation {
	op.Responses = maps.Clone(op.Responses)
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	if op.RequestBody != nil {
		body := *op.RequestBody
		body.Content = maps.Clone(body.Content)
		op.RequestBody = &body
	}
	return op
}

// operations returns the operations of an address by method.
func operations(item *huma.PathItem) map[string]*huma.Operation {
	all := map[string]*huma.Operation{
		http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put,
		http.MethodPatch: item.Patch, http.MethodDelete: item.Delete,
	}
	maps.DeleteFunc(all, func(_ string, op *huma.Operation) bool { return op == nil })
	return all
}

// describe finishes the API's description once every operation is registered,
// and keeps it as the bytes to be served. It knows no operation by name.
func (s *Server) describe(api huma.API) error {
	doc := api.OpenAPI()
	schemas := doc.Components.Schemas
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for _, op := range operations(doc.Paths[path]) {
			if op.RequestBody != nil {
				describeExamples(schemas, op.RequestBody.Content)
			}
			for _, r := range op.Responses {
				describeExamples(schemas, r.Content)
			}
			if op.Method == http.MethodGet && !sentWhole(op) {
				describeFile(op)
			}
			describeProblems(doc.Components, op)
		}
		for _, op := range append(slices.Collect(maps.Values(operations(doc.Paths[path]))), doc.Paths[path].Options) {
			if op != nil && op.Security == nil {
				op.Security = []map[string][]string{} // said rather than left out: it takes no key
			}
		}
	}
	named := schemas.Map()
	for _, name := range []string{"ErrorModel", "ErrorDetail"} {
		delete(named, name) // huma's own, which we never send
	}
	schema, err := positionSchema()
	if err != nil {
		return err
	}
	named["Position"] = schema
	if s.openapi, err = encodeDescription(doc); err != nil {
		return err
	}
	s.docs = newDocs(s.openapi)
	return nil
}

// describeExamples gives content that has an example of a Go type, and no
// schema, the schema of that type.
func describeExamples(schemas huma.Registry, content map[string]*huma.MediaType) {
	for _, m := range content {
		if m.Schema == nil && m.Example != nil {
			m.Schema = schemas.Schema(reflect.TypeOf(m.Example), true, "")
		}
	}
}

// encodeDescription writes the description as indented JSON, the same bytes
// each time, with its sentences parted by language.
func encodeDescription(doc *huma.OpenAPI) ([]byte, error) {
	raw, err := json.Marshal(doc)
	if err == nil {
		raw, err = partLanguages(raw, "")
	}
	var b bytes.Buffer
	if err == nil {
		err = json.Indent(&b, plainJSON(raw), "", "  ")
	}
	if err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	return append(b.Bytes(), '\n'), nil
}

// languageMark parts the Chinese of a sentence of the description from its
// English: a struct tag has room for one text only.
const languageMark = " // "

// partLanguages makes two members of each sentence in both languages: the one
// it stood in, in Chinese, and x-description-en beside a description. JSON that
// holds no such sentence, and every example, keeps the order of its members.
func partLanguages(raw json.RawMessage, key string) (json.RawMessage, error) {
	if !bytes.Contains(raw, []byte(languageMark)) {
		return raw, nil
	}
	switch raw[0] {
	case '{':
		var members map[string]json.RawMessage
		if err := json.Unmarshal(raw, &members); err != nil {
			return nil, err
		}
		if err := partMembers(members, key); err != nil {
			return nil, err
		}
		return json.Marshal(members)
	case '[':
		var elements []json.RawMessage
		err := json.Unmarshal(raw, &elements)
		for i := 0; i < len(elements) && err == nil; i++ {
			elements[i], err = partLanguages(elements[i], "")
		}
		if err != nil {
			return nil, err
		}
		return json.Marshal(elements)
	}
	return raw, nil
}

// partMembers parts the sentences in the object that stands under the key.
func partMembers(members map[string]json.RawMessage, key string) error {
	for _, k := range slices.Sorted(maps.Keys(members)) {
		var text string
		isText := json.Unmarshal(members[k], &text) == nil
		var err error
		switch {
		case isText && (k == "summary" || k == "description" || k == "x-displayName"):
			if zh, en, both := strings.Cut(text, languageMark); both {
				members[k], _ = json.Marshal(zh) // a string always can be
				members["x-"+strings.TrimPrefix(k, "x-")+"-en"], _ = json.Marshal(en)
			}
		case key != "properties" && (k == "example" || k == "examples" || k == "default" || k == "enum"):
			// somebody's values, and no sentences of ours
		default:
			members[k], err = partLanguages(members[k], k)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// plainJSON writes <, > and & as they are, which package json escapes for those
// who put JSON into HTML.
func plainJSON(raw []byte) []byte {
	plain := map[string]byte{`\u003c`: '<', `\u003e`: '>', `\u0026`: '&'}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] == '\\' {
			if c, ok := plain[string(raw[i:min(i+6, len(raw))])]; ok {
				out = append(out, c)
				i += 5
				continue
			}
			out = append(out, raw[i]) // and what it escapes, which may be another one
			i++
		}
		out = append(out, raw[i])
	}
	return out
}

// wholeKey marks an operation that reads, but whose answer is no [file]: it has
// no ETag, and is not given in part.
const wholeKey = "whole"

func sentWhole(op *huma.Operation) bool {
	whole, _ := op.Metadata[wholeKey].(bool)
	return whole
}

// describeFile adds what [file.serve] answers to conditions and ranges.
func describeFile(op *huma.Operation) {
	whole := op.Responses[strconv.Itoa(http.StatusOK)]
	if whole == nil {
		return
	}
	whole.Headers = maps.Clone(whole.Headers)
	if whole.Headers == nil {
		whole.Headers = map[string]*huma.Param{}
	}
	if whole.Headers["ETag"] == nil {
		whole.Headers["ETag"] = etagHeader()
	}
	ranged := required(textHeader("给出的是哪些字节、共多少（RFC 9110，14.4） // which bytes of how many (RFC 9110, 14.4)"))
	part := &huma.Response{
		Description: "Range 所要的部分 // The part that Range asks for",
		Content:     map[string]*huma.MediaType{}, Headers: maps.Clone(whole.Headers),
	}
	part.Headers["Content-Range"] = ranged
	for media := range whole.Content {
		part.Content[media] = &huma.MediaType{} // a part of a JSON text is none
	}
	op.Responses["206"] = part
	op.Responses["304"] = &huma.Response{Description: "与 If-None-Match 所指的相同 // It is the one that If-None-Match names", Headers: whole.Headers}
	op.Errors = append(slices.Clone(op.Errors), http.StatusPreconditionFailed, http.StatusRequestedRangeNotSatisfiable)
}
