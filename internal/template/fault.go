package template

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Fault is one thing wrong with a template. All faults of a template are
// reported together, in the order of the parts and of the text.
type Fault struct {
	Code    string // stable, such as "unknown-name"
	Detail  string // in Chinese: what is wrong and what to do about it
	English string // the same in English
	Tag     string // as typed, shortened when it is very long
	Part    string // such as "word/document.xml"
	Place   string // 表2 第3行 第1格, or 段落 7 with some of its text
	// EnglishPlace is table 2 row 3 cell 1, or paragraph 7 with some of its text.
	EnglishPlace string
	Nearest      string // the known name that was probably meant, "" if none
}

func (f Fault) String() string {
	return f.Part + ": " + f.Place + ": " + f.Detail
}

// sentence is what a fault says; %1 stands for the tag, %2 and on for further words.
type sentence struct{ chinese, english string }

// sentences holds what each code says to people.
var sentences = map[string]sentence{
	"part-unreadable":    {"部件 %2 不是有效的 XML", "the part %2 is not valid XML"},
	"unclosed-brace":     {"“%1”有左花括号，但本段里没有与它配对的右花括号；若要印出花括号，请写 \\{", "“%1” opens a brace that is not closed in its paragraph; write \\{ to print a brace"},
	"unknown-name":       {"没有名为“%2”的内容", "nothing is named “%2”"},
	"name-in-list":       {"“%2”是列表中每一项的内容，请写在 {#…} 和 {/…} 之间", "“%2” belongs to the items of a list: put it between {#…} and {/…}"},
	"name-missing":       {"标记 %1 缺少名称，请在花括号里写上", "the tag %1 lacks a name: write one between the braces"},
	"unknown-filter":     {"没有名为“%2”的过滤器", "there is no filter “%2”"},
	"filter-argument":    {"过滤器“%2”需要参数，例如 {名称|%2:／}", "the filter “%2” needs an argument, such as {name|%2:／}"},
	"tag-in-argument":    {"%1 的参数里又有一个标记，多半是少了右花括号；参数只能是文字，要印出花括号请写 \\{", "the argument of %1 holds another tag: a closing brace is probably missing; arguments are plain text, write \\{ to print a brace"},
	"filter-no-argument": {"过滤器“%2”不带参数，请去掉它后面的冒号和文字", "the filter “%2” takes no argument: take out the colon and what follows"},
	"filter-type":        {"过滤器“%2”只用于%3，而这里的值是%4，用不上", "the filter “%2” is for %3 and cannot be used here, where the value is %4"},
	"filter-for-blocks":  {"“%2”只能用在 {#…} 和 {^…} 里", "“%2” can only be used in {#…} and {^…}"},
	"filter-for-values":  {"{#…} 和 {^…} 里只能用“出现”和“留空”，不能用“%2”", "only 出现 and 留空 can be used in {#…} and {^…}, not “%2”"},
	"several-names":      {"几个名称用、并列时，要加上 |出现 或 |留空", "several names need |出现 or |留空"},
	"unknown-level":      {"“%2”不是级别；级别只有 行、段、行内", "“%2” is no level; the levels are 行, 段, 行内"},
	"no-label":           {"“%2”没有标签可选，不能带冒号", "“%2” has no labels: it takes no colon"},
	"block-unclosed":     {"%1 没有结束标记，请在重复的内容后面补上 {/%2}", "%1 has no closing tag: put {/%2} behind what repeats"},
	"block-unopened":     {"%1 没有对应的开始标记，请删去它，或在前面补上开始标记", "%1 closes nothing: take it out, or put an opening tag before it"},
	"block-mismatch":     {"%1 与开始标记 %2 不一致，请改成一样，或写 {/}", "%1 does not match the opening tag %2: make them equal, or write {/}"},
	"else-outside":       {"{否则} 不在任何 {#…} 或 {^…} 之内，请移进去或删去", "{否则} stands in no {#…} or {^…}: move it into one, or take it out"},
	"else-twice":         {"%2 里已经有一个 {否则}，请删去一个", "%2 already has a {否则}: take one out"},
	"else-place":         {"{否则} 的位置不对：按行重复时它应在后面的某一行，按段重复时应独占一段", "{否则} stands in a wrong place: among rows it belongs in a later row, among paragraphs it stands alone in one"},
	"block-level":        {"%1 和它的结束标记之间既不是整行、整段，也不在同一段里；请把两个标记各放在单独的一段，或放在同一段、同一表的单元格里", "%1 and its closing tag enclose neither whole rows nor whole paragraphs nor part of one paragraph; give each a paragraph of its own, or put both into one paragraph or into cells of one table"},
	"level-impossible":   {"%1 不能按“%2”重复：“行”要在同一张表里，“段”要在同一格里或表外，“行内”要在同一段里", "%1 cannot be repeated by “%2” where it stands: 行 belongs in one table, 段 in one cell or outside tables, 行内 in one paragraph"},
	"blocks-overlap":     {"%1 与 %2 的范围交错，请把一个完全放在另一个里面", "%1 and %2 overlap: put all of one inside the other"},
	"counter-outside":    {"%1 不在任何重复的列表之内，请移到 {#…} 和 {/…} 之间", "%1 stands in no block that repeats over a list: move it between {#…} and {/…}"},
	"item-outside":       {"{.} 不在任何 {#…} 之内，请移到 {#…} 和 {/…} 之间，或写上名称", "{.} stands in no {#…}: move it between {#…} and {/…}, or write a name"},
	"merge-outside":      {"%1 要写在表格里，并且在 {#%2} 重复的范围内", "%1 belongs in a table, in what {#%2} repeats"},
	"merge-twice":        {"同一格里有两个合并标记，请删去一个", "a cell holds two tags that merge it: take one out"},
	"too-many-filters":   {"%1 的过滤器太多：最多 %2 个", "%1 has too many filters: %2 at most"},
	"too-many-tags":      {"标记太多：一段最多 %2 个，请分成几段", "too many tags: a paragraph may hold %2; make several of it"},
	"too-many":           {"标记太多：一份模板最多 %2 个，其余没有检查", "too many tags: a template may hold %2; the rest was not checked"},
	"too-deep":           {"%1 嵌套太深：最多 %2 层", "%1 is nested too deep: %2 levels at most"},
	"picture-size":       {"%1 的大小不对：应是 25mm、×35mm 或 25mm×35mm 这样的长度，1 至 500 毫米，并写单位", "the size in %1 will not do: write 25mm, ×35mm or 25mm×35mm, from 1 to 500 mm, with its unit"},
	"picture-filter":     {"%1：图片标记不带过滤器，请去掉竖线和后面的文字", "%1: a tag for a picture takes no filter: take out the bar and what follows"},
	"picture-place":      {"%1：文档属性里不能放图片，请移到正文里", "%1: a document property holds no picture: move it into the text"},
	"picture-format":     {"“%2”不是 PNG 或 JPEG 图片，不能用于 %1", "“%2” is neither a PNG nor a JPEG picture and cannot be used for %1"},
	"picture-broken":     {"“%2”的图片数据不完整，不能用于 %1；应是 data:image/png;base64,… 或 data:image/jpeg;base64,…", "the picture “%2” is broken and cannot be used for %1; it should be data:image/png;base64,… or data:image/jpeg;base64,…"},
	"picture-large":      {"“%2”的图片太大，不能用于 %1：最大 2 MB、1200 万像素", "the picture “%2” is too large to be used for %1: at most 2 MB and 12 million pixels"},
	"too-large":          {"填出来的文档超过 %2 MiB，没有生成", "the filled document would be larger than %2 MiB and was not made"},
	"too-large-block":    {"%1 重复得太多，填出来的文档超过 %2 MiB，没有生成", "%1 repeats so often that the filled document would be larger than %2 MiB; it was not made"},
	"count-outside":      {"%1 要写在 Word 自动编号的段落里", "%1 belongs in a paragraph that Word numbers"},
	"not-filled":         {"%1 写在%2里，不能填写；请移到正文、表格或文本框里", "%1 stands in %2 and cannot be filled; move it into the text, a table or a text box"},
	"field-torn":         {"%1 的范围里有一个域（如目录）只有一头在里面，另一头在外面；请把整个域放在里面或外面", "a field, such as a table of contents, lies half inside %1 and half outside; put all of it inside or outside"},
	"in-ruby":            {"%1 写在拼音指南里，不能填写；请先清除拼音", "%1 stands in a phonetic guide and cannot be filled; remove the guide"},
	"row-outside":        {"%1 不在表格里，没有可去掉的行，请去掉“:行”", "%1 is in no table, so that there is no row to drop: take out :行"},
}

