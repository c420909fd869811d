package template

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"jobdoc/internal/wordml"
)

// tagKind says what a tag is.
type tagKind int

const (
	valueTag   tagKind = iota // {x}
	optional                  // {?x}
	opener                    // {#x} and {^x}
	closer                    // {/x} and {/}
	elseTag                   // {否则}
	mergeTag                  // {合并:x}
	breakTag                  // {分页}
	pictureTag                // {%x}
	countOnTag                // {续号}
	escapeMark                // the backslash of \{, which is not printed
	objectMark                // a drawing with text of its own, see story.nested
)

// level says how much a block repeats, or an optional value drops.
type level int

const (
	freeLevel level = iota // to be settled
	rowLevel
	paragraphLevel
	inlineLevel
	noLevel // at fault
)

type levelName struct {
	word  string
	level level
}

// levels are the words that force a level.
var levels = []levelName{{"行", rowLevel}, {"段", paragraphLevel}, {"行内", inlineLevel}}

// words are the names that stand for something of the language, unless a field has them.
var words = map[string]tagKind{"分页": breakTag, "续号": countOnTag}

// tag is one tag of a paragraph, first as it is written, then as it is bound.
type tag struct {
	kind    tagKind
	negated bool   // {^x}
	text    string // as typed
	name    string // normalised; several names still in one
	label   string // normalised, after the colon of a value
	level   level  // as typed
	filters []filterUse
	order   int  // among all tags of the template
	broken  bool // at fault as it is written: not bound

	para       *para
	part       string // of a fault without a paragraph
	start, end int    // bytes of para.text

	owner  *block       // innermost block that the tag stands in
	block  *block       // of an opener, closer or {否则}: the block it belongs to
	value  *expr        // bound value of valueTag, optional
	inner  *story       // of an objectMark: a text box, or the note
	around *wordml.Node // of an objectMark: the drawing with the text box
	refers *wordml.Node // of an objectMark: what refers to the note
	note   *note

	size     extent  // of a pictureTag, as typed
	pictures []*expr // of a pictureTag: where it may be

	merges *block // of a mergeTag: the block it names
}

// filterUse is one filter with its argument.
type filterUse struct {
	*filterKind
	arg string
}

// What stands in a paragraph's text for what is no text.
const (
	object    = '\ufffc' // anything
	breakMark = '\ufffb' // a page or column break
	symbol    = '\ufffa' // a w:sym, as bullets are that were picked from a table
)

// canonical maps the full-width and small forms that stand for the marks of the
// language to the plain ones.
func canonical(r rune) rune {
	switch r {
	case '｛', '｝', '＃', '／', '＾', '｜', '：', '？', '％', '．', '＼':
		return r - 0xfee0
	case '﹛':
		return '{'
	case '﹜':
		return '}'
	case '﹕', '︰':
		return ':'
	case '￨', '∣', '│':
		return '|'
	case '﹨':
		return '\\'
	}
	return r
}

// keyed is the part of a tag before its filters as it was meant. A Chinese
// keyboard gives …… for ^, 、 for / and 。 for a point; quotation marks around a
// name say nothing, and normalise drops them.
func keyed(s string) string {
	s = strings.TrimLeftFunc(s, unicode.IsSpace)
	for _, k := range [...]struct{ typed, meant string }{{"……", "^"}, {"…", "^"}, {"、", "/"}} {
		if rest, ok := strings.CutPrefix(s, k.typed); ok {
			s = k.meant + rest
			break
		}
	}
	return strings.ReplaceAll(normalise(s), "。", ".")
}

// maxTagLen bounds a tag, in bytes: what runs on longer was never meant as one.
const maxTagLen = 4096

// maxFilters bounds the filters of a tag.
const maxFilters = 16

// shortTagLen bounds a tag among braces that are not closed and far too many.
const shortTagLen = 64

// rawTag is a tag cut into its parts: what stands before the first |, and the filters.
type rawTag struct {
	start, end int
	segments   []string
}

