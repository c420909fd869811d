package wordml_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/flate"

	"jobdoc/internal/wordml"
)

// file is an entry of an archive that may lie.
type file struct {
	name, text string

	stored     bool
	flags      uint16
	mode       uint32 // Unix mode
	method     uint16 // in place of the true one
	size       int    // what the directory says is more, or less, than there is
	crc        uint32 // added to the true one
	extra      string // in the directory
	localName  string // in place of name, before the data
	localSize  uint32 // in place of the true one, before the data
	descriptor string // after the data; "" for none
	tail       string // after the compressed stream, and counted in it
	before     string // bytes before the header
	shared     bool   // the directory points to the entry before this one
}

// ending is what the end record says and what stands around it.
type ending struct {
	comment  string
	locator  bool // of a ZIP64 end record
	count    int  // added to the true one
	after    string
	gap      string // before the directory
	diskNext uint16
}

var le = binary.LittleEndian

func deflated(t testing.TB, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zipped writes an archive, lies and all (APPNOTE.TXT 4.3).
func zipped(t testing.TB, files []file, end ending) []byte {
	t.Helper()
	var out, directory []byte
	last := 0
	for _, f := range files {
		data, method := []byte(f.text), uint16(0)
		if !f.stored {
			data, method = deflated(t, f.text), 8
		}
		data = append(data, f.tail...)
		if f.method != 0 {
			method = f.method
		}
		crc := crc32.ChecksumIEEE([]byte(f.text)) + f.crc
		packed, size := uint32(len(data)), uint32(len(f.text)+f.size)
		out = append(out, f.before...)
		start := len(out)
		if f.shared {
			start = last
		}
		last = start
		localName, localCRC, localPacked, localSize := f.name, crc, packed, size
		if f.localName != "" {
			localName = f.localName
		}
		if f.flags&8 != 0 {
			localCRC, localPacked, localSize = 0, 0, 0
		}
		if f.localSize != 0 {
			localSize = f.localSize
		}
		if !f.shared {
			out = append(out, "PK\x03\x04\x14\x00"...)
			out = le.AppendUint16(out, f.flags)
			out = le.AppendUint16(out, method)
			out = append(out, 0, 0, 0x21, 0)
			out = le.AppendUint32(out, localCRC)
			out = le.AppendUint32(out, localPacked)
			out = le.AppendUint32(out, localSize)
			out = le.AppendUint16(out, uint16(len(localName)))
			out = le.AppendUint16(out, 0)
			out = append(append(append(out, localName...), data...), f.descriptor...)
		}
		directory = append(directory, "PK\x01\x02\x14\x03\x14\x00"...)
		directory = le.AppendUint16(directory, f.flags)
		directory = le.AppendUint16(directory, method)
		directory = append(directory, 0, 0, 0x21, 0)
		directory = le.AppendUint32(directory, crc)
		directory = le.AppendUint32(directory, packed)
		directory = le.AppendUint32(directory, size)
		directory = le.AppendUint16(directory, uint16(len(f.name)))
		directory = le.AppendUint16(directory, uint16(len(f.extra)))
		directory = append(directory, 0, 0, 0, 0, 0, 0)
		directory = le.AppendUint32(directory, f.mode<<16)
		directory = le.AppendUint32(directory, uint32(start))
		directory = append(append(directory, f.name...), f.extra...)
	}
	out = append(out, end.gap...)
	at := len(out)
	out = append(out, directory...)
	size := len(directory)
	if end.locator {
		out = append(append(out, "PK\x06\x07"...), make([]byte, 16)...)
		size += 20
	}
	out = append(out, "PK\x05\x06"...)
	out = le.AppendUint16(out, end.diskNext)
	out = le.AppendUint16(out, 0)
	out = le.AppendUint16(out, uint16(len(files)+end.count))
	out = le.AppendUint16(out, uint16(len(files)+end.count))
	out = le.AppendUint32(out, uint32(size))
	out = le.AppendUint32(out, uint32(at))
	out = le.AppendUint16(out, uint16(len(end.comment)))
	return append(append(out, end.comment...), end.after...)
}

// plainFiles are the parts of the smallest .docx.
func plainFiles() []file {
	var files []file
	all := parts()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		files = append(files, file{name: name, text: all[name]})
	}
	return files
}

