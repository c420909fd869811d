package position

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

const small = `{
  "_note": {"a": [1, 2]},
  "position": {"title": "大客户部经理", "headcount": 1.0, "directReports": ["销售主管", {"title": "技术主管", "code": "T-1"}], "payGradeRange": null},
  "duties": [
    {"description": "其他", "timePercent": 1e1, "tasks": ["写报告", {"text": "开会", "frequency": "每月", "subtasks": [], "_x": 1}]}
  ],
  "authorities": []
}`

func TestDecodeKeepsAbsentNullAndEmptyApart(t *testing.T) {
	t.Parallel()
	p, faults := Decode([]byte(small))
	if faults != nil {
		t.Fatalf("Decode() faults = %+v, want none", faults)
	}
	want := map[string]any{
		"position": map[string]any{"title": "大客户部经理", "headcount": num("1"),
			"directReports": []any{"销售主管", map[string]any{"title": "技术主管", "code": "T-1"}}, "payGradeRange": nil},
		"duties": []any{map[string]any{"description": "其他", "timePercent": num("10"),
			"tasks": []any{"写报告", map[string]any{"text": "开会", "frequency": "每月", "subtasks": []any{}}}}},
		"authorities": []any{},
	}
	if diff := cmp.Diff(want, p.Data()); diff != "" {
		t.Errorf("Data() (-want +got)\n%s", diff)
	}
	again, faults := Decode(p.JSON())
	if faults != nil {
		t.Fatalf("Decode(JSON()) faults = %+v, want none", faults)
	}
	if diff := cmp.Diff(p.Data(), again.Data()); diff != "" {
		t.Errorf("Decode(JSON()) (-want +got)\n%s", diff)
	}
}

func TestJSONStandsInTheOrderOfTheForm(t *testing.T) {
	t.Parallel()
	p, faults := Decode([]byte(`{"locale":"en","authorities":[],"duties":[{"tasks":["一",{"standard":null,"text":"<&>\u2028𠮷"}],"description":"二"}],"position":{"code":"1","title":"三","payGradeRange":{}}}`))
	if faults != nil {
		t.Fatalf("Decode() faults = %+v, want none", faults)
	}
	want := `{
  "position": {
    "title": "三",
    "code": "1",
    "payGradeRange": {}
  },
  "duties": [
    {
      "description": "二",
      "tasks": [
        "一",
        {
          "text": "<&>` + "\u2028" + `𠮷",
          "standard": null
        }
      ]
    }
  ],
  "authorities": [],
  "locale": "en"
}
`
	if diff := cmp.Diff(want, string(p.JSON())); diff != "" {
		t.Errorf("JSON() (-want +got)\n%s", diff)
	}
}

func TestDecodeTakesAByteOrderMark(t *testing.T) {
	t.Parallel()
	if _, faults := Decode([]byte("\xef\xbb\xbf" + small)); faults != nil {
		t.Errorf("Decode() faults = %+v, want none", faults)
	}
	_, faults := Decode([]byte("\xef\xbb\xbf" + `{"position":{"title":"x"},"duties":1}`))
	if len(faults) != 1 || faults[0].Line != 1 || faults[0].Column != 36 {
		t.Errorf("Decode() faults = %+v, want one at 1:36, the mark not counted", faults)
	}
}

// with is a position that is right but for what is put into its parts.
func with(root, position, duty string) string {
	join := func(a, b string) string {
		if b == "" {
			return a
		}
		return a + ", " + b
	}
	return "{" + join("\n\"position\": {"+join(`"title": "经理"`, position)+"},\n\"duties\": [{"+join(`"description": "管理"`, duty)+"}]", root) + "}"
}

