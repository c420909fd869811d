package pdf

import "strconv"

// appendViewing appends what the catalog says of how the file is shown and
// printed (ISO 32000-2, 12.2): as it was set, not shrunk to the printer's
// margins, under its title. PDF 1.4 knows no print scaling.
func (w *finisher) appendViewing() {
	w.out.printf("/ViewerPreferences<</Direction/L2R")
	if conformances[w.options.Conformance].version > "1.4" {
		w.out.printf("/PrintScaling/None")
	}
	if w.options.Title != "" {
		w.out.printf("/DisplayDocTitle true")
	}
	w.out.printf(">>")
}

// appendPageLabels appends the catalog's entry for the numbers that pages go by
// (12.4.2), where these are others than the first, the second, and so on.
// Numbers that are not Arabic are written out: PDF has no word for most of
// what Word counts by.
func (w *finisher) appendPageLabels() {
	pages := w.layout.Pages
	plain := true
	for i := range pages {
		plain = plain && (pages[i].Label == "" || pages[i].Label == strconv.Itoa(i+1))
	}
	if plain {
		return
	}
	w.out.printf("/PageLabels<</Nums[")
	next := "" // what the label is where the range before goes on
	for i := range pages {
		label := pages[i].Label
		if label == next && i > 0 && label != "" {
			next = following(label)
			continue
		}
		if next = following(label); next != "" {
			w.out.printf("%d<</S/D/St %s>>", i, label)
			continue
		}
		w.out.printf("%d<</P", i)
		w.out.buf = appendTextString(w.out.buf, label)
		w.out.printf(">>")
	}
	w.out.printf("]>>")
}

// following returns the number after a label, "" where that is no Arabic number
// from 1, written plainly.
func following(label string) string {
	n, err := strconv.Atoi(label)
	if err != nil || n < 1 || n > 1<<30 || strconv.Itoa(n) != label {
		return ""
	}
	return strconv.Itoa(n + 1)
}
