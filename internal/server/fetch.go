package server

import (
	"context"
	"errors"
	"net/http"
	"path"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"jobdoc/internal/link"
	"jobdoc/internal/render"
	"jobdoc/internal/store"
)

// continues is how long after a counted use the rest of the file may be
// fetched in parts as the same use.
const continues = 10 * time.Minute

// mountFetch adds the address that links lead to. It takes the methods that
// Office asks for before it opens an address.
func (s *Server) mountFetch(api huma.API) {
	op := s.fetchOperation()
	const route = "/d/:token/:name"
	s.engine.GET(route, s.serveFetch)
	s.engine.HEAD(route, s.serveFetch)
	s.engine.OPTIONS(route, func(c *gin.Context) {
		c.Header("Allow", "GET, HEAD, OPTIONS")
		c.Status(http.StatusNoContent)
	})
	api.OpenAPI().AddOperation(&op)
	api.OpenAPI().AddOperation(optionsOperation())
}

// serveFetch gives the document of a link, and counts that.
func (s *Server) serveFetch(c *gin.Context) {
	f, err := s.fetch(c)
	if err != nil {
		s.refuse(c, err)
		return
	}
	f.serve(c)
}

// fetch makes the file that a link opens and counts its use, in this order: a
// file that cannot be made costs no use, and none is given that was not counted.
func (s *Server) fetch(c *gin.Context) (*file, error) {
	r, ctx := c.Request, c.Request.Context()
	id, err := s.keys.verify(ctx, c.Param("token"))
	if err != nil {
		return nil, unopened(err)
	}
	var l store.Link
	var d issued
	err = s.config.Store.View(ctx, func(ctx context.Context, q store.Reader) (err error) {
		if l, err = q.Link(ctx, id); err != nil {
			return err
		}
		if state := l.State(s.config.Now()); state != store.LinkActive && state != store.LinkUsedUp {
			return store.ErrLinkSpent
		}
		d, err = s.linkedDocument(ctx, q, l, path.Ext(c.Param("name")))
		return err
	})
	if err != nil {
		return nil, unopened(err)
	}
	now := s.config.Now()
	rest := continuesUse(r, l, d.etag, now)
	if l.State(now) != store.LinkActive && !rest {
		return nil, errLink
	}
	f, err := s.documentFile(ctx, r, d)
	if err != nil {
		return nil, err
	}
	if r.Method != http.MethodHead && !rest {
		err := s.config.Store.UseLink(ctx, store.Use{Link: l.ID, Tag: d.etag, Revision: d.revision.Number, Address: s.loggedAddress(r), Request: requestID(ctx)})
		if err != nil {
			return nil, unopened(err)
		}
	}
	if r.URL.Query().Get("download") == "1" {
		f.inline = false
	}
	return f, nil
}

// linkedDocument finds what a link shows now. The error is [store.ErrNotFound]
// where that is nothing.
func (s *Server) linkedDocument(ctx context.Context, q store.Reader, l store.Link, extension string) (issued, error) {
	format, err := render.LookupFormat(l.Format)
	if err != nil || extension != format.Extension {
		return issued{}, errors.Join(err, store.ErrNotFound)
	}
	p, err := q.Position(ctx, l.Position)
	if err != nil {
		return issued{}, err
	}
	if !p.Archived.IsZero() {
		return issued{}, store.ErrNotFound
	}
	revision, err := pickOf(l).of(ctx, q, p)
	if err != nil {
		return issued{}, err
	}
	return s.issueDocument(ctx, q, document{position: p, revision: revision, template: l.Template, format: format})
}

// continuesUse reports whether a request is for the rest of a file that was
// counted: a range of the very bytes that a use was given less than ten minutes
// ago. Viewers fetch a long file in parts.
func continuesUse(r *http.Request, l store.Link, etag string, now time.Time) bool {
	age := now.Sub(l.Used)
	return r.Method == http.MethodGet && isRange(r.Header.Get("Range")) && r.Header.Get("If-Range") == etag && l.UsedTag == etag && age >= 0 && age < continues
}

// errLink says that a link opens nothing; [pageOf] says it to people.
var errLink = &requestError{status: http.StatusNotFound,
	zh: "这个链接打不开文件", en: "the link opens nothing"}

