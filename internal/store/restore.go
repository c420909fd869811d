package store

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"jobdoc/internal/position"
)

var (
	// ErrNotBackup says that a file is no backup of jobdoc.
	ErrNotBackup = errors.New("no backup of jobdoc")
	// ErrDamaged says that a backup was cut or changed.
	ErrDamaged = errors.New("the backup is damaged")
	// ErrNotEmpty says that a store that is to be restored holds something.
	ErrNotEmpty = errors.New("the store is not empty")
)

// NewerError says that a newer program made a backup, or the tables of a store.
type NewerError struct {
	Program string // its version, "" where that is not known
}

func (e *NewerError) Error() string { return "made by a newer jobdoc " + e.Program }

// RowError says that rows of a whole backup do not go into a store.
type RowError struct {
	Table       string
	First, Last int // lines of the uncompressed backup, from 1
	Err         error
}

func (e *RowError) Error() string {
	return fmt.Sprintf("table %s, lines %d to %d: %v", e.Table, e.First, e.Last, e.Err)
}

// Unwrap returns what is wrong with the rows.
func (e *RowError) Unwrap() error { return e.Err }

// Restore puts a backup into a store and returns how many positions it holds.
// All of it happens in one transaction: whoever reads the store meanwhile sees
// what was there before, and after an error that is what there is. Others
// cannot write while it runs. Times, ids and numbers are those of the
// backup; the index of the search and the columns that lists are sorted by are
// made anew.
//
// The error is [ErrNotEmpty] when the store holds more than keys that sign links and
// [Transfer.Replace] is not set, [ErrNotBackup], [ErrDamaged], a [*NewerError],
// a [*RowError], or one of the database.
func (s *Store) Restore(ctx context.Context, r io.Reader, o Transfer) (positions int, err error) {
	b, err := openBackup(r)
	if err != nil {
		return 0, err
	}
	if err := s.readable(&b.header, o); err != nil {
		return 0, err
	}
	bunTx, err := s.beginAlone(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { _ = bunTx.Rollback() }() // does nothing after the commit
	tx := &Tx{Reader{bunTx, s.engine, s.now}, s.now().UTC().Truncate(time.Millisecond), s.newID}
	if err := tx.makeRoom(ctx, o.Replace); err != nil {
		return 0, err
	}
	if err := tx.load(ctx, b, o); err != nil {
		// A change of the file shows first as a row that makes no sense.
		if damaged := b.drain(); damaged != nil && ctx.Err() == nil {
			return 0, damaged
		}
		return 0, err
	}
	if err := s.engine.advance(ctx, bunTx); err != nil {
		return 0, fmt.Errorf("set the counters of new keys: %w", err)
	}
	if o.Event != nil {
		if err := tx.Log(ctx, *o.Event); err != nil {
			return 0, err
		}
	}
	if err := bunTx.Commit(); err != nil {
		return 0, err
	}
	return b.header.Tables[0].Rows, nil
}

// readable refuses backups that this program does not know how to read.
func (s *Store) readable(h *backupHeader, o Transfer) error {
	newest, err := s.engine.newest()
	if err != nil {
		return err
	}
	if h.Format > backupFormat || h.Schema > newest || newer(h.Program, o.Program) {
		return &NewerError{h.Program}
	}
	// An older program had fewer tables, in the order that they still have.
	at := -1
	for _, t := range h.Tables {
		n := slices.IndexFunc(kept, func(k table) bool { return k.name == t.Name })
		if n <= at || t.Rows < 0 {
			return ErrNotBackup
		}
		at = n
	}
	if len(h.Tables) == 0 || h.Tables[0].Name != kept[0].name {
		return ErrNotBackup
	}
	return nil
}

// newer reports whether version a, such as 0.10.2, comes after b.
func newer(a, b string) bool {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(a, b string) int {
		x, errA := strconv.Atoi(a)
		y, errB := strconv.Atoi(b)
		if errA != nil || errB != nil {
			return strings.Compare(a, b)
		}
		return x - y
	}) > 0
}

// beginAlone begins a transaction beside which nobody writes.
func (s *Store) beginAlone(ctx context.Context) (bun.Tx, error) {
	for try := 1; ; try++ {
		tx, err := s.write.BeginTx(ctx, nil)
		if err == nil && s.engine.lockAll != "" {
			if _, err = tx.ExecContext(ctx, s.engine.lockAll); err != nil {
				_ = tx.Rollback() // the lock is what failed
			}
		}
		if err == nil || try == maxTries || !s.engine.again(err) {
			return tx, err
		}
	}
}

