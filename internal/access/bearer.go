package access

import "strings"

// Bearer returns the token of the Authorization headers of a request, given as
// http.Header keeps them, by RFC 6750 §2.1 and RFC 9110 §11.4: the scheme Bearer
// in any case, blanks, one token68. There must be exactly one header; several
// are refused, since two programs on the way might each believe another.
//
// The error is of [CodeNoCredentials] where there is none, which is a 401 whose
// challenge names no error (RFC 6750 §3.1); else of [CodeSeveralCredentials],
// [CodeOtherScheme] or [CodeMalformedCredential]. Whether the token is a key is
// for [ParseKey] to say.
func Bearer(headers []string) (token string, err error) {
	switch {
	case len(headers) == 0:
		return "", fault(CodeNoCredentials,
			"缺少 API 密钥：请在请求头写 Authorization: Bearer jd_…。",
			"There is no API key: send the header Authorization: Bearer jd_….")
	case len(headers) > 1:
		return "", fault(CodeSeveralCredentials,
			"请求中有不止一个 Authorization 头：请只留一个。",
			"The request has more than one Authorization header: leave one.")
	}
	scheme, rest, _ := strings.Cut(headers[0], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", fault(CodeOtherScheme,
			"Authorization 头应以 Bearer 开头：请写 Authorization: Bearer jd_…。",
			"The Authorization header begins with Bearer: send Authorization: Bearer jd_….")
	}
	token = strings.TrimLeft(rest, " ")
	if !isToken68(token) {
		return "", fault(CodeMalformedCredential,
			"Authorization 头的 Bearer 之后应只有一个密钥：请写 Authorization: Bearer jd_…，不要加引号、逗号或其他内容。",
			"In the Authorization header one key alone stands behind Bearer: send Authorization: Bearer jd_…, without quotes, commas or anything else.")
	}
	return token, nil
}

// isToken68 holds a text to the grammar of RFC 9110 §11.2, which RFC 6750 calls b64token.
func isToken68(text string) bool {
	text = strings.TrimRight(text, "=")
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
		return !letter && !strings.ContainsRune("-._~+/", r)
	})
}
