package company

import "fmt"

// inTree are the faults between positions. A department has one of them, and then
// no other, since they would change what the others lead to.
var inTree = []func(m *maker) bool{
	notListed, listedUnknown, superiorUnknown, superiorUnclear, twoSuperiors, circle, ownSuperior, sameCode, sameTitle, overstated,
}

// spoil puts faults into a department.
func (m *maker) spoil() {
	if m.random.Float64() < m.Faults && len(m.forms) == largest {
		start := m.random.IntN(len(inTree))
		for i := range inTree {
			if inTree[(start+i)%len(inTree)](m) {
				break
			}
		}
		m.sign()
		return
	}
	for _, f := range m.forms {
		if m.random.Float64() >= m.Faults {
			continue
		}
		start := m.random.IntN(len(own))
		for i := range own {
			if own[(start+i)%len(own)](m, f) {
				break
			}
		}
	}
	m.sign()
}

// sign fills in at which positions the faults stand.
func (m *maker) sign() {
	for _, f := range m.forms {
		for i := range f.sites {
			s := &f.sites[i]
			if s.Wording == "" {
				s.Code, s.Department, s.Title = deref(f.Position.Code), deref(f.Position.Department), f.Position.Title
			}
			if s.Check == "text-implies-subordinates" {
				s.Pointer = fmt.Sprintf("/authorities/%d", len(f.Authorities)-1)
			}
		}
	}
}

// pick returns a position without reports, and where its superior lists it.
func (m *maker) pick(fits func(*form) bool) (f *form, at int) {
	for _, k := range m.random.Perm(len(m.forms)) {
		if f = m.forms[k]; f.role.level != levelStaff || !fits(f) {
			continue
		}
		for i, b := range f.above.below {
			if b == f {
				return f, i
			}
		}
	}
	return nil, 0
}

func anyone(*form) bool { return true }

func listed(at int) string { return fmt.Sprintf("/position/directReports/%d", at) }

func (f *form) unlist(at int) {
	f.Position.DirectReports = append(f.Position.DirectReports[:at:at], f.Position.DirectReports[at+1:]...)
}

func notListed(m *maker) bool {
	f, at := m.pick(anyone)
	f.above.unlist(at)
	return f.expect("report-not-listed-by-superior", "/position/reportsTo")
}

func listedUnknown(m *maker) bool {
	f := m.forms[1]
	f.Position.DirectReports = append(f.Position.DirectReports, "技术顾问")
	f.Position.SubordinateCount = f.counted + 1
	return f.expect("direct-report-not-in-set", listed(len(f.Position.DirectReports)-1))
}

func superiorUnknown(m *maker) bool {
	f, at := m.pick(anyone)
	f.above.unlist(at)
	f.above.counted -= *f.Position.Headcount
	f.above.count()
	f.Position.ReportsTo, f.Reporting = "集团派驻代表", []string{"向集团派驻代表汇报工作"}
	return f.expect("superior-not-in-set", "/position/reportsTo")
}

// superiorUnclear refers to a superior by its title alone, which other branches have too.
func superiorUnclear(m *maker) bool {
	f, _ := m.pick(anyone)
	others := 0
	for _, d := range m.departments {
		if d.function == m.department.function && d.size == largest {
			others++
		}
	}
	if others < 2 {
		return false
	}
	f.Position.ReportsTo = f.above.Position.Title
	return f.expect("superior-ambiguous", "/position/reportsTo")
}

// twoSuperiors lets a position name the other supervisor.
func twoSuperiors(m *maker) bool {
	f, at := m.pick(anyone)
	other := m.forms[1]
	if f.above == other {
		other = m.forms[2]
	}
	f.superior(other.person())
	other.counted += *f.Position.Headcount
	other.count()
	f.above.expect("superior-differs", listed(at))
	f.expect("superior-differs", "/position/reportsTo")
	return f.expect("report-not-listed-by-superior", "/position/reportsTo")
}

// circle lets a supervisor report to one below.
func circle(m *maker) bool {
	f, _ := m.pick(anyone)
	above, manager := f.above, m.forms[0]
	above.superior(f.person())
	for i, b := range manager.below {
		if b == above {
			manager.expect("superior-differs", listed(i))
		}
	}
	above.expect("superior-differs", "/position/reportsTo")
	above.expect("report-not-listed-by-superior", "/position/reportsTo")
	above.expect("reporting-cycle", "/position/reportsTo")
	return f.expect("reporting-cycle", "/position/reportsTo")
}

func ownSuperior(m *maker) bool {
	f, at := m.pick(anyone)
	f.superior(f.person())
	f.above.expect("superior-differs", listed(at))
	f.expect("superior-differs", "/position/reportsTo")
	return f.expect("reports-to-self", "/position/reportsTo")
}

func sameCode(m *maker) bool {
	f, _ := m.pick(func(f *form) bool { return !f.byCode })
	other, _ := m.pick(func(g *form) bool { return !g.byCode && g != f })
	f.Position.Code = other.Position.Code
	f.expect("code-duplicate", "/position/code")
	return other.expect("code-duplicate", "/position/code")
}

func sameTitle(m *maker) bool {
	f, at := m.pick(func(f *form) bool { return f.byCode })
	other, _ := m.pick(func(g *form) bool { return g.above == f.above && g != f })
	f.Position.Title = other.Position.Title
	f.above.Position.DirectReports[at] = f.reference()
	f.expect("duplicate-title", "/position/title")
	return other.expect("duplicate-title", "/position/title")
}

// overstated is no fault of one position alone: a headcount that is missing below
// would leave the true number open.
func overstated(m *maker) bool {
	f := m.forms[2]
	f.Position.SubordinateCount = f.counted + 50
	return f.expect("subordinate-count-differs", "/position/subordinateCount")
}
