// Package corpus holds the tests that run every sample through every form and
// every format and look at the files with other programs' eyes: poppler, MuPDF,
// qpdf, pdfcpu and LibreOffice. It has no code of its own.
package corpus
