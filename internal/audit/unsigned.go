package audit

import "strings"

// unsigned looks for forms that nobody has signed: a line for signing without name
// or date, or neither such a line nor anybody who approved.
func unsigned(x *examination) {
	list := items(at(x.pos, "signatures"))
	var open []string
	for _, v := range list {
		if m := object(v); text(m["name"]) == "" || text(m["date"]) == "" {
			open = append(open, text(m["role"]))
		}
	}
	switch {
	case len(open) > 0:
		roles := strings.Trim(strings.Join(open, "、"), "、")
		x.reportAs(Warning, "/signatures", roles, say("签字栏还差 %d 人（%s）的姓名或日期；请签全",
			"name or date of %d signatures (%s) are missing; have them signed", len(open), roles))
	case len(list) == 0 && text(at(x.pos, "document", "approvedBy")) == "":
		x.report("/signatures", "", message{"没有签字，也没有批准人；定稿后请由任职人、直接上级等签字",
			"there is no signature and nobody has approved it; have it signed when it is final"})
	}
}
