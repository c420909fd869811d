package wordml

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of an archive, counted while it is read and never taken from its headers.
const (
	MaxArchive = 10 << 20 // bytes of the file as it comes
	MaxEntries = 1000
	MaxPart    = 20 << 20 // bytes of one part, unpacked
	MaxTotal   = 64 << 20 // bytes of all parts, unpacked
)

// The archive is read here and not by archive/zip, which takes a file for what
// its directory says and never asks whether the headers before the parts say the
// same, nor whether parts overlap. Two programs may then see two documents in
// one file. Here directory, headers and descriptors must agree, and every byte
// of the file belongs to exactly one of them. (APPNOTE.TXT 6.3.10, 4.3.)
const (
	sigLocal      = 0x04034b50
	sigDescriptor = 0x08074b50
	sigCentral    = 0x02014b50
	sigEnd        = 0x06054b50
	sigEnd64      = 0x07064b50 // locator of the ZIP64 end record

	lenLocal   = 30
	lenCentral = 46
	lenEnd     = 22
	lenEnd64   = 20

	maxComment = 1024 // Word writes none

	flagEncrypted  = 1<<0 | 1<<6 | 1<<13
	flagDescriptor = 1 << 3
	flagUTF8       = 1 << 11

	methodStore   = 0
	methodDeflate = 8
)

// entry is one file of the archive.
type entry struct {
	name   string
	method uint16
	crc    uint32
	flags  uint16
	packed uint32 // bytes as stored
	size   uint32 // bytes unpacked, as the directory has it
	start  int    // of the local header
	end    int    // of the packed data
	raw    []byte // as stored, usually deflated
	data   []byte // unpacked; nil for XML, which is kept as text
	text   string // unpacked XML
	root   *Node  // of the XML, nil for other parts
}

func u16(b []byte, at int) int    { return int(binary.LittleEndian.Uint16(b[at:])) }
func u32(b []byte, at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }

// readDirectory lists the files of an archive, folders left out, in the order
// of the directory.
func readDirectory(data []byte) ([]entry, *FileError) {
	if len(data) > MaxArchive {
		return nil, archiveLarge.at("", MaxArchive>>20)
	}
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		if bytes.HasPrefix(data, magicCompound) {
			return nil, archiveOld.at("")
		}
		return nil, archiveNone.at("")
	}
	end, fault := findEnd(data)
	if fault != nil {
		return nil, fault
	}
	count, size, at := u16(data, end+10), int(u32(data, end+12)), int(u32(data, end+16))
	if u16(data, end+4) != 0 || u16(data, end+6) != 0 || u16(data, end+8) != count || at+size != end {
		return nil, archiveDirectory.at("")
	}
	entries := make([]entry, 0, min(count, MaxEntries))
	for at < end {
		if len(entries) == MaxEntries {
			return nil, archiveFiles.at("", MaxEntries)
		}
		e, next, fault := readCentral(data[:end], at)
		if fault != nil {
			return nil, fault
		}
		entries = append(entries, e)
		at = next
	}
	if len(entries) != count {
		return nil, archiveDirectory.at("")
	}
	if fault := tile(data[:end-size], entries); fault != nil {
		return nil, fault
	}
	if fault := checkNames(entries); fault != nil {
		return nil, fault
	}
	return slices.DeleteFunc(entries, func(e entry) bool { return strings.HasSuffix(e.name, "/") }), nil
}

// findEnd finds the end record: the last thing in the file, its comment included.
func findEnd(data []byte) (int, *FileError) {
	at := bytes.LastIndex(data[max(0, len(data)-lenEnd-0xffff):], []byte("PK\x05\x06"))
	if at < 0 {
		return 0, archiveDirectory.at("")
	}
	at += max(0, len(data)-lenEnd-0xffff)
	if at+lenEnd > len(data) || at+lenEnd+u16(data, at+20) != len(data) {
		// Another record may stand before a comment that holds this one.
		if bytes.Contains(data[:at], []byte("PK\x05\x06")) {
			return 0, archiveComment.at("")
		}
		return 0, archiveDirectory.at("")
	}
	if len(data)-at-lenEnd > maxComment {
		return 0, archiveComment.at("")
	}
	if at >= lenEnd64 && u32(data, at-lenEnd64) == sigEnd64 || u16(data, at+10) == 0xffff || u32(data, at+12) == 0xffffffff || u32(data, at+16) == 0xffffffff {
		return 0, archiveZip64.at("")
	}
	return at, nil
}

// readCentral reads the directory's record at a place and returns the next place.
func readCentral(data []byte, at int) (e entry, next int, fault *FileError) {
	if at+lenCentral > len(data) || u32(data, at) != sigCentral {
		return e, 0, archiveDirectory.at("")
	}
	b := data[at:]
	nameLen, extraLen, commentLen := u16(b, 28), u16(b, 30), u16(b, 32)
	next = at + lenCentral + nameLen + extraLen + commentLen
	if next > len(data) {
		return e, 0, archiveDirectory.at("")
	}
	e = entry{
		name: string(b[lenCentral : lenCentral+nameLen]), flags: uint16(u16(b, 8)), method: uint16(u16(b, 10)),
		crc: u32(b, 16), packed: u32(b, 20), size: u32(b, 24), start: int(u32(b, 42)),
	}
	mode := u32(b, 38) >> 16 & 0xf000 // Unix file type, whatever the system that wrote it
	switch {
	case !utf8.ValidString(e.name):
		return e, 0, nameUnsafe.at(e.name)
	case e.flags&flagEncrypted != 0:
		return e, 0, archiveEncrypted.at(e.name)
	case e.packed == 0xffffffff || e.size == 0xffffffff || u32(b, 42) == 0xffffffff:
		return e, 0, archiveZip64.at(e.name)
	case u16(b, 34) != 0:
		return e, 0, archiveDirectory.at(e.name)
	case mode != 0 && mode != 0x8000 && mode != 0x4000:
		return e, 0, archiveLink.at(e.name)
	case e.method != methodStore && e.method != methodDeflate:
		return e, 0, archiveMethod.at(e.name, e.method)
	}
	return e, next, checkExtra(e.name, b[lenCentral+nameLen:lenCentral+nameLen+extraLen])
}

