package audit

import "slices"

// cluster returns the groups of two and more elements that [clusterAll] makes.
func cluster[T any, K comparable](all []T, buckets func(T) []K, alike func(a, b T) bool) [][]T {
	return slices.DeleteFunc(clusterAll(all, buckets, alike), func(g []T) bool { return len(g) < 2 })
}

// clusterAll groups elements that are all like one another: complete linkage, so
// that a chain of likenesses does not swallow what stands at its ends.
// Elements come in the order of preference: each joins the first group it fits.
// Only elements that share a bucket are compared, so buckets must be
// chosen so that alike elements share one.
func clusterAll[T any, K comparable](all []T, buckets func(T) []K, alike func(a, b T) bool) [][]T {
	var groups [][]T
	members := map[K][]int{} // the groups that have an element in the bucket
	tried := map[int]bool{}
	for _, element := range all {
		keys := buckets(element)
		clear(tried)
		into := -1
		for _, k := range keys {
			for _, g := range members[k] {
				if !tried[g] && (into < 0 || g < into) {
					tried[g] = true
					if fits(groups[g], element, alike) {
						into = g
					}
				}
			}
		}
		if into < 0 {
			into = len(groups)
			groups = append(groups, nil)
		}
		groups[into] = append(groups[into], element)
		for _, k := range keys {
			if list := members[k]; len(list) == 0 || list[len(list)-1] != into {
				members[k] = append(list, into)
			}
		}
	}
	return groups
}

func fits[T any](group []T, element T, alike func(a, b T) bool) bool {
	for _, member := range group {
		if !alike(member, element) {
			return false
		}
	}
	return true
}
