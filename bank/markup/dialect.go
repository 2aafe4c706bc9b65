package markup

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// What our dialect adds to CommonMark: formulas, blanks, and thematic breaks
// that leave underscores to blanks.

var (
	kindMathBlock   = ast.NewNodeKind("PapersetterMathBlock")
	kindMathInline  = ast.NewNodeKind("PapersetterMath")
	kindBlankInline = ast.NewNodeKind("PapersetterBlank")
)

// mathBlock is a displayed formula whose $$ begins a line. Its lines are kept
// from the other block parsers, to which a line that begins with + or - is a list.
type mathBlock struct {
	ast.BaseBlock
	tex    string
	offset int
	open   bool // never closed
}

func (*mathBlock) Kind() ast.NodeKind           { return kindMathBlock }
func (*mathBlock) IsRaw() bool                  { return true }
func (n *mathBlock) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

type mathBlockParser struct{}

func (mathBlockParser) Trigger() []byte { return []byte{'$'} }

func (mathBlockParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	start := pc.BlockOffset()
	if start < 0 || !bytes.HasPrefix(line[start:], []byte("$$")) {
		return nil, parser.NoChildren
	}
	body := line[start+2:]
	n := &mathBlock{offset: segment.Start - segment.Padding + start + 2, open: true}
	if end := bytes.Index(body, []byte("$$")); end >= 0 {
		if len(bytes.TrimSpace(body[end+2:])) > 0 {
			return nil, parser.NoChildren // text follows: a formula within a paragraph
		}
		n.tex, n.open = string(body[:end]), false
		reader.AdvanceToEOL()
		return n, parser.Close | parser.NoChildren
	}
	n.tex = string(body)
	reader.AdvanceToEOL()
	return n, parser.Continue | parser.NoChildren
}

func (mathBlockParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	n := node.(*mathBlock)
	line, _ := reader.PeekLine()
	if end := bytes.Index(line, []byte("$$")); end >= 0 && len(bytes.TrimSpace(line[end+2:])) == 0 {
		n.tex += string(line[:end])
		n.open = false
		reader.AdvanceToEOL()
		return parser.Close
	}
	n.tex += string(line)
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

func (mathBlockParser) Close(ast.Node, text.Reader, parser.Context) {}
func (mathBlockParser) CanInterruptParagraph() bool                 { return true }
func (mathBlockParser) CanAcceptIndentedLine() bool                 { return false }

// mathInline is a formula within a paragraph; display if between $$.
type mathInline struct {
	ast.BaseInline
	tex     string
	offset  int
	display bool
}

func (*mathInline) Kind() ast.NodeKind           { return kindMathInline }
func (n *mathInline) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

type mathParser struct{}

func (mathParser) Trigger() []byte { return []byte{'$'} }

// Parse reads $…$ or $$…$$. As in Pandoc, an opening $ has no space behind it
// and a closing $ none before it and no digit behind it, so that prices stay text.
func (mathParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	dollars := 1
	if bytes.HasPrefix(line, []byte("$$")) {
		dollars = 2
	}
	savedLine, savedPos := block.Position()
	block.Advance(dollars)
	n := &mathInline{offset: segment.Start + dollars, display: dollars == 2}
	var tex []byte
	for first := true; ; first = false {
		line, _ := block.PeekLine()
		if line == nil {
			break
		}
		if first && (len(line) == 0 || dollars == 1 && isSpace(line[0])) {
			break
		}
		if end := closing(line, tex, dollars); end >= 0 {
			n.tex = string(append(tex, line[:end]...))
			block.Advance(end + dollars)
			return n
		}
		tex = append(tex, line...)
		block.AdvanceLine()
	}
	block.SetPosition(savedLine, savedPos)
	return nil
}

// closing returns where the closing dollars stand in the line, or -1.
func closing(line, before []byte, dollars int) int {
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\':
			i++
		case line[i] != '$':
		case dollars == 2:
			if i+1 < len(line) && line[i+1] == '$' {
				return i
			}
		default:
			previous := byte(' ')
			if i > 0 {
				previous = line[i-1]
			} else if len(before) > 0 {
				previous = before[len(before)-1]
			}
			if isSpace(previous) || i+1 < len(line) && line[i+1] >= '0' && line[i+1] <= '9' {
				return -1
			}
			return i
		}
	}
	return -1
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }

// blankInline is a gap for the candidate to fill.
type blankInline struct {
	ast.BaseInline
	offset int
}

func (*blankInline) Kind() ast.NodeKind           { return kindBlankInline }
func (n *blankInline) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

type blankParser struct{}

func (blankParser) Trigger() []byte { return []byte{'_'} }

// Parse reads a run of at least three underscores; three of them only where
// they cannot begin or end emphasis.
func (blankParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	n := 0
	for n < len(line) && line[n] == '_' {
		n++
	}
	if n < 3 || n == 3 && (n < len(line) && isWord(line[n]) || isWordRune(block.PrecendingCharacter())) {
		return nil
	}
	block.Advance(n)
	return &blankInline{offset: segment.Start}
}

func isWord(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b >= 0x80
}

func isWordRune(r rune) bool { return r >= 0x80 || isWord(byte(r)) }

// breakParser is CommonMark's thematic break without the spelling ___, which
// is a blank that stands alone on its line.
type breakParser struct{ parser.BlockParser }

func (breakParser) Trigger() []byte { return []byte{'-', '*'} }
