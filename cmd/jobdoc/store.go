package main

import (
	"context"

	"jobdoc/internal/store"
)

// openStore opens the store that the flags name, and complains where it cannot.
func (a *app) openStore(ctx context.Context, f storeFlags) (*store.Store, error) {
	s, err := store.Open(ctx, store.Config{Dir: f.Data, URL: f.DatabaseURL})
	switch {
	case err == nil:
		return s, nil
	case f.DatabaseURL != "": // the error may repeat the URL, and with it a password
		a.complain(a.of("不能打开 --database-url 的数据库；请检查地址、用户、密码，以及数据库是否在运行",
			"cannot open the database of --database-url; check address, user and password, and whether it runs"))
	default:
		a.complain(a.ofn("不能打开数据文件夹 %s：%s", "cannot open the data folder %s: %s", quoted(f.Data), a.reason(err)))
	}
	return nil, errReported
}
