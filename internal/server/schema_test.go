package server

import (
	"testing"

	"jobdoc/internal/position"
)

func TestTheSchemaIsThatOfTheCommand(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	r := call{"GET", "/v1/schema", nil, nil}.do(s.Handler())
	if got := text(t, r); got != string(position.Schema()) {
		t.Error("GET /v1/schema differs from position.Schema()")
	}
}
