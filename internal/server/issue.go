package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/store"
)

// issueFor says what a document of a revision is made with. name is that of a
// template, or NAME@VERSION; without it, the first there is of: what the
// revision was issued with, the default of its department, that of all
// departments, [render.DefaultTemplate].
//
// A name means the newest version, but of a revision that was issued with that
// template the version it was issued with; and NAME.en where the revision is
// in English and there is such a template. One that is archived serves on: see
// [Server.checkOffered]. The error is a [*render.UnknownError], or an
// [*invalidError] where the version is not there.
func (s *Server) issueFor(ctx context.Context, q store.Reader, _ store.Position, r store.Revision, name string) (store.Issue, error) {
	if name == "" {
		if r.Issued.Template != "" {
			return r.Issued, nil
		}
		var err error
		if name, err = q.DefaultTemplate(ctx, r.Department); err != nil {
			return store.Issue{}, err
		}
		if name == "" {
			name = render.DefaultTemplate
		}
	}
	base, version, pinned := strings.Cut(name, "@")
	if s.builtIn(base) {
		if pinned { // it is what the program brings
			return store.Issue{}, s.unknownVersion(base, 0)
		}
		return store.Issue{Template: base}, nil
	}
	if pinned {
		return s.pinned(ctx, q, base, version)
	}
	return s.newest(ctx, q, r, base)
}

func (s *Server) builtIn(name string) bool {
	return slices.Contains(s.config.Renderer.TemplateNames(), name)
}

// pinned is NAME@VERSION of a stored template.
func (s *Server) pinned(ctx context.Context, q store.Reader, name, version string) (store.Issue, error) {
	known, err := q.NewestOf(ctx, name)
	if err != nil {
		return store.Issue{}, err
	}
	t, ok := known[name]
	if !ok {
		return store.Issue{}, s.unknownTemplate(ctx, q, name)
	}
	n, err := strconv.Atoi(version)
	if err != nil || n < 1 || n > t.Newest.Number || strconv.Itoa(n) != version {
		return store.Issue{}, s.unknownVersion(name, t.Newest.Number)
	}
	return store.Issue{Template: name, Version: n}, nil
}

// newest is a stored template by its name alone.
func (s *Server) newest(ctx context.Context, q store.Reader, r store.Revision, name string) (store.Issue, error) {
	if r.Issued.Template == name {
		return r.Issued, nil
	}
	twin := name + "." + string(english)
	known, err := q.NewestOf(ctx, name, twin)
	if err != nil {
		return store.Issue{}, err
	}
	if t, ok := known[twin]; ok && inEnglish(r.Content) {
		if r.Issued.Template == twin {
			return r.Issued, nil
		}
		if t.Archived.IsZero() {
			return store.Issue{Template: twin, Version: t.Newest.Number}, nil
		}
	}
	t, ok := known[name]
	if !ok {
		return store.Issue{}, s.unknownTemplate(ctx, q, name)
	}
	return store.Issue{Template: name, Version: t.Newest.Number}, nil
}

func inEnglish(content []byte) bool {
	p, _ := position.Decode(content)
	return p.Locale() == string(english)
}

// offered returns the names that documents may ask for: built in, then stored.
func (s *Server) offered(ctx context.Context, q store.Reader) ([]string, error) {
	names := s.config.Renderer.TemplateNames()
	all, err := q.Templates(ctx)
	for _, t := range all {
		if t.Archived.IsZero() {
			names = append(names, t.Name)
		}
	}
	return names, err
}

func (s *Server) unknownTemplate(ctx context.Context, q store.Reader, name string) error {
	known, err := s.offered(ctx, q)
	if err != nil {
		return err
	}
	return &render.UnknownError{Parameter: "template", Name: name, Known: known}
}

// unknownVersion says that a template has no version of that number. newest is
// 0 for one that is built in.
func (s *Server) unknownVersion(name string, newest int) error {
	f := parameterFault{
		code: "template-version-unknown", parameter: "template",
		zh: fmt.Sprintf("模板 %s 没有这一版，有第 1 至 %d 版", name, newest),
		en: fmt.Sprintf("the template %s has no such version; it has 1 to %d", name, newest),
	}
	if newest == 0 {
		f.zh = "内置模板 " + name + " 没有版本，请去掉 @ 和后面的字"
		f.en = "the template " + name + " is built in and has no versions: take out @ and what follows"
	}
	return &invalidError{parameters: []parameterFault{f}}
}

