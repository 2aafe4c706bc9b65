package typeset

import (
	"iter"
	"unicode"
)

// maxPiece bounds what is shaped at once, in characters. Longer words exist
// only in damaged or hostile texts; shaping time would grow with the square.
const maxPiece = 512

// A piece is a part of a word that one face can print.
type piece struct {
	face  *Face
	runes []rune
}

// pieces splits a word by face. Characters without a face are left out and the
// first is noted in w.
func (f *Fonts) pieces(variant uint8, text string, w *shapedWord) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		var p piece
		for cluster, face := range f.covered(variant, text, w) {
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

// covered yields what can be printed of a word's clusters, with the faces that
// print it. The first character that cannot is noted in w.
func (f *Fonts) covered(variant uint8, text string, w *shapedWord) iter.Seq2[[]rune, *Face] {
	return func(yield func([]rune, *Face) bool) {
		choose := f.chooser(variant, text)
		for cluster := range clusters(text) {
			face := choose.face(cluster)
			if face == nil {
				cluster, face = choose.partial(cluster, w)
			}
			if face != nil && !yield(cluster, face) {
				return
			}
		}
	}
}

// partial returns what can be printed of a cluster that no face covers: its
// base if there is a face for that, with the marks that face has.
func (c *chooser) partial(cluster []rune, w *shapedWord) ([]rune, *Face) {
	note := func(r rune) {
		if w.missing == nil {
			w.missing = &MissingGlyphError{r}
		}
	}
	face := c.face(cluster[:1])
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

// Missing returns the first character of a text that no face can print. It
// does not shape the text.
func (f *Fonts) Missing(text string, st Style) (rune, bool) {
	var w shapedWord
	for word := range words(text) {
		for range f.covered(st.variant(), word, &w) {
		}
		if w.missing != nil {
			return w.missing.(*MissingGlyphError).Rune, true
		}
	}
	return 0, false
}
