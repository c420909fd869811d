package template_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/template"
	"jobdoc/internal/wordml"
)

// pictureOf draws a picture.
func pictureOf(t testing.TB, kind string, width, height int) []byte {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, width, height), []color.Color{color.White, color.Black})
	for i := range m.Pix {
		m.Pix[i] = uint8(i * 7 % 13 % 2)
	}
	var b bytes.Buffer
	var err error
	switch kind {
	case "png":
		err = png.Encode(&b, m)
	case "jpeg":
		err = jpeg.Encode(&b, m, nil)
	case "gif":
		err = gif.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func dataURL(t testing.TB, kind string, width, height int) string {
	return "data:image/" + kind + ";base64," + base64.StdEncoding.EncodeToString(pictureOf(t, kind, width, height))
}

// photo are values with pictures among the further information.
func photo(pairs ...string) map[string]any {
	var extra []any
	for i := 0; i < len(pairs); i += 2 {
		extra = append(extra, map[string]any{"label": pairs[i], "value": pairs[i+1]})
	}
	return map[string]any{"position": map[string]any{"title": "经理", "extra": extra}}
}

// sizes are the extents of all drawings, in millimetres and tenths.
func sizes(n *wordml.Node) (out [][2]int) {
	for _, e := range all(n, "wp:extent") {
		var s [2]int
		for i, name := range []string{"cx", "cy"} {
			v := 0
			for _, c := range e.Attr(name) {
				v = v*10 + int(c-'0')
			}
			s[i] = (v + 1800) / 3600
		}
		out = append(out, s)
	}
	return out
}

func TestPicturesTakeTheSizeThatIsAskedForOrFits(t *testing.T) {
	t.Parallel()
	const page = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1134" w:right="1134"/></w:sectPr>` // 170 mm between the margins
	fixed := func(width, rows string) string { return `<w:tcW w:w="` + width + `" w:type="dxa"/>` + rows }
	row := func(height, rule string, cells ...string) string {
		return `<w:tr><w:trPr><w:trHeight w:val="` + height + `" w:hRule="` + rule + `"/></w:trPr>` + strings.Join(cells, "") + `</w:tr>`
	}
	tests := []struct {
		name, body    string
		width, height int // pixels
		want          [2]int
	}{
		{"at 96 dots per inch", p("{%照片}"), 96, 192, [2]int{254, 508}},
		{"no wider than the page", p("{%照片}"), 960, 480, [2]int{1700, 850}},
		{"no wider than what the indents leave", `<w:p><w:pPr><w:ind w:left="1134" w:right="1134"/></w:pPr>` + r("{%照片}") + `</w:p>`, 960, 480, [2]int{1300, 650}},
		{"no wider than the cell", tbl(tr(tcw(fixed("1134", ""), "{%照片}"))), 960, 480, [2]int{162, 81}},
		{"with the margins of the cell", "<w:tbl><w:tblPr><w:tblCellMar><w:left w:w=\"0\"/><w:right w:w=\"0\"/></w:tblCellMar></w:tblPr>" + tr(tcw(fixed("1134", ""), "{%照片}")) + "</w:tbl>", 960, 480, [2]int{200, 100}},
		{"by the grid where the cell has no width", `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="567"/><w:gridCol w:w="567"/><w:gridCol w:w="783"/></w:tblGrid>` + tr(tc("x"), tcw(wide(2), "{%照片}")) + `</w:tbl>`, 960, 480, [2]int{200, 100}},
		{"no higher than a row of exact height", tbl(row("567", "exact", tcw(fixed("5670", ""), "{%照片}"))), 960, 480, [2]int{200, 100}},
		{"a row that may grow does not bound it", tbl(row("567", "atLeast", tcw(fixed("5886", ""), "{%照片}"))), 960, 480, [2]int{1000, 500}},
		{"no higher than the rows it is merged over", tbl(row("567", "atLeast", tcw(fixed("5886", vRestart), "{%照片}"), tc("a")), row("567", "atLeast", tcw(fixed("5886", vContinue), ""), tc("b")), row("567", "atLeast", tcw(fixed("5886", ""), ""), tc("b"))), 480, 480, [2]int{200, 200}},
		{"as wide as is asked for", p("{%照片:25mm}"), 50, 100, [2]int{250, 500}},
		{"as high as is asked for", p("{%照片:×3.5厘米}"), 50, 100, [2]int{175, 350}},
		{"into what is asked for", p("{%照片:25mm×35mm}"), 100, 100, [2]int{250, 250}},
		{"into what is asked for, the other way", p("{%照片:25×35mm}"), 100, 200, [2]int{175, 350}},
		{"larger than its cell when asked for", tbl(tr(tcw(fixed("567", ""), "{%照片:25mm}"))), 100, 100, [2]int{250, 250}},
		{"by a path of the label", p("{%其他信息:照片:25mm}"), 100, 100, [2]int{250, 250}},
		{"as the item of a block", p("{#其他信息:照片}{%.:25mm}{/其他信息:照片}"), 100, 100, [2]int{250, 250}},
		{"as a value in a block", p("{#其他信息}{%值:25mm}{/}"), 100, 100, [2]int{250, 250}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, kind := range []string{"png", "jpeg"} {
				tm := compile(t, form(), tt.body+page)
				got := sizes(written(t, fill(t, tm, photo("照 片", dataURL(t, kind, tt.width, tt.height)))))
				if diff := cmp.Diff([][2]int{tt.want}, got); diff != "" {
					t.Errorf("%s: tenths of millimetres (-want +got)\n%s", kind, diff)
				}
			}
		})
	}
}

