package server

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/store"
)

// TemplateDefaults is the answer of GET /v1/template-defaults.
type TemplateDefaults struct {
	Company     string               `json:"company" example:"classic" doc:"部门没有自己的默认模板时用的模板 // template of every department that has no default of its own"`
	Departments []DepartmentTemplate `json:"departments" doc:"有自己的默认模板的部门 // departments that have a default of their own"`
}

// DepartmentTemplate is the default of a department.
type DepartmentTemplate struct {
	Department string `json:"department" example:"大客户部" doc:"部门 // the department"`
	Template   string `json:"template" example:"公司表" doc:"它的默认模板 // its default"`
	Set        string `json:"setAt" format:"date-time" doc:"何时设定 // when it was set"`
	Key        string `json:"key" example:"local" doc:"用哪个密钥设定 // name of the API key that set it"`
	Author     string `json:"by,omitempty" example:"李雷" doc:"替谁设定 // the person for whom it was set"`
}

// TemplateDefault is the body of PUT /v1/template-defaults.
type TemplateDefault struct {
	Department *string `json:"department,omitempty" nullable:"true" example:"大客户部" doc:"部门；没有、null 或空白则指所有没有自己的默认模板的部门 // the department; absent, null or blank means every department without a default of its own"`
	Template   *string `json:"template" nullable:"true" example:"公司表" doc:"模板的名称，用它最新的一版；null 则取消 // name of the template, of which the newest version is used; null takes the default away"`
}

const maxDepartment = 200 // characters

func exampleDefaults() TemplateDefaults {
	return TemplateDefaults{"classic", []DepartmentTemplate{{"大客户部", "公司表", "2026-03-02T01:30:00.000Z", "人事系统", "李雷"}}}
}

func templateDefaultsOperation() huma.Operation {
	return huma.Operation{
		OperationID: "get-template-defaults", Method: http.MethodGet, Path: "/v1/template-defaults", Tags: []string{"templates"},
		Summary: "取得默认模板 // Get the default templates", Security: needs(scopeRead),
		Responses: map[string]*huma.Response{"200": jsonResponse("默认模板 // The defaults", exampleDefaults())},
		Errors:    []int{http.StatusUnprocessableEntity},
	}
}

func (s *Server) handleTemplateDefaults(ctx context.Context, in *plainInput) (*reply, error) {
	if err := in.noParameters(); err != nil {
		return nil, err
	}
	d, err := defaultsOf(ctx, s.config.Store.Reader)
	if err != nil {
		return nil, err
	}
	return sendJSON(d)
}

func defaultsOf(ctx context.Context, q store.Reader) (TemplateDefaults, error) {
	d := TemplateDefaults{Company: render.DefaultTemplate, Departments: []DepartmentTemplate{}}
	all, err := q.TemplateDefaults(ctx)
	for _, one := range all {
		if one.Department == "" {
			d.Company = one.Template
			continue
		}
		d.Departments = append(d.Departments, DepartmentTemplate{one.Department, one.Template, stamp(one.Set), one.Author.Key, one.Author.Name})
	}
	return d, err
}

func (s *Server) setTemplateDefaultOperation() huma.Operation {
	department, template := "大客户部", "weighted"
	return huma.Operation{
		OperationID: "set-template-default", Method: http.MethodPut, Path: "/v1/template-defaults", Tags: []string{"templates"},
		Summary: "设定默认模板 // Set a default template", Security: needs(scopeAdmin),
		Description: "一次设定一个部门的，或全公司的。文件用哪个模板，依次看：请求或链接指明的；修订签发时用的；部门的默认模板；全公司的；classic。" +
			" // Sets that of one department, or of the company. A document is made with the first there is of: the template that the request or link names; " +
			"the one the revision was issued with; its department's default; the company's; classic.",
		Middlewares: huma.Middlewares{s.readPosition},
		Parameters:  []*huma.Param{byParameter()},
		RequestBody: &huma.RequestBody{
			Description: "部门与模板 // The department and the template", Required: true,
			Content: map[string]*huma.MediaType{jsonType: {Example: TemplateDefault{&department, &template}}},
		},
		Responses: map[string]*huma.Response{"200": jsonResponse("设定之后的默认模板 // The defaults as they are now", exampleDefaults())},
		Errors:    []int{http.StatusUnprocessableEntity},
	}
}

type setTemplateDefaultInput struct {
	Asked
	RawBody []byte `contentType:"application/json"`
}

func (s *Server) handleSetTemplateDefault(ctx context.Context, in *setTemplateDefaultInput) (*reply, error) {
	department, template, wrong := readDefault(in.RawBody)
	faults := queryFaults(in.request.URL.RawQuery, []string{"by"})
	if len(faults)+len(wrong) > 0 {
		return nil, &invalidError{parameters: faults, faults: wrong}
	}
	return s.change(ctx, func(ctx context.Context, tx *store.Tx) (*answer, error) {
		err := tx.SetTemplateDefault(ctx, department, template, !s.builtIn(template), authorOf(ctx))
		if errors.Is(err, store.ErrNotFound) {
			return nil, s.unknownDefault(ctx, tx.Reader)
		}
		if err != nil {
			return nil, err
		}
		if err := s.log(ctx, tx, "template.default", template, 0); err != nil {
			return nil, err
		}
		d, err := defaultsOf(ctx, tx.Reader)
		if err != nil {
			return nil, err
		}
		return answerJSON(http.StatusOK, d, nil)
	})
}

func (s *Server) unknownDefault(ctx context.Context, q store.Reader) error {
	names, err := s.offered(ctx, q)
	if err != nil {
		return err
	}
	return &invalidError{faults: []position.Fault{{
		Code: "template-unknown", Pointer: "/template",
		Detail:  "没有这个模板，可用的是 " + strings.Join(names, "、"),
		English: "there is no such template; there are " + strings.Join(names, ", "),
	}}}
}

// readDefault reads the body of PUT /v1/template-defaults, "" standing for null
// and absent, with all its faults.
func readDefault(body []byte) (department, template string, faults []position.Fault) {
	o := parseObject(body, "department", "template")
	if _, there := o.members["template"]; !there && len(o.faults) == 0 {
		o.fault(position.CodeMissing, "template", place{}, "缺少 template；要取消默认模板请写 null", "template is missing; write null to take the default away")
	}
	for name, m := range o.members {
		if m.value == nil {
			delete(o.members, name)
		}
	}
	department, template = o.text("department", maxDepartment), o.text("template", maxTemplateName)
	return strings.TrimSpace(department), strings.TrimSpace(template), o.faults
}
