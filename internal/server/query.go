package server

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"jobdoc/internal/position"
)

// renderParameters are those that POST /v1/render takes.
var renderParameters = []string{"format", "template", "page", "dpi", "pdfa", "attachSource"}

const (
	maxQueryFaults = 10 // told of one query
	maxParameter   = 40 // runes of a client's own name for a parameter that are told
)

// queryFaults says what in a query would otherwise be passed over in silence: a
// name nobody knows, a name that stands twice, an escape that is none.
func queryFaults(query string, parameters []string) []parameterFault {
	known := strings.Join(parameters, "、")
	knownEnglish := strings.Join(parameters, ", ")
	values, err := url.ParseQuery(query)
	var faults []parameterFault
	if err != nil {
		faults = append(faults, parameterFault{
			code: "query-malformed",
			zh:   "查询字符串读不懂：% 之后应是两位十六进制数，参数之间用 &，不用 ;",
			en:   "the query cannot be read: % is followed by two hexadecimal digits, and parameters are parted by &, not ;",
		})
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if len(faults) == maxQueryFaults {
			break
		}
		switch {
		case !slices.Contains(parameters, name):
			f := parameterFault{code: "parameter-unknown", parameter: shownParameter(name),
				zh: "没有这个参数，可用的是 " + known, en: "there is no such parameter; there are " + knownEnglish}
			if len(parameters) == 0 {
				f.zh, f.en = "这个地址不带参数", "this address takes no parameters"
			}
			if near := position.Nearest(name, parameters); near != "" {
				f.zh = fmt.Sprintf("没有这个参数，是不是 %s？可用的是 %s", near, known)
				f.en = fmt.Sprintf("there is no such parameter; did you mean %s? There are %s", near, knownEnglish)
			}
			faults = append(faults, f)
		case len(values[name]) > 1:
			faults = append(faults, parameterFault{code: "parameter-repeated", parameter: name,
				zh: "这个参数写了不止一次，请只留一个", en: "this parameter stands more than once; leave one"})
		case name == "by":
			faults = append(faults, textFaults(name, values[name][0], byLimit, false)...)
		case name == "note":
			faults = append(faults, textFaults(name, values[name][0], noteLimit, true)...)
		}
	}
	return faults
}

// shownParameter makes a client's own name for a parameter fit for an answer.
func shownParameter(name string) string {
	shown := make([]rune, 0, maxParameter)
	for _, r := range name {
		if len(shown) == maxParameter {
			return string(shown) + "…"
		}
		if !unicode.IsPrint(r) {
			r = unicode.ReplacementChar
		}
		shown = append(shown, r)
	}
	return string(shown)
}
