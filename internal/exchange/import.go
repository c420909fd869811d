package exchange

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"jobdoc/internal/position"
)

// Limits of a workbook that comes in.
const (
	MaxWorkbook         = 100 << 20 // bytes of the file
	maxWorkbookUnpacked = 512 << 20 // bytes of all its parts
)

// ErrNotWorkbook says that a file is no .xlsx, is damaged, or unpacks to more than it may.
var ErrNotWorkbook = errors.New("not a workbook that can be read")

// CellFault is one thing wrong with a workbook.
type CellFault struct {
	Sheet, Cell string // such as 任务 and C7; Cell "" for the sheet, Sheet "" for the whole workbook
	Detail      string // a Chinese sentence with the remedy
	English     string
}

// Workbook is a workbook of positions that was read.
type Workbook struct {
	name    string
	data    []byte
	records map[string]*recordRows // by sheet
	texts   map[string][]textRow   // by owner key and list
	long    map[string][]textRow   // pieces of long texts, by number
	faults  []CellFault

	formats  bool // cells may show another number than they hold
	from1904 bool // days count from 1904
}

// recordRows are the rows of a sheet of records.
type recordRows struct {
	sheet    *sheet
	columns  []int            // by number of sheet.columns: where the column stands, -1 where it is missing
	form     int              // of the column 写法
	found    bool             // the sheet is there
	nameless bool             // the column with the numbers that other sheets name is missing
	rows     map[string][]row // by the key of the records around
}

// row is a row of a sheet.
type row struct {
	number int    // in the sheet, from 1
	key    string // of the record, as the sheets below name it
	order  float64
	cells  []string
}

// textRow is a row of the sheet 清单.
type textRow struct {
	number int
	order  float64
	text   string
}

// ReadWorkbook reads a workbook of positions. What is wrong with its sheets and
// keys is in [Workbook.Faults]; what is wrong with a position comes with it. The
// error is an [ErrNotWorkbook], with its cause. Formulas are never computed: a cell that has
// one counts with the value it was saved with.
func ReadWorkbook(name string, data []byte) (w *Workbook, err error) {
	if len(data) > MaxWorkbook {
		return nil, fmt.Errorf("%w: more than %d MiB", ErrNotWorkbook, MaxWorkbook>>20)
	}
	defer func() { // excelize is not made for hostile files
		if v := recover(); v != nil {
			w, err = nil, fmt.Errorf("%w: %v", ErrNotWorkbook, v)
		}
	}()
	f, err := openBook(data)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	w = &Workbook{
		name: name, data: data, records: map[string]*recordRows{}, texts: map[string][]textRow{}, long: map[string][]textRow{},
		formats: hasFormats(f), from1904: countsFrom1904(f),
	}
	for _, s := range sheets() {
		if err := w.readRecords(f, s); err != nil {
			return nil, err
		}
	}
	if err := w.readTexts(f); err != nil {
		return nil, err
	}
	if err := w.readLong(f); err != nil {
		return nil, err
	}
	w.checkSheets(f)
	w.checkOwners()
	return w, nil
}

func openBook(data []byte) (*excelize.File, error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: maxWorkbookUnpacked, ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd",
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotWorkbook, err)
	}
	return f, nil
}

// Faults are what is wrong with sheets, headers and keys.
func (w *Workbook) Faults() []CellFault { return w.faults }

func (w *Workbook) fault(sheet, cell, detail, english string) {
	w.faults = append(w.faults, CellFault{sheet, cell, detail, english})
}

