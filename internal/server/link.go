package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/link"
	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/store"
)

// LinkEntry is a link to the document of a position.
type LinkEntry struct {
	ID       string       `json:"id" example:"mq4x7c2vt5zaybkn" doc:"链接的编号，撤销时用 // what routes name the link by"`
	URL      string       `json:"url,omitempty" format:"uri" example:"https://hr.example.com/d/AQAAAAcARDIUx0JUtjXPAAAAAHDb2IA7GJGiJIZtYmTyie1fyvOet2npIwVChsKvULbyXrusKA/PS-001.pdf" doc:"打开文件的地址，知道它就能打开；列表里没有，也只给能建链接的密钥 // address that opens the document for whoever knows it; not in lists, and for keys alone that may make links"`
	Position string       `json:"position" example:"k3v7q2m5x4tbyzna" doc:"职位的编号 // id of the position"`
	Revision LinkRevision `json:"revision" doc:"哪一次修订：序号、latest（最新的）或 approved（最新的已批准的） // which revision: a number, latest, or approved for the newest approved one"`
	Shows    int          `json:"shows,omitempty" minimum:"1" example:"3" doc:"现在打开的是第几次修订；还没有可看的就没有这一项 // number of the revision that it opens now; absent while there is none; not in lists"`
	Template string       `json:"template,omitempty" example:"classic" doc:"模板；没有就用签发时的或默认的 // template; without one, what the revision was issued with, or the default"`
	Format   string       `json:"format" enum:"docx,pdf,png" example:"pdf" doc:"文件格式 // file format"`
	Note     string       `json:"note,omitempty" example:"OA 岗位页面" doc:"说明，只给管理链接的人看 // a note for whoever keeps the links"`
	State    string       `json:"state" enum:"active,revoked,expired,used" example:"active" doc:"有效、已撤销、已过期或已用完 // whether it opens, was revoked, has expired or is used up"`
	Created  string       `json:"createdAt" format:"date-time" example:"2026-11-30T06:00:00.000Z" doc:"何时建立 // when it was made"`
	Key      string       `json:"key" example:"local" doc:"用哪个密钥建立 // name of the API key that made it"`
	Author   string       `json:"by,omitempty" example:"李雷" doc:"替谁建立 // the person for whom it was made"`
	Expires  string       `json:"expiresAt,omitempty" format:"date-time" example:"2027-01-01T00:00:00.000Z" doc:"何时过期；没有就长期有效 // when it expires; absent when it does not"`
	MaxUses  int          `json:"maxUses,omitempty" minimum:"1" example:"100" doc:"最多打开几次；没有就不限 // how often it may be opened; absent without a limit"`
	Uses     int          `json:"uses" minimum:"0" example:"12" doc:"已经打开几次 // how often it was opened"`
	Used     string       `json:"usedAt,omitempty" format:"date-time" doc:"最后一次打开的时间 // when it was opened last"`
	Revoked  string       `json:"revokedAt,omitempty" format:"date-time" doc:"何时撤销 // when it was revoked"`
}

// LinkRevision is the revision that a link opens: a number or a word.
type LinkRevision struct{ pick }

// MarshalJSON writes a number or a word.
func (r LinkRevision) MarshalJSON() ([]byte, error) {
	switch {
	case r.number > 0:
		return strconv.AppendInt(nil, int64(r.number), 10), nil
	case r.approved:
		return json.Marshal(pickApproved)
	}
	return json.Marshal(pickLatest)
}

// Schema describes it.
func (LinkRevision) Schema(huma.Registry) *huma.Schema {
	one := 1.0
	return &huma.Schema{OneOf: []*huma.Schema{
		{Type: huma.TypeInteger, Minimum: &one},
		{Type: huma.TypeString, Enum: []any{pickLatest, pickApproved}},
	}, Examples: []any{pickLatest}}
}

