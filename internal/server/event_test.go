package server

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/store"
)

// listEvents reads a page of the log.
func listEvents(t testing.TB, s *Server, query string) EventList {
	t.Helper()
	r := askAs(s, "GET", "/v1/events"+query, "", someone)
	var list EventList
	if err := json.Unmarshal([]byte(text(t, r)), &list); err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("GET /v1/events%s: %d, %v", query, r.StatusCode, err)
	}
	return list
}

// toldBy writes events as text, the oldest first.
func toldBy(list EventList) (all []string) {
	for _, e := range list.Items {
		all = append([]string{strings.TrimSpace(fmt.Sprintf("%s %s %d", e.Action, e.Subject, e.Number))}, all...)
	}
	return all
}

func TestTheLogTellsWhoReadAndChangedWhat(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		r := askAs(s, "POST", "/v1/positions?by=x", small, someone, asJSON)
		path := r.Header.Get("Location")
		id := strings.TrimPrefix(path, "/v1/positions/")
		for _, get := range []string{
			"/v1/positions?q=secretword", path, path + "/revisions", path + "/revisions/1", path + "/document?format=docx",
			path + "/revisions/9", "/v1/positions/nothing", "/v1/positions?limit=x", "/v1/schema", "/healthz", "/metrics", "/v1/keys", // of these, the last is logged
		} {
			askAs(s, "GET", get, "", someone, "X-Request-Id: R-2")
			askAs(s, "HEAD", get, "", someone)
		}
		list := listEvents(t, s, "")
		want := []string{
			"position.create " + id + " 1", "position.list  0", "position.read " + id + " 1", "revision.list " + id + " 0",
			"revision.read " + id + " 1", "document.read " + id + " 1", "key.list  0",
		}
		if diff := cmp.Diff(want, toldBy(list)); diff != "" {
			t.Errorf("the log (-want +got):\n%s", diff)
		}
		if e := list.Items[len(list.Items)-2]; e.Key != "local" || e.Address != "10.1.2.3" || e.Request != "R-2" || e.By != "" {
			t.Errorf("a read = %+v", e)
		}
		if e := list.Items[len(list.Items)-1]; e.By != "x" {
			t.Errorf("a change = %+v", e)
		}
		if got := toldBy(listEvents(t, s, "?action=event")); len(got) != 1 {
			t.Errorf("reading the log is logged as %v, want the one time before", got)
		}
		if got := toldBy(listEvents(t, s, "?subject="+id+"&action=revision&since=2020-01-01&until=2100-01-01T00:00:00%2B08:00")); len(got) != 2 {
			t.Errorf("filtered: %v", got)
		}
	})
}

func TestPagesOfTheLogJoin(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	for i := range 7 {
		askAs(s, "GET", fmt.Sprintf("/v1/positions?limit=%d", i+1), "", someone)
	}
	seen, cursor := 0, ""
	for {
		list := listEvents(t, s, "?action=position.list&limit=3&cursor="+cursor)
		seen += len(list.Items)
		if cursor = list.Next; cursor == "" {
			break
		}
	}
	if seen != 7 {
		t.Errorf("%d events on all pages, want 7", seen)
	}
}

