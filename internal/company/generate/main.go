// Command generate writes a made-up company, for tests of what handles many positions.
//
//	go run ./internal/company/generate -n 10000 -o company.jsonl
//	go run ./internal/company/generate -n 500 -seed 7 -faults 0.1 -o folder
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"jobdoc/internal/company"
)

func main() {
	var o company.Options
	flag.IntVar(&o.Positions, "n", 1000, "how many positions")
	flag.Uint64Var(&o.Seed, "seed", 1, "another seed is another company")
	flag.Float64Var(&o.Faults, "faults", 0.05, "part of the positions and departments that carry a fault, 0 to 1")
	output := flag.String("o", "-", "a file ending in .jsonl, a folder for one file a position, or - for standard output")
	flag.Parse()
	if o.Positions < 1 || o.Faults < 0 || o.Faults > 1 || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := write(o, *output); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func write(o company.Options, output string) error {
	switch {
	case output == "-":
		return lines(o, os.Stdout)
	case strings.HasSuffix(output, ".jsonl"):
		f, err := os.Create(output)
		if err != nil {
			return err
		}
		return errors.Join(lines(o, f), f.Close())
	}
	if err := os.MkdirAll(output, 0o777); err != nil {
		return err
	}
	n := 0
	for p := range company.Generate(o) {
		n++
		if err := os.WriteFile(filepath.Join(output, fmt.Sprintf("%06d.json", n)), p.Data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

func lines(o company.Options, w io.Writer) error {
	b := bufio.NewWriter(w)
	for p := range company.Generate(o) {
		_, _ = b.Write(append(p.Data, '\n')) // Flush has the error
	}
	return b.Flush()
}
