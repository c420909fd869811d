package server

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"jobdoc/internal/pgtest"
	"jobdoc/internal/store"
)

// onBoth runs a test on a new server over either engine.
func onBoth(t *testing.T, test func(*testing.T, *Server)) {
	t.Helper()
	t.Parallel()
	for name, config := range map[string]func(*testing.T) store.Config{
		"sqlite":   func(t *testing.T) store.Config { t.Helper(); return store.Config{Dir: t.TempDir()} },
		"postgres": func(t *testing.T) store.Config { t.Helper(); return store.Config{URL: pgtest.URL(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kept, err := store.Open(t.Context(), config(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := kept.Close(); err != nil {
					t.Error(err)
				}
			})
			s, _ := newServer(t, Config{Store: kept})
			test(t, s)
		})
	}
}

// form is a position of that title and head members, such as `"code":"A-1"`.
func form(title, head, description string) string {
	if head != "" {
		head = "," + head
	}
	return fmt.Sprintf(`{"position":{"title":%q%s},"duties":[{"description":%q}]}`, title, head, description)
}

// theFault returns the only fault of a problem.
func theFault(t testing.TB, p Problem) ProblemFault {
	t.Helper()
	if len(p.Errors) != 1 {
		t.Fatalf("errors = %+v, want one", p.Errors)
	}
	return p.Errors[0]
}

func TestAPositionIsStoredReadReplacedArchivedAndBroughtBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		made := sendBody(t, s, "POST", "/v1/positions?note="+url.QueryEscape("初稿\n第二行")+"&by="+url.QueryEscape("李𬭎"), small, 201)
		e := value[PositionEntry](t, made)
		at := made.Header.Get("Location")
		if at != "/v1/positions/"+e.ID || made.Header.Get("ETag") != `"v1"` || e.Revision != 1 || e.State != "draft" || e.Code != "PS-001" || e.Title != "售前工程师" {
			t.Fatalf("made %+v at %s", e, at)
		}
		got := request(t, s, "GET", at, 200)
		if got.Header.Get("ETag") != `"v1"` || got.Header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("headers = %v", got.Header)
		}
		if again := value[PositionEntry](t, got); string(again.Position) != string(e.Position) || !strings.Contains(string(again.Position), "编制技术方案") {
			t.Errorf("position = %s", again.Position)
		}
		request(t, s, "GET", at, 304, `If-None-Match: "v1"`)

		changed := strings.Replace(small, "编制", "审定", 1)
		put := sendBody(t, s, "PUT", at, changed, 200, `If-Match: "v1"`)
		if e := value[PositionEntry](t, put); e.Revision != 2 || put.Header.Get("ETag") != `"v2"` {
			t.Errorf("replaced: %+v, ETag %s", e, put.Header.Get("ETag"))
		}
		same := sendBody(t, s, "PUT", at, changed, 200)
		if e := value[PositionEntry](t, same); e.Revision != 2 || same.Header.Get("ETag") != `"v2"` {
			t.Errorf("the same again made revision %d", e.Revision)
		}

		gone := request(t, s, "DELETE", at, 200, `If-Match: "v2"`)
		if e := value[PositionEntry](t, gone); e.Archived == "" || gone.Header.Get("ETag") != `"v3"` {
			t.Errorf("archived: %+v", e)
		}
		for _, c := range []struct{ method, path, body string }{
			{"PUT", at, small}, {"POST", at + "/revisions/1/state", `{"state":"review"}`}, {"POST", at + "/revisions/1/restore", ""},
		} {
			if p := problem(t, sendBody(t, s, c.method, c.path, c.body, 409)); theFault(t, p).Code != "position-archived" {
				t.Errorf("%s %s: errors = %+v", c.method, c.path, p.Errors)
			}
		}
		request(t, s, "GET", at+"/document", 200)
		request(t, s, "GET", at+"/compare", 200)
		request(t, s, "DELETE", at, 200)
		request(t, s, "GET", at, 200)
		back := value[PositionEntry](t, request(t, s, "POST", at+"/unarchive", 200, `If-Match: "v3"`))
		if back.Archived != "" || back.Revision != 2 {
			t.Errorf("brought back: %+v", back)
		}
		request(t, s, "POST", at+"/unarchive", 200)
	})
}

