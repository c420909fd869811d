package exchange

import (
	"bytes"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jobdoc/internal/book"
)

func TestAManifestComesBackFromItsWorkbook(t *testing.T) {
	t.Parallel()
	want := []book.Row{
		{Number: 1, Code: "001", Title: "=1+1", Department: "'部", Template: "classic", Format: "docx", File: "部/甲.docx", Size: 12345678901, SHA256: "00ff", Warnings: []string{"一", "二"}},
		{Number: 2, Title: "乙", Format: "pdf", File: "乙.pdf", Pages: 3, Size: 1, SHA256: "1e5"},
	}
	var rows iter.Seq2[book.Row, error] = func(yield func(book.Row, error) bool) {
		for _, r := range want {
			if !yield(r, nil) {
				return
			}
		}
	}
	var first, second bytes.Buffer
	if err := Manifest().Write(&first, rows); err != nil {
		t.Fatal(err)
	}
	if err := Manifest().Write(&second, rows); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("the second manifest has other bytes, %v", err)
	}
	var got []book.Row
	for r, err := range ReadManifest(first.Bytes()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(book.Row{})); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}
