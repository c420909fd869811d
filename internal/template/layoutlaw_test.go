package template_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/template"
)

// The same blocks are laid out in a line, in paragraphs and in rows of a table,
// and must print the same pieces: those that a plain reading of the rules gives.

// piece is a text with a tag in it, or a block of pieces.
type piece struct {
	tag        string // of a text: what stands in braces
	mark, name string // of a block: # or ^, and its name with its test
	body, els  []piece
}

// pieceMaker makes pieces whose names are within reach. in are the names of the
// blocks around that have items or a value for scope, innermost first.
type pieceMaker struct{ *rand.Rand }

func (m pieceMaker) list(in []string, depth int) []piece {
	var out []piece
	for range 1 + m.IntN(3) {
		out = append(out, m.piece(in, depth))
	}
	return out
}

func (m pieceMaker) piece(in []string, depth int) piece {
	if depth == 0 || m.IntN(2) == 0 {
		tags := []string{"岗位名称", "出差", "单位名称|默认:无"}
		for _, name := range in {
			switch name {
			case "职责":
				tags = append(tags, "职责描述", "负责程度", "序号|圈")
			case "任务":
				tags = append(tags, "内容", "频率", "序号")
			case "相关权限":
				tags = append(tags, "序号", "首个", "末个")
			}
		}
		if len(in) > 0 && in[0] != "职责" {
			tags = append(tags, ".")
		}
		return piece{tag: tags[m.IntN(len(tags))]}
	}
	names := []string{"相关权限", "工具", "岗位名称", "出差", "职责", "相关权限|出现", "出差|留空", "备注|出现", "工具、出差|出现"}
	for _, name := range in {
		switch name {
		case "职责":
			names = append(names, "任务", "任务", "任务|留空", "负责程度")
		case "相关权限", "任务":
			names = append(names, "首个", "末个")
		}
	}
	b := piece{mark: []string{"#", "#", "^"}[m.IntN(3)], name: names[m.IntN(len(names))]}
	inner := in
	if b.mark == "#" && !strings.Contains(b.name, "|") && b.name != "首个" && b.name != "末个" {
		inner = append([]string{b.name}, in...)
	}
	b.body = m.list(inner, depth-1)
	if m.IntN(3) == 0 {
		b.els = m.list(in, depth-1)
	}
	return b
}

// reading is one way to read the rules: an item with what is around it.
type reading struct {
	outer        *reading
	value        any
	index, count int // of an item of a list; count 0 for a value
	start        int
}

// lookup finds a name: in the items around, by which names each has, then in the values.
func (r *reading) lookup(name string) (any, bool) {
	own := map[string]map[string]string{"duty": {"职责描述": "description", "负责程度": "accountability", "任务": "tasks"}, "task": {"内容": "text", "频率": "frequency"}}
	paths := map[string][]string{"岗位名称": {"position", "title"}, "单位名称": {"organization"}, "出差": {"travel"}, "备注": {"remarks"}, "工具": {"tools"}, "相关权限": {"authorities"}, "职责": {"duties"}}
	for ; r.outer != nil; r = r.outer {
		m, _ := r.value.(map[string]any)
		if key, ok := own[fmt.Sprint(m["kind"])][name]; ok {
			v, present := m[key]
			return v, present
		}
	}
	v, present := r.value, true
	for _, key := range paths[name] {
		m, _ := v.(map[string]any)
		if v, present = m[key]; !present {
			return nil, false
		}
	}
	return v, present
}

// counted is the innermost item of a list.
func (r *reading) counted() *reading {
	for r.count == 0 {
		r = r.outer
	}
	return r
}

