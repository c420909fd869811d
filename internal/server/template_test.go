package server

import (
	"encoding/json"
	"testing"

	"jobdoc/internal/wordml"
)

func TestTheListLeadsToTemplates(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	var list TemplateList
	if err := json.Unmarshal([]byte(text(t, call{"GET", "/v1/templates", nil, nil}.do(s.Handler()))), &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Templates) == 0 || !list.Templates[0].Default || list.Templates[0].Name != "classic" {
		t.Fatalf("templates = %+v, want classic first", list.Templates)
	}
	for _, info := range list.Templates {
		r := call{"GET", info.URL, nil, nil}.do(s.Handler())
		if _, err := wordml.Open([]byte(text(t, r))); r.StatusCode != 200 || err != nil {
			t.Errorf("%s: status %d, %v", info.URL, r.StatusCode, err)
		}
	}
}