func TestPicturesBecomePartsOfTheirOwn(t *testing.T) {
	t.Parallel()
	tm := compile(t, form(), body(p("{%照片}{%照片}{%章}"), p("全部：{#其他信息}{标签}：{值}{%值}；{/}")), "header", p("{%照片}"), "footnotes", note("w:footnote", "1", p("x")))
	one, other := dataURL(t, "png", 10, 10), dataURL(t, "jpeg", 20, 10)
	doc := fill(t, tm, photo("照片", one, "章", other, "备考", "无"))
	main := written(t, doc)
	var parts []string
	pkg := doc.Package
	for _, name := range pkg.Names() {
		if strings.Contains(name, "media") {
			parts = append(parts, name+" "+pkg.ContentType(name))
		}
	}
	if diff := cmp.Diff([]string{"word/media/picture1.png image/png", "word/media/picture2.jpeg image/jpeg"}, parts); diff != "" {
		t.Errorf("parts (-want +got)\n%s", diff)
	}
	var shown []string
	for _, b := range all(main, "a:blip") {
		shown = append(shown, pkg.Related("word/document.xml", b.Attr("r:embed")))
	}
	header, _ := doc.Part("word/furniture1.xml")
	for _, b := range all(header, "a:blip") {
		shown = append(shown, pkg.Related("word/furniture1.xml", b.Attr("r:embed")))
	}
	const a, b = "word/media/picture1.png", "word/media/picture2.jpeg"
	if diff := cmp.Diff([]string{a, a, b, a, b, a}, shown); diff != "" {
		t.Errorf("pictures shown (-want +got)\n%s", diff)
	}
	// A value that is no picture prints as text, a picture where a text is wanted as a word.
	if diff := cmp.Diff("\n全部：照片：［图片］；章：［图片］；备考：无无；\n", outline(main)); diff != "" {
		t.Errorf("text (-want +got)\n%s", diff)
	}
	if len(tm.Package().RelatedByType("word/document.xml", "image")) != 0 {
		t.Error("the template has changed")
	}
	again := fill(t, tm, photo("照片", one, "章", other, "备考", "无"))
	var x, y bytes.Buffer
	if _, err := doc.WriteTo(&x); err != nil {
		t.Fatal(err)
	}
	if _, err := again.WriteTo(&y); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(x.Bytes(), y.Bytes()) {
		t.Error("the same values give other bytes")
	}
}

func TestLinesOfExactHeightMakeRoomForAPicture(t *testing.T) {
	t.Parallel()
	const exact = `<w:pPr><w:keepNext/><w:spacing w:before="60" w:line="280" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr>`
	tm := compile(t, form(), body("<w:p>"+exact+r("{%照片}")+"</w:p>", "<w:p>"+exact+r("{%无}")+"</w:p>", p("{%照片}")))
	got := written(t, fill(t, tm, photo("照片", dataURL(t, "png", 100, 100))))
	paras := all(got, "w:p")
	for i, want := range []string{
		`<w:pPr><w:keepNext/><w:spacing w:before="60" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr>`, exact,
		`<w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr>`,
	} {
		if diff := cmp.Diff(want, string(paras[i].Child("w:pPr").Append(nil))); diff != "" {
			t.Errorf("paragraph %d (-want +got)\n%s", i+1, diff)
		}
	}
}

func TestBadPicturesAreRefusedAllAtOnce(t *testing.T) {
	t.Parallel()
	encode := func(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
	whole := pictureOf(t, "png", 50, 50)
	huge := pictureOf(t, "png", 4000, 4000)
	tm := compile(t, form(), body(p("{%一}"), tbl(tr(tc("x"), tc("{%二:25mm}"))), p("{%三}{%四}{%五}{%六}{%七}{%好}{%无}")))
	data := photo(
		"一", dataURL(t, "gif", 10, 10), "二", "data:image/png;base64,"+encode(whole[:len(whole)-20]), "三", "data:image/png,abc",
		"四", "data:image/png;base64,!!", "五", "data:image/png;base64,"+encode(huge), "六", "data:image/svg+xml;base64,"+encode([]byte("<svg/>")),
		"七", "data:image/jpeg;base64,"+strings.Repeat("A", 4<<20),
		"好", "DATA:image/jpeg;base64,\n "+encode(whole)) // is a PNG, and comes broken over lines
	_, err := tm.Fill(data)
	var refused *template.FillError
	if !errors.As(err, &refused) {
		t.Fatalf("Fill() = %v, want a FillError", err)
	}
	var got []string
	for _, f := range refused.Faults {
		place, _, _ := strings.Cut(f.Place, "「")
		got = append(got, f.Code+" "+f.Tag+" "+place)
		if f.Detail == "" || f.English == "" || f.Part == "" || strings.ContainsRune(f.Detail+f.English, '%') && !strings.Contains(f.Detail, "{%") {
			t.Errorf("fault is not complete: %+v", f)
		}
	}
	want := []string{"picture-format {%一} 段落 1", "picture-broken {%二:25mm} 表1 第1行 第2格", "picture-broken {%三} 段落 2", "picture-broken {%四} 段落 2",
		"picture-large {%五} 段落 2", "picture-format {%六} 段落 2", "picture-large {%七} 段落 2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Fill() faults (-want +got)\n%s", diff)
	}
}
