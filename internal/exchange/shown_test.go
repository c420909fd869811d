package exchange

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// formatted returns data with a number format for the cell below a header.
func formatted(t *testing.T, data []byte, sheet, header, format string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	cell := cellName(slices.Index(rows[0], header), 2)
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle(sheet, cell, cell, style); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A cell may show a number rounded, and a day in any way.
func TestNumbersAndDaysCountAsTheyAreKept(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sheet, header, format string
		value, want           any
	}{
		"a percentage that is shown rounded": {"职责", "工作时间百分比", "0%", 0.125, json.Number("12.5")},
		"one that binary cannot hold":        {"职责", "工作时间百分比", "0.00%", 0.28999999999999998, json.Number("29")},
		"a number that is shown rounded":     {"职责", "工作时间百分比", "0", 12.5, json.Number("12.5")},
		"a head count with a unit":           {"岗位", "岗位定员", `0"人"`, 3, json.Number("3")},
		"a day in Chinese":                   {"岗位", "岗位分析日期", `yyyy"年"m"月"d"日"`, 45352, "2024-03-01"},
		"a day shown as a month":             {"岗位", "岗位分析日期", "mmm-yy", 45352, "2024-03-01"},
		"a year":                             {"岗位", "岗位分析日期", "0", 2024, "2024"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cells := map[string]map[string]any{
				"岗位": {"序号@2": 1, "岗位名称@2": "文员"},
				"职责": {"岗位@2": 1, "序号@2": 1, "职责描述@2": "收发"},
			}
			cells[c.sheet][c.header+"@2"] = c.value
			_, items := readBook(t, formatted(t, filled(t, cells), c.sheet, c.header, c.format))
			if len(items) != 1 || len(items[0].Faults) > 0 {
				t.Fatalf("items = %v", items)
			}
			data := items[0].Position.Data()
			record, _ := data["position"].(map[string]any)
			key := map[string]string{"岗位定员": "headcount", "岗位分析日期": "analysisDate"}[c.header]
			if c.sheet == "职责" {
				duties, _ := data["duties"].([]any)
				record, _ = duties[0].(map[string]any)
				key = "timePercent"
			}
			if got := record[key]; got != c.want {
				t.Errorf("%s = %v, want %v", key, got, c.want)
			}
		})
	}
}

func TestWithoutItsNumbersASheetIsNamedAndNotEveryRow(t *testing.T) {
	t.Parallel()
	f, err := excelize.OpenReader(bytes.NewReader(exported(t, sampled(t)...)))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.RemoveCol("岗位", "A"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	w, _ := readBook(t, b.Bytes())
	if faults := w.Faults(); len(faults) != 1 || faults[0].Sheet != "岗位" || !strings.Contains(faults[0].Detail, "缺少“序号”列") {
		t.Errorf("faults = %v", faults)
	}
}

func TestWithoutASheetTheSheetsBelowItAreNamedAndNotEveryRow(t *testing.T) {
	t.Parallel()
	f, err := excelize.OpenReader(bytes.NewReader(exported(t, sampled(t)...)))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetName("职责", "我们的职责"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	w, _ := readBook(t, b.Bytes())
	var got []string
	for _, f := range w.Faults() {
		if f.Sheet != "清单" { // its rows may be of any sheet
			got = append(got, f.Sheet)
		}
	}
	if want := []string{"任务", "我们的职责"}; !slices.Equal(got, want) {
		t.Errorf("faults in %v, want %v: %v", got, want, w.Faults())
	}
}

func TestFaultsInAWorkbookSpeakOfCells(t *testing.T) {
	t.Parallel()
	_, items := readBook(t, filled(t, map[string]map[string]any{
		"岗位": {"序号@2": 1, "岗位定员@2": "两人", "岗位分析日期@2": "不知道", "修订记录@2": "第一版", "工资级别范围@2": "三至五"},
	}))
	said := map[string]bool{}
	for _, f := range items[0].Faults {
		for _, word := range []string{"null", "引号", "{", "[", "quotes", "object"} {
			if strings.Contains(f.Detail+f.English, word) {
				t.Errorf("%q, %q speaks of JSON", f.Detail, f.English)
			}
		}
		said[f.Detail[strings.Index(f.Detail, "：")+len("："):]] = true
	}
	for _, want := range []string{
		"缺少岗位名称，这是必填的：请填写。", "缺少职责，这是必填的：请在“职责”表中写上，其中“岗位”列写这个岗位的序号。",
		"岗位定员应写成整数，这里却是文本：请只写数字，例如 1。",
		"岗位分析日期不是日期：请写成 2005、2005-02 或 2005-02-28 这样；还不知道就写〔留空〕。",
	} {
		if !said[want] {
			t.Errorf("nothing says %s, but %v", want, said)
		}
	}
}