// archives are files that are hostile as archives.
func archives(t testing.TB) map[string]fixture {
	t.Helper()
	with := func(change func(f *file)) []byte {
		files := plainFiles()
		change(&files[len(files)-1]) // word/kopf.xml
		return zipped(t, files, ending{})
	}
	and := func(more ...file) []byte { return zipped(t, append(plainFiles(), more...), ending{}) }
	ended := func(e ending) []byte { return zipped(t, plainFiles(), e) }
	kopf := parts()["word/kopf.xml"]
	crc := func(s string) string { return string(le.AppendUint32(nil, crc32.ChecksumIEEE([]byte(s)))) }
	numbers := func(v ...uint32) string {
		var b []byte
		for _, n := range v {
			b = le.AppendUint32(b, n)
		}
		return string(b)
	}
	packed := uint32(len(deflated(t, kopf)))
	inner := string(pack(t, parts()))
	const last = "word/document.xml"
	return map[string]fixture{
		"two entries over the same bytes":            {and(file{name: "word/again.xml", text: parts()[last], shared: true}), "zip-overlap", wordml.ErrUnsafe},
		"an entry that reaches into the directory":   {reaching(t), "zip-overlap", wordml.ErrUnsafe},
		"a header that names another file":           {with(func(f *file) { f.localName = "word/fuss.xml" }), "zip-mismatch", wordml.ErrUnsafe},
		"a header with another size":                 {with(func(f *file) { f.localSize = 7 }), "zip-mismatch", wordml.ErrUnsafe},
		"a directory with another size":              {with(func(f *file) { f.size = 1 }), "zip-mismatch", wordml.ErrUnsafe},
		"a directory with a smaller size":            {with(func(f *file) { f.size = -1 }), "zip-mismatch", wordml.ErrUnsafe},
		"a checksum that is wrong":                   {with(func(f *file) { f.crc = 1 }), "zip-damaged", wordml.ErrNotDocx},
		"a data descriptor that lies about the size": {with(func(f *file) { f.flags = 8; f.descriptor = "PK\x07\x08" + crc(kopf) + numbers(packed, 1) }), "zip-mismatch", wordml.ErrUnsafe},
		"a data descriptor that lies about the sum":  {with(func(f *file) { f.flags = 8; f.descriptor = "PK\x07\x08" + numbers(1, packed, uint32(len(kopf))) }), "zip-mismatch", wordml.ErrUnsafe},
		"a data descriptor that is not there":        {with(func(f *file) { f.flags = 8 }), "zip-hidden", wordml.ErrUnsafe},
		"a data descriptor of the right figures": {with(func(f *file) {
			f.flags = 8
			f.descriptor = "PK\x07\x08" + crc(kopf) + numbers(packed, uint32(len(kopf)))
		}), "", nil},
		"a data descriptor without signature": {with(func(f *file) { f.flags = 8; f.descriptor = crc(kopf) + numbers(packed, uint32(len(kopf))) }), "", nil},
		"a data descriptor of 64 bits, as .NET writes": {with(func(f *file) {
			f.flags = 8
			f.descriptor = "PK\x07\x08" + crc(kopf) + numbers(packed, 0, uint32(len(kopf)), 0)
		}), "", nil},
		"bytes between the parts":                    {with(func(f *file) { f.before = "hidden" }), "zip-hidden", wordml.ErrUnsafe},
		"bytes after the compressed stream":          {with(func(f *file) { f.tail = "hidden" }), "zip-hidden", wordml.ErrUnsafe},
		"bytes before the directory":                 {ended(ending{gap: "hidden"}), "zip-hidden", wordml.ErrUnsafe},
		"bytes before the archive":                   {append([]byte("#!/bin/sh\n"), ended(ending{})...), "not-docx", wordml.ErrNotDocx},
		"bytes after the archive":                    {ended(ending{after: "hidden"}), "zip-damaged", wordml.ErrNotDocx},
		"a ZIP64 end record":                         {ended(ending{locator: true}), "zip-zip64", wordml.ErrUnsafe},
		"a ZIP64 extra field":                        {with(func(f *file) { f.extra = "\x01\x00\x08\x00\x01\x00\x00\x00\x00\x00\x00\x00" }), "zip-zip64", wordml.ErrUnsafe},
		"another name in an extra field":             {with(func(f *file) { f.extra = "\x75\x70\x0a\x00\x01\x00\x00\x00\x00a.xml" }), "name-unsafe", wordml.ErrUnsafe},
		"a huge comment":                             {ended(ending{comment: strings.Repeat("x", 60_000)}), "zip-comment", wordml.ErrUnsafe},
		"a comment that holds another directory":     {ended(ending{comment: "PK\x05\x06" + strings.Repeat("\x00", 30)}), "zip-comment", wordml.ErrUnsafe},
		"a short comment":                            {ended(ending{comment: "made by us"}), "", nil},
		"a directory that counts more than there is": {ended(ending{count: 1}), "zip-damaged", wordml.ErrNotDocx},
		"an archive over several disks":              {ended(ending{diskNext: 1}), "zip-damaged", wordml.ErrNotDocx},
		"a symbolic link":                            {and(file{name: "word/link.xml", text: "/etc/passwd", mode: 0o120777}), "zip-link", wordml.ErrUnsafe},
		"a device":                                   {and(file{name: "word/null", mode: 0o020666}), "zip-link", wordml.ErrUnsafe},
		"a plain file with a Unix mode":              {with(func(f *file) { f.mode = 0o100644 }), "", nil},
		"an encrypted entry":                         {with(func(f *file) { f.flags = 1 }), "zip-encrypted", wordml.ErrUnsafe},
		"an entry with a cipher of WinZip":           {with(func(f *file) { f.extra = "\x01\x99\x07\x00\x02\x00AE\x03\x08\x00" }), "zip-encrypted", wordml.ErrUnsafe},
		"a method that .docx does not use":           {with(func(f *file) { f.method = 14 }), "zip-method", wordml.ErrNotDocx},
		"a folder":                                   {and(file{name: "word/media/", stored: true, mode: 0o040755}), "", nil},
		"a folder that holds data":                   {and(file{name: "word/media/", text: "hidden"}), "zip-hidden", wordml.ErrUnsafe},
		"an archive inside":                          {and(file{name: "word/media/bomb.bin", text: inner}), "embedded-package", wordml.ErrUnsafe},
		"an archive inside, said to be a picture":    {and(file{name: "word/media/bomb.png", text: inner}), "embedded-package", wordml.ErrUnsafe},
		"an archive that holds itself":               {quine(t), "zip-overlap", wordml.ErrUnsafe},
		"an old .doc":                                {slices.Concat([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 512)), "not-docx", wordml.ErrNotDocx},
		"a damaged stream":                           {with(func(f *file) { f.stored = true; f.text = "\xff\xff\xff"; f.method = 8 }), "zip-damaged", wordml.ErrNotDocx},
		"half a file":                                {ended(ending{})[:400], "zip-damaged", wordml.ErrNotDocx},
	}
}

