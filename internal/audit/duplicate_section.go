package audit

import "jobdoc/internal/position"

// duplicateSection looks for groups or sections of one position under the same
// heading. The form allows it; whether it was meant, people must say.
func duplicateSection(x *examination) {
	for _, list := range []struct {
		pointer, key string
		items        []any
	}{
		{"/authorities", "category", items(at(x.pos, "authorities"))},
		{"/qualifications/competencies", "heading", items(at(x.pos, "qualifications", "competencies"))},
		{"/extraSections", "heading", items(at(x.pos, "extraSections"))},
	} {
		seen := map[string]bool{}
		if list.key == "heading" && list.pointer == "/extraSections" {
			seen = x.sections()
		}
		for i, v := range list.items {
			heading := text(object(v)[list.key]) // a bare authority is no group
			if heading == "" {
				continue
			}
			if seen[fold(heading)] {
				x.report(index(list.pointer, i, list.key), heading, say("标题“%s”出现不止一次；请合并，或改成不同的标题",
					"the heading “%s” comes more than once; join the two, or give them different headings", heading))
			}
			seen[fold(heading)] = true
		}
	}
}

// sections returns the folded captions of the sections that the position has.
func (x *examination) sections() map[string]bool {
	captions := map[string]bool{}
	data := x.pos.Data()
	for _, f := range position.Fields().Fields {
		if _, ok := data[f.Key]; !ok || f.Key == "position" || f.Key == "document" || f.Unprinted {
			continue
		}
		captions[fold(f.Caption)] = true
		if f.Flat {
			m := object(data[f.Key])
			for _, c := range f.Fields {
				if _, ok := m[c.Key]; ok {
					captions[fold(c.Caption)] = true
				}
			}
		}
	}
	return captions
}
