package typeset

// slab hands out slices from large blocks that are used again after reset. What
// it hands out stays where it is until then.
type slab[T any] struct {
	blocks [][]T
	block  int // the one in use
	used   int // of it
}

// blockSize is the least number of elements of a block.
const blockSize = 512

// take returns n cleared elements.
func (s *slab[T]) take(n int) []T {
	out := s.room(n)
	clear(out)
	return out
}

// room returns n elements with what was left in them.
func (s *slab[T]) room(n int) []T {
	if n == 0 {
		return nil
	}
	for s.block < len(s.blocks) && s.used+n > len(s.blocks[s.block]) {
		s.block, s.used = s.block+1, 0
	}
	if s.block == len(s.blocks) {
		s.blocks = append(s.blocks, make([]T, max(n, blockSize)))
	}
	out := s.blocks[s.block][s.used : s.used+n : s.used+n]
	s.used += n
	return out
}

// one returns a pointer to a cleared element.
func (s *slab[T]) one() *T { return &s.take(1)[0] }

// copyOf returns a copy of a slice.
func (s *slab[T]) copyOf(from []T) []T {
	out := s.room(len(from))
	copy(out, from)
	return out
}

// keepBlocks is how many blocks a slab keeps when it is reset: those of an
// ordinary form, not of a book.
const keepBlocks = 32

// reset takes back all that was handed out. Blocks beyond what a form needs are let go.
func (s *slab[T]) reset() {
	kept := s.blocks[:0]
	for _, b := range s.blocks {
		if len(kept) < keepBlocks && len(b) <= 8*blockSize {
			kept = append(kept, b)
		}
	}
	clear(s.blocks[len(kept):])
	s.blocks, s.block, s.used = kept, 0, 0
}

// trim empties a slice that is used again, or lets it go when it has become
// larger than a form needs.
func trim[T any](s []T) []T {
	if cap(s) > keepBlocks*blockSize {
		return nil
	}
	return s[:0]
}
