package access

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	mark         = "jd_" // what every key begins with
	secretSize   = 32
	keyLength    = len(mark) + (secretSize+crc32.Size)*8/6 // 36 bytes are 48 characters, with no bit over
	prefixLength = len(mark) + 8                           // 48 of the 256 random bits; the 208 others stay unknown
)

// Key is an API key. Its text is shown once, when it is made; what is kept of it
// is [Key.Hash] and [Key.Prefix]. The zero value is no key. Keys compare with ==
// only in tests: a service looks their hash up, which tells a guesser nothing.
type Key struct{ text string }

// NewKey makes a key of a source of random bytes, which is crypto/rand.Reader
// but in tests.
func NewKey(random io.Reader) (Key, error) {
	raw := make([]byte, secretSize, secretSize+crc32.Size)
	if _, err := io.ReadFull(random, raw); err != nil {
		return Key{}, fmt.Errorf("read %d random bytes: %w", secretSize, err)
	}
	return Key{mark + base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(raw, checksum(raw)))}, nil
}

// checksum covers the mark too, so that a key of another kind never passes for one.
func checksum(secret []byte) uint32 {
	return crc32.Update(crc32.ChecksumIEEE([]byte(mark)), crc32.IEEETable, secret)
}

// ParseKey reads a key as [NewKey] wrote it, in no other writing: nothing is
// trimmed. The error is of [CodeKeyFormat], or of [CodeKeyChecksum] for a key
// that was copied wrongly: CRC-32 finds every change within 32 bits on end, so
// each wrong character and each two neighbours that changed places. That a key
// can be read does not say that anybody was given it.
func ParseKey(text string) (Key, error) {
	body, marked := strings.CutPrefix(text, mark)
	if !marked || len(text) != keyLength {
		return Key{}, keyFormat()
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(body)
	// The decoder skips line breaks wherever they stand, Strict or not: bytes are then missing.
	if err != nil || len(raw) != secretSize+crc32.Size {
		return Key{}, keyFormat()
	}
	if binary.BigEndian.Uint32(raw[secretSize:]) != checksum(raw[:secretSize]) {
		return Key{}, fault(CodeKeyChecksum,
			"API 密钥有抄错的字符（校验不符）：请从保存它的地方完整地重新复制。",
			"The API key holds a wrong character (its check does not fit): copy it anew, the whole of it, from where it is kept.")
	}
	return Key{text}, nil
}

func keyFormat() error {
	return fault(CodeKeyFormat,
		fmt.Sprintf("这不是 API 密钥：密钥以 %s 开头，共 %d 个字符，只含字母、数字、- 和 _；请完整复制，前后不要带空格、引号或换行。", mark, keyLength),
		fmt.Sprintf("This is no API key: a key begins with %s and has %d characters, letters, digits, - and _ alone; copy the whole of it, without blanks, quotes or line breaks.", mark, keyLength))
}

// Text returns the key itself, for whoever it was made for and for nobody else.
func (k Key) Text() string { return k.text }

// Hash returns what is stored of the key: the SHA-256 of its text, the same that
// `printf %s "$KEY" | sha256sum` prints. A key is 256 random bits, so a slow or
// salted hash, as for passwords, would protect nothing more.
func (k Key) Hash() [sha256.Size]byte { return sha256.Sum256([]byte(k.text)) }

// Prefix returns the first 11 characters, by which people recognise a key in a
// list; too few to guess the rest from. It is empty for the zero Key.
func (k Key) Prefix() string { return k.text[:min(prefixLength, len(k.text))] }

// Format writes the prefix and an ellipsis, whatever the verb: a key that reaches
// a log or an error by mistake must not be of use there.
func (k Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, k.Prefix()+"…") }

// MaxNameLength is the longest name of a key, in characters.
const MaxNameLength = 60

// CheckName finds what is wrong with the name of a key: 1 to [MaxNameLength]
// printable characters, of blanks the plain space alone and none at the ends.
// Names that look alike are thus alike; they stand in the log as who did it.
func CheckName(name string) error {
	if strings.TrimFunc(name, unicode.IsSpace) == "" {
		return fault(CodeNameBlank,
			"密钥的名称不能为空：请写上使用它的系统或人，例如 OA 门户。",
			"The name of a key is not blank: write the system or person that uses it, such as OA portal.")
	}
	var faults Faults
	if utf8.RuneCountInString(name) > MaxNameLength {
		faults = append(faults, Fault{Code: CodeNameTooLong,
			Detail:  fmt.Sprintf("密钥的名称最多 %d 个字符：请写短一些。", MaxNameLength),
			English: fmt.Sprintf("The name of a key has at most %d characters: write a shorter one.", MaxNameLength)})
	}
	if !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) {
		faults = append(faults, Fault{Code: CodeNameUnprintable,
			Detail:  "密钥的名称只能用看得见的字符和普通空格：请去掉换行、制表符、全角空格和零宽字符。",
			English: "The name of a key has visible characters and plain spaces alone: leave out line breaks, tabs, full-width blanks and characters of no width."})
	}
	if strings.TrimFunc(name, unicode.IsSpace) != name {
		faults = append(faults, Fault{Code: CodeNameEnds,
			Detail:  "密钥的名称前后不能有空格：请去掉。",
			English: "The name of a key has no blanks at its ends: leave them out."})
	}
	return faults.errorOrNil()
}
