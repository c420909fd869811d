package book

import "iter"

// begin opens the journal. Of what it lists, the run takes over what is really
// there, up to the first file that is not.
func (r *run) begin() (err error) {
	fingerprint := r.fingerprint()
	if r.Resume {
		if r.journal, err = openJournal(r.Disk, r.journalFile(), fingerprint); err != nil {
			return err
		}
	}
	if r.journal == nil {
		r.journal, err = createJournal(r.Disk, r.journalFile(), fingerprint)
		return err
	}
	keep, err := r.journal.headingEnd()
	if err != nil {
		return err
	}
	for e, end := range r.journal.entries() {
		ok, err := r.product.present(e.Rows)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		r.over++
		keep = end
	}
	return r.journal.cut(keep)
}

// tasks tells of each item whether the earlier run made its files. That run saw
// the same items in the same order; those that gave no files are not in its journal.
func (r *run) tasks(items iter.Seq[Item]) iter.Seq[task] {
	if r.over == 0 {
		return func(yield func(task) bool) {
			for it := range items {
				if !yield(task{item: it}) {
					return
				}
			}
		}
	}
	return func(yield func(task) bool) {
		next, stop := iter.Pull2(r.journal.entries())
		defer stop()
		e, _, _ := next()
		left := r.over
		for it := range items {
			t := task{item: it, early: left > 0}
			if left > 0 && len(it.Faults) == 0 && e.Digest == it.Digest {
				before := e
				t.before, t.early = &before, false
				if left--; left > 0 {
					e, _, _ = next()
				}
			}
			if !yield(t) {
				return
			}
		}
	}
}
