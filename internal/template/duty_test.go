package template_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/wordml"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// dutyTable is the duty block of the classic form, on grid columns A|B|C|D.
func dutyTable() string {
	return tbl(
		tr(tc("{#职责}职责{序号|中文}{合并:职责}"), tcw(wide(2), "职责描述：{职责描述}"), tc("工作时间百分比：{工作时间百分比}")),
		tr(tc(""), tc("{#任务}工作任务{合并:职责}"), tcw(wide(2), "{序号}．{.}{/任务}{/职责}")),
	)
}

// TestDutyBlock holds the XML of the duty block to files that can be read.
func TestDutyBlock(t *testing.T) {
	t.Parallel()
	tm := compile(t, form(), body(dutyTable()))
	golden := map[string]bool{}
	for name, data := range map[string]string{
		"three-tasks": `{"duties":[{"description":"制订并执行部门销售计划","timePercent":10,"tasks":["编制计划","跟踪执行情况",{"text":"分析偏差","frequency":"每月"}]}]}`,
		"one-task":    `{"duties":[{"description":"R&D <支持>","timePercent":5,"taskNumberStart":4,"tasks":["组织评审"]}]}`,
		"no-tasks":    `{"duties":[{"description":"完成上级交办的其他工作","timePercent":5,"tasks":[]}]}`,
		"two-duties":  `{"duties":[{"description":"甲","tasks":["一","二"]},{"description":"乙","tasks":null}]}`,
	} {
		file := filepath.Join("testdata", "duty-"+name+".xml")
		golden[file] = true
		t.Run(name, func(t *testing.T) {
			got := indented(written(t, fill(t, tm, values(t, data))).Child("w:tbl"))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("Fill() (-want +got)\n%s", diff)
			}
		})
	}
	files, _ := filepath.Glob("testdata/duty-*.xml")
	for _, f := range files {
		if !golden[f] {
			t.Errorf("no test reads %s", f)
		}
	}
}

// indented is XML with an element on each line; what holds text, and runs with
// nothing but a text, take one line.
func indented(n *wordml.Node) string {
	var b strings.Builder
	var walk func(n *wordml.Node, depth int)
	walk = func(n *wordml.Node, depth int) {
		indent := strings.Repeat("  ", depth)
		if flat(n) {
			fmt.Fprintf(&b, "%s%s\n", indent, n.Append(nil))
			return
		}
		start := string(wordml.Element(n.Name, n.Attrs).Append(nil))
		fmt.Fprintf(&b, "%s%s>\n", indent, strings.TrimSuffix(start, "/>"))
		for _, c := range n.Children {
			walk(c, depth+1)
		}
		fmt.Fprintf(&b, "%s</%s>\n", indent, n.Name)
	}
	walk(n, 0)
	return b.String()
}

func flat(n *wordml.Node) bool {
	switch {
	case len(n.Children) == 0:
		return true
	case len(n.Children) > 1:
		return false
	}
	c := n.Children[0]
	return c.Name == "" || n.Name == "w:r" && flat(c)
}
