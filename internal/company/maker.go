package company

import (
	"fmt"
	"math/rand/v2"
)

// The levels of positions.
const (
	levelStaff = iota
	levelSupervisor
	levelManager
	levelHead // of a branch, or of all
)

// role is what a position is made of.
type role struct {
	title  string
	level  int
	object []string // what its duties are about
	group  string
}

// maker makes the positions of one department.
type maker struct {
	*company
	department *department
	random     *rand.Rand
	forms      []*form
}

// staff makes the manager, two supervisors and the roles below them.
func (m *maker) staff() {
	f := m.department.function
	roles := []role{{title: f.name + "经理", level: levelManager, object: f.objects}}
	for i, group := range []string{"业务", "综合"} {
		roles = append(roles, role{title: f.name + group + "主管", level: levelSupervisor, object: rotate(f.objects, i*3), group: group + "组"})
	}
	for i, title := range f.roles {
		for _, grade := range []string{"", "高级", "助理"} {
			roles = append(roles, role{title: grade + title, object: rotate(f.objects, i), group: []string{"业务", "综合"}[i%2] + "组"})
		}
	}
	for i, r := range roles[:m.department.size] {
		m.forms = append(m.forms, m.form(r, i+1))
	}
}

func rotate(list []string, by int) []string {
	return append(append([]string(nil), list[by:]...), list[:by]...)
}

// form makes a position without its place in the tree.
func (m *maker) form(r role, number int) *form {
	d := m.department
	headcount := 1
	if r.level == levelStaff {
		headcount = 1 + m.random.IntN(4)
	}
	f := &form{
		FormTitle: "职位说明书", Organization: organization, role: r,
		Position: head{
			Title: r.title, Code: ptr(fmt.Sprintf("%s-%03d", d.code, number)), Department: &d.name, Group: r.group,
			Headcount: &headcount, JobFamily: ptr(m.family(r)), AnalysisDate: ptr(analysed), DirectReports: []any{},
			PayGradeRange: &payRange{payPoint{numerals[r.level+1], 1 + m.random.IntN(3)}, payPoint{numerals[r.level+2], 3 + m.random.IntN(3)}},
		},
		Environment: []string{"办公室", "生产现场", "客户现场"}[m.random.IntN(3):][:1],
		Tools:       []string{"计算机、电话等办公设备"},
		byCode:      number%2 == 0,
	}
	m.duties(f)
	m.qualify(f)
	for _, who := range []string{"任职人", "直接上级", "人力资源部"} {
		f.Signatures = append(f.Signatures, &signature{who, m.name(), ptr("2026-04-08")})
	}
	return f
}

var numerals = []string{"一", "二", "三", "四", "五", "六", "七"}

func (m *maker) family(r role) string {
	if m.department.function == nil {
		return "经营类"
	}
	if r.level == levelManager {
		return "管理类"
	}
	return m.department.function.family
}

func (m *maker) name() string {
	name := []rune{surnames[m.random.IntN(len(surnames))], givenNames[m.random.IntN(len(givenNames))]}
	if m.random.IntN(2) == 0 {
		name = append(name, givenNames[m.random.IntN(len(givenNames))])
	}
	return string(name)
}

// duties makes four to seven duties, each about another object, and the one that
// every form ends in. Their percentages sum to 100.
func (m *maker) duties(f *form) {
	n := 4 + m.random.IntN(3)
	n = min(n, len(f.role.object), len(dutyWords))
	shares := m.shares(n)
	for i, k := range m.random.Perm(len(dutyWords))[:n] {
		object := f.role.object[i]
		d := &duty{Description: fmt.Sprintf(dutyWords[k], object), TimePercent: ptr(shares[i])}
		for j, words := range taskWords[k] {
			if j < 2 || m.random.IntN(3) > 0 {
				d.Tasks = append(d.Tasks, fmt.Sprintf(words, object))
			}
		}
		f.Duties = append(f.Duties, d)
		f.Authorities = append(f.Authorities, fmt.Sprintf(authorityWords[k%len(authorityWords)], object))
	}
	f.Duties = append(f.Duties, &duty{Description: "完成上级交办的其他工作", TimePercent: ptr(5.0), Tasks: []any{"按要求完成临时任务，及时反馈结果"}})
	f.Summary = ptr(fmt.Sprintf("负责%s的%s、%s等工作，保证各项工作按时、合规完成。", m.department.name, f.role.object[0], f.role.object[1]))
	f.Collaboration.External = []string{"政府主管部门"}
	f.Records = []string{"工作日志"}
	if fn := m.department.function; fn != nil {
		f.Collaboration.External, f.Records = fn.partners, fn.records
	}
	f.Collaboration.Internal = m.neighbours()
}

