package store_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"jobdoc/internal/company"
	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

func BenchmarkListsOfTenThousand(b *testing.B) {
	s, err := store.Open(b.Context(), store.Config{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	fill(b, s, 10_000)
	for name, q := range map[string]store.Query{
		"newest":     {},
		"title":      {Sort: store.ByTitle},
		"common":     {Text: "客户"},
		"long":       {Text: "客户经理", Sort: store.ByTitle},
		"two":        {Text: "销售 预算"},
		"rare":       {Text: "𬭎"},
		"nowhere":    {Text: "qqqq"},
		"onechar":    {Text: "的"},
		"department": {Department: "财务部", Sort: store.ByTitle},
		"intitle":    {Title: "经理"},
		"notitle":    {Title: "没有的"},
		"approved":   {State: store.Approved},
		"apprtitle":  {State: store.Approved, Sort: store.ByTitle},
		"drafttitle": {State: store.Draft, Sort: store.ByTitle},
		"archived":   {Archived: store.OnlyArchived},
		"archtitle":  {Archived: store.OnlyArchived, Sort: store.ByTitle},
		"nodept":     {Department: "没有的"},
	} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			var n int
			for b.Loop() {
				t := time.Now()
				page, _, err := s.Positions(b.Context(), q)
				if err != nil {
					b.Fatal(err)
				}
				n = len(page)
				took = append(took, time.Since(t))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(n), "rows")
		})
	}
}

// fill stores a made-up company of n positions.
func fill(tb testing.TB, s *store.Store, n int) {
	tb.Helper()
	next, stop := iter.Pull(company.Generate(company.Options{Positions: n, Seed: 1}))
	defer stop()
	for more := true; more; {
		err := s.Update(context.Background(), func(ctx context.Context, tx *store.Tx) error {
			for range 500 {
				made, ok := next()
				if !ok {
					more = false
					return nil
				}
				p, faults := position.Decode(made.Data)
				if len(faults) > 0 {
					return fmt.Errorf("%v", faults[0])
				}
				if _, err := tx.CreatePosition(ctx, p, who, ""); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
}
