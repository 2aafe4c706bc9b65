package typeset

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-text/typesetting/segmenter"
)

// Chinese and Japanese text has no spaces: its lines break between characters,
// but not where a line would begin with closing punctuation or a small kana, or
// end with an opening bracket. That is what the line breaking of UAX #14 says
// in its strict form.

// gapStretch is how many times an em is wider than the stretch between two
// characters. Forty characters can so make room for one that does not fit
// without anybody seeing it.
const gapStretch = 16

// hasWide reports whether there are Chinese or Japanese characters.
func hasWide(text string) bool {
	for i := range len(text) {
		if text[i] >= 0xe2 { // the first byte of U+2000 and of all that follow
			return strings.IndexFunc(text[i:], wide) >= 0
		}
	}
	return false
}

// joins reports whether white space between the last word and rest only ends a
// line of the source: where characters need no space there is none.
func (t *Text) joins(space, rest string) bool {
	n := len(t.tokens)
	if rest == "" || n == 0 || t.tokens[n-1].kind != wordToken || !strings.Contains(space, "\n") {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(t.tokens[n-1].text)
	return wide(last) && wide(firstRune(rest))
}

// breakWide finds the places where lines may break among wide characters, and
// where these may move apart.
func (t *Text) breakWide() {
	runes := t.content()
	may := make([]bool, len(runes)+1)
	var s segmenter.Segmenter
	s.Init(runes)
	for it := s.LineIterator(); it.Next(); {
		may[it.Line().Offset] = true
	}
	w := wideBreaks{may: may}
	kana := slices.ContainsFunc(runes, func(r rune) bool { return scriptOf(r) == japanese })
	tokens := slices.Clone(t.tokens)
	for i := range tokens {
		switch tok := &tokens[i]; tok.kind {
		case wordToken:
			if kana && hasWide(tok.text) {
				tok.word = t.fonts.word(directed(tok.style.variant()|japaneseVariant, tok.level), tok.text)
			}
			w.word(tok)
			if i+1 < len(tokens) && (tokens[i+1].kind == formulaToken || tokens[i+1].kind == objectToken) {
				w.place(tok, len(tok.word.printed), neutral)
			}
		case formulaToken, objectToken:
			w.at++
			w.last, w.behind = neutral, w.at
		default:
			w.at += utf8.RuneCountInString(tok.text)
			if tok.kind == breakToken {
				w.at++
			}
			w.last = 0
		}
	}
	t.tokens = tokens
}

// wideBreaks goes through a text and says where it may break.
type wideBreaks struct {
	may    []bool // UAX #14 allows a break before the character
	at     int    // the next character
	last   rune   // what was printed last, 0 after a space
	behind int    // the character behind it
}

// word notes the places within a word and before it.
func (w *wideBreaks) word(tok *token) {
	tok.breaks = nil
	offset := 0
	for _, r := range tok.text {
		if printed := tok.word.printed[offset:]; printed != "" && firstRune(printed) == r {
			w.place(tok, offset, r)
			offset += utf8.RuneLen(r)
			w.last, w.behind = r, w.at+1
		}
		w.at++
	}
}

// place notes what may happen between what was printed last and next.
func (w *wideBreaks) place(tok *token, offset int, next rune) {
	if w.last == 0 || !wide(w.last) && !wide(next) || w.last == next && (next == '…' || next == '—') {
		return
	}
	c := offsetChance{offset: offset, penalty: forbidden, gap: true}
	for _, may := range w.may[w.behind : w.at+1] {
		if may {
			c.penalty = 0
		}
	}
	tok.breaks = append(tok.breaks, c)
}

// gap is the room between characters that may move apart.
func (tok *token) gap(parts []part, i, penalty int) []part {
	if penalty >= forbidden {
		parts = append(parts, part{kind: penaltyPart, penalty: forbidden, token: i})
	}
	return append(parts, part{kind: gluePart, stretch: tok.style.Size / gapStretch, token: i})
}
