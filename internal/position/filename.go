package position

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxFileName bounds a name in bytes. File systems take 255; the rest is for
// -2, -p12 and the extension.
const maxFileName = 200

// FileName returns the name for files of this position, without extension:
// its code, else department-title, else its title, safe on Linux, macOS and Windows.
// Two positions may share a name; the caller tells them apart.
func (p Position) FileName() string { return FileName(p.Code(), p.Department(), p.Title()) }

// FileName is [Position.FileName] of a position of which no more is known than
// these, "" for what it has not.
func FileName(code, department, title string) string {
	name := code
	if name == "" {
		name = title
		if department != "" {
			name = department + "-" + name
		}
	}
	return SafeName(name)
}

// SafeName makes a name of a file or folder of a text, "position" where nothing
// is left of it. It follows the rules of Windows, which are the strictest
// (Microsoft, "Naming Files, Paths, and Namespaces"). Invisible characters go
// too: a right-to-left override can make one extension look like another.
func SafeName(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case unicode.IsSpace(r):
			r = ' '
		case strings.ContainsRune(`<>:"/\|?*`, r):
			r = '-'
		case r == utf8.RuneError, unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
			continue
		}
		b.WriteRune(r)
	}
	name = strings.Trim(strings.Join(strings.Fields(b.String()), " "), " .-")
	if len(name) > maxFileName {
		cut := maxFileName
		for !utf8.RuneStart(name[cut]) {
			cut--
		}
		name = strings.TrimRight(name[:cut], " .-")
	}
	if name == "" {
		return "position"
	}
	stem, rest, dotted := strings.Cut(name, ".")
	if reserved(stem) {
		stem += "_"
	}
	if dotted {
		return stem + "." + rest
	}
	return stem
}

// reserved says that Windows keeps the name for a device, whatever its extension.
func reserved(stem string) bool {
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	port, ok := strings.CutPrefix(stem, "COM")
	if !ok {
		port, ok = strings.CutPrefix(stem, "LPT")
	}
	return ok && utf8.RuneCountInString(port) == 1 && strings.ContainsAny(port, "0123456789¹²³")
}
