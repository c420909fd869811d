// Package pdf writes laid-out pages as a PDF file.
//
// fpdf assembles it: pages, rules, boxes, pictures, outline, information and
// metadata. It does not set the text: its own fonts cost 45 ms a document, stop
// at U+FFFF and write into the bytes they are given. Text goes in as operators
// for fonts of our own, cut to the glyphs used, and [finish] adds those fonts and
// the structure tree to what fpdf wrote.
//
// The files, each of which knows one thing:
//
//	pdf.go       Encode, and how fpdf is driven
//	picture.go   what of an image fpdf may be given; pngfile.go
//	text.go      text operators, marked content
//	gaps.go      where room would copy out as a blank that nobody typed
//	fonts.go     Type0 fonts; widths.go and tounicode.go
//	tags.go      what belongs to which element; tree.go
//	links.go     what leads elsewhere
//	xmp.go       metadata
//	conformance.go  the parts of PDF/A, and what each allows
//	icc.go       the profile that colours are meant by
//	attachment.go  files that go along
//	viewing.go   how the file is shown and printed
//	fpdf.go      fpdf's output taken apart: all that is relied on of it
//	finish.go    the file as it leaves us; pictures.go its images
//	object.go    numbers, strings, streams
//
// The package must not know documents, templates or positions, and reads no
// clock: the same pages give the same bytes.
package pdf
