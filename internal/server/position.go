package server

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/store"
)

// PositionEntry is a stored position with its newest revision.
type PositionEntry struct {
	ID         string      `json:"id" example:"k3v7q2m5x4tbyzna" doc:"编号，接口与链接用它指明职位 // what routes and links name the position by"`
	Revision   int         `json:"revision" example:"3" doc:"最新修订的序号，从 1 起 // number of the newest revision, from 1"`
	State      string      `json:"state" example:"draft" enum:"draft,review,approved,void" doc:"最新修订的状态：草稿、审核中、已批准、作废 // of that revision: 草稿, 审核中, 已批准, 作废"`
	Approved   int         `json:"approved,omitempty" example:"2" doc:"最新的已批准修订的序号 // number of the newest approved revision"`
	Code       string      `json:"code,omitempty" example:"PS-001" doc:"岗位编号 // code of the position"`
	Title      string      `json:"title" example:"售前工程师" doc:"岗位名称 // title of the position"`
	Department string      `json:"department,omitempty" example:"大客户部" doc:"所在部门 // department"`
	Group      string      `json:"group,omitempty" doc:"组别 // group in the department"`
	Created    string      `json:"created" format:"date-time" doc:"首次存入的时间 // when the first revision was stored"`
	Updated    string      `json:"updated" format:"date-time" doc:"最近一次改动的时间 // when anything about it changed last"`
	Archived   string      `json:"archived,omitempty" format:"date-time" doc:"归档的时间 // when it was archived"`
	Position   rawPosition `json:"position,omitempty" doc:"职位本身；列表里没有 // the position itself; not in lists"`
}

// rawPosition is a position as the store keeps it, JSON.
type rawPosition []byte

// MarshalJSON writes the position as it is kept.
func (p rawPosition) MarshalJSON() ([]byte, error) { return p, nil }

// UnmarshalJSON keeps the position as it came.
func (p *rawPosition) UnmarshalJSON(data []byte) error {
	*p = bytes.Clone(data)
	return nil
}

// Schema tells huma that it is a position, but for one that an older program
// stored and the field table of this one refuses.
func (rawPosition) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{AnyOf: []*huma.Schema{{Ref: schemaPrefix + "Position"}, {Type: huma.TypeObject}}}
}

// exampleID stands for a stored position in the API's description.
const exampleID = "k3v7q2m5x4tbyzna"

func exampleEntry() PositionEntry {
	return PositionEntry{
		ID: exampleID, Revision: 1, State: string(store.Draft), Code: "PS-001", Title: "售前工程师", Department: "大客户部",
		Created: "2026-03-02T01:30:00.000Z", Updated: "2026-03-02T01:30:00.000Z",
		Position: examplePosition(),
	}
}

// stamp writes a time as answers have it, "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

func entry(p store.Position) PositionEntry {
	return PositionEntry{
		ID: p.ID, Revision: p.Revision, State: string(p.State), Approved: p.Approved,
		Code: p.Code, Title: p.Title, Department: p.Department, Group: p.Team,
		Created: stamp(p.Created), Updated: stamp(p.Updated), Archived: stamp(p.Archived), Position: rawPosition(p.Content),
	}
}

// positionRoutes registers what is done to positions.
func (s *Server) positionRoutes(api huma.API) {
	register(s, api, s.createPositionOperation(), s.handleCreatePosition)
	register(s, api, s.listPositionsOperation(), s.handleListPositions)
	register(s, api, s.getPositionOperation(), s.handleGetPosition)
	register(s, api, s.replacePositionOperation(), s.handleReplacePosition)
	register(s, api, s.archivePositionOperation(), s.handleArchivePosition)
	register(s, api, s.unarchivePositionOperation(), s.handleUnarchivePosition)
	register(s, api, s.documentOperation(), s.handleDocument)
	s.revisionRoutes(api)
}

type createPositionInput struct {
	Asked
	RawBody []byte `contentType:"application/json"`
}

