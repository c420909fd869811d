package position

import (
	"fmt"
	"testing"
)

func TestNamesAreGivenOutOnce(t *testing.T) {
	t.Parallel()
	var n Names
	for _, c := range []struct{ ask, want string }{
		{"销售代表", "销售代表"},
		{"销售代表", "销售代表-2"},
		{"销售代表-3", "销售代表-3"},
		{"销售代表", "销售代表-4"},
		{"BCM-001", "BCM-001"},
		{"bcm-001", "bcm-001-2"},
		{"Café", "Café"},
		{"Cafe\u0301", "Cafe\u0301-2"},
	} {
		if got := n.Reserve(c.ask); got != c.want {
			t.Errorf("Reserve(%q) = %q, want %q", c.ask, got, c.want)
		}
	}
}

func TestNamesTakeTimeInProportion(t *testing.T) {
	t.Parallel()
	var n Names
	const times = 50_000 // minutes, if each asked from -2 on
	last := ""
	for range times {
		last = n.Reserve("销售代表")
	}
	if want := fmt.Sprintf("销售代表-%d", times); last != want {
		t.Errorf("the last of %d is %q, want %q", times, last, want)
	}
}
