package samples_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/position"
	"jobdoc/samples"
)

const stress = "08-stress.json"

// outline is what is counted in a position: the figures that the samples promise.
type outline struct {
	ReportsTo     string
	DirectReports []string
	Headcount     string
	Analysed      string
	Percents      []string
	Tasks         []int // per duty
	NumberedFrom  map[int]string
	Authorities   int
	Internal      int
	External      int
	Tools         int
	Records       int
	Training      int
	Competencies  []int // per group
}

func TestSamplesFollowTheirOutline(t *testing.T) {
	t.Parallel()
	want := map[string]outline{
		"大客户部/大客户部经理": {
			ReportsTo: "执行总经理", DirectReports: []string{"销售主管", "技术主管"},
			Percents: strings.Fields("10 10 40 10 25 5"), Tasks: []int{3, 5, 7, 4, 8, 0}, NumberedFrom: map[int]string{4: "4"},
			Authorities: 20, Internal: 3, External: 6, Tools: 2, Records: 5, Training: 6, Competencies: []int{20},
		},
		"大客户部/销售主管": {
			ReportsTo: "大客户部经理", DirectReports: []string{"销售代表"},
			Percents: strings.Fields("10 10 30 30 5 10 5"), Tasks: []int{3, 3, 6, 4, 3, 4, 0},
			Authorities: 13, Internal: 4, External: 3, Tools: 1, Records: 4, Training: 3, Competencies: []int{22},
		},
		"大客户部/销售代表": {
			ReportsTo: "销售主管",
			Percents:  strings.Fields("10 25 20 25 15 5"), Tasks: []int{3, 5, 4, 4, 4, 0},
			Authorities: 7, Internal: 3, External: 4, Tools: 1, Records: 5, Training: 3, Competencies: []int{4, 18},
		},
		"大客户部/售前工程师": {
			ReportsTo: "大客户部经理", Headcount: "1", Analysed: "2005-02",
			Percents: strings.Fields("5 20 25 20 10 8 7 5"), Tasks: []int{3, 2, 3, 4, 4, 2, 3, 0},
			Authorities: 8, Internal: 2, External: 3, Tools: 4, Records: 4, Training: 4, Competencies: []int{13},
		},
		"业务拓展部/业务拓展部经理": {
			ReportsTo: "执行总经理", DirectReports: []string{"销售经理", "销售代表"}, Analysed: "2005-02",
			Percents: strings.Fields("5 40 10 20 10 10 5"), Tasks: []int{2, 5, 4, 5, 3, 8, 0},
			Authorities: 15, Internal: 1, External: 1, Tools: 2, Records: 5, Training: 2, Competencies: []int{32},
		},
		"业务拓展部/销售经理": {
			ReportsTo: "业务拓展部经理", Analysed: "2005-02",
			Percents: strings.Fields("10 5 25 35 15 5 5"), Tasks: []int{7, 3, 5, 5, 5, 5, 0},
			Authorities: 13, Internal: 1, External: 1, Tools: 2, Records: 5, Training: 3, Competencies: []int{26},
		},
		"业务拓展部/销售代表": {
			ReportsTo: "业务拓展部经理", Analysed: "2005-02", Percents: []string{"40"}, Tasks: []int{6},
		},
	}
	got := map[string]outline{}
	for name, p := range decoded(t) {
		if name != stress {
			got[p.Department()+"/"+p.Title()] = outlineOf(p)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outline of the samples (-want +got)\n%s", diff)
	}
}

func TestSamplesLeaveTheSameFieldsBlank(t *testing.T) {
	t.Parallel()
	for name, p := range decoded(t) {
		if name == stress {
			continue
		}
		for _, key := range []string{"code", "jobFamily", "subordinateCount", "payGradeRange"} {
			if v, ok := p.Get("position", key); !ok || !blank(v) {
				t.Errorf("%s: position.%s = %v, present %v; want present and blank", name, key, v, ok)
			}
		}
		v, ok := p.Get("remarks")
		if incomplete := strings.Contains(name, "incomplete"); ok == incomplete || !blank(v) {
			t.Errorf("%s: remarks = %v, present %v; want blank, and absent in the incomplete one only", name, v, ok)
		}
	}
}

func TestSamplesHaveTheSizesOfRealForms(t *testing.T) {
	t.Parallel()
	for name, p := range decoded(t) {
		if name == stress {
			continue
		}
		total := 0
		for leaf := range p.Leaves() {
			n := runes(leaf.Value)
			total += n
			if strings.Contains(leaf.Pointer, "/tasks/") && n > 102 {
				t.Errorf("%s: %s has %d characters, want at most 102", name, leaf.Pointer, n)
			}
		}
		if v, _ := p.Get("summary"); runes(v) > 72 {
			t.Errorf("%s: summary has %d characters, want at most 72", name, runes(v))
		}
		if incomplete := strings.Contains(name, "incomplete"); !incomplete && (total < 740 || total > 1571) {
			t.Errorf("%s has %d characters, want 740 to 1571", name, total)
		}
	}
}

func TestStressSampleHoldsEveryFieldWithContent(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	collect(position.Fields(), decoded(t)[stress].Data(), "", seen)
	var missing []string
	for path := range paths(position.Fields()) {
		if !seen[path] {
			missing = append(missing, path)
		}
	}
	slices.Sort(missing)
	if missing != nil {
		t.Errorf("fields without content in %s: %v, want none", stress, missing)
	}
}

func TestStressSampleHoldsEachKindOfBlankThreeTimes(t *testing.T) {
	t.Parallel()
	got := map[string]int{}
	countBlanks(decoded(t)[stress].Data(), got)
	for _, kind := range []string{"null", "empty text", "empty list"} {
		if got[kind] < 3 {
			t.Errorf("%s holds %d of %s, want at least 3", stress, got[kind], kind)
		}
	}
}

func TestStressSampleHoldsWhatIsHardToSet(t *testing.T) {
	t.Parallel()
	data, err := fs.ReadFile(samples.FS, stress)
	if err != nil {
		t.Fatal(err)
	}
	for _, hard := range []string{"李𬭎", "𠮷野家", "□", "☐", "☑", "①", "№", "℃", "ORACLE", "CMM", "R&D", "<", `\t`, `\n`} {
		if !strings.Contains(string(data), hard) {
			t.Errorf("%s lacks %q", stress, hard)
		}
	}
	longest, word := 0, 0
	for leaf := range decoded(t)[stress].Leaves() {
		text, _ := leaf.Value.(string)
		longest = max(longest, utf8.RuneCountInString(text))
		for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r < 'A' || r > 'z' || r > 'Z' && r < 'a' }) {
			word = max(word, len(w))
		}
	}
	if longest != 600 || word < 100 {
		t.Errorf("longest text, longest word = %d, %d, want 600 and at least 100", longest, word)
	}
}