func TestASecondPositionOfOneIdentityIsRefusedWithTheFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		coded := keep(t, s, form("甲", `"code":"A-1"`, "一"))
		plain := keep(t, s, form("乙", `"department":"销售部"`, "一"))
		for _, test := range []struct{ name, body, other, pointer, detail string }{
			{"the same code", form("丙", `"code":"a－1"`, "二"), coded, "#/position/code", "岗位编号相同"},
			{"the same department and title", form("乙", `"department":"销售部"`, "二"), plain, "#/position", "部门和岗位名称都相同"},
		} {
			for _, send := range []struct{ method, path string }{{"POST", "/v1/positions"}, {"PUT", keep(t, s, form("丁"+test.name, "", "三"))}} {
				p := problem(t, sendBody(t, s, send.method, send.path, test.body, 409))
				f := theFault(t, p)
				if f.Code != "position-exists" || "/v1/positions/"+f.ID != test.other || f.Pointer != test.pointer || !strings.Contains(p.Detail, test.detail) || !strings.HasSuffix(p.Detail, test.other) {
					t.Errorf("%s, %s: %+v, want the conflict with %s", test.name, send.method, p, test.other)
				}
			}
		}
		keep(t, s, form("乙", `"department":"大客户部"`, "二"))

		request(t, s, "DELETE", coded, 200)
		second := keep(t, s, form("丙", `"code":"A-1"`, "二"))
		p := problem(t, request(t, s, "POST", coded+"/unarchive", 409))
		if f := theFault(t, p); "/v1/positions/"+f.ID != second {
			t.Errorf("fault = %+v, want the conflict with %s", f, second)
		}
	})
}

func TestAChangeOfWhatIsNotThereAnyMoreIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, small)
	sendBody(t, s, "PUT", at, form("售前工程师", `"code":"PS-001"`, "二"), 200)
	body := form("售前工程师", `"code":"PS-001"`, "三")
	for _, test := range []struct {
		name, header string
		status       int
	}{
		{"an old tag", `If-Match: "v1"`, 412},
		{"a weak tag", `If-Match: W/"v2"`, 412},
		{"a tag of something else", `If-Match: "abc"`, 412},
		{"no tag at all", `If-Match: v2`, 412},
		{"an empty header", `If-Match: `, 412},
		{"old tags", `If-Match: "v1", "v9"`, 412},
		{"anything but what there is", `If-None-Match: "v2"`, 412},
		{"anything but something", `If-None-Match: *`, 412},
		{"whatever there is", `If-Match: *`, 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, c := range []struct{ method, path string }{{"PUT", at}, {"DELETE", at}, {"POST", at + "/unarchive"}, {"POST", at + "/revisions/1/restore"}, {"POST", at + "/revisions/1/state"}} {
				if test.status == 200 && c.method != "PUT" {
					continue
				}
				sent := body
				if strings.HasSuffix(c.path, "/state") {
					sent = `{"state":"review"}`
				}
				r := sendBody(t, s, c.method, c.path, sent, test.status, test.header)
				said := test.status == 412 && strings.Contains(problem(t, r).Detail, "连同引号")
				if slip := strings.HasPrefix(test.name, "a weak") || strings.HasPrefix(test.name, "no tag") || strings.HasPrefix(test.name, "a tag of") || strings.HasPrefix(test.name, "an empty"); said != slip {
					t.Errorf("%s %s: told how to write a tag: %v, want %v", c.method, c.path, said, slip)
				}
				if test.status == 412 && r.Header.Get("ETag") != `"v2"` {
					t.Errorf("%s %s: ETag = %s, want that of what there is", c.method, c.path, r.Header.Get("ETag"))
				}
			}
		})
	}
	sendBody(t, s, "PUT", at, form("售前工程师", `"code":"PS-001"`, "四"), 200, `If-Match: "v1", "v3"`)
}

