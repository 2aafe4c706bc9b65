package typeset

import (
	"fmt"
	"iter"
	gomath "math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// MissingGlyphError is a character that no face can print.
type MissingGlyphError struct {
	Rune rune
}

func (e *MissingGlyphError) Error() string {
	switch {
	case e.Rune == unicode.ReplacementChar:
		return "the text holds damaged characters (U+FFFD): save the file as UTF-8"
	case unicode.IsControl(e.Rune):
		return fmt.Sprintf("the text holds the control character U+%04X: remove it", e.Rune)
	}
	return fmt.Sprintf("no font has the character U+%04X (%c): write it as a formula or with other characters", e.Rune, e.Rune)
}

// Shape turns text into runs of glyphs on one baseline that starts at 0, 0, and
// returns their advance. Kerning and ligatures are those of the faces; mono has
// no ligatures. Tabs and line ends become spaces, and invisible characters
// that only direct layout are dropped. A character in no face is left out and
// reported as a *MissingGlyphError; the runs are complete without it.
//
// The direction of the whole is [DirectionOf] the text. The runs are in reading
// order, so that in text from right to left the first stands furthest right.
func (f *Fonts) Shape(text string, st Style) ([]*Glyphs, Length, error) {
	s := shapeSetter{style: st}
	if mayRunLeft(text) {
		f.shapeBothWays(text, &s)
		return s.runs, s.x, s.err
	}
	for word := range words(text) {
		s.word(f.word(st.variant(), word))
	}
	return s.runs, s.x, s.err
}

// A shapeSetter puts words side by side.
type shapeSetter struct {
	style Style
	runs  []*Glyphs
	x     Length
	rtl   bool  // of the word
	ended bool  // the last run must not go on
	err   error // the first *MissingGlyphError, or nil
}

func (s *shapeSetter) word(w *shapedWord) {
	s.note(w)
	for i := range w.glyphs {
		s.glyph(&w.glyphs[i])
	}
}

// note keeps the first error.
func (s *shapeSetter) note(w *shapedWord) {
	if w.missing != nil && s.err == nil {
		s.err = w.missing
	}
}

// glyph adds a glyph to the last run if it has the glyph's face.
func (s *shapeSetter) glyph(g *unitGlyph) {
	spacing := s.style.spacing(g)
	if n := len(s.runs); n == 0 || s.runs[n-1].Face != g.face || s.runs[n-1].Spacing != spacing || s.ended {
		s.runs = append(s.runs, &Glyphs{Face: g.face, Size: s.style.Size, X: s.x, Gray: s.style.Gray, Spacing: spacing, RTL: s.rtl})
	}
	s.ended = false
	last := s.runs[len(s.runs)-1]
	glyph := s.style.scaled(g)
	last.Run = append(last.Run, glyph)
	s.x += glyph.Advance
}

// words yields the words of a text and, one by one, the spaces between them.
func words(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for text != "" {
			n := strings.IndexAny(text, " \t\r\n")
			word := text[:max(n, 0)]
			switch {
			case n < 0:
				word = text
			case n == 0:
				word = " "
				n = 1
			}
			if !yield(word) {
				return
			}
			if n < 0 {
				return
			}
			text = text[n:]
		}
	}
}

// A unitGlyph is a shaped glyph in the units of its face.
type unitGlyph struct {
	face            *Face
	id              uint16
	advance, dx, dy int32
	top, bottom     int32  // of the ink, from the baseline, y up
	text            string // as in Glyph
	last            bool   // of its cluster: letter spacing goes behind it
	joined          bool   // to the next letter: there is no letter spacing
}

// scaled returns a glyph in a style.
func (st *Style) scaled(g *unitGlyph) Glyph {
	return Glyph{
		ID:      g.id,
		Advance: st.advance(g),
		DX:      st.Size.units(g.dx, g.face),
		DY:      st.Size.units(g.dy, g.face),
		Text:    g.text,
	}
}

// units returns n font units at the size em, rounded to the nearest Length.
func (em Length) units(n int32, f *Face) Length {
	return divide(em*Length(n), Length(f.UnitsPerEm()))
}

// divide rounds a/b to the nearest, halves up; b > 0.
func divide(a, b Length) Length {
	q := (2*a + b) / (2 * b)
	if (2*a+b)%(2*b) < 0 {
		q--
	}
	return q
}

// A shapedWord is the glyphs of a word, whatever its size. It is shared.
type shapedWord struct {
	// glyphs of one cluster stand from left to right. The clusters are in the
	// order of the text, even if that runs from right to left: lines are broken
	// in that order, and only then set.
	glyphs  []unitGlyph
	printed string // the text of the glyphs
	missing error  // the first *MissingGlyphError, or nil

	hyphenate sync.Once
	hyphens   []int
}

// hyphenated returns where the word may be hyphenated by rule, in bytes of
// what is printed.
func (w *shapedWord) hyphenated() []int {
	w.hyphenate.Do(func() { w.hyphens = hyphens(w.printed) })
	return w.hyphens
}

// word shapes a word.
func (f *Fonts) word(variant uint8, text string) *shapedWord {
	if w := f.words.get(variant, text); w != nil {
		return w
	}
	w := &shapedWord{}
	for p := range f.pieces(variant, text, w) {
		w.glyphs = p.face.shape(w.glyphs, p.runes, variant)
	}
	var printed strings.Builder
	for i := range w.glyphs {
		printed.WriteString(w.glyphs[i].text)
	}
	w.printed = printed.String()
	f.words.put(variant, text, w)
	return w
}