// The files are read by people: keys in the order of the form, two blanks of indent.
func TestSamplesAreWrittenAsPositionsAreWritten(t *testing.T) {
	t.Parallel()
	for name, p := range decoded(t) {
		data, err := fs.ReadFile(samples.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(data), string(p.JSON())); diff != "" {
			t.Errorf("%s (-file +JSON())\n%s", name, diff)
		}
	}
}

// decoded returns all samples by file name.
func decoded(t *testing.T) map[string]position.Position {
	t.Helper()
	names, err := fs.Glob(samples.FS, "*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) != 8 {
		t.Fatalf("samples.FS holds %v, want 8 positions", names)
	}
	all := map[string]position.Position{}
	for _, name := range names {
		data, err := fs.ReadFile(samples.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		p, faults := position.Decode(data)
		for _, f := range faults {
			t.Errorf("Decode(%s): %s at %s, line %d: %s", name, f.Code, f.Pointer, f.Line, f.Detail)
		}
		all[name] = p
	}
	return all
}

func outlineOf(p position.Position) outline {
	at := func(path ...string) any { v, _ := p.Get(path...); return v }
	o := outline{
		ReportsTo: text(at("position", "reportsTo")), DirectReports: texts(at("position", "directReports")),
		Headcount: text(at("position", "headcount")), Analysed: text(at("position", "analysisDate")),
		Authorities: count(at("authorities")), Tools: count(at("tools")), Records: count(at("records")),
		Internal: count(at("collaboration", "internal")), External: count(at("collaboration", "external")),
		Training: count(at("qualifications", "training")),
	}
	duties, _ := at("duties").([]any)
	for i, d := range duties {
		duty := d.(map[string]any)
		o.Percents = append(o.Percents, text(duty["timePercent"]))
		o.Tasks = append(o.Tasks, count(duty["tasks"]))
		if start := text(duty["taskNumberStart"]); start != "" {
			if o.NumberedFrom == nil {
				o.NumberedFrom = map[int]string{}
			}
			o.NumberedFrom[i] = start
		}
	}
	groups, _ := at("qualifications", "competencies").([]any)
	for _, g := range groups {
		o.Competencies = append(o.Competencies, count(g.(map[string]any)["items"]))
	}
	return o
}

// paths yields the path of every field below f that holds text or a number.
func paths(f *position.Field) map[string]bool {
	all := map[string]bool{}
	var walk func(f *position.Field, path string)
	walk = func(f *position.Field, path string) {
		if f.Fields == nil && f.Item == nil {
			all[path] = true
		}
		for _, c := range f.Fields {
			walk(c, path+"/"+c.Key)
		}
		if f.Item != nil {
			walk(f.Item, path+"[]")
		}
	}
	walk(f, "")
	return all
}

// collect notes the paths under which v holds something that is not blank.
func collect(f *position.Field, v any, path string, seen map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for _, c := range f.Fields {
			collect(c, v[c.Key], path+"/"+c.Key, seen)
		}
	case []any:
		for _, item := range v {
			collect(f.Item, item, path+"[]", seen)
		}
	default:
		if !blank(v) {
			seen[path] = true
		}
	}
}

func countBlanks(v any, n map[string]int) {
	switch v := v.(type) {
	case nil:
		n["null"]++
	case string:
		if v == "" {
			n["empty text"]++
		}
	case []any:
		if len(v) == 0 {
			n["empty list"]++
		}
		for _, item := range v {
			countBlanks(item, n)
		}
	case map[string]any:
		for item := range maps.Values(v) {
			countBlanks(item, n)
		}
	}
}

// blank says that v is null, white space, or an object of blanks (never a list).
func blank(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case map[string]any:
		for item := range maps.Values(v) {
			if !blank(item) {
				return false
			}
		}
		return true
	}
	return false
}

func count(v any) int {
	list, _ := v.([]any)
	return len(list)
}

func texts(v any) []string {
	list, _ := v.([]any)
	var all []string
	for _, item := range list {
		all = append(all, text(item))
	}
	return all
}

func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case nil:
		return ""
	}
	return strconv.Quote("not a text")
}

func runes(v any) int { return utf8.RuneCountInString(text(v)) }
