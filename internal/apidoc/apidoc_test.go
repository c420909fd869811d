package apidoc

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// api is a description with something of all that the page shows, and with
// names that a careless page would stumble over.
const api = `{
"openapi": "3.1.0",
"info": {"title": "样例", "version": "1.0", "description": "第一段，含 ` + "`代码`" + `。\n\n第二段 <script>alert(1)</script>", "x-description-en": "In English."},
"tags": [{"name": "things", "x-displayName": "物件", "x-displayName-en": "Things"}, {"name": "unused"}],
"paths": {
  "/v1/things/{id}": {
    "get": {"operationId": "get-thing", "summary": "取得物件", "x-summary-en": "Get a thing", "tags": ["things"],
      "security": [{"key": ["read"]}],
      "parameters": [
        {"name": "id", "in": "path", "required": true, "description": "编号", "schema": {"type": "string", "examples": ["a b/c"]}},
        {"name": "at", "in": "query", "required": true, "description": "时间", "schema": {"type": "string", "enum": ["now", "then"]}},
        {"name": "If-Match", "in": "header", "description": "版本", "schema": {"type": "string", "default": "*"}}],
      "responses": {
        "200": {"description": "物件", "headers": {"ETag": {"description": "标签"}, "Content-Disposition": {"description": "文件名", "schema": {"type": "string"}}},
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}, "example": {"name": "</code></pre><b>"}}}},
        "206": {"description": "一部分", "headers": {"ETag": {"description": "标签"}, "Content-Range": {"description": "范围"}}},
        "404": {"$ref": "#/components/responses/NotFound"}}},
    "delete": {"operationId": "delete-thing", "summary": "删除物件", "tags": ["things"],
      "parameters": [{"name": "id", "in": "path", "required": true, "description": "编号"}], "responses": {"204": {"description": "没有了"}}}},
  "/v1/things": {
    "post": {"operationId": "create-thing", "summary": "新建 \"物件\"", "tags": ["things"],
      "requestBody": {"description": "一个物件", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}, "example": {"name": "it's"}}}},
      "responses": {"201": {"description": "建好了"}, "404": {"$ref": "#/components/responses/NotFound"}}},
    "put": {"operationId": "upload", "summary": "上传", "tags": ["things"],
      "requestBody": {"content": {"application/zip": {}}}, "responses": {"200": {"description": "收到"}}}}},
"components": {
  "securitySchemes": {"key": {"description": "密钥"}},
  "responses": {"NotFound": {"description": "没有找到", "content": {"application/problem+json": {"example": {"status": 404}}}}},
  "schemas": {
    "Any": {"description": "什么都行"},
    "Thing": {"type": "object", "title": "物件", "required": ["name"], "properties": {
      "name": {"type": ["string", "null"], "maxLength": 40, "description": "名称", "examples": ["甲"]},
      "extra": true,
      "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}, "description": "部件"},
      "notes": {"type": ["array", "null"], "items": {"type": ["string", "object"], "properties": {"at": {"type": "string", "format": "date-time"}}}}}}}}
}`

func page(t *testing.T, english bool) string {
	t.Helper()
	p, err := New([]byte(api), english)
	if err != nil {
		t.Fatal(err)
	}
	return string(p.HTML)
}

func TestThePageNeedsNothingBesideIt(t *testing.T) {
	t.Parallel()
	for _, english := range []bool{false, true} {
		root, err := html.Parse(strings.NewReader(page(t, english)))
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		var links []string
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			switch n.Data {
			case "script", "link", "img", "iframe", "object", "form", "base", "svg":
				t.Errorf("there is a %s", n.Data)
			}
			for _, a := range n.Attr {
				switch {
				case a.Key == "id" && ids[a.Val]:
					t.Errorf("the id %q stands twice", a.Val)
				case a.Key == "id":
					ids[a.Val] = true
				case a.Key == "href":
					links = append(links, a.Val)
				case a.Key == "src" || a.Key == "style" || strings.HasPrefix(a.Key, "on"):
					t.Errorf("%s has %s=%q", n.Data, a.Key, a.Val)
				}
			}
		}
		for _, l := range links {
			if id, inside := strings.CutPrefix(l, "#"); l != "openapi.json" && (!inside || !ids[id]) {
				t.Errorf("the link %q leads nowhere on the page", l)
			}
		}
		if len(links) < 12 {
			t.Errorf("%d links, want a table of contents", len(links))
		}
		if text := page(t, english); strings.Contains(text, "url(") || strings.Contains(text, "@import") {
			t.Error("the style fetches something")
		}
	}
}

