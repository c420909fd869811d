package template

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/wordml"
)

func TestChineseNumerals(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "零", 1: "一", 9: "九", 10: "十", 11: "十一", 19: "十九", 20: "二十", 21: "二十一", 99: "九十九", 100: "一百", 101: "一百零一",
		110: "一百一十", 111: "一百一十一", 200: "二百", 1000: "一千", 1001: "一千零一", 1010: "一千零一十", 10000: "一万", 10001: "一万零一",
		100010: "十万零一十", 12345678: "一千二百三十四万五千六百七十八", 100000000: "一亿", 100000001: "一亿零一", 101000000: "一亿零一百万", 200050000: "二亿零五万", -3: "负三",
		999999999999: "九千九百九十九亿九千九百九十九万九千九百九十九", 1000000000000: "1000000000000", -1000000000000: "-1000000000000", -1 << 63: "-9223372036854775808",
	} {
		if got := chineseNumeral(n); got != want {
			t.Errorf("chineseNumeral(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestCircledNumerals(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{0: "⓪", 1: "①", 20: "⑳", 21: "㉑", 35: "㉟", 36: "㊱", 50: "㊿", 51: "(51)", -1: "(-1)"} {
		if got := circledNumeral(n); got != want {
			t.Errorf("circledNumeral(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestDatesByPattern(t *testing.T) {
	t.Parallel()
	tests := []struct{ date, pattern, want string }{
		{"2005-02-08", "YYYY年M月D日", "2005年2月8日"},
		{"2005-02", "YYYY年M月D日", "2005年2月"},
		{"2005", "YYYY年M月D日", "2005年"},
		{"2005-02-08", "YYYY.MM.DD", "2005.02.08"},
		{"2005-02", "YYYY/MM/DD", "2005/02"},
		{"2005", "YYYY-MM-DD", "2005"},
		{"2005", "M月D日", ""},
		{"2005-12", "公元YYYY年MM月起", "公元2005年12月起"},
		{"2005", "（YYYY年MM月）", "（2005年）"},
		{"2005", "（YYYY-MM）", "（2005）"},
		{"2005-02", "YYYY年M月D日起", "2005年2月"},
		{"2005-02-08", "yyyy-MM-dd", "2005-02-08"},
		{"2005-02-08", "Date: YYYY", "Date: 2005"},
		{"2005-02-08", "D MMM", "8 MMM"},
	}
	for _, tt := range tests {
		parts, ok := dateParts(tt.date)
		if got := formatDate(parts, tt.pattern); !ok || got != tt.want {
			t.Errorf("formatDate(%s, %s) = %q, %v, want %q", tt.date, tt.pattern, got, ok, tt.want)
		}
	}
	for _, bad := range []string{"", "05", "2005-2", "2005-02-08-01", "二〇〇五", "2005/02", "２００５"} {
		if _, ok := dateParts(bad); ok {
			t.Errorf("dateParts(%q) takes it for a date", bad)
		}
	}
}

func TestDecimalsAreRounded(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"10": "10", "100": "100", "33.335": "33.34", "1.005": "1.01", "0.5": "0.5", "12.10": "12.1", "0": "0", "-1.239": "-1.24", "0.001": "0"} {
		if got, ok := roundDecimal(in); !ok || got != want {
			t.Errorf("roundDecimal(%s) = %s, %v, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "1e9", "0x1", "1/3", "约10", strings.Repeat("9", 50), ".", "-"} {
		if got, ok := roundDecimal(in); ok {
			t.Errorf("roundDecimal(%s) = %s, want none", in, got)
		}
	}
}

func TestNearestName(t *testing.T) {
	t.Parallel()
	known := []string{"岗位名称", "岗位编号", "所在部门", "备注", "position.title"}
	for name, want := range map[string]string{"岗位名秤": "岗位名称", "岗位编码": "岗位编号", "部门": "", "备柱": "备注", "甲": "", "position.titel": "position.title", "名称岗位": "", "在所部门": "所在部门"} {
		if got := nearest(name, known); got != want {
			t.Errorf("nearest(%s) = %q, want %q", name, got, want)
		}
	}
}

func TestTagsAreReadInAllSpellings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want tag
	}{
		{"{#职责}", tag{kind: opener, name: "职责"}},
		{"｛＃ 职 责 ：行｝", tag{kind: opener, name: "职责", level: rowLevel}},
		{"{{^工具:段}}", tag{kind: opener, negated: true, name: "工具", level: paragraphLevel}},
		{"{＾工具}", tag{kind: opener, negated: true, name: "工具"}},
		{"{？备注：行}", tag{kind: optional, name: "备注", level: rowLevel}},
		{"{?其他信息:编号:行}", tag{kind: optional, name: "其他信息", label: "编号", level: rowLevel}},
		{"{／}", tag{kind: closer}},
		{"{/职责:行}", tag{kind: closer, name: "职责", level: rowLevel}},
		{"{ 否 则 }", tag{kind: elseTag}},
		{"{合并：职责}", tag{kind: mergeTag, name: "职责"}},
		{"{．}", tag{name: "."}},
		{"{。}", tag{name: "."}},
		{"﹛直接上级。名称﹜", tag{name: "直接上级.名称"}},
		{"{……工具}", tag{kind: opener, negated: true, name: "工具"}},
		{"{、职责}", tag{kind: closer, name: "职责"}},
		{"{“岗位名称”}", tag{name: "岗位名称"}},
		{"{其他信息：‘组织机构’}", tag{name: "其他信息", label: "组织机构"}},
		{"{first‑name}", tag{name: "first-name"}},
		{"{分页}", tag{kind: breakTag, name: "分页"}},
		{"{%照片}", tag{kind: pictureTag, name: "照片"}},
		{"｛％照片：２５ｍｍ｝", tag{kind: pictureTag, name: "照片", size: extent{width: 25 * emuPerMM}}},
		{"{%照片:2.5厘米×35毫米}", tag{kind: pictureTag, name: "照片", size: extent{25 * emuPerMM, 35 * emuPerMM}}},
		{"{%照片:25×35mm}", tag{kind: pictureTag, name: "照片", size: extent{25 * emuPerMM, 35 * emuPerMM}}},
		{"{%照片:25mm*35}", tag{kind: pictureTag, name: "照片", size: extent{25 * emuPerMM, 35 * emuPerMM}}},
		{"{%照片:x35mm}", tag{kind: pictureTag, name: "照片", size: extent{height: 35 * emuPerMM}}},
		{"{%其他信息:照片:25mm}", tag{kind: pictureTag, name: "其他信息", label: "照片", size: extent{width: 25 * emuPerMM}}},
		{"{%其他信息:二寸照片}", tag{kind: pictureTag, name: "其他信息", label: "二寸照片"}},
		{"{%.}", tag{kind: pictureTag, name: "."}},
		{"{其他信息:a:b}", tag{name: "其他信息", label: "a:b"}},
	}
	for _, tt := range tests {
		raws, _, faults := cutTags(tt.text)
		if len(raws) != 1 || len(faults) != 0 {
			t.Errorf("cutTags(%s) = %d tags, %d faults", tt.text, len(raws), len(faults))
			continue
		}
		got, complaints := readTag(tt.text, raws[0])
		tt.want.text, tt.want.end = tt.text, len(tt.text)
		if diff := cmp.Diff(tt.want, *got, cmp.AllowUnexported(tag{}, extent{})); diff != "" || complaints != nil {
			t.Errorf("readTag(%s) %v (-want +got)\n%s", tt.text, complaints, diff)
		}
	}
}

func TestWordsTellEverythingTheLanguageHas(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, w := range Words() {
		if w.Chinese == "" || w.English == "" {
			t.Errorf("%s is not explained", w.Example)
		}
		all.WriteString(w.Example)
		raws, _, broken := cutTags(w.Example)
		for _, raw := range raws {
			if _, complaints := readTag(w.Example, raw); complaints != nil {
				t.Errorf("%s: %v", w.Example, complaints)
			}
		}
		if len(broken) > 0 || len(raws) == 0 && w.Example != `\{` {
			t.Errorf("%s is no tag", w.Example)
		}
	}
	for _, f := range filters {
		if f.name != filterBlank && !strings.Contains(all.String(), "|"+f.name) {
			t.Errorf("the filter %s is not told", f.name)
		}
	}
	for name := range counters {
		if !strings.Contains(all.String(), name) {
			t.Errorf("the counter %s is not told", name)
		}
	}
	for name := range words {
		if !strings.Contains(all.String(), "{"+name+"}") {
			t.Errorf("the word %s is not told", name)
		}
	}
}

func TestAccountIsNoLessThanWhatIsWritten(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`<a/>`, `<a b="c"/>`, `<a>x<b>y</b><c d="e" f="g"/></a>`, `<a b="&amp;&quot;&lt;&#10;">&amp;&lt;&gt;&#13;</a>`} {
		n, err := wordml.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got, least := weigh(n), len(n.Append(nil)); got < least || got > 2*least {
			t.Errorf("weigh(%s) = %d, it takes %d bytes", text, got, least)
		}
	}
}

// FuzzTags holds the cutting of texts into tags to its laws: tags, escapes and
// faults lie in the text in order, tags begin and end with braces, and reading
// one never panics.
func FuzzTags(f *testing.F) {
	for _, s := range []string{
		"{岗位名称}", "{{#职责}}x{{/}}", "｛生效日期｜日期：YYYY年M月D日｝", `\{a\}{b|默认:\}\|}`, "{}{ }{{}}", "{a{b}c}", "{?x:行|除:y}", "{#a、b|出现}", "{|||:}", "{\ufffc}", "}{", "{合并:}", "{##x}{#?}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		raws, escapes, faults := cutTags(text)
		last := 0
		for _, raw := range raws {
			if raw.start < last || raw.end <= raw.start || raw.end > len(text) {
				t.Fatalf("tag %d–%d after %d in a text of %d", raw.start, raw.end, last, len(text))
			}
			last = raw.end
			first, _ := utf8.DecodeRuneInString(text[raw.start:])
			final, _ := utf8.DecodeLastRuneInString(text[:raw.end])
			if canonical(first) != '{' || canonical(final) != '}' {
				t.Fatalf("tag %q", text[raw.start:raw.end])
			}
			readTag(text, raw)
		}
		for _, at := range escapes {
			if r, _ := utf8.DecodeRuneInString(text[at:]); canonical(r) != '\\' {
				t.Fatalf("escape %q", r)
			}
		}
		for _, x := range faults {
			if x.start >= x.end || x.end > len(text) {
				t.Fatalf("fault %d–%d", x.start, x.end)
			}
		}
	})
}

func TestRemediesNameEveryFilter(t *testing.T) {
	t.Parallel()
	for _, f := range filters {
		r := remedies["unknown-filter"]
		if !f.block && (!strings.Contains(r.chinese, f.name) || !strings.Contains(r.english, f.name)) {
			t.Errorf("the filter %s is not offered", f.name)
		}
	}
}
