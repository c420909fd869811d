package audit

import (
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/company"
	"jobdoc/internal/position"
	"jobdoc/samples"
)

// leads says that a pointer leads into the position, or to a key that is not there.
func leads(pos any, pointer string) bool {
	for rest := strings.TrimPrefix(pointer, "/"); rest != ""; {
		var step string
		step, rest, _ = strings.Cut(rest, "/")
		switch v := pos.(type) {
		case map[string]any:
			next, ok := v[step]
			if !ok || next == nil {
				return !strings.Contains(rest, "/") // at most one key further: qualifications.education
			}
			pos = next
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(v) {
				return false
			}
			pos = v[i]
		default:
			return false
		}
	}
	return true
}

// damage takes away, blanks or repeats something of a position, at random.
func damage(random *rand.Rand, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			switch random.IntN(40) {
			case 0:
				delete(v, key)
			case 1:
				v[key] = nil
			default:
				v[key] = damage(random, value)
			}
		}
	case []any:
		for i := range v {
			v[i] = damage(random, v[i])
		}
		if len(v) > 0 && random.IntN(10) == 0 {
			return append(v, v[random.IntN(len(v))])
		}
		if random.IntN(20) == 0 {
			return v[:0]
		}
	case string:
		switch random.IntN(40) {
		case 0:
			return ""
		case 1:
			return "　"
		case 2:
			return "XX" + v
		}
	}
	return v
}

// TestWhateverAPositionLacksItIsAudited damages positions in thousands of ways:
// the audit ends, every pointer leads into its position, and the order of the
// positions does not matter.
func TestWhateverAPositionLacksItIsAudited(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 7))
	var texts []string
	names, err := fs.Glob(samples.FS, "*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(samples.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(data))
	}
	for p := range company.Generate(company.Options{Positions: 30, Seed: 9, Faults: 1}) {
		texts = append(texts, string(p.Data))
	}
	var set []string
	data := map[string]any{} // of the position that was read from there
	for len(set) < 600 {
		var v any
		if err := json.Unmarshal([]byte(texts[random.IntN(len(texts))]), &v); err != nil {
			t.Fatal(err)
		}
		damaged, err := json.Marshal(damage(random, v))
		if err != nil {
			t.Fatal(err)
		}
		if _, faults := position.Decode(damaged); len(faults) > 0 {
			continue // no position any more
		}
		data[strconv.Itoa(len(set))+".json"] = v
		set = append(set, string(damaged))
	}
	r := audited(t, Options{}, set...)
	for _, f := range r.Findings {
		if f.Message == "" || f.English == "" || strings.Contains(f.Message+f.English, "%!") {
			t.Errorf("%s says %q, %q", f.Check.ID, f.Message, f.English)
		}
		if f.Position != nil && (!strings.HasPrefix(f.Pointer, "/") || !leads(data[f.Position.Source], f.Pointer)) {
			t.Errorf("%s: %s leads nowhere", f.Check.ID, f.Pointer)
		}
	}
	// Many are called the same, and follow one another by their source, which is
	// another one each time.
	sorted := func(r *Report) []string { return slices.Sorted(slices.Values(lines(r))) }
	want := sorted(r)
	random.Shuffle(len(set), func(i, j int) { set[i], set[j] = set[j], set[i] })
	if diff := cmp.Diff(want, sorted(audited(t, Options{}, set...))); diff != "" {
		t.Errorf("another order (-first +other)\n%s", diff)
	}
}
