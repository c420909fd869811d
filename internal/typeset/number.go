package typeset

import (
	"fmt"
	"strconv"
	"strings"
)

// numberFormat is a way to write a number (17.18.59).
type numberFormat uint8

const (
	formatDecimal numberFormat = iota
	formatNone
	formatBullet
	formatZero // 01, 02
	formatUpperRoman
	formatLowerRoman
	formatUpperLetter
	formatLowerLetter
	formatOrdinal         // 1st
	formatFullWidth       // １
	formatCircle          // ①
	formatParens          // ⑴
	formatPeriod          // ⒈
	formatDashes          // - 1 -
	formatDigits          // 一〇
	formatCounting        // 十, 一百, 一百零一
	formatCountingLegal   // 壹, 拾, 佰
	formatCountingJapan   // 百, 百一
	formatStems           // 甲乙丙
	formatBranches        // 子丑寅
	formatParensIdeograph // ㈠
	formatHybrid          // 九十九, 一〇〇
	formatCountingTraditional
	formatLegalTraditional // 參, 陸
	formatLegalJapan       // 壱, 弐
	formatSexagenary       // 甲子, 乙丑
	formatZeros3           // 001
	formatZeros4
	formatZeros5
	formatHex
	formatChicago      // *, †, ‡, §, **
	formatCardinalText // One
	formatOrdinalText  // First
)

// numberFormatNames are the ways to count that are known, as files name them.
var numberFormatNames = map[string]numberFormat{
	"decimal": formatDecimal, "decimalHalfWidth": formatDecimal, "none": formatNone, "bullet": formatBullet,
	"decimalZero": formatZero, "hex": formatHex, "chicago": formatChicago,
	"upperRoman": formatUpperRoman, "lowerRoman": formatLowerRoman,
	"upperLetter": formatUpperLetter, "lowerLetter": formatLowerLetter,
	"ordinal": formatOrdinal, "cardinalText": formatCardinalText, "ordinalText": formatOrdinalText,
	"decimalFullWidth": formatFullWidth, "decimalFullWidth2": formatFullWidth,
	"decimalEnclosedCircle": formatCircle, "decimalEnclosedCircleChinese": formatCircle,
	"decimalEnclosedParen": formatParens, "decimalEnclosedFullstop": formatPeriod, "numberInDash": formatDashes,
	"ideographDigital": formatDigits, "japaneseDigitalTenThousand": formatDigits, "taiwaneseDigital": formatDigits, "koreanDigital2": formatDigits,
	"chineseCounting": formatHybrid, "taiwaneseCounting": formatHybrid,
	"chineseCountingThousand": formatCounting, "taiwaneseCountingThousand": formatCountingTraditional, "japaneseCounting": formatCountingJapan,
	"chineseLegalSimplified": formatCountingLegal, "ideographLegalTraditional": formatLegalTraditional, "japaneseLegal": formatLegalJapan,
	"ideographTraditional": formatStems, "ideographZodiac": formatBranches, "ideographZodiacTraditional": formatSexagenary,
	"ideographEnclosedCircle": formatParensIdeograph,
}

// parseNumberFormat reads a w:numFmt; what is not known counts decimal.
func parseNumberFormat(s string) numberFormat { return numberFormatNames[s] }

// customFormat reads the examples of a w:numFmt of kind custom, such as "001, 002, 003, ...".
func customFormat(examples string) (numberFormat, bool) {
	first, _, _ := strings.Cut(examples, ",")
	switch strings.TrimSpace(first) {
	case "01":
		return formatZero, true
	case "001":
		return formatZeros3, true
	case "0001":
		return formatZeros4, true
	case "00001":
		return formatZeros5, true
	}
	return formatDecimal, false
}

const (
	stems    = "甲乙丙丁戊己庚辛壬癸"
	branches = "子丑寅卯辰巳午未申酉戌亥"
)

