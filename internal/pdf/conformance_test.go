package pdf_test

import (
	"bytes"
	"crypto/md5"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"jobdoc/internal/pdf"
	"jobdoc/internal/preflight"
	"jobdoc/internal/typeset"
)

// as is a layout in a conformance, with an attachment where it may have one.
func as(t *testing.T, l *typeset.Layout, c pdf.Conformance) []byte {
	t.Helper()
	o := options
	o.Conformance = c
	if c.Attaches() {
		o.Attachments = []pdf.Attachment{source}
	}
	data, err := pdf.Encode(l, o)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var source = pdf.Attachment{
	Name: "售前工程师.json", Description: "职位数据 (JSON)", MediaType: "application/json", Data: []byte("{\r\n  \"_\": \"𠮷 >>\\nendobj\"\n}\x00\xff"),
}

func TestEachConformanceSaysWhatItIs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		conformance pdf.Conformance
		version     string
		part        string
	}{
		{pdf.PDFA2B, "1.7", "2"}, {pdf.PDFA1B, "1.4", "1"}, {pdf.PDFA3B, "1.7", "3"}, {pdf.NoPDFA, "1.7", ""},
	} {
		t.Run(c.conformance.String(), func(t *testing.T) {
			t.Parallel()
			data := as(t, everything(t), c.conformance)
			if head := "%PDF-" + c.version + "\n%\xE2\xE3\xCF\xD3\n"; !bytes.HasPrefix(data, []byte(head)) {
				t.Errorf("file begins %q, want %q", data[:15], head)
			}
			meta := tool(t, data, "pdfinfo", "-meta", "FILE")
			part := "<pdfaid:part>" + c.part + "</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>"
			if got, want := strings.Contains(meta, part), c.part != ""; got != want {
				t.Errorf("metadata name part %q: %t, want %t\n%s", c.part, got, want, meta)
			}
			if got, want := bytes.Contains(data, []byte("/S/GTS_PDFA1/")), c.part != ""; got != want {
				t.Errorf("output intent: %t, want %t", got, want)
			}
			strict := c.conformance == pdf.PDFA2B || c.conformance == pdf.PDFA1B
			if strict {
				validate(t, data)
				return
			}
			relaxed := model.NewDefaultConfiguration() // strict pdfcpu wants 2.0 for /AFRelationship, which PDF/A-3 has in 1.7
			if err := api.Validate(bytes.NewReader(data), relaxed); err != nil {
				t.Errorf("pdfcpu: %v", err)
			}
			if out := tool(t, data, "qpdf", "--check", "FILE"); strings.Contains(out, "WARNING") {
				t.Errorf("qpdf: %s", out)
			}
		})
	}
}

func TestPDFA1bPassesPreflight(t *testing.T) {
	t.Parallel()
	files := map[string][]byte{
		"everything": as(t, everything(t), pdf.PDFA1B),
		"form":       as(t, form(t, 3), pdf.PDFA1B),
		"empty":      as(t, &typeset.Layout{Pages: []typeset.Page{a4()}}, pdf.PDFA1B),
	}
	files["more paragraphs and pages than an array holds"] = as(t, many(t), pdf.PDFA1B)
	for _, c := range kindsOfPictures(t) {
		files[c.name] = as(t, withImage(c.data), pdf.PDFA1B)
	}
	const other = "other part" // or every file would do
	files[other] = as(t, form(t, 1), pdf.PDFA2B)
	for name, verdict := range preflight.Verdicts(t, files) {
		if name != other && verdict != "" {
			t.Error(verdict)
		}
		if name == other && !strings.Contains(verdict, "part must be 1") {
			t.Errorf("Preflight takes PDF/A-2b for 1b: %q", verdict)
		}
	}
}

func TestPicturesKeepTransparencyButIn1b(t *testing.T) {
	t.Parallel()
	for _, c := range pdf.Conformances() {
		data := as(t, everything(t), c)
		if got, want := bytes.Contains(data, []byte("/SMask")), c != pdf.PDFA1B; got != want {
			t.Errorf("%v: soft mask %t, want %t", c, got, want)
		}
	}
	// The logo is 0x2060C0, half transparent: on white that is 0x8FAFE0.
	out := tool(t, as(t, everything(t), pdf.PDFA1B), "pdftoppm", "-r", "72", "-f", "3", "-l", "3", "-x", "140", "-y", "45", "-W", "1", "-H", "1", "FILE")
	if got := out[len(out)-3:]; got != "\x8F\xAF\xE0" {
		t.Errorf("logo is of colour %X, want 8FAFE0", got)
	}
}

