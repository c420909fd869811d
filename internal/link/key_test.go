package link

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
)

func TestARingRefusesKeysThatCannotBeMeant(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string][]Key{
		"no id":                     {{Secret: key(1).Secret}},
		"no secret":                 {{ID: 1}},
		"a secret too short":        {{ID: 1, Secret: make([]byte, 31)}},
		"a secret too long":         {{ID: 1, Secret: append(key(1).Secret, 1)}},
		"a secret never filled in":  {{ID: 1, Secret: make([]byte, SecretSize)}},
		"one id for two keys":       {key(1), key(2), {ID: 1, Secret: key(9).Secret}},
		"one bad key among several": {key(1), key(2), {ID: 3}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := NewRing(keys[0], keys[1:]...)
			if err == nil {
				t.Error("NewRing() made a ring, want an error")
			}
			if token, err := r.Mint(linkA, later); err == nil {
				t.Errorf("what came with the error mints %q", token)
			}
		})
	}
}

func TestARingKeepsNothingOfItsArguments(t *testing.T) {
	t.Parallel()
	k := key(1)
	r := ring(t, k)
	token := mint(t, r, linkA, later)
	clear(k.Secret)
	accepted(t, r, token, now, linkA)
}

func TestKeysNeverPrintTheirSecrets(t *testing.T) {
	t.Parallel()
	k := Key{ID: 42, Secret: []byte("canary-canary-canary-canary-1234")}
	r := ring(t, k)
	var out bytes.Buffer
	for _, v := range []any{k, &k, []Key{k}, r, &r, struct{ K Key }{k}} {
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
	_, err := NewRing(k, k)
	fmt.Fprintln(&out, err)
	if !strings.Contains(out.String(), "link key 42") {
		t.Error("the id is not printed")
	}
	for _, secret := range [][]byte{k.Secret, r.signer.key} {
		for _, form := range []string{
			string(secret), hex.EncodeToString(secret), strings.ToUpper(hex.EncodeToString(secret)),
			strings.Trim(fmt.Sprint(secret), "[]"), strings.Trim(fmt.Sprintf("%#v", secret), "[]byte{}"), tokenText.EncodeToString(secret),
		} {
			if strings.Contains(out.String(), form) {
				t.Errorf("the secret is printed, as %q", form)
			}
		}
	}
}

func TestASecretIsReadWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	source := bytes.Repeat([]byte("0123456789"), 7)
	random := bytes.NewReader(source)
	for i := range 2 {
		secret, err := NewSecret(random)
		if want := source[i*SecretSize : (i+1)*SecretSize]; err != nil || !bytes.Equal(secret, want) {
			t.Errorf("NewSecret() = %q, %v; want %q", secret, err, want)
		}
	}
	if secret, err := NewSecret(random); !errors.Is(err, io.ErrUnexpectedEOF) || secret != nil {
		t.Errorf("NewSecret() of too few bytes = %q, %v; want an error", secret, err)
	}
}
