package render_test

import (
	"fmt"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
)

func Example() {
	r, err := render.New(render.Config{})
	if err != nil {
		panic(err)
	}
	t, err := r.Template(render.DefaultTemplate)
	if err != nil {
		panic(err)
	}
	pos, faults := position.Decode([]byte(`{"position": {"title": "售前工程师"}, "duties": [{"description": "编制技术方案"}]}`))
	if len(faults) > 0 {
		panic(faults[0].Detail)
	}
	pdf, err := render.LookupFormat("pdf")
	if err != nil {
		panic(err)
	}
	result, err := r.Render(pos, t, pdf, render.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Printf("%s: %s\n", pos.FileName()+pdf.Extension, result.Data[:5])
	// Output: 售前工程师.pdf: %PDF-
}
