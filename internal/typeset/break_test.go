package typeset

import (
	"strings"
	"testing"

	"github.com/go-text/typesetting/segmenter"
)

// opportunities returns for each character whether a line may end before it.
func opportunities(text string) []bool {
	var s setter
	s.prepare(measured(text), form(1))
	return s.breaks
}

// oracle returns the same by UAX #14, as go-text has it.
func oracle(text string) []bool {
	runes := []rune(text)
	var seg segmenter.Segmenter
	seg.Init(runes)
	breaks := make([]bool, len(runes))
	for it := seg.LineIterator(); it.Next(); {
		if l := it.Line(); l.Offset > 0 {
			breaks[l.Offset] = true
		}
	}
	return breaks
}

// deliberate lists where we differ from UAX #14, and why.
var deliberate = []struct {
	why           string
	before, after string // the characters on both sides, "" for any
	breaks        bool   // what we do
}{
	{"Word's set (17.3.1.16) lets these start a line; UAX #14 calls them non-starters", "", "ぃー々ヽ・", true},
	{"Word's set keeps these from the start of a line", "", "～＂％>―", false},
	{"·, ．and $ end no line in Word's set", "·．＄$", "", false},
	{"UAX #14 keeps a Latin word and the mark of a Latin slot together; here the slot is East Asian", "CEQ", "“‘＄", true},
	{"likewise behind it", "”’％", "EGQ—", true},
	{"Word breaks Latin text at blanks and hyphens only, not behind signs within words", "/?:", "abcow\\", false},
	{"+ is a letter to us: C++和 may break, ++ may not", "+", "", true},
	{"+ is a letter to us: C++和 may break, ++ may not", "+", "+", false},
	{"\\ likewise", "\\", "字", true},
	{"a word does not begin behind the hyphen of an option or a sign", "-", "f", false},
	{"full-width signs break like ideographs", "①×", "②÷", true},
	{"full-width digits are one number", "１２３", "２３４", false},
	{"a tab moves to the next line where its stop is not on this one", "", "\t", true},
	{"rows of ideographic spaces wrap in Word (form blanks to be filled in)", "", "\u3000", true},
	{"kinsoku reaches over blanks: signs of Word's sets start no line", " ", "%", false},
	{"and end none", " ", "1", false},
}

var corpus = []string{
	"负责大客户部的日常销售管理工作，制定年度销售计划，并组织实施；协调内部资源。",
	"熟悉ORACLE、HP、CMM等产品，参与R&D项目，占比10%以上，金额达￥1,200.50万元（含税）。",
	"“以客户为中心”——这是《销售管理制度》（试行）的要求……",
	"2005年2月，每周3次，200min/天，水温25℃，误差±0.5‰，C++和C#，No.5，第3季度。",
	"A（B）C“D”E‘F’G、H：I；J！K？L～M·N—O…P％Q＄R＋S／T＂U",
	"The quick (brown) fox can't jump 32.3 feet, right? He said: \"no\" - 'yes'!",
	"state-of-the-art, e-mail, 2005-02-03, well-known—or not—, 2005–2008, x = -1, --flag",
	"http://www.example.com/a/b?c=d&e=f and user@example.com, C:\\dir\\file, and/or, ++i",
	"李𬭎与𠮷野家在 ISO 9001 认证（质量管理）中　负责。 ，。 ”",
	"ab\u00A0cd ef\u2011gh ij\u200Bkl mn\u00ADop qr\u2060st，\u00A0字",
	"e\u0301a 字\uFE00字 👍🏻👨\u200D👩\u200D👧 字\u0301字",
	"ぁぃー々ヽ・カタカナ、한국어 텍스트",
	"□是　□否　　　　年　　月　　日　①②③ №5 §3 ×÷ → ■",
	"100 % 5 kg $ 100 (a) [b] {c} a)b a(b 1)字 字(1 字[a]字",
	"字!字?字:字;字,字.字)字]字}字%字°字′字″字‰字>字<字=字+字-字/字_字*字@字#字&字~字|字\\字^字`字",
	"!字?字:字;字,字.字(字[字{字%字$字¥字£字€字№字\"字'字",
	"１２３．５％和１，２３４元，ＡＢＣ，（１）",
	"甲\t乙\tabc\t，丁",
	"⸺字——字――字……字‥字…字—字–字‐字",
	"一\n二\f三",
}

func TestBreakOpportunitiesDifferFromUAX14OnlyOnPurpose(t *testing.T) {
	used := make([]bool, len(deliberate))
	holds := func(set string, r rune) bool { return set == "" || strings.ContainsRune(set, r) }
	for _, text := range corpus {
		got, want := opportunities(text), oracle(text)
		runes := []rune(text)
	next:
		for i := 1; i < len(runes); i++ {
			if got[i] == want[i] {
				continue
			}
			for j, d := range deliberate {
				if d.breaks == got[i] && holds(d.before, runes[i-1]) && holds(d.after, runes[i]) {
					used[j] = true
					continue next
				}
			}
			t.Errorf("%q may break between %q and %q: %v, UAX #14 says %v", text, runes[i-1], runes[i], got[i], want[i])
		}
	}
	for j, d := range deliberate {
		if !used[j] {
			t.Errorf("no text of the corpus shows that %s (%q %q)", d.why, d.before, d.after)
		}
	}
}
