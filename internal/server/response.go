package server

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

const jsonType = "application/json"

// jsonResponse describes an answer of JSON by an example of it, from whose type
// the schema follows.
func jsonResponse(description string, example any) *huma.Response {
	return &huma.Response{Description: description, Content: map[string]*huma.MediaType{jsonType: {Example: example}}}
}

// fileResponse describes an answer of bytes, for which OpenAPI 3.1 wants no schema.
func fileResponse(description string, media ...string) *huma.Response {
	r := &huma.Response{Description: description, Content: map[string]*huma.MediaType{}}
	for _, m := range media {
		r.Content[m] = &huma.MediaType{}
	}
	return r
}

// textHeader describes a header that may be there.
func textHeader(description string) *huma.Param {
	return &huma.Param{Description: description, Schema: &huma.Schema{Type: huma.TypeString}}
}

func numberHeader(description string) *huma.Param {
	return &huma.Param{Description: description, Schema: &huma.Schema{Type: huma.TypeInteger}}
}

func etagHeader() *huma.Param {
	return required(textHeader("内容一变它就变 // changes when the content changes"))
}

func dispositionHeader() *huma.Param {
	return required(textHeader("另存时的文件名（RFC 6266） // what to save the file as (RFC 6266)"))
}

func challengeHeader() *huma.Param {
	return textHeader("怎样证明身份、缺少什么权限（RFC 6750） // how to authenticate, and which scope is lacking (RFC 6750)")
}

// required says that a header is there in every such answer.
func required(p *huma.Param) *huma.Param {
	p.Required = true
	return p
}

// Statuses that operations need not name: any may be asked with a wrong method
// or for a page of another site, and any may fail; those that take a body have to receive it first.
var (
	statusesOfAll    = []int{http.StatusForbidden, http.StatusMethodNotAllowed, http.StatusInternalServerError}
	statusesOfKeys   = []int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusServiceUnavailable}
	statusesOfBodies = []int{
		http.StatusBadRequest, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge,
		http.StatusUnsupportedMediaType, http.StatusTooManyRequests,
	}
)

// describeProblems makes every refusal of an operation a Problem; an answer
// that the operation describes itself stays as it is.
func describeProblems(components *huma.Components, op *huma.Operation) {
	statuses := slices.Concat(op.Errors, statusesOfAll)
	if op.RequestBody != nil {
		statuses = append(statuses, statusesOfBodies...)
	}
	if op.Security != nil {
		statuses = append(statuses, statusesOfKeys...)
	}
	for _, status := range statuses {
		key := strconv.Itoa(status)
		if op.Responses[key] != nil {
			continue
		}
		name := strings.ReplaceAll(http.StatusText(status), " ", "")
		if components.Responses[name] == nil {
			r := problemResponse(status)
			describeExamples(components.Schemas, r.Content)
			components.Responses[name] = r
		}
		op.Responses[key] = &huma.Response{Ref: responsePrefix + name}
	}
}

// problemResponse describes the refusals of one status.
func problemResponse(status int) *huma.Response {
	return &huma.Response{
		Description: title(chinese, status) + languageMark + http.StatusText(status),
		Content:     map[string]*huma.MediaType{problemType: {Example: exampleProblem(status)}},
		Headers:     problemHeaders(status),
	}
}

// problemHeaders describes the headers that refusals of a status have.
func problemHeaders(status int) map[string]*huma.Param {
	switch status {
	case http.StatusPreconditionFailed:
		return map[string]*huma.Param{"ETag": textHeader("职位现在的 ETag；文件没有 // the ETag that the position has now; not with files")}
	case http.StatusUnauthorized:
		return map[string]*huma.Param{"WWW-Authenticate": required(challengeHeader())}
	case http.StatusForbidden:
		return map[string]*huma.Param{"WWW-Authenticate": challengeHeader()}
	case http.StatusConflict:
		return map[string]*huma.Param{"Retry-After": numberHeader("多少秒后再试；只在同一 Idempotency-Key 的请求正在办理时有 // seconds to wait; only while a request of the same Idempotency-Key is being done")}
	case http.StatusMethodNotAllowed:
		return map[string]*huma.Param{"Allow": required(textHeader("这个地址接受的方法 // the methods that the address takes"))}
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return map[string]*huma.Param{"Retry-After": required(numberHeader("多少秒后再试 // seconds to wait"))}
	case http.StatusRequestedRangeNotSatisfiable:
		return map[string]*huma.Param{"Content-Range": required(textHeader("文件的长度 // the length of the file"))}
	}
	return nil
}

// exampleProblem returns a problem as it is answered with a status.
func exampleProblem(status int) Problem {
	var err error
	switch status {
	case http.StatusBadRequest:
		_, faults := position.Decode([]byte("{\n  \"position\": }"))
		err = &invalidError{faults: faults}
	case http.StatusUnprocessableEntity:
		_, faults := position.Decode([]byte(`{"position": {"title": "售前工程师"}, "duties": [{"description": "编制技术方案", "timePercent": 120}]}`))
		err = &invalidError{faults: faults}
	case http.StatusConflict:
		err = &store.ConflictError{ID: exampleID, ByCode: true}
	case http.StatusNotAcceptable:
		_, err = negotiate([]string{"text/html"})
	case http.StatusInternalServerError:
		err = errors.New("the log has more to say")
	default:
		i := slices.IndexFunc(exampleErrors, func(e *requestError) bool { return e.status == status })
		if i < 0 { // a test tells
			return Problem{Status: status}
		}
		err = exampleErrors[i]
	}
	return *problemOf(context.WithValue(context.Background(), requestIDKey{}, "EXAMPLE-ID"), err)
}

// exampleErrors are examples of what statuses mean, the first of each status.
var exampleErrors = []*requestError{
	errNotFound, errMethod, errSlowBody, errPrecondition, errTooLarge, errMediaType, errRange, errBusy, errNotReady,
	errCrossOrigin, errUnknownKey,
}
