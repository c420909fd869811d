package compare

import (
	"io/fs"
	"testing"

	"jobdoc/internal/position"
	"jobdoc/samples"
)

// FuzzPositions asks of any two positions what the property tests ask of made ones.
func FuzzPositions(f *testing.F) {
	names, err := fs.Glob(samples.FS, "*.json")
	if err != nil {
		f.Fatal(err)
	}
	var last []byte
	for _, name := range names {
		data, err := fs.ReadFile(samples.FS, name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, last)
		last = data
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		a, faults := position.Decode(first)
		b, more := position.Decode(second)
		if len(faults)+len(more) > 0 {
			t.Skip()
		}
		if c := Positions(a, a); len(c.Changes) > 0 {
			t.Fatalf("differs from itself: %s", told(c))
		}
		checkTold(t, plain(t, a), plain(t, b))
		there, back := Positions(a, b), Positions(b, a)
		if s, r := there.Summary, back.Summary; a.Locale() == b.Locale() && (s.Added != r.Removed || s.Removed != r.Added || s.Total != r.Total || s.Moved != r.Moved) {
			t.Fatalf("there %+v, back %+v", s, r)
		}
	})
}

func FuzzPieces(f *testing.F) {
	f.Add("负责公司现金收付", "负责集团现金收付")
	f.Add("2.5 cafe\u0301", "2.75 cafe")
	f.Fuzz(func(t *testing.T, old, now string) { checkPieces(t, old, now) })
}
