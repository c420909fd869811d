package access

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"log/slog"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// newKey makes the key of a seed.
func newKey(t testing.TB, seed byte) Key {
	t.Helper()
	k, err := NewKey(rand.NewChaCha8([32]byte{seed}))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// codes returns the codes of an error of this package, and fails when it is of
// another kind or does not speak both languages.
func codes(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	faults, ok := errors.AsType[Faults](err)
	if !ok || len(faults) == 0 {
		t.Fatalf("%#v is not a list of faults", err)
	}
	han := func(r rune) bool { return unicode.Is(unicode.Han, r) }
	var all []string
	for _, f := range faults {
		if !strings.ContainsFunc(f.Detail, han) || !strings.HasSuffix(f.Detail, "。") {
			t.Errorf("%s: %q is no Chinese sentence", f.Code, f.Detail)
		}
		if strings.ContainsFunc(f.English, han) || !strings.HasSuffix(f.English, ".") {
			t.Errorf("%s: %q is no English sentence", f.Code, f.English)
		}
		all = append(all, f.Code)
	}
	return all
}

// refusedKey fails unless the text is no key, for one of these reasons.
func refusedKey(t testing.TB, text string, want ...string) {
	t.Helper()
	k, err := ParseKey(text)
	got := strings.Join(codes(t, err), ",")
	for _, w := range want {
		if got == w && k == (Key{}) {
			return
		}
	}
	t.Errorf("ParseKey(%q) = %q, %v; want the fault %v", text, k.text, err, want)
}

func TestAKeyReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^jd_[A-Za-z0-9_-]{48}$`)
	seen := map[string]bool{}
	for seed := range 200 {
		k := newKey(t, byte(seed))
		if !form.MatchString(k.Text()) {
			t.Errorf("%q is not of the form that scanners look for", k.Text())
		}
		if again, err := ParseKey(k.Text()); err != nil || again != k {
			t.Errorf("ParseKey(%q) = %q, %v", k.Text(), again.Text(), err)
		}
		seen[k.Prefix()] = true
	}
	if len(seen) != 200 {
		t.Errorf("200 keys have %d prefixes", len(seen))
	}
}

// The key and its hash were made by Python's base64, zlib and hashlib after the
// package comment: keys that were given out must stay good.
func TestKeysStayWhatTheyWere(t *testing.T) {
	t.Parallel()
	const text = "jd_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY2PcgM"
	k, err := NewKey(bytes.NewReader([]byte("0123456789abcdefghijklmnopqrstuv")))
	if err != nil || k.Text() != text {
		t.Fatalf("NewKey() = %q, %v; want %q", k.Text(), err, text)
	}
	if hash := k.Hash(); hex.EncodeToString(hash[:]) != "1af2c9905006f38e70e88320f6cc65f2055fc745a0876de74e6ced8275f646fd" {
		t.Errorf("Hash() = %x", hash)
	}
	if k.Prefix() != text[:11] {
		t.Errorf("Prefix() = %q, want %q", k.Prefix(), text[:11])
	}
}

func TestEveryWrongCharacterIsFound(t *testing.T) {
	t.Parallel()
	text := newKey(t, 1).Text()
	for i := range text {
		for c := range 256 {
			other := text[:i] + string([]byte{byte(c)}) + text[i+1:]
			switch {
			case other == text:
			case i >= len(mark) && strings.IndexByte(alphabet, byte(c)) >= 0:
				refusedKey(t, other, CodeKeyChecksum)
			default:
				refusedKey(t, other, CodeKeyFormat)
			}
		}
	}
}

func TestNeighboursThatChangedPlacesAreFound(t *testing.T) {
	t.Parallel()
	for seed := range 50 {
		text := newKey(t, byte(seed)).Text()
		for i := len(mark); i < len(text)-1; i++ {
			if text[i] != text[i+1] {
				refusedKey(t, text[:i]+text[i+1:i+2]+text[i:i+1]+text[i+2:], CodeKeyChecksum)
			}
		}
	}
}

func TestKeysAreNotTakenInAnotherWriting(t *testing.T) {
	t.Parallel()
	text := newKey(t, 1).Text()
	for i := range text {
		refusedKey(t, text[:i], CodeKeyFormat)
		refusedKey(t, text[i+1:], CodeKeyFormat)
		for _, more := range []string{"\n", "\r\n", " ", "=", "A", "\x00", "　"} {
			refusedKey(t, text[:i]+more+text[i:], CodeKeyFormat)
			refusedKey(t, text+more, CodeKeyFormat)
		}
		if i >= len(mark) {
			refusedKey(t, text[:i]+"\n"+text[i+1:], CodeKeyFormat)
			refusedKey(t, (text[:i] + "\r\n\r\n" + text[i:])[:keyLength], CodeKeyFormat) // 44 characters of base64 decode
		}
	}
	for _, other := range []string{"", mark, strings.ToUpper(text), "JD_" + text[3:], `"` + text + `"`, "Bearer " + text, text + text} {
		refusedKey(t, other, CodeKeyFormat)
	}
}

func TestTheCheckCoversTheMark(t *testing.T) {
	t.Parallel()
	secret := bytes.Repeat([]byte{7}, secretSize)
	other := binary.BigEndian.AppendUint32(secret, crc32.ChecksumIEEE(secret))
	refusedKey(t, mark+base64.RawURLEncoding.EncodeToString(other), CodeKeyChecksum)
}

func TestAKeyIsMadeOfEnoughRandomBytesOrNotAtAll(t *testing.T) {
	t.Parallel()
	if k, err := NewKey(bytes.NewReader(make([]byte, secretSize-1))); !errors.Is(err, io.ErrUnexpectedEOF) || k != (Key{}) {
		t.Errorf("NewKey() of too few bytes = %q, %v; want an error", k.Text(), err)
	}
}

func TestAKeyNeverPrintsMoreThanItsPrefix(t *testing.T) {
	t.Parallel()
	k := newKey(t, 1)
	var out bytes.Buffer
	for _, v := range []any{k, &k, []Key{k}, struct{ K Key }{k}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q", "%d"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
			slog.New(h).Info("made", "key", v)
		}
		if err := json.NewEncoder(&out).Encode(v); err != nil {
			t.Fatal(err)
		}
	}
	_, err := ParseKey(k.Text() + "x")
	fmt.Fprintln(&out, err)
	if !strings.Contains(out.String(), k.Prefix()+"…") {
		t.Error("the prefix is not printed")
	}
	for _, form := range []string{k.Text()[:prefixLength+1], hex.EncodeToString([]byte(k.Text()[:prefixLength+1]))} {
		if strings.Contains(out.String(), form) {
			t.Errorf("more than the prefix is printed: %s", out.String())
		}
	}
	if (Key{}).Prefix() != "" || (Key{}).Text() != "" {
		t.Error("the zero key has a text")
	}
}

func TestNamesOfKeysAreShortAndVisible(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says, name, want string
	}{
		{"one character", "张", ""},
		{"words", "OA portal 测试（一）", ""},
		{"beyond U+FFFF", "𠮷野家", ""},
		{"as long as may be, in characters", strings.Repeat("职", 60), ""},
		{"nothing", "", CodeNameBlank},
		{"blanks", " 　\t\n", CodeNameBlank},
		{"one too long", strings.Repeat("职", 61), CodeNameTooLong},
		{"a line break", "a\nlevel=ERROR", CodeNameUnprintable},
		{"a tab", "a\tb", CodeNameUnprintable},
		{"a full-width blank", "甲　乙", CodeNameUnprintable},
		{"nothing to see", "a\u200bb", CodeNameUnprintable},
		{"the other direction", "a\u202eb", CodeNameUnprintable},
		{"an escape", "a\x1b[31m", CodeNameUnprintable},
		{"not UTF-8", "a\xff", CodeNameUnprintable},
		{"the sign for what was not UTF-8", "a\uFFFD", ""},
		{"a blank before", " a", CodeNameEnds},
		{"a blank behind", "a ", CodeNameEnds},
		{"all at once", " " + strings.Repeat("a\x00", 60), CodeNameTooLong + "," + CodeNameUnprintable + "," + CodeNameEnds},
	} {
		t.Run(c.says, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(codes(t, CheckName(c.name)), ","); got != c.want {
				t.Errorf("CheckName(%q) = %q, want %q", c.name, got, c.want)
			}
		})
	}
}

func FuzzAKeyThatIsReadIsWrittenTheSame(f *testing.F) {
	for seed := range 3 {
		text := newKey(f, byte(seed)).Text()
		f.Add(text)
		f.Add(text[:20] + "\n" + text[21:])
	}
	f.Add("jd_")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := ParseKey(text)
		if err != nil {
			if c := codes(t, err); len(c) != 1 || k != (Key{}) {
				t.Errorf("ParseKey(%q) = %q with the faults %v", text, k.Text(), c)
			}
			return
		}
		raw, err := base64.RawURLEncoding.DecodeString(text[len(mark):])
		if err != nil {
			t.Fatal(err)
		}
		if again, err := NewKey(bytes.NewReader(raw)); err != nil || again.Text() != text {
			t.Errorf("%q is read, but its secret is written %q, %v", text, again.Text(), err)
		}
		if k.Hash() != sha256.Sum256([]byte(text)) {
			t.Errorf("Hash of %q is not its SHA-256", text)
		}
	})
}

func FuzzNamesThatAreTakenFitOneLine(f *testing.F) {
	for _, name := range []string{"", "OA", " a", "a\nb", "甲　乙", "a\xff", strings.Repeat("职", 61)} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if codes(t, CheckName(name)) != nil {
			return
		}
		n := utf8.RuneCountInString(name)
		unseen := strings.ContainsFunc(name, func(r rune) bool { return r != ' ' && !unicode.IsGraphic(r) || unicode.IsControl(r) })
		if n < 1 || n > MaxNameLength || unseen || !utf8.ValidString(name) || strings.TrimSpace(name) != name || len(strings.Fields(name)) != len(strings.FieldsFunc(name, func(r rune) bool { return r == ' ' })) {
			t.Errorf("the name %q is taken", name)
		}
	})
}

func BenchmarkReadAndHashAKey(b *testing.B) {
	text := newKey(b, 1).Text()
	b.ReportAllocs()
	for b.Loop() {
		k, err := ParseKey(text)
		if err != nil {
			b.Fatal(err)
		}
		_ = k.Hash()
	}
}
