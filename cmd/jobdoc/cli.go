package main

import "github.com/alecthomas/kong"

// cli is the grammar of the command line. What each part means stands in
// help.go, in both languages; every flag has a variable JOBDOC_…
type cli struct {
	Lang        string           `placeholder:"zh|en"`
	ShowVersion kong.VersionFlag `name:"version" env:"-"`

	Render   renderCmd   `cmd:""`
	Validate validateCmd `cmd:""`
	Serve    serveCmd    `cmd:""`
	Health   healthCmd   `cmd:""`
	Key      keyCmd      `cmd:""`
	Backup   backupCmd   `cmd:""`
	Restore  restoreCmd  `cmd:""`
	Convert  convertCmd  `cmd:""`
	Batch    batchCmd    `cmd:""`
	Verify   verifyCmd   `cmd:""`
	Audit    auditCmd    `cmd:""`
	Export   exportCmd   `cmd:""`
	Import   importCmd   `cmd:""`
	Template templateCmd `cmd:""`
	Schema   schemaCmd   `cmd:""`
	Version  versionCmd  `cmd:""`
}

// pageFlags choose among pages, for PNG.
type pageFlags struct {
	Pages string `placeholder:"2|1-3|all"`
	DPI   int    `name:"dpi" placeholder:"96"`
}

// pdfFlags say how PDF is written.
type pdfFlags struct {
	PDFA string `name:"pdfa" placeholder:"2b|1b|3b|none"`
}

// fontFlags add fonts.
type fontFlags struct {
	FontDir []string `name:"font-dir" placeholder:"DIR" sep:"none"`
}

type renderCmd struct {
	Positions []string `arg:"" name:"POSITION.json"`
	Template  string   `short:"t" placeholder:"NAME|F.docx"`
	Format    []string `short:"f" placeholder:"docx,pdf,png" sep:","`
	Output    string   `short:"o" placeholder:"FILE|DIR|-"`
	pageFlags
	pdfFlags
	AttachSource bool `name:"attach-source"`
	fontFlags
}

type validateCmd struct {
	Positions []string `arg:"" name:"POSITION.json"`
}

type serveCmd struct {
	Addr string `default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	storeFlags
	authFlags
	networkFlags
	Contact string `name:"contact" placeholder:"TEXT"`
	fontFlags
}

type healthCmd struct {
	URL     string `arg:"" optional:"" name:"URL"`
	Addr    string `default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	TLSCert string `name:"tls-cert" placeholder:"FILE"`
}

// storeFlags say where positions are kept.
type storeFlags struct {
	Data        string `default:"data" placeholder:"DIR"`
	DatabaseURL string `name:"database-url" placeholder:"URL"`
}

// keyCmd holds what is done to keys.
type keyCmd struct {
	Create keyCreateCmd `cmd:""`
	List   keyListCmd   `cmd:""`
	Revoke keyRevokeCmd `cmd:""`

	Links       keyLinksCmd       `cmd:""`
	RotateLinks keyRotateLinksCmd `cmd:""`
	RetireLinks keyRetireLinksCmd `cmd:""`
}

type keyCreateCmd struct {
	Name    string `placeholder:"NAME" env:"JOBDOC_KEY_NAME"`
	Scopes  string `placeholder:"read,write" env:"JOBDOC_KEY_SCOPES"`
	Expires string `placeholder:"365d" env:"JOBDOC_KEY_EXPIRES"`
	storeFlags
}

type keyListCmd struct {
	All bool
	storeFlags
}

type keyRevokeCmd struct {
	Key string `arg:"" name:"NAME|ID"`
	storeFlags
}

type keyLinksCmd struct{ storeFlags }

type keyRotateLinksCmd struct{ storeFlags }

type keyRetireLinksCmd struct {
	ID uint32 `arg:"" name:"ID"`
	storeFlags
}

type backupCmd struct {
	Output string `short:"o" placeholder:"FILE|-"`
	storeFlags
}

type restoreCmd struct {
	Backup  string `arg:"" name:"FILE"`
	Replace bool
	storeFlags
}

type convertCmd struct {
	Document string   `arg:"" name:"IN.docx"`
	Format   []string `short:"f" placeholder:"pdf|png" sep:","`
	Output   string   `short:"o" placeholder:"FILE|-"`
	pageFlags
	pdfFlags
	fontFlags
}

type batchCmd struct {
	Sources  []string `arg:"" name:"SOURCE"`
	Output   string   `short:"o" placeholder:"OUT.zip|OUT.pdf|OUT.docx|DIR"`
	Template string   `short:"t" placeholder:"NAME|F.docx"`
	Format   []string `short:"f" placeholder:"docx,pdf,png" sep:","`
	Resume   bool
	NoAudit  bool   `name:"no-audit"`
	Config   string `placeholder:"FILE"`

	Title        string `placeholder:"TEXT"`
	Organization string `placeholder:"TEXT"`
	Date         string `placeholder:"TEXT"`
	pdfFlags
	AttachSource bool `name:"attach-source"`
	fontFlags
}

type verifyCmd struct {
	Manifest string `arg:"" name:"MANIFEST"`
}

type exportCmd struct {
	Sources []string `arg:"" optional:"" name:"SOURCE"`
	Output  string   `short:"o" placeholder:"F.xlsx|-"`
	Empty   bool
}

type importCmd struct {
	Workbook string `arg:"" name:"F.xlsx"`
	Output   string `short:"o" placeholder:"DIR"`
}

type auditCmd struct {
	Sources  []string `arg:"" name:"SOURCE"`
	Output   string   `short:"o" placeholder:"REPORT|-"`
	Format   string   `short:"f" placeholder:"html|pdf|docx|xlsx|json"`
	Config   string   `placeholder:"FILE"`
	Checks   []string `placeholder:"ID,…" sep:","`
	Severity string   `placeholder:"error|warning|info"`
	Date     string   `placeholder:"YYYY-MM-DD"`
	FailOn   string   `name:"fail-on" placeholder:"error|warning|info"`
	fontFlags
}

type templateCmd struct {
	List   templateListCmd   `cmd:""`
	Export templateExportCmd `cmd:""`
	Blank  templateBlankCmd  `cmd:""`
	Check  templateCheckCmd  `cmd:""`
	Tags   templateTagsCmd   `cmd:""`
}

type templateListCmd struct{}

type templateExportCmd struct {
	Name   string `arg:"" name:"NAME"`
	Output string `short:"o" placeholder:"F.docx|-"`
	Force  bool
}

type templateBlankCmd struct {
	Template string   `arg:"" name:"NAME|F.docx"`
	Format   []string `short:"f" placeholder:"docx|pdf|png" sep:","`
	Output   string   `short:"o" placeholder:"FILE|-"`
	pageFlags
	fontFlags
}

type templateCheckCmd struct {
	Templates []string `arg:"" name:"F.docx"`
	Annotate  string   `placeholder:"OUT.docx"`
	Force     bool
	JSON      bool `name:"json"`
}

type templateTagsCmd struct{}

type schemaCmd struct{}

type versionCmd struct{}