// remedies are what a fault says further where no name is near.
var remedies = map[string]sentence{
	"unknown-name":   {"；可用的名称见 jobdoc template tags", "; jobdoc template tags lists the names"},
	"unknown-filter": {"；过滤器有 日期、连接、默认、百分比、除、中文、圈", "; the filters are 日期, 连接, 默认, 百分比, 除, 中文 and 圈"},
}

// A FillError says why a template cannot be filled with a set of values: what
// is wrong with each of them, in the order of the document.
type FillError struct {
	Faults []Fault // never empty
}

func (e *FillError) Error() string {
	if len(e.Faults) == 1 {
		return "fill template: " + e.Faults[0].English
	}
	return fmt.Sprintf("fill template: %s (and %d more)", e.Faults[0].English, len(e.Faults)-1)
}

// here is a fault of the tag that lacks only what is wrong with it.
func (t *tag) here() *Fault {
	return &Fault{Tag: shorten(t.text, 80), Part: t.para.story.part, Place: t.para.place(t, false), EnglishPlace: t.para.place(t, true)}
}

// becomes is a copy of the fault with a code and its sentences.
func (f Fault) becomes(code, word string) Fault {
	return f.becomesOf(code, []string{word}, []string{word})
}

// becomesOf is becomes with words that differ between the languages: %2, %3 and %4.
func (f Fault) becomesOf(code string, chinese, english []string) Fault {
	fill := func(sentence string, words []string) string {
		pairs := []string{"%1", shorten(f.Tag, 40)}
		for i, w := range words {
			pairs = append(pairs, "%"+strconv.Itoa(i+2), shorten(w, 40))
		}
		return strings.NewReplacer(pairs...).Replace(sentence)
	}
	s := sentences[code]
	f.Code, f.Detail, f.English = code, fill(s.chinese, chinese), fill(s.english, english)
	return f
}

