package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/store"
)

// StateOrder is the body that takes a revision to another state.
type StateOrder struct {
	State    string `json:"state" enum:"draft,review,approved,void" example:"approved" doc:"新的状态：草稿、审核中、已批准、作废 // the new state: 草稿, 审核中, 已批准 or 作废"`
	Template string `json:"template,omitempty" example:"classic" doc:"批准时签发所用的模板；不写则为默认的 // with approved: the template that it is issued with; the default where none is given"`
	Note     string `json:"note,omitempty" maxLength:"1000" example:"同意" doc:"说明，至多 1000 字 // a note, at most 1,000 characters"`
}

type setStateInput struct {
	PositionIDInput
	RevisionNumberInput
	Asked
	RawBody []byte `contentType:"application/json"`
}

func (s *Server) setStateOperation() huma.Operation {
	return huma.Operation{
		OperationID: "set-revision-state", Method: http.MethodPost, Path: "/v1/positions/{id}/revisions/{n}/state", Tags: []string{"revisions"},
		Summary: "改变修订的状态 // Take a revision to another state", Security: needsOneOf(scopeWrite, scopeApprove),
		Description: "draft → review → approved → void；review 可以退回 draft，draft 和 review 可以直接作废；其他的答 409。" +
			"批准和作废已批准的修订要 approve 权限，其余要 write。批准的修订记住签发所用的模板及其版本。" +
			" // draft → review → approved → void; from review it can go back to draft, and from draft and review to void; anything else is 409. " +
			"To approve, and to void what is approved, takes the scope approve, the rest takes write. " +
			"An approved revision remembers the template, and its version, that it is issued with.",
		Middlewares: huma.Middlewares{s.readObject},
		Parameters:  []*huma.Param{byParameter(), ifMatchParameter()},
		RequestBody: &huma.RequestBody{
			Description: "新的状态 // The new state", Required: true,
			Content: map[string]*huma.MediaType{jsonType: {Example: StateOrder{State: string(store.Approved), Template: render.DefaultTemplate, Note: "同意"}}},
		},
		Responses: map[string]*huma.Response{"200": revisionResponse("改变之后的修订 // The revision in its new state")},
		Errors:    []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusUnprocessableEntity},
	}
}

// stateOrder is a StateOrder that has been read.
type stateOrder struct {
	state          store.State
	template, note string
}

func readStateOrder(body []byte) (stateOrder, []position.Fault) {
	o := parseObject(body, "state", "template", "note")
	if len(o.faults) > 0 && (o.faults[0].Syntax || o.faults[0].Pointer == "") { // no object at all
		return stateOrder{}, o.faults
	}
	order := stateOrder{template: o.text("template", searchLimit), note: o.text("note", noteLimit)}
	name := o.text("state", searchLimit)
	state, err := store.LookupState(name)
	f := unknownWord("state", name, stateWords())
	switch m, there := o.members["state"]; {
	case !there:
		o.missing("state", "缺少新的状态："+f.zh, "the new state is missing: "+f.en)
	case err == nil:
		order.state = state
	case m.value == name:
		o.wrong(position.CodeUnknownValue, "state", f.zh, f.en)
	}
	if _, there := o.members["template"]; there && err == nil && state != store.Approved {
		o.wrong("template-not-applicable", "template", "只有批准时才写模板", "a template goes with approved only")
	}
	return order, o.faults
}

func (s *Server) handleSetState(ctx context.Context, in *setStateInput) (*reply, error) {
	faults := queryFaults(in.request.URL.RawQuery, []string{"by"})
	order, wrong := readStateOrder(in.RawBody)
	if len(faults)+len(wrong) > 0 {
		return nil, &invalidError{parameters: faults, faults: wrong}
	}
	return s.change(ctx, func(ctx context.Context, tx *store.Tx) (*answer, error) {
		p, err := in.lock(ctx, tx, in.ID) // what is permitted depends on the state
		if err != nil {
			return nil, err
		}
		r, err := in.find(ctx, tx.Reader, p)
		if err != nil {
			return nil, err
		}
		if err := permitted(ctx, scopeOfStep(r.State, order.state)); err != nil {
			return nil, err
		}
		issue, err := s.issueOf(ctx, tx.Reader, p, r, order)
		if err != nil {
			return nil, err
		}
		p, r, err = tx.SetState(ctx, in.ID, r.Number, p.Version, order.state, issue, authorOf(ctx), order.note)
		if err != nil {
			return nil, err
		}
		if err := s.log(ctx, tx, "revision."+string(order.state), p.ID, r.Number); err != nil {
			return nil, err
		}
		steps, err := tx.Steps(ctx, p, r.Number)
		if err != nil {
			return nil, err
		}
		return answerJSON(http.StatusOK, revisionEntry(p, r, steps), http.Header{"Etag": {versionTag(p.Version)}})
	})
}

// scopeOfStep returns the scope that it takes to go from one state to another.
func scopeOfStep(from, to store.State) string {
	if to == store.Approved || to == store.Void && from == store.Approved {
		return scopeApprove
	}
	return scopeWrite
}

// issueOf returns what a revision that is approved is issued with. A template
// that is not there is a fault of the body.
func (s *Server) issueOf(ctx context.Context, q store.Reader, p store.Position, r store.Revision, o stateOrder) (store.Issue, error) {
	if o.state != store.Approved {
		return store.Issue{}, nil
	}
	if err := s.checkOffered(ctx, q, r, o.template); err != nil {
		return store.Issue{}, inBody("/template", err)
	}
	issue, err := s.issueFor(ctx, q, p, r, o.template)
	return issue, inBody("/template", err)
}

// inBody makes the faults of a parameter those of a place in the body. Any other
// error stays what it is.
func inBody(pointer string, err error) error {
	wrong, err := templateFaults(err)
	if err != nil || len(wrong) == 0 {
		return err
	}
	var faults []position.Fault
	for _, f := range wrong {
		faults = append(faults, position.Fault{Code: f.code, Pointer: pointer, Detail: f.zh, English: f.en})
	}
	return &invalidError{faults: faults}
}
