package server

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

func TestRevisionsTellWhoMadeThemWhenAndWhy(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		at := keep(t, s, small)
		sendBody(t, s, "PUT", at+"?note=%E6%94%B9&by=%E6%9D%8E%E9%9B%B7", strings.Replace(small, "编制", "审定", 1), 200)
		list := value[RevisionList](t, request(t, s, "GET", at+"/revisions", 200))
		if len(list.Items) != 2 || list.Next != "" {
			t.Fatalf("list = %+v", list)
		}
		second := list.Items[0]
		if second.Revision != 2 || second.Note != "改" || second.By != "李雷" || second.Key != "local" || second.State != "draft" || second.Created == "" || second.Content != nil {
			t.Errorf("revision 2 = %+v", second)
		}
		r := request(t, s, "GET", at+"/revisions/1", 200)
		first := value[RevisionEntry](t, r)
		if first.Revision != 1 || !strings.Contains(string(first.Content), "编制") || len(first.States) != 1 || first.States[0].State != "draft" || r.Header.Get("ETag") != `"v2"` {
			t.Errorf("revision 1 = %+v", first)
		}
		request(t, s, "GET", at+"/revisions/1", 304, `If-None-Match: "v2"`)
		for _, n := range []string{"0", "3", "01", "x", "-1", "99999999999", "latest"} {
			p := problem(t, request(t, s, "GET", at+"/revisions/"+n, 404))
			if !strings.Contains(p.Detail, "第 2 次") {
				t.Errorf("revision %s: detail %q", n, p.Detail)
			}
		}
	})
}

func TestPagesOfRevisionsFollowEachOther(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, small)
	for i := range 4 {
		sendBody(t, s, "PUT", at, form("售前工程师", `"code":"PS-001"`, fmt.Sprint("第", i)), 200)
	}
	var got []int
	next := ""
	for pages := 0; pages == 0 || next != ""; pages++ {
		list := value[RevisionList](t, request(t, s, "GET", at+"/revisions?limit=2&cursor="+next, 200))
		for _, r := range list.Items {
			got = append(got, r.Revision)
		}
		next = list.Next
	}
	if fmt.Sprint(got) != "[5 4 3 2 1]" {
		t.Errorf("revisions = %v", got)
	}
	for query, code := range map[string]string{"cursor=x": "cursor-invalid", "cursor=latest": "cursor-invalid", "limit=999": "limit-invalid", "q=x": "parameter-unknown"} {
		if f := theFault(t, problem(t, request(t, s, "GET", at+"/revisions?"+query, 422))); f.Code != code {
			t.Errorf("?%s: %+v, want %s", query, f, code)
		}
	}
}

func TestAnEarlierRevisionIsRestoredAsANewOne(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		at := keep(t, s, small)
		sendBody(t, s, "PUT", at, strings.Replace(small, "编制", "审定", 1), 200)
		r := request(t, s, "POST", at+"/revisions/1/restore?note=%E6%92%A4%E5%9B%9E&by=%E6%9D%8E%E9%9B%B7", 201, `If-Match: "v2"`)
		if got := r.Header.Get("Location"); got != at+"/revisions/3" {
			t.Errorf("Location = %s", got)
		}
		e := value[PositionEntry](t, r)
		if e.Revision != 3 || !strings.Contains(string(e.Position), "编制") {
			t.Errorf("restored = %+v", e)
		}
		third := value[RevisionEntry](t, request(t, s, "GET", at+"/revisions/3", 200))
		if third.Restored != 1 || third.Note != "撤回" || third.By != "李雷" || third.State != "draft" {
			t.Errorf("revision 3 = %+v", third)
		}
		problem(t, request(t, s, "POST", at+"/revisions/9/restore", 404))
	})
}

