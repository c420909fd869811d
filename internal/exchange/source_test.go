package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/position"
)

// read decodes a source and writes one line an item: place and title, or place and faults.
func read(t *testing.T, name, text string) []string {
	t.Helper()
	var all []string
	for raw, err := range Split(name, strings.NewReader(text)) {
		if err != nil {
			t.Fatal(err)
		}
		item := raw.Decode()
		line := fmt.Sprintf("%d %s", item.Index, item)
		for _, f := range item.Faults {
			line += fmt.Sprintf(" %s@%d:%d", f.Code, f.Line, f.Column)
		}
		all = append(all, strings.TrimSpace(line+" "+item.Position.Title()))
	}
	return all
}

func (i Item) String() string { return i.Place.String() }

// of is a position with the title, on one line.
func of(title string) string {
	return `{"position": {"title": "` + title + `"}, "duties": [{"description": "]}"}]}`
}

func TestSourcesHoldOnePositionOrMany(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file, text string
		want       []string
	}{
		"one position":                              {"a.json", of("甲"), []string{"0 a.json 甲"}},
		"one over several lines":                    {"a.json", strings.ReplaceAll(of("甲"), ", ", ",\n"), []string{"0 a.json 甲"}},
		"one with a mark before":                    {"a.json", "\ufeff" + of("甲"), []string{"0 a.json 甲"}},
		"nothing":                                   {"a.json", "", []string{"0 a.json empty@1:1"}},
		"an array":                                  {"a.json", "\ufeff [\n" + of("甲") + ",\n\n  " + of("乙") + "]\n", []string{"1 a.json:2 甲", "2 a.json:4 乙"}},
		"an empty array":                            {"a.json", " [ ] ", nil},
		"lines by their name":                       {"a.JSONL", of("甲") + "\r\n\n" + of("乙"), []string{"1 a.JSONL:1 甲", "2 a.JSONL:3 乙"}},
		"one line by its name":                      {"a.ndjson", of("甲") + "\n", []string{"1 a.ndjson:1 甲"}},
		"lines by their look":                       {"-", of("甲") + "\n" + of("乙") + "\n", []string{"1 -:1 甲", "2 -:2 乙"}},
		"an array in a file of lines":               {"a.jsonl", "[" + of("甲") + ",\n" + of("乙") + "]", []string{"1 a.jsonl:1 甲", "2 a.jsonl:2 乙"}},
		"one over several lines in a file of lines": {"a.jsonl", strings.ReplaceAll(of("甲"), ", ", ",\n"), []string{"0 a.jsonl 甲"}},
		"a line cut short before others":            {"a.jsonl", "{\"position\":\n" + of("乙"), []string{"1 a.jsonl:1 unexpected-end@1:13", "2 a.jsonl:2 乙"}},
		"one after the other":                       {"-", strings.ReplaceAll(of("甲")+"\n"+of("乙")+"\n", ", ", ",\n"), []string{"1 -:1 甲", "2 -:3 乙"}},
		"one after the other without a break":       {"a.jsonl", strings.ReplaceAll(of("甲")+of("乙")+" "+of("丙"), ", ", ",\n"), []string{"1 a.jsonl:1 甲", "2 a.jsonl:2 乙", "3 a.jsonl:3 丙"}},
		"one after the other, and something else":   {"-", strings.ReplaceAll(of("甲")+"\n"+of("乙")+"\n} ", ", ", ",\n") + of("丙"), []string{"1 -:1 甲", "2 -:3 乙", "3 -:5 trailing-data@5:1"}},
		"one after the other, the last cut short":   {"-", strings.ReplaceAll(of("甲")+"\n", ", ", ",\n") + `{"a":`, []string{"1 -:1 甲", "2 -:3 unexpected-end@3:6"}},
		"one with something behind it":              {"-", strings.ReplaceAll(of("甲"), ", ", ",\n") + "\n}", []string{"0 - trailing-data@3:1"}},
		"one line that ends the file":               {"-", of("甲") + "\n", []string{"0 - 甲"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, read(t, c.file, c.text)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestOneBadPositionStopsNoOther(t *testing.T) {
	t.Parallel()
	bad := `{"position": {"titel": "乙"}, "duties": [{"description": "b"}]}`
	for name, c := range map[string]struct {
		file, text string
		want       []string
	}{
		"in an array": {"a.json", "[" + of("甲") + ",\n  " + bad + ",\n 7, " + of("丙") + "]",
			[]string{"1 a.json:1 甲", "2 a.json:2 required-missing@2:16 unknown-key@2:17", "3 a.json:3 wrong-type@3:2", "4 a.json:3 丙"}},
		"in a line": {"a.jsonl", of("甲") + "\n{\"position\": {\n" + bad + "\n" + of("丁"),
			[]string{"1 a.jsonl:1 甲", "2 a.jsonl:2 unexpected-end@2:15", "3 a.jsonl:3 required-missing@3:14 unknown-key@3:15", "4 a.jsonl:4 丁"}},
		"without a comma":      {"a.json", "[" + of("甲") + "\n" + of("乙") + "]", []string{"1 a.json:1 甲", "2 a.json:2 bad-syntax@2:1", "2 a.json:2 乙"}},
		"with two commas":      {"a.json", "[" + of("甲") + ",," + of("乙") + "]", []string{"1 a.json:1 甲", "2 a.json:1 empty@1:66", "3 a.json:1 乙"}},
		"cut after a comma":    {"a.json", "[" + of("甲") + ",", []string{"1 a.json:1 甲", "2 a.json:1 unexpected-end@1:66"}},
		"cut in a position":    {"a.json", "[" + of("甲") + `,{"position"`, []string{"1 a.json:1 甲", "2 a.json:1 unexpected-end@1:77", "3 a.json:1 unexpected-end@1:77"}},
		"followed by more":     {"a.json", "[" + of("甲") + "]\n x", []string{"1 a.json:1 甲", "2 a.json:2 trailing-data@2:2"}},
		"followed by nonsense": {"a.json", of("甲") + " x", []string{"0 a.json trailing-data@1:65"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, read(t, c.file, c.text)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestAPositionBeyondTheLimitIsHeldNoFurther(t *testing.T) {
	t.Parallel()
	huge := `{"_": "` + strings.Repeat("a", 3*position.MaxBytes) + `"}`
	for name, text := range map[string]string{"a.jsonl": huge + "\n" + of("乙"), "a.json": "[" + huge + "," + of("乙") + "]"} {
		var got []string
		for raw, err := range Split(name, strings.NewReader(text)) {
			if err != nil {
				t.Fatal(err)
			}
			if len(raw.Data) > position.MaxBytes+1 {
				t.Errorf("%s: %d bytes are held", name, len(raw.Data))
			}
			item := raw.Decode()
			if len(item.Faults) > 0 {
				got = append(got, item.Faults[0].Code)
				continue
			}
			got = append(got, item.Position.Title())
		}
		if diff := cmp.Diff([]string{position.CodeTooLarge, "乙"}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func TestAnErrorOfReadingEndsTheSource(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk on fire")
	for name, begin := range map[string]string{"a.jsonl": of("甲") + "\n" + of("乙"), "a.json": "[" + of("甲") + "," + of("乙")[:20], "b.json": of("甲")[:20]} {
		var last error
		for raw, err := range Split(name, io.MultiReader(strings.NewReader(begin), iotest.ErrReader(broken))) {
			if last = err; err == nil && raw.Decode().Faults != nil {
				t.Errorf("%s: %q is reported as a position", name, raw.Data)
			}
		}
		if !errors.Is(last, broken) {
			t.Errorf("%s: error %v, want %v", name, last, broken)
		}
	}
}

func TestWhoWantsNoMoreGetsNoMore(t *testing.T) {
	t.Parallel()
	for _, text := range []string{of("甲") + "\n" + of("乙") + "\n" + of("丙"), "[" + of("甲") + "," + of("乙") + "," + of("丙") + "]x"} {
		n := 0
		for range Split("-", strings.NewReader(text)) {
			if n++; n == 2 {
				break
			}
		}
		if n != 2 {
			t.Errorf("%d positions, want 2", n)
		}
	}
}

// FuzzSplit holds the splitter to what encoding/json makes of an array.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{of("甲"), "[" + of("甲") + "," + of("乙") + "]", of("甲") + "\n" + of("乙"), "[[1,{\"a\":\"]\\\"\"}],2,\"x\"]", "[", "[,]", "[1 2]", "\ufeff[]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var pieces [][]byte
		faults := 0
		for raw, err := range Split("a.json", strings.NewReader(s)) {
			if err != nil {
				t.Fatal(err)
			}
			if raw.Fault != nil {
				faults++
				continue
			}
			pieces = append(pieces, raw.Data)
		}
		var want []json.RawMessage
		if json.Unmarshal([]byte(strings.TrimPrefix(s, "\ufeff")), &want) != nil || want == nil {
			return
		}
		if len(pieces) != len(want) || faults > 0 {
			t.Fatalf("%d pieces and %d faults of %q, want %d", len(pieces), faults, s, len(want))
		}
		for i := range want {
			if !bytes.Equal(bytes.TrimSpace(pieces[i]), want[i]) {
				t.Errorf("piece %d of %q is %q, want %q", i, s, pieces[i], want[i])
			}
		}
	})
}
