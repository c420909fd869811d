package server

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// titles returns the titles of a page.
func titlesOf(list PositionList) []string {
	out := []string{}
	for _, e := range list.Items {
		out = append(out, e.Title)
	}
	return out
}

func TestPositionsAreFoundByWhatTheySay(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		keep(t, s, form("客户经理", `"code":"A-1","department":"大客户部"`, "负责 CRM 系统"))
		keep(t, s, form("销售代表", `"code":"B-1","department":"大客户部"`, "拜访客户"))
		keep(t, s, form("销售代表", `"code":"b-2","department":"业务拓展部"`, "投标"))
		review := keep(t, s, form("仓管员", "", "盘点"))
		sendBody(t, s, "POST", review+"/revisions/1/state", `{"state":"review"}`, 200)
		gone := keep(t, s, form("旧职位", `"code":"Z-9"`, "客户"))
		request(t, s, "DELETE", gone, 200)
		for query, want := range map[string][]string{
			"":                        {"仓管员", "客户经理", "销售代表", "销售代表"},
			"q=客户":                    {"客户经理", "销售代表"},
			"q=ｃｒｍ":                   {"客户经理"},
			"q=客户 拜访":                 {"销售代表"},
			"q=客户&archived=all":       {"客户经理", "旧职位", "销售代表"},
			"archived=only":           {"旧职位"},
			"title=代表":                {"销售代表", "销售代表"},
			"department=大客户部":         {"客户经理", "销售代表"},
			"department=大客户":          {},
			"code=B－2":                {"销售代表"},
			"state=review":            {"仓管员"},
			"state=draft&title=代表":    {"销售代表", "销售代表"},
			"q=没有这样的":                 {},
			"q=&title=&state=&limit=": {"仓管员", "客户经理", "销售代表", "销售代表"},
		} {
			path := "/v1/positions?" + strings.ReplaceAll(encodeQuery(query), "%20", "+")
			list := value[PositionList](t, request(t, s, "GET", path, 200))
			got := titlesOf(list)
			slices.Sort(got)
			if !slices.Equal(got, want) || list.Next != "" || list.Total != nil {
				t.Errorf("?%s = %q, want %q", query, got, want)
			}
			for _, e := range list.Items {
				if len(e.Position) > 0 {
					t.Errorf("?%s holds what positions say", query)
				}
			}
		}
	})
}

// encodeQuery escapes the values of a query that is written plainly.
func encodeQuery(plain string) string {
	var parts []string
	for part := range strings.SplitSeq(plain, "&") {
		name, v, _ := strings.Cut(part, "=")
		parts = append(parts, name+"="+url.QueryEscape(v))
	}
	if plain == "" {
		return ""
	}
	return strings.Join(parts, "&")
}

func TestListsAreInTheOrderAskedFor(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	for i, title := range []string{"张", "安", "李", "王"} {
		keep(t, s, form(title, fmt.Sprintf(`"code":"C-%d","department":"部%d"`, 9-i, i%2), "一"))
	}
	for query, want := range map[string]string{
		"":                           "王李安张",
		"sort=updated":               "王李安张",
		"sort=updated&order=desc":    "王李安张",
		"order=asc":                  "张安李王",
		"sort=title":                 "安李王张",
		"sort=title&order=asc":       "安李王张",
		"sort=title&order=desc":      "张王李安",
		"sort=code":                  "王李安张",
		"sort=code&order=desc":       "张安李王",
		"sort=department":            "张李安王",
		"sort=department&order=desc": "王安李张",
	} {
		list := value[PositionList](t, request(t, s, "GET", "/v1/positions?"+query, 200))
		if got := strings.Join(titlesOf(list), ""); got != want {
			t.Errorf("?%s = %s, want %s", query, got, want)
		}
	}
}

func TestPagesFollowEachOther(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		for i := range 7 {
			keep(t, s, form(fmt.Sprint("职位", i), fmt.Sprintf(`"code":"C-%d"`, i), "一"))
		}
		for _, sort := range sortWords {
			for _, order := range orderWords {
				seen := map[string]bool{}
				next, pages := "", 0
				for {
					list := value[PositionList](t, request(t, s, "GET", "/v1/positions?limit=3&count=true&sort="+sort+"&order="+order+"&cursor="+next, 200))
					for _, e := range list.Items {
						if seen[e.ID] {
							t.Errorf("%s %s: %s stands twice", sort, order, e.Title)
						}
						seen[e.ID] = true
					}
					if list.Total == nil || *list.Total != 7 {
						t.Errorf("%s %s: total = %v, want 7", sort, order, list.Total)
					}
					if pages++; list.Next == "" {
						break
					}
					next = list.Next
				}
				if len(seen) != 7 || pages != 3 {
					t.Errorf("%s %s: %d positions on %d pages, want 7 on 3", sort, order, len(seen), pages)
				}
			}
		}
	})
}

func TestAllFaultsOfAListsQueryAreTold(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		long := strings.Repeat("字", 201)
		code := func(cursor string) string { return base64.RawURLEncoding.EncodeToString([]byte(cursor)) }
		for query, want := range map[string]string{
			"q=" + long + "&state=done&archived=yes&sort=name&order=up&limit=0&count=1&page=2": "parameter-unknown q-too-long state-unknown archived-unknown sort-unknown order-unknown count-unknown limit-invalid",
			"title=%00&department=%ff&code=%0a":                                                "title-unprintable department-unprintable code-unprintable",
			"limit=201":                                                                        "limit-invalid",
			"limit=-1":                                                                         "limit-invalid",
			"limit=x":                                                                          "limit-invalid",
			"cursor=x":                                                                         "cursor-invalid",
			"cursor=" + strings.Repeat("A", 2001):                                              "cursor-invalid",
			"cursor=" + code(`{"s":"title","d":false,"b":"","k":1}`):              "cursor-invalid",
			"sort=code&cursor=" + code(`{"s":"code","d":false,"b":"AA==","k":1}`): "cursor-invalid",
			"sort=code&cursor=" + code(`{"s":"code","d":false,"b":"/w==","k":1}`): "cursor-invalid",
			"limit=1&limit=2": "parameter-repeated",
		} {
			p := problem(t, request(t, s, "GET", "/v1/positions?"+query, 422))
			var codes []string
			for _, e := range p.Errors {
				codes = append(codes, e.Code)
			}
			if got := strings.Join(codes, " "); got != want {
				t.Errorf("?%.80s: codes = %s, want %s", query, got, want)
			}
		}
		p := problem(t, request(t, s, "GET", "/v1/positions?state=aproved", 422))
		if !strings.Contains(p.Detail, "是不是 approved") {
			t.Errorf("detail = %q offers no nearest word", p.Detail)
		}
		for _, q := range []string{"q=" + strings.Repeat(url.QueryEscape("一 "), 100), "q=%25_'\"?%3F:x", "title=%3F"} {
			request(t, s, "GET", "/v1/positions?"+q, 200)
		}
	})
}
