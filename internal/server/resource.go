package server

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
)

// nothing is the input of operations that take none.
type nothing struct{}

// TemplateList is the answer of GET /v1/templates.
type TemplateList struct {
	Templates []TemplateInfo `json:"templates" doc:"the default first"`
}

// TemplateInfo describes one built-in template.
type TemplateInfo struct {
	Name    string `json:"name" example:"classic" doc:"what the template parameter takes"`
	Title   string `json:"title" example:"职位说明书" doc:"what the template calls itself"`
	Default bool   `json:"default" doc:"used where no template is named"`
	URL     string `json:"url" example:"/v1/templates/classic.docx" doc:"the Word file, to be opened and edited"`
}

const jsonType = "application/json"

func (s *Server) handleTemplates(_ context.Context, _ *nothing) (*reply, error) {
	list := TemplateList{Templates: []TemplateInfo{}}
	for _, name := range s.config.Renderer.TemplateNames() {
		t, err := s.config.Renderer.Template(name)
		if err != nil {
			return nil, err
		}
		list.Templates = append(list.Templates, TemplateInfo{
			Name: name, Title: t.Title, Default: name == render.DefaultTemplate, URL: "/v1/templates/" + name + ".docx",
		})
	}
	return sendJSON(list)
}

type templateInput struct {
	File string `path:"file" example:"classic.docx" doc:"a template's name and .docx"`
}

func (s *Server) handleTemplate(_ context.Context, in *templateInput) (*reply, error) {
	name, ok := strings.CutSuffix(in.File, ".docx")
	if !ok || name == "" {
		return nil, s.noTemplate()
	}
	t, err := s.config.Renderer.Template(name)
	if _, unknown := err.(*render.UnknownError); unknown { //nolint:errorlint // anything wrapped is our failure
		return nil, s.noTemplate()
	}
	if err != nil {
		return nil, err
	}
	docx, err := render.LookupFormat("docx")
	if err != nil {
		return nil, err
	}
	return send(&file{data: t.Data(), media: docx.MediaType, name: name + ".docx", fallback: asciiName(name) + ".docx"}), nil
}

func (s *Server) noTemplate() error {
	known := strings.Join(s.config.Renderer.TemplateNames(), ".docx, ") + ".docx"
	return &requestError{
		status: http.StatusNotFound,
		zh:     "没有这个模板，可用的是 " + known, en: "there is no such template; there are " + known,
	}
}

func (s *Server) handleSchema(_ context.Context, _ *nothing) (*reply, error) {
	return send(&file{data: position.Schema(), media: "application/schema+json"}), nil
}

// Health is the answer of /healthz and /readyz.
type Health struct {
	Status string `json:"status" enum:"ok" doc:"ok; anything else is a problem document"`
}

func (s *Server) handleHealth(_ context.Context, _ *nothing) (*reply, error) {
	return sendJSON(Health{"ok"})
}

// handleReady answers ok once templates are compiled and fonts parsed, and no
// more when the server has been told to stop.
func (s *Server) handleReady(_ context.Context, _ *nothing) (*reply, error) {
	if s.stopping.Load() {
		return nil, errNotReady
	}
	if err := s.warm(); err != nil {
		return nil, errNotReady
	}
	return sendJSON(Health{"ok"})
}

func (s *Server) serveOpenAPI(c *gin.Context) {
	(&file{data: s.openapi, media: jsonType}).serve(c)
}

// sendJSON answers with a value as JSON, with an ETag and all.
func sendJSON(v any) (*reply, error) {
	var b bytes.Buffer
	if err := writeJSON(&b, v); err != nil {
		return nil, err
	}
	f := &file{data: b.Bytes(), media: jsonType}
	return &reply{Body: func(ctx huma.Context) { f.serve(humagin.Unwrap(ctx)) }}, nil
}

// writeJSON writes v as JSON, with <, > and & as they are: nothing puts our
// answers into HTML.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
