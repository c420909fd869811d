package typeset

import (
	"strconv"
	"strings"
)

// eqNode is a piece of an EQ field's code (17.16.5.17): text, or a command with
// its options and arguments.
type eqNode struct {
	text    string // of text
	command string // such as "o" for \o
	options []string
	number  Length // of \s\up and \s\do, in points
	args    [][]eqNode
}

// eqParser reads the code of an EQ field. Its depth is bounded by the length of a code.
type eqParser struct {
	rest []rune
}

// sequence reads up to a separator or the bracket that closes an argument.
func (p *eqParser) sequence(inside bool) (nodes []eqNode) {
	text := func(r rune) {
		if n := len(nodes); n > 0 && nodes[n-1].command == "" {
			nodes[n-1].text += string(r)
			return
		}
		nodes = append(nodes, eqNode{text: string(r)})
	}
	depth := 0 // of brackets that are text
	for len(p.rest) > 0 {
		r := p.rest[0]
		switch {
		case r == '\\' && len(p.rest) > 1 && isLatinLetter(p.rest[1]):
			if n := p.command(); n.command != "" {
				nodes = append(nodes, n)
			}
			continue
		case r == '\\' && len(p.rest) > 1:
			text(p.rest[1])
			p.rest = p.rest[2:]
			continue
		case inside && depth == 0 && (r == ',' || r == ';' || r == ')'):
			return nodes
		case r == '(':
			depth++
		case r == ')':
			depth--
		}
		text(r)
		p.rest = p.rest[1:]
	}
	return nodes
}

// command reads \name with the options behind it and its arguments in brackets.
func (p *eqParser) command() (n eqNode) {
	for len(p.rest) > 1 && p.rest[0] == '\\' && isLatinLetter(p.rest[1]) {
		word := p.word()
		if n.command == "" {
			n.command = word
		} else {
			n.options = append(n.options, word)
		}
		p.blanks()
		for len(p.rest) > 0 && (p.rest[0] >= '0' && p.rest[0] <= '9') {
			n.number = min(n.number*10+Length(p.rest[0]-'0'), 1638)
			p.rest = p.rest[1:]
		}
		p.blanks()
	}
	if len(p.rest) == 0 || p.rest[0] != '(' {
		return n
	}
	for len(p.rest) > 0 && p.rest[0] != ')' {
		p.rest = p.rest[1:] // the bracket or separator
		n.args = append(n.args, p.sequence(true))
	}
	if len(p.rest) > 0 {
		p.rest = p.rest[1:]
	}
	return n
}

// word reads the letters behind a backslash.
func (p *eqParser) word() string {
	i := 1
	for i < len(p.rest) && isLatinLetter(p.rest[i]) {
		i++
	}
	w := strings.ToLower(string(p.rest[1:i]))
	p.rest = p.rest[max(i, 2):]
	return w
}

func (p *eqParser) blanks() {
	for len(p.rest) > 0 && p.rest[0] == ' ' {
		p.rest = p.rest[1:]
	}
}

// equation adds an EQ field: characters in circles and ruby, which Word's menus
// make with it, as they are; formulas as plain text, with a notice.
func (b *builder) equation(code string, f *runFormat) {
	size := Length(0)
	var kept []string // of the code, without general switches
	words := strings.Fields(code)
	for i := 0; i < len(words); i++ {
		if words[i] == `\*` && i+1 < len(words) {
			i++
			word := words[i]
			for strings.HasPrefix(word, `"`) && !strings.HasSuffix(word[1:], `"`) && i+1 < len(words) {
				i++
				word += words[i]
			}
			if n, ok := strings.CutPrefix(word, "hps"); ok {
				v, _ := strconv.Atoi(n)
				size = Length(max(0, min(v, 3276))) * HalfPoint
			}
			continue
		}
		kept = append(kept, words[i])
	}
	p := eqParser{rest: []rune(strings.Join(kept, " "))}
	b.eqNodes(p.sequence(false), size, f)
}

// eqNodes adds a sequence.
func (b *builder) eqNodes(nodes []eqNode, size Length, f *runFormat) {
	for i := range nodes {
		n := &nodes[i]
		switch {
		case n.command == "":
			b.text(n.text, f)
		case n.command == "o" && !b.ctx.vertical:
			b.overstrike(n, size, f)
		default:
			b.l.notice(noticeMath)
			b.eqPlain(n, size, f)
		}
	}
}

// eqPlain adds the arguments of a command one after the other.
func (b *builder) eqPlain(n *eqNode, size Length, f *runFormat) {
	if n.command == "r" {
		b.text("√", f)
	}
	for k, arg := range n.args {
		if k > 0 {
			separator := ","
			if n.command == "f" {
				separator = "/"
			}
			b.text(separator, f)
		}
		b.eqNodes(arg, size, f)
	}
}

