package main

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

// words is one text in both languages.
type words struct{ zh, en string }

// helpTexts explains every command, argument and flag, by its path in the
// grammar: "render", "render POSITION.json", "render --output". A flag that
// means the same everywhere stands once, without command.
var helpTexts = map[string]words{
	"jobdoc": {"把结构化的职位说明书（JSON）排成 Word、PDF 和 PNG。", "Turns structured positions (JSON) into 职位说明书: Word, PDF and PNG."},
	"--help": {"显示帮助", "show this help"},
	"--lang": {"提示语言：zh（默认）或 en；LANG=en_US 也可", "language of messages: zh (default) or en; LANG=en_US does as well"},

	"--version": {"打印版本", "print the version"},

	"render":               {"把职位排成文件", "make files of positions"},
	"render POSITION.json": {"职位文件，可用 * 和 ?；- 读标准输入", "files of positions, with * and ? if need be; - reads standard input"},
	"render --template":    {"模板：内置名称，或带 / 或以 .docx 结尾的路径；默认 classic", "template: a built-in name, or a path that has a / or ends in .docx; default classic"},
	"render --format":      {"格式，用逗号隔开；默认三种都出", "formats, separated by commas; default all three"},
	"render --output":      {"以 .docx、.pdf、.png 结尾是一个文件，- 是标准输出，其他是文件夹；默认 out", "ending in .docx, .pdf or .png it is one file, - is standard output, anything else a folder; default out"},

	"--attach-source": {"把职位的 JSON 原样附在 PDF 里（PDF/A-3b）", "attach the position's JSON as it stands to the PDF (PDF/A-3b)"},

	"validate":               {"检查职位文件，列出所有错误", "check positions and list every fault"},
	"validate POSITION.json": {"职位文件，可用 * 和 ?；- 读标准输入", "files of positions, with * and ? if need be; - reads standard input"},

	"serve":        {"启动 HTTP 服务", "serve over HTTP"},
	"serve --addr": {"监听地址；默认 127.0.0.1:8080，只有本机能访问", "address to listen on; default 127.0.0.1:8080, reached from this machine only"},

	"--data":         {"数据文件夹，存放职位、链接和日志（SQLite）；默认 data", "folder that keeps positions, links and the log (SQLite); default data"},
	"--database-url": {"改用 PostgreSQL：postgres://用户@主机/库；宜写在环境变量 JOBDOC_DATABASE_URL 里", "use PostgreSQL instead: postgres://USER@HOST/NAME; better put into the variable JOBDOC_DATABASE_URL"},

	"serve --auth": {"谁可以使用：none 不要密钥，keys 要 API 密钥；默认 auto，只有本机能访问时不要，否则（包括经反向代理）要", "who may use it: none asks for no key, keys asks for API keys; default auto: none where only this machine reaches it, keys elsewhere, also behind a proxy"},
	"serve --rate": {"每个密钥每秒的请求数，短时可到两倍；0 为不限，默认 100", "requests of one key a second, twice as many for a moment; 0 is no limit, default 100"},

	"serve --keep-events": {"审计日志保留多久，如 365d；默认一直保留", "how long the audit log is kept, such as 365d; default for ever"},

	"serve --tls-cert": {"证书（PEM，连同中间证书），与 --tls-key 一起启用 TLS；更换后自动读取，不用重启", "certificate (PEM, with those between it and the root); with --tls-key it turns TLS on; read again when it changes, without a restart"},
	"serve --tls-key":  {"证书的私钥（PEM，未加密）", "key of the certificate (PEM, not encrypted)"},

	"serve --public-url":      {"用户访问服务的地址，链接以它开头，如 https://hr.example.com/jobdoc；默认按请求里的主机名", "address that people reach the service at; links begin with it, such as https://hr.example.com/jobdoc; default the host of the request"},
	"serve --trusted-proxies": {"反向代理的网段或地址，用逗号隔开，只相信它们的 X-Forwarded-For、-Proto、-Host；默认都不信", "networks or addresses of reverse proxies, separated by commas, whose X-Forwarded-For, -Proto and -Host are believed; default none"},
	"serve --frame-ancestors": {"可以在框架里嵌入文件的网页，如 \"https://oa.example.com\"，用空格隔开；默认都不可以", "pages that may show a document in a frame, such as \"https://oa.example.com\", separated by blanks; default none"},

	"serve --contact": {"链接打不开时请人联系谁，如 \"人力资源部 内线 8010\"；默认为本单位人力资源部", "whom people may ask when a link does not open, such as \"HR, extension 8010\"; default the HR department"},

	"health":            {"检查服务是否可用：可用时退出码为 0，否则为 1", "ask whether a service is ready: exit with 0 when it is, with 1 when not"},
	"health URL":        {"服务的地址，如 https://hr.example.com；默认是本机按下面的选项启动的服务", "address of the service, such as https://hr.example.com; default the one on this machine that the flags below start"},
	"health --addr":     {"服务的监听地址，同 serve --addr", "address that the service listens on, as for serve --addr"},
	"health --tls-cert": {"服务使用 TLS 时，同 serve --tls-cert", "where the service speaks TLS, as for serve --tls-cert"},

	"key":                  {"API 密钥，和链接的签名密钥", "API keys, and the keys that sign links"},
	"key create":           {"建一个 API 密钥，显示一次", "make an API key, shown once"},
	"key create --name":    {"使用它的系统或人，如 人事系统；记入日志", "the system or person that uses it, such as HR; stands in the log"},
	"key create --scopes":  {"权限，用逗号隔开：read 读，write 写（含读），approve 审批（含读），admin 管理（含全部）", "what it may do, separated by commas: read, write (and read), approve (and read), admin (all)"},
	"key create --expires": {"有效期，如 24h、90d、52w；默认长期有效", "how long it lives, such as 24h, 90d, 52w; default for ever"},
	"key list":             {"列出密钥：编号、名称、权限、最近使用", "list keys: id, name, scopes, last used"},
	"key list --all":       {"连同已撤销的", "revoked ones too"},
	"key revoke":           {"撤销一个密钥，即刻生效", "revoke a key, from this moment on"},
	"key revoke NAME|ID":   {"密钥的名称或编号", "name or id of the key"},
	"key links":            {"列出链接的签名密钥", "list the keys that sign links"},
	"key rotate-links":     {"换一个链接的签名密钥；以前发出的地址照常打开", "sign links with a new key; addresses given out before open as they did"},
	"key retire-links":     {"停用一个签名密钥：用它签的地址都打不开了，不能恢复", "retire a signing key: the addresses that it signed open nothing any more, for good"},
	"key retire-links ID":  {"签名密钥的编号，见 key links", "id of the signing key, see key links"},

	"backup":            {"把全部数据（职位、历史、模板、链接、密钥、日志）备份到一个文件；服务可以照常运行", "write all data (positions, history, templates, links, keys, log) to one file, while the server runs"},
	"backup --output":   {"备份文件，如 jobdoc.jsonl.gz；只有本人可读，里面有密钥；- 写到标准输出", "the backup, such as jobdoc.jsonl.gz; readable by its owner only, since it holds keys; - for standard output"},
	"restore":           {"从备份恢复全部数据，SQLite 与 PostgreSQL 之间也可以；出错时数据不变", "restore all data from a backup, also between SQLite and PostgreSQL; when it fails nothing is changed"},
	"restore FILE":      {"jobdoc backup 写的文件；- 读标准输入", "a file that jobdoc backup wrote; - reads standard input"},
	"restore --replace": {"先清除已有的一切数据（须写在命令行上）", "erase all data that is there first (must stand on the command line)"},

	"convert":          {"把任意 Word 文档排成 PDF 或 PNG", "make PDF or PNG of any Word document"},
	"convert IN.docx":  {"Word 文档；- 读标准输入", "a Word document; - reads standard input"},
	"convert --format": {"格式；只在 -o - 时需要", "format; needed with -o - only"},
	"convert --output": {"以 .pdf 或 .png 结尾的文件，或 - 写到标准输出", "a file ending in .pdf or .png, or - for standard output"},

	"batch":            {"把所有职位做成一册汇编，或一个压缩包或文件夹（附清单）", "make a bound book of all positions, or an archive or folder with a manifest"},
	"batch SOURCE":     {"职位：JSON 文件或文件夹、JSON 数组、JSONL、XLSX 工作簿，可用 * 和 ?；- 读标准输入", "positions: files or folders of JSON, an array, JSONL, an XLSX workbook, with * and ?; - reads standard input"},
	"batch --output":   {"以 .pdf 或 .docx 结尾是一册汇编，.zip 是压缩包（超过 5 万个文件或 4 GB 时分成几个），其他是文件夹", "ending in .pdf or .docx it is a book, in .zip an archive (in parts beyond 50,000 files or 4 GB), anything else a folder"},
	"batch --template": {"模板：内置名称，或带 / 或以 .docx 结尾的路径；默认 classic", "template: a built-in name, or a path that has a / or ends in .docx; default classic"},
	"batch --format":   {"格式，用逗号隔开；默认 docx,pdf", "formats, separated by commas; default docx,pdf"},
	"batch --resume":   {"上次中断后续做：已完成的不再做，结果与一次做完相同；汇编总是重新装订", "go on after a cut: what is done is not done again, the product is the same as of one run; a book is always bound anew"},

	"batch --no-audit":     {"不在旁边写审计报告", "write no report of an audit beside the product"},
	"batch --config":       {"审计配置（JSON），同 jobdoc audit", "configuration of the audit (JSON), as for jobdoc audit"},
	"batch --title":        {"汇编的书名；默认 职位说明书汇编", "title of the book; by default a Chinese one"},
	"batch --organization": {"汇编封面上的单位；默认用多数职位写的单位", "organization on the cover of the book; default the one that most positions name"},
	"batch --date":         {"汇编封面上的日期，照原样印出；默认不印", "date on the cover of the book, printed as it stands; default none"},

	"verify":          {"核对批量输出的每个文件与清单是否一致", "compare every file of a batch with its manifest"},
	"verify MANIFEST": {"MANIFEST.csv、.jsonl 或 .xlsx（与文件放在一起），或压缩包 .zip", "MANIFEST.csv, .jsonl or .xlsx beside the files, or the archive itself"},

	"export":          {"把职位写成 Excel 工作簿，供查看和填写", "write positions as an Excel workbook, to be read and filled in"},
	"export SOURCE":   {"职位：JSON 文件或文件夹、JSON 数组、JSONL、工作簿；- 读标准输入", "positions: files or folders of JSON, an array, JSONL, a workbook; - reads standard input"},
	"export --output": {"工作簿，以 .xlsx 结尾；- 写到标准输出", "the workbook, ending in .xlsx; - for standard output"},
	"export --empty":  {"空的工作簿，供填写", "an empty workbook, to be filled in"},

	"import":          {"读入填好的工作簿，每个职位写一个 JSON 文件；有错时另存一份标出错误的工作簿", "read a workbook and write a JSON file for each position; faults are marked in a copy of it"},
	"import F.xlsx":   {"工作簿", "the workbook"},
	"import --output": {"文件夹；默认 out", "the folder; default out"},

	"audit":            {"审计一批职位：缺什么、哪里矛盾，按部门汇总", "audit a set of positions: what is missing and what is contradictory, by department"},
	"audit SOURCE":     {"职位：JSON 文件或文件夹、JSON 数组、JSONL、XLSX 工作簿，可用 * 和 ?；- 读标准输入", "positions: files or folders of JSON, an array, JSONL, an XLSX workbook, with * and ?; - reads standard input"},
	"audit --output":   {"报告文件，以 .html、.pdf、.docx、.xlsx 或 .json 结尾，- 是标准输出；不写则在屏幕上汇总", "the report, ending in .html, .pdf, .docx, .xlsx or .json, - for standard output; without it a summary is printed"},
	"audit --format":   {"格式；只在 -o - 时需要", "format; needed with -o - only"},
	"audit --config":   {"审计配置（JSON）：部门字典、能力字典、阈值、关闭的检查", "configuration of the audit (JSON): departments, competencies, thresholds, checks that are off"},
	"audit --checks":   {"只做这些检查，用逗号隔开", "do these checks only, separated by commas"},
	"audit --severity": {"只报告这一级及更重的；默认 info，即全部", "report this severity and graver ones; default info, which is all"},
	"audit --date":     {"按这一天判断是否过时；默认今天", "the day by which positions are out of date; default today"},
	"audit --fail-on":  {"有这一级或更重的发现时退出码为 1；默认发现不影响退出码", "exit with 1 when there are findings of this severity or graver ones; by default findings do not matter"},

	"template":                   {"内置模板和自己的模板", "built-in templates and your own"},
	"template list":              {"列出内置模板", "list the built-in templates"},
	"template export":            {"把内置模板存成 Word 文件，供修改", "save a built-in template as a Word file, to be edited"},
	"template export NAME":       {"内置模板的名称", "name of a built-in template"},
	"template export --output":   {"Word 文件，- 写到标准输出；默认 NAME.docx", "Word file, - for standard output; default NAME.docx"},
	"template export --force":    {"替换已有的文件", "replace a file that is there"},
	"template blank":             {"打印空白表，供手工填写", "make the empty form, to be filled in by hand"},
	"template blank NAME|F.docx": {"内置模板的名称，或自己的模板", "name of a built-in template, or one of your own"},
	"template blank --format":    {"格式；只在 -o - 时需要", "format; needed with -o - only"},
	"template blank --output":    {"以 .docx、.pdf 或 .png 结尾的文件，或 - 写到标准输出", "a file ending in .docx, .pdf or .png, or - for standard output"},
	"template check":             {"检查模板，列出所有错误", "check templates and list every fault"},
	"template check F.docx":      {"Word 文件，或内置模板的名称", "Word files, or names of built-in templates"},
	"template check --annotate":  {"另存一份，在每处错误加上 Word 批注", "save a copy with a Word comment at every fault"},
	"template check --force":     {"替换已有的 OUT.docx", "replace OUT.docx where it is there"},
	"template check --json":      {"以 JSON 列出，供程序读取", "list them as JSON, for programs"},
	"template tags":              {"列出模板可用的标记", "list the tags that templates may use"},

	"schema":  {"打印职位的 JSON Schema", "print the JSON Schema of a position"},
	"version": {"打印版本", "print the version"},

	"--pages":    {"PNG 的页：2、1-3 或 all，文件名加 -p2；默认第 1 页", "pages of PNG: 2, 1-3 or all, files get -p2; default page 1"},
	"--dpi":      {"PNG 的分辨率（24 至 600）；默认 96", "resolution of PNG (24 to 600); default 96"},
	"--pdfa":     {"PDF 的归档标准 PDF/A：2b（默认）、1b、3b，或 none", "PDF/A that PDFs keep to: 2b (default), 1b, 3b or none"},
	"--font-dir": {"另加字体的文件夹（TrueType），可重复；变量里可写几个，像 PATH 那样隔开", "folder with further fonts (TrueType); may be repeated; the variable takes several, parted as in PATH"},
}

