package main

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
)

func TestWhatTheSystemSaysIsTranslated(t *testing.T) {
	t.Parallel()
	a := &app{}
	for _, err := range []error{
		&fs.PathError{Op: "open", Path: "x", Err: syscall.ENOENT}, &fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES},
		&os.LinkError{Op: "rename", Old: "x", New: "y", Err: syscall.EEXIST}, &os.SyscallError{Syscall: "bind", Err: syscall.EADDRINUSE},
		fmt.Errorf("write: %w", syscall.ENOSPC), syscall.EROFS, syscall.ENAMETOOLONG,
	} {
		got := a.reason(err)
		if strings.ContainsAny(got, "abcdefghijklmnopqrstuvwxyz") {
			t.Errorf("reason(%v) = %q, want Chinese", err, got)
		}
	}
	if got := a.reason(&fs.PathError{Op: "open", Path: "/home/x", Err: syscall.ELOOP}); strings.Contains(got, "/home/x") || !strings.HasPrefix(got, "系统报告") {
		t.Errorf("reason() of an error without translation = %q, want it quoted without the path", got)
	}
}
