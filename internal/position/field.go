package position

import (
	"strings"
	"sync"
	"unicode"
)

// Type says which JSON values a field takes. Every type also takes null,
// unless the field is required or is an item of a list.
type Type int

// The types of the fields.
const (
	String          Type = iota // a string
	Date                        // a string: YYYY, YYYY-MM or YYYY-MM-DD, or blank
	Integer                     // a number without fraction
	Percent                     // a number from 0 to 100; prints with %
	StringOrNumber              // a string or a number
	StringOrInteger             // a string or a number without fraction
	Object                      // an object with Fields
	StringOrObject              // an object with Fields, or a string that stands for its Text
	List                        // a list of Item
	StringOrList                // a list of Item, or one string
)

// Field describes one field of the form: an entry of an object, the item of a
// list, or the root. The table is shared: nobody may change it.
type Field struct {
	// Key is the JSON key, "" for the root and for the item of a list.
	Key string
	// Names are the names a template may use, the usual one first. Empty where
	// only the JSON path names the field.
	Names []string
	// Vague are words on paper that mean several fields and therefore name none:
	// whoever uses one is offered every field that lists it. See [Offers].
	Vague []string
	// Caption is the label on paper, such as 直接下属部门/岗位.
	Caption string
	// English is the label on an English paper, such as Direct Reports; for the item
	// of a list, what one of them is called, if that has a word. Made of Key where the table gives none.
	English string
	// Description says in Chinese what belongs here.
	Description string
	// Example is a value as in [Position.Data], nil where the parts show it better.
	Example any

	Type Type
	// Fields are the entries of an object in their order on paper.
	Fields []*Field
	// Item describes the items of a list.
	Item *Field
	// Text is the key that a bare string stands for ([StringOrObject]).
	Text string
	// Flat says that the names of Fields are also names where this object stands,
	// so that {最低学历要求} needs no block around it.
	Flat bool

	// Label and Value are the keys of a labelled list, on the list itself:
	// {其他信息:标签} prints Value of the item whose Label is 标签.
	// Alternate is the key used where Value is blank.
	Label, Value, Alternate string

	// Start is the key beside a list that says from where its items are numbered, "" for 1.
	Start string

	// Print gives the printed form of a value as in [Position.Data]; of nil,
	// which stands for null and absent alike, the room to write by hand.
	Print func(v any) string
	// Separator stands between printed items of a list.
	Separator string

	// Required: the key must be there and not null.
	Required bool
	// NotBlank: a string that is only white space is refused.
	NotBlank bool
	// Picture: a string may also be a picture, as a data: URL that begins with
	// [PicturePrefix], and then be longer.
	Picture bool
	// Audit: the form prints without it, but an audit reports it.
	Audit bool
	// Unprinted: accepted and kept, but no text of its own on paper.
	Unprinted bool
	// Counted: accepted, but the form counts by itself, so that the value says nothing.
	Counted bool
	// Enum are the only strings allowed, when there are any.
	Enum []string
	// Default is what a blank stands for, "" for none.
	Default string
	// Min and Max bound a number, both included.
	Min, Max int
	// MinItems and MaxItems bound a list; MaxItems 0 is no limit but the document's.
	MinItems, MaxItems int

	byKey    map[string]*Field
	required []*Field
}

// Child returns the entry of an object with that JSON key, or nil.
func (f *Field) Child(key string) *Field { return f.byKey[key] }

// name is what messages call the field.
func (f *Field) name() string {
	if len(f.Names) > 0 {
		return f.Names[0]
	}
	return f.Caption
}

// Fields returns the root of the field table. It is shared by all callers and
// must not be changed; reading it from many goroutines is safe.
func Fields() *Field { return table() }

var table = sync.OnceValue(func() *Field {
	root := newTable()
	root.finish()
	return root
})

// Sample returns an example of a value, as in [Position.Data]: Example, or one made
// from the samples of all parts. [Decode] accepts the sample of the root.
func (f *Field) Sample() any {
	return f.sample(func(*Field) bool { return true })
}

// minimal is a sample with no more in it than must be.
func (f *Field) minimal() any {
	return f.sample(func(c *Field) bool { return c.Required })
}

func (f *Field) sample(with func(*Field) bool) any {
	switch {
	case f.Example != nil:
		return f.Example
	case f.Item != nil:
		return []any{f.Item.sample(with)}
	case f.Fields == nil:
		return "示例"
	}
	m := map[string]any{}
	for _, c := range f.Fields {
		if with(c) {
			m[c.Key] = c.sample(with)
		}
	}
	if len(m) == 0 {
		m[f.Fields[0].Key] = f.Fields[0].sample(with)
	}
	return m
}

// finish fills in what follows from the rest: captions, printed forms, indexes.
func (f *Field) finish() {
	if f.Caption == "" && len(f.Names) > 0 {
		f.Caption = f.Names[0]
	}
	if f.English == "" {
		f.English = englishOf(f.Key)
	}
	for _, c := range f.Fields {
		if f.byKey == nil {
			f.byKey = make(map[string]*Field, len(f.Fields))
		}
		f.byKey[c.Key] = c
		if c.Required {
			f.required = append(f.required, c)
		}
		c.finish()
	}
	if f.Item != nil {
		f.Item.finish()
	}
	if f.Separator == "" {
		f.Separator = "、"
	}
	if f.Print == nil {
		f.Print = f.printer()
	}
}

// englishOf makes an English label of a key: payGradeRange gives Pay Grade Range.
func englishOf(key string) string {
	var b strings.Builder
	for i, r := range key {
		switch {
		case i == 0:
			r = unicode.ToUpper(r)
		case unicode.IsUpper(r):
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// takesString, takesNumber, takesObject and takesList say which JSON values fit the type.
func (t Type) takesString() bool {
	switch t {
	case String, Date, StringOrNumber, StringOrInteger, StringOrObject, StringOrList:
		return true
	}
	return false
}

func (t Type) takesNumber() bool {
	switch t {
	case Integer, Percent, StringOrNumber, StringOrInteger:
		return true
	}
	return false
}

func (t Type) takesObject() bool { return t == Object || t == StringOrObject }

func (t Type) takesList() bool { return t == List || t == StringOrList }

// whole says that a number of this type has no fraction.
func (t Type) whole() bool { return t == Integer || t == StringOrInteger }
