package server

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jobdoc/internal/access"
	"jobdoc/internal/store"
)

func TestAKeyIsMadeShownOnceAndRevoked(t *testing.T) {
	onBoth(t, func(t *testing.T, open *Server) {
		kept := open.config.Store
		s, _ := newServer(t, Config{Store: kept, Keys: true})
		admin := makeKey(t, kept, "admin", access.ScopesOf(access.Admin), time.Time{})
		r := askAs(s, "POST", "/v1/keys?by=x", `{"name": "人事系统", "scopes": ["write", "read"], "expiresIn": "365d"}`, someone, asJSON, admin.header)
		var made KeyEntry
		if err := json.Unmarshal([]byte(text(t, r)), &made); err != nil || r.StatusCode != http.StatusCreated {
			t.Fatalf("POST: %d, %v", r.StatusCode, err)
		}
		if r.Header.Get("Location") != "/v1/keys/"+made.ID || strings.Join(made.Scopes, " ") != "read write" || made.Expires == "" || !strings.HasPrefix(made.Key, made.Prefix) {
			t.Errorf("made = %+v", made)
		}
		header := "Authorization: Bearer " + made.Key
		if r := askAs(s, "GET", "/v1/positions", "", someone, header); r.StatusCode != http.StatusOK {
			t.Errorf("with the key: status %d", r.StatusCode)
		}
		for _, path := range []string{"/v1/keys", "/v1/keys?revoked=true", "/v1/keys/" + made.ID} {
			r := askAs(s, "GET", path, "", someone, admin.header)
			if body := text(t, r); !strings.Contains(body, made.Prefix) || strings.Contains(body, made.Key) || r.StatusCode != http.StatusOK {
				t.Errorf("GET %s: %d, %s", path, r.StatusCode, body)
			}
		}
		r = askAs(s, "POST", "/v1/keys", `{"name": "人事系统", "scopes": ["read"]}`, someone, asJSON, admin.header)
		if p := problem(t, r); p.Status != http.StatusConflict || p.Errors[0].Code != "key-name-taken" || p.Errors[0].ID != made.ID {
			t.Errorf("a second of the name: %+v", p)
		}
		for range 2 {
			if r := askAs(s, "DELETE", "/v1/keys/"+made.ID, "", someone, admin.header); r.StatusCode != http.StatusNoContent {
				t.Errorf("DELETE: status %d", r.StatusCode)
			}
		}
		if r := askAs(s, "GET", "/v1/positions", "", someone, header); r.StatusCode != http.StatusUnauthorized || !strings.Contains(text(t, r), "已撤销") {
			t.Errorf("with the revoked key: status %d", r.StatusCode)
		}
		if r := askAs(s, "GET", "/v1/keys", "", someone, admin.header); strings.Contains(text(t, r), made.ID) {
			t.Error("the list has the revoked key")
		}
		if r := askAs(s, "DELETE", "/v1/keys/nothing", "", someone, admin.header); r.StatusCode != http.StatusNotFound {
			t.Errorf("DELETE of nothing: status %d", r.StatusCode)
		}
		if p := problem(t, askAs(s, "DELETE", "/v1/keys/"+admin.id, "", someone, admin.header)); p.Status != http.StatusConflict {
			t.Errorf("DELETE of the last admin: %+v", p)
		}
		events, _, err := kept.Events(t.Context(), store.EventQuery{Action: "key", Subject: made.ID})
		if err != nil || len(events) != 2 || events[0].Action != "key.revoke" || events[1].Action != "key.create" || events[1].Author.Name != "x" {
			t.Errorf("events = %+v, %v", events, err)
		}
	})
}

func TestAllFaultsOfAKeyOrderComeTogether(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	for body, want := range map[string]string{
		`{}`: "key-name-blank #/name, scopes-empty #/scopes",
		`{"name": " x\t", "scopes": ["read", "rite", ""], "expiresIn": "1y"}`: "key-name-unprintable #/name, key-name-blank-at-end #/name, scope-unknown #/scopes, scope-unknown #/scopes, lifetime-unit-unknown #/expiresIn",
		`{"name": "local", "scopes": "read", "expiresIn": null, "x": 1}`:      "unknown-key #/x, key-name-reserved #/name, scopes-type #/scopes, wrong-type #/expiresIn",
		`{"name": 7, "scopes": null}`:                                         "wrong-type #/name, scopes-type #/scopes",
	} {
		p := problem(t, askAs(s, "POST", "/v1/keys", body, someone, asJSON))
		var got []string
		for _, e := range p.Errors {
			got = append(got, e.Code+" "+e.Pointer)
		}
		if strings.Join(got, ", ") != want || p.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d, %s; want %s", body, p.Status, strings.Join(got, ", "), want)
		}
	}
}

// TestNoKeyStandsInTheDatabase looks for the key itself in every file of a store.
func TestNoKeyStandsInTheDatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	kept, err := store.Open(t.Context(), store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = kept.Close() }()
	s, log := newServer(t, Config{Store: kept})
	var made KeyEntry
	r := askAs(s, "POST", "/v1/keys", `{"name": "人事系统", "scopes": ["read"]}`, someone, asJSON, "Idempotency-Key: a")
	if err := json.Unmarshal([]byte(text(t, r)), &made); err != nil || made.Key == "" {
		t.Fatalf("POST: %d, %v", r.StatusCode, err)
	}
	secret := []byte(strings.TrimPrefix(made.Key, made.Prefix))
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	seen := false
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		seen = seen || bytes.Contains(data, []byte(made.Prefix))
		if bytes.Contains(data, secret) {
			t.Errorf("%s holds the key", filepath.Base(name))
		}
	}
	if !seen {
		t.Error("the key was not stored at all")
	}
	if bytes.Contains(log.Bytes(), secret) {
		t.Error("the log holds the key")
	}
}
