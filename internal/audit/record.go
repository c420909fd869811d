package audit

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"jobdoc/internal/position"
)

// record is what is kept of a position: enough to compare it with all others.
type record struct {
	subject  *Subject
	identity // folded

	headcount    int // -1 where it is blank
	subordinates int // as stated; -1 where it is blank or no number
	countText    string

	superior      reference // zero where it is blank
	statedNone    bool      // 直接上级：无
	reports       []reference
	reportsStated bool // 直接下属 is a list
	departments   []placed
	competencies  []string
	authorities   []string
	organization  string
	group         string // folded
}

// identity is how other positions refer to one.
type identity struct{ code, title, department string }

// reference is a reference to another position.
type reference struct {
	identity
	text    string // as printed
	pointer string
}

// placed is a text and where it stands.
type placed struct{ text, pointer string }

func newRecord(p position.Position, source string) *record {
	s := &Subject{p.Code(), p.Department(), p.Title(), source}
	r := &record{
		subject:   s,
		identity:  identity{fold(s.Code), fold(s.Title), fold(s.Department)},
		headcount: -1, subordinates: -1, organization: p.Organization(),
	}
	head := object(at(p, "position"))
	if n, ok := number(head["headcount"]); ok {
		r.headcount = int(n)
	}
	r.countText = text(head["subordinateCount"])
	r.subordinates = people(r.countText)
	if ref := newReference(head["reportsTo"], "/position/reportsTo"); none(ref.text) {
		r.statedNone = true
	} else {
		r.superior = ref
	}
	r.group = fold(text(head["group"]))
	_, r.reportsStated = head["directReports"].([]any)
	for i, v := range items(head["directReports"]) {
		ref := newReference(v, index("/position/directReports", i, ""))
		if ref.text != "" && !none(ref.text) {
			r.reports = append(r.reports, ref)
		}
	}
	r.keepDepartments(p)
	r.keepWordings(p)
	return r
}

// headsAfter is how many people of a title there are, written after it: 销售代表（3人）, 会计2名.
var headsAfter = regexp.MustCompile(`(?:\([0-9]+[人名位个]\)|[0-9]+[人名位个]|×[0-9]+)$`)

func newReference(v any, pointer string) reference {
	m := object(v)
	title := fold(member(v, "title"))
	if rest := headsAfter.ReplaceAllString(title, ""); rest != "" {
		title = rest
	}
	ref := reference{identity{fold(text(m["code"])), title, fold(text(m["department"]))}, "", pointer}
	ref.text = text(m["department"]) + member(v, "title")
	if code := text(m["code"]); code != "" {
		ref.text += "（" + code + "）"
	}
	return ref
}

// keepDepartments keeps the departments that the position names.
func (r *record) keepDepartments(p position.Position) {
	if r.subject.Department != "" {
		r.departments = append(r.departments, placed{r.subject.Department, "/position/department"})
	}
	for i, v := range items(at(p, "collaboration", "internal")) {
		for _, name := range splitNames(text(v)) {
			r.departments = append(r.departments, placed{name, index("/collaboration/internal", i, "")})
		}
	}
}

// keepWordings keeps the competencies and authorities, which are compared over all positions.
func (r *record) keepWordings(p position.Position) {
	q := object(at(p, "qualifications"))
	for _, g := range items(q["competencies"]) {
		r.competencies = appendTexts(r.competencies, items(object(g)["items"]))
	}
	for _, key := range []string{"knowledge", "skills", "personalQualities"} {
		r.competencies = appendTexts(r.competencies, items(q[key]))
	}
	for _, v := range items(at(p, "authorities")) {
		if m, ok := v.(map[string]any); ok {
			r.authorities = appendTexts(r.authorities, items(m["items"]))
			continue
		}
		r.authorities = appendTexts(r.authorities, []any{v})
	}
}

func appendTexts(to []string, list []any) []string {
	for _, v := range list {
		if s := text(v); s != "" {
			to = append(to, s)
		}
	}
	return to
}

// splitNames takes 财务部、人力资源部 apart.
func splitNames(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、，,；;／/", r) || unicode.IsSpace(r) })
}

// people reads a number of people: 4, "4", "4人", "3（另有实习生1名）", "无"; -1 for anything else.
func people(s string) int {
	if none(s) {
		return 0
	}
	s = fold(s)
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	rest := s[digits:]
	if digits == 0 || digits > 7 || rest != "" && !strings.HasPrefix(rest, "人") && !strings.HasPrefix(rest, "名") && !strings.HasPrefix(rest, "(") {
		return -1
	}
	n, _ := strconv.Atoi(s[:digits])
	return n
}