// makeRoom erases what the store holds, where that is wanted.
func (tx *Tx) makeRoom(ctx context.Context, replace bool) error {
	for _, t := range kept {
		if replace || t.name == "signing_keys" { // the first start of a server makes one
			continue
		}
		var n int
		if err := tx.db.NewRaw(`SELECT COUNT(*) FROM (SELECT 1 FROM "`+t.name+`" LIMIT 1) s`).Scan(ctx, &n); err != nil {
			return err
		}
		if n > 0 {
			return ErrNotEmpty
		}
	}
	return tx.erase(ctx)
}

// load fills the tables in the way that is quickest.
func (tx *Tx) load(ctx context.Context, b *backupReader, o Transfer) error {
	if o.Replace {
		return tx.fill(ctx, b, o)
	}
	if err := tx.run(ctx, tx.engine.beforeLoad); err != nil {
		return err
	}
	if err := tx.fill(ctx, b, o); err != nil {
		return err
	}
	return tx.run(ctx, tx.engine.afterLoad)
}

func (tx *Tx) run(ctx context.Context, statements []string) error {
	for _, s := range statements {
		if _, err := tx.db.NewRaw(s).Exec(ctx); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// fill writes the rows of a backup, and makes sure that it was whole.
func (tx *Tx) fill(ctx context.Context, b *backupReader, o Transfer) error {
	done, total := 0, b.header.rows()
	for _, t := range b.header.Tables {
		l, err := tx.loader(ctx, t)
		if err != nil {
			return err
		}
		for range t.Rows {
			row, err := b.row(len(l.columns))
			if err != nil {
				return err
			}
			if err := l.add(ctx, row, b.line); err != nil {
				return err
			}
			done++
			o.tell(done, total)
		}
		if err := l.flush(ctx); err != nil {
			return err
		}
	}
	if _, err := b.next(); err == nil { // a row that the header does not count
		return ErrDamaged
	}
	return b.drain()
}

// loader writes the rows of one table, many with one statement.
type loader struct {
	tx      *Tx
	table   table
	columns []column
	content int // index of the column that holds a position, -1 for none
	key     int // index of positions.key, -1 in other tables

	first, last int // lines of the rows that wait
	rows, size  int // how many they are, and about how many bytes
	args        []any
}

// The rows of one statement.
const (
	maxLoadRows  = 200
	maxLoadBytes = 1 << 20
)

// loader finds the columns of a table that a backup names.
func (tx *Tx) loader(ctx context.Context, of backupTable) (*loader, error) {
	t := kept[slices.IndexFunc(kept, func(k table) bool { return k.name == of.Name })]
	have, err := tx.columns(ctx, t)
	if err != nil {
		return nil, err
	}
	l := &loader{tx: tx, table: t, content: slices.Index(of.Columns, "content"), key: -1}
	for _, name := range of.Columns {
		at := slices.IndexFunc(have, func(c column) bool { return c.name == name })
		if at < 0 {
			return nil, ErrNotBackup
		}
		l.columns = append(l.columns, have[at])
	}
	if t.name == "positions" {
		if l.key = slices.Index(of.Columns, "key"); l.key < 0 || l.content < 0 {
			return nil, ErrNotBackup
		}
	}
	return l, nil
}

// add takes a row, which stood at the given line. One with a position in it is
// looked at: it must fit this program.
func (l *loader) add(ctx context.Context, row []any, line int) error {
	if l.rows == 0 {
		l.first = line
	}
	l.last = line
	for i, v := range row {
		value, err := argument(v, l.columns[i])
		if err != nil {
			return &RowError{l.table.name, line, line, fmt.Errorf("column %s: %w", l.columns[i].name, err)}
		}
		if s, ok := value.(string); ok {
			l.size += len(s)
		}
		row[i] = value
	}
	l.rows++
	l.args = append(l.args, row...)
	if l.content >= 0 {
		content, _ := row[l.content].(string)
		p, faults := position.Decode([]byte(content))
		if len(faults) > 0 {
			return &RowError{l.table.name, line, line, fmt.Errorf("the position does not fit this program: %s", faults[0].English)}
		}
		if l.key >= 0 {
			return l.addPosition(ctx, row, p)
		}
	}
	if l.rows == maxLoadRows || l.size > maxLoadBytes {
		return l.flush(ctx)
	}
	return nil
}

// addPosition adds to a row of positions what follows from what it says, and
// writes it.
func (l *loader) addPosition(ctx context.Context, row []any, p position.Position) error {
	var r positionRow
	r.describe(p)
	all := map[string]any{
		"identity": r.Identity, "code": r.Code, "title": r.Title, "department": r.Department, "team": r.Team,
		"code_folded": r.CodeFolded, "title_folded": r.TitleFolded, "dept_folded": r.DeptFolded,
		"title_order": r.TitleOrder, "dept_order": r.DeptOrder, "search": r.Search,
	}
	for _, name := range l.table.anew {
		l.args = append(l.args, all[name])
	}
	if err := l.flush(ctx); err != nil { // the index refers to the row
		return err
	}
	key, _ := row[l.key].(int64)
	if err := l.tx.engine.index(ctx, l.tx.db, key, grams(r.Search)); err != nil {
		return fmt.Errorf("index position %d: %w", key, err)
	}
	return nil
}

// flush writes the rows that wait.
func (l *loader) flush(ctx context.Context) error {
	if l.rows == 0 {
		return nil
	}
	names := quotedNames(l.columns)
	for _, name := range l.table.anew {
		names += `, "` + name + `"`
	}
	each := "(?" + strings.Repeat(", ?", len(l.args)/l.rows-1) + ")"
	query := `INSERT INTO "` + l.table.name + `" (` + names + `) VALUES ` + each + strings.Repeat(", "+each, l.rows-1)
	_, err := l.tx.db.NewRaw(query, l.args...).Exec(ctx)
	l.rows, l.size = 0, 0
	l.args = l.args[:0]
	if err != nil && ctx.Err() == nil {
		return &RowError{l.table.name, l.first, l.last, err}
	}
	return err
}

// argument returns a value of a line as an argument.
func argument(v any, c column) (any, error) {
	switch v := v.(type) {
	case nil, string:
		return v, nil
	case json.Number:
		return v.Int64()
	case map[string]any:
		text, ok := v["base64"].(string)
		if !ok || len(v) != 1 {
			return nil, errors.New("no value of a backup")
		}
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, err
		}
		if !c.bytes {
			return string(data), nil
		}
		return data, nil
	}
	return nil, fmt.Errorf("no value of a backup: %T", v)
}

// backupReader reads the lines of a backup.
type backupReader struct {
	header backupHeader
	in     *bufio.Reader
	hash   hash.Hash
	line   int   // that was read last, from 1
	over   bool  // there is nothing more to read
	broken error // what was wrong when it was over, nil for a backup that is whole
}

// openBackup reads the first line.
func openBackup(r io.Reader) (*backupReader, error) {
	packed, err := gzip.NewReader(r)
	if err != nil {
		return nil, notBackup(damage(err))
	}
	b := &backupReader{in: bufio.NewReaderSize(packed, 1<<16), hash: sha256.New()}
	line, err := b.next()
	switch {
	case err != nil && bytes.HasPrefix(line, []byte(`{"jobdoc":"backup"`)):
		return nil, err
	case err != nil:
		return nil, notBackup(err)
	}
	if err := json.Unmarshal(line, &b.header); err != nil || b.header.Jobdoc != "backup" || b.header.Format < 1 {
		return nil, ErrNotBackup
	}
	return b, nil
}

// notBackup says what a file is whose first line is damaged.
func notBackup(err error) error {
	if errors.Is(err, ErrDamaged) {
		return ErrNotBackup
	}
	return err
}

// damage tells a file that was cut or changed from one that cannot be read.
func damage(err error) error {
	var corrupt flate.CorruptInputError
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) ||
		errors.As(err, &corrupt) {
		return ErrDamaged
	}
	return err
}

