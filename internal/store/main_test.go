package store_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain runs as many histories of rapid as take some seconds; -rapid.checks
// asks for more (make histories).
func TestMain(m *testing.M) {
	const usual = "25"
	if err := flag.Set("rapid.checks", usual); err != nil {
		panic(err) // rapid has no such flag any more
	}
	flag.Parse()
	os.Exit(m.Run())
}
