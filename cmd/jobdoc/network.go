package main

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"jobdoc/internal/server"
)

// networkFlags say how clients reach the service.
type networkFlags struct {
	TLSCert        string   `name:"tls-cert" placeholder:"FILE"`
	TLSKey         string   `name:"tls-key" placeholder:"FILE"`
	PublicURL      string   `name:"public-url" placeholder:"URL"`
	TrustedProxies []string `name:"trusted-proxies" placeholder:"CIDR,..." sep:","`
	FrameAncestors string   `name:"frame-ancestors" placeholder:"\"ORIGIN ...\""`
}

// network returns the settings of a server on the host. One that only this
// machine reaches and that asks for no key must know whom it answers.
func (f networkFlags) network(host string, keys bool) server.Network {
	return server.Network{
		CertFile: f.TLSCert, KeyFile: f.TLSKey, PublicURL: f.PublicURL, TrustedProxies: f.TrustedProxies,
		FrameAncestors: strings.Fields(f.FrameAncestors), LoopbackOnly: isLoopback(host) && !keys,
	}
}

// private reports whether nobody but this machine is meant to reach a service
// on the host: a proxy on it carries others to a loopback address.
func (f networkFlags) private(host string) bool {
	return isLoopback(host) && f.PublicURL == "" && len(f.TrustedProxies) == 0
}

// isLoopback reports whether a host to listen on is reached from this machine
// only.
func isLoopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback() || strings.EqualFold(host, "localhost")
}

// explainNetwork words what a server says of its settings, by the flags they
// come from; any other error stays as it is.
func (a *app) explainNetwork(err error) error {
	var wrong *server.NetworkError
	if !errors.As(err, &wrong) {
		return err
	}
	usage := true
	var lines []string
	for _, f := range wrong.Faults {
		line := "--" + f.Setting + a.of("：", ": ") + a.of(f.Detail, f.English)
		if f.Err != nil {
			usage = false
			line += a.of("：", ": ") + a.reason(f.Err)
		}
		lines = append(lines, line)
	}
	text := strings.Join(lines, "\n")
	if usage {
		return &usageError{text}
	}
	return &inputError{text, err}
}

// reloadOnHangup has a server that speaks TLS read its certificate anew on
// SIGHUP, which others know as the request to do so, until the context ends.
func reloadOnHangup(ctx context.Context, s *server.Server) {
	if !s.TLS() {
		return
	}
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		defer signal.Stop(hangups)
		for {
			select {
			case <-hangups:
				_ = s.Reload() // it logs how it went
			case <-ctx.Done():
				return
			}
		}
	}()
}
