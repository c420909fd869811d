package store_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"jobdoc/internal/pgtest"
	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

const (
	victimVariable = "JOBDOC_TEST_VICTIM" // where a process that is to be killed writes: "round where"
	kills          = 50
)

// receipt is what a victim prints of a change after it was committed: what the
// store has promised to keep.
type receipt struct {
	ID       string
	Version  int64
	Revision int
	State    store.State
	Sum      string // SHA-256 of the content
	Word     string // stands in the content of this revision alone
	Request  string // of the event, unique
}

// TestWhatWasAcknowledgedOutlivesKilledWriters kills a process at any moment
// while its goroutines create and replace positions and set states, opens the
// store that it left, and looks for every change that the process had told of,
// and for anything half, 50 times over on either engine. That data reaches the
// disk, which a process that dies cannot show, is a matter of settings:
// [TestACommitIsOnTheDiskBeforeItIsAcknowledged].
func TestWhatWasAcknowledgedOutlivesKilledWriters(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]func(*testing.T) store.Config{
		"sqlite":   func(t *testing.T) store.Config { t.Helper(); return store.Config{Dir: t.TempDir()} },
		"postgres": func(t *testing.T) store.Config { t.Helper(); return store.Config{URL: pgtest.URL(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := config(t)
			random := rand.New(rand.NewPCG(rand.Uint64(), 0))
			var all []receipt
			for round := range kills {
				receipts := killOne(t, c, round, random)
				inspect(t, c, receipts)
				if all = append(all, receipts...); t.Failed() {
					t.Fatalf("after kill %d", round+1)
				}
			}
			inspect(t, c, all)
			if len(all) < kills {
				t.Errorf("only %d changes were acknowledged", len(all))
			}
			t.Logf("%d kills, %d acknowledged changes", kills, len(all))
		})
	}
}

// killOne runs a writer and kills it: mostly some milliseconds after its first
// receipt, every fifth at any time from its start.
func killOne(t *testing.T, c store.Config, round int, random *rand.Rand) (receipts []receipt) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victimVariable+"="+strconv.Itoa(round)+" "+c.Dir+c.URL)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	wait := time.Duration(random.IntN(60_000)) * time.Microsecond
	kill := func() { _ = cmd.Process.Kill() } // it may be killed already
	if round%5 == 0 {
		time.AfterFunc(2*wait, kill)
	}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // what has no end of line was not told
			break
		}
		var r receipt
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			kill()
			t.Fatalf("the writer says %q", line)
		}
		if receipts = append(receipts, r); len(receipts) == 1 {
			time.AfterFunc(wait, kill)
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Exited() {
		t.Fatalf("the writer ended by itself: %v", err)
	}
	return receipts
}

// inspect opens what a killed process has left.
func inspect(t *testing.T, c store.Config, receipts []receipt) {
	t.Helper()
	ctx := t.Context()
	s, err := store.Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	inspectStore(t, s)
	for _, r := range receipts {
		if err := r.kept(ctx, s); err != nil {
			t.Errorf("acknowledged was %+v: %v", r, err)
		}
	}
}

// inspectStore looks for anything half.
func inspectStore(t *testing.T, s *store.Store) {
	t.Helper()
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	// Each change wrote one event in its transaction and counted its position up.
	var off int
	if err := s.Ask(t.Context(), &off, `SELECT (SELECT COUNT(*) FROM events) - (SELECT COALESCE(SUM(version), 0) FROM positions)`); err != nil || off != 0 {
		t.Errorf("%d more events than changes, %v", off, err)
	}
}

