package server

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
