package position

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFileName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, position, want string }{
		{"the code", `{"title":"大客户部经理","code":"BCM-001","department":"大客户部"}`, "BCM-001"},
		{"department and title without a code", `{"title":"销售代表","department":"大客户部","code":" "}`, "大客户部-销售代表"},
		{"the title alone", `{"title":"销售代表","department":null}`, "销售代表"},
		{"forbidden characters become hyphens", `{"title":"x","code":"A/B\\C:D*E?F\"G<H>I|J"}`, "A-B-C-D-E-F-G-H-I-J"},
		{"blanks become one", `{"title":" 销售　代表\n\t（北京） "}`, "销售 代表 （北京）"},
		{"no path leads upwards", `{"title":"../../etc/passwd"}`, "etc-passwd"},
		{"no dots at the end", `{"title":"经理. . ."}`, "经理"},
		{"no hidden file", `{"title":".profile"}`, "profile"},
		{"nothing that looks like a flag", `{"title":"--help"}`, "help"},
		{"a device of Windows", `{"title":"x","code":"con"}`, "con_"},
		{"a device with an extension", `{"title":"x","code":"Com1.2005"}`, "Com1_.2005"},
		{"a device with a superscript", `{"title":"x","code":"LPT²"}`, "LPT²_"},
		{"a name that only begins like a device", `{"title":"x","code":"COM10"}`, "COM10"},
		{"invisible characters go", "{\"title\":\"经\u202e理\u200b\ufeff\"}", "经理"},
		{"nothing is left", `{"title":"???"}`, "position"},
		{"characters beyond U+FFFF stay", `{"title":"𠮷野家"}`, "𠮷野家"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, faults := Decode([]byte(`{"position":` + tt.position + `,"duties":[{"description":"x"}]}`))
			if faults != nil {
				t.Fatalf("Decode() faults = %+v", faults)
			}
			if got := p.FileName(); got != tt.want {
				t.Errorf("FileName() = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFileNameIsShortAndWhole(t *testing.T) {
	t.Parallel()
	for n := range 80 {
		name := SafeName(strings.Repeat("a", n) + strings.Repeat("长", 300))
		if len(name) > maxFileName || !utf8.ValidString(name) || len(name) < maxFileName-3 {
			t.Errorf("SafeName() has %d bytes, valid %t; want at most %d, whole characters", len(name), utf8.ValidString(name), maxFileName)
		}
	}
	if got := (Position{}).FileName(); got != "position" {
		t.Errorf("FileName() of nothing = %q, want position", got)
	}
}
