package compare

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of the table that one text is compared with another by, in pairs of tokens.
// What is longer shows as replaced from the first difference to the last.
const (
	maxCells     = 4_000_000
	maxWorkCells = 60_000_000 // in all texts of a comparison
)

// tokens cuts a text into what is kept or replaced as a whole: a character of Chinese, a
// word or number of Latin, each with the marks that combine with it.
func tokens(s string) []string {
	var out []string
	start, last := 0, ' '
	for i, r := range s {
		glued := joined(last, r, s[i:])
		if i > start && !glued {
			out = append(out, s[start:i])
			start = i
		}
		if last = r; glued && point(r) {
			last = '0' // what follows a point within a number goes on with it
		}
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

// joined says that r, at which rest begins, belongs to the token that ends in last.
func joined(last, r rune, rest string) bool {
	switch {
	case unicode.Is(unicode.M, r) || r == '\u200d' || last == '\u200d':
		return true
	case latin(last) && latin(r):
		return true
	case point(r) && unicode.IsDigit(last): // 2.5 and 5,000 are one number
		next, _ := utf8.DecodeRuneInString(rest[1:])
		return unicode.IsDigit(next)
	}
	return false
}

func point(r rune) bool { return r == '.' || r == ',' }

// latin says that r is a letter or digit of a script that parts words by blanks.
func latin(r rune) bool { return r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// wordy says that a token is a character or word and not a mark.
func wordy(token string) bool {
	r, _ := utf8.DecodeRuneInString(token)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// scratch is what comparing texts takes, over a whole comparison. The zero value is ready.
type scratch struct {
	spent int // cells filled
	cells []uint16
}

// table returns room for so many cells, zeroed; ok is false where that is too much.
func (s *scratch) table(n int) (cells []uint16, ok bool) {
	if s.spent += n; n > maxCells || s.spent > maxWorkCells {
		s.spent -= n
		return nil, false
	}
	if cap(s.cells) < n {
		s.cells = make([]uint16, n)
	}
	cells = s.cells[:n]
	clear(cells)
	return cells, true
}

// run is a piece in the making: kept tokens, or what stood there and what does now.
type run struct {
	kept       []string
	before, by []string // removed; added in its place
}

// pieces tells what of the text before was kept in the text after. It looks for the longest
// common sequence, and then gives up what is kept between two changes where that is less
// than the changes themselves: nobody can read a text of which every other character is struck.
func (s *scratch) pieces(before, after string) []Piece {
	a, b := tokens(before), tokens(after)
	head, tail := 0, 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	runs := []run{{kept: a[:head]}}
	runs = append(runs, s.common(a[head:len(a)-tail], b[head:len(b)-tail])...)
	runs = append(runs, run{kept: a[len(a)-tail:]})
	runs = calm(join(runs))
	kept := 0
	for _, r := range runs {
		kept += size(r.kept)
	}
	if longer := max(size(a), size(b)); kept*4 < longer {
		runs = []run{{before: a, by: b}}
	}
	return spell(runs)
}

// common compares two sequences by the longest one that both hold.
func (s *scratch) common(a, b []string) []run {
	if len(a) == 0 || len(b) == 0 {
		return []run{{before: a, by: b}}
	}
	width := len(b) + 1
	length, ok := s.table((len(a) + 1) * width) // of the longest common sequence of a[i:] and b[j:]
	if !ok {
		return []run{{before: a, by: b}}
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i*width+j] = length[(i+1)*width+j+1] + 1
			} else {
				length[i*width+j] = max(length[(i+1)*width+j], length[i*width+j+1])
			}
		}
	}
	var runs []run
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			runs = append(runs, run{kept: a[i : i+1]})
			i, j = i+1, j+1
		case length[(i+1)*width+j] >= length[i*width+j+1]:
			runs = append(runs, run{before: a[i : i+1]})
			i++
		default:
			runs = append(runs, run{by: b[j : j+1]})
			j++
		}
	}
	return append(runs, run{before: a[i:], by: b[j:]})
}

// join makes one run of neighbours of a kind.
func join(runs []run) []run {
	var out []run
	for _, r := range runs {
		if len(r.kept)+len(r.before)+len(r.by) == 0 {
			continue
		}
		if k := len(out) - 1; k >= 0 && (len(out[k].kept) > 0) == (len(r.kept) > 0) {
			out[k] = out[k].with(r)
			continue
		}
		out = append(out, run{}.with(r))
	}
	return out
}

// with appends what r holds. It copies, since runs are cut from the tokens.
func (r run) with(s run) run {
	r.kept = append(r.kept[:len(r.kept):len(r.kept)], s.kept...)
	r.before = append(r.before[:len(r.before):len(r.before)], s.before...)
	r.by = append(r.by[:len(r.by):len(r.by)], s.by...)
	return r
}

// calm gives up what is kept between two changes that are each no smaller, until
// nothing is given up any more. Runs alternate between kept and changed.
func calm(runs []run) []run {
	for {
		given := false
		for i := 1; i+1 < len(runs); i++ {
			r := &runs[i]
			if n := size(r.kept); len(r.kept) > 0 && n <= runs[i-1].change() && n <= runs[i+1].change() {
				*r, given = run{before: r.kept, by: r.kept}, true
			}
		}
		if !given {
			return runs
		}
		runs = join(runs)
	}
}

// change is how much is changed in a run.
func (r run) change() int { return max(size(r.before), size(r.by)) }

// size is how much tokens weigh for a reader: marks nothing, a Latin word as much as a Chinese one.
func size(all []string) int {
	n := 0
	for _, t := range all {
		switch r, _ := utf8.DecodeRuneInString(t); {
		case !wordy(t):
		case latin(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

// spell writes runs as pieces, what was removed before what was added.
func spell(runs []run) []Piece {
	var out []Piece
	add := func(kind string, tokens []string) {
		if len(tokens) > 0 {
			out = append(out, Piece{kind, strings.Join(tokens, "")})
		}
	}
	for _, r := range runs {
		add(Kept, r.kept)
		add(RemovedRun, r.before)
		add(AddedRun, r.by)
	}
	return out
}