// bombs are archives that are more than they seem.
func bombs(t testing.TB) map[string]fixture {
	t.Helper()
	and := func(more ...file) []byte { return zipped(t, append(plainFiles(), more...), ending{}) }
	return map[string]fixture{
		"a bomb with a modest header":      {and(file{name: "word/media/zeros.bin", text: strings.Repeat("\x00", wordml.MaxPart+1), size: 10 - wordml.MaxPart - 1}), "part-too-large", wordml.ErrTooLarge},
		"parts that are too much together": {and(zeros(t, 4)...), "archive-too-large", wordml.ErrTooLarge},
		"a file that is too large":         {slices.Concat([]byte("PK\x03\x04"), make([]byte, wordml.MaxArchive)), "archive-too-large", wordml.ErrTooLarge},
	}
}

// zeros are parts of 17 MiB each that pack to nothing.
func zeros(t testing.TB, n int) []file {
	t.Helper()
	const size = 17 << 20
	text := strings.Repeat("\x00", size)
	stream, crc := string(deflated(t, text)), crc32.ChecksumIEEE([]byte(text))
	var files []file
	for i := range n {
		files = append(files, file{name: "word/media/" + strings.Repeat("z", i+1) + ".bin", stored: true, method: 8, tail: stream, size: size, crc: crc})
	}
	return files
}

// quine returns an archive one of whose entries is the archive itself.
func quine(t testing.TB) []byte {
	t.Helper()
	files := append(plainFiles(), file{name: "word/media/self.bin", text: "self", stored: true})
	data := zipped(t, files, ending{})
	at := bytes.LastIndex(data, []byte("PK\x01\x02"))
	le.PutUint32(data[at+20:], uint32(len(data)))
	le.PutUint32(data[at+24:], uint32(len(data)))
	le.PutUint32(data[at+42:], 0)
	return data
}

