package render

import (
	"crypto/sha256"
	"slices"
	"sync"
)

// OpenTemplate compiles a .docx, or returns it compiled already when the same
// bytes came before. Faults of the file are a [*wordml.FileError], faults of
// its tags, all at once, a [*TemplateError].
func (r *Renderer) OpenTemplate(data []byte) (*Template, error) {
	return r.OpenHashed(sha256.Sum256(data), func() ([]byte, error) { return data, nil })
}

// TryTemplate is [Renderer.OpenTemplate] for a file that may not be used
// after all: it is compiled, and not kept.
func (r *Renderer) TryTemplate(data []byte) (*Template, error) {
	return compile("", data, r.root)
}

// OpenHashed returns the template whose file has the SHA-256 hash. file is
// called for its bytes only where the template is not compiled already; its
// error is returned as it is. Whoever asks for one template at once waits for
// one of them to compile it. Other errors are those of [Renderer.OpenTemplate].
func (r *Renderer) OpenHashed(hash [sha256.Size]byte, file func() ([]byte, error)) (*Template, error) {
	return r.opened.get(hash, func() (*Template, error) {
		data, err := file()
		if err != nil {
			return nil, err
		}
		return compile("", data, r.root)
	})
}

// Bounds of the templates that are kept compiled: how many, and how large they
// are together. A compiled template takes about fifteen times the bytes of its
// parts: that of a form, two megabytes.
const (
	maxOpened       = 64
	maxOpenedWeight = 8 << 20 // bytes of unpacked parts
)

// cache keeps the templates used last, by the hash of their files.
type cache struct {
	mu    sync.Mutex
	items []*opened // the one used last at the end
}

// opened is a template that is kept, or being compiled.
type opened struct {
	hash   [sha256.Size]byte
	get    func() (*Template, error)
	weight int // bytes of unpacked parts, 0 until it is compiled
}

// get returns the template of the hash, which compile makes where it is not kept.
func (c *cache) get(hash [sha256.Size]byte, compile func() (*Template, error)) (*Template, error) {
	it := c.take(hash, compile)
	var t *Template
	defer func() { // also when it panics: the next one tries anew
		c.mu.Lock()
		defer c.mu.Unlock()
		if t == nil {
			c.items = slices.DeleteFunc(c.items, func(other *opened) bool { return other == it })
			return
		}
		it.weight = t.weight
		c.shrink()
	}()
	var err error
	t, err = it.get()
	return t, err
}

// take returns the entry of the hash as the one used last.
func (c *cache) take(hash [sha256.Size]byte, compile func() (*Template, error)) *opened {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.items, func(it *opened) bool { return it.hash == hash })
	if i < 0 {
		it := &opened{hash: hash, get: sync.OnceValues(compile)}
		c.items = append(c.items, it)
		return it
	}
	it := c.items[i]
	c.items = append(slices.Delete(c.items, i, i+1), it)
	return it
}

// shrink lets go what was not used for longest. The one used last stays,
// however large it is.
func (c *cache) shrink() {
	sum := 0
	for _, it := range c.items {
		sum += it.weight
	}
	for len(c.items) > 1 && (len(c.items) > maxOpened || sum > maxOpenedWeight) {
		sum -= c.items[0].weight
		c.items = slices.Delete(c.items, 0, 1)
	}
}