// maxLine bounds a line of a backup, in bytes: the largest value is a Word
// file of a template.
const maxLine = 256 << 20

// next reads the header or a row. At the last line, and where the file is
// damaged, it is over.
func (b *backupReader) next() ([]byte, error) {
	if b.over {
		return nil, cmp.Or(b.broken, ErrDamaged)
	}
	var line []byte
	for {
		part, err := b.in.ReadSlice('\n')
		line = append(line, part...)
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) || len(line) > maxLine {
			b.over, b.broken = true, damage(err)
			return line, b.broken
		}
	}
	b.line++
	if line[0] == '{' && b.line > 1 {
		b.over, b.broken = true, b.checkEnd(line)
		return nil, cmp.Or(b.broken, ErrDamaged) // it is no row
	}
	b.hash.Write(line)
	return line, nil
}

// checkEnd compares the last line with what came before, and looks whether it is the last.
func (b *backupReader) checkEnd(line []byte) error {
	var end backupEnd
	if err := json.Unmarshal(line, &end); err != nil || end.SHA256 != hex.EncodeToString(b.hash.Sum(nil)) {
		return ErrDamaged
	}
	if _, err := b.in.ReadByte(); !errors.Is(err, io.EOF) {
		return ErrDamaged
	}
	return nil
}

// row reads a row of so many values.
func (b *backupReader) row(values int) ([]any, error) {
	line, err := b.next()
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var row []any
	if err := d.Decode(&row); err != nil || len(row) != values {
		return nil, ErrDamaged
	}
	return row, nil
}

// drain reads to the end and returns nil when the backup is whole.
func (b *backupReader) drain() error {
	for !b.over {
		_, _ = b.next() // kept in b.broken
	}
	return b.broken
}