// reaching returns an archive whose last part is said to end in the directory.
func reaching(t testing.TB) []byte {
	t.Helper()
	data := zipped(t, plainFiles(), ending{})
	central, local := bytes.LastIndex(data, []byte("PK\x01\x02")), bytes.LastIndex(data, []byte("PK\x03\x04"))
	le.PutUint32(data[central+20:], 200)
	le.PutUint32(data[local+18:], 200)
	return data
}

// fixture is a file, and how Open answers it: no code means that it opens.
type fixture struct {
	data []byte
	code string
	kind error
}

func (f fixture) check(t *testing.T, name string) {
	t.Helper()
	p, err := wordml.Open(f.data)
	if f.code == "" {
		if err != nil {
			t.Errorf("%s: error = %v, want none", name, err)
		}
		return
	}
	faults := wordml.Faults(err)
	if p != nil || !errors.Is(err, f.kind) || !slices.ContainsFunc(faults, func(e *wordml.FileError) bool { return e.Code == f.code }) {
		t.Errorf("%s: error = %v, want code %q of kind %q", name, err, f.code, f.kind)
	}
	for _, e := range faults {
		if e.Detail == "" || e.English == "" || strings.Contains(e.Detail+e.English, "%!") {
			t.Errorf("%s: sentences %q and %q", name, e.Detail, e.English)
		}
	}
}

func TestOpenRefusesArchivesThatLie(t *testing.T) {
	t.Parallel()
	for name, f := range archives(t) {
		f.check(t, name)
	}
	for name, f := range bombs(t) {
		f.check(t, name)
	}
}

func TestOpenRefusesNamesThatTwoSystemsReadDifferently(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		names []string
		code  string
	}{
		"the same name":               {[]string{"x/a.bin", "x/a.bin"}, "name-twice"},
		"another case":                {[]string{"x/a.bin", "X/A.BIN"}, "name-twice"},
		"a case outside of ASCII":     {[]string{"x/Ä.bin", "x/ä.bin"}, "name-twice"},
		"a case that folds to two":    {[]string{"x/straße.bin", "x/STRASSE.bin"}, "name-twice"},
		"the Kelvin sign":             {[]string{"x/k.bin", "x/\u212a.bin"}, "name-twice"},
		"composed and decomposed":     {[]string{"x/é.bin", "x/e\u0301.bin"}, "name-twice"},
		"composed after folding":      {[]string{"x/É.bin", "x/e\u0301.bin"}, "name-twice"},
		"escaped":                     {[]string{"x/a.bin", "x/%61.bin"}, "name-twice"},
		"a file that is a folder":     {[]string{"x", "x/a.bin"}, "name-twice"},
		"a file that is a folder too": {[]string{"X/y", "x/Y/z/a.bin"}, "name-twice"},
		"climbing":                    {[]string{"../a.bin"}, "name-unsafe"},
		"climbing inside":             {[]string{"x/../../a.bin"}, "name-unsafe"},
		"climbing, escaped":           {[]string{"%2e%2e/a.bin"}, "name-unsafe"},
		"an escaped slash":            {[]string{"x%2fa.bin"}, "name-unsafe"},
		"escaped twice":               {[]string{"%252e%252e/a.bin"}, "name-unsafe"},
		"absolute":                    {[]string{"/a.bin"}, "name-unsafe"},
		"a drive":                     {[]string{"C:a.bin"}, "name-unsafe"},
		"a stream of NTFS":            {[]string{"a.bin:hidden"}, "name-unsafe"},
		"a backslash":                 {[]string{`x\a.bin`}, "name-unsafe"},
		"a double slash":              {[]string{"x//a.bin"}, "name-unsafe"},
		"a dot":                       {[]string{"x/./a.bin"}, "name-unsafe"},
		"a dot at the end":            {[]string{"x/a."}, "name-unsafe"},
		"a blank at the end":          {[]string{"x/a "}, "name-unsafe"},
		"a control character":         {[]string{"x/\x1b[2J.bin"}, "name-unsafe"},
		"turned around":               {[]string{"x/\u202enib.a"}, "name-unsafe"},
		"not UTF-8":                   {[]string{"x/\xcd\xfe.bin"}, "name-unsafe"},
		"no name":                     {[]string{""}, "name-unsafe"},
		"Chinese":                     {[]string{"word/media/图片1.png", "word/media/图片2.png"}, ""},
	}
	for name, tt := range tests {
		files := plainFiles()
		for _, n := range tt.names {
			files = append(files, file{name: n, text: "x"})
		}
		kind := wordml.ErrUnsafe
		fixture{zipped(t, files, ending{}), tt.code, kind}.check(t, name)
	}
}
