package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/jung-kurt/gofpdf"

	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/typeset"
)

// A subset is a font of up to 224 characters of a face. It does not change
// once it is built.
type subset struct {
	key      string // gofpdf's name for it
	resource string // the name in the content of pages, without slash
	chars    [256]char
	names    [256]string // of the glyphs; "" where the code is free
	taken    map[string]bool
	next     int // index into codeOrder: all before it are taken

	definition []byte // what gofpdf wants to know, JSON
	program    []byte // Type 1, compressed
}

// codeOrder are the codes in the order in which they are given away. gofpdf
// writes widths for 32 to 255; 32 is for spaces only, which viewers may widen.
var codeOrder = func() (order []int) {
	for code := 127; code <= 255; code++ {
		order = append(order, code)
	}
	for code := 33; code <= 126; code++ {
		order = append(order, code)
	}
	return order
}()

// distribute gives the characters of a face their codes, plain ones first.
func distribute(chars []char) []*subset {
	var all []*subset
	for _, c := range chars {
		placed := false
		for _, s := range all {
			if placed = s.place(c); placed {
				break
			}
		}
		if !placed {
			s := &subset{taken: map[string]bool{}}
			s.place(c)
			all = append(all, s)
		}
	}
	return all
}

// place gives a character a free code and a free name, if there are. Plain
// ASCII has its own codes, so that the content of pages can be read.
func (s *subset) place(c char) bool {
	name := s.freeName(c.r)
	if name == "" {
		return false
	}
	code := int(c.r)
	if c.r < ' ' || c.r > '~' || s.names[c.r] != "" || !c.plain() {
		if code = s.freeCode(); code < 0 {
			return false
		}
	}
	s.chars[code], s.names[code] = c, name
	s.taken[name] = true
	return true
}

// freeName returns a name that no glyph has yet, or "".
func (s *subset) freeName(r rune) string {
	for _, name := range glyphNames(r) {
		if !s.taken[name] {
			return name
		}
	}
	return ""
}

// freeCode returns a free code, or -1.
func (s *subset) freeCode() int {
	for ; s.next < len(codeOrder); s.next++ {
		if code := codeOrder[s.next]; s.names[code] == "" {
			return code
		}
	}
	return -1
}

// build makes the font program and its definition.
func (s *subset) build() error {
	var glyphs []type1Glyph
	var widths [256]int
	var encoding bytes.Buffer
	face := (*typeset.Face)(nil)
	box := [4]int{0, 0, emptyWidth, 1}
	for i := range s.chars {
		if s.names[i] == "" {
			continue
		}
		c := &s.chars[i]
		face = c.face
		g := type1Glyph{s.names[i], c.width(), c.outline()}
		glyphs = append(glyphs, g)
		widths[i] = g.width
		if s.names[i-1] == "" {
			fmt.Fprintf(&encoding, " %d", i)
		}
		fmt.Fprintf(&encoding, "/%s", g.name)
		extend(&box, g.outline)
	}
	private := privatePart(glyphs)
	name := subsetTag(private) + "+" + faceName(face)
	font := newType1(name, box, private)
	var err error
	if s.program, err = deflate(font.program); err != nil {
		return err
	}
	if s.definition, err = json.Marshal(definition(name, face, box, widths, encoding.String(), s.key, font)); err != nil {
		return err
	}
	return s.learnResource()
}

// A fontDefinition is gofpdf's description of a font. Its file name ends in .z
// because gofpdf would take a program apart that does not claim to be
// compressed, and wrongly.
type fontDefinition struct {
	Tp, Name     string
	Desc         gofpdf.FontDescType
	Cw           [256]int
	Diff         string
	File         string
	Size1, Size2 int
}

func definition(name string, face *typeset.Face, box [4]int, widths [256]int, encoding, key string, font type1Font) fontDefinition {
	d := fontDefinition{
		Tp:    "Type1",
		Name:  name,
		Desc:  descriptor(face),
		Cw:    widths,
		Diff:  encoding,
		File:  key + ".z",
		Size1: font.length1,
		Size2: font.length2,
	}
	d.Desc.FontBBox.Xmin, d.Desc.FontBBox.Ymin, d.Desc.FontBBox.Xmax, d.Desc.FontBBox.Ymax = box[0], box[1], box[2], box[3]
	return d
}

// Flags of a font descriptor.
const (
	fixedPitch  = 1
	serif       = 1 << 1
	nonsymbolic = 1 << 5
	italic      = 1 << 6
)

func descriptor(face *typeset.Face) gofpdf.FontDescType {
	if face == nil {
		return gofpdf.FontDescType{Ascent: 800, Descent: -200, CapHeight: 700, Flags: fixedPitch | nonsymbolic, StemV: 80}
	}
	m := face.Metrics()
	flags := nonsymbolic
	if m.Fixed {
		flags |= fixedPitch
	}
	if m.Serif {
		flags |= serif
	}
	if m.Italic {
		flags |= italic
	}
	return gofpdf.FontDescType{
		Ascent:      thousandths(m.Ascent, face),
		Descent:     thousandths(m.Descent, face),
		CapHeight:   thousandths(m.CapHeight, face),
		Flags:       flags,
		ItalicAngle: m.ItalicAngle,
		StemV:       thousandths(m.StemV, face),
	}
}

// learnResource asks gofpdf by which name the content of pages calls the font:
// a template shows what selecting the font writes.
func (s *subset) learnResource() error {
	f := gofpdf.New("P", "pt", "A4", "")
	f.AddFontFromBytes(s.key, "", s.definition, s.program)
	said := f.CreateTemplate(func(t *gofpdf.Tpl) { t.SetFont(s.key, "", 1) }).Bytes()
	_, after, _ := bytes.Cut(said, []byte("BT /"))
	resource, _, ok := bytes.Cut(after, []byte(" "))
	if f.Err() || !ok {
		return fmt.Errorf("font %s cannot be embedded: %v", faceName(s.anyFace()), f.Error())
	}
	s.resource = string(resource)
	return nil
}

func (s *subset) anyFace() *typeset.Face {
	for i := range s.chars {
		if s.names[i] != "" {
			return s.chars[i].face
		}
	}
	return nil
}

// subsetTag returns the six capitals that tell subsets of a face apart.
func subsetTag(private []byte) string {
	sum := sha256.Sum256(private)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// extend makes a box take in an outline.
func extend(box *[4]int, outline []math.Segment) {
	for _, s := range outline {
		for _, p := range ends(s) {
			box[0], box[1] = min(box[0], p.X), min(box[1], p.Y)
			box[2], box[3] = max(box[2], p.X), max(box[3], p.Y)
		}
	}
}

// ends returns the points of a segment, control points included.
func ends(s math.Segment) []math.Point {
	switch s.Op {
	case math.CubicTo:
		return s.P[:]
	case math.Close:
		return nil
	}
	return s.P[:1]
}
