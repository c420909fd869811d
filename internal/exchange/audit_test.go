package exchange

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"jobdoc/internal/audit"
	"jobdoc/internal/position"
)

func TestAnAuditAsAWorkbook(t *testing.T) {
	t.Parallel()
	a, err := audit.New(audit.Options{Only: []string{"placeholder-left", "code-missing"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{
		`{"position": {"title": "=1+1", "department": "财务部", "headcount": 2}, "summary": "=HYPERLINK(\"http://example.com\",\"XX\")", "duties": [{"description": "做事"}]}`,
		`{"position": {"title": "乙", "code": "B-1"}, "duties": [{"description": "做事"}]}`,
	} {
		p, faults := position.Decode([]byte(data))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		a.Add(a.Examine(p, "a.json"))
	}
	r := a.Report()
	for english, want := range map[bool][][]string{
		false: {{"警告", "code-missing", "缺岗位编号", "财务部", "=1+1"}, {"警告", "placeholder-left", "占位文字未填", "财务部", "=1+1"}, {"（未写部门）", "1", "0", "1"}, {"财务部", "1", "2", "0", "0", "2"}, {"合计（含全局发现）", "2", "2", "1", "0", "2"}},
		true:  {{"warning", "code-missing"}, {"(none given)", "1"}, {"in all", "2"}},
	} {
		var b bytes.Buffer
		if err := WriteAudit(&b, r, english); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		var rows [][]string
		for _, sheet := range f.GetSheetList()[:2] {
			all, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, all[1:]...)
		}
		for _, w := range want {
			found := false
			for _, got := range rows {
				found = found || len(got) >= len(w) && cmp.Equal(got[:len(w)], w)
			}
			if !found {
				t.Errorf("english %v: no row begins with %q in %q", english, w, rows)
			}
		}
		if n := len(f.GetSheetList()); n != 3 {
			t.Errorf("%d sheets, want 3", n)
		}
		noFormulas(t, b.Bytes())
	}
}

// noFormulas holds every sheet to have no cell that is counted out.
func noFormulas(t *testing.T, workbook []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, "xl/worksheets/") {
			continue
		}
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(part)
		if err != nil || bytes.Contains(data, []byte("<f>")) || bytes.Contains(data, []byte("<f ")) {
			t.Errorf("%s holds a formula, or cannot be read: %v", f.Name, err)
		}
	}
}
