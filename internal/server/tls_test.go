package server

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// pair is a certificate for localhost and its key, as PEM.
type pair struct{ cert, key []byte }

func newPair(t *testing.T, name string) pair {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pair{
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}),
	}
}

// secured is a server that speaks TLS on a port of its own.
type secured struct {
	*Server
	addr, cert, key string
	log             *sharedLog
	age             int // how often a file was written, so that each has a time of its own
}

// sharedLog is a log that is read while it is written.
type sharedLog struct {
	mu      sync.Mutex
	written *sync.Cond
	buf     bytes.Buffer
}

func newSharedLog() *sharedLog {
	l := new(sharedLog)
	l.written = sync.NewCond(&l.mu)
	return l
}

func (l *sharedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.written.Broadcast()
	return l.buf.Write(p)
}

func (l *sharedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// await returns once the text has been logged.
func (l *sharedLog) await(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for !strings.Contains(l.buf.String(), text) {
		l.written.Wait()
	}
}

func newSecured(t *testing.T, p pair) *secured {
	t.Helper()
	dir := t.TempDir()
	x := &secured{cert: filepath.Join(dir, "cert.pem"), key: filepath.Join(dir, "key.pem"), log: newSharedLog()}
	x.write(t, x.cert, p.cert)
	x.write(t, x.key, p.key)
	x.Server = newServerTo(t, Config{Network: Network{CertFile: x.cert, KeyFile: x.key}}, x.log)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	x.addr = l.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- x.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Errorf("Serve() = %v", err)
		}
	})
	return x
}

// write replaces a file, a minute later than the one before.
func (x *secured) write(t *testing.T, name string, data []byte) {
	t.Helper()
	x.age++
	at := time.Now().Add(time.Duration(x.age) * time.Minute)
	if err := errors.Join(os.WriteFile(name, data, 0o600), os.Chtimes(name, at, at)); err != nil {
		t.Fatal(err)
	}
}

// shown returns the name in the certificate that a new connection sees.
func (x *secured) shown(t *testing.T, c *tls.Config) string {
	t.Helper()
	c.InsecureSkipVerify = true // made for this test
	conn, err := tls.Dial("tcp", x.addr, c)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].Subject.CommonName
}

func TestFormsAreMadeOverTLS(t *testing.T) {
	t.Parallel()
	x := newSecured(t, newPair(t, "one"))
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2.0"} {
		transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: protocol == "HTTP/2.0"}
		client := &http.Client{Transport: transport}
		r, err := client.Post("https://"+x.addr+"/v1/render", jsonType, strings.NewReader(small))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r.Body)
		r.Body.Close()
		transport.CloseIdleConnections()
		if err != nil || r.StatusCode != 200 || !bytes.HasPrefix(body, []byte("%PDF-")) || r.Proto != protocol {
			t.Errorf("%s: status %d over %s, %.10q, %v; want a PDF", protocol, r.StatusCode, r.Proto, body, err)
		}
		if got := r.Header.Get("Strict-Transport-Security"); got != "max-age=31536000" {
			t.Errorf("%s: Strict-Transport-Security = %q", protocol, got)
		}
	}
	plain, _ := newServer(t, Config{})
	if r := (call{"GET", "/healthz", nil, nil}).do(plain.Handler()); r.Header.Get("Strict-Transport-Security") != "" {
		t.Error("without TLS browsers are told to come by TLS")
	}
	if plain.TLS() || !x.TLS() || plain.Reload() != nil {
		t.Errorf("TLS() = %v and %v, Reload() = %v", plain.TLS(), x.TLS(), plain.Reload())
	}
}

func TestOldVersionsOfTLSAreRefused(t *testing.T) {
	t.Parallel()
	x := newSecured(t, newPair(t, "one"))
	for version, ok := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		conn, err := tls.Dial("tcp", x.addr, &tls.Config{InsecureSkipVerify: true, MinVersion: version, MaxVersion: version})
		if (err == nil) != ok {
			t.Errorf("%s: %v, want it taken: %v", tls.VersionName(version), err, ok)
		}
		if err == nil {
			conn.Close()
		}
	}
}

