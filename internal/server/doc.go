// Package server gives the files of jobdoc over HTTP: gin routes, described as
// OpenAPI 3.1 by huma. Every answer that is not a file or a list is a problem
// document (RFC 9457), made in one place, error.go.
//
// It must not know how a form is filled or set. It writes no document content,
// no query value and no address of a person's machine to its log.
package server
