package server

import (
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"jobdoc/internal/apidoc"
)

const htmlType = "text/html"

func docsOperation() huma.Operation {
	return huma.Operation{
		OperationID: "get-docs", Method: http.MethodGet, Path: "/docs", Tags: []string{"service"},
		Summary: "接口说明网页 // Read this description as a page",
		Responses: map[string]*huma.Response{"200": {
			Description: "网页，中文；Accept-Language: en 则为英文 // The page, Chinese; English with Accept-Language: en",
			Content:     map[string]*huma.MediaType{htmlType: {Schema: &huma.Schema{Type: huma.TypeString}}},
		}},
	}
}

// docs are the pages of the API's description, made when they are first asked for.
type docs struct {
	chinese, english func() (apidoc.Page, error)
}

func newDocs(openapi []byte) docs {
	page := func(english bool) func() (apidoc.Page, error) {
		return sync.OnceValues(func() (apidoc.Page, error) { return apidoc.New(openapi, english) })
	}
	return docs{page(false), page(true)}
}

func (s *Server) serveDocs(c *gin.Context) {
	t := tongueOf(c.Request.Context())
	made := s.docs.chinese
	if t == english {
		made = s.docs.english
	}
	page, err := made()
	if err != nil {
		s.refuse(c, err)
		return
	}
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", page.Policy)
	h.Set("Content-Language", string(t))
	h.Set("Vary", "Accept-Language")
	(&file{data: page.HTML, media: htmlType + "; charset=utf-8"}).serve(c)
}
