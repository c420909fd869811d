package main

import (
	"context"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"

	"jobdoc/internal/server"
)

// Run serves until it is interrupted.
func (c *serveCmd) Run(a *app) error {
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return &usageError{a.ofn("--addr %q 应写成 主机:端口，如 127.0.0.1:8080", "--addr %q must be HOST:PORT, such as 127.0.0.1:8080", c.Addr)}
	}
	r, err := a.newRenderer(c.fontFlags)
	if err != nil {
		return err
	}
	s, err := server.New(server.Config{
		Renderer: r, Version: version, Log: slog.New(slog.NewJSONHandler(a.stderr, nil)),
	})
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		a.complain(a.ofn("不能监听 %s：%v；请换一个 --addr，或停掉占用它的程序",
			"cannot listen on %s: %v; choose another --addr, or stop the program that holds it", c.Addr, err))
		return errReported
	}
	a.say(a.of("正在监听 ", "listening on ") + "http://" + l.Addr().String())
	return s.Serve(ctx, l)
}
