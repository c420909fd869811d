package book

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheManifestListsEveryFileOfEveryPosition(t *testing.T) {
	t.Parallel()
	items := sampleItems(t)
	b, dir := batch(t, "")
	run1(t, b, items)
	there := contents(t, dir)
	rows := collect(t, ReadJSONL(strings.NewReader(there["MANIFEST.jsonl"])))
	if len(rows) != 2*len(items) {
		t.Fatalf("%d rows, want %d", len(rows), 2*len(items))
	}
	for i, r := range rows {
		if want := i/2 + 1; r.Number != want {
			t.Errorf("row %d has number %d, want %d", i, r.Number, want)
		}
		data, ok := there[r.File]
		sum := sha256.Sum256([]byte(data))
		if !ok || r.Size != int64(len(data)) || r.SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("row %+v does not describe its file", r)
		}
		if (r.Format == "pdf") != (r.Pages > 0) {
			t.Errorf("%s has %d pages", r.File, r.Pages)
		}
	}
	inCSV := collect(t, ReadCSV(strings.NewReader(there["MANIFEST.csv"])))
	for i := range rows {
		if len(rows[i].Warnings) == 0 {
			rows[i].Warnings = nil
		}
	}
	if diff := cmp.Diff(rows, inCSV, cmp.AllowUnexported(Row{})); diff != "" {
		t.Errorf("MANIFEST.csv says otherwise than MANIFEST.jsonl (-jsonl +csv):\n%s", diff)
	}
}

func collect(t *testing.T, rows iter.Seq2[Row, error]) (all []Row) {
	t.Helper()
	for r, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

func TestTheKeysOfTheManifestStandInTheirOrder(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := WriteJSONL(&b, func(yield func(Row, error) bool) { yield(Row{Warnings: []string{}}, nil) }); err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(&b)
	var keys []string
	for depth := 0; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case json.Delim:
			depth += map[json.Delim]int{'{': 1, '[': 1, '}': -1, ']': -1}[token]
		case string:
			if depth == 1 && slices.Contains(Columns[:], token) {
				keys = append(keys, token)
			}
		}
	}
	if want := Columns[:]; !slices.Equal(keys, want) {
		t.Errorf("keys %v, want %v", keys, want)
	}
}

func TestCellsNeverRunAsFormulas(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "'", "部门", ""} {
		row := Row{Title: text, Warnings: []string{text, "x"}}
		var b bytes.Buffer
		if err := WriteCSV(&b, func(yield func(Row, error) bool) { yield(row, nil) }); err != nil {
			t.Fatal(err)
		}
		cell := Inert(text)
		if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t") {
			t.Errorf("the cell %q is a formula", cell)
		}
		if got := collect(t, ReadCSV(&b)); len(got) != 1 || got[0].Title != text {
			t.Errorf("%q is read back as %+v", text, got)
		}
	}
}
