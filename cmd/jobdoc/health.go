package main

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// healthWait is how long a service may take to say that it is ready.
const healthWait = 5 * time.Second

// Run asks a service whether it takes work: the health check of a container,
// in which there is no other program that could ask.
func (c *healthCmd) Run(a *app) error {
	target, err := c.target(a)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), healthWait)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return err
	}
	// The service is asked itself, whatever proxies are set. On this machine its
	// certificate names another host, and nothing secret is sent or believed.
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: c.URL == ""}}
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(request)
	if err != nil {
		return &inputError{a.ofn("%s 没有回答：%s", "%s does not answer: %s", target, a.reason(err)), err}
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return &inputError{a.ofn("%s 回答 %d，服务不可用", "%s answers %d; the service is not ready", target, answer.StatusCode), nil}
	}
	a.say(target + a.of("：可用", ": ready"))
	return nil
}

// target returns the address to ask: of the service at URL, else of the one
// that serve starts with the same flags.
func (c *healthCmd) target(a *app) (string, error) {
	if c.URL != "" {
		u, err := url.Parse(c.URL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return "", &usageError{a.ofn("%s 应写成 http(s)://主机:端口", "%s must be http(s)://HOST:PORT", quoted(c.URL))}
		}
		return u.JoinPath("readyz").String(), nil
	}
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return "", a.addressFault(c.Addr)
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "127.0.0.1" // an address that stands for all is none to call
		if strings.Contains(c.Addr, "[") {
			host = "::1"
		}
	}
	scheme := "http"
	if c.TLSCert != "" {
		scheme = "https"
	}
	return scheme + "://" + net.JoinHostPort(host, port) + "/readyz", nil
}
