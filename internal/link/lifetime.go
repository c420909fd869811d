package link

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// MaxLifetime is the longest time a link that expires may live: ten years of 365 days.
const MaxLifetime = 10 * 365 * day

const day = 24 * time.Hour

// Codes of a lifetime that cannot be taken.
const (
	CodeLifetimeEmpty    = "lifetime-empty"
	CodeLifetimeNumber   = "lifetime-not-a-whole-number"
	CodeLifetimeUnit     = "lifetime-unit-unknown"
	CodeLifetimeNegative = "lifetime-negative"
	CodeLifetimeZero     = "lifetime-zero"
	CodeLifetimeTooLong  = "lifetime-too-long"
)

// Fault is what is wrong with a lifetime, fit to be shown to whoever wrote it;
// it repeats nothing of what was written.
type Fault struct {
	Code    string // stable, one of the Code… constants
	Detail  string // Chinese: what is wrong, what to do
	English string // the same in English
}

func (f *Fault) Error() string { return f.English }

// units are the units of a lifetime, the longest first. No month and no year:
// they are of different lengths.
var units = []struct {
	name   string
	length time.Duration
}{
	{"w", 7 * day},
	{"d", day},
	{"h", time.Hour},
	{"m", time.Minute},
}

// lifetimeFaults has a line for each code.
var lifetimeFaults = map[string]Fault{
	CodeLifetimeEmpty: {
		Detail:  "有效期不能为空：请写整数加单位，例如 30m（30 分钟）、24h（24 小时）、30d（30 天）；长期有效就不写这一项。",
		English: "The lifetime is empty: write a whole number and a unit, such as 30m (30 minutes), 24h (24 hours) or 30d (30 days), or leave it out for a link that does not expire.",
	},
	CodeLifetimeNumber: {
		Detail:  "有效期应是一个整数加一个单位，中间没有空格，例如 30m、24h、30d；一个半小时请写 90m。",
		English: "A lifetime is one whole number and one unit without a blank between them, such as 30m, 24h or 30d; write 90m for an hour and a half.",
	},
	CodeLifetimeUnit: {
		Detail:  "有效期的单位只能是 m（分钟）、h（小时）、d（天）、w（周），用小写字母，例如 30d。",
		English: "The unit of a lifetime is m (minutes), h (hours), d (days) or w (weeks), in lower case, such as 30d.",
	},
	CodeLifetimeNegative: {
		Detail:  "有效期不能是负数：请写大于 0 的整数，例如 30d。",
		English: "A lifetime is not negative: write a whole number above 0, such as 30d.",
	},
	CodeLifetimeZero: {
		Detail:  "有效期不能是 0：最短 1m（1 分钟）；长期有效就不写这一项。",
		English: "A lifetime is not 0: the shortest is 1m (one minute); leave it out for a link that does not expire.",
	},
	CodeLifetimeTooLong: {
		Detail:  "有效期最长 3650d（十年）：请写短一些；长期有效就不写这一项。",
		English: "A lifetime is at most 3650d (ten years): write a shorter one, or leave it out for a link that does not expire.",
	},
}

// ParseLifetime reads for how long a link is to live: a whole number and one of
// m, h, d, w, such as 30m, 24h, 30d. The result is more than 0 and at most
// [MaxLifetime]. An error is a [*Fault].
func ParseLifetime(text string) (time.Duration, error) {
	lifetime, code := parseLifetime(text)
	if code == "" {
		return lifetime, nil
	}
	f := lifetimeFaults[code]
	f.Code = code
	return 0, &f
}

func parseLifetime(text string) (lifetime time.Duration, code string) {
	if strings.TrimSpace(text) == "" {
		return 0, CodeLifetimeEmpty
	}
	unsigned, negative := strings.CutPrefix(text, "-")
	digits := unsigned[:len(unsigned)-len(strings.TrimLeft(unsigned, "0123456789"))]
	unit := unitOf(unsigned[len(digits):])
	switch {
	case digits == "" || strings.ContainsFunc(unsigned[len(digits):], partOfNumber):
		return 0, CodeLifetimeNumber
	case unit == 0:
		return 0, CodeLifetimeUnit
	case strings.Trim(digits, "0") == "":
		return 0, CodeLifetimeZero
	case negative:
		return 0, CodeLifetimeNegative
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if errors.Is(err, strconv.ErrRange) {
		n = math.MaxInt64
	}
	if n > int64(MaxLifetime/unit) { // divided, since the product may overflow
		return 0, CodeLifetimeTooLong
	}
	return time.Duration(n) * unit, ""
}

// partOfNumber reports whether a character behind the digits shows that they
// are not the whole number: 1.5h, 1,000m, 1h30m, 30 d.
func partOfNumber(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(".,+-0123456789", r)
}

func unitOf(name string) time.Duration {
	for _, u := range units {
		if u.name == name {
			return u.length
		}
	}
	return 0
}
