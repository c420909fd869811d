// Command report prints how near our layouts come to LibreOffice's: make
// fidelity runs it.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	"jobdoc/internal/fidelity"
)

func main() {
	only := flag.String("only", "", "documents whose names begin so, several parted by commas")
	apart := flag.Float64("apart", -1, "list the lines that only one has and those so many mm apart")
	pictures := flag.String("pictures", "", "write pictures of these documents, side by side, into this folder; without -only of those in docs/fidelity")
	keep := flag.String("keep", "", "work in this folder and leave the files there")
	flag.Parse()
	if err := run(*only, *keep, *pictures, *apart); err != nil {
		fmt.Fprintln(os.Stderr, "fidelity:", err)
		os.Exit(1)
	}
}

func run(only, keep, pictures string, apart float64) error {
	docs, err := fidelity.Corpus()
	if err != nil {
		return err
	}
	docs = slices.DeleteFunc(docs, func(d fidelity.Document) bool {
		return !slices.ContainsFunc(strings.Split(only, ","), func(p string) bool { return strings.HasPrefix(d.Name, p) })
	})
	report := func(o *fidelity.Office) error {
		rows, err := fidelity.Measure(o, docs)
		if err != nil {
			return err
		}
		fmt.Printf("Compared with %s.\n\n", o.Version())
		fidelity.WriteTable(os.Stdout, rows)
		if apart >= 0 {
			fidelity.WriteApart(os.Stdout, rows, apart)
		}
		if pictures != "" {
			if only == "" {
				docs = slices.DeleteFunc(docs, func(d fidelity.Document) bool { return !slices.Contains(fidelity.Pictured, d.Name) })
			}
			return fidelity.WritePictures(o, docs, pictures)
		}
		return nil
	}
	if keep == "" {
		return fidelity.WithOffice(report)
	}
	o, err := fidelity.NewOffice(keep)
	if err != nil {
		return err
	}
	return report(o)
}
