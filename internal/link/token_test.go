package link

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	linkA = "abcdefghijklmnop"
	linkB = "qrstuvwxyz234567"
)

var (
	now   = time.Date(2026, 11, 30, 14, 0, 0, 0, time.UTC)
	later = now.Add(30 * day)
	never time.Time
)

// key makes the key whose secret counts up from its id.
func key(id uint32) Key {
	k := Key{ID: id, Secret: make([]byte, SecretSize)}
	for i := range k.Secret {
		k.Secret[i] = byte(int(id) + i)
	}
	return k
}

func ring(t testing.TB, signing Key, others ...Key) Ring {
	t.Helper()
	r, err := NewRing(signing, others...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func mint(t testing.TB, r Ring, linkID string, expires time.Time) string {
	t.Helper()
	token, err := r.Mint(linkID, expires)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func bytesOf(t testing.TB, token string) []byte {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func textOf(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

// refused fails unless the token is refused for this reason, and no id slips out.
func refused(t testing.TB, r Ring, token string, at time.Time, want error) {
	t.Helper()
	id, err := r.Verify(token, at)
	if !errors.Is(err, want) || id != "" {
		t.Errorf("Verify(%q) = %q, %v; want it refused: %v", token, id, err, want)
	}
}

// accepted fails unless the token is the link's.
func accepted(t testing.TB, r Ring, token string, at time.Time, want string) {
	t.Helper()
	if id, err := r.Verify(token, at); err != nil || id != want {
		t.Errorf("Verify(%q) = %q, %v; want the link %q", token, id, err, want)
	}
}

func TestATokenTellsItsLink(t *testing.T) {
	t.Parallel()
	r := ring(t, key(1))
	for _, id := range []string{linkA, linkB, "aaaaaaaaaaaaaaaa", "7777777777777777"} {
		for _, expires := range []time.Time{never, now.Add(time.Second), later, time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)} {
			token := mint(t, r, id, expires)
			accepted(t, r, token, now, id)
			if len(token) != 74 || strings.Trim(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
				t.Errorf("token %q is not 74 characters that an address may hold", token)
			}
			if again := mint(t, r, id, expires); again != token {
				t.Errorf("minted again it is %q, not %q", again, token)
			}
		}
	}
}

// The tokens were made by Python's hmac and hashlib after the package comment:
// links that were given out must open for as long as they live.
func TestTokensStayWhatTheyWere(t *testing.T) {
	t.Parallel()
	r := ring(t, Key{ID: 7, Secret: key(1).Secret})
	for _, c := range []struct {
		expires time.Time
		want    string
	}{
		{time.Unix(1893456000, 0), "AQAAAAcARDIUx0JUtjXPAAAAAHDb2IA7GJGiJIZtYmTyie1fyvOet2npIwVChsKvULbyXrusKA"},
		{never, "AQAAAAcARDIUx0JUtjXPAAAAAAAAAACBUDdhws5Uw60au8gdGIiotrU59mXY8FXa4T_6M_sCTQ"},
	} {
		if got := mint(t, r, linkA, c.expires); got != c.want {
			t.Errorf("Mint(%v) = %q, want %q", c.expires, got, c.want)
		}
		accepted(t, r, c.want, now, linkA)
	}
}

func TestEveryFlippedBitIsRefused(t *testing.T) {
	t.Parallel()
	r := ring(t, key(1), key(3)) // 1 and 3 differ in one bit, so one flip names the other key
	for _, expires := range []time.Time{later, never} {
		raw := bytesOf(t, mint(t, r, linkA, expires))
		for bit := range len(raw) * 8 {
			flipped := slices.Clone(raw)
			flipped[bit/8] ^= 0x80 >> (bit % 8)
			want := ErrBadSignature
			if bit/8 < keyAt {
				want = ErrMalformed
			} else if bit/8 < linkAt && binary.BigEndian.Uint32(flipped[keyAt:]) != 3 {
				want = ErrUnknownKey
			}
			refused(t, r, textOf(flipped), now, want)
		}
	}
}

func TestEveryOtherCharacterIsRefused(t *testing.T) {
	t.Parallel()
	r := ring(t, key(1), key(3))
	token := mint(t, r, linkA, later)
	for i := range token {
		for c := range 256 {
			other := token[:i] + string([]byte{byte(c)}) + token[i+1:]
			if other == token {
				continue
			}
			if id, err := r.Verify(other, now); err == nil {
				t.Errorf("with byte %#x at %d the token still opens %q", c, i, id)
			}
		}
	}
}

func TestShorterAndLongerTokensAreRefused(t *testing.T) {
	t.Parallel()
	r := ring(t, key(1))
	token := mint(t, r, linkA, later)
	for i := range token {
		refused(t, r, token[:i], now, ErrMalformed)
		refused(t, r, token[i+1:], now, ErrMalformed)
		for _, more := range []string{"\n", "\r", "\r\n", "\r\n\r\n", "A", "=", "==", " ", "%0A", "\x00", token} {
			refused(t, r, token[:i]+more+token[i:], now, ErrMalformed)
			if here := token[:i] + more + token[min(i+len(more), len(token)):]; here != token {
				if id, err := r.Verify(here, now); err == nil {
					t.Errorf("with %q in the place of other characters at %d the token still opens %q", more, i, id)
				}
			}
			refused(t, r, token+more, now, ErrMalformed)
		}
	}
}

func TestOtherWritingsOfTheSameBytesAreRefused(t *testing.T) {
	t.Parallel()
	r := ring(t, key(1))
	raw := bytesOf(t, mint(t, r, linkA, later))
	token := textOf(raw)
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(alphabet, token[len(token)-1])
	for slack := 1; slack < 16; slack++ { // 440 bits in 74 characters leave four over
		other := token[:len(token)-1] + alphabet[last|slack:last|slack+1]
		if lax, err := base64.RawURLEncoding.DecodeString(other); err != nil || string(lax) != string(raw) {
			t.Fatalf("%q is not another writing of the same bytes", other)
		}
		refused(t, r, other, now, ErrMalformed)
	}
	refused(t, r, base64.URLEncoding.EncodeToString(raw), now, ErrMalformed)
	if standard := base64.RawStdEncoding.EncodeToString(raw); standard != token {
		refused(t, r, standard, now, ErrMalformed)
	}
}

func TestPartsOfTwoTokensMakeNoThird(t *testing.T) {
	t.Parallel()
	r := ring(t, key(1))
	a, b := bytesOf(t, mint(t, r, linkA, later)), bytesOf(t, mint(t, r, linkB, later.Add(time.Hour)))
	for _, part := range []struct {
		name     string
		from, to int
	}{
		{"link ids", linkAt, expiryAt},
		{"expiries", expiryAt, sumAt},
		{"signatures", sumAt, size},
	} {
		t.Run(part.name, func(t *testing.T) {
			t.Parallel()
			x, y := slices.Clone(a), slices.Clone(b)
			copy(x[part.from:part.to], b[part.from:part.to])
			copy(y[part.from:part.to], a[part.from:part.to])
			refused(t, r, textOf(x), now, ErrBadSignature)
			refused(t, r, textOf(y), now, ErrBadSignature)
		})
	}
}

func TestATokenExpiresAtItsSecond(t *testing.T) {
	t.Parallel()
	r := ring(t, key(1))
	token := mint(t, r, linkA, later.Add(900*time.Millisecond))
	accepted(t, r, token, later.Add(-time.Nanosecond), linkA)
	refused(t, r, token, later, ErrExpired)
	refused(t, r, token, later.Add(100*365*day), ErrExpired)
	accepted(t, r, mint(t, r, linkA, never), later.Add(100*365*day), linkA)
}

func TestAForgedTokenIsNotJudgedByItsExpiry(t *testing.T) {
	t.Parallel()
	r := ring(t, key(1))
	raw := bytesOf(t, mint(t, r, linkA, now.Add(-day)))
	refused(t, r, textOf(raw), now, ErrExpired)
	for _, second := range []uint64{0, 1, uint64(later.Unix()), 1 << 63, 1<<64 - 1} {
		binary.BigEndian.PutUint64(raw[expiryAt:], second)
		refused(t, r, textOf(raw), now, ErrBadSignature)
	}
}

func TestKeysVerifyUntilTheyAreRetired(t *testing.T) {
	t.Parallel()
	first := ring(t, key(1))
	rotated := ring(t, key(2), key(1))
	retired := ring(t, key(2))
	old, fresh := mint(t, first, linkA, later), mint(t, rotated, linkA, later)

	accepted(t, rotated, old, now, linkA)
	accepted(t, rotated, fresh, now, linkA)
	accepted(t, retired, fresh, now, linkA)
	refused(t, retired, old, now, ErrUnknownKey)
	refused(t, first, fresh, now, ErrUnknownKey)
	refused(t, Ring{}, old, now, ErrUnknownKey)

	anotherSecret := ring(t, Key{ID: 1, Secret: key(9).Secret})
	refused(t, anotherSecret, old, now, ErrBadSignature)
}

func TestWhatIsSignedForAnotherPurposeIsRefused(t *testing.T) {
	t.Parallel()
	k := key(1)
	r := ring(t, k)
	token := mint(t, r, linkA, later)
	ours, err := hkdf.Key(sha256.New, k.Secret, nil, "jobdoc link token v1", sha256.Size)
	if err != nil {
		t.Fatal(err)
	}
	if signedWith(t, token, ours) != token {
		t.Fatal("the test signs otherwise than Mint does, so it shows nothing")
	}
	refused(t, r, signedWith(t, token, k.Secret), now, ErrBadSignature)
	for _, info := range []string{"", "jobdoc link token v2", "jobdoc link token", "jobdoc session v1"} {
		other, err := hkdf.Key(sha256.New, k.Secret, nil, info, sha256.Size)
		if err != nil {
			t.Fatal(err)
		}
		refused(t, r, signedWith(t, token, other), now, ErrBadSignature)
	}
}

// signedWith signs a token anew.
func signedWith(t *testing.T, token string, key []byte) string {
	t.Helper()
	raw := bytesOf(t, token)
	h := hmac.New(sha256.New, key)
	h.Write(raw[:sumAt])
	return textOf(h.Sum(raw[:sumAt]))
}

func TestMintRefusesWhatItCannotWrite(t *testing.T) {
	t.Parallel()
	r := ring(t, key(1))
	for _, id := range []string{
		"", "abc", linkA + "a", strings.ToUpper(linkA), "abcdefghijklmno1", "abcdefghijklmn==", "abcdefghijklmno\n", "\r\nabcdefghijklmn", "职位职位职a",
	} {
		if token, err := r.Mint(id, later); err == nil {
			t.Errorf("Mint(%q) = %q, want an error", id, token)
		}
	}
	for _, expires := range []time.Time{time.Unix(0, 0), time.Unix(-1, 0), never.Add(1)} {
		if token, err := r.Mint(linkA, expires); err == nil {
			t.Errorf("Mint(%v) = %q, want an error", expires, token)
		}
	}
	if token, err := (Ring{}).Mint(linkA, later); err == nil {
		t.Errorf("a ring without keys minted %q", token)
	}
}

func FuzzVerifyTakesNothingButWhatMintMade(f *testing.F) {
	r := ring(f, key(1), key(2))
	minted := map[string]string{}
	for _, id := range []string{linkA, linkB} {
		for _, expires := range []time.Time{never, later} {
			token := mint(f, r, id, expires)
			minted[token] = id
			f.Add(token)
			f.Add(token[1:] + "\n")
			f.Add(token[:len(token)-1] + "_")
		}
	}
	f.Add("")
	f.Fuzz(func(t *testing.T, token string) {
		id, err := r.Verify(token, now)
		want, ours := minted[token]
		if ours != (err == nil) || id != want {
			t.Errorf("Verify(%q) = %q, %v; minted: %v, for %q", token, id, err, ours, want)
		}
	})
}

func FuzzWhatIsMintedVerifies(f *testing.F) {
	r := ring(f, key(1))
	f.Add([]byte("0123456789"), int64(1893456000), 3, byte(1))
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, int64(0), 54, byte(0x80))
	f.Fuzz(func(t *testing.T, id []byte, second int64, at int, change byte) {
		if len(id) != expiryAt-linkAt || second < 0 {
			t.Skip()
		}
		expires := never
		if second != 0 {
			expires = time.Unix(second, 0)
		}
		token := mint(t, r, idText.EncodeToString(id), expires)
		if got, err := r.Verify(token, time.Unix(0, 0)); err != nil || got != idText.EncodeToString(id) {
			t.Errorf("Verify of a token minted for %x, %d = %q, %v", id, second, got, err)
		}
		if raw := bytesOf(t, token); at >= 0 && at < len(raw) && change != 0 {
			raw[at] ^= change
			if got, err := r.Verify(textOf(raw), time.Unix(0, 0)); err == nil {
				t.Errorf("byte %d changed by %x still opens %q", at, change, got)
			}
		}
	})
}

func BenchmarkMint(b *testing.B) {
	r := ring(b, key(1))
	b.ReportAllocs()
	for b.Loop() {
		_, _ = r.Mint(linkA, later)
	}
}

func BenchmarkVerify(b *testing.B) {
	r := ring(b, key(2), key(1))
	for name, token := range map[string]string{
		"good":    mint(b, r, linkA, later),
		"expired": mint(b, r, linkA, now.Add(-day)),
		"forged":  mint(b, ring(b, Key{ID: 2, Secret: key(9).Secret}), linkA, later),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = r.Verify(token, now)
			}
		})
	}
}