// helpText returns the text for a part of a command.
func (a *app) helpText(command, part string) string {
	w, ok := helpTexts[strings.TrimSpace(command+" "+part)]
	if !ok {
		w = helpTexts[part]
	}
	return a.of(w.zh, w.en)
}

// printHelp prints the help of the command that was given. kong's own printer
// speaks English and breaks lines at blanks, of which Chinese has none.
func (a *app) printHelp(_ kong.HelpOptions, ctx *kong.Context) error {
	node := ctx.Selected()
	if node == nil {
		node = ctx.Model.Node
	}
	command := strings.TrimPrefix(node.FullPath(), "jobdoc")
	command = strings.TrimSpace(command)
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s%s\n", a.of("用法：", "Usage: "), node.FullPath(), usageTail(node))
	text := a.helpText(command, "")
	if command == "" {
		text = a.helpText("", "jobdoc")
	}
	fmt.Fprintf(&b, "\n%s\n", text)

	var rows [][2]string
	for _, arg := range node.Positional {
		rows = append(rows, [2]string{arg.Name, a.helpText(command, arg.Name)})
	}
	writeRows(&b, a.of("参数：", "Arguments:"), rows)
	rows = nil
	for _, leaf := range node.Leaves(true) {
		if leaf == node {
			continue
		}
		path := strings.TrimPrefix(leaf.FullPath(), "jobdoc ")
		rows = append(rows, [2]string{path + usageTail(leaf), a.helpText(path, "")})
	}
	writeRows(&b, a.of("命令：", "Commands:"), rows)
	rows = nil
	for _, group := range node.AllFlags(true) {
		for _, flag := range group {
			rows = append(rows, [2]string{flagForm(flag), a.helpText(command, "--"+flag.Name) + flagVariable(flag)})
		}
	}
	writeRows(&b, a.of("选项：", "Flags:"), rows)
	if command == "" {
		b.WriteString(a.of("\n退出码：0 完成，1 输入有错或读不了，2 用法有误，3 程序或系统出错。\n“jobdoc 命令 --help” 显示命令的用法。\n",
			"\nExit codes: 0 done, 1 an input is at fault or cannot be read, 2 usage, 3 the program or the system failed.\n"+
				"\"jobdoc COMMAND --help\" explains a command.\n"))
	}
	_, err := io.WriteString(ctx.Stdout, b.String())
	return err
}