// unopened makes one of all the reasons for which a link opens nothing. An
// error of ours stays what it is.
func unopened(err error) error {
	var refused *requestError
	var unknown *render.UnknownError
	var invalid *invalidError
	switch {
	case errors.Is(err, link.ErrMalformed), errors.Is(err, link.ErrUnknownKey), errors.Is(err, link.ErrBadSignature), errors.Is(err, link.ErrExpired),
		errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrLinkSpent), errors.As(err, &refused), errors.As(err, &unknown), errors.As(err, &invalid):
		return errLink
	}
	return err
}

// loggedAddress returns the address of the client as the audit log keeps it.
func (s *Server) loggedAddress(r *http.Request) string {
	if a := s.clientAddress(r); a.IsValid() {
		return a.String()
	}
	return ""
}

// pageResponse describes an answer to a person.
func pageResponse(status int) *huma.Response {
	r := &huma.Response{
		Description: title(chinese, status) + languageMark + http.StatusText(status),
		Content:     map[string]*huma.MediaType{"text/html": {Schema: &huma.Schema{Type: huma.TypeString}}},
		Headers:     map[string]*huma.Param{"X-Robots-Tag": robotsHeader()},
	}
	for name, h := range problemHeaders(status) {
		r.Headers[name] = h
	}
	return r
}

func robotsHeader() *huma.Param {
	return required(textHeader("搜索引擎不收录 // search engines keep away"))
}

func (s *Server) fetchOperation() huma.Operation {
	whole := documentResponse("文件：PDF 和 PNG 直接显示，DOCX 下载 // The document: PDF and PNG to be shown, DOCX to be saved")
	whole.Headers["X-Robots-Tag"] = robotsHeader()
	responses := map[string]*huma.Response{"200": whole}
	for _, status := range []int{403, 404, 405, 412, 416, 429, 500, 503} {
		responses[strconv.Itoa(status)] = pageResponse(status)
	}
	text := &huma.Schema{Type: huma.TypeString}
	return huma.Operation{
		OperationID: "open-link", Method: http.MethodGet, Path: "/d/{token}/{name}", Tags: []string{"links"},
		Summary: "打开链接 // Open a link",
		Description: "不用密钥。每个 GET 计一次；HEAD 不计，计过的十分钟内 If-Range 等于其 ETag 的 Range 请求也不计。链接过期、撤销、用完、不存在时，答同一个 404 页面。出错时的应答是给人看的网页。" +
			" // Takes no key. Each GET counts as a use, but HEAD and, within ten minutes of a counted one, a Range with If-Range equal to its ETag. " +
			"Links that are expired, revoked, used up or unknown all answer the same page of status 404. Errors are pages for people.",
		Parameters: []*huma.Param{
			{Name: "token", In: "path", Required: true, Schema: text, Description: "链接里的令牌 // token of the link"},
			{Name: "name", In: "path", Required: true, Schema: text, Example: "PS-001.pdf", Description: "任何文件名，扩展名须是链接的格式 // any file name with the extension of the link's format"},
			queryParameter("download", "1 则下载而不显示 // 1 to save the document rather than show it", text),
		},
		Responses: responses,
	}
}

func optionsOperation() *huma.Operation {
	text := &huma.Schema{Type: huma.TypeString}
	return &huma.Operation{
		OperationID: "link-options", Method: http.MethodOptions, Path: "/d/{token}/{name}", Tags: []string{"links"},
		Summary:     "链接接受的方法 // The methods that links take",
		Description: "不论链接有没有效，应答都一样；Office 打开网址前会这样问。 // The same for every link, whether it opens or not; Office asks so before it opens an address.",
		Parameters: []*huma.Param{
			{Name: "token", In: "path", Required: true, Schema: text, Description: "链接里的令牌 // token of the link"},
			{Name: "name", In: "path", Required: true, Schema: text, Description: "任何文件名 // any file name"},
		},
		Responses: map[string]*huma.Response{"204": {
			Description: "方法在 Allow 里 // Allow lists them",
			Headers:     map[string]*huma.Param{"Allow": required(textHeader("接受的方法 // the methods")), "X-Robots-Tag": robotsHeader()},
		}},
	}
}