// shares returns n percentages, multiples of five, that sum to 95.
func (m *maker) shares(n int) []float64 {
	shares := make([]float64, n)
	for i := range shares {
		shares[i] = 10
	}
	for left := 95 - 10*n; left > 0; left -= 5 {
		shares[m.random.IntN(n)] += 5
	}
	return shares
}

// neighbours are the departments it works with: others of its branch.
func (m *maker) neighbours() []string {
	var names []string
	for _, p := range m.departments[m.department.branch].heads {
		if p.department != m.department.name {
			names = append(names, p.department)
		}
	}
	m.random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return append([]string{}, names[:min(len(names), 2+m.random.IntN(3))]...)
}

func (m *maker) qualify(f *form) {
	items := []string{}
	for _, k := range m.random.Perm(len(competencies))[:6+m.random.IntN(5)] {
		items = append(items, competencies[k])
	}
	major := "不限"
	groups := []section{{"所需胜任能力", items}}
	if fn := m.department.function; fn != nil {
		major = fn.majors
		groups = append([]section{{"专业知识与技能", fn.skills}}, groups...)
	}
	f.Qualifications = &qualifications{
		Education: ptr([]string{"大学专科及以上", "大学本科", "大学本科及以上", "大学本科及以上"}[f.role.level]),
		Major:     major, Experience: ptr(fmt.Sprintf("%d年以上相关工作经验", 1+2*f.role.level+m.random.IntN(2))),
		Training: []string{"公司制度与文化", "岗位操作规程"}, Competencies: groups,
	}
}

// link puts the positions of a department into the tree: the manager, below him
// the supervisors, below each of them one half of the roles. A role without a
// supervisor, in a department that was cut short, reports to the manager.
func (m *maker) link() {
	manager := m.forms[0]
	head := m.departments[m.department.branch].self
	manager.superior(head)
	for i, f := range m.forms[1:] {
		above := manager
		if f.role.level == levelStaff {
			above = m.forms[1+(i-2)/3%2]
		}
		f.above = above
		above.below = append(above.below, f)
		f.superior(above.person())
	}
	for _, f := range m.forms {
		for _, b := range f.below {
			f.Position.DirectReports = append(f.Position.DirectReports, b.reference())
			f.counted += *b.Position.Headcount
		}
		m.complete(f)
	}
}

// complete states what follows from who is below.
func (m *maker) complete(f *form) {
	if len(f.Position.DirectReports) > 0 {
		f.Authorities = append(f.Authorities, directing[:3+m.random.IntN(len(directing)-2)]...)
	}
	f.count()
}

// linkHead puts a general manager into the tree.
func (m *maker) linkHead(f *form) {
	if m.department == &m.departments[0] {
		f.Position.ReportsTo = "无"
		f.Reporting = []string{"对董事会负责"}
	} else {
		f.superior(m.departments[0].self)
	}
	for _, p := range m.department.heads {
		f.Position.DirectReports = append(f.Position.DirectReports, &reference{Code: p.code, Title: p.title})
		f.counted += p.headcount
	}
	m.complete(f)
}

// superior sets who directs the position.
func (f *form) superior(p person) {
	f.Position.ReportsTo = &reference{Code: p.code, Title: p.title}
	f.Reporting = []string{"向" + p.title + "汇报工作"}
}

// count states how many people are below.
func (f *form) count() {
	f.Position.SubordinateCount = f.counted
	if f.counted == 0 {
		f.Position.SubordinateCount = "无"
	}
}

func (f *form) person() person {
	return person{deref(f.Position.Code), f.Position.Title, deref(f.Position.Department), *f.Position.Headcount}
}

// reference is how the superior refers to the position.
func (f *form) reference() any {
	if f.byCode {
		return &reference{Code: *f.Position.Code, Title: f.Position.Title}
	}
	return &reference{Title: f.Position.Title, Department: *f.Position.Department}
}
