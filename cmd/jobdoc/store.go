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
		a.complain(a.ofn("不能打开 --database-url 的数据库：%s", "cannot open the database of --database-url: %s", a.databaseReason(err)))
	default:
		a.complain(a.ofn("不能打开数据文件夹 %s：%s", "cannot open the data folder %s: %s", quoted(f.Dir), a.fileReason(err)))
	}
	return nil, errReported
}

// databaseTexts say what to do about a PostgreSQL that does not open.
var databaseTexts = map[store.Cause]struct{ zh, en string }{
	store.CauseURL: {"地址应写成 postgres://用户@主机:端口/库?sslmode=verify-full，特殊字符写成 %XX",
		"the address must be like postgres://user@host:port/database?sslmode=verify-full, with special characters as %XX"},
	store.CauseHost:       {"找不到这个主机名，请检查拼写或改用 IP 地址", "the host name is not known; check it, or use an IP address"},
	store.CauseServer:     {"连不上服务器，请检查主机和端口、数据库是否在运行、sslmode 与服务器是否相符", "the server does not answer; check host and port, whether it runs, and whether sslmode suits it"},
	store.CauseTLS:        {"不能确认服务器的证书，请检查 sslmode、sslrootcert 和主机名", "the server's certificate is not to be trusted; check sslmode, sslrootcert and the host name"},
	store.CauseLogin:      {"服务器不认这个用户或密码，请检查用户、PGPASSWORD 或 ~/.pgpass，以及服务器的 pg_hba.conf", "the server refuses this user or password; check the user, PGPASSWORD or ~/.pgpass, and the server's pg_hba.conf"},
	store.CauseDatabase:   {"服务器上没有这个库，请先用 createdb 建立", "the server has no such database; make it with createdb first"},
	store.CausePermission: {"这个用户没有权限，它应是库的属主", "this user may not; it should own the database"},
	store.CauseCrowded:    {"服务器的连接已满，请加大 max_connections 或关掉别的程序", "the server takes no more connections; raise max_connections or close other programs"},
	store.CauseFull:       {"服务器的磁盘已满", "the server's disk is full"},
}

// databaseReason says why a PostgreSQL does not open, and nothing of its URL.
func (a *app) databaseReason(err error) string {
	if t, known := databaseTexts[store.CauseOf(err)]; known {
		return a.of(t.zh, t.en)
	}
	return a.of("请检查地址、用户、密码，以及数据库是否在运行", "check address, user and password, and whether it runs")
}

// fileTexts say what to do about a SQLite database that does not open.
var fileTexts = map[store.Cause]struct{ zh, en string }{
	store.CauseFull:       {"磁盘已满，请腾出空间", "the disk is full; make room"},
	store.CauseBusy:       {"别的程序占用了数据库，请稍后再试", "another program has locked the database; try again later"},
	store.CauseFile:       {store.SQLiteFile + " 不是 SQLite 数据库，请检查是不是选错了文件夹，或从备份恢复", store.SQLiteFile + " is no SQLite database; check whether this is the folder, or restore a backup"},
	store.CauseDamaged:    {store.SQLiteFile + " 已损坏，请从备份恢复到新的文件夹", store.SQLiteFile + " is damaged; restore a backup into a new folder"},
	store.CausePermission: {"不能写入 " + store.SQLiteFile + "，请检查它和文件夹的属主与权限；应与运行 serve 的是同一用户", "cannot write " + store.SQLiteFile + "; check who owns it and the folder; it should be the user that serve runs as"},
	store.CauseMissing:    {"不能打开或新建 " + store.SQLiteFile + "，请检查文件夹的属主与权限；应与运行 serve 的是同一用户", "cannot open or make " + store.SQLiteFile + "; check who owns the folder; it should be the user that serve runs as"},
}

// fileReason says why a data folder does not open.
func (a *app) fileReason(err error) string {
	if t, known := fileTexts[store.CauseOf(err)]; known {
		return a.of(t.zh, t.en)
	}
	return a.reason(err)
}
