package audit

import (
	"strings"

	"jobdoc/internal/position"
)

// reportingText looks whether 汇报关系 names the superior. A list that states 无
// does not name it either; where the section is absent or left blank nothing is said.
func reportingText(x *examination) {
	list, ok := at(x.pos, "reporting").([]any)
	superior := at(x.pos, "position", "reportsTo")
	title := member(superior, "title")
	if !ok || position.Blank(superior) || title == "" || none(title) {
		return
	}
	var texts []string
	for _, v := range list {
		texts = append(texts, text(v))
	}
	quote := strings.Join(texts, "；")
	names := append(splitNames(title), title) // two superiors: one of them is enough
	for _, name := range names {
		if strings.Contains(squash(quote), squash(name)) {
			return
		}
	}
	if strings.Trim(quote, "；") == "" {
		quote = "无"
	}
	x.report("/reporting", quote, say("汇报关系没有提到直接上级“%s”；请使两处一致", "the reporting section does not mention the superior “%s”; make the two agree", title))
}