// LinkOrder is the body that asks for a link.
type LinkOrder struct {
	Position  string        `json:"position" example:"k3v7q2m5x4tbyzna" doc:"职位的编号 // id of the position"`
	Revision  *LinkRevision `json:"revision,omitempty" doc:"哪一次修订：序号、latest（最新的）或 approved（最新的已批准的）；不写则为 latest // which revision: a number, latest, or approved for the newest approved one; latest where none is given"`
	Template  string        `json:"template,omitempty" example:"classic" doc:"模板名；不写则用签发时的或默认的 // name of a template; without one, what the revision was issued with, or the default"`
	Format    string        `json:"format,omitempty" enum:"docx,pdf,png" default:"pdf" example:"pdf" doc:"文件格式；不写则为 pdf // file format; pdf where none is given"`
	ExpiresIn string        `json:"expiresIn,omitempty" pattern:"^[0-9]+[mhdw]$" example:"30d" doc:"多久之后过期：30m、24h、30d、4w，至多 3650d；不写则长期有效，直到撤销 // how long it lives: 30m, 24h, 30d, 4w, at most 3650d; without it, until it is revoked"`
	MaxUses   int           `json:"maxUses,omitempty" minimum:"1" maximum:"1000000" example:"100" doc:"最多打开几次；不写则不限 // how often it may be opened; without it, any number of times"`
	Note      string        `json:"note,omitempty" maxLength:"1000" example:"OA 岗位页面" doc:"说明，至多 1000 字 // a note, at most 1,000 characters"`
}

const maxUses = 1_000_000

// linkOrder is a LinkOrder that has been read.
type linkOrder struct {
	position string
	revision pick
	template string
	format   render.Format
	lifetime time.Duration // 0: until it is revoked
	maxUses  int           // 0: any number
	note     string
}

// parseLinkOrder reads what can be read without looking into the store.
func parseLinkOrder(body []byte) (linkOrder, *object) {
	o := parseObject(body, "position", "revision", "template", "format", "expiresIn", "maxUses", "note")
	var l linkOrder
	if o.broken {
		return l, o
	}
	l.position = o.text("position", 100)
	o.missing("position", "要写职位的编号，如 k3v7q2m5x4tbyzna", "the id of a position is needed, such as k3v7q2m5x4tbyzna")
	l.template, l.note = o.text("template", 100), o.text("note", noteLimit)
	l.readRevision(o)
	l.readFormat(o)
	l.readLifetime(o)
	l.readMaxUses(o)
	return l, o
}

func (l *linkOrder) readRevision(o *object) {
	m, there := o.members["revision"]
	if !there {
		return
	}
	ok := false
	switch v := m.value.(type) {
	case json.Number:
		l.revision, ok = parsePick(v.String())
	case string:
		l.revision, ok = parsePick(v)
		ok = ok && l.revision.number == 0 && v != ""
	}
	if !ok {
		zh, en := "应是从 1 开始的修订序号（不带引号），或 \"latest\"（最新的）、\"approved\"（最新的已批准的）",
			`must be the number of a revision, from 1 and without quotes, or "latest", or "approved" for the newest approved one`
		if word, isText := m.value.(string); isText {
			if near := position.Nearest(word, []string{pickLatest, pickApproved}); near != "" {
				zh, en = "是不是 "+near+"？"+zh, "did you mean "+near+"? It "+en
			}
		}
		o.wrong(position.CodeUnknownValue, "revision", zh, en)
	}
}

func (l *linkOrder) readFormat(o *object) {
	before := len(o.faults)
	name := o.text("format", 100)
	if _, there := o.members["format"]; !there {
		name = defaultFormat
	}
	var err error
	if l.format, err = render.LookupFormat(name); err != nil && len(o.faults) == before {
		o.wrongName("format", name, render.FormatNames())
	}
}

// wrongName reports a member that is none of the names there are.
func (o *object) wrongName(member, name string, known []string) {
	f := unknownParameter(&render.UnknownError{Parameter: member, Known: known})
	if near := position.Nearest(name, known); near != "" {
		f.zh, f.en = "是不是 "+near+"？"+f.zh, "did you mean "+near+"? Otherwise, "+f.en
	}
	o.wrong(f.code, member, f.zh, f.en)
}

