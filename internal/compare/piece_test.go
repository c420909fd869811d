package compare

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func marked(all []Piece) string {
	var b strings.Builder
	for _, p := range all {
		b.WriteString(map[string]string{Kept: p.Text, RemovedRun: "[" + p.Text + "]", AddedRun: "{" + p.Text + "}"}[p.Kind])
	}
	return b.String()
}

func TestPiecesAreWhatAReaderWouldMark(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, old, new, want string }{
		{"one word", "负责公司现金收付", "负责集团现金收付", "负责[公司]{集团}现金收付"},
		{"an insertion", "每月编制报表", "每月初编制报表", "每月{初}编制报表"},
		{"a number is whole", "五年以上，200 万元", "五年以上，250 万元", "五年以上，[200]{250} 万元"},
		{"a fraction is whole", "占 2.5 个百分点左右", "占 2.75 个百分点左右", "占 [2.5]{2.75} 个百分点左右"},
		{"a number with commas is whole", "审批 5,000 元以下的费用", "审批 8,000 元以下的费用", "审批 [5,000]{8,000} 元以下的费用"},
		{"a point at the end is none", "审批 5.", "审批 6.", "审批 [5]{6}."},
		{"a Latin word is whole", "熟悉 ORACLE 数据库", "熟悉 OCEANBASE 数据库", "熟悉 [ORACLE]{OCEANBASE} 数据库"},
		{"marks between changes are no islands", "负责甲、乙两地的销售工作", "负责丙、丁两地的销售工作", "负责[甲、乙]{丙、丁}两地的销售工作"},
		{"one character between long changes is no island", "按照制度的规定办理现金收付", "遵循公司的要求办理现金收付", "[按照制度的规定]{遵循公司的要求}办理现金收付"},
		{"nothing in common is a replacement", "登记日记账", "保管印章", "[登记日记账]{保管印章}"},
		{"characters beyond U+FFFF are whole", "联系\U00020BB7野家各门店经理", "联系\U00020BB8野家各门店经理", "联系[\U00020BB7]{\U00020BB8}野家各门店经理"},
		{"marks that combine stay with their character", "工作语言为 cafe\u0301 英语", "工作语言为 cafe 英语", "工作语言为 [cafe\u0301]{cafe} 英语"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := marked(new(scratch).pieces(test.old, test.new)); got != test.want {
				t.Errorf("pieces\n%s, want\n%s", got, test.want)
			}
		})
	}
}

func TestPiecesMakeBothTexts(t *testing.T) {
	t.Parallel()
	text := rapid.StringOfN(rapid.SampledFrom([]rune("甲乙丙，。ab1. \u0301\n")), 0, 30, -1)
	rapid.Check(t, func(t *rapid.T) {
		checkPieces(t, text.Draw(t, "old"), text.Draw(t, "new"))
	})
}

// checkPieces checks that pieces make both texts, in the least number of pieces.
func checkPieces(t interface{ Fatalf(string, ...any) }, old, now string) {
	all := new(scratch).pieces(old, now)
	var before, after strings.Builder
	for i, p := range all {
		if p.Text == "" || i > 0 && all[i-1].Kind == p.Kind || i > 0 && all[i-1].Kind == AddedRun && p.Kind == RemovedRun {
			t.Fatalf("piece %d of %q", i, all)
		}
		if p.Kind != AddedRun {
			before.WriteString(p.Text)
		}
		if p.Kind != RemovedRun {
			after.WriteString(p.Text)
		}
	}
	if before.String() != old || after.String() != now {
		t.Fatalf("pieces %q of %q and %q", all, old, now)
	}
}

func TestAVeryLongTextIsReplacedFromTheFirstDifferenceToTheLast(t *testing.T) {
	t.Parallel()
	old := "开头" + strings.Repeat("甲乙", 2000) + "结尾"
	now := "开头" + strings.Repeat("丙甲", 2000) + "结尾"
	checkPieces(t, old, now)
	if n := len(new(scratch).pieces(old, now)); n > 4 {
		t.Errorf("%d pieces", n)
	}
}
