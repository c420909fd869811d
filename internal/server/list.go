package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

// PositionList is a page of a list of positions.
type PositionList struct {
	Items []PositionEntry `json:"items" nullable:"false" doc:"职位，没有内容 // positions, without what they say"`
	Next  string          `json:"next,omitempty" example:"eyJzIjoiIiwiZCI6ZmFsc2UsInQiOjE3NjQ1MDAwMDAwMDAsImsiOjV9" doc:"下一页的 cursor；没有下一页就没有它 // cursor of the next page; absent on the last one"`
	Total *int            `json:"total,omitempty" minimum:"0" example:"128" doc:"全部页共有多少；只在 count=true 时有 // how many there are on all pages; with count=true only"`
}

// Words of the parameters of a list.
const (
	sortUpdated = "updated"
	ascending   = "asc"
	descending  = "desc"
	yes         = "true"
	no          = "false"
)

var (
	sortWords     = []string{sortUpdated, string(store.ByTitle), string(store.ByCode), string(store.ByDepartment)}
	orderWords    = []string{ascending, descending}
	archivedWords = []string{string(store.OnlyArchived), string(store.WithArchived)}
	yesWords      = []string{yes, no}
	listTexts     = []string{"q", "title", "department", "code"}
	filterNames   = append(slices.Clone(listTexts), "state")
	listNames     = append(slices.Clone(filterNames), "archived", "sort", "order", "limit", "cursor", "count")
)

func stateWords() []string {
	var words []string
	for _, s := range store.States() {
		words = append(words, string(s))
	}
	return words
}

// Limits of lists.
const (
	searchLimit  = 200 // characters of what is searched for
	pageLimit    = 200 // entries on a page
	pageDefault  = 50
	cursorMaxLen = 2000 // bytes: collation keys are long
)

func (s *Server) listPositionsOperation() huma.Operation {
	return huma.Operation{
		OperationID: "list-positions", Method: http.MethodGet, Path: "/v1/positions", Tags: []string{"positions"},
		Summary: "查找职位 // Find positions", Security: needs(scopeRead),
		Description: "各条件同时成立。翻页时原样重复其他参数，把 next 放进 cursor；其间增加或改动的职位不会使别的职位重复或漏掉。" +
			" // All conditions hold together. For the next page repeat the other parameters and put next into cursor; " +
			"a position that is added or changed meanwhile neither repeats nor hides another.",
		Parameters: append(filterParameters(),
			wordParameter("archived", "only 只列已归档的，all 全都列出；不写则不列已归档的"+
				" // only: those that are archived; all: those too; without it, they are left out", archivedWords...),
			wordParameter("sort", "按什么排列：updated 最近改动（不写就是它），title、department 按拼音，code"+
				" // order: updated, the last change, which is also what there is without it; title and department by 拼音; code", sortWords...),
			wordParameter("order", "asc 升序，desc 降序；不写则 updated 降序，其他升序"+
				" // asc or desc; without it, updated is descending and the others are ascending", orderWords...),
			limitParameter(), cursorParameter(),
			queryParameter("count", "true 在 total 里给出总数 // true gives the number of all in total", &huma.Schema{Type: huma.TypeBoolean}),
		),
		Responses: map[string]*huma.Response{"200": jsonResponse("一页职位 // A page of positions", examplePositionList())},
		Errors:    []int{http.StatusUnprocessableEntity},
	}
}

// filterParameters describe what narrows a list of positions.
func filterParameters() []*huma.Param {
	return []*huma.Param{
		textParameter("q", "在职位的全部文字里查找；空格分开的各词都要有，不分全角半角和大小写"+
			" // words that stand anywhere in the position, all of them; width and case do not count", searchLimit),
		textParameter("title", "岗位名称含有这些字 // stands in the title", searchLimit),
		textParameter("department", "所在部门就是它 // is the department", searchLimit),
		textParameter("code", "岗位编号就是它 // is the code", searchLimit),
		wordParameter("state", "最新修订的状态 // state of the newest revision", stateWords()...),
	}
}

func examplePositionList() PositionList {
	e, total := exampleEntry(), 128
	e.Position = nil
	return PositionList{
		Items: []PositionEntry{e}, Next: "eyJzIjoiIiwiZCI6ZmFsc2UsInQiOjE3NjQ1MDAwMDAwMDAsImsiOjV9", Total: &total,
	}
}