// tagFault is a fault found while cutting a text into tags.
type tagFault struct {
	start, end int
}

// cutTags finds the tags of a paragraph's text, the backslashes that are not
// to be printed, and the braces that are not closed. It stops when they are
// more than a paragraph may hold.
func cutTags(text string) (tags []rawTag, escapes []int, faults []tagFault) {
	limit, patience := maxTagLen, 8*maxTagLen+4*len(text)
	for i := 0; i < len(text) && len(tags)+len(escapes)+len(faults) <= maxParaTags; {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch canonical(r) {
		case '\\':
			next, m := utf8.DecodeRuneInString(text[i+n:])
			if c := canonical(next); c == '{' || c == '}' {
				escapes = append(escapes, i)
				n += m
			}
			i += n
		case '{':
			t, ok := cutTag(text, i, limit)
			if !ok {
				faults = append(faults, tagFault{i, t.end})
				if patience -= t.end - i; patience < 0 {
					limit = shortTagLen // or a text of braces only would take its square
				}
				i += n
				continue
			}
			if t.segments != nil {
				tags = append(tags, t)
			}
			i = t.end
		default:
			i += n
		}
	}
	return tags, escapes, faults
}

// cutTag cuts the tag whose brace is at start and that is no longer than limit. A tag without segments is {} and
// therefore text. If the brace is not closed, ok is false and end is where the
// search gave up.
func cutTag(text string, start, limit int) (t rawTag, ok bool) {
	t.start = start
	_, n := utf8.DecodeRuneInString(text[start:])
	i := start + n
	next, m := utf8.DecodeRuneInString(text[i:])
	double := canonical(next) == '{'
	if double {
		i += m
	}
	from := i
	argument := false // inside the argument of a filter, where { is text
	for i < len(text) && i-start < limit {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch c := canonical(r); {
		case c == '\\':
			_, m := utf8.DecodeRuneInString(text[i+n:])
			n += m
		case r == object, r == breakMark, r == symbol, c == '{' && !argument:
			t.end = i
			return t, false
		case c == ':' && len(t.segments) > 0:
			argument = true
		case c == '|':
			t.segments = append(t.segments, text[from:i])
			from, argument = i+n, false
		case c == '}':
			t.segments = append(t.segments, text[from:i])
			t.end = i + n
			if double {
				last, m := utf8.DecodeRuneInString(text[t.end:])
				if canonical(last) != '}' {
					return t, false
				}
				t.end += m
			}
			if len(t.segments) == 1 && normalise(t.segments[0]) == "" {
				t.segments = nil
			}
			return t, true
		}
		i += n
	}
	t.end = i
	return t, false
}

// cutColon parts a text at the first colon, plain or full-width.
func cutColon(s string) (before, after string, found bool) {
	for i, r := range s {
		if canonical(r) == ':' {
			return s[:i], s[i+utf8.RuneLen(r):], true
		}
	}
	return s, "", false
}

// unescape takes the backslash from marks that would have ended an argument.
func unescape(s string) string {
	if !strings.ContainsAny(s, `\＼`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if canonical(r) == '\\' {
			next, m := utf8.DecodeRuneInString(s[i+n:])
			switch canonical(next) {
			case '|', '}', '{', '\\', ':':
				i, n = i+n, m
			}
		}
		b.WriteString(s[i : i+n])
		i += n
	}
	return b.String()
}

// complaint is a fault before it has a tag and place.
type complaint struct {
	code, word string
	nearest    []string
	level      string // that stands behind a filter, where it says nothing
}

