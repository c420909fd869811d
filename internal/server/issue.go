package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"jobdoc/internal/render"
	"jobdoc/internal/store"
)

// issueFor says what a document of a revision is made with: the template of
// that name; without a name the one that the revision was issued with, and
// where it was not issued yet, the default.
func (s *Server) issueFor(_ context.Context, _ store.Reader, _ store.Position, r store.Revision, name string) (store.Issue, error) {
	if name == "" && r.Issued.Template != "" {
		return r.Issued, nil
	}
	t, err := s.config.Renderer.Template(name)
	if err != nil {
		return store.Issue{}, err
	}
	return store.Issue{Template: t.Name}, nil
}

// templateOf returns the template of an issue.
func (s *Server) templateOf(_ context.Context, _ store.Reader, issue store.Issue) (*render.Template, error) {
	t, err := s.config.Renderer.Template(issue.Template)
	var unknown *render.UnknownError
	if errors.As(err, &unknown) { // it was built into an earlier program
		return nil, &requestError{
			status: http.StatusConflict,
			zh:     fmt.Sprintf("修订是用模板 %s 签发的，现在没有这个模板；请用 template 另指一个", issue.Template),
			en:     fmt.Sprintf("the revision was issued with the template %s, which is not there any more; name another one with template", issue.Template),
		}
	}
	return t, err
}
