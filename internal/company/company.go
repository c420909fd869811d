package company

import (
	"encoding/json"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
)

// Options say which company to make up.
type Options struct {
	Positions int     // how many; at least 1
	Seed      uint64  // another seed is another company
	Faults    float64 // the part of positions, and of departments, that carry a fault; 0 to 1
}

// Position is one position of the company.
type Position struct {
	Data   []byte  // compact JSON
	Faults []Fault // what an audit must find because of what is wrong here, also at other positions
}

// Fault is one finding that an audit must report.
type Fault struct {
	Check                   string
	Code, Department, Title string // of the position it stands at; all "" for one of the whole set
	Pointer                 string // "" for one of the whole set
	Wording                 string // of one of the whole set, part of its quote
}

// Today is a date at which nothing in the company is out of date but what is meant to be.
const Today = "2026-06-30"

// analysed is when positions were analysed.
const analysed = "2026-03"

// organization is the invented employer.
const organization = "启明示例制造集团有限公司"

// Generate yields the positions of the company, department by department. It holds
// one department at a time.
func Generate(o Options) iter.Seq[Position] {
	return func(yield func(Position) bool) {
		c := newCompany(o)
		for i := range c.departments {
			for _, f := range c.make(i) {
				data, err := json.Marshal(f)
				if err != nil {
					panic(err) // forms hold nothing that JSON cannot
				}
				if !yield(Position{data, f.sites}) {
					return
				}
			}
		}
	}
}

// Departments returns the names of all departments, in order: the dictionary of the company.
func Departments(o Options) []string {
	var names []string
	seen := map[string]bool{}
	for _, d := range newCompany(o).departments {
		if !seen[d.name] {
			seen[d.name] = true
			names = append(names, d.name)
		}
	}
	return names
}

// company is the plan: which departments there are, and how large.
type company struct {
	Options
	departments []department
}

// department is one department of the plan. The first is the general manager, and
// every branch has one for its head.
type department struct {
	name, code string
	function   *function // nil for a head alone
	size       int
	branch     int      // index of the head of its branch in departments, 0 for headquarters
	heads      []person // who reports to this head
	self       person   // the head of a department or branch
}

// person is enough to refer to a position.
type person struct {
	code, title, department string
	headcount               int
}

// largest is how many positions a department has when it is not cut short: a
// manager, two supervisors, and every role in three grades.
const largest = 1 + 2 + 18

// newCompany plans as many departments as it takes.
func newCompany(o Options) *company {
	c := &company{Options: o}
	left := o.Positions
	add := func(d department) {
		d.size = min(d.size, left)
		left -= d.size
		c.departments = append(c.departments, d)
	}
	add(department{name: "总经理办公室", code: "GMO", size: 1, self: person{"GMO-001", "总经理", "总经理办公室", 1}})
	for branch := 0; left > 0; branch++ {
		prefix, head := "", 0
		if branch > 0 {
			prefix = branchName(branch - 1)
			head = len(c.departments)
			code := fmt.Sprintf("B%03d", branch)
			self := person{code + "-001", prefix + "总经理", prefix, 1}
			c.departments[0].heads = append(c.departments[0].heads, self)
			add(department{name: prefix, code: code, size: 1, self: self})
		}
		for i := range functions {
			if left == 0 {
				break
			}
			f := &functions[i]
			name := prefix + f.name
			code := fmt.Sprintf("%s%03d", f.code, branch)
			self := person{code + "-001", f.name + "经理", name, 1}
			c.departments[head].heads = append(c.departments[head].heads, self)
			add(department{name: name, code: code, function: f, size: largest, branch: head, self: self})
		}
	}
	return c
}

// branchName names the branches: every city with every kind, then numbered ones.
func branchName(i int) string {
	name := cities[i%len(cities)] + branchKinds[i/len(cities)%len(branchKinds)]
	if round := i / (len(cities) * len(branchKinds)); round > 0 {
		name = strings.Replace(name, branchKinds[i/len(cities)%len(branchKinds)], fmt.Sprintf("%d号%s", round+1, branchKinds[i/len(cities)%len(branchKinds)]), 1)
	}
	return name
}

// random returns the source of a department's chances: nothing depends on the
// departments before.
func (c *company) random(i int) *rand.Rand { return rand.New(rand.NewPCG(c.Seed, uint64(i))) }

// make makes the positions of a department, with their faults.
func (c *company) make(i int) []*form {
	d := &c.departments[i]
	m := &maker{company: c, department: d, random: c.random(i)}
	if d.function == nil {
		f := m.form(role{title: d.self.title, level: levelHead, object: []string{"经营计划", "投资决策", "组织建设", "企业文化", "重大合同", "安全生产"}}, 1)
		m.linkHead(f)
		return []*form{f}
	}
	m.staff()
	m.link()
	if c.Faults > 0 {
		m.spoil()
	}
	return m.forms
}
