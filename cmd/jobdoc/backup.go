package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"golang.org/x/term"

	"jobdoc/internal/store"
)

// Run writes a backup of the store, also while a server works on it.
func (c *backupCmd) Run(a *app) (err error) {
	if c.Output == "" || !a.typed["output"] { // JOBDOC_OUTPUT is meant for render
		return &usageError{a.of("请用 -o 指明备份文件，如 -o jobdoc.jsonl.gz；- 是标准输出", "name the file with -o, such as -o jobdoc.jsonl.gz; - is standard output")}
	}
	if f, ok := a.stdout.(*os.File); ok && c.Output == stdio && term.IsTerminal(int(f.Fd())) {
		return &usageError{a.of("备份不是给人读的，不能显示在屏幕上；请用 -o 指明文件", "a backup is nothing to read on a screen; name a file with -o")}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s, err := a.openExisting(ctx, c.storeFlags)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	bar := a.newRowProgress()
	positions := 0
	err = a.writeSecret(c.Output, func(w io.Writer) (err error) {
		positions, err = s.Backup(ctx, w, store.Transfer{
			Program: version, Progress: bar.to,
			Event: &store.Event{Author: commandAuthor(), Action: "store.backup", Subject: "store"},
		})
		return err
	})
	bar.done()
	switch {
	case ctx.Err() != nil:
		a.complain(a.of("已中断，没有写出备份", "interrupted; no backup was written"))
		return errReported
	case err != nil:
		return errors.New(a.display(c.Output) + a.of("：写不了：", ": cannot be written: ") + a.reason(err))
	}
	line := a.ofn("已备份 %d 个职位及其全部历史：%s。里面有链接的签名密钥，请像保管密码那样保管它。",
		"backed up %d positions with all their history: %s. It holds the keys that sign links; keep it as you keep passwords.", positions, a.display(c.Output))
	if c.Output == stdio {
		a.complain(line)
	} else {
		a.say(line)
	}
	return nil
}

// writeSecret writes a file that is its owner's alone, so that the name holds a
// whole file or what it held before, or writes to standard output.
func (a *app) writeSecret(path string, write func(io.Writer) error) error {
	if path == stdio {
		return write(a.stdout)
	}
	f, err := createBeside(path, 0o600)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(f, 1<<16)
	if err = write(buffered); err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // it may be gone
		return err
	}
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync() // Windows has no such thing
		_ = dir.Close()
	}
	return nil
}

// Run puts a backup into the store.
func (c *restoreCmd) Run(a *app) (err error) {
	var in io.Reader = a.stdin
	if c.Backup != stdio {
		f, err := os.Open(c.Backup)
		if err != nil {
			return &inputError{c.Backup + a.of("：读不了：", ": cannot be read: ") + a.reason(err), err}
		}
		defer func() { _ = f.Close() }() // it was only read
		in = bufio.NewReaderSize(f, 1<<16)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s, err := a.openStore(ctx, c.storeFlags)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	bar := a.newRowProgress()
	positions, err := s.Restore(ctx, in, store.Transfer{
		Program: version, Progress: bar.to,
		Replace: c.Replace && a.typed["replace"], // what erases all there is stands on the command line
		Event:   &store.Event{Author: commandAuthor(), Action: "store.restore", Subject: "store"},
	})
	bar.done()
	switch {
	case ctx.Err() != nil && err != nil:
		a.complain(a.of("已中断，数据没有改动", "interrupted; nothing was changed"))
		return errReported
	case err != nil:
		return a.restoreError(c.Backup, err)
	}
	a.say(a.ofn("已恢复 %d 个职位及其全部历史", "restored %d positions with all their history", positions))
	return nil
}

// restoreError says why a backup was not restored. The store is as it was.
func (a *app) restoreError(file string, err error) error {
	var (
		newer *store.NewerError
		row   *store.RowError
		path  *os.PathError
		text  string
	)
	switch {
	case errors.Is(err, store.ErrNotEmpty):
		return &inputError{a.of("数据文件夹或数据库里已有数据，没有改动；加上 --replace 会先清除其中的一切，再恢复备份",
			"there is data already, and it was not touched; with --replace all of it is erased and the backup takes its place"), err}
	case errors.Is(err, store.ErrNotBackup):
		text = a.of("不是 jobdoc backup 写的备份，请检查文件", "is no backup that jobdoc backup wrote; check the file")
	case errors.Is(err, store.ErrDamaged):
		text = a.of("备份不完整或已损坏；请改用另一份", "the backup was cut or is damaged; use another one")
	case errors.As(err, &newer):
		text = a.ofn("备份由较新的 jobdoc %s 写成，本程序是 %s；请用那个版本或更新的版本恢复",
			"a newer jobdoc, %s, wrote the backup, and this is %s; restore it with that version or a later one", newer.Program, version)
	case errors.As(err, &row):
		text = a.ofn("表 %s 的数据（解压后第 %d 至 %d 行）不能恢复：%v", "rows of table %s (lines %d to %d of the uncompressed file) cannot be restored: %v",
			row.Table, row.First, row.Last, row.Err)
	case errors.As(err, &path):
		text = a.of("读不了：", "cannot be read: ") + a.reason(err)
	default:
		return err
	}
	return &inputError{a.display(file) + a.of("：", ": ") + text + a.of("。数据没有改动。", ". Nothing was changed."), err}
}
