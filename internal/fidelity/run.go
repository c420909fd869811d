package fidelity

import "os"

// Row is what came of one document.
type Row struct {
	Name  string
	Own   bool
	Gap   Figures // as LibreOffice does it: its gap between Han and Latin, no compression
	Word  Figures // as we ship
	Apart []Difference
	Err   error // why there is nothing to compare
}

// Measure sets documents with both programs and compares. Its order is that of the documents.
func Measure(office *Office, docs []Document) ([]Row, error) {
	if err := office.Read(docs); err != nil {
		return nil, err
	}
	gap, err := NewSetter(true)
	if err != nil {
		return nil, err
	}
	word, err := NewSetter(false)
	if err != nil {
		return nil, err
	}
	var rows []Row
	for _, d := range docs {
		row := Row{Name: d.Name, Own: d.Own}
		theirs, theirPages, err := office.Lines(d)
		if err != nil {
			row.Err = err
			rows = append(rows, row)
			continue
		}
		for _, side := range []struct {
			setter *Setter
			into   *Figures
		}{{word, &row.Word}, {gap, &row.Gap}} {
			ours, pages, err := side.setter.Lines(d)
			if err != nil {
				return nil, err
			}
			*side.into, row.Apart = compare(ours, theirs, pages, theirPages)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Total adds the figures of rows up: those with LibreOffice's gap and those as we ship.
func Total(rows []Row) (gap, word Figures) {
	for i := range rows {
		gap.add(&rows[i].Gap)
		word.add(&rows[i].Word)
	}
	return gap, word
}

// WithOffice calls f with LibreOffice in a temporary folder.
func WithOffice(f func(*Office) error) error {
	dir, err := os.MkdirTemp("", "fidelity-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	o, err := NewOffice(dir)
	if err != nil {
		return err
	}
	return f(o)
}