// kept looks for all that a change has written.
func (r receipt) kept(ctx context.Context, s *store.Store) error {
	p, err := s.Position(ctx, r.ID)
	if err != nil {
		return err
	}
	revision, err := s.Revision(ctx, p, r.Revision)
	if err != nil {
		return err
	}
	steps, err := s.Steps(ctx, p, r.Revision)
	if err != nil {
		return err
	}
	came := false
	for _, step := range steps {
		came = came || step.State == r.State
	}
	var events int
	if err := s.Ask(ctx, &events, `SELECT COUNT(*) FROM events WHERE request = ?`, r.Request); err != nil {
		return err
	}
	switch {
	case p.Version < r.Version || p.Revision < r.Revision:
		return fmt.Errorf("the position is %+v", p)
	case sum(revision.Content) != r.Sum:
		return fmt.Errorf("the content is %s", revision.Content)
	case !came:
		return fmt.Errorf("the steps are %+v", steps)
	case events != 1:
		return fmt.Errorf("%d events", events)
	case p.Revision > r.Revision:
		return nil
	}
	page, _, err := s.Positions(ctx, store.Query{Text: r.Word})
	if err == nil && (len(page) != 1 || page[0].ID != r.ID) {
		err = fmt.Errorf("a search for %s finds %+v", r.Word, page)
	}
	return err
}

func sum(content []byte) string {
	s := sha256.Sum256(content)
	return hex.EncodeToString(s[:])
}

// victim writes until it is killed.
func victim(where string) int {
	round, where, _ := strings.Cut(where, " ")
	c := store.Config{Dir: where}
	if strings.Contains(where, "://") {
		c = store.Config{URL: where}
	}
	s, err := store.Open(context.Background(), c)
	if err != nil {
		fmt.Fprintln(os.Stderr, "open:", err)
		return 1
	}
	var group sync.WaitGroup
	for i := range 3 {
		w := &scribe{s: s, name: fmt.Sprintf("r%dw%d", testRound(round), i)}
		group.Go(func() {
			for w.err == nil {
				w.step()
			}
			fmt.Fprintln(os.Stderr, w.err)
		})
	}
	group.Wait()
	return 1
}

func testRound(s string) int {
	n, _ := strconv.Atoi(s) // killOne wrote it
	return n
}

// scribe changes positions of its own, in turn.
type scribe struct {
	s    *store.Store
	name string
	n    int
	at   store.Position
	word string
	err  error

	quiet bool // it is not to be killed and prints nothing
}

// step makes one change and prints its receipt, in one write.
func (w *scribe) step() {
	w.n++
	ctx, request := context.Background(), fmt.Sprintf("%s-%d", w.name, w.n)
	action, word := "position.create", w.word
	var after store.Position
	w.err = w.s.Update(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		switch p := w.position(request); w.n % 4 {
		case 1:
			word = request + "x"
			after, err = tx.CreatePosition(ctx, p, who, "")
		case 2:
			action, word = "position.replace", request+"x"
			after, err = tx.ReplacePosition(ctx, w.at.ID, w.at.Version, p, who, "")
		case 3:
			action = "revision.state"
			after, _, err = tx.SetState(ctx, w.at.ID, 2, w.at.Version, store.Review, store.Issue{}, who, "")
		default:
			action = "revision.state"
			after, _, err = tx.SetState(ctx, w.at.ID, 2, w.at.Version, store.Approved, store.Issue{Template: "classic"}, who, "")
		}
		if err != nil {
			return err
		}
		return tx.Log(ctx, store.Event{Author: who, Action: action, Subject: after.ID, Number: after.Revision, Request: request})
	})
	if w.err != nil {
		return
	}
	if len(after.Content) == 0 {
		after.Content = w.at.Content
	}
	if w.at, w.word = after, word; w.quiet {
		return
	}
	line, err := json.Marshal(receipt{after.ID, after.Version, after.Revision, after.State, sum(after.Content), word, request})
	if err == nil {
		_, err = os.Stdout.Write(append(line, '\n'))
	}
	w.err = err
}

// position is of some length, so that a change is long enough to be cut.
func (w *scribe) position(request string) position.Position {
	p, faults := position.Decode(fmt.Appendf(nil, `{"position":{"title":"职位%s","code":"%s"},"duties":[{"description":"%sx %s"}]}`,
		w.name, w.name+fmt.Sprint((w.n-1)/4), request, strings.Repeat("负责𠮷野家的'年度'计划？", 200)))
	if len(faults) > 0 {
		panic(faults)
	}
	return p
}
