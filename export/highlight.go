package export

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"github.com/papersetter/papersetter/bank/markup"
)

// Token is a piece of program text on one line.
type Token struct {
	Text             string
	Keyword, Comment bool
}

// Highlight splits program text into lines of tokens: what is a keyword and
// what a comment, by the rules of its language. Tabs become spaces, and nothing
// else changes.
func Highlight(b *markup.Code) [][]Token {
	text := make([]string, len(b.Lines))
	for i, l := range b.Lines {
		text[i] = ExpandTabs(l)
	}
	plain := make([][]Token, len(text))
	for i, l := range text {
		plain[i] = []Token{{Text: l}}
	}
	lexer := lexers.Get(b.Language)
	if lexer == nil || b.Language == "" {
		return plain
	}
	iterator, err := chroma.Coalesce(lexer).Tokenise(nil, strings.Join(text, "\n")+"\n")
	if err != nil {
		return plain
	}
	lines := make([][]Token, 1, len(text))
	for _, t := range iterator.Tokens() {
		tok := Token{
			Keyword: t.Type.InCategory(chroma.Keyword) || t.Type == chroma.OperatorWord,
			Comment: t.Type.InCategory(chroma.Comment),
		}
		for i, piece := range strings.Split(t.Value, "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			if tok.Text = piece; piece != "" {
				lines[len(lines)-1] = append(lines[len(lines)-1], tok)
			}
		}
	}
	if !sameText(lines[:min(len(lines), len(text))], text) {
		return plain // a lexer that changes the text is not to be trusted with an exam
	}
	return lines[:len(text)]
}

func sameText(lines [][]Token, text []string) bool {
	if len(lines) != len(text) {
		return false
	}
	for i, Tokens := range lines {
		var b strings.Builder
		for _, t := range Tokens {
			b.WriteString(t.Text)
		}
		if b.String() != text[i] {
			return false
		}
	}
	return true
}

// ExpandTabs turns tabs into spaces, with stops every four characters.
func ExpandTabs(s string) string {
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
