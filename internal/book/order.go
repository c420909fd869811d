package book

import (
	"context"
	"iter"
	"sync"
)

// InOrder calls work for everything that comes, on several goroutines, and
// yields the results in the order of what came. At most window results wait
// for one before them, so memory does not grow with the sequence. It ends when the
// sequence does, the context is cancelled or the caller stops; no goroutine is left.
//
// The sequence is read by one goroutine, not always the caller's.
func InOrder[T, R any](ctx context.Context, in iter.Seq[T], workers, window int, work func(T) R) iter.Seq[R] {
	type task struct {
		value  T
		result chan R
	}
	return func(yield func(R) bool) {
		ctx, cancel := context.WithCancel(ctx)
		var running sync.WaitGroup
		defer running.Wait()
		defer cancel()

		tasks := make(chan task)
		waiting := make(chan chan R, window)
		running.Go(func() {
			defer close(waiting)
			defer close(tasks)
			for v := range in {
				t := task{v, make(chan R, 1)}
				select {
				case waiting <- t.result:
				case <-ctx.Done():
					return
				}
				select {
				case tasks <- t:
				case <-ctx.Done():
					return
				}
			}
		})
		for range workers {
			running.Go(func() {
				for t := range tasks {
					t.result <- work(t.value)
				}
			})
		}
		for result := range waiting {
			select {
			case r := <-result:
				if !yield(r) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}
}
