package access

import "fmt"

// Codes of what is wrong with a key, a header, a scope or a name.
const (
	CodeKeyFormat   = "key-format"
	CodeKeyChecksum = "key-checksum" // a key of ours, copied wrongly

	CodeNoCredentials       = "credentials-missing"
	CodeSeveralCredentials  = "credentials-several"
	CodeOtherScheme         = "credentials-scheme"
	CodeMalformedCredential = "credentials-malformed"

	CodeNoScope      = "scopes-empty"
	CodeUnknownScope = "scope-unknown"
	CodeScopesType   = "scopes-type" // JSON that is no list of strings

	CodeNameBlank       = "key-name-blank"
	CodeNameTooLong     = "key-name-too-long"
	CodeNameUnprintable = "key-name-unprintable"
	CodeNameEnds        = "key-name-blank-at-end"
)

// Fault is one thing wrong with what somebody wrote, fit to be shown to them: it
// repeats nothing of a key.
type Fault struct {
	Code    string // stable, one of the Code… constants
	Item    int    // which scope of a list is meant, from 0; 0 elsewhere
	Detail  string // Chinese: what is wrong, what to do
	English string // the same in English
}

func (f Fault) Error() string { return f.English }

// Faults are all faults of one input, never none. Every function of this package
// that reads something returns nil or Faults as its error:
//
//	faults, ok := errors.AsType[access.Faults](err)
type Faults []Fault

func (f Faults) Error() string {
	if len(f) == 1 {
		return f[0].Error()
	}
	return fmt.Sprintf("%v (and %d more)", f[0], len(f)-1)
}

// errorOrNil keeps an empty list from becoming an error that is not nil.
func (f Faults) errorOrNil() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// fault makes an error of one fault.
func fault(code, chinese, english string) error {
	return Faults{{Code: code, Detail: chinese, English: english}}
}
