// Package access makes and reads API keys, says what a scope allows, and takes
// a key out of an Authorization header.
//
// A key is jd_ and 48 characters of base64url (RFC 4648 §5): 32 random bytes and
// the CRC-32 of all before it. The check makes a key that was copied wrongly tell
// itself apart from one that is not known, and lets a scanner of repositories
// find ours (jd_[A-Za-z0-9_-]{48}) without false alarms; it keeps nobody out.
//
// The package knows no database, route or clock: which keys there are, when they
// expire and who used them is kept elsewhere. It never holds a key longer than
// its caller does.
package access
