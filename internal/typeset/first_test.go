package typeset

import "testing"

func TestFirst(t *testing.T) {
	d := docx{body: `<w:p><w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val="44"/><w:rFonts w:eastAsia="黑体"/></w:rPr><w:t>职位说明书</w:t></w:r></w:p>
<w:p><w:r><w:t>Hello 世界, this is a test of the paragraphs.</w:t></w:r></w:p>
<w:tbl><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8"/><w:left w:val="single" w:sz="8"/><w:bottom w:val="single" w:sz="8"/><w:right w:val="single" w:sz="8"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="4000"/></w:tblGrid>
<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>名称</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:shd w:fill="F2F2F2"/></w:tcPr><w:p><w:r><w:t>内容内容内容内容内容内容内容内容内容内容内容内容内容内容内容内容内容</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:textDirection w:val="tbRl"/><w:vMerge w:val="restart"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:r><w:t>职责</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>
</w:tbl>`}
	t.Log(dumpLayout(d.layout(t)))
}