func TestOfRacingChangesWithOneTagOneWins(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		at := keep(t, s, small)
		const racers = 50
		var won, stale atomic.Int32
		var all sync.WaitGroup
		start := make(chan struct{})
		for i := range racers {
			all.Go(func() {
				<-start
				r := call{"PUT", at, []string{asJSON, `If-Match: "v1"`}, strings.NewReader(form("售前工程师", `"code":"PS-001"`, fmt.Sprint("第", i)))}.do(s.Handler())
				switch r.StatusCode {
				case 200:
					won.Add(1)
				case 412:
					stale.Add(1)
				default:
					t.Errorf("status %d", r.StatusCode)
				}
			})
		}
		close(start)
		all.Wait()
		if won.Load() != 1 || stale.Load() != racers-1 {
			t.Errorf("%d of %d won, %d were refused as stale", won.Load(), racers, stale.Load())
		}
		if e := value[PositionEntry](t, request(t, s, "GET", at, 200)); e.Revision != 2 {
			t.Errorf("revision = %d, want 2", e.Revision)
		}
	})
}

func TestOfRacingCreationsOfOneCodeOneWins(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		var all sync.WaitGroup
		var won atomic.Int32
		others := make([]string, 20)
		for i := range others {
			all.Go(func() {
				r := call{"POST", "/v1/positions", []string{asJSON}, strings.NewReader(form(fmt.Sprint("职位", i), `"code":"A-1"`, "一"))}.do(s.Handler())
				if r.StatusCode == 201 {
					won.Add(1)
					return
				}
				others[i] = theFault(t, problem(t, r)).ID
			})
		}
		all.Wait()
		slices.Sort(others)
		if others = slices.Compact(others); won.Load() != 1 || len(others) != 2 || others[0] != "" {
			t.Errorf("%d won, the others were told of %q; want one, and all told of it", won.Load(), others)
		}
	})
}

func TestWhatIsWrongWithAChangeIsToldAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, small)
	long := strings.Repeat("字", 1001)
	for _, test := range []struct{ name, method, path, body, codes string }{
		{"a note that is too long, and a position at fault", "POST", "/v1/positions?note=" + url.QueryEscape(long), `{"position":{},"duties":[]}`, "note-too-long required-missing too-few-items"},
		{"a name that is too long", "POST", "/v1/positions?by=" + url.QueryEscape(long[:303]), small, "by-too-long"},
		{"a control character in a name", "PUT", at + "?by=a%0ab", small, "by-unprintable"},
		{"a control character in a note", "PUT", at + "?note=a%00b", small, "note-unprintable"},
		{"a note that is no UTF-8", "PUT", at + "?note=%ff", small, "note-unprintable"},
		{"a parameter that is wrongly typed", "PUT", at + "?notes=x", small, "parameter-unknown"},
		{"a note on archiving, which nobody would see", "DELETE", at + "?note=x", "", "parameter-unknown"},
		{"a name that is too long, on archiving", "DELETE", at + "?by=" + url.QueryEscape(long[:303]), "", "by-too-long"},
		{"a parameter of reading", "GET", at + "?revision=1", "", "parameter-unknown"},
		{"a control character on restoring", "POST", at + "/revisions/1/restore?note=%1b", "", "note-unprintable"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := problem(t, sendBody(t, s, test.method, test.path, test.body, 422))
			var codes []string
			for _, e := range p.Errors {
				codes = append(codes, e.Code)
			}
			if got := strings.Join(codes, " "); got != test.codes {
				t.Errorf("codes = %s, want %s", got, test.codes)
			}
		})
	}
	if e := value[PositionEntry](t, request(t, s, "GET", at, 200)); e.Revision != 1 || e.Archived != "" {
		t.Errorf("a refused change left %+v", e)
	}
}

