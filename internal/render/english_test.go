package render

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/wordml"
)

// inEnglish is the position with locale en.
func inEnglish(data string) []byte {
	return []byte(strings.Replace(data, "{", `{"locale": "en", `, 1))
}

func TestAnEnglishPositionTakesTheEnglishClassicForm(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	pos := decode(t, inEnglish(small))
	twin, err := r.Template("classic.en")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "classic", "classic.en"} {
		tmpl, err := r.Template(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range Formats() {
			got, err := r.Render(pos, tmpl, f, Options{})
			want, errTwin := r.Render(pos, twin, f, Options{})
			if err != nil || errTwin != nil || !bytes.Equal(got.Data, want.Data) || len(got.Warnings) > 0 {
				t.Errorf("%q, %s: not what classic.en gives without a warning: %v, %v, %v", name, f.Name, got.Warnings, err, errTwin)
			}
		}
	}
	text := documentText(t, r.Fill(pos, builtin(t, r)))
	if !strings.Contains(text, "Job Title") || strings.Contains(text, "岗位名称") {
		t.Errorf("the fixed words are not English: %.200q", text)
	}
	if !strings.Contains(text, englishFormTitle) {
		t.Errorf("the title is not %q, which the properties give: %.200q", englishFormTitle, text)
	}
}

func TestTheEnglishClassicFormTakesAnyPosition(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	twin, err := r.Template("classic.en")
	if err != nil {
		t.Fatal(err)
	}
	back, err := r.OpenTemplate(twin.Data())
	if err != nil {
		t.Fatal(err)
	}
	for _, tmpl := range []*Template{twin, back} {
		form := r.Fill(decode(t, []byte(small)), tmpl)
		text := documentText(t, form)
		if !strings.Contains(text, "Job Title") || !strings.Contains(text, "售前工程师") {
			t.Errorf("not the English form with the Chinese position: %.200q", text)
		}
		want := properties{"Job Description 售前工程师", "", "en", noDate}
		if diff := cmp.Diff(want, form.props, cmp.AllowUnexported(properties{})); diff != "" {
			t.Errorf("properties (-want +got):\n%s", diff)
		}
		result, err := form.Encode(lookup(t, "pdf"), Options{})
		if err != nil || len(result.Warnings) > 0 || !bytes.Contains(result.Data, []byte("/Lang<FEFF0065006E>")) {
			t.Errorf("the PDF is not English: %v, %v", result.Warnings, err)
		}
	}
}

func TestAFormWithoutAnEnglishTwinIsPrintedInChineseWithAWarning(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	own, err := r.OpenTemplate(builtin(t, r).Data())
	if err != nil {
		t.Fatal(err)
	}
	handwritten, err := r.Template("handwritten")
	if err != nil {
		t.Fatal(err)
	}
	pos := decode(t, inEnglish(small))
	for _, tmpl := range []*Template{own, handwritten} {
		for _, f := range Formats() {
			result, err := r.Render(pos, tmpl, f, Options{})
			if err != nil || len(result.Warnings) == 0 || result.Warnings[0].Code != "locale-not-translated" {
				t.Errorf("%s, %s: warnings %v, %v", tmpl.Title, f.Name, result.Warnings, err)
			}
		}
		if form := r.Fill(pos, tmpl); form.props.language != "en" {
			t.Errorf("%s: language %q, want en", tmpl.Title, form.props.language)
		}
	}
}

// documentText is the text of the main part.
func documentText(t testing.TB, f *Form) string {
	t.Helper()
	result, err := f.Encode(lookup(t, "docx"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := wordml.Open(result.Data)
	if err != nil {
		t.Fatal(err)
	}
	root, err := p.Part(p.Main())
	if err != nil {
		t.Fatal(err)
	}
	return root.Content()
}
