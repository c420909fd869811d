package server

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

// strictTransport tells browsers to come by TLS from now on (RFC 6797). It is
// for this host name and not for those below it, which are not ours.
const strictTransport = "max-age=31536000"

// fileState tells a file from what it was.
type fileState struct {
	changed time.Time
	size    int64
}

func stateOf(name string) fileState {
	info, err := os.Stat(name) // of what a link leads to, as renewals change it
	if err != nil {
		return fileState{}
	}
	return fileState{info.ModTime(), info.Size()}
}

// certificates gives the certificate of two files as they are now. A pair that
// does not fit, as while a renewal writes one file after the other, leaves the
// one before in use.
type certificates struct {
	certFile, keyFile string
	log               *slog.Logger

	mu      sync.Mutex
	tried   [2]fileState // the files when they were read last, good or not
	current *tls.Certificate
}

// newCertificates reads the pair; without files it returns nil.
func newCertificates(n Network, log *slog.Logger) (*certificates, []NetworkFault) {
	switch {
	case n.CertFile == "" && n.KeyFile == "":
		return nil, nil
	case n.CertFile == "":
		return nil, []NetworkFault{{Setting: "tls-cert", Detail: "有私钥，还要证书", English: "there is a key; the certificate is wanted too"}}
	case n.KeyFile == "":
		return nil, []NetworkFault{{Setting: "tls-key", Detail: "有证书，还要私钥", English: "there is a certificate; the key is wanted too"}}
	}
	c := &certificates{certFile: n.CertFile, keyFile: n.KeyFile, log: log}
	if err := c.read(); err != nil {
		return nil, []NetworkFault{certificateFault(c, err)}
	}
	return c, nil
}

func certificateFault(c *certificates, err error) NetworkFault {
	var file *fs.PathError
	if errors.As(err, &file) {
		setting := "tls-cert"
		if file.Path == c.keyFile {
			setting = "tls-key"
		}
		return NetworkFault{Setting: setting, Detail: "不能读 " + file.Path, English: "cannot read " + file.Path, Err: file.Err}
	}
	return NetworkFault{Setting: "tls-cert",
		Detail:  fmt.Sprintf("%s 和 %s 应是一对 PEM 格式的证书（连同中间证书）和未加密的私钥", c.certFile, c.keyFile),
		English: fmt.Sprintf("%s and %s must be a certificate, with those between it and the root, and its key, both PEM and not encrypted", c.certFile, c.keyFile),
		Err:     err}
}

// read takes the pair from the files, whatever was read before.
func (c *certificates) read() error {
	c.tried = [2]fileState{stateOf(c.certFile), stateOf(c.keyFile)} // before reading: a change in between is seen next time
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return err
	}
	c.current = &pair
	return nil
}

// reread reads the files and says in the log how it went. The lock is held.
func (c *certificates) reread() error {
	if err := c.read(); err != nil {
		c.log.Warn("certificate not reloaded; the one before stays", "error", err)
		return err
	}
	c.log.Info("certificate reloaded", "notAfter", c.current.Leaf.NotAfter)
	return nil
}

// get returns the certificate for a handshake. Looking at two files costs some
// microseconds, a handshake some hundred.
func (c *certificates) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.tried != [2]fileState{stateOf(c.certFile), stateOf(c.keyFile)} {
		_ = c.reread() // the one before serves
	}
	return c.current, nil
}

func (c *certificates) config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get}
}

// Reload reads the certificate and its key anew, and keeps those it has when
// the files do not fit. Without TLS it does nothing.
func (s *Server) Reload() error {
	if s.certificates == nil {
		return nil
	}
	s.certificates.mu.Lock()
	defer s.certificates.mu.Unlock()
	return s.certificates.reread()
}

// TLS reports whether the server speaks TLS.
func (s *Server) TLS() bool { return s.certificates != nil }

// listen answers on the listener, by TLS (HTTP/1.1 and 2) where it is on.
func (s *Server) listen(srv *http.Server, l net.Listener) error {
	if s.certificates == nil {
		return srv.Serve(l)
	}
	srv.TLSConfig = s.certificates.config()
	return srv.ServeTLS(l, "", "")
}
