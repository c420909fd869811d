package corpus

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
)

// docs is where the pictures of the forms are; make pictures takes them.
const docs = "../../docs"

// TestEveryFormHasItsPicture looks for one of a whole A4 page at 96 dpi, shown
// in the README of either language.
func TestEveryFormHasItsPicture(t *testing.T) {
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	readme := string(readFile(t, "../../README.md"))
	chinese := string(readFile(t, filepath.Join(docs, "README.zh-CN.md")))
	for _, name := range r.TemplateNames() {
		file := "forms/" + name + ".png"
		if name == render.DefaultTemplate {
			file = name + ".png"
		}
		picture, err := png.DecodeConfig(bytes.NewReader(readFile(t, filepath.Join(docs, file))))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if picture.Width != 794 || picture.Height != 1123 {
			t.Errorf("%s has %d × %d pixels, want 794 × 1123", file, picture.Width, picture.Height)
		}
		if !strings.Contains(readme, "(docs/"+file+")") || !strings.Contains(chinese, "("+file+")") {
			t.Errorf("%s is not in both READMEs", file)
		}
	}
}

// TestThePositionsInThePicturesAreSound decodes them and sets them without a warning.
func TestThePositionsInThePicturesAreSound(t *testing.T) {
	for file, form := range map[string]string{"position.json": "classic", "position.en.json": "classic.en"} {
		pos, faults := position.Decode(readFile(t, filepath.Join(docs, "forms", file)))
		if len(faults) > 0 {
			t.Fatalf("%s: %+v", file, faults)
		}
		if l := layoutIn(t, form, pos); len(l.Warnings) > 0 {
			t.Errorf("%s: %+v", file, l.Warnings)
		}
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
