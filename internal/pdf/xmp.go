package pdf

import (
	"encoding/xml"
	"strings"
	"time"
)

// producer is named in Info and XMP alike.
const producer = "jobdoc"

// xmp returns the metadata packet (ISO 16684-1). It says the same as Info does,
// which PDF/A asks for, and names the part of PDF/A that the file keeps to (ISO
// 19005-2, 6.6.4). It is not padded: nobody edits it in place.
func xmp(o Options) []byte {
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n" +
		"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n" +
		"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"" +
		" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n" +
		"<dc:format>application/pdf</dc:format>\n")
	if o.Title != "" {
		b.WriteString("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" + escapeXML(o.Title) + "</rdf:li></rdf:Alt></dc:title>\n")
	}
	if o.Author != "" {
		b.WriteString("<dc:creator><rdf:Seq><rdf:li>" + escapeXML(o.Author) + "</rdf:li></rdf:Seq></dc:creator>\n")
	}
	if o.Language != "" {
		b.WriteString("<dc:language><rdf:Bag><rdf:li>" + escapeXML(o.Language) + "</rdf:li></rdf:Bag></dc:language>\n")
	}
	date := o.Date.Format(time.RFC3339)
	b.WriteString("<pdf:Producer>" + producer + "</pdf:Producer>\n" +
		"<xmp:CreatorTool>" + producer + "</xmp:CreatorTool>\n" +
		"<xmp:CreateDate>" + date + "</xmp:CreateDate>\n" +
		"<xmp:ModifyDate>" + date + "</xmp:ModifyDate>\n" +
		"</rdf:Description>\n")
	if part := conformances[o.Conformance].part; part != "" {
		b.WriteString("<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n" +
			"<pdfaid:part>" + part + "</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n</rdf:Description>\n")
	}
	b.WriteString("</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>")
	return []byte(b.String())
}

func escapeXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}
