package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/position"
)

const schemaType = "application/schema+json"

func schemaOperation() huma.Operation {
	return huma.Operation{
		OperationID: "get-schema", Method: http.MethodGet, Path: "/v1/schema", Tags: []string{"render"}, Security: needs(scopeRead), Metadata: notLogged,
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
// description: without an identity of its own, its fields in the form's order.
// It holds no references (see [position.Schema]).
func positionSchema() (*huma.Schema, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(position.Schema(), &members); err != nil {
		return nil, fmt.Errorf("read the position's schema: %w", err)
	}
	schema := map[string]any{}
	for name, value := range members {
		if name != "$id" && name != "$schema" {
			schema[name] = value
		}
	}
	return &huma.Schema{Extensions: schema}, nil
}
