package position

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// unsayable are the codes of rules that the schema cannot say. Syntax faults are
// not among them: a validator never sees such a text.
var unsayable = []string{CodeDigits, CodeMoreFaults}

func compiledSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatalf("Schema() is not JSON: %v", err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(SchemaID, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(SchemaID)
	if err != nil {
		t.Fatalf("Schema() is no Draft 2020-12 schema: %v", err)
	}
	return s
}

// sameVerdict fails the test when one of Decode and the schema accepts what the other refuses.
func sameVerdict(t testing.TB, s *jsonschema.Schema, text []byte) {
	t.Helper()
	_, faults := Decode(text)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("the generated text is not JSON: %v", err)
	}
	err = s.Validate(doc)
	switch {
	case (len(faults) == 0) == (err == nil):
	case err == nil && slices.ContainsFunc(faults, func(f Fault) bool { return slices.Contains(unsayable, f.Code) }):
	default:
		t.Errorf("of %.300s\nDecode() says %+v\nthe schema says %v", text, faults, err)
	}
}

// catalogue holds values that are right in some places and wrong in others.
func catalogue() []any {
	return append(blanks(), []any{
		nil, true, false,
		"", " ", "\u3000\u00a0", "\u200b", "文本", "李𬭎、𠮷野家 <&>", "a\tb\r\nc", "10", "10%", "zh-CN", "en", "fr", "_",
		"a\x00", "\x0b", " \x0c", "x\x1fy", "\x7f\u0085", "\uFFFE", "x\uFFFF", "\uFEFFx", "\u2028",
		strings.Repeat("长", MaxText), strings.Repeat("长", MaxText+1), strings.Repeat(" ", MaxText+1),
		"2005", "2005-02", "2005-02-28", "2005-02-29", "2004-02-29", "1900-02-29", "2000-02-29", "2005-13", "2005-00", "2005-1", "2005-04-31",
		"0999", "0000-01-01", "10000", "2005-02-28 ", " 2005", "2005/02", "２００５", "2005-02-28T00:00:00Z",
		num("0"), num("-0"), num("-0.0"), num("1"), num("1.0"), num("1.5"), num("1e0"), num("10e-1"), num("1e2"), num("1e-1"), num("100"), num("100.00000000000000000001"),
		num("99.99999999999999999999"), num("100.5"), num("101"), num("-1"), num("-0.000000000000000001"), num("-1e-30"), num("1000000"), num("1000000.0"),
		num("1000001"), num("1e6"), num("1e7"), num("1e300"), num("-1e300"), num("0e300"), num("33.333333333333336"), num("0." + strings.Repeat("3", 60)), num("1e-60"),
		num(strings.Repeat("9", 50)), num(strings.Repeat("9", 50) + "e-50"),
		[]any{}, []any{nil}, []any{""}, []any{"一", "二"}, []any{num("1")}, []any{"一", []any{}}, []any{map[string]any{}}, []any{"一", nil},
		map[string]any{}, map[string]any{"_note": []any{nil, true}}, map[string]any{"": "x"}, map[string]any{"unknown": nil}, map[string]any{"＿": "x"},
		map[string]any{"text": "x", "subtasks": []any{"a"}}, map[string]any{"title": "x"}, map[string]any{"title": " "}, map[string]any{"description": "x"},
		map[string]any{"heading": "x", "items": nil}, map[string]any{"label": nil, "value": "x"}, map[string]any{"from": map[string]any{"grade": num("2"), "step": "三"}},
	}...)
}

// blanks is every white-space character of Unicode by itself.
func blanks() []any {
	var out []any
	for r := range rune(0x10000) { // there are none above
		if unicode.IsSpace(r) {
			out = append(out, string(r))
		}
	}
	return out
}

