package link

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Why a token is refused. Metrics and tests tell these apart; whoever fetches
// the link must not, so an answer says the same for all of them.
var (
	ErrMalformed    = errors.New("not a link token")         // not what Mint writes, or of a version not known here
	ErrUnknownKey   = errors.New("unknown link key")         // retired, or never there
	ErrBadSignature = errors.New("bad link token signature") // not signed by us
	ErrExpired      = errors.New("link token expired")       // ours, but too old
)

const (
	version = 1

	idLength = 16 // characters of a link's id

	keyAt    = 1
	linkAt   = keyAt + 4
	expiryAt = linkAt + 10
	sumAt    = expiryAt + 8
	size     = sumAt + sha256.Size
)

// Both decoders skip line breaks wherever they stand (documented with
// base64.NewDecoder), which neither Strict nor the alphabet changes: who
// decodes refuses them first, or one token could be written in many ways.
var (
	tokenText = base64.RawURLEncoding.Strict()
	idText    = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
)

const lineBreaks = "\r\n"

// Mint returns the token of a link, signed with the ring's first key: the same
// for the same key, link and expiry. The id has 16 characters of lower-case
// base32 (a–z, 2–7). The zero time is for a link that does not expire; of any
// other the fraction of a second is dropped, so a token never outlives what it
// was asked for. An error is ours, not a visitor's: an id of another form, a
// time before 1970-01-01T00:00:01Z, the zero Ring.
func (r Ring) Mint(linkID string, expires time.Time) (string, error) {
	if r.signer.id == 0 {
		return "", errors.New("mint a link token: no key")
	}
	raw := make([]byte, size)
	raw[0] = version
	binary.BigEndian.PutUint32(raw[keyAt:], r.signer.id)
	if err := putID(raw[linkAt:expiryAt], linkID); err != nil {
		return "", fmt.Errorf("mint a link token: %w", err)
	}
	if !expires.IsZero() {
		seconds := expires.Unix()
		if seconds <= 0 {
			return "", fmt.Errorf("mint a link token: expiry %s is before 1970", expires.Format(time.RFC3339))
		}
		binary.BigEndian.PutUint64(raw[expiryAt:], uint64(seconds))
	}
	copy(raw[sumAt:], r.signer.sum(raw[:sumAt]))
	return tokenText.EncodeToString(raw), nil
}

// Verify returns the id of the link that a token was minted for. The error is
// [ErrMalformed], [ErrUnknownKey], [ErrBadSignature] or [ErrExpired], and then
// there is no id: of a token that is not signed nothing is true, and an expired
// one must look like any other that is refused. A token is expired from the
// second on that it names.
func (r Ring) Verify(token string, now time.Time) (linkID string, err error) {
	if len(token) != tokenText.EncodedLen(size) || strings.ContainsAny(token, lineBreaks) {
		return "", ErrMalformed
	}
	raw, err := tokenText.DecodeString(token)
	if err != nil || len(raw) != size || raw[0] != version {
		return "", ErrMalformed
	}
	s, known := r.signers[binary.BigEndian.Uint32(raw[keyAt:])]
	if !known {
		return "", ErrUnknownKey
	}
	// The signature comes before all that is signed: who forges a token must
	// not learn from the answer, or from the time it takes, what is in it.
	if !hmac.Equal(s.sum(raw[:sumAt]), raw[sumAt:]) {
		return "", ErrBadSignature
	}
	if second := int64(binary.BigEndian.Uint64(raw[expiryAt:])); second != 0 && now.Unix() >= second {
		return "", ErrExpired
	}
	return idText.EncodeToString(raw[linkAt:expiryAt]), nil
}

func (s signer) sum(message []byte) []byte {
	h := hmac.New(sha256.New, s.key)
	h.Write(message)
	return h.Sum(nil)
}

// putID writes the bytes of a link's id.
func putID(to []byte, linkID string) error {
	if len(linkID) != idLength || strings.ContainsAny(linkID, lineBreaks) {
		return fmt.Errorf("a link's id has %d characters of a–z, 2–7", idLength)
	}
	if _, err := idText.Decode(to, []byte(linkID)); err != nil {
		return fmt.Errorf("a link's id has %d characters of a–z, 2–7: %w", idLength, err)
	}
	return nil
}
