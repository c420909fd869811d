package font_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/fonts"
	"jobdoc/internal/font"
)

func TestNamesOfDocumentsFindTheirStandIn(t *testing.T) {
	t.Parallel()
	s, warnings := newSet(t)
	if len(warnings) != 0 {
		t.Errorf("NewSet() warnings = %v, want none", warnings)
	}
	want := map[string][]string{
		"NotoSerifSC-Regular": {
			"宋体", "SimSun", "simsun", "NSimSun", "新宋体", "仿宋", "仿宋_GB2312", "FangSong_GB2312", "方正仿宋_GBK",
			"Times New Roman", "Cambria", "Georgia", "Noto Serif SC", "Noto Serif CJK SC", "@宋体", "华文中宋", "方正小标宋简体", "Symbol",
			"Nobody's Font", "",
		},
		"NotoSansSC-Regular": {
			"黑体", "SimHei", "微软雅黑", "Microsoft YaHei", "等线", "DengXian", "Arial", "Calibri", "Helvetica", "Verdana", "Tahoma", "Consolas",
			"Noto Sans SC", "Noto Sans CJK SC", "Open Sans", "Ｍicrosoft ＹaHei", "PingFang SC", "Wingdings", "汉仪中黑简",
		},
		"JobdocKai-Regular": {
			"楷体", "KaiTi", "楷体_GB2312", "华文楷体", "STKaiti", "方正楷体_GBK", "標楷體", "霞鹜文楷", "某某楷体", "@楷体",
		},
		"NotoSansSC-Bold":  {"Microsoft YaHei Bold", "思源黑体 Heavy"},
		"NotoSerifSC-Bold": {"Noto Serif SC SemiBold", "思源宋体 CN Heavy"},
	}
	for face, names := range want {
		for _, name := range names {
			if got := s.Typeface(name, false, false).Faces[0].PostScriptName(); got != face {
				t.Errorf("Typeface(%q) is set in %s, want %s", name, got, face)
			}
		}
	}
}

func TestSingleLineIsThatOfTheNamedFace(t *testing.T) {
	t.Parallel()
	s, _ := newSet(t)
	for _, c := range []struct {
		name      string
		eastAsian bool
		line      int // thousandths of an em
		ascent    int
	}{
		{"宋体", true, 1297, 1008}, // 332/256
		{"仿宋_GB2312", true, 1297, 1008},
		{"黑体", true, 1297, 1008},
		{"微软雅黑", true, 1715, 1256}, // 3513/2048
		{"微软雅黑 Light", true, 1660, 1215},
		{"等线", true, 1354, 966},
		{"华文中宋", true, 1479, 1051},
		{"苹方-简", true, 1820, 1270},
		{"Noto Serif SC", true, 1869, 1367},
		{"Noto Sans SC", true, 1882, 1377},
		{"Yu Mincho", true, 1433, 1045},
		{"Malgun Gothic", true, 1729, 1288},
		{"Times New Roman", false, 1150, 934},
		{"Arial", false, 1150, 938},
		{"Calibri", false, 1221, 971},
		{"Cambria", false, 1172, 950},
		{"Courier New", false, 1133, 833},
		{"Unknown Text", false, 1150, 934},
		{"某某宋", true, 1297, 1008},
	} {
		typeface := s.Typeface(c.name, false, false)
		line := typeface.Ascent + typeface.Descent
		if typeface.EastAsian != c.eastAsian || line < c.line-1 || line > c.line+1 || typeface.Ascent < c.ascent-1 || typeface.Ascent > c.ascent+1 {
			t.Errorf("%s: East Asian %v, line %d, ascent %d, want %v, %d, %d",
				c.name, typeface.EastAsian, line, typeface.Ascent, c.eastAsian, c.line, c.ascent)
		}
	}
}

