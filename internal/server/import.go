package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"jobdoc/internal/exchange"
	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

// Limits of an import.
const (
	maxImport          = 64 << 20 // bytes
	maxImportPositions = 100_000
	maxImportFaults    = 10_000 // told; the others are counted

	// What is written at once: other writers wait no longer for it.
	importBatch      = 100     // positions
	importBatchBytes = 2 << 20 // of them
)

// ImportResult is the answer of POST /v1/import.
type ImportResult struct {
	DryRun    bool           `json:"dryRun" doc:"只是试一试，什么也没有存 // it was a trial, and nothing is stored"`
	Created   int            `json:"created" minimum:"0" doc:"新建的职位数 // positions that are new"`
	Replaced  int            `json:"replaced" minimum:"0" doc:"增加了修订的职位数 // positions that got a revision"`
	Unchanged int            `json:"unchanged" minimum:"0" doc:"与现状相同的职位数 // positions that say what they said"`
	Failed    int            `json:"failed" minimum:"0" doc:"有错而没有存的职位数 // positions at fault, which are not stored"`
	Items     []ImportItem   `json:"items" doc:"各个职位，按文件中的先后 // every position, in the order of the file"`
	Errors    []ProblemFault `json:"errors" doc:"全部错误，至多 10000 处 // every fault, 10,000 at most"`
	More      int            `json:"errorsLeftOut,omitempty" minimum:"1" doc:"另有多少处错误没有列出 // how many more faults there are"`
}

// ImportItem is what became of one position.
type ImportItem struct {
	Index      int    `json:"index" minimum:"1" example:"1" doc:"文件中的第几个职位 // number of the position in the file"`
	Line       int    `json:"line,omitempty" minimum:"1" example:"1" doc:"在第几行；工作簿则为“岗位”表的第几行 // its line; in a workbook, its row in the sheet 岗位"`
	Outcome    string `json:"outcome" enum:"created,replaced,unchanged,failed" example:"created" doc:"新建、增加修订、没有变化或有错 // what became of it"`
	Code       string `json:"code,omitempty" example:"PS-001" doc:"岗位编号 // code of the position"`
	Title      string `json:"title,omitempty" example:"售前工程师" doc:"岗位名称 // title of the position"`
	Department string `json:"department,omitempty" example:"大客户部" doc:"所在部门 // department"`
	ID         string `json:"id,omitempty" example:"k3v7q2m5x4tbyzna" doc:"职位的编号；试运行中新建的没有 // id of the position; none of a new one in a trial"`
	Revision   int    `json:"revision,omitempty" minimum:"1" example:"1" doc:"现在的修订序号 // number of its revision now"`
}

// What becomes of an imported position.
const (
	created   = "created"
	replaced  = "replaced"
	unchanged = "unchanged"
	failed    = "failed"
)

var importUpload = upload{
	limit: maxImport,
	media: []string{jsonType, linesType, "application/x-ndjson", "application/ndjson", "application/x-jsonlines", "text/plain", workbookType, octets, curlType},
	says: &requestError{status: http.StatusUnsupportedMediaType,
		zh: "正文应是职位的 JSON（" + jsonType + "）、JSON Lines（" + linesType + "）或工作簿（" + workbookType + "），不压缩，也不用表单",
		en: "the body must be positions as JSON (" + jsonType + "), JSON Lines (" + linesType + ") or a workbook (" + workbookType + "), not compressed, and not in a form"},
}

// exchangeRoutes registers what is done to many positions.
func (s *Server) exchangeRoutes(api huma.API) {
	register(s, api, exportOperation(), s.handleExport)
	register(s, api, s.importOperation(), s.handleImport)
}

