package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"jobdoc/internal/company"
	"jobdoc/internal/position"
)

// importFile sends a file that is answered with the status.
func importFile(t testing.TB, s *Server, query string, data []byte, status int, headers ...string) *http.Response {
	t.Helper()
	r := call{"POST", "/v1/import" + query, headers, bytes.NewReader(data)}.do(s.Handler())
	if r.StatusCode != status {
		t.Fatalf("POST /v1/import%s: status %d, want %d; %.500s", query, r.StatusCode, status, text(t, r))
	}
	return r
}

// made is a company's positions, with some that are hard to carry, one a line.
func made(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	for p := range company.Generate(company.Options{Positions: n - 4, Seed: 7}) {
		b.Write(append(p.Data, '\n'))
	}
	for i, rest := range []string{
		`"summary":null,"authorities":[],"records":null,"qualifications":null`,
		`"summary":"","remarks":" 前后有空格 ","collaboration":{},"qualifications":{"education":null,"knowledge":[]}`,
		`"summary":"𠮷野家、李𬭎，\n第二行\t制表","tools":["=1+1","'单引号","007","2026-01-02","〔无〕"]`,
		`"purpose":"` + strings.Repeat("𠮷", 10_000) + `"`,
	} {
		fmt.Fprintf(&b, `{"position":{"title":"难带的职位%d","code":"HARD-%d","department":null,"directReports":[]},"duties":[{"description":"一","tasks":[]},{"description":"二","tasks":null}],%s}`+"\n", i, i, rest)
	}
	return b.Bytes()
}

// TestWhatIsExportedAndImportedIsExportedAgain carries positions in as lines,
// out as a workbook, in again and out as lines. JOBDOC_ROUNDTRIP says how many, for a
// longer run than that of every day.
func TestWhatIsExportedAndImportedIsExportedAgain(t *testing.T) {
	positions := 150
	if n, err := strconv.Atoi(os.Getenv("JOBDOC_ROUNDTRIP")); err == nil {
		positions = n
	}
	data := made(t, positions)
	var want bytes.Buffer
	for line := range bytes.Lines(data) {
		p, faults := position.Decode(line)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		want.WriteString(oneLine(t, string(p.JSON())) + "\n")
	}
	onBoth(t, func(t *testing.T, s *Server) {
		bring := func(file, outcome string) {
			t.Helper()
			r := value[ImportResult](t, importFile(t, s, "", []byte(file), 200))
			if n := map[string]int{created: r.Created, unchanged: r.Unchanged}[outcome]; n != positions || len(r.Items) != positions || len(r.Errors) != 0 || r.Items[3].Revision != 1 {
				t.Fatalf("%s %d, failed %d, errors %+v", outcome, n, r.Failed, r.Errors[:min(3, len(r.Errors))])
			}
		}
		carryOut := func(query string) string {
			t.Helper()
			return text(t, request(t, s, "GET", "/v1/export"+query, 200))
		}
		bring(string(data), created)
		lines, book := carryOut(""), carryOut("?format=xlsx")
		if lines != want.String() {
			t.Fatalf("exported it is not the same: %s", firstDifference(lines, want.String()))
		}
		bring(lines, unchanged)
		s.config.Store = openStore(t)
		bring(book, created)
		if got := carryOut(""); got != lines {
			t.Errorf("by way of a workbook it is not the same: %s", firstDifference(got, lines))
		}
		if carryOut("?format=xlsx") != book {
			t.Error("the second workbook is another one")
		}
	})
}

func firstDifference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			return fmt.Sprintf("line %d: %.300q, want %.300q", i+1, as[i], bs[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(as), len(bs))
}

