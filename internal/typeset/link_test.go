package typeset

import "testing"

func TestWhatTheCodeOfAFieldLeadsTo(t *testing.T) {
	t.Parallel()
	tests := []struct {
		code string
		want linkTarget
	}{
		{`HYPERLINK "https://example.com/a b" \o "a \"tip\""`, linkTarget{uri: "https://example.com/a b", tip: `a "tip"`}},
		{` hyperlink https://example.com `, linkTarget{uri: "https://example.com"}},
		{`HYPERLINK \l "_Toc1" \t "_blank"`, linkTarget{anchor: "_Toc1"}},
		{`HYPERLINK "https://example.com" \n \l part`, linkTarget{uri: "https://example.com", anchor: "part"}},
		{`REF a \h`, linkTarget{anchor: "a"}},
		{`PAGEREF a \p \h`, linkTarget{anchor: "a"}},
		{`REF a`, linkTarget{}},
		{`HYPERLINK "`, linkTarget{}},
		{`HYPERLINK \l`, linkTarget{}},
		{`TOC \h`, linkTarget{}},
		{``, linkTarget{}},
	}
	for _, tt := range tests {
		if got := fieldLink(tt.code); got != tt.want {
			t.Errorf("fieldLink(%q) = %+v, want %+v", tt.code, got, tt.want)
		}
	}
}

func TestALinkGoesOnInTheRunsOfAField(t *testing.T) {
	t.Parallel()
	mark := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	body := `<w:p>` + mark("begin") + `<w:r><w:instrText>HYPERLINK "https://example.com"</w:instrText></w:r>` + mark("separate") +
		`<w:r><w:t>aa</w:t></w:r></w:p><w:p><w:r><w:t>bb</w:t></w:r>` + mark("end") + `<w:r><w:t>cc</w:t></w:r></w:p>`
	l := smallLayout(t, body)
	links := l.Pages[0].Links
	if len(links) != 2 {
		t.Fatalf("links = %+v, want one in each paragraph", links)
	}
	for i, k := range links {
		x := l.Pages[0].Texts[i]
		if k.URI != "https://example.com" || k.X != x.X || x.Element != k.Element || k.Y > x.Y || k.Y+k.Height < x.Y {
			t.Errorf("link %+v round %+v", k, x)
		}
	}
	if last := l.Pages[0].Texts[2]; l.Elements[last.Element].Type != Paragraph {
		t.Errorf("what follows the field is in a %s", l.Elements[last.Element].Type)
	}
}

func TestLinksInVerticalText(t *testing.T) {
	t.Parallel()
	link := `<w:p><w:r><w:t>上</w:t></w:r><w:hyperlink w:anchor="m"><w:bookmarkStart w:id="1" w:name="m"/><w:r><w:t>下下</w:t></w:r></w:hyperlink></w:p>`
	for direction, top := range map[string]Length{"tbRl": 50 * Point, "btLr": 90 * Point} {
		body := twoColumns(tableRow(`<w:trHeight w:val="1600" w:hRule="exact"/>`, `<w:textDirection w:val="`+direction+`"/>`, link, par("", "r")))
		l := smallLayout(t, body)
		p := &l.Pages[0]
		if len(p.Links) != 1 || len(l.Warnings) != 0 {
			t.Fatalf("%s: links %+v, warnings %+v, want one link", direction, p.Links, l.Warnings)
		}
		if k := p.Links[0]; k.Y != top || k.Height != 20*Point || k.X < 20*Point || k.X+k.Width > 70*Point {
			t.Errorf("%s: the link is %+v, want it from %d on, 20000 high, in its cell", direction, k, top)
		}
	}
}
