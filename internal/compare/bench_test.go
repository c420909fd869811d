package compare

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"jobdoc/internal/position"
)

// large makes a position with many tasks of a hundred characters, and the same
// with every task edited and all of them shuffled over the duties.
func large(t testing.TB, duties, tasks int, edited bool) (a, b position.Position) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	chars := []rune("制订并执行部门年度销售计划组织编制报表审核单据客户合同项目预算管理培训考核市场分析技术方案实施监督协调沟通汇报上级完成其他工作")
	text := func() []rune {
		s := make([]rune, 100)
		for i := range s {
			s[i] = chars[r.IntN(len(chars))]
		}
		return s
	}
	make1 := func(all [][]rune) position.Position {
		var list []any
		for i := range duties {
			var own []string
			for j := range tasks {
				own = append(own, string(all[i*tasks+j]))
			}
			list = append(list, map[string]any{"description": fmt.Sprintf("第%d项职责：%s", i, string(text())), "tasks": own})
		}
		data, err := json.Marshal(map[string]any{"position": map[string]any{"title": "甲"}, "duties": list})
		if err != nil {
			t.Fatal(err)
		}
		return decode(t, string(data))
	}
	all := make([][]rune, duties*tasks)
	for i := range all {
		all[i] = text()
	}
	a = make1(all)
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for i := range all {
		if edited {
			copy(all[i][40:], []rune("已经修改过的内容"))
		}
	}
	return a, make1(all)
}

func BenchmarkAThousandTasksEditedAndShuffled(b *testing.B) {
	old, now := large(b, 5, 200, true)
	for b.Loop() {
		Positions(old, now)
	}
}

func BenchmarkTwoHundredDuties(b *testing.B) {
	old, now := large(b, 200, 5, true)
	for b.Loop() {
		Positions(old, now)
	}
}

func BenchmarkASample(b *testing.B) {
	old := sample(b, "01-key-account-manager.json")
	now := decode(b, strings.Replace(string(old.JSON()), "销售", "营销", 3))
	for b.Loop() {
		Positions(old, now)
	}
}

func BenchmarkManyShortTasksMoreThanSimilarityTakes(b *testing.B) {
	position := func(word string) position.Position {
		var list []any
		for i := range 100 {
			var own []string
			for j := range 200 {
				own = append(own, fmt.Sprintf("%s%d", word, i*200+j))
			}
			list = append(list, map[string]any{"description": fmt.Sprintf("职责%d", i), "tasks": own})
		}
		data, err := json.Marshal(map[string]any{"position": map[string]any{"title": "甲"}, "duties": list})
		if err != nil {
			b.Fatal(err)
		}
		return decode(b, string(data))
	}
	old, now := position("办理"), position("办理了")
	for b.Loop() {
		Positions(old, now)
	}
}
