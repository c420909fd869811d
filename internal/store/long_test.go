package store_test

import (
	"strings"
	"testing"

	"jobdoc/internal/store"
)

func TestAListKnowsLongNamesApart(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		long := strings.Repeat("长", 200)
		for _, end := range []string{"", "一", "二"} {
			create(t, s, decode(t, `{"title":"甲`+end+`","code":"`+long+end+`"}`, "甲"))
			create(t, s, decode(t, `{"title":"甲`+end+`","department":"`+long+end+`"}`, "甲"))
		}
		for _, end := range []string{"", "一", "二", "三"} {
			want := 1
			if end == "三" {
				want = 0
			}
			for _, q := range []store.Query{{Code: long + end}, {Department: long + " " + end}} {
				if n, err := s.CountPositions(t.Context(), q); err != nil || n != want {
					t.Errorf("%d positions of …%s, %v; want %d", n, end, err, want)
				}
			}
		}
	})
}
