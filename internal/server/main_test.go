package server

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain fails when the tests are over and something of a server still runs.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}
