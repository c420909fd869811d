package font

import (
	"strings"
	"unicode/utf16"
)

// names are what a face calls itself.
type names struct {
	family     string
	postScript string
	all        []string // family, full and PostScript names in every language
}

// Name identifiers (OpenType 1.9, "name").
const (
	nameFamily       = 1
	nameSubfamily    = 2
	nameFull         = 4
	namePostScript   = 6
	nameTypoFamily   = 16
	languageEnglish  = 0x409
	platformUnicode  = 0
	platformMac      = 1
	platformWindows  = 3
	maxNameRecords   = 4096
	maxNameBytes     = 512
	fallbackFontName = "Unnamed"
)

// readNames reads the name table. Strings in encodings other than UTF-16 and
// Mac Roman ASCII are left out: faces of our day name themselves in UTF-16.
func readNames(t []byte) names {
	var n names
	store := u16(t, 4)
	seen := make(map[string]bool)
	familyRank := 0
	for i := range min(u16(t, 2), maxNameRecords) {
		at := 6 + 12*i
		platform, encoding, language := u16(t, at), u16(t, at+2), u16(t, at+4)
		id, size, offset := u16(t, at+6), u16(t, at+8), u16(t, at+10)
		if id != nameFamily && id != nameFull && id != namePostScript && id != nameTypoFamily {
			continue
		}
		s := decodeName(platform, encoding, part(t, uint32(store+offset), uint32(min(size, maxNameBytes))))
		if s == "" {
			continue
		}
		if !seen[s] {
			seen[s] = true
			n.all = append(n.all, s)
		}
		english := platform == platformWindows && language == languageEnglish
		switch id {
		case namePostScript:
			if n.postScript == "" || english {
				n.postScript = s
			}
		case nameFamily, nameTypoFamily:
			rank := 1
			if english {
				rank = 2
				if id == nameTypoFamily {
					rank = 3
				}
			}
			if rank > familyRank {
				familyRank, n.family = rank, s
			}
		}
	}
	if n.postScript == "" {
		n.postScript = n.family
	}
	n.postScript = postScriptName(n.postScript)
	return n
}

// decodeName reads one string of the name table, "" when it cannot.
func decodeName(platform, encoding int, b []byte) string {
	switch {
	case platform == platformUnicode, platform == platformWindows && (encoding == 0 || encoding == 1 || encoding == 10):
		units := make([]uint16, len(b)/2)
		for i := range units {
			units[i] = uint16(u16(b, 2*i))
		}
		return strings.TrimSpace(strings.Trim(string(utf16.Decode(units)), "\x00"))
	case platform == platformMac && encoding == 0:
		for _, c := range b {
			if c < ' ' || c > '~' {
				return ""
			}
		}
		return strings.TrimSpace(string(b))
	}
	return ""
}

// postScriptName keeps of s what a PostScript name may hold (at most 63 bytes of
// printable ASCII without delimiters).
func postScriptName(s string) string {
	name := strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' || strings.ContainsRune("[](){}<>/%#", r) {
			return -1
		}
		return r
	}, s)
	if name == "" {
		return fallbackFontName
	}
	return name[:min(len(name), 63)]
}
