package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed migrations
var migrations embed.FS

// engine is a database with what only it does in its way.
type engine struct {
	name        string
	write, read *bun.DB

	dialect               goose.Dialect
	snapshot              *sql.TxOptions // of a reading transaction
	lockAll               string         // statement after which nobody else writes; "" where a transaction is alone anyway
	beforeLoad, afterLoad []string       // statements around filling an empty position_grams
	lockRow               string         // ends a SELECT whose row is about to be changed
	contains              string         // condition: a column contains a text
	locker                lock.SessionLocker

	openReaders func() error
	again       func(error) bool                                   // the transaction may do better a second time
	unique      func(error) bool                                   // a unique index refused a row
	integrity   func(context.Context) (faults []string, err error) // what the database itself finds wrong
	clearIndex  string                                             // statement that empties position_grams
	gramsKey    string                                             // column of position_grams that is positions.key
	advance     func(context.Context, bun.IDB) error               // keys that are given from now on are higher than all that there are
	index       func(ctx context.Context, db bun.IDB, key int64, grams []string) error
	matching    func(grams []string) (condition string, arg any)
}

func (e *engine) close() error {
	var err error
	if e.read != nil && e.read != e.write {
		err = e.read.Close()
	}
	return errors.Join(err, e.write.Close())
}

// migrate brings the tables to the newest form. A process that loses the race
// for a step finds it done when it looks again.
func (e *engine) migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations/"+e.name)
	if err != nil {
		return err
	}
	var options []goose.ProviderOption
	if e.locker != nil {
		options = append(options, goose.WithSessionLocker(e.locker))
	}
	for try := 1; ; try++ {
		p, err := goose.NewProvider(e.dialect, e.write.DB, files, options...)
		if err != nil {
			return fmt.Errorf("read the migrations: %w", err)
		}
		if _, err = p.Up(ctx); err == nil {
			return nil
		}
		if try == 3 || ctx.Err() != nil {
			return fmt.Errorf("bring the tables of the database up to date: %w", err)
		}
	}
}

// newest returns the number of the newest migration that this program has.
func (e *engine) newest() (int64, error) {
	files, err := fs.ReadDir(migrations, "migrations/"+e.name)
	if err != nil {
		return 0, err
	}
	return goose.NumericComponent(files[len(files)-1].Name())
}

// schema returns the number of the newest migration of the database. The error
// is [ErrNoStore] when there was none.
func (e *engine) schema(ctx context.Context, db bun.IDB) (version int64, err error) {
	there := `SELECT COUNT(*) FROM sqlite_master WHERE name = 'goose_db_version'`
	if e.dialect == goose.DialectPostgres {
		there = `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'goose_db_version'`
	}
	var n int
	if err := db.NewRaw(there).Scan(ctx, &n); err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, ErrNoStore
	}
	err = db.NewRaw("SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(ctx, &version)
	if err == nil && version == 0 {
		err = ErrNoStore
	}
	return version, err
}

// prepare brings the tables up to date.
func (e *engine) prepare(ctx context.Context) error {
	if err := e.known(ctx, e.write); err != nil && !errors.Is(err, ErrNoStore) {
		return err
	}
	if err := e.migrate(ctx); err != nil {
		return err
	}
	return e.openReaders()
}

// look takes the tables as they are.
func (e *engine) look(ctx context.Context) error {
	if err := e.openReaders(); err != nil {
		return err
	}
	return e.known(ctx, e.read)
}

// known refuses a database whose tables a newer program has made, or that has none.
func (e *engine) known(ctx context.Context, db bun.IDB) error {
	newest, err := e.newest()
	if err != nil {
		return err
	}
	version, err := e.schema(ctx, db)
	if err == nil && version > newest {
		err = &NewerError{}
	}
	return err
}

// SQLiteFile is the name of the database in [Config.Dir].
const SQLiteFile = "jobdoc.db"

