package compare

import (
	"cmp"
	"slices"
)

// Limits of the search for similar texts. Beyond them items are matched by equal
// text alone, so that time and memory are bounded whatever a position holds.
const (
	maxWork  = 200_000_000 // pairs of equal features looked at, over a whole comparison
	maxPairs = 1_000_000   // pairs of items that are alike enough, in one search
	pairWork = 50          // what sorting in a pair costs, in pairs of features
)

// candidate is an old and a new item that may be the same. There may be many.
type candidate struct {
	old, new int32   // places in the lists given
	like     float32 // 0 to 1
	whole    float32 // the same for all that they hold
	distance int32   // between where they stand
	sum      int32   // of the two places where they stand
}

// feature is a character or word, or two that follow each other: its id and how often it occurs.
type feature struct{ id, count int32 }

// profile is what a text is compared by.
type profile struct {
	features []feature
	total    int
}

// profiler gives features their ids. The zero value is ready.
type profiler struct {
	ids map[[2]string]int32
}

func (p *profiler) id(a, b string) int32 {
	if p.ids == nil {
		p.ids = map[[2]string]int32{}
	}
	k := [2]string{a, b}
	id, ok := p.ids[k]
	if !ok {
		id = int32(len(p.ids))
		p.ids[k] = id
	}
	return id
}

// of makes the profile of a text: its characters (words, where they are Latin) and pairs of them.
func (p *profiler) of(text string) profile {
	var ids []int32
	previous := "^"
	for _, token := range tokens(text) {
		if !wordy(token) {
			continue
		}
		ids = append(ids, p.id(token, ""), p.id(previous, token))
		previous = token
	}
	slices.Sort(ids)
	out := profile{total: len(ids)}
	for i, id := range ids {
		if i == 0 || ids[i-1] != id {
			out.features = append(out.features, feature{id: id})
		}
		out.features[len(out.features)-1].count++
	}
	return out
}

// similar finds the pairs that are at least as alike as least: the share of features
// that both have (Dice's coefficient). It appends them to pairs. budget is what work is
// left; ok is false where it, or the number of pairs, does not suffice: nothing
// is to be made of the pairs then.
func similar(pairs []candidate, olds, news []profile, least float32, budget *int) (_ []candidate, ok bool) {
	type occurrence struct{ item, count int32 }
	postings := map[int32][]occurrence{}
	for j, p := range news {
		for _, f := range p.features {
			postings[f.id] = append(postings[f.id], occurrence{int32(j), f.count})
		}
	}
	work := 0
	for _, p := range olds {
		for _, f := range p.features {
			work += len(postings[f.id])
		}
	}
	if work > *budget {
		return pairs, false
	}
	*budget -= work
	room := min(maxPairs, *budget/pairWork)
	common := make([]int32, len(news))
	var touched []int32
	for i, p := range olds {
		for _, f := range p.features {
			for _, o := range postings[f.id] {
				if common[o.item] == 0 {
					touched = append(touched, o.item)
				}
				common[o.item] += min(f.count, o.count)
			}
		}
		for _, j := range touched {
			if like := share(common[j], p.total+news[j].total); like >= least {
				pairs = append(pairs, candidate{old: int32(i), new: j, like: like})
			}
			common[j] = 0
		}
		touched = touched[:0]
		if len(pairs) > room {
			*budget -= room * pairWork
			return pairs, false
		}
	}
	*budget -= len(pairs) * pairWork
	return pairs, true
}

// share is Dice's coefficient of what two have in common and have in all.
func share(common int32, total int) float32 {
	if total == 0 {
		return 0
	}
	return 2 * float32(common) / float32(total)
}

// rank puts the best pair first. No two pairs that share an item are equal in it, and it
// does not ask which side is the old one.
func rank(pairs []candidate) {
	slices.SortFunc(pairs, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.like, a.like), cmp.Compare(b.whole, a.whole),
			cmp.Compare(a.distance, b.distance), cmp.Compare(a.sum, b.sum), cmp.Compare(a.old, b.old))
	})
}