// append appends the number n.
func (f numberFormat) append(dst []byte, n int) []byte {
	switch f {
	case formatNone, formatBullet:
		return dst
	case formatZero:
		if n >= 0 && n < 10 {
			dst = append(dst, '0')
		}
	case formatUpperRoman, formatLowerRoman:
		return appendRoman(dst, n, f == formatLowerRoman)
	case formatUpperLetter:
		return appendLetters(dst, n, 'A')
	case formatLowerLetter:
		return appendLetters(dst, n, 'a')
	case formatOrdinal:
		return append(strconv.AppendInt(dst, int64(n), 10), ordinalEnding(n)...)
	case formatFullWidth:
		return appendDigits(dst, n, "０１２３４５６７８９")
	case formatCircle:
		return appendCircled(dst, n)
	case formatParens:
		return appendEnclosed(dst, n, '⑴', 20)
	case formatPeriod:
		return appendEnclosed(dst, n, '⒈', 20)
	case formatParensIdeograph:
		return appendEnclosed(dst, n, '㈠', 10)
	case formatDashes:
		return append(strconv.AppendInt(append(dst, "- "...), int64(n), 10), " -"...)
	case formatDigits:
		return appendDigits(dst, n, "〇一二三四五六七八九")
	case formatCounting:
		return appendCounting(dst, n, countingChinese)
	case formatCountingLegal:
		return appendCounting(dst, n, countingLegal)
	case formatCountingJapan:
		return appendCounting(dst, n, countingJapanese)
	case formatHybrid:
		if n >= 100 {
			return appendDigits(dst, n, "〇一二三四五六七八九")
		}
		return appendCounting(dst, n, countingChinese)
	case formatCountingTraditional:
		return appendCounting(dst, n, countingTraditional)
	case formatLegalTraditional:
		return appendCounting(dst, n, countingLegalTraditional)
	case formatLegalJapan:
		return appendCounting(dst, n, countingLegalJapan)
	case formatZeros3, formatZeros4, formatZeros5:
		return fmt.Appendf(dst, "%0*d", int(f-formatZeros3)+3, n)
	case formatHex:
		return append(dst, strings.ToUpper(strconv.FormatInt(int64(n), 16))...)
	case formatChicago:
		return appendChicago(dst, n)
	case formatCardinalText, formatOrdinalText:
		return appendWords(dst, n, f == formatOrdinalText)
	case formatSexagenary:
		return appendCycle(appendCycle(dst, n, stems), n, branches)
	case formatStems:
		return appendCycle(dst, n, stems)
	case formatBranches:
		return appendCycle(dst, n, branches)
	}
	return strconv.AppendInt(dst, int64(n), 10)
}

