package audit

import (
	"slices"
	"strings"
	"unicode"
)

// wording is a text prepared for comparison. Two wordings are alike when they
// share most of their pairs of neighbouring characters (Dice's coefficient), or are
// made of the same characters in another order, and agree in all that changes the
// meaning by a single character or word: figures, Latin words, negations, degrees
// of knowledge, and what one may do: 审批 is not 审核.
type wording struct {
	key     string   // without punctuation, words that say nothing, and its ending
	telling string   // its telling characters, in order, and its ending
	verbs   uint64   // which words of the list it has
	pairs   []uint64 // of neighbouring characters, sorted, each once
	bag     string   // its characters, sorted
}

// fillers say nothing that matters to a comparison.
var fillers = strings.NewReplacer("良好的", "", "较好的", "", "较强的", "", "很强的", "", "优秀的", "", "一定的", "", "出色的", "", "扎实的", "",
	"丰富的", "", "相应的", "", "以及", "", "的", "", "与", "", "和", "", "及", "", "等", "")

// words that two alike texts must share.
var verbs = []string{
	"了解", "熟悉", "掌握", "精通", "熟练", "审批", "审核", "审定", "审查", "批准", "核准", "拟定", "制定", "建议", "提议", "提名", "决定",
	"否决", "考核", "评价", "评定", "任免", "调配", "签订", "签署", "会签", "执行", "监督", "检查", "使用", "支配", "申请", "编制", "起草", "参与",
	"知情", "查阅", "解释", "组织", "协助", "指导", "领导", "分配", "处理", "处置", "裁决", "协调", "管理",
}

// oneSpelling writes words that are spelled in two ways in one.
var oneSpelling = strings.NewReplacer("拟订", "拟定", "制订", "制定", "签定", "签订", "帐", "账")

func newWording(s string) wording {
	key := oneSpelling.Replace(fillers.Replace(squash(s)))
	for _, start := range []string{"具有", "具备", "拥有", "能够", "有", "能"} {
		if rest, ok := strings.CutPrefix(key, start); ok && !strings.HasPrefix(rest, "力") && !strings.HasPrefix(rest, "权") {
			key = rest
			break
		}
	}
	for _, end := range []string{"能力强", "能力较强", "能力良好"} {
		if rest, ok := strings.CutSuffix(key, end); ok {
			key = rest + "能力"
			break
		}
	}
	w := wording{verbs: verbsIn(key)}
	w.key, w.telling = cutEnding(key)
	runes := []rune(w.key)
	for i, r := range runes {
		if i > 0 {
			w.pairs = append(w.pairs, uint64(runes[i-1])<<32|uint64(r))
		}
	}
	w.telling += strings.Map(func(r rune) rune {
		if telling(r) {
			return r
		}
		return -1
	}, w.key)
	slices.Sort(w.pairs)
	w.pairs = slices.Compact(w.pairs)
	slices.Sort(runes)
	w.bag = string(runes)
	return w
}

func verbsIn(key string) (mask uint64) {
	for i, v := range verbs {
		if strings.Contains(key, v) {
			mask |= 1 << i
		}
	}
	return mask
}

// cutEnding takes off what most texts of a kind end in: it would make them all
// alike, 生产计划的知情权 and 审计计划的知情权.
func cutEnding(key string) (rest, ending string) {
	rest = key
	for _, e := range []string{"能力", "精神", "意识", "权限", "权"} {
		if cut, ok := strings.CutSuffix(key, e); ok {
			rest = cut
			break
		}
	}
	if ending = key[len(rest):]; strings.HasPrefix(ending, "权") {
		for _, v := range verbs {
			if cut, ok := strings.CutSuffix(rest, v); ok {
				rest = cut
				break
			}
		}
	}
	if rest == "" {
		return key, ""
	}
	return rest, ending
}

// tellingRunes change what a name means when one takes another's place.
var tellingRunes = func() map[rune]bool {
	m := map[rune]bool{}
	for _, r := range "零〇一二三四五六七八九十百千万亿两双单半不非无未没勿禁否东西南北上下左右前后内外大小新旧老正副主次甲乙丙丁国省市县区进出收付买卖软硬高中初低年季月周日" {
		m[r] = true
	}
	return m
}()

func telling(r rune) bool {
	if r < 0x80 {
		return unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	return tellingRunes[r]
}

// like says that two wordings are alike, from a likeness of least on.
func (w *wording) like(v *wording, least float64) bool {
	switch {
	case w.telling != v.telling || w.verbs != v.verbs:
		return false
	case w.key == v.key:
		return true
	case w.bag == v.bag:
		return len(w.pairs) >= 3
	}
	return len(w.pairs) > 0 && len(v.pairs) > 0 && float64(2*shared(w.pairs, v.pairs)) >= least*float64(len(w.pairs)+len(v.pairs))
}

// shared counts the elements that two sorted lists have in common.
func shared(a, b []uint64) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}
