package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"jobdoc/internal/store"
)

// answer is what a change of the store is answered with. It is kept beside the
// change, so that a client that asks again gets the same.
type answer struct {
	status int
	header http.Header
	body   []byte // JSON; none for 204
}

// answerJSON makes an answer of a value.
func answerJSON(status int, v any, header http.Header) (*answer, error) {
	var b bytes.Buffer
	if err := writeJSON(&b, v); err != nil {
		return nil, err
	}
	return &answer{status, header, b.Bytes()}, nil
}

// change runs do in one transaction of the store and answers with what do
// returns. do may run more than once; it changes nothing but the store.
func (s *Server) change(ctx context.Context, do func(context.Context, *store.Tx) (*answer, error)) (*reply, error) {
	var a *answer
	err := s.config.Store.Update(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		if a, err = do(ctx, tx); err != nil {
			return err
		}
		return keepAnswer(ctx, tx, a)
	})
	if err != nil {
		return nil, err
	}
	answerKept(ctx)
	return s.sendAnswer(a), nil
}

// sendAnswer sends an answer. Where a proxy shows the service below a path, a
// Location is below it, too: clients follow it as it is.
func (s *Server) sendAnswer(a *answer) *reply {
	return &reply{Body: func(ctx huma.Context) {
		c := humagin.Unwrap(ctx)
		h := c.Writer.Header()
		for name, values := range a.header {
			h[name] = values
		}
		if at := h.Get("Location"); at != "" && s.network.public != nil {
			h.Set("Location", s.network.public.EscapedPath()+at)
		}
		h.Set("Cache-Control", "private, no-store")
		if len(a.body) > 0 {
			h.Set("Content-Type", jsonType)
		}
		c.Status(a.status)
		_, _ = c.Writer.Write(a.body) // nobody is left to tell
	}}
}

// log writes an event with the change that it tells of.
func (s *Server) log(ctx context.Context, tx *store.Tx, action, subject string, number int) error {
	return tx.Log(ctx, store.Event{
		Author: authorOf(ctx), Action: action, Subject: subject, Number: number, Address: callerOf(ctx).address, Request: requestID(ctx),
	})
}

// versionTag is the entity tag of a position in the version that the store counts.
func versionTag(version int64) string { return `"v` + strconv.FormatInt(version, 10) + `"` }

// ifMatch reads an If-Match header (RFC 9110, 13.1.1): the versions it names,
// none when it names any or is not there. A weak tag matches nothing, and counts
// as [noVersion] as every other that is none of ours.
func ifMatch(lines []string) (versions []int64) {
	for _, line := range lines {
		for tag := range strings.SplitSeq(line, ",") {
			tag = strings.TrimSpace(tag)
			if tag == "*" {
				return nil
			}
			text, ok := strings.CutPrefix(tag, `"v`)
			text, closed := strings.CutSuffix(text, `"`)
			version, err := strconv.ParseInt(text, 10, 64)
			if !ok || !closed || err != nil || version < 1 {
				version = noVersion
			}
			versions = append(versions, version)
		}
	}
	return versions
}

// noVersion is no version of any position.
const noVersion = -1

// ifMatchForm says that an If-Match names no tag that a position ever had, which
// is a slip of the client's program rather than somebody else's change.
func ifMatchForm(now int64) error {
	tag := versionTag(now)
	return &requestError{
		status: http.StatusPreconditionFailed, etag: tag,
		zh: "If-Match 里没有职位的 ETag：应照抄应答里的 ETag，连同引号，前面没有 W/；现在的是 " + tag,
		en: "If-Match names no ETag of a position: copy that of the answer with its quotes and without W/; it is now " + tag,
	}
}

// explain turns what the store says into what the client is told.
func explain(err error) error {
	err = explainCall(err)
	var (
		conflict   *store.ConflictError
		stale      *store.StaleError
		transition *store.TransitionError
		exists     *store.KeyExistsError
	)
	switch {
	case errors.As(err, &exists):
		return keyExists(exists)
	case errors.Is(err, store.ErrNotFound):
		return errNothing
	case errors.As(err, &conflict):
		e := &requestError{
			status: http.StatusConflict, code: "position-exists", pointer: "#/position", other: conflict.ID,
			zh: "已有部门和岗位名称都相同的职位，且都没有岗位编号；请修改那一个，或给这一个编号",
			en: "there is a position of the same department and title already, neither has a code; change that one, or give this one a code",
		}
		if conflict.ByCode {
			e.pointer = "#/position/code"
			e.zh = "已有岗位编号相同的职位；请修改那一个，或改用另一编号"
			e.en = "there is a position of the same code already; change that one, or use another code"
		}
		if conflict.ID != "" {
			e.zh += "：/v1/positions/" + conflict.ID
			e.en += ": /v1/positions/" + conflict.ID
		}
		return e
	case errors.As(err, &stale):
		return &requestError{
			status: http.StatusPreconditionFailed, etag: versionTag(stale.Version),
			zh: "职位在您读取之后已被改动，现在的 ETag 是 " + versionTag(stale.Version) + "；请重新读取后再改",
			en: "the position was changed since you read it, and its ETag is now " + versionTag(stale.Version) + "; read it again",
		}
	case errors.As(err, &transition):
		return &requestError{
			status: http.StatusConflict, code: "state-transition", pointer: "#/state",
			zh: fmt.Sprintf("%s的修订不能变为%s，%s", transition.From.Chinese(), transition.To.Chinese(), nextStates(transition.From, true)),
			en: fmt.Sprintf("a revision in state %s cannot become %s; %s", transition.From, transition.To, nextStates(transition.From, false)),
		}
	case errors.Is(err, store.ErrArchived):
		return &requestError{
			status: http.StatusConflict, code: "position-archived",
			zh: "职位已归档，请先恢复（unarchive）", en: "the position is archived; bring it back first (unarchive)",
		}
	}
	return err
}

var errNothing = &requestError{
	status: http.StatusNotFound,
	zh:     "没有这一项，请核对编号", en: "there is nothing of this id",
}

func nextStates(from store.State, chinese bool) string {
	var words []string
	for _, s := range from.Next() {
		if chinese {
			words = append(words, s.Chinese())
		} else {
			words = append(words, string(s))
		}
	}
	switch {
	case len(words) == 0 && chinese:
		return "它已是终态"
	case len(words) == 0:
		return "that is its last state"
	case chinese:
		return "只能变为" + strings.Join(words, "、")
	}
	return "it can become " + strings.Join(words, ", ")
}