// TestThePageIsWellFormed finds what a browser would mend: end tags that close
// nothing, and elements that the parser moved or added.
func TestThePageIsWellFormed(t *testing.T) {
	t.Parallel()
	text := page(t, false)
	var open []string
	elements := 0
	for z := html.NewTokenizer(strings.NewReader(text)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		name, _ := z.TagName()
		switch tag := string(name); {
		case kind == html.StartTagToken && (tag == "meta" || tag == "br" || tag == "wbr"):
			elements++
		case kind == html.StartTagToken:
			elements++
			open = append(open, tag)
		case kind == html.EndTagToken && (len(open) == 0 || open[len(open)-1] != tag):
			t.Fatalf("</%s> closes %v", tag, open)
		case kind == html.EndTagToken:
			open = open[:len(open)-1]
		}
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil || len(open) > 0 {
		t.Fatalf("%v left open, %v", open, err)
	}
	parsed := 0
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			parsed++
		}
	}
	if parsed != elements {
		t.Errorf("the parser makes %d elements of %d tags", parsed, elements)
	}
}

func TestEveryOperationAndSchemaIsOnThePage(t *testing.T) {
	t.Parallel()
	for english, wants := range map[bool][]string{
		false: {"物件</h2>", "取得物件", "删除物件", "新建 &#34;物件&#34;", "上传", "/v1/things/{id}", "权限 <b>read</b>", "不需要密钥", "必填",
			"列表（<a href=\"#schema-Thing\">Thing</a>）", "字符串 或 null", "列表（字符串 或 对象） 或 null", "至多 <code>40</code> 字", "notes[].<wbr>at", "404 没有找到", "<p>第二段"},
		true: {"Things</h2>", "Get a thing", "删除物件", "In English.", "scope <b>read</b>", "needs no key", "list of (<a", "at most <code>40</code> characters"},
	} {
		text := page(t, english)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("english %t: the page lacks %q", english, want)
			}
		}
		if strings.Contains(text, "unused") || strings.Contains(text, "<script>alert") || strings.Contains(text, "</pre><b>") {
			t.Errorf("english %t: a group without operations, or text taken for markup", english)
		}
		if got := strings.Count(text, `id="refusal-NotFound"`); got != 1 {
			t.Errorf("english %t: a refusal that two operations share stands %d times", english, got)
		}
		if got := strings.Count(text, "<code>ETag</code>"); got != 1 {
			t.Errorf("english %t: a header of the whole and the part stands %d times, want 1", english, got)
		}
	}
	if text := page(t, false); strings.Index(text, "<code>name</code>") > strings.Index(text, "<code>extra</code>") {
		t.Error("the members of a schema have lost their order")
	}
	if first, second := page(t, false), page(t, false); first != second {
		t.Error("two pages of one description differ")
	}
}

func TestThePolicyAllowsTheStyleOfThePageAlone(t *testing.T) {
	t.Parallel()
	p, err := New([]byte(api), false)
	if err != nil {
		t.Fatal(err)
	}
	_, css, _ := strings.Cut(string(p.HTML), "<style>")
	css, _, _ = strings.Cut(css, "</style>")
	sum := sha256.Sum256([]byte(css))
	want := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	if p.Policy != want || len(css) < 1000 {
		t.Errorf("Policy = %q, want %q", p.Policy, want)
	}
}

func TestCurlLinesCanBePasted(t *testing.T) {
	t.Parallel()
	text := html.UnescapeString(page(t, false))
	for _, want := range []string{
		"curl -OJ 'http://127.0.0.1:8080/v1/things/a%20b%2Fc?at=now' \\\n  -H \"Authorization: Bearer $KEY\"</code>",
		"curl -X DELETE 'http://127.0.0.1:8080/v1/things/id'</code>",
		"curl 'http://127.0.0.1:8080/v1/things' \\\n  -H 'Content-Type: application/json' \\\n  --data-binary '{\"name\":\"it'\\''s\"}'</code>",
		"curl -X PUT 'http://127.0.0.1:8080/v1/things' \\\n  -H 'Content-Type: application/zip' \\\n  --data-binary @FILE</code>",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks the line %q", want)
		}
	}
}

func TestADescriptionThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no JSON":                      "{",
		"a list for paths":             `{"paths": []}`,
		"a list for properties":        `{"components": {"schemas": {"X": {"properties": []}}}}`,
		"a type that is a number":      `{"components": {"schemas": {"X": {"type": 1}}}}`,
		"an operation without a group": `{"paths": {"/x": {"get": {"tags": ["x"]}}}}`,
	} {
		if _, err := New([]byte(text), false); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
