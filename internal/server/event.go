package server

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"jobdoc/internal/store"
)

// EventEntry is an entry of the audit log.
type EventEntry struct {
	At      string `json:"at" format:"date-time" example:"2026-11-30T06:00:00.000Z" doc:"时间 // when"`
	Key     string `json:"key" example:"人事系统" doc:"密钥的名称；local 是不要密钥的服务，command 是命令行，link 是链接 // name of the API key; local: a service that asks for none; command: the command line; link: a link"`
	By      string `json:"by,omitempty" example:"李𬭎" doc:"密钥替谁办理；命令行的是系统用户 // the person whom the key acted for; of the command line, the user of the system"`
	Action  string `json:"action" example:"position.create" doc:"做了什么：对象.动作 // what was done: noun.verb"`
	Subject string `json:"subject,omitempty" example:"k3v7q2m5x4tbyzna" doc:"对象的编号或名称；列表没有 // id or name of the thing; none for lists"`
	Number  int    `json:"number,omitempty" example:"3" doc:"修订或版本的序号 // of the revision or version"`
	Address string `json:"address,omitempty" example:"10.1.2.3" doc:"客户端的地址 // address of the client"`
	Request string `json:"request,omitempty" example:"EXAMPLE-ID" doc:"请求的编号，即应答的 X-Request-Id // id of the request, X-Request-Id of its answer"`
}

// EventList is a page of the audit log.
type EventList struct {
	Items []EventEntry `json:"items" nullable:"false" doc:"新的在前 // the newest first"`
	Next  string       `json:"next,omitempty" doc:"下一页的 cursor；没有就到底了 // cursor of the next page; absent on the last"`
}

func eventEntry(e store.Event) EventEntry {
	return EventEntry{
		At: stamp(e.At), Key: e.Author.Key, By: e.Author.Name, Action: e.Action, Subject: e.Subject, Number: e.Number, Address: e.Address, Request: e.Request,
	}
}

// Formats of the log beside pages of JSON.
const (
	eventsCSV   = "csv"
	eventsJSONL = "jsonl"
	csvType     = "text/csv"
	jsonlType   = "application/jsonl"
)

var eventFormats = []string{"json", eventsCSV, eventsJSONL}

// eventParameters are those that GET /v1/events takes.
var eventParameters = []string{"subject", "action", "key", "since", "until", "format", "limit", "cursor"}

func (s *Server) eventRoutes(api huma.API) {
	register(s, api, listEventsOperation(), s.handleListEvents)
}

func listEventsOperation() huma.Operation {
	text := &huma.Schema{Type: huma.TypeString}
	list := jsonResponse("一页日志，或全部 // A page of the log, or all of it", EventList{Items: []EventEntry{{
		At: "2026-11-30T06:00:00.000Z", Key: "人事系统", By: "李𬭎", Action: "position.create", Subject: exampleID, Number: 1, Address: "10.1.2.3", Request: "EXAMPLE-ID",
	}}})
	list.Content[csvType] = &huma.MediaType{}
	list.Content[jsonlType] = &huma.MediaType{}
	list.Headers = map[string]*huma.Param{"Content-Disposition": textHeader("另存时的文件名；csv 和 jsonl 才有 // what to save the file as; with csv and jsonl")}
	return huma.Operation{
		OperationID: "list-events", Method: http.MethodGet, Path: "/v1/events", Tags: []string{"keys"},
		Summary: "查看审计日志 // Read the audit log", Security: needs(scopeAdmin), Metadata: map[string]any{wholeKey: true},
		Description: "谁在什么时候读了、改了什么；不含内容，也不含查找的词。改动与日志一同写入；读取随后写入，至多迟一秒，进程被强行终止时可能丢失这一秒的读取。" +
			"format=csv 或 jsonl 给出符合条件的全部日志。" +
			" // Who read or changed what, and when; nothing of what it says, and no words that were searched for. A change and its event are written together; " +
			"reads are written within a second, and those of that second may be lost when the process is killed. format=csv or jsonl gives all events that fit, as a file.",
		Parameters: []*huma.Param{
			queryParameter("subject", "只要这个对象的，写编号或名称 // only those of this thing, by its id or name", text),
			queryParameter("action", "只要这种操作，如 position.create；只写 position 则是对职位的各种操作 // only this action, such as position.create; position alone is all that is done to positions", text),
			queryParameter("key", "只要这个名称的密钥的 // only those of the key of this name", text),
			queryParameter("since", "从这时起：2026-11-30（当天 0 时，UTC）或 2026-11-30T08:00:00+08:00 // from this time on: 2026-11-30 (0:00 UTC) or 2026-11-30T08:00:00+08:00", text),
			queryParameter("until", "到这时为止，不含 // before this time", text),
			wordParameter("format", "json 是一页（不写就是它），csv、jsonl 是全部 // json, which is also what there is without it, is a page; csv and jsonl are all", eventFormats...),
			limitParameter(), cursorParameter(),
		},
		Responses: map[string]*huma.Response{"200": list},
		Errors:    []int{http.StatusUnprocessableEntity},
	}
}