// usageTail writes what follows the name of a command.
func usageTail(n *kong.Node) string {
	var b strings.Builder
	if len(n.Children) > 0 {
		b.WriteString(" COMMAND")
	}
	for _, arg := range n.Positional {
		b.WriteString(" " + arg.Name)
		if arg.IsCumulative() {
			b.WriteString("...")
		}
	}
	for _, flag := range n.Flags {
		if flag.Short != 0 && flag.Name != "help" {
			fmt.Fprintf(&b, " [-%c %s]", flag.Short, flag.PlaceHolder)
		}
	}
	return b.String()
}

func flagForm(f *kong.Flag) string {
	form := "    --" + f.Name
	if f.Short != 0 {
		form = fmt.Sprintf("-%c, --%s", f.Short, f.Name)
	}
	if !f.IsBool() {
		form += " " + f.PlaceHolder
	}
	return form
}

func flagVariable(f *kong.Flag) string {
	if len(f.Envs) == 0 {
		return ""
	}
	return " [" + f.Envs[0] + "]"
}

// writeRows writes two columns. The left one is ASCII, so its bytes are its width.
func writeRows(b *strings.Builder, title string, rows [][2]string) {
	if len(rows) == 0 {
		return
	}
	width := 0
	for _, r := range rows {
		width = max(width, len(r[0]))
	}
	fmt.Fprintf(b, "\n%s\n", title)
	for _, r := range rows {
		fmt.Fprintf(b, "  %-*s  %s\n", width, r[0], r[1])
	}
}

