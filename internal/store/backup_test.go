package store_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/pgtest"
	"jobdoc/internal/store"
)

// engines open new stores, by name.
var engines = map[string]func(*testing.T) store.Config{
	"sqlite":   func(t *testing.T) store.Config { t.Helper(); return store.Config{Dir: t.TempDir()} },
	"postgres": func(t *testing.T) store.Config { t.Helper(); return store.Config{URL: pgtest.URL(t)} },
}

func open(t *testing.T, c store.Config) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// this is the program of the tests.
var this = store.Transfer{Program: "0.1.0"}

// furnish puts something into every table that a backup holds, with nulls,
// bytes and characters that go wrong.
func furnish(t *testing.T, s *store.Store) {
	t.Helper()
	for i, title := range []string{"𠮷野家店长", "销售 代表'", `café\"主管`} {
		p := create(t, s, decode(t, fmt.Sprintf(`{"title":%q,"code":"a-%d","department":null,"directReports":[]}`, title, i), "李𬭎的\\ '负责' ?"))
		if i > 0 {
			approve(t, s, p)
			update(t, s, func(ctx context.Context, tx *store.Tx) error {
				if _, err := tx.ReplacePosition(ctx, p.ID, 0, decode(t, `{"title":"改名"}`, "二"), who, "改\n名"); err != nil {
					return err
				}
				_, err := tx.RestoreRevision(ctx, p.ID, 1, 0, who, "")
				return err
			})
		}
		if i > 1 {
			update(t, s, func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.ArchivePosition(ctx, p.ID, 0)
				return err
			})
		}
	}
	blob := []byte{0, 1, '\'', 0xff, '\\', '\n'}
	large := make([]byte, 20_000)
	random := rand.NewChaCha8([32]byte{})
	_, _ = random.Read(large) // never fails
	for _, c := range []struct {
		query string
		args  []any
	}{
		{`INSERT INTO templates (name, version) VALUES (?, 2), ('b', 1)`, []any{"本公司'"}},
		{`INSERT INTO template_versions (name, version, title, data, sha256, created_at, key_name, author, note)
			VALUES (?, 1, '一', ?, ?, 5, '', '', ''), (?, 2, '二', ?, ?, 6, 'k', 'a', 'n'), ('b', 1, '', ?, ?, 7, '', '', '')`,
			[]any{"本公司'", blob, blob, "本公司'", []byte{}, blob, large, blob}},
		{`INSERT INTO template_defaults (dept_folded, department, template, set_at, key_name, author) VALUES ('', '', 'classic', 1, '', ''), (?, ?, 'b', 2, '', '')`,
			[]any{"it部", "IT 部"}},
		{`INSERT INTO links (id, position_key, target, number, template, format, note, created_at, key_name, author, expires_at, max_uses, uses, used_at, used_tag, revoked_at)
			SELECT 'l' || key, key, 'revision', 1, '', 'pdf', ?, 3, '', '', NULL, 3, 2, 9, 'x', NULL FROM positions`, []any{"给OA的?"}},
		{`INSERT INTO signing_keys (id, secret, created_at, retired_at) VALUES (3, ?, 1, NULL), (7, ?, 1, 2)`, []any{blob, []byte{}}},
		{`INSERT INTO api_keys (id, name, prefix, hash, scopes, created_at) VALUES ('k1', ?, 'jd_', ?, 'read write', 1)`, []any{"人事系统", blob}},
		{`INSERT INTO events (at, key_name, author, action, subject, number, address, request) VALUES (1, 'k', ?, 'x.y', 's', 0, '::1', 'r'), (2, '', '', '', '', 0, '', '')`,
			[]any{"李𬭎\t\x01\u2028"}},
		{`INSERT INTO idempotency (key_id, idem_key, request, started_at, lease) VALUES ('k', 'i', ?, 1, '')`, []any{blob}},
	} {
		if err := s.Exec(t.Context(), c.query, c.args...); err != nil {
			t.Fatalf("%s: %v", c.query, err)
		}
	}
}