// eventQuery reads the parameters of the log, with all their faults.
func eventQuery(in *Asked) (query store.EventQuery, format string, faults []parameterFault) {
	v := in.query()
	faults = queryFaults(in.request.URL.RawQuery, eventParameters)
	for _, name := range []string{"subject", "key"} {
		faults = append(faults, textFaults(name, v.Get(name), searchLimit, false)...)
	}
	query = store.EventQuery{Subject: v.Get("subject"), Action: v.Get("action"), Key: v.Get("key"), Cursor: v.Get("cursor")}
	if query.Action != "" && !actionForm.MatchString(query.Action) {
		faults = append(faults, parameterFault{code: "action-invalid", parameter: "action",
			zh: "应写成 对象.动作，如 position.create，或只写对象", en: "must be noun.verb, such as position.create, or the noun alone"})
	}
	var wrong []parameterFault
	query.Since, wrong = readTime("since", v.Get("since"))
	faults = append(faults, wrong...)
	query.Until, wrong = readTime("until", v.Get("until"))
	faults = append(faults, wrong...)
	format, wrong = readWord(v, "format", eventFormats)
	faults = append(faults, wrong...)
	query.Limit, wrong = readLimit(v)
	faults = append(faults, wrong...)
	if format == eventsCSV || format == eventsJSONL {
		for _, name := range []string{"limit", "cursor"} {
			if v.Has(name) {
				faults = append(faults, parameterFault{code: name + "-not-applicable", parameter: name,
					zh: "csv 和 jsonl 没有分页，请去掉", en: "csv and jsonl have no pages; leave it out"})
			}
		}
		query.Limit = pageLimit
	}
	return query, format, faults
}

var actionForm = regexp.MustCompile(`^[a-z-]+(\.[a-z-]+)?$`)

// readTime reads a date or a time (RFC 3339).
func readTime(name, text string) (time.Time, []parameterFault) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, []parameterFault{{code: name + "-invalid", parameter: name,
		zh: "应写成 2026-11-30 或 2026-11-30T08:00:00+08:00（其中的 + 写成 %2B）", en: "must be written as 2026-11-30 or 2026-11-30T08:00:00+08:00 (with %2B for the +)"}}
}

func (s *Server) handleListEvents(ctx context.Context, in *Asked) (*reply, error) {
	query, format, faults := eventQuery(in)
	if len(faults) > 0 {
		return nil, &invalidError{parameters: faults}
	}
	if err := s.writeReads(ctx); err != nil { // what was read up to now is in it
		return nil, err
	}
	events, next, err := s.config.Store.Events(ctx, query)
	if errors.Is(err, store.ErrCursor) {
		return nil, &invalidError{parameters: []parameterFault{cursorFault()}}
	}
	if err != nil {
		return nil, err
	}
	if format == eventsCSV || format == eventsJSONL {
		return s.sendEvents(ctx, query, events, next, format), nil
	}
	list := EventList{Items: []EventEntry{}, Next: next}
	for _, e := range events {
		list.Items = append(list.Items, eventEntry(e))
	}
	a, err := answerJSON(http.StatusOK, list, nil)
	if err != nil {
		return nil, err
	}
	return s.sendAnswer(a), nil
}

// sendEvents answers with all events, page by page, of which the first is there
// already. An answer that cannot be finished breaks off, so that nobody takes it
// for whole.
func (s *Server) sendEvents(ctx context.Context, query store.EventQuery, page []store.Event, next, format string) *reply {
	return &reply{Body: func(h huma.Context) {
		c := humagin.Unwrap(h)
		header := c.Writer.Header()
		header.Set("Cache-Control", "private, no-store")
		header.Set("Content-Disposition", disposition(false, "events."+format, "events."+format))
		write := eventLines(c.Writer)
		header.Set("Content-Type", jsonlType)
		if format == eventsCSV {
			header.Set("Content-Type", csvType+"; charset=utf-8")
			write = eventTable(c.Writer, tongueOf(ctx))
		}
		c.Status(http.StatusOK)
		if c.Request.Method == http.MethodHead {
			return
		}
		control := http.NewResponseController(c.Writer)
		for {
			_ = control.SetWriteDeadline(time.Now().Add(writeTimeout)) // a writer without deadlines writes to memory
			err := write(page)
			if err == nil && next == "" {
				return
			}
			if err == nil {
				query.Cursor = next
				page, next, err = s.config.Store.Events(ctx, query)
			}
			if err != nil {
				s.logFailure(ctx, err)
				panic(http.ErrAbortHandler)
			}
		}
	}}
}

// eventLines writes events as lines of JSON.
func eventLines(w io.Writer) func([]store.Event) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return func(events []store.Event) error {
		for _, event := range events {
			if err := e.Encode(eventEntry(event)); err != nil {
				return err
			}
		}
		return nil
	}
}

// eventTable writes events as CSV that Excel opens as it is: with a byte order
// mark and a row of names.
func eventTable(w io.Writer, t tongue) func([]store.Event) error {
	table := csv.NewWriter(w)
	table.UseCRLF = true
	begun := false
	return func(events []store.Event) error {
		if !begun {
			begun = true
			if _, err := io.WriteString(w, "\uFEFF"); err != nil {
				return err
			}
			_ = table.Write(strings.Split(t.of("时间,密钥,代表,操作,对象,序号,地址,请求", "at,key,by,action,subject,number,address,request"), ","))
		}
		for _, event := range events {
			e := eventEntry(event)
			number := ""
			if e.Number != 0 {
				number = strconv.Itoa(e.Number)
			}
			_ = table.Write([]string{e.At, plainCell(e.Key), plainCell(e.By), e.Action, plainCell(e.Subject), number, e.Address, plainCell(e.Request)})
		}
		table.Flush()
		return table.Error()
	}
}

// plainCell keeps Excel from taking a text that a client chose for a formula.
func plainCell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
