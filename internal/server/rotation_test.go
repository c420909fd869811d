package server

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"jobdoc/internal/store"
)

func TestARotationByAnotherProcessIsSeen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	now := newClock()
	open := func() *store.Store {
		s, err := store.Open(t.Context(), store.Config{Dir: dir, Now: now.Now})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	here, there := open(), open()
	s, _ := newServer(t, Config{Store: here, Now: now.Now})
	elsewhere, _ := newServer(t, Config{Store: there, Now: now.Now})
	p := storePosition(t, s, small)
	l, old := makeLink(t, s, `{"position":"`+p.ID+`"}`)
	opens := func(name, path string, want int) {
		t.Helper()
		if r := get(s, path); r.StatusCode != want {
			t.Errorf("%s: status %d, want %d", name, r.StatusCode, want)
		}
	}
	now.advance(2 * time.Second)
	opens("the first key", old, 200)
	first, err := there.SigningKeys(t.Context())
	if err != nil || len(first) != 1 {
		t.Fatalf("keys = %v, %v", first, err)
	}

	rotate(t, there, 7)
	_, fresh := makeLink(t, elsewhere, `{"position":"`+p.ID+`"}`)
	opens("a token of a new key at once", fresh, 200)
	opens("one of the key before", old, 200)

	rotate(t, there, 8)
	now.advance(500 * time.Millisecond)
	ring := decoded[testLink](t, get(elsewhere, "/v1/links/"+l.ID), 200)
	if ring.URL == "" {
		t.Fatal("no address")
	}
	now.advance(keysHold)
	moved := decoded[testLink](t, get(elsewhere, "/v1/links/"+l.ID), 200)
	if moved.URL == l.URL {
		t.Error("the address was not signed anew")
	}
	retire(t, there, first[0].ID)
	now.advance(keysHold)
	opens("a token of a retired key", old, 404)
	opens("the same link signed anew", strings.TrimPrefix(moved.URL, "http://example.com"), 200)
}

func TestUnknownKeysAreLookedForOnceASecond(t *testing.T) {
	t.Parallel()
	s, now, _ := linkServer(t, Config{})
	p := storePosition(t, s, small)
	_, path := makeLink(t, s, `{"position":"`+p.ID+`"}`)
	raw, _ := base64.RawURLEncoding.DecodeString(tokenOf(path))
	raw[4] ^= 0x40 // of another key
	forged := "/d/" + base64.RawURLEncoding.EncodeToString(raw) + "/a.pdf"
	reads := 0
	for i := range 40 {
		before := s.keys.read
		get(s, forged)
		if s.keys.read != before {
			reads++
		}
		if i == 0 {
			reads = 0
		}
		now.advance(100 * time.Millisecond)
	}
	if reads < 3 || reads > 4 {
		t.Errorf("39 forged tokens in 3.9 s made us look %d times, want once a second", reads)
	}
}
