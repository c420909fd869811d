package render

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The guide for those who write templates is in docs; its files must do what
// it says of them.
const guide = "../../docs/模板指南"

func guideFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(guide, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func guideText(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(guide + ".md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestTemplatesOfTheGuideAreFilled(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	pos := decode(t, guideFile(t, "职位.json"))
	for _, name := range []string{"模板.docx", "合并.docx"} {
		tmpl, err := r.OpenTemplate(guideFile(t, name))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		layout, err := r.Fill(pos, tmpl).Layout()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(layout.Pages) != 1 || len(layout.Warnings) > 0 {
			t.Errorf("%s: %d pages, warnings %v", name, len(layout.Pages), layout.Warnings)
		}
	}
}

func TestFaultsOfTheGuideAreThoseItShows(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	_, err := r.OpenTemplate(guideFile(t, "有错的模板.docx"))
	var wrong *TemplateError
	if !errors.As(err, &wrong) {
		t.Fatalf("error %v, want faults", err)
	}
	text := guideText(t)
	for _, f := range wrong.Faults {
		line := "有错的模板.docx: " + f.Part + ": " + f.Place + ": " + f.Detail + " [" + f.Code + "]\n"
		if !strings.Contains(text, line) {
			t.Errorf("the guide does not show\n%s", line)
		}
	}
	if n := strings.Count(text, "有错的模板.docx: "); n != len(wrong.Faults) {
		t.Errorf("the guide shows %d faults, there are %d", n, len(wrong.Faults))
	}
}

func TestPicturesAndFilesOfTheGuideAreThere(t *testing.T) {
	t.Parallel()
	used := map[string]bool{"职位.json": true, "模板.docx": true, "合并.docx": true, "普通的表.docx": true}
	for _, m := range regexp.MustCompile(`\]\(模板指南/([^)]+)\)`).FindAllStringSubmatch(guideText(t), -1) {
		used[m[1]] = true
	}
	for name := range used {
		guideFile(t, name)
	}
	entries, err := os.ReadDir(guide)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !used[e.Name()] {
			t.Errorf("nothing shows %s", e.Name())
		}
	}
}

// TestTagsOfTheGuideAreTags puts every tag that the guide writes as code into a
// template, with the blocks around it that it needs.
func TestTagsOfTheGuideAreTags(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	inDuty := regexp.MustCompile(`^\{(工作时间百分比|职责描述|合并:职责)|任务|序号|首个|末个|\{\.\}`)
	for _, m := range regexp.MustCompile("`([^`\n]*\\{[^`\n]*\\}[^`\n]*)`").FindAllStringSubmatch(guideText(t), -1) {
		code := strings.ReplaceAll(m[1], `\|`, "|")
		opened, closed := strings.Count(code, "{#")+strings.Count(code, "{^"), strings.Count(code, "{/")
		if opened != closed || strings.ContainsAny(code, "｛") || code == `{}` || code == "{备注|默认}" || strings.Contains(code, "{/…}") ||
			strings.Contains(code, ":行") || strings.Contains(code, "合并") || code == "{续号}" || code == "{否则}" || code == "{、职责}" || code == "{……备注}" {
			continue // shown as what it is not, or needs a place of its own: other tests have these
		}
		text := "例：" + code
		switch {
		case strings.Contains(code, "标题"):
			text = "例：{#所需胜任能力}" + code + "{/}"
		case code == "{.}" || code == "{。}" || inDuty.MatchString(code) && !strings.Contains(code, "{#职责}"):
			text = "例：{#职责}" + code + "{/}"
		}
		if _, err := r.OpenTemplate(textFile(t, text)); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
}