func (s *Server) handleListPositions(ctx context.Context, in *Asked) (*reply, error) {
	query, count, faults := readListQuery(in)
	if len(faults) > 0 {
		return nil, &invalidError{parameters: faults}
	}
	list := PositionList{Items: []PositionEntry{}}
	err := s.config.Store.View(ctx, func(ctx context.Context, q store.Reader) error {
		page, next, err := q.Positions(ctx, query)
		if err != nil {
			return err
		}
		for _, p := range page {
			list.Items = append(list.Items, entry(p))
		}
		list.Next = next
		if count {
			n, err := q.CountPositions(ctx, query)
			list.Total = &n
			return err
		}
		return nil
	})
	if errors.Is(err, store.ErrCursor) {
		return nil, &invalidError{parameters: []parameterFault{cursorFault()}}
	}
	if err != nil {
		return nil, err
	}
	return sendPrivate(list)
}

// readListQuery reads the parameters of a list of positions, with all their faults.
func readListQuery(in *Asked) (query store.Query, count bool, faults []parameterFault) {
	v := in.query()
	faults = queryFaults(in.request.URL.RawQuery, listNames)
	query, wrong := readFilter(v)
	faults = append(faults, wrong...)
	word := func(name string, known []string) string {
		got, wrong := readWord(v, name, known)
		faults = append(faults, wrong...)
		return got
	}
	query.Archived = store.Archived(word("archived", archivedWords))
	sort, order := word("sort", sortWords), word("order", orderWords)
	if sort != sortUpdated {
		query.Sort = store.Sort(sort)
	}
	// The store's own order of the last change is descending.
	query.Descending = order == descending && query.Sort != store.ByUpdated || order == ascending && query.Sort == store.ByUpdated
	count = word("count", yesWords) == yes
	query.Limit, wrong = readLimit(v)
	faults = append(faults, wrong...)
	if query.Cursor = v.Get("cursor"); len(query.Cursor) > cursorMaxLen {
		faults = append(faults, cursorFault())
	}
	return query, count, faults
}

// readFilter reads what narrows a list of positions.
func readFilter(v url.Values) (query store.Query, faults []parameterFault) {
	for _, name := range listTexts {
		faults = append(faults, textFaults(name, v.Get(name), searchLimit, false)...)
	}
	state, wrong := readWord(v, "state", stateWords())
	return store.Query{
		Text: v.Get("q"), Title: v.Get("title"), Department: v.Get("department"), Code: v.Get("code"), State: store.State(state),
	}, append(faults, wrong...)
}

// readWord reads a parameter that is one of some words, "" where it is not there.
func readWord(v url.Values, name string, known []string) (string, []parameterFault) {
	got := v.Get(name)
	if got == "" || slices.Contains(known, got) {
		return got, nil
	}
	f := unknownWord(name, got, known)
	return "", []parameterFault{f}
}

// unknownWord is the fault of a parameter that is none of some words; it offers
// the nearest.
func unknownWord(name, got string, known []string) parameterFault {
	f := unknownValue(name, known)
	if near := position.Nearest(got, known); near != "" {
		f.zh, f.en = "是不是 "+near+"？"+f.zh, "did you mean "+near+"? "+f.en
	}
	return f
}

// readLimit reads how many entries a page holds.
func readLimit(v url.Values) (int, []parameterFault) {
	text := v.Get("limit")
	if text == "" {
		return pageDefault, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > pageLimit {
		return pageDefault, []parameterFault{{
			code: "limit-invalid", parameter: "limit",
			zh: fmt.Sprintf("应是 1 至 %d 的整数", pageLimit), en: fmt.Sprintf("must be a whole number from 1 to %d", pageLimit),
		}}
	}
	return n, nil
}

func cursorFault() parameterFault {
	return parameterFault{
		code: "cursor-invalid", parameter: "cursor",
		zh: "不是这个列表的 cursor：请用上一页的 next，其他参数保持不变", en: "is no cursor of this list: take next of the page before, and leave the other parameters as they were",
	}
}

func limitParameter() *huma.Param {
	one, most := 1.0, float64(pageLimit)
	return queryParameter("limit", "一页多少项，1 至 200，不写则为 50 // entries on a page, 1 to 200, 50 where none is given",
		&huma.Schema{Type: huma.TypeInteger, Minimum: &one, Maximum: &most})
}

func cursorParameter() *huma.Param {
	most := cursorMaxLen
	return queryParameter("cursor", "上一页的 next // next of the page before", &huma.Schema{Type: huma.TypeString, MaxLength: &most})
}
