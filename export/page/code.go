package page

import (
	"fmt"
	"strconv"

	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// code sets program text in a frame. Highlighting is by weight and shade, so
// that it survives black-and-white printing: keywords bold, comments grey.
func (c *composer) code(b *markup.Code, s setting) []line {
	style := s.style
	style.Mono, style.Bold, style.Italic = true, false, false
	style.Size = s.style.Size * codeShare / 100
	pad := 2 * typeset.MM
	numbers := typeset.Length(0)
	if b.Numbered {
		_, w := c.run(strconv.Itoa(len(b.Lines)), style)
		numbers = w + 3*typeset.MM
	}
	set, widest := c.codeLines(export.Highlight(b), style, s)
	rows := make([]int, len(set)) // line numbers; 0 for lines that go on
	for i := range rows {
		rows[i] = i + 1
	}
	if room := s.width - 2*pad - numbers; widest > room && widest > 0 {
		// Lines that are too long make the whole block smaller; what is too long
		// even then goes on below, behind an arrow.
		style.Size = max(style.Size*room/widest, style.Size*7/10)
		_, one := c.run("x", style)
		var lines [][]export.Token
		rows = rows[:0]
		for i, tokens := range export.Highlight(b) {
			for k, l := range wrapped(tokens, int(room/max(one, 1))) {
				lines = append(lines, l)
				rows = append(rows, 0)
				if k == 0 {
					rows[len(rows)-1] = i + 1
				}
			}
		}
		set, _ = c.codeLines(lines, style, s)
	}
	height, depth := c.strut(style.Size)
	e := c.element(typeset.RoleCode)
	lines := make([]line, len(set))
	for i := range set {
		items := owned(e, at(set[i], pad+numbers))
		if b.Numbered && rows[i] > 0 {
			faded := style
			faded.Gray = soft
			items = append(furnishes(c.rightText(strconv.Itoa(rows[i]), faded, pad+numbers-3*typeset.MM)...), items...)
		}
		lines[i] = line{height: height, depth: depth, items: items}
	}
	return frame(lines, s.width, pad)
}

// frame draws a shaded frame around lines, a piece for each, so that the block
// may be broken between them.
func frame(lines []line, width, pad typeset.Length) []line {
	if len(lines) == 0 {
		return nil
	}
	lines[0].height += pad
	last := len(lines) - 1
	lines[last].depth += pad
	for i := range lines {
		l := &lines[i]
		h := l.height + l.depth
		box := []typeset.Item{
			&typeset.Owner{},
			&typeset.Box{X: 0, Y: -l.height, W: width, H: h, Gray: codeFill},
			&typeset.Box{X: 0, Y: -l.height, W: thin, H: h, Gray: hairline},
			&typeset.Box{X: width - thin, Y: -l.height, W: thin, H: h, Gray: hairline},
		}
		if i == 0 {
			box = append(box, &typeset.Box{X: 0, Y: -l.height, W: width, H: thin, Gray: hairline})
		}
		if i == last {
			box = append(box, &typeset.Box{X: 0, Y: l.depth - thin, W: width, H: thin, Gray: hairline})
		}
		l.items = append(box, l.items...)
	}
	if last < 12 {
		return keepTogether(lines)
	}
	lines[0].keep, lines[last-1].keep = true, true
	return lines
}

// codeLines sets lines of tokens and returns the width of the widest.
func (c *composer) codeLines(lines [][]export.Token, style typeset.Style, s setting) ([][]typeset.Item, typeset.Length) {
	set := make([][]typeset.Item, len(lines))
	widest := typeset.Length(0)
	for i, tokens := range lines {
		items, w := c.codeLine(tokens, style, s)
		set[i] = items
		widest = max(widest, w)
	}
	return set, widest
}

// goesOn stands before what goes on from the line above.
const goesOn = "↪ "

// wrapped breaks a line of tokens into lines of at most so many characters,
// behind a space where there is one; those after the first begin with an arrow.
func wrapped(tokens []export.Token, most int) [][]export.Token {
	most = max(most, len([]rune(goesOn))+8)
	var lines [][]export.Token
	var current []export.Token
	used := 0
	for _, t := range tokens {
		runes := []rune(t.Text)
		for used+len(runes) > most {
			cut := most - used
			for k := cut; k > cut/2; k-- {
				if runes[k-1] == ' ' {
					cut = k
					break
				}
			}
			current = append(current, export.Token{Text: string(runes[:cut]), Keyword: t.Keyword, Comment: t.Comment})
			lines = append(lines, current)
			runes = runes[cut:]
			current, used = []export.Token{{Text: goesOn}}, len([]rune(goesOn))
		}
		if len(runes) > 0 {
			current = append(current, export.Token{Text: string(runes), Keyword: t.Keyword, Comment: t.Comment})
			used += len(runes)
		}
	}
	return append(lines, current)
}

func (c *composer) codeLine(tokens []export.Token, style typeset.Style, s setting) ([]typeset.Item, typeset.Length) {
	var items []typeset.Item
	x := typeset.Length(0)
	for _, t := range tokens {
		st := style
		st.Bold = t.Keyword
		if t.Comment {
			st.Gray = soft
		}
		runs, w, err := c.Fonts.Shape(t.Text, st)
		if err != nil {
			c.fail(fmt.Errorf("%s: %w", s.text.Pos(0), err))
			return nil, 0
		}
		for _, r := range runs {
			items = append(items, typeset.Translate(r, x, 0))
		}
		x += w
	}
	return items, x
}
