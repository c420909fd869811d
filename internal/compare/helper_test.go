package compare

import (
	"encoding/json"
	"io/fs"
	"testing"

	"jobdoc/internal/position"
	"jobdoc/samples"
)

// decode reads a position that has no faults.
func decode(t testing.TB, data string) position.Position {
	t.Helper()
	p, faults := position.Decode([]byte(data))
	if len(faults) > 0 {
		t.Fatalf("%v in %s", faults, data)
	}
	return p
}

// sample is one of the samples.
func sample(t testing.TB, name string) position.Position {
	t.Helper()
	data, err := fs.ReadFile(samples.FS, name)
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, string(data))
}

// with is a position with some keys set, beside a title and one duty.
func with(t testing.TB, rest string) position.Position {
	t.Helper()
	data := `{"position":{"title":"出纳"},"duties":[{"description":"办理收付"}]}`
	m := map[string]any{}
	for _, text := range []string{data, rest} {
		var add map[string]any
		if err := json.Unmarshal([]byte(text), &add); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		merge(m, add)
	}
	out, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, string(out))
}

func merge(m, add map[string]any) {
	for key, v := range add {
		if object, ok := v.(map[string]any); ok {
			if there, ok := m[key].(map[string]any); ok {
				merge(there, object)
				continue
			}
		}
		m[key] = v
	}
}
