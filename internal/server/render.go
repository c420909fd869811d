package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
)

// The media type of Word files, and how their names end.
const (
	docxType      = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	docxExtension = ".docx"
)

func (s *Server) renderOperation() huma.Operation {
	return huma.Operation{
		OperationID: "render", Method: http.MethodPost, Path: "/v1/render", Tags: []string{"render"}, Security: needs(scopeRead),
		Summary: "把一个职位排成文件 // Make a file of a position",
		Description: "正文是一个职位，最多 1 MiB。同样的职位、模板和格式，每次得到同样的字节。" +
			" // The body is one position, at most 1 MiB. The same position, template and format always give the same bytes.",
		Middlewares: huma.Middlewares{s.readPosition},
		Parameters:  s.renderQuery(),
		RequestBody: positionBody(),
		Responses:   map[string]*huma.Response{"200": documentResponse("文件 // The file")},
		Errors:      []int{http.StatusNotAcceptable, http.StatusConflict, http.StatusUnprocessableEntity},
	}
}

func (s *Server) renderQuery() []*huma.Param {
	if s.config.Store != nil {
		return append([]*huma.Param{templateParameter("部门的、全公司的默认模板，再没有就是 classic // the default of its department, that of the company, or classic")}, orderQuery()...)
	}
	template := queryParameter("template", "模板名；不写则为 classic // name of a template; classic where none is given",
		&huma.Schema{Type: huma.TypeString, Enum: anys(s.config.Renderer.TemplateNames()), Default: render.DefaultTemplate})
	return append([]*huma.Param{template}, orderQuery()...)
}

// templateParameter describes the parameter that names a template. without is
// what is taken where it is not given.
func templateParameter(without string) *huma.Param {
	zh, en, _ := strings.Cut(without, languageMark)
	return queryParameter("template", "模板的名称，用最新的一版（已签发的修订用签发时的那一版）；名称@版本 指定一版；不写则为"+zh+languageMark+
		"name of a template, of which the newest version is taken, or the one that the revision was issued with; NAME@VERSION is one version; where none is given, "+en,
		&huma.Schema{Type: huma.TypeString})
}

// orderQuery describes the parameters that [order.read] reads.
func orderQuery() []*huma.Param {
	one, least, most := 1.0, float64(render.MinDPI), float64(render.MaxDPI)
	return []*huma.Param{
		queryParameter("format", "文件格式；不写则看 Accept，再没有就是 pdf // file format; without it, Accept decides, and pdf where that is silent",
			&huma.Schema{Type: huma.TypeString, Enum: anys(render.FormatNames())}),
		queryParameter("page", "PNG 的页码，从 1 起，不写则为第 1 页；其他格式含全部页，只能写 1"+
			" // page of a PNG, from 1; other formats hold all pages and take 1 only; without it, a PNG is page 1",
			&huma.Schema{Type: huma.TypeInteger, Minimum: &one}),
		queryParameter("dpi", "PNG 每英寸的点数，不写则为 96 // dots per inch of a PNG, 96 where none are given",
			&huma.Schema{Type: huma.TypeInteger, Minimum: &least, Maximum: &most}),
		queryParameter("pdfa", "PDF 遵守的 PDF/A（ISO 19005）；不写则为 2b，带 attachSource 则为 3b；none 是普通 PDF"+
			" // PDF/A (ISO 19005) that a PDF keeps to: 2b where none is given, 3b with attachSource; none is plain PDF",
			&huma.Schema{Type: huma.TypeString, Enum: anys(render.ConformanceNames())}),
		queryParameter("attachSource", "true 把职位的 JSON 原样附在 PDF 里，这时为 PDF/A-3b"+
			" // true attaches the position's JSON, as it stands, to the PDF, which then is PDF/A-3b",
			&huma.Schema{Type: huma.TypeBoolean}),
	}
}

