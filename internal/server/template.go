package server

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/render"
)

// TemplateList is the answer of GET /v1/templates.
type TemplateList struct {
	Templates []TemplateInfo `json:"templates" doc:"默认的在最前 // the default first"`
}

// TemplateInfo describes one built-in template.
type TemplateInfo struct {
	Name    string `json:"name" example:"classic" doc:"参数 template 的取值 // what the template parameter takes"`
	Title   string `json:"title" example:"职位说明书" doc:"模板自己的标题 // what the template calls itself"`
	Default bool   `json:"default" doc:"没有指明模板时就用它 // used where no template is named"`
	URL     string `json:"url" example:"/v1/templates/classic.docx" doc:"Word 文件，可打开修改 // the Word file, to be opened and edited"`
}

func templatesOperation() huma.Operation {
	return huma.Operation{
		OperationID: "list-templates", Method: http.MethodGet, Path: "/v1/templates", Tags: []string{"templates"},
		Summary: "列出内置模板 // List the built-in templates",
		Responses: map[string]*huma.Response{"200": jsonResponse("内置模板 // The built-in templates", TemplateList{[]TemplateInfo{
			{Name: "classic", Title: "职位说明书", Default: true, URL: "/v1/templates/classic.docx"},
		}})},
	}
}

func templateOperation() huma.Operation {
	whole := fileResponse("Word 文件 // The Word file", docxType)
	whole.Headers = map[string]*huma.Param{"Content-Disposition": dispositionHeader()}
	return huma.Operation{
		OperationID: "get-template", Method: http.MethodGet, Path: "/v1/templates/{file}", Tags: []string{"templates"},
		Summary: "取得内置模板的 Word 文件 // Get a built-in template as a Word file",
		Description: "可用 Word 打开修改，改好后用命令 `jobdoc render -t` 排版。" +
			" // To be opened and edited in Word; `jobdoc render -t` makes documents with the edited file.",
		Responses: map[string]*huma.Response{"200": whole},
		Errors:    []int{http.StatusNotFound},
	}
}

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
	File string `path:"file" example:"classic.docx" doc:"模板名加 .docx // a template's name and .docx"`
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
	return send(&file{data: t.Data(), media: docxType, name: name + ".docx", fallback: asciiName(name) + ".docx"}), nil
}

func (s *Server) noTemplate() error {
	known := strings.Join(s.config.Renderer.TemplateNames(), ".docx, ") + ".docx"
	return &requestError{
		status: http.StatusNotFound,
		zh:     "没有这个模板，可用的是 " + known, en: "there is no such template; there are " + known,
	}
}
