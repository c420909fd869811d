package wordml

import (
	"strings"
	"unicode"
)

// refusedFields are the kinds of fields (17.16.5) that fetch or run something
// when Word brings them up to date. INCLUDE and IMPORT are old names.
var refusedFields = map[string]reason{
	"INCLUDETEXT":    hasFieldLink,
	"INCLUDEPICTURE": hasFieldLink,
	"INCLUDE":        hasFieldLink,
	"IMPORT":         hasFieldLink,
	"LINK":           hasFieldLink,
	"DDE":            hasFieldLink,
	"DDEAUTO":        hasFieldLink,
	"EMBED":          hasFieldLink,
	"DATABASE":       hasFieldLink,
	"RD":             hasFieldLink,
	"MACROBUTTON":    hasFieldMacro,
	"CONTROL":        hasFieldMacro,
	"HTMLCONTROL":    hasFieldMacro,
	"PRINT":          hasFieldMacro, // sends its text to the printer, as PostScript too
}

// maxFields is how deep fields may stand in one another; Word's own bound is 20.
const maxFields = 32

// story is a text of its own: a field ends where its story does.
type story struct {
	fields []field // open ones, the innermost last
}

// field is a complex field (17.16.18): its instruction may be torn over any
// number of runs, with results of other fields between.
type field struct {
	readings  [4]keyword
	pieces    []string // of the instruction
	container *Node    // in which it begins
	deleted   bool     // it begins in a deletion
	result    bool     // its instruction is over
}

// The readings of an instruction that is torn: with what is deleted and
// without, with tabs, breaks and the like as blanks and as nothing. What Word
// takes a field for is one of them.
const (
	readKept   = 1 << iota // leave out what is deleted
	readBlanks             // take separators for blanks
)

// keyword reads the first word of an instruction.
type keyword struct {
	letters [16]byte
	n       int // of letters; one more than there is room for when it is longer
	begun   bool
	done    bool
}

func (k *keyword) read(s string) {
	for _, r := range s {
		if k.done {
			return
		}
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		switch {
		case letter:
			k.begun = true
			if k.n < len(k.letters) {
				k.letters[k.n] = byte(r) &^ 0x20 // in upper case
			}
			k.n = min(k.n+1, len(k.letters)+1)
		case r == '=': // a formula
			k.done = true
		case k.begun && !unicode.Is(unicode.Cf, r): // a soft hyphen or the like tears no word
			k.done = true
		}
	}
}

func (k *keyword) String() string {
	if k.n > len(k.letters) {
		return ""
	}
	return string(k.letters[:k.n])
}

// known reports whether the kind of field can be told by every reading.
func (f *field) known() bool {
	for i := range f.readings {
		if !f.readings[i].done {
			return false
		}
	}
	return true
}

// add takes up a piece of the instruction.
func (f *field) add(s string, deleted bool) {
	for i := range f.readings {
		if i&readKept == 0 || !deleted || f.deleted {
			f.readings[i].read(s)
		}
	}
	f.pieces = append(f.pieces, s)
}

// top returns the innermost open field, nil where there is none.
func (s *story) top() *field {
	if len(s.fields) == 0 {
		return nil
	}
	return &s.fields[len(s.fields)-1]
}

// reading returns the innermost field whose instruction is not over: text in
// the result of another counts as its own.
func (s *story) reading() *field {
	for i := len(s.fields) - 1; i >= 0; i-- {
		if !s.fields[i].result {
			return &s.fields[i]
		}
	}
	return nil
}

// open begins a field.
func (g *guard) open(container *Node, result bool) {
	if f := g.story.reading(); f != nil && !f.known() {
		g.add(&hasFieldTorn)
	}
	if len(g.story.fields) == maxFields {
		g.add(&hasFieldDepth, maxFields)
		g.story.fields = g.story.fields[:0]
	}
	g.story.fields = append(g.story.fields, field{container: container, deleted: g.deleted > 0, result: result})
}

