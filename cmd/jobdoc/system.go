package main

import (
	"context"
	"crypto/tls"
	"errors"
	"io/fs"
	"net"
	"os"
	"runtime"
	"syscall"
)

// systemTexts say what the system said, with the remedy. The first that fits is
// taken: the errors of package fs stand for several of the system.
var systemTexts = []struct {
	err error
	words
}{
	{syscall.EADDRINUSE, words{"已被别的程序占用，请换一个端口，或停掉那个程序", "another program holds it; choose another port, or stop that program"}},
	{syscall.EADDRNOTAVAIL, words{"本机没有这个地址，请用 127.0.0.1 或 0.0.0.0", "this machine has no such address; use 127.0.0.1 or 0.0.0.0"}},
	{syscall.ECONNREFUSED, words{"那里没有程序在监听，请检查地址，以及服务是否已启动", "nothing listens there; check the address, and whether the service runs"}},
	{context.DeadlineExceeded, words{"没有及时回答，请稍后再试", "there was no answer in time; try again later"}},
	{syscall.ENOSPC, words{"磁盘已满，请腾出空间后再试", "the disk is full; make room and try again"}},
	{syscall.EDQUOT, words{"已超出磁盘配额，请腾出空间后再试", "the disk quota is used up; make room and try again"}},
	{syscall.EROFS, words{"磁盘是只读的，请换一个位置", "the disk is read-only; choose another place"}},
	{syscall.ENOTDIR, words{"路径中有一段是文件，不是文件夹，请检查路径", "a part of the path is a file and no folder; check the path"}},
	{syscall.EISDIR, words{"是文件夹，请换一个名称", "is a folder; choose another name"}},
	{syscall.ENAMETOOLONG, words{"名称太长，请缩短", "the name is too long; shorten it"}},
	{syscall.EMFILE, words{"打开的文件太多，请关掉一些程序后再试", "too many files are open; close some programs and try again"}},
	{syscall.EIO, words{"磁盘读写出错，请检查磁盘", "the disk cannot be read or written; check it"}},
	{syscall.EPIPE, words{"接收输出的程序已停止", "the program that takes the output has stopped"}},
	{fs.ErrNotExist, words{"没有这个文件或文件夹，请检查路径", "there is no such file or folder; check the path"}},
	{fs.ErrPermission, words{"没有权限，请检查它的属性，或换一个位置", "no permission; check its properties, or choose another place"}},
	{fs.ErrExist, words{"已有同名的文件，请换一个名称", "there is a file of that name already; choose another name"}},
}

// windowsTexts are for the codes of Windows that Go does not lead to the ones above.
var windowsTexts = []struct {
	code syscall.Errno
	words
}{
	{32, words{"正被别的程序打开，请先关闭它", "another program has it open; close it first"}},
	{112, words{"磁盘已满，请腾出空间后再试", "the disk is full; make room and try again"}},
	{123, words{"名称里有 Windows 不允许的字符", "the name holds characters that Windows does not allow"}},
	{206, words{"名称太长，请缩短", "the name is too long; shorten it"}},
	{10061, words{"那里没有程序在监听，请检查地址，以及服务是否已启动", "nothing listens there; check the address, and whether the service runs"}},
	{10013, words{"没有权限监听这个端口，请换一个", "no permission to listen on this port; choose another"}},
	{10048, words{"已被别的程序占用，请换一个端口，或停掉那个程序", "another program holds it; choose another port, or stop that program"}},
	{10049, words{"本机没有这个地址，请用 127.0.0.1 或 0.0.0.0", "this machine has no such address; use 127.0.0.1 or 0.0.0.0"}},
}

// reason is what the system said of a file or an address, which we name ourselves.
func (a *app) reason(err error) string {
	if runtime.GOOS == "windows" {
		for _, t := range windowsTexts {
			if errors.Is(err, t.code) {
				return a.of(t.zh, t.en)
			}
		}
	}
	for _, t := range systemTexts {
		if errors.Is(err, t.err) {
			return a.of(t.zh, t.en)
		}
	}
	var host *net.DNSError
	if errors.As(err, &host) {
		return a.of("找不到这个主机名，请检查拼写或改用 IP 地址", "the host name is not known; check it, or use an IP address")
	}
	var trust *tls.CertificateVerificationError
	if errors.As(err, &trust) {
		return a.of("它的证书不受信任，或与主机名不符：", "its certificate is not trusted, or of another host: ") + trust.Err.Error()
	}
	text := bare(err)
	return a.of("系统报告 “"+text+"”", text)
}

// bare is the text of an error without the operation and the name before it.
func bare(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	var call *os.SyscallError
	switch {
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.As(err, &link):
		return link.Err.Error()
	case errors.As(err, &call):
		return call.Err.Error()
	}
	return err.Error()
}