func (l *linkOrder) readLifetime(o *object) {
	m, there := o.members["expiresIn"]
	if !there {
		return
	}
	word, isText := m.value.(string)
	if !isText {
		o.wrong(position.CodeWrongType, "expiresIn", `应是文字，如 "30m"、"24h"、"30d"；长期有效就不写这一项`,
			`must be a text such as "30m", "24h" or "30d"; leave it out for a link that does not expire`)
		return
	}
	var fault *link.Fault
	var err error
	if l.lifetime, err = link.ParseLifetime(word); errors.As(err, &fault) {
		o.wrong(fault.Code, "expiresIn", fault.Detail, fault.English)
	}
}

func (l *linkOrder) readMaxUses(o *object) {
	m, there := o.members["maxUses"]
	if !there {
		return
	}
	number, _ := m.value.(json.Number)
	n, err := strconv.Atoi(number.String())
	if err != nil || n < 1 || n > maxUses {
		o.wrong(position.CodeNumber, "maxUses", "应是 1 至 1000000 的整数；不限次数就不写这一项", "must be a whole number from 1 to 1000000; leave it out for any number of times")
		return
	}
	l.maxUses = n
}

// check looks into the store for what the order names. All that is not there is
// a fault of the order.
func (s *Server) checkLinkOrder(ctx context.Context, q store.Reader, l linkOrder, o *object) (p store.Position, shows store.Revision, err error) {
	before := len(o.faults)
	if p, err = q.Position(ctx, l.position); err != nil && !errors.Is(err, store.ErrNotFound) {
		return p, shows, err
	}
	switch {
	case l.position == "" && before > 0: // said already
	case err != nil:
		o.wrong("position-unknown", "position", "没有这个职位，请核对编号", "there is no such position; check the id")
	case !p.Archived.IsZero():
		o.wrong("position-archived", "position", "职位已归档，请先恢复", "the position is archived; restore it first")
	default:
		shows, err = l.revision.of(ctx, q, p)
		var none *requestError
		switch {
		case errors.As(err, &none) && l.revision.approved: // the link waits for one
		case errors.As(err, &none):
			o.wrong("revision-unknown", "revision", none.zh, none.en)
		case err != nil:
			return p, shows, err
		}
	}
	err = s.checkOffered(ctx, q, shows, l.template)
	var unknown *render.UnknownError
	if errors.As(err, &unknown) {
		o.wrongName("template", l.template, unknown.Known)
		return p, shows, nil
	}
	faults, err := templateFaults(err)
	for _, f := range faults {
		o.wrong(f.code, f.parameter, f.zh, f.en)
	}
	return p, shows, err
}

// linkRoutes registers what is done to links and by them.
func (s *Server) linkRoutes(api huma.API) {
	register(s, api, s.createLinkOperation(), s.handleCreateLink)
	register(s, api, listLinksOperation(), s.handleListLinks)
	register(s, api, getLinkOperation(), s.handleGetLink)
	register(s, api, revokeLinkOperation(), s.handleRevokeLink)
	s.mountFetch(api)
}

type createLinkInput struct {
	Asked
	RawBody []byte `contentType:"application/json"`
}

func (s *Server) handleCreateLink(ctx context.Context, in *createLinkInput) (*reply, error) {
	faults := queryFaults(in.request.URL.RawQuery, []string{"by"})
	l, o := parseLinkOrder(in.RawBody)
	if o.broken {
		return nil, &invalidError{parameters: faults, faults: o.told()}
	}
	p, shows, err := s.checkLinkOrder(ctx, s.config.Store.Reader, l, o)
	if err != nil {
		return nil, err
	}
	if len(faults)+len(o.faults) > 0 {
		return nil, &invalidError{parameters: faults, faults: o.told()}
	}
	ring, err := s.keys.signing(ctx)
	if err != nil {
		return nil, err
	}
	wanted := store.Link{
		Position: p.ID, Target: store.Latest, Number: l.revision.number, Template: l.template, Format: l.format.Name, Note: l.note,
		Author: authorOf(ctx), MaxUses: l.maxUses,
	}
	switch {
	case l.revision.number > 0:
		wanted.Target = store.Pinned
	case l.revision.approved:
		wanted.Target = store.LatestApproved
	}
	if l.lifetime > 0 {
		wanted.Expires = s.config.Now().Add(l.lifetime)
	}
	return s.change(ctx, func(ctx context.Context, tx *store.Tx) (*answer, error) {
		made, err := tx.CreateLink(ctx, wanted)
		if err != nil {
			return nil, err
		}
		if err := s.log(ctx, tx, "link.create", made.ID, shows.Number); err != nil {
			return nil, err
		}
		e, err := s.linkEntry(in.request, made, ring, shows)
		if err != nil {
			return nil, err
		}
		return answerJSON(http.StatusCreated, e, http.Header{"Location": {"/v1/links/" + made.ID}})
	})
}

