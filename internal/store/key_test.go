package store_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"sync"
	"testing"
	"time"

	"jobdoc/internal/store"
)

func hashOf(text string) store.KeyHash { return sha256.Sum256([]byte(text)) }

func createKey(t testing.TB, s *store.Store, k store.Key, secret string) (out store.Key) {
	t.Helper()
	update(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = tx.CreateKey(ctx, k, hashOf(secret))
		return err
	})
	return out
}

func revokeKey(t testing.TB, s *store.Store, id string) (out store.Key) {
	t.Helper()
	update(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = tx.RevokeKey(ctx, id)
		return err
	})
	return out
}

func TestAKeyIsFoundByItsHashAndInNoOtherWay(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		expires := time.Date(2030, 1, 2, 3, 4, 5, 6e6, time.UTC)
		made := createKey(t, s, store.Key{Name: "人事系统", Prefix: "jd_abc", Scopes: "read,write", Expires: expires}, "secret")
		got, err := s.KeyByHash(t.Context(), hashOf("secret"))
		if err != nil || got != made {
			t.Errorf("found %+v, %v; want %+v", got, err, made)
		}
		if got.Name != "人事系统" || got.Prefix != "jd_abc" || got.Scopes != "read,write" || !got.Expires.Equal(expires) || !got.Used.IsZero() {
			t.Errorf("key = %+v", got)
		}
		if _, err := s.KeyByHash(t.Context(), hashOf("Secret")); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
		if named, err := s.KeyNamed(t.Context(), "人事系统"); err != nil || named != made {
			t.Errorf("by name %+v, %v", named, err)
		}
		if byID, err := s.Key(t.Context(), made.ID); err != nil || byID != made {
			t.Errorf("by id %+v, %v", byID, err)
		}
	})
}

func TestARevokedKeyStaysInTheListAndFreesItsName(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		first := createKey(t, s, store.Key{Name: "OA", Scopes: "read"}, "1")
		err := s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.CreateKey(ctx, store.Key{Name: "OA", Scopes: "read"}, hashOf("2"))
			return err
		})
		var exists *store.KeyExistsError
		if !errors.As(err, &exists) || exists.ID != first.ID {
			t.Fatalf("error = %v, want that key %s has the name", err, first.ID)
		}
		revoked := revokeKey(t, s, first.ID)
		if again := revokeKey(t, s, first.ID); again != revoked || revoked.Revoked.IsZero() {
			t.Errorf("revoked = %+v, again = %+v", revoked, again)
		}
		second := createKey(t, s, store.Key{Name: "OA", Scopes: "read"}, "2")
		for all, want := range map[bool]int{false: 1, true: 2} {
			if keys, err := s.Keys(t.Context(), all); err != nil || len(keys) != want {
				t.Errorf("Keys(%v) = %+v, %v; want %d", all, keys, err, want)
			}
		}
		if got, err := s.KeyNamed(t.Context(), "OA"); err != nil || got != second {
			t.Errorf("by name %+v, %v; want the living one", got, err)
		}
		if err := s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.RevokeKey(ctx, "nothing")
			return err
		}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	})
}

func TestOnlyLiveKeysCount(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		has := func(want bool) {
			t.Helper()
			if got, err := s.HasLiveKey(t.Context()); err != nil || got != want {
				t.Errorf("HasLiveKey() = %v, %v; want %v", got, err, want)
			}
		}
		has(false)
		createKey(t, s, store.Key{Name: "expired", Scopes: "admin", Expires: time.Now().Add(-time.Second)}, "1")
		has(false)
		later := createKey(t, s, store.Key{Name: "later", Scopes: "read", Expires: time.Now().Add(time.Hour)}, "2")
		has(true)
		update(t, s, func(ctx context.Context, tx *store.Tx) error {
			if keys, err := tx.LockLiveKeys(ctx); err != nil || len(keys) != 1 || keys[0] != later {
				t.Errorf("live keys = %+v, %v; want %+v", keys, err, later)
			}
			return nil
		})
		revokeKey(t, s, later.ID)
		has(false)
	})
}

func TestOneOfManyRacingForANameGetsIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		const racers = 16
		var all sync.WaitGroup
		errs := make([]error, racers)
		for i := range racers {
			all.Go(func() {
				errs[i] = s.Update(context.Background(), func(ctx context.Context, tx *store.Tx) error {
					_, err := tx.CreateKey(ctx, store.Key{Name: "OA", Scopes: "read"}, hashOf(string(rune('a'+i))))
					return err
				})
			})
		}
		all.Wait()
		made := 0
		for _, err := range errs {
			var exists *store.KeyExistsError
			switch {
			case err == nil:
				made++
			case !errors.As(err, &exists):
				t.Errorf("error = %v, want that the name is taken", err)
			}
		}
		if made != 1 {
			t.Errorf("%d keys were made, want 1", made)
		}
	})
}

func TestTheLastUseOfAKeyOnlyMovesForward(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		k := createKey(t, s, store.Key{Name: "OA", Scopes: "read"}, "1")
		noon := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
		for _, at := range []time.Time{noon, noon.Add(time.Minute), noon.Add(-time.Hour)} {
			if err := s.UseKeys(t.Context(), map[string]time.Time{k.ID: at, "gone": at}); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := s.Key(t.Context(), k.ID); err != nil || !got.Used.Equal(noon.Add(time.Minute)) {
			t.Errorf("used %v, %v; want 12:01", got.Used, err)
		}
	})
}