func TestTheLogComesAsAFile(t *testing.T) {
	t.Parallel()
	kept := openStore(t)
	s, _ := newServer(t, Config{Store: kept})
	const many = 450
	events := make([]store.Event, many)
	for i := range events {
		events[i] = store.Event{At: time.Date(2026, 11, 30, 12, 0, i, 0, time.UTC), Author: store.Author{Key: "甲", Name: `=HYPERLINK("x")`}, Action: "position.read", Subject: "a,b", Number: i}
	}
	if err := kept.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.Log(ctx, events...) }); err != nil {
		t.Fatal(err)
	}
	r := askAs(s, "GET", "/v1/events?format=csv&action=position", "", someone)
	body := text(t, r)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\uFEFF"))).ReadAll()
	if err != nil || len(rows) != many+1 || !strings.HasPrefix(body, "\uFEFF时间,密钥,代表,") {
		t.Fatalf("%d rows, %v, %.60q; want %d", len(rows), err, body, many+1)
	}
	want := []string{"2026-11-30T12:07:29.000Z", "甲", `'=HYPERLINK("x")`, "position.read", "a,b", "449", "", ""}
	if diff := cmp.Diff(want, rows[1]); diff != "" {
		t.Errorf("a row (-want +got):\n%s", diff)
	}
	if got := r.Header.Get("Content-Disposition"); !strings.HasPrefix(got, `attachment; filename="events.csv"`) {
		t.Errorf("Content-Disposition = %q", got)
	}
	lines := strings.Split(strings.TrimSpace(text(t, askAs(s, "GET", "/v1/events?format=jsonl&action=position", "", someone))), "\n")
	var first EventEntry
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil || len(lines) != many || first.Number != many-1 || first.By != `=HYPERLINK("x")` {
		t.Errorf("%d lines, the first %+v, %v", len(lines), first, err)
	}
}

func TestFaultsInTheQueryOfTheLogComeTogether(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	p := problem(t, askAs(s, "GET", "/v1/events?action=Position%20read&since=yesterday&until=1&format=csv&limit=5&cursor=x&who=me", "", someone))
	if p.Status != http.StatusUnprocessableEntity || len(p.Errors) != 6 {
		t.Errorf("%+v", p)
	}
	if p := problem(t, askAs(s, "GET", "/v1/events?cursor=x", "", someone)); p.Errors[0].Code != "cursor-invalid" {
		t.Errorf("%+v", p)
	}
}

func TestAServerThatStopsWritesWhatWasRead(t *testing.T) {
	t.Parallel()
	kept := openStore(t)
	s, _ := newServer(t, Config{Store: kept, Announce: time.Millisecond})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	r, err := http.Get("http://" + l.Addr().String() + "/v1/positions")
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	http.DefaultClient.CloseIdleConnections()
	events, _, err := kept.Events(t.Context(), store.EventQuery{})
	if err != nil || len(events) != 1 || events[0].Action != "position.list" || events[0].Address != "127.0.0.1" {
		t.Errorf("events = %+v, %v", events, err)
	}
}

func TestReadsWaitForAStoreThatCannotBeWrittenAndNotForEver(t *testing.T) {
	t.Parallel()
	kept, err := store.Open(t.Context(), store.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	s, log := newServer(t, Config{Store: kept})
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range maxReads + 5 {
		s.reads.add(store.Event{Action: "position.read", Number: i})
	}
	if n := len(s.reads.waiting); n != maxReads {
		t.Errorf("%d events wait to be written, want %d", n, maxReads)
	}
	for range 2 {
		if err := s.writeReads(t.Context()); err == nil {
			t.Fatal("a closed store was written")
		}
	}
	if events, lost := s.reads.take(); len(events) != maxReads || lost != 0 || events[0].Number != 0 {
		t.Errorf("%d events wait, %d lost; want %d", len(events), lost, maxReads)
	}
	if !strings.Contains(log.String(), `"msg":"reads are missing in the audit log","count":5`) {
		t.Errorf("the log does not tell of the lost ones: %s", log)
	}
}

func TestOldEventsAreForgottenOnlyWhereThatIsAskedFor(t *testing.T) {
	t.Parallel()
	kept := openStore(t)
	old := store.Event{At: time.Now().Add(-48 * time.Hour), Action: "position.read", Number: 1}
	recent := store.Event{At: time.Now().Add(-time.Hour), Action: "position.read", Number: 2}
	if err := kept.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.Log(ctx, old, recent) }); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		keep time.Duration
		want int
	}{{0, 2}, {72 * time.Hour, 2}, {24 * time.Hour, 1}} {
		s, _ := newServer(t, Config{Store: kept, KeepEvents: c.keep})
		s.sweep(t.Context())
		events, _, err := kept.Events(t.Context(), store.EventQuery{})
		if err != nil || len(events) != c.want || events[0].Number != 2 {
			t.Errorf("kept for %s: %+v, %v; want %d", c.keep, events, err, c.want)
		}
	}
}
