package font

// known is a face that documents name.
type known struct {
	names   []string // as documents write it
	sans    bool     // which built-in face stands in for it
	builtIn bool     // it is built in itself: its own figures hold
	line    lineFigures
}

// Figures that several faces share.
var (
	// The square of the East Asian faces that ZhongYi made for Windows: SimSun,
	// SimHei, KaiTi, FangSong. 332/256 em a line in Word (zhlineskip's manual;
	// 10.5 pt → 18.157 px, 12 pt → 20.75 px in 泰山OFFICE技术讲座's counts of
	// Word's lines a page).
	zhongYi = lineFigures{220, 36, 0, 256, true}

	times = lineFigures{1825, 443, 87, 2048, false} // times.ttf; v#594, o#1284
	arial = lineFigures{1854, 434, 67, 2048, false} // arial.ttf; v#594, o#1284
)

// knownFaces is the table of the faces that documents name. Sources, by what
// stands behind a line: o#N is an issue of developer0hye/office2pdf, v#N of
// yukiyokotani/office-open-xml-viewer; "capsize" the metrics collection of
// seek-oss/capsize, read from the fonts' hhea tables; "zhlineskip" the manual of
// that LaTeX package, which measured Word.
func knownFaces() []known {
	return []known{
		// Built in. 1869/1000 and 1882/1000 by the rule, as zhlineskip measured of
		// Source Han Serif 1.001 and Source Han Sans 2.000, which have the same hhea.
		{names: []string{"Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "思源宋体", "思源宋体 CN"}, builtIn: true},
		{names: []string{"Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "思源黑体", "思源黑体 CN"}, sans: true, builtIn: true},

		// Chinese faces of Windows and Office.
		{names: []string{"SimSun", "宋体", "NSimSun", "新宋体", "SimSun-ExtB", "宋体-ExtB"}, line: zhongYi},
		{names: []string{"FangSong", "仿宋", "FangSong_GB2312", "仿宋_GB2312"}, line: zhongYi},
		{names: []string{"KaiTi", "楷体", "KaiTi_GB2312", "楷体_GB2312"}, line: zhongYi},
		{names: []string{"SimHei", "黑体"}, sans: true, line: zhongYi},
		{names: []string{"LiSu", "隶书"}, line: zhongYi},
		{names: []string{"YouYuan", "幼圆"}, sans: true, line: zhongYi},
		// msyh.ttc; 3513/2048 in zhlineskip. Of the Light face Word for Windows makes
		// 3400/2048 there, which is 2616 units; its split is scaled from the regular face.
		{names: []string{"Microsoft YaHei", "微软雅黑", "Microsoft YaHei UI"}, sans: true, line: lineFigures{2167, 536, 0, 2048, true}},
		{names: []string{"Microsoft YaHei Light", "微软雅黑 Light", "Microsoft YaHei UI Light"}, sans: true, line: lineFigures{2097, 519, 0, 2048, true}},
		// Deng.ttf: 0.8101 and 0.2320 em; Word's line is 21.667 px at 12 pt = 1.354 em
		// (泰山OFFICE技术讲座:等线字体高度的深入研究). The Light face taken as the same.
		{names: []string{"DengXian", "等线", "DengXian Light", "等线 Light"}, sans: true, line: lineFigures{1659, 475, 0, 2048, true}},
		// 1479/1000 in Word for Windows (zhlineskip; 1.47 to 1.48 in a question on
		// zhihu, with the 1137 units of its usWin figures). How they split is a guess.
		{names: []string{"STZhongsong", "华文中宋"}, line: lineFigures{880, 257, 0, 1000, true}},
		// The other faces of SinoType and FounderType that forms name: no figures
		// found, taken as a box of one em.
		{names: []string{"STSong", "华文宋体", "STFangsong", "华文仿宋", "STKaiti", "华文楷体", "FZXiaoBiaoSong-B05S", "方正小标宋简体", "方正小标宋_GBK", "FZFangSong-Z02", "方正仿宋_GBK", "方正仿宋简体", "FZKai-Z03", "方正楷体_GBK", "方正楷体简体"}, line: zhongYi},
		{names: []string{"STXihei", "华文细黑", "STHeiti", "华文黑体", "FZHei-B01", "方正黑体_GBK", "方正黑体简体"}, sans: true, line: zhongYi},
		{names: []string{"PingFang SC", "苹方-简", "苹方"}, sans: true, line: lineFigures{1060, 340, 0, 1000, true}},     // 1820/1000 in zhlineskip
		{names: []string{"Hiragino Sans GB", "冬青黑体简体中文"}, sans: true, line: lineFigures{880, 120, 500, 1000, true}}, // o#1638

		// Other East Asian faces that come along in documents.
		{names: []string{"PMingLiU", "新細明體", "MingLiU", "細明體"}, line: lineFigures{205, 51, 0, 256, true}},         // a box of one em, as zhongYi
		{names: []string{"Microsoft JhengHei", "微軟正黑體"}, sans: true, line: lineFigures{2204, 520, 0, 2048, true}}, // 1076 and 254 per mille in tFPDF's msjh.mtx
		{names: []string{"MS Mincho", "ＭＳ 明朝", "MS PMincho", "ＭＳ Ｐ明朝"}, line: zhongYi},                            // 220 and 36 of 256 units too
		{names: []string{"MS Gothic", "ＭＳ ゴシック", "MS PGothic", "ＭＳ Ｐゴシック"}, sans: true, line: zhongYi},            //
		{names: []string{"Yu Mincho", "游明朝"}, line: lineFigures{1802, 455, 1024, 2048, true}},                     // o#1638, v#1018
		{names: []string{"Yu Gothic", "游ゴシック"}, sans: true, line: lineFigures{1802, 455, 1024, 2048, true}},       // o#1638
		{names: []string{"Malgun Gothic", "맑은 고딕"}, sans: true, line: lineFigures{2229, 495, 0, 2048, true}},      // 1.330078 em, baseline at 1.28786: o#508, o#518
		{names: []string{"Batang", "바탕"}, line: zhongYi},                                                          // a box of one em
		{names: []string{"Gulim", "굴림", "Dotum", "돋움"}, sans: true, line: zhongYi},                                //

		// Latin faces.
		{names: []string{"Times New Roman", "Times", "Liberation Serif", "Tinos"}, line: times},
		{names: []string{"Arial", "Helvetica", "Liberation Sans", "Arimo", "Arial Unicode MS"}, sans: true, line: arial},                    // Windows puts Arial for Helvetica
		{names: []string{"Calibri", "Calibri Light", "Carlito"}, sans: true, line: lineFigures{1536, 512, 452, 2048, false}},                // capsize
		{names: []string{"Cambria", "Caladea"}, line: lineFigures{1946, 455, 0, 2048, false}},                                               // capsize; 1.1724 in stella/folio pull request 56
		{names: []string{"Aptos", "Aptos Display"}, sans: true, line: lineFigures{1923, 577, 0, 2048, false}},                               // 2500/2048: its typographic figures, which it asks for
		{names: []string{"Georgia"}, line: lineFigures{1878, 449, 0, 2048, false}},                                                          // capsize; o#1640
		{names: []string{"Garamond"}, line: times},                                                                                          // no figures found
		{names: []string{"Book Antiqua"}, line: lineFigures{1891, 578, 0, 2048, false}},                                                     // 1.2056 in folio 56; the split is a guess
		{names: []string{"Palatino Linotype"}, line: lineFigures{1499, 582, 682, 2048, false}},                                              // capsize; 1.3491 in folio 56
		{names: []string{"Candara"}, sans: true, line: lineFigures{1484, 564, 452, 2048, false}},                                            // capsize
		{names: []string{"Century Gothic"}, sans: true, line: lineFigures{2059, 452, 0, 2048, false}},                                       // 1.2261 in folio 56; the split is a guess
		{names: []string{"Comic Sans MS"}, sans: true, line: lineFigures{2257, 597, 0, 2048, false}},                                        // capsize
		{names: []string{"Consolas"}, sans: true, line: lineFigures{1521, 527, 350, 2048, false}},                                           // capsize; 1.1709 in folio 56
		{names: []string{"Courier New", "Courier", "Liberation Mono", "Cousine"}, sans: true, line: lineFigures{1705, 615, 0, 2048, false}}, // capsize
		{names: []string{"Impact"}, sans: true, line: lineFigures{2066, 432, 0, 2048, false}},                                               // capsize
		{names: []string{"Segoe UI", "Segoe UI Symbol"}, sans: true, line: lineFigures{2210, 514, 0, 2048, false}},                          // capsize
		{names: []string{"Tahoma"}, sans: true, line: lineFigures{2049, 423, 0, 2048, false}},                                               // capsize
		{names: []string{"Trebuchet MS"}, sans: true, line: lineFigures{1923, 455, 0, 2048, false}},                                         // capsize; 1.1611 in folio 56
		{names: []string{"Verdana"}, sans: true, line: lineFigures{2059, 430, 0, 2048, false}},                                              // capsize

		// Symbol fonts; see [SymbolRune].
		{names: []string{"Symbol"}, line: lineFigures{2059, 450, 0, 2048, false}},                                                          // symbol.ttf of Windows, from memory: unverified
		{names: []string{"Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"}, sans: true, line: lineFigures{1841, 431, 0, 2048, false}}, // 899 and 210 per mille in PDF::API2's wingdings.pm; the others taken as the same
	}
}
