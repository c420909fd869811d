package font

import "strings"

// known is a face that documents name.
type known struct {
	names string // as documents write it, parted by /; all mean the same face
	style style  // which built-in face stands in for it
	line  lineFigures
}

// style is how a built-in face looks.
type style uint8

const (
	serif style = iota
	sans
	kai // 楷体; serif where the file system has no such face
)

// all returns the names of a face.
func (k *known) all() []string { return strings.Split(k.names, "/") }

// builtIn reports whether the face is a built-in one itself.
func (k *known) builtIn() bool { return k.line == lineFigures{} }

// Figures that several faces share.
var (
	// The square of the faces that ZhongYi made for Windows. Word's line is
	// 332/256 em: zhlineskip, and 18.157 px at 10.5 pt, 20.75 px at 12 pt in
	// 泰山OFFICE技术讲座, which counted Word's lines a page.
	zhongYi = lineFigures{220, 36, 0, 256, true}

	// No figures found: a square of one em as zhongYi, which most Chinese faces have.
	square = zhongYi

	times = lineFigures{1825, 443, 87, 2048, false} // v#594, o#1284
	arial = lineFigures{1854, 434, 67, 2048, false} // v#594, o#1284
)

// knownFaces is the table of the faces that documents name, with the source of
// their figures: o#N is an issue of developer0hye/office2pdf, v#N of
// yukiyokotani/office-open-xml-viewer, folio#56 a pull request of stella/folio;
// "capsize" the metrics of seek-oss/capsize, read from the fonts' hhea;
// "zhlineskip" the manual of the LaTeX package of that name, which measured Word.
func knownFaces() []known {
	return []known{
		// Built in: their own figures. zhlineskip measured 1869/1000 of Source Han
		// Serif 1.001 and 1882/1000 of Source Han Sans 2.000, which have the same hhea.
		{"Noto Serif SC/Noto Serif CJK SC/Source Han Serif SC/Source Han Serif CN/思源宋体/思源宋体 CN", serif, lineFigures{}},
		{"Noto Sans SC/Noto Sans CJK SC/Source Han Sans SC/Source Han Sans CN/思源黑体/思源黑体 CN", sans, lineFigures{}},
		{"Jobdoc Kai/LXGW WenKai/霞鹜文楷/LXGW WenKai GB/霞鹜文楷 GB", kai, lineFigures{}},

		// Chinese faces of Windows, Office, macOS and of official documents.
		{"SimSun/宋体/NSimSun/新宋体", serif, zhongYi},
		{"SimSun-ExtB/宋体-ExtB", serif, zhongYi},
		{"FangSong/仿宋/FangSong_GB2312/仿宋_GB2312", serif, zhongYi},
		{"KaiTi/楷体/KaiTi_GB2312/楷体_GB2312", kai, zhongYi},
		{"SimHei/黑体", sans, zhongYi},
		{"LiSu/隶书", serif, square},
		{"YouYuan/幼圆", sans, square},
		{"Microsoft YaHei/微软雅黑/Microsoft YaHei UI", sans, lineFigures{2167, 536, 0, 2048, true}}, // 3513/2048 in zhlineskip
		// 3400/2048 in Word for Windows, 3542/2048 in that for macOS (zhlineskip):
		// 2616 units; how they split is taken from the regular face.
		{"Microsoft YaHei Light/微软雅黑 Light/Microsoft YaHei UI Light", sans, lineFigures{2097, 519, 0, 2048, true}},
		// 0.8101 and 0.2320 em, and Word's line 21.667 px at 12 pt = 1.354 em
		// (泰山OFFICE技术讲座:等线字体高度的深入研究).
		{"DengXian/等线", sans, lineFigures{1659, 475, 0, 2048, true}},
		{"DengXian Light/等线 Light", sans, lineFigures{1659, 475, 0, 2048, true}}, // taken as DengXian
		// 1479/1000 in Word for Windows, 1723/1000 in that for macOS (zhlineskip):
		// 1137 units of usWin; how they split is a guess.
		{"STZhongsong/华文中宋", serif, lineFigures{880, 257, 0, 1000, true}},
		{"STSong/华文宋体", serif, square},
		{"STFangsong/华文仿宋", serif, square},
		{"STKaiti/华文楷体/Kaiti SC/楷体-简", kai, square},
		{"STXihei/华文细黑", sans, square},
		{"STHeiti/华文黑体", sans, square},
		{"FZXiaoBiaoSong-B05S/方正小标宋简体", serif, square},
		{"FZXiaoBiaoSong-B05/方正小标宋_GBK", serif, square},
		{"FZFangSong-Z02/方正仿宋_GBK/FZFangSong-Z02S/方正仿宋简体", serif, square},
		{"FZKai-Z03/方正楷体_GBK/FZKai-Z03S/方正楷体简体", kai, square},
		{"FZHei-B01/方正黑体_GBK/FZHei-B01S/方正黑体简体", sans, square},
		{"PingFang SC/苹方-简/苹方", sans, lineFigures{1060, 340, 0, 1000, true}},        // 1820/1000 in zhlineskip
		{"Hiragino Sans GB/冬青黑体简体中文", sans, lineFigures{880, 120, 500, 1000, true}}, // o#1638

		// Other East Asian faces that come along in documents.
		{"DFKai-SB/標楷體/BiauKai", kai, square},
		{"PMingLiU/新細明體", serif, square},
		{"MingLiU/細明體", serif, square},
		{"Microsoft JhengHei/微軟正黑體", sans, lineFigures{2204, 520, 0, 2048, true}}, // 1076 and 254 per mille in tFPDF's msjh.mtx
		{"MS Mincho/ＭＳ 明朝", serif, square},
		{"MS PMincho/ＭＳ Ｐ明朝", serif, square},
		{"MS Gothic/ＭＳ ゴシック", sans, square},
		{"MS PGothic/ＭＳ Ｐゴシック", sans, square},
		{"Yu Mincho/游明朝", serif, lineFigures{1802, 455, 1024, 2048, true}},   // o#1638, v#1018
		{"Yu Gothic/游ゴシック", sans, lineFigures{1802, 455, 1024, 2048, true}},  // o#1638
		{"Malgun Gothic/맑은 고딕", sans, lineFigures{2229, 495, 0, 2048, true}}, // 1.330078 em, baseline at 1.28786: o#508, o#518
		{"Batang/바탕", serif, square},
		{"Gulim/굴림", sans, square},
		{"Dotum/돋움", sans, square},

		// Latin faces, and those that are made to their measures.
		{"Times New Roman/Times/Liberation Serif/Tinos", serif, times},
		{"Arial/Helvetica/Liberation Sans/Arimo", sans, arial},                                        // Windows puts Arial for Helvetica
		{"Arial Unicode MS", sans, arial},                                                             // taken as Arial
		{"Aptos", sans, lineFigures{1923, 577, 0, 2048, false}},                                       // its typographic figures, which it asks to use: 2500/2048
		{"Book Antiqua", serif, lineFigures{1891, 578, 0, 2048, false}},                               // 1.2056 in folio#56; the split is a guess
		{"Calibri/Carlito", sans, lineFigures{1536, 512, 452, 2048, false}},                           // capsize
		{"Calibri Light", sans, lineFigures{1536, 512, 452, 2048, false}},                             // taken as Calibri
		{"Cambria/Caladea", serif, lineFigures{1946, 455, 0, 2048, false}},                            // capsize; 1.1724 in folio#56
		{"Candara", sans, lineFigures{1484, 564, 452, 2048, false}},                                   // capsize
		{"Century Gothic", sans, lineFigures{2059, 452, 0, 2048, false}},                              // 1.2261 in folio#56; the split is a guess
		{"Comic Sans MS", sans, lineFigures{2257, 597, 0, 2048, false}},                               // capsize
		{"Consolas", sans, lineFigures{1521, 527, 350, 2048, false}},                                  // capsize; 1.1709 in folio#56
		{"Courier New/Courier/Liberation Mono/Cousine", sans, lineFigures{1705, 615, 0, 2048, false}}, // capsize
		{"Georgia", serif, lineFigures{1878, 449, 0, 2048, false}},                                    // capsize; o#1640
		{"Impact", sans, lineFigures{2066, 432, 0, 2048, false}},                                      // capsize
		{"Palatino Linotype", serif, lineFigures{1499, 582, 682, 2048, false}},                        // capsize; 1.3491 in folio#56
		{"Segoe UI", sans, lineFigures{2210, 514, 0, 2048, false}},                                    // capsize
		{"Tahoma", sans, lineFigures{2049, 423, 0, 2048, false}},                                      // capsize
		{"Trebuchet MS", sans, lineFigures{1923, 455, 0, 2048, false}},                                // capsize; 1.1611 in folio#56
		{"Verdana", sans, lineFigures{2059, 430, 0, 2048, false}},                                     // capsize

		// Symbol fonts; see [SymbolRune].
		{"Symbol", serif, lineFigures{2059, 450, 0, 2048, false}},   // symbol.ttf of Windows, from memory: unverified
		{"Wingdings", sans, lineFigures{1841, 431, 0, 2048, false}}, // 899 and 210 per mille in PDF::API2's wingdings.pm
		{"Wingdings 2", sans, lineFigures{1841, 431, 0, 2048, false}},
		{"Wingdings 3", sans, lineFigures{1841, 431, 0, 2048, false}},
		{"Webdings", sans, lineFigures{1841, 431, 0, 2048, false}}, // all three taken as Wingdings
	}
}
