package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"jobdoc/internal/link"
	"jobdoc/internal/store"
)

// authFlags say who may use the service, and how much.
type authFlags struct {
	Auth       string  `default:"auto" placeholder:"auto|none|keys"`
	Rate       float64 `default:"100" placeholder:"N"`
	KeepEvents string  `name:"keep-events" placeholder:"365d"`
}

// asksForKeys reports whether a service asks for API keys; private is one that
// nobody but this machine is meant to reach.
func (f authFlags) asksForKeys(a *app, private bool) (bool, error) {
	switch f.Auth {
	case "auto":
		return !private, nil
	case "keys":
		return true, nil
	case "none":
		return false, nil
	}
	return false, &usageError{a.ofn("--auth 只能是 auto、none 或 keys，不能是 %s", "--auth is auto, none or keys, not %s", quoted(f.Auth))}
}

// check returns how long events are kept, 0 for ever.
func (f authFlags) check(a *app) (keep time.Duration, err error) {
	if !(f.Rate >= 0 && f.Rate <= 1e6) {
		return 0, &usageError{a.of("--rate 应是每秒的请求数，0 到 1000000；0 为不限", "--rate is requests a second, from 0 to 1000000; 0 is no limit")}
	}
	if f.KeepEvents == "" {
		return 0, nil
	}
	if keep, err = link.ParseLifetime(f.KeepEvents); err != nil {
		return 0, &usageError{a.of("--keep-events 应是整数加单位，如 365d，最长 3650d；一直保留就不写", "--keep-events is a whole number and a unit, such as 365d, at most 3650d; leave it out to keep all")}
	}
	return keep, nil
}

// checkAccess keeps a service from starting that would let nobody in, and warns
// of one that lets everybody in.
func (c *serveCmd) checkAccess(ctx context.Context, a *app, kept *store.Store, private, keys bool) error {
	if !keys {
		if !private {
			a.complain(a.ofn("注意：--auth none 不要密钥，能访问 %s 的人都能读写所有内容", "note: --auth none asks for no key: whoever reaches %s may read and change everything", c.Addr))
		}
		return nil
	}
	live, err := kept.HasLiveKey(ctx)
	if err != nil || live {
		return err
	}
	command := "jobdoc key create --name " + a.of("管理员", "admin") + " --scopes admin"
	switch {
	case c.DatabaseURL != "":
		command += ` --database-url "$JOBDOC_DATABASE_URL"`
	case c.Data != "data":
		command += " --data " + shellWord(c.Data)
	}
	if c.Auth == "keys" { // the address may well be this machine's alone
		return &inputError{a.ofn("--auth keys 要 API 密钥，而现在没有可用的密钥。请先建一个：\n\n    %s", "--auth keys asks for API keys, and there is none that is live. Make one first:\n\n    %s", command), nil}
	}
	return &inputError{a.ofn("服务在 %s 上要用 API 密钥，而现在没有可用的密钥。请先建一个：\n\n    %s\n\n只在本机使用就不写 --addr、--public-url、--trusted-proxies；别处已有把关时可用 --auth none。",
		"The service on %s asks for API keys, and there is none that is live. Make one first:\n\n    %s\n\nFor this machine alone leave --addr, --public-url and --trusted-proxies out; where something else keeps watch, --auth none may do.", c.Addr, command), nil}
}

// shellWord quotes a word for a shell where it has to be.
func shellWord(s string) string {
	if s != "" && !strings.ContainsAny(s, " \t\n'\"\\$`!*?[]{}()<>|&;#~") {
		return s
	}
	return fmt.Sprintf("'%s'", strings.ReplaceAll(s, "'", `'\''`))
}
