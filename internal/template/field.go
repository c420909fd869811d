package template

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Field is one node of the tree of names that a template may use. The root is
// an object without a name. A Field must not change once it has been given to
// [Compile].
type Field struct {
	Key   string   // key in the object that holds the field
	Names []string // Chinese names, the usual one first
	Type  string   // a word for people, shown by [Tags]; "" = made up from the shape

	// Holds says what the values may be, as far as filters tell them apart; 0 =
	// anything, as where the names come from a plain map.
	Holds Values

	Fields []*Field // of an object; their names are also reachable from the object around it
	Item   *Field   // of a list: what one item is (its Key and Names are not used)

	// Text is the key that a bare string stands for where an object may stand, "" if
	// none. The names of such an object's fields are not reachable from outside.
	Text string

	// Print gives the printed form of a raw value, also of a blank (nil when the
	// key is absent). Nil prints strings and numbers as they are and joins lists by 、.
	// It is called by several goroutines at once.
	Print func(v any) string

	// Start, of a list, is the key (in the object that holds the list) of the
	// number that {序号} starts from; "" or an absent value = 1.
	Start string

	// Label and Value, of a list of objects, are the keys that {列表:标签} looks up and
	// prints. Alternate is printed where Value is blank.
	Label, Value, Alternate string

	// Vague are words on paper that mean several fields and so name none: a
	// template that uses one is offered every field that lists it.
	Vague []string
}

// name returns what the field is called in messages.
func (f *Field) name() string {
	if len(f.Names) > 0 {
		return f.Names[0]
	}
	return f.Key
}

// child returns the field of an object with the key or name, or nil.
func (f *Field) child(name string) *Field {
	for _, c := range f.Fields {
		if c.answers(name) {
			return c
		}
	}
	return nil
}

// key returns the field of an object with the key, or nil.
func (f *Field) key(key string) *Field {
	for _, c := range f.Fields {
		if c.Key == key {
			return c
		}
	}
	return nil
}

func (f *Field) answers(name string) bool {
	return f.Key != "" && normalise(f.Key) == name || f.called(name)
}

func (f *Field) called(name string) bool {
	return slices.ContainsFunc(f.Names, func(n string) bool { return normalise(n) == name })
}

// normalise is the form in which names are compared: NFKC (so that full-width
// forms match plain ones), without blanks and quotation marks, and with one
// kind of hyphen.
func normalise(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\u200b', '\ufeff', '\u00ad', '“', '”', '‘', '’', '"', '\'':
			return -1
		case '\u2010', '\u2011':
			return '-'
		}
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}
