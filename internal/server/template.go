package server

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/render"
	"jobdoc/internal/store"
)

// TemplateList is the answer of GET /v1/templates.
type TemplateList struct {
	Templates []TemplateInfo `json:"templates" doc:"内置的在前，其余按名称 // those built in first, the others by name"`
}

// TemplateInfo describes a template, with its newest version where it is stored.
type TemplateInfo struct {
	Name        string   `json:"name" example:"classic" doc:"参数 template 的取值 // what the template parameter takes"`
	Title       string   `json:"title" example:"职位说明书" doc:"模板自己的标题，即 Word 的“文件 → 信息 → 标题” // what the template calls itself: the title in the properties of the Word file"`
	Default     bool     `json:"default" doc:"没有指明模板、部门也没有默认模板时就用它 // used where no template is named and the department has no default"`
	Departments []string `json:"departments,omitempty" example:"[\"大客户部\"]" doc:"以它为默认模板的部门 // departments whose default it is"`
	BuiltIn     bool     `json:"builtIn" doc:"程序自带，没有版本 // comes with the program and has no versions"`
	URL         string   `json:"url" example:"/v1/templates/classic.docx" doc:"Word 文件，可打开修改 // the Word file, to be opened and edited"`
	Version     int      `json:"version,omitempty" minimum:"1" example:"2" doc:"最新一版的序号 // number of the newest version"`
	SHA256      string   `json:"sha256,omitempty" pattern:"^[0-9a-f]{64}$" doc:"最新一版文件的散列 // hash of the newest version's file"`
	Created     string   `json:"createdAt,omitempty" format:"date-time" doc:"最新一版何时存入 // when the newest version was stored"`
	Key         string   `json:"key,omitempty" example:"local" doc:"用哪个密钥存入 // name of the API key that stored it"`
	Author      string   `json:"by,omitempty" example:"李雷" doc:"替谁存入 // the person for whom it was stored"`
	Note        string   `json:"note,omitempty" example:"加了签字栏" doc:"最新一版的说明 // the note on the newest version"`
	Archived    string   `json:"archivedAt,omitempty" format:"date-time" doc:"何时归档；归档的不再供选用 // when it was archived; it is then no longer offered"`
}

// TemplateVersionInfo describes one version of a stored template.
type TemplateVersionInfo struct {
	Version int    `json:"version" minimum:"1" example:"2" doc:"版本的序号，从 1 起 // number of the version, from 1"`
	Title   string `json:"title" example:"公司职位说明书" doc:"这一版自己的标题 // what it calls itself"`
	SHA256  string `json:"sha256" pattern:"^[0-9a-f]{64}$" doc:"文件的散列 // hash of the file"`
	URL     string `json:"url" example:"/v1/templates/form.docx?version=2" doc:"Word 文件 // the Word file"`
	Created string `json:"createdAt" format:"date-time" doc:"何时存入 // when it was stored"`
	Key     string `json:"key" example:"local" doc:"用哪个密钥存入 // name of the API key that stored it"`
	Author  string `json:"by,omitempty" example:"李雷" doc:"替谁存入 // the person for whom it was stored"`
	Note    string `json:"note,omitempty" example:"加了签字栏" doc:"说明 // a note"`
}

// TemplateDetail is the answer of GET /v1/templates/{name}.
type TemplateDetail struct {
	TemplateInfo
	Versions []TemplateVersionInfo `json:"versions" doc:"所有版本，最新的在前；内置的没有 // all versions, the newest first; none of one that is built in"`
}

const exampleHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

func exampleTemplate() TemplateInfo {
	return TemplateInfo{
		Name: "公司表", Title: "公司职位说明书", Departments: []string{"大客户部"}, URL: templateURL("公司表"), Version: 2, SHA256: exampleHash,
		Created: "2026-03-02T01:30:00.000Z", Key: "人事系统", Author: "李雷", Note: "加了签字栏",
	}
}

func exampleTemplateDetail() TemplateDetail {
	t := exampleTemplate()
	return TemplateDetail{t, []TemplateVersionInfo{{
		Version: 2, Title: t.Title, SHA256: exampleHash, URL: t.URL + "?version=2", Created: t.Created, Key: t.Key, Author: t.Author, Note: t.Note,
	}}}
}

