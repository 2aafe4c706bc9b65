package markup

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Problem is something in a text that cannot be printed as it was meant.
type Problem struct {
	Offset  int // byte offset into the source
	Message string
}

// maxDepth bounds the nesting of quotes, lists and emphasis.
const maxDepth = 32

// Parse reads Markdown with TeX mathematics. It never fails: what it cannot
// understand stays text, and what would print wrongly is a problem as well.
//
// The dialect is CommonMark with tables, formulas ($…$ and $$…$$), blanks
// (____), figures with {width=60%}, and without HTML, whose angle brackets
// are far more often meant as such in a question.
func Parse(source string) (*Doc, []Problem) {
	if isPlain(source) {
		return &Doc{Blocks: []Block{&Paragraph{Inlines: []Inline{&Text{Value: source}}}}}, nil
	}
	src := []byte(source)
	c := &converter{source: src}
	root := newParser().Parse(text.NewReader(src))
	blocks := c.blocks(root, 0)
	return &Doc{Blocks: blocks}, c.problems
}

// isPlain reports whether the text is one line that means itself, as most
// options of most questions are; they need no parser.
func isPlain(s string) bool {
	if s == "" || s[0] == ' ' || s[len(s)-1] == ' ' || s[0] >= '0' && s[0] <= '9' {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case c == ' ' || c == ',' || c == '.' || c == ';' || c == '(' || c == ')' || c == '?' || c == '/' || c == '%':
		default:
			return false
		}
	}
	return true
}

// newParser builds the parser of the dialect. Link definitions and setext
// headings are left out, since lines of a stem would vanish into them.
func newParser() parser.Parser {
	p := parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(mathBlockParser{}, 90),
			util.Prioritized(breakParser{parser.NewThematicBreakParser()}, 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(mathParser{}, 110),
			util.Prioritized(blankParser{}, 120),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewEmphasisParser(), 500),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(extension.NewTableParagraphTransformer(), 200),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
		),
	)
	return p
}

// A converter turns goldmark's tree into ours.
type converter struct {
	source   []byte
	problems []Problem
	blanks   int
	stray    bool // a dollar without its partner has been reported
	last     rune // what the text before ends in, for quotation marks
}

func (c *converter) problem(offset int, message string) {
	c.problems = append(c.problems, Problem{Offset: offset, Message: message})
}

func (c *converter) blocks(parent ast.Node, depth int) []Block {
	if depth > maxDepth {
		c.problem(0, "lists and quotations are nested too deeply")
		return nil
	}
	var blocks []Block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		c.last = 0
		switch n := n.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			blocks = append(blocks, c.paragraph(n)...)
		case *ast.Heading:
			blocks = append(blocks, &Paragraph{Inlines: c.inlines(n, 0), Heading: true})
		case *ast.List:
			list := &List{Ordered: n.IsOrdered(), Start: n.Start, Tight: n.IsTight}
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				list.Items = append(list.Items, c.blocks(item, depth+1))
			}
			blocks = append(blocks, list)
		case *ast.Blockquote:
			blocks = append(blocks, &Quote{Blocks: c.blocks(n, depth+1)})
		case *ast.FencedCodeBlock:
			code := c.code(n.Lines())
			if n.Info != nil {
				c.codeInfo(code, string(n.Info.Value(c.source)), n.Info.Segment.Start)
			}
			blocks = append(blocks, code)
		case *ast.CodeBlock:
			blocks = append(blocks, c.code(n.Lines()))
		case *ast.ThematicBreak:
			blocks = append(blocks, &Separator{})
		case *mathBlock:
			blocks = append(blocks, c.math(n.tex, n.offset, n.open))
		case *east.Table:
			blocks = append(blocks, c.table(n))
		default:
			c.problem(c.offset(n), "this cannot be printed: "+n.Kind().String())
		}
	}
	return blocks
}

// offset returns where a node begins, as well as goldmark knows.
func (c *converter) offset(n ast.Node) int {
	if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
		return n.Lines().At(0).Start
	}
	return 0
}

func (c *converter) math(tex string, offset int, open bool) *Math {
	if open {
		c.problem(offset, "a formula is opened with $$ and never closed: close it with $$")
	}
	trimmed := strings.TrimSpace(tex)
	if trimmed == "" {
		c.problem(offset, "the formula is empty")
	}
	lead := len(tex) - len(strings.TrimLeft(tex, " \t\r\n"))
	return &Math{TeX: trimmed, Offset: offset + lead}
}