func TestFallbackGoesByCharacter(t *testing.T) {
	t.Parallel()
	s, _ := newSet(t)
	typeface := s.Typeface("宋体", true, true)
	if typeface.Bold || !typeface.Italic {
		t.Errorf("bold, italic to be made = %v, %v, want false, true: there is a bold face and no italic", typeface.Bold, typeface.Italic)
	}
	onlySans := rune(0x20000)
	for serif, sans := parseFont(t, "NotoSerifSC-Bold.ttf"), parseFont(t, "NotoSansSC-Bold.ttf"); serif.Glyph(onlySans) != 0 || sans.Glyph(onlySans) == 0; {
		onlySans++
	}
	for _, c := range []struct {
		r            rune
		face         string
		bold, italic bool
	}{
		{'职', "NotoSerifSC-Bold", false, true},
		{'𠮷', "JobdocFallback-Regular", true, true},
		{'☑', "JobdocFallback-Regular", true, true},
		{onlySans, "NotoSansSC-Bold", false, true},
	} {
		f, g := typeface.Lookup(c.r)
		bold, italic := typeface.Synthesize(f)
		if f.PostScriptName() != c.face || g == 0 || bold != c.bold || italic != c.italic {
			t.Errorf("Lookup(%c) = %s, %d, to be made bold %v, italic %v, want %s, %v, %v",
				c.r, f.PostScriptName(), g, bold, italic, c.face, c.bold, c.italic)
		}
	}
	if f, g := typeface.Lookup('😀'); f != typeface.Faces[0] || g != 0 {
		t.Errorf("Lookup of a character no face has = %s, %d, want the preferred face and 0", f.PostScriptName(), g)
	}
}

func TestTypefacesAreRememberedAndShared(t *testing.T) {
	t.Parallel()
	s, _ := newSet(t)
	names := []string{"宋体", "黑体", "Arial", "微软雅黑", "某某"}
	var group sync.WaitGroup
	got := make([][]*font.Typeface, 8)
	for i := range got {
		group.Go(func() {
			for _, name := range names {
				typeface := s.Typeface(name, i%2 == 0, false)
				for _, r := range commonText(300) + "𠮷☐😀" {
					typeface.Lookup(r)
				}
				got[i] = append(got[i], typeface)
			}
		})
	}
	group.Wait()
	for i := 2; i < len(got); i++ {
		for j := range names {
			if got[i][j] != got[i-2][j] {
				t.Errorf("Typeface(%s) is made anew", names[j])
			}
		}
	}
}

func TestASetWithoutItsFacesIsAnError(t *testing.T) {
	t.Parallel()
	if _, _, err := font.NewSet(font.Options{FS: os.DirFS(t.TempDir())}); err == nil {
		t.Error("NewSet() without built-in faces gives no error")
	}
	if _, _, err := font.NewSet(font.Options{FS: fonts.Files(), Dirs: []string{filepath.Join(t.TempDir(), "none")}}); err == nil {
		t.Error("NewSet() with a folder that is not there gives no error")
	}
}

// folder writes files and returns where.
func folder(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestASitesFacesGoFirst(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string][]byte{
		"simsun.ttc": collection(
			namedFont(t, "职位ABC", style{family: "SimSun", chinese: "宋体", full: "SimSun"}),
			namedFont(t, "职位ABC", style{family: "NSimSun", chinese: "新宋体"})),
		"sub/corp.ttf":        namedFont(t, "职位ABC", style{family: "Corporate Text", full: "Corporate Text Regular"}),
		"sub/corp-bold.TTF":   namedFont(t, "职位ABC", style{family: "Corporate Text", full: "Corporate Text Bold", weight: 700}),
		"sub/corp-italic.ttf": namedFont(t, "职位ABC", style{family: "Corporate Text", full: "Corporate Text Italic", italic: true}),
		"fs.ttf":              namedFont(t, "仿宋", style{family: "FangSong", chinese: "仿宋"}),
		"stsong.ttf":          namedFont(t, "职位", style{family: "STSong", chinese: "华文宋体"}),
		"readme.txt":          []byte("no font"),
	})
	s, warnings := newSet(t, dir)
	if len(warnings) != 0 {
		t.Errorf("NewSet() warnings = %v, want none", warnings)
	}
	for _, c := range []struct {
		name             string
		bold, italic     bool
		family           string
		weight           int
		madeBold, madeIt bool
	}{
		{"宋体", false, false, "SimSun", 400, false, false},
		{"simsun", true, false, "SimSun", 400, true, false},
		{"新宋体", false, false, "NSimSun", 400, false, false},
		{"Corporate Text", false, false, "Corporate Text", 400, false, false},
		{"Corporate Text", true, false, "Corporate Text", 700, false, false},
		{"Corporate Text Bold", false, false, "Corporate Text", 700, false, false},
		{"Corporate Text", false, true, "Corporate Text", 400, false, false},
		{"Corporate Text", true, true, "Corporate Text", 400, true, false},
		{"仿宋_GB2312", false, true, "FangSong", 400, false, true},
		{"黑体", false, false, "Noto Sans SC", 400, false, false},
		{"华文宋体", false, false, "STSong", 400, false, false},
		{"华文楷体", false, false, "Jobdoc Kai", 400, false, false},
	} {
		typeface := s.Typeface(c.name, c.bold, c.italic)
		f := typeface.Faces[0]
		if f.Family() != c.family || f.Metrics().Weight != c.weight || typeface.Bold != c.madeBold || typeface.Italic != c.madeIt {
			t.Errorf("Typeface(%s, %v, %v) = %s %d, to be made bold %v, italic %v, want %s %d, %v, %v", c.name, c.bold, c.italic,
				f.Family(), f.Metrics().Weight, typeface.Bold, typeface.Italic, c.family, c.weight, c.madeBold, c.madeIt)
		}
	}
	if f, _ := s.Typeface("宋体", false, false).Lookup('说'); f.Family() != "Noto Serif SC" {
		t.Errorf("what the site's face lacks comes from %s, want Noto Serif SC", f.Family())
	}
}

