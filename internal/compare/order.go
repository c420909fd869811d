package compare

import "hash/fnv"

// weight says how much speaks for an item to have stayed: first of all how many items stay,
// then how many of them keep their number, then how long their texts are, since the eye
// follows the short one that went past the long one. The last part decides between equals, by the texts alone, so
// that the answer is the same from either side.
type weight struct {
	count, numbers, length int
	hash                   uint64
}

func (a weight) plus(b weight) weight {
	return weight{a.count + b.count, a.numbers + b.numbers, a.length + b.length, a.hash + b.hash}
}

func (a weight) less(b weight) bool {
	switch {
	case a.count != b.count:
		return a.count < b.count
	case a.numbers != b.numbers:
		return a.numbers < b.numbers
	case a.length != b.length:
		return a.length < b.length
	}
	return a.hash < b.hash
}

func weigh(n *node) weight {
	h := fnv.New64a()
	// Both keys in one order, whichever is the old one.
	first, second := min(n.key, n.match.key), max(n.key, n.match.key)
	h.Write([]byte(first + "\x00" + second))
	w := weight{1, 0, len(first) + len(second), h.Sum64() >> 24} // so that sums do not overflow
	if n.index == n.match.index {
		w.numbers = 1
	}
	return w
}

// settle marks which of the items stay: those of the heaviest sequence that
// is in the same order on both sides. Items come in the order of the new list, all of them matched in
// one old list of length size. It takes n log n steps.
func settle(items []*node, size int) {
	best := make([]int, size+1) // a Fenwick tree over old places: the item that ends the heaviest sequence up to there, from 1
	sum := make([]weight, len(items))
	before := make([]int, len(items)) // the item before it in its sequence, from 1; 0 for none
	heaviest := 0
	for i, n := range items {
		at := n.match.index + 1
		last := 0
		for k := at - 1; k > 0; k -= k & -k {
			if b := best[k]; b > 0 && (last == 0 || sum[last-1].less(sum[b-1])) {
				last = b
			}
		}
		sum[i], before[i] = weigh(n), last
		if last > 0 {
			sum[i] = sum[i].plus(sum[last-1])
		}
		for k := at; k <= size; k += k & -k {
			if b := best[k]; b == 0 || sum[b-1].less(sum[i]) {
				best[k] = i + 1
			}
		}
		if heaviest == 0 || sum[heaviest-1].less(sum[i]) {
			heaviest = i + 1
		}
	}
	for i := heaviest; i > 0; i = before[i-1] {
		items[i-1].stays, items[i-1].match.stays = true, true
	}
}
