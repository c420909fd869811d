package access

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// everySet returns the sixteen sets there are.
func everySet() []Scopes {
	all := make([]Scopes, 16)
	for i := range all {
		all[i] = Scopes(i)
	}
	return all
}

func TestWhatEveryScopeAllows(t *testing.T) {
	t.Parallel()
	allows := map[Scope][]Scope{
		Read:    {Read},
		Write:   {Read, Write},
		Approve: {Read, Approve},
		Admin:   {Read, Write, Approve, Admin},
	}
	for _, set := range everySet() {
		for _, needed := range AllScopes() {
			want := false
			for scope, what := range allows {
				want = want || set&Scopes(scope) != 0 && slices.Contains(what, needed)
			}
			if got := set.Allows(needed); got != want {
				t.Errorf("%q allows %v: %v, want %v", set, needed, got, want)
			}
		}
	}
}

func TestWhatIsNoScopeIsNeverAllowed(t *testing.T) {
	t.Parallel()
	for _, set := range append(everySet(), 0xff) {
		for _, needed := range []Scope{0, 16, 128, 0xff, 16 | Read} {
			if set.Allows(needed) {
				t.Errorf("the set %08b allows %08b", set, needed)
			}
		}
	}
}

func TestOfSeveralScopesAllMustBeAllowed(t *testing.T) {
	t.Parallel()
	if ScopesOf(Write).Allows(Write | Approve) {
		t.Error("write alone allows what needs approve too")
	}
	if !ScopesOf(Write, Approve).Allows(Write | Approve) {
		t.Error("write and approve do not allow what needs both")
	}
}

func TestEverySetOfScopesReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, set := range everySet()[1:] {
		if got, err := ParseScopes(set.String()); err != nil || got != set {
			t.Errorf("ParseScopes(%q) = %q, %v", set, got, err)
		}
		if got, err := ParseScopeNames(set.Names()); err != nil || got != set {
			t.Errorf("ParseScopeNames(%q) = %q, %v", set.Names(), got, err)
		}
		data, err := json.Marshal(map[string]Scopes{"scopes": set})
		var back map[string]Scopes
		if err == nil {
			err = json.Unmarshal(data, &back)
		}
		if err != nil || back["scopes"] != set {
			t.Errorf("%q is the JSON %s, and read as %q, %v", set, data, back["scopes"], err)
		}
	}
}

func TestScopesHaveOneOrder(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"read":                     "read",
		"write,read":               "read,write",
		" admin , read ":           "read,admin",
		"admin,approve,write,read": "read,write,approve,admin",
		"read,read":                "read",
		"approve\t,\nwrite":        "write,approve",
	} {
		if got, err := ParseScopes(text); err != nil || got.String() != want {
			t.Errorf("ParseScopes(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	if data, err := json.Marshal(ScopesOf(Admin, Read)); err != nil || string(data) != `["read","admin"]` {
		t.Errorf("the JSON is %s, %v", data, err)
	}
	if data, err := json.Marshal(Scopes(0)); err != nil || string(data) != `[]` {
		t.Errorf("the JSON of no scopes is %s, %v", data, err)
	}
}

func TestScopesThatAreNoneAreAllNamed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]int{
		"reed":             {0},
		"Read":             {0},
		"read;write":       {0},
		"read,,write":      {1},
		"read,":            {1},
		"*":                {0},
		"none":             {0},
		"owner,read,wirte": {0, 2},
		"读":                {0},
	} {
		set, err := ParseScopes(text)
		var items []int
		for i, code := range codes(t, err) {
			if code == CodeUnknownScope {
				items = append(items, err.(Faults)[i].Item)
			}
		}
		if !slices.Equal(items, want) || set != 0 {
			t.Errorf("ParseScopes(%q) = %q, %v; want the items %v named", text, set, err, want)
		}
	}
	for _, text := range []string{"", " ", "\n"} {
		if _, err := ParseScopes(text); !slices.Equal(codes(t, err), []string{CodeNoScope}) {
			t.Errorf("ParseScopes(%q) = %v, want %s", text, err, CodeNoScope)
		}
	}
}

func TestScopesInJSONAreAListOfNames(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`null`:            CodeScopesType,
		`"read"`:          CodeScopesType,
		`1`:               CodeScopesType,
		`{}`:              CodeScopesType,
		`[1]`:             CodeScopesType,
		`[]`:              CodeNoScope,
		`[null]`:          CodeUnknownScope,
		`[""]`:            CodeUnknownScope,
		`[" read"]`:       CodeUnknownScope,
		`["a","read",""]`: CodeUnknownScope + "," + CodeUnknownScope,
	} {
		v := struct{ Scopes Scopes }{ScopesOf(Approve)}
		err := json.Unmarshal([]byte(`{"scopes":`+text+`}`), &v)
		if got := strings.Join(codes(t, err), ","); got != want || v.Scopes != ScopesOf(Approve) {
			t.Errorf("%s is read as %q with the faults %q, want %q", text, v.Scopes, got, want)
		}
	}
}

func TestScopesAreNamedAsInTheAPI(t *testing.T) {
	t.Parallel()
	var names []string
	for _, s := range append(AllScopes(), 0, 16, Read|Write) {
		names = append(names, s.String())
	}
	if got := strings.Join(names, " "); got != "read write approve admin none none none" {
		t.Errorf("the scopes are named %s", got)
	}
}

func FuzzScopesReadFromAnyTextWriteTheSame(f *testing.F) {
	for _, text := range []string{"read", "write,read", "read,,", "admin ,approve", "Read", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		set, err := ParseScopes(text)
		if err != nil {
			if codes(t, err) == nil || set != 0 {
				t.Errorf("ParseScopes(%q) = %q, %v", text, set, err)
			}
			return
		}
		if again, err := ParseScopes(set.String()); set == 0 || err != nil || again != set {
			t.Errorf("%q is read as %q, and that as %q, %v", text, set, again, err)
		}
		for _, name := range set.Names() {
			if !strings.Contains(text, name) {
				t.Errorf("%q gives the scope %s, which it does not name", text, name)
			}
		}
	})
}
