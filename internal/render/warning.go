package render

import "jobdoc/internal/typeset"

// Warning is something the reader of a file should know although it was made.
type Warning struct {
	Code    string // stable, such as "missing-glyph"
	Detail  string // a Chinese sentence
	English string
}

func layoutWarnings(l *typeset.Layout) []Warning {
	var warnings []Warning
	for _, w := range l.Warnings {
		warnings = append(warnings, Warning(w))
	}
	return warnings
}
