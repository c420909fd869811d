package position

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// everyField calls visit with each field of the table and the fields among which its names must be plain.
func everyField(visit func(f *Field, path string)) {
	var walk func(f *Field, path string)
	walk = func(f *Field, path string) {
		visit(f, path)
		for _, c := range f.Fields {
			walk(c, strings.TrimPrefix(path+"."+c.Key, "."))
		}
		if f.Item != nil {
			walk(f.Item, path+"[]")
		}
	}
	walk(Fields(), "")
}

func TestEveryFieldIsDescribed(t *testing.T) {
	t.Parallel()
	everyField(func(f *Field, path string) {
		if f.Print == nil {
			t.Errorf("%s has no printed form", path)
		}
		if f.Key == "" {
			return
		}
		if f.Caption == "" || !strings.HasSuffix(f.Description, "。") {
			t.Errorf("%s lacks caption or description: %q, %q", path, f.Caption, f.Description)
		}
		if f.Example == nil && f.Fields == nil && f.Item == nil {
			t.Errorf("%s has no example", path)
		}
	})
}

func TestNamesAreThoseOfTheForm(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"": `表名 单位名称 文件编号 版本 生效日期 编制人 审核人 批准人 修订记录 岗位名称 岗位编号 所在部门 组别 岗位定员 直接上级 直接下属 职系
			所辖人员数目 工资级别范围 工资等级 薪酬类型 岗位分析日期 分析人 工作性质 工作地点 行政级别 其他信息 本职概述 岗位目的 职责 相关权限 责任
			汇报关系 内部协作部门 外部协作单位 工作环境 工作时间 出差 职业危害 使用工具设备 所需记录文档 任职资格 最低学历要求 所需教育专业背景 所需工作经验
			所需培训的科目 所需胜任能力 证书 知识 技能 素质 能力评级 其他任职资格 工作标准 考核指标 可晋升 可轮换 晋升自 备注 签字栏 其他栏目
			协作关系 职业发展 文件`,
		"document.revisions[]":            "版本 日期 修订人 修订内容",
		"position.extra[]":                "标签 值",
		"position.reportsTo":              "编号 名称 部门",
		"position.directReports[]":        "编号 名称 部门",
		"duties[]":                        "职责描述 工作时间百分比 权重 任务 负责程度 业绩衡量标准",
		"duties[].tasks[]":                "内容 频率 用时 时间百分比 重要程度 标准 子任务",
		"authorities[]":                   "类别 条目",
		"qualifications.training[]":       "科目 时间",
		"qualifications.competencies[]":   "标题 条目",
		"qualifications.abilityRatings[]": "名称 等级",
		"qualifications.extra[]":          "标签 值 条目",
		"signatures[]":                    "角色 姓名 日期",
		"extraSections[]":                 "标题 条目",
	}
	everyField(func(f *Field, path string) {
		known := map[string]int{}
		for _, c := range scope(f) {
			for _, n := range c.Names {
				known[n]++
			}
		}
		for _, n := range strings.Fields(want[path]) {
			if known[n] == 0 {
				t.Errorf("%q has no name %s", path, n)
			}
		}
		delete(want, path)
	})
	if len(want) > 0 {
		t.Errorf("the table lacks %v", want)
	}
}

func TestNoNameMeansTwoFields(t *testing.T) {
	t.Parallel()
	everyField(func(f *Field, path string) {
		seen := map[string]string{}
		for _, c := range scope(f) {
			for _, n := range c.Names {
				if other := seen[n]; other != "" {
					t.Errorf("in %q the name %s means %s and %s", path, n, other, c.Key)
				}
				seen[n] = c.Key
				if len(Offers(n)) > 0 {
					t.Errorf("%s is both a name and vague", n)
				}
			}
		}
	})
}

// scope returns the fields whose names hold inside f: its own and those of its flat objects.
func scope(f *Field) []*Field {
	var out []*Field
	for _, c := range f.Fields {
		out = append(out, c)
		if c.Flat {
			out = append(out, scope(c)...)
		}
	}
	return out
}

func TestAVagueWordOffersItsFields(t *testing.T) {
	t.Parallel()
	got := Offers("编制")
	slices.Sort(got)
	if want := []string{"岗位定员", "编制人"}; !slices.Equal(got, want) {
		t.Errorf("Offers(编制) = %v, want %v", got, want)
	}
	if got := Offers("岗位名称"); got != nil {
		t.Errorf("Offers(岗位名称) = %v, want none", got)
	}
}

func TestSampleOfTheTableIsAPosition(t *testing.T) {
	t.Parallel()
	text := appendCompact(nil, Fields(), Fields().Sample())
	p, faults := Decode(text)
	if faults != nil {
		t.Fatalf("Decode(Sample()) faults = %+v", faults)
	}
	if err := compiledSchema(t).Validate(p.Data()); err != nil {
		t.Errorf("the schema refuses Sample(): %v", err)
	}
	everyField(func(f *Field, path string) {
		v := f.Sample()
		if f.Type == Date && !validDate(v.(string)) {
			t.Errorf("%s: the example %v is no date", path, v)
		}
		if f.Print(v) == "" {
			t.Errorf("%s: the example %v prints as nothing", path, v)
		}
	})
}

func TestEveryFieldHasAnEnglishLabel(t *testing.T) {
	t.Parallel()
	label := regexp.MustCompile(`^[A-Z][A-Za-z ]+$`)
	everyField(func(f *Field, path string) {
		if f.Key != "" && !label.MatchString(f.English) {
			t.Errorf("%s: English %q", path, f.English)
		}
	})
	for key, want := range map[string]string{"payGradeRange": "Pay Grade Range", "reportsTo": "Reports to"} {
		if got := Fields().Child("position").Child(key).English; got != want {
			t.Errorf("%s: English %q, want %q", key, got, want)
		}
	}
}