func TestSchemaAndDecodeAgreeOnEveryValueInEveryField(t *testing.T) {
	t.Parallel()
	s := compiledSchema(t)
	values := catalogue()
	for _, path := range fieldPaths() {
		for _, v := range values {
			sameVerdict(t, s, mustJSON(t, planted(path, v)))
			if t.Failed() {
				t.Fatalf("with %.60q at %v", fmt.Sprint(v), path)
			}
		}
	}
}

func TestSchemaAndDecodeAgreeOnListsAtTheirLimits(t *testing.T) {
	t.Parallel()
	s := compiledSchema(t)
	for _, n := range []int{MaxDuties, MaxDuties + 1} {
		duties := slices.Repeat([]any{map[string]any{"description": "x"}}, n)
		sameVerdict(t, s, mustJSON(t, planted([]string{"duties"}, duties)))
		tasks := slices.Repeat([]any{"x"}, n)
		sameVerdict(t, s, mustJSON(t, planted([]string{"duties", "[]", "tasks"}, tasks)))
		sameVerdict(t, s, mustJSON(t, planted([]string{"authorities"}, tasks)))
	}
}

func TestSchemaAndDecodeAgreeOnMixedDocuments(t *testing.T) {
	t.Parallel()
	s := compiledSchema(t)
	r := rand.New(rand.NewPCG(1, 2))
	accepted, values := 0, catalogue()
	for range 1500 {
		g := generator{r: r, values: values, bad: r.IntN(2) * 40}
		text := mustJSON(t, g.value(Fields(), false))
		if _, faults := Decode(text); len(faults) == 0 {
			accepted++
		}
		sameVerdict(t, s, text)
		if t.Failed() {
			t.FailNow()
		}
	}
	if accepted < 300 || accepted > 1200 {
		t.Errorf("the generator made %d good documents of 1500; it should make both kinds", accepted)
	}
}

// TestSchemaKnowsTheCalendar asks for every day of some years, and for the days that are not.
func TestSchemaKnowsTheCalendar(t *testing.T) {
	t.Parallel()
	s := compiledSchema(t)
	document := func(date string) any { return planted([]string{"position", "analysisDate"}, date) }
	for _, year := range []int{1000, 1896, 1900, 2000, 2004, 2005, 2100, 9996} {
		for month := range 14 {
			for day := range 33 {
				date := fmt.Sprintf("%04d-%02d-%02d", year, month, day)
				_, err := time.Parse(time.DateOnly, date)
				if got := s.Validate(document(date)); (got == nil) != (err == nil) {
					t.Errorf("Validate(%s) = %v, want an error: %t", date, got, err != nil)
				}
				if _, faults := Decode(mustJSON(t, document(date))); (faults == nil) != (err == nil) {
					t.Errorf("Decode(%s) faults = %v, want some: %t", date, faults, err != nil)
				}
			}
		}
	}
}

func TestSchemaIsReadable(t *testing.T) {
	t.Parallel()
	text := string(Schema())
	if !bytes.Equal(Schema(), []byte(text)) {
		t.Error("Schema() gives other bytes the second time")
	}
	for _, want := range []string{
		"{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n",
		`"title": "岗位名称"`, `"examples": ["大客户部经理"]`, `"required": ["position", "duties"]`, `"enum": ["zh-CN", "en", null]`,
		`"type": ["string", "object", "null"]`, `"maxItems": 200`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("Schema() lacks %s", want)
		}
	}
	if strings.Contains(text, "$ref") {
		t.Error("Schema() has references; it must be able to stand inside another document")
	}
}

// fieldPaths lists the way to every value of the table; "[]" is an item.
func fieldPaths() [][]string {
	var paths [][]string
	var walk func(f *Field, path []string)
	walk = func(f *Field, path []string) {
		paths = append(paths, slices.Clone(path))
		for _, c := range f.Fields {
			walk(c, append(path, c.Key))
		}
		if f.Item != nil {
			walk(f.Item, append(path, "[]"))
		}
	}
	walk(Fields(), nil)
	return paths
}