func TestDecodeNamesTheFault(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("长", MaxText+1)
	for _, tt := range []struct{ name, text, code, pointer, chinese string }{
		{"an unknown key near a known one", with(`"sumary": "x"`, "", ""), CodeUnknownKey, "/sumary", "是不是要写“summary”（本职概述）"},
		{"a Chinese name for a key", with("", `"岗位编号": "x"`, ""), CodeUnknownKey, "/position/岗位编号", "是不是要写“code”（岗位编号）"},
		{"a key that belongs elsewhere", with(`"department": "x"`, "", ""), CodeUnknownKey, "/department", "position.department"},
		{"a task's key at the duty", with("", "", `"frequency": "x"`), CodeUnknownKey, "/duties/0/frequency", "tasks[].frequency"},
		{"a slip in a key that belongs elsewhere", with(`"titel": "x"`, "", ""), CodeUnknownKey, "/titel", "position.title"},
		{"a slip in a name that belongs elsewhere", with(`"岗位名秤": "x"`, "", ""), CodeUnknownKey, "/岗位名秤", "position.title"},
		{"the vague word", with(`"编制": 1`, "", ""), CodeUnknownKey, "/编制", "position.headcount"},
		{"a key near nothing, where few are known", with("", `"reportsTo": {"qq": 1}`, ""), CodeUnknownKey, "/position/reportsTo/qq", "code、title、department"},
		{"a key near nothing", with(`"xyzzy": 1`, "", ""), CodeUnknownKey, "/xyzzy", "以 _ 开头"},
		{"a key to escape in a pointer", with(`"a/b~c": 1`, "", ""), CodeUnknownKey, "/a~1b~0c", "“a/b~c”"},
		{"an empty key", with(`"": 1`, "", ""), CodeUnknownKey, "/", "“”"},

		{"a number for a text", with(`"summary": 5`, "", ""), CodeWrongType, "/summary", "加上双引号"},
		{"a list for a text", with(`"summary": ["a"]`, "", ""), CodeWrongType, "/summary", "合成一段文本"},
		{"an object for a text", with(`"summary": {}`, "", ""), CodeWrongType, "/summary", "例如 \""},
		{"a text for a number", with("", `"headcount": "1"`, ""), CodeWrongType, "/position/headcount", "去掉引号"},
		{"a percentage as text", with("", "", `"timePercent": "10%"`), CodeWrongType, "/duties/0/timePercent", "只写数字"},
		{"a text for a list", with(`"tools": "x"`, "", ""), CodeWrongType, "/tools", "方括号"},
		{"an object for a list", with(`"signatures": {"role": "x"}`, "", ""), CodeWrongType, "/signatures", "只有一项时"},
		{"a text for an object", with("", `"payGradeRange": "三等"`, ""), CodeWrongType, "/position/payGradeRange", `{"from": {"grade": "三", "step": 2}`},
		{"a list for an object", with("", `"reportsTo": ["x"]`, ""), CodeWrongType, "/position/reportsTo", "去掉外面的方括号"},
		{"true for a text", with(`"remarks": true`, "", ""), CodeWrongType, "/remarks", "true"},
		{"a number in a list of texts", with(`"tools": ["a", 5]`, "", ""), CodeWrongType, "/tools/1", "使用工具设备第2项"},
		{"a list of positions", `[` + with("", "", "") + `]`, CodeWrongType, "", "一个文件只写一个职位"},
		{"a text for the document", `"x"`, CodeWrongType, "", "花括号"},

		{"null for the document", `null`, CodeNull, "", "整个文件"},
		{"null for the title", `{"position":{"title":null},"duties":[{"description":"x"}]}`, CodeNull, "/position/title", "必须填写"},
		{"null for the duties", `{"position":{"title":"x"},"duties":null}`, CodeNull, "/duties", "必须填写"},
		{"null in a list of texts", with(`"tools": ["a", null]`, "", ""), CodeNull, "/tools/1", "请删去这一项"},
		{"null in a list of objects", with("", "", `"tasks": [null]`), CodeNull, "/duties/0/tasks/0", "请删去这一项"},

		{"no title", `{"position":{"code":"x"},"duties":[{"description":"x"}]}`, CodeMissing, "/position/title", `"title": "大客户部经理"`},
		{"no description", `{"position":{"title":"x"},"duties":[{}]}`, CodeMissing, "/duties/0/description", "职责第1项的职责描述"},
		{"no position", `{"duties":[{"description":"x"}]}`, CodeMissing, "/position", "岗位基本信息"},
		{"no duties", `{"position":{"title":"x"}}`, CodeMissing, "/duties", "缺少职责"},
		{"a blank title", `{"position":{"title":"　"},"duties":[{"description":"x"}]}`, CodeBlank, "/position/title", "空白"},
		{"a blank description", `{"position":{"title":"x"},"duties":[{"description":"x"},{"description":" \n"}]}`, CodeBlank, "/duties/1/description", "职责第2项"},
		{"no duty", `{"position":{"title":"x"},"duties":[]}`, CodeTooFew, "/duties", "至少要有 1 项"},

		{"a date that is none", with("", `"analysisDate": "去年"`, ""), CodeBadDate, "/position/analysisDate", "2005-02-28"},
		{"a date in Chinese", with("", `"analysisDate": "2005年2月"`, ""), CodeBadDate, "/position/analysisDate", "请写成 2005-02。"},
		{"a date with slashes", with(`"document": {"effectiveDate": "2005/2/3"}`, "", ""), CodeBadDate, "/document/effectiveDate", "请写成 2005-02-03。"},
		{"a date without hyphens", with(`"signatures": [{"date": "20050203"}]`, "", ""), CodeBadDate, "/signatures/0/date", "请写成 2005-02-03。"},
		{"a day that is not in the calendar", with("", `"analysisDate": "2005-02-29"`, ""), CodeBadDate, "/position/analysisDate", "日历上没有这一天"},

		{"a percentage over 100", with("", "", `"timePercent": 100.5`), CodePercent, "/duties/0/timePercent", "0 到 100"},
		{"a percentage under 0", with("", "", `"tasks": [{"timePercent": -1}]`), CodePercent, "/duties/0/tasks/0/timePercent", "职责第1项的任务第1项的时间百分比"},
		{"a head too few", with("", `"headcount": -1`, ""), CodeNumber, "/position/headcount", "0 到 1000000"},
		{"a number beyond all reason", with("", `"headcount": 1e300`, ""), CodeNumber, "/position/headcount", "0 到 1000000"},
		{"half a head", with("", `"headcount": 1.5`, ""), CodeFraction, "/position/headcount", "整数"},
		{"half a subordinate", with("", `"subordinateCount": 1.5`, ""), CodeFraction, "/position/subordinateCount", "加上双引号"},
		{"a number of many digits", with("", "", `"timePercent": 3.`+strings.Repeat("3", 60)), CodeDigits, "/duties/0/timePercent", "四舍五入"},

		{"a text too long", with(`"remarks": "`+long+`"`, "", ""), CodeTooLong, "/remarks", "10001 个字"},
		{"too many duties", `{"position":{"title":"x"},"duties":[` + strings.Repeat(`{"description":"x"},`, MaxDuties) + `{}]}`, CodeTooMany, "/duties", "有 201 项，最多 200 项"},
		{"too many tasks", with("", "", `"tasks": [`+strings.Repeat(`"x",`, MaxTasks+2)+`"x"]`), CodeTooMany, "/duties/0/tasks", "有 203 项"},
		{"a character that XML forbids", with(`"summary": "管\u000b理"`, "", ""), CodeForbidden, "/summary", "第 2 个字是看不见的控制字符 U+000B"},
		{"a character that is none", with(`"tools": ["\uffff"]`, "", ""), CodeForbidden, "/tools/0", "U+FFFF"},
		{"a locale we do not have", with(`"locale": "fr"`, "", ""), CodeUnknownValue, "/locale", "zh-CN 或 en"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, faults := Decode([]byte(tt.text))
			if len(faults) != 1 {
				t.Fatalf("Decode() faults = %+v, want one", faults)
			}
			f := faults[0]
			if f.Code != tt.code || f.Pointer != tt.pointer || !strings.Contains(f.Detail, tt.chinese) || f.Syntax {
				t.Errorf("Decode() fault = %+v\nwant code %s at %q with %q", f, tt.code, tt.pointer, tt.chinese)
			}
			if f.Line < 1 || f.Column < 1 || !strings.HasSuffix(f.Detail, "。") || !strings.HasSuffix(f.English, ".") {
				t.Errorf("Decode() fault = %+v, want a line, a column and whole sentences", f)
			}
			if p.Data() != nil {
				t.Errorf("Data() = %v, want none beside a fault", p.Data())
			}
		})
	}
}

