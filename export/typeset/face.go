package typeset

import (
	"bytes"
	"encoding/binary"
	"fmt"
	gomath "math"
	"sync"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"

	"github.com/papersetter/papersetter/export/math"
)

// Face is a font face. It is parsed at its first use and safe for concurrent
// use. Faces come from [LoadFonts] and are shared by the whole process.
type Face struct {
	name      string
	data      []byte
	packed    []byte // data as gzip packs them, until they are needed
	serif     bool
	ligatures bool

	once    sync.Once
	font    *font.Font
	reader  *font.Face // used only for what does not write to its caches
	metrics Metrics

	mu   sync.Mutex
	free []*shaper // not in use; as many as there were concurrent callers
}

// Metrics are the measures of a face in font units, y up.
type Metrics struct {
	Ascent, Descent    int // Descent is negative
	CapHeight, XHeight int
	BBox               [4]int // left, bottom, right, top of all glyphs together
	ItalicAngle        int    // degrees anticlockwise from the vertical: negative leans right
	StemV              int    // width of upright stems, estimated from the weight
	Fixed, Serif       bool
	Italic, Bold       bool
}

// Name returns the PostScript name, which no other face has.
func (f *Face) Name() string { return f.name }

// UnitsPerEm returns how many font units make an em.
func (f *Face) UnitsPerEm() int { return int(f.parsed().font.Upem()) }

// Metrics returns the measures of the face.
func (f *Face) Metrics() Metrics { return f.parsed().metrics }

// Advance returns the width of a glyph in font units, 0 if there is no such
// glyph.
func (f *Face) Advance(id uint16) int {
	return int(f.parsed().reader.HorizontalAdvance(font.GID(id)))
}

// GlyphFor returns the default glyph of a character.
func (f *Face) GlyphFor(r rune) (uint16, bool) {
	id, ok := f.parsed().font.NominalGlyph(r)
	return uint16(id), ok && id != 0
}

// Outline returns the outline of a glyph in font units, y up, filled by the
// non-zero rule. It is nil if the glyph draws nothing. The caller owns it.
func (f *Face) Outline(id uint16) []math.Segment {
	outline, _ := f.parsed().reader.GlyphDataOutline(font.GID(id))
	var path []math.Segment
	var pen font.SegmentPoint
	for i, s := range outline.Segments {
		if s.Op == ot.SegmentOpMoveTo && i > 0 {
			path = append(path, math.Segment{Op: math.Close})
		}
		path = append(path, segment(pen, s))
		pen = s.ArgsSlice()[len(s.ArgsSlice())-1]
	}
	if path == nil {
		return nil
	}
	return append(path, math.Segment{Op: math.Close})
}

// segment turns a segment that begins at pen into ours, which has no
// quadratic curves.
func segment(pen font.SegmentPoint, s font.Segment) math.Segment {
	a := s.Args
	switch s.Op {
	case ot.SegmentOpMoveTo:
		return math.Segment{Op: math.MoveTo, P: [3]math.Point{point(a[0])}}
	case ot.SegmentOpLineTo:
		return math.Segment{Op: math.LineTo, P: [3]math.Point{point(a[0])}}
	case ot.SegmentOpQuadTo:
		control, end := a[0], a[1]
		a = [3]font.SegmentPoint{toward(pen, control), toward(end, control), end}
	}
	return math.Segment{Op: math.CubicTo, P: [3]math.Point{point(a[0]), point(a[1]), point(a[2])}}
}

// toward returns the point two thirds of the way from an end of a quadratic
// curve to its control point. Font units are far below 2²⁴, so that float32
// sums are exact and only the division rounds.
func toward(end, control font.SegmentPoint) font.SegmentPoint {
	return font.SegmentPoint{X: (end.X + control.X + control.X) / 3, Y: (end.Y + control.Y + control.Y) / 3}
}

func point(p font.SegmentPoint) math.Point {
	return math.Point{X: int(gomath.Round(float64(p.X))), Y: int(gomath.Round(float64(p.Y)))}
}

// parsed reads the font at the first call. The data are part of the program,
// so that a face that cannot be read is a mistake of ours and no input's.
func (f *Face) parsed() *Face {
	f.once.Do(func() {
		if err := f.parse(); err != nil {
			panic(fmt.Sprintf("typeset: face %s: %v", f.name, err))
		}
	})
	return f
}

func (f *Face) parse() error {
	if f.data == nil {
		data, err := unpack(f.packed)
		if err != nil {
			return err
		}
		f.data = data
	}
	tables, err := ot.NewLoader(bytes.NewReader(f.data))
	if err != nil {
		return err
	}
	if f.font, err = font.NewFont(tables); err != nil {
		return err
	}
	f.reader = font.NewFace(f.font)
	return f.measure(tables)
}

// measure reads the metrics from the tables head, OS/2 and post.
func (f *Face) measure(tables *ot.Loader) error {
	head, _, err := font.LoadHeadTable(tables, nil)
	if err != nil {
		return err
	}
	os2, err := tables.RawTable(ot.MustNewTag("OS/2"))
	if err != nil {
		return err
	}
	post, err := tables.RawTable(ot.MustNewTag("post"))
	if err != nil {
		return err
	}
	if len(os2) < 72 || len(post) < 16 {
		return fmt.Errorf("the tables OS/2 and post are too short")
	}
	extents, _ := f.reader.FontHExtents()
	weight := int(binary.BigEndian.Uint16(os2[4:]))
	angle := int32(binary.BigEndian.Uint32(post[4:])) // 16.16 fixed point
	f.metrics = Metrics{
		Ascent:      int(extents.Ascender),
		Descent:     int(extents.Descender),
		CapHeight:   int(f.reader.LineMetric(font.CapHeight)),
		XHeight:     int(f.reader.LineMetric(font.XHeight)),
		BBox:        [4]int{int(head.XMin), int(head.YMin), int(head.XMax), int(head.YMax)},
		ItalicAngle: int((angle + 1<<15) >> 16),
		StemV:       50 + weight*weight/(65*65),
		Fixed:       binary.BigEndian.Uint32(post[12:]) != 0,
		Serif:       f.serif,
		Italic:      angle != 0,
		Bold:        weight >= 600,
	}
	return nil
}