// planted is a position that is right but for v at path, and has little else.
func planted(path []string, v any) any {
	good := map[string]any{"position": map[string]any{"title": "经理"}, "duties": []any{map[string]any{"description": "管理"}}}
	return plant(good, path, v)
}

func plant(in any, path []string, v any) any {
	if len(path) == 0 {
		return v
	}
	if path[0] == "[]" {
		items, _ := in.([]any)
		if len(items) == 0 {
			items = []any{nil}
		}
		items[0] = plant(items[0], path[1:], v)
		return items
	}
	m, _ := in.(map[string]any)
	if m == nil {
		m = map[string]any{}
	}
	m[path[0]] = plant(m[path[0]], path[1:], v)
	return m
}

// generator makes documents along the table, of which bad in a thousand values are any value at all.
type generator struct {
	r      *rand.Rand
	values []any
	bad    int
}

func (g *generator) value(f *Field, nullable bool) any {
	if g.r.IntN(1000) < g.bad {
		return g.values[g.r.IntN(len(g.values))]
	}
	if nullable && g.r.IntN(8) == 0 {
		return nil
	}
	number := f.Type.takesNumber() && (!f.Type.takesString() || g.r.IntN(2) == 0)
	switch {
	case number:
		return num(fmt.Sprint(g.r.IntN(f.Max + 1)))
	case f.Type == Date:
		return []any{"2005", "2005-02", "2005-02-28", "", " "}[g.r.IntN(5)]
	case f.Enum != nil:
		return f.Enum[g.r.IntN(len(f.Enum))]
	case f.Type.takesString() && (f.Type == String || f.Type == StringOrNumber || f.Type == StringOrInteger || g.r.IntN(2) == 0):
		return []any{"一", "R&D", "x", "𠮷", "a\nb"}[g.r.IntN(5)]
	case f.Type.takesList():
		items := []any{}
		for range f.MinItems + g.r.IntN(4) {
			items = append(items, g.value(f.Item, false))
		}
		return items
	}
	m := map[string]any{}
	for _, c := range f.Fields {
		if c.Required && g.r.IntN(1000) >= g.bad || g.r.IntN(3) == 0 {
			m[c.Key] = g.value(c, !c.Required)
		}
	}
	if g.r.IntN(20) == 0 {
		m["_note"] = g.values[g.r.IntN(len(g.values))]
	}
	return m
}

func mustJSON(t testing.TB, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestSchemaAndDecodeAgreeOnPictures takes pictures where one may stand, and where not.
func TestSchemaAndDecodeAgreeOnPictures(t *testing.T) {
	t.Parallel()
	s := compiledSchema(t)
	picture := func(n int) string { return PicturePrefix + strings.Repeat("A", n-len(PicturePrefix)) }
	for _, path := range [][]string{{"position", "extra", "[]", "value"}, {"qualifications", "extra", "[]", "value"}, {"position", "extra", "[]", "label"}, {"summary"}} {
		for _, n := range []int{MaxText, MaxText + 1, MaxPicture, MaxPicture + 1} {
			text := mustJSON(t, planted(path, picture(n)))
			sameVerdict(t, s, text)
			_, faults := Decode(text)
			if allowed := n <= MaxText || path[len(path)-1] == "value" && n <= MaxPicture; allowed != (len(faults) == 0) {
				t.Errorf("a picture of %d characters at %v: %v", n, path, faults)
			}
		}
	}
	sameVerdict(t, s, mustJSON(t, planted([]string{"position", "extra", "[]", "value"}, strings.Repeat("A", MaxText+1))))
}

func TestPicturesPrintAsAWord(t *testing.T) {
	t.Parallel()
	if got, want := printEntry(map[string]any{"label": "照片", "value": PicturePrefix + "png;base64,AAAA"}), "照片：［图片］"; got != want {
		t.Errorf("printEntry() = %q, want %q", got, want)
	}
}
