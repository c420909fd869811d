package company

// form is a position as this package writes it, in the order of the form. A nil
// pointer is null.
type form struct {
	FormTitle      string          `json:"formTitle"`
	Organization   string          `json:"organization"`
	Position       head            `json:"position"`
	Summary        *string         `json:"summary"`
	Duties         []*duty         `json:"duties"`
	Authorities    []string        `json:"authorities"`
	Reporting      []string        `json:"reporting"`
	Collaboration  collaboration   `json:"collaboration"`
	Environment    []string        `json:"workEnvironment"`
	Tools          []string        `json:"tools"`
	Records        []string        `json:"records"`
	Qualifications *qualifications `json:"qualifications"`
	Signatures     []*signature    `json:"signatures"`
	ExtraSections  []section       `json:"extraSections,omitempty"`

	role    role
	sites   []Fault // the faults it carries
	byCode  bool    // its superior refers to it by code, else by department and title
	below   []*form // whom it directs, as the tree has it
	above   *form
	counted int // people below it
}

type head struct {
	Title            string    `json:"title"`
	Code             *string   `json:"code"`
	Department       *string   `json:"department"`
	Group            string    `json:"group,omitempty"`
	Headcount        *int      `json:"headcount"`
	ReportsTo        any       `json:"reportsTo"` // text, *reference or nil
	DirectReports    []any     `json:"directReports"`
	JobFamily        *string   `json:"jobFamily"`
	SubordinateCount any       `json:"subordinateCount"`
	PayGradeRange    *payRange `json:"payGradeRange"`
	AnalysisDate     *string   `json:"analysisDate"`
}

type reference struct {
	Code       string `json:"code,omitempty"`
	Title      string `json:"title"`
	Department string `json:"department,omitempty"`
}

type payRange struct {
	From payPoint `json:"from"`
	To   payPoint `json:"to"`
}

type payPoint struct {
	Grade string `json:"grade"`
	Step  int    `json:"step"`
}

type duty struct {
	Ordinal     int      `json:"ordinal,omitempty"`
	Description string   `json:"description"`
	TimePercent *float64 `json:"timePercent"`
	Tasks       []any    `json:"tasks"` // text or *task
	Start       int      `json:"taskNumberStart,omitempty"`
}

type task struct {
	Text        string  `json:"text"`
	Frequency   string  `json:"frequency"`
	Duration    string  `json:"duration"`
	TimePercent float64 `json:"timePercent"`
}

type collaboration struct {
	Internal []string `json:"internal"`
	External []string `json:"external"`
}

type qualifications struct {
	Education    *string   `json:"education"`
	Major        string    `json:"major"`
	Experience   *string   `json:"experience"`
	Training     []string  `json:"training"`
	Competencies []section `json:"competencies"`
}

type section struct {
	Heading string   `json:"heading"`
	Items   []string `json:"items"`
}

type signature struct {
	Role string  `json:"role"`
	Name string  `json:"name"`
	Date *string `json:"date"`
}

func ptr[T any](v T) *T { return &v }

// deref returns what a pointer points at, the zero value for nil.
func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
