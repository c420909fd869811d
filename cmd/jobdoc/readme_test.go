package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// shellBlock returns the first block of shell lines in a document.
func shellBlock(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(text), "\n```sh\n")
	block, _, closed := strings.Cut(after, "\n```\n")
	if !found || !closed {
		t.Fatalf("%s has no block of shell lines", file)
	}
	return block + "\n"
}

func TestTheLinesOfTheReadmePutLinkAndRevoke(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		if os.Getenv("JOBDOC_REQUIRE_TOOLS") != "" {
			t.Fatal("curl is not installed, and JOBDOC_REQUIRE_TOOLS is set")
		}
		t.Skip("curl is not installed")
	}
	script := shellBlock(t, "../../README.md")
	if n := strings.Count("\n"+script, "\nID=$(curl ") + strings.Count("\n"+script, "\ncurl ") + strings.Count(script, "| curl "); n != 6 {
		t.Errorf("%d lines of curl, want 6", n)
	}
	comment := regexp.MustCompile(`  # .*`)
	if zh := shellBlock(t, "../../docs/README.zh-CN.md"); comment.ReplaceAllString(zh, "") != comment.ReplaceAllString(script, "") {
		t.Error("the two READMEs have different lines")
	}

	serve := jobdoc(t, "serve", "--addr", "127.0.0.1:0")
	stdout, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	serve.Stderr = &log
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = serve.Process.Kill(); _ = serve.Wait() }()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	at := strings.Index(line, "http://127.0.0.1:")
	if err != nil || at < 0 {
		t.Fatalf("first line %q, %v; want the address", line, err)
	}
	address := strings.TrimSpace(line[at:])

	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "samples"), os.DirFS("../../samples")); err != nil {
		t.Fatal(err)
	}
	shell := exec.Command("sh", "-e", "-u", "-c", strings.Replace(script, "http://127.0.0.1:8080", address, 1))
	shell.Dir = dir
	shell.Env = append(os.Environ(), "http_proxy=", "HTTP_PROXY=", "ALL_PROXY=", "all_proxy=")
	said, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for _, want := range []string{"HTTP/1.1 200 OK", "Content-Type: application/pdf", "Content-Disposition: inline; "} {
		if !strings.Contains(string(said), want) {
			t.Errorf("the link is answered with %s, want %q", said, want)
		}
	}
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	before := read("before.pdf")
	if !bytes.HasPrefix(before, []byte("%PDF-")) || !bytes.Equal(before, read("pinned.pdf")) {
		t.Error("the pinned link does not show what the position was")
	}
	if latest := read("latest.pdf"); !bytes.HasPrefix(latest, []byte("%PDF-")) || bytes.Equal(before, latest) {
		t.Error("the latest link does not show the change")
	}
	var tokens []string
	for name, want := range map[string]int{"latest.json": http.StatusNotFound, "pinned.json": http.StatusOK} {
		var link struct{ URL string }
		if err := json.Unmarshal(read(name), &link); err != nil {
			t.Fatal(err)
		}
		r, err := http.Get(link.URL)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if r.StatusCode != want {
			t.Errorf("the link of %s: status %d at the end, want %d", name, r.StatusCode, want)
		}
		_, token, _ := strings.Cut(link.URL, "/d/")
		tokens = append(tokens, token[:20])
	}
	_ = serve.Process.Kill()
	_ = serve.Wait()
	for _, token := range tokens {
		if strings.Contains(log.String(), token) {
			t.Error("the log holds a token")
		}
	}
}
