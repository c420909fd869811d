package apidoc

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// mostInline is how long a body may be, in bytes, to stand in a curl line.
const mostInline = 400

// curl writes a line that a reader can paste: parameters that must be there
// have the value of their example.
func (v *view) curl(method, path string, op operation) string {
	var query []string
	for _, p := range op.Params {
		value := p.example()
		switch {
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(value))
		case p.In == "query" && p.Required:
			query = append(query, url.QueryEscape(p.Name)+"="+url.QueryEscape(value))
		}
	}
	address := v.base + path
	if query != nil {
		address += "?" + strings.Join(query, "&")
	}
	words := "curl "
	if method != "GET" && (method != "POST" || op.Body == nil) {
		words += "-X " + method + " "
	}
	if _, named := op.good().Headers["Content-Disposition"]; named {
		words += "-OJ "
	}
	lines := []string{words + quoted(address)}
	if len(op.Security) > 0 {
		lines = append(lines, `-H "Authorization: Bearer $KEY"`)
	}
	if op.Body != nil {
		lines = append(lines, curlBody(op.Body.Content)...)
	}
	return strings.Join(lines, " \\\n  ")
}

// curlBody sends the example, or a file where the example is long or none. Of
// several media types it takes the first.
func curlBody(all map[string]content) []string {
	if len(all) == 0 {
		return nil
	}
	media := slices.Sorted(maps.Keys(all))[0]
	data := "@FILE"
	if text := compact(all[media].Example); text != "" && len(text) <= mostInline && strings.HasSuffix(media, "json") {
		data = quoted(text)
	}
	return []string{"-H " + quoted("Content-Type: "+media), "--data-binary " + data}
}

// example returns a value for a parameter, its name where there is none.
func (p parameter) example() string {
	var values []json.RawMessage
	if p.Example != nil {
		values = append(values, p.Example)
	}
	if p.Schema != nil {
		values = slices.Concat(values, p.Schema.Examples, p.Schema.Enum)
	}
	if len(values) == 0 {
		return p.Name
	}
	return texts(values[:1])[0]
}

// good returns the answer that the operation is asked for.
func (op operation) good() response {
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		if strings.HasPrefix(status, "2") {
			return op.Responses[status]
		}
	}
	return response{}
}

// quoted writes a word for a shell.
func quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }
