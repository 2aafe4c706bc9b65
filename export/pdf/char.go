package pdf

import (
	"encoding/binary"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/typeset"
)

// A char is what one code of a font draws and stands for.
//
// Readers learn one character from a code. So a cluster of glyphs becomes as
// many codes as it has characters: the first draws all of the cluster (the
// ligature, the letter with its accents, the syllable), the others draw
// nothing, and all share its width, as a caret in a ligature would.
type char struct {
	face *typeset.Face // nil: invisible
	id   uint16
	more string // the glyphs after the first and all displacements, see placements
	r    rune   // the character it stands for
	part uint16 // it is the part-th …
	of   uint16 // … of the characters of its cluster
	// pad is the letter spacing behind the cluster, in thousandths of an em. It
	// is part of the width: readers take gaps between letters for spaces.
	pad int
}

// maxCluster bounds the characters of a cluster; those after it are dropped
// from the extracted text.
const maxCluster = 64

// A placement is a glyph of a cluster, displaced from the pen's place at the
// start of the cluster by dx, dy thousandths of an em.
type placement struct {
	id     uint16
	dx, dy int
}

// A cluster is the glyphs that a run draws for some characters together: a
// glyph with a text and the glyphs without one that follow it.
type cluster struct {
	glyphs []typeset.Glyph
	text   string // "" only if the run begins with glyphs without a text
}

// nextCluster splits the first cluster off a run.
func nextCluster(run []typeset.Glyph) (cluster, []typeset.Glyph) {
	n := 1
	for n < len(run) && run[n].Text == "" {
		n++
	}
	return cluster{run[:n], run[0].Text}, run[n:]
}

func (c cluster) advance() typeset.Length {
	var sum typeset.Length
	for i := range c.glyphs {
		sum += c.glyphs[i].Advance
	}
	return sum
}

// appendChars appends the codes that write the cluster of a run, from left to
// right.
func (c cluster) appendChars(chars []char, g *typeset.Glyphs) []char {
	drawn := char{face: g.Face, id: c.glyphs[0].ID, pad: int(divide(int64(g.Spacing)*1000, int64(g.Size)))}
	if first := &c.glyphs[0]; len(c.glyphs) > 1 || first.DX != 0 || first.DY != 0 {
		drawn.more = c.placements(g.Size)
	}
	if r, n := utf8.DecodeRuneInString(c.text); n == len(c.text) {
		drawn.r, drawn.of = printable(r), 1
		return append(chars, drawn)
	}
	runes := []rune(c.text)
	runes = runes[:min(len(runes), maxCluster)]
	if g.RTL {
		slices.Reverse(runes)
	}
	for i, r := range runes {
		drawn.r, drawn.part, drawn.of = printable(r), uint16(i), uint16(len(runes))
		chars = append(chars, drawn)
	}
	return chars
}

// placements encodes where the glyphs of the cluster stand, so that equal
// clusters compare equal.
func (c cluster) placements(size typeset.Length) string {
	var code []byte
	var pen typeset.Length
	for i := range c.glyphs {
		g := &c.glyphs[i]
		code = binary.AppendUvarint(code, uint64(g.ID))
		code = binary.AppendVarint(code, divide(int64(pen+g.DX)*1000, int64(size)))
		code = binary.AppendVarint(code, divide(int64(g.DY)*1000, int64(size)))
		pen += g.Advance
	}
	return string(code)
}

// placements returns the glyphs that the character draws.
func (c *char) placements() []placement {
	if c.more == "" {
		return []placement{{id: c.id}}
	}
	var all []placement
	code := []byte(c.more)
	next := func(v int64, n int) int {
		code = code[n:]
		return int(v)
	}
	for len(code) > 0 {
		id, n := binary.Uvarint(code)
		p := placement{id: uint16(next(int64(id), n))}
		p.dx = next(binary.Varint(code))
		p.dy = next(binary.Varint(code))
		all = append(all, p)
	}
	return all
}

// plain reports whether the character is drawn by the glyph that the face has
// for it, and by nothing else: only such a code may have its plain name.
func (c *char) plain() bool {
	if c.face == nil {
		return true
	}
	id, ok := c.face.GlyphFor(c.r)
	return ok && id == c.id && c.more == "" && c.of == 1 && c.pad == 0
}

// emptyWidth is the width of invisible characters, as of a mono face.
const emptyWidth = 600

// invisible is the outline of invisible characters. They are never painted,
// but some readers look only for text that would cover something.
var invisible = []math.Segment{
	{Op: math.MoveTo, P: [3]math.Point{{X: 0, Y: 0}}},
	{Op: math.LineTo, P: [3]math.Point{{X: emptyWidth, Y: 0}}},
	{Op: math.LineTo, P: [3]math.Point{{X: emptyWidth, Y: 700}}},
	{Op: math.LineTo, P: [3]math.Point{{X: 0, Y: 700}}},
	{Op: math.Close},
}

// width returns the character's share of the cluster's natural width, and its
// spacing, in thousandths of an em. What the layout wants otherwise, kerning, is moved at
// the place.
func (c *char) width() int {
	if c.face == nil {
		return emptyWidth
	}
	total := c.pad
	for _, p := range c.placements() {
		total += thousandths(c.face.Advance(p.id), c.face)
	}
	part, of := int(c.part), int(c.of)
	return total*(part+1)/of - total*part/of
}

// outline returns what the character draws, in thousandths of an em.
func (c *char) outline() []math.Segment {
	if c.face == nil {
		return invisible
	}
	if c.part > 0 {
		return nil
	}
	var path []math.Segment
	for _, p := range c.placements() {
		for _, s := range c.face.Outline(p.id) {
			for i := range s.P {
				s.P[i].X = thousandths(s.P[i].X, c.face) + p.dx
				s.P[i].Y = thousandths(s.P[i].Y, c.face) + p.dy
			}
			path = append(path, s)
		}
	}
	return path
}

// thousandths converts font units.
func thousandths(v int, face *typeset.Face) int {
	upem := face.UnitsPerEm()
	if upem == 1000 {
		return v
	}
	return int(divide(int64(v)*1000, int64(upem)))
}

// printable replaces what cannot stand in extracted text.
func printable(r rune) rune {
	if unicode.IsControl(r) || r > unicode.MaxRune {
		return ' '
	}
	return r
}
