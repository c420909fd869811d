package server

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Network says how clients reach a [Server]. Its zero value is plain HTTP
// without proxies, where a link names the host that was asked for it.
type Network struct {
	// CertFile and KeyFile turn TLS on (PEM; the certificate first, then those
	// between it and the root). Both or none. They are read again when they
	// change, so a renewal needs no restart.
	CertFile, KeyFile string

	// PublicURL is what links begin with, such as https://hr.example.com/jobdoc;
	// "": scheme and host of the request that asks for one.
	PublicURL string

	// TrustedProxies are the networks (10.0.0.0/8) and addresses whose
	// X-Forwarded-For, -Proto and -Host are believed; nil: nobody's are. The
	// header Forwarded is never read: proxies that write the others let it pass
	// as the client sent it.
	TrustedProxies []string

	// FrameAncestors are the pages that may show a document in a frame, as
	// sources of CSP (https://oa.example.com, https://*.example.com, 'self');
	// nil: none.
	FrameAncestors []string

	// LoopbackOnly is for a server that asks for no key because only this
	// machine reaches it: requests must name it so, as localhost or by a loopback
	// address, or by the host of PublicURL. A page from elsewhere whose name is
	// made to lead to 127.0.0.1 (DNS rebinding) names another.
	LoopbackOnly bool
}

// NetworkError is a [Network] that cannot be used, with everything that is wrong.
type NetworkError struct{ Faults []NetworkFault }

// NetworkFault is one thing wrong with a [Network].
type NetworkFault struct {
	Setting string // as the command line has it: "public-url"
	Detail  string // what to change, in Chinese
	English string
	Err     error // of reading a file; nil where the setting itself is wrong
}

func (e *NetworkError) Error() string {
	texts := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		texts[i] = f.Setting + ": " + f.English
	}
	return strings.Join(texts, "; ")
}

// network is a Network that was found good.
type network struct {
	public       *url.URL // nil: none
	proxies      []netip.Prefix
	ancestors    []string
	loopbackOnly bool
	crossOrigin  *http.CrossOriginProtection
}

// Check returns a [*NetworkError] of all that is wrong with the settings, before
// a server is made with them.
func (n Network) Check() error {
	return new(Server).setNetwork(n)
}

// setNetwork takes the settings, or returns all that is wrong with them.
func (s *Server) setNetwork(n Network) error {
	var faults, files []NetworkFault
	s.network, faults = newNetwork(n)
	s.certificates, files = newCertificates(n, s.config.Log)
	if faults = append(faults, files...); len(faults) > 0 {
		return &NetworkError{faults}
	}
	return nil
}

func newNetwork(n Network) (*network, []NetworkFault) {
	out := &network{loopbackOnly: n.LoopbackOnly, crossOrigin: http.NewCrossOriginProtection()}
	var faults []NetworkFault
	if n.PublicURL != "" {
		public, fault := parsePublicURL(n.PublicURL)
		if fault != nil {
			faults = append(faults, *fault)
		} else if err := out.crossOrigin.AddTrustedOrigin(public.Scheme + "://" + public.Host); err == nil {
			out.public = public
		}
	}
	for _, p := range n.TrustedProxies {
		prefix, err := parsePrefix(p)
		if err != nil || prefix.Bits() == 0 {
			faults = append(faults, NetworkFault{Setting: "trusted-proxies",
				Detail:  fmt.Sprintf("%q 应写成网段或地址，如 10.0.0.0/8、127.0.0.1；不能信任所有地址", p),
				English: fmt.Sprintf("%q must be a network or an address, such as 10.0.0.0/8 or 127.0.0.1, and not all there are", p)})
			continue
		}
		out.proxies = append(out.proxies, prefix)
	}
	for _, a := range n.FrameAncestors {
		if !frameSource.MatchString(a) {
			faults = append(faults, NetworkFault{Setting: "frame-ancestors",
				Detail:  fmt.Sprintf("%q 应写成网页的来源，不带路径，如 https://oa.example.com、https://*.example.com、'self'，用空格隔开", a),
				English: fmt.Sprintf("%q must be the origin of a page without a path, such as https://oa.example.com, https://*.example.com or 'self'; blanks between several", a)})
			continue
		}
		out.ancestors = append(out.ancestors, a)
	}
	return out, faults
}

// frameSource is a source that frame-ancestors may name (CSP 3, 2.3.1). Paths
// mean nothing there, and * would be everybody.
var frameSource = regexp.MustCompile(`^('self'|https?://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:([0-9]{1,5}|\*))?)$`)

