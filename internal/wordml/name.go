package wordml

import (
	"net/url"
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// checkNames refuses names that could leave a folder they are unpacked into,
// names that two systems would read differently, and names that are the same
// for one system and not for another.
func checkNames(entries []entry) *FileError {
	files := make(map[string]bool, len(entries))
	for i := range entries {
		name := entries[i].name
		folder := strings.HasSuffix(name, "/")
		if !plain(strings.TrimSuffix(name, "/")) {
			return nameUnsafe.at(name)
		}
		if folder && (entries[i].packed > 2 || entries[i].size != 0) { // an empty deflated stream takes two bytes
			return archiveFolder.at(name)
		}
		key := foldName(name)
		if files[key] {
			return nameTwice.at(name)
		}
		files[key] = true
	}
	// A part that is a folder as well would be one or the other when unpacked
	// (ECMA-376 part 2, 6.2.2.3).
	for i := range entries {
		key := foldName(entries[i].name)
		for at := strings.IndexByte(key, '/'); at >= 0 && at < len(key)-1; {
			if files[key[:at]] {
				return nameTwice.at(entries[i].name)
			}
			next := strings.IndexByte(key[at+1:], '/')
			if next < 0 {
				break
			}
			at += 1 + next
		}
		if folder, ok := strings.CutSuffix(key, "/"); ok && files[folder] {
			return nameTwice.at(entries[i].name)
		}
	}
	return nil
}

// plain reports whether a name is a relative path that means the same anywhere.
func plain(name string) bool {
	if name == "" || len(name) > 1024 || path.Clean(name) != name || name[0] == '/' || strings.ContainsAny(name, "\\:*?\"<>|") {
		return false
	}
	if strings.IndexByte(name, '%') >= 0 {
		// Part names are URIs (ECMA-376 part 2, 6.2.2): what they stand for counts too.
		plainer, err := url.PathUnescape(name)
		if err != nil || strings.Count(plainer, "/") != strings.Count(name, "/") || strings.IndexByte(plainer, '%') >= 0 || !plain(plainer) {
			return false
		}
	}
	for segment := range strings.SplitSeq(name, "/") {
		// Windows drops the dots and blanks at the end of a name.
		if last := segment[len(segment)-1]; last == '.' || last == ' ' {
			return false
		}
	}
	return !strings.ContainsFunc(name, func(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsPrint(r) })
}

// foldName returns what all spellings of a part's name have in common: the
// escaped, the composed and decomposed ones, and those in other cases.
func foldName(name string) string {
	if strings.IndexByte(name, '%') >= 0 {
		if plainer, err := url.PathUnescape(name); err == nil {
			name = plainer
		}
	}
	if isASCII(name) {
		return strings.ToLower(name)
	}
	// Folding can undo a composition and make room for one (Unicode 15, D145).
	return norm.NFC.String(cases.Fold().String(norm.NFD.String(name)))
}