// readTag makes a tag of its parts.
func readTag(text string, raw rawTag) (*tag, []complaint) {
	t := &tag{text: text[raw.start:raw.end], start: raw.start, end: raw.end}
	head := keyed(raw.segments[0])
	var faults []complaint
	t.filters, faults = readFilters(raw.segments[1:])
	rest := strings.TrimLeft(head, "#^?/%")
	if len(head)-len(rest) > 1 { // {##x}: the second mark is part of a name that nobody has
		rest = head[1:]
	}
	switch mark := head[:len(head)-len(rest)]; mark {
	case "#", "^":
		t.kind, t.negated = opener, mark == "^"
	case "?":
		t.kind = optional
	case "/":
		t.kind, t.name = closer, rest
		t.readLevel()
		return t, faults
	case "%":
		return t, append(faults, t.readPicture(rest)...)
	default:
		if head == "否则" {
			t.kind = elseTag
			return t, faults
		}
		if after, ok := strings.CutPrefix(head, "合并:"); ok {
			t.kind, rest = mergeTag, after
		}
	}
	for i := range faults {
		if f := &faults[i]; f.level != "" && t.kind == opener { // {#x|出现:行}
			f.nearest = []string{"{" + head[:len(head)-len(rest)] + rest + ":" + f.level + "|" + f.word + "}"}
		}
	}
	head = rest
	t.name = head
	if t.kind == opener || t.kind == optional {
		t.readLevel()
	}
	if t.kind != mergeTag {
		t.name, t.label, _ = strings.Cut(t.name, ":")
	}
	if kind, ok := words[t.name]; ok && t.kind == valueTag && t.label == "" && len(t.filters) == 0 {
		t.kind = kind
	}
	if t.name == "" {
		faults = append(faults, complaint{code: "name-missing"})
	}
	return t, append(faults, t.checkFilters()...)
}

// readPicture reads what stands behind {%.
func (t *tag) readPicture(rest string) (faults []complaint) {
	t.kind, t.name = pictureTag, rest
	if !t.readSize() {
		faults = append(faults, complaint{code: "picture-size"})
	}
	t.name, t.label, _ = strings.Cut(t.name, ":")
	if t.name == "" {
		faults = append(faults, complaint{code: "name-missing"})
	}
	if len(t.filters) > 0 {
		faults = append(faults, complaint{code: "picture-filter"})
	}
	return faults
}

// readLevel takes the level off the end of the name.
func (t *tag) readLevel() {
	for _, l := range levels {
		if before, ok := strings.CutSuffix(t.name, ":"+l.word); ok {
			t.name, t.level = before, l.level
			return
		}
	}
}

// checkFilters holds the tests of blocks and the changes of values apart.
func (t *tag) checkFilters() (faults []complaint) {
	for _, f := range t.filters {
		switch {
		case t.kind == opener && !f.block:
			faults = append(faults, complaint{code: "filter-for-values", word: f.name})
		case t.kind != opener && f.block:
			faults = append(faults, complaint{code: "filter-for-blocks", word: f.name})
		}
	}
	return faults
}

// readFilters reads what follows the first |.
func readFilters(segments []string) (uses []filterUse, faults []complaint) {
	for i, s := range segments {
		if i == maxFilters {
			return uses, append(faults, complaint{code: "too-many-filters", word: strconv.Itoa(maxFilters)})
		}
		before, arg, hasArg := cutColon(s)
		name := normalise(before)
		kind := findFilter(name)
		switch {
		case kind == nil:
			known := make([]string, len(filters))
			for i := range filters {
				known[i] = filters[i].name
			}
			faults = append(faults, complaint{code: "unknown-filter", word: name, nearest: offer(nearest(name, known))})
			continue
		case hasArg && kind.argument == noArgument:
			c := complaint{code: "filter-no-argument", word: name}
			if word := normalise(arg); slices.ContainsFunc(levels, func(l levelName) bool { return l.word == word }) {
				c.level = word
			}
			faults = append(faults, c)
		case !hasArg && kind.argument == mustHaveArgument:
			faults = append(faults, complaint{code: "filter-argument", word: name})
		}
		arg = unescape(arg)
		if !hasArg {
			arg = kind.standard
		}
		uses = append(uses, filterUse{kind, arg})
	}
	return uses, faults
}

// tests reports whether an opener looks at the state of its names and not at their value.
func (t *tag) tests() bool {
	return slices.ContainsFunc(t.filters, func(f filterUse) bool { return f.block })
}
