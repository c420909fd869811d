package access

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Scope is one thing that a key may be for. The zero value is none.
type Scope uint8

// The scopes, each what an operation can need.
const (
	Read    Scope = 1 << iota // see positions, revisions, templates, and documents made of them
	Write                     // make and change positions, and links; import; implies Read
	Approve                   // move a revision to another state; implies Read, not Write: who approves need not be able to write
	Admin                     // keys, log, templates; implies all others
)

// scopes has a line for each scope, in the order in which they are written.
var scopes = []struct {
	scope   Scope
	name    string
	implied Scopes // with the scope itself
}{
	{Read, "read", Scopes(Read)},
	{Write, "write", Scopes(Write | Read)},
	{Approve, "approve", Scopes(Approve | Read)},
	{Admin, "admin", Scopes(Admin | Approve | Write | Read)},
}

// String returns the name of the scope, as in the API and in an OpenAPI
// security requirement: read, write, approve, admin; none for what is no scope.
func (s Scope) String() string {
	for _, known := range scopes {
		if known.scope == s {
			return known.name
		}
	}
	return "none"
}

// AllScopes returns every scope, in the order in which they are written.
func AllScopes() []Scope {
	all := make([]Scope, len(scopes))
	for i, known := range scopes {
		all[i] = known.scope
	}
	return all
}

// Scopes is a set of scopes, as given to a key; what they imply is not in it.
// The zero value is the empty set, which allows nothing.
type Scopes uint8

// ScopesOf makes a set of scopes.
func ScopesOf(members ...Scope) Scopes {
	var set Scopes
	for _, s := range members {
		set |= Scopes(s)
	}
	return set
}

// Allows reports whether a key with these scopes may do what needs the scope.
// The zero Scope, as of an operation that nobody gave one, is never allowed, nor
// is what is no scope; of several in one all must be allowed.
func (s Scopes) Allows(needed Scope) bool {
	var allowed Scopes
	for _, known := range scopes {
		if s&Scopes(known.scope) != 0 {
			allowed |= known.implied
		}
	}
	return needed != 0 && allowed&Scopes(needed) == Scopes(needed)
}

// Names returns the names of the scopes in their order, never nil.
func (s Scopes) Names() []string {
	names := []string{}
	for _, known := range scopes {
		if s&Scopes(known.scope) != 0 {
			names = append(names, known.name)
		}
	}
	return names
}

// String returns the names, joined by commas, which [ParseScopes] reads.
func (s Scopes) String() string { return strings.Join(s.Names(), ",") }

// ParseScopes reads names that are joined by commas, such as read,write, with or
// without blanks around them, in any order. A name may come twice; there is at
// least one. The error is [Faults], all of them.
func ParseScopes(text string) (Scopes, error) {
	if strings.TrimSpace(text) == "" {
		return 0, noScope()
	}
	names := strings.Split(text, ",")
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	return ParseScopeNames(names)
}

// ParseScopeNames reads the names of a list, as they are in JSON, by the rules
// of [ParseScopes] but for the blanks.
func ParseScopeNames(names []string) (Scopes, error) {
	if len(names) == 0 {
		return 0, noScope()
	}
	var set Scopes
	var faults Faults
	for i, name := range names {
		scope := scopeNamed(name)
		if scope == 0 {
			faults = append(faults, Fault{
				Code: CodeUnknownScope, Item: i,
				Detail:  fmt.Sprintf("第 %d 个权限范围不认识：只有 read（读）、write（写）、approve（审批）、admin（管理），用小写字母。", i+1),
				English: fmt.Sprintf("Scope %d is not known: there are read, write, approve and admin, in lower case.", i+1),
			})
		}
		set |= Scopes(scope)
	}
	if len(faults) > 0 {
		return 0, faults
	}
	return set, nil
}

func scopeNamed(name string) Scope {
	for _, known := range scopes {
		if known.name == name {
			return known.scope
		}
	}
	return 0
}

func noScope() error {
	return fault(CodeNoScope,
		"密钥至少要有一个权限范围：read（读）、write（写）、approve（审批）、admin（管理），例如 read,write。",
		"A key has at least one scope: read, write, approve or admin, for example read,write.")
}

// MarshalJSON writes the names as a list.
func (s Scopes) MarshalJSON() ([]byte, error) { return json.Marshal(s.Names()) }

// UnmarshalJSON reads a list of names; null, [] and a text are faults, and then
// the set stays as it was. The error is [Faults].
func (s *Scopes) UnmarshalJSON(data []byte) error {
	var names []*string // a pointer tells null from ""
	if err := json.Unmarshal(data, &names); err != nil || names == nil {
		return fault(CodeScopesType,
			`权限范围应写成列表，例如 ["read","write"]。`,
			`The scopes are a list of names, for example ["read","write"].`)
	}
	list := make([]string, len(names))
	for i, name := range names {
		if name != nil {
			list[i] = *name
		}
	}
	set, err := ParseScopeNames(list)
	if err == nil {
		*s = set
	}
	return err
}
