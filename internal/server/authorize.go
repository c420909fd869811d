package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"jobdoc/internal/access"
	"jobdoc/internal/store"
)

// caller is who makes a request, and what else the log tells of it.
type caller struct {
	author  store.Author
	keyID   string // of the API key, [localKey] where none is asked for
	scopes  access.Scopes
	address string // of the client, "" where it cannot be told
	number  int    // of the revision that was given, where a handler tells
}

// localKey stands for the API key where none is asked for.
const localKey = store.LocalKey

type callerKey struct{}

// callerOf returns who makes the request; outside of one, nobody in particular.
func callerOf(ctx context.Context) *caller {
	if c, ok := ctx.Value(callerKey{}).(*caller); ok {
		return c
	}
	return &caller{author: store.Author{Key: localKey}, keyID: localKey}
}

// authorOf returns who makes the request: the key, and the person that ?by= names.
func authorOf(ctx context.Context) store.Author { return callerOf(ctx).author }

// authorize lets a request in or refuses it, before its body is read. A path
// that is none of ours, or not for this method, tells nothing that is not in
// the description.
func (s *Server) authorize(c *gin.Context) {
	who := &caller{keyID: localKey}
	from := s.clientAddress(c.Request)
	if from.IsValid() {
		who.address = from.String()
	}
	route := s.rules[c.Request.Method+" "+c.FullPath()]
	switch {
	case !s.config.Keys:
		who.author.Key = localKey
		who.scopes = access.ScopesOf(access.Admin)
	case route.open || c.FullPath() == "":
	default:
		if err := s.letIn(c.Request, who, route, from); err != nil {
			s.countRefused(err)
			s.refuse(c, err)
			return
		}
	}
	if strings.Contains(c.Request.URL.RawQuery, "by=") {
		if by := c.Query("by"); len(textFaults("by", by, byLimit, false)) == 0 { // of any other, queryFaults tells
			who.author.Name = by
		}
	}
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), callerKey{}, who))
	if route.event != "" {
		ended := false
		defer func() {
			if ended || c.Writer.Written() { // also what was given of an answer that breaks off
				s.noteRead(c, route.event, who)
			}
		}()
		c.Next()
		ended = true
	}
}

// letIn finds the key of a request and asks whether it opens the route. A good
// key is let in whatever others at its address did: behind a proxy that is not
// trusted they all have one.
func (s *Server) letIn(r *http.Request, who *caller, route rule, from netip.Addr) error {
	now := s.config.Now()
	k, err := s.keyOf(r, now)
	if err != nil {
		var request *requestError
		if errors.As(err, &request) && len(r.Header.Values("Authorization")) > 0 {
			if wait := s.failures.take(network64(from), now); wait > 0 {
				return tooMany(wait, "失败的认证太多", "too many failed attempts to authenticate")
			}
		}
		return err
	}
	if wait := s.rates.take(k.ID, now); wait > 0 {
		return tooMany(wait, "这个密钥的请求太多", "too many requests with this key")
	}
	s.used.note(k.ID, now)
	who.scopes, err = access.ParseScopes(k.Scopes)
	if err != nil {
		return fmt.Errorf("read the scopes of key %s: %w", k.ID, err)
	}
	who.keyID, who.author.Key = k.ID, k.Name
	if !route.lets(who.scopes) {
		return lacksScope(who.scopes, route.needed...)
	}
	return nil
}

// keyOf returns the key of a request, which is live. It is looked up at each
// request, so that a revoked key opens nothing from that moment on.
func (s *Server) keyOf(r *http.Request, now time.Time) (store.Key, error) {
	token, err := access.Bearer(r.Header.Values("Authorization"))
	if err != nil {
		return store.Key{}, noKey(err)
	}
	key, err := access.ParseKey(token)
	if err != nil {
		return store.Key{}, noKey(err)
	}
	k, err := s.config.Store.KeyByHash(r.Context(), key.Hash())
	switch {
	case errors.Is(err, store.ErrNotFound):
		return k, errUnknownKey
	case err != nil:
		return k, err
	case !k.Revoked.IsZero():
		return k, errRevokedKey
	case !k.Live(now):
		return k, errExpiredKey
	}
	return k, nil
}

const (
	challenge      = `Bearer realm="jobdoc"`
	wrongChallenge = challenge + `, error="invalid_token"` // RFC 6750, 3.1
)

var (
	errUnknownKey = &requestError{status: http.StatusUnauthorized, challenge: wrongChallenge,
		zh: "没有这个 API 密钥：请核对，或请管理员用 jobdoc key create 另建一个",
		en: "there is no such API key: check it, or have one made with jobdoc key create"}
	errRevokedKey = &requestError{status: http.StatusUnauthorized, challenge: wrongChallenge,
		zh: "这个 API 密钥已撤销：请管理员用 jobdoc key create 另建一个",
		en: "this API key is revoked: have another made with jobdoc key create"}
	errExpiredKey = &requestError{status: http.StatusUnauthorized, challenge: wrongChallenge,
		zh: "这个 API 密钥已过期：请管理员先用 jobdoc key revoke 撤销它，再用 jobdoc key create 另建一个",
		en: "this API key has expired: have it revoked with jobdoc key revoke, and another made with jobdoc key create"}
)

// noKey refuses a request without a key, or with what cannot be one.
func noKey(err error) error {
	faults, ok := errors.AsType[access.Faults](err)
	if !ok {
		return err
	}
	refused := &requestError{status: http.StatusUnauthorized, challenge: wrongChallenge, zh: faults[0].Detail, en: faults[0].English}
	if faults[0].Code == access.CodeNoCredentials {
		refused.challenge = challenge
	}
	return refused
}

// lacksScope refuses a key that has none of the scopes that would do.
func lacksScope(has access.Scopes, needed ...access.Scope) *requestError {
	names := make([]string, len(needed))
	for i, scope := range needed {
		names[i] = scope.String()
	}
	zh, en := strings.Join(names, " 或 "), strings.Join(names, " or ")
	return &requestError{
		status: http.StatusForbidden, challenge: fmt.Sprintf(`%s, error="insufficient_scope", scope="%s"`, challenge, strings.Join(names, " ")),
		zh: fmt.Sprintf("这个密钥没有 %s 权限（它有 %s）：请管理员另建一个有 %s 权限的密钥", zh, has, zh),
		en: fmt.Sprintf("this key lacks the scope %s (it has %s): have a key made that has %s", en, has, en),
	}
}

// tooMany refuses what comes too often.
func tooMany(wait time.Duration, zh, en string) *requestError {
	wait = (wait + time.Second - 1).Truncate(time.Second)
	return &requestError{
		status: http.StatusTooManyRequests, retry: wait,
		zh: fmt.Sprintf("%s，请 %d 秒后再试", zh, wait/time.Second), en: fmt.Sprintf("%s; try again in %d s", en, wait/time.Second),
	}
}