// linkEntry tells of a link with its address.
func (s *Server) linkEntry(r *http.Request, l store.Link, ring link.Ring, shows store.Revision) (LinkEntry, error) {
	e := linkEntry(l, s.config.Now())
	token, err := ring.Mint(l.ID, l.Expires)
	if err != nil {
		return e, err
	}
	format, err := render.LookupFormat(l.Format)
	if err != nil {
		return e, err
	}
	name := "position"
	if shows.Number > 0 {
		name = issued{document: document{revision: shows}}.fileStem().name
	}
	e.Shows = shows.Number
	e.URL = s.baseURL(r) + linkPrefix + token + "/" + url.PathEscape(name) + format.Extension
	return e, nil
}

// linkEntry tells of a link as lists do.
func linkEntry(l store.Link, now time.Time) LinkEntry {
	return LinkEntry{
		ID: l.ID, Position: l.Position, Revision: LinkRevision{pickOf(l)}, Template: l.Template, Format: l.Format, Note: l.Note,
		State: string(l.State(now)), Created: stamp(l.Created), Key: l.Author.Key, Author: l.Author.Name,
		Expires: stamp(l.Expires), MaxUses: l.MaxUses, Uses: l.Uses, Used: stamp(l.Used), Revoked: stamp(l.Revoked),
	}
}

func pickOf(l store.Link) pick {
	return pick{number: l.Number, approved: l.Target == store.LatestApproved}
}

type linkIDInput struct {
	Asked
	ID string `path:"id" example:"mq4x7c2vt5zaybkn" doc:"链接的编号 // id of the link"`
}

// handleGetLink tells of a link with its address, which follows from the row:
// the same as when it was made, but signed anew when the key was rotated since.
func (s *Server) handleGetLink(ctx context.Context, in *linkIDInput) (*reply, error) {
	if err := in.noParameters(); err != nil {
		return nil, err
	}
	ring, err := s.keys.signing(ctx)
	if err != nil {
		return nil, err
	}
	var e LinkEntry
	err = s.config.Store.View(ctx, func(ctx context.Context, q store.Reader) error {
		l, err := q.Link(ctx, in.ID)
		if err != nil {
			return err
		}
		p, err := q.Position(ctx, l.Position)
		if err != nil {
			return err
		}
		var shows store.Revision
		if p.Archived.IsZero() {
			var none *requestError
			if shows, err = pickOf(l).of(ctx, q, p); err != nil && !errors.As(err, &none) {
				return err
			}
		}
		e, err = s.linkEntry(in.request, l, ring, shows)
		return err
	})
	if err != nil {
		return nil, err
	}
	if permitted(ctx, scopeWrite) != nil {
		e.URL = "" // it opens documents also when the key is revoked, and each time costs a use
	}
	return sendPrivate(e)
}

// sendPrivate answers with a value that no cache keeps.
func sendPrivate(v any) (*reply, error) {
	a, err := answerJSON(http.StatusOK, v, nil)
	if err != nil {
		return nil, err
	}
	return send(&file{data: a.body, media: jsonType, private: true}), nil
}

func (s *Server) handleRevokeLink(ctx context.Context, in *linkIDInput) (*reply, error) {
	if _, err := in.readChange("by"); err != nil {
		return nil, err
	}
	return s.change(ctx, func(ctx context.Context, tx *store.Tx) (*answer, error) {
		if err := tx.RevokeLink(ctx, in.ID); err != nil {
			return nil, err
		}
		if err := s.log(ctx, tx, "link.revoke", in.ID, 0); err != nil {
			return nil, err
		}
		return &answer{status: http.StatusNoContent}, nil
	})
}