func backup(t *testing.T, s *store.Store) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := s.Backup(t.Context(), &b, this); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func dump(t *testing.T, s *store.Store) map[string][]string {
	t.Helper()
	d, err := s.Dump(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestABackupMovesACompanyFromEngineToEngine(t *testing.T) {
	t.Parallel()
	for from, fromConfig := range engines {
		for to, toConfig := range engines {
			t.Run(from+" to "+to, func(t *testing.T) {
				t.Parallel()
				a, b := open(t, fromConfig(t)), open(t, toConfig(t))
				furnish(t, a)
				want := dump(t, a)
				for table, rows := range want {
					if len(rows) == 0 {
						t.Errorf("the test puts nothing into %s", table)
					}
				}
				n, err := b.Restore(t.Context(), bytes.NewReader(backup(t, a)), this)
				if err != nil || n != 3 {
					t.Fatalf("restored %d positions, %v", n, err)
				}
				if d := cmp.Diff(want, dump(t, b)); d != "" {
					t.Errorf("tables (-want +got)\n%s", d)
				}
				if err := b.Check(t.Context()); err != nil {
					t.Error(err)
				}
				var kept int
				if err := b.Ask(t.Context(), &kept, `SELECT COUNT(*) FROM idempotency`); err != nil || kept != 0 {
					t.Errorf("%d answers were kept, %v", kept, err)
				}
				page, _, err := b.Positions(t.Context(), store.Query{Text: "𬭎 负责"})
				if err != nil || len(page) != 2 {
					t.Errorf("a search finds %d positions, %v; want 2", len(page), err)
				}
				// New keys do not meet the restored ones.
				approve(t, b, create(t, b, decode(t, `{"title":"新来的"}`, "甲")))
				update(t, b, func(ctx context.Context, tx *store.Tx) error {
					return tx.Log(ctx, store.Event{Author: who, Action: "x.y"})
				})
				if key, err := signingKey(b); err != nil || key.ID <= 7 {
					t.Errorf("new key %d, %v", key.ID, err)
				}
				// And back.
				c := open(t, fromConfig(t))
				if _, err := c.Restore(t.Context(), bytes.NewReader(backup(t, b)), this); err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(dump(t, b), dump(t, c)); d != "" {
					t.Errorf("tables, back again (-want +got)\n%s", d)
				}
			})
		}
	}
}

func signingKey(s *store.Store) (key store.SigningKey, err error) {
	err = s.Update(context.Background(), func(ctx context.Context, tx *store.Tx) error {
		key, err = tx.RotateSigningKey(ctx, []byte("secret"))
		return err
	})
	return key, err
}

func TestADamagedBackupIsRefusedAndCostsNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		furnish(t, s)
		whole, before := backup(t, s), dump(t, s)
		replace := store.Transfer{Program: "0.1.0", Replace: true}
		refuse := func(what string, file []byte) {
			t.Helper()
			_, err := s.Restore(t.Context(), bytes.NewReader(file), replace)
			if !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrNotBackup) {
				t.Errorf("%s: %v, want that it is damaged", what, err)
			}
		}
		random := rand.New(rand.NewPCG(1, 2))
		for range 12 {
			n := random.IntN(len(whole))
			refuse(fmt.Sprintf("cut to %d of %d bytes", n, len(whole)), whole[:n])
			flipped := bytes.Clone(whole)
			// The time and the system in the head of a gzip file say nothing.
			at, bit := 10+random.IntN(len(whole)-10), random.IntN(8)
			flipped[at] ^= 1 << bit
			refuse(fmt.Sprintf("bit %d of byte %d flipped", bit, at), flipped)
		}
		refuse("nothing", nil)
		refuse("something else", []byte("PK\x03\x04"))
		refuse("more after the end", append(bytes.Clone(whole), 'x'))
		refuse("two backups", append(bytes.Clone(whole), whole...))
		lines := bytes.SplitAfter(unpack(t, whole), []byte("\n"))
		refuse("a line less", pack(bytes.Join(append(lines[:3:3], lines[4:]...), nil)))
		refuse("another compressed file", pack([]byte("x\n")))
		if d := cmp.Diff(before, dump(t, s)); d != "" {
			t.Errorf("tables (-before +after)\n%s", d)
		}
		if err := s.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func unpack(t *testing.T, file []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func pack(text []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(text) // to memory
	_ = w.Close()
	return b.Bytes()
}

// rewritten changes the text of a backup as somebody does who knows the form.
func rewritten(t *testing.T, file []byte, before, after string) []byte {
	t.Helper()
	text := string(unpack(t, file))
	text = text[:strings.LastIndex(text, `{"sha256"`)]
	if !strings.Contains(text, before) {
		t.Fatalf("the backup has no %s", before)
	}
	text = strings.Replace(text, before, after, 1)
	return pack(fmt.Appendf(nil, "%s{\"sha256\":\"%x\"}\n", text, sha256.Sum256([]byte(text))))
}

func TestABackupThatDoesNotFitIsRefusedWithTheReason(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		furnish(t, s)
		file, before := backup(t, s), dump(t, s)
		restore := func(file []byte, replace bool) error {
			_, err := s.Restore(t.Context(), bytes.NewReader(file), store.Transfer{Program: "0.1.0", Replace: replace})
			return err
		}
		if err := restore(file, false); !errors.Is(err, store.ErrNotEmpty) {
			t.Errorf("into a store that holds something: %v", err)
		}
		var newer *store.NewerError
		for _, c := range [][2]string{{`"format":1`, `"format":2`}, {`"schema":1`, `"schema":999`}, {`"program":"0.1.0"`, `"program":"0.10.0"`}} {
			if err := restore(rewritten(t, file, c[0], c[1]), true); !errors.As(err, &newer) {
				t.Errorf("%s: %v, want that it is newer", c[1], err)
			}
		}
		var row *store.RowError
		err := restore(rewritten(t, file, `\"description\"`, `\"desciption\"`), true)
		if !errors.As(err, &row) || row.Table != "positions" || row.First != 2 || row.Last != 2 {
			t.Errorf("a position that does not decode: %v", err)
		}
		err = restore(rewritten(t, file, `"classic",1,"",""]`, `null,1,"",""]`), true)
		if !errors.As(err, &row) || row.Table != "template_defaults" {
			t.Errorf("a row that the table refuses: %v", err)
		}
		if err := restore(rewritten(t, file, `"title"`, `"titel"`), true); err == nil {
			t.Error("a column that there is not was passed over")
		}
		swapped := regexp.MustCompile(`(\{"name":"links"[^}]*\}),(\{"name":"signing_keys"[^}]*\})`).FindStringSubmatch(string(unpack(t, file)))
		if err := restore(rewritten(t, file, swapped[0], swapped[2]+","+swapped[1]), true); !errors.Is(err, store.ErrNotBackup) {
			t.Errorf("tables in another order: %v", err)
		}
		if d := cmp.Diff(before, dump(t, s)); d != "" {
			t.Errorf("tables (-before +after)\n%s", d)
		}
	})
}