// overstrike adds \o: its arguments one over the other. One that is raised by
// \s\up makes it ruby, and a number or a word within a sign makes it one character.
func (b *builder) overstrike(n *eqNode, size Length, f *runFormat) {
	for k, arg := range n.args {
		if len(n.args) == 2 && len(arg) == 1 && arg[0].command == "s" && len(arg[0].args) > 0 {
			other := n.args[1-k]
			if len(other) == 1 && other[0].command == "s" && len(other[0].args) > 0 {
				b.stacked(n, f)
				return
			}
			b.eqRuby(&arg[0], other, size, n.options, f)
			return
		}
	}
	if len(n.args) == 2 {
		sign, text := eqText(n.args[0]), eqText(n.args[1])
		if r := enclosed(sign, text); r != 0 {
			b.char(r, f)
			return
		}
	}
	b.overlay(n, f)
}

// eqText is a sequence as plain text.
func eqText(nodes []eqNode) (text string) {
	for _, n := range nodes {
		text += n.text
		for _, arg := range n.args {
			text += eqText(arg)
		}
	}
	return strings.TrimSpace(text)
}

// enclosed returns the character for a number or a word in a circle, 0 where there is none.
func enclosed(sign, text string) rune {
	if sign != "○" && sign != "◯" && sign != "〇" {
		return 0
	}
	if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= 50 {
		return []rune(string(appendCircled(nil, n)))[0]
	}
	if rs := []rune(text); len(rs) == 1 {
		switch r := rs[0]; {
		case r >= 'A' && r <= 'Z':
			return 'Ⓐ' + r - 'A'
		case r >= 'a' && r <= 'z':
			return 'ⓐ' + r - 'a'
		}
		for i, r := range []rune("一二三四五六七八九十月火水木金土日株有社名特財祝労秘男女適優印注項休写正上中下左右医宗学監企資協夜") {
			if r == rs[0] {
				return '㊀' + rune(i)
			}
		}
	}
	return 0
}

// eqRuby adds ruby: raised, a \s\up command, over its base.
func (b *builder) eqRuby(raised *eqNode, base []eqNode, size Length, options []string, f *runFormat) {
	below := b.inset(func() { b.eqNodes(base, size, f) })
	above := b.inset(func() { b.eqNodes(raised.args[0], size, f) })
	given := above.size(f)
	if size <= 0 {
		size = given / 2
	}
	above.scale(min(size, given), given)
	how := spreadCenter
	for _, o := range options {
		switch o {
		case "ad":
			how = spreadAround
		case "al":
			how = spreadLeft
		case "ar":
			how = spreadRight
		}
	}
	up := raised.number * Point
	for _, o := range raised.options {
		if o == "do" {
			up = -up
		}
	}
	b.setRuby(below, above, up, how, f)
}

// stacked adds text in two rows, both moved from the line: combined characters (合并字符).
func (b *builder) stacked(n *eqNode, f *runFormat) {
	in := new(inlay)
	var rows [2]inlayRow
	for k := range rows {
		s := &n.args[k][0]
		rows[k] = b.inset(func() { b.eqNodes(s.args[0], 0, f) })
		size := rows[k].size(f)
		rows[k].scale(1, 2)
		rows[k].up = size * (boxAbove - 1000) / 2 / 1000
		if len(s.options) > 0 && s.options[0] == "up" {
			rows[k].up += size / 2
		}
		in.width = max(in.width, rows[k].width)
		in.reach(&rows[k])
	}
	for k := range rows {
		rows[k].fill(b.l, in.width, spreadCenter)
	}
	in.rows = rows[:]
	b.inlay(in, f)
}

// overlay adds arguments one over the other, about a common middle. What stands
// within a sign is made smaller.
func (b *builder) overlay(n *eqNode, f *runFormat) {
	in := new(inlay)
	for _, arg := range n.args {
		row := b.inset(func() { b.eqNodes(arg, 0, f) })
		if len(row.p.chars) == 0 {
			continue
		}
		if len(in.rows) > 0 && isSign(in.rows[0].p.chars) {
			size := row.size(f)
			row.scale(3, 5)
			row.up = size * boxMid * 2 / 5 / 1000
		}
		in.width = max(in.width, row.width)
		in.reach(&row)
		in.rows = append(in.rows, row)
	}
	if len(in.rows) == 0 {
		return
	}
	how := spreadCenter
	for _, o := range n.options {
		switch o {
		case "al":
			how = spreadLeft
		case "ar":
			how = spreadRight
		}
	}
	for k := range in.rows {
		in.rows[k].fill(b.l, in.width, how)
	}
	b.inlay(in, f)
}

// isSign reports whether a row is a shape that other text stands in.
func isSign(chars []char) bool {
	return len(chars) == 1 && strings.ContainsRune("○◯〇□△▽◇", chars[0].r)
}
