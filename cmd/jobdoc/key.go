package main

import (
	"context"
	"crypto/rand"
	"errors"
	"os/user"
	"strings"
	"time"

	"jobdoc/internal/access"
	"jobdoc/internal/link"
	"jobdoc/internal/store"
)

// withStore runs do with the store of the flags, which must be there: a mistyped
// folder is told, and not filled with an empty store.
func (a *app) withStore(f storeFlags, do func(context.Context, *store.Store) error) error {
	return runWith(a.openExisting, f, do)
}

// withNewStore runs do with the store of the flags, and makes it when missing.
func (a *app) withNewStore(f storeFlags, do func(context.Context, *store.Store) error) error {
	return runWith(a.openStore, f, do)
}

func runWith(open func(context.Context, storeFlags) (*store.Store, error), f storeFlags, do func(context.Context, *store.Store) error) (err error) {
	ctx := context.Background()
	s, err := open(ctx, f)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(ctx, s)
}

// commandAuthor says in the audit log who ran a command.
func commandAuthor() store.Author {
	who := store.Author{Key: store.CommandKey}
	if u, err := user.Current(); err == nil {
		who.Name = u.Username
	}
	return who
}

// Run makes a key and prints it: it alone on standard output, so that it can be
// piped to where it is kept, and what to know about it on standard error.
func (c *keyCreateCmd) Run(a *app) error {
	k, err := c.check(a)
	if err != nil {
		return err
	}
	secret, err := access.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	k.Prefix = secret.Prefix()
	return a.withNewStore(c.storeFlags, func(ctx context.Context, s *store.Store) error {
		err := s.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
			made, err := tx.CreateKey(ctx, k, secret.Hash())
			if err != nil {
				return err
			}
			return tx.Log(ctx, store.Event{Author: commandAuthor(), Action: "key.create", Subject: made.ID})
		})
		var exists *store.KeyExistsError
		if errors.As(err, &exists) {
			return &inputError{a.ofn("已有名为 %s 的密钥：请换一个名称，或先用 jobdoc key revoke 撤销它",
				"there is a key %s already: choose another name, or revoke that one with jobdoc key revoke", quoted(c.Name)), nil}
		}
		if err != nil {
			return err
		}
		a.say(secret.Text())
		a.complain(a.ofn("密钥 %s 已建好，权限 %s，%s。它只显示这一次，请保存好；请求时写 Authorization: Bearer 加上它。",
			"The key %s is made, with the scopes %s; %s. It is shown this once: keep it safe. Requests send it as Authorization: Bearer and the key.",
			quoted(k.Name), k.Scopes, a.expiry(k.Expires)))
		return nil
	})
}

// check reads the flags, and tells everything that is wrong with them.
func (c *keyCreateCmd) check(a *app) (store.Key, error) {
	var wrong []string
	add := func(flag string, err error) {
		faults, _ := errors.AsType[access.Faults](err)
		for _, f := range faults {
			wrong = append(wrong, flag+a.of("：", ": ")+a.of(f.Detail, f.English))
		}
	}
	add("--name", access.CheckName(c.Name))
	if store.ReservedKeyName(c.Name) {
		wrong = append(wrong, a.ofn("--name：%s 在日志里另有所指，请换一个名称", "--name: %s means something else in the log; choose another name", c.Name))
	}
	scopes, err := access.ParseScopes(c.Scopes)
	add("--scopes", err)
	k := store.Key{Name: c.Name, Scopes: scopes.String()}
	if c.Expires != "" {
		lifetime, err := link.ParseLifetime(c.Expires)
		if err != nil {
			wrong = append(wrong, a.of("--expires：应是整数加单位，如 24h、90d、52w，最长 3650d；长期有效就不写",
				"--expires: write a whole number and a unit, such as 24h, 90d or 52w, at most 3650d; leave it out for a key that does not expire"))
		}
		k.Expires = time.Now().Add(lifetime)
	}
	if len(wrong) > 0 {
		return k, &usageError{strings.Join(wrong, "\n")}
	}
	return k, nil
}

func (a *app) expiry(at time.Time) string {
	if at.IsZero() {
		return a.of("长期有效", "it does not expire")
	}
	return a.of("有效至 ", "it expires ") + minute(at)
}

// minute writes a time as people read it here.
func minute(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Local().Format("2006-01-02 15:04")
}

// Run lists keys, one a line.
func (c *keyListCmd) Run(a *app) error {
	return a.withStore(c.storeFlags, func(ctx context.Context, s *store.Store) error {
		keys, err := s.Keys(ctx, c.All)
		if err != nil {
			return err
		}
		if len(keys) == 0 {
			a.complain(a.of("还没有密钥；用 jobdoc key create 建一个", "there are no keys yet; make one with jobdoc key create"))
			return nil
		}
		a.say(a.of("编号\t名称\t开头\t权限\t状态\t建立\t到期\t最近使用", "id\tname\tbegins\tscopes\tstate\tmade\texpires\tlast used"))
		for _, k := range keys {
			a.say(strings.Join([]string{
				k.ID, k.Name, k.Prefix + "…", k.Scopes, a.keyState(k), minute(k.Created), minute(k.Expires), minute(k.Used),
			}, "\t"))
		}
		return nil
	})
}

func (a *app) keyState(k store.Key) string {
	switch {
	case !k.Revoked.IsZero():
		return a.of("已撤销", "revoked")
	case !k.Live(time.Now()):
		return a.of("已过期", "expired")
	}
	return a.of("有效", "live")
}

// Run revokes a key.
func (c *keyRevokeCmd) Run(a *app) error {
	return a.withStore(c.storeFlags, func(ctx context.Context, s *store.Store) error {
		var k store.Key
		err := s.Update(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
			if k, err = tx.KeyNamed(ctx, c.Key); errors.Is(err, store.ErrNotFound) {
				k, err = tx.Key(ctx, c.Key)
			}
			if err != nil || !k.Revoked.IsZero() {
				return err
			}
			if k, err = tx.RevokeKey(ctx, k.ID); err != nil {
				return err
			}
			return tx.Log(ctx, store.Event{Author: commandAuthor(), Action: "key.revoke", Subject: k.ID})
		})
		if errors.Is(err, store.ErrNotFound) {
			return &inputError{a.ofn("没有名称或编号为 %s 的密钥；用 jobdoc key list 查看", "there is no key of the name or id %s; see jobdoc key list", quoted(c.Key)), nil}
		}
		if err != nil {
			return err
		}
		a.say(a.ofn("已撤销 %s（%s）", "revoked: %s (%s)", k.Name, k.ID))
		live, err := s.HasLiveKey(ctx)
		if err == nil && !live {
			a.complain(a.of("注意：现在没有可用的密钥了，要密钥的服务不再放行任何请求", "note: there is no live key any more; a service that asks for keys lets nobody in"))
		}
		return err
	})
}
