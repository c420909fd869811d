package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"jobdoc/internal/exchange"
	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

// The media types of many positions in one file.
const (
	linesType    = "application/jsonl"
	workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// Exports and imports go through the database for as long as they take, so
// there are few at once of either, apart from the documents.
const (
	maxExchanges   = 2
	waitingExports = 16
	waitingImports = 4 // with those whose turn it is: each holds its file
)

// While lines are sent the database keeps what it looked like when the export
// began, and another export may wait for its turn. So a client has some time for
// each piece, and takes so much a second on the whole.
const (
	stallTimeout = 30 * time.Second
	exportPiece  = 64 << 10 // bytes
	exportPace   = 64 << 10 // bytes a second
)

// exportFormat is a file that positions are exported as.
type exportFormat struct {
	name, media, extension string
	write                  func(ctx context.Context, w *exportWriter, positions iter.Seq2[store.Position, error]) error
}

var exportFormats = []exportFormat{
	{"jsonl", linesType, ".jsonl", exportLines},
	{"xlsx", workbookType, ".xlsx", exportWorkbook},
}

func exportNames() []string {
	var names []string
	for _, f := range exportFormats {
		names = append(names, f.name)
	}
	return names
}

func exportOperation() huma.Operation {
	var types []string
	for _, f := range exportFormats {
		types = append(types, f.media)
	}
	whole := fileResponse("职位，一行一个（JSON Lines），或一个工作簿 // The positions, one a line (JSON Lines), or a workbook", types...)
	whole.Headers = map[string]*huma.Param{"Content-Disposition": dispositionHeader()}
	return huma.Operation{
		OperationID: "export-positions", Method: http.MethodGet, Path: "/v1/export", Tags: []string{"exchange"},
		Summary: "导出全部职位 // Export all positions", Security: needs(scopeRead),
		Description: "导出各职位的最新修订，按首次存入的先后；已归档的不在其中。导出时的改动不影响它。" +
			"导入空的服务后再导出，得到同样的字节。旧修订、签发记录和链接不在其中，要全部保存请用 `jobdoc backup`。" +
			" // The newest revision of each position, in the order in which they were first stored, without those that are archived, all as of one moment. " +
			"Imported into an empty service and exported again it gives the same bytes. Earlier revisions, states and links are not in it: `jobdoc backup` keeps everything.",
		Parameters: append([]*huma.Param{
			wordParameter("format", "文件格式：jsonl 一行一个职位（不写就是它），xlsx 是 Excel 工作簿"+
				" // file format: jsonl, one position a line, which is what there is without it; xlsx, a workbook", exportNames()...),
		}, filterParameters()...),
		Responses: map[string]*huma.Response{"200": whole},
		Errors:    []int{http.StatusConflict, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
		Metadata:  map[string]any{wholeKey: true, eventKey: "position.export"},
	}
}

func (s *Server) handleExport(_ context.Context, in *Asked) (*reply, error) {
	v := in.query()
	faults := queryFaults(in.request.URL.RawQuery, append([]string{"format"}, filterNames...))
	name, wrong := readWord(v, "format", exportNames())
	query, more := readFilter(v)
	if faults = append(append(faults, wrong...), more...); len(faults) > 0 {
		return nil, &invalidError{parameters: faults}
	}
	format := exportFormats[0]
	for _, f := range exportFormats {
		if f.name == name {
			format = f
		}
	}
	return &reply{Body: func(ctx huma.Context) { s.export(humagin.Unwrap(ctx), format, query) }}, nil
}

// export sends the positions while they are read. What goes wrong before the
// first piece is a problem; later, the answer ends before its end.
func (s *Server) export(c *gin.Context, format exportFormat, query store.Query) {
	h := c.Writer.Header()
	h.Set("Content-Type", format.media)
	h.Set("Content-Disposition", disposition(false, "positions"+format.extension, "职位"+format.extension))
	h.Set("Cache-Control", "private, no-store")
	if c.Request.Method == http.MethodHead {
		c.Status(http.StatusOK)
		return
	}
	ctx := c.Request.Context()
	w := &exportWriter{w: c.Writer, control: http.NewResponseController(c.Writer)}
	err := s.exports.take(ctx, func() error {
		return s.config.Store.View(ctx, func(ctx context.Context, q store.Reader) error {
			return format.write(ctx, w, q.EachPosition(ctx, query))
		})
	})
	if err == nil {
		err = w.sendWhole()
	}
	if err == nil {
		return
	}
	s.countRefused(err)
	if !c.Writer.Written() {
		h.Del("Content-Disposition")
		h.Del("Cache-Control")
		s.refuse(c, err)
		return
	}
	s.logFailure(ctx, err)
	panic(http.ErrAbortHandler) // half an export must not look like a whole one
}

// exportWriter sends an export piece by piece.
type exportWriter struct {
	w       gin.ResponseWriter
	control *http.ResponseController
	begun   time.Time // of the first piece, zero before it
	sent    int       // bytes
	whole   []byte    // what is to be sent once the database is left, nil for nothing
}

// errClientGone stands for an answer that nobody takes any more.
var errClientGone = &requestError{status: statusClientGone, zh: "客户端已断开", en: "the client has gone"}

func (w *exportWriter) Write(p []byte) (int, error) {
	_ = w.control.SetWriteDeadline(w.until(time.Now())) // a writer without deadlines writes to memory
	n, err := w.w.Write(p)
	w.sent += n
	if err != nil {
		return n, errors.Join(errClientGone, err)
	}
	return n, nil
}

// until returns how long the client has for the piece that is sent now.
func (w *exportWriter) until(now time.Time) time.Time {
	if w.begun.IsZero() {
		w.begun = now
	}
	piece, all := now.Add(stallTimeout), w.begun.Add(stallTimeout+time.Duration(w.sent/exportPace)*time.Second)
	if all.Before(piece) {
		return all
	}
	return piece
}

// sendWhole sends what was made whole.
func (w *exportWriter) sendWhole() error {
	for piece := range slices.Chunk(w.whole, exportPiece) {
		if _, err := w.Write(piece); err != nil {
			return err
		}
	}
	return nil
}

// exportLines writes JSON Lines: each position as it is kept, without the
// breaks that are there to be read by people.
func exportLines(_ context.Context, w *exportWriter, positions iter.Seq2[store.Position, error]) error {
	out := bufio.NewWriterSize(w, exportPiece)
	var line bytes.Buffer
	for p, err := range positions {
		if err != nil {
			return err
		}
		line.Reset()
		if err := json.Compact(&line, p.Content); err != nil {
			return err
		}
		line.WriteByte('\n')
		if _, err := out.Write(line.Bytes()); err != nil {
			return err
		}
	}
	if out.Buffered() == 0 {
		w.w.WriteHeaderNow() // of no positions, an empty file
	}
	return out.Flush()
}

// exportWorkbook makes a workbook, which has to be whole before it is sent.
func exportWorkbook(ctx context.Context, w *exportWriter, positions iter.Seq2[store.Position, error]) error {
	var b bytes.Buffer
	err := exchange.ExportWorkbook(&b, func(yield func(position.Position, error) bool) {
		for p, err := range positions {
			if err == nil {
				err = ctx.Err()
			}
			var pos position.Position
			if err == nil {
				pos, err = readRevision(store.Revision{Number: p.Revision, Content: p.Content})
			}
			if !yield(pos, err) || err != nil {
				return
			}
		}
	})
	if errors.Is(err, exchange.ErrTooManyRows) {
		return &requestError{status: http.StatusConflict,
			zh: "职位太多，一个工作簿放不下；请按部门分开导出，或用 format=jsonl",
			en: "there are too many positions for one workbook; export by department, or with format=jsonl"}
	}
	w.whole = b.Bytes()
	return err
}