func (c *converter) code(lines *text.Segments) *Code {
	code := &Code{}
	for i := range lines.Len() {
		seg := lines.At(i)
		if i == 0 {
			code.Offset = seg.Start
		}
		line := strings.Repeat(" ", seg.Padding) + string(c.source[seg.Start:seg.Stop])
		code.Lines = append(code.Lines, strings.TrimRight(line, "\r\n"))
	}
	return code
}

// codeInfo reads what follows the fence: a language and {numbers}.
func (c *converter) codeInfo(code *Code, info string, offset int) {
	for _, word := range strings.Fields(info) {
		switch {
		case word == "{numbers}":
			code.Numbered = true
		case code.Language == "" && !strings.HasPrefix(word, "{"):
			code.Language = strings.ToLower(word)
		default:
			c.problem(offset, "behind ``` stands "+strconv.Quote(word)+": write a language and, for line numbers, {numbers}")
		}
	}
}

// covered reports whether a cell is the nothing between two bars, ||. At the end
// of a row, where the last bar may be missing, such cells have no place of their
// own.
func (c *converter) covered(cell ast.Node) bool {
	if at, ok := cellPlace(cell); ok {
		return at.Len() == 0 && at.Start > 0 && at.Start < len(c.source) && c.source[at.Start-1] == '|' && c.source[at.Start] == '|'
	}
	missing := 1
	before := cell.PreviousSibling()
	for ; before != nil; before = before.PreviousSibling() {
		if at, ok := cellPlace(before); ok {
			rest, _, _ := bytes.Cut(c.source[at.Stop:], []byte{'\n'})
			return missing < len(bytes.Trim(rest, " \t\r")) && len(bytes.Trim(rest, "| \t\r")) == 0 && bytes.Contains(rest, []byte("||"))
		}
		missing++
	}
	return false
}

// cellPlace returns the text of a cell in the source; false for a cell that the
// row does not have.
func cellPlace(cell ast.Node) (text.Segment, bool) {
	lines := cell.Lines()
	if lines == nil || lines.Len() != 1 {
		return text.Segment{}, false
	}
	return lines.At(0), true
}

func (c *converter) table(n *east.Table) *Table {
	t := &Table{Offset: c.offset(n)}
	for _, a := range n.Alignments {
		switch a {
		case east.AlignLeft:
			t.Align = append(t.Align, AlignLeft)
		case east.AlignCenter:
			t.Align = append(t.Align, AlignCenter)
		case east.AlignRight:
			t.Align = append(t.Align, AlignRight)
		default:
			t.Align = append(t.Align, AlignDefault)
		}
	}
	for row, r := n.FirstChild(), 0; row != nil; row, r = row.NextSibling(), r+1 {
		cells := make([][]Inline, 0, len(t.Align))
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if len(cells) > 0 && c.covered(cell) {
				if t.covered == nil {
					t.covered = map[[2]int]bool{}
				}
				t.covered[[2]int{r, len(cells)}] = true
			}
			c.last = 0
			cells = append(cells, c.inlines(cell, 0))
		}
		for len(cells) < len(t.Align) {
			cells = append(cells, nil)
		}
		if _, ok := row.(*east.TableHeader); ok {
			t.Header = cells
		} else {
			t.Rows = append(t.Rows, cells)
		}
	}
	return t
}

// paragraph converts a paragraph. Formulas between $$ split it, and figures on
// lines of their own become a row of figures.
func (c *converter) paragraph(n ast.Node) []Block {
	if figures := c.figureRow(n); figures != nil {
		return []Block{figures}
	}
	var blocks []Block
	var run []Inline
	flush := func() {
		if run = trimInlines(run); len(run) > 0 {
			blocks = append(blocks, &Paragraph{Inlines: run})
		}
		run = nil
	}
	for _, in := range c.inlines(n, 0) {
		if d, ok := in.(*displayInline); ok {
			flush()
			blocks = append(blocks, d.math)
			continue
		}
		run = append(run, in)
	}
	flush()
	return blocks
}

// displayInline carries a displayed formula out of the text of a paragraph.
type displayInline struct{ math *Math }

func (*displayInline) inline() {}

