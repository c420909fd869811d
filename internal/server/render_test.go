package server

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"jobdoc/internal/render"
)

func TestAcceptOrFormatChoosesTheFormat(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	docx := "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	tests := []struct {
		name, query string
		accept      []string
		want        string
	}{
		{"neither format nor Accept is pdf", "", nil, "application/pdf"},
		{"format", "?format=docx", nil, docx},
		{"format in capitals", "?format=PNG", nil, "image/png"},
		{"format goes before Accept", "?format=png", []string{"text/html"}, "image/png"},
		{"anything is pdf", "", []string{"*/*"}, "application/pdf"},
		{"an image", "", []string{"image/*"}, "image/png"},
		{"the better weight", "", []string{"application/pdf;q=0.5, image/png;q=0.9"}, "image/png"},
		{"the more specific range", "", []string{"*/*;q=0.1, application/pdf;q=0, image/png;q=0"}, docx},
		{"several lines", "", []string{"text/html", docx}, docx},
		{"a browser", "", []string{"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"}, "application/pdf"},
		{"nonsense", "", []string{"???"}, "application/pdf"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			headers := []string{asJSON}
			for _, a := range test.accept {
				headers = append(headers, "Accept: "+a)
			}
			r := call{"POST", "/v1/render" + test.query, headers, strings.NewReader(small)}.do(s.Handler())
			if got := r.Header.Get("Content-Type"); r.StatusCode != 200 || got != test.want {
				t.Errorf("status %d, Content-Type %q, want %q", r.StatusCode, got, test.want)
			}
		})
	}
}

func TestTheFileNameIsReadBackAsItIs(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	tests := []struct{ name, body, want, fallback string }{
		{"department and title", string(sample(t, manager)), "大客户部-大客户部经理.pdf", "position.pdf"},
		{"a code", small, "PS-001.pdf", "PS-001.pdf"},
		{"a Chinese code", strings.Replace(small, "PS-001", "销-1", 1), "销-1.pdf", "position.pdf"},
		{"a code that could break the header", strings.Replace(small, "PS-001", `a\"; x='b'`, 1), "a-; x='b'.pdf", "position.pdf"},
		{"a character beyond U+FFFF", strings.Replace(small, "PS-001", "𠮷野家", 1), "𠮷野家.pdf", "position.pdf"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := call{"POST", "/v1/render", []string{asJSON}, strings.NewReader(test.body)}.do(s.Handler())
			header := r.Header.Get("Content-Disposition")
			kind, params, err := mime.ParseMediaType(header)
			if err != nil || kind != "inline" || params["filename"] != test.want {
				t.Errorf("Content-Disposition %q: %s %q, %v; want %q", header, kind, params["filename"], err, test.want)
			}
			if !asciiOnly(header) || !strings.Contains(header, `filename="`+test.fallback+`"`) {
				t.Errorf("Content-Disposition = %q, want the fallback %q", header, test.fallback)
			}
		})
	}
}

func TestAPostIsAnsweredWhole(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	post := func(headers ...string) *http.Response {
		return call{"POST", "/v1/render?format=docx", append(headers, asJSON), strings.NewReader(small)}.do(s.Handler())
	}
	first := post()
	etag := first.Header.Get("ETag")
	if etag == "" || first.Header.Get("Cache-Control") != "private, no-store" || !strings.HasPrefix(first.Header.Get("Content-Disposition"), "attachment;") {
		t.Errorf("headers = %v, want ETag, no-store and attachment", first.Header)
	}
	want := text(t, first)
	// Conditions and ranges are for GET (RFC 9110, 13.2.1 and 14.2).
	for _, header := range []string{"If-None-Match: " + etag, "Range: bytes=0-9", "If-Match: \"x\""} {
		r := post(header)
		if got := text(t, r); r.StatusCode != 200 || got != want || r.Header.Get("ETag") != etag {
			t.Errorf("with %s: status %d and %d bytes, want 200 and the same %d bytes", header, r.StatusCode, len(got), len(want))
		}
	}
}

