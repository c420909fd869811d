package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/store"
	"jobdoc/internal/wordml"
	"jobdoc/samples"
)

// TemplateStored is the answer to a template that was stored.
type TemplateStored struct {
	TemplateInfo
	Warnings []TemplateWarning `json:"warnings" doc:"试排时发现的、照样能用的问题 // what was met in a trial print and does not keep it from being used"`
}

// TemplateWarning is something that a template asks for and does not get.
type TemplateWarning struct {
	Code   string `json:"code" example:"font-substituted" doc:"固定的代码，供程序识别 // stable, for programs"`
	Detail string `json:"detail" example:"字体“仿宋_GB2312”没有，用宋体代替" doc:"问题的说明 // what it is, in the client's language"`
}

// templateUpload is what a template may be called.
var templateUpload = upload{
	limit: wordml.MaxArchive, media: []string{docxType, octets, curlType},
	says: &requestError{status: http.StatusUnsupportedMediaType,
		zh: "正文应是 Word 文件（.docx）：Content-Type 用 " + docxType + " 或 " + octets + "，正文不压缩",
		en: "the body must be a Word file (.docx): Content-Type is " + docxType + " or " + octets + ", and the body not compressed"},
}

func (s *Server) putTemplateOperation() huma.Operation {
	example := TemplateStored{exampleTemplate(), []TemplateWarning{{"font-substituted", "字体“仿宋_GB2312”没有，用宋体代替"}}}
	created := example
	created.Version = 1
	return huma.Operation{
		OperationID: "put-template", Method: http.MethodPut, Path: "/v1/templates/{name}", Tags: []string{"templates"},
		Summary: "存入模板 // Store a template", Security: needs(scopeAdmin),
		Description: "正文是 Word 文件，最大 10 MiB。先作与 `jobdoc template check` 相同的检查，并试排两份职位；有错则一次列出全部，什么也不存。" +
			"名称由汉字、英文字母、数字和 - _ . 组成，至多 60 字；内置模板的名称不能用。同名的成为下一版，与最新一版相同的文件不产生新版。" +
			" // The body is a Word file of at most 10 MiB. It is checked as `jobdoc template check` does, and two positions are printed with it; " +
			"all faults are told at once, and nothing is stored when there are any. A name is of Chinese characters, letters, digits, - _ and ., 60 at most, " +
			"and not one of those built in. The next file of a name is its next version; the newest file again makes none.",
		Middlewares: huma.Middlewares{s.readUpload(templateUpload)},
		Parameters:  []*huma.Param{noteParameter(), byParameter()},
		RequestBody: &huma.RequestBody{
			Description: "Word 文件 // The Word file", Required: true,
			Content: map[string]*huma.MediaType{docxType: {}, octets: {}},
		},
		Responses: map[string]*huma.Response{
			"200": jsonResponse("成为下一版，或本来就是最新一版 // It is the next version, or was the newest", example),
			"201": jsonResponse("第 1 版 // Version 1", created),
		},
		Errors: []int{http.StatusConflict, http.StatusUnprocessableEntity},
	}
}

type putTemplateInput struct {
	Asked
	Name string `path:"name" example:"公司表" doc:"模板的名称 // name of the template"`
}

func (s *Server) handlePutTemplate(ctx context.Context, in *putTemplateInput) (*reply, error) {
	if s.namesBuiltIn(in.Name) {
		return nil, &requestError{status: http.StatusConflict,
			zh: in.Name + " 是内置模板的名称，请另起一个", en: in.Name + " is the name of a template that is built in; choose another one"}
	}
	faults := append(queryFaults(in.request.URL.RawQuery, []string{"note", "by"}), nameFaults(in.Name)...)
	if len(faults) > 0 {
		return nil, &invalidError{parameters: faults}
	}
	data := uploaded(ctx)
	t, warnings, err := s.tryTemplate(ctx, data)
	if err != nil {
		return nil, err
	}
	title := t.Title
	if title == "" {
		title = in.Name
	}
	return s.change(ctx, func(ctx context.Context, tx *store.Tx) (*answer, error) {
		put, added, err := tx.PutTemplate(ctx, in.Name, shorten(title, maxTitle), data, authorOf(ctx), in.query().Get("note"))
		if err != nil {
			return nil, err
		}
		if err := s.log(ctx, tx, "template.put", in.Name, put.Newest.Number); err != nil {
			return nil, err
		}
		defaults, err := tx.TemplateDefaults(ctx)
		if err != nil {
			return nil, err
		}
		stored := TemplateStored{storedInfo(put), warnings}
		stored.tellDefaults(defaults)
		status := http.StatusOK
		if added && put.Newest.Number == 1 {
			status = http.StatusCreated
		}
		return answerJSON(status, stored, nil)
	})
}

