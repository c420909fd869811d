package wordml

import (
	"errors"
	"fmt"
	"strings"
)

// Errors that a [FileError] wraps: the three kinds of fault.
var (
	ErrNotDocx  = errors.New("not a .docx file")          // damaged, or another kind of file
	ErrTooLarge = errors.New("too large")                 // beyond the limits
	ErrUnsafe   = errors.New("not allowed in a template") // code, or what would be fetched from elsewhere
)

// A FileError says which part of a .docx is at fault, and why. Part, Detail and
// English are fit to be shown: they hold at most a short, printable piece of the file.
type FileError struct {
	Part    string // "" for the archive as a whole
	Code    string // stable, such as "macro" or "xml-doctype"
	Detail  string // why, and what to do, in Chinese; without the part
	English string // the same in English
	Err     error  // wraps ErrNotDocx, ErrTooLarge or ErrUnsafe, and the cause where there is one
}

func (e *FileError) Error() string {
	if e.Part == "" {
		return e.English
	}
	return e.Part + ": " + e.English
}

func (e *FileError) Unwrap() error { return e.Err }

// FileErrors are all faults of one file, never none, in the order of its parts.
type FileErrors []*FileError

func (e FileErrors) Error() string {
	if len(e) == 1 {
		return e[0].Error()
	}
	return fmt.Sprintf("%v (and %d more)", e[0], len(e)-1)
}

// Unwrap lets [errors.Is] and [errors.As] find each of the faults.
func (e FileErrors) Unwrap() []error {
	errs := make([]error, len(e))
	for i, f := range e {
		errs[i] = f
	}
	return errs
}

// Faults returns the faults of a file that an error tells of, nil for an error
// of another kind.
func Faults(err error) []*FileError {
	var all FileErrors
	if errors.As(err, &all) {
		return all
	}
	var one *FileError
	if errors.As(err, &one) {
		return []*FileError{one}
	}
	return nil
}

// reason is why a file is refused.
type reason struct {
	kind error
	sentence
}

func notDocx(code, zh, en string) reason   { return reason{ErrNotDocx, sentence{code, zh, en}} }
func tooLarge(code, zh, en string) reason  { return reason{ErrTooLarge, sentence{code, zh, en}} }
func forbidden(code, zh, en string) reason { return reason{ErrUnsafe, sentence{code, zh, en}} }

// at makes an error of the reason. Text among the arguments is text of the file.
func (r reason) at(part string, args ...any) *FileError {
	for i, a := range args {
		if text, ok := a.(string); ok {
			args[i] = clip(text)
		}
	}
	e := &FileError{Part: clip(part), Code: r.code, Detail: fill(r.zh, args), English: fill(r.en, args), Err: r.kind}
	if !strings.Contains(r.zh, "请") {
		e.saveAgain()
	}
	return e
}

// saveAgain adds the remedy of those who cannot look into a file: Word writes
// all of it anew. It makes nothing smaller.
func (e *FileError) saveAgain() {
	if !errors.Is(e.Err, ErrTooLarge) {
		e.Detail += "；请在 Word 中打开，重新另存为 .docx"
		e.English += "; open it in Word and save it again as .docx"
	}
}

// syntaxFault makes a fault of what the parser found in a part.
func syntaxFault(part string, err error) *FileError {
	var s *SyntaxError
	if !errors.As(err, &s) {
		return &FileError{Part: clip(part), Code: "xml-malformed", Detail: err.Error(), English: err.Error(), Err: err}
	}
	kind := ErrNotDocx
	switch s.Code {
	case xmlDoctype.code, xmlEntity.code:
		kind = ErrUnsafe
	case xmlDepth.code, xmlTokens.code:
		kind = ErrTooLarge
	}
	e := &FileError{Part: clip(part), Code: s.Code, Detail: s.chinese(), English: s.Error(), Err: fmt.Errorf("%w: %w", kind, s)}
	e.saveAgain()
	return e
}