// readRecords reads a sheet of records.
func (w *Workbook) readRecords(f *excelize.File, s *sheet) error {
	r := &recordRows{sheet: s, rows: map[string][]row{}, form: -1}
	keys := make([]int, len(s.keys))
	found, err := eachRow(f, s.name, func(cells []string) {
		keys = w.header(r, cells)
	}, func(number int, cells, kept []string) {
		for k, at := range r.columns {
			if at >= 0 && at < len(cells) && at < len(kept) {
				cells[at] = meant(cells[at], kept[at], s.columns[k].field, w.from1904)
			}
		}
		w.takeRecord(r, keys, number, cells)
	}, w.formats)
	if err != nil {
		return err
	}
	r.found = found
	if !found && s.parent == nil {
		w.fault("", "", "没有“"+positionSheet+"”表，这不是职位工作簿；空的工作簿用 jobdoc export --empty 得到", "there is no sheet “"+positionSheet+"”: this is no workbook of positions; jobdoc export --empty makes an empty one")
	}
	for _, rows := range r.rows {
		slices.SortStableFunc(rows, func(x, y row) int { return cmp.Compare(x.order, y.order) })
	}
	w.records[s.name] = r
	return nil
}

// header finds the columns of a sheet by their headers and returns those of its keys.
func (w *Workbook) header(r *recordRows, cells []string) (keys []int) {
	s := r.sheet
	at := map[string]int{}
	known := s.headers()
	for i, text := range cells {
		name := plain(norm.NFKC.String(text))
		if name == "" {
			continue
		}
		k := slices.IndexFunc(known, func(h string) bool { return plain(norm.NFKC.String(h)) == name })
		if k < 0 {
			w.unknownHeader(s.name, i, text, known)
			continue
		}
		if _, twice := at[known[k]]; twice {
			w.fault(s.name, cellName(i, 1), "表头“"+text+"”出现了两次，请删去一列", "the header “"+text+"” stands there twice; delete one of the columns")
			continue
		}
		at[known[k]] = i
	}
	place := func(header string) int {
		if i, ok := at[header]; ok {
			return i
		}
		return -1
	}
	for _, k := range s.keys {
		keys = append(keys, place(k))
	}
	for _, c := range s.columns {
		r.columns = append(r.columns, place(c.header))
	}
	r.form = place(formHeader)
	if own := keys[len(keys)-1]; own < 0 && s.hasRecords() {
		r.nameless = true
		w.fault(s.name, "A1", "缺少“"+numberHeader+"”列，其他表的各行找不到自己的"+s.name+"，没有读入", "the column “"+numberHeader+"” is missing, by which the rows of other sheets name theirs; those are not read")
	}
	if s.parent != nil && keys[0] < 0 {
		w.fault(s.name, "A1", "缺少“"+positionHeader+"”列，不知道各行属于哪个岗位", "the column “"+positionHeader+"” is missing, which says whose the rows are")
	}
	return keys
}

func (w *Workbook) unknownHeader(sheet string, column int, text string, known []string) {
	zh, en := "", ""
	if near := position.Nearest(text, known); near != "" {
		zh, en = "，是不是“"+near+"”", "; perhaps “"+near+"” is meant"
	}
	w.fault(sheet, cellName(column, 1), "不认识的表头“"+text+"”"+zh+"；这一列没有读入", "unknown header “"+text+"”"+en+"; the column is not read")
}

// takeRecord takes up a row of a sheet of records.
func (w *Workbook) takeRecord(r *recordRows, keys []int, number int, cells []string) {
	filled := false
	for _, i := range append(r.columns, r.form) {
		filled = filled || strings.TrimSpace(cellAt(cells, i)) != ""
	}
	var around []string
	last := len(keys) - 1
	for i, column := range keys {
		text := strings.TrimSpace(cellAt(cells, column))
		if i == last {
			continue
		}
		if text == "" {
			if filled {
				w.fault(r.sheet.name, cellName(max(0, column), number), "没有写这一行属于哪个"+r.sheet.keys[i]+"，没有读入", "the row does not say whose it is and is not read")
			}
			return
		}
		around = append(around, normalKey(text))
	}
	own := strings.TrimSpace(cellAt(cells, keys[last]))
	if !filled && (r.sheet.parent == nil || own == "") {
		return
	}
	parent := strings.Join(around, ".")
	if own == "" {
		own = "行" + strconv.Itoa(number) // nobody below can name it, and it comes after those before it
	}
	entry := row{number: number, key: normalKey(own), order: orderOf(own, number), cells: cells}
	if parent != "" {
		entry.key = parent + "." + entry.key
	}
	for _, other := range r.rows[parent] {
		if other.key == entry.key {
			w.fault(r.sheet.name, cellName(max(0, keys[last]), number),
				fmt.Sprintf("序号 %s 与第 %d 行相同，请改成另一个", own, other.number), fmt.Sprintf("the number %s is that of row %d too; choose another", own, other.number))
		}
	}
	r.rows[parent] = append(r.rows[parent], entry)
}

