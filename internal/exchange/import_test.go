package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"jobdoc/internal/position"
)

// filled is the empty workbook with cells typed into it, as people do.
func filled(t testing.TB, cells map[string]map[string]any) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(exported(t)))
	if err != nil {
		t.Fatal(err)
	}
	for sheet, values := range cells {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for at, v := range values {
			header, line, ok := strings.Cut(at, "@")
			if !ok { // a cell by its name
				if err := f.SetCellValue(sheet, at, v); err != nil {
					t.Fatal(err)
				}
				continue
			}
			column := -1
			for i, h := range rows[0] {
				if h == header {
					column = i
				}
			}
			if column < 0 {
				t.Fatalf("sheet %s has no column %s", sheet, header)
			}
			cell := cellName(column, 0+int(line[0]-'0'))
			if err := f.SetCellValue(sheet, cell, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readBook(t testing.TB, data []byte) (*Workbook, []Item) {
	t.Helper()
	w, err := ReadWorkbook("book.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	var items []Item
	for raw, err := range w.Raws() {
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, raw.Decode())
	}
	return w, items
}

func TestWhatPeopleTypeBecomesAPosition(t *testing.T) {
	t.Parallel()
	w, items := readBook(t, filled(t, map[string]map[string]any{
		"岗位": {
			"序号@2": 1, "岗位名称@2": "文员", "所在部门@2": "办公室", "岗位定员@2": 2, "直接上级@2": "主任", "直接上级·部门@2": "办公室",
			"使用工具设备@2": "计算机\n打印机\n", "备注@2": wordNull, "职业危害@2": wordNone, "岗位分析日期@2": "2005-02",
		},
		"职责": {"岗位@2": 1, "职责描述@2": "收发文件", "工作时间百分比@2": 60, "岗位@3": 1, "职责描述@3": "会务", "工作时间百分比@3": "40%"},
		"任务": {"岗位@2": 1, "职责@2": 1, "内容@2": "登记", "岗位@3": 1, "职责@3": 1, "内容@3": "分送", "频率@3": "每日"},
		"清单": {"岗位@2": 1, "栏目@2": "所需记录文档", "内容@2": "收文簿"},
	}))
	if len(w.Faults()) != 2 { // the duties have no numbers, so no task can be one of them
		t.Fatalf("faults %+v, want two about tasks of a duty without a number", w.Faults())
	}
	want := map[string]any{
		"position": map[string]any{
			"title": "文员", "department": "办公室", "headcount": json.Number("2"), "analysisDate": "2005-02",
			"reportsTo": map[string]any{"title": "主任", "department": "办公室"},
		},
		"tools": []any{"计算机", "打印机"}, "remarks": nil, "hazards": []any{}, "records": []any{"收文簿"},
		"duties": []any{
			map[string]any{"description": "收发文件", "timePercent": json.Number("60")},
			map[string]any{"description": "会务", "timePercent": json.Number("40")},
		},
	}
	if len(items) != 1 || len(items[0].Faults) > 0 {
		t.Fatalf("items %+v", items)
	}
	if diff := cmp.Diff(want, items[0].Position.Data()); diff != "" {
		t.Errorf("position (-want +got):\n%s", diff)
	}
}

func TestRowsComeByTheirNumbersWhereverTheyStand(t *testing.T) {
	t.Parallel()
	_, items := readBook(t, filled(t, map[string]map[string]any{
		"岗位": {"序号@2": 7, "岗位名称@2": "乙", "序号@3": "１", "岗位名称@3": "甲"},
		"职责": {
			"岗位@2": 7, "序号@2": 1, "职责描述@2": "乙的职责", "岗位@3": 1, "序号@3": 2, "职责描述@3": "甲的第二项", "岗位@4": 1.0, "序号@4": 1, "职责描述@4": "甲的第一项",
		},
	}))
	var got []string
	for _, it := range items {
		for leaf := range it.Position.Leaves() {
			got = append(got, leaf.Value.(string))
		}
	}
	if want := []string{"甲", "甲的第一项", "甲的第二项", "乙", "乙的职责"}; !cmp.Equal(want, got) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEveryFaultOfAWorkbookIsNamedWithItsCell(t *testing.T) {
	t.Parallel()
	data := filled(t, map[string]map[string]any{
		"岗位": {"序号@2": 1, "岗位名称@2": "文员", "序号@3": 1, "岗位名称@3": "会计", "ZZ1": "岗位名秤"},
		"职责": {"岗位@2": 1, "职责描述@2": "收发", "岗位@3": 9, "职责描述@3": "谁的", "职责描述@4": "没有写"},
		"清单": {"岗位@2": 1, "栏目@2": "使用工具设各", "内容@2": "计算机", "栏目@3": "责任", "内容@3": "没有写"},
	})
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewSheet("职责 (2)"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	w, _ := readBook(t, b.Bytes())
	want := map[string]string{
		"岗位!ZZ1": "岗位名称", "岗位!A3": "与第 2 行相同", "职责!A3": "没有序号 9", "职责!A4": "属于哪个岗位", "清单!C2": "使用工具设备", "清单!A3": "属于哪个岗位", "职责 (2)!": "没有读入",
	}
	for _, f := range w.Faults() {
		at := f.Sheet + "!" + f.Cell
		if part, ok := want[at]; !ok || !strings.Contains(f.Detail, part) || f.English == "" {
			t.Errorf("fault at %s: %s (%s)", at, f.Detail, f.English)
		}
		delete(want, at)
	}
	for at, part := range want {
		t.Errorf("no fault at %s that says %q", at, part)
	}
}

func TestRecordsMayStandInTheCellAndDaysAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	_, items := readBook(t, filled(t, map[string]map[string]any{
		"岗位": {"序号@2": 1, "岗位名称@2": "文员", "直接下属@2": " 无 ", "相关权限@2": "用章申请权\n文件审核权", "岗位分析日期@2": "2024/3/1", "生效日期@2": "２０２４年１１月"},
		"职责": {"岗位@2": 1, "序号@2": 1, "职责描述@2": "收发", "任务@2": "登记\n分发"},
		"任务": {"岗位@2": 1, "职责@2": 1, "内容@2": "归档", "频率@2": "每月"},
	}))
	want := map[string]any{
		"position":    map[string]any{"title": "文员", "directReports": []any{}, "analysisDate": "2024-03-01"},
		"document":    map[string]any{"effectiveDate": "2024-11"},
		"authorities": []any{"用章申请权", "文件审核权"},
		"duties": []any{map[string]any{"description": "收发", "tasks": []any{
			"登记", "分发", map[string]any{"text": "归档", "frequency": "每月"},
		}}},
	}
	if len(items) != 1 || len(items[0].Faults) > 0 {
		t.Fatalf("items %+v", items)
	}
	if diff := cmp.Diff(want, items[0].Position.Data()); diff != "" {
		t.Errorf("position (-want +got):\n%s", diff)
	}
}

func TestAFaultOfAPositionIsFoundInItsCell(t *testing.T) {
	t.Parallel()
	w, items := readBook(t, filled(t, map[string]map[string]any{
		"岗位": {"序号@2": 1, "岗位定员@2": "两人", "岗位分析日期@2": "2005年某月"},
		"职责": {"岗位@2": 1, "序号@2": 1, "职责描述@2": "收发", "工作时间百分比@2": 140},
		"任务": {"岗位@2": 1, "职责@2": 1, "内容@2": "登记", "时间百分比@2": -1},
	}))
	got := map[string]string{}
	for _, f := range items[0].Faults {
		sheet, cell := w.Locate(1, f.Pointer)
		column, line, err := excelize.SplitCellName(cell)
		if err != nil || line != 2 {
			t.Errorf("%s is said to be in %s!%s", f.Pointer, sheet, cell)
		}
		book, err := excelize.OpenReader(bytes.NewReader(w.data))
		if err != nil {
			t.Fatal(err)
		}
		header, err := book.GetCellValue(sheet, column+"1")
		if err != nil {
			t.Fatal(err)
		}
		got[sheet+"!"+header] = f.Code
	}
	want := map[string]string{
		"岗位!岗位名称": position.CodeMissing, "岗位!岗位定员": position.CodeWrongType, "岗位!岗位分析日期": position.CodeBadDate,
		"职责!工作时间百分比": position.CodePercent, "任务!时间百分比": position.CodePercent,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults by column (-want +got):\n%s", diff)
	}
}

func TestAMarkedWorkbookShowsTheFaultsAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	data := exported(t, sampled(t)...)
	w, before := readBook(t, data)
	faults := []CellFault{
		{"岗位", "B2", "名称有误", "wrong title"},
		{"职责", "D3", "百分比有误", "wrong percent"},
		{"", "", "整个工作簿", "all of it"},
	}
	var marked bytes.Buffer
	if err := w.Mark(&marked, faults, false); err != nil {
		t.Fatal(err)
	}
	again := marked.Bytes()
	w, after := readBook(t, again)
	if len(before) != len(after) || len(w.Faults()) > 0 {
		t.Fatalf("%d positions after %d, faults %v", len(after), len(before), w.Faults())
	}
	for i := range before {
		if diff := cmp.Diff(before[i].Position.Data(), after[i].Position.Data()); diff != "" {
			t.Errorf("position %d changed (-before +after):\n%s", i+1, diff)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(again))
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range faults[:2] {
		id, err := f.GetCellStyle(fault.Sheet, fault.Cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil || len(style.Fill.Color) != 1 || !strings.HasSuffix(style.Fill.Color[0], faultColor) {
			t.Errorf("%s!%s has the ground %v, %v; want %s", fault.Sheet, fault.Cell, style.Fill, err, faultColor)
		}
	}
	rows, err := f.GetRows(faultSheet)
	if err != nil || len(rows) != 4 || rows[1][2] != "名称有误" {
		t.Errorf("the sheet of faults has %q, %v", rows, err)
	}
}

func TestTheEmptyWorkbookHelpsToFillItIn(t *testing.T) {
	t.Parallel()
	f, err := excelize.OpenReader(bytes.NewReader(exported(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sheets() {
		notes, err := f.GetComments(s.name)
		if err != nil || len(notes) < len(s.columns) {
			t.Errorf("sheet %s has %d notes for %d columns, %v", s.name, len(notes), len(s.columns), err)
		}
		lists, err := f.GetDataValidations(s.name)
		if err != nil || s.parent != nil && len(lists) == 0 {
			t.Errorf("sheet %s has no drop-down, %v", s.name, err)
		}
	}
	lists, err := f.GetDataValidations(textsSheet)
	if err != nil || len(lists) != 1 || lists[0].Formula1 != optionsRange {
		t.Errorf("the sheet %s offers %+v, %v", textsSheet, lists, err)
	}
}

func TestFilesThatAreNoWorkbookAreRefused(t *testing.T) {
	t.Parallel()
	whole := exported(t)
	for what, data := range map[string][]byte{
		"nothing": nil, "text": []byte("position"), "half": whole[:len(whole)/2], "a zip of something else": []byte("PK\x05\x06" + strings.Repeat("\x00", 18)),
		"too much": make([]byte, MaxWorkbook+1),
	} {
		if _, err := ReadWorkbook("x.xlsx", data); !errors.Is(err, ErrNotWorkbook) {
			t.Errorf("%s: error %v, want ErrNotWorkbook", what, err)
		}
	}
}

func TestAWorkbookThatUnpacksWithoutEndIsRefused(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	blank := make([]byte, 1<<20)
	for range maxWorkbookUnpacked>>20 + 1 {
		if _, err := w.Write(blank); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadWorkbook("x.xlsx", b.Bytes()); !errors.Is(err, ErrNotWorkbook) {
		t.Errorf("error %v, want ErrNotWorkbook", err)
	}
}

func TestAFormulaCountsWithTheValueItWasSavedWith(t *testing.T) {
	t.Parallel()
	f, err := excelize.OpenReader(bytes.NewReader(exported(t, sampled(t)[0])))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellFormula(positionSheet, "B2", `WEBSERVICE("http://127.0.0.1/")`); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	_, items := readBook(t, b.Bytes())
	if len(items) != 1 || len(items[0].Faults) > 0 {
		t.Errorf("a workbook with a formula gives %+v", items)
	}
}

func FuzzReadWorkbook(f *testing.F) {
	f.Add(exported(f))
	f.Add(exported(f, sampled(f)[:2]...))
	f.Fuzz(func(t *testing.T, data []byte) {
		w, err := ReadWorkbook("book.xlsx", data)
		if err != nil {
			return
		}
		for raw, err := range w.Raws() {
			if err != nil {
				t.Fatal(err)
			}
			item := raw.Decode()
			if len(item.Faults) == 0 {
				sameBack(t, []position.Position{item.Position})
			}
			for _, fault := range item.Faults {
				if sheet, _ := w.Locate(raw.Index, fault.Pointer); sheet == "" {
					t.Errorf("%s is nowhere", fault.Pointer)
				}
			}
		}
	})
}
