package server

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

// Asked is the request behind an operation's input: parameters and conditions
// are read from it by our own checks. It is exported because huma passes over
// embedded types that are not.
type Asked struct {
	request *http.Request
}

// Resolve takes the request.
func (in *Asked) Resolve(ctx huma.Context) []error {
	in.request = humagin.Unwrap(ctx).Request
	return nil
}

// query returns the parameters that can be read; [queryFaults] tells of the others.
func (in *Asked) query() url.Values { return in.request.URL.Query() }

// plainInput is the input of an operation that takes nothing.
type plainInput struct{ Asked }

// noParameters refuses a query where none is taken.
func (in *Asked) noParameters() error {
	if faults := queryFaults(in.request.URL.RawQuery, nil); len(faults) > 0 {
		return &invalidError{parameters: faults}
	}
	return nil
}

// Limits of who and why in a query, in characters; [queryFaults] holds to them.
const (
	noteLimit = 1000
	byLimit   = 100
)

// changing is what the query and the body say of a change; who makes it is for
// [authorOf] to tell.
type changing struct {
	note     string
	position position.Position // in the body, where it has one
}

// readChange reads the query of a change, of which only these parameters are known.
func (in *Asked) readChange(parameters ...string) (changing, error) {
	if faults := queryFaults(in.request.URL.RawQuery, parameters); len(faults) > 0 {
		return changing{}, &invalidError{parameters: faults}
	}
	return changing{note: in.query().Get("note")}, nil
}

// readPosition reads a query with by and note, and the position in the body,
// with all their faults.
func (in *Asked) readPosition(body []byte) (changing, error) {
	faults := queryFaults(in.request.URL.RawQuery, []string{"note", "by"})
	pos, wrong := position.Decode(body)
	if len(faults)+len(wrong) > 0 {
		return changing{}, &invalidError{parameters: faults, faults: wrong}
	}
	return changing{in.query().Get("note"), pos}, nil
}

// textFaults says what is wrong with a text in a query.
func textFaults(parameter, text string, limit int, lines bool) []parameterFault {
	switch {
	case utf8.RuneCountInString(text) > limit:
		return []parameterFault{{
			code: parameter + "-too-long", parameter: parameter,
			zh: fmt.Sprintf("至多 %d 个字", limit), en: fmt.Sprintf("has at most %d characters", limit),
		}}
	case !printable(text, lines):
		return []parameterFault{{
			code: parameter + "-unprintable", parameter: parameter,
			zh: "含有控制字符，或不是 UTF-8", en: "holds control characters, or is not UTF-8",
		}}
	}
	return nil
}

// printable reports whether a text is UTF-8 that databases keep and paper takes:
// without control characters, but for the ends of lines and tabs where the text
// may have several lines.
func printable(text string, lines bool) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		if lines && (r == '\n' || r == '\t') {
			return false
		}
		return unicode.IsControl(r) || r&0xfffe == 0xfffe
	})
}

// lock reads the position that a request is to change, and holds the conditions
// of the request to it (RFC 9110, 13.1): nobody else changes it until the
// transaction ends. The error is a [*store.StaleError] where a condition fails.
func (in *Asked) lock(ctx context.Context, tx *store.Tx, id string) (store.Position, error) {
	p, err := tx.LockPosition(ctx, id)
	if err != nil {
		return p, err
	}
	versions := ifMatch(in.request.Header.Values("If-Match"))
	if len(versions) > 0 && !slices.ContainsFunc(versions, func(v int64) bool { return v != noVersion }) {
		return p, ifMatchForm(p.Version)
	}
	if len(versions) > 0 && !slices.Contains(versions, p.Version) || hasAlready(in.request, versionTag(p.Version)) {
		return p, &store.StaleError{Version: p.Version}
	}
	return p, nil
}

// queryParameter describes a parameter of a query.
func queryParameter(name, description string, schema *huma.Schema) *huma.Param {
	return &huma.Param{Name: name, In: "query", Description: description, Schema: schema}
}

// textParameter describes a parameter that is a text of at most limit characters.
func textParameter(name, description string, limit int) *huma.Param {
	return queryParameter(name, description, &huma.Schema{Type: huma.TypeString, MaxLength: &limit})
}

// wordParameter describes a parameter that is one of some words.
func wordParameter(name, description string, words ...string) *huma.Param {
	return queryParameter(name, description, &huma.Schema{Type: huma.TypeString, Enum: anys(words)})
}

func noteParameter() *huma.Param {
	return textParameter("note", "修订的说明，至多 1000 字，可以分行 // a note on the revision, at most 1,000 characters, on any number of lines", noteLimit)
}

func byParameter() *huma.Param {
	return textParameter("by", "替谁办理，至多 100 字 // the person for whom this is done, at most 100 characters", byLimit)
}

func ifMatchParameter() *huma.Param {
	return &huma.Param{Name: "If-Match", In: "header", Schema: &huma.Schema{Type: huma.TypeString}, Example: `"v3"`,
		Description: "只有职位的 ETag 仍是它才改；不写则不论现状 // changes the position only while this is its ETag; without it, whatever there is"}
}