// positionBody describes a body that is one position.
func positionBody() *huma.RequestBody {
	return &huma.RequestBody{
		Description: "一个职位 // One position", Required: true,
		Content: map[string]*huma.MediaType{jsonType: {
			Schema: &huma.Schema{Ref: schemaPrefix + "Position"}, Example: examplePosition(),
		}},
	}
}

// examplePosition is what bodies look like, in the form's order.
func examplePosition() rawPosition {
	return rawPosition(`{"position": {"title": "售前工程师", "code": "PS-001", "department": "大客户部"}, ` +
		`"duties": [{"description": "编制技术方案，参加投标", "timePercent": 60, "tasks": ["了解客户需求", "编写技术方案"]}]}`)
}

func anys(names []string) []any {
	out := make([]any, len(names))
	for i, n := range names {
		out[i] = n
	}
	return out
}

// renderInput is what POST /v1/render takes. The parameters are read from the
// query as it came, so that our own checks see them: huma's would answer in
// their own words.
type renderInput struct {
	Asked
	RawBody []byte `contentType:"application/json"`
}

// order is a request for a file whose parameters have been read.
type order struct {
	format  render.Format
	options render.Options
	attach  bool // the body to the file
	paged   bool // a page was asked for
}

// handleRender makes one file of the position in the body.
func (s *Server) handleRender(ctx context.Context, in *renderInput) (*reply, error) {
	o, faults, err := s.readOrder(ctx, in)
	if err != nil {
		return nil, err
	}
	if err := s.gate.begin(ctx); err != nil {
		s.countRefused(err)
		return nil, err
	}
	defer s.gate.end()
	s.metrics.working.Inc()
	defer s.metrics.working.Dec()
	start := s.config.Now()

	pos, wrong := position.Decode(in.RawBody)
	if len(wrong)+len(faults) > 0 {
		return nil, &invalidError{parameters: faults, faults: wrong}
	}
	if o.attach {
		o.options.Source = in.RawBody
	}
	form, err := s.formFor(ctx, pos, in.RawBody, in.query().Get("template"))
	if err != nil {
		return nil, err
	}
	result, err := s.config.Renderer.Render(pos, form, o.format, o.options)
	if err != nil {
		return nil, err
	}
	s.metrics.renders.WithLabelValues(o.format.Name).Observe(s.config.Now().Sub(start).Seconds())
	name := fileStem{pos.FileName(), asciiName(pos.FileName())}
	if o.paged {
		name = name.page(o.options.Page)
	}
	return send(resultFile(tongueOf(ctx), name, o.format, result)), nil
}

// readOrder reads the parameters. Their faults are told together with those of
// the body; a refused Accept header is an error of its own.
func (s *Server) readOrder(ctx context.Context, in *renderInput) (order, []parameterFault, error) {
	var o order
	faults := queryFaults(in.request.URL.RawQuery, renderParameters)
	wrong, err := o.read(in.request)
	if err != nil {
		return o, nil, err
	}
	unknown, err := templateFaults(s.checkForm(ctx, in.query().Get("template")))
	return o, slices.Concat(faults, unknown, wrong), err
}

// read reads all but the template.
func (o *order) read(r *http.Request) (faults []parameterFault, err error) {
	q := r.URL.Query()
	if name := q.Get("format"); name == "" {
		if o.format, err = negotiate(r.Header.Values("Accept")); err != nil {
			return nil, err
		}
	} else if o.format, err = render.LookupFormat(name); err != nil {
		faults = append(faults, formatFault())
	}
	faults = append(faults, o.readPage(q.Get("page"))...)
	faults = append(faults, o.readDPI(q.Get("dpi"))...)
	return append(faults, o.readArchive(q.Get("pdfa"), q.Get("attachSource"))...), nil
}

