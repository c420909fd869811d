package typeset

import "strconv"

// appendChicago counts with the marks of the Chicago Manual of Style, doubled
// and trebled after the fourth and the eighth.
func appendChicago(dst []byte, n int) []byte {
	if n < 1 || n > 40 {
		return strconv.AppendInt(dst, int64(n), 10)
	}
	mark := [...]string{"*", "†", "‡", "§"}[(n-1)%4]
	for range (n-1)/4 + 1 {
		dst = append(dst, mark...)
	}
	return dst
}

// English numbers to nineteen, the tens, and the ordinals that are not made by -th.
var (
	smallWords = [...]string{
		"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
	}
	tenWords     = [...]string{2: "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	ordinalWords = map[string]string{
		"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
	}
)

// appendWords writes n in English words, the first letter large: Twenty-one, Twenty-first.
func appendWords(dst []byte, n int, ordinal bool) []byte {
	if n < 0 || n > 999 {
		return strconv.AppendInt(dst, int64(n), 10)
	}
	from := len(dst)
	rest := n % 100
	if n >= 100 {
		dst = append(append(dst, smallWords[n/100]...), " hundred"...)
		if rest > 0 {
			dst = append(dst, ' ')
		}
	}
	last := ""
	switch {
	case rest >= 20:
		last = tenWords[rest/10]
		if rest%10 > 0 {
			dst = append(append(dst, last...), '-')
			last = smallWords[rest%10]
		}
	case rest > 0 || n == 0:
		last = smallWords[rest]
	}
	if ordinal {
		last = ordinalWord(last)
	}
	dst = append(dst, last...)
	dst[from] -= 'a' - 'A'
	return dst
}

func ordinalWord(word string) string {
	if o := ordinalWords[word]; o != "" {
		return o
	}
	if n := len(word); n > 0 && word[n-1] == 'y' {
		return word[:n-1] + "ieth"
	}
	return word + "th"
}
