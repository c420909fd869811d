package template

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzFilters applies chains of filters, as they are typed, to values of every
// kind, and holds each step to what its filter promises.
func FuzzFilters(f *testing.F) {
	for _, s := range []struct{ value, chain string }{
		{"2005-02-08", "日期:YYYY年M月D日"}, {"2005", "日期:MM-DD, YY起"}, {"2005-02", "日期:ＹＹＹＹ．Ｍ|中文"}, {"33.335", "百分比|默认:／"}, {"-0.005", "百分比"},
		{"a\nb\n\nc", "连接:；|默认:无"}, {"100010", "中文"}, {"1000000000001", "中文"}, {"-7", "圈"}, {"50", "圈|除:㊿|默认:x"}, {"  ", "默认:a\\|b\\}c"}, {"1e9", "百分比"},
		{"", "日期"}, {"所需胜任能力", "除: 所需胜任能力 "}, {"data:image/png;base64,x", "默认:y|连接"}, {"9223372036854775808", "中文|圈"}, {"+5.", "百分比"},
	} {
		f.Add(s.value, s.chain)
	}
	f.Fuzz(func(t *testing.T, value, chain string) {
		if !utf8.ValidString(value) || !utf8.ValidString(chain) {
			return
		}
		text := "{x|" + chain + "}"
		raws, _, _ := cutTags(text)
		if len(raws) != 1 || raws[0].end != len(text) {
			return
		}
		tag, faults := readTag(text, raws[0])
		if len(faults) > 0 {
			return
		}
		list := []any{}
		for s := range strings.SplitSeq(value, "\n") {
			list = append(list, s)
		}
		field := &Field{Item: &Field{}}
		for _, raw := range []any{nil, value, json.Number(value), list, []any{}, map[string]any{"a": value}, value == ""} {
			r := result{raw: raw, field: field}
			for _, use := range tag.filters {
				next := use.apply(r, use.arg)
				checkStep(t, use, r, next)
				r = next
			}
			if !utf8.ValidString(r.print()) {
				t.Errorf("%v %s: %q is no UTF-8", raw, text, r.print())
			}
		}
	})
}

// checkStep holds one filter to its promise.
func checkStep(t *testing.T, use filterUse, in, out result) {
	t.Helper()
	was, is := in.soFar(), out.soFar()
	switch use.name {
	case "默认":
		if in.blank() && is != use.arg || !in.blank() && is != was {
			t.Errorf("默认:%q makes %q of %q", use.arg, is, was)
		}
		return
	case "除":
		if is != "" && is != was {
			t.Errorf("除:%q makes %q of %q", use.arg, is, was)
		}
		return
	}
	if !out.isText {
		t.Errorf("%s leaves a value", use.name)
	}
	if in.blank() && !in.isText && is != "" {
		t.Errorf("%s makes %q of a blank", use.name, is)
	}
	switch use.name {
	case "百分比":
		if strings.Trim(strings.TrimSpace(was), "0123456789+-.") != "" {
			return // an exponent makes a number of any size
		}
		exact, ok := new(big.Rat).SetString(strings.TrimSpace(was))
		rounded, isRounded := new(big.Rat).SetString(strings.TrimSuffix(is, "%"))
		if !ok || !strings.HasSuffix(is, "%") || strings.HasSuffix(was, "%") {
			return
		}
		if gap := new(big.Rat).Sub(exact, rounded); !isRounded || gap.Abs(gap).Cmp(big.NewRat(5, 1000)) > 0 {
			t.Errorf("百分比 makes %q of %q", is, was)
		}
	case "日期":
		if _, ok := dateParts(strings.TrimSpace(was)); !ok && !in.blank() && is != was {
			t.Errorf("日期 makes %q of %q, which is no date", is, was)
		}
	}
}

// FuzzChineseNumerals reads what is written.
func FuzzChineseNumerals(f *testing.F) {
	for _, n := range []int64{0, 10, 12, 101, 110, 1000, 1001, 1010, 100010, 10_0001_0000, 1_0000_0001, -35, 999_999_999_999, 1_0000_0000_0000, -1 << 63} {
		f.Add(n)
	}
	f.Fuzz(func(t *testing.T, n int64) {
		s := chineseNumeral(n)
		if n >= 1_0000_0000_0000 || n <= -1_0000_0000_0000 {
			if s != strconv.FormatInt(n, 10) {
				t.Errorf("chineseNumeral(%d) = %s", n, s)
			}
			return
		}
		if rest, negative := strings.CutPrefix(s, "负"); negative {
			s, n = rest, -n
		}
		if got := readChinese(t, s); got != n {
			t.Errorf("chineseNumeral(%d) = %s, which is %d", n, s, got)
		}
		if strings.Contains(s, "零零") || n > 0 && (strings.HasPrefix(s, "零") || strings.HasSuffix(s, "零")) {
			t.Errorf("chineseNumeral(%d) = %s", n, s)
		}
	})
}

// readChinese reads a numeral.
func readChinese(t *testing.T, s string) int64 {
	t.Helper()
	digits := strings.Split("零一二三四五六七八九", "")
	var sum, group, digit int64
	for _, r := range s {
		switch r {
		case '亿':
			sum, group, digit = (sum+group+digit)*1_0000_0000, 0, 0
		case '万':
			sum, group, digit = sum+(group+digit)*1_0000, 0, 0
		case '千', '百', '十':
			if digit == 0 {
				digit = 1
			}
			group += digit * map[rune]int64{'千': 1000, '百': 100, '十': 10}[r]
			digit = 0
		default:
			digit = -1
			for d, word := range digits {
				if word == string(r) {
					digit = int64(d)
				}
			}
			if digit < 0 {
				t.Fatalf("%s holds %c", s, r)
			}
		}
	}
	return sum + group + digit
}
