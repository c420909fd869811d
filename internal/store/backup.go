package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A backup is the same whatever engine it is of: lines of JSON, compressed with
// gzip. The first line is a [backupHeader]; then come the rows of each table in
// the order of the header, an array of values for each in the order of its
// columns; the last line is a [backupEnd]. A value is null, a whole number, a
// string, or bytes as an object with base64.

// backupFormat is the version of that form. A program reads no higher one.
const backupFormat = 1

// backupHeader is the first line.
type backupHeader struct {
	Jobdoc  string        `json:"jobdoc"` // what the file is: "backup"
	Format  int           `json:"format"`
	Program string        `json:"program"` // version of jobdoc that wrote it
	Schema  int64         `json:"schema"`  // the newest migration of its tables
	Made    time.Time     `json:"made"`
	Tables  []backupTable `json:"tables"`
}

type backupTable struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	Rows    int      `json:"rows"`
}

func (h *backupHeader) rows() (n int) {
	for _, t := range h.Tables {
		n += t.Rows
	}
	return n
}

// backupEnd is the last line: a file without it was cut.
type backupEnd struct {
	SHA256 string `json:"sha256"` // of all bytes before this line, uncompressed
}

// blob is how bytes stand in a row.
type blob struct {
	Base64 []byte `json:"base64"`
}

// column is one of a table, as the database lists it.
type column struct {
	name  string
	bytes bool // it holds bytes, not text or a number
}

// columns lists the columns of a table that a backup holds.
func (q Reader) columns(ctx context.Context, t table) (all []column, err error) {
	rows, err := q.db.QueryContext(ctx, `SELECT * FROM "`+t.name+`" WHERE 1 = 0`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // it holds no rows
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	for _, c := range types {
		if !slices.Contains(t.anew, c.Name()) {
			kind := c.DatabaseTypeName()
			all = append(all, column{c.Name(), kind == "BLOB" || kind == "BYTEA"})
		}
	}
	return all, rows.Err()
}

func quotedNames(columns []column) string {
	var names []string
	for _, c := range columns {
		names = append(names, `"`+c.name+`"`)
	}
	return strings.Join(names, ", ")
}

// Transfer says how a backup is written or read.
type Transfer struct {
	Program  string                // version of this program, such as 0.1.0
	Replace  bool                  // [Store.Restore]: erase what the store holds
	Event    *Event                // written into the log, that of a restore into the log that was restored; nil: none
	Progress func(done, total int) // called now and then with how many rows are done; nil: nobody watches
}

// progressEvery is after how many rows progress is told.
const progressEvery = 100

func (o *Transfer) tell(done, total int) {
	if o.Progress != nil && (done%progressEvery == 0 || done == total) {
		o.Progress(done, total)
	}
}

// Backup writes one state of the store, while others go on changing it, and
// returns how many positions it holds. It holds secrets: the keys that sign
// links, and the hashes of API keys. Left out is what [Store.Restore] makes anew
// and what is of no use a day later. Memory does not grow with the store. The
// event is written when all is done, and so is not in the backup.
func (s *Store) Backup(ctx context.Context, w io.Writer, o Transfer) (positions int, err error) {
	packed, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return 0, err
	}
	b := &backupWriter{out: bufio.NewWriterSize(packed, 1<<16), hash: sha256.New(), options: o}
	err = s.View(ctx, func(ctx context.Context, q Reader) error {
		h, err := q.header(ctx, o)
		if err != nil {
			return err
		}
		positions = h.Tables[0].Rows
		return b.write(ctx, q, h)
	})
	if err == nil {
		err = b.out.Flush()
	}
	if err == nil {
		err = packed.Close()
	}
	if err == nil && o.Event != nil {
		err = s.Update(ctx, func(ctx context.Context, tx *Tx) error { return tx.Log(ctx, *o.Event) })
	}
	return positions, err
}

// header lists what a backup of the state is going to hold.
func (q Reader) header(ctx context.Context, o Transfer) (*backupHeader, error) {
	schema, err := q.engine.schema(ctx, q.db)
	if err != nil {
		return nil, err
	}
	h := &backupHeader{Jobdoc: "backup", Format: backupFormat, Program: o.Program, Schema: schema, Made: q.now().UTC().Truncate(time.Millisecond)}
	for _, t := range kept {
		columns, err := q.columns(ctx, t)
		if err != nil {
			return nil, err
		}
		of := backupTable{Name: t.name}
		for _, c := range columns {
			of.Columns = append(of.Columns, c.name)
		}
		if err := q.db.NewRaw(`SELECT COUNT(*) FROM "`+t.name+`"`).Scan(ctx, &of.Rows); err != nil {
			return nil, err
		}
		h.Tables = append(h.Tables, of)
	}
	return h, nil
}

// backupWriter writes the lines of a backup.
type backupWriter struct {
	out     *bufio.Writer
	hash    hash.Hash
	line    bytes.Buffer
	options Transfer
	done    int
}

func (b *backupWriter) write(ctx context.Context, q Reader, h *backupHeader) error {
	if err := b.add(h); err != nil {
		return err
	}
	for _, t := range kept {
		if err := b.rows(ctx, q, t, h.rows()); err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	return b.add(backupEnd{hex.EncodeToString(b.hash.Sum(nil))})
}

// rows writes the rows of a table.
func (b *backupWriter) rows(ctx context.Context, q Reader, t table, total int) error {
	columns, err := q.columns(ctx, t)
	if err != nil {
		return err
	}
	rows, err := q.db.QueryContext(ctx, `SELECT `+quotedNames(columns)+` FROM "`+t.name+`" ORDER BY `+t.key)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // what failed is in rows.Err
	values, places := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		places[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return err
		}
		for i, v := range values {
			values[i] = writable(v, columns[i])
		}
		if err := b.add(values); err != nil {
			return err
		}
		b.done++
		b.options.tell(b.done, total)
	}
	return rows.Err()
}

// writable returns a value as it stands in a line. Text that is not UTF-8, which
// SQLite takes, stands as bytes, so that it comes back as it is.
func writable(v any, c column) any {
	switch v := v.(type) {
	case []byte:
		if c.bytes || !utf8.Valid(v) {
			return blob{append([]byte{}, v...)} // nil would be null
		}
		return string(v)
	case string:
		if c.bytes || !utf8.ValidString(v) {
			return blob{[]byte(v)}
		}
	}
	return v
}

// add writes a line.
func (b *backupWriter) add(v any) error {
	b.line.Reset()
	e := json.NewEncoder(&b.line)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.hash.Write(b.line.Bytes())
	_, err := b.out.Write(b.line.Bytes())
	return err
}
