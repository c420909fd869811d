package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// errAssembled says that fpdf wrote what this package was not written against.
// Its version is pinned; guessing would give a broken file.
var errAssembled = errors.New("unexpected output of fpdf")

// assembled is a file of fpdf's taken apart into its objects.
type assembled struct {
	bodies []span // by object number: between "n 0 obj\n" and "\nendobj\n"
	data   []byte
	info   int // number of the information dictionary
	root   int // number of the catalog
}

type span struct{ from, to int }

// disassemble reads fpdf's cross-reference table. Each object ends where the
// next in the file begins: a search for "endobj" would find it in pictures, too.
func disassemble(data []byte) (*assembled, error) {
	xref, err := findXref(data)
	if err != nil {
		return nil, err
	}
	s := &scanner{rest: data[xref:]}
	s.literal("xref\n0 ")
	count := s.number()
	s.literal("\n0000000000 65535 f \n")
	if s.failed || count < 3 || count > len(s.rest)/20 {
		return nil, fmt.Errorf("%w: cross-reference table", errAssembled)
	}
	offsets := make([]int, count)
	for i := 1; i < count; i++ {
		offsets[i] = s.number()
		s.literal(" 00000 n \n")
	}
	s.literal("trailer\n<<\n/Size ")
	size := s.number()
	s.literal("\n/Root ")
	root := s.number()
	s.literal(" 0 R\n/Info ")
	info := s.number()
	s.literal(" 0 R\n>>\nstartxref\n")
	if s.failed || size != count || root != count-1 || info != count-2 {
		return nil, fmt.Errorf("%w: trailer", errAssembled)
	}
	a := &assembled{data: data, bodies: make([]span, count), info: info, root: root}
	return a, a.split(offsets, xref)
}

func findXref(data []byte) (int, error) {
	const word = "startxref\n"
	i := bytes.LastIndex(data, []byte(word))
	if i < 0 || !bytes.HasPrefix(data, []byte("%PDF-1.")) {
		return 0, fmt.Errorf("%w: no startxref", errAssembled)
	}
	s := &scanner{rest: data[i+len(word):]}
	xref := s.number()
	s.literal("\n%%EOF\n")
	if s.failed || len(s.rest) > 0 || xref > i {
		return 0, fmt.Errorf("%w: startxref", errAssembled)
	}
	return xref, nil
}

// split finds the bodies. fpdf writes objects in the order of their numbers but
// for 1 and 2, the page tree and the resources, which it writes late.
func (a *assembled) split(offsets []int, end int) error {
	order := make([]int, 0, len(offsets))
	late := []int{1, 2}
	for n := 3; n < len(offsets); n++ {
		for len(late) > 0 && offsets[late[0]] < offsets[n] {
			order = append(order, late[0])
			late = late[1:]
		}
		order = append(order, n)
	}
	order = append(order, late...)
	for i, n := range order {
		to := end
		if i+1 < len(order) {
			to = offsets[order[i+1]]
		}
		head, tail := strconv.Itoa(n)+" 0 obj\n", "\nendobj\n"
		from := offsets[n]
		if from < 0 || to > end || from+len(head)+len(tail) > to {
			return fmt.Errorf("%w: object %d", errAssembled, n)
		}
		body := a.data[from:to]
		if !bytes.HasPrefix(body, []byte(head)) || !bytes.HasSuffix(body, []byte(tail)) {
			return fmt.Errorf("%w: object %d", errAssembled, n)
		}
		a.bodies[n] = span{from + len(head), to - len(tail)}
	}
	return nil
}

// body returns what object n says.
func (a *assembled) body(n int) []byte { return a.data[a.bodies[n].from:a.bodies[n].to] }

// content returns the data of a stream that has nothing but a length.
func (a *assembled) content(n int) ([]byte, error) {
	s := &scanner{rest: a.body(n)}
	s.literal("<</Length ")
	length := s.number()
	s.literal(">>\nstream\n")
	const tail = "\nendstream"
	if s.failed || len(s.rest) != length+len(tail) || string(s.rest[length:]) != tail {
		return nil, fmt.Errorf("%w: object %d is no plain stream", errAssembled, n)
	}
	return s.rest[:length], nil
}

// scanner reads what must stand somewhere.
type scanner struct {
	rest   []byte
	failed bool
}

// literal reads s.
func (s *scanner) literal(text string) {
	if !s.maybe(text) {
		s.failed = true
	}
}

// maybe reads s where it stands.
func (s *scanner) maybe(text string) bool {
	if s.failed || len(s.rest) < len(text) || string(s.rest[:len(text)]) != text {
		return false
	}
	s.rest = s.rest[len(text):]
	return true
}

// number reads a number of up to ten digits.
func (s *scanner) number() int {
	n, digits := 0, 0
	for digits < len(s.rest) && digits < 10 && s.rest[digits] >= '0' && s.rest[digits] <= '9' {
		n = n*10 + int(s.rest[digits]-'0')
		digits++
	}
	if digits == 0 {
		s.failed = true
	}
	s.rest = s.rest[digits:]
	return n
}

// until reads up to text, and text, and returns what stands before it.
func (s *scanner) until(text string) []byte {
	i := bytes.Index(s.rest, []byte(text))
	if i < 0 || s.failed {
		s.failed = true
		return nil
	}
	before := s.rest[:i]
	s.rest = s.rest[i+len(text):]
	return before
}