// Faults of the archive.
var (
	archiveLarge = tooLarge("archive-too-large", "文件超过 %[1]d MiB", "the file is larger than %[1]d MiB")
	archiveFiles = tooLarge("archive-too-many", "文件里的部件超过 %[1]d 个", "more than %[1]d files inside")
	archivePart  = tooLarge("part-too-large", "解压后超过 %[1]d MiB", "more than %[1]d MiB unpacked")
	archiveTotal = tooLarge("archive-too-large", "各部件解压后合计超过 %[1]d MiB", "more than %[1]d MiB unpacked in all")

	archiveNone      = notDocx("not-docx", "不是 .docx 文件，请在 Word 中另存为 .docx", "no .docx file; save it as .docx in Word")
	archiveOld       = notDocx("not-docx", "是旧版 .doc 或设了密码的文档，请在 Word 中去掉密码，另存为 .docx", "an old .doc or a document with a password; take the password away in Word and save it as .docx")
	archiveDirectory = notDocx("zip-damaged", "压缩包的目录已损坏，请在 Word 中重新另存为 .docx", "the directory of the archive is damaged; save it as .docx again in Word")
	archiveDamaged   = notDocx("zip-damaged", "压缩数据已损坏，请在 Word 中重新另存为 .docx", "the packed data is damaged; save it as .docx again in Word")
	archiveMethod    = notDocx("zip-method", "用了 .docx 不用的压缩方法（%[1]d）", "packed by a method that .docx does not use (%[1]d)")
	archiveEncrypted = forbidden("zip-encrypted", "压缩包设了密码，请去掉密码", "the archive has a password; take it away")

	archiveZip64      = forbidden("zip-zip64", "用了 ZIP64 格式，这样小的文件不需要它", "it uses ZIP64, which no file of this size needs")
	archiveComment    = forbidden("zip-comment", "压缩包的注释太长，或像另一个压缩包的目录", "the comment of the archive is too long, or looks like another directory")
	archiveHeader     = forbidden("zip-mismatch", "压缩包的目录与部件前的说明不一致", "the directory of the archive and the header before the part differ")
	archiveDescriptor = forbidden("zip-mismatch", "部件后的说明与压缩包的目录不一致", "the descriptor after the part and the directory of the archive differ")
	archiveSize       = forbidden("zip-mismatch", "部件的实际大小与压缩包的目录不一致", "the part has another size than the directory of the archive says")
	archiveOverlap    = forbidden("zip-overlap", "压缩包里的部件相互重叠", "parts of the archive overlap")
	archiveGap        = forbidden("zip-hidden", "压缩包里有不属于任何部件的数据", "the archive holds bytes that belong to no part")
	archiveLink       = forbidden("zip-link", "是链接或设备，不是普通文件", "a link or device and no plain file")
	archiveFolder     = forbidden("zip-hidden", "文件夹里藏有数据", "a folder that holds data")

	nameUnsafe = forbidden("name-unsafe", "部件名称不是普通的相对路径", "the name is no plain relative path")
	nameTwice  = forbidden("name-twice", "同一名称（不分大小写）出现两次", "the name stands twice, case aside")
)

// Faults of the package.
var (
	packageNoTypes  = notDocx("not-docx", "缺少 [Content_Types].xml，不是 .docx 文件", "it has no [Content_Types].xml and is no .docx file")
	packageNoMain   = notDocx("not-docx", "没有正文部件，不是 .docx 文件", "it has no main document and is no .docx file")
	packageTwoMain  = forbidden("main-twice", "有两个正文部件", "it has two main documents")
	packageMainType = notDocx("not-docx", "不是 Word 文档（类型是 %[1]s）", "no Word document (its type is %[1]q)")
	packageNotXML   = notDocx("part-not-xml", "这个部件应是 XML，实际不是", "the part should be XML and is not")

	typeTwice          = forbidden("type-twice", "部件类型声明了两次：%[1]s", "the type of a part is declared twice: %[1]s")
	relationshipTwice  = forbidden("relationship-twice", "关系编号 %[1]s 出现两次", "the relationship id %[1]s stands twice")
	relationshipMode   = forbidden("relationship-mode", "关系 %[1]s 的 TargetMode 不是 Internal 或 External", "the TargetMode of the relationship %[1]s is neither Internal nor External")
	relationshipTarget = forbidden("external-reference", "关系 %[1]s 指向文件之外，却没有标明；请删去它", "the relationship %[1]s leads out of the file without saying so; take it away")
)

