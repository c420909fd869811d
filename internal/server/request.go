package server

import (
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
)

// Asked is the request behind an operation's input: parameters and conditions
// are read from it by our own checks. It is exported because huma passes over
// embedded types that are not.
type Asked struct {
	request *http.Request
}

// Resolve takes the request.
func (in *Asked) Resolve(ctx huma.Context) []error {
	in.request = humagin.Unwrap(ctx).Request
	return nil
}

// query returns the parameters that can be read; [queryFaults] tells of the others.
func (in *Asked) query() url.Values { return in.request.URL.Query() }