// hostForm is a host as requests and links name it. RFC 3986 allows more, but
// nothing that a service is called; names in companies have _ at times.
var hostForm = regexp.MustCompile(`^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_-][A-Za-z0-9._-]*)(:[0-9]{1,5})?$`)

// pathForm is the path below which a proxy may show the service.
var pathForm = regexp.MustCompile(`^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?$`)

func parsePublicURL(text string) (*url.URL, *NetworkFault) {
	u, err := url.Parse(text)
	if err == nil && (u.Scheme == "http" || u.Scheme == "https") && hostForm.MatchString(u.Host) && pathForm.MatchString(u.EscapedPath()) &&
		u.User == nil && u.RawQuery == "" && !u.ForceQuery && u.Fragment == "" && !strings.HasSuffix(text, "#") {
		u.Path, u.RawPath = strings.TrimSuffix(u.Path, "/"), ""
		return u, nil
	}
	return nil, &NetworkFault{Setting: "public-url",
		Detail:  fmt.Sprintf("%q 应写成 http(s)://主机[:端口][/路径]，如 https://hr.example.com/jobdoc；中文域名写成 xn-- 的形式", text),
		English: fmt.Sprintf("%q must be http(s)://HOST[:PORT][/PATH], such as https://hr.example.com/jobdoc; write a name that is not ASCII as xn--", text)}
}

// parsePrefix reads a network or a single address.
func parsePrefix(text string) (netip.Prefix, error) {
	text = strings.TrimSpace(text)
	if a, err := netip.ParseAddr(text); err == nil {
		return a.Unmap().WithZone("").Prefix(a.Unmap().BitLen())
	}
	p, err := netip.ParsePrefix(text)
	return p.Masked(), err
}

// peer returns the address that the connection comes from, the zero Addr when
// it has none.
func peer(r *http.Request) netip.Addr { return parsePeer(r.RemoteAddr) }

// parsePeer reads an address with or, as some proxies write it, without a port.
func parsePeer(text string) netip.Addr {
	a, err := netip.ParseAddr(text)
	if err != nil {
		p, _ := netip.ParseAddrPort(text)
		a = p.Addr()
	}
	return a.Unmap().WithZone("")
}

func (n *network) trusts(a netip.Addr) bool {
	return a.IsValid() && slices.ContainsFunc(n.proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// clientAddress returns the address of the client: where the connection comes
// from, or behind trusted proxies the nearest address that is none of them. It
// is the zero Addr when it cannot be told. It must not be logged.
func (s *Server) clientAddress(r *http.Request) netip.Addr {
	a := peer(r)
	forwarded := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, f := range slices.Backward(forwarded) {
		if !s.network.trusts(a) {
			return a
		}
		next := parsePeer(strings.TrimSpace(f))
		if !next.IsValid() {
			return a // the proxy could not name it, or there is no such header
		}
		a = next
	}
	return a
}

// publicURL returns the address that users know, "" where none was named.
func (s *Server) publicURL() string {
	if s.network.public == nil {
		return ""
	}
	return s.network.public.String()
}

// baseURL returns what a link to this service begins with, without a slash at
// its end: the public URL, else scheme and host as the client, or a trusted
// proxy for it, names them.
func (s *Server) baseURL(r *http.Request) string {
	if public := s.publicURL(); public != "" {
		return public
	}
	scheme, host := "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	if s.network.trusts(peer(r)) {
		if p := lastForwarded(r, "X-Forwarded-Proto"); p == "http" || p == "https" {
			scheme = p
		}
		if h := lastForwarded(r, "X-Forwarded-Host"); hostForm.MatchString(h) {
			host = h
		}
	}
	if local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok && !hostForm.MatchString(host) {
		host = local.String()
	}
	return scheme + "://" + host
}

// lastForwarded returns the last value of a list: the one that the proxy next
// to us wrote, where others came before it.
func lastForwarded(r *http.Request, header string) string {
	all := strings.Split(strings.Join(r.Header.Values(header), ","), ",")
	return strings.TrimSpace(all[len(all)-1])
}

// frameAncestors returns the value of the directive frame-ancestors of CSP for
// what may be framed.
func (s *Server) frameAncestors() string {
	if len(s.network.ancestors) == 0 {
		return "'none'"
	}
	return strings.Join(s.network.ancestors, " ")
}
