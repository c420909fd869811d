package template_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	godocx "github.com/lukasjarosch/go-docx"

	"jobdoc/internal/template"
	"jobdoc/internal/wordml"
)

// go-docx replaces plain {key} tags only. It is the reference for templates
// that hold nothing else, and the baseline of the benchmarks.

// keyFields names the keys of a map, as go-docx takes them.
func keyFields(keys map[string]any) *template.Field {
	root := &template.Field{}
	for k := range keys {
		root.Fields = append(root.Fields, &template.Field{Key: k})
	}
	return root
}

// flatDocument makes a document of paragraphs and a table with a tag for each
// key, torn over runs the way Word does.
func flatDocument(rnd *rand.Rand, keys []string) string {
	tear := func(text string) string {
		var runs []string
		runes := []rune(text)
		for len(runes) > 0 {
			n := 1 + rnd.IntN(len(runes))
			runs = append(runs, string(runes[:n]))
			runes = runes[n:]
		}
		return p(runs...)
	}
	var b strings.Builder
	var rows []string
	for i, k := range keys {
		text := fmt.Sprintf("第%d项：{%s}。", i, k)
		if rnd.IntN(3) == 0 {
			text += "又{" + k + "}"
		}
		if rnd.IntN(2) == 0 {
			rows = append(rows, tr(tc("项"), tc(tear(text))))
		} else {
			b.WriteString(tear(text))
		}
	}
	if rows != nil {
		b.WriteString(tbl(rows...))
	}
	return body(b.String(), p("完"))
}

func TestFlatTemplatesComeOutAsFromGoDocx(t *testing.T) {
	t.Parallel()
	// Keys with blanks are left out: go-docx miscounts one whose blank ends a run.
	names := []string{"name", "岗位名称", "job_title", "Department", "a.b", "first-name", "k1", "k11", "日期", "编号(新)", "序号", "分页"}
	texts := []string{"经理", "R&D <支持>", "", "A\"B'C", "李𬭎 𠮷野家", "100%", "  两端  ", "长" + strings.Repeat("文", 300)}
	const want = 200
	compared, seed := 0, uint64(0)
	for ; compared < want && seed < 2*want; seed++ {
		rnd := rand.New(rand.NewPCG(seed, 1))
		data := map[string]any{}
		var keys []string
		add := func(key string) {
			if _, ok := data[key]; !ok {
				keys = append(keys, key)
				data[key] = texts[rnd.IntN(len(texts))] + word(rnd, 6)
			}
		}
		for _, i := range rnd.Perm(len(names))[:1+rnd.IntN(len(names))] {
			add(names[i])
		}
		for range rnd.IntN(6) {
			add("k" + word(rnd, 8))
		}
		file := docx(t, flatDocument(rnd, keys))
		tm, faults := template.Compile(open(t, file), keyFields(data))
		if tm == nil {
			t.Fatalf("seed %d: %v", seed, faults)
		}
		reference, err := goDocx(t, file, data)
		if err != nil {
			continue // it miscounts some tags that are torn in unlucky places
		}
		compared++
		got := outline(written(t, fill(t, tm, data)))
		want := outline(reference)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("seed %d: Fill() and go-docx differ (-go-docx +jobdoc)\n%s", seed, diff)
		}
	}
	if compared < want {
		t.Errorf("go-docx filled only %d of %d templates, want %d", compared, seed, want)
	}
}

// word makes up a word of letters, figures and Chinese characters.
func word(rnd *rand.Rand, longest int) string {
	var b strings.Builder
	for range rnd.IntN(longest + 1) {
		switch rnd.IntN(4) {
		case 0:
			b.WriteByte(byte('a' + rnd.IntN(26)))
		case 1:
			b.WriteByte(byte('0' + rnd.IntN(10)))
		default:
			b.WriteRune(rune('一' + rnd.IntN(0x5000)))
		}
	}
	return b.String()
}

// goDocx fills a document with go-docx and returns its body, or go-docx's error.
func goDocx(t testing.TB, file []byte, data map[string]any) (*wordml.Node, error) {
	t.Helper()
	doc, err := godocx.OpenBytes(bytes.Clone(file))
	if err != nil {
		return nil, err
	}
	if err := doc.ReplaceAll(godocx.PlaceholderMap(data)); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := doc.Write(&out); err != nil {
		t.Fatal(err)
	}
	pkg := open(t, out.Bytes())
	root, err := pkg.Part(pkg.Main())
	if err != nil {
		t.Fatal(err)
	}
	return root.Child("w:body"), nil
}

// flatRows is the form of [formBody] as go-docx needs it: every row drawn, a
// key of its own for every value.
func flatRows(rows int) (string, map[string]any) {
	data := map[string]any{}
	var list []string
	for i := range rows {
		cells := []string{tc("工作任务")}
		for c, text := range []string{"", "组织编制部门年度与季度销售计划，跟踪计划的执行情况并提出改进意见", "10%", "每月"} {
			if text != "" {
				key := fmt.Sprintf("r%dc%d_", i, c)
				data[key] = text
				cells = append(cells, tc("{"+key+"}"))
			}
		}
		list = append(list, tr(cells...))
	}
	return body(tbl(list...)), data
}

// BenchmarkFlat fills 56 rows that are already drawn, with a key for every
// value, by jobdoc and by go-docx. Both make a file; go-docx cannot fill a
// document twice, so it has to open it each time.
func BenchmarkFlat(b *testing.B) {
	text, data := flatRows(56)
	file := docx(b, text)
	b.Run("jobdoc", func(b *testing.B) {
		tm, faults := template.Compile(open(b, file), keyFields(data))
		if tm == nil {
			b.Fatal(faults)
		}
		var out bytes.Buffer
		for b.Loop() {
			out.Reset()
			if _, err := fill(b, tm, data).WriteTo(&out); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("jobdoc-compile-each-time", func(b *testing.B) {
		var out bytes.Buffer
		for b.Loop() {
			out.Reset()
			tm, _ := template.Compile(open(b, file), keyFields(data))
			if _, err := fill(b, tm, data).WriteTo(&out); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("go-docx", func(b *testing.B) {
		for b.Loop() {
			doc, err := godocx.OpenBytes(bytes.Clone(file))
			if err != nil {
				b.Fatal(err)
			}
			if err := doc.ReplaceAll(godocx.PlaceholderMap(data)); err != nil {
				b.Fatal(err)
			}
			if err := doc.Write(io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	})
}
