package store

import (
	"crypto/tls"
	"database/sql/driver"
	"errors"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Cause is why a database does not do what it was asked, as far as whoever runs
// it can mend it.
type Cause string

// The causes there are.
const (
	CauseOther      Cause = ""
	CauseURL        Cause = "url"        // the URL is none of PostgreSQL's
	CauseHost       Cause = "host"       // no host of that name
	CauseServer     Cause = "server"     // no server there, or it starts, stops or went away
	CauseTLS        Cause = "tls"        // the server's certificate is not to be trusted
	CauseLogin      Cause = "login"      // user or password
	CauseDatabase   Cause = "database"   // the server has no database of that name
	CausePermission Cause = "permission" // the user, or the program, may not
	CauseCrowded    Cause = "crowded"    // the server takes no more connections
	CauseFull       Cause = "full"       // no room on the disk
	CauseBusy       Cause = "busy"       // somebody else has it locked for longer than we wait
	CauseFile       Cause = "file"       // the file is no SQLite database
	CauseDamaged    Cause = "damaged"    // the file is one, and spoilt
	CauseMissing    Cause = "missing"    // the file cannot be opened
)

// Passing reports whether the same request may well be answered later, without
// anything being wrong with it.
func (c Cause) Passing() bool {
	switch c {
	case CauseHost, CauseServer, CauseLogin, CauseCrowded, CauseFull, CauseBusy:
		return true
	}
	return false
}

// CauseOf tells why the database failed. It is [CauseOther] for an error that
// is not the database's.
func CauseOf(err error) Cause {
	var (
		refused *pgconn.PgError
		file    *sqlite.Error
		address *pgconn.ParseConfigError
		trust   *tls.CertificateVerificationError
		name    *net.DNSError
		network *net.OpError
		connect *pgconn.ConnectError
	)
	switch {
	case errors.As(err, &refused):
		return causeOfState(refused.Code)
	case errors.As(err, &file):
		return causeOfCode(file.Code())
	case errors.As(err, &address):
		return CauseURL
	case errors.As(err, &trust):
		return CauseTLS
	case errors.As(err, &name):
		return CauseHost
	case errors.As(err, &network), errors.Is(err, driver.ErrBadConn):
		return CauseServer
	case errors.As(err, &connect):
		return CauseServer
	}
	return CauseOther
}

// states are the causes by SQLSTATE (PostgreSQL, appendix A), whole or the
// class alone.
var states = map[string]Cause{
	"08": CauseServer, "57P": CauseServer,
	"28": CauseLogin, "3D": CauseDatabase, "42501": CausePermission, "25006": CausePermission,
	"42704": CauseURL, "53300": CauseCrowded, "53100": CauseFull, "55P03": CauseBusy,
}

func causeOfState(code string) Cause {
	for _, prefix := range []string{code, code[:min(3, len(code))], code[:min(2, len(code))]} {
		if c, known := states[prefix]; known {
			return c
		}
	}
	return CauseOther
}

// causeOfCode maps a result code of SQLite; its low byte is the primary code.
func causeOfCode(code int) Cause {
	switch code & 0xff {
	case sqlite3.SQLITE_FULL:
		return CauseFull
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return CauseBusy
	case sqlite3.SQLITE_NOTADB:
		return CauseFile
	case sqlite3.SQLITE_CORRUPT:
		return CauseDamaged
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return CausePermission
	case sqlite3.SQLITE_CANTOPEN:
		return CauseMissing
	}
	return CauseOther
}
