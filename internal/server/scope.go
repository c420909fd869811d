package server

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/access"
)

// Scopes that operations need; an API key has some of them (see [access.Scope]).
const (
	scopeRead    = "read"
	scopeWrite   = "write"
	scopeApprove = "approve"
	scopeAdmin   = "admin"
)

// securityScheme is the name of the API key in the description.
const securityScheme = "key"

// needs says in an operation's description, which is where authorize looks, what scope it takes.
func needs(scope string) []map[string][]string {
	return []map[string][]string{{securityScheme: {scope}}}
}

// needsOneOf says that any of the scopes opens an operation, whose handler asks
// [permitted] for the one that it takes then.
func needsOneOf(scopes ...string) []map[string][]string {
	var all []map[string][]string
	for _, scope := range scopes {
		all = append(all, needs(scope)...)
	}
	return all
}

// permitted refuses a request whose key lacks a scope.
func permitted(ctx context.Context, scope string) error {
	needed, err := access.ParseScopes(scope)
	if who := callerOf(ctx); err == nil && !who.scopes.Allows(access.Scope(needed)) {
		return lacksScope(who.scopes, access.Scope(needed))
	}
	return err
}

// openRoutes are those that ask for no key: they tell nothing of positions, or
// are asked for by people, who have a link instead.
var openRoutes = []string{"/healthz", "/readyz", "/openapi.json", "/docs", "/d/"}

// isOpen reports whether a pattern is one of the open routes, or below one that
// ends in a slash.
func isOpen(pattern string) bool {
	return slices.ContainsFunc(openRoutes, func(open string) bool {
		return pattern == open || strings.HasSuffix(open, "/") && strings.HasPrefix(pattern, open)
	})
}

// rule says who may use a route.
type rule struct {
	open   bool
	needed []access.Scope // any of them will do; none: nobody may
	event  string         // action in the log when it was read; "": none
}

var ginParameter = regexp.MustCompile(`[:*](\w+)`)

// setRules takes the rule of every route from its description. A route that
// says nothing of scopes, and is none of the open ones, keeps the server from
// starting: the one who adds it decides who may use it.
func (s *Server) setRules(api huma.API) error {
	s.rules = map[string]rule{}
	paths := api.OpenAPI().Paths
	for _, r := range s.engine.Routes() {
		pattern := ginParameter.ReplaceAllString(r.Path, "{$1}")
		method := r.Method
		if method == http.MethodHead { // answers as GET does
			method = http.MethodGet
		}
		var op *huma.Operation
		switch item := paths[pattern]; {
		case item == nil:
		case method == http.MethodOptions:
			op = item.Options
		default:
			op = operations(item)[method]
		}
		rule, err := ruleOf(op, pattern)
		if err != nil {
			return fmt.Errorf("%s %s: %w", r.Method, r.Path, err)
		}
		s.rules[r.Method+" "+r.Path] = rule
	}
	return nil
}

func ruleOf(op *huma.Operation, pattern string) (rule, error) {
	switch {
	case op == nil:
		return rule{}, fmt.Errorf("the route is not described, and with that says no scope")
	case isOpen(pattern) && op.Security == nil:
		return rule{open: true}, nil
	case isOpen(pattern):
		return rule{}, fmt.Errorf("the route is open and yet needs a scope")
	case len(op.Security) == 0:
		return rule{}, fmt.Errorf("the operation says no scope, and is no open route")
	}
	r := rule{event: readEvent(op)}
	for _, one := range op.Security {
		if len(one[securityScheme]) != 1 || len(one) != 1 {
			return rule{}, fmt.Errorf("the operation does not say which one scope it needs")
		}
		scope, err := access.ParseScopes(one[securityScheme][0])
		if err != nil {
			return rule{}, err
		}
		r.needed = append(r.needed, access.Scope(scope))
	}
	return r, nil
}

// lets reports whether a key with these scopes may use the route.
func (r rule) lets(has access.Scopes) bool { return slices.ContainsFunc(r.needed, has.Allows) }