func templatesOperation() huma.Operation {
	return huma.Operation{
		OperationID: "list-templates", Method: http.MethodGet, Path: "/v1/templates", Tags: []string{"templates"},
		Summary: "列出模板 // List the templates", Security: needs(scopeRead),
		Responses: map[string]*huma.Response{"200": jsonResponse("内置的和存入的模板 // The templates, built in and stored", TemplateList{[]TemplateInfo{
			{Name: "classic", Title: "职位说明书", Default: true, BuiltIn: true, URL: "/v1/templates/classic.docx"}, exampleTemplate(),
		}})},
		Errors: []int{http.StatusUnprocessableEntity},
	}
}

func templateOperation() huma.Operation {
	whole := jsonResponse("模板的情况，或 Word 文件 // What there is to know of the template, or its Word file", exampleTemplateDetail())
	whole.Content[docxType] = &huma.MediaType{}
	whole.Headers = map[string]*huma.Param{"Content-Disposition": textHeader("另存时的文件名（RFC 6266）；只有 Word 文件才有 // what to save the file as (RFC 6266); with the Word file only")}
	return huma.Operation{
		OperationID: "get-template", Method: http.MethodGet, Path: "/v1/templates/{name}", Tags: []string{"templates"},
		Summary: "取得模板 // Get a template", Security: needs(scopeRead),
		Description: "`/v1/templates/classic` 是模板的情况，`/v1/templates/classic.docx` 是 Word 文件，可打开修改，改好后以另一名称存入。" +
			" // `/v1/templates/classic` tells of the template; `/v1/templates/classic.docx` is its Word file, to be edited and stored under another name.",
		Responses: map[string]*huma.Response{"200": whole},
		Errors:    []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}
}

// templateRoutes registers what is done to stored templates.
func (s *Server) templateRoutes(api huma.API) {
	register(s, api, s.putTemplateOperation(), s.handlePutTemplate)
	register(s, api, archiveTemplateOperation(), s.handleArchiveTemplate)
	register(s, api, templateDefaultsOperation(), s.handleTemplateDefaults)
	register(s, api, s.setTemplateDefaultOperation(), s.handleSetTemplateDefault)
}

// templateURL is where the Word file of a template is.
func templateURL(name string) string { return "/v1/templates/" + url.PathEscape(name) + docxExtension }