// checkOffered refuses a template that documents and links are not to be made
// with any more: one that is not there or, unless a version of it is named or
// the revision was issued with it, is archived. The error is as of
// [Server.issueFor].
func (s *Server) checkOffered(ctx context.Context, q store.Reader, r store.Revision, name string) error {
	if name == "" {
		return nil
	}
	issue, err := s.issueFor(ctx, q, store.Position{}, r, name)
	if err != nil || issue == r.Issued {
		return err
	}
	if strings.Contains(name, "@") || s.builtIn(name) {
		return nil
	}
	known, err := q.NewestOf(ctx, name)
	t := known[name]
	if err != nil || t.Archived.IsZero() {
		return err
	}
	return &invalidError{parameters: []parameterFault{{
		code: "template-archived", parameter: "template",
		zh: fmt.Sprintf("模板 %s 已归档，请另选一个；确要用它请指明版本：%s@%d", name, name, t.Newest.Number),
		en: fmt.Sprintf("the template %s is archived; choose another one, or name a version of it: %s@%d", name, name, t.Newest.Number),
	}}}
}

// templateOf returns the template of an issue. That of one version is compiled
// once, whoever asks for it.
func (s *Server) templateOf(ctx context.Context, q store.Reader, issue store.Issue) (*render.Template, error) {
	if issue.Version == 0 {
		t, err := s.config.Renderer.Template(issue.Template)
		var unknown *render.UnknownError
		if errors.As(err, &unknown) { // it was built into an earlier program
			return nil, templateGone(issue.Template)
		}
		return t, err
	}
	v, err := q.TemplateVersion(ctx, issue.Template, issue.Version)
	if errors.Is(err, store.ErrNotFound) {
		return nil, templateGone(issue.Template)
	}
	if err != nil {
		return nil, err
	}
	for {
		// The file comes by way of q: another connection may be one too many, when
		// all of them are taken by those who ask for one.
		own := false
		t, err := s.config.Renderer.OpenHashed(v.Hash, func() ([]byte, error) {
			own = true
			return q.TemplateFile(ctx, issue.Template, issue.Version)
		})
		if err == nil || own || ctx.Err() != nil {
			return t, err
		}
		// Who was first could not read it, for instance because its client has gone.
	}
}

// templateFaults returns what an error of [Server.issueFor] says of a parameter,
// and any other error.
func templateFaults(err error) ([]parameterFault, error) {
	var unknown *render.UnknownError
	var invalid *invalidError
	switch {
	case errors.As(err, &unknown):
		return []parameterFault{unknownParameter(unknown)}, nil
	case errors.As(err, &invalid):
		return invalid.parameters, nil
	}
	return nil, err
}

// checkForm checks the name of a template for a position that need not be stored.
func (s *Server) checkForm(ctx context.Context, name string) error {
	if s.config.Store == nil {
		_, err := s.config.Renderer.Template(name)
		return err
	}
	return s.checkOffered(ctx, s.config.Store.Reader, store.Revision{}, name)
}

// formFor returns the template for a position that need not be stored.
func (s *Server) formFor(ctx context.Context, pos position.Position, content []byte, name string) (*render.Template, error) {
	if s.config.Store == nil {
		return s.config.Renderer.Template(name)
	}
	q := s.config.Store.Reader
	issue, err := s.issueFor(ctx, q, store.Position{}, store.Revision{Department: pos.Department(), Content: content}, name)
	if err != nil {
		return nil, err
	}
	return s.templateOf(ctx, q, issue)
}

func templateGone(name string) error {
	return &requestError{
		status: http.StatusConflict,
		zh:     fmt.Sprintf("要用模板 %s，现在没有这个模板；请用 template 另指一个", name),
		en:     fmt.Sprintf("the template %s is asked for, which is not there any more; name another one with template", name),
	}
}
