package apidoc

import (
	"bytes"
	"encoding/json"
	"errors"
)

// document is what the page shows of a description.
type document struct {
	Info struct {
		Title   string `json:"title"`
		Version string `json:"version"`
		described
	} `json:"info"`
	Servers    []struct{ URL string }          `json:"servers"`
	Tags       []tag                           `json:"tags"`
	Paths      map[string]map[string]operation `json:"paths"` // by path, then by method in lower case
	Components struct {
		Schemas         map[string]*schema        `json:"schemas"`
		Responses       map[string]response       `json:"responses"`
		SecuritySchemes map[string]securityScheme `json:"securitySchemes"`
	} `json:"components"`
}

// described is a description in both languages.
type described struct {
	Chinese string `json:"description"`
	English string `json:"x-description-en"`
}

// in returns the description in a language, or in the one there is.
func (d described) in(english bool) string {
	if english && d.English != "" {
		return d.English
	}
	return d.Chinese
}

type tag struct {
	Name   string `json:"name"`
	Shown  string `json:"x-displayName"`
	ShownE string `json:"x-displayName-en"`
	described
}

type operation struct {
	ID        string                `json:"operationId"`
	Summary   string                `json:"summary"`
	SummaryE  string                `json:"x-summary-en"`
	Tags      []string              `json:"tags"`
	Security  []map[string][]string `json:"security"`
	Params    []parameter           `json:"parameters"`
	Body      *body                 `json:"requestBody"`
	Responses map[string]response   `json:"responses"` // by status
	described
}

type parameter struct {
	Name     string          `json:"name"`
	In       string          `json:"in"`
	Required bool            `json:"required"`
	Schema   *schema         `json:"schema"`
	Example  json.RawMessage `json:"example"`
	described
}

type body struct {
	Content map[string]content `json:"content"`
	described
}

type response struct {
	Ref     string               `json:"$ref"`
	Headers map[string]parameter `json:"headers"`
	Content map[string]content   `json:"content"`
	described
}

// content is a body of one media type.
type content struct {
	Schema  *schema         `json:"schema"`
	Example json.RawMessage `json:"example"`
}

type securityScheme struct {
	described
}

// schema is a JSON Schema, as far as the page shows it. true and {} are the same.
type schema struct {
	Ref        string
	Type       types
	Title      string
	Properties members
	Required   []string
	Items      *schema
	Enum       []json.RawMessage
	Default    json.RawMessage
	Examples   []json.RawMessage
	Format     string
	Minimum    json.Number
	Maximum    json.Number
	MinLength  json.Number
	MaxLength  json.Number
	described
}

// UnmarshalJSON reads a schema, which may be true or false.
func (s *schema) UnmarshalJSON(data []byte) error {
	if data = bytes.TrimSpace(data); len(data) > 0 && data[0] != '{' {
		return nil
	}
	var raw struct {
		Ref        string            `json:"$ref"`
		Type       types             `json:"type"`
		Title      string            `json:"title"`
		Properties members           `json:"properties"`
		Required   []string          `json:"required"`
		Items      *schema           `json:"items"`
		Enum       []json.RawMessage `json:"enum"`
		Default    json.RawMessage   `json:"default"`
		Examples   []json.RawMessage `json:"examples"`
		Format     string            `json:"format"`
		Minimum    json.Number       `json:"minimum"`
		Maximum    json.Number       `json:"maximum"`
		MinLength  json.Number       `json:"minLength"`
		MaxLength  json.Number       `json:"maxLength"`
		described
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	*s = schema(raw)
	return nil
}

// types are the JSON types that a schema allows; none: any.
type types []string

// UnmarshalJSON reads one type or a list of them.
func (t *types) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*t = types{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(t))
}

// members are the properties of an object, in the order of the description.
type members []member

type member struct {
	name   string
	schema *schema
}

// UnmarshalJSON reads an object of schemas.
func (m *members) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if opening, err := d.Token(); err != nil || opening != json.Delim('{') {
		return errors.Join(errors.New("properties are no object"), err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		s := new(schema)
		if err := d.Decode(s); err != nil {
			return err
		}
		*m = append(*m, member{name.(string), s}) // the decoder lets no other key pass
	}
	return nil
}
