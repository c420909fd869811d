package template_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/template"
	"jobdoc/internal/wordml"
)

// partOf is the root of a part of a filled document, as it is written.
func partOf(t testing.TB, doc *wordml.Document, name string) *wordml.Node {
	t.Helper()
	written(t, doc)
	var file bytes.Buffer
	if _, err := doc.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	root, err := open(t, file.Bytes()).Part(name)
	if err != nil || root == nil {
		t.Fatalf("part %s: %v, %v", name, root, err)
	}
	return root
}

const placesData = `{"position":{"title":"经理","code":"A<1>"},"organization":"某公司","tools":[],"authorities":["甲","乙"],
	"duties":[{"description":"一","tasks":["x","y"]},{"description":"二","tasks":["z"]}]}`

// note is a footnote, an endnote or a comment.
func note(element, id string, content ...string) string {
	return "<" + element + ` w:id="` + id + `">` + strings.Join(content, "") + "</" + element + ">"
}

func refer(element, id string) string { return "<w:r><" + element + ` w:id="` + id + `"/></w:r>` }

// notesOf lists the notes of a part as id: text.
func notesOf(root *wordml.Node) (notes []string) {
	for _, n := range root.Children {
		notes = append(notes, n.Attr("w:id")+": "+strings.TrimSpace(outline(n)))
	}
	return notes
}

// references lists the ids that elements of a name refer to, in order.
func references(n *wordml.Node, name string) (ids []string) {
	for _, r := range all(n, name) {
		ids = append(ids, r.Attr("w:id"))
	}
	return ids
}

