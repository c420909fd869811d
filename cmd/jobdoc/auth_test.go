package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// startServe starts a service in a folder, "" for a new one, and returns where
// it listens. It ends with the test.
func startServe(t *testing.T, dir string, args ...string) (cmd *exec.Cmd, address string) {
	t.Helper()
	cmd = jobdoc(t, append([]string{"serve"}, args...)...)
	if dir != "" {
		cmd.Dir = dir
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("first line %q, %v; want the address", line, err)
	}
	return cmd, strings.TrimSpace(line[strings.Index(line, "http://"):])
}

// serveAt starts a service in a folder and returns its port.
func serveAt(t *testing.T, dir string, args ...string) (port string) {
	t.Helper()
	_, address := startServe(t, dir, args...)
	return address[strings.LastIndex(address, ":")+1:]
}

func TestAKeyOpensTheServiceUntilItIsRevoked(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("processes cannot be interrupted on Windows")
	}
	create := jobdoc(t, "key", "create", "--name", "人事系统", "--scopes", "read")
	out, err := create.Output()
	if err != nil {
		t.Fatal(err)
	}
	key := strings.TrimSpace(string(out))
	port := serveAt(t, create.Dir, "--addr", "0.0.0.0:0")
	ask := func(authorization string) int {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1:"+port+"/v1/schema", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", authorization)
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = got.Body.Close()
		return got.StatusCode
	}
	if got := ask("Bearer " + key); got != http.StatusOK {
		t.Errorf("with the key: status %d, want 200", got)
	}
	if got := ask(""); got != http.StatusUnauthorized {
		t.Errorf("without a key: status %d, want 401", got)
	}
	revoke := jobdoc(t, "key", "revoke", "人事系统")
	revoke.Dir = create.Dir
	if out, err := revoke.CombinedOutput(); err != nil {
		t.Fatalf("revoke: %v, %s", err, out)
	}
	if got := ask("Bearer " + key); got != http.StatusUnauthorized {
		t.Errorf("with the revoked key: status %d, want 401", got)
	}
}

func TestAServiceOfThisMachineAsksForNoKeyAndKnowsItsName(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("processes cannot be interrupted on Windows")
	}
	for _, c := range []struct {
		host, auth string
		want       int
	}{
		{"localhost", "auto", http.StatusOK},
		{"elsewhere.example.com", "auto", http.StatusForbidden},
		{"elsewhere.example.com", "none", http.StatusForbidden},
	} {
		port := serveAt(t, t.TempDir(), "--addr", "127.0.0.1:0", "--auth", c.auth)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1:"+port+"/v1/schema", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = c.host
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = got.Body.Close()
		if got.StatusCode != c.want {
			t.Errorf("--auth %s, Host %s: status %d, want %d", c.auth, c.host, got.StatusCode, c.want)
		}
	}
}