func TestARevisionWhoseCodeIsTakenIsNotRestored(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, form("甲", `"code":"A-1"`, "一"))
	sendBody(t, s, "PUT", at, form("甲", `"code":"A-2"`, "一"), 200)
	other := keep(t, s, form("乙", `"code":"A-1"`, "一"))
	p := problem(t, request(t, s, "POST", at+"/revisions/1/restore", 409))
	if f := theFault(t, p); "/v1/positions/"+f.ID != other {
		t.Errorf("fault = %+v, want the conflict with %s", f, other)
	}
}

func TestARevisionGoesFromStateToState(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		at := keep(t, s, small)
		state := at + "/revisions/1/state"
		sendBody(t, s, "POST", state+"?by=%E6%9D%8E%E9%9B%B7", `{"state":"review","note":"请审批"}`, 200)
		sendBody(t, s, "POST", state, `{"state":"draft","note":"退回"}`, 200)
		sendBody(t, s, "POST", state, `{"state":"review"}`, 200)
		r := sendBody(t, s, "POST", state, `{"state":"approved","template":"narrative"}`, 200, `If-Match: "v4"`)
		e := value[RevisionEntry](t, r)
		if r.Header.Get("ETag") != `"v5"` || e.State != "approved" || e.Issued == nil || e.Issued.Template != "narrative" || e.Issued.Version != 0 {
			t.Errorf("approved = %+v", e)
		}
		var steps []string
		for _, step := range e.States {
			steps = append(steps, step.State+step.By+step.Note)
		}
		if got := strings.Join(steps, " "); got != "draft review李雷请审批 draft退回 review approved" {
			t.Errorf("states = %s", got)
		}
		p := value[PositionEntry](t, request(t, s, "GET", at, 200))
		if p.State != "approved" || p.Approved != 1 || p.Revision != 1 {
			t.Errorf("position = %+v", p)
		}
		sendBody(t, s, "PUT", at, strings.Replace(small, "编制", "审定", 1), 200)
		if p := value[PositionEntry](t, request(t, s, "GET", at, 200)); p.State != "draft" || p.Approved != 1 || p.Revision != 2 {
			t.Errorf("position = %+v", p)
		}
		approved := request(t, s, "HEAD", at+"/document?revision=approved", 200).Header.Get("ETag")
		if issued := request(t, s, "HEAD", at+"/document?revision=1&template=narrative", 200).Header.Get("ETag"); issued != approved {
			t.Error("the approved revision is not made with the template it was issued with")
		}
		sendBody(t, s, "POST", state, `{"state":"void"}`, 200)
		if p := value[PositionEntry](t, request(t, s, "GET", at, 200)); p.Approved != 0 {
			t.Errorf("position = %+v", p)
		}
	})
}

func TestOnlyTheWaysThereAreLeadFromStateToState(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	ways := map[store.State][]string{store.Draft: {}, store.Review: {"review"}, store.Approved: {"review", "approved"}, store.Void: {"void"}}
	for from, steps := range ways {
		for _, to := range store.States() {
			at := keep(t, s, form(string(from)+string(to), "", "一")) + "/revisions/1/state"
			for _, step := range steps {
				sendBody(t, s, "POST", at, `{"state":"`+step+`"}`, 200)
			}
			allowed := false
			for _, next := range from.Next() {
				allowed = allowed || next == to
			}
			if allowed {
				sendBody(t, s, "POST", at, `{"state":"`+string(to)+`"}`, 200)
				continue
			}
			p := problem(t, sendBody(t, s, "POST", at, `{"state":"`+string(to)+`"}`, 409))
			if f := theFault(t, p); f.Code != "state-transition" || f.Pointer != "#/state" || !strings.Contains(p.Detail, from.Chinese()) || !strings.Contains(p.Detail, to.Chinese()) {
				t.Errorf("from %s to %s: %+v", from, to, p)
			}
		}
	}
}

