package server

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"jobdoc/internal/position"
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

// Schema tells huma that it is a position.
func (rawPosition) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Ref: schemaPrefix + "Position"}
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
	register(s, api, s.getPositionOperation(), s.handleGetPosition)
	register(s, api, s.replacePositionOperation(), s.handleReplacePosition)
	register(s, api, s.documentOperation(), s.handleDocument)
}

// PositionInput is a position in the body of a request. It is exported because
// huma passes over embedded types that are not.
type PositionInput struct {
	Note    string `query:"note" doc:"修订的说明，至多 1000 字 // a note on the revision, at most 1,000 characters"`
	By      string `query:"by" doc:"替谁办理，至多 100 字 // the person for whom this is done, at most 100 characters"`
	RawBody []byte `contentType:"application/json"`

	query string
}

func (in *PositionInput) Resolve(ctx huma.Context) []error {
	in.query = humagin.Unwrap(ctx).Request.URL.RawQuery
	return nil
}

// decode reads the position, with all faults of query and body.
func (in *PositionInput) decode(parameters ...string) (position.Position, error) {
	faults := queryFaults(in.query, append(parameters, "note", "by"))
	pos, wrong := position.Decode(in.RawBody)
	if len(faults)+len(wrong) > 0 {
		return pos, &invalidError{parameters: faults, faults: wrong}
	}
	return pos, nil
}

func (s *Server) createPositionOperation() huma.Operation {
	return huma.Operation{
		OperationID: "create-position", Method: http.MethodPost, Path: "/v1/positions", Tags: []string{"positions"},
		Summary: "存入一个职位 // Store a position", Security: needs(scopeWrite),
		Description: "职位成为第 1 次修订，状态为草稿。岗位编号相同，或没有编号而部门和岗位名称相同的职位已经存在时，答 409。" +
			" // It becomes revision 1, a draft. 409 when there is a position of the same code or, without one, of the same department and title.",
		Middlewares: huma.Middlewares{s.readPosition},
		RequestBody: positionBody(),
		Responses:   map[string]*huma.Response{"201": createdResponse("存入的职位，草稿 // The position, a draft")},
		Errors:      []int{http.StatusConflict, http.StatusUnprocessableEntity},
	}
}

func (s *Server) handleCreatePosition(ctx context.Context, in *PositionInput) (*reply, error) {
	pos, err := in.decode()
	if err != nil {
		return nil, err
	}
	return s.change(ctx, func(ctx context.Context, tx *store.Tx) (*answer, error) {
		p, err := tx.CreatePosition(ctx, pos, authorOf(ctx), in.Note)
		if err != nil {
			return nil, err
		}
		if err := s.log(ctx, tx, "position.create", p.ID, p.Revision); err != nil {
			return nil, err
		}
		return answerJSON(http.StatusCreated, entry(p), http.Header{
			"Location": {"/v1/positions/" + p.ID}, "Etag": {versionTag(p.Version)},
		})
	})
}

// PositionIDInput names a stored position. It is exported as [PositionInput] is.
type PositionIDInput struct {
	ID string `path:"id" example:"k3v7q2m5x4tbyzna" doc:"职位的编号 // id of a stored position"`
}

func (s *Server) getPositionOperation() huma.Operation {
	return huma.Operation{
		OperationID: "get-position", Method: http.MethodGet, Path: "/v1/positions/{id}", Tags: []string{"positions"},
		Summary: "取得职位的最新修订 // Get a stored position with its newest revision", Security: needs(scopeRead),
		Description: "ETag 在职位的任何改动之后都会变，替换时放进 If-Match。" +
			" // The ETag changes with every change of the position; put it into If-Match to replace what you read.",
		Responses: map[string]*huma.Response{"200": entryResponse("职位 // The position")},
		Errors:    []int{http.StatusNotFound},
	}
}

func (s *Server) handleGetPosition(ctx context.Context, in *PositionIDInput) (*reply, error) {
	p, err := s.config.Store.Position(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return sendEntry(p)
}

// sendEntry answers with a position under the tag of its version.
func sendEntry(p store.Position) (*reply, error) {
	a, err := answerJSON(http.StatusOK, entry(p), nil)
	if err != nil {
		return nil, err
	}
	return send(&file{data: a.body, media: jsonType, private: true, etag: versionTag(p.Version)}), nil
}

type replacePositionInput struct {
	PositionIDInput
	PositionInput
	IfMatch string `header:"If-Match" doc:"被替换者的 ETag；不写则不论现状一律替换 // ETag of what is to be replaced; without it, whatever there is"`

	versions []int64
}

func (in *replacePositionInput) Resolve(ctx huma.Context) []error {
	_ = in.PositionInput.Resolve(ctx)
	in.versions = ifMatch(humagin.Unwrap(ctx).Request.Header.Values("If-Match"))
	return nil
}

func (s *Server) replacePositionOperation() huma.Operation {
	return huma.Operation{
		OperationID: "replace-position", Method: http.MethodPut, Path: "/v1/positions/{id}", Tags: []string{"positions"},
		Summary: "替换职位，增加一次修订 // Replace a stored position: adds a revision", Security: needs(scopeWrite),
		Description: "旧修订原样保留。If-Match 所指的不是现状时答 412，什么也不改。" +
			" // Earlier revisions stay as they are. 412, and nothing changed, when If-Match names another version than there is.",
		Middlewares: huma.Middlewares{s.readPosition},
		RequestBody: positionBody(),
		Responses:   map[string]*huma.Response{"200": entryResponse("职位；内容没有变化则不增加修订 // The position; without a new revision when it says what it said")},
		Errors:      []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusUnprocessableEntity},
	}
}

func (s *Server) handleReplacePosition(ctx context.Context, in *replacePositionInput) (*reply, error) {
	pos, err := in.decode()
	if err != nil {
		return nil, err
	}
	return s.change(ctx, func(ctx context.Context, tx *store.Tx) (*answer, error) {
		version, err := expected(ctx, tx.Reader, in.ID, in.versions)
		if err != nil {
			return nil, err
		}
		p, err := tx.ReplacePosition(ctx, in.ID, version, pos, authorOf(ctx), in.Note)
		if err != nil {
			return nil, err
		}
		if err := s.log(ctx, tx, "position.replace", p.ID, p.Revision); err != nil {
			return nil, err
		}
		return answerJSON(http.StatusOK, entry(p), http.Header{"Etag": {versionTag(p.Version)}})
	})
}

// expected returns the version that an If-Match header lets be changed, 0 for
// any.
func expected(ctx context.Context, q store.Reader, id string, versions []int64) (int64, error) {
	if len(versions) < 2 {
		return append(versions, 0)[0], nil
	}
	p, err := q.Position(ctx, id)
	if err == nil && !slices.Contains(versions, p.Version) {
		err = &store.StaleError{Version: p.Version}
	}
	return p.Version, err
}

// entryResponse describes an answer with a position.
func entryResponse(description string) *huma.Response {
	r := jsonResponse(description, exampleEntry())
	r.Headers = map[string]*huma.Param{"ETag": required(textHeader("职位一有改动它就变；用于 If-Match // changes with every change of the position; for If-Match"))}
	return r
}

// createdResponse describes an answer with a position that is new.
func createdResponse(description string) *huma.Response {
	r := entryResponse(description)
	r.Headers["Location"] = required(textHeader("职位的地址 // address of the position"))
	return r
}
