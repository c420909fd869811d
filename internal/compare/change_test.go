package compare

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/position"
)

// told writes changes a line each.
func told(c Comparison) string {
	var b strings.Builder
	for _, ch := range c.Changes {
		label := ch.New.Label
		if label == "" || ch.Old.Label == label {
			label = ch.Old.Label
		} else if ch.Old.Label != "" {
			label = ch.Old.Label + " → " + label
		}
		fmt.Fprintf(&b, "%s %s: ", ch.Kind, label)
		if len(ch.Pieces) == 0 {
			fmt.Fprintf(&b, "%s → %s", ch.Old.Text, ch.New.Text)
		}
		for _, p := range ch.Pieces {
			b.WriteString(map[string]string{Kept: p.Text, RemovedRun: "[-" + p.Text + "-]", AddedRun: "{+" + p.Text + "+}"}[p.Kind])
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestChangesReadAsSentences(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, old, new, want string }{
		{"a value that is changed shows what was kept", `{"summary":"负责公司现金收付"}`, `{"summary":"负责集团现金收付"}`,
			"changed 本职概述: 负责[-公司-]{+集团+}现金收付\n"},
		{"absent, blank and none are three things", `{"tools":null,"records":[],"remarks":null}`, `{"tools":[],"reporting":[],"summary":null}`,
			"added 本职概述: 无此项 → 留空\nadded 汇报关系: 无此项 → 无\nchanged 使用工具设备: 留空 → 无\nremoved 所需记录文档: 无 → 无此项\nremoved 备注: 留空 → 无此项\n"},
		{"a list that is filled in is one change", `{"tools":null}`, `{"tools":["计算机","点钞机"]}`, "changed 使用工具设备: 留空 → 计算机、点钞机\n"},
		{"items are matched by text", `{"tools":["计算机","点钞机","保险柜"]}`, `{"tools":["计算机","保险柜（两把钥匙）","打印机"]}`,
			"removed 使用工具设备第2项: 点钞机 → \nchanged 使用工具设备第3项 → 使用工具设备第2项: 保险柜{+（两把钥匙）+}\nadded 使用工具设备第3项:  → 打印机\n"},
		{"the least number of items is said to have moved", `{"tools":["一把尺","二把尺子","三把尺子","四把尺子"]}`, `{"tools":["二把尺子","三把尺子","四把尺子","一把尺"]}`,
			"moved 使用工具设备第1项 → 使用工具设备第4项: 一把尺 → 一把尺\n"},
		{"numbers are whole", `{"duties":[{"description":"办理收付","timePercent":10}]}`, `{"duties":[{"description":"办理收付","timePercent":15}]}`,
			"changed 职责一 工作时间百分比: [-10%-]{+15%+}\n"},
		{"a duty without a percentage has none", `{}`, `{"duties":[{"description":"办理收付","timePercent":null,"tasks":[]}]}`,
			"added 职责一 工作时间百分比: 无此项 → 留空\nadded 职责一 工作任务: 无此项 → 无\n"},
		{"a duty moves with its tasks", `{"duties":[{"description":"登记现金日记账","tasks":["逐笔登记"]},{"description":"办理日常收付","tasks":["审核单据"]},{"description":"其他"}]}`,
			`{"duties":[{"description":"其他"},{"description":"登记现金日记账","tasks":["逐笔登记"]},{"description":"办理日常收付","tasks":["审核单据"]}]}`,
			"moved 职责三 → 职责一: 其他 → 其他\n"},
		{"a task moves to another duty", `{"duties":[{"description":"登记现金日记账","tasks":["逐笔登记","保管印章"]},{"description":"办理日常收付","tasks":["审核单据"]}]}`,
			`{"duties":[{"description":"登记现金日记账","tasks":["逐笔登记"]},{"description":"办理日常收付","tasks":["保管印章和支票","审核单据"]}]}`,
			"moved-changed 职责一 任务2 → 职责二 任务1: 保管印章{+和支票+}\n"},
		{"a duty that goes leaves behind the task that moved", `{"duties":[{"description":"登记现金日记账","tasks":["逐笔登记","保管印章"]},{"description":"办理日常收付","tasks":["审核单据"]}]}`,
			`{"duties":[{"description":"办理日常收付","tasks":["审核单据","保管印章"]}]}`,
			"removed 职责一: 登记现金日记账\n1．逐笔登记 → \nmoved 职责一 任务2: 保管印章 → 保管印章\n"},
		{"tasks count from where the form does", `{"duties":[{"description":"办理收付","taskNumberStart":4,"tasks":["审核单据"]}]}`,
			`{"duties":[{"description":"办理收付","taskNumberStart":4,"tasks":["审核单据","盖章"]}]}`, "added 职责一 任务5:  → 盖章\n"},
		{"what has no difference on any form is none", `{"duties":[{"description":"办理收付","ordinal":1,"timePercent":10.0,"tasks":["审核"]}],"_x":1,"position":{"reportsTo":"主管","subordinateCount":4}}`,
			`{"duties":[{"tasks":[{"text":"审核"}],"timePercent":1e1,"ordinal":7,"description":"办理收付"}],"position":{"reportsTo":{"title":"主管"},"subordinateCount":"4"}}`, ""},
		{"a pay range is one value", `{"position":{"payGradeRange":{"from":{"grade":"三","step":2},"to":{"grade":"五","step":4}}}}`,
			`{"position":{"payGradeRange":{"from":{"grade":"三","step":2},"to":{"grade":"六","step":4}}}}`, "changed 工资级别范围: 三等2级至[-五-]{+六+}等4级\n"},
		{"what prints the same is told by its parts", `{"position":{"reportsTo":{"department":"财务部","title":"主管"}}}`, `{"position":{"reportsTo":{"title":"财务部主管"}}}`,
			"changed 直接上级 名称: {+财务部+}主管\nremoved 直接上级 部门: 财务部 → 无此项\n"},
		{"items move between groups", `{"qualifications":{"competencies":[{"heading":"知识","items":["会计制度","打字"]},{"heading":"技能","items":["点钞"]}]}}`,
			`{"qualifications":{"competencies":[{"heading":"知识","items":["会计制度"]},{"heading":"技能","items":["点钞","打字"]}]}}`,
			"moved 所需胜任能力第1组第2项 → 所需胜任能力第2组第2项: 打字 → 打字\n"},
		{"groups of the same heading are told by what they hold", `{"qualifications":{"competencies":[{"heading":"能力","items":["会计制度","打字"]},{"heading":"能力","items":["点钞","点硬币","点支票"]}]}}`,
			`{"qualifications":{"competencies":[{"heading":"能力","items":["点钞","点硬币","点支票"]},{"heading":"能力","items":["会计制度","打字","英语"]}]}}`,
			"moved 所需胜任能力第1组 → 所需胜任能力第2组: 能力 → 能力\nadded 所需胜任能力第2组第3项:  → 英语\n"},
		{"an object that comes is told by its entries", `{}`, `{"qualifications":{"education":"大专","skills":[]},"careerPath":null}`,
			"added 最低学历要求: 无此项 → 大专\nadded 技能: 无此项 → 无\nadded 职业发展: 无此项 → 留空\n"},
		{"an object left blank is told beside its entries", `{"careerPath":{"promotion":["会计"]}}`, `{"careerPath":null}`,
			"changed 职业发展: 已填写 → 留空\nremoved 可晋升: 会计 → 无此项\n"},
		{"a text where a list may stand", `{"qualifications":{"major":"会计"}}`, `{"qualifications":{"major":["会计","审计"]}}`,
			"added 所需教育专业背景第2项:  → 审计\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := told(Positions(with(t, test.old), with(t, test.new)))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAComparisonAsJSON(t *testing.T) {
	t.Parallel()
	got, err := json.MarshalIndent(Positions(with(t, `{"summary":"负责公司现金收付","tools":["印章"]}`), with(t, `{"summary":"负责集团现金收付","tools":["印章","点钞机"]}`)), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "language": "zh-CN",
  "summary": {
    "total": 2,
    "added": 1,
    "removed": 0,
    "changed": 1,
    "moved": 0,
    "movedChanged": 0
  },
  "changes": [
    {
      "kind": "changed",
      "old": {
        "pointer": "/summary",
        "label": "本职概述",
        "labelEnglish": "Job Summary",
        "state": "filled",
        "text": "负责公司现金收付"
      },
      "new": {
        "pointer": "/summary",
        "label": "本职概述",
        "labelEnglish": "Job Summary",
        "state": "filled",
        "text": "负责集团现金收付"
      },
      "pieces": [
        {
          "kind": "kept",
          "text": "负责"
        },
        {
          "kind": "removed",
          "text": "公司"
        },
        {
          "kind": "added",
          "text": "集团"
        },
        {
          "kind": "kept",
          "text": "现金收付"
        }
      ]
    },
    {
      "kind": "added",
      "old": {
        "state": "absent"
      },
      "new": {
        "pointer": "/tools/1",
        "label": "使用工具设备第2项",
        "labelEnglish": "Tools and Equipment, item 2",
        "state": "filled",
        "text": "点钞机"
      }
    }
  ]
}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if same, err := json.Marshal(Positions(with(t, `{}`), with(t, `{}`)).Changes); err != nil || string(same) != "[]" {
		t.Errorf("no changes are %s, %v", same, err)
	}
}

func TestAnEnglishPositionIsToldInEnglish(t *testing.T) {
	t.Parallel()
	c := Positions(with(t, `{"locale":"en","position":{"analysisDate":"2005-02","payGradeRange":{"from":{"grade":3,"step":2},"to":{"grade":5,"step":4}}},"tools":null}`),
		with(t, `{"locale":"en","position":{"analysisDate":"2006-02","payGradeRange":{"from":{"grade":3,"step":2},"to":{"grade":6,"step":4}}},"tools":["Safe","Printer"],
			"duties":[{"description":"Pay","tasks":[{"text":"Check vouchers","frequency":"daily","timePercent":5,"subtasks":["one","two"]}]}]}`))
	var got []string
	for _, ch := range c.Changes {
		got = append(got, ch.New.English+": "+ch.Old.Text+" > "+ch.New.Text)
	}
	want := []string{"Pay Grade Range: From Grade 3, Step 2, To Grade 5, Step 4 > From Grade 3, Step 2, To Grade 6, Step 4",
		"Date of Analysis: 2005-02 > 2006-02", ": 办理收付 > ", "Duty 1:  > Pay\n1. Check vouchers (Frequency: daily; Time: 5%): one; two", "Tools and Equipment: left blank > Safe; Printer"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBeyondItsLimitsItemsAreMatchedByEqualTextAlone(t *testing.T) {
	t.Parallel()
	p := profiler{}
	olds, news := []profile{p.of("登记日记账")}, []profile{p.of("登记日记账簿")}
	budget := 1000
	if pairs, ok := similar(nil, olds, news, alikeWithin, &budget); !ok || len(pairs) != 1 || budget >= 1000 {
		t.Errorf("pairs %v, %v, budget %d", pairs, ok, budget)
	}
	budget = 3
	if pairs, ok := similar(nil, olds, news, alikeWithin, &budget); ok || budget != 3 {
		t.Errorf("pairs %v, %v, budget %d", pairs, ok, budget)
	}
	m := matcher{budget: 0}
	o, n := newTree(with(t, `{"tools":["登记日记账","印章"]}`)), newTree(with(t, `{"tools":["登记日记账簿","印章"]}`))
	o.root.match, n.root.match = n.root, o.root
	m.lists(position.Fields(), o, n)
	tools := n.items[position.Fields().Child("tools")]
	if tools[0].match != nil || tools[1].match == nil {
		t.Errorf("similar %v, equal %v", tools[0].match, tools[1].match)
	}
}
