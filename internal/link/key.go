package link

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
)

// SecretSize is the length of a key's secret in bytes.
const SecretSize = 32

// purpose keeps the keys of tokens apart from every other key that may be
// derived from the same secret. It changes only together with the version of tokens.
const purpose = "jobdoc link token v1"

// Key is a secret with the number that tokens name it by. It never prints its secret.
type Key struct {
	ID     uint32 // from 1; never given to another secret, not even when the key is retired
	Secret []byte `json:"-"` // [SecretSize] random bytes
}

// Format writes the id alone, whatever the verb: a key that reaches a log or an
// error by mistake must not give away its secret.
func (k Key) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "link key %d", k.ID) }

// NewSecret reads the secret of a new key from a source of random bytes, which
// is crypto/rand.Reader but in tests.
func NewSecret(random io.Reader) ([]byte, error) {
	secret := make([]byte, SecretSize)
	if _, err := io.ReadFull(random, secret); err != nil {
		return nil, fmt.Errorf("read %d random bytes: %w", SecretSize, err)
	}
	return secret, nil
}

// signer is what signs the tokens of one key.
type signer struct {
	id  uint32
	key []byte // derived from the secret, never the secret itself
}

// Ring is a set of keys of which one signs and all verify. A retired key is one
// that is no longer in the ring. The zero value has no key: it mints no token
// and takes none for good. A Ring never changes and is safe for concurrent use;
// rotation makes a new one.
type Ring struct {
	signer  signer
	signers map[uint32]signer
}

// NewRing makes a ring whose tokens are signed with one key and verified with
// it and the others, in any order. It refuses a key without id or with a secret
// of another length, a secret of zeros, which is one that was never filled in,
// and two keys with one id. It keeps nothing of the arguments.
func NewRing(signing Key, others ...Key) (Ring, error) {
	ring := Ring{signers: make(map[uint32]signer, 1+len(others))}
	for _, k := range append([]Key{signing}, others...) {
		s, err := k.signer()
		if err != nil {
			return Ring{}, fmt.Errorf("%v: %w", k, err)
		}
		if _, twice := ring.signers[k.ID]; twice {
			return Ring{}, fmt.Errorf("%v: two keys have this id", k)
		}
		ring.signers[k.ID] = s
	}
	ring.signer = ring.signers[signing.ID]
	return ring, nil
}

// Format writes the number of keys alone, for the reason that [Key.Format] has.
func (r Ring) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "ring of %d link keys", len(r.signers))
}

// signer derives what signs from the secret.
func (k Key) signer() (signer, error) {
	switch {
	case k.ID == 0:
		return signer{}, errors.New("the id of a key is not 0")
	case len(k.Secret) != SecretSize:
		return signer{}, fmt.Errorf("the secret has %d bytes, not %d", len(k.Secret), SecretSize)
	case [SecretSize]byte(k.Secret) == [SecretSize]byte{}:
		return signer{}, errors.New("the secret is all zeros")
	}
	derived, err := hkdf.Key(sha256.New, k.Secret, nil, purpose, sha256.Size)
	if err != nil {
		return signer{}, fmt.Errorf("derive: %w", err)
	}
	return signer{id: k.ID, key: derived}, nil
}
