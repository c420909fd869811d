package typeset

import "jobdoc/internal/wordml"

// ruby adds a w:ruby (17.3.3.25): small text above its base, one unit that the
// line does not break. Word measures the raise from baseline to baseline.
func (b *builder) ruby(n *wordml.Node, f *runFormat) {
	base, text := n.Child("w:rubyBase"), n.Child("w:rt")
	if base == nil {
		return
	}
	if b.ctx.vertical || text == nil {
		if text != nil {
			b.l.notice(noticeRuby)
		}
		b.inlines(base.Children)
		return
	}
	pr := n.Child("w:rubyPr")
	below := b.inset(func() { b.inlines(base.Children) })
	above := b.inset(func() { b.inlines(text.Children) })
	if size, ok := measure(val(pr.Child("w:hps")), HalfPoint); ok && size > 0 {
		if given := above.size(f); given > size {
			above.scale(size, given)
		}
	}
	raise, ok := measure(val(pr.Child("w:hpsRaise")), HalfPoint)
	if !ok {
		raise = below.size(f) * boxAbove / 1000
	}
	b.setRuby(below, above, raise, parseRubyAlign(val(pr.Child("w:rubyAlign"))), f)
}

// rubyClear is how far the baseline of ruby stays above its base, in thousandths of its em.
const rubyClear = 120

// setRuby puts a text over a base. The narrower of the two is spread over the wider.
func (b *builder) setRuby(below, above inlayRow, raise Length, how spread, f *runFormat) {
	if len(below.p.chars)+len(above.p.chars) == 0 {
		return
	}
	above.up = clamp(raise)
	in := &inlay{width: max(below.width, above.width)}
	below.fill(b.l, in.width, how)
	above.fill(b.l, in.width, how)
	in.reach(&below)
	in.reach(&above)
	if raise > 0 { // tails of its letters stay clear of the base; Word counts its height without that
		above.up = max(above.up, below.size(f)*boxAbove/1000+above.size(f)*rubyClear/1000)
	}
	in.rows = []inlayRow{below, above}
	b.inlay(in, f)
}

func parseRubyAlign(s string) spread {
	switch s {
	case "left":
		return spreadLeft
	case "right":
		return spreadRight
	case "distributeLetter":
		return spreadBetween
	case "distributeSpace":
		return spreadAround
	}
	return spreadCenter
}
