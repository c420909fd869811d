package server

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"jobdoc/internal/store"
)

const (
	onceHeader     = "Idempotency-Key"
	replayedHeader = "Idempotency-Replayed"
	maxOnceKey     = 255 // bytes
)

// onceKey marks an operation by false that takes no Idempotency-Key though it
// changes something by POST.
const onceKey = "once"

// takesOnce reports whether an operation is done once for each Idempotency-Key:
// a POST that changes what is stored. PUT and DELETE may be sent again anyway.
func takesOnce(op *huma.Operation) bool {
	if once, set := op.Metadata[onceKey].(bool); set {
		return once
	}
	return op.Method == http.MethodPost && len(op.Security) > 0 && !slices.Equal(op.Security[0][securityScheme], []string{scopeRead})
}

// doOnce has an operation done once for each Idempotency-Key, and describes that.
func (s *Server) doOnce(op *huma.Operation) {
	// The bodies of operations that have one are in memory by the time we see them.
	op.Middlewares = append(slices.Clip(op.Middlewares), s.once(op.RequestBody != nil))
	limit := maxOnceKey
	op.Parameters = append(slices.Clip(op.Parameters), &huma.Param{
		Name: onceHeader, In: "header", Schema: &huma.Schema{Type: huma.TypeString, MaxLength: &limit},
		Example: "3f0c1e9a-0d0b-4a52-8f4e-6f3f0f2d9a51",
		Description: "重发请求时写同一个键，只办一次：24 小时内再次收到时给回原来的应答；仍在办理时答 409，内容不同时答 422" +
			" // sent again with the same key, the request is done once: for 24 hours it gets the answer it got first, 409 while it is being done, 422 when it says something else",
	})
	for status, r := range op.Responses {
		if status[0] == '2' {
			r.Headers = maps.Clone(r.Headers)
			if r.Headers == nil {
				r.Headers = map[string]*huma.Param{}
			}
			r.Headers[replayedHeader] = &huma.Param{Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{"true"}},
				Description: "true：这是原来的应答，这次没有再办 // true: this is the answer of the first time, and nothing was done"}
		}
	}
	op.Errors = append(slices.Clip(op.Errors), http.StatusConflict, http.StatusUnprocessableEntity)
}

// onceCall is a request with an Idempotency-Key that is being made.
type onceCall struct {
	store.Call
	lease    string
	finished bool // its answer is kept
}

type onceCallKey struct{}

// once looks up what a request with an Idempotency-Key was answered, or begins it.
func (s *Server) once(inMemory bool) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		c := humagin.Unwrap(ctx)
		keys := c.Request.Header.Values(onceHeader)
		if len(keys) == 0 {
			next(ctx)
			return
		}
		made, err := s.callOf(c.Writer, c.Request, keys, inMemory)
		var kept *store.CallAnswer
		if err == nil {
			made.lease, kept, err = s.config.Store.BeginCall(ctx.Context(), made.Call)
		}
		if err == nil && kept != nil {
			err = s.replay(kept, ctx)
		}
		if err != nil {
			s.countRefused(err)
			s.refuse(c, err)
		}
		if err != nil || kept != nil {
			return
		}
		defer s.endCall(ctx.Context(), made)
		next(huma.WithValue(ctx, onceCallKey{}, made))
		if !made.finished && c.Writer.Status() < http.StatusBadRequest {
			s.config.Log.Error("the answer to a request with an Idempotency-Key was not kept", "id", requestID(ctx.Context()), "route", c.FullPath())
		}
	}
}

// callOf reads the Idempotency-Key of a request, and all of the request that
// tells it from another.
func (s *Server) callOf(w http.ResponseWriter, r *http.Request, keys []string, inMemory bool) (*onceCall, error) {
	if len(keys) > 1 || !goodOnceKey(keys[0]) {
		return nil, errOnceKey
	}
	var body []byte
	var err error
	if inMemory {
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	} else if body, err = s.receive(w, r); err != nil {
		return nil, err
	}
	r.Body = bodyOf(body)
	h := sha256.New()
	for _, part := range [][]byte{[]byte(r.Method), []byte(r.URL.EscapedPath()), []byte(r.URL.RawQuery), body} {
		_, _ = h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		_, _ = h.Write(part)
	}
	return &onceCall{Call: store.Call{KeyID: callerOf(r.Context()).keyID, Key: keys[0], Request: [sha256.Size]byte(h.Sum(nil))}}, nil
}

// goodOnceKey reports whether a key is 1 to 255 visible ASCII characters.
func goodOnceKey(key string) bool {
	for i := range len(key) {
		if key[i] <= ' ' || key[i] > '~' {
			return false
		}
	}
	return key != "" && len(key) <= maxOnceKey
}

// endCall lets go of a call that was refused or failed, so that it can be made again.
func (s *Server) endCall(ctx context.Context, made *onceCall) {
	if made.finished {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	s.tell("let go of an Idempotency-Key", s.config.Store.LeaveCall(ctx, made.Call, made.lease))
}

// keepAnswer keeps the answer of a call beside the change that it made, where
// the request is one.
func keepAnswer(ctx context.Context, tx *store.Tx, a *answer) error {
	made, ok := ctx.Value(onceCallKey{}).(*onceCall)
	if !ok {
		return nil
	}
	header, err := json.Marshal(a.header)
	if err != nil {
		return fmt.Errorf("keep the headers of an answer: %w", err)
	}
	return tx.FinishCall(ctx, made.Call, made.lease, store.CallAnswer{Status: a.status, Header: string(header), Body: a.body})
}

// answerKept says that the change of a call is there to stay.
func answerKept(ctx context.Context) {
	if made, ok := ctx.Value(onceCallKey{}).(*onceCall); ok {
		made.finished = true
	}
}

// replay answers as the first time.
func (s *Server) replay(kept *store.CallAnswer, ctx huma.Context) error {
	a := &answer{status: kept.Status, body: kept.Body}
	if err := json.Unmarshal([]byte(kept.Header), &a.header); err != nil {
		return fmt.Errorf("read the headers of a kept answer: %w", err)
	}
	if a.header == nil {
		a.header = http.Header{}
	}
	a.header.Set(replayedHeader, strconv.FormatBool(true))
	s.sendAnswer(a).Body(ctx)
	return nil
}

var (
	errOnceKey = &requestError{status: http.StatusUnprocessableEntity, code: "idempotency-key-invalid",
		zh: "Idempotency-Key 应只有一个，为 1 至 255 个可见的 ASCII 字符，如一个 UUID",
		en: "there must be one Idempotency-Key, of 1 to 255 visible ASCII characters, such as a UUID"}
	errOnceDiffers = &requestError{status: http.StatusUnprocessableEntity, code: "idempotency-key-reused",
		zh: "这个 Idempotency-Key 已用于另一个请求：重发时内容应与原来完全相同，新的请求请用新的键",
		en: "this Idempotency-Key was used for another request: send the same again, or take a new key for a new request"}
	errOnceRunning = &requestError{status: http.StatusConflict, code: "idempotency-key-running", retry: time.Second,
		zh: "这个 Idempotency-Key 的请求正在办理，请稍后再发；服务中断过的，两分钟后可以重办",
		en: "the request of this Idempotency-Key is being done; send it again shortly, or in two minutes where the service was cut off"}
)

// explainCall turns what the store says of a call into what the client is told.
func explainCall(err error) error {
	switch {
	case errors.Is(err, store.ErrCallRunning):
		return errOnceRunning
	case errors.Is(err, store.ErrCallDiffers):
		return errOnceDiffers
	}
	return err
}
