package position

import (
	"fmt"
	"slices"
	"strings"
)

// sayUnknownKey is the fault of a key that object f does not have. path is that
// of the object.
func sayUnknownKey(f *Field, path []step, key string) sentence {
	where := place(path) + "里"
	if len(path) == 0 {
		where = "最外层"
	}
	remedy := unknownRemedy(f, key)
	return sentence{
		fmt.Sprintf("%s没有“%s”这个键：%s。", where, quote(key), remedy.chinese),
		fmt.Sprintf("%s has no key %q: %s.", placeEnglish(path), quote(key), remedy.english),
	}
}

// unknownRemedy offers, in this order: the field of the object with that Chinese
// name, the fields elsewhere with exactly that name, the nearest of the object, the
// nearest elsewhere, all keys of the object when they are few.
func unknownRemedy(f *Field, key string) sentence {
	if c := f.named(key); c != nil {
		return offerKey(c)
	}
	if offers := elsewhere(f, key); len(offers) > 0 {
		return offerPlaces(offers)
	}
	var known, chinese []string
	for _, c := range f.Fields {
		known, chinese = append(known, c.Key), append(chinese, c.Names...)
	}
	if near := Nearest(key, known); near != "" {
		return offerKey(f.byKey[near])
	}
	if near := Nearest(key, chinese); near != "" {
		return offerKey(f.named(near))
	}
	if near := Nearest(key, flatNames()); near != "" {
		return offerPlaces(elsewhere(f, near))
	}
	note := sentence{"只作说明的内容，键名请以 _ 开头", "let keys of your own notes begin with _"}
	if len(known) <= 8 {
		return sentence{"这里可以写 " + strings.Join(known, "、") + "；" + note.chinese,
			"it may have " + strings.Join(known, ", ") + "; " + note.english}
	}
	return sentence{"请改名或删去，jobdoc schema 列出全部键名；" + note.chinese,
		"rename or remove it, jobdoc schema lists all keys; " + note.english}
}

func offerKey(c *Field) sentence {
	return sentence{fmt.Sprintf("是不是要写“%s”（%s）？请改名", c.Key, c.name()), fmt.Sprintf("rename it if you meant %q", c.Key)}
}

func offerPlaces(paths []string) sentence {
	return sentence{"是不是该写成 " + strings.Join(paths, " 或 ") + " ？请改放到那里", "it may belong at " + strings.Join(paths, " or ")}
}

// flatNames returns the keys and names of the fields that lie flat on the form.
func flatNames() []string {
	var out []string
	for _, c := range Fields().Fields {
		if !c.Flat {
			continue
		}
		for _, g := range c.Fields {
			out = append(append(out, g.Key), g.Names...)
		}
	}
	return out
}

// named finds the field of an object that has that key or name but for width, blanks and letter case.
func (f *Field) named(name string) *Field {
	word := string(folded(name))
	for _, c := range f.Fields {
		for _, n := range append([]string{c.Key}, c.Names...) {
			if word != "" && word == string(folded(n)) {
				return c
			}
		}
	}
	return nil
}

// elsewhere returns the paths of the fields that carry exactly that name or key
// and could have been meant: those that lie flat on the form, those one step
// inside f, and those for which the word is vague. At most three.
func elsewhere(f *Field, name string) []string {
	word := string(folded(name))
	if word == "" {
		return nil
	}
	same := func(n string) bool { return word == string(folded(n)) }
	var paths []string
	add := func(prefix string, fields []*Field) {
		for _, c := range fields {
			fits := same(c.Key) || slices.ContainsFunc(c.Names, same) || slices.ContainsFunc(c.Vague, same)
			if fits && len(paths) < 3 && !slices.Contains(paths, prefix+c.Key) {
				paths = append(paths, prefix+c.Key)
			}
		}
	}
	add("", Fields().Fields)
	for _, c := range Fields().Fields {
		if c.Flat {
			add(c.Key+".", c.Fields)
		}
	}
	for _, c := range f.Fields {
		add(c.Key+".", c.Fields)
		if c.Item != nil {
			add(c.Key+"[].", c.Item.Fields)
		}
	}
	return paths
}
