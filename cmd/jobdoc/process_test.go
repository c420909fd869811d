package main

import (
	"bufio"
	"bytes"
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
	if !exists(filepath.Join(cmd.Dir, "somewhere", "jobdoc.db")) {
		t.Error("there is no database in --data")
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
	if err == nil || second.ProcessState.ExitCode() != exitFailure || !strings.Contains(string(out), "不能监听 "+addr+"：已被别的程序占用") {
		t.Errorf("serve on a taken address: %v, %q", err, out)
	}
}

// manyInputs writes positions to be rendered and returns their paths.
func manyInputs(t *testing.T, n int) []string {
	t.Helper()
	in := t.TempDir()
	var inputs []string
	for i := range n {
		name := filepath.Join(in, fmt.Sprintf("%03d.json", i))
		body := fmt.Sprintf(`{"position": {"title": "售前工程师", "code": "A-%d"}, "duties": [{"description": "编制技术方案", "tasks": ["一", "二"]}]}`, i)
		if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		inputs = append(inputs, name)
	}
	return inputs
}

// stopAfter starts the command and, once more than n files are in out, stops it.
func stopAfter(t *testing.T, cmd *exec.Cmd, n int, stop func(*os.Process) error) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		entries, _ := os.ReadDir(filepath.Join(cmd.Dir, "out"))
		select {
		case <-ended:
			return
		default:
			if len(entries) > n {
				_ = stop(cmd.Process) // it may have ended just now
				<-ended
				return
			}
		}
	}
}

// checkOut checks that every file in out is whole and returns how many are temporary.
func checkOut(t *testing.T, cmd *exec.Cmd) (temporary int) {
	t.Helper()
	out := filepath.Join(cmd.Dir, "out")
	entries, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			temporary++
			continue
		}
		data, err := os.ReadFile(filepath.Join(out, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if wrong := checkWhole(filepath.Ext(e.Name()), data); wrong != "" {
			t.Errorf("%s: %s", e.Name(), wrong)
		}
	}
	return temporary
}

func TestAKilledRunLeavesNoHalfFile(t *testing.T) {
	t.Parallel()
	inputs := manyInputs(t, 200)
	for after := range 5 {
		cmd := jobdoc(t, append([]string{"render", "-f", "docx,pdf", "-o", "out"}, inputs...)...)
		stopAfter(t, cmd, 12*after, (*os.Process).Kill)
		checkOut(t, cmd)
	}
}

func TestAnInterruptedRunTidiesUpAndSaysSo(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("processes cannot be interrupted on Windows")
	}
	cmd := jobdoc(t, append([]string{"render", "-f", "docx,pdf,png", "-o", "out"}, manyInputs(t, 400)...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	stopAfter(t, cmd, 0, func(p *os.Process) error { return p.Signal(os.Interrupt) })
	if n := checkOut(t, cmd); n != 0 {
		t.Errorf("%d temporary files are left", n)
	}
	var total, done, left int
	_, said, _ := strings.Cut(stderr.String(), "已中断")
	n, err := fmt.Sscanf(said, "：%d 个职位中处理了 %d 个，%d 个未开始", &total, &done, &left)
	if code := cmd.ProcessState.ExitCode(); code != exitFailure || n != 3 {
		t.Fatalf("exit code %d, %q, %v; want %d and how far it came", code, stderr.String(), err, exitFailure)
	}
	if entries, _ := os.ReadDir(filepath.Join(cmd.Dir, "out")); total != 400 || done+left != total || len(entries) != 3*done {
		t.Errorf("%d done and %d left of %d, with %d files", done, left, total, len(entries))
	}
	if want := fmt.Sprintf("%d 个职位，写好 %d 个文件", done, 3*done); !strings.Contains(stdout.String(), want) {
		t.Errorf("summary %q, want %q", stdout.String(), want)
	}
}
