package typeset

import (
	"iter"
	"unicode/utf8"
)

// Direction is the way in which a text as a whole runs: where its lines begin
// and how what has no direction of its own is ordered. Words of the other
// direction keep theirs within it.
type Direction uint8

// The directions of a text.
const (
	AutoDirection Direction = iota // that of the first letter, left to right if there is none
	LeftToRight
	RightToLeft
)

// DirectionOf returns the direction of the first letter of a text,
// [LeftToRight] if there is none.
func DirectionOf(text string) Direction {
	if !mayRunLeft(text) {
		return LeftToRight
	}
	if levelsOf([]rune(text), AutoDirection).base == 1 {
		return RightToLeft
	}
	return LeftToRight
}

// runsLeft reports whether r is of a script that runs from right to left. It
// may be wrong for characters that are in no face of ours.
func runsLeft(r rune) bool {
	switch {
	case r < 0x590:
		return false
	case r < 0x900, 0xfb1d <= r && r <= 0xfdff, 0xfe70 <= r && r <= 0xfefc, 0x10800 <= r && r <= 0x10fff, 0x1e800 <= r && r <= 0x1efff:
		return true
	}
	return false
}

// mayRunLeft reports whether there are letters that run from right to left.
func mayRunLeft(text string) bool {
	for i := range len(text) {
		if text[i] >= 0xd6 { // the first byte of U+0590 and of all that follow
			for _, r := range text[i:] {
				if runsLeft(r) {
					return true
				}
			}
			return false
		}
	}
	return false
}

// levels are the embedding levels of characters, after the Unicode
// Bidirectional Algorithm (UAX #9): even ones run to the right, odd ones to
// the left.
type levels struct {
	base uint8
	of   []uint8
}

// neutral stands for what is no text: formulas, blanks, drawings.
const neutral = '\ufffc'

// levelsOf resolves the levels of a paragraph. Overrides count as embeddings:
// hidden characters must not reverse the letters that a reader sees.
func levelsOf(runes []rune, d Direction) levels {
	text := make([]rune, len(runes))
	for i, r := range runes {
		switch r {
		case '\n', '\r', '\v', '\f', '\x1c', '\x1d', '\x1e', '\x85', '\u2029':
			r = '\u2028' // no paragraph ends here
		case '\u202d':
			r = '\u202a'
		case '\u202e':
			r = '\u202b'
		}
		text[i] = r
	}
	base, of := resolveLevels(text, d)
	return levels{base, of}
}

// A stretch is a part of a word that runs in one direction.
type stretch struct {
	word  *shapedWord
	level uint8
}

// left reports whether the stretch runs to the left.
func left(level uint8) bool { return level%2 == 1 }

// directed returns the variant for a level.
func directed(variant, level uint8) uint8 {
	if left(level) {
		return variant | leftVariant
	}
	return variant
}

// shapeBothWays is [Fonts.Shape] for text that may run to the left.
func (f *Fonts) shapeBothWays(text string, s *shapeSetter) {
	levels := levelsOf([]rune(text), AutoDirection)
	var list []stretch
	var order []uint8
	at := 0
	for word := range words(text) {
		for part, level := range byLevel(word, levels.of[at:]) {
			w := f.word(directed(s.style.variant(), level), part)
			s.note(w)
			list, order = append(list, stretch{w, level}), append(order, level)
		}
		at += utf8.RuneCountInString(word)
	}
	var reading []readingPlace // of the runs
	last := uint8(0)
	for _, k := range visualOrder(order) {
		word := list[k].word
		// Runs are of one level, and to the left of one word.
		s.ended = left(order[k]) || order[k] != last
		last = order[k]
		if s.rtl = left(list[k].level); s.rtl {
			for from, to := range word.leftwards(0, len(word.glyphs)) {
				for i := from; i < to; i++ {
					s.glyph(&word.glyphs[i])
				}
			}
		} else {
			s.word(word)
		}
		reading = read(reading, len(s.runs), k, s.rtl)
	}
	sortByReading(s.runs, reading)
}

// byLevel yields the parts of a word that have one level.
func byLevel(word string, levels []uint8) iter.Seq2[string, uint8] {
	return func(yield func(string, uint8) bool) {
		from, n := 0, 0
		for i := range word {
			if n > 0 && levels[n] != levels[n-1] {
				if !yield(word[from:i], levels[n-1]) {
					return
				}
				from = i
			}
			n++
		}
		if n > 0 {
			yield(word[from:], levels[n-1])
		}
	}
}

// leftwards yields the clusters among some glyphs, the last of the text first:
// as they stand from left to right in text that runs to the left.
func (w *shapedWord) leftwards(from, to int) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for end := to; end > from; {
			start := end - 1
			for start > from && w.glyphs[start].text == "" {
				start--
			}
			if !yield(start, end) {
				return
			}
			end = start
		}
	}
}