// openSQLite opens the database for writing: one connection, whose transactions
// take the lock when they begin, so that none fails half-way for want of it.
func openSQLite(dir string, existing bool) (*engine, error) {
	if existing {
		if _, err := os.Stat(filepath.Join(dir, SQLiteFile)); errors.Is(err, fs.ErrNotExist) {
			return nil, ErrNoStore
		}
	} else if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	path, err := filepath.Abs(filepath.Join(dir, SQLiteFile))
	if err != nil {
		return nil, err
	}
	if !existing {
		// It holds secrets, and the folder may be one that others look into. What
		// SQLite puts beside the file is as private as the file. Where it cannot be
		// made, SQLite says why.
		if f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err == nil {
			_ = f.Close() // nothing was written
		}
	}
	open := func(connections int, parameters ...string) (*bun.DB, error) {
		u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: strings.Join(parameters, "&")}
		db, err := sql.Open("sqlite", u.String())
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", SQLiteFile, err)
		}
		db.SetMaxOpenConns(connections)
		db.SetMaxIdleConns(connections)
		return bun.NewDB(db, sqlitedialect.New()), nil
	}
	common := []string{"_pragma=busy_timeout(10000)", "_pragma=foreign_keys(1)", "_pragma=cache_size(-16000)", "_pragma=temp_store(memory)"}
	readOnly := append([]string{"mode=ro", "_pragma=query_only(1)"}, common...)
	write, err := open(1, append(common, "_txlock=immediate", "_pragma=journal_mode(wal)", "_pragma=synchronous(full)")...)
	if err != nil {
		return nil, err
	}
	e := &engine{
		name: "sqlite", gramsKey: "rowid", clearIndex: "INSERT INTO position_grams (position_grams) VALUES ('delete-all')", write: write, dialect: goose.DialectSQLite3,
		contains: "instr(?, ?) > 0",
		again:    func(error) bool { return false },
		advance:  func(context.Context, bun.IDB) error { return nil }, // SQLite looks at the highest there is
		unique: func(err error) bool {
			var se *sqlite.Error
			return errors.As(err, &se) && (se.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || se.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
		},
		index: func(ctx context.Context, db bun.IDB, key int64, grams []string) error {
			_, err := db.NewRaw("INSERT OR REPLACE INTO position_grams (rowid, grams) VALUES (?, ?)", key, hexWords(grams)).Exec(ctx)
			return err
		},
		// The plus keeps the planner from walking the matches and sorting them:
		// it walks the index of the order that was asked for.
		matching: func(grams []string) (string, any) {
			return "+key IN (SELECT rowid FROM position_grams WHERE position_grams MATCH ?)", strings.ReplaceAll(hexWords(grams), " ", " AND ")
		},
	}
	e.openReaders = func() (err error) {
		e.read, err = open(max(4, runtime.GOMAXPROCS(0)), readOnly...)
		return err
	}
	// A connection of its own: the index of the search keeps in each connection
	// what it knows of its segments, and the check believes that although another
	// connection has merged them meanwhile. Searches look again.
	e.integrity = func(ctx context.Context) ([]string, error) {
		db, err := open(1, readOnly...)
		if err != nil {
			return nil, err
		}
		faults, err := sqliteIntegrity(ctx, db)
		return faults, errors.Join(err, db.Close())
	}
	return e, nil
}

// sqliteIntegrity reads all pages and indexes, and follows all foreign keys.
func sqliteIntegrity(ctx context.Context, db *bun.DB) (faults []string, err error) {
	var said []string
	if err := db.NewRaw("PRAGMA integrity_check(?)", maxBroken).Scan(ctx, &said); err != nil {
		return nil, err
	}
	for _, s := range said {
		if s != "ok" {
			faults = append(faults, "integrity check: "+s)
		}
	}
	var orphans []string
	err = db.NewRaw(`SELECT "table" || ' ' || COALESCE(rowid, '') || ' refers to ' || parent FROM pragma_foreign_key_check LIMIT ?`, maxBroken).Scan(ctx, &orphans)
	for _, s := range orphans {
		faults = append(faults, "a row of "+s+" that is not there")
	}
	return faults, err
}

// connectLimit is how long a server may take to let us in, where connect_timeout
// does not say: one that takes the connection and is mute would be waited for
// without end, and whoever asked is gone by then.
const connectLimit = 5 * time.Second

