package store_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain runs as many histories of rapid as take some seconds; -rapid.checks
// asks for more (make histories). As a process that is to be killed it writes
// into a store instead.
func TestMain(m *testing.M) {
	const usual = "25"
	if err := flag.Set("rapid.checks", usual); err != nil {
		panic(err) // rapid has no such flag any more
	}
	flag.Parse()
	if where := os.Getenv(victimVariable); where != "" {
		os.Exit(victim(where))
	}
	os.Exit(m.Run())
}