func (s *Server) createPositionOperation() huma.Operation {
	return huma.Operation{
		OperationID: "create-position", Method: http.MethodPost, Path: "/v1/positions", Tags: []string{"positions"},
		Summary: "存入一个职位 // Store a position", Security: needs(scopeWrite),
		Description: "职位成为第 1 次修订，状态为草稿。岗位编号相同，或没有编号而部门和岗位名称相同的职位已经存在时，答 409，errors 里有它的编号。" +
			" // It becomes revision 1, a draft. 409 when there is a position of the same code or, without one, of the same department and title; " +
			"errors tells its id.",
		Middlewares: huma.Middlewares{s.readPosition},
		Parameters:  []*huma.Param{noteParameter(), byParameter()},
		RequestBody: positionBody(),
		Responses:   map[string]*huma.Response{"201": createdResponse("存入的职位，草稿 // The position, a draft")},
		Errors:      []int{http.StatusConflict, http.StatusUnprocessableEntity},
	}
}

func (s *Server) handleCreatePosition(ctx context.Context, in *createPositionInput) (*reply, error) {
	next, err := in.readPosition(in.RawBody)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, func(ctx context.Context, tx *store.Tx) (*answer, error) {
		p, err := tx.CreatePosition(ctx, next.position, authorOf(ctx), next.note)
		if err != nil {
			return nil, err
		}
		return s.answerEntry(ctx, tx, http.StatusCreated, "position.create", store.Position{}, p)
	})
}

// answerEntry logs a change, if it was one, and answers with the position as it
// is after it.
func (s *Server) answerEntry(ctx context.Context, tx *store.Tx, status int, action string, before, p store.Position) (*answer, error) {
	if p.Version != before.Version {
		if err := s.log(ctx, tx, action, p.ID, p.Revision); err != nil {
			return nil, err
		}
	}
	header := http.Header{"Etag": {versionTag(p.Version)}}
	if status == http.StatusCreated {
		header.Set("Location", "/v1/positions/"+p.ID)
	}
	return answerJSON(status, entry(p), header)
}

// PositionIDInput names a stored position. It is exported as [Asked] is.
type PositionIDInput struct {
	ID string `path:"id" example:"k3v7q2m5x4tbyzna" doc:"职位的编号 // id of a stored position"`
}

type getPositionInput struct {
	PositionIDInput
	Asked
}

func (s *Server) getPositionOperation() huma.Operation {
	return huma.Operation{
		OperationID: "get-position", Method: http.MethodGet, Path: "/v1/positions/{id}", Tags: []string{"positions"},
		Summary: "取得职位的最新修订 // Get a stored position with its newest revision", Security: needs(scopeRead),
		Description: "ETag 在职位的任何改动之后都会变，替换时放进 If-Match。已归档的职位也能取得。" +
			" // The ETag changes with every change of the position; put it into If-Match to replace what you read. Archived positions are there too.",
		Responses: map[string]*huma.Response{"200": entryResponse("职位 // The position")},
		Errors:    []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}
}

func (s *Server) handleGetPosition(ctx context.Context, in *getPositionInput) (*reply, error) {
	if err := in.noParameters(); err != nil {
		return nil, err
	}
	p, err := s.config.Store.Position(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	noteRevision(ctx, p.Revision)
	return sendVersion(entry(p), p.Version)
}

// sendVersion answers with what a position in a version holds, under the tag of that.
func sendVersion(v any, version int64) (*reply, error) {
	a, err := answerJSON(http.StatusOK, v, nil)
	if err != nil {
		return nil, err
	}
	return send(&file{data: a.body, media: jsonType, private: true, etag: versionTag(version)}), nil
}

type replacePositionInput struct {
	PositionIDInput
	Asked
	RawBody []byte `contentType:"application/json"`
}

func (s *Server) replacePositionOperation() huma.Operation {
	return huma.Operation{
		OperationID: "replace-position", Method: http.MethodPut, Path: "/v1/positions/{id}", Tags: []string{"positions"},
		Summary: "替换职位，增加一次修订 // Replace a stored position: adds a revision", Security: needs(scopeWrite),
		Description: "旧修订原样保留。内容没有变化时不增加修订，note 也不保存。If-Match 所指的不是现状时答 412，什么也不改，ETag 是现状。" +
			" // Earlier revisions stay as they are. What says what it said adds none, and its note is not kept. 412, and nothing changed, when If-Match names another version than there is, which the ETag then tells.",
		Middlewares: huma.Middlewares{s.readPosition},
		Parameters:  []*huma.Param{noteParameter(), byParameter(), ifMatchParameter()},
		RequestBody: positionBody(),
		Responses:   map[string]*huma.Response{"200": entryResponse("职位；内容没有变化则不增加修订 // The position; without a new revision when it says what it said")},
		Errors:      []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusUnprocessableEntity},
	}
}