func (g *guard) fieldChar(kind string, container *Node) {
	f := g.story.top()
	switch {
	case kind == "begin":
		g.open(container, false)
	case f == nil:
	case kind == "separate" || kind == "end":
		if !f.result {
			if container != f.container && !f.known() {
				g.add(&hasFieldTorn)
			}
			g.judge(f)
			f.result = true
		}
		if kind == "end" {
			g.story.fields = g.story.fields[:len(g.story.fields)-1]
		}
	}
}

// simpleField begins a field whose instruction is an attribute (17.16.19) and
// returns what ends it.
func (g *guard) simpleField(instr string, container *Node) (end func()) {
	g.open(container, true)
	f := g.story.top()
	f.add(instr, false)
	g.judge(f)
	s, depth := g.story, len(g.story.fields)
	return func() { s.fields = s.fields[:min(depth-1, len(s.fields))] }
}

// instruction takes up the text of a w:instrText.
func (g *guard) instruction(text string, container *Node, deleted bool) {
	f := g.story.reading()
	if f == nil { // outside of any field, where Word ignores it
		f = &field{container: container}
		f.add(text, false)
		g.judge(f)
		return
	}
	if container != f.container && !f.known() {
		g.add(&hasFieldTorn)
	}
	f.add(text, deleted || g.deleted > 0)
}

// text takes up a text that stands between the marks of a field: the result of
// one, which may belong to the instruction of another.
func (g *guard) text(s string, container *Node) {
	if f := g.story.top(); f != nil && !f.result && strings.TrimSpace(s) != "" {
		g.add(&hasFieldTorn) // no program writes this, and a tag here would let data make a field
	}
	if f := g.story.reading(); f != nil {
		g.instruction(s, container, false)
	}
}

// separate takes up what may or may not be a blank in an instruction.
func (g *guard) separate() {
	f := g.story.top()
	if f == nil || f.result {
		return
	}
	for i := range f.readings {
		if i&readBlanks != 0 {
			f.readings[i].read(" ")
		}
	}
	f.pieces = append(f.pieces, " ")
}

// closeStory judges the fields that never ended.
func (g *guard) closeStory() {
	for i := range g.story.fields {
		if f := &g.story.fields[i]; !f.result {
			g.judge(f)
		}
	}
	g.story.fields = nil
}

// judge refuses fields by their kind, and hyperlinks by their address.
func (g *guard) judge(f *field) {
	for i := range f.readings {
		word := f.readings[i].String()
		if why, ok := refusedFields[word]; ok {
			g.add(&why, word)
			return
		}
		if word == "HYPERLINK" && !webOnly(strings.Join(f.pieces, "")) {
			g.add(&hasFieldURL)
			return
		}
	}
}

// webOnly reports whether the addresses in the instruction of a HYPERLINK field
// (17.16.5.25) are allowed. A switch may have an argument of its own, such as the
// bookmark of \l or the tip of \o.
func webOnly(instruction string) bool {
	rest := strings.TrimSpace(instruction)
	rest = strings.TrimLeftFunc(rest, func(r rune) bool { return r != '"' && r != '“' && r != '\\' && !unicode.IsSpace(r) })
	for argument := false; ; {
		word, quoted, after := cutWord(rest)
		if word == "" && !quoted {
			return true
		}
		rest = after
		isSwitch := !quoted && len(word) == 2 && word[0] == '\\' && word[1] != '\\'
		switch {
		case isSwitch:
			argument = strings.ContainsRune("lLoOtTsS*@#", rune(word[1]))
		case argument:
			argument = false
		case word != "" && !isWebAddress(word):
			return false
		}
	}
}

// cutWord cuts the first word or quoted text off an instruction.
func cutWord(s string) (word string, quoted bool, rest string) {
	s = strings.TrimLeftFunc(s, unicode.IsSpace)
	for _, q := range []struct{ open, close string }{{`"`, `"`}, {"“", "”"}} {
		if inner, ok := strings.CutPrefix(s, q.open); ok {
			word, rest, _ = strings.Cut(inner, q.close)
			return word, true, rest
		}
	}
	end := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '"' || r == '“' })
	if end < 0 {
		end = len(s)
	}
	return s[:end], false, s[end:]
}
