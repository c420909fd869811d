package audit

import (
	"fmt"
	"strings"
	"testing"
)

func TestWordingsAreAlikeWhenTheyMeanTheSame(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"诚实守信，严守商业机密", "诚实守信、严守商业秘密", true},
		{"具有良好的沟通协调能力", "沟通、协调能力强", true},
		{"沟通协调能力", "协调沟通能力", true},
		{"部门费用预算的拟定权", "部门费用预算的拟订权", true},
		{"熟练使用Word、Excel等办公软件", "熟练使用WORD、EXCEL办公软件", true},
		{"客户关系拓展能力", "客户关系的拓展能力", true},
		{"商务谈判能力", "市场开拓能力", false},
		{"熟悉公司产品线与报价体系", "了解公司产品线与报价体系", false},
		{"英语四级以上，能阅读英文技术资料", "英语六级以上，能阅读英文技术资料", false},
		{"部门年度费用预算的审批权", "部门年度费用预算的审核权", false},
		{"部门年度销售计划的编制权", "部门季度销售计划的编制权", false},
		{"合同金额5万元以下的批准权", "合同金额10万元以下的批准权", false},
		{"能适应经常出差", "不能适应经常出差", false},
		{"客户开发能力", "客户需求调研能力", false},
		{"项目立项的申请权", "售前支持的申请权", false},
		{"熟悉TCP/IP协议与网络设备", "熟悉TCP/UDP协议与网络设备", false},
	} {
		a, b := newWording(c.a), newWording(c.b)
		if got := a.like(&b, 0.75); got != c.want {
			t.Errorf("%s, %s: alike %v, want %v", c.a, c.b, got, c.want)
		}
		if a.like(&b, 0.75) != b.like(&a, 0.75) {
			t.Errorf("%s, %s: alike in one direction only", c.a, c.b)
		}
	}
}

func authorities(list ...string) []string {
	var all []string
	for i, a := range list {
		all = append(all, pos(fmt.Sprintf(`"title": "岗%d"`, i), fmt.Sprintf(`"authorities": [%q]`, a)))
	}
	return all
}

func TestNearDuplicatesAreGrouped(t *testing.T) {
	t.Parallel()
	expect(t, "authority-near-duplicate", authorities("部门费用预算的拟定权", "部门费用预算的拟订权", "部门 费用预算拟定权", "部门费用预算的拟定权", "项目立项的申请权", "项目立项的申请权"),
		"info * 部门费用预算的拟定权 ｜ 部门 费用预算拟定权 ｜ 部门费用预算的拟订权")
	expect(t, "competency-near-duplicate", one("", `"qualifications": {"competencies": [{"items": ["团队协作精神", "团队的协作精神"]}], "skills": ["团队协作的精神"], "knowledge": ["会计法"]}`),
		"info * 团队协作的精神 ｜ 团队协作精神 ｜ 团队的协作精神")
}

func TestChainsOfLikenessDoNotSwallowTheirEnds(t *testing.T) {
	t.Parallel()
	// Each is like the next, the first is not like the last.
	chain := []string{"甲乙丙丁戊己庚辛壬癸子丑", "甲乙丙丁戊己庚辛壬癸子寅卯", "甲乙丙丁戊己庚辛壬辰巳寅卯", "甲乙丙丁戊己庚午未申辰巳寅卯"}
	for i, w := range chain {
		chain[i] = strings.NewReplacer("甲", "加", "乙", "艺", "丙", "饼", "丁", "盯").Replace(w) // 甲乙丙丁 are telling
	}
	groups := 0
	for _, f := range audited(t, Options{Only: []string{"authority-near-duplicate"}}, authorities(chain...)...).Findings {
		groups++
		if strings.Contains(f.Quote, chain[0]) && strings.Contains(f.Quote, chain[3]) {
			t.Errorf("one group holds both ends: %s", f.Quote)
		}
	}
	if groups == 0 {
		t.Error("no group found")
	}
}

func TestTheDictionaryGivesTheWording(t *testing.T) {
	t.Parallel()
	c := Config{Competencies: []Entry{{Name: "团队协作精神", Aliases: []string{"合作意识"}}, {Name: "沟通能力"}}}
	r := audited(t, Options{Config: c, Only: []string{"competency-near-duplicate"}}, one("", `"qualifications": {"skills": ["合作意识", "团队的协作精神", "沟通能力"]}`)...)
	if len(r.Findings) != 1 || r.Findings[0].Quote != "合作意识 ｜ 团队的协作精神" || !strings.Contains(r.Findings[0].Message, "统一写作“团队协作精神”") {
		t.Errorf("findings %v", r.Findings)
	}
}