func TestAttachmentComesOutAsItWentIn(t *testing.T) {
	t.Parallel()
	data := as(t, form(t, 1), pdf.PDFA3B)
	dir := t.TempDir()
	tool(t, data, "pdfdetach", "-saveall", "-o", dir, "FILE")
	got, err := os.ReadFile(filepath.Join(dir, source.Name))
	if err != nil || !bytes.Equal(got, source.Data) {
		t.Errorf("pdfdetach saves %q, error %v, want %q", got, err, source.Data)
	}
	list := tool(t, data, "qpdf", "--list-attachments", "--verbose", "FILE")
	for _, want := range []string{
		"preferred name: " + source.Name, "/F -> " + source.Name, "/UF -> " + source.Name, "description: " + source.Description,
		"mime type: application/json", "modification date: D:20240506000000+00'00'", fmt.Sprintf("checksum: %x\n", md5.Sum(source.Data)),
	} {
		if !strings.Contains(list, want) {
			t.Errorf("qpdf does not list %q:\n%s", want, list)
		}
	}
	for _, want := range []string{"/AFRelationship/Source", "/AF["} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("file without %s", want)
		}
	}
}

func TestAttachmentsStandInOrder(t *testing.T) {
	t.Parallel()
	o := options
	o.Conformance = pdf.PDFA3B
	for _, name := range []string{"丙.json", "a.json", "𠮷.json", "乙.json"} {
		o.Attachments = append(o.Attachments, pdf.Attachment{Name: name, MediaType: "application/json", Data: []byte(name)})
	}
	data, err := pdf.Encode(form(t, 1), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range o.Attachments {
		if got := tool(t, data, "qpdf", "--show-attachment="+a.Name, "FILE"); got != a.Name {
			t.Errorf("attachment %s holds %q", a.Name, got)
		}
	}
	o.Attachments = append(o.Attachments, o.Attachments[0])
	if _, err := pdf.Encode(form(t, 1), o); err == nil {
		t.Error("two attachments of one name give no error")
	}
}

func TestOtherPartsTakeNoAttachments(t *testing.T) {
	t.Parallel()
	for _, c := range []pdf.Conformance{pdf.PDFA1B, pdf.PDFA2B} {
		_, err := pdf.Encode(form(t, 1), pdf.Options{Conformance: c, Attachments: []pdf.Attachment{source}})
		if !errors.Is(err, pdf.ErrAttachment) {
			t.Errorf("%v: error = %v, want ErrAttachment", c, err)
		}
	}
	if _, err := pdf.Encode(form(t, 1), pdf.Options{Conformance: 99}); err == nil {
		t.Error("an unknown conformance gives no error")
	}
}

// many is 4,200 pages, the first of which have 100 paragraphs each, and 4,200 links.
func many(t *testing.T) *typeset.Layout {
	t.Helper()
	const pages, full, each = 4200, 90, 100
	l := &typeset.Layout{Elements: elements(full * each)}
	mark := set(t, style{}, 72000, 72000, "文", nil)[0]
	for i := range pages {
		p := a4()
		for j := range each {
			if i < full {
				text := mark
				text.Y, text.Element = typeset.Length(50000+7000*j), 2+i*each+j
				p.Texts = append(p.Texts, text)
			}
		}
		p.Links = []typeset.Link{{X: 1000, Y: 1000, Width: 9000, Height: 9000, Page: i}}
		l.Pages = append(l.Pages, p)
	}
	return l
}

func TestElementsStandInDivisionsWhereTheyAreTooMany(t *testing.T) {
	t.Parallel()
	l := many(t)
	data := as(t, l, pdf.PDFA2B)
	if n := bytes.Count(data, []byte("/S/Div")); n != 2 {
		t.Errorf("%d divisions, want 2", n)
	}
	if n := bytes.Count(data, []byte("<</Limits[")); n != 3 {
		t.Errorf("%d leaves of the parent tree, want 3", n)
	}
	if l.Elements[2].Parent != 1 {
		t.Error("the layout has changed")
	}
	if out := tool(t, data, "qpdf", "--check", "FILE"); strings.Contains(out, "WARNING") {
		t.Errorf("qpdf: %s", out)
	}
}