// parseTexts turns what kong says of a command line into Chinese. kong has no
// types for these errors; a test holds every line to what kong says now.
var parseTexts = []struct {
	pattern *regexp.Regexp
	zh      string
}{
	{regexp.MustCompile(`^unknown flag (\S+), did you mean (?:one of )?(.+)\?$`), "没有选项 $1，是不是 $2？"},
	{regexp.MustCompile(`^unknown flag (\S+)$`), "没有选项 $1"},
	{regexp.MustCompile(`^unexpected argument (.+), did you mean (?:one of )?(.+)\?$`), "没有命令 $1，是不是 $2？"},
	{regexp.MustCompile(`^unexpected argument (.+)$`), "多余的参数 $1"},
	{regexp.MustCompile(`^expected one of (.+)$`), "缺少命令：$1"},
	{regexp.MustCompile(`^expected "<(.+?)>.*"$`), "缺少参数 $1"},
	{regexp.MustCompile(`^(--[a-z-]+): .* \(from envar (\w+)="(.*)"\)$`), "环境变量 $2 的值 “$3” 不能用于 $1"},
	{regexp.MustCompile(`^(--[a-z-]+): expected an? (?:valid )?(?:\d+ bit )?(?:int|uint) but got "(.*?)".*$`), "$1 应为整数，而不是 “$2”"},
	{regexp.MustCompile(`^(--[a-z-]+): (?:missing value|expected .* value).*$`), "$1 缺少值"},
}