func TestDecodeReportsAllFaultsInTheOrderOfTheDocument(t *testing.T) {
	t.Parallel()
	_, faults := Decode([]byte(`{
  "duties": [
    {"timePercent": 120, "tasks": [null, {"txt": "x"}]},
    {"description": " "}
  ],
  "position": {
    "headcount": "1"
  },
  "summary": 5
}`))
	var got []string
	for _, f := range faults {
		got = append(got, fmt.Sprintf("%d:%d %s %s", f.Line, f.Column, f.Code, f.Pointer))
	}
	want := []string{
		"3:5 required-missing /duties/0/description",
		"3:21 percent-out-of-range /duties/0/timePercent",
		"3:36 null-not-allowed /duties/0/tasks/0",
		"3:43 unknown-key /duties/0/tasks/1/txt",
		"4:21 required-blank /duties/1/description",
		"6:15 required-missing /position/title",
		"7:18 wrong-type /position/headcount",
		"9:14 wrong-type /summary",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Decode() faults (-want +got)\n%s", diff)
	}
}

func TestDecodeCountsTheFaultsItDoesNotList(t *testing.T) {
	t.Parallel()
	// 150 duties of one fault each, then the missing title of the object that opens the document.
	_, faults := Decode([]byte(`{"position":{"code":1},"duties":[` + strings.Repeat("{},", 149) + `{}]}`))
	if len(faults) != MaxFaults+1 {
		t.Fatalf("Decode() gave %d faults, want %d", len(faults), MaxFaults+1)
	}
	if got := faults[0].Pointer; got != "/position/title" {
		t.Errorf("first fault is at %s, want the first of the document, /position/title", got)
	}
	if got := faults[MaxFaults-1].Pointer; got != "/duties/97/description" {
		t.Errorf("last listed fault is at %s, want /duties/97/description", got)
	}
	last := faults[MaxFaults]
	if last.Code != CodeMoreFaults || !strings.Contains(last.Detail, "还有 52 处") {
		t.Errorf("last fault = %+v, want more-faults that counts 52", last)
	}

	// A fault that belongs before a hundred others pushes the last of them out.
	_, faults = Decode([]byte(`{"duties":[{"tasks":[` + strings.Repeat("1,", 119) + `1]}],"position":{"title":"x"}}`))
	if faults[0].Code != CodeMissing || faults[1].Pointer != "/duties/0/tasks/0" || faults[99].Pointer != "/duties/0/tasks/98" || !strings.Contains(faults[100].Detail, "还有 21 处") {
		t.Errorf("faults begin %+v and end %+v", faults[:2], faults[99:])
	}
}