// tooLarge is the fault of the block that made a document too large; b is nil
// where that was no block.
func (b *source) tooLarge() Fault {
	if b == nil {
		return Fault{}.becomes("too-large", strconv.Itoa(MaxOutput>>20))
	}
	return b.opener.becomes("too-large-block", strconv.Itoa(MaxOutput>>20))
}

// maxFaults bounds how many faults are reported; nobody reads more.
const maxFaults = 1000

// faultAt is a fault with the order of its tag.
type faultAt struct {
	Fault
	order    int
	tag      *tag
	fallback bool // in the second copy of something that the file holds twice
}

func (c *compiler) full() bool { return len(c.faults) >= maxFaults }

// fault reports a fault of a tag: its code, one more word for the sentence, and
// the names that were probably meant.
func (c *compiler) fault(t *tag, code, word string, meant ...string) {
	c.faultOf(t, code, []string{word}, []string{word}, meant...)
}

// faultOf is fault with words that differ between the languages.
func (c *compiler) faultOf(t *tag, code string, chinese, english []string, meant ...string) {
	if c.full() {
		return
	}
	f := Fault{Tag: shorten(t.text, 80), Part: t.part}
	if t.para != nil {
		f = *t.here()
	}
	f = f.becomesOf(code, chinese, english)
	if more, ok := remedies[code]; ok && len(meant) == 0 {
		f.Detail += more.chinese
		f.English += more.english
	}
	if len(meant) > 0 {
		f.Nearest = strings.Join(meant, "、")
		f.Detail += "，是不是“" + strings.Join(meant, "”或“") + "”？"
		f.English += "; did you mean " + strings.Join(meant, " or ") + "?"
	}
	c.faults = append(c.faults, faultAt{f, t.order, t, t.para != nil && t.para.inFallback()})
}

// offer is a list of the name, or empty for none.
func offer(name string) []string {
	if name == "" {
		return nil
	}
	return []string{name}
}

// sortFaults orders faults by where they stand. Word keeps a text box twice, for
// itself and for older programs: what is wrong in both is told once.
func sortFaults(faults []faultAt) []faultAt {
	slices.SortStableFunc(faults, func(a, b faultAt) int { return cmp.Compare(a.order, b.order) })
	told := map[Fault]bool{}
	return slices.DeleteFunc(faults, func(f faultAt) bool {
		if f.fallback {
			return told[f.Fault]
		}
		told[f.Fault] = true
		return false
	})
}

// plainFaults are the faults without what only the compiler needs to know.
func plainFaults(faults []faultAt) []Fault {
	out := make([]Fault, len(faults))
	for i, f := range faults {
		out[i] = f.Fault
	}
	return out
}

// shorten cuts a text to at most n runes.
func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

// nearest returns the known name with the smallest edit distance to name, the
// first of equals, or "" when none is near enough to be meant.
func nearest(name string, known []string) string {
	from := []rune(normalise(name))
	if len(from) > 40 {
		return ""
	}
	best, bestDistance := "", 1<<30
	for _, k := range known {
		to := []rune(normalise(k))
		limit := max(1, min(len(from), len(to))/2)
		if len(to)-len(from) > limit || len(from)-len(to) > limit {
			continue
		}
		if d := distance(from, to); d <= limit && d < bestDistance && d < max(len(from), len(to)) {
			best, bestDistance = k, d
		}
	}
	return best
}

// distance is the number of runes to insert, drop, change or swap with their
// neighbour to get from a to b (optimal string alignment).
func distance(a, b []rune) int {
	before, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)]
}