func TestEveryJSONMediaTypeIsTaken(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	for _, h := range [][]string{nil, {asJSON}, {"Content-Type: application/json; charset=utf-8"}, {"Content-Type: Application/JSON"}, {"Content-Type: application/vnd.x+json"}, {asJSON, "Content-Encoding: identity"}} {
		r := call{"POST", "/v1/render?format=docx", h, strings.NewReader(small)}.do(s.Handler())
		if r.StatusCode != 200 {
			t.Errorf("%v: status %d, want 200", h, r.StatusCode)
		}
	}
	// A byte order mark is no fault, and 1 MiB to the byte fits.
	r := call{"POST", "/v1/render?format=docx", nil, strings.NewReader("\ufeff" + small)}.do(s.Handler())
	if r.StatusCode != 200 {
		t.Errorf("with a byte order mark: status %d, want 200", r.StatusCode)
	}
	r = call{"POST", "/v1/render?format=docx", nil, strings.NewReader(small + strings.Repeat(" ", maxBody-len(small)))}.do(s.Handler())
	if r.StatusCode != 200 {
		t.Errorf("1 MiB: status %d, want 200", r.StatusCode)
	}
}

func TestWarningsTravelInAHeader(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	body := strings.Replace(small, "{", `{"locale": "en", `, 1)
	for header, want := range map[string]string{"": "表单没有英文版", "Accept-Language: en": "no English version"} {
		headers := []string{asJSON}
		if header != "" {
			headers = append(headers, header)
		}
		r := call{"POST", "/v1/render?format=docx&template=controlled", headers, strings.NewReader(body)}.do(s.Handler())
		raw := r.Header.Get("Jobdoc-Warnings")
		var got []warning
		if err := json.Unmarshal([]byte(raw), &got); err != nil || len(got) != 1 || got[0].Code != "locale-not-translated" || !strings.Contains(got[0].Detail, want) {
			t.Errorf("Jobdoc-Warnings = %q, want one with %q", raw, want)
		}
		if !asciiOnly(raw) {
			t.Errorf("Jobdoc-Warnings = %q is not ASCII", raw)
		}
	}
}

func TestManyWarningsFitTheHeader(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 7, 8, 9, 100, 10_000} {
		var warnings []render.Warning
		for range n {
			warnings = append(warnings, render.Warning{Code: "missing-glyph", Detail: strings.Repeat("缺字", 20) + "\x7f𠮷"})
		}
		header := warningsHeader(chinese, warnings)
		var got []warning
		if err := json.Unmarshal([]byte(header), &got); err != nil || len(header) > maxWarnings || !asciiOnly(header) {
			t.Fatalf("%d warnings: %d bytes, %v", n, len(header), err)
		}
		if len(got) != n && got[len(got)-1].Code != "more" {
			t.Errorf("%d warnings became %d without a word about the rest", n, len(got))
		}
	}
	huge := warningsHeader(chinese, []render.Warning{{Code: "x", Detail: strings.Repeat("长", 5000)}})
	if want := asciiJSON([]warning{{"more", "另有 1 条提示"}}); huge != want {
		t.Errorf("one huge warning: %.80q, want %q", huge, want)
	}
}

func TestTheSameRequestGetsTheSameBytes(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	for _, f := range render.FormatNames() {
		var first []byte
		for i := range 3 {
			got := []byte(text(t, call{"POST", "/v1/render?format=" + f, []string{asJSON}, bytes.NewReader(sample(t, manager))}.do(s.Handler())))
			if i == 0 {
				first = got
			} else if !bytes.Equal(first, got) {
				t.Errorf("%s: request %d got other bytes", f, i)
			}
		}
	}
}

// FuzzDisposition: whatever the name, a client reads back what was written.
func FuzzDisposition(f *testing.F) {
	for _, name := range []string{"A-1.pdf", "大客户部-大客户部经理.docx", "𠮷 \"; x=y\\'%41.png", "", "a/b"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if !utf8.ValidString(name) {
			t.Skip("names are text")
		}
		header := disposition(true, asciiName(name), name)
		_, params, err := mime.ParseMediaType(header)
		if err != nil || params["filename"] != name || !asciiOnly(header) {
			t.Errorf("%q: read back %q, %v", header, params["filename"], err)
		}
	})
}