func TestDecodeNeverEchoesTheDocument(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("秘密", 200)
	for _, text := range []string{
		with(`"`+secret+`": 1`, "", ""),
		with("", `"analysisDate": "`+secret+`"`, ""),
		with(`"locale": "`+secret+`"`, "", ""),
		with(`"summary": "\u0001`+secret+`"`, "", ""),
		with(`"tools": "`+secret+`"`, "", ""),
		with(`"_x": {"`+secret+`": {"a": 1, "a": 2}}`, "", ""),
		`{"` + secret + `": tru}`,
		`{"` + secret + `"`,
	} {
		_, faults := Decode([]byte(text))
		if len(faults) == 0 {
			t.Fatalf("Decode(%.40s…) has no fault", text)
		}
		for _, f := range faults {
			if strings.Contains(fmt.Sprint(f), strings.Repeat("秘密", 40)) {
				t.Errorf("fault repeats the document: %.300v", f)
			}
		}
	}
}

func TestFaultsShowNoInvisibleCharacters(t *testing.T) {
	t.Parallel()
	_, faults := Decode([]byte(with(`"a\u202eb\u0000\n": 1`, "", "")))
	if len(faults) != 1 || strings.ContainsAny(faults[0].Detail+faults[0].English, "\u202e\x00\n") || !utf8.ValidString(faults[0].Detail) {
		t.Errorf("Decode() faults = %q", fmt.Sprint(faults))
	}
}

func TestKeysThatBeginWithAnUnderscoreAreIgnoredAnywhere(t *testing.T) {
	t.Parallel()
	p, faults := Decode([]byte(`{"_": null, "_a": {"b": [true]}, "position": {"title": "x", "_b": 1, "reportsTo": {"_c": [null]}},
		"duties": [{"description": "x", "_d": "\u0001", "tasks": [{"_e": {}}]}]}`))
	if faults != nil {
		t.Fatalf("Decode() faults = %+v, want none", faults)
	}
	if text := string(p.JSON()); strings.Contains(text, "_") {
		t.Errorf("JSON() = %s, want no _ keys", text)
	}
}

func TestDecodeTakesWhatTheFormAllows(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		with("", `"reportsTo": "x", "directReports": []`, `"tasks": ["a", {}], "timePercent": 0, "ordinal": 7`),
		with(`"authorities": ["a", {"category": "b", "items": []}], "qualifications": {"major": "x", "training": ["a", {"time": "b"}]}`, "", ""),
		with(`"qualifications": {"major": ["x"], "abilityRatings": [{"name": "a", "level": 4}, {"level": "高"}]}`, `"subordinateCount": "无"`, ""),
		with(`"document": {"effectiveDate": "", "revisions": [{}]}, "summary": "", "locale": null`, `"analysisDate": " ", "payGradeRange": {"from": {"grade": 3, "step": "二"}}`, ""),
		with(`"summary": "`+strings.Repeat("𠮷", MaxText)+`"`, `"headcount": 1e3, "subordinateCount": 0.0`, `"timePercent": 100.0, "tasks": [`+strings.Repeat(`"x",`, MaxTasks-1)+`"x"]`),
		`{"position":{"title":"x"},"duties":[` + strings.Repeat(`{"description":"x"},`, MaxDuties-1) + `{"description":"x"}]}`,
		with(`"_deep": `+strings.Repeat("[", MaxDepth-1)+strings.Repeat("]", MaxDepth-1), "", ""),
	} {
		if _, faults := Decode([]byte(text)); faults != nil {
			t.Errorf("Decode(%.80s…) faults = %+v, want none", text, faults)
		}
	}
}

