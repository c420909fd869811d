package position

import "testing"

func TestTheIdentityOfAPositionIsItsCodeElseDepartmentAndTitle(t *testing.T) {
	t.Parallel()
	decode := func(head string) string {
		t.Helper()
		p, faults := Decode([]byte(`{"position":` + head + `,"duties":[{"description":"销售"}]}`))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		return p.Identity()
	}
	for _, same := range [][2]string{
		{`{"title":"甲","code":"ps-001"}`, `{"title":"乙","code":" ＰＳ－００１ ","department":"丙"}`},
		{`{"title":"销售代表","department":"大客户部"}`, `{"title":"销售 代表","department":"大客户部　","code":" "}`},
	} {
		if a, b := decode(same[0]), decode(same[1]); a != b {
			t.Errorf("identities of %s and %s = %q, %q, want the same", same[0], same[1], a, b)
		}
	}
	for _, other := range [][2]string{
		{`{"title":"甲","code":"1"}`, `{"title":"甲","code":"2"}`},
		{`{"title":"甲","code":"1"}`, `{"title":"甲"}`},
		{`{"title":"销售代表","department":"大客户部"}`, `{"title":"销售代表","department":"业务拓展部"}`},
		{`{"title":"部销售","department":"大"}`, `{"title":"销售","department":"大部"}`},
		{`{"title":"1"}`, `{"title":"x","code":"1"}`},
	} {
		if a, b := decode(other[0]), decode(other[1]); a == b {
			t.Errorf("identities of %s and %s are both %q, want two", other[0], other[1], a)
		}
	}
}
