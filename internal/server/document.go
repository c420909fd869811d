package server

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/store"
)

// documentParameters are those of GET /v1/positions/{id}/document.
var documentParameters = append([]string{"revision"}, renderParameters...)

type documentInput struct {
	PositionIDInput
	Asked
}

func (s *Server) documentOperation() huma.Operation {
	return huma.Operation{
		OperationID: "get-document", Method: http.MethodGet, Path: "/v1/positions/{id}/document", Tags: []string{"positions"},
		Summary: "取得职位说明书文件 // Get a stored position as a file", Security: needs(scopeRead),
		Description: "文件在请求时排出。ETag 由修订内容、模板、格式和选项算出，不必排版：" +
			"把它放进 If-None-Match，没有变化时答 304。本版程序读不懂旧修订的内容时答 409，errors 指出各处。" +
			" // The file is made when it is asked for. Its ETag follows from the revision, the template, format and options: " +
			"sent as If-None-Match, it gets 304 without any work while nothing has changed. " +
			"409, with every place in errors, when this program cannot read what an old revision says.",
		Parameters: append([]*huma.Param{
			revisionParameter("revision", "哪一次修订：序号，latest 是最新的，approved 是最新的已批准的；不写则为 latest"+
				" // which revision: a number, latest, or approved for the newest approved one; latest where none is given"),
			templateParameter("该修订签发时所用的，没有签发过则为部门的、全公司的默认模板，再没有就是 classic" +
				" // the one that the revision was issued with, else the default of its department, that of the company, or classic"),
		}, orderQuery()...),
		Responses: map[string]*huma.Response{"200": documentResponse("文件 // The file")},
		Errors:    []int{http.StatusNotFound, http.StatusNotAcceptable, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}
}

func (s *Server) handleDocument(ctx context.Context, in *documentInput) (*reply, error) {
	var o order
	faults := queryFaults(in.request.URL.RawQuery, documentParameters)
	wrong, err := o.read(in.request)
	if err != nil {
		return nil, err
	}
	faults = append(faults, wrong...)
	pick, wrong := readPick("revision", in.query().Get("revision"))
	faults = append(faults, wrong...)
	want := document{template: in.query().Get("template"), format: o.format, options: o.options, attach: o.attach, paged: o.paged}
	var d issued
	err = s.config.Store.View(ctx, func(ctx context.Context, q store.Reader) error {
		if want.position, err = q.Position(ctx, in.ID); err != nil {
			return err
		}
		if err := s.checkTemplate(ctx, q, want, faults); err != nil {
			return err
		}
		if want.revision, err = pick.of(ctx, q, want.position); err != nil {
			return err
		}
		if err := s.checkOffered(ctx, q, want.revision, want.template); err != nil {
			return err
		}
		d, err = s.issueDocument(ctx, q, want)
		return err
	})
	if err != nil {
		return nil, err
	}
	noteRevision(ctx, d.revision.Number)
	f, err := s.documentFile(ctx, in.request, d)
	if err != nil {
		return nil, err
	}
	return send(f), nil
}

// checkTemplate adds an unknown template to the faults of the other parameters.
// Its error is all of them.
func (s *Server) checkTemplate(ctx context.Context, q store.Reader, want document, faults []parameterFault) error {
	if want.template != "" {
		_, err := s.issueFor(ctx, q, want.position, store.Revision{}, want.template)
		wrong, err := templateFaults(err)
		if err != nil {
			return err
		}
		faults = append(faults, wrong...)
	}
	if len(faults) > 0 {
		return &invalidError{parameters: faults}
	}
	return nil
}

// documentResponse describes an answer with a file of some format.
func documentResponse(description string) *huma.Response {
	var types []string
	for _, f := range render.Formats() {
		types = append(types, f.MediaType)
	}
	r := fileResponse(description, types...)
	r.Headers = map[string]*huma.Param{
		"Content-Disposition": dispositionHeader(),
		"ETag":                etagHeader(),
		"Jobdoc-Pages":        numberHeader("全文页数；docx 没有 // pages of the whole document; not with docx"),
		"Jobdoc-Warnings": textHeader("JSON 列表 [{code, detail}]，全为 ASCII，不超过 4 KiB；没有提示就没有它" +
			" // JSON list of {code, detail}, in ASCII, at most 4 KiB; only when there are any"),
	}
	return r
}

// document is a file that is wanted of a stored position.
type document struct {
	position store.Position
	revision store.Revision // of the position, with its content
	template string         // name; "": what the revision was issued with, else what would be taken to issue it
	format   render.Format
	options  render.Options // but Source
	attach   bool           // the revision's JSON to a PDF
	paged    bool           // the client named a page: it is told in the file's name
}

// issued is a document with all that its bytes follow from.
type issued struct {
	document
	form *render.Template
	etag string // with quotes
}

// issueDocument finds the template of a document, and with it the document's
// entity tag. Nothing is rendered: rendering is a pure function, so the tag is a
// hash of what goes into it, and says without the bytes whether a client has
// them already. These are the content of the revision, the template's Word
// file, format and options, and the program ([programSum]) with the fonts of
// the site.
func (s *Server) issueDocument(ctx context.Context, q store.Reader, want document) (issued, error) {
	issue, err := s.issueFor(ctx, q, want.position, want.revision, want.template)
	if err != nil {
		return issued{}, err
	}
	form, err := s.templateOf(ctx, q, issue)
	if err != nil {
		return issued{}, err
	}
	fonts, err := s.config.Renderer.Fingerprint()
	if err != nil {
		return issued{}, err
	}
	h, o := sha256.New(), want.options
	fmt.Fprintf(h, "%x %x %q %q %q %d %d %d %t", sha256.Sum256(want.revision.Content), form.Hash(),
		programSum(), fonts, want.format.Name, o.Page, o.DPI, o.PDFA, want.attach)
	return issued{want, form, `"` + hex.EncodeToString(h.Sum(nil)[:16]) + `"`}, nil
}

// programSum returns a hash of the running program with all that is built into
// it, so that copies of it give one document one tag, and another program
// gives it another. A system that hides the file gets tags that hold until it stops.
var programSum = sync.OnceValue(func() string {
	f, err := os.Open("/proc/self/exe") // the one that runs, also when another has taken its place
	if err != nil {
		path, _ := os.Executable()
		if f, err = os.Open(path); err != nil {
			return rand.Text()
		}
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return rand.Text()
	}
	return hex.EncodeToString(h.Sum(nil))
})

// renderDocument makes a document. It is the one way from what is stored to a
// file, waits for its turn at the gate, and is never called inside a
// transaction. The error is an [*unfitError] when the revision is none for this
// program, or one of [render.Renderer.Render].
func (s *Server) renderDocument(ctx context.Context, d issued) (render.Result, error) {
	var result render.Result
	err := s.work(ctx, d.format, func() error {
		pos, err := readRevision(d.revision)
		if err != nil {
			return err
		}
		o := d.options
		if d.attach {
			o.Source = d.revision.Content
		}
		result, err = s.config.Renderer.Render(pos, d.form, d.format, o)
		return err
	})
	return result, err
}

// work makes a file in its turn, and counts it.
func (s *Server) work(ctx context.Context, format render.Format, do func() error) error {
	return s.inTurn(ctx, func() error {
		s.metrics.working.Inc()
		defer s.metrics.working.Dec()
		start := s.config.Now()
		err := do()
		if err == nil {
			s.metrics.renders.WithLabelValues(format.Name).Observe(s.config.Now().Sub(start).Seconds())
		}
		return err
	})
}

// inTurn does what needs a processor for a while once the gate has room.
func (s *Server) inTurn(ctx context.Context, do func() error) error {
	if !s.gate.admit() {
		s.countRefused(errBusy)
		return errBusy
	}
	defer s.gate.leave()
	if err := s.gate.begin(ctx); err != nil {
		s.countRefused(err)
		return err
	}
	defer s.gate.end()
	return do()
}

// documentFile returns a document ready to be sent. One that the client has
// already, as its If-None-Match says, is not made: the file then knows its tag
// and no more, and is answered with 304. Nor is one that If-Match does not name.
func (s *Server) documentFile(ctx context.Context, r *http.Request, d issued) (*file, error) {
	return s.madeFile(ctx, r, product{d.etag, d.fileStem(), d.format, func() (render.Result, error) { return s.renderDocument(ctx, d) }})
}

// product is a file that can be made, and whose tag is known before.
type product struct {
	etag   string // with quotes
	name   fileStem
	format render.Format
	make   func() (render.Result, error)
}

// madeFile returns a product ready to be sent; see [Server.documentFile].
func (s *Server) madeFile(ctx context.Context, r *http.Request, p product) (*file, error) {
	var result render.Result
	wanted, err := isWanted(r, p.etag)
	if err != nil {
		return nil, err
	}
	if wanted {
		if result, err = p.make(); err != nil {
			return nil, err
		}
	}
	f := resultFile(tongueOf(ctx), p.name, p.format, result)
	f.etag, f.kept, f.private = p.etag, true, false
	return f, nil
}

// fileStem names the file.
func (d issued) fileStem() fileStem {
	stem := stemOf(d.revision)
	if d.format.Paged && d.paged {
		stem = stem.page(d.options.Page)
	}
	return stem
}

// stemOf names files by the position as it is in a revision.
func stemOf(r store.Revision) fileStem {
	name := position.FileName(r.Code, r.Department, r.Title)
	return fileStem{name, asciiName(name)}
}

// hasAlready reports whether If-None-Match names the tag (RFC 9110, 13.1.2).
func hasAlready(r *http.Request, etag string) bool {
	for _, line := range r.Header.Values("If-None-Match") {
		for tag := range strings.SplitSeq(line, ",") {
			if tag = strings.TrimSpace(tag); tag == "*" || strings.TrimPrefix(tag, "W/") == etag {
				return true
			}
		}
	}
	return false
}

// isWanted holds the conditions of a request to a tag (RFC 9110, 13.2.2). It
// reports whether the client still needs the file; the error is errPrecondition.
//
// http.ServeContent, which answers, reads the first line of a header alone, and
// what was not made must not be sent: it is left nothing to decide.
func isWanted(r *http.Request, etag string) (bool, error) {
	if lines := r.Header.Values("If-Match"); len(lines) > 0 {
		if !names(lines, etag) {
			return false, errPrecondition
		}
		r.Header.Del("If-Match")
	}
	if hasAlready(r, etag) {
		r.Header.Set("If-None-Match", etag)
		return false, nil
	}
	r.Header.Del("If-None-Match")
	return true, nil
}

// names reports whether an If-Match header names the tag (RFC 9110, 13.1.1).
func names(lines []string, etag string) bool {
	for _, line := range lines {
		for tag := range strings.SplitSeq(line, ",") {
			if tag = strings.TrimSpace(tag); tag == "*" || tag == etag {
				return true
			}
		}
	}
	return false
}

// unfitError says that a stored revision is no position for this program, whose
// field table is another than that of the program that stored it.
type unfitError struct {
	number int
	faults []position.Fault
}

func (e *unfitError) Error() string {
	return fmt.Sprintf("revision %d does not fit this program: %d faults", e.number, len(e.faults))
}

// readRevision decodes what a revision says. The error is an [*unfitError].
func readRevision(r store.Revision) (position.Position, error) {
	pos, faults := position.Decode(r.Content)
	if len(faults) > 0 {
		return position.Position{}, &unfitError{r.Number, faults}
	}
	return pos, nil
}
