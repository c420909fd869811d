package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// writePair makes a certificate and its key and returns their files.
func writePair(t *testing.T) (cert, key string) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"hr.example.com"}, NotAfter: time.Now().Add(time.Hour)}
	made, err := x509.CreateCertificate(rand.Reader, template, template, secret.Public(), secret)
	if err != nil {
		t.Fatal(err)
	}
	coded, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := func(name, kind string, data []byte) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	return file("cert.pem", "CERTIFICATE", made), file("key.pem", "PRIVATE KEY", coded)
}

func TestServeSpeaksTLSAndReadsItsCertificateAnewWhenAsked(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("processes cannot be signalled on Windows")
	}
	cert, key := writePair(t)
	cmd := jobdoc(t, "serve", "--addr", "127.0.0.1:0", "--tls-cert", cert, "--tls-key", key)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	_, addr, found := strings.Cut(strings.TrimSpace(line), "https://")
	if err != nil || !found {
		t.Fatalf("first line %q, %v; want the address", line, err)
	}
	if err := cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	log := bufio.NewScanner(stderr)
	for log.Scan() && !strings.Contains(log.Text(), "certificate reloaded") {
	}
	if !strings.Contains(log.Text(), "certificate reloaded") {
		t.Fatal("the log does not say that the certificate was reloaded")
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	r, err := client.Get("https://" + addr + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK {
		t.Errorf("GET /healthz: %d", r.StatusCode)
	}
	rebound, err := http.NewRequest(http.MethodGet, "https://"+addr+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	rebound.Host = "evil.example"
	r, err = client.Do(rebound)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusForbidden {
		t.Errorf("a request that names another host: %d, want 403", r.StatusCode)
	}
	if out, err := jobdoc(t, "health", "--addr", addr, "--tls-cert", cert).CombinedOutput(); err != nil || !strings.Contains(string(out), "可用") {
		t.Errorf("health of a service that is ready: %v, %q", err, out)
	}
	out, err := jobdoc(t, "health", "https://"+addr).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "证书不受信任") {
		t.Errorf("health of a service whose certificate nobody knows: %v, %q", err, out)
	}
	out, err = jobdoc(t, "health", "--addr", addr).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "回答 400") {
		t.Errorf("health without TLS: %v, %q", err, out)
	}
}

func TestHealthAsksWhereServeListens(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ url, addr, cert, want string }{
		{"", "127.0.0.1:8080", "", "http://127.0.0.1:8080/readyz"},
		{"", ":8080", "", "http://127.0.0.1:8080/readyz"},
		{"", "0.0.0.0:8080", "", "http://127.0.0.1:8080/readyz"},
		{"", "[::]:8443", "cert.pem", "https://[::1]:8443/readyz"},
		{"", "hr:8443", "cert.pem", "https://hr:8443/readyz"},
		{"https://hr.example.com/jobdoc/", ":1", "", "https://hr.example.com/jobdoc/readyz"},
	} {
		c := healthCmd{URL: test.url, Addr: test.addr, TLSCert: test.cert}
		if got, err := c.target(&app{}); err != nil || got != test.want {
			t.Errorf("%+v: %q, %v, want %q", test, got, err, test.want)
		}
	}
}

func TestAddressesOfThisMachineAreKnown(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.0.0.2": true, "::1": true, "localhost": true, "LOCALHOST": true,
		"": false, "0.0.0.0": false, "::": false, "192.0.2.1": false, "hr.example.com": false,
	} {
		if got := isLoopback(host); got != want {
			t.Errorf("isLoopback(%q) = %v, want %v", host, got, want)
		}
	}
}
