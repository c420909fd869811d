package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// jobdoc returns a command that runs this program as a process of its own.
// TestMain put it on the PATH.
func jobdoc(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("jobdoc", args...)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "LC_ALL=", "LC_MESSAGES=", "LANG=")
	return cmd
}

func TestServeSaysWhereAndStopsWhenAsked(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("processes cannot be interrupted on Windows")
	}
	cmd := jobdoc(t, "serve", "--addr", "127.0.0.1:0", "--data", "somewhere")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	at := strings.Index(line, "http://127.0.0.1:")
	if err != nil || at < 0 {
		t.Fatalf("first line %q, %v; want the address", line, err)
	}
	r, err := http.Get(strings.TrimSpace(line[at:]) + "/readyz")
	if err != nil || r.StatusCode != http.StatusOK {
		t.Errorf("GET /readyz: %v, %v", r, err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("serve ended with %v, want exit code 0", err)
	}
	if exists(filepath.Join(cmd.Dir, "somewhere")) {
		t.Error("--data was made although nothing uses it yet")
	}
}

func TestAnAddressThatIsTakenIsSaid(t *testing.T) {
	t.Parallel()
	first := jobdoc(t, "serve", "--addr", "127.0.0.1:0")
	stdout, err := first.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = first.Process.Kill(); _ = first.Wait() }()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	_, addr, _ := strings.Cut(strings.TrimSpace(line), "http://")
	second := jobdoc(t, "serve", "--addr", addr)
	out, err := second.CombinedOutput()
	if err == nil || second.ProcessState.ExitCode() != exitFailure || !strings.Contains(string(out), "不能监听 "+addr) {
		t.Errorf("serve on a taken address: %v, %q", err, out)
	}
}

// TestAKilledRunLeavesNoHalfFile kills a run in the middle, several times.
func TestAKilledRunLeavesNoHalfFile(t *testing.T) {
	t.Parallel()
	in := t.TempDir()
	var inputs []string
	for i := range 200 {
		name := filepath.Join(in, fmt.Sprintf("%03d.json", i))
		body := fmt.Sprintf(`{"position": {"title": "售前工程师", "code": "A-%d"}, "duties": [{"description": "编制技术方案", "tasks": ["一", "二"]}]}`, i)
		if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		inputs = append(inputs, name)
	}
	for after := range 5 { // killed when so many dozen files are there
		cmd := jobdoc(t, append([]string{"render", "-f", "docx,pdf", "-o", "out"}, inputs...)...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(cmd.Dir, "out")
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		for running := true; running; {
			entries, _ := os.ReadDir(out)
			select {
			case <-ended:
				running = false
			default:
				if len(entries) > 12*after {
					_ = cmd.Process.Kill()
					<-ended
					running = false
				}
			}
		}
		entries, err := os.ReadDir(out)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".") {
				continue // the temporary file that was being written
			}
			data, err := os.ReadFile(filepath.Join(out, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			if wrong := checkWhole(filepath.Ext(e.Name()), data); wrong != "" {
				t.Errorf("%s: %s", e.Name(), wrong)
			}
		}
	}
}