// openPostgres opens the database. Readers and writers share its connections.
func openPostgres(address string) (*engine, error) {
	c, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("read the database URL: %w", err)
	}
	// bun writes arguments into the text, so that no text comes twice and there is
	// nothing to prepare.
	c.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	// It escapes them for these settings, which a role or a database may have otherwise.
	c.RuntimeParams["standard_conforming_strings"], c.RuntimeParams["client_encoding"] = "on", "UTF8"
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectLimit
	}
	db := stdlib.OpenDB(*c)
	db.SetMaxOpenConns(20)
	db.SetMaxIdleConns(20)
	both := bun.NewDB(db, pgdialect.New())
	e := &engine{
		name: "postgres", gramsKey: "position_key", clearIndex: "DELETE FROM position_grams", write: both, read: both, dialect: goose.DialectPostgres, locker: advisory{},
		snapshot: &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
		lockRow:  "UPDATE",
		lockAll:  lockTables(),
		// Four times as fast. Readers wait meanwhile, so this is for an empty store.
		beforeLoad: []string{"ALTER INDEX position_grams_grams SET (fastupdate = on)", "SET LOCAL gin_pending_list_limit = '256MB'"},
		afterLoad:  []string{"SELECT gin_clean_pending_list('position_grams_grams')", "ALTER INDEX position_grams_grams SET (fastupdate = off)"},
		advance:    advanceSequences,
		contains:   "strpos(?, ?) > 0",
		again: func(err error) bool {
			code := sqlState(err)
			return code == "40001" || code == "40P01" // serialization failure, deadlock
		},
		unique: func(err error) bool { return sqlState(err) == "23505" },
		index: func(ctx context.Context, db bun.IDB, key int64, grams []string) error {
			_, err := db.NewRaw("INSERT INTO position_grams (position_key, grams) VALUES (?, ?) ON CONFLICT (position_key) DO UPDATE SET grams = EXCLUDED.grams",
				key, pgdialect.Array(grams)).Exec(ctx)
			return err
		},
		matching: func(grams []string) (string, any) {
			return "key IN (SELECT position_key FROM position_grams WHERE grams @> ?)", pgdialect.Array(grams)
		},
		openReaders: func() error { return nil },
	}
	// Foreign keys hold here always, and pages are checked as they are read where
	// the server was told to (data_checksums).
	e.integrity = func(context.Context) ([]string, error) { return nil, nil }
	return e, nil
}

// lockTables makes the statement that keeps others from writing, and lets them read.
func lockTables() string {
	var names []string
	for _, t := range kept {
		names = append(names, t.name)
	}
	return "LOCK TABLE " + strings.Join(names, ", ") + ", " + strings.Join(slices.Sorted(maps.Keys(passing)), ", ") + " IN EXCLUSIVE MODE"
}

// advanceSequences sets the sequences past the keys that there are. They never go
// back: that would stay when the transaction is rolled back.
func advanceSequences(ctx context.Context, db bun.IDB) error {
	var identities []struct{ TableName, ColumnName string }
	if err := db.NewRaw("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'").
		Scan(ctx, &identities); err != nil {
		return err
	}
	for _, i := range identities {
		if strings.HasPrefix(i.TableName, "goose_") {
			continue
		}
		if _, err := db.NewRaw("SELECT setval(pg_get_serial_sequence(?, ?), GREATEST((SELECT COALESCE(MAX(?), 0) FROM ?), nextval(pg_get_serial_sequence(?, ?))))",
			i.TableName, i.ColumnName, bun.Ident(i.ColumnName), bun.Ident(i.TableName), i.TableName, i.ColumnName).Exec(ctx); err != nil {
			return fmt.Errorf("table %s: %w", i.TableName, err)
		}
	}
	return nil
}

// advisory lets one process at a time bring the tables of a schema up to date.
// goose has a locker too, but who comes second waits there for five seconds.
type advisory struct{}

const advisoryKey = "hashtext('jobdoc migrations ' || current_schema())"

// SessionLock waits for the lock.
func (advisory) SessionLock(ctx context.Context, c *sql.Conn) error {
	_, err := c.ExecContext(ctx, "SELECT pg_advisory_lock("+advisoryKey+")")
	return err
}

// SessionUnlock gives it back.
func (advisory) SessionUnlock(ctx context.Context, c *sql.Conn) error {
	_, err := c.ExecContext(ctx, "SELECT pg_advisory_unlock("+advisoryKey+")")
	return err
}

func sqlState(err error) string {
	var pe *pgconn.PgError
	if errors.As(err, &pe) {
		return pe.Code
	}
	return ""
}
