package store_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/store"
)

func callOf(key, request string) store.Call {
	return store.Call{KeyID: "k", Key: key, Request: hashOf(request)}
}

// finish ends a call that does nothing but be answered.
func finish(s *store.Store, c store.Call, lease string, a store.CallAnswer) error {
	return s.Update(context.Background(), func(ctx context.Context, tx *store.Tx) error { return tx.FinishCall(ctx, c, lease, a) })
}

func TestACallIsMadeOnceAndAnsweredAsOften(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		call, want := callOf("a", "1"), store.CallAnswer{Status: 201, Header: `{"Etag":["\"v1\""]}`, Body: []byte("'x'\x00\xff")}
		lease, answer, err := s.BeginCall(t.Context(), call)
		if err != nil || answer != nil || lease == "" {
			t.Fatalf("BeginCall() = %q, %v, %v; want a lease", lease, answer, err)
		}
		if _, _, err := s.BeginCall(t.Context(), call); !errors.Is(err, store.ErrCallRunning) {
			t.Errorf("while it runs: %v", err)
		}
		if _, _, err := s.BeginCall(t.Context(), callOf("a", "2")); !errors.Is(err, store.ErrCallDiffers) {
			t.Errorf("another request while it runs: %v", err)
		}
		if err := finish(s, call, lease, want); err != nil {
			t.Fatal(err)
		}
		if err := s.LeaveCall(t.Context(), call, lease); err != nil { // nothing: it is finished
			t.Fatal(err)
		}
		if _, answer, err = s.BeginCall(t.Context(), call); err != nil || !cmp.Equal(*answer, want) {
			t.Errorf("again: %+v, %v; want %+v", answer, err, want)
		}
		if _, _, err := s.BeginCall(t.Context(), callOf("a", "2")); !errors.Is(err, store.ErrCallDiffers) {
			t.Errorf("another request: %v", err)
		}
		other := callOf("a", "2")
		other.KeyID = "another API key"
		if lease, _, err := s.BeginCall(t.Context(), other); err != nil || lease == "" {
			t.Errorf("of another API key: %q, %v; want a lease", lease, err)
		}
	})
}

func TestACallThatWasRefusedCanBeMadeAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		call := callOf("a", "1")
		lease, _, err := s.BeginCall(t.Context(), call)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.LeaveCall(t.Context(), call, lease); err != nil {
			t.Fatal(err)
		}
		if lease, _, err := s.BeginCall(t.Context(), callOf("a", "2")); err != nil || lease == "" {
			t.Errorf("BeginCall() = %q, %v; want a lease", lease, err)
		}
		if err := finish(s, call, lease, store.CallAnswer{Status: 201}); !errors.Is(err, store.ErrCallRunning) {
			t.Errorf("finished with a lease that is gone: %v", err)
		}
	})
}

func TestACallOfADeadProcessIsTakenOverAndNeverMadeTwice(t *testing.T) {
	onBothAt(t, func(t *testing.T, s *store.Store, c *clock) {
		call := callOf("a", "1")
		first, _, err := s.BeginCall(t.Context(), call)
		if err != nil {
			t.Fatal(err)
		}
		c.advance(store.CallLease)
		second, _, err := s.BeginCall(t.Context(), call)
		if err != nil || second == "" || second == first {
			t.Fatalf("taken over: %q, %v; want another lease than %q", second, err, first)
		}
		if err := finish(s, call, first, store.CallAnswer{Status: 201}); !errors.Is(err, store.ErrCallRunning) {
			t.Errorf("the first process finished: %v", err)
		}
		if err := s.LeaveCall(t.Context(), call, first); err != nil {
			t.Fatal(err)
		}
		if err := finish(s, call, second, store.CallAnswer{Status: 201}); err != nil {
			t.Errorf("the second did not finish: %v", err)
		}
	})
}

func TestAnAnswerIsKeptForADay(t *testing.T) {
	onBothAt(t, func(t *testing.T, s *store.Store, c *clock) {
		for _, key := range []string{"a", "b"} {
			lease, _, err := s.BeginCall(t.Context(), callOf(key, "1"))
			if err != nil {
				t.Fatal(err)
			}
			if err := finish(s, callOf(key, "1"), lease, store.CallAnswer{Status: 204}); err != nil {
				t.Fatal(err)
			}
		}
		c.advance(store.CallMemory - time.Minute)
		if err := s.SweepCalls(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, answer, err := s.BeginCall(t.Context(), callOf("a", "1")); err != nil || answer == nil {
			t.Errorf("within the day: %v, %v; want the answer", answer, err)
		}
		c.advance(time.Minute)
		if lease, _, err := s.BeginCall(t.Context(), callOf("a", "2")); err != nil || lease == "" {
			t.Errorf("a day later: %q, %v; want a lease", lease, err)
		}
		if err := s.SweepCalls(t.Context()); err != nil {
			t.Fatal(err)
		}
		if lease, _, err := s.BeginCall(t.Context(), callOf("b", "2")); err != nil || lease == "" {
			t.Errorf("after sweeping: %q, %v; want a lease", lease, err)
		}
	})
}

func TestOneOfManyRacingCallsIsMade(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		var all sync.WaitGroup
		var made, answered, running atomic.Int32
		for range 50 {
			all.Go(func() {
				call := callOf("a", "1")
				lease, answer, err := s.BeginCall(context.Background(), call)
				switch {
				case errors.Is(err, store.ErrCallRunning):
					running.Add(1)
				case err != nil:
					t.Error(err)
				case answer != nil:
					answered.Add(1)
				default:
					made.Add(1)
					if err := finish(s, call, lease, store.CallAnswer{Status: 201}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if made.Load() != 1 || made.Load()+answered.Load()+running.Load() != 50 {
			t.Errorf("made %d, answered %d, running %d; want 1 made of 50", made.Load(), answered.Load(), running.Load())
		}
	})
}
