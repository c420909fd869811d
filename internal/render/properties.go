package render

import (
	"strings"
	"time"

	"jobdoc/internal/position"
	"jobdoc/internal/wordml"
)

// properties is what a file tells about itself, beside its text.
type properties struct {
	title    string
	author   string
	language string // BCP 47
	date     time.Time
}

// The languages of forms and positions.
const (
	chinese = "zh-CN"
	english = "en"
)

// englishFormTitle is the title of an English form for which the position
// gives none, as classic.en prints it.
const englishFormTitle = "Job Description"

// positionProperties are those of a position in a form whose fixed words are in
// the language. A file is English when either of the two is.
func positionProperties(pos position.Position, language string) properties {
	formTitle := pos.FormTitle()
	if language == english && pos.State("formTitle") != position.Filled {
		formTitle = englishFormTitle
	}
	if pos.Locale() == english {
		language = english
	}
	return properties{
		title:    strings.TrimSpace(formTitle + " " + pos.Title()),
		author:   pos.Organization(),
		language: language,
		date:     pos.Date(),
	}
}

// noDate stands where a document gives no date of its own: files must not tell
// when they were made, or the same input would not give the same bytes.
var noDate = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// packageProperties reads the properties of a Word file that is to be converted
// or is a template. Its language is Chinese unless it says "en", as classic.en
// does; en-US and the like are what an office program is set to, and tell nothing.
func packageProperties(p *wordml.Package) properties {
	props := properties{language: chinese, date: noDate}
	core, err := p.Part(partOf(p, "metadata/core-properties"))
	if err != nil || core == nil {
		return props // no reason to refuse a document
	}
	props.title = strings.TrimSpace(core.Child("dc:title").Content())
	props.author = strings.TrimSpace(core.Child("dc:creator").Content())
	if t, err := time.Parse(time.RFC3339, core.Child("dcterms:modified").Content()); err == nil {
		props.date = t.UTC()
	}
	if strings.TrimSpace(core.Child("dc:language").Content()) == english {
		props.language = english
	}
	return props
}

// partOf returns the first part that a relationship of the whole package leads to, or "".
func partOf(p *wordml.Package, word string) string {
	names := p.RelatedByType("", word)
	if len(names) == 0 || names[0] == p.Main() { // the text itself is never taken for its properties
		return ""
	}
	return names[0]
}

// replaceIn puts the properties in place of those of the template, which tell
// of the template's author and not of the position. Those with tags stay.
func (p properties) replaceIn(doc *wordml.Document) {
	if part := partOf(doc.Package, "metadata/core-properties"); part != "" {
		doc.Replace(part, keepFilled(doc, part, p.core()))
	}
	if part := partOf(doc.Package, "extended-properties"); part != "" {
		doc.Replace(part, keepFilled(doc, part, p.extended()))
	}
}

// core makes the core properties part (ECMA-376 part 2, 11.1).
func (p properties) core() *wordml.Node {
	date := p.date.UTC().Format(time.RFC3339)
	stamp := []wordml.Attr{{Name: "xsi:type", Value: "dcterms:W3CDTF"}}
	root := wordml.Element("cp:coreProperties", []wordml.Attr{
		{Name: "xmlns:cp", Value: "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"},
		{Name: "xmlns:dc", Value: "http://purl.org/dc/elements/1.1/"},
		{Name: "xmlns:dcterms", Value: "http://purl.org/dc/terms/"},
		{Name: "xmlns:xsi", Value: "http://www.w3.org/2001/XMLSchema-instance"},
	}, wordml.Element("dc:title", nil, wordml.Text(p.title)))
	if p.author != "" {
		root.Children = append(root.Children, wordml.Element("dc:creator", nil, wordml.Text(p.author)))
	}
	root.Children = append(root.Children,
		wordml.Element("dc:language", nil, wordml.Text(p.language)),
		wordml.Element("dcterms:created", stamp, wordml.Text(date)),
		wordml.Element("dcterms:modified", stamp, wordml.Text(date)))
	return root
}

// extended makes the extended properties part (ECMA-376 part 1, 15.2.12.3). It
// counts no pages or words: Word does that itself when it saves.
func (p properties) extended() *wordml.Node {
	root := wordml.Element("Properties", []wordml.Attr{
		{Name: "xmlns", Value: "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"},
	}, wordml.Element("Application", nil, wordml.Text("jobdoc")))
	if p.author != "" {
		root.Children = append(root.Children, wordml.Element("Company", nil, wordml.Text(p.author)))
	}
	return root
}
