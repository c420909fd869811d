package position

import (
	"fmt"
	"strings"
	"testing"
)

// tenKilobytes is a position of usual size, written without indent.
func tenKilobytes(b *testing.B) []byte {
	sentence := strings.Repeat("组织编制部门年度销售计划", 3)
	var duties, items []any
	for i := range 7 {
		var tasks []any
		for j := range 5 {
			tasks = append(tasks, fmt.Sprintf("%s%d", sentence, j))
		}
		duties = append(duties, map[string]any{"description": sentence, "timePercent": num("10"), "tasks": tasks, "ordinal": num(fmt.Sprint(i + 1))})
	}
	for i := range 20 {
		items = append(items, fmt.Sprintf("下属人员的考核权%d", i))
	}
	p := Fields().Sample().(map[string]any)
	p["duties"], p["authorities"], p["responsibilities"], p["tools"] = duties, items, items, items
	text := appendCompact(nil, Fields(), p)
	if len(text) < 9_000 || len(text) > 13_000 {
		b.Fatalf("the position has %d bytes, want about 10,000", len(text))
	}
	return text
}

func BenchmarkDecode(b *testing.B) {
	text := tenKilobytes(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, faults := Decode(text); faults != nil {
			b.Fatal(faults)
		}
	}
}

func BenchmarkDecodeOfHalfAMillionFaults(b *testing.B) {
	text := []byte(`{"tools":[` + strings.Repeat("1,", MaxBytes/2-20) + "1]}")
	b.ReportAllocs()
	for b.Loop() {
		Decode(text)
	}
}

func BenchmarkJSON(b *testing.B) {
	p, faults := Decode(tenKilobytes(b))
	if faults != nil {
		b.Fatal(faults)
	}
	b.ReportAllocs()
	for b.Loop() {
		p.JSON()
	}
}
