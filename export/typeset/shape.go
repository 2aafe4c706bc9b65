package typeset

import (
	"fmt"
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
// Text runs from left to right: no face has letters of right-to-left scripts.
func (f *Fonts) Shape(text string, st Style) ([]*Glyphs, Length, error) {
	var runs []*Glyphs
	var err error
	x := Length(0)
	for word := range words(text) {
		w := f.word(st.variant(), word)
		if w.missing != nil && err == nil {
			err = w.missing
		}
		for i := range w.glyphs {
			g := &w.glyphs[i]
			runs = appendGlyph(runs, g, st, x)
			x += st.Size.units(g.advance, g.face)
		}
	}
	return runs, x, err
}

// appendGlyph adds a glyph at x to the last run if it has the glyph's face.
func appendGlyph(runs []*Glyphs, g *unitGlyph, st Style, x Length) []*Glyphs {
	if n := len(runs); n == 0 || runs[n-1].Face != g.face {
		runs = append(runs, &Glyphs{Face: g.face, Size: st.Size, X: x, Gray: st.Gray})
	}
	last := runs[len(runs)-1]
	last.Run = append(last.Run, g.scaled(st.Size))
	return runs
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
}

func (g *unitGlyph) scaled(size Length) Glyph {
	return Glyph{
		ID:      g.id,
		Advance: size.units(g.advance, g.face),
		DX:      size.units(g.dx, g.face),
		DY:      size.units(g.dy, g.face),
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

// maxPiece bounds what is shaped at once, in characters. Longer words exist
// only in damaged or hostile texts; shaping time would grow with the square.
const maxPiece = 512

// word shapes a word.
func (f *Fonts) word(variant uint8, text string) *shapedWord {
	if w := f.words.get(variant, text); w != nil {
		return w
	}
	w := &shapedWord{}
	for p := range f.pieces(variant, text, w) {
		w.glyphs = p.face.shape(w.glyphs, p.runes)
	}
	var printed strings.Builder
	for i := range w.glyphs {
		printed.WriteString(w.glyphs[i].text)
	}
	w.printed = printed.String()
	f.words.put(variant, text, w)
	return w
}

// A piece is a part of a word that one face can print.
type piece struct {
	face  *Face
	runes []rune
}

// pieces splits a word by face. Characters without a face are left out and the
// first is noted in w.
func (f *Fonts) pieces(variant uint8, text string, w *shapedWord) func(yield func(piece) bool) {
	return func(yield func(piece) bool) {
		order := f.order(variant)
		var p piece
		for cluster := range clusters(text) {
			face := cover(order, cluster)
			if face == nil {
				cluster, face = f.partial(order, cluster, w)
				if face == nil {
					continue
				}
			}
			if p.face != nil && (p.face != face || len(p.runes)+len(cluster) > maxPiece) {
				if !yield(p) {
					return
				}
				p.runes = nil
			}
			p.face = face
			p.runes = append(p.runes, cluster...)
		}
		if p.face != nil {
			yield(p)
		}
	}
}

// partial returns what can be printed of a cluster that no face covers: its
// base if there is a face for that, with the marks that face has.
func (f *Fonts) partial(order [4]*Face, cluster []rune, w *shapedWord) ([]rune, *Face) {
	note := func(r rune) {
		if w.missing == nil {
			w.missing = &MissingGlyphError{r}
		}
	}
	face := cover(order, cluster[:1])
	if face == nil {
		note(cluster[0])
		return nil, nil
	}
	kept := cluster[:1:1]
	for _, r := range cluster[1:] {
		if face.prints(r) {
			kept = append(kept, r)
		} else {
			note(r)
		}
	}
	return kept, face
}

// cover returns the first face that prints all of a cluster, or nil.
func cover(order [4]*Face, cluster []rune) *Face {
	for _, face := range order {
		if !slices.ContainsFunc(cluster, func(r rune) bool { return !face.prints(r) }) {
			return face
		}
	}
	return nil
}

// prints reports whether the face can print a character. Spaces of other
// widths and the non-breaking hyphen are made from the plain ones.
func (f *Face) prints(r rune) bool {
	if joiner(r) {
		return true
	}
	if r == unicode.ReplacementChar || unicode.IsControl(r) {
		return false
	}
	if _, ok := f.GlyphFor(r); ok {
		return true
	}
	switch {
	case unicode.Is(unicode.Zs, r) && r != '\u1680': // the space of Ogham is drawn
		_, ok := f.GlyphFor(' ')
		return ok
	case r == '\u2011':
		_, ok := f.GlyphFor('\u2010')
		return ok
	}
	return false
}

// clusters yields base characters with the marks that follow them. The slice
// is valid until the next one.
func clusters(text string) func(yield func([]rune) bool) {
	return func(yield func([]rune) bool) {
		var cluster []rune
		for _, r := range text {
			if invisible(r) {
				continue
			}
			joins := unicode.Is(unicode.M, r) || joiner(r)
			if len(cluster) > 0 && (!joins || len(cluster) == maxPiece) {
				if !yield(cluster) {
					return
				}
				cluster = cluster[:0]
			}
			if len(cluster) == 0 && joiner(r) {
				continue
			}
			cluster = append(cluster, r)
		}
		if len(cluster) > 0 {
			yield(cluster)
		}
	}
}

// joiner reports whether r says how its neighbours are drawn: joined, apart, or
// in another variant.
func joiner(r rune) bool {
	return r == '\u200c' || r == '\u200d' || unicode.Is(unicode.Variation_Selector, r)
}

// invisible reports whether r only directs layout: soft hyphens, zero-width
// spaces, marks of writing direction, byte order marks and tags.
func invisible(r rune) bool {
	switch {
	case r < 0x80:
		return false
	case r == 0xad, r == 0x34f, r == 0x61c, r == 0x180e, r == 0x200b, r == 0x200e, r == 0x200f, r == 0xfeff:
		return true
	case 0x202a <= r && r <= 0x202e, 0x2060 <= r && r <= 0x206f, 0xe0000 <= r && r <= 0xe007f:
		return true
	}
	return false
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
// != as one sign by contextual alternates.
var noLigatures = []harfbuzz.Feature{off("calt"), off("liga"), off("clig")}

func off(tag string) harfbuzz.Feature {
	return harfbuzz.Feature{Tag: ot.MustNewTag(tag), End: harfbuzz.FeatureGlobalEnd}
}

// shape appends the glyphs of characters that the face has.
func (f *Face) shape(glyphs []unitGlyph, runes []rune) []unitGlyph {
	s := f.borrow()
	defer f.giveBack(s)
	b := s.buffer
	b.Clear()
	b.Flags = harfbuzz.Bot | harfbuzz.Eot | harfbuzz.RemoveDefaultIgnorables | harfbuzz.DoNotinsertDottedCircle
	// All of it is said: what is left open would be guessed from the locale.
	b.Props = harfbuzz.SegmentProperties{Language: "en", Script: script(runes), Direction: harfbuzz.LeftToRight}
	b.AddRunes(runes, 0, len(runes))
	var features []harfbuzz.Feature
	if !f.ligatures {
		features = noLigatures
	}
	b.Shape(s.font, features)
	text := string(runes)
	at, taken := 0, 0 // taken bytes are the first at runes
	for i, info := range b.Info {
		g := unitGlyph{face: f, id: uint16(info.Glyph), advance: b.Pos[i].XAdvance, dx: b.Pos[i].XOffset, dy: b.Pos[i].YOffset}
		if ink, ok := s.font.Face().GlyphExtents(info.Glyph); ok {
			g.top = g.dy + int32(gomath.Ceil(float64(ink.YBearing)))
			g.bottom = g.dy + int32(gomath.Floor(float64(ink.YBearing+ink.Height)))
		}
		if i == 0 || info.Cluster != b.Info[i-1].Cluster {
			end := clusterEnd(b.Info, i, len(runes))
			n := len(string(runes[at:end]))
			g.text = text[taken : taken+n]
			at, taken = end, taken+n
		}
		glyphs = append(glyphs, g)
	}
	return glyphs
}

// clusterEnd returns where the cluster of glyph i ends, in runes.
func clusterEnd(infos []harfbuzz.GlyphInfo, i, n int) int {
	for _, next := range infos[i:] {
		if next.Cluster != infos[i].Cluster {
			return next.Cluster
		}
	}
	return n
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

// Missing returns the first character of a text that no face can print. It
// does not shape the text.
func (f *Fonts) Missing(text string, st Style) (rune, bool) {
	var w shapedWord
	order := f.order(st.variant())
	for word := range words(text) {
		for cluster := range clusters(word) {
			if cover(order, cluster) != nil {
				continue
			}
			if f.partial(order, cluster, &w); w.missing != nil {
				return w.missing.(*MissingGlyphError).Rune, true
			}
		}
	}
	return 0, false
}