// Limits of a name and a title, in characters.
const (
	maxTemplateName = 60
	maxTitle        = 200
)

// shorten returns the first n characters of a text.
func shorten(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return string([]rune(text)[:n-1]) + "…"
}

// namesBuiltIn reports whether a name could be taken for that of a template
// that comes with the program, or its twin in English.
func (s *Server) namesBuiltIn(name string) bool {
	folded := strings.TrimSuffix(position.Fold(name), "."+string(english))
	for _, builtIn := range s.config.Renderer.TemplateNames() {
		if folded == strings.TrimSuffix(builtIn, "."+string(english)) {
			return true
		}
	}
	return false
}

// nameFaults says what is wrong with the name of a template: it stands in
// addresses, in file names, and before @.
func nameFaults(name string) []parameterFault {
	f := parameterFault{code: "name-invalid", parameter: "name"}
	switch strange := strings.TrimLeftFunc(name, inTemplateName); {
	case !utf8.ValidString(name) || strange != "":
		f.zh = "模板的名称只能由汉字、英文字母、数字和 - _ . 组成"
		f.en = "a template's name is of Chinese characters, English letters, digits, - _ and ."
	case utf8.RuneCountInString(name) > maxTemplateName:
		f.zh = fmt.Sprintf("模板的名称至多 %d 字", maxTemplateName)
		f.en = fmt.Sprintf("a template's name has at most %d characters", maxTemplateName)
	case name[0] == '.' || name[0] == '-' || name[len(name)-1] == '.':
		f.zh, f.en = "模板的名称不能以 . 或 - 开头，也不能以 . 结尾", "a template's name does not begin with . or -, and does not end in ."
	case strings.HasSuffix(strings.ToLower(name), docxExtension):
		f.zh, f.en = "模板的名称不带 "+docxExtension+"，请去掉", "a template's name goes without "+docxExtension+": take it out"
	default:
		return nil
	}
	return []parameterFault{f}
}

func inTemplateName(r rune) bool {
	return unicode.Is(unicode.Han, r) || r < utf8.RuneSelf && (isAlphanumeric(byte(r)) || strings.ContainsRune("-_.", r))
}

// maxTrialPages bounds what a template makes of a sample, of which the longest
// is 6 pages: one that makes more would keep a processor for all that use it.
const maxTrialPages = 200

// trials are the positions that a new template is tried with: one of which
// nothing is known yet, and one that has every field.
var trials = sync.OnceValue(func() []position.Position {
	all := []position.Position{position.Unfilled()}
	data, err := samples.FS.ReadFile("08-stress.json")
	if pos, faults := position.Decode(data); err == nil && len(faults) == 0 {
		all = append(all, pos)
	}
	return all
})

// tryTemplate does what `jobdoc template check` does, and prints the trial
// positions. The error holds all faults of the file, or of its tags.
func (s *Server) tryTemplate(ctx context.Context, data []byte) (*render.Template, []TemplateWarning, error) {
	if err := s.gate.begin(ctx); err != nil {
		s.countRefused(err)
		return nil, nil, err
	}
	defer s.gate.end()
	t, err := s.config.Renderer.TryTemplate(data)
	if err != nil {
		return nil, nil, err
	}
	if !t.Tagged() {
		return nil, nil, oneFault("no-tags",
			"文件里没有任何标记，填出来和模板一样；标记写在花括号里，如 {岗位名称}，可用的见 jobdoc template tags",
			"the file has no tags and would come out as it is; tags stand in braces, such as {岗位名称}; jobdoc template tags lists them")
	}
	warnings := []TemplateWarning{}
	seen := map[TemplateWarning]bool{}
	for _, pos := range trials() {
		result, err := s.tryPosition(ctx, t, pos)
		if err != nil {
			return nil, nil, err
		}
		for _, w := range result.Warnings {
			told := TemplateWarning{w.Code, tongueOf(ctx).of(w.Detail, w.English)}
			if !seen[told] {
				seen[told] = true
				warnings = append(warnings, told)
			}
		}
	}
	return t, warnings, nil
}

