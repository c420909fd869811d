package link

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"
)

func TestLifetimesAreRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"1m":       time.Minute,
		"30m":      30 * time.Minute,
		"90m":      90 * time.Minute,
		"24h":      day,
		"30d":      30 * day,
		"030d":     30 * day,
		"2w":       14 * day,
		"3650d":    MaxLifetime,
		"521w":     3647 * day,
		"87600h":   MaxLifetime,
		"5256000m": MaxLifetime,
	} {
		if got, err := ParseLifetime(text); err != nil || got != want {
			t.Errorf("ParseLifetime(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestLifetimesThatCannotBeTakenAreExplained(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                              CodeLifetimeEmpty,
		" \t":                           CodeLifetimeEmpty,
		"　":                             CodeLifetimeEmpty,
		"d":                             CodeLifetimeNumber,
		"-d":                            CodeLifetimeNumber,
		"+30d":                          CodeLifetimeNumber,
		"--30d":                         CodeLifetimeNumber,
		"30 d":                          CodeLifetimeNumber,
		" 30d":                          CodeLifetimeNumber,
		"30d ":                          CodeLifetimeNumber,
		"1.5h":                          CodeLifetimeNumber,
		"1,000m":                        CodeLifetimeNumber,
		"1h30m":                         CodeLifetimeNumber,
		"1e3m":                          CodeLifetimeNumber,
		"0x10m":                         CodeLifetimeNumber,
		"３０d":                           CodeLifetimeNumber,
		"三十天":                           CodeLifetimeNumber,
		"30":                            CodeLifetimeUnit,
		"30D":                           CodeLifetimeUnit,
		"30s":                           CodeLifetimeUnit,
		"30y":                           CodeLifetimeUnit,
		"30天":                           CodeLifetimeUnit,
		"30dd":                          CodeLifetimeUnit,
		"30d\n":                         CodeLifetimeNumber,
		"30d\x00":                       CodeLifetimeUnit,
		"30\xff":                        CodeLifetimeUnit,
		"0d":                            CodeLifetimeZero,
		"-0d":                           CodeLifetimeZero,
		"000h":                          CodeLifetimeZero,
		"-30d":                          CodeLifetimeNegative,
		"-99999999999999999999d":        CodeLifetimeNegative,
		"3651d":                         CodeLifetimeTooLong,
		"522w":                          CodeLifetimeTooLong,
		"87601h":                        CodeLifetimeTooLong,
		"5256001m":                      CodeLifetimeTooLong,
		"9223372036854775807d":          CodeLifetimeTooLong,
		"9223372036854775808d":          CodeLifetimeTooLong,
		"18446744073709551617m":         CodeLifetimeTooLong, // 1 if it wrapped round
		strings.Repeat("9", 1000) + "m": CodeLifetimeTooLong,
	} {
		got, err := ParseLifetime(text)
		f, ok := errors.AsType[*Fault](err)
		if !ok || f.Code != want || got != 0 {
			t.Errorf("ParseLifetime(%q) = %v, %v; want the fault %s", text, got, err, want)
		}
	}
}

func TestEveryLifetimeFaultSpeaksBothLanguages(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		CodeLifetimeEmpty, CodeLifetimeNumber, CodeLifetimeUnit, CodeLifetimeNegative, CodeLifetimeZero, CodeLifetimeTooLong,
	} {
		f := lifetimeFaults[code]
		if !strings.HasPrefix(f.Detail, "有效期") || !strings.HasSuffix(f.Detail, "。") {
			t.Errorf("%s: %q is no Chinese sentence about the lifetime", code, f.Detail)
		}
		if !strings.HasSuffix(f.English, ".") || strings.ContainsFunc(f.English, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s: %q is no English sentence", code, f.English)
		}
	}
	if len(lifetimeFaults) != 6 {
		t.Errorf("%d faults are worded, and this test knows 6", len(lifetimeFaults))
	}
}

func FuzzALifetimeWrittenReadsTheSame(f *testing.F) {
	for _, text := range []string{"30m", "24h", "30d", "2w", "3650d", "0d", "-1d", "1.5h", "99999999999999999999d", "三十天"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lifetime, err := ParseLifetime(text)
		if err != nil {
			if f, ok := errors.AsType[*Fault](err); !ok || f.Code == "" || f.Detail == "" || f.English == "" || lifetime != 0 {
				t.Errorf("ParseLifetime(%q) = %v, %#v; want a fault that says all", text, lifetime, err)
			}
			return
		}
		if lifetime < time.Minute || lifetime > MaxLifetime || lifetime%time.Minute != 0 {
			t.Errorf("ParseLifetime(%q) = %v, out of bounds", text, lifetime)
		}
		minutes := fmt.Sprintf("%dm", lifetime/time.Minute)
		if again, err := ParseLifetime(minutes); err != nil || again != lifetime {
			t.Errorf("%q is %v, written %q and read as %v, %v", text, lifetime, minutes, again, err)
		}
	})
}
