package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/store"
	"jobdoc/internal/wordml"
)

// Problem is the body of every refused request (RFC 9457). It names places, and
// never repeats what stood there: positions hold names of people.
type Problem struct {
	Type   string         `json:"type" format:"uri" example:"about:blank" doc:"总是 about:blank：种类看状态码，细节看 errors // always about:blank: the status says the kind, errors say the rest"`
	Title  string         `json:"title" minLength:"1" example:"内容有误" doc:"问题的种类，用客户端的语言 // the kind of problem, in the client's language"`
	Status int            `json:"status" example:"422" doc:"HTTP 状态码 // the HTTP status"`
	Detail string         `json:"detail" minLength:"1" doc:"错在哪里、怎么改，用客户端的语言 // what is wrong and what to do, in the client's language"`
	Errors []ProblemFault `json:"errors,omitempty" doc:"找到的全部错误 // every fault that was found"`

	header http.Header
}

// ProblemFault is one thing wrong with the request.
type ProblemFault struct {
	Code      string `json:"code" minLength:"1" example:"percent-out-of-range" doc:"固定不变，供程序使用 // stable, for programs"`
	Pointer   string `json:"pointer,omitempty" example:"#/duties/0/timePercent" doc:"位置的 JSON Pointer，写成 URI 片段（RFC 6901，6） // JSON Pointer of the place, as a URI fragment (RFC 6901, 6)"`
	Parameter string `json:"parameter,omitempty" example:"format" doc:"出错的查询参数 // query parameter at fault"`
	Part      string `json:"part,omitempty" example:"word/document.xml" doc:"Word 文件中的部件 // part of the Word file"`
	Place     string `json:"place,omitempty" example:"表2 第3行 第1格" doc:"部件中的位置 // place in that part, in the client's language"`
	Tag       string `json:"tag,omitempty" example:"{岗位名秤}" doc:"出错的标记 // the tag at fault, as typed"`
	Index     int    `json:"index,omitempty" minimum:"1" example:"2" doc:"文件中的第几个职位 // number of the position in a file of many"`
	Sheet     string `json:"sheet,omitempty" example:"职责" doc:"工作簿的哪个表 // sheet of the workbook"`
	Cell      string `json:"cell,omitempty" example:"D7" doc:"表的哪一格 // cell of that sheet"`
	Line      int    `json:"line,omitempty" example:"12" doc:"正文的第几行，从 1 起 // line of the body, from 1"`
	Column    int    `json:"column,omitempty" example:"5" doc:"该行的第几列，从 1 起 // column of that line, from 1"`
	ID        string `json:"id,omitempty" example:"k3v7q2m5x4tbyzna" doc:"与之冲突的职位的编号 // id of the position that it is in conflict with"`
	Detail    string `json:"detail" minLength:"1" doc:"该怎么改，用客户端的语言 // what to change, in the client's language"`
}

// Error makes a Problem an error, which is how huma takes it.
func (p *Problem) Error() string { return p.Detail }

// GetStatus tells huma the status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders tells huma the headers.
func (p *Problem) GetHeaders() http.Header { return p.header }

