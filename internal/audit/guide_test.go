package audit

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestTheGuideExplainsEveryCheck holds docs/审计指南.md to the table and to the keys
// of a configuration.
func TestTheGuideExplainsEveryCheck(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../docs/审计指南.md")
	if err != nil {
		t.Fatal(err)
	}
	guide := string(data)
	for _, c := range Checks() {
		if row := "| `" + c.ID + "` | " + c.Severity.Chinese() + " | " + c.Title + " | "; !strings.Contains(guide, row) {
			t.Errorf("the guide has no row %q", row)
		}
	}
	if rows := strings.Count(guide, "\n| `"); rows != len(Checks()) {
		t.Errorf("the guide has %d rows, want %d", rows, len(Checks()))
	}
	example := regexp.MustCompile("(?s)```json\n(.*?)```").FindStringSubmatch(guide)
	if example == nil {
		t.Fatal("the guide shows no configuration")
	}
	if _, err := ReadConfig(strings.NewReader(example[1])); err != nil {
		t.Errorf("the configuration of the guide: %v", err)
	}
}
