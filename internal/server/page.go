package server

import (
	"bytes"
	"html/template"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// linkPrefix is where links lead: what answers there answers people, with a
// page instead of a problem document.
const linkPrefix = "/d/"

const pageType = "text/html; charset=utf-8"

// pageStyle is small enough to stand in every page, which so needs nothing else.
const pageStyle = `
:root { color-scheme: light }
body { margin: 0; background: #f4f4f2; color: #222; font: 1rem/1.7 "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", sans-serif }
main { max-width: 32rem; margin: 12vh auto 2rem; padding: 2rem 1.5rem; background: #fff; border: 1px solid #d8d8d4; border-top: 4px solid #8a1f1f; border-radius: 4px; overflow-wrap: anywhere }
h1 { margin: 0 0 1rem; font-size: 1.4rem; line-height: 1.4 }
p { margin: 0 0 .8rem; text-wrap: pretty }
.contact { padding: .7rem 1rem; background: #f7f3ea; border-left: 3px solid #b98a2c; font-weight: 600; white-space: pre-line }
.small { color: #666; font-size: .875rem; margin: 0 }
@media (max-width: 36rem) { main { margin: 1rem; padding: 1.5rem 1.2rem } }
@page { margin: 20mm }
@media print { body { background: none } main { margin: 0; border: 1px solid #000; border-top-width: 4px } .contact { background: none } }
`

// pageText is what a page says, in one language.
type pageText struct {
	Lang     tongue
	Title    string
	Sentence string
	Ask      string // whom to turn to
	Contact  string // who that is
	Small    string // for whoever mends it
	Style    template.CSS
}

var pageTemplate = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>{{.Title}}</title>
<style>{{.Style}}</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
<p>{{.Sentence}}</p>
<p>{{.Ask}}</p>
<p class="contact">{{.Contact}}</p>
{{- if .Small}}
<p class="small">{{.Small}}</p>
{{- end}}
</main>
</body>
</html>
`))

// linkPolicy is the Content-Security-Policy of all that is answered below
// [linkPrefix]. Browsers show a picture in a page of their own, whose styles
// stand in it, as those of our pages do; nothing else may be loaded or run.
func (s *Server) linkPolicy() string {
	return "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors " + s.frameAncestors()
}

const pageKey = "page"

// people marks a request that a person makes by a link, and sets the headers that all its answers have.
func (s *Server) people(c *gin.Context) {
	if !strings.HasPrefix(c.Request.URL.Path, linkPrefix) {
		return
	}
	c.Set(pageKey, s.config.Contact)
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", s.policy)
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // pages of other sites may show it as a picture
	if s.frameAncestors() != "'none'" {
		h.Del("X-Frame-Options") // it knows no pages but our own
	}
}

// writePage answers a person with what a problem says.
func writePage(c *gin.Context, p *Problem, contact string) {
	t := tongueOf(c.Request.Context())
	text := pageOf(t, p)
	text.Style, text.Contact = pageStyle, contact
	if contact == "" {
		text.Contact = t.of("本单位人力资源部", "your HR department")
	}
	var b bytes.Buffer
	_ = pageTemplate.Execute(&b, text) // texts into a buffer
	h := c.Writer.Header()
	h.Set("Content-Type", pageType)
	h.Set("Cache-Control", "no-store")
	c.Status(p.Status)
	_, _ = c.Writer.Write(b.Bytes()) // nobody is left to tell
}

// pageOf words a problem for somebody who was sent a link and knows nothing of
// statuses. Whatever the reason that a link does not open, the page is the
// same: who tries links out learns nothing.
func pageOf(t tongue, p *Problem) pageText {
	text := pageText{Lang: t, Title: p.Title, Sentence: p.Detail,
		Ask: t.of("如有疑问，请联系：", "If in doubt, ask:")}
	switch p.Status {
	case http.StatusNotFound:
		text.Title = t.of("这个链接打不开文件", "This link opens no document")
		text.Sentence = t.of("它可能已经过期、被撤销或用完了次数，也可能地址没有复制完整。",
			"It may have expired, been revoked or been used up, or its address was not copied whole.")
		text.Ask = t.of("请向发给您链接的人要一个新的，或联系：", "Ask whoever sent it to you for a new one, or turn to:")
	case http.StatusServiceUnavailable:
		text.Title = t.of("文件暂时打不开", "The document cannot be opened at the moment")
		text.Sentence = t.of("链接没有问题，也没有计入次数。请过几分钟再打开；若仍不行，请把这个页面告诉管理人员。",
			"Nothing is wrong with the link, and this try was not counted. Open it again in a few minutes, and if that does not help, show this page to its keeper.")
		text.Small = p.Detail
	case http.StatusTooManyRequests:
		text.Title = t.of("现在打开的人太多", "Too many people are opening documents now")
		text.Sentence = t.of("链接没有问题，也没有计入次数。请过几秒再打开。", "Nothing is wrong with the link, and this try was not counted. Open it again in a few seconds.")
	case http.StatusMethodNotAllowed:
		text.Title = t.of("链接只能打开，不能改动", "A link can be opened, not changed")
		text.Sentence = t.of("文件是只读的。请用浏览器打开链接，或把文件另存到本机再编辑。",
			"The document is read-only. Open the link in a browser, or save the document and edit your copy.")
	case http.StatusInternalServerError:
		text.Title = t.of("文件暂时打不开", "The document cannot be opened at the moment")
		text.Sentence = t.of("服务内部出错。请稍后再试；若仍不行，请把这个页面告诉管理人员。",
			"Something went wrong in the service. Try again later, and if that does not help, show this page to its keeper.")
		text.Small = p.Detail
	}
	return text
}
