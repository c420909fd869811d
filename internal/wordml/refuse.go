package wordml

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// What a template may not hold is listed here, by every name under which a
// program could find it: a macro that has been renamed is still led to by its
// relationship, or declared by its content type, or known by its first bytes.

// refusedRelationships are types of relationships, by their last word in lower
// case; the URIs before it differ between the editions of the standard.
var refusedRelationships = map[string]reason{
	"vbaproject":               hasMacro,
	"vbaprojectsignature":      hasMacro,
	"vbaprojectsignatureagile": hasMacro,
	"vbaprojectsignaturev3":    hasMacro,
	"wordvbadata":              hasMacro,
	"keymapcustomizations":     hasMacro,
	"attachedtoolbars":         hasMacro,
	"extensibility":            hasMacro, // .../ui/extensibility: a ribbon whose buttons call macros
	"usercustomization":        hasMacro,
	"activexcontrol":           hasActiveX,
	"activexcontrolbinary":     hasActiveX,
	"control":                  hasActiveX,
	"oleobject":                hasOLE,
	"package":                  hasPackage,
	"afchunk":                  hasChunk,
	"subdocument":              hasSubDoc,
	"frame":                    hasFrames,
	"attachedtemplate":         hasTemplate,
	"mailmergesource":          hasMailMerge,
	"mailmergeheadersource":    hasMailMerge,
	"transform":                hasScript, // an XSLT that Word runs when it saves
	"webextension":             hasAddIn,
	"webextensiontaskpanes":    hasAddIn,
}

// refusedType says why a content type is refused, nil for one that is not.
func refusedType(t string) *reason {
	for i := range refusedTypes {
		if r := &refusedTypes[i]; strings.Contains(t, r.word) {
			return &r.reason
		}
	}
	return nil
}

// refusedTypes are pieces of content types, in lower case.
var refusedTypes = []struct {
	word string
	reason
}{
	{"macroenabled", hasMacro},
	{"vba", hasMacro}, // application/vnd.ms-office.vbaProject, vnd.ms-word.vbaData+xml
	{"keymapcustomizations", hasMacro},
	{"attachedtoolbars", hasMacro},
	{"activex", hasActiveX},
	{"oleobject", hasOLE},
	{"webextension", hasAddIn},
	{"text/html", hasChunk},
	{"xhtml", hasChunk},
	{"message/rfc822", hasChunk},
	{"multipart/", hasChunk},
	{"rtf", hasChunk},
	{"text/plain", hasChunk},
	{"javascript", hasScript},
	{"ecmascript", hasScript},
	{"vbscript", hasScript},
	{"postscript", hasPostScript},
	{"image/x-eps", hasPostScript},
	{"image/eps", hasPostScript},
	{"application/eps", hasPostScript},
	{"x-msdownload", hasProgram},
	{"x-dosexec", hasProgram},
	{"shockwave", hasProgram},
}

// refusedPackages are whole files inside the file.
var refusedPackages = map[string]bool{
	"application/vnd.openxmlformats-officedocument.package":                     true,
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         true,
	"application/vnd.openxmlformats-officedocument.spreadsheetml.template":      true,
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": true,
	"application/vnd.openxmlformats-officedocument.presentationml.slideshow":    true,
	"application/vnd.openxmlformats-officedocument.presentationml.template":     true,
	"application/vnd.openxmlformats-officedocument.presentationml.slide":        true,
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   true,
	"application/vnd.openxmlformats-officedocument.wordprocessingml.template":   true,
	"application/msword":             true,
	"application/vnd.ms-excel":       true,
	"application/vnd.ms-powerpoint":  true,
	"application/vnd.visio":          true,
	"application/pdf":                true,
	"application/zip":                true,
	"application/x-zip-compressed":   true,
	"application/java-archive":       true,
	"application/vnd.ms-package.xps": true,
	"application/vnd.ms-xpsdocument": true,
}

// magicCompound begins every OLE compound file: vbaProject.bin, an embedded
// object, an ActiveX store, a .doc, a .docx with a password.
var magicCompound = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// streamVBA is the name of a stream that every store of macros has, in UTF-16.
var streamVBA = []byte("_\x00V\x00B\x00A\x00_\x00P\x00R\x00O\x00J\x00E\x00C\x00T\x00")

// refusedBytes says why a part that is no XML is refused for what it begins
// with, nil for one that is not.
func refusedBytes(data []byte) *reason {
	if bytes.HasPrefix(data, magicCompound) && bytes.Contains(data, streamVBA) {
		return &hasMacro
	}
	for i := range refusedMagic {
		if m := &refusedMagic[i]; bytes.HasPrefix(data, []byte(m.magic)) {
			return &m.reason
		}
	}
	if bytes.HasPrefix(data, []byte("MZ")) && len(data) >= 0x40 {
		if at := int64(binary.LittleEndian.Uint32(data[0x3c:])); at+4 <= int64(len(data)) && string(data[at:at+4]) == "PE\x00\x00" {
			return &hasProgram
		}
	}
	return nil
}

var refusedMagic = []struct {
	magic string
	reason
}{
	{string(magicCompound), hasOLE},
	{"PK\x03\x04", hasPackage}, // a file inside the file; nothing ever opens it, nor what is inside that
	{"PK\x05\x06", hasPackage},
	{"Rar!\x1a\x07", hasPackage},
	{"7z\xbc\xaf\x27\x1c", hasPackage},
	{"MSCF\x00\x00\x00\x00", hasPackage},
	{"%PDF-", hasPackage},
	{"{\\rtf", hasChunk},
	{"MIME-Version:", hasChunk},
	{"%!PS", hasPostScript},
	{"\xc5\xd0\xd3\xc6", hasPostScript},
	{"\x7fELF", hasProgram},
	{"#!/", hasProgram},
}

// refusedReferences are elements that take in another part where they name one.
var refusedReferences = map[string]reason{
	"w:altChunk": hasChunk,
	"w:subDoc":   hasSubDoc,
}

// refusedElements are elements by their usual name.
var refusedElements = map[string]reason{
	"w:frameset":        hasFrames,
	"w:dataSource":      hasMailMerge, // a w:mailMerge that names no source is what its form has left over
	"w:headerSource":    hasMailMerge,
	"w:connectString":   hasMailMerge,
	"w:udl":             hasMailMerge,
	"w:control":         hasActiveX,
	"w:objectEmbed":     hasOLE,
	"w:objectLink":      hasOLE,
	"o:OLEObject":       hasOLE,
	"w:saveThroughXslt": hasScript,
	"wp15:webVideoPr":   hasAddIn, // holds the HTML of a player that Word runs
	"svg:script":        hasScript,
	"svg:foreignObject": hasScript,
	"svg:handler":       hasScript,
	"xhtml:script":      hasScript,
	"xhtml:html":        hasChunk,
	"pkg:package":       hasPackage,
}
