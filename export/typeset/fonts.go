package typeset

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansbolditalic"
	"github.com/go-fonts/liberation/liberationsansitalic"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/stix/stix2mathregular"
	"github.com/go-fonts/stix/stix2textbold"
	"github.com/go-fonts/stix/stix2textbolditalic"
	"github.com/go-fonts/stix/stix2textitalic"
	"github.com/go-fonts/stix/stix2textregular"
)

// JetBrains Mono is under the SIL Open Font License: see fonts/OFL.txt.
var (
	//go:embed fonts/JetBrainsMono-Regular.ttf
	monoRegular []byte
	//go:embed fonts/JetBrainsMono-Bold.ttf
	monoBold []byte
)

// Fonts are the faces of a document and the order in which missing glyphs fall
// back: the face of the style, the same weight and slant of the text faces,
// regular text, symbols, mono. Letters of scripts that have faces of their own
// (see [Fonts.Scripts]) come from those. Fonts are safe for concurrent use and
// must not be copied.
type Fonts struct {
	Text    [4]*Face // regular, bold, italic, bold italic
	Mono    [2]*Face // regular, bold
	Symbols *Face    // a mathematical face with all sorts of symbols
	Sans    [4]*Face // regular, bold, italic, bold italic

	// scripts are the faces of other scripts, regular and bold, in the order in
	// which they are asked for a character that belongs to none of them.
	scripts [scriptCount][2]*Face

	words wordCache
}

// Style chooses a face and its size. There is no italic mono, and mono wins
// over sans.
type Style struct {
	Bold, Italic, Mono bool
	Sans               bool // without serifs, as large print and papers for dyslexic readers want it
	// Japanese draws Han characters as in Japan. Words and paragraphs with kana
	// are Japanese without it.
	Japanese bool
	Size     Length
	Gray     Gray
	// Spacing is added behind every letter, with its accents, and every space;
	// it is not negative. Spaced text has no ligatures but those that a script
	// cannot do without, and Arabic letters, which hang together, are not spaced.
	Spacing Length
}

// LoadFonts returns the faces that are part of the program: STIX Two Text and
// Math, JetBrains Mono, Liberation Sans, and faces of other scripts. It costs
// next to nothing: a face is unpacked and parsed when it is first used.
func LoadFonts() (*Fonts, error) { return loadFonts() }

var loadFonts = sync.OnceValues(func() (*Fonts, error) {
	text := func(name string, data []byte) *Face {
		return &Face{name: name, data: data, serif: true, ligatures: true}
	}
	mono := func(name string, data []byte) *Face {
		return &Face{name: name, data: data}
	}
	sans := func(name string, data []byte) *Face {
		return &Face{name: name, data: data, ligatures: true}
	}
	f := &Fonts{
		Text: [4]*Face{
			text("STIXTwoText-Regular", stix2textregular.TTF),
			text("STIXTwoText-Bold", stix2textbold.TTF),
			text("STIXTwoText-Italic", stix2textitalic.TTF),
			text("STIXTwoText-BoldItalic", stix2textbolditalic.TTF),
		},
		Mono: [2]*Face{
			mono("JetBrainsMono-Regular", monoRegular),
			mono("JetBrainsMono-Bold", monoBold),
		},
		Symbols: text("STIXTwoMath-Regular", stix2mathregular.TTF),
		Sans: [4]*Face{
			sans("LiberationSans", liberationsansregular.TTF),
			sans("LiberationSans-Bold", liberationsansbold.TTF),
			sans("LiberationSans-Italic", liberationsansitalic.TTF),
			sans("LiberationSans-BoldItalic", liberationsansbolditalic.TTF),
		},
	}
	var err error
	if f.scripts, err = scriptFaces(); err != nil {
		return nil, err
	}
	for _, face := range append(append(f.Text[:], f.Sans[:]...), f.Mono[0], f.Mono[1], f.Symbols) {
		if len(face.data) == 0 {
			return nil, fmt.Errorf("typeset: the program was built without the font %s", face.name)
		}
	}
	return f, nil
})

// A variant is what of a style decides about glyphs: 0 to 3 text, 4 and 5
// mono, 8 to 11 sans, with bits for spaced text and for the direction.
const (
	boldVariant   = 1 << iota
	italicVariant // never with mono
	monoVariant
	sansVariant   // never with mono
	spacedVariant // without ligatures
	leftVariant   // from right to left; no style says so, the text does
	japaneseVariant
)

// variant numbers the combinations of faces.
func (st Style) variant() uint8 {
	v := uint8(0)
	if st.Bold {
		v |= boldVariant
	}
	if st.Spacing > 0 {
		v |= spacedVariant
	}
	if st.Japanese {
		v |= japaneseVariant
	}
	if st.Mono {
		return v | monoVariant
	}
	if st.Italic {
		v |= italicVariant
	}
	if st.Sans {
		v |= sansVariant
	}
	return v
}

// advance returns how far a glyph moves the pen.
func (st *Style) advance(g *unitGlyph) Length {
	w := st.Size.units(g.advance, g.face)
	if g.last && st.Spacing > 0 {
		w += st.spacing(g)
	}
	return w
}

// spacing returns the letter spacing for the cluster of a glyph.
func (st *Style) spacing(g *unitGlyph) Length {
	if g.joined {
		return 0
	}
	return max(st.Spacing, 0)
}

// order returns the faces of a variant in the order in which they are asked
// for a glyph. Faces may come up twice.
func (f *Fonts) order(variant uint8) [5]*Face {
	bold, slanted := variant&boldVariant, variant&(boldVariant|italicVariant)
	switch {
	case variant&monoVariant != 0:
		return [5]*Face{f.Mono[bold], f.Text[bold], f.Text[0], f.Symbols}
	case variant&sansVariant != 0:
		return [5]*Face{f.Sans[slanted], f.Text[slanted], f.Text[0], f.Symbols, f.Mono[bold]}
	}
	return [5]*Face{f.Text[slanted], f.Text[0], f.Symbols, f.Mono[bold]}
}
