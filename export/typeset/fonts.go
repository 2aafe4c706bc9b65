package typeset

import (
	_ "embed"
	"fmt"
	"sync"

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
// regular text, symbols, mono. Fonts are safe for concurrent use and must not
// be copied.
type Fonts struct {
	Text    [4]*Face // regular, bold, italic, bold italic
	Mono    [2]*Face // regular, bold
	Symbols *Face    // a mathematical face with all sorts of symbols

	words wordCache
}

// Style chooses a face and its size. There is no italic mono.
type Style struct {
	Bold, Italic, Mono bool
	Size               Length
	Gray               Gray
}

// LoadFonts returns the faces that are part of the program: STIX Two Text and
// Math, and JetBrains Mono. It costs next to nothing: a face is parsed when it
// is first used.
func LoadFonts() (*Fonts, error) { return loadFonts() }

var loadFonts = sync.OnceValues(func() (*Fonts, error) {
	text := func(name string, data []byte) *Face {
		return &Face{name: name, data: data, serif: true, ligatures: true}
	}
	mono := func(name string, data []byte) *Face {
		return &Face{name: name, data: data}
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
	}
	for _, face := range []*Face{f.Text[0], f.Text[1], f.Text[2], f.Text[3], f.Mono[0], f.Mono[1], f.Symbols} {
		if len(face.data) == 0 {
			return nil, fmt.Errorf("typeset: the program was built without the font %s", face.name)
		}
	}
	return f, nil
})

// variant numbers the combinations of faces: 0 to 3 text, 4 and 5 mono.
func (st Style) variant() uint8 {
	v := uint8(0)
	if st.Bold {
		v |= 1
	}
	if st.Mono {
		return 4 | v
	}
	if st.Italic {
		v |= 2
	}
	return v
}

// order returns the faces of a variant in the order in which they are asked
// for a glyph. Faces may come up twice.
func (f *Fonts) order(variant uint8) [4]*Face {
	if variant >= 4 {
		bold := variant & 1
		return [4]*Face{f.Mono[bold], f.Text[bold], f.Text[0], f.Symbols}
	}
	return [4]*Face{f.Text[variant], f.Text[0], f.Symbols, f.Mono[variant&1]}
}