func TestWhatIsWrongWithANewStateIsToldAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, small) + "/revisions/1/state"
	for _, test := range []struct {
		name, body    string
		status        int
		codes, detail string
	}{
		{"an empty body", "", 400, "empty", ""},
		{"no JSON", "state=review", 400, "bad-syntax", ""},
		{"a key twice", `{"state":"review","state":"void"}`, 400, "duplicate-key", ""},
		{"a list", `["review"]`, 422, "wrong-type", "对象"},
		{"nothing said", `{}`, 422, "required-missing", "draft、review、approved、void"},
		{"an unknown state", `{"state":"aproved"}`, 422, "unknown-value", "是不是 approved"},
		{"a number", `{"state":1}`, 422, "wrong-type", ""},
		{"null", `{"state":null}`, 422, "wrong-type", ""},
		{"an empty state", `{"state":""}`, 422, "unknown-value", "draft"},
		{"an unknown key", `{"state":"review","Note":"x"}`, 422, "unknown-key", "是不是 note？没有这一项，可用的是 "},
		{"a template that is not there", `{"state":"approved","template":"modern"}`, 422, "template-unknown", "classic"},
		{"a template where none goes", `{"state":"review","template":"classic"}`, 422, "template-not-applicable", "批准"},
		{"several faults", `{"state":"x","note":` + fmt.Sprintf("%q", strings.Repeat("字", 1001)) + `,"template":1,"by":"x"}`, 422, "unknown-key wrong-type text-too-long unknown-value", ""},
		{"a control character", `{"state":"review","note":"a\u0007"}`, 422, "forbidden-character", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if strings.Contains(test.body, "approved\",") { // what is looked for comes after the state
				sendBody(t, s, "POST", at, `{"state":"review"}`, 200)
			}
			p := problem(t, sendBody(t, s, "POST", at, test.body, test.status))
			var codes []string
			for _, e := range p.Errors {
				codes = append(codes, e.Code)
				if test.status == 422 && e.Pointer == "" {
					t.Errorf("%s has no place", e.Code)
				}
			}
			if got := strings.Join(codes, " "); got != test.codes || !strings.Contains(p.Detail, test.detail) {
				t.Errorf("codes = %s (%s), want %s", got, p.Detail, test.codes)
			}
		})
	}
	sendBody(t, s, "POST", at, `{"state":"void"}`, 200)
}

// TestARevisionThatThisProgramRefusesIsStillReadable stores, behind the back of
// the service, what an older program may have stored.
func TestARevisionThatThisProgramRefusesIsStillReadable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	kept, err := store.Open(t.Context(), store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	s, _ := newServer(t, Config{Store: kept})
	at := keep(t, s, small)
	overwrite(t, dir, `{"position":{"title":"售前工程师","colour":"red"},"duties":[{"description":1}]}`)
	e := value[RevisionEntry](t, request(t, s, "GET", at+"/revisions/1", 200))
	if !strings.Contains(string(e.Content), `"colour":"red"`) {
		t.Errorf("content = %s", e.Content)
	}
	for _, c := range []struct{ method, path string }{{"GET", "/document"}, {"GET", "/document?format=docx"}, {"POST", "/revisions/1/restore"}} {
		p := problem(t, request(t, s, c.method, at+c.path, 409))
		var codes []string
		for _, e := range p.Errors {
			codes = append(codes, e.Code+e.Pointer)
		}
		const want = position.CodeUnknownKey + "#/position/colour " + position.CodeWrongType + "#/duties/0/description"
		if got := strings.Join(codes, " "); got != want || !strings.Contains(p.Detail, "修订 1") {
			t.Errorf("%s: %s (%s), want %s", c.path, got, p.Detail, want)
		}
	}
	sendBody(t, s, "PUT", at, small, 200)
	request(t, s, "GET", at+"/document", 200)
}

// overwrite makes all revisions in a store say something else.
func overwrite(t testing.TB, dir, content string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, store.SQLiteFile))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range []string{"positions", "revisions"} {
		if _, err := db.ExecContext(t.Context(), "UPDATE "+table+" SET content = ?", content); err != nil {
			t.Fatal(err)
		}
	}
}
