package server

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"jobdoc/internal/store"
	"jobdoc/internal/wordml"
)

// wordFile makes a Word file of what stands in its body.
func wordFile(t testing.TB, body string) []byte {
	t.Helper()
	part := func(text string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + text)}
	}
	data, err := wordml.Zip(fstest.MapFS{
		"[Content_Types].xml": part(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`),
		"_rels/.rels": part(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" ` +
			`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`),
		"word/document.xml": part(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `<w:sectPr/></w:body></w:document>`),
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// paragraphs makes paragraphs of texts.
func paragraphs(texts ...string) string {
	var b strings.Builder
	for _, text := range texts {
		fmt.Fprintf(&b, "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", text)
	}
	return b.String()
}

// formOf makes a template whose documents say which it was.
func formOf(t testing.TB, says string) []byte {
	t.Helper()
	return wordFile(t, paragraphs(says+"：{岗位名称}"))
}

// putFile sends a file that is answered with the status.
func putFile(t testing.TB, s *Server, path string, data []byte, status int, headers ...string) *http.Response {
	t.Helper()
	r := call{"PUT", path, append([]string{"Content-Type: " + docxType}, headers...), bytes.NewReader(data)}.do(s.Handler())
	if r.StatusCode != status {
		t.Fatalf("PUT %s: status %d, want %d; %.500s", path, r.StatusCode, status, text(t, r))
	}
	return r
}

// says reads the text of a Word file in an answer.
func says(t testing.TB, r *http.Response) string {
	t.Helper()
	p, err := wordml.Open([]byte(text(t, r)))
	if err != nil {
		t.Fatal(err)
	}
	root, err := p.Part(p.Main())
	if err != nil {
		t.Fatal(err)
	}
	return root.Content()
}

func TestAStoredTemplateIsVersionedAndListed(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	path := "/v1/templates/" + url.PathEscape("公司表-2_a.b")
	first, second := formOf(t, "甲"), formOf(t, "乙")
	made := value[TemplateStored](t, putFile(t, s, path+"?by="+url.QueryEscape("李𬭎")+"&note="+url.QueryEscape("初版"), first, 201))
	if made.Name != "公司表-2_a.b" || made.Version != 1 || made.Title != "公司表-2_a.b" || made.Note != "初版" || made.Key != "local" || made.Author != "李𬭎" || made.BuiltIn || len(made.Warnings) != 0 {
		t.Errorf("stored = %+v", made)
	}
	again := value[TemplateStored](t, putFile(t, s, path+"?note=x", first, 200))
	if again.Version != 1 || again.Note != "初版" {
		t.Errorf("the same again = %+v, want version 1 as it is", again.TemplateInfo)
	}
	next := value[TemplateStored](t, putFile(t, s, path, second, 200, "Content-Type: "+octets))
	if next.Version != 2 || next.SHA256 == made.SHA256 {
		t.Errorf("the next = %+v, want version 2", next.TemplateInfo)
	}
	list := value[TemplateList](t, request(t, s, "GET", "/v1/templates", 200)).Templates
	if last := list[len(list)-1]; last.Version != 2 || last.URL != next.URL || last.Archived != "" || !list[0].BuiltIn {
		t.Errorf("list = %+v", list)
	}
	detail := value[TemplateDetail](t, request(t, s, "GET", path, 200))
	if len(detail.Versions) != 2 || detail.Versions[1].Note != "初版" {
		t.Fatalf("detail = %+v", detail)
	}
	for i, want := range [][]byte{second, first} {
		r := request(t, s, "GET", detail.Versions[i].URL, 200)
		if got := text(t, r); got != string(want) || r.Header.Get("Content-Type") != docxType {
			t.Errorf("%s: %d bytes of %s", detail.Versions[i].URL, len(got), r.Header.Get("Content-Type"))
		}
	}
	if got := text(t, request(t, s, "GET", next.URL, 200)); got != string(second) {
		t.Error("the file without a version is not the newest")
	}
	request(t, s, "GET", next.URL+"?version=3", 404)
	request(t, s, "GET", "/v1/templates/x", 404)
	request(t, s, "GET", "/v1/templates/x.docx", 404)
	for _, bad := range []string{next.URL + "?version=0", next.URL + "?version=x", path + "?version=1", "/v1/templates/classic.docx?version=1", path + "?colour=red"} {
		problem(t, request(t, s, "GET", bad, 422))
	}
}

func TestATemplateAtFaultIsRefusedWithAllItsFaults(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	table := `<w:tbl><w:tr><w:tc>` + paragraphs("a") + `</w:tc><w:tc>` + paragraphs("{岗位名秤}") + `</w:tc></w:tr></w:tbl>` + paragraphs("{#职责}", "{岗位编号")
	tests := []struct {
		name   string
		data   []byte
		status int
		codes  []string
		detail string
	}{
		{"faults of tags", wordFile(t, table), 422, []string{"unknown-name", "block-unclosed", "unclosed-brace"}, "3 处"},
		{"no tag at all", wordFile(t, paragraphs("职位说明书")), 422, []string{"no-tags"}, "没有任何标记"},
		{"no Word file", []byte("%PDF-1.7"), 422, []string{"not-docx"}, ""},
		{"nothing", nil, 422, []string{"not-docx"}, ""},
		{"a document that would be endless", wordFile(t, paragraphs(strings.Repeat("{#职责}", 12)+"{岗位名称}"+strings.Repeat("{/职责}", 12))), 422, []string{"too-large-block"}, "64 MiB"},
		{"pages without end", wordFile(t, paragraphs("{岗位名称}")+strings.Repeat(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`, 300)), 422, []string{"too-many-pages"}, "页"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := problem(t, putFile(t, s, "/v1/templates/x", test.data, test.status))
			var codes []string
			for _, f := range p.Errors {
				codes = append(codes, f.Code)
				if f.Detail == "" {
					t.Errorf("%s has no sentence", f.Code)
				}
			}
			if test.codes != nil && !slices.Equal(codes, test.codes) || !strings.Contains(p.Detail, test.detail) {
				t.Errorf("codes = %q, detail %q, want %q", codes, p.Detail, test.codes)
			}
		})
	}
	request(t, s, "GET", "/v1/templates/x", 404)
	fault := problem(t, putFile(t, s, "/v1/templates/x", wordFile(t, table), 422)).Errors[0]
	if fault.Part != "word/document.xml" || !strings.Contains(fault.Place, "表1 第1行 第2格") || fault.Tag != "{岗位名秤}" || !strings.Contains(fault.Detail, "岗位名称") {
		t.Errorf("fault = %+v, want its place, its tag and the nearest name", fault)
	}
	if p := problem(t, putFile(t, s, "/v1/templates/x", wordFile(t, table), 422, "Accept-Language: en")); !strings.Contains(p.Errors[0].Place, "table 1 row 1 cell 2") {
		t.Errorf("place in English = %q", p.Errors[0].Place)
	}
}

func TestNamesThatNoTemplateMayHave(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	data := formOf(t, "甲")
	for name, status := range map[string]int{
		"classic": 409, "Classic": 409, "classic.en": 409, "narrative.en": 409,
		"a b": 422, "a@1": 422, "é": 422, "-a": 422, ".a": 422, "a.": 422, "a.docx": 422, "a\u202eb": 422, "\xff": 422,
		strings.Repeat("表", 61): 422, strings.Repeat("表", 60): 201, "x.en": 201, "Ａ": 422,
	} {
		r := putFile(t, s, "/v1/templates/"+url.PathEscape(name), data, status)
		if status != 201 && problem(t, r).Detail == "" {
			t.Errorf("%q is refused without a sentence", name)
		}
	}
}

func TestATemplateThatIsTooLargeOrCalledSomethingElseIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	if p := problem(t, putFile(t, s, "/v1/templates/x", make([]byte, wordml.MaxArchive+1), 413)); !strings.Contains(p.Detail, "10 MiB") {
		t.Errorf("detail = %q", p.Detail)
	}
	for _, headers := range [][]string{{asJSON}, {"Content-Type: multipart/form-data; boundary=x"}, {"Content-Type: " + docxType, "Content-Encoding: gzip"}} {
		r := call{"PUT", "/v1/templates/x", headers, bytes.NewReader(formOf(t, "甲"))}.do(s.Handler())
		if p := problem(t, r); r.StatusCode != 415 || !strings.Contains(p.Detail, octets) {
			t.Errorf("%q: %+v", headers, p)
		}
	}
	for _, headers := range [][]string{nil, {"Content-Type: " + curlType}} {
		r := call{"PUT", "/v1/templates/x", headers, bytes.NewReader(formOf(t, "甲"))}.do(s.Handler())
		if r.StatusCode/100 != 2 {
			t.Errorf("%q: status %d", headers, r.StatusCode)
		}
	}
}

func TestAnArchivedTemplateIsNotOfferedAndServesWhatWasIssuedWithIt(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	putFile(t, s, "/v1/templates/x", formOf(t, "甲"), 201)
	sendBody(t, s, "PUT", "/v1/template-defaults", `{"template":"x"}`, 200)
	at := keep(t, s, small)
	issueRevision(t, s, at, 1)
	putFile(t, s, "/v1/templates/x", formOf(t, "乙"), 200)
	request(t, s, "DELETE", "/v1/templates/x", 204)
	request(t, s, "DELETE", "/v1/templates/x", 204)
	request(t, s, "DELETE", "/v1/templates/y", 404)
	request(t, s, "DELETE", "/v1/templates/classic", 409)
	if d := value[TemplateDefaults](t, request(t, s, "GET", "/v1/template-defaults", 200)); d.Company != "classic" {
		t.Errorf("defaults = %+v", d)
	}
	list := value[TemplateList](t, request(t, s, "GET", "/v1/templates", 200)).Templates
	if last := list[len(list)-1]; last.Name != "x" || last.Archived == "" {
		t.Errorf("the archived one is listed as %+v", last)
	}
	if got := says(t, request(t, s, "GET", at+"/document?format=docx", 200)); !strings.HasPrefix(got, "甲") {
		t.Errorf("the issued revision says %q", got)
	}
	p := problem(t, sendBody(t, s, "POST", "/v1/render?template=x", small, 422))
	if p.Errors[0].Code != "template-archived" || !strings.Contains(p.Detail, "x@2") {
		t.Errorf("problem = %+v", p)
	}
	if got := says(t, sendBody(t, s, "POST", "/v1/render?template=x@2&format=docx", small, 200)); !strings.HasPrefix(got, "乙") {
		t.Errorf("version 2 says %q", got)
	}
	sendBody(t, s, "PUT", "/v1/template-defaults", `{"template":"x"}`, 422)
	putFile(t, s, "/v1/templates/x", formOf(t, "乙"), 200)
	sendBody(t, s, "POST", "/v1/render?template=x", small, 200)
}

func TestATemplateThatExplodesLaterIsNamedAndNoFailure(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	putFile(t, s, "/v1/templates/x", wordFile(t, paragraphs(strings.Repeat("{#职业危害}", 6)+"{岗位名称}"+strings.Repeat("{/职业危害}", 6))), 201)
	hazards := strings.TrimSuffix(strings.Repeat(`"噪声",`, 40), ",")
	body := `{"position": {"title": "售前工程师"}, "duties": [{"description": "甲"}], "hazards": [` + hazards + `]}`
	at := keep(t, s, body)
	for _, r := range []*http.Response{
		sendBody(t, s, "POST", "/v1/render?template=x", body, 422), request(t, s, "GET", at+"/document?template=x", 422),
	} {
		if p := problem(t, r); p.Errors[0].Code != "too-large-block" || p.Errors[0].Place == "" {
			t.Errorf("problem = %+v", p)
		}
	}
	sendBody(t, s, "POST", "/v1/render?template=x", small, 200)
}

// issueRevision approves a revision, as the service does.
func issueRevision(t testing.TB, s *Server, at string, number int) {
	t.Helper()
	id := at[strings.LastIndexByte(at, '/')+1:]
	if err := s.config.Store.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		p, err := tx.Position(ctx, id)
		if err != nil {
			return err
		}
		r, err := tx.Revision(ctx, p, number)
		if err != nil {
			return err
		}
		issue, err := s.issueFor(ctx, tx.Reader, p, r, "")
		if err != nil {
			return err
		}
		for _, state := range []store.State{store.Review, store.Approved} {
			if _, _, err := tx.SetState(ctx, id, number, 0, state, issue, authorOf(ctx), ""); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