// orderOf is where a row comes among its like: by its number, else behind the
// row before it.
func orderOf(own string, number int) float64 {
	if f, err := strconv.ParseFloat(normalKey(own), 64); err == nil {
		return f
	}
	return 1e9 + float64(number)
}

// normalKey is the form in which numbers of rows are compared: 1, 1.0 and ０１ are the same.
func normalKey(text string) string {
	text = norm.NFKC.String(strings.TrimSpace(text))
	if f, err := strconv.ParseFloat(text, 64); err == nil && f == float64(int64(f)) {
		return strconv.FormatInt(int64(f), 10)
	}
	return text
}

// readTexts reads the sheet 清单.
func (w *Workbook) readTexts(f *excelize.File) error {
	at := map[string]int{}
	_, err := eachRow(f, textsSheet, func(cells []string) {
		for i, text := range cells {
			if name := plain(text); slices.Contains(textsHeaders, name) {
				at[name] = i
			} else if name != "" {
				w.unknownHeader(textsSheet, i, text, textsHeaders)
			}
		}
	}, func(number int, cells, _ []string) { w.takeText(at, number, cells) }, false)
	if err != nil {
		return err
	}
	for _, rows := range w.texts {
		slices.SortStableFunc(rows, func(x, y textRow) int { return cmp.Compare(x.order, y.order) })
	}
	return nil
}

func (w *Workbook) takeText(at map[string]int, number int, cells []string) {
	get := func(header string) string {
		i, ok := at[header]
		if !ok {
			return ""
		}
		return cellAt(cells, i)
	}
	text, owner, list := get(textHeader), strings.TrimSpace(get(positionHeader)), get(listHeader)
	if strings.TrimSpace(text) == "" {
		return
	}
	s, c := textsList(list)
	switch {
	case c == nil:
		near := position.Nearest(list, textsLists())
		zh, en := "请从列表中选", "choose it from the list"
		if near != "" {
			zh, en = "是不是“"+near+"”", "perhaps “"+near+"” is meant"
		}
		w.fault(textsSheet, cellName(at[listHeader], number), "没有栏目“"+list+"”，"+zh+"；这一行没有读入", "there is no list “"+list+"”; "+en+"; the row is not read")
		return
	case owner == "":
		w.fault(textsSheet, cellName(at[positionHeader], number), "没有写这一行属于哪个岗位，没有读入", "the row does not say whose it is and is not read")
		return
	}
	key := normalKey(owner)
	if below := strings.TrimSpace(get(ownerHeader)); below != "" {
		for part := range strings.SplitSeq(norm.NFKC.String(below), ".") {
			key += "." + normalKey(part)
		}
	}
	key += "\x00" + s.listName(c)
	w.texts[key] = append(w.texts[key], textRow{number, orderOf(strings.TrimSpace(get(numberHeader)), number), text})
}

// readLong reads the sheet 长文本. People do not fill it in, so its columns stand as
// they were written.
func (w *Workbook) readLong(f *excelize.File) error {
	_, err := eachRow(f, longSheet, func([]string) {}, func(number int, cells, _ []string) {
		if key := normalKey(cellAt(cells, 0)); key != "" {
			w.long[key] = append(w.long[key], textRow{number, orderOf(cellAt(cells, 1), number), cellAt(cells, 2)})
		}
	}, false)
	for _, rows := range w.long {
		slices.SortStableFunc(rows, func(x, y textRow) int { return cmp.Compare(x.order, y.order) })
	}
	return err
}

