// Package typeset lays out a filled WordprocessingML document: a document tree
// goes in, pages of positioned glyphs, rules, boxes and images come out, each
// with the structure element it belongs to.
//
// It must not know what a template, a position or an output format is.
package typeset

import "jobdoc/internal/font"

// Length is a distance in thousandths of a typographic point (1/72 inch).
// Integers, because the same input must give the same bytes on any machine and
// floating point may be fused on some. A twip is 50, a half-point 500.
type Length int

// Lengths of the units WordprocessingML uses.
const (
	Point     Length = 1000
	HalfPoint Length = Point / 2
	Twip      Length = Point / 20
	Inch      Length = 72 * Point
)

// Layout is a document set in pages. It does not change once returned and may
// be read by any number of goroutines.
type Layout struct {
	Pages []Page

	// Elements is the structure of the document. Element 0 is always the
	// artifact (page furniture, rules); what a page holds names its element by index.
	Elements []Element

	// Outline lists the paragraphs with an outline level (w:outlineLvl, 17.3.1.20), in order.
	Outline []Heading

	// Warnings name what the document asks for and the typesetter does not do,
	// or does otherwise, each once.
	Warnings []Warning
}

// Page is one page. Coordinates have their origin at the top left corner, y downwards.
// It is painted in the order of the fields.
type Page struct {
	Width, Height Length
	Fills         []Rect  // shading
	Images        []Image //
	Texts         []Text  // in reading order: row by row, each cell whole
	Rules         []Rect  // borders, underlines, strikes
	Strokes       []Stroke
	Links         []Link // nothing of them is painted

	Label          string    // the number it goes by, as printed: "3", "iii", "三"
	Header, Footer Furniture // the first and the last of Texts and Images
}

// Furniture counts what of a page's lists belongs to its header or footer.
type Furniture struct{ Texts, Images int }

// Color is 0xRRGGBB.
type Color uint32

// Rect is a filled rectangle.
type Rect struct {
	X, Y, Width, Height Length
	Color               Color
}

// Stroke is a straight line from one point to another: the diagonal of a cell.
// It ends square.
type Stroke struct {
	X1, Y1, X2, Y2 Length
	Width          Length
	Color          Color
}

// Image is a picture, what its crop leaves of it scaled to the rectangle.
type Image struct {
	X, Y, Width, Height Length
	Crop                Crop
	Data                []byte // as in the document: PNG or JPEG
	Name                string // part name, the same for the same data in one document
	Alt                 string
	Element             int
}

// Crop is what is cut off a picture, in hundred-thousandths of its width and
// height. None is negative, and something is left. The zero Crop shows all.
type Crop struct{ Left, Top, Right, Bottom int }

// CropUnit is the whole width or height in the unit of a [Crop].
const CropUnit = 100_000

// Whole returns the rectangle that all of the picture would fill, part of which
// is the rectangle of the image.
func (m *Image) Whole() (x, y, width, height Length) {
	c := m.Crop
	width = m.Width * CropUnit / Length(CropUnit-c.Left-c.Right)
	height = m.Height * CropUnit / Length(CropUnit-c.Top-c.Bottom)
	return m.X - width*Length(c.Left)/CropUnit, m.Y - height*Length(c.Top)/CropUnit, width, height
}

// Text is glyphs of one face, size and colour on one baseline.
type Text struct {
	X, Y    Length // origin of the first glyph on the baseline
	Size    Length // of the em
	Face    *font.Face
	Color   Color
	Turn    Turn
	Bold    bool // thicken the glyphs: the face has no bold of its own
	Italic  bool // slant the glyphs: the face has no italic of its own
	Stretch int  // of the glyphs along the line, in percent (w:w); 0 means 100. Advances have it in
	Glyphs  []Glyph
	Element int
}

// Turn says which way text runs.
type Turn uint8

// Text runs to the right; after a quarter turn it runs down (tbRl, Latin in
// vertical text) or up (btLr). The baseline turns with it. Han characters in
// vertical text stand upright: they are single-glyph Texts that are not turned.
const (
	Upright Turn = iota
	Down
	Up
)

// Glyph is one glyph of a Text.
type Glyph struct {
	ID      font.GlyphID // 0: no face has the character; the output draws its code point in a box
	Rune    rune         // the character it stands for, so that text copies out as typed
	Advance Length       // from this glyph's origin to the next one's, all spacing included
}

// ElementType is a structure type (ISO 32000-2, 14.8.4).
type ElementType string

// The structure types that layouts use.
const (
	Artifact    ElementType = "Artifact"
	Document    ElementType = "Document"
	Paragraph   ElementType = "P"
	Heading1    ElementType = "H1"
	Heading2    ElementType = "H2"
	Heading3    ElementType = "H3"
	Heading4    ElementType = "H4"
	Heading5    ElementType = "H5"
	Heading6    ElementType = "H6"
	Table       ElementType = "Table"
	TableRow    ElementType = "TR"
	TableHeader ElementType = "TH"
	TableCell   ElementType = "TD"
	List        ElementType = "L"
	ListItem    ElementType = "LI"
	ListLabel   ElementType = "Lbl"   // the number or bullet of an item
	ListBody    ElementType = "LBody" // its text, and the lists in it
	Figure      ElementType = "Figure"
	LinkElement ElementType = "Link"
	Reference   ElementType = "Reference"
	Note        ElementType = "Note"
)

// Element is a node of the structure tree.
type Element struct {
	Type             ElementType
	Parent           int // index into Layout.Elements; of the document element: 0
	ColSpan, RowSpan int // of cells; 0 means 1
	Scope            Scope
	Alt              string
	Numbering        ListNumbering // of lists
	Language         string        // of the text, BCP 47; "" for that of the element above
}

// ListNumbering says how the labels of a [List] count (ISO 32000-2, 14.8.5.5).
type ListNumbering string

// The ways of counting. Chinese ones, which PDF has no word for, are decimal.
const (
	NumberingNone       ListNumbering = ""
	NumberingDisc       ListNumbering = "Disc" // bullets
	NumberingDecimal    ListNumbering = "Decimal"
	NumberingUpperRoman ListNumbering = "UpperRoman"
	NumberingLowerRoman ListNumbering = "LowerRoman"
	NumberingUpperAlpha ListNumbering = "UpperAlpha"
	NumberingLowerAlpha ListNumbering = "LowerAlpha"
)

// Scope says which cells a [TableHeader] is the heading of (ISO 32000-2, 14.8.5.7).
type Scope string

// The scopes. Heading rows (w:tblHeader) and a first row that the table's style
// sets off head their columns; a first column that it sets off, and cells whose
// paragraph style is by its name one of labels (标签, label), head rows.
const (
	ScopeNone   Scope = ""
	ScopeRow    Scope = "Row"
	ScopeColumn Scope = "Column"
	ScopeBoth   Scope = "Both"
)

// Heading is an entry of the outline.
type Heading struct {
	Level int // 0 for the outermost
	Text  string
	Page  int // index into Layout.Pages
	Y     Length
}

// Warning is something the reader of the output should know.
type Warning struct {
	Code    string // stable, such as "missing-glyph"
	Detail  string // a Chinese sentence with place and remedy
	English string
}
