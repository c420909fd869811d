package audit

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/samples"
)

// hidden is what the seven samples hide, found by reading them: check, position
// (by the number of its file), pointer and quote. It was written before the audit was run.
const hidden = `
percent-sum 7 /duties 40=40

code-missing 1 /position/code
code-missing 2 /position/code
code-missing 3 /position/code
code-missing 4 /position/code
code-missing 5 /position/code
code-missing 6 /position/code
code-missing 7 /position/code
headcount-missing 1 /position/headcount
headcount-missing 2 /position/headcount
headcount-missing 3 /position/headcount
headcount-missing 5 /position/headcount
headcount-missing 6 /position/headcount
headcount-missing 7 /position/headcount
job-family-missing 1 /position/jobFamily
job-family-missing 2 /position/jobFamily
job-family-missing 3 /position/jobFamily
job-family-missing 4 /position/jobFamily
job-family-missing 5 /position/jobFamily
job-family-missing 6 /position/jobFamily
job-family-missing 7 /position/jobFamily
subordinate-count-missing 1 /position/subordinateCount
subordinate-count-missing 2 /position/subordinateCount
subordinate-count-missing 3 /position/subordinateCount
subordinate-count-missing 4 /position/subordinateCount
subordinate-count-missing 5 /position/subordinateCount
subordinate-count-missing 6 /position/subordinateCount
subordinate-count-missing 7 /position/subordinateCount
pay-grade-missing 1 /position/payGradeRange
pay-grade-missing 2 /position/payGradeRange
pay-grade-missing 3 /position/payGradeRange
pay-grade-missing 4 /position/payGradeRange
pay-grade-missing 5 /position/payGradeRange
pay-grade-missing 6 /position/payGradeRange
pay-grade-missing 7 /position/payGradeRange
analysis-date-missing 1 /position/analysisDate
analysis-date-missing 2 /position/analysisDate
analysis-date-missing 3 /position/analysisDate
summary-missing 7 /summary
education-missing 7 /qualifications/education
experience-missing 7 /qualifications/experience

duplicate-title 3 /position/title 销售代表
duplicate-title 7 /position/title 销售代表
superior-not-in-set 1 /position/reportsTo 执行总经理
superior-not-in-set 5 /position/reportsTo 执行总经理
direct-report-not-in-set 1 /position/directReports/1 技术主管
report-not-listed-by-superior 4 /position/reportsTo 大客户部经理

duty-without-tasks 1 /duties/5/tasks 完成上级交办的其他工作
duty-without-tasks 2 /duties/6/tasks 完成上级交办的其他工作
duty-without-tasks 3 /duties/5/tasks 完成上级交办的其他工作
duty-without-tasks 4 /duties/7/tasks 完成上级交办的其他工作
duty-without-tasks 5 /duties/6/tasks 完成上级交办的其他工作
duty-without-tasks 6 /duties/6/tasks 完成上级交办的其他工作
task-numbering 1 /duties/4/taskNumberStart 4
duplicate-section 3 /qualifications/competencies/1/heading 知识与技能

stale 4 /position/analysisDate 2005-02
stale 5 /position/analysisDate 2005-02
stale 6 /position/analysisDate 2005-02
stale 7 /position/analysisDate 2005-02
unsigned 1 /signatures
unsigned 2 /signatures
unsigned 3 /signatures
unsigned 4 /signatures
unsigned 5 /signatures
unsigned 6 /signatures
unsigned 7 /signatures
`

// stressHidden is what the eighth hides besides.
const stressHidden = `
superior-not-in-set 8 /position/reportsTo 总工程师办公室总工程师（CTO-001）
direct-report-not-in-set 8 /position/directReports/0 总工程师办公室架构师（ARC-011）
direct-report-not-in-set 8 /position/directReports/1 性能测试工程师
direct-report-not-in-set 8 /position/directReports/2 技术文档工程师
duty-without-tasks 8 /duties/5/tasks 完成上级交办的其他工作
task-numbering 8 /duties/1/taskNumberStart 4
duplicate-section 8 /qualifications/competencies/2/heading 专业能力
unsigned 8 /signatures 直接上级、人力资源部、工会代表
`

func TestTheAuditFindsWhatTheSamplesHideAndNothingElse(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(samples.FS, "*.json")
	if err != nil {
		t.Fatal(err)
	}
	for want, files := range map[string][]string{hidden: names[:7], hidden + stressHidden: names} {
		var texts []string
		numbers := map[string]string{} // of a position, by department and title
		for i, name := range files {
			data, err := fs.ReadFile(samples.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, string(data))
			numbers[string(rune('0'+i))+".json"] = name[1:2]
		}
		expected := map[string]bool{}
		for line := range strings.Lines(want) {
			if line = strings.TrimSpace(line); line != "" {
				expected[line] = true
			}
		}
		got := map[string]bool{}
		for _, f := range audited(t, Options{}, texts...).Findings {
			if f.Position == nil {
				t.Errorf("%s on the whole set: %s", f.Check.ID, f.Quote)
				continue
			}
			got[strings.TrimSpace(f.Check.ID+" "+numbers[f.Position.Source]+" "+f.Pointer+" "+f.Quote)] = true
		}
		if diff := cmp.Diff(expected, got); diff != "" {
			t.Errorf("findings in %d samples (-want +got)\n%s", len(files), diff)
		}
	}
}
