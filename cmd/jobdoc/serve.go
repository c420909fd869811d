package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"

	"jobdoc/internal/server"
)

// Run serves until it is interrupted.
func (c *serveCmd) Run(a *app) (err error) {
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return a.addressFault(c.Addr)
	}
	if _, err := net.LookupPort("tcp", port); err != nil {
		return &usageError{a.ofn("--addr %s 的端口应是 0 到 65535 的整数", "the port of --addr %s must be a whole number from 0 to 65535", quoted(c.Addr))}
	}
	keys, err := c.asksForKeys(a, c.private(host))
	if err != nil {
		return err
	}
	keep, err := c.check(a)
	if err != nil {
		return err
	}
	network := c.network(host, keys)
	if err := network.Check(); err != nil {
		return a.explainNetwork(err)
	}
	r, err := a.newRenderer(c.fontFlags)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // asked a second time, it ends at once
	kept, err := a.openStore(ctx, c.storeFlags)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	if err := c.checkAccess(ctx, a, kept, c.private(host), keys); err != nil {
		return err
	}
	s, err := server.New(server.Config{
		Renderer: r, Store: kept, Version: version, Log: slog.New(slog.NewJSONHandler(a.stderr, nil)),
		Network: network, Contact: c.Contact,
		Keys: keys, Rate: c.Rate, KeepEvents: keep,
	})
	if err != nil {
		return a.explainNetwork(err)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		a.complain(a.ofn("不能监听 %s：%s", "cannot listen on %s: %s", c.Addr, a.reason(err)))
		return errReported
	}
	scheme := "http://"
	if s.TLS() {
		scheme = "https://"
	}
	reloadOnHangup(ctx, s)
	a.say(a.of("正在监听 ", "listening on ") + scheme + l.Addr().String())
	return s.Serve(ctx, l)
}

// addressFault says how an address to listen on is written.
func (a *app) addressFault(addr string) error {
	return &usageError{a.ofn("--addr %s 应写成 主机:端口，如 127.0.0.1:8080", "--addr %s must be HOST:PORT, such as 127.0.0.1:8080", quoted(addr))}
}
