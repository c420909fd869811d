package main

import (
	"context"
	"errors"

	"jobdoc/internal/store"
)

// openStore opens the store that the flags name, and complains where it cannot.
func (a *app) openStore(ctx context.Context, f storeFlags) (*store.Store, error) {
	return a.openConfig(ctx, store.Config{Dir: f.Data, URL: f.DatabaseURL})
}

// openExisting opens a store that must be there, and leaves its tables as they are.
func (a *app) openExisting(ctx context.Context, f storeFlags) (*store.Store, error) {
	return a.openConfig(ctx, store.Config{Dir: f.Data, URL: f.DatabaseURL, Existing: true})
}

func (a *app) openConfig(ctx context.Context, f store.Config) (*store.Store, error) {
	s, err := store.Open(ctx, f)
	var newer *store.NewerError
	switch {
	case err == nil:
		return s, nil
	case errors.As(err, &newer):
		return nil, &inputError{a.ofn("数据已由较新的 jobdoc 打开过，本程序是 %s；请用那个版本或更新的版本", "a newer jobdoc has worked on this data, and this is %s; use that version or a later one", version), err}
	case errors.Is(err, store.ErrNoStore) && f.URL == "":
		return nil, &inputError{a.ofn("文件夹 %s 里没有 jobdoc 的数据，请用 --data 指明数据文件夹", "there is no data of jobdoc in the folder %s; name the folder with --data", quoted(f.Dir)), err}
	case errors.Is(err, store.ErrNoStore):
		return nil, &inputError{a.of("--database-url 的数据库里没有 jobdoc 的数据，请检查地址", "there is no data of jobdoc in the database of --database-url; check the address"), err}
	case f.URL != "": // the error may repeat the URL, and with it a password
		a.complain(a.of("不能打开 --database-url 的数据库；请检查地址、用户、密码，以及数据库是否在运行",
			"cannot open the database of --database-url; check address, user and password, and whether it runs"))
	default:
		a.complain(a.ofn("不能打开数据文件夹 %s：%s", "cannot open the data folder %s: %s", quoted(f.Dir), a.reason(err)))
	}
	return nil, errReported
}