func TestNotesSeeTheItemThatTheyBelongTo(t *testing.T) {
	t.Parallel()
	separators := `<w:footnote w:type="separator" w:id="-1">` + p("") + `</w:footnote><w:footnote w:type="continuationSeparator" w:id="0">` + p("") + `</w:footnote>`
	tm := compile(t, form(),
		body("<w:p>"+r("{岗位名称}")+refer("w:footnoteReference", "4")+"</w:p>",
			"<w:p>"+r("{#职责}{职责描述}")+refer("w:footnoteReference", "2")+refer("w:endnoteReference", "1")+r("{/}")+"</w:p>",
			"<w:p>"+r("{?备注}")+refer("w:footnoteReference", "5")+"</w:p>",
			"<w:p>"+r("{#工具}{.}")+refer("w:footnoteReference", "6")+r("{/}")+"</w:p>"),
		"footnotes", separators+note("w:footnote", "2", p("任务：{#任务}{.}，{/}"))+note("w:footnote", "4", p("编号 {岗位编号}"))+
			note("w:footnote", "5", p("不印"))+note("w:footnote", "6", p("不印"))+note("w:footnote", "9", p("无人引用 {岗位名秤}")),
		"endnotes", note("w:endnote", "1", p("固定"), p("{#工具}{.}{/}")))
	doc := fill(t, tm, values(t, placesData))
	main := written(t, doc)
	// The ninth is taken by a note of the template: copies begin behind it.
	if diff := cmp.Diff([]string{"4", "2", "10"}, references(main, "w:footnoteReference")); diff != "" {
		t.Errorf("references (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"-1: ", "0: ", "4: 编号 A<1>", "2: 任务：x，y，", "10: 任务：z，"}, notesOf(partOf(t, doc, "word/furniture1.xml"))); diff != "" {
		t.Errorf("footnotes (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"1: 固定", "2: 固定"}, notesOf(partOf(t, doc, "word/furniture2.xml"))); diff != "" {
		t.Errorf("endnotes (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"1", "2"}, references(main, "w:endnoteReference")); diff != "" {
		t.Errorf("references to endnotes (-want +got)\n%s", diff)
	}
}

func TestCommentsAreFilledOnce(t *testing.T) {
	t.Parallel()
	mark := func(id, text string) string {
		return `<w:commentRangeStart w:id="` + id + `"/>` + r(text) + `<w:commentRangeEnd w:id="` + id + `"/>` + refer("w:commentReference", id)
	}
	tm := compile(t, form(),
		body("<w:p>"+mark("0", "{岗位名称}")+"</w:p>", "<w:p>"+r("{#职责}")+mark("1", "{职责描述}")+r("{/}")+"</w:p>", "<w:p>"+r("{#工具}")+mark("2", "{.}")+r("{/}")+"</w:p>"),
		"comments", note("w:comment", "0", p("请核对 {岗位编号}"))+note("w:comment", "1", p("第{序号}项"))+note("w:comment", "2", p("不印")))
	doc := fill(t, tm, values(t, placesData))
	if diff := cmp.Diff([]string{"0: 请核对 A<1>", "1: 第1项"}, notesOf(partOf(t, doc, "word/furniture1.xml"))); diff != "" {
		t.Errorf("comments (-want +got)\n%s", diff)
	}
	for _, name := range []string{"w:commentReference", "w:commentRangeStart", "w:commentRangeEnd"} {
		if diff := cmp.Diff([]string{"0", "1"}, references(written(t, doc), name)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func TestDocumentPropertiesAreFilled(t *testing.T) {
	t.Parallel()
	tm := compile(t, form(), body(p("x")),
		"core", `<dc:title>{岗位名称}说明书</dc:title><dc:subject>{?备注}</dc:subject><dc:description>{#职责}{序号}、{职责描述}；{否则}无{/}</dc:description><cp:keywords>a\{b</cp:keywords><dc:creator/>`,
		"app", `<Company>{单位名称}</Company><TitlesOfParts><vt:vector><vt:lpstr>{岗位名</vt:lpstr></vt:vector></TitlesOfParts><Pages>1</Pages>`,
		"custom", `<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="编号"><vt:lpwstr>{岗位编号|默认:／}</vt:lpwstr></property><property pid="3" name="b"><vt:bool>true</vt:bool></property>`)
	doc := fill(t, tm, values(t, placesData))
	for part, want := range map[string][]string{
		"docProps/core.xml":   {"dc:title=经理说明书", "dc:subject=", "dc:description=1、一；2、二；", "cp:keywords=a{b", "dc:creator="},
		"docProps/app.xml":    {"Company=某公司", "TitlesOfParts={岗位名", "Pages=1"},
		"docProps/custom.xml": {"property=A<1>", "property=true"},
	} {
		var got []string
		for _, c := range partOf(t, doc, part).Children {
			got = append(got, c.Name+"="+c.Content())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", part, diff)
		}
	}
}

func TestFaultsInPropertiesAndNotesSayWhere(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		got  []string
		want []string
	}{
		{"properties", faultsOf(t, body(p("x")), "core", `<dc:title>{岗位名秤}</dc:title><dc:subject>{#工具:段}{/}</dc:subject>`, "custom",
			`<property name="密级"><vt:lpwstr>{a</vt:lpwstr></property><property name="x"><vt:lpwstr>{%照片}</vt:lpwstr></property>`), []string{
			"unknown-name {岗位名秤} 文档属性 标题 → 岗位名称", "level-impossible {#工具:段} 文档属性 主题", "unclosed-brace {a 文档属性 密级", "picture-place {%照片} 文档属性 x"}},
		{"notes", faultsOf(t, body("<w:p>"+refer("w:footnoteReference", "3")+refer("w:commentReference", "0")+"</w:p>", "<w:p>"+refer("w:footnoteReference", "2")+"</w:p>"),
			"footnotes", note("w:footnote", "2", p("{岗位名秤}"))+note("w:footnote", "3", p("x"), p("{备柱}")), "comments", note("w:comment", "0", p("{甲乙丙丁}"))), []string{
			"unknown-name {备柱} 脚注 1 段落 2 → 备注", "unknown-name {甲乙丙丁} 批注 1 段落 1", "unknown-name {岗位名秤} 脚注 2 段落 1 → 岗位名称"}},
		{"headers by their pages", faultsOf(t, p("x")+`<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:headerReference w:type="first" r:id="rId2"/></w:sectPr></w:pPr></w:p><w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:footerReference w:type="even" r:id="rId3"/></w:sectPr>`,
			"header", p("{甲乙丙丁}"), "header", p("{甲乙丙丁}"), "footer", p("{甲乙丙丁}")), []string{
			"unknown-name {甲乙丙丁} 第1节页眉 段落 1", "unknown-name {甲乙丙丁} 第1节首页页眉 段落 1", "unknown-name {甲乙丙丁} 第2节偶数页页脚 段落 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, tt.got); diff != "" {
				t.Errorf("Compile() faults (-want +got)\n%s", diff)
			}
		})
	}
}

// TestPartsAreFoundByTheirRelationships takes a file as another program may
// write it: parts with names of their own, other prefixes, the strict form.
func TestPartsAreFoundByTheirRelationships(t *testing.T) {
	t.Parallel()
	const strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
	rel := func(id, kind, target string) string {
		return `<Relationship Id="` + id + `" Type="` + strict + kind + `" Target="` + target + `"/>`
	}
	rels := func(s ...string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`<x:Relationships xmlns:x="http://schemas.openxmlformats.org/package/2006/relationships">` + strings.ReplaceAll(strings.Join(s, ""), "<Rel", "<x:Rel") + `</x:Relationships>`)}
	}
	xml := func(s string) *fstest.MapFile {
		s = strings.NewReplacer("<w:", "<ns0:", "</w:", "</ns0:", " w:", " ns0:").Replace(s)
		s = strings.Replace(s, ">", ` xmlns:ns0="http://purl.oclc.org/ooxml/wordprocessingml/main" xmlns:q="http://purl.oclc.org/ooxml/officeDocument/relationships">`, 1)
		return &fstest.MapFile{Data: []byte(`<?xml version="1.0"?>` + s)}
	}
	override := func(name, kind string) string {
		return `<Override PartName="/` + name + `" ContentType="` + wordTypes + kind + `+xml"/>`
	}
	data := zipped(t, fstest.MapFS{
		"[Content_Types].xml": {Data: []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			override("Text/document2.xml", "document.main") + override("a/kopf.xml", "header") + override("a/kopf2.xml", "header") + override("Text/n.xml", "footnotes") + `</Types>`)},
		"_rels/.rels":                   rels(rel("R1", "officeDocument", "/Text/document2.xml"), rel("R2", "customProperties", "c.xml")),
		"Text/document2.xml":            xml("<w:document><w:body>" + p("{岗位名", "称}") + "<w:p>" + refer("w:footnoteReference", "1") + r("{%照片}") + "</w:p><w:sectPr/></w:body></w:document>"),
		"Text/_rels/document2.xml.rels": rels(rel("a", "header", "../a/kopf.xml"), rel("b", "header", "../a/kopf2.xml"), rel("c", "footnotes", "n.xml")),
		"a/kopf.xml":                    xml("<w:hdr>" + p("{单位名称}") + "</w:hdr>"),
		"a/kopf2.xml":                   xml("<w:hdr>" + p("{岗位编号}") + "</w:hdr>"),
		"Text/n.xml":                    xml("<w:footnotes>" + note("w:footnote", "1", p("注 {岗位编号}")) + "</w:footnotes>"),
		"c.xml":                         {Data: []byte(`<Properties xmlns="http://purl.oclc.org/ooxml/officeDocument/customProperties" xmlns:vt="http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes"><property name="a"><vt:lpwstr>{岗位编号}</vt:lpwstr></property></Properties>`)},
	})
	tm, faults := template.Compile(open(t, data), form())
	if tm == nil {
		t.Fatal(faults)
	}
	values := values(t, placesData)
	values["position"].(map[string]any)["extra"] = []any{map[string]any{"label": "照片", "value": dataURL(t, "png", 40, 20)}}
	doc := fill(t, tm, values)
	for part, want := range map[string]string{"Text/document2.xml": "经理\n\n", "a/kopf.xml": "某公司\n", "a/kopf2.xml": "A<1>\n", "Text/n.xml": "注 A<1>\n"} {
		root := partOf(t, doc, part)
		if n := root.Child("w:body"); n != nil {
			root = n
		} else if n := root.Child("w:footnote"); n != nil {
			root = n
		}
		if got := outline(root); got != want {
			t.Errorf("%s = %q, want %q", part, got, want)
		}
	}
	if got := partOf(t, doc, "c.xml").Content(); got != "A<1>" {
		t.Errorf("the property is %q", got)
	}
	main := partOf(t, doc, "Text/document2.xml")
	inline := all(main, "wp:inline")
	if len(inline) != 1 || inline[0].Attr("xmlns:wp") != "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing" {
		t.Errorf("the drawing is not in the strict form: %v", inline)
	}
}

func TestContentControlsAreFilled(t *testing.T) {
	t.Parallel()
	control := func(props string, content ...string) string {
		return `<w:sdt><w:sdtPr>` + props + `</w:sdtPr><w:sdtContent>` + strings.Join(content, "") + `</w:sdtContent></w:sdt>`
	}
	const bound = `<w:alias w:val="a"/><w:showingPlcHdr/><w:dataBinding w:xpath="/a" w:storeItemID="{x}"/><w15:dataBinding xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" w:xpath="/a"/><w:text/>`
	tm := compile(t, form(), body(
		control(bound, p("{岗位名称}")),
		"<w:p>"+r("编号：")+control(bound, r("{岗位编号}"))+r("，")+control(bound, r("固定"))+"</w:p>",
		control(bound, p("固定")),
		"<w:p>"+r("a")+"<w:sdt/>"+"<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>"+r("b{单位名称}")+"</w:p><w:sdt><w:sdtContent/></w:sdt>",
		tbl(tr(control(bound, tc("{岗位名称}")), tc("x")), control(`<w:id w:val="1"/>`+bound, tr(tc("{#相关权限}{.}"), tc("{/}"))), control("", tr(tc("{#工具}{.}"), tc("{/}"))), "<w:sdt><w:sdtContent/></w:sdt>"),
		control("", tbl(tr(tc("{#工具:行}{.}{/}")))),
		p("{#相关权限}"), control(`<w:id w:val="2"/>`+bound, p("{.}")), p("{/}")))
	got := written(t, fill(t, tm, values(t, placesData)))
	want := "经理\n编号：A<1>，固定\n固定\nab某公司\n| 经理 | x |\n| 甲 |  |\n| 乙 |  |\n\n甲\n乙\n"
	if diff := cmp.Diff(want, outline(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var kept []string
	for _, n := range all(got, "w:sdt") {
		if n.Find("w:sdtPr", "w:dataBinding") != nil {
			kept = append(kept, strings.TrimSpace(paragraphText(n)))
		}
		if (n.Find("w:sdtPr", "w:dataBinding") == nil) != (n.Find("w:sdtPr", "w:showingPlcHdr") == nil) || n.Find("w:sdtPr", "w:id") != nil && n.Find("w:sdtPr", "w:id").Attr("w:val") == "2" {
			t.Errorf("properties of a control: %s", n.Child("w:sdtPr").Append(nil))
		}
	}
	if diff := cmp.Diff([]string{"固定", "固定"}, kept); diff != "" {
		t.Errorf("controls that are still bound (-want +got)\n%s", diff)
	}
}

// complex is a complex field with its result.
func complexField(code string, result ...string) string {
	char := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	return char("begin") + `<w:r><w:instrText xml:space="preserve"> ` + code + ` </w:instrText></w:r>` + char("separate") + strings.Join(result, "") + char("end")
}

func TestFieldResultsAreFilled(t *testing.T) {
	t.Parallel()
	tm := compile(t, form(), body(
		"<w:p>"+r("见")+complexField("DOCPROPERTY a", r("{岗位"), rb("名称}"))+r("。")+"</w:p>",
		`<w:p><w:fldSimple w:instr="TITLE">`+r("{岗位编号}")+`</w:fldSimple></w:p>`,
		"<w:p>"+complexField("REF x", r("{#相关权限}{.}，{/}"))+r("{#相关权限}")+complexField("PAGE", r("1"))+r("{.}{/}")+"</w:p>"))
	got := written(t, fill(t, tm, values(t, placesData)))
	if diff := cmp.Diff("见经理。\nA<1>\n甲，乙，1甲1乙\n", outline(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	depth := 0
	for _, n := range all(got, "w:fldChar") {
		depth += map[string]int{"begin": 1, "end": -1}[n.Attr("w:fldCharType")]
		if depth < 0 || depth > 1 {
			t.Fatal("a field ends that has not begun")
		}
	}
	want := []string{"block-level {#相关权限} 段落 1"}
	if diff := cmp.Diff(want, faultsOf(t, body("<w:p>"+r("x")+complexField("DATE", r("{#相关权限}"))+r("{.}{/}y")+"</w:p>"))); diff != "" {
		t.Errorf("a block that begins in a field and ends outside (-want +got)\n%s", diff)
	}
}

func TestBothBranchesAmongRunsAreFilled(t *testing.T) {
	t.Parallel()
	both := func(choice, fallback string) string {
		return `<mc:AlternateContent><mc:Choice Requires="w14">` + choice + `</mc:Choice><mc:Fallback>` + fallback + `</mc:Fallback></mc:AlternateContent>`
	}
	box := func(text string) string {
		return `<w:r><w:pict><v:textbox><w:txbxContent>` + p(text) + `</w:txbxContent></v:textbox></w:pict></w:r>`
	}
	tm := compile(t, form(), body("<w:p>"+r("a")+both(r("{岗位名称}")+box("{岗位编号}"), r("{岗位")+r("名称}！")+box("{单位名称}"))+r("b")+"</w:p>", both(p("{#相关权限}{.}{/}"), p("{#相关权限}{.}{/}"))))
	got := written(t, fill(t, tm, values(t, placesData)))
	if diff := cmp.Diff("a经理A<1>经理！某公司b\n", outline(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if n := len(all(got, "w:p")); n != 3+4 { // two text boxes and their paragraph, two items twice
		t.Errorf("%d paragraphs, want 7", n)
	}
	if diff := cmp.Diff([]string{"unknown-name {甲乙丙丁} 段落 1", "unknown-name {戊己庚辛} 段落 2"}, faultsOf(t, body(both(p("{甲乙丙丁}"), p("{甲乙丙丁}")), p("{戊己庚辛}")))); diff != "" {
		t.Errorf("faults (-want +got)\n%s", diff)
	}
}