// ContentType tells huma the media type (RFC 9457, 3).
func (p *Problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

// requestError is a request that cannot be served for a reason other than its
// document: both texts are for the client.
type requestError struct {
	status  int
	zh, en  string
	retry   time.Duration // Retry-After, 0 for none
	closing bool          // the connection is not usable any more

	code, pointer string // for programs, and the place in the body; "" for none
	other         string // id of the position that this one is in conflict with
	etag          string // what there is now, where that is not what the client saw
	challenge     string // WWW-Authenticate, "" for none
}

func (e *requestError) Error() string { return e.en }

var (
	errNotFound = &requestError{status: http.StatusNotFound,
		zh: "没有这个地址；有哪些接口见 /docs", en: "there is nothing at this address; /docs shows what there is"}
	errMethod = &requestError{status: http.StatusMethodNotAllowed,
		zh: "这个地址不接受这种方法，可用的见 Allow", en: "this address does not take this method; Allow lists those it takes"}
	errTooLarge  = tooLarge(maxBody)
	errMediaType = &requestError{status: http.StatusUnsupportedMediaType,
		zh: "Content-Type 应为 application/json，正文不压缩", en: "Content-Type must be application/json, and the body not compressed"}
	errBusy = &requestError{status: http.StatusTooManyRequests, retry: time.Second,
		zh: "正在处理的请求太多，请稍后再试", en: "too many requests are being served; try again shortly"}
	errSlowBody = &requestError{status: http.StatusRequestTimeout, closing: true,
		zh: "正文没有在规定时间内传完", en: "the body did not arrive in time"}
	errCutBody = &requestError{status: http.StatusBadRequest, closing: true,
		zh: "正文没有传完整", en: "the body did not arrive whole"}
	errNotReady = &requestError{status: http.StatusServiceUnavailable, retry: time.Second,
		zh: "服务正在启动或停止", en: "the service is starting or stopping"}
	errNoStore = &requestError{status: http.StatusServiceUnavailable, retry: storeRetry * time.Second,
		zh: "数据库没有应答", en: "the database does not answer"}
)

// tooLarge says that a body has more than limit bytes.
func tooLarge(limit int) *requestError {
	return &requestError{status: http.StatusRequestEntityTooLarge, closing: true,
		zh: fmt.Sprintf("正文超过 %d MiB", limit>>20), en: fmt.Sprintf("the body is larger than %d MiB", limit>>20)}
}

// notAcceptableError says that Accept allows none of the media types there are.
func notAcceptableError(types ...string) error {
	known := strings.Join(types, ", ")
	return &requestError{status: http.StatusNotAcceptable,
		zh: "Accept 不接受任何一种可用的格式：" + known, en: "Accept allows none of the formats there are: " + known}
}

// parameterFault is a query parameter with a value that will not do.
type parameterFault struct {
	code, parameter, zh, en string
}

// invalidError holds all faults of one request.
type invalidError struct {
	parameters []parameterFault
	faults     []position.Fault
}

func (e *invalidError) Error() string {
	return fmt.Sprintf("%d faults", len(e.parameters)+len(e.faults))
}

// storeRetry is after how many seconds to ask again when the database does not
// answer: one that is started again takes a few.
const storeRetry = 5

// statusClientGone is for the log and the metrics: nobody reads the answer.
const statusClientGone = 499

// problemOf maps any error to an answer. It is the only place that does.
func problemOf(ctx context.Context, err error) *Problem {
	t := tongueOf(ctx)
	p := &Problem{Type: "about:blank", header: http.Header{}}
	var (
		request *requestError
		invalid *invalidError
		unknown *render.UnknownError
		page    *render.PageError
		unfit   *unfitError
		faulty  *render.TemplateError
		worded  *faultyError
		fill    *render.FillError
	)
	err = explain(err)
	switch {
	case errors.As(err, &request):
		p.Status, p.Detail = request.status, t.of(request.zh, request.en)
		if request.retry > 0 {
			p.header.Set("Retry-After", strconv.Itoa(int(request.retry.Round(time.Second)/time.Second)))
		}
		if request.closing {
			p.header.Set("Connection", "close")
		}
		if request.etag != "" {
			p.header.Set("ETag", request.etag)
		}
		if request.code != "" {
			p.Errors = []ProblemFault{{Code: request.code, Pointer: request.pointer, ID: request.other, Detail: p.Detail}}
		}
		if request.challenge != "" {
			p.header.Set("WWW-Authenticate", request.challenge)
		}
	case errors.As(err, &invalid):
		p.refuse(t, invalid)
	case errors.As(err, &unknown):
		p.refuse(t, &invalidError{parameters: []parameterFault{unknownParameter(unknown)}})
	case errors.As(err, &page):
		p.refuse(t, &invalidError{parameters: []parameterFault{unknownPage(page.Pages)}})
	case errors.As(err, &unfit):
		p.refuse(t, &invalidError{faults: unfit.faults})
		p.Status = http.StatusConflict
		p.Detail = t.of(fmt.Sprintf("修订 %d 的内容不合本版程序的字段表，不能排版或比较；仍可取得它的 JSON", unfit.number),
			fmt.Sprintf("revision %d does not fit the field table of this program, and cannot be printed or compared; its JSON can still be read", unfit.number))
	case errors.As(err, &faulty):
		p.refuseTemplate(t, faulty.Faults)
	case errors.As(err, &worded):
		p.Status, p.Errors = http.StatusUnprocessableEntity, worded.faults
		p.summarise(t)
		if worded.more > 0 {
			p.Detail = t.of(fmt.Sprintf("共 %d 处错误，errors 里有前 %d 处", len(worded.faults)+worded.more, len(worded.faults)),
				fmt.Sprintf("%d faults; the first %d are in errors", len(worded.faults)+worded.more, len(worded.faults)))
		}
	case errors.As(err, &fill):
		p.refuseTemplate(t, fill.Faults)
	case wordml.Faults(err) != nil:
		p.refuseFile(t, wordml.Faults(err))
	case errors.Is(err, context.Canceled):
		p.Status = statusClientGone
	case store.CauseOf(err).Passing():
		p.Status = http.StatusServiceUnavailable
		p.header.Set("Retry-After", strconv.Itoa(storeRetry))
		id := requestID(ctx)
		p.Detail = t.of("数据库暂时用不了，请稍后再试；一直如此，请把编号 "+id+" 告诉管理员",
			"the database is not to be had at the moment; try again shortly, and if that does not help tell the service's keeper the request id "+id)
	default:
		p.Status = http.StatusInternalServerError
		id := requestID(ctx)
		p.Detail = t.of("服务内部出错，请把编号 "+id+" 告诉管理员", "something went wrong in the service; tell its keeper the request id "+id)
	}
	p.Title = title(t, p.Status)
	p.header.Set("Content-Language", string(t))
	p.header.Set("Vary", "Accept-Language")
	if p.Status == http.StatusNotAcceptable {
		p.header.Set("Vary", "Accept, Accept-Language")
	}
	return p
}

// refuseFile fills in the faults of a Word file: 413 when it is beyond the
// limits, 422 when it is no .docx or holds what no template may. Their sentences
// name the part and hold nothing else of the file than a word or two.
func (p *Problem) refuseFile(t tongue, faults []*wordml.FileError) {
	for _, f := range faults {
		detail := t.of(f.Detail, f.English)
		if f.Part != "" {
			detail = f.Part + t.of("：", ": ") + detail
		}
		p.Errors = append(p.Errors, ProblemFault{Code: f.Code, Detail: detail})
		if errors.Is(f, wordml.ErrTooLarge) {
			p.Status = http.StatusRequestEntityTooLarge
		}
	}
	if p.Status == 0 {
		p.Status = http.StatusUnprocessableEntity
	}
	p.summarise(t)
}

// refuseTemplate fills in the faults of a template, or of a position that it
// cannot print.
func (p *Problem) refuseTemplate(t tongue, faults []render.TemplateFault) {
	p.Status = http.StatusUnprocessableEntity
	for _, f := range faults {
		p.Errors = append(p.Errors, ProblemFault{
			Code: f.Code, Part: f.Part, Place: t.of(f.Place, f.EnglishPlace), Tag: f.Tag, Detail: t.of(f.Detail, f.English),
		})
	}
	p.summarise(t)
}

// refuse fills in the faults of a request: 400 when the body is no strict JSON
// text, 422 when it is one that will not do.
func (p *Problem) refuse(t tongue, e *invalidError) {
	p.Status = http.StatusUnprocessableEntity
	for _, f := range e.parameters {
		p.Errors = append(p.Errors, ProblemFault{Code: f.code, Parameter: f.parameter, Detail: t.of(f.zh, f.en)})
	}
	for _, f := range e.faults {
		if f.Syntax {
			p.Status = http.StatusBadRequest
		}
		p.Errors = append(p.Errors, ProblemFault{
			Code: f.Code, Pointer: fragment(f), Parameter: f.Parameter,
			Line: f.Line, Column: f.Column, Detail: t.of(f.Detail, f.English),
		})
	}
	p.summarise(t)
}

// summarise says in one sentence what the list of faults says.
func (p *Problem) summarise(t tongue) {
	if len(p.Errors) == 1 {
		p.Detail = p.Errors[0].Detail
		return
	}
	p.Detail = t.of(fmt.Sprintf("共 %d 处错误，见 errors", len(p.Errors)), fmt.Sprintf("%d faults; see errors", len(p.Errors)))
}

// fragment writes the place of a fault as a URI fragment (RFC 6901, 6). A text
// that is no JSON has no places but lines.
func fragment(f position.Fault) string {
	if f.Syntax && f.Pointer == "" {
		return ""
	}
	steps := strings.Split(f.Pointer, "/")
	for i, s := range steps {
		steps[i] = url.PathEscape(s)
	}
	return "#" + strings.Join(steps, "/")
}

func unknownParameter(e *render.UnknownError) parameterFault {
	return unknownValue(e.Parameter, e.Known)
}

// unknownValue is the fault of a parameter that is none of the values there are.
func unknownValue(parameter string, known []string) parameterFault {
	return parameterFault{
		code: parameter + "-unknown", parameter: parameter,
		zh: "没有这个值，可用的是 " + strings.Join(known, "、"),
		en: "there is no such value; there are " + strings.Join(known, ", "),
	}
}

func unknownPage(pages int) parameterFault {
	f := parameterFault{
		code: "page-unknown", parameter: "page",
		zh: fmt.Sprintf("没有这一页，可用的是 1 至 %d", pages), en: fmt.Sprintf("there is no such page; there are 1 to %d", pages),
	}
	if pages == 1 {
		f.zh, f.en = "没有这一页，只有第 1 页", "there is no such page; there is only page 1"
	}
	return f
}

// titles names the statuses we answer with, in Chinese; in English the phrases
// of RFC 9110 serve.
var titles = map[int]string{
	http.StatusBadRequest:                   "请求无法读懂",
	http.StatusForbidden:                    "不允许",
	http.StatusUnauthorized:                 "需要密钥",
	http.StatusNotFound:                     "没有找到",
	http.StatusConflict:                     "有冲突",
	http.StatusMethodNotAllowed:             "方法不允许",
	http.StatusNotAcceptable:                "没有可接受的格式",
	http.StatusRequestedRangeNotSatisfiable: "范围无法满足",
	http.StatusRequestTimeout:               "请求超时",
	http.StatusRequestEntityTooLarge:        "正文过大",
	http.StatusUnsupportedMediaType:         "正文类型不支持",
	http.StatusUnprocessableEntity:          "内容有误",
	http.StatusPreconditionFailed:           "条件不符",
	http.StatusTooManyRequests:              "请求过多",
	http.StatusInternalServerError:          "服务内部出错",
	http.StatusServiceUnavailable:           "服务暂不可用",
}

func title(t tongue, status int) string {
	return t.of(titles[status], http.StatusText(status))
}
