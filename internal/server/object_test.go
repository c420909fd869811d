package server

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jobdoc/internal/position"
)

// TestAnObjectOfManyStrangeMembersTakesNoLongerThanItsLength is for a body as
// long as one may be: with a place found for each member it took minutes.
func TestAnObjectOfManyStrangeMembersTakesNoLongerThanItsLength(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	var b strings.Builder
	b.WriteString(`{"maxUses":0`)
	n := 0
	for ; b.Len() < maxBody-100; n++ {
		fmt.Fprintf(&b, `,"%d":1`, n)
	}
	b.WriteString(`,"format":"x"}`)
	begun := time.Now()
	p := problem(t, call{"POST", "/v1/links", []string{asJSON}, strings.NewReader(b.String())}.do(s.Handler()))
	if took := time.Since(begun); took > 20*time.Second { // it takes a fraction of a second
		t.Errorf("%d members took %s", n, took)
	}
	told := map[string]int{}
	for _, f := range p.Errors {
		told[f.Code]++
	}
	if p.Status != 422 || told[position.CodeUnknownKey] != position.MaxFaults || told[position.CodeMoreFaults] != 1 || told[position.CodeNumber] != 1 || told["format-unknown"] != 1 {
		t.Errorf("status %d, faults %v", p.Status, told)
	}
	if last := p.Errors[len(p.Errors)-1]; last.Code != position.CodeMoreFaults || !strings.Contains(last.Detail, fmt.Sprint(n-position.MaxFaults)) {
		t.Errorf("the last fault is %+v", last)
	}
}