func TestABackupOfAnOlderProgramIsWelcome(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		approve(t, s, create(t, s, decode(t, `{"title":"甲"}`, "乙")))
		before := dump(t, s)
		file := rewritten(t, backup(t, s), `"program":"0.1.0"`, `"program":"0.0.9"`)
		// It knew nothing of links.
		table := regexp.MustCompile(`\{"name":"links"[^}]*\},`).FindString(string(unpack(t, file)))
		file = rewritten(t, file, table, "")
		if _, err := s.Restore(t.Context(), bytes.NewReader(file), store.Transfer{Program: "0.1.0", Replace: true}); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(before, dump(t, s)); d != "" {
			t.Errorf("tables (-before +after)\n%s", d)
		}
	})
}

func TestReadersSeeTheOldStoreUntilTheNewOneIsWhole(t *testing.T) {
	t.Parallel()
	for name, config := range engines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := config(t)
			running, restoring, other := open(t, c), open(t, c), open(t, store.Config{Dir: t.TempDir()})
			create(t, running, decode(t, `{"title":"旧的"}`, "从前"))
			random := make([]byte, 2000) // the file must not be small: it is read ahead
			for i := range 60 {
				_, _ = rand.NewChaCha8([32]byte{byte(i)}).Read(random) // never fails
				create(t, other, decode(t, fmt.Sprintf(`{"title":"新的%d"}`, i), fmt.Sprintf("现在%x", random)))
			}
			file := backup(t, other)
			finds := func(word string) int {
				n, err := running.CountPositions(t.Context(), store.Query{Text: word})
				if err != nil {
					t.Error(err)
				}
				return n
			}
			var writing sync.WaitGroup
			half := &halfway{Reader: bytes.NewReader(file), at: len(file) / 2, then: func() {
				// Who writes now waits, and writes into what was restored.
				writing.Go(func() { create(t, running, decode(t, `{"title":"同时写的"}`, "现在")) })
				if old, now := finds("从前"), finds("现在"); old != 1 || now != 0 {
					t.Errorf("in the middle a search finds %d old and %d new positions", old, now)
				}
			}}
			if _, err := restoring.Restore(t.Context(), half, store.Transfer{Program: "0.1.0", Replace: true}); err != nil {
				t.Fatal(err)
			}
			writing.Wait()
			if old, now := finds("从前"), finds("现在"); old != 0 || now != 61 || half.then != nil {
				t.Errorf("afterwards a search finds %d old and %d new positions", old, now)
			}
			create(t, running, decode(t, `{"title":"旧的"}`, "从前"))
			if err := running.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// halfway does something once so many bytes were read.
type halfway struct {
	io.Reader
	at   int
	then func()
}

func (h *halfway) Read(p []byte) (int, error) {
	n, err := h.Reader.Read(p[:min(len(p), 512)])
	if h.at -= n; h.at <= 0 && h.then != nil {
		h.then()
		h.then = nil
	}
	return n, err
}

func TestABackupWhileOthersWriteIsOneStateOfTheStore(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		var group, begun sync.WaitGroup
		stop := make(chan struct{})
		begun.Add(8)
		for i := range 8 {
			w := &scribe{s: s, name: fmt.Sprintf("r0w%d", i), quiet: true}
			group.Go(func() {
				w.step()
				for begun.Done(); ; {
					select {
					case <-stop:
						return
					default:
						if w.err != nil {
							t.Error(w.err)
							return
						}
						w.step()
					}
				}
			})
		}
		begun.Wait()
		var files [][]byte
		for range 3 {
			files = append(files, backup(t, s))
		}
		close(stop)
		group.Wait()
		for _, file := range files {
			into := open(t, store.Config{Dir: t.TempDir()})
			if n, err := into.Restore(t.Context(), bytes.NewReader(file), this); err != nil || n < 8 {
				t.Fatalf("restored %d positions, %v", n, err)
			}
			inspectStore(t, into)
		}
	})
}

