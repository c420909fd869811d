package store_test

import (
	"encoding/json"
	"strings"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

// What histories are made of: words from small stocks, so that identities and
// searches meet, in ways of writing that fold to the same, and characters that
// engines, quoting and indexes have gone wrong at.

// awkward are such characters, and pairs of them.
var awkward = []string{
	"𠮷", "𬭎", "李𬭎", "é", "e\u0301", "ﬁ", "ß", "İ", "ı", "'", "''", `"`, `\`, `\\`, `\'`, "?", "??", "?0", "$1", ":x", "%", "_", "%_", "{", "}", "{}",
	"(", "NULL", "null", "🙂", "👩‍🔧", "\u200d", "\u3000", " ", "\t", "\n", "\u00a0", "\u2028", "，", "、", "Ａ", "a", "Z", "0", "９", "①", "㍿", "ｶﾞ", "가", "gx4e00", "AND", "*", "^", "-- ", "/*", ";", "<", "&",
}

// common are words that stand in many positions.
var common = []string{"客户", "大客户", "经理", "销售代表", "负责", "CRM", "系统", "部", "年度计划", "完成上级交办的其他工作"}

// text is some text, often of words that are searched for.
var text = rapid.Custom(func(t *rapid.T) string {
	parts := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(common), rapid.SampledFrom(awkward)), 0, 5).Draw(t, "parts")
	return strings.Join(parts, "")
})

// written writes a word in another way that folds to the same.
func written(t *rapid.T, word string) string {
	switch rapid.IntRange(0, 6).Draw(t, "writing") {
	case 0:
		return strings.ToUpper(word)
	case 1:
		return " " + strings.ReplaceAll(word, "-", " -\u3000") + "\u00a0"
	case 2: // full width
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < 0x7f {
				return r + 0xfee0
			}
			return r
		}, word)
	case 3:
		return norm.NFD.String(word)
	}
	return word
}

// drawnPosition is a position of which others may have the identity.
var drawnPosition = rapid.Custom(func(t *rapid.T) position.Position {
	head := map[string]any{"title": written(t, rapid.SampledFrom([]string{"经理", "销售代表", "café主管", "ctO", "𠮷野家店长", "李's"}).Draw(t, "title"))}
	if !rapid.Bool().Draw(t, "with code") {
		put(t, head, "code", rapid.SampledFrom([]any{nil, "", " "}))
	} else {
		head["code"] = written(t, rapid.SampledFrom([]string{"a-1", "a-2", "title x", "é9", strings.Repeat("长", 140), "二" + strings.Repeat("长", 140)}).Draw(t, "code"))
	}
	put(t, head, "department", rapid.Custom(func(t *rapid.T) any {
		return written(t, rapid.SampledFrom([]string{"大客户部", "it部", "", "部'\\"}).Draw(t, "name"))
	}), rapid.Just[any](nil))
	put(t, head, "group", rapid.SampledFrom([]any{nil, "设计组", ""}))
	put(t, head, "directReports", rapid.SampledFrom([]any{nil, []any{}, []any{"销售主管", map[string]any{"title": "技术主管", "code": "T-1"}}}))
	put(t, head, "headcount", rapid.SampledFrom([]any{nil, 0, 1, json.Number("1E2"), json.Number("12")}))

	all := map[string]any{"position": head}
	duties := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) map[string]any {
		duty := map[string]any{"description": rapid.SampledFrom(common).Draw(t, "begin") + text.Draw(t, "description")}
		put(t, duty, "tasks", rapid.SampledFrom([]any{nil, []any{}}), rapid.Custom(func(t *rapid.T) any { return []any{text.Draw(t, "task")} }))
		put(t, duty, "timePercent", rapid.SampledFrom([]any{nil, json.Number("10"), json.Number("1e1"), json.Number("10.50"), json.Number("0.0")}))
		return duty
	}), 1, 3).Draw(t, "duties")
	all["duties"] = duties
	for _, key := range []string{"tools", "records"} {
		put(t, all, key, rapid.SampledFrom([]any{nil, []any{}}), rapid.Custom(func(t *rapid.T) any { return rapid.SliceOfN(text, 1, 2).Draw(t, "items") }))
	}
	put(t, all, "summary", rapid.Just[any](nil), rapid.Custom(func(t *rapid.T) any { return text.Draw(t, "summary") }))

	data, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	p, faults := position.Decode(data)
	if len(faults) > 0 {
		t.Fatalf("%s: %v", data, faults)
	}
	return p
})

// put leaves the key absent or draws its value.
func put(t *rapid.T, m map[string]any, key string, values ...*rapid.Generator[any]) {
	if i := rapid.IntRange(-1, len(values)-1).Draw(t, key); i >= 0 {
		m[key] = values[i].Draw(t, key)
	}
}

// drawnAuthor is somebody who changes something.
var drawnAuthor = rapid.Custom(func(t *rapid.T) store.Author {
	return store.Author{Key: rapid.SampledFrom([]string{"人事系统", "OA's"}).Draw(t, "key"), Name: text.Draw(t, "name")}
})

// drawnQuery asks for a list.
var drawnQuery = rapid.Custom(func(t *rapid.T) store.Query {
	q := store.Query{
		Sort:       rapid.SampledFrom([]store.Sort{store.ByUpdated, store.ByTitle, store.ByCode, store.ByDepartment}).Draw(t, "sort"),
		Descending: rapid.Bool().Draw(t, "descending"),
		Archived:   rapid.SampledFrom([]store.Archived{store.WithArchived, store.WithoutArchived, store.OnlyArchived}).Draw(t, "archived"),
		Limit:      rapid.IntRange(1, 5).Draw(t, "limit"),
	}
	if rapid.IntRange(0, 3).Draw(t, "with state") == 0 {
		q.State = rapid.SampledFrom(store.States()).Draw(t, "state")
	}
	switch rapid.IntRange(0, 7).Draw(t, "filter") {
	case 0:
		q.Title = text.Draw(t, "title")
	case 1:
		q.Department = written(t, rapid.SampledFrom([]string{"大客户部", "it部", "部'\\"}).Draw(t, "department"))
	case 2:
		q.Code = written(t, rapid.SampledFrom([]string{"a-1", "title x", "é9", strings.Repeat("长", 140)}).Draw(t, "code"))
	case 3, 4, 5, 6:
		q.Text = strings.Join(rapid.SliceOfN(rapid.OneOf(text, rapid.SampledFrom(common), rapid.SampledFrom(awkward)), 1, 2).Draw(t, "terms"), " ")
	}
	return q
})