func (s *Server) handleTemplates(ctx context.Context, in *plainInput) (*reply, error) {
	if err := in.noParameters(); err != nil {
		return nil, err
	}
	list := TemplateList{Templates: []TemplateInfo{}}
	for _, name := range s.config.Renderer.TemplateNames() {
		t, err := s.builtInInfo(name)
		if err != nil {
			return nil, err
		}
		list.Templates = append(list.Templates, t)
	}
	if s.config.Store == nil {
		return sendJSON(list)
	}
	err := s.config.Store.View(ctx, func(ctx context.Context, q store.Reader) error {
		stored, err := q.Templates(ctx)
		if err != nil {
			return err
		}
		for _, t := range stored {
			list.Templates = append(list.Templates, storedInfo(t))
		}
		defaults, err := q.TemplateDefaults(ctx)
		if err != nil {
			return err
		}
		for i := range list.Templates {
			list.Templates[i].tellDefaults(defaults)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return sendJSON(list)
}

func (s *Server) builtInInfo(name string) (TemplateInfo, error) {
	t, err := s.config.Renderer.Template(name)
	if err != nil {
		return TemplateInfo{}, err
	}
	return TemplateInfo{Name: name, Title: t.Title, Default: name == render.DefaultTemplate, BuiltIn: true, URL: templateURL(name)}, nil
}

func storedInfo(t store.Template) TemplateInfo {
	v := t.Newest
	return TemplateInfo{
		Name: t.Name, Title: v.Title, URL: templateURL(t.Name), Version: v.Number, SHA256: hex.EncodeToString(v.Hash[:]),
		Created: stamp(v.Created), Key: v.Author.Key, Author: v.Author.Name, Note: v.Note, Archived: stamp(t.Archived),
	}
}

// tellDefaults says whose default the template is.
func (t *TemplateInfo) tellDefaults(defaults []store.TemplateDefault) {
	for _, d := range defaults {
		switch {
		case d.Department == "":
			t.Default = d.Template == t.Name
		case d.Template == t.Name:
			t.Departments = append(t.Departments, d.Department)
		}
	}
}

type templateInput struct {
	Asked
	Name    string `path:"name" example:"classic" doc:"模板的名称；加 .docx 则取 Word 文件 // name of the template; with .docx, its Word file is meant"`
	Version string `query:"version" example:"2" doc:"取存入的哪一版的 Word 文件；不写则为最新的 // which version of a stored template's Word file; the newest where none is given"`
}

func (s *Server) handleTemplate(ctx context.Context, in *templateInput) (*reply, error) {
	name, isFile := strings.CutSuffix(in.Name, docxExtension)
	if faults := queryFaults(in.request.URL.RawQuery, []string{"version"}); len(faults) > 0 {
		return nil, &invalidError{parameters: faults}
	}
	switch {
	case in.Version != "" && (!isFile || s.builtIn(name)):
		return nil, &invalidError{parameters: []parameterFault{{
			code: "version-not-applicable", parameter: "version",
			zh: "version 只用于存入的模板的 Word 文件（" + docxExtension + "）", en: "version goes with the Word file (" + docxExtension + ") of a stored template only",
		}}}
	case s.builtIn(name) && isFile:
		t, err := s.config.Renderer.Template(name)
		if err != nil {
			return nil, err
		}
		return sendTemplate(name, t.Data()), nil
	case s.builtIn(name):
		return s.sendBuiltIn(ctx, name)
	case s.config.Store == nil:
		return nil, s.noTemplate(ctx)
	case isFile:
		return s.sendTemplateFile(ctx, name, in.Version)
	}
	return s.sendDetail(ctx, name)
}

// sendTemplate answers with a Word file.
func sendTemplate(name string, data []byte) *reply {
	return send(&file{data: data, media: docxType, name: name + docxExtension, fallback: asciiName(name) + docxExtension})
}

func (s *Server) sendBuiltIn(ctx context.Context, name string) (*reply, error) {
	t, err := s.builtInInfo(name)
	if err != nil {
		return nil, err
	}
	if s.config.Store != nil {
		defaults, err := s.config.Store.TemplateDefaults(ctx)
		if err != nil {
			return nil, err
		}
		t.tellDefaults(defaults)
	}
	return sendJSON(TemplateDetail{t, []TemplateVersionInfo{}})
}

func (s *Server) sendTemplateFile(ctx context.Context, name, version string) (*reply, error) {
	number, err := strconv.Atoi(version)
	if version != "" && (err != nil || number < 1) {
		return nil, &invalidError{parameters: []parameterFault{{
			code: "version-invalid", parameter: "version", zh: "版本是从 1 开始的整数", en: "a version is a whole number from 1",
		}}}
	}
	known, err := s.config.Store.NewestOf(ctx, name)
	if err != nil {
		return nil, err
	}
	t, ok := known[name]
	if !ok {
		return nil, s.noTemplate(ctx)
	}
	if number == 0 {
		number = t.Newest.Number
	}
	data, err := s.config.Store.TemplateFile(ctx, name, number)
	if errors.Is(err, store.ErrNotFound) {
		return nil, &requestError{
			status: http.StatusNotFound,
			zh:     fmt.Sprintf("模板 %s 没有这一版，有第 1 至 %d 版", name, t.Newest.Number),
			en:     fmt.Sprintf("the template %s has no such version; it has 1 to %d", name, t.Newest.Number),
		}
	}
	if err != nil {
		return nil, err
	}
	return sendTemplate(name, data), nil
}

func (s *Server) sendDetail(ctx context.Context, name string) (*reply, error) {
	var d TemplateDetail
	err := s.config.Store.View(ctx, func(ctx context.Context, q store.Reader) error {
		t, err := q.Template(ctx, name)
		if err != nil {
			return err
		}
		versions, err := q.TemplateVersions(ctx, name)
		if err != nil {
			return err
		}
		defaults, err := q.TemplateDefaults(ctx)
		d = TemplateDetail{storedInfo(t), make([]TemplateVersionInfo, len(versions))}
		d.tellDefaults(defaults)
		for i, v := range versions {
			d.Versions[i] = TemplateVersionInfo{
				Version: v.Number, Title: v.Title, SHA256: hex.EncodeToString(v.Hash[:]), URL: d.URL + "?version=" + strconv.Itoa(v.Number),
				Created: stamp(v.Created), Key: v.Author.Key, Author: v.Author.Name, Note: v.Note,
			}
		}
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, s.noTemplate(ctx)
	}
	if err != nil {
		return nil, err
	}
	return sendJSON(d)
}

// noTemplate says which templates there are.
func (s *Server) noTemplate(ctx context.Context) error {
	names := s.config.Renderer.TemplateNames()
	if s.config.Store != nil {
		var err error
		if names, err = s.offered(ctx, s.config.Store.Reader); err != nil {
			return err
		}
	}
	known := strings.Join(names, ", ")
	return &requestError{
		status: http.StatusNotFound,
		zh:     "没有这个模板，可用的是 " + known, en: "there is no such template; there are " + known,
	}
}
