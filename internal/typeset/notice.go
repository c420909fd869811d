package typeset

import (
	"fmt"

	"jobdoc/internal/font"
)

// notice is one thing the typesetter does not do, or does otherwise than Word.
type notice uint8

// noticeSet is a set of notices.
type noticeSet uint64

func (n notice) set() noticeSet { return 1 << n }

const (
	noticeTextEffect notice = iota
	noticeFrame
	noticeTextDirection
	noticeBidi
	noticeAnchored
	noticeTextBox
	noticeDrawing
	noticePicture
	noticeObject
	noticeMath
	noticeRuby
	noticeNote
	noticeAltChunk
	noticeFloatingTable
	noticePageBorders
	noticeVertical
	noticeVerticalContent
	noticeVerticalMarks
	noticeRowGrown
	noticeTall
	noticePages
	noticeDeep
	noticePictureBullet
	noticeCrop
	noticeAsianLayout
	noticePageDirection
	noticeDeadLink
	noticeFieldNumber
	noticeHyphenation
	noticeWrap
	noticeOutline
	noticeBoxDirection
	noticeFill
	noticeBoxFull
	noticeTurned
	noticeWordArt
	noticeNumberFormat
	noticeVerticalJustify
	noticeBackground
	noticeGradient
	noticeEmptyField
	noticeUnknown
	notices
)

// noticeText has one line for each notice: code, Chinese, English.
func noticeText(n notice) Warning {
	table := [notices]Warning{
		noticeTextEffect:      {"text-effect", "空心、阴影、阳文、阴文等文字效果按普通文字印出", "outline, shadow, emboss and imprint are printed as plain text"},
		noticeFrame:           {"text-frame", "单元格里、样式里或其后没有段落的文本框架（framePr）排在原位", "a text frame (framePr) in a cell, of a style or with no paragraph behind it is set in place"},
		noticeTextDirection:   {"paragraph-direction", "段落的纵排方向未采用，纵排请设在单元格上", "the text direction of a paragraph is not followed; set it on the cell"},
		noticeBidi:            {"right-to-left", "从右到左的段落按从左到右排", "a right-to-left paragraph is set from left to right"},
		noticeAnchored:        {"anchored-picture", "表格、注释或文本框里文字环绕的浮动图片排在锚点所在的行内，如需准确位置请改为嵌入型", "a floating picture that text goes round in a table, note or text box is set in the line it is anchored in; make it inline to place it exactly"},
		noticeTextBox:         {"text-box", "表格、注释里文字环绕的文本框，其文字排在所在段落之后", "the text of a text box that text goes round in a table or a note is set after the paragraph it is anchored in"},
		noticeDrawing:         {"drawing", "图形、图表或 SmartArt 未印出，请改为图片", "a shape, chart or SmartArt is not printed; make it a picture"},
		noticePicture:         {"picture", "图片缺失、损坏或不是 PNG、JPEG，留出空位", "a picture is missing, damaged, or neither PNG nor JPEG; its room is left blank"},
		noticeObject:          {"embedded-object", "嵌入的 OLE 对象未印出", "an embedded OLE object is not printed"},
		noticeMath:            {"math", "公式排成一行文字，如 (a+b)/2、√(x)", "a formula is set as text on one line, as in (a+b)/2 and √(x)"},
		noticeRuby:            {"ruby", "纵排单元格里的拼音指南（注音）未印出，只印正文", "ruby in vertical cells is not printed, only the text it belongs to"},
		noticeNote:            {"note", "有脚注、尾注未印出：注文不在文件中，或在页眉、页脚、文本框或另一注释中引用", "a footnote or endnote is not printed: its text is missing, or a header, a footer, a text box or another note refers to it"},
		noticeAltChunk:        {"alt-chunk", "插入的外部文件（altChunk）未印出", "an imported file (altChunk) is not printed"},
		noticeFloatingTable:   {"floating-table", "放不下或嵌套的浮动表格排在原位", "a floating table that does not fit or stands in another is set in place"},
		noticePageBorders:     {"page-borders", "艺术型页面边框按单线印出", "an art border of the page is drawn as a single line"},
		noticeVertical:        {"vertical-overflow", "纵排单元格放不下文字，文字超出边框，请增加行高", "vertical text does not fit its cell and runs over the border; make the row higher"},
		noticeVerticalContent: {"vertical-content", "含有表格的纵排单元格按横排", "a vertical cell that holds a table is set across"},
		noticeVerticalMarks:   {"vertical-marks", "纵排文字的下划线、删除线、底纹、着重号、边框未印出", "underlines, strikes, shading, emphasis marks and borders of vertical text are not printed"},
		noticeRowGrown:        {"row-overflow", "固定行高放不下单元格的内容，已加高该行，请改为最小值", "a row of exact height does not hold its content and is made higher; make it at least"},
		noticeTall:            {"too-tall", "有内容高过一页，超出页底", "something is taller than a page and runs over its foot"},
		noticePages:           {"too-many-pages", fmt.Sprintf("超过 %d 页，其后的内容未排", maxPages), fmt.Sprintf("more than %d pages; what follows is not set", maxPages)},
		noticeDeep:            {"too-deep", "表格嵌套过深，里层未排", "tables nested too deep are not set"},
		noticePictureBullet:   {"picture-bullet", "图片项目符号缺图片或不是 PNG、JPEG，改用圆点", "the picture of a bullet is missing or neither PNG nor JPEG; it is set as a dot"},
		noticeCrop:            {"picture-crop", "图片的裁剪超出图片本身，超出的部分未采用", "a crop that goes beyond its picture is not followed"},
		noticeAsianLayout:     {"asian-layout", "纵排单元格里的双行合一、横排文字里的纵横混排按普通文字印出", "two lines in one in vertical text, and text turned within a horizontal line, are printed as plain text"},
		noticePageDirection:   {"page-direction", "整页纵排按横排", "a section that runs down is set across"},
		noticeDeadLink:        {"dead-link", "链接的目标书签不在文中，链接不可点击", "a link leads to a bookmark that is not in the document and cannot be clicked"},
		noticeFieldNumber:     {"number-field", "LISTNUM、AUTONUM 等编号域未印出，请改用编号列表", "fields that count (LISTNUM, AUTONUM) are not printed; use a numbered list"},
		noticeHyphenation:     {"hyphenation", "西文单词不自动断字", "Latin words are not hyphenated"},
		noticeWrap:            {"text-wrap", "环绕对象过多，其后的文字未避让", "too many objects for text to go round; what follows prints over them"},
		noticeOutline:         {"shape-outline", "形状的轮廓按矩形印出", "a shape is drawn as a rectangle"},
		noticeBoxDirection:    {"text-box-direction", "文本框里的竖排文字按横排", "text that runs down in a text box is set across"},
		noticeFill:            {"shape-fill", "图片、图案填充未印出", "a picture or pattern fill is not printed"},
		noticeBoxFull:         {"text-box-overflow", "文本框放不下文字，已加高文本框", "a text box does not hold its text and is made higher"},
		noticeTurned:          {"turned-drawing", "旋转的图片、形状未旋转", "a turned picture or shape is printed upright"},
		noticeWordArt:         {"word-art", "艺术字（水印）未印出", "WordArt, such as a watermark, is not printed"},
		noticeNumberFormat:    {"number-format", "有的编号格式不认识，改用阿拉伯数字", "a list counts in a way that is not known; it counts 1, 2, 3"},
		noticeVerticalJustify: {"vertical-justification", "页面垂直两端对齐按顶端对齐", "a page justified from top to foot is set from the top"},
		noticeGradient:        {"shape-gradient", "渐变填充印成单色（两端颜色的中间色）", "a gradient fill is printed in one colour, half way between its ends"},
		noticeEmptyField:      {"empty-field", "目录、索引或引用的内容是空的，请在 Word 里全选后按 F9 更新域并保存", "a table of contents, an index or a reference is empty; update the fields in Word (Ctrl+A, F9) and save"},
		noticeBackground:      {"page-background", "页面背景色未印出（Word 默认也不打印）", "the colour of the page is not printed, as Word does by default"},
		noticeUnknown:         {"unknown-element", "有无法识别的内容未印出", "unknown content is not printed"},
	}
	return table[n]
}