func (r *reading) text(tag string) string {
	name, filter, _ := strings.Cut(tag, "|")
	var v any
	switch name {
	case ".":
		if v = r.value; v == nil {
			return ""
		}
		if m, ok := v.(map[string]any); ok {
			v = m["text"]
		}
	case "序号":
		n := r.counted().index + r.counted().start
		if filter == "圈" {
			return string(rune('①' + n - 1))
		}
		v = n
	case "首个", "末个":
		if r.is(name) {
			return "是"
		}
		return ""
	default:
		v, _ = r.lookup(name)
	}
	if v == nil && filter != "" {
		return "无"
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func (r *reading) is(counter string) bool {
	c := r.counted()
	return counter == "首个" && c.index == 0 || counter == "末个" && c.index == c.count-1
}

func blankValue(v any) bool { return v == nil || v == "" }

// read gives the texts that pieces print.
func (r *reading) read(list []piece) (out []string) {
	for _, p := range list {
		if p.tag != "" {
			out = append(out, "t"+r.text(p.tag))
			continue
		}
		out = append(out, r.block(p)...)
	}
	return out
}

func (r *reading) block(p piece) (out []string) {
	names, test, _ := strings.Cut(p.name, "|")
	once := func(holds bool) []string {
		if holds == (p.mark == "#") {
			return r.read(p.body)
		}
		return r.read(p.els)
	}
	if test != "" {
		holds := false
		for name := range strings.SplitSeq(names, "、") {
			v, present := r.lookup(name)
			holds = holds || present && (test == "出现" || blankValue(v))
		}
		return once(holds)
	}
	if names == "首个" || names == "末个" {
		return once(r.is(names))
	}
	v, _ := r.lookup(names)
	items, isList := v.([]any)
	switch there := isList && len(items) > 0 || !isList && !blankValue(v); {
	case p.mark == "^", !there:
		return once(there)
	case !isList:
		return (&reading{outer: r, value: v}).read(p.body)
	}
	start := 1
	if m, ok := r.value.(map[string]any); ok && names == "任务" && m["taskNumberStart"] != nil {
		start, _ = strconv.Atoi(fmt.Sprint(m["taskNumberStart"]))
	}
	for i, item := range items {
		out = append(out, (&reading{r, item, i, len(items), start}).read(p.body)...)
	}
	return out
}

// inLine lays pieces out in a line.
func inLine(list []piece) string {
	var b strings.Builder
	for _, p := range list {
		if p.tag != "" {
			b.WriteString("t{" + p.tag + "}，")
			continue
		}
		b.WriteString("{" + p.mark + p.name + "}" + inLine(p.body))
		if p.els != nil {
			b.WriteString("{否则}" + inLine(p.els))
		}
		b.WriteString("{/}")
	}
	return b.String()
}

// inParagraphs lays pieces out in paragraphs, the tags of blocks in their own.
func inParagraphs(list []piece) string {
	var b strings.Builder
	for _, x := range list {
		if x.tag != "" {
			b.WriteString(p("t{" + x.tag + "}，"))
			continue
		}
		b.WriteString(p("{"+x.mark+x.name+"}") + inParagraphs(x.body))
		if x.els != nil {
			b.WriteString(p("{否则}") + inParagraphs(x.els))
		}
		b.WriteString(p("{/}"))
	}
	return b.String()
}

// inRows lays pieces out in rows: openers stand before the text of their first
// row, closers in a cell behind the last one.
func inRows(list []piece) string {
	type row struct{ before, text, after string }
	var rows []row
	var lay func(list []piece, before string)
	lay = func(list []piece, before string) {
		for _, x := range list {
			if x.tag != "" {
				rows = append(rows, row{before, "t{" + x.tag + "}，", ""})
				before = ""
				continue
			}
			lay(x.body, before+"{"+x.mark+x.name+"}")
			if x.els != nil {
				lay(x.els, "{否则}")
			}
			rows[len(rows)-1].after += "{/}"
			before = ""
		}
	}
	lay(list, "")
	var out []string
	for _, r := range rows {
		out = append(out, tr(tc(r.before+r.text), tc(r.after)))
	}
	return tbl(out...)
}

func TestBlocksPrintTheSameInEveryLayout(t *testing.T) {
	t.Parallel()
	const text = `{"position":{"title":"经理"},"travel":null,"tools":[],"authorities":["a","b","c"],
		"duties":[{"kind":"duty","description":"甲","taskNumberStart":4,"tasks":[{"kind":"task","text":"一"},{"kind":"task","text":"二"}]},{"kind":"duty","description":"乙","accountability":"全责","tasks":[]},{"kind":"duty","description":"丙","tasks":null}]}`
	data := values(t, text)
	for seed := range uint64(300) {
		list := pieceMaker{rand.New(rand.NewPCG(seed, 13))}.list(nil, 4)
		want := (&reading{value: data}).read(list)
		for layout, body := range map[string]string{"in a line": p("行：" + inLine(list)), "in paragraphs": inParagraphs(list) + p(""), "in rows": inRows(list) + p("")} {
			tm, faults := template.Compile(open(t, docx(t, body+"<w:sectPr/>")), form())
			if tm == nil {
				t.Fatalf("seed %d, %s: %v\n%s", seed, layout, faults, inLine(list))
			}
			got := outline(written(t, fill(t, tm, data)))
			got = strings.NewReplacer("行：", "", "| ", "", " |", "", "\n", "", " ", "").Replace(got)
			if diff := cmp.Diff(strings.Join(append(want, ""), "，"), got); diff != "" {
				t.Fatalf("seed %d, %s: (-reading +filled)\n%s\n%s", seed, layout, diff, inLine(list))
			}
		}
	}
}
