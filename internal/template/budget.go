package template

import (
	"strings"

	"jobdoc/internal/wordml"
)

// A small template can ask for an endless document: blocks over one list may
// stand in one another, and each of six levels over twenty items makes twenty
// times what is inside. So filling keeps an account of what it makes, about in
// bytes of XML, and stops when it comes to [MaxOutput].

// MaxOutput bounds a filled document, in bytes of XML. An element that is made
// counts for nodeCost at least, so that there are two million of them at most. A
// form has 0.1 to 0.3 MB; one with the 40,000 tasks that a position may have
// some 55 MB.
const MaxOutput = 64 << 20

const (
	nodeCost  = 32 // an element that is made, beside its attributes and texts
	textCost  = nodeCost + len(` xml:space="preserve"`)
	valueCost = 8   // taking a value, and each filter on it, whatever is printed
	itemCost  = 32  // going through one item of a list, whether it prints anything or not
	rowCost   = 128 // a row that is planned before it is made
	labelCost = 16  // looking at one entry for its label
)

// tagCost is the length of an element's tags.
func tagCost(name string, children int) int {
	if children == 0 {
		return len(name) + len("</>")
	}
	return 2*len(name) + len("<></>")
}

// weigh is what a subtree costs: about its length in XML.
func weigh(n *wordml.Node) int {
	if n == nil { // properties that are not there
		return 0
	}
	if n.Name == "" {
		return escapedLen(n.Text)
	}
	sum := tagCost(n.Name, len(n.Children)) + weighAttrs(n.Attrs)
	for _, a := range n.Attrs {
		sum += escapedLen(a.Value) - len(a.Value)
	}
	for _, c := range n.Children {
		sum += weigh(c)
	}
	return sum
}

func weighAttrs(attrs []wordml.Attr) int {
	sum := 0
	for i := range attrs {
		sum += len(attrs[i].Name) + len(attrs[i].Value) + 4
	}
	return sum
}

// escapedLen is the length of a text in XML, where a mark such as & takes more room.
func escapedLen(s string) int {
	const marks = "&<>\"\r\n\t" // the last four in attributes only
	if !strings.ContainsAny(s, marks) {
		return len(s)
	}
	sum := len(s)
	for _, r := range s {
		if strings.ContainsRune(marks, r) {
			sum += len("&quot;") - 1
		}
	}
	return sum
}

// still makes the instruction of a subtree that no value changes.
func still(n *wordml.Node) static { return static{n, weigh(n)} }

// spent reports whether the document has become too large: nothing more is
// added to it, and Fill gives it up.
func (f *filler) spent() bool { return f.cost > MaxOutput }

// afford takes the price of an item of a block from what may still be spent,
// and reports whether it may be filled. The first block that may not is the
// one that is named.
func (f *filler) afford(b *source, price int) bool {
	f.cost += price
	if !f.spent() {
		return true
	}
	if f.tooMuch == nil {
		f.tooMuch = b
	}
	return false
}

// weighValue is what going through a value costs that a filter may leave nothing of.
func weighValue(v any) int {
	sum := labelCost
	switch v := v.(type) {
	case string:
		sum += len(v)
	case []any:
		for _, c := range v {
			sum += weighValue(c)
		}
	case map[string]any:
		for _, c := range v {
			sum += weighValue(c)
		}
	}
	return sum
}

// chargeList charges for a list or an object that filters have gone through.
func (f *filler) chargeList(raw any) {
	switch raw.(type) {
	case []any, map[string]any:
		f.cost += weighValue(raw)
	}
}
