// Package position is the domain: what a 职位说明书 holds, field by field.
//
// One table ([Fields]) owns key, type, Chinese names, limits and printed form
// of every field. The strict decoder ([Decode]), the JSON Schema ([Schema]), the
// names that templates use and the nearest-name hints ([Nearest]) all come from it,
// so a field is added in one place.
//
// The package imports nothing of ours. It must not know how a position is
// printed, stored or sent: no template, no Word, no HTTP.
package position