// readPage reads which page of a paged format is wanted.
func (o *order) readPage(page string) (faults []parameterFault) {
	if page == "" {
		return nil
	}
	var err error
	o.paged = o.format.Paged
	if o.options.Page, err = strconv.Atoi(page); err != nil || o.options.Page < 1 {
		faults = append(faults, parameterFault{
			code: "page-invalid", parameter: "page",
			zh: "页码是从 1 开始的整数", en: "a page is a whole number from 1",
		})
	} else if o.options.Page > 1 && o.format.Name != "" && !o.format.Paged {
		faults = append(faults, parameterFault{
			code: "page-not-applicable", parameter: "page",
			zh: "page 只用于 format=png；其他格式含全部页，只能写 page=1", en: "page goes with format=png only; other formats hold all pages and take page=1 at most",
		})
	}
	return faults
}

// readDPI reads the resolution of a paged format.
func (o *order) readDPI(dpi string) []parameterFault {
	if dpi == "" {
		return nil
	}
	var err error
	o.options.DPI, err = strconv.Atoi(dpi)
	switch {
	case err != nil || o.options.DPI < render.MinDPI || o.options.DPI > render.MaxDPI:
		return []parameterFault{{
			code: "dpi-invalid", parameter: "dpi",
			zh: fmt.Sprintf("每英寸点数是 %d 至 %d 的整数", render.MinDPI, render.MaxDPI),
			en: fmt.Sprintf("dots per inch are a whole number from %d to %d", render.MinDPI, render.MaxDPI),
		}}
	case o.format.Name != "" && !o.format.Paged:
		return []parameterFault{notApplicable("dpi", "png")}
	}
	return nil
}

// notApplicable is the fault of a parameter that goes with one format only.
func notApplicable(parameter, format string) parameterFault {
	return parameterFault{
		code: parameter + "-not-applicable", parameter: parameter,
		zh: parameter + " 只用于 format=" + format, en: parameter + " goes with format=" + format + " only",
	}
}

// readArchive reads what concerns PDF alone.
func (o *order) readArchive(pdfa, attach string) (faults []parameterFault) {
	switch attach {
	case "", "false":
	case "true":
		o.attach = true
	default:
		faults = append(faults, unknownParameter(&render.UnknownError{Parameter: "attachSource", Known: []string{"true", "false"}}))
	}
	var err error
	var unknown *render.UnknownError
	o.options.PDFA, err = render.LookupConformance(pdfa, o.attach)
	switch {
	case errors.As(err, &unknown):
		faults = append(faults, unknownParameter(unknown))
	case err != nil: // render.ErrNoSource
		faults = append(faults, parameterFault{
			code: "attachSource-not-applicable", parameter: "attachSource",
			zh: "PDF/A-1b 和 2b 不能带附件；请用 pdfa=3b，或不写 pdfa", en: "PDF/A-1b and 2b hold no attachments; use pdfa=3b, or leave pdfa out",
		})
	}
	if o.format.Name == "" || o.format.Name == "pdf" {
		return faults
	}
	for _, p := range []struct {
		name string
		is   bool
	}{{"pdfa", pdfa != ""}, {"attachSource", o.attach}} {
		if p.is {
			faults = append(faults, notApplicable(p.name, "pdf"))
		}
	}
	return faults
}

func formatFault() parameterFault {
	return unknownParameter(&render.UnknownError{Parameter: "format", Known: render.FormatNames()})
}

// fileStem is the name of a file without extension, as it is and in ASCII.
type fileStem struct{ name, fallback string }

// page names a page as the command does.
func (s fileStem) page(n int) fileStem {
	suffix := "-p" + strconv.Itoa(n)
	return fileStem{s.name + suffix, s.fallback + suffix}
}

// resultFile returns a rendered file ready to be sent.
func resultFile(t tongue, name fileStem, format render.Format, result render.Result) *file {
	h := http.Header{"Vary": {"Accept, Accept-Language"}}
	if result.Pages > 0 {
		h.Set("Jobdoc-Pages", strconv.Itoa(result.Pages))
	}
	if len(result.Warnings) > 0 {
		h.Set("Jobdoc-Warnings", warningsHeader(t, result.Warnings))
	}
	return &file{
		data: result.Data, media: format.MediaType, private: true, inline: format.Name != "docx", header: h,
		name: name.name + format.Extension, fallback: name.fallback + format.Extension,
	}
}
