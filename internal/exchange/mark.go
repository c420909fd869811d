package exchange

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// faultColor is the ground of cells at fault.
const faultColor = "FFC7CE"

// markCells colours the cells at fault and keeps the rest of their style.
func markCells(f *excelize.File, faults []CellFault) error {
	marked := map[int]int{} // style → the same on the ground of faults
	done := map[cellPlace]bool{}
	for _, fault := range faults {
		place := cellPlace{fault.Sheet, fault.Cell}
		if fault.Sheet == "" || fault.Cell == "" || done[place] {
			continue
		}
		done[place] = true
		old, err := f.GetCellStyle(fault.Sheet, fault.Cell)
		if err != nil {
			return err
		}
		id, ok := marked[old]
		if !ok {
			style, err := f.GetStyle(old)
			if err != nil {
				return err
			}
			style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{faultColor}}
			if id, err = f.NewStyle(style); err != nil {
				return err
			}
			marked[old] = id
		}
		if err := f.SetCellStyle(fault.Sheet, fault.Cell, fault.Cell, id); err != nil {
			return err
		}
	}
	return nil
}

// listFaults writes the sheet of messages, with a link to each cell.
func listFaults(f *excelize.File, faults []CellFault, english bool) error {
	if i, err := f.GetSheetIndex(faultSheet); err == nil && i >= 0 {
		if err := f.DeleteSheet(faultSheet); err != nil { // that of the last time
			return err
		}
	}
	i, err := f.NewSheet(faultSheet)
	if err != nil {
		return err
	}
	header := []any{"工作表", "单元格", "问题与改法"}
	if english {
		header = []any{"Sheet", "Cell", "What is wrong and what to do"}
	}
	if err := f.SetSheetRow(faultSheet, "A1", &header); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	wrap, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	for n, fault := range faults {
		text := fault.Detail
		if english {
			text = fault.English
		}
		r := n + 2
		if err := f.SetSheetRow(faultSheet, fmt.Sprintf("A%d", r), &[]any{fault.Sheet, fault.Cell, text}); err != nil {
			return err
		}
		if fault.Cell != "" {
			cell := fmt.Sprintf("B%d", r)
			if err := f.SetCellHyperLink(faultSheet, cell, fmt.Sprintf("'%s'!%s", fault.Sheet, fault.Cell), "Location"); err != nil {
				return err
			}
		}
	}
	for _, w := range []struct {
		column string
		width  float64
	}{{"A", medium}, {"B", narrow}, {"C", 2 * wide}} {
		if err := f.SetColWidth(faultSheet, w.column, w.column, w.width); err != nil {
			return err
		}
	}
	f.SetActiveSheet(i)
	end := fmt.Sprintf("C%d", len(faults)+1)
	if err := f.SetCellStyle(faultSheet, "A2", end, wrap); err != nil {
		return err
	}
	return f.SetCellStyle(faultSheet, "A1", "C1", bold)
}