// A shaper is the state that shaping with a face needs. One goroutine uses it
// at a time.
type shaper struct {
	font   *harfbuzz.Font
	buffer *harfbuzz.Buffer
}

// borrow returns a shaper that nobody else uses; giveBack takes it back.
func (f *Face) borrow() *shaper {
	f.parsed()
	f.mu.Lock()
	defer f.mu.Unlock()
	if n := len(f.free); n > 0 {
		s := f.free[n-1]
		f.free = f.free[:n-1]
		return s
	}
	return &shaper{harfbuzz.NewFont(font.NewFace(f.font)), harfbuzz.NewBuffer()}
}

func (f *Face) giveBack(s *shaper) {
	f.mu.Lock()
	f.free = append(f.free, s)
	f.mu.Unlock()
}

// noLigatures keeps what is typed in program text apart: JetBrains Mono draws
// != as one sign by contextual alternates. In spaced text the letters of other
// faces stand apart as well.
var noLigatures = []harfbuzz.Feature{off("calt"), off("liga"), off("clig")}

func off(tag string) harfbuzz.Feature {
	return harfbuzz.Feature{Tag: ot.MustNewTag(tag), End: harfbuzz.FeatureGlobalEnd}
}

// shape appends the glyphs of characters that the face has.
func (f *Face) shape(glyphs []unitGlyph, runes []rune, variant uint8) []unitGlyph {
	s := f.borrow()
	defer f.giveBack(s)
	b := s.buffer
	b.Clear()
	b.Flags = harfbuzz.Bot | harfbuzz.Eot | harfbuzz.RemoveDefaultIgnorables | harfbuzz.DoNotinsertDottedCircle
	// All of it is said: what is left open would be guessed from the locale.
	b.Props = harfbuzz.SegmentProperties{Language: "en", Script: script(runes), Direction: harfbuzz.LeftToRight}
	if variant&leftVariant != 0 {
		b.Props.Direction = harfbuzz.RightToLeft
	}
	b.AddRunes(runes, 0, len(runes))
	var features []harfbuzz.Feature
	if !f.ligatures || variant&spacedVariant != 0 {
		features = noLigatures
	}
	b.Shape(s.font, features)
	joined := b.Props.Script == language.Arabic // spacing would tear the letters apart
	text := string(runes)
	at, taken := 0, 0   // taken bytes are the first at runes
	last := len(glyphs) // where the cluster before begins
	for from, to := range inTextOrder(b.Info, variant) {
		end := len(runes)
		if next := nextCluster(b.Info, from, to, variant); next >= 0 {
			end = b.Info[next].Cluster
		}
		n := len(string(runes[at:end]))
		first := len(glyphs)
		width := int32(0)
		for i := from; i < to; i++ {
			info := &b.Info[i]
			g := unitGlyph{face: f, id: uint16(info.Glyph), advance: b.Pos[i].XAdvance, dx: b.Pos[i].XOffset, dy: b.Pos[i].YOffset, joined: joined}
			if ink, ok := s.font.Face().GlyphExtents(info.Glyph); ok {
				g.top = g.dy + int32(gomath.Ceil(float64(ink.YBearing)))
				g.bottom = g.dy + int32(gomath.Floor(float64(ink.YBearing+ink.Height)))
			}
			width += g.advance
			glyphs = append(glyphs, g)
		}
		if variant&leftVariant != 0 && width == 0 && at > 0 {
			// A letter that is drawn upon the one before, as alef upon lam: the
			// two are one cluster, whose glyphs stand from left to right.
			moved := slices.Clone(glyphs[first:])
			copy(glyphs[last+len(moved):], glyphs[last:first])
			copy(glyphs[last:], moved)
			glyphs[last].text = text[taken-len(glyphs[last+len(moved)].text) : taken+n]
			glyphs[last+len(moved)].text = ""
		} else {
			glyphs[first].text = text[taken : taken+n]
			glyphs[len(glyphs)-1].last = true
			last = first
		}
		at, taken = end, taken+n
	}
	return glyphs
}

// inTextOrder yields the clusters of shaped glyphs, each from its first glyph
// to the one behind it, in the order of the text.
func inTextOrder(infos []harfbuzz.GlyphInfo, variant uint8) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		if variant&leftVariant == 0 {
			for from, to := 0, 0; from < len(infos); from = to {
				for to < len(infos) && infos[to].Cluster == infos[from].Cluster {
					to++
				}
				if !yield(from, to) {
					return
				}
			}
			return
		}
		for from, to := len(infos), len(infos); to > 0; to = from {
			for from > 0 && infos[from-1].Cluster == infos[to-1].Cluster {
				from--
			}
			if !yield(from, to) {
				return
			}
		}
	}
}

// nextCluster returns a glyph of the cluster that follows glyphs from to to in
// the text, or -1.
func nextCluster(infos []harfbuzz.GlyphInfo, from, to int, variant uint8) int {
	if variant&leftVariant != 0 {
		return from - 1
	}
	if to == len(infos) {
		return -1
	}
	return to
}

// script returns the script of the first letter, Latin if there is none.
func script(runes []rune) language.Script {
	for _, r := range runes {
		if s := language.LookupScript(r); s.Strong() && s != language.Unknown {
			return s
		}
	}
	return language.Latin
}
