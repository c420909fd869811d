// Package preflight holds PDF files against PDF/A-1b by Apache PDFBox Preflight.
// It is for tests alone; it knows nothing of how the files are made.
package preflight

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// jars are what Debian's libpdfbox2-java, libcommons-logging-java,
// libactivation-java and libjaxb-api-java put into folder.
var jars = []string{
	"preflight.jar", "pdfbox2.jar", "fontbox2.jar", "xmpbox.jar", "commons-logging.jar", "javax.activation.jar", "jaxb-api.jar",
}

const folder = "/usr/share/java"

// Verdicts returns what Preflight says of each file, by its name: "" where it
// calls it valid, else its errors. All files are read by one Java machine.
// Without Java or a jar the test is skipped, or fails where
// JOBDOC_REQUIRE_TOOLS says that they must be there.
func Verdicts(tb testing.TB, files map[string][]byte) map[string]string {
	tb.Helper()
	java, path := find(tb)
	dir := tb.TempDir()
	var list strings.Builder
	for name, data := range files {
		file := filepath.Join(dir, name+".pdf")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			tb.Fatal(err)
		}
		list.WriteString(file + "\n")
	}
	listed := filepath.Join(dir, "list.txt")
	if err := os.WriteFile(listed, []byte(list.String()), 0o600); err != nil {
		tb.Fatal(err)
	}
	cmd := exec.Command(java, "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog", "-cp", path,
		"org.apache.pdfbox.preflight.Validator_A1b", "group", listed)
	out, err := cmd.CombinedOutput() // an error also says that a file is not valid
	verdicts := map[string]string{}
	for name := range files {
		file := "The file " + name + ".pdf is "
		_, after, found := strings.Cut(string(out), file)
		switch {
		case !found:
			tb.Fatalf("Preflight says nothing of %s: %v\n%s", name, err, out)
		case strings.HasPrefix(after, "a valid PDF/A-1b file"):
			verdicts[name] = ""
		default:
			verdict, _, _ := strings.Cut(after, "\n\n")
			verdicts[name] = file + verdict
		}
	}
	return verdicts
}

// find returns the Java program and its class path.
func find(tb testing.TB) (java, path string) {
	tb.Helper()
	java, err := exec.LookPath("java")
	var classes []string
	for _, jar := range jars {
		classes = append(classes, filepath.Join(folder, jar))
		if err == nil {
			_, err = os.Stat(filepath.Join(folder, jar))
		}
	}
	switch {
	case err == nil:
		return java, strings.Join(classes, string(os.PathListSeparator))
	case os.Getenv("JOBDOC_REQUIRE_TOOLS") != "":
		tb.Fatalf("PDFBox Preflight is not installed, and JOBDOC_REQUIRE_TOOLS is set: %v", err)
	}
	tb.Skipf("PDFBox Preflight is not installed: %v", err)
	return "", ""
}
