// Package book makes one product of many positions: an archive of their files,
// or a folder, with a manifest that lists every file.
//
// Positions come as a sequence and files leave in its order, so memory does not
// grow with their number, and the same positions give the same bytes whatever
// the number of workers. What a run has finished is written in a journal, from
// which a run that was cut goes on.
//
// The files, each of which knows one thing:
//
//	batch.go      Run: positions in, files out, in order
//	order.go      work on several processors that keeps its order
//	product.go    what a product is; zip.go the archive, folder.go the folder
//	journal.go    what is finished; resume.go what of it is really there
//	row.go        a line of the manifest; manifest.go its files; verify.go
//
// The package must not know commands, the clock, nor where positions come from. It
// reads and writes in the one folder it is given.
package book
