// Package link makes and checks the tokens in the addresses of links, and reads
// for how long a link is to live.
//
// A token says which link is meant and until when, and that we said so. It is
// these bytes, in base64url without padding (RFC 4648 §5), 74 characters:
//
//	 1  version, 1
//	 4  id of the key, big-endian
//	10  id of the link
//	 8  expiry in seconds since 1970, big-endian; 0 for a link that does not expire
//	32  HMAC-SHA256 (RFC 2104) of all before it
//
// The HMAC's key is derived from the secret of that id for this purpose alone
// (HKDF, RFC 5869), so that a secret may serve another purpose one day and
// nothing signed there opens a link.
//
// Whether a link is revoked or used up is not in its token: that is in its row.
// The package knows no database, request or clock: keys and time are arguments.
package link
