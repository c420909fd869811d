package wordml

import (
	"bytes"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
)

// unpacker unpacks the parts of archives into one buffer.
type unpacker struct {
	source bytes.Reader
	flate  io.ReadCloser
	buf    []byte
}

var unpackers = sync.Pool{New: func() any { return new(unpacker) }}

// keptBuffer bounds the buffer that stays in the pool.
const keptBuffer = 1 << 20

// release gives the unpacker back.
func (u *unpacker) release() {
	u.source.Reset(nil)
	if cap(u.buf) > keptBuffer {
		u.buf = nil
	}
	unpackers.Put(u)
}

// unpack returns the data of an entry, and at most limit bytes and one more:
// how much there is, is known only when it has been read. What is returned is
// valid until the next call; stored data lies in the archive itself.
func (u *unpacker) unpack(e *entry, limit int) ([]byte, *FileError) {
	if e.method == methodStore {
		return e.raw, nil
	}
	u.source.Reset(e.raw)
	if u.flate == nil {
		u.flate = flate.NewReader(&u.source)
	} else if err := u.flate.(flate.Resetter).Reset(&u.source, nil); err != nil {
		return nil, archiveDamaged.at(e.name)
	}
	if u.buf == nil {
		u.buf = make([]byte, 128<<10)
	}
	n := 0
	for n <= limit {
		if n == len(u.buf) {
			grown := make([]byte, min(2*len(u.buf), limit+1))
			copy(grown, u.buf)
			u.buf = grown
		}
		k, err := u.flate.Read(u.buf[n:min(len(u.buf), limit+1)])
		n += k
		if err == io.EOF {
			if u.source.Len() > 0 {
				return nil, archiveGap.at(e.name)
			}
			break
		}
		if err != nil {
			return nil, archiveDamaged.at(e.name)
		}
	}
	return u.buf[:n], nil
}