// notice adds a warning, once.
func (l *layouter) notice(n notice) {
	if l.noticed&n.set() != 0 {
		return
	}
	l.noticed |= n.set()
	l.warnings = append(l.warnings, noticeText(n))
}

// noticeAll adds the warnings of a set.
func (l *layouter) noticeAll(set noticeSet) {
	for n := notice(0); set&^l.noticed != 0 && n < notices; n++ {
		if set&n.set() != 0 {
			l.notice(n)
		}
	}
}

// missing warns of a character no face has, once each.
func (l *layouter) missing(r rune) {
	for _, m := range l.missed {
		if m == r {
			return
		}
	}
	const most = 200 // of a text in a script no face has, say no more
	if len(l.missed) >= most {
		return
	}
	l.missed = append(l.missed, r)
	l.warnings = append(l.warnings, Warning{
		Code:    "missing-glyph",
		Detail:  fmt.Sprintf("没有字体含有“%c”（U+%04X），印为带框的编码；可用 --font-dir 提供字体", r, r),
		English: fmt.Sprintf("no font has %q (U+%04X), printed as its code point in a box; give a font with --font-dir", r, r),
	})
}

// fontWarnings takes over what a typeface warns of.
func (l *layouter) fontWarnings(t *font.Typeface) {
	for _, w := range t.Warnings {
		l.warnings = append(l.warnings, Warning{Code: w.Code, Detail: w.Detail, English: w.English})
	}
}
