package main

import (
	"context"
	"crypto/rand"
	"errors"
	"strconv"
	"strings"

	"jobdoc/internal/link"
	"jobdoc/internal/store"
)

// Run lists the keys that sign the addresses of links, one a line.
func (c *keyLinksCmd) Run(a *app) error {
	return a.withStore(c.storeFlags, func(ctx context.Context, s *store.Store) error {
		keys, err := s.SigningKeys(ctx)
		if err != nil {
			return err
		}
		if len(keys) == 0 {
			a.complain(a.of("还没有签名密钥；建第一个链接时自动生成", "there are no signing keys yet; the first link makes one"))
			return nil
		}
		a.say(a.of("编号\t状态\t建立\t停用", "id\tstate\tmade\tretired"))
		signs := true
		for _, k := range keys {
			state := a.of("仍可打开", "opens links")
			switch {
			case !k.Retired.IsZero():
				state = a.of("已停用", "retired")
			case signs:
				state = a.of("签名", "signs")
				signs = false
			}
			a.say(strings.Join([]string{strconv.FormatUint(uint64(k.ID), 10), state, minute(k.Created), minute(k.Retired)}, "\t"))
		}
		return nil
	})
}

// Run makes a key that signs the addresses of links from now on.
func (c *keyRotateLinksCmd) Run(a *app) error {
	secret, err := link.NewSecret(rand.Reader)
	if err != nil {
		return err
	}
	return a.withStore(c.storeFlags, func(ctx context.Context, s *store.Store) error {
		var made store.SigningKey
		err := s.Update(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
			if made, err = tx.RotateSigningKey(ctx, secret); err != nil {
				return err
			}
			return tx.Log(ctx, store.Event{Author: commandAuthor(), Action: "signing.rotate", Subject: strconv.FormatUint(uint64(made.ID), 10)})
		})
		if err != nil {
			return err
		}
		a.say(a.ofn("链接改用签名密钥 %d。以前发出的地址照常打开，直到它们的密钥停用：jobdoc key retire-links 编号",
			"Links are signed with key %d now. Addresses given out before open as they did, until their key is retired: jobdoc key retire-links ID", made.ID))
		return nil
	})
}

// Run retires a key, and with it every address that it signed.
func (c *keyRetireLinksCmd) Run(a *app) error {
	return a.withStore(c.storeFlags, func(ctx context.Context, s *store.Store) error {
		err := s.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.RetireSigningKey(ctx, c.ID); err != nil {
				return err
			}
			return tx.Log(ctx, store.Event{Author: commandAuthor(), Action: "signing.retire", Subject: strconv.FormatUint(uint64(c.ID), 10)})
		})
		switch {
		case errors.Is(err, store.ErrNotFound):
			return &inputError{a.ofn("没有编号为 %d 的签名密钥；用 jobdoc key links 查看", "there is no signing key %d; see jobdoc key links", c.ID), nil}
		case errors.Is(err, store.ErrLastKey):
			return &inputError{a.ofn("签名密钥 %d 正在使用，不能停用：请先用 jobdoc key rotate-links 换一个", "key %d signs links and cannot be retired: make another one first with jobdoc key rotate-links", c.ID), nil}
		case err != nil:
			return err
		}
		a.say(a.ofn("已停用签名密钥 %d，用它签的地址几秒后都打不开，不能恢复。链接本身没有撤销：GET /v1/links/{id} 给出新的地址",
			"Key %d is retired: in a few seconds the addresses that it signed open nothing, for good. The links are not revoked: GET /v1/links/{id} gives their new addresses", c.ID))
		return nil
	})
}