func TestFilesThatAreNoUseAreSaidAndSkipped(t *testing.T) {
	t.Parallel()
	good := namedFont(t, "职位", style{family: "Good"})
	dir := folder(t, map[string][]byte{
		"a-cff.otf":  []byte("OTTO\x00\x00\x00\x00\x00\x00\x00\x00"),
		"b-cut.ttf":  good[:len(good)-40],
		"c-html.ttf": []byte("<!DOCTYPE html><title>404</title>"),
		"d-none.ttf": nil,
		"e-var.ttf":  namedFont(t, "职位", style{family: "Flexible", fvar: true}),
		"f-good.ttf": good,
	})
	s, warnings := newSet(t, dir)
	var codes []string
	for _, w := range warnings {
		codes = append(codes, w.Code)
		if w.Detail == "" || w.English == "" {
			t.Errorf("warning %s has no text", w.Code)
		}
	}
	if diff := cmp.Diff([]string{"font-cff", "font-unusable", "font-unusable", "font-unusable", "font-variable"}, codes); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	if got := s.Typeface("Good", false, false).Faces[0].Family(); got != "Good" {
		t.Errorf("Typeface(Good) = %s", got)
	}
}

func TestAFaceThatBreaksLaterIsReplacedWithAWarning(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string][]byte{"good.ttf": namedFont(t, "职位", style{family: "Good"})})
	s, _ := newSet(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "good.ttf"), []byte("gone"), 0o644); err != nil {
		t.Fatal(err)
	}
	typeface := s.Typeface("Good", false, false)
	if len(typeface.Warnings) != 1 || typeface.Warnings[0].Code != "font-unusable" {
		t.Errorf("Warnings = %v, want one of font-unusable", typeface.Warnings)
	}
	if got := typeface.Faces[0].Family(); got != "Noto Serif SC" {
		t.Errorf("Typeface(Good) = %s, want Noto Serif SC", got)
	}
}

func TestRareCharactersComeFromASitesExtensionFace(t *testing.T) {
	t.Parallel()
	text := "㐀" // in all faces
	dir := folder(t, map[string][]byte{"extb.ttf": wideFont(t, 0x2A6D6, style{family: "SimSun-ExtB", wide: true})})
	s, _ := newSet(t, dir)
	typeface := s.Typeface("黑体", false, false)
	if f, g := typeface.Lookup(0x2A6D6); f.Family() != "SimSun-ExtB" || g == 0 {
		t.Errorf("Lookup(U+2A6D6) = %s, %d, want the site's face", f.Family(), g)
	}
	if f, _ := typeface.Lookup([]rune(text)[0]); f.Family() != "Noto Sans SC" {
		t.Errorf("Lookup(%s) = %s, want Noto Sans SC", text, f.Family())
	}
}

func BenchmarkLookup(b *testing.B) {
	s, _ := newSet(b)
	typeface := s.Typeface("宋体", false, false)
	text := []rune(commonText(400))
	for b.Loop() {
		for _, r := range text {
			typeface.Lookup(r)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(text)), "ns/glyph")
}

func BenchmarkNewSet(b *testing.B) {
	for b.Loop() {
		newSet(b)
	}
}
