package typeset

import "jobdoc/internal/font"

// number adds a paragraph's number or bullet, with what follows it.
func (b *builder) number(f *paraFormat) {
	l := b.l
	lv := &f.num.levels[f.level]
	if lv.odd {
		l.notice(noticeNumberFormat)
	}
	l.text = l.counts.next(l.text[:0], f.num, f.level)
	if len(l.text) == 0 && !lv.picture && lv.suffix != suffixTab {
		return
	}
	rf := f.number
	if !lv.picture || !b.bulletPicture(lv, rf) {
		for _, r := range string(l.text) {
			if r = font.SymbolRune(f.symbols, r); r >= 0xF020 && r <= 0xF0FF {
				r = '•' // of a symbol font that is not known
			}
			b.char(r, rf)
		}
	}
	b.marker = len(l.chars)
	switch {
	case lv.legacy.on:
		b.legacySpace(lv, rf)
	case lv.suffix == suffixTab:
		b.char('\t', rf)
	case lv.suffix == suffixSpace:
		b.char(' ', rf)
	}
}

// bulletPicture adds the picture of a bullet, as high as its font: Word scales
// it so. It reports whether there is one that can be printed.
func (b *builder) bulletPicture(lv *level, f *runFormat) bool {
	data, ok := b.l.doc.Bytes(lv.bullet.part)
	if !ok || !printable(data) {
		b.l.notice(noticePictureBullet)
		return false
	}
	o := &object{width: f.full, height: f.full}
	if p := lv.bullet; p.width > 0 && p.height > 0 {
		o.width = max(1, min(4*f.full, f.full*p.width/p.height))
	}
	b.picture(o, lv.bullet.part, f)
	return true
}

// legacySpace adds the blank behind a number of an old list: the text stands at
// its indent from the number's beginning, or where the number is too wide, at its space.
func (b *builder) legacySpace(lv *level, f *runFormat) {
	l := b.l
	from := len(l.chars)
	b.char(noBreakSpace, f)
	if len(l.chars) == from {
		return
	}
	width := Length(0)
	for i := range l.chars[:from] {
		width += l.chars[i].width
	}
	l.chars[from].width = max(0, lv.legacy.space, lv.legacy.indent-width)
}
