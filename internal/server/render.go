package server

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
)

// docxType is the media type of Word files.
const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

func (s *Server) renderOperation() huma.Operation {
	var types []string
	for _, f := range render.Formats() {
		types = append(types, f.MediaType)
	}
	file := fileResponse("文件 // The file", types...)
	file.Headers = map[string]*huma.Param{
		"Content-Disposition": dispositionHeader(),
		"ETag":                etagHeader(),
		"Jobdoc-Pages":        numberHeader("全文页数；docx 没有 // pages of the whole document; not with docx"),
		"Jobdoc-Warnings": textHeader("JSON 列表 [{code, detail}]，全为 ASCII，不超过 4 KiB；没有提示就没有它" +
			" // JSON list of {code, detail}, in ASCII, at most 4 KiB; only when there are any"),
	}
	return huma.Operation{
		OperationID: "render", Method: http.MethodPost, Path: "/v1/render", Tags: []string{"render"},
		Summary: "把一个职位排成文件 // Make a file of a position",
		Description: "正文是一个职位，最多 1 MiB。同样的职位、模板和格式，每次得到同样的字节。" +
			" // The body is one position, at most 1 MiB. The same position, template and format always give the same bytes.",
		Middlewares: huma.Middlewares{s.readPosition},
		Parameters:  s.renderQuery(),
		RequestBody: positionBody(),
		Responses:   map[string]*huma.Response{"200": file},
		Errors:      []int{http.StatusNotAcceptable, http.StatusUnprocessableEntity},
	}
}

func (s *Server) renderQuery() []*huma.Param {
	one := 1.0
	query := func(name, description string, schema *huma.Schema) *huma.Param {
		return &huma.Param{Name: name, In: "query", Description: description, Schema: schema}
	}
	return []*huma.Param{
		query("format", "文件格式；不写则看 Accept，再没有就是 pdf // file format; without it, Accept decides, and pdf where that is silent",
			&huma.Schema{Type: huma.TypeString, Enum: anys(render.FormatNames())}),
		query("template", "模板名；不写则为 classic // name of a template; classic where none is given",
			&huma.Schema{Type: huma.TypeString, Enum: anys(s.config.Renderer.TemplateNames()), Default: render.DefaultTemplate}),
		query("page", "PNG 的页码，从 1 起，不写则为第 1 页；其他格式含全部页，只能写 1"+
			" // page of a PNG, from 1; other formats hold all pages and take 1 only; without it, a PNG is page 1",
			&huma.Schema{Type: huma.TypeInteger, Minimum: &one}),
		query("pdfa", "PDF 遵守的 PDF/A（ISO 19005）；不写则为 2b，带 attachSource 则为 3b；none 是普通 PDF"+
			" // PDF/A (ISO 19005) that a PDF keeps to: 2b where none is given, 3b with attachSource; none is plain PDF",
			&huma.Schema{Type: huma.TypeString, Enum: anys(render.ConformanceNames())}),
		query("attachSource", "true 把正文原样附在 PDF 里，这时为 PDF/A-3b // true attaches the body, as it was sent, to the PDF, which then is PDF/A-3b",
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

func examplePosition() map[string]any {
	return map[string]any{
		"position": map[string]any{"title": "售前工程师", "code": "PS-001", "department": "大客户部"},
		"duties":   []any{map[string]any{"description": "编制技术方案，参加投标", "timePercent": 60, "tasks": []any{"了解客户需求", "编写技术方案"}}},
	}
}

func anys(names []string) []any {
	out := make([]any, len(names))
	for i, n := range names {
		out[i] = n
	}
	return out
}

// renderInput is what POST /v1/render takes. Every parameter is text here, so
// that our own checks see it: huma's would answer in their own words.
type renderInput struct {
	Format   string `query:"format"`
	Template string `query:"template"`
	Page     string `query:"page"`
	PDFA     string `query:"pdfa"`
	Attach   string `query:"attachSource"`
	RawBody  []byte `contentType:"application/json"`

	accept []string
	query  string // as it came
}

// Resolve takes the whole Accept header, of which huma would give the first
// line, and the whole query, of which it takes what it knows.
func (in *renderInput) Resolve(ctx huma.Context) []error {
	r := humagin.Unwrap(ctx).Request
	in.accept, in.query = r.Header.Values("Accept"), r.URL.RawQuery
	return nil
}

// order is a render request whose parameters have been read.
type order struct {
	format   render.Format
	template *render.Template
	options  render.Options
	attach   bool // the body to the file
}

// handleRender makes one file of the position in the body.
func (s *Server) handleRender(ctx context.Context, in *renderInput) (*reply, error) {
	o, faults, err := s.readOrder(in)
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
	result, err := s.config.Renderer.Render(pos, o.template, o.format, o.options)
	if err != nil {
		return nil, err
	}
	s.metrics.renders.WithLabelValues(o.format.Name).Observe(s.config.Now().Sub(start).Seconds())
	name := fileStem{pos.FileName(), asciiName(pos.FileName())}
	if o.format.Paged && in.Page != "" {
		name = name.page(o.options.Page)
	}
	return s.sendResult(tongueOf(ctx), name, o.format, result), nil
}

// readOrder reads the parameters. Their faults are told together with those of
// the body; a refused Accept header is an error of its own.
func (s *Server) readOrder(in *renderInput) (order, []parameterFault, error) {
	var o order
	var err error
	faults := queryFaults(in.query, renderParameters)
	if in.Format == "" {
		if o.format, err = negotiate(in.accept); err != nil {
			return o, nil, err
		}
	} else if o.format, err = render.LookupFormat(in.Format); err != nil {
		faults = append(faults, formatFault())
	}
	if o.template, err = s.config.Renderer.Template(in.Template); err != nil {
		unknown, ok := err.(*render.UnknownError) //nolint:errorlint // anything wrapped is our failure
		if !ok {
			return o, nil, err
		}
		faults = append(faults, unknownParameter(unknown))
	}
	faults = append(faults, o.readPage(in.Page)...)
	return o, append(faults, o.readArchive(in.PDFA, in.Attach)...), nil
}

// readPage reads which page of a paged format is wanted.
func (o *order) readPage(page string) (faults []parameterFault) {
	if page == "" {
		return nil
	}
	var err error
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
			faults = append(faults, parameterFault{
				code: p.name + "-not-applicable", parameter: p.name,
				zh: p.name + " 只用于 format=pdf", en: p.name + " goes with format=pdf only",
			})
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

// sendResult answers with a rendered file.
func (s *Server) sendResult(t tongue, name fileStem, format render.Format, result render.Result) *reply {
	f := &file{
		data: result.Data, media: format.MediaType, private: true, inline: format.Name != "docx",
		name: name.name + format.Extension, fallback: name.fallback + format.Extension,
	}
	return &reply{Body: func(ctx huma.Context) {
		c := humagin.Unwrap(ctx)
		h := c.Writer.Header()
		h.Add("Vary", "Accept, Accept-Language")
		if result.Pages > 0 {
			h.Set("Jobdoc-Pages", strconv.Itoa(result.Pages))
		}
		if len(result.Warnings) > 0 {
			h.Set("Jobdoc-Warnings", warningsHeader(t, result.Warnings))
		}
		f.serve(c)
	}}
}