// checkExtra refuses extra fields that give a file other sizes, another name
// or a cipher (4.5.3, 4.6.9, and 0x9901 of WinZip).
func checkExtra(name string, extra []byte) *FileError {
	for len(extra) >= 4 {
		id, n := u16(extra, 0), u16(extra, 2)
		if 4+n > len(extra) {
			break // padding, as Android's zipalign writes it
		}
		switch id {
		case 0x0001:
			return archiveZip64.at(name)
		case 0x9901, 0x0017:
			return archiveEncrypted.at(name)
		case 0x7075:
			if n < 5 || string(extra[9:4+n]) != name {
				return nameUnsafe.at(name)
			}
		}
		extra = extra[4+n:]
	}
	return nil
}

// tile finds the data of every entry and sees that headers and data fill the
// space before the directory, none twice and without a gap.
func tile(data []byte, entries []entry) *FileError {
	order := make([]*entry, len(entries))
	for i := range entries {
		order[i] = &entries[i]
	}
	slices.SortStableFunc(order, func(a, b *entry) int { return cmp.Compare(a.start, b.start) })
	at := 0 // where the next header must be
	for i, e := range order {
		if e.start != at {
			if e.start < at {
				return archiveOverlap.at(e.name)
			}
			return archiveGap.at("")
		}
		known, fault := e.readLocal(data)
		if fault != nil {
			return fault
		}
		next := len(data)
		if i+1 < len(order) {
			next = order[i+1].start
		}
		switch {
		case next > len(data):
			return archiveDirectory.at(order[i+1].name)
		case next < e.end:
			return archiveOverlap.at(e.name)
		}
		if fault := e.readDescriptor(data[e.end:next], known); fault != nil {
			return fault
		}
		at = next
	}
	if at != len(data) {
		return archiveGap.at("")
	}
	return nil
}

// readLocal compares the header before the data with the directory. It reports
// whether the header knows the sizes; else a descriptor after the data does.
func (e *entry) readLocal(data []byte) (known bool, fault *FileError) {
	if e.start+lenLocal > len(data) || u32(data, e.start) != sigLocal {
		return false, archiveDirectory.at(e.name)
	}
	b := data[e.start:]
	nameLen, extraLen := u16(b, 26), u16(b, 28)
	body := lenLocal + nameLen + extraLen
	e.end = e.start + body + int(e.packed)
	if e.end > len(data) {
		return false, archiveOverlap.at(e.name)
	}
	if string(b[lenLocal:lenLocal+nameLen]) != e.name || uint16(u16(b, 8)) != e.method ||
		(uint16(u16(b, 6))^e.flags)&(flagEncrypted|flagDescriptor) != 0 {
		return false, archiveHeader.at(e.name)
	}
	e.raw = data[e.start+body : e.end : e.end]
	crc, packed, size := u32(b, 14), u32(b, 18), u32(b, 22)
	known = crc == e.crc && packed == e.packed && size == e.size
	if known {
		return true, nil
	}
	// What is not known yet is written as zero, or as ZIP64 does it by .NET's
	// streaming writer; the descriptor has the figures.
	unknown := func(v uint32) bool { return v == 0 || v == 0xffffffff }
	if e.flags&flagDescriptor == 0 || !unknown(crc) || !unknown(packed) || !unknown(size) {
		return false, archiveHeader.at(e.name)
	}
	return false, nil
}

// readDescriptor compares what stands between the data and the next header with
// the directory: a data descriptor of 32 or 64 bits, with or without signature.
func (e *entry) readDescriptor(b []byte, known bool) *FileError {
	if len(b) == 0 && known {
		return nil
	}
	if e.flags&flagDescriptor == 0 {
		return archiveGap.at(e.name)
	}
	n := len(b)
	if (n == 16 || n == 24) && u32(b, 0) == sigDescriptor {
		b = b[4:]
	}
	switch {
	case len(b) == 12 && u32(b, 0) == e.crc && u32(b, 4) == e.packed && u32(b, 8) == e.size:
		return nil
	case len(b) == 20 && u32(b, 0) == e.crc && binary.LittleEndian.Uint64(b[4:]) == uint64(e.packed) && binary.LittleEndian.Uint64(b[12:]) == uint64(e.size):
		return nil
	case n != 12 && n != 16 && n != 20 && n != 24:
		return archiveGap.at(e.name)
	}
	return archiveDescriptor.at(e.name)
}

// checkData compares the unpacked data with the directory.
func (e *entry) checkData(data []byte) *FileError {
	if len(data) != int(e.size) {
		return archiveSize.at(e.name)
	}
	if crc32.ChecksumIEEE(data) != e.crc {
		return archiveDamaged.at(e.name)
	}
	return nil
}
