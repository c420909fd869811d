package server

import (
	"bytes"
	"strings"
	"sync"
	"testing"
)

// documentSays is how the text of a document begins.
func documentSays(t testing.TB, s *Server, at, query string) string {
	t.Helper()
	got, _, _ := strings.Cut(says(t, request(t, s, "GET", at+"/document?format=docx"+query, 200)), "：")
	return got
}

func TestADocumentTakesTheFirstTemplateThereIs(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	sales := `{"position": {"title": "甲", "department": "大客户部"}, "duties": [{"description": "一"}]}`
	at := keep(t, s, sales)
	other := keep(t, s, `{"position": {"title": "乙", "department": "财务部"}, "duties": [{"description": "一"}]}`)
	classic := documentSays(t, s, at, "&template=classic")
	want := func(at, query, says string) {
		t.Helper()
		if got := documentSays(t, s, at, query); got != says {
			t.Errorf("%s?%s says %q, want %q", at, query, got, says)
		}
	}
	want(at, "", classic)
	putFile(t, s, "/v1/templates/company", formOf(t, "公司一"), 201)
	putFile(t, s, "/v1/templates/sales", formOf(t, "部门一"), 201)
	sendBody(t, s, "PUT", "/v1/template-defaults", `{"department": null, "template": "company"}`, 200)
	d := value[TemplateDefaults](t, sendBody(t, s, "PUT", "/v1/template-defaults", `{"department": "大客户部", "template": "sales"}`, 200))
	if d.Company != "company" || len(d.Departments) != 1 || d.Departments[0].Department != "大客户部" || d.Departments[0].Template != "sales" {
		t.Errorf("defaults = %+v", d)
	}
	want(at, "", "部门一")
	want(other, "", "公司一")
	if got := says(t, sendBody(t, s, "POST", "/v1/render?format=docx", sales, 200)); !strings.HasPrefix(got, "部门一") {
		t.Errorf("what is not stored says %q", got)
	}
	issueRevision(t, s, at, 1)
	putFile(t, s, "/v1/templates/sales", formOf(t, "部门二"), 200)
	putFile(t, s, "/v1/templates/company", formOf(t, "公司二"), 200)
	want(other, "", "公司二")
	want(at, "", "部门一")
	want(at, "&template=sales", "部门一")
	want(at, "&template=sales@2", "部门二")
	want(at, "&template=company", "公司二")
	want(at, "&template=company@1", "公司一")
	want(at, "&template=classic", classic)
	sendBody(t, s, "PUT", at, strings.Replace(sales, "一", "二", 1), 200)
	want(at, "", "部门二")
	want(at, "&revision=1", "部门一")
	sendBody(t, s, "PUT", "/v1/template-defaults", `{"department": "大客户部", "template": null}`, 200)
	want(at, "", "公司二")
	for query, code := range map[string]string{
		"sales@3": "template-version-unknown", "sales@0": "template-version-unknown", "sales@01": "template-version-unknown", "sales@": "template-version-unknown",
		"classic@1": "template-version-unknown", "nothing": "template-unknown", "nothing@1": "template-unknown",
	} {
		p := problem(t, request(t, s, "GET", at+"/document?template="+query, 422))
		if len(p.Errors) != 1 || p.Errors[0].Code != code || p.Errors[0].Parameter != "template" {
			t.Errorf("template=%s: %+v, want %s", query, p, code)
		}
	}
	if p := problem(t, request(t, s, "GET", at+"/document?template=nothing", 422)); !strings.Contains(p.Detail, "classic") || !strings.Contains(p.Detail, "sales") {
		t.Errorf("detail = %q, want the names there are", p.Detail)
	}
}

func TestAPositionInEnglishTakesTheTwinOfItsTemplate(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, `{"locale": "en", "position": {"title": "Clerk"}, "duties": [{"description": "a"}]}`)
	chinese := keep(t, s, `{"position": {"title": "文员"}, "duties": [{"description": "a"}]}`)
	putFile(t, s, "/v1/templates/x", formOf(t, "中文"), 201)
	if got := documentSays(t, s, at, "&template=x"); got != "中文" {
		t.Errorf("without a twin it says %q", got)
	}
	putFile(t, s, "/v1/templates/x.en", formOf(t, "英文一"), 201)
	for query, want := range map[string]string{"&template=x": "英文一", "&template=x@1": "中文", "&template=x.en": "英文一"} {
		if got := documentSays(t, s, at, query); got != want {
			t.Errorf("%s says %q, want %q", query, got, want)
		}
	}
	if got := documentSays(t, s, chinese, "&template=x"); got != "中文" {
		t.Errorf("a position in Chinese says %q", got)
	}
	sendBody(t, s, "PUT", "/v1/template-defaults", `{"template": "x"}`, 200)
	issueRevision(t, s, at, 1)
	putFile(t, s, "/v1/templates/x.en", formOf(t, "英文二"), 200)
	request(t, s, "DELETE", "/v1/templates/x.en", 204)
	for _, query := range []string{"", "&template=x", "&template=x.en"} {
		if got := documentSays(t, s, at, query); got != "英文一" {
			t.Errorf("issued, %q says %q, want the version it was issued with", query, got)
		}
	}
}