func (s *Server) handleReplacePosition(ctx context.Context, in *replacePositionInput) (*reply, error) {
	next, err := in.readPosition(in.RawBody)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, func(ctx context.Context, tx *store.Tx) (*answer, error) {
		before, err := in.lock(ctx, tx, in.ID)
		if err != nil {
			return nil, err
		}
		p, err := tx.ReplacePosition(ctx, in.ID, before.Version, next.position, authorOf(ctx), next.note)
		if err != nil {
			return nil, err
		}
		return s.answerEntry(ctx, tx, http.StatusOK, "position.replace", before, p)
	})
}

type archivePositionInput struct {
	PositionIDInput
	Asked
}

func (s *Server) archivePositionOperation() huma.Operation {
	return huma.Operation{
		OperationID: "archive-position", Method: http.MethodDelete, Path: "/v1/positions/{id}", Tags: []string{"positions"},
		Summary: "归档职位 // Archive a position", Security: needs(scopeWrite),
		Description: "职位不再出现在列表里，岗位编号可以另用；修订全部保留，文件仍能取得。已归档的保持原样。" +
			" // It leaves the lists, and its code can be used again. All revisions stay, and so do their documents. One that is archived stays as it is.",
		Parameters: []*huma.Param{byParameter(), ifMatchParameter()},
		Responses:  map[string]*huma.Response{"200": entryResponse("归档后的职位 // The position, archived")},
		Errors:     []int{http.StatusNotFound, http.StatusPreconditionFailed, http.StatusUnprocessableEntity},
	}
}

func (s *Server) handleArchivePosition(ctx context.Context, in *archivePositionInput) (*reply, error) {
	return s.changePosition(ctx, in, "position.archive", (*store.Tx).ArchivePosition)
}

func (s *Server) unarchivePositionOperation() huma.Operation {
	return huma.Operation{
		OperationID: "unarchive-position", Method: http.MethodPost, Path: "/v1/positions/{id}/unarchive", Tags: []string{"positions"},
		Summary: "恢复已归档的职位 // Bring an archived position back", Security: needs(scopeWrite),
		Description: "职位回到列表里。其间有别的职位用了它的岗位编号（没有编号则为部门和岗位名称）时，答 409。没有归档的保持原样。" +
			" // It is in the lists again. 409 when another position has taken its code meanwhile or, without one, its department and title. " +
			"One that is not archived stays as it is.",
		Parameters: []*huma.Param{byParameter(), ifMatchParameter()},
		Responses:  map[string]*huma.Response{"200": entryResponse("恢复后的职位 // The position, back again")},
		Errors:     []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusUnprocessableEntity},
	}
}

func (s *Server) handleUnarchivePosition(ctx context.Context, in *archivePositionInput) (*reply, error) {
	return s.changePosition(ctx, in, "position.unarchive", (*store.Tx).UnarchivePosition)
}

// changePosition changes a position in a way that takes no body.
func (s *Server) changePosition(ctx context.Context, in *archivePositionInput, action string,
	do func(tx *store.Tx, ctx context.Context, id string, version int64) (store.Position, error),
) (*reply, error) {
	if _, err := in.readChange("by"); err != nil {
		return nil, err
	}
	return s.change(ctx, func(ctx context.Context, tx *store.Tx) (*answer, error) {
		before, err := in.lock(ctx, tx, in.ID)
		if err != nil {
			return nil, err
		}
		p, err := do(tx, ctx, in.ID, before.Version)
		if err != nil {
			return nil, err
		}
		return s.answerEntry(ctx, tx, http.StatusOK, action, before, p)
	})
}

// entryResponse describes an answer with a position.
func entryResponse(description string) *huma.Response {
	r := jsonResponse(description, exampleEntry())
	r.Headers = map[string]*huma.Param{"ETag": versionHeader()}
	return r
}

func versionHeader() *huma.Param {
	return required(textHeader("职位一有改动它就变；用于 If-Match // changes with every change of the position; for If-Match"))
}

// createdResponse describes an answer with a position that is new.
func createdResponse(description string) *huma.Response {
	r := entryResponse(description)
	r.Headers["Location"] = required(textHeader("它的地址 // its address"))
	return r
}