func TestARenewedCertificateIsTakenWithoutARestart(t *testing.T) {
	t.Parallel()
	x := newSecured(t, newPair(t, "one"))
	if got := x.shown(t, &tls.Config{}); got != "one" {
		t.Fatalf("certificate %q, want one", got)
	}
	two := newPair(t, "two")
	x.write(t, x.cert, two.cert)
	for range 2 {
		if got := x.shown(t, &tls.Config{}); got != "one" {
			t.Errorf("with the new certificate and the old key: certificate %q, want one", got)
		}
	}
	if err := x.Reload(); err == nil {
		t.Error("Reload() of a pair that does not fit = nil")
	}
	x.write(t, x.key, two.key)
	if got := x.shown(t, &tls.Config{}); got != "two" {
		t.Errorf("after the renewal: certificate %q, want two", got)
	}
	if err := os.Remove(x.cert); err != nil {
		t.Fatal(err)
	}
	if got := x.shown(t, &tls.Config{}); got != "two" {
		t.Errorf("with a file missing: certificate %q, want two", got)
	}
	if got := strings.Count(x.log.String(), "not reloaded"); got != 3 { // the renewal under way, Reload, the missing file
		t.Errorf("the log says %d times that a pair does not fit, want 3:\n%s", got, x.log)
	}
}

func TestAPairThatIsTheSameToLookAtIsReadOnDemand(t *testing.T) {
	t.Parallel()
	one, two := newPair(t, "one"), newPair(t, "two")
	x := newSecured(t, one)
	for name, data := range map[string][]byte{x.cert: two.cert, x.key: two.key} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.WriteFile(name, data, 0o600), os.Chtimes(name, info.ModTime(), info.ModTime())); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Reload(); err != nil {
		t.Fatal(err)
	}
	if got := x.shown(t, &tls.Config{}); got != "two" {
		t.Errorf("certificate %q, want two", got)
	}
}

func TestAPairThatCannotBeUsedIsNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name string, data []byte) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	one, two := newPair(t, "one"), newPair(t, "two")
	cert, key, other := file("cert.pem", one.cert), file("key.pem", one.key), file("other.pem", two.key)
	none := filepath.Join(dir, "none.pem")
	for _, test := range []struct {
		name, cert, key, setting, detail string
		read                             bool // a file is at fault, not the setting
	}{
		{"no key", cert, "", "tls-key", "私钥", false},
		{"no certificate", "", key, "tls-cert", "证书", false},
		{"a certificate that is not there", none, key, "tls-cert", none, true},
		{"a key that is not there", cert, none, "tls-key", none, true},
		{"a key of another certificate", cert, other, "tls-cert", "一对", true},
		{"one for the other", key, cert, "tls-cert", "一对", true},
	} {
		_, err := New(Config{Network: Network{CertFile: test.cert, KeyFile: test.key}})
		var wrong *NetworkError
		if !errors.As(err, &wrong) || len(wrong.Faults) != 1 {
			t.Errorf("%s: %v, want one fault", test.name, err)
			continue
		}
		if f := wrong.Faults[0]; f.Setting != test.setting || !strings.Contains(f.Detail, test.detail) || (f.Err != nil) != test.read {
			t.Errorf("%s: %+v, want %s with %q", test.name, f, test.setting, test.detail)
		}
	}
}

func TestAHandshakeThatFailsLeavesNoAddressInTheLog(t *testing.T) {
	t.Parallel()
	x := newSecured(t, newPair(t, "one"))
	conn, err := net.Dial("tcp", x.addr)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "GET / HTTP/1.0\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, conn); err != nil { // until the server has closed it
		t.Fatal(err)
	}
	mine := conn.LocalAddr().String()
	conn.Close()
	x.log.await("handshake error")
	if got := x.log.String(); strings.Contains(got, mine) || strings.Contains(got, "127.0.0.1") || !strings.Contains(got, "from a client: ") {
		t.Errorf("the log names %s: %s", mine, got)
	}
}