func TestEveryFieldMayBeNullUnlessRequired(t *testing.T) {
	t.Parallel()
	for _, path := range fieldPaths() {
		if len(path) == 0 || path[len(path)-1] == "[]" {
			continue
		}
		_, faults := Decode(mustJSON(t, planted(path, nil)))
		required := slices.Contains([]string{"position", "position.title", "duties", "duties.[].description"}, strings.Join(path, "."))
		// A planted duty or title stands beside the required ones, so null alone is at stake.
		if refused := len(faults) > 0; refused != required {
			t.Errorf("null at %v: faults %+v, want some: %t", path, faults, required)
		}
	}
}

func TestNumbersAreWrittenPlainly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"10": "10", "10.0": "10", "1e1": "10", "1E+1": "10", "100e-1": "10", "0": "0", "-0": "0", "-0.00": "0", "0e99": "0", "0e999999999999999999999": "0",
		"12.50": "12.5", "0.5": "0.5", "5e-1": "0.5", "1.25e1": "12.5", "0.001e3": "1", "-1.5": "-1.5", "33.333333333333336": "33.333333333333336",
		"99999999999999999999": "99999999999999999999",
	} {
		if got, ok := normalNumber(text); got != want || !ok {
			t.Errorf("normalNumber(%s) = %s, %t, want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"1e-60", "0." + strings.Repeat("3", 41), "1e-999999999999999999999"} {
		if got, ok := normalNumber(text); ok {
			t.Errorf("normalNumber(%s) = %s, want none", text, got)
		}
	}
}

// TestSamplesDecode reads the samples of the repository, when they are there.
func TestSamplesDecode(t *testing.T) {
	t.Parallel()
	for name, text := range samples(t) {
		p, faults := Decode(text)
		for _, f := range faults {
			t.Errorf("%s:%d:%d: %s %s", name, f.Line, f.Column, f.Pointer, f.Detail)
		}
		again, _ := Decode(p.JSON())
		if diff := cmp.Diff(p.Data(), again.Data()); diff != "" {
			t.Errorf("%s: Decode(JSON()) (-want +got)\n%s", name, diff)
		}
	}
}

func samples(t testing.TB) map[string][]byte {
	t.Helper()
	const dir = "../../samples"
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Skipf("no samples: %v", err)
	}
	out := map[string][]byte{}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".json") {
			continue
		}
		text, err := os.ReadFile(dir + "/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = text
	}
	return out
}

// TestAPositionThatFitsFitsWhenItIsWritten is for one of many short texts: with
// an indented line for each it has more bytes than a document may have.
func TestAPositionThatFitsFitsWhenItIsWritten(t *testing.T) {
	t.Parallel()
	duty := `{"description":"长","tasks":["` + strings.Repeat(`拟定技术方案","`, MaxTasks-1) + `拟定技术方案"]}`
	document := `{"position":{"title":"售前工程师"},"duties":[` + strings.Repeat(duty+",", MaxDuties-1) + duty + `]}`
	for range MaxDuties { // to the last byte
		longer := strings.Repeat("x", min(MaxBytes-len(document), MaxText-1))
		document = strings.Replace(document, `"长"`, `"长`+longer+`"`, 1)
	}
	if len(document) != MaxBytes {
		t.Fatalf("the document has %d bytes", len(document))
	}
	p, faults := Decode([]byte(document))
	if len(faults) > 0 {
		t.Fatalf("faults = %+v", faults[0])
	}
	written := p.JSON()
	again, faults := Decode(written)
	if len(faults) > 0 {
		t.Fatalf("of the %d bytes written is said: %+v", len(written), faults[0])
	}
	if diff := cmp.Diff(p.Data(), again.Data()); diff != "" {
		t.Errorf("Decode(JSON()) (-want +got)\n%s", diff)
	}
}