// What no template may hold.
var (
	hasMacro      = forbidden("macro", "含有宏（VBA）或按键、工具栏定制；请在 Word 中另存为不带宏的 .docx", "it holds macros (VBA) or customised keys or tool bars; save it in Word as .docx without macros")
	hasActiveX    = forbidden("activex", "含有 ActiveX 控件；请删去控件，改用内容控件或普通文字", "it holds an ActiveX control; replace it by a content control or plain text")
	hasOLE        = forbidden("ole", "含有 OLE 嵌入或链接的对象；请删去，或改为图片", "it holds an embedded or linked OLE object; take it out or make it a picture")
	hasPackage    = forbidden("embedded-package", "含有嵌入的文件（如图表里的工作簿）；请删去，或改为图片", "it holds an embedded file, such as the workbook of a chart; take it out or make it a picture")
	hasChunk      = forbidden("alt-chunk", "含有并入的外来文档（altChunk）；请在 Word 中打开并重新另存", "it takes in another document (altChunk); open it in Word and save it again")
	hasSubDoc     = forbidden("sub-document", "是含有子文档的主控文档；请把子文档并入正文", "it is a master document with subdocuments; put them into the text")
	hasFrames     = forbidden("frames", "是框架网页；请另存为普通文档", "it is a frames page; save it as an ordinary document")
	hasTemplate   = forbidden("attached-template", "附有另一个模板文件；请在“开发工具→文档模板”中改回 Normal", "another template is attached; set it back to Normal under Developer, Document Template")
	hasMailMerge  = forbidden("mail-merge", "连接了邮件合并的数据源；请在“邮件”中改为普通 Word 文档", "it is bound to a mail merge data source; make it a normal Word document under Mailings")
	hasAddIn      = forbidden("add-in", "含有 Office 加载项或网页内容；请删去", "it holds an Office add-in or web content; take it out")
	hasScript     = forbidden("script", "含有脚本；请删去", "it holds a script; take it out")
	hasPostScript = forbidden("postscript", "含有 PostScript（EPS）图片，它是程序；请换成 PNG 或 JPEG", "it holds a PostScript (EPS) picture, which is a program; use PNG or JPEG")
	hasProgram    = forbidden("executable", "含有可执行程序；请删去", "it holds a program; take it out")
	hasFieldMacro = forbidden("field-macro", "域 %[1]s 会运行程序；请改为普通文字", "the field %[1]s runs a program; replace it by plain text")
	hasFieldLink  = forbidden("field-external", "域 %[1]s 会从文件之外取内容；请选中它按 Ctrl+Shift+F9 改为普通文字", "the field %[1]s takes content from outside; select it and press Ctrl+Shift+F9 to make it plain text")
	hasFieldTorn  = forbidden("field-hidden", "有一个域的名称被拆散或由别的域拼成，看不出是什么域；请改为普通文字", "the name of a field is torn or made by other fields, so that its kind is hidden; replace it by plain text")
	hasFieldDepth = forbidden("field-hidden", "域嵌套超过 %[1]d 层", "fields nested deeper than %[1]d")
	hasEntryMacro = forbidden("field-macro", "窗体域进入或离开时会运行宏；请在它的属性中去掉", "a form field runs a macro on entry or exit; take that out of its properties")

	hasExternal  = forbidden("external-reference", "关系 %[1]s（%[2]s）指向文件之外；文件之外只能是 http、https、mailto 超链接，请把内容放进文件里", "the relationship %[1]s (%[2]s) leads out of the file; only http, https and mailto hyperlinks may: put the content into the file")
	hasHyperlink = forbidden("hyperlink-scheme", "超链接 %[1]s 的地址不是 http、https 或 mailto，请改正或取消超链接", "the address of the hyperlink %[1]s is not http, https or mailto: mend it or take the hyperlink away")
	hasFieldURL  = forbidden("hyperlink-scheme", "域 HYPERLINK 的地址不是 http、https 或 mailto，请改正或取消超链接", "the address of a HYPERLINK field is not http, https or mailto: mend it or take the hyperlink away")
	hasSource    = forbidden("external-reference", "图形 <%[1]s> 从文件之外取图片；请把图片放进文件里", "the drawing <%[1]s> takes a picture from outside; put it into the file")
)
