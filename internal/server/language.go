package server

import (
	"context"

	"golang.org/x/text/language"
)

// tongue is the language of the sentences in an answer.
type tongue string

const (
	chinese tongue = "zh-CN" // the default: the users of forms read it
	english tongue = "en"
)

// of returns the sentence in the language.
func (t tongue) of(zh, en string) string {
	if t == english {
		return en
	}
	return zh
}

// acceptedTongue reads an Accept-Language header (RFC 9110, 12.5.4): the first
// of our two languages in the client's order, Chinese when there is neither.
func acceptedTongue(header string) tongue {
	tags, weights, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return chinese
	}
	for i, tag := range tags {
		if weights[i] == 0 {
			continue // "q=0" means: not this one
		}
		switch base, _ := tag.Base(); base.String() {
		case "zh":
			return chinese
		case "en":
			return english
		}
	}
	return chinese
}

type tongueKey struct{}

func withTongue(ctx context.Context, t tongue) context.Context {
	return context.WithValue(ctx, tongueKey{}, t)
}

// tongueOf returns the language that the client asked for.
func tongueOf(ctx context.Context) tongue {
	if t, ok := ctx.Value(tongueKey{}).(tongue); ok {
		return t
	}
	return chinese
}
