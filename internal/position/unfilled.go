package position

import "slices"

// UnfilledDuties is how many duties a sheet to fill in by hand has room for.
const UnfilledDuties = 5

// Unfilled returns a position of which nothing is known yet: the fields of the
// usual form are null, which prints as labelled blanks. A form filled with it is
// the sheet to fill in by hand. [Decode] would refuse it, since a position has a
// title and a description of each duty.
func Unfilled() Position {
	nulls := func(keys ...string) map[string]any {
		m := make(map[string]any, len(keys))
		for _, key := range keys {
			m[key] = nil
		}
		return m
	}
	data := nulls("organization", "summary", "authorities", "reporting", "workEnvironment", "tools", "records", "remarks", "signatures")
	data["position"] = nulls("title", "code", "department", "headcount", "reportsTo", "directReports",
		"jobFamily", "subordinateCount", "payGradeRange", "analysisDate")
	data["duties"] = slices.Repeat([]any{nulls("description", "timePercent", "tasks")}, UnfilledDuties)
	data["collaboration"] = nulls("internal", "external")
	data["qualifications"] = nulls("education", "major", "experience", "training", "competencies")
	return Position{data: data}
}