func TestAPositionAtFaultCostsNoneOfTheOthers(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		old := keep(t, s, form("甲", `"code":"A"`, "旧"))
		same := keep(t, s, form("乙", `"code":"B"`, "同"))
		gone := keep(t, s, form("丙", `"code":"C"`, "归档"))
		request(t, s, "DELETE", gone, 200)
		body := strings.Join([]string{
			oneLine(t, form("甲", `"code":"A"`, "新")),
			`{"position":{"title":"坏"},"duties":[{"description":"x","timePercent":120,"x":1}]}`,
			oneLine(t, form("乙", `"code":"B"`, "同")),
			oneLine(t, form("丙", `"code":"C"`, "又来")),
			oneLine(t, form("丙二", `"code":"ｃ"`, "重复")),
			`{"position":`,
			oneLine(t, form("丁", `"department":"财务部"`, "新")),
		}, "\n") + "\n"
		check := func(r ImportResult, dry bool) {
			t.Helper()
			var got []string
			for _, it := range r.Items {
				got = append(got, fmt.Sprintf("%d %d %s %d %t", it.Index, it.Line, it.Outcome, it.Revision, it.ID != ""))
			}
			want := []string{"1 1 replaced 2 true", "2 2 failed 0 false", "3 3 unchanged 1 true", "4 4 created 1 true", "5 5 failed 0 false", "6 6 failed 0 false", "7 7 created 1 true"}
			if dry {
				want[3], want[6] = "4 4 created 1 false", "7 7 created 1 false"
			}
			if strings.Join(got, ";") != strings.Join(want, ";") || r.Created != 2 || r.Replaced != 1 || r.Unchanged != 1 || r.Failed != 3 || r.DryRun != dry {
				t.Errorf("import = %q, want %q; %+v", got, want, r)
			}
			var faults []string
			for _, f := range r.Errors {
				faults = append(faults, fmt.Sprint(f.Index, " ", f.Line, " ", f.Code, " ", f.Pointer))
				if f.Detail == "" {
					t.Errorf("%s has no sentence", f.Code)
				}
			}
			if got, want := strings.Join(faults, "; "), "2 2 percent-out-of-range #/duties/0/timePercent; 2 2 unknown-key #/duties/0/x; 5 5 identity-repeated ; 6 6 unexpected-end #/position"; got != want {
				t.Errorf("faults = %s, want %s", got, want)
			}
		}
		check(value[ImportResult](t, importFile(t, s, "?dryRun=true", []byte(body), 200, "Content-Type: "+linesType)), true)
		if e := value[PositionEntry](t, request(t, s, "GET", old, 200)); e.Revision != 1 {
			t.Errorf("a trial has stored revision %d", e.Revision)
		}
		r := value[ImportResult](t, importFile(t, s, "?by=x&note=y", []byte(body), 200, "Content-Type: "+linesType))
		check(r, false)
		if id := "/v1/positions/" + r.Items[3].ID; id == gone || r.Items[3].Title != "丙" {
			t.Errorf("an archived position was brought back: %+v", r.Items[3])
		}
		if id := "/v1/positions/" + r.Items[0].ID; id != old || "/v1/positions/"+r.Items[2].ID != same {
			t.Errorf("other positions were changed: %+v", r.Items)
		}
		e := value[PositionEntry](t, request(t, s, "GET", old, 200))
		if e.Revision != 2 || !strings.Contains(string(e.Position), "新") {
			t.Errorf("the replaced one = %+v", e)
		}
		if rev := text(t, request(t, s, "GET", old+"/revisions/2", 200)); !strings.Contains(rev, `"by":"x"`) || !strings.Contains(rev, `"note":"y"`) {
			t.Errorf("revision 2 = %s, want who and why", rev)
		}
		if got := text(t, request(t, s, "GET", "/v1/export?department="+"%E8%B4%A2%E5%8A%A1%E9%83%A8", 200)); strings.Count(got, "\n") != 1 || !strings.Contains(got, "丁") {
			t.Errorf("export of a department = %s", got)
		}
	})
}

func oneLine(t testing.TB, pretty string) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(pretty)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAnImportIsKnownByItsContent(t *testing.T) {
	t.Parallel()
	p, faults := position.Decode([]byte(small))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	line := oneLine(t, small)
	for name, test := range map[string]struct {
		body, contentType string
	}{
		"one position":               {string(p.JSON()), "application/json"},
		"an array":                   {"[" + small + "]", "application/json"},
		"an array from curl":         {"[" + small + "]", curlType},
		"a line":                     {line, "application/x-ndjson"},
		"lines that call themselves": {line + "\n", linesType + "; charset=utf-8"},
		"a mark and no type":         {"\xef\xbb\xbf" + small, ""},
		"bytes":                      {small, octets},
	} {
		s, _ := newServer(t, Config{Store: openStore(t)})
		var headers []string
		if test.contentType != "" {
			headers = []string{"Content-Type: " + test.contentType}
		}
		if r := value[ImportResult](t, importFile(t, s, "", []byte(test.body), 200, headers...)); r.Created != 1 || r.Items[0].Code != "PS-001" {
			t.Errorf("%s: %+v", name, r)
		}
	}
	s, _ := newServer(t, Config{Store: openStore(t)})
	for name, test := range map[string]struct {
		body, contentType string
		status            int
		code              string
	}{
		"nothing":                  {"", "", 422, "empty"},
		"blanks":                   {" \n", linesType, 422, "empty"},
		"an empty array":           {"[]", "", 422, "empty"},
		"no workbook":              {"PK\x03\x04 broken", "", 422, "workbook-unreadable"},
		"JSON called a workbook":   {small, workbookType, 422, "workbook-unreadable"},
		"a form":                   {"x", "multipart/form-data; boundary=x", 415, ""},
		"a picture":                {"x", "image/png", 415, ""},
		"a parameter that is none": {small, "", 422, "parameter-unknown"},
		"a word that is none":      {small, "", 422, "dryRun-unknown"},
	} {
		query := map[string]string{"parameter-unknown": "?dryrun=true", "dryRun-unknown": "?dryRun=ja"}[test.code]
		var headers []string
		if test.contentType != "" {
			headers = []string{"Content-Type: " + test.contentType}
		}
		pr := problem(t, importFile(t, s, query, []byte(test.body), test.status, headers...))
		if test.code != "" && (len(pr.Errors) != 1 || pr.Errors[0].Code != test.code) {
			t.Errorf("%s: %+v, want %s", name, pr, test.code)
		}
	}
	importFile(t, s, "", make([]byte, maxImport+1), 413)
	if got := text(t, request(t, s, "GET", "/v1/export", 200)); got != "" {
		t.Errorf("export of nothing = %q", got)
	}
	many := strings.Repeat("{}\n", maxImportPositions+1)
	if p := problem(t, importFile(t, s, "", []byte(many), 413)); !strings.Contains(p.Detail, "100000") {
		t.Errorf("too many: %+v", p)
	}
}

