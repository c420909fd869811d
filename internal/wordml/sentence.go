package wordml

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentence is what a fault is called, for programs and for people. The
// arguments of zh and en are the same, in the same order.
type sentence struct {
	code, zh, en string
}

// Faults of the XML of a part.
var (
	xmlMalformed = func(zh, en string) sentence { return sentence{"xml-malformed", zh, en} }

	xmlNoRoot           = xmlMalformed("没有根元素", "no root element")
	xmlAfterRoot        = xmlMalformed("根元素之后还有内容", "text after the root element")
	xmlMissing          = xmlMalformed("缺少 %[1]s", "%[1]q is missing")
	xmlNoName           = xmlMalformed("元素没有名称", "an element without a name")
	xmlName             = xmlMalformed("%[1]s 不是正确的名称", "%[1]q is no name")
	xmlPrefix           = xmlMalformed("前缀 %[1]s 没有声明", "the prefix %[1]q is not declared")
	xmlWrongEnd         = xmlMalformed("<%[1]s> 以 </%[2]s> 结束", "<%[1]s> is closed by </%[2]s>")
	xmlEndOpen          = xmlMalformed("</%[1]s> 没有写完", "</%[1]s> is not closed")
	xmlOpen             = xmlMalformed("<%[1]s> 没有结束", "<%[1]s> is not closed")
	xmlTagOpen          = xmlMalformed("标签没有写完", "a tag is not closed")
	xmlNoAttribute      = xmlMalformed("标签里有不是属性的内容", "a tag holds something that is no attribute")
	xmlNoValue          = xmlMalformed("属性没有值", "an attribute without a value")
	xmlNoQuotes         = xmlMalformed("属性值没有引号", "an attribute value without quotes")
	xmlQuoteOpen        = xmlMalformed("属性值的引号没有结束", "an attribute value is not closed")
	xmlLess             = xmlMalformed("属性值里有 <", "< in an attribute value")
	xmlTwice            = xmlMalformed("属性 %[1]s 写了两次", "the attribute %[1]s stands twice")
	xmlAmpersand        = xmlMalformed("& 之后没有 ;", "& without ;")
	xmlCharacter        = xmlMalformed("不允许字符 U+%04[1]X", "the character U+%04[1]X is not allowed")
	xmlInnerDeclaration = xmlMalformed("元素里有声明", "a declaration inside an element")
	xmlDeclaration      = xmlMalformed("XML 声明有误", "the XML declaration is wrong")

	xmlDoctype    = sentence{"xml-doctype", "不允许文档类型声明（DOCTYPE）", "a document type declaration is not allowed"}
	xmlEntity     = sentence{"xml-entity", "不允许实体 %[1]s", "the entity %[1]s is not allowed"}
	xmlEncoding   = sentence{"xml-encoding", "声明的编码不是 UTF-8 或 UTF-16，或与内容不符", "the encoding declared is not UTF-8 or UTF-16, or not that of the text"}
	xmlNotUTF8    = sentence{"xml-encoding", "内容不是 UTF-8", "the text is not UTF-8"}
	xmlDepth      = sentence{"xml-too-deep", "元素嵌套超过 %[1]d 层", "elements nested deeper than %[1]d"}
	xmlTokens     = sentence{"xml-too-long", "各部件的标签、属性与文字合计超过 %[1]d 个", "more than %[1]d tags, attributes and texts in all parts"}
	xmlAttributes = sentence{"xml-too-long", "一个元素的属性超过 %[1]d 个", "more than %[1]d attributes in one element"}
)

// fill puts the arguments into a sentence.
func fill(format string, args []any) string {
	if !strings.Contains(format, "%") { // nothing to put in
		return format
	}
	return fmt.Sprintf(format, args...)
}

// clipped is how many characters of a file's own text stand in a message.
const clipped = 120

// clip makes text out of a file fit for a message: it may be long, and it may
// hold characters that move a terminal's cursor or turn the line around.
func clip(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > clipped {
			b.WriteString("…")
			break
		}
		if !unicode.IsPrint(r) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}
