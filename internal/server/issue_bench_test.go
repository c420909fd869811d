package server

import (
	"net/http"
	"testing"

	"jobdoc/internal/pgtest"
	"jobdoc/internal/render"
	"jobdoc/internal/store"
)

// BenchmarkDocument fetches the PDF of a stored position with a template that
// is built in, and with the same one stored.
func BenchmarkDocument(b *testing.B) {
	for name, config := range map[string]func(*testing.B) store.Config{
		"sqlite":   func(b *testing.B) store.Config { b.Helper(); return store.Config{Dir: b.TempDir()} },
		"postgres": func(b *testing.B) store.Config { b.Helper(); return store.Config{URL: pgtest.URL(b)} },
	} {
		b.Run(name, func(b *testing.B) {
			kept, err := store.Open(b.Context(), config(b))
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = kept.Close() })
			s, _ := newServer(b, Config{Store: kept})
			at := keep(b, s, string(sample(b, manager)))
			classic, err := s.config.Renderer.Template(render.DefaultTemplate)
			if err != nil {
				b.Fatal(err)
			}
			fetch := func(b *testing.B) {
				for b.Loop() {
					r := call{"GET", at + "/document", nil, nil}.do(s.engine)
					if r.StatusCode != http.StatusOK {
						b.Fatal(text(b, r))
					}
				}
			}
			b.Run("built in", fetch)
			putFile(b, s, "/v1/templates/company", classic.Data(), 201)
			sendBody(b, s, "PUT", "/v1/template-defaults", `{"template":"company"}`, 200)
			b.Run("stored", fetch)
		})
	}
}
