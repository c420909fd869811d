package template

import (
	"strconv"
	"strings"
)

// chineseNumeral writes a whole number as it is counted in Chinese: 3 → 三, 12 →
// 十二, 105 → 一百零五. A number of a trillion and more stays in figures.
func chineseNumeral(n int64) string {
	const tooMany = 1_0000_0000_0000
	switch {
	case n >= tooMany, n <= -tooMany: // the smallest number has no opposite
		return strconv.FormatInt(n, 10)
	case n < 0:
		return "负" + chineseNumeral(-n)
	case n == 0:
		return "零"
	}
	var b strings.Builder
	gap := false // a zero is due before the next figure
	for _, unit := range [...]struct {
		size int64
		name string
	}{{1_0000_0000, "亿"}, {1_0000, "万"}, {1, ""}} {
		group := n / unit.size
		n %= unit.size
		if group == 0 {
			gap = gap || b.Len() > 0
			continue
		}
		if b.Len() > 0 && group < 1000 {
			gap = true
		}
		chineseGroup(&b, group, gap)
		b.WriteString(unit.name)
		gap = false
	}
	return b.String()
}

// chineseGroup writes 1 to 9999.
func chineseGroup(b *strings.Builder, n int64, gap bool) {
	const digits = "零一二三四五六七八九"
	digit := func(d int64) string { return digits[d*3 : d*3+3] }
	for _, unit := range [...]struct {
		size int64
		name string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / unit.size
		n %= unit.size
		if d == 0 {
			gap = gap || b.Len() > 0
			continue
		}
		if gap {
			b.WriteString("零")
			gap = false
		}
		// Ten to nineteen are 十…, without 一, at the beginning of a number.
		if d != 1 || unit.size != 10 || b.Len() > 0 {
			b.WriteString(digit(d))
		}
		b.WriteString(unit.name)
	}
}

// circledNumeral writes 0 to 50 as ⓪ ① … ㊿ and larger numbers in brackets.
func circledNumeral(n int64) string {
	switch {
	case n == 0:
		return "⓪"
	case n >= 1 && n <= 20:
		return string(rune('①' + n - 1))
	case n >= 21 && n <= 35:
		return string(rune('㉑' + n - 21))
	case n >= 36 && n <= 50:
		return string(rune('㊱' + n - 36))
	}
	return "(" + strconv.FormatInt(n, 10) + ")"
}
