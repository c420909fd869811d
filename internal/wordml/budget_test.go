package wordml_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"jobdoc/internal/wordml"
)

func TestTokensAreCountedOverAllParts(t *testing.T) {
	t.Parallel()
	// Four tokens of each kind in a piece: elements, attributes, texts, blank
	// texts, comments, CDATA sections.
	const piece = `<a/><a/><a b="" c="" d="" e="">x<!----> <!---->x<!----> <!---->x<![CDATA[]]> <![CDATA[]]>x<![CDATA[]]> <![CDATA[]]></a><a/>`
	text := "<x>" + strings.Repeat(piece, wordml.MaxTokens/3/24+1000) + "</x>"
	two := edited(part("customXml/1.xml", text), part("customXml/2.xml", text))
	if _, err := wordml.Open(pack(t, two)); err != nil {
		t.Errorf("two parts: %v", err)
	}
	two["customXml/3.xml"] = text
	_, err := wordml.Open(pack(t, two))
	if f := wordml.Faults(err); !errors.Is(err, wordml.ErrTooLarge) || len(f) != 1 || f[0].Code != "xml-too-long" || f[0].Part != "customXml/3.xml" {
		t.Errorf("three parts: %v, want too many tokens", err)
	}
}

// slow are texts on which a reader that is careless about one thing would take
// minutes: each is within the limits of size. They are a quarter of what fits,
// so that the race detector has an answer in time too.
func slow() map[string]map[string]string {
	long := func(open, fill, end string) string {
		return open + strings.Repeat(fill, (wordml.MaxPart/4-len(open)-len(end))/len(fill)) + end
	}
	within := func(open, fill string, n int, end string) string { return open + strings.Repeat(fill, n/4) + end }
	var scopes, names, relations strings.Builder
	for i := range 200 {
		scopes.WriteString("<a")
		for j := range 100 {
			fmt.Fprintf(&scopes, ` xmlns:n%dx%d="u"`, i, j)
		}
		scopes.WriteString(">")
	}
	names.WriteString("<x>")
	for i := range 225_000 {
		fmt.Fprintf(&names, `<n%d/>`, i)
	}
	names.WriteString(strings.Repeat(`<a xmlns:b="c"/>`, 100_000) + "</x>")
	relations.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i := range 40_000 {
		fmt.Fprintf(&relations, `<Relationship Id="r%d" Type="t/relationships/image" Target="../media/a.png"/>`, i)
	}
	relations.WriteString("</Relationships>")
	one := func(name, text string) map[string]string { return edited(part(name, text)) }
	field := `<w:document` + namespaces + `><w:body><w:p>`
	return map[string]map[string]string{
		"declarations in force": one("a.xml", within(scopes.String(), `<n0x0:b xmlns:c="d"/>`, 500_000, strings.Repeat("</a>", 200))),
		"names never seen":      one("a.xml", names.String()),
		"attributes":            one("a.xml", within("<x>", "<a"+manyAttributes(255)+"/>", 7800, "</x>")),
		"relationships":         one("word/_rels/document.xml.rels", relations.String()),
		"fields in fields":      one(doc, within(field, begin+instr(" ")+separate, 100_000, "</w:p></w:body></w:document>")),
		"a long instruction":    one(doc, within(field+begin+instr(" = "+strings.Repeat(" ", 1<<20)), begin+finish, 250_000, "</w:p></w:body></w:document>")),
		"hyperlinks":            one(doc, within(field+begin, instr("HYPERLINK "), 400_000, "</w:p></w:body></w:document>")),
		"texts in fields":       one(doc, within(field+begin+instr("IF ")+strings.Repeat(begin+separate, 30), `<w:r><w:t>x</w:t></w:r>`, 400_000, "</w:p></w:body></w:document>")),
		"faults":                one(doc, within(field, `<w:altChunk r:id="a"/>`, 700_000, "</w:p></w:body></w:document>")),
		"references":            one("a.xml", long("<x>", "&#00000000065;", "</x>")),
		"line ends":             one("a.xml", long("<x>", "\r", "</x>")),
		"ampersands":            one("a.xml", long("<x>", "&", "</x>")),
		"one long name":         one("a.xml", long("<", "a", "/>")),
		"open tags":             one("a.xml", long("", "<a ", "")),
		"three large texts":     edited(part("1.xml", long("<x>", "x", "</x>")), part("2.xml", long("<x>", "字", "</x>")), part("3.xml", long("<x>", "<a b='c'/>", "</x>"))),
	}
}

// mostTime is for the slowest machine that tests run on, with the race detector
// and other tests beside; a quiet one takes a hundredth.
const mostTime = 10 * time.Second

func TestNoFileTakesLong(t *testing.T) {
	t.Parallel()
	for name, parts := range slow() {
		data := pack(t, parts)
		if len(data) > wordml.MaxArchive {
			t.Errorf("%s: %d bytes packed: the fixture is too large to tell anything", name, len(data))
		}
		start := time.Now()
		_, err := wordml.Open(data)
		if took := time.Since(start); took > mostTime {
			t.Errorf("%s: took %v, error %v", name, took, err)
		}
		var f *wordml.FileError
		if err != nil && (!errors.As(err, &f) || f.Code == "part-too-large") {
			t.Errorf("%s: %v: the fixture tells nothing", name, err)
		}
	}
}

// emptyBlocks returns a deflate stream of n blocks that each bring a Huffman
// table of their own and no data (RFC 1951, 3.2.7).
func emptyBlocks(n int) string {
	var out []byte
	var bits uint64
	var have uint
	put := func(v uint64, n uint) {
		bits |= v << have
		for have += n; have >= 8; have -= 8 {
			out = append(out, byte(bits))
			bits >>= 8
		}
	}
	for i := range n {
		last := uint64(0)
		if i == n-1 {
			last = 1
		}
		put(last|2<<1, 3)
		put(0, 5)  // 257 literal codes
		put(0, 5)  // one distance code
		put(14, 4) // 18 code length codes: lengths 18 and 1 have one bit each
		for _, symbol := range []int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1} {
			length := uint64(0)
			if symbol == 18 || symbol == 1 {
				length = 1
			}
			put(length, 3)
		}
		put(1, 1) // code of 18: 138 zeros
		put(138-11, 7)
		put(1, 1) // 118 zeros
		put(118-11, 7)
		put(0, 1) // length 1 for the end of the block
		put(0, 1) // length 1 for the distance
		put(0, 1) // the end of the block
	}
	put(0, 7)
	return string(out)
}

func TestBlocksWithoutDataAreBoundedToo(t *testing.T) {
	t.Parallel()
	blocks := emptyBlocks(100_000)
	data := zipped(t, append(plainFiles(), file{name: "x.bin", text: "", tail: blocks, stored: true, method: 8}), ending{})
	start := time.Now()
	_, err := wordml.Open(data)
	took := time.Since(start)
	if err != nil || took > mostTime {
		t.Errorf("took %v, error %v", took, err)
	}
}
