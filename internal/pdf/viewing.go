package pdf

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