// tryPosition prints a position. A template at which the typesetter fails is the
// client's fault as much as ours: it is refused, and the log says why.
func (s *Server) tryPosition(ctx context.Context, t *render.Template, pos position.Position) (result render.Result, err error) {
	failed := oneFault("not-printable",
		"这个文件排不出版面；请在 Word 中另存一次再试，仍不行请把文件交给管理员",
		"the file cannot be laid out; save it anew in Word and try again, or give it to the keeper of the service")
	defer func() {
		if v := recover(); v != nil { // its text could hold a piece of the file
			s.config.Log.Error("template panicked", "id", requestID(ctx), "panic", fmt.Sprintf("%T", v), "stack", string(debug.Stack()))
			err = failed
		}
	}()
	pdf, err := render.LookupFormat("pdf")
	if err != nil {
		return result, err
	}
	form := s.config.Renderer.Fill(pos, t)
	layout, err := form.Layout()
	if err == nil && len(layout.Pages) > maxTrialPages {
		return result, oneFault("too-many-pages",
			fmt.Sprintf("一份职位排出了 %d 页，最多 %d 页；请检查重复的内容和分页", len(layout.Pages), maxTrialPages),
			fmt.Sprintf("one position takes %d pages, and may take %d; look at what repeats, and at page breaks", len(layout.Pages), maxTrialPages))
	}
	if err == nil {
		result, err = form.Encode(pdf, render.Options{})
	}
	if err == nil || problemOf(ctx, err).Status != http.StatusInternalServerError {
		return result, err
	}
	s.logFailure(ctx, err)
	return result, failed
}

func oneFault(code, zh, en string) error {
	return &render.TemplateError{Faults: []render.TemplateFault{{Code: code, Detail: zh, English: en}}}
}

type templateNameInput struct {
	Asked
	Name string `path:"name" example:"公司表" doc:"模板的名称 // name of the template"`
}

func archiveTemplateOperation() huma.Operation {
	return huma.Operation{
		OperationID: "archive-template", Method: http.MethodDelete, Path: "/v1/templates/{name}", Tags: []string{"templates"},
		Summary: "归档模板 // Archive a template", Security: needs(scopeAdmin),
		Description: "归档的模板不再供选用，也不再是任何部门的默认模板；用它签发的修订和已有的链接照样能打开。再次存入同名的文件即可恢复。" +
			" // It is no longer offered and nobody's default; revisions issued with it and links that name it still open. Storing a file of that name brings it back.",
		Parameters: []*huma.Param{byParameter()},
		Responses:  map[string]*huma.Response{"204": {Description: "已归档 // It is archived"}},
		Errors:     []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}
}

func (s *Server) handleArchiveTemplate(ctx context.Context, in *templateNameInput) (*reply, error) {
	if _, err := in.readChange("by"); err != nil {
		return nil, err
	}
	if s.builtIn(in.Name) {
		return nil, &requestError{status: http.StatusConflict,
			zh: in.Name + " 是内置模板，不能归档", en: in.Name + " is built in and cannot be archived"}
	}
	r, err := s.change(ctx, func(ctx context.Context, tx *store.Tx) (*answer, error) {
		if err := tx.ArchiveTemplate(ctx, in.Name); err != nil {
			return nil, err
		}
		return &answer{status: http.StatusNoContent}, s.log(ctx, tx, "template.archive", in.Name, 0)
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, s.noTemplate(ctx)
	}
	return r, err
}