func (s *Server) importOperation() huma.Operation {
	example := ImportResult{
		Created: 1, Failed: 1,
		Items: []ImportItem{
			{Index: 1, Line: 1, Outcome: created, Code: "PS-001", Title: "售前工程师", Department: "大客户部", ID: exampleID, Revision: 1},
			{Index: 2, Line: 2, Outcome: failed},
		},
		Errors: []ProblemFault{{Code: position.CodeMissing, Pointer: "#/duties", Index: 2, Line: 2, Column: 1, Detail: "缺少必填项“职责与工作任务”(duties)：请加上。"}},
	}
	return huma.Operation{
		OperationID: "import-positions", Method: http.MethodPost, Path: "/v1/import", Tags: []string{"exchange"},
		Summary: "导入职位 // Import positions", Security: needs(scopeWrite),
		Description: "正文是一个职位、JSON 数组、一行一个职位（JSON Lines）、几个职位文件首尾相接，或 Excel 工作簿，最大 64 MiB，至多 100000 个职位；看内容识别，Content-Type 可以不写。" +
			"岗位编号相同（没有编号则部门和岗位名称相同）的职位增加一次修订，内容相同的不变，其余新建；已归档的不算。" +
			"有错的职位不影响其他职位；同一职位出现两次时，第二次算错。中途失败时已存的仍在，再导入一次即可。" +
			"工作簿里有认不出的表、列，或不知属于哪个职位的行时，答 422，什么也不存。" +
			" // The body is one position, a JSON array, positions one a line (JSON Lines), files of positions one behind the other, or a workbook, of at most 64 MiB and 100,000 positions; " +
			"its content says which, and Content-Type may be left out. A position of the same code (without one, of the same department and title) gets a revision, " +
			"one that says the same stays as it is, and the others are new; archived ones do not count. One at fault costs none of the others; the second of one identity is at fault. " +
			"When it breaks off, what is stored stays, and the import can be repeated. 422, and nothing stored, when a workbook has sheets or columns that nobody knows, or rows that belong to no position.",
		Middlewares: huma.Middlewares{s.readUpload(importUpload)},
		Parameters: []*huma.Param{
			queryParameter("dryRun", "true 只试一试：说明会怎样，什么也不存 // true is a trial: it tells what would be done, and stores nothing", &huma.Schema{Type: huma.TypeBoolean}),
			noteParameter(), byParameter(),
		},
		RequestBody: &huma.RequestBody{
			Description: "职位 // The positions", Required: true,
			Content: map[string]*huma.MediaType{
				jsonType:  {Schema: &huma.Schema{OneOf: []*huma.Schema{{Ref: schemaPrefix + "Position"}, {Type: huma.TypeArray, Items: &huma.Schema{Ref: schemaPrefix + "Position"}}}}, Example: []any{examplePosition()}},
				linesType: {}, workbookType: {}, octets: {},
			},
		},
		Responses: map[string]*huma.Response{"200": jsonResponse("各个职位怎样了，全部错误在哪里 // What became of each position, and where every fault is", example)},
		Errors:    []int{http.StatusUnprocessableEntity},
	}
}

type importInput struct {
	Asked
}

func (s *Server) handleImport(ctx context.Context, in *importInput) (*reply, error) {
	faults := queryFaults(in.request.URL.RawQuery, []string{"dryRun", "note", "by"})
	dry, wrong := readWord(in.query(), "dryRun", yesWords)
	if faults = append(faults, wrong...); len(faults) > 0 {
		return nil, &invalidError{parameters: faults}
	}
	m := &importer{
		server: s, tongue: tongueOf(ctx), note: in.query().Get("note"), first: map[string]ImportItem{},
		result: ImportResult{DryRun: dry == yes, Items: []ImportItem{}, Errors: []ProblemFault{}},
	}
	err := s.imports.take(ctx, func() error { return m.run(ctx, uploaded(ctx), in.request.Header.Get("Content-Type")) })
	if err != nil {
		s.countRefused(err)
		return nil, err
	}
	// The last transaction keeps the answer for an Idempotency-Key.
	sent, err := s.change(ctx, func(context.Context, *store.Tx) (*answer, error) { return answerJSON(http.StatusOK, m.result, nil) })
	if err != nil {
		return nil, err
	}
	return &reply{Body: func(ctx huma.Context) {
		// It may have taken longer than the server gives to other requests.
		_ = http.NewResponseController(humagin.Unwrap(ctx).Writer).SetWriteDeadline(time.Now().Add(writeTimeout))
		sent.Body(ctx)
	}}, nil
}

// importer is one import under way.
type importer struct {
	server *Server
	tongue tongue
	note   string
	book   *exchange.Workbook    // nil where it is none
	first  map[string]ImportItem // by identity: where a position stood before
	result ImportResult

	batch []pending
	size  int // bytes of the batch
}

// pending is a position that is to be stored.
type pending struct {
	item     ImportItem
	position position.Position
}

// run imports what is in a file. The error is about the file as a whole, or
// ours; nothing is stored then but the batches before it.
func (m *importer) run(ctx context.Context, data []byte, contentType string) error {
	raws, err := m.open(data, contentType)
	if err != nil {
		return err
	}
	n, err := m.count(raws)
	if err != nil {
		return err
	}
	if n > maxImportPositions {
		return &requestError{status: http.StatusRequestEntityTooLarge,
			zh: fmt.Sprintf("职位超过 %d 个，请分成几次导入", maxImportPositions), en: fmt.Sprintf("there are more than %d positions; import them in several steps", maxImportPositions)}
	}
	if n == 0 && (m.book == nil || len(m.book.Faults()) == 0) {
		return &invalidError{faults: []position.Fault{{Code: position.CodeEmpty, Detail: "正文里没有职位", English: "there are no positions in the body"}}}
	}
	if m.book != nil && len(m.book.Faults()) > 0 {
		return m.refuseBook(raws)
	}
	index := 0
	for raw, err := range raws {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		index++
		if err := m.take(ctx, index, raw.Decode()); err != nil {
			return err
		}
	}
	return m.flush(ctx)
}

// count returns how many positions there are, or one more than there may be.
func (m *importer) count(raws iter.Seq2[exchange.Raw, error]) (n int, err error) {
	if m.book != nil {
		return m.book.Positions(), nil
	}
	for _, err := range raws {
		if err != nil {
			return n, err
		}
		if n++; n > maxImportPositions {
			break
		}
	}
	return n, nil
}

