package server

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/position"
)

const schemaType = "application/schema+json"

func schemaOperation() huma.Operation {
	return huma.Operation{
		OperationID: "get-schema", Method: http.MethodGet, Path: "/v1/schema", Tags: []string{"render"},
		Summary: "取得职位的 JSON Schema（Draft 2020-12） // Get the JSON Schema of a position (Draft 2020-12)",
		Responses: map[string]*huma.Response{"200": {
			Description: "职位的 JSON Schema // The schema",
			Content: map[string]*huma.MediaType{schemaType: {
				Schema: &huma.Schema{Type: huma.TypeObject}, Example: map[string]any{"title": "职位说明书", "type": "object"},
			}},
		}},
	}
}

func (s *Server) handleSchema(_ context.Context, _ *nothing) (*reply, error) {
	return send(&file{data: position.Schema(), media: schemaType}), nil
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
