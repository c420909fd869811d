package position

import (
	"encoding/json"
	"strings"
	"testing"
)

// field finds a field by its path, such as duties[].tasks[].
func field(t testing.TB, path string) *Field {
	t.Helper()
	f := Fields()
	for key := range strings.SplitSeq(path, ".") {
		name, items := strings.CutSuffix(key, "[]")
		if f = f.Child(name); f == nil {
			t.Fatalf("no field %s", path)
		}
		if items {
			f = f.Item
		}
	}
	return f
}

// decodeValue reads a value as it stands in Data.
func decodeValue(t testing.TB, text string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

func TestPrint(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, field, value, want string }{
		{"text as it is", "summary", `" 管理  部门\n工作 "`, " 管理  部门\n工作 "},
		{"blank text as nothing", "summary", `"　 "`, ""},
		{"null text as nothing", "summary", `null`, ""},
		{"the form's default title", "formTitle", `null`, "职位说明书"},
		{"the form's own title", "formTitle", `"岗位说明书"`, "岗位说明书"},
		{"an integer", "position.headcount", `1`, "1"},
		{"an integer as text", "position.subordinateCount", `"无"`, "无"},

		{"a percentage", "duties[].timePercent", `10`, "10%"},
		{"a percentage of two decimals", "duties[].timePercent", `12.25`, "12.25%"},
		{"a percentage of three decimals rounds half up", "duties[].timePercent", `1.005`, "1.01%"},
		{"a third", "duties[].timePercent", `33.333333333333336`, "33.33%"},
		{"a percentage that rounds to a whole", "duties[].timePercent", `9.999`, "10%"},
		{"a small percentage", "duties[].timePercent", `0.004`, "0%"},
		{"a blank percentage", "duties[].timePercent", `null`, ""},

		{"a year", "position.analysisDate", `"2005"`, "2005年"},
		{"a month", "position.analysisDate", `"2005-02"`, "2005年2月"},
		{"a day", "document.effectiveDate", `"2005-12-03"`, "2005年12月3日"},
		{"a blank date", "position.analysisDate", `null`, "　年　月"},
		{"a date of white space", "document.revisions[].date", `" "`, "　年　月"},
		{"a blank date to sign", "signatures[].date", `null`, "　年　月　日"},
		{"a month to sign", "signatures[].date", `"2005-10"`, "2005年10月"},

		{"a pay range", "position.payGradeRange", `{"from":{"grade":"三","step":2},"to":{"grade":"五","step":4}}`, "三等2级至五等4级"},
		{"a null pay range", "position.payGradeRange", `null`, "等　级至　等　级"},
		{"a pay range of blanks", "position.payGradeRange", `{"from":{"grade":" "},"to":null}`, "等　级至　等　级"},
		{"a pay range that has only a start", "position.payGradeRange", `{"from":{"grade":"三","step":2}}`, "三等2级至　等　级"},
		{"a pay range that has only an end", "position.payGradeRange", `{"to":{"grade":5,"step":4}}`, "等　级至5等4级"},
		{"a pay range of grades", "position.payGradeRange", `{"from":{"grade":"三"},"to":{"grade":"五"}}`, "三等　级至五等　级"},
		{"a pay range of steps", "position.payGradeRange", `{"from":{"step":1},"to":{"step":"2"}}`, "等1级至　等2级"},
		{"one end of a pay range", "position.payGradeRange.from", `{"grade":"三","step":2}`, "三等2级"},

		{"a list", "tools", `["计算机","投影仪"]`, "计算机、投影仪"},
		{"a list with a blank item", "tools", `["计算机"," ","投影仪"]`, "计算机、投影仪"},
		{"a list stated to be empty", "tools", `[]`, "无"},
		{"a null list", "tools", `null`, ""},
		{"one major", "qualifications.major", `"不限"`, "不限"},
		{"two majors", "qualifications.major", `["计算机","通信"]`, "计算机、通信"},

		{"a reference by title", "position.reportsTo", `"执行总经理"`, "执行总经理"},
		{"a whole reference", "position.reportsTo", `{"code":"BCM-002","title":"销售主管","department":"大客户部"}`, "大客户部销售主管（BCM-002）"},
		{"a reference of blanks", "position.reportsTo", `{"code":null}`, ""},
		{"references", "position.directReports", `["销售主管",{"title":"技术主管","code":"T-1"}]`, "销售主管、技术主管（T-1）"},

		{"a task", "duties[].tasks[]", `"写报告"`, "写报告"},
		{"a task that is only its text", "duties[].tasks[]", `{"text":"写报告","frequency":null,"subtasks":null}`, "写报告"},
		{"a whole task", "duties[].tasks[]",
			`{"text":"写报告","frequency":"每月","duration":"2 小时","timePercent":5.50,"importance":3,"standard":"按期","subtasks":["收集","起草"]}`,
			"写报告（频率：每月；用时：2 小时；时间：5.5%；重要程度：3；标准：按期）\n(1)收集\n(2)起草"},
		{"tasks as texts", "duties[].tasks", `["甲",{"text":"乙"}]`, "甲、乙"},
		{"tasks with details", "duties[].tasks", `["甲",{"text":"乙","frequency":"每周"}]`, "甲\n乙（频率：每周）"},
		{"a duty", "duties[]", `{"description":"管理","timePercent":10,"taskNumberStart":4,"tasks":["甲","乙"],"accountability":"全责","performanceStandards":["一","二"]}`,
			"管理（工作时间百分比：10%；负责程度：全责；业绩衡量标准：一、二）\n4．甲\n5．乙"},

		{"an authority", "authorities[]", `"预算的拟定权"`, "预算的拟定权"},
		{"a group of authorities", "authorities[]", `{"category":"人事权","items":["考核权","任免权"]}`, "人事权：考核权；任免权"},
		{"a group without category", "authorities[]", `{"items":["考核权"]}`, "考核权"},
		{"a category without items", "authorities[]", `{"category":"人事权"}`, "人事权"},
		{"a category that has none", "authorities[]", `{"category":"人事权","items":[]}`, "人事权：无"},
		{"a category to fill in", "authorities[]", `{"category":"人事权","items":null}`, "人事权：　　　　"},
		{"authorities as texts", "authorities", `["甲权","乙权"]`, "甲权、乙权"},
		{"authorities in groups", "authorities", `["甲权",{"category":"人事权","items":["乙权"]}]`, "甲权\n人事权：乙权"},

		{"a training", "qualifications.training[]", `{"subject":"销售","time":"两天"}`, "销售（两天）"},
		{"trainings", "qualifications.training", `["产品",{"subject":"销售","time":"两天"}]`, "产品、销售（两天）"},
		{"competencies", "qualifications.competencies", `[{"heading":"能力","items":["甲","乙"]},{"items":["丙"]}]`, "能力：甲；乙\n丙"},
		{"a rating", "qualifications.abilityRatings[]", `{"name":"沟通","level":4}`, "沟通：4"},
		{"ratings", "qualifications.abilityRatings", `[{"name":"沟通","level":4},{"name":"谈判","level":"高"}]`, "沟通：4、谈判：高"},
		{"an entry with a value", "position.extra[]", `{"label":"组织机构代码","value":"1"}`, "组织机构代码：1"},
		{"an entry with items", "qualifications.extra[]", `{"label":"年龄","items":["45 岁以下","身体健康"]}`, "年龄：45 岁以下；身体健康"},
		{"an entry with both", "qualifications.extra[]", `{"label":"年龄","value":"不限","items":["甲"]}`, "年龄：不限；甲"},
		{"a revision", "document.revisions[]", `{"version":"A1","date":"2005-06","author":"王芳","summary":"改"}`, "A1，2005年6月，王芳，改"},
		{"a signature", "signatures[]", `{"role":"任职人","name":"李𬭎","date":"2005-02-08"}`, "任职人：李𬭎　2005年2月8日"},
		{"a signature to come", "signatures[]", `{"role":"任职人","name":null}`, "任职人：　　　　　年　月　日"},
		{"an object prints its fields on lines", "collaboration", `{"internal":["财务部"],"external":[]}`, "内部协作部门：财务部\n外部协作单位：无"},
		{"an object of blanks", "collaboration", `{"internal":null}`, ""},
		{"a value of another type", "collaboration", `"x"`, "x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := field(t, tt.field).Print(decodeValue(t, tt.value)); got != tt.want {
				t.Errorf("Print(%s) = %q, want %q", tt.value, got, tt.want)
			}
		})
	}
}

// TestPrintOfAnObjectHoldsAllItsStrings: an object prints all its strings, whichever of the table it is.
func TestPrintOfAnObjectHoldsAllItsStrings(t *testing.T) {
	t.Parallel()
	everyField(func(f *Field, path string) {
		if !f.Type.takesObject() {
			return
		}
		v := f.sample(func(*Field) bool { return true })
		if f.Text != "" {
			m := map[string]any{}
			for _, c := range f.Fields {
				m[c.Key] = c.Sample()
			}
			v = m
		}
		printed := f.Print(v)
		leaves(f, v, nil, func(l Leaf) bool {
			if want := l.Field.Print(l.Value); !l.Field.Unprinted && !strings.Contains(printed, want) {
				t.Errorf("%s prints as %q, without %q of %s", path, printed, want, l.Pointer)
			}
			return true
		})
	})
}

func TestEveryPrintedFormTakesAnyValue(t *testing.T) {
	t.Parallel()
	values := catalogue()
	everyField(func(f *Field, path string) {
		for _, v := range values {
			f.Print(v) // must not panic: a template may ask at the wrong place
		}
	})
}