// whole returns the text that a cell holds or names.
func (w *Workbook) whole(cell string) string {
	number, ok := strings.CutPrefix(cell, wordLong)
	if !ok {
		return cell
	}
	rows := w.long[normalKey(strings.TrimSuffix(number, "〕"))]
	if len(rows) == 0 {
		return cell // the decoder takes it as a text: nothing is lost that is there
	}
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(r.text)
	}
	return b.String()
}

// checkSheets finds sheets that nobody reads.
func (w *Workbook) checkSheets(f *excelize.File) {
	known := []string{textsSheet, longSheet, optionsSheet, adviceSheet, faultSheet}
	for _, s := range sheets() {
		known = append(known, s.name)
	}
	for _, name := range f.GetSheetList() {
		if slices.Contains(known, name) {
			continue
		}
		zh, en := "", ""
		if near := position.Nearest(name, known); near != "" {
			zh, en = "，是不是“"+near+"”", "; perhaps “"+near+"” is meant"
		}
		w.fault(name, "", "不认识的工作表“"+name+"”"+zh+"，没有读入；不需要时请删去", "unknown sheet “"+name+"”"+en+" is not read; delete it when it is not needed")
	}
}

// checkOwners finds rows of records that are not there.
func (w *Workbook) checkOwners() {
	there := map[string]bool{}
	byName := map[string]map[string]bool{}
	for _, s := range sheets() {
		keys := map[string]bool{}
		for _, rows := range w.records[s.name].rows {
			for _, r := range rows {
				keys[r.key], there[r.key] = true, true
			}
		}
		byName[s.name] = keys
		if s.parent == nil {
			continue
		}
		if !w.records[s.parent.name].found && len(w.records[s.name].rows) > 0 {
			w.fault(s.name, "A1", "没有“"+s.parent.name+"”表，这一表的各行没有读入", "there is no sheet “"+s.parent.name+"”; the rows of this one are not read")
			continue
		}
		for parent, rows := range w.records[s.name].rows {
			if byName[s.parent.name][parent] || w.records[s.parent.name].nameless {
				continue
			}
			for _, r := range rows {
				w.fault(s.name, cellName(0, r.number), fmt.Sprintf("“%s”表没有序号 %s，这一行没有读入", s.parent.name, parent),
					fmt.Sprintf("the sheet “%s” has no number %s; the row is not read", s.parent.name, parent))
			}
		}
	}
	for key, rows := range w.texts {
		owner, list, _ := strings.Cut(key, "\x00")
		s, _ := textsList(list)
		if byName[s.name][owner] || w.records[s.name].nameless {
			continue
		}
		for _, r := range rows {
			w.fault(textsSheet, cellName(0, r.number), fmt.Sprintf("“%s”表没有序号 %s，这一行没有读入", s.name, owner),
				fmt.Sprintf("the sheet “%s” has no number %s; the row is not read", s.name, owner))
		}
	}
	slices.SortFunc(w.faults, func(x, y CellFault) int {
		return cmp.Or(cmp.Compare(x.Sheet, y.Sheet), cmp.Compare(rowNumber(x.Cell), rowNumber(y.Cell)), cmp.Compare(x.Cell, y.Cell), cmp.Compare(x.Detail, y.Detail))
	})
}

func rowNumber(cell string) int {
	_, n, err := excelize.CellNameToCoordinates(cell)
	if err != nil {
		return 0
	}
	return n
}

// cellAt returns a cell of a row, "" where there is none: rows end with their last cell.
func cellAt(cells []string, i int) string {
	if i < 0 || i >= len(cells) {
		return ""
	}
	return cells[i]
}

// cellName returns the name of a cell: C7 of column 2 and row 7.
func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		return ""
	}
	return name
}

// Mark writes the workbook with the cells at fault coloured and a sheet that
// lists the faults. Everything else stays as it was.
func (w *Workbook) Mark(out io.Writer, faults []CellFault, english bool) (err error) {
	f, err := openBook(w.data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := markCells(f, faults); err != nil {
		return err
	}
	if err := listFaults(f, faults, english); err != nil {
		return err
	}
	_, err = f.WriteTo(out)
	return err
}
