// Package apidoc makes one HTML page of an OpenAPI 3.1 description: every
// operation with its parameters, bodies, answers, examples and a line for curl,
// and every schema. The page needs nothing beside it: no script, no font, no
// picture, no style from elsewhere.
//
// It must not know where the description comes from nor how the page is served,
// and knows no operation by name.
package apidoc

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
)

var (
	//go:embed page.html
	pageText string
	//go:embed style.css
	style string
)

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// Page is a page that is ready to be sent. It does not change.
type Page struct {
	HTML []byte // UTF-8

	// Policy is the Content-Security-Policy that lets a browser do what the page
	// needs and no more: take the style that it holds.
	Policy string
}

// New returns the page of a description. Sentences are Chinese, or those of the
// x-…-en members, where there are any, when english is set. The same
// description gives the same bytes. The error says what of it cannot be read.
func New(openapi []byte, english bool) (Page, error) {
	var d document
	if err := json.Unmarshal(openapi, &d); err != nil {
		return Page{}, fmt.Errorf("read the API's description: %w", err)
	}
	v, err := newView(&d, english)
	if err != nil {
		return Page{}, err
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, v); err != nil {
		return Page{}, fmt.Errorf("write the page of the API: %w", err)
	}
	policy, err := policyOf(b.Bytes())
	return Page{b.Bytes(), policy}, err
}

// policyOf allows the one style of the page by its hash (CSP 3, 8.3), which is
// of the bytes as they were written.
func policyOf(page []byte) (string, error) {
	_, rest, opened := bytes.Cut(page, []byte("<style>"))
	css, _, closed := bytes.Cut(rest, []byte("</style>"))
	if !opened || !closed {
		return "", errors.New("the page of the API has no style")
	}
	sum := sha256.Sum256(css)
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", nil
}
