package page

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"github.com/papersetter/papersetter/bank/markup"
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
	set, widest := c.codeLines(highlight(b), style, s)
	rows := make([]int, len(set)) // line numbers; 0 for lines that go on
	for i := range rows {
		rows[i] = i + 1
	}
	if room := s.width - 2*pad - numbers; widest > room && widest > 0 {
		// Lines that are too long make the whole block smaller; what is too long
		// even then goes on below, behind an arrow.
		style.Size = max(style.Size*room/widest, style.Size*7/10)
		_, one := c.run("x", style)
		var lines [][]token
		rows = rows[:0]
		for i, tokens := range highlight(b) {
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

// A token is a piece of program text on one line.
type token struct {
	text          string
	bold, comment bool
}

// highlight splits program text into lines of tokens.
func highlight(b *markup.Code) [][]token {
	text := make([]string, len(b.Lines))
	for i, l := range b.Lines {
		text[i] = expandTabs(l)
	}
	plain := make([][]token, len(text))
	for i, l := range text {
		plain[i] = []token{{text: l}}
	}
	lexer := lexers.Get(b.Language)
	if lexer == nil || b.Language == "" {
		return plain
	}
	iterator, err := chroma.Coalesce(lexer).Tokenise(nil, strings.Join(text, "\n")+"\n")
	if err != nil {
		return plain
	}
	lines := make([][]token, 1, len(text))
	for _, t := range iterator.Tokens() {
		tok := token{
			bold:    t.Type.InCategory(chroma.Keyword) || t.Type == chroma.OperatorWord,
			comment: t.Type.InCategory(chroma.Comment),
		}
		for i, piece := range strings.Split(t.Value, "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			if tok.text = piece; piece != "" {
				lines[len(lines)-1] = append(lines[len(lines)-1], tok)
			}
		}
	}
	if !sameText(lines[:min(len(lines), len(text))], text) {
		return plain // a lexer that changes the text is not to be trusted with an exam
	}
	return lines[:len(text)]
}

func sameText(lines [][]token, text []string) bool {
	if len(lines) != len(text) {
		return false
	}
	for i, tokens := range lines {
		var b strings.Builder
		for _, t := range tokens {
			b.WriteString(t.text)
		}
		if b.String() != text[i] {
			return false
		}
	}
	return true
}

func expandTabs(s string) string {
	var b strings.Builder
	column := 0
	for _, r := range s {
		if r == '\t' {
			for n := 4 - column%4; n > 0; n-- {
				b.WriteByte(' ')
				column++
			}
			continue
		}
		b.WriteRune(r)
		column++
	}
	return b.String()
}

// codeLines sets lines of tokens and returns the width of the widest.
func (c *composer) codeLines(lines [][]token, style typeset.Style, s setting) ([][]typeset.Item, typeset.Length) {
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
func wrapped(tokens []token, most int) [][]token {
	most = max(most, len([]rune(goesOn))+8)
	var lines [][]token
	var current []token
	used := 0
	for _, t := range tokens {
		runes := []rune(t.text)
		for used+len(runes) > most {
			cut := most - used
			for k := cut; k > cut/2; k-- {
				if runes[k-1] == ' ' {
					cut = k
					break
				}
			}
			current = append(current, token{string(runes[:cut]), t.bold, t.comment})
			lines = append(lines, current)
			runes = runes[cut:]
			current, used = []token{{text: goesOn}}, len([]rune(goesOn))
		}
		if len(runes) > 0 {
			current = append(current, token{string(runes), t.bold, t.comment})
			used += len(runes)
		}
	}
	return append(lines, current)
}

func (c *composer) codeLine(tokens []token, style typeset.Style, s setting) ([]typeset.Item, typeset.Length) {
	var items []typeset.Item
	x := typeset.Length(0)
	for _, t := range tokens {
		st := style
		st.Bold = t.bold
		if t.comment {
			st.Gray = soft
		}
		runs, w, err := c.Fonts.Shape(t.text, st)
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