func TestFaultsOfAWorkbookNameTheirCells(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	keep(t, s, form("甲", `"code":"A","headcount":1`, "一"))
	keep(t, s, form("乙", `"code":"B","headcount":1`, "一"))
	book := []byte(text(t, request(t, s, "GET", "/v1/export?format=xlsx", 200)))
	edit := func(change func(*excelize.File, func(sheet, header string) string)) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(book))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		change(f, func(sheet, header string) string {
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for i, cell := range rows[0] {
				if cell == header {
					name, _ := excelize.ColumnNumberToName(i + 1)
					return name
				}
			}
			t.Fatalf("%s has no column %s", sheet, header)
			return ""
		})
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	var cell string
	wrong := edit(func(f *excelize.File, column func(sheet, header string) string) {
		cell = column("岗位", "岗位定员") + "3"
		if err := f.SetCellStr("岗位", cell, "两个"); err != nil {
			t.Fatal(err)
		}
	})
	r := value[ImportResult](t, importFile(t, s, "", wrong, 200))
	if r.Unchanged != 1 || r.Failed != 1 || len(r.Errors) != 1 || r.Errors[0].Sheet != "岗位" || r.Errors[0].Cell != cell || r.Errors[0].Index != 2 || strings.Contains(r.Errors[0].Detail, "!") {
		t.Errorf("import = %+v, want a fault at %s", r, cell)
	}
	astray := edit(func(f *excelize.File, column func(sheet, header string) string) {
		if err := f.SetCellStr("岗位", column("岗位", "岗位定员")+"2", "两个"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellInt("职责", column("职责", "岗位")+"3", 99); err != nil {
			t.Fatal(err)
		}
	})
	p := problem(t, importFile(t, s, "", astray, 422))
	var places []string
	for _, f := range p.Errors {
		places = append(places, f.Sheet+" "+f.Code)
	}
	if got, want := strings.Join(places, ", "), "职责 workbook, 岗位 wrong-type, 岗位 required-missing"; got != want {
		t.Errorf("faults at %s, want %s: %+v", got, want, p.Errors)
	}
}

func TestAnImportWithAnIdempotencyKeyIsDoneOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		file := []byte("[" + small + "]")
		first := text(t, importFile(t, s, "", file, 200, onceHeader+": k"))
		again := importFile(t, s, "", file, 200, onceHeader+": k")
		if got := text(t, again); got != first || !strings.Contains(got, `"created":1`) || again.Header.Get(replayedHeader) != "true" {
			t.Errorf("the second answer = %s, %v, want the first again: %s", got, again.Header, first)
		}
		importFile(t, s, "", []byte(small), 422, onceHeader+": k")
		if r := value[ImportResult](t, importFile(t, s, "", file, 200)); r.Unchanged != 1 {
			t.Errorf("without a key it is not imported again: %+v", r)
		}
	})
}

func TestRacingImportsOfOneFileStoreEachPositionOnce(t *testing.T) {
	data := made(t, 60)
	onBoth(t, func(t *testing.T, s *Server) {
		results := make([]ImportResult, maxExchanges)
		var wg sync.WaitGroup
		for i := range results {
			wg.Go(func() { results[i] = value[ImportResult](t, importFile(t, s, "", data, 200)) })
		}
		wg.Wait()
		var sum ImportResult
		for _, r := range results {
			sum.Created, sum.Unchanged, sum.Replaced, sum.Failed = sum.Created+r.Created, sum.Unchanged+r.Unchanged, sum.Replaced+r.Replaced, sum.Failed+r.Failed
		}
		if sum.Created != 60 || sum.Unchanged != 60*(maxExchanges-1) || sum.Failed+sum.Replaced != 0 {
			t.Errorf("together they made %+v", sum)
		}
		if n := strings.Count(text(t, request(t, s, "GET", "/v1/export", 200)), "\n"); n != 60 {
			t.Errorf("%d positions are stored, want 60", n)
		}
	})
}
