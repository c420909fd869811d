package exchange

import (
	"iter"
	"sync"
)

// Ordered yields f of every element in the order of the elements, working on
// as many at once as there are workers, and holding not many more: memory does
// not grow with the sequence. f must be safe for concurrent use. A consumer
// that stops early stops the work too.
func Ordered[T, U any](seq iter.Seq[T], workers int, f func(T) U) iter.Seq[U] {
	return func(yield func(U) bool) {
		type job struct {
			in  T
			out chan U
		}
		jobs := make(chan job)
		queue := make(chan chan U, 2*workers) // in order; bounds what is under way
		stop := make(chan struct{})
		var all sync.WaitGroup
		defer all.Wait()
		defer close(stop)
		all.Go(func() {
			defer close(jobs)
			defer close(queue)
			for in := range seq {
				j := job{in, make(chan U, 1)}
				select {
				case queue <- j.out:
				case <-stop:
					return
				}
				select {
				case jobs <- j:
				case <-stop:
					return
				}
			}
		})
		for range workers {
			all.Go(func() {
				for j := range jobs {
					j.out <- f(j.in)
				}
			})
		}
		for out := range queue {
			if !yield(<-out) {
				return
			}
		}
	}
}
