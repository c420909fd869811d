package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// TestABatchThatIsKilledOverAndOverEndsInTheSameBytes kills the process ever
// later and goes on each time, until a run comes to its end.
func TestABatchThatIsKilledOverAndOverEndsInTheSameBytes(t *testing.T) {
	t.Parallel()
	inputs := manyInputs(t, 150)
	args := append([]string{"batch", "-o", "all.zip", "--resume"}, inputs...)
	whole := jobdoc(t, args...)
	if out, err := whole.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want, err := os.ReadFile(filepath.Join(whole.Dir, "all.zip"))
	if err != nil {
		t.Fatal(err)
	}
	folder, killed := t.TempDir(), 0
	for round := 1; ; round++ {
		cmd := jobdoc(t, args...)
		cmd.Dir = folder
		var said bytes.Buffer
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// The moment of the kill is as it comes: the bytes must not depend on it.
		timer := time.AfterFunc(time.Duration(round)*30*time.Millisecond, func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		timer.Stop()
		if err == nil {
			break
		}
		if _, err := os.Stat(filepath.Join(folder, "all.zip")); err == nil {
			break // killed while it wrote the report beside the archive, which must be whole
		}
		if cmd.ProcessState.Exited() {
			t.Fatalf("round %d ended by itself after %d kills: %v\n%s", round, killed, err, said.String())
		}
		killed++
	}
	got, err := os.ReadFile(filepath.Join(folder, "all.zip"))
	if err != nil {
		t.Fatal(err)
	}
	if killed == 0 || !bytes.Equal(got, want) {
		t.Errorf("after %d kills the archive has %d bytes, that of a whole run %d; want the same", killed, len(got), len(want))
	}
}

func TestAFaultyWorkbookComesBackMarked(t *testing.T) {
	t.Parallel()
	cmd := jobdoc(t, "export", "-o", "company.xlsx", "-")
	cmd.Stdin = bytes.NewReader([]byte(`{"position":{"title":"文员"},"duties":[{"description":"收发文件","timePercent":50}]}`))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	name := filepath.Join(cmd.Dir, "company.xlsx")
	f, err := excelize.OpenFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellValue("职责", "F2", 150); err != nil {
		t.Fatal(err)
	}
	header, err := f.GetCellValue("职责", "F1")
	if err != nil || header != "工作时间百分比" {
		t.Fatalf("F1 is %q, %v", header, err)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	in := jobdoc(t, "import", name, "-o", "back")
	out, err := in.CombinedOutput()
	if in.ProcessState.ExitCode() != exitInput || !bytes.Contains(out, []byte("职责!F2")) || !bytes.Contains(out, []byte("company-检查结果.xlsx")) {
		t.Fatalf("import: %v\n%s", err, out)
	}
	marked, err := excelize.OpenFile(filepath.Join(cmd.Dir, "company-检查结果.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := marked.GetRows("检查结果")
	if err != nil || len(rows) != 2 || rows[1][0] != "职责" || rows[1][1] != "F2" {
		t.Errorf("the sheet of faults has %q, %v", rows, err)
	}
}