func TestAnIDThatIsNoneIsNotFound(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		for _, id := range []string{"nothing", "%00", "%ff", "%E8%81%8C", strings.Repeat("a", 5000), "'", "%20"} {
			for _, c := range []struct{ method, path, body string }{
				{"GET", "", ""}, {"PUT", "", small}, {"DELETE", "", ""}, {"POST", "/unarchive", ""}, {"GET", "/document", ""},
				{"GET", "/revisions", ""}, {"GET", "/revisions/1", ""}, {"POST", "/revisions/1/state", `{"state":"review"}`}, {"POST", "/revisions/1/restore", ""},
			} {
				r := call{c.method, "/v1/positions/" + id + c.path, []string{asJSON}, body(c.body)}.do(s.Handler())
				if r.StatusCode != http.StatusNotFound {
					t.Errorf("%s /v1/positions/%.10s%s: status %d, want 404", c.method, id, c.path, r.StatusCode)
				}
			}
		}
	})
}

func body(text string) io.Reader {
	if text == "" {
		return nil
	}
	return strings.NewReader(text)
}

func TestSentencesOfConflictsAreInBothLanguages(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, small)
	for _, test := range []struct {
		method, path, body string
		status             int
		headers            []string
		zh, en             string
	}{
		{"POST", "/v1/positions", small, 409, nil, "已有岗位编号相同的职位", "the same code"},
		{"PUT", at, small, 412, []string{`If-Match: "v9"`}, "已被改动", "was changed since"},
		{"POST", at + "/revisions/1/state", `{"state":"approved"}`, 409, nil, "草稿的修订不能变为已批准", "in state draft cannot become approved"},
		{"GET", at + "/revisions/7", "", 404, nil, "没有这次修订，最新的是第 1 次", "the newest is 1"},
		{"GET", at + "/document?revision=approved", "", 404, nil, "还没有已批准的修订", "no approved revision yet"},
	} {
		zh := problem(t, sendBody(t, s, test.method, test.path, test.body, test.status, test.headers...))
		en := problem(t, sendBody(t, s, test.method, test.path, test.body, test.status, append(test.headers, "Accept-Language: en")...))
		if !strings.Contains(zh.Detail, test.zh) || !strings.Contains(en.Detail, test.en) {
			t.Errorf("%s %s: %q and %q, want %q and %q in them", test.method, test.path, zh.Detail, en.Detail, test.zh, test.en)
		}
	}
}

func TestTheLogTellsChangesAndNothingElse(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		at := keep(t, s, small)
		sendBody(t, s, "PUT", at, small, 200) // as it was
		sendBody(t, s, "PUT", at+"?by="+url.QueryEscape("李　雷"), strings.Replace(small, "编制", "审定", 1), 200)
		request(t, s, "POST", at+"/unarchive", 200) // it is not archived
		sendBody(t, s, "POST", at+"/revisions/2/state", `{"state":"review"}`, 200)
		sendBody(t, s, "POST", at+"/revisions/2/state", `{"state":"review"}`, 409)
		sendBody(t, s, "POST", at+"/revisions/2/state", `{"state":"approved"}`, 200)
		request(t, s, "POST", at+"/revisions/1/restore", 201)
		request(t, s, "DELETE", at, 200)
		request(t, s, "DELETE", at, 200) // it is archived already
		request(t, s, "POST", at+"/unarchive", 200)
		events, _, err := s.config.Store.Events(t.Context(), store.EventQuery{Subject: strings.TrimPrefix(at, "/v1/positions/")})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range slices.Backward(events) {
			got = append(got, fmt.Sprint(e.Action, e.Number, e.Author.Name))
		}
		const want = "position.create1 position.replace2李　雷 revision.review2 revision.approved2 revision.restore3 position.archive3 position.unarchive3"
		if got := strings.Join(got, " "); got != want {
			t.Errorf("the log tells %s, want %s", got, want)
		}
	})
}
