package typeset

import "testing"

func TestNumbersAreWrittenAsWordDoes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		format string
		n      int
		want   string
	}{
		{"decimal", 12, "12"},
		{"decimalZero", 3, "03"},
		{"decimalZero", 12, "12"},
		{"upperRoman", 1994, "MCMXCIV"},
		{"lowerRoman", 4, "iv"},
		{"upperRoman", 0, "0"},
		{"upperLetter", 26, "Z"},
		{"lowerLetter", 28, "bb"},
		{"ordinal", 11, "11th"},
		{"ordinal", 22, "22nd"},
		{"decimalFullWidth", 10, "１０"},
		{"decimalEnclosedCircle", 20, "⑳"},
		{"decimalEnclosedCircle", 21, "㉑"},
		{"decimalEnclosedCircle", 50, "㊿"},
		{"decimalEnclosedCircle", 51, "51"},
		{"chineseCounting", 10, "十"},
		{"chineseCounting", 11, "十一"},
		{"chineseCounting", 20, "二十"},
		{"chineseCountingThousand", 105, "一百零五"},
		{"chineseCountingThousand", 110, "一百一十"},
		{"chineseCountingThousand", 1001, "一千零一"},
		{"chineseCountingThousand", 10500, "一万零五百"},
		{"japaneseCounting", 110, "百十"},
		{"japaneseCounting", 21, "二十一"},
		{"chineseLegalSimplified", 12, "拾贰"},
		{"ideographDigital", 2026, "二〇二六"},
		{"ideographTraditional", 10, "癸"},
		{"ideographTraditional", 11, "甲"},
		{"ideographZodiac", 12, "亥"},
		{"numberInDash", 5, "- 5 -"},
		{"chineseCounting", 99, "九十九"},
		{"chineseCounting", 105, "一〇五"},
		{"taiwaneseCountingThousand", 12345, "一萬二千三百四十五"},
		{"ideographLegalTraditional", 36, "參拾陸"},
		{"japaneseLegal", 22, "弐拾弐"},
		{"ideographZodiacTraditional", 1, "甲子"},
		{"ideographZodiacTraditional", 60, "癸亥"},
		{"hex", 26, "1A"},
		{"chicago", 6, "††"},
		{"cardinalText", 121, "One hundred twenty-one"},
		{"ordinalText", 1, "First"},
		{"ordinalText", 20, "Twentieth"},
		{"ordinalText", 100, "One hundredth"},
		{"ordinalText", 32, "Thirty-second"},
		{"lowerLetter", 53, "aaa"},
		{"none", 5, ""},
		{"bullet", 5, ""},
		{"nonsense", 5, "5"},
	}
	for _, tt := range tests {
		if got := string(parseNumberFormat(tt.format).append(nil, tt.n)); got != tt.want {
			t.Errorf("%s of %d = %q, want %q", tt.format, tt.n, got, tt.want)
		}
	}
}
