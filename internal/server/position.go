package server

import (
	"context"
	"encoding/json"
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
	ID         string          `json:"id" example:"k3v7q2m5x4tbyzna" doc:"what routes and links name the position by"`
	Revision   int             `json:"revision" example:"3" doc:"number of the newest revision, from 1"`
	State      string          `json:"state" example:"draft" enum:"draft,review,approved,void" doc:"of that revision: 草稿, 审核中, 已批准, 作废"`
	Approved   int             `json:"approved,omitempty" example:"2" doc:"number of the newest approved revision"`
	Code       string          `json:"code,omitempty" example:"PS-001" doc:"岗位编号"`
	Title      string          `json:"title" example:"售前工程师" doc:"岗位名称"`
	Department string          `json:"department,omitempty" example:"大客户部" doc:"所在部门"`
	Group      string          `json:"group,omitempty" doc:"组别"`
	Created    string          `json:"created" format:"date-time" doc:"when the first revision was stored"`
	Updated    string          `json:"updated" format:"date-time" doc:"when anything about it changed last"`
	Archived   string          `json:"archived,omitempty" format:"date-time" doc:"when it was archived"`
	Position   json.RawMessage `json:"position,omitempty" doc:"the position itself; not in lists"`
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
		Created: stamp(p.Created), Updated: stamp(p.Updated), Archived: stamp(p.Archived), Position: p.Content,
	}
}

// positionRoutes registers what is done to positions.
func (s *Server) positionRoutes(api huma.API) {
	register(s, api, s.createPositionOperation(), s.handleCreatePosition)
	register(s, api, s.getPositionOperation(), s.handleGetPosition)
	register(s, api, s.replacePositionOperation(), s.handleReplacePosition)
}

// positionInput is a position in the body of a request.
type positionInput struct {
	Note    string `query:"note" doc:"a note on the revision, at most 1,000 characters"`
	By      string `query:"by" doc:"the person for whom this is done, at most 100 characters"`
	RawBody []byte `contentType:"application/json"`

	query string
}

func (in *positionInput) Resolve(ctx huma.Context) []error {
	in.query = humagin.Unwrap(ctx).Request.URL.RawQuery
	return nil
}

// decode reads the position, with all faults of query and body.
func (in *positionInput) decode(parameters ...string) (position.Position, error) {
	faults := queryFaults(in.query, append(parameters, "note", "by"))
	pos, wrong := position.Decode(in.RawBody)
	if len(faults)+len(wrong) > 0 {
		return pos, &invalidError{parameters: faults, faults: wrong}
	}
	return pos, nil
}

func (s *Server) createPositionOperation() huma.Operation {
	return huma.Operation{
		OperationID: "create-position", Method: http.MethodPost, Path: "/v1/positions",
		Summary: "Store a position", Security: needs(scopeWrite),
		Middlewares: huma.Middlewares{s.readPosition},
		Responses:   map[string]*huma.Response{"201": createdResponse("The position, a draft")},
		Errors:      []int{400, 405, 408, 409, 413, 415, 422, 429, 500},
	}
}

func (s *Server) handleCreatePosition(ctx context.Context, in *positionInput) (*reply, error) {
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

type positionIDInput struct {
	ID string `path:"id" example:"k3v7q2m5x4tbyzna" doc:"id of a stored position"`
}

func (s *Server) getPositionOperation() huma.Operation {
	return huma.Operation{
		OperationID: "get-position", Method: http.MethodGet, Path: "/v1/positions/{id}",
		Summary: "Get a stored position with its newest revision", Security: needs(scopeRead),
		Responses: map[string]*huma.Response{"200": entryResponse("The position")},
		Errors:    []int{404, 500},
	}
}

func (s *Server) handleGetPosition(ctx context.Context, in *positionIDInput) (*reply, error) {
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
	positionIDInput
	positionInput
	IfMatch string `header:"If-Match" doc:"ETag of what is to be replaced; without it, whatever there is"`

	versions []int64
}

func (in *replacePositionInput) Resolve(ctx huma.Context) []error {
	_ = in.positionInput.Resolve(ctx)
	in.versions = ifMatch(humagin.Unwrap(ctx).Request.Header.Values("If-Match"))
	return nil
}

func (s *Server) replacePositionOperation() huma.Operation {
	return huma.Operation{
		OperationID: "replace-position", Method: http.MethodPut, Path: "/v1/positions/{id}",
		Summary: "Replace a stored position: adds a revision", Security: needs(scopeWrite),
		Middlewares: huma.Middlewares{s.readPosition},
		Responses:   map[string]*huma.Response{"200": entryResponse("The position; without a new revision when it says what it said")},
		Errors:      []int{400, 404, 405, 408, 409, 412, 413, 415, 422, 429, 500},
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
	r := jsonResponse(description, "PositionEntry")["200"]
	r.Headers = map[string]*huma.Param{"ETag": textHeader("changes with every change of the position; for If-Match")}
	return r
}

// createdResponse describes an answer with a position that is new.
func createdResponse(description string) *huma.Response {
	r := entryResponse(description)
	r.Headers["Location"] = textHeader("address of the position")
	return r
}
