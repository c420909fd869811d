package server

import (
	"net/http/httptest"
	"testing"
)

// BenchmarkDocumentOfAStoredPosition measures the way from a row to a PDF, and
// that of a client that has it.
func BenchmarkDocumentOfAStoredPosition(b *testing.B) {
	s, _ := newServer(b, Config{Store: openStore(b)})
	at := keep(b, s, string(sample(b, manager)))
	etag := request(b, s, "GET", at+"/document", 200).Header.Get("ETag")
	for _, c := range []struct {
		name, path, tag string
		status          int
	}{
		{"pdf", "/document", "", 200}, {"unchanged", "/document", etag, 304}, {"docx", "/document?format=docx", "", 200}, {"json", "", "", 200},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest("GET", at+c.path, nil)
				if c.tag != "" {
					r.Header.Set("If-None-Match", c.tag)
				}
				w := httptest.NewRecorder()
				s.engine.ServeHTTP(w, r)
				if w.Code != c.status {
					b.Fatal(w.Code)
				}
			}
		})
	}
}