func appendRoman(dst []byte, n int, lower bool) []byte {
	if n <= 0 || n > 32767 {
		return strconv.AppendInt(dst, int64(n), 10)
	}
	from := len(dst)
	for _, r := range [...]struct {
		value int
		text  string
	}{
		{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"},
		{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
	} {
		for ; n >= r.value; n -= r.value {
			dst = append(dst, r.text...)
		}
	}
	if lower {
		for i := from; i < len(dst); i++ {
			dst[i] += 'a' - 'A'
		}
	}
	return dst
}

// appendLetters counts a to z, then aa, bb, as Word does.
func appendLetters(dst []byte, n int, first byte) []byte {
	if n <= 0 || n > 26*30 {
		return strconv.AppendInt(dst, int64(n), 10)
	}
	for range (n-1)/26 + 1 {
		dst = append(dst, first+byte((n-1)%26))
	}
	return dst
}

func ordinalEnding(n int) string {
	if n%100 >= 11 && n%100 <= 13 {
		return "th"
	}
	switch n % 10 {
	case 1:
		return "st"
	case 2:
		return "nd"
	case 3:
		return "rd"
	}
	return "th"
}

// appendDigits writes n with ten digits of three bytes each.
func appendDigits(dst []byte, n int, digits string) []byte {
	var buf [20]byte
	for _, c := range strconv.AppendInt(buf[:0], int64(n), 10) {
		if c < '0' {
			dst = append(dst, c)
			continue
		}
		dst = append(dst, digits[3*(c-'0'):][:3]...)
	}
	return dst
}

// appendCircled knows the circled numbers to 50; beyond them Word prints plain ones.
func appendCircled(dst []byte, n int) []byte {
	switch {
	case n >= 1 && n <= 20:
		return append(dst, string('①'+rune(n-1))...)
	case n >= 21 && n <= 35:
		return append(dst, string('㉑'+rune(n-21))...)
	case n >= 36 && n <= 50:
		return append(dst, string('㊱'+rune(n-36))...)
	}
	return strconv.AppendInt(dst, int64(n), 10)
}

func appendEnclosed(dst []byte, n int, first rune, last int) []byte {
	if n < 1 || n > last {
		return strconv.AppendInt(dst, int64(n), 10)
	}
	return append(dst, string(first+rune(n-1))...)
}

func appendCycle(dst []byte, n int, cycle string) []byte {
	if n < 1 {
		return strconv.AppendInt(dst, int64(n), 10)
	}
	return append(dst, cycle[(n-1)*3%len(cycle):][:3]...)
}

// counting is a way to count in words.
type counting struct {
	digits   string    // zero to nine, three bytes each
	units    [4]string // one, ten, hundred, thousand
	groups   [3]string // one, ten thousand, a hundred million
	zero     bool      // 零 stands in gaps
	leaveOne bool      // 十, 百, 千 without 一 before
}

var (
	countingChinese  = counting{"零一二三四五六七八九", [4]string{"", "十", "百", "千"}, [3]string{"", "万", "亿"}, true, false}
	countingLegal    = counting{"零壹贰叁肆伍陆柒捌玖", [4]string{"", "拾", "佰", "仟"}, [3]string{"", "萬", "億"}, true, false}
	countingJapanese = counting{"〇一二三四五六七八九", [4]string{"", "十", "百", "千"}, [3]string{"", "万", "億"}, false, true}

	countingTraditional      = counting{"零一二三四五六七八九", [4]string{"", "十", "百", "千"}, [3]string{"", "萬", "億"}, true, false}
	countingLegalTraditional = counting{"零壹貳參肆伍陸柒捌玖", [4]string{"", "拾", "佰", "仟"}, [3]string{"", "萬", "億"}, true, false}
	countingLegalJapan       = counting{"〇壱弐参四伍六七八九", [4]string{"", "拾", "百", "阡"}, [3]string{"", "萬", "億"}, false, false}
)

// appendCounting writes n in words: 十一, 一百零五, 三千零二十.
func appendCounting(dst []byte, n int, c counting) []byte {
	digit := func(d int) string { return c.digits[3*d:][:3] }
	if n < 0 || n >= 1_0000_0000_0000 {
		return strconv.AppendInt(dst, int64(n), 10)
	}
	if n == 0 {
		return append(dst, digit(0)...)
	}
	begun, gap := false, false
	for g := 2; g >= 0; g-- {
		size := 1
		for range g {
			size *= 1_0000
		}
		group := n / size % 1_0000
		for u, unit := 3, 1000; u >= 0; u, unit = u-1, unit/10 {
			d := group / unit % 10
			if d == 0 {
				gap = begun
				continue
			}
			if gap && c.zero {
				dst = append(dst, digit(0)...)
			}
			ten := u == 1 && d == 1 && !begun // 十一, not 一十一
			if !(d == 1 && u > 0 && (c.leaveOne || ten)) {
				dst = append(dst, digit(d)...)
			}
			dst = append(dst, c.units[u]...)
			begun, gap = true, false
		}
		if group > 0 {
			dst = append(dst, c.groups[g]...)
		}
	}
	return dst
}
