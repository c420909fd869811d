package typeset

import "jobdoc/internal/wordml"

// A hidden paragraph mark (w:vanish or w:specVanish, 17.3.2.36 and 17.3.2.41, in
// the mark's properties) ends no paragraph: what follows goes on in the line, each
// part in its own style. Word's style separator is made of it, so that the first
// words of a paragraph can be a heading. The paragraph is set as its first part.

// joinsNext reports whether the paragraph n goes on in the first of the next nodes.
func (b *builder) joinsNext(n *wordml.Node, next []*wordml.Node) bool {
	return len(next) > 0 && next[0].Name == "w:p" && n.Find("w:pPr", "w:sectPr") == nil
}

// join adds the paragraphs that hidden marks join to p, which holds n, and
// returns how many they are.
func (b *builder) join(p *para, n *wordml.Node, next []*wordml.Node) (joined int) {
	whole := p.format
	defer func() { p.format = whole }()
	for f := whole; f.mark.hidden && b.joinsNext(n, next[joined:]); joined++ {
		n = next[joined]
		f = b.l.paraFormat(paraKey{n.Child("w:pPr"), b.ctx.table})
		b.l.noticeAll(f.odd)
		p.format = f
		b.inlines(n.Children)
	}
	return joined
}