// trimInlines removes white space and breaks at both ends.
func trimInlines(list []Inline) []Inline {
	blank := func(in Inline) bool {
		switch in := in.(type) {
		case *Break:
			return true
		case *Text:
			return strings.TrimSpace(in.Value) == ""
		}
		return false
	}
	for len(list) > 0 && blank(list[0]) {
		list = list[1:]
	}
	for len(list) > 0 && blank(list[len(list)-1]) {
		list = list[:len(list)-1]
	}
	if len(list) > 0 {
		if t, ok := list[0].(*Text); ok {
			t.Value = strings.TrimLeft(t.Value, " ")
		}
		if t, ok := list[len(list)-1].(*Text); ok {
			t.Value = strings.TrimRight(t.Value, " ")
		}
	}
	return list
}

// betweenWide reports whether a line of the source ends and the next one begins
// with characters of Chinese or Japanese, which have no space between words.
func (c *converter) betweenWide(before string, end int) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRune(bytes.TrimLeft(c.source[min(end, len(c.source)):], " \t\r\n>"))
	return wide(last) && wide(next)
}

func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303f || r >= 0xff01 && r <= 0xff60
}

func (c *converter) inlines(parent ast.Node, depth int) []Inline {
	if depth > maxDepth {
		c.problem(c.offset(parent), "emphasis is nested too deeply")
		return nil
	}
	var list []Inline
	add := func(s string) {
		if s == "" {
			return
		}
		s, c.last = smart(c.last, s)
		if n := len(list); n > 0 {
			if t, ok := list[n-1].(*Text); ok {
				t.Value += s
				return
			}
		}
		list = append(list, &Text{Value: s})
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			value := util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(n.Value(c.source))))
			add(string(value))
			if n.HardLineBreak() {
				list = append(list, &Break{})
				c.last = 0
			} else if n.SoftLineBreak() && !c.betweenWide(string(value), n.Segment.Stop) {
				add(" ")
			}
			c.strayDollar(n)
		case *ast.String:
			add(string(n.Value))
		case *ast.CodeSpan:
			list = append(list, &CodeSpan{Value: c.codeSpan(n)})
			c.last = 'x'
		case *ast.Emphasis:
			list = append(list, &Emphasis{Strong: n.Level >= 2, Inlines: c.inlines(n, depth+1)})
		case *mathInline:
			list = append(list, c.inlineMath(n, depth))
			c.last = 'x'
		case *blankInline:
			list = append(list, &Blank{Index: c.blanks, Offset: n.offset})
			c.blanks++
			c.last = 'x'
		case *ast.Link:
			list = append(list, c.inlines(n, depth+1)...)
			add(" (" + string(n.Destination) + ")")
		case *ast.Image:
			message := "a figure stands within a line: put it on a line of its own, with an empty line before and after"
			for p := n.Parent(); p != nil; p = p.Parent() {
				if p.Kind() == east.KindTableCell {
					message = "a figure cannot stand in a table: put it above or below the table"
				}
			}
			c.problem(c.imageOffset(n), message)
		default:
			c.problem(c.offset(parent), "this cannot be printed: "+n.Kind().String())
		}
	}
	return list
}

func (c *converter) inlineMath(n *mathInline, depth int) Inline {
	m := c.math(n.tex, n.offset, false)
	if !n.display {
		return &InlineMath{TeX: m.TeX, Offset: m.Offset}
	}
	if depth > 0 || !isParagraph(n.Parent()) {
		c.problem(n.offset, "a displayed formula ($$) stands within emphasis, a heading or a table: use $…$ there")
		return &InlineMath{TeX: m.TeX, Offset: m.Offset}
	}
	return &displayInline{math: m}
}

func isParagraph(n ast.Node) bool {
	k := n.Kind()
	return k == ast.KindParagraph || k == ast.KindTextBlock
}

// strayDollar reports the first dollar sign that is neither a formula's nor escaped.
func (c *converter) strayDollar(n *ast.Text) {
	if c.stray {
		return
	}
	value := n.Segment.Value(c.source)
	for i, b := range value {
		if b == '$' && !(i > 0 && value[i-1] == '\\') && !(i == 0 && n.Segment.Start > 0 && c.source[n.Segment.Start-1] == '\\') {
			c.problem(n.Segment.Start+i, `a $ without its partner: close the formula with $, or write \$ for a dollar sign`)
			c.stray = true
			return
		}
	}
}

func (c *converter) codeSpan(n *ast.CodeSpan) string {
	var b strings.Builder
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch t := child.(type) {
		case *ast.Text:
			b.Write(bytes.ReplaceAll(t.Segment.Value(c.source), []byte("\n"), []byte(" ")))
		case *ast.String:
			b.Write(t.Value)
		}
	}
	return b.String()
}
