package access

import (
	"net/http"
	"strings"
	"testing"
)

func TestOneBearerTokenIsTaken(t *testing.T) {
	t.Parallel()
	key := newKey(t, 1).Text()
	for header, want := range map[string]string{
		"Bearer " + key:        key,
		"bearer " + key:        key,
		"BEARER " + key:        key,
		"bEaReR   " + key:      key,
		"Bearer abc.~+/-_09==": "abc.~+/-_09==",
		"Bearer x":             "x",
	} {
		h := http.Header{}
		h.Set("authorization", header)
		if got, err := Bearer(h["Authorization"]); err != nil || got != want {
			t.Errorf("Bearer(%q) = %q, %v; want %q", header, got, err, want)
		}
	}
}

func TestOtherAuthorizationIsExplained(t *testing.T) {
	t.Parallel()
	key := newKey(t, 1).Text()
	for _, c := range []struct {
		says    string
		headers []string
		want    string
	}{
		{"no header", nil, CodeNoCredentials},
		{"two headers", []string{"Bearer " + key, "Bearer " + key}, CodeSeveralCredentials},
		{"a second of another scheme", []string{"Bearer " + key, "Basic eA=="}, CodeSeveralCredentials},
		{"an empty header", []string{""}, CodeOtherScheme},
		{"another scheme", []string{"Basic amQ6eA=="}, CodeOtherScheme},
		{"the key alone", []string{key}, CodeOtherScheme},
		{"a scheme that only begins so", []string{"BearerX " + key}, CodeOtherScheme},
		{"a tab behind the scheme", []string{"Bearer\t" + key}, CodeOtherScheme},
		{"a blank before the scheme", []string{" Bearer " + key}, CodeOtherScheme},
		{"no key", []string{"Bearer"}, CodeMalformedCredential},
		{"blanks for a key", []string{"Bearer   "}, CodeMalformedCredential},
		{"a blank behind the key", []string{"Bearer " + key + " "}, CodeMalformedCredential},
		{"two keys", []string{"Bearer " + key + " " + key}, CodeMalformedCredential},
		{"two in one header", []string{"Bearer " + key + ", Bearer " + key}, CodeMalformedCredential},
		{"quotes", []string{`Bearer "` + key + `"`}, CodeMalformedCredential},
		{"a parameter", []string{"Bearer token=" + key}, CodeMalformedCredential},
		{"padding alone", []string{"Bearer =="}, CodeMalformedCredential},
		{"padding inside", []string{"Bearer a=b"}, CodeMalformedCredential},
		{"a line break", []string{"Bearer " + key + "\n"}, CodeMalformedCredential},
		{"Chinese", []string{"Bearer 密钥"}, CodeMalformedCredential},
	} {
		t.Run(c.says, func(t *testing.T) {
			t.Parallel()
			got, err := Bearer(c.headers)
			if strings.Join(codes(t, err), ",") != c.want || got != "" {
				t.Errorf("Bearer(%q) = %q, %v; want the fault %s", c.headers, got, err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), key[prefixLength:]) {
				t.Error("the fault repeats the key")
			}
		})
	}
}

func FuzzABearerTokenStandsInItsHeader(f *testing.F) {
	for _, header := range []string{"Bearer abc", "bearer  a==", "Basic eA==", "Bearer a b", "Bearer", "Bearer =", "BEARER a\n"} {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		token, err := Bearer([]string{header})
		if err != nil {
			if c := codes(t, err); len(c) != 1 || token != "" {
				t.Errorf("Bearer(%q) = %q with the faults %v", header, token, c)
			}
			return
		}
		scheme, found := strings.CutSuffix(header, token)
		if !found || token == "" || strings.ToLower(strings.TrimRight(scheme, " ")) != "bearer" || !strings.HasSuffix(scheme, " ") {
			t.Errorf("Bearer(%q) = %q, which is not all behind the scheme", header, token)
		}
		if strings.ContainsAny(token, " \t\r\n,\"") {
			t.Errorf("Bearer(%q) = %q, which is more than a token", header, token)
		}
	})
}