func TestABackupIsOfAStoreThatIsThere(t *testing.T) {
	t.Parallel()
	for name, config := range engines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := config(t)
			existing := c
			existing.Existing = true
			if _, err := store.Open(t.Context(), existing); !errors.Is(err, store.ErrNoStore) {
				t.Errorf("error = %v, want ErrNoStore", err)
			}
			open(t, c)
			open(t, existing)
			if err := open(t, c).Exec(t.Context(), `UPDATE goose_db_version SET version_id = 999 WHERE version_id > 0`); err != nil {
				t.Fatal(err)
			}
			var newer *store.NewerError
			for _, c := range []store.Config{c, existing} {
				if _, err := store.Open(t.Context(), c); !errors.As(err, &newer) {
					t.Errorf("tables of a newer program: %v", err)
				}
			}
		})
	}
}

// TestTextThatIsNotUTF8IsKept: SQLite takes it.
func TestTextThatIsNotUTF8IsKept(t *testing.T) {
	t.Parallel()
	a, b := open(t, store.Config{Dir: t.TempDir()}), open(t, store.Config{Dir: t.TempDir()})
	update(t, a, func(ctx context.Context, tx *store.Tx) error {
		return tx.Log(ctx, store.Event{Author: store.Author{Name: "李\xff"}, Action: "x.y"})
	})
	if _, err := b.Restore(t.Context(), bytes.NewReader(backup(t, a)), this); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(dump(t, a), dump(t, b)); d != "" {
		t.Errorf("tables (-want +got)\n%s", d)
	}
}

func TestABackupIsInTheLogAndTheLogOfTheBackupIsNot(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		var file bytes.Buffer
		o := this
		o.Event = &store.Event{Author: who, Action: "store.backup", Subject: "store"}
		if _, err := s.Backup(t.Context(), &file, o); err != nil {
			t.Fatal(err)
		}
		page, _, err := s.Events(t.Context(), store.EventQuery{})
		if err != nil || len(page) != 1 || page[0].Action != "store.backup" || page[0].Author != who {
			t.Errorf("events = %+v, %v, want the backup", page, err)
		}
		into := open(t, store.Config{Dir: t.TempDir()})
		if _, err := into.Restore(t.Context(), &file, this); err != nil {
			t.Fatal(err)
		}
		if page, _, err := into.Events(t.Context(), store.EventQuery{}); err != nil || len(page) != 0 {
			t.Errorf("events after a restore = %+v, %v, want none", page, err)
		}
	})
}
