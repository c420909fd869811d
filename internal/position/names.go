package position

import (
	"hash/fnv"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Names hands out file names that are unique within a run, also on disks that
// do not tell capital from small letters, or one way of writing é from the
// other. The zero value is ready; it is not for several goroutines.
//
// It keeps a hash of each name and not the name, since a run may have a million
// of them. Two names with the same hash are taken for the same: the second one
// gets a number it did not need.
type Names struct {
	asked map[uint64]int // how often a name was asked for
}

// Reserve returns the name, or the name with -2, -3, … when it is taken.
func (n *Names) Reserve(name string) string {
	if n.asked == nil {
		n.asked = map[uint64]int{}
	}
	key := nameKey(name)
	times := n.asked[key]
	if times == 0 {
		n.asked[key] = 1
		return name
	}
	for {
		times++
		unique := name + "-" + strconv.Itoa(times)
		if other := nameKey(unique); n.asked[other] == 0 {
			n.asked[key], n.asked[other] = times, 1
			return unique
		}
	}
}

func nameKey(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(strings.ToLower(norm.NFC.String(name))))
	return h.Sum64()
}