// open says what is in a file, as often as it is asked.
func (m *importer) open(data []byte, contentType string) (iter.Seq2[exchange.Raw, error], error) {
	media, _, _ := mime.ParseMediaType(contentType)
	zipped := bytes.HasPrefix(data, []byte("PK\x03\x04"))
	if !zipped && media != workbookType {
		name := "" // its content says what it is
		if strings.Contains(media, "ndjson") || strings.Contains(media, "jsonl") {
			name = "positions.jsonl"
		}
		if len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))) == 0 {
			return func(func(exchange.Raw, error) bool) {}, nil
		}
		return func(yield func(exchange.Raw, error) bool) {
			for raw, err := range exchange.Split(name, bytes.NewReader(data)) {
				if !yield(raw, err) {
					return
				}
			}
		}, nil
	}
	book, err := exchange.ReadWorkbook("", data)
	if errors.Is(err, exchange.ErrNotWorkbook) {
		return nil, &invalidError{faults: []position.Fault{{Code: "workbook-unreadable",
			Detail: "不是能读的工作簿（.xlsx）；请在 Excel 中另存为 .xlsx", English: "no workbook (.xlsx) that can be read; save it as .xlsx in Excel"}}}
	}
	if err != nil {
		return nil, err
	}
	m.book = book
	return book.Raws(), nil
}

// refuseBook tells all that is wrong with a workbook whose sheets are not as
// they should be: a row that belongs to nobody may be missing from any position.
func (m *importer) refuseBook(raws iter.Seq2[exchange.Raw, error]) error {
	for _, f := range m.book.Faults() {
		m.fault(ProblemFault{Code: exchange.CodeWorkbook, Sheet: f.Sheet, Cell: f.Cell, Detail: m.tongue.of(f.Detail, f.English)})
	}
	index := 0
	for raw, err := range raws {
		if err != nil {
			return err
		}
		index++
		m.tell(index, raw.Decode())
	}
	return &faultyError{m.result.Errors, m.result.More}
}

// faultyError is a body with faults that are worded already.
type faultyError struct {
	faults []ProblemFault
	more   int // that are not among them
}

func (e *faultyError) Error() string { return fmt.Sprintf("%d faults", len(e.faults)+e.more) }

func (m *importer) fault(f ProblemFault) {
	if len(m.result.Errors) == maxImportFaults {
		m.result.More++
		return
	}
	m.result.Errors = append(m.result.Errors, f)
}

// tell takes up the faults of a position, each with its place in the file.
func (m *importer) tell(index int, item exchange.Item) {
	for _, f := range item.Faults {
		told := ProblemFault{Code: f.Code, Pointer: fragment(f), Index: index, Line: f.Line, Column: f.Column, Detail: m.tongue.of(f.Detail, f.English)}
		if m.book != nil {
			told.Sheet, told.Cell = m.book.Locate(index, f.Pointer)
			for _, colon := range []string{"：", ": "} {
				told.Detail = strings.TrimPrefix(told.Detail, told.Sheet+"!"+told.Cell+colon)
			}
		}
		m.fault(told)
	}
}

// take puts a position with those to be stored, or tells what is wrong with it.
func (m *importer) take(ctx context.Context, index int, in exchange.Item) error {
	it := ImportItem{Index: index, Line: in.Line}
	m.result.Items = append(m.result.Items, it)
	if len(in.Faults) > 0 {
		m.tell(index, in)
		m.end(it, failed)
		return nil
	}
	p := in.Position
	it.Code, it.Title, it.Department = p.Code(), p.Title(), p.Department()
	if before, twice := m.first[p.Identity()]; twice {
		f := ProblemFault{
			Code: "identity-repeated", Index: index, Line: in.Line,
			Detail: m.tongue.of(
				fmt.Sprintf("与第 %d 个职位（第 %d 行）是同一职位：岗位编号相同，或没有编号而部门和岗位名称相同；请改编号或删去一个", before.Index, before.Line),
				fmt.Sprintf("is the same position as number %d (line %d): the same code or, without one, the same department and title; give it another code, or take one out", before.Index, before.Line)),
		}
		if m.book != nil {
			f.Sheet, f.Cell = m.book.Locate(index, "/position/title")
		}
		m.fault(f)
		m.end(it, failed)
		return nil
	}
	m.first[p.Identity()] = it
	m.batch = append(m.batch, pending{it, p})
	if m.size += len(in.Data); len(m.batch) == importBatch || m.size >= importBatchBytes {
		return m.flush(ctx)
	}
	return nil
}

// end says what became of a position.
func (m *importer) end(it ImportItem, outcome string) {
	it.Outcome = outcome
	m.result.Items[it.Index-1] = it
	switch outcome {
	case created:
		m.result.Created++
	case replaced:
		m.result.Replaced++
	case unchanged:
		m.result.Unchanged++
	case failed:
		m.result.Failed++
	}
}
