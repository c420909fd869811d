package server

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/gin-gonic/gin"
)

var (
	errHost = &requestError{status: http.StatusForbidden,
		zh: "本服务只供本机使用，请用 localhost 或 127.0.0.1 访问；要用别的名称，请管理员设置 --public-url",
		en: "this service is for its own machine; ask for it as localhost or 127.0.0.1, or have its keeper set --public-url"}
	errCrossOrigin = &requestError{status: http.StatusForbidden,
		zh: "请求来自别的网站的网页，已拒绝；程序调用时不要带 Origin 和 Sec-Fetch-Site，经代理访问时请管理员设置 --public-url",
		en: "the request comes from a page of another site; programs must not send Origin or Sec-Fetch-Site, and behind a proxy its keeper must set --public-url"}
)

// guard refuses what a browser sends for a page of another site: a change, told
// by Sec-Fetch-Site or Origin, and where no key is asked for anything at all,
// told by the host it names.
func (s *Server) guard(c *gin.Context) {
	switch {
	case s.network.loopbackOnly && !s.network.namesLoopback(c.Request.Host):
		s.refuse(c, errHost)
	case s.network.crossOrigin.Check(c.Request) != nil:
		s.refuse(c, errCrossOrigin)
	}
}

// namesLoopback reports whether a Host header names this machine, or the host
// of the public URL.
func (n *network) namesLoopback(host string) bool {
	if n.public != nil && strings.EqualFold(host, n.public.Host) {
		return true
	}
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if name == "localhost" || strings.HasSuffix(name, ".localhost") { // RFC 6761, 6.3
		return true
	}
	a, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil && a.IsLoopback()
}
