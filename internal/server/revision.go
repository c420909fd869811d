package server

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/store"
)

// pick says which revision of a position is meant. The zero pick is the newest.
type pick struct {
	number   int // 0: by what follows
	approved bool
}

// Words for revisions whose number a client need not know.
const (
	pickLatest   = "latest"
	pickApproved = "approved"
)

// maxRevision bounds the number of a revision, so that every database takes it.
const maxRevision = 1<<31 - 1

// parsePick reads a number from 1, latest or approved; "" is latest. ok is
// false for anything else.
func parsePick(text string) (p pick, ok bool) {
	switch text {
	case "", pickLatest:
		return pick{}, true
	case pickApproved:
		return pick{approved: true}, true
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxRevision || strconv.Itoa(n) != text {
		return pick{}, false
	}
	return pick{number: n}, true
}

// readPick reads the parameter of that name.
func readPick(parameter, text string) (pick, []parameterFault) {
	p, ok := parsePick(text)
	if !ok {
		return p, []parameterFault{{
			code: parameter + "-invalid", parameter: parameter,
			zh: "应是从 1 开始的修订序号，或 latest（最新的）、approved（最新的已批准的）",
			en: "must be the number of a revision, from 1, or latest, or approved for the newest approved one",
		}}
	}
	return p, nil
}

// of returns the revision, with its content. The error is a [*requestError] of
// status 404 when the position has none such.
func (p pick) of(ctx context.Context, q store.Reader, of store.Position) (store.Revision, error) {
	number := p.number
	switch {
	case p.approved && of.Approved == 0:
		return store.Revision{}, &requestError{
			status: http.StatusNotFound,
			zh:     "这个职位还没有已批准的修订", en: "the position has no approved revision yet",
		}
	case p.approved:
		number = of.Approved
	case number == 0:
		number = of.Revision
	case number > of.Revision:
		return store.Revision{}, noRevision(of)
	}
	return q.Revision(ctx, of, number)
}

func noRevision(of store.Position) error {
	return &requestError{
		status: http.StatusNotFound,
		zh:     fmt.Sprintf("没有这次修订，最新的是第 %d 次", of.Revision),
		en:     fmt.Sprintf("there is no such revision; the newest is %d", of.Revision),
	}
}

// revisionParameter describes a parameter that picks a revision.
func revisionParameter(name, description string) *huma.Param {
	p := queryParameter(name, description, &huma.Schema{Type: huma.TypeString, Pattern: "^([1-9][0-9]*|latest|approved)$"})
	p.Example = pickApproved
	return p
}

// RevisionEntry is a revision of a position.
type RevisionEntry struct {
	Position   string       `json:"id" example:"k3v7q2m5x4tbyzna" doc:"职位的编号 // id of the position"`
	Revision   int          `json:"revision" minimum:"1" example:"3" doc:"序号，从 1 起 // its number, from 1"`
	State      string       `json:"state" example:"approved" enum:"draft,review,approved,void" doc:"草稿、审核中、已批准、作废 // 草稿, 审核中, 已批准 or 作废"`
	Code       string       `json:"code,omitempty" example:"PS-001" doc:"岗位编号 // code of the position in it"`
	Title      string       `json:"title" example:"售前工程师" doc:"岗位名称 // title of the position in it"`
	Department string       `json:"department,omitempty" example:"大客户部" doc:"所在部门 // department in it"`
	Created    string       `json:"created" format:"date-time" example:"2026-03-02T01:30:00.000Z" doc:"存入的时间 // when it was stored"`
	Key        string       `json:"key" example:"人事系统" doc:"用哪个密钥存入 // name of the API key that stored it"`
	By         string       `json:"by,omitempty" example:"李雷" doc:"替谁存入 // the person for whom it was stored"`
	Note       string       `json:"note,omitempty" example:"增加投标任务" doc:"说明 // the note on it"`
	Restored   int          `json:"restored,omitempty" minimum:"1" example:"1" doc:"它重复的是第几次修订 // the revision that it repeats"`
	Issued     *Issued      `json:"issued,omitempty" doc:"批准时签发所用的模板 // what it was issued with when it was approved"`
	States     []StateEntry `json:"states,omitempty" doc:"经过的各个状态，先后为序；列表里没有 // every state it came to, the first first; not in lists"`
	Content    rawPosition  `json:"position,omitempty" doc:"这次修订的内容，原样；列表里没有 // what the position says in it, as it was stored; not in lists"`
}

// Issued is the template that a revision was issued with.
type Issued struct {
	Template string `json:"template" example:"classic" doc:"模板名 // name of the template"`
	Version  int    `json:"version,omitempty" minimum:"1" example:"2" doc:"存入的模板的版本；内置模板没有 // version of a stored template; absent for one that is built in"`
}

// StateEntry is a state that a revision came to.
type StateEntry struct {
	State string `json:"state" example:"review" enum:"draft,review,approved,void" doc:"状态 // the state"`
	At    string `json:"at" format:"date-time" example:"2026-03-03T02:00:00.000Z" doc:"何时 // when"`
	Key   string `json:"key" example:"人事系统" doc:"用哪个密钥 // name of the API key"`
	By    string `json:"by,omitempty" example:"李雷" doc:"替谁 // the person for whom"`
	Note  string `json:"note,omitempty" example:"请王总审批" doc:"说明 // a note"`
}

// RevisionList is a page of the revisions of a position.
type RevisionList struct {
	Items []RevisionEntry `json:"items" nullable:"false" doc:"修订，新的在前，没有内容 // revisions, the newest first, without what they say"`
	Next  string          `json:"next,omitempty" example:"12" doc:"下一页的 cursor；没有下一页就没有它 // cursor of the next page; absent on the last one"`
}

func revisionEntry(p store.Position, r store.Revision, steps []store.Step) RevisionEntry {
	e := RevisionEntry{
		Position: p.ID, Revision: r.Number, State: string(r.State), Code: r.Code, Title: r.Title, Department: r.Department,
		Created: stamp(r.Created), Key: r.Author.Key, By: r.Author.Name, Note: r.Note, Restored: r.Restored, Content: rawPosition(r.Content),
	}
	if r.Issued.Template != "" {
		e.Issued = &Issued{r.Issued.Template, r.Issued.Version}
	}
	for _, s := range steps {
		e.States = append(e.States, StateEntry{string(s.State), stamp(s.At), s.Author.Key, s.Author.Name, s.Note})
	}
	return e
}

func exampleRevision() RevisionEntry {
	p := exampleEntry()
	return RevisionEntry{
		Position: p.ID, Revision: 1, State: string(store.Approved), Code: p.Code, Title: p.Title, Department: p.Department,
		Created: p.Created, Key: "人事系统", By: "李雷", Issued: &Issued{Template: "classic"}, Content: p.Position,
		States: []StateEntry{
			{State: string(store.Draft), At: p.Created, Key: "人事系统", By: "李雷"},
			{State: string(store.Review), At: "2026-03-03T02:00:00.000Z", Key: "人事系统", By: "李雷", Note: "请王总审批"},
			{State: string(store.Approved), At: "2026-03-04T06:12:00.000Z", Key: "OA", By: "王芳"},
		},
	}
}

// revisionRoutes registers what is done to revisions.
func (s *Server) revisionRoutes(api huma.API) {
	register(s, api, s.listRevisionsOperation(), s.handleListRevisions)
	register(s, api, s.getRevisionOperation(), s.handleGetRevision)
	register(s, api, s.setStateOperation(), s.handleSetState)
	register(s, api, s.restoreOperation(), s.handleRestore)
	register(s, api, s.compareOperation(), s.handleCompare)
}

type listRevisionsInput struct {
	PositionIDInput
	Asked
}

func (s *Server) listRevisionsOperation() huma.Operation {
	e := exampleRevision()
	e.States, e.Content = nil, nil
	r := jsonResponse("一页修订 // A page of revisions", RevisionList{Items: []RevisionEntry{e}})
	r.Headers = map[string]*huma.Param{"ETag": versionHeader()}
	return huma.Operation{
		OperationID: "list-revisions", Method: http.MethodGet, Path: "/v1/positions/{id}/revisions", Tags: []string{"revisions"},
		Summary: "列出职位的修订 // List the revisions of a position", Security: needs(scopeRead),
		Description: "新的在前，没有内容。翻页时把 next 放进 cursor。 // The newest first, without what they say. For the next page put next into cursor.",
		Parameters:  []*huma.Param{limitParameter(), cursorParameter()},
		Responses:   map[string]*huma.Response{"200": r},
		Errors:      []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}
}

func (s *Server) handleListRevisions(ctx context.Context, in *listRevisionsInput) (*reply, error) {
	faults := queryFaults(in.request.URL.RawQuery, []string{"limit", "cursor"})
	limit, wrong := readLimit(in.query())
	faults = append(faults, wrong...)
	before := 0
	if text := in.query().Get("cursor"); text != "" {
		if p, ok := parsePick(text); ok && p.number > 0 {
			before = p.number
		} else {
			faults = append(faults, cursorFault())
		}
	}
	if len(faults) > 0 {
		return nil, &invalidError{parameters: faults}
	}
	list := RevisionList{Items: []RevisionEntry{}}
	var version int64
	err := s.config.Store.View(ctx, func(ctx context.Context, q store.Reader) error {
		p, err := q.Position(ctx, in.ID)
		if err != nil {
			return err
		}
		version = p.Version
		page, err := q.Revisions(ctx, p, before, limit)
		for _, r := range page {
			list.Items = append(list.Items, revisionEntry(p, r, nil))
		}
		if n := len(page); n > 0 && page[n-1].Number > 1 {
			list.Next = strconv.Itoa(page[n-1].Number)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return sendVersion(list, version)
}

// revisionIDInput names a revision. Its number is text here, so that one that is
// none is not found, as any other.
type revisionIDInput struct {
	PositionIDInput
	RevisionNumberInput
	Asked
}

// RevisionNumberInput names a revision of a position. It is exported as [Asked] is.
type RevisionNumberInput struct {
	N string `path:"n" pattern:"^[1-9][0-9]*$" example:"3" doc:"修订的序号，从 1 起 // number of the revision, from 1"`
}

// number returns the number, 0 for what is none.
func (in *RevisionNumberInput) number() int {
	p, _ := parsePick(in.N)
	return p.number
}

// find returns the revision with its content. The error is a [*requestError] of
// status 404 where there is none.
func (in *RevisionNumberInput) find(ctx context.Context, q store.Reader, of store.Position) (store.Revision, error) {
	n := in.number()
	if n == 0 {
		return store.Revision{}, noRevision(of)
	}
	return pick{number: n}.of(ctx, q, of)
}

func (s *Server) getRevisionOperation() huma.Operation {
	return huma.Operation{
		OperationID: "get-revision", Method: http.MethodGet, Path: "/v1/positions/{id}/revisions/{n}", Tags: []string{"revisions"},
		Summary: "取得一次修订 // Get a revision", Security: needs(scopeRead),
		Description: "连同内容、经过的状态、批准时所用的模板。ETag 是职位的，可用于 If-Match。" +
			" // With what it says, the states it went through, and the template that it was issued with. The ETag is that of the position, for If-Match.",
		Responses: map[string]*huma.Response{"200": revisionResponse("修订 // The revision")},
		Errors:    []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}
}

func (s *Server) handleGetRevision(ctx context.Context, in *revisionIDInput) (*reply, error) {
	if err := in.noParameters(); err != nil {
		return nil, err
	}
	var e RevisionEntry
	var version int64
	err := s.config.Store.View(ctx, func(ctx context.Context, q store.Reader) error {
		p, err := q.Position(ctx, in.ID)
		if err != nil {
			return err
		}
		r, err := in.find(ctx, q, p)
		if err != nil {
			return err
		}
		version = p.Version
		steps, err := q.Steps(ctx, p, r.Number)
		e = revisionEntry(p, r, steps)
		return err
	})
	if err != nil {
		return nil, err
	}
	return sendVersion(e, version)
}

func (s *Server) restoreOperation() huma.Operation {
	return huma.Operation{
		OperationID: "restore-revision", Method: http.MethodPost, Path: "/v1/positions/{id}/revisions/{n}/restore", Tags: []string{"revisions"},
		Summary: "恢复一次旧修订 // Restore an earlier revision", Security: needs(scopeWrite),
		Description: "增加一次修订，内容与旧修订相同，状态为草稿；其间的修订全部保留。它的岗位编号已被别的职位占用时，答 409。" +
			" // Adds a revision, a draft, that says what the earlier one says; those between stay. 409 when another position has taken its code meanwhile.",
		Parameters: []*huma.Param{noteParameter(), byParameter(), ifMatchParameter()},
		Responses:  map[string]*huma.Response{"201": createdResponse("职位，带新的修订 // The position with the new revision")},
		Errors:     []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusUnprocessableEntity},
	}
}

func (s *Server) handleRestore(ctx context.Context, in *revisionIDInput) (*reply, error) {
	next, err := in.readChange("note", "by")
	if err != nil {
		return nil, err
	}
	return s.change(ctx, func(ctx context.Context, tx *store.Tx) (*answer, error) {
		before, err := in.lock(ctx, tx, in.ID)
		if err != nil {
			return nil, err
		}
		r, err := in.find(ctx, tx.Reader, before)
		if err != nil {
			return nil, err
		}
		if _, err := readRevision(r); err != nil {
			return nil, err
		}
		p, err := tx.RestoreRevision(ctx, in.ID, r.Number, before.Version, authorOf(ctx), next.note)
		if err != nil {
			return nil, err
		}
		a, err := s.answerEntry(ctx, tx, http.StatusCreated, "revision.restore", before, p)
		if err == nil {
			a.header.Set("Location", revisionAddress(p.ID, p.Revision))
		}
		return a, err
	})
}

func revisionAddress(id string, number int) string {
	return "/v1/positions/" + id + "/revisions/" + strconv.Itoa(number)
}

// revisionResponse describes an answer with a revision.
func revisionResponse(description string) *huma.Response {
	r := jsonResponse(description, exampleRevision())
	r.Headers = map[string]*huma.Param{"ETag": versionHeader()}
	return r
}