// unknownCommand is what kong says of a word that stands where a command could
// and resembles none.
var unknownCommand = regexp.MustCompile(`^unexpected argument (\S+)$`)

// commandsOf returns the commands that could have stood there.
func commandsOf(ctx *kong.Context) []string {
	if ctx == nil {
		return nil
	}
	node := ctx.Selected()
	if node == nil {
		node = ctx.Model.Node
	}
	var names []string
	for _, c := range node.Children {
		names = append(names, c.Name)
	}
	return names
}

// parseMessage says what is wrong with a command line.
func (a *app) parseMessage(err error) string {
	var parse *kong.ParseError
	hint := "jobdoc --help"
	if errors.As(err, &parse) && parse.Context != nil && parse.Context.Selected() != nil {
		hint = parse.Context.Selected().FullPath() + " --help"
	}
	text := err.Error()
	if unknown := unknownCommand.FindStringSubmatch(text); unknown != nil && parse != nil {
		if known := commandsOf(parse.Context); len(known) > 0 {
			return a.ofn("没有命令 %s，可用的是 %s（见 %s）", "there is no command %s; there are %s (see %s)", unknown[1], strings.Join(known, a.of("、", ", ")), hint)
		}
	}
	if a.lang == english {
		return text + " (see " + hint + ")"
	}
	for _, t := range parseTexts {
		if t.pattern.MatchString(text) {
			return t.pattern.ReplaceAllString(text, t.zh) + "（见 " + hint + "）"
		}
	}
	return "用法有误：" + text + "（见 " + hint + "）"
}
