package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/compare"
	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/store"
)

// PositionComparison is what changed between two revisions of a position.
type PositionComparison struct {
	From RevisionEntry `json:"from" doc:"前一个修订 // the earlier side"`
	To   RevisionEntry `json:"to" doc:"后一个修订 // the later side"`
	compare.Comparison
}

// compareFormats are the formats of a comparison: JSON first, which is what a
// client gets that does not care.
var compareFormats = []string{formatJSON, "pdf", "docx"}

const formatJSON = "json"

type compareInput struct {
	PositionIDInput
	Asked
}

func (s *Server) compareOperation() huma.Operation {
	r := documentResponse("修订对照表，或 JSON // The 修订对照表, or JSON")
	png, _ := render.LookupFormat("png")
	delete(r.Content, png.MediaType)
	r.Content[jsonType] = &huma.MediaType{Example: exampleComparison()}
	r.Headers["Content-Disposition"].Required = false // JSON has none
	return huma.Operation{
		OperationID: "compare-revisions", Method: http.MethodGet, Path: "/v1/positions/{id}/compare", Tags: []string{"revisions"},
		Summary: "比较两次修订 // Compare two revisions", Security: needs(scopeRead),
		Description: "逐项比较：职责与任务按文字对应，认得出移动；JSON 供程序用，PDF 和 Word 是可以打印签字的修订对照表。" +
			"ETag 在比较之前就算得出。本版程序读不懂其中一次修订时答 409。" +
			" // Item by item: duties and tasks are matched by their text, and moves are recognised. JSON is for programs, PDF and Word are a 修订对照表 to print and sign. " +
			"The ETag is known before anything is compared. 409 when this program cannot read one of the revisions.",
		Parameters: []*huma.Param{
			revisionParameter("from", "从哪一次修订：序号、latest 或 approved；不写则为 to 的前一次"+
				" // compare from: a number, latest or approved; without it the one before to"),
			revisionParameter("to", "到哪一次修订；不写则为最新的 // compare to; without it the newest"),
			wordParameter("format", "json、pdf 或 docx；不写则看 Accept，再没有就是 json // json, pdf or docx; without it, Accept decides, and json where that is silent", compareFormats...),
		},
		Responses: map[string]*huma.Response{"200": r},
		Errors:    []int{http.StatusNotFound, http.StatusNotAcceptable, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}
}

// compareOrder is a request for a comparison that has been read.
type compareOrder struct {
	from, to pick
	before   bool // from is the one before to
	format   render.Format
}

func readCompareOrder(in *Asked) (o compareOrder, faults []parameterFault, err error) {
	v := in.query()
	faults = queryFaults(in.request.URL.RawQuery, []string{"from", "to", "format"})
	name, wrong := readWord(v, "format", compareFormats)
	faults = append(faults, wrong...)
	if name == "" && len(wrong) == 0 {
		if name, err = negotiateComparison(in.request.Header.Values("Accept")); err != nil {
			return o, nil, err
		}
	}
	if o.format.Name = formatJSON; name != formatJSON {
		o.format, _ = render.LookupFormat(name) // one of ours
	}
	o.before = v.Get("from") == ""
	o.from, wrong = readPick("from", v.Get("from"))
	faults = append(faults, wrong...)
	o.to, wrong = readPick("to", v.Get("to"))
	return o, append(faults, wrong...), nil
}

func negotiateComparison(accept []string) (string, error) {
	types := []string{jsonType}
	for _, name := range compareFormats[1:] {
		f, err := render.LookupFormat(name)
		if err != nil {
			return "", err
		}
		types = append(types, f.MediaType)
	}
	best := likedBest(accept, types)
	if best < 0 {
		return "", notAcceptableError(types...)
	}
	return compareFormats[best], nil
}

// revisionPair is two revisions of a position.
type revisionPair struct {
	position store.Position
	from, to store.Revision
}

func (s *Server) handleCompare(ctx context.Context, in *compareInput) (*reply, error) {
	o, faults, err := readCompareOrder(&in.Asked)
	if err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		return nil, &invalidError{parameters: faults}
	}
	var two revisionPair
	err = s.config.Store.View(ctx, func(ctx context.Context, q store.Reader) error {
		two, err = o.find(ctx, q, in.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	noteRevision(ctx, two.to.Number)
	f, err := s.comparisonFile(ctx, in.request, o.format, two)
	if err != nil {
		return nil, err
	}
	f.header.Set("Vary", "Accept, Accept-Language")
	return send(f), nil
}

// find looks up the two revisions.
func (o compareOrder) find(ctx context.Context, q store.Reader, id string) (two revisionPair, err error) {
	if two.position, err = q.Position(ctx, id); err != nil {
		return two, err
	}
	if two.to, err = o.to.of(ctx, q, two.position); err != nil {
		return two, err
	}
	if o.before {
		if o.from = (pick{number: two.to.Number - 1}); o.from.number == 0 {
			return two, &requestError{
				status: http.StatusNotFound,
				zh:     "第 1 次修订之前没有修订，无从比较", en: "there is no revision before the first to compare it with",
			}
		}
	}
	two.from, err = o.from.of(ctx, q, two.position)
	return two, err
}

// comparisonFile returns a comparison ready to be sent, or, where the client has
// it, its tag alone.
func (s *Server) comparisonFile(ctx context.Context, r *http.Request, format render.Format, two revisionPair) (*file, error) {
	etag, err := s.comparisonTag(format, two)
	if err != nil {
		return nil, err
	}
	if format.Name != formatJSON {
		return s.madeFile(ctx, r, product{etag, two.fileStem(), format, func() (render.Result, error) { return s.renderComparison(ctx, format, two) }})
	}
	f := &file{media: jsonType, kept: true, etag: etag, header: http.Header{}}
	if wanted, err := isWanted(r, etag); err != nil || !wanted {
		return f, err
	}
	err = s.inTurn(ctx, func() error {
		before, after, err := two.read()
		if err != nil {
			return err
		}
		a, err := answerJSON(http.StatusOK, PositionComparison{
			listed(two.position, two.from), listed(two.position, two.to), compare.Positions(before, after),
		}, nil)
		if err == nil {
			f.data = a.body
		}
		return err
	})
	return f, err
}

// comparisonTag is the entity tag of a comparison: a hash of all that it is made
// of, as that of a document; see [Server.issueDocument].
func (s *Server) comparisonTag(format render.Format, two revisionPair) (string, error) {
	fonts, err := s.config.Renderer.Fingerprint()
	if err != nil {
		return "", err
	}
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %s\n", programSum(), fonts, format.Name, two.position.ID)
	for _, r := range []store.Revision{two.from, two.to} {
		fmt.Fprintf(h, "%d %x %q %q %s %d %+v\n", r.Number, sha256.Sum256(r.Content), r.Author, r.Note, r.State, r.Restored, r.Issued)
		fmt.Fprintln(h, s.local(r.Created).Format(time.RFC3339Nano))
	}
	return `"` + hex.EncodeToString(h.Sum(nil)[:16]) + `"`, nil
}

// local returns a time as the clocks of the service's place show it, for paper.
func (s *Server) local(t time.Time) time.Time { return t.In(s.config.Now().Location()) }

// renderComparison prints the 修订对照表.
func (s *Server) renderComparison(ctx context.Context, format render.Format, two revisionPair) (render.Result, error) {
	var result render.Result
	err := s.work(ctx, format, func() error {
		before, after, err := two.read()
		if err != nil {
			return err
		}
		form, err := compare.Document(s.config.Renderer, compare.Sheet{
			Old: before, New: after, Before: s.printed(two.from), After: s.printed(two.to),
		})
		if err != nil {
			return err
		}
		result, err = form.Encode(format, render.Options{})
		return err
	})
	return result, err
}

// printed is what paper says of a revision.
func (s *Server) printed(r store.Revision) compare.Revision {
	author := r.Author.Name
	if author == "" && r.Author.Key != localKey {
		author = r.Author.Key
	}
	return compare.Revision{Number: r.Number, Time: s.local(r.Created), Author: author, Note: r.Note, State: string(r.State)}
}

// read decodes both revisions. The error is an [*unfitError].
func (two revisionPair) read() (before, after position.Position, err error) {
	if before, err = readRevision(two.from); err != nil {
		return before, after, err
	}
	after, err = readRevision(two.to)
	return before, after, err
}

// fileStem names the file by the later revision and the numbers of both.
func (two revisionPair) fileStem() fileStem {
	stem, words := stemOf(two.to), "修订对照表"
	if inEnglish(two.to.Content) {
		words = "changes"
	}
	numbers := fmt.Sprintf("-%d-%d", two.from.Number, two.to.Number)
	return fileStem{stem.name + "-" + words + numbers, stem.fallback + "-changes" + numbers}
}

// listed is a revision as lists show it.
func listed(p store.Position, r store.Revision) RevisionEntry {
	r.Content = nil
	return revisionEntry(p, r, nil)
}

func exampleComparison() PositionComparison {
	from := exampleRevision()
	from.States, from.Content = nil, nil
	to := from
	to.Revision, to.State, to.Issued, to.Created, to.Note = 2, string(store.Draft), nil, "2026-06-01T01:30:00.000Z", "投标改为审定"
	return PositionComparison{from, to, compare.Comparison{
		Language: "zh-CN", Summary: compare.Summary{Total: 1, Changed: 1},
		Changes: []compare.Change{{
			Kind: compare.Changed,
			Old:  compare.Side{Pointer: "/duties/0/description", Label: "职责一 职责描述", English: "Duty 1, Description", State: compare.Filled, Text: "编制技术方案"},
			New:  compare.Side{Pointer: "/duties/0/description", Label: "职责一 职责描述", English: "Duty 1, Description", State: compare.Filled, Text: "审定技术方案"},
			Pieces: []compare.Piece{
				{Kind: compare.RemovedRun, Text: "编制"}, {Kind: compare.AddedRun, Text: "审定"}, {Kind: compare.Kept, Text: "技术方案"},
			},
		}},
	}}
}
