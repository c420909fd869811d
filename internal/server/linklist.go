package server

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/store"
)

// LinkList is a page of links.
type LinkList struct {
	Items []LinkEntry `json:"items" nullable:"false" doc:"链接，新建的在前，不带地址 // the links, those made last first, without their addresses"`
	Next  string      `json:"next,omitempty" doc:"下一页的 cursor；没有就到底了 // cursor of the next page; absent on the last"`
}

// linkParameters are those that GET /v1/links takes.
var linkParameters = []string{"position", "state", "cursor", "limit"}

type listLinksInput struct{ Asked }

func (s *Server) handleListLinks(ctx context.Context, in *listLinksInput) (*reply, error) {
	faults := queryFaults(in.request.URL.RawQuery, linkParameters)
	state, wrong := readWord(in.query(), "state", linkStateNames())
	faults = append(faults, wrong...)
	limit, wrong := readLimit(in.query())
	faults = append(faults, wrong...)
	faults = append(faults, textFaults("position", in.query().Get("position"), searchLimit, false)...)
	query := store.LinkQuery{Position: in.query().Get("position"), State: store.LinkState(state), Cursor: in.query().Get("cursor"), Limit: limit}
	if len(faults) > 0 {
		return nil, &invalidError{parameters: faults}
	}
	links, next, err := s.config.Store.Links(ctx, query)
	if errors.Is(err, store.ErrCursor) {
		return nil, &invalidError{parameters: []parameterFault{cursorFault()}}
	}
	if err != nil {
		return nil, err
	}
	list := LinkList{Items: []LinkEntry{}, Next: next}
	now := s.config.Now()
	for _, l := range links {
		list.Items = append(list.Items, linkEntry(l, now))
	}
	return sendPrivate(list)
}

func linkStateNames() []string {
	var names []string
	for _, s := range store.LinkStates() {
		names = append(names, string(s))
	}
	return names
}

// exampleLink is a link as answers have it.
func exampleLink(address bool) LinkEntry {
	e := LinkEntry{
		ID: "mq4x7c2vt5zaybkn", Position: exampleID, Revision: LinkRevision{}, Format: "pdf", Note: "OA 岗位页面",
		State: "active", Created: "2026-11-30T06:00:00.000Z", Key: "local", Uses: 12, Used: "2026-11-30T08:30:00.000Z",
	}
	if address {
		e.URL = "https://hr.example.com/d/AQAAAAcARDIUx0JUtjXPAAAAAHDb2IA7GJGiJIZtYmTyie1fyvOet2npIwVChsKvULbyXrusKA/PS-001.pdf"
		e.Shows = 3
	}
	return e
}

func (s *Server) createLinkOperation() huma.Operation {
	created := jsonResponse("链接 // The link", exampleLink(true))
	created.Headers = map[string]*huma.Param{"Location": required(textHeader("链接在接口里的地址 // address of the link in the API"))}
	return huma.Operation{
		OperationID: "create-link", Method: http.MethodPost, Path: "/v1/links", Tags: []string{"links"},
		Summary: "建立链接 // Make a link", Security: needs(scopeWrite),
		Description: "知道链接的人不用密钥就能打开文件。revision 为 approved 时，职位可以还没有已批准的修订：那之前打开得到 404 页面。" +
			" // Whoever knows the link opens the document without a key. With revision approved the position need not have an approved revision yet: until then the link answers the page of status 404.",
		Middlewares: huma.Middlewares{s.readObject},
		Parameters:  []*huma.Param{byParameter()},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{jsonType: {
			Example: LinkOrder{Position: exampleID, Format: "pdf", ExpiresIn: "30d", Note: "OA 岗位页面"},
		}}},
		Responses: map[string]*huma.Response{"201": created},
		Errors:    []int{http.StatusUnprocessableEntity},
	}
}

func listLinksOperation() huma.Operation {
	text := &huma.Schema{Type: huma.TypeString}
	return huma.Operation{
		OperationID: "list-links", Method: http.MethodGet, Path: "/v1/links", Tags: []string{"links"},
		Summary: "列出链接 // List links", Security: needs(scopeRead),
		Description: "新建的在前，带打开的次数、最后一次打开的时间和状态。 // Those made last first, with how often and when last they were opened, and their state.",
		Parameters: []*huma.Param{
			queryParameter("position", "只列这个职位的 // only those of this position, by its id", text),
			queryParameter("state", "只列这种状态的 // only those in this state", &huma.Schema{Type: huma.TypeString, Enum: anys(linkStateNames())}),
			limitParameter(), cursorParameter(),
		},
		Responses: map[string]*huma.Response{"200": jsonResponse("一页链接 // A page of links", LinkList{Items: []LinkEntry{exampleLink(false)}})},
		Errors:    []int{http.StatusUnprocessableEntity},
	}
}

func getLinkOperation() huma.Operation {
	return huma.Operation{
		OperationID: "get-link", Method: http.MethodGet, Path: "/v1/links/{id}", Tags: []string{"links"},
		Summary: "取得链接和它的地址 // Get a link with its address", Security: needs(scopeRead),
		Description: "地址只给有 write 权限的密钥。地址与建立时相同；其后换过签名密钥的，用新密钥重签，旧地址到旧密钥停用为止同样有效。" +
			" // Keys with the scope write alone are given the address. It is the same as when the link was made. Where the signing key was rotated since, it is signed with the new one, and the former address opens too until the former key is retired.",
		Responses: map[string]*huma.Response{"200": jsonResponse("链接 // The link", exampleLink(true))},
		Errors:    []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}
}

func revokeLinkOperation() huma.Operation {
	return huma.Operation{
		OperationID: "revoke-link", Method: http.MethodDelete, Path: "/v1/links/{id}", Tags: []string{"links"},
		Summary: "撤销链接 // Revoke a link", Security: needs(scopeWrite),
		Description: "从此打不开文件，不能恢复；已撤销的再撤销也答 204。 // It opens nothing from now on, for good. Revoking it again answers 204 as well.",
		Parameters:  []*huma.Param{byParameter()},
		Responses:   map[string]*huma.Response{"204": {Description: "已撤销 // It is revoked"}},
		Errors:      []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}
}
