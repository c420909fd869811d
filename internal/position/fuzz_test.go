package position

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// FuzzDecode asks for these laws: no panic; faults or a position, never both;
// reading what was written gives the same position, and the same text again; what
// Decode takes the schema takes, and what the schema refuses Decode refuses.
func FuzzDecode(f *testing.F) {
	for _, text := range samples(f) {
		f.Add(text)
	}
	for _, text := range []string{
		small, gbk, "", "null", "[]", `{"position":{"title":"x"},"duties":[{"description":"y"}]}`, with(`"locale": "en"`, `"analysisDate": "2004-02-29"`, `"timePercent": 1e1`),
		`{"a":"\ud800"}`, `{"a":1,"a":2}`, `{"a":1}x`, "\xef\xbb\xbf{}", "\xff\xfe{\x00", `{“a”：1}`, `{"a":1,}`,
		string(appendCompact(nil, Fields(), Fields().Sample())),
	} {
		f.Add([]byte(text))
	}
	schema := compiledSchema(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, faults := Decode(data)
		if faults != nil {
			checkFaults(t, p, faults)
			return
		}
		text := p.JSON()
		again, faults := Decode(text)
		if faults != nil {
			t.Fatalf("Decode(JSON()) faults = %+v", faults)
		}
		if diff := cmp.Diff(p.Data(), again.Data()); diff != "" {
			t.Fatalf("Decode(JSON()) (-want +got)\n%s", diff)
		}
		if second := again.JSON(); !bytes.Equal(text, second) {
			t.Fatalf("JSON() = %s, the second time %s", text, second)
		}
		checkSchema(t, schema, data)
		checkSchema(t, schema, text)
		Fields().Print(p.Data())
		if p.FileName() == "" {
			t.Fatal("FileName() is empty")
		}
	})
}

func checkFaults(t *testing.T, p Position, faults []Fault) {
	if p.Data() != nil || len(faults) == 0 || len(faults) > MaxFaults+1 {
		t.Fatalf("Decode() gave %d faults and %v", len(faults), p.Data())
	}
	line := 0
	for _, f := range faults {
		if f.Code == "" || f.Detail == "" || f.English == "" || f.Syntax && len(faults) > 1 {
			t.Fatalf("Decode() fault = %+v", f)
		}
		if f.Code != CodeMoreFaults && f.Line < line {
			t.Fatalf("Decode() faults are not in order: %+v", faults)
		}
		line = f.Line
	}
}

func checkSchema(t *testing.T, schema *jsonschema.Schema, text []byte) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Fatalf("Decode() takes %s, the schema does not: %v", text, err)
	}
}
