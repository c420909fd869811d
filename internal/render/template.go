package render

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"jobdoc/internal/template"
	"jobdoc/internal/typeset"
	"jobdoc/internal/wordml"
)

// DefaultTemplate is the name of the template that is used when none is named.
const DefaultTemplate = "classic"

// Template is a compiled Word template. It does not change and may be used by
// any number of goroutines.
type Template struct {
	Name  string // of a built-in one, else ""
	Title string // what it calls itself in its core properties, else its name

	language string // of its fixed words: chinese or english
	data     []byte
	hash     [sha256.Size]byte // of data
	weight   int               // bytes of the unpacked parts
	compiled *template.Template
	sheet    func() (*typeset.Sheet, error)
}

// Data returns the template as a .docx file. It must not be changed.
func (t *Template) Data() []byte { return t.data }

// Hash returns the SHA-256 hash of [Template.Data].
func (t *Template) Hash() [sha256.Size]byte { return t.hash }

// Tagged reports whether the template has tags to be filled.
func (t *Template) Tagged() bool { return t.compiled.Tagged() }

// compile opens and compiles a .docx. Faults of the file are a
// [*wordml.FileError], faults of its tags a [*TemplateError].
func compile(name string, data []byte, root *template.Field) (*Template, error) {
	p, err := wordml.Open(data)
	if err != nil {
		return nil, err
	}
	compiled, faults := template.Compile(p, root)
	if len(faults) > 0 {
		return nil, &TemplateError{Faults: faults}
	}
	props := packageProperties(p)
	t := &Template{Name: name, Title: props.title, language: props.language, data: data, hash: sha256.Sum256(data), weight: p.Size(), compiled: compiled}
	if t.Title == "" {
		t.Title = name
	}
	t.sheet = sheetOf(p, typeset.SheetOptions{})
	return t, nil
}

// builtins are the templates that come with the program, each compiled when it
// is first asked for.
type builtins struct {
	names []string
	get   map[string]func() (*Template, error)
}

func newBuiltins(fsys fs.FS, root *template.Field) (builtins, error) {
	folders, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return builtins{}, fmt.Errorf("list templates: %w", err)
	}
	b := builtins{get: map[string]func() (*Template, error){}}
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		name := folder.Name()
		b.names = append(b.names, name)
		b.get[name] = sync.OnceValues(func() (*Template, error) {
			parts, err := fs.Sub(fsys, name)
			if err != nil {
				return nil, err
			}
			data, err := wordml.Zip(parts)
			if err != nil {
				return nil, err
			}
			return compile(name, data, root)
		})
	}
	// The default comes first in every list, the others by name.
	slices.SortFunc(b.names, func(x, y string) int {
		if (x == DefaultTemplate) != (y == DefaultTemplate) {
			if x == DefaultTemplate {
				return -1
			}
			return 1
		}
		return strings.Compare(x, y)
	})
	return b, nil
}

// TemplateNames returns the names of the built-in templates, the default first.
func (r *Renderer) TemplateNames() []string { return slices.Clone(r.builtin.names) }

// Template returns the built-in template with the name, "" meaning the default,
// or an [*UnknownError]. Any other error is our failure.
func (r *Renderer) Template(name string) (*Template, error) {
	if name == "" {
		name = DefaultTemplate
	}
	get, ok := r.builtin.get[name]
	if !ok {
		return nil, &UnknownError{Parameter: "template", Name: name, Known: r.TemplateNames()}
	}
	t, err := get()
	if err != nil {
		return nil, fmt.Errorf("built-in template %s: %w", name, err)
	}
	return t, nil
}

// twin returns the built-in template of the same layout whose fixed words are in
// the language, NAME.en for NAME, or t where there is none. It never returns nil.
func (r *Renderer) twin(t *Template, language string) (*Template, error) {
	if t.Name == "" || t.language == language {
		return t, nil
	}
	name := t.Name + "." + language
	if _, ok := r.builtin.get[name]; !ok {
		return t, nil
	}
	twin, err := r.Template(name)
	if err != nil {
		return t, err
	}
	return twin, nil
}