func TestALinkOpensWithATemplateThatWasArchivedSince(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, small)
	putFile(t, s, "/v1/templates/x", formOf(t, "甲"), 201)
	body := func(template string) string {
		return `{"position": "` + at[strings.LastIndexByte(at, '/')+1:] + `", "format": "docx", "template": "` + template + `"}`
	}
	made := value[testLink](t, sendBody(t, s, "POST", "/v1/links", body("x"), 201))
	request(t, s, "DELETE", "/v1/templates/x", 204)
	_, path, _ := strings.Cut(made.URL, "/d/")
	if got := says(t, request(t, s, "GET", "/d/"+path, 200)); !strings.HasPrefix(got, "甲") {
		t.Errorf("the link opens what says %q", got)
	}
	for template, code := range map[string]string{"x": "template-archived", "x@2": "template-version-unknown", "y": "template-unknown"} {
		p := problem(t, sendBody(t, s, "POST", "/v1/links", body(template), 422))
		if len(p.Errors) != 1 || p.Errors[0].Code != code || p.Errors[0].Pointer != "#/template" {
			t.Errorf("a new link with %s: %+v, want %s", template, p, code)
		}
	}
	sendBody(t, s, "POST", "/v1/links", body("x@1"), 201)
}

func TestFaultsOfADefaultAreToldAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	tests := map[string]struct {
		status   int
		pointers string
	}{
		`{"department": 1, "template": [], "color": 1}`:                        {422, "#/color #/department #/template"},
		`{"department": "大客户部"}`:                                               {422, "#/template"},
		`{"template": "nothing"}`:                                              {422, "#/template"},
		`{"template": "classic@1"}`:                                            {422, "#/template"},
		`{"template": "` + strings.Repeat("x", 70) + `"}`:                      {422, "#/template"},
		`{"template": null, "department": "` + strings.Repeat("部", 201) + `"}`: {422, "#/department"},
		`[]`:                   {422, "#"},
		`null`:                 {422, "#"},
		`{"template": null} x`: {400, ""},
	}
	for body, test := range tests {
		p := problem(t, sendBody(t, s, "PUT", "/v1/template-defaults", body, test.status))
		var pointers []string
		for _, f := range p.Errors {
			pointers = append(pointers, f.Pointer)
		}
		if got := strings.Join(pointers, " "); got != test.pointers {
			t.Errorf("%s: faults at %q, want %q; %+v", body, got, test.pointers, p)
		}
	}
	if p := problem(t, sendBody(t, s, "PUT", "/v1/template-defaults?colour=red", `{"template": 1}`, 422)); len(p.Errors) != 2 {
		t.Errorf("faults of query and body = %+v, want both", p.Errors)
	}
}

// TestManyDocumentsOfANewTemplateAreMadeAtOnce: each of them reads in a
// transaction, and there are fewer connections than documents.
func TestManyDocumentsOfANewTemplateAreMadeAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, small)
	putFile(t, s, "/v1/templates/x", formOf(t, "甲"), 201)
	fresh, _ := newServer(t, Config{Store: s.config.Store})
	got := make([]string, 32)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			r := call{"GET", at + "/document?format=docx&template=x", nil, nil}.do(fresh.Handler())
			var b bytes.Buffer
			_, _ = b.ReadFrom(r.Body)
			got[i] = b.String()
		})
	}
	wg.Wait()
	for i := range got {
		if got[i] != got[0] || !strings.HasPrefix(got[i], "PK") {
			t.Errorf("document %d is another one, of %d bytes", i, len(got[i]))
		}
	}
}

func TestNamesThatNoDatabaseKeepsAreNotThere(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		at := keep(t, s, small)
		for _, name := range []string{"%00", "%FF", "a%00b", "%ED%A0%80", "'", "%25"} {
			request(t, s, "GET", "/v1/templates/"+name, 404)
			request(t, s, "GET", "/v1/templates/"+name+".docx", 404)
			request(t, s, "GET", "/v1/templates/"+name+".docx?version=1", 404)
			request(t, s, "DELETE", "/v1/templates/"+name, 404)
			for _, query := range []string{name, name + "@1"} {
				if p := problem(t, request(t, s, "GET", at+"/document?template="+query, 422)); p.Errors[0].Code != "template-unknown" && !strings.HasSuffix(p.Errors[0].Code, "-unprintable") {
					t.Errorf("template=%s: %+v", query, p)
				}
			}
			problem(t, sendBody(t, s, "POST", "/v1/render?template="+name, small, 422))
		}
		for _, department := range []string{"%00", "%FF"} {
			problem(t, request(t, s, "GET", "/v1/export?department="+department, 422))
		}
	})
}
