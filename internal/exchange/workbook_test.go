package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"jobdoc/internal/position"
	"jobdoc/samples"
)

func positions(list ...position.Position) iter.Seq2[position.Position, error] {
	return func(yield func(position.Position, error) bool) {
		for _, p := range list {
			if !yield(p, nil) {
				return
			}
		}
	}
}

func exported(t testing.TB, list ...position.Position) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := ExportWorkbook(&b, positions(list...)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decode(t testing.TB, data []byte) position.Position {
	t.Helper()
	p, faults := position.Decode(data)
	if len(faults) > 0 {
		t.Fatalf("%s\n%v", data, faults)
	}
	return p
}

func sampled(t testing.TB) (all []position.Position) {
	t.Helper()
	names, err := fs.Glob(samples.FS, "*.json")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(samples.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, decode(t, data))
	}
	return all
}

// sameBack holds a workbook to giving back the positions it was made of.
func sameBack(t *testing.T, list []position.Position) {
	t.Helper()
	w, err := ReadWorkbook("book.xlsx", exported(t, list...))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range w.Faults() {
		t.Errorf("fault in %s!%s: %s", f.Sheet, f.Cell, f.Detail)
	}
	n := 0
	for raw, err := range w.Raws() {
		if err != nil {
			t.Fatal(err)
		}
		item := raw.Decode()
		for _, f := range item.Faults {
			t.Errorf("position %d: %s: %s", raw.Index, f.Pointer, f.Detail)
		}
		if n < len(list) {
			if diff := cmp.Diff(list[n].Data(), item.Position.Data()); diff != "" {
				t.Fatalf("position %d comes back otherwise (-before +after):\n%s", raw.Index, diff)
			}
		}
		n++
	}
	if n != len(list) {
		t.Errorf("%d positions come back, want %d", n, len(list))
	}
}

func TestTheSamplesComeBackFromAWorkbook(t *testing.T) {
	t.Parallel()
	sameBack(t, sampled(t))
}

func TestAPhotographComesBackWhole(t *testing.T) {
	t.Parallel()
	photo := "data:image/png;base64," + strings.Repeat("QUJD", 50_000)
	long := strings.Repeat("𠮷", 9_999)
	data := fmt.Appendf(nil, `{"position":{"title":"文员","extra":[{"label":"照片","value":%q},{"label":"另一张","value":%q}]},"duties":[{"description":%q}]}`, photo, photo+"QQ==", long)
	sameBack(t, []position.Position{decode(t, data), decode(t, data)})
}

// nasty are texts that a cell could take for something else.
var nasty = []string{
	"", " ", "\u3000", "=1+1", "+86", "-", "@SUM(A1)", "'quoted", "001", "1e5", "3.50", "2005-02", "10%", "TRUE", "〔留空〕", "〔无〕", "〔空文本〕", `\〔无〕`, `\`,
	"_x0041_", "_x005F_", "第一行\n第二行", "制表\t符", " 前后有空格 ", "李𬭎在𠮷野家", "R&D <b>", "1,234", "１２", "#N/A", "a\r\nb", "]]>", "\"引\"", "，", "0",
}

// random makes a value for a field: every state, every type.
func random(r *rand.Rand, f *position.Field, depth int) any {
	text := func() any {
		if len(f.Enum) > 0 {
			return f.Enum[r.IntN(len(f.Enum))]
		}
		if f.NotBlank || r.IntN(3) > 0 {
			return fmt.Sprintf("文本%d", r.IntN(1000))
		}
		return nasty[r.IntN(len(nasty))]
	}
	number := func() any {
		top := f.Max
		if f.Type == position.Integer || f.Type == position.StringOrInteger {
			return json.Number(fmt.Sprint(r.IntN(top + 1)))
		}
		return json.Number(strings.TrimRight(strings.TrimRight(fmt.Sprintf("%d.%0*d", r.IntN(top), 1+r.IntN(18), r.IntN(1000)), "0"), "."))
	}
	object := func() any {
		m := map[string]any{}
		for _, c := range f.Fields {
			if c.Required || r.IntN(3) == 0 {
				if !c.Required && r.IntN(6) == 0 {
					m[c.Key] = nil
					continue
				}
				m[c.Key] = random(r, c, depth+1)
			}
		}
		return m
	}
	list := func() any {
		all := []any{}
		for range max(f.MinItems, r.IntN(4)) {
			all = append(all, random(r, f.Item, depth+1))
		}
		return all
	}
	switch f.Type {
	case position.Date:
		return []any{"2005", "2005-02", "2005-02-28", ""}[r.IntN(4)]
	case position.Integer, position.Percent:
		return number()
	case position.StringOrNumber, position.StringOrInteger:
		if r.IntN(2) == 0 {
			return number()
		}
		return text()
	case position.Object:
		return object()
	case position.StringOrObject:
		if r.IntN(2) == 0 {
			return object()
		}
		return text()
	case position.List:
		return list()
	case position.StringOrList:
		if r.IntN(2) == 0 {
			return list()
		}
		return text()
	}
	return text()
}

func randomPosition(t testing.TB, r *rand.Rand) position.Position {
	t.Helper()
	data, err := json.Marshal(random(r, position.Fields(), 0))
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, data)
}

func TestAnyPositionComesBackFromAWorkbook(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 17))
	list := make([]position.Position, 1000)
	for i := range list {
		list[i] = randomPosition(t, r)
	}
	sameBack(t, list)
}

func TestTheSamePositionsGiveTheSameBytes(t *testing.T) {
	t.Parallel()
	list := sampled(t)
	want := exported(t, list...)
	for range 5 {
		if !bytes.Equal(want, exported(t, list...)) {
			t.Fatal("the second workbook has other bytes")
		}
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	var list []position.Position
	for range 50 {
		list = append(list, randomPosition(t, r))
	}
	f, err := excelize.OpenReader(bytes.NewReader(exported(t, list...)))
	if err != nil {
		t.Fatal(err)
	}
	cells := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for k := range row {
				cells++
				if formula, err := f.GetCellFormula(sheet, cellName(k, i+1)); err != nil || formula != "" {
					t.Errorf("%s!%s has the formula %q, %v", sheet, cellName(k, i+1), formula, err)
				}
			}
		}
	}
	if cells < 1000 {
		t.Errorf("only %d cells looked at", cells)
	}
}

// Two selected sheets are edited together.
func TestAWorkbookOpensAtThePositionsAlone(t *testing.T) {
	t.Parallel()
	f, err := excelize.OpenReader(bytes.NewReader(exported(t, sampled(t)...)))
	if err != nil {
		t.Fatal(err)
	}
	if got := f.GetSheetName(f.GetActiveSheetIndex()); got != positionSheet {
		t.Errorf("the active sheet is %s, want %s", got, positionSheet)
	}
	for i, name := range f.GetSheetList() {
		part, _ := f.Pkg.Load(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
		data, ok := part.([]byte)
		if selected := bytes.Contains(data, []byte(` tabSelected="`)); !ok || selected != (name == positionSheet) {
			t.Errorf("sheet %s is selected: %t", name, selected)
		}
	}
}
