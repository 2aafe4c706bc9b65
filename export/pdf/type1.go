package pdf

import (
	"bytes"
	"fmt"

	"github.com/papersetter/papersetter/export/math"
)

// A type1Glyph is a glyph of a font program, in thousandths of an em.
type type1Glyph struct {
	name    string
	width   int
	outline []math.Segment
}

// A type1Font is a font program as PDF embeds it: length1 bytes of PostScript
// and length2 bytes of its encrypted part. (The trailer of zeros is left out,
// as PDF allows.)
//
// Type 1 and not TrueType: our text face has cubic curves, which Type 1 keeps,
// and its glyphs have names, from which readers learn the characters without
// a table that gofpdf could not write.
type type1Font struct {
	program          []byte
	length1, length2 int
}

// newType1 writes a font program around its private part.
func newType1(name string, box [4]int, private []byte) type1Font {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%%!PS-AdobeFont-1.0: %s\n", name)
	fmt.Fprintf(&b, "8 dict begin\n/FontName /%s def\n/PaintType 0 def\n/FontType 1 def\n", name)
	fmt.Fprintf(&b, "/FontMatrix [0.001 0 0 0.001 0 0] readonly def\n/Encoding StandardEncoding def\n")
	fmt.Fprintf(&b, "/FontBBox {%d %d %d %d} readonly def\ncurrentdict end\ncurrentfile eexec\n", box[0], box[1], box[2], box[3])
	length1 := b.Len()
	b.Write(private)
	return type1Font{b.Bytes(), length1, len(private)}
}

// privatePart writes the encrypted part of a font program: the glyphs.
func privatePart(glyphs []type1Glyph) []byte {
	var b bytes.Buffer
	b.WriteString("\x00\x00\x00\x00" + // lead of the encryption
		"dup /Private 7 dict dup begin\n" +
		"/RD {string currentfile exch readstring pop} executeonly def\n" +
		"/ND {noaccess def} executeonly def\n" +
		"/NP {noaccess put} executeonly def\n" +
		"/BlueValues [] def\n/MinFeature {16 16} def\n/password 5839 def\n")
	fmt.Fprintf(&b, "2 index /CharStrings %d dict dup begin\n", len(glyphs)+1)
	for _, g := range append([]type1Glyph{{name: ".notdef"}}, glyphs...) {
		code := encrypt(charstring(g), 4330)
		fmt.Fprintf(&b, "/%s %d RD %s ND\n", g.name, len(code), code)
	}
	b.WriteString("end\nend\nreadonly put\nnoaccess put\n" +
		"dup /FontName get exch definefont pop\nmark currentfile closefile\n")
	return encrypt(b.Bytes(), 55665)
}

// encrypt is the cipher of Type 1 fonts, which hides nothing but is part of
// the format; key is 55665 for the private part and 4330 for charstrings.
func encrypt(plain []byte, key uint16) []byte {
	cipher := make([]byte, len(plain))
	for i, p := range plain {
		cipher[i] = p ^ byte(key>>8)
		key = (uint16(cipher[i])+key)*52845 + 22719
	}
	return cipher
}

// Operators of charstrings.
const (
	vmoveto    = 4
	rlineto    = 5
	hlineto    = 6
	vlineto    = 7
	rrcurveto  = 8
	closepath  = 9
	hsbw       = 13
	endchar    = 14
	rmoveto    = 21
	hmoveto    = 22
	vhcurveto  = 30
	hvcurveto  = 31
	charLeadIn = 4 // random bytes before a charstring; ours are zero
)

// charstring returns the program of a glyph before its encryption. All moves
// are relative; closing a path does not move the pen.
func charstring(g type1Glyph) []byte {
	code := make([]byte, charLeadIn, 16+8*len(g.outline))
	code = appendOp(code, hsbw, 0, g.width)
	var pen math.Point
	for _, s := range g.outline {
		switch s.Op {
		case math.MoveTo:
			code = appendMove(code, s.P[0].X-pen.X, s.P[0].Y-pen.Y)
			pen = s.P[0]
		case math.LineTo:
			code = appendLine(code, s.P[0].X-pen.X, s.P[0].Y-pen.Y)
			pen = s.P[0]
		case math.CubicTo:
			code = appendCurve(code, pen, s.P)
			pen = s.P[2]
		case math.Close:
			code = append(code, closepath)
		}
	}
	return append(code, endchar)
}

func appendMove(code []byte, dx, dy int) []byte {
	switch {
	case dy == 0:
		return appendOp(code, hmoveto, dx)
	case dx == 0:
		return appendOp(code, vmoveto, dy)
	}
	return appendOp(code, rmoveto, dx, dy)
}

func appendLine(code []byte, dx, dy int) []byte {
	switch {
	case dx == 0 && dy == 0:
		return code
	case dy == 0:
		return appendOp(code, hlineto, dx)
	case dx == 0:
		return appendOp(code, vlineto, dy)
	}
	return appendOp(code, rlineto, dx, dy)
}

func appendCurve(code []byte, pen math.Point, p [3]math.Point) []byte {
	x1, y1 := p[0].X-pen.X, p[0].Y-pen.Y
	x2, y2 := p[1].X-p[0].X, p[1].Y-p[0].Y
	x3, y3 := p[2].X-p[1].X, p[2].Y-p[1].Y
	switch {
	case y1 == 0 && x3 == 0:
		return appendOp(code, hvcurveto, x1, x2, y2, y3)
	case x1 == 0 && y3 == 0:
		return appendOp(code, vhcurveto, y1, x2, y2, x3)
	}
	return appendOp(code, rrcurveto, x1, y1, x2, y2, x3, y3)
}

func appendOp(code []byte, op byte, operands ...int) []byte {
	for _, v := range operands {
		code = appendOperand(code, v)
	}
	return append(code, op)
}

func appendOperand(code []byte, v int) []byte {
	switch {
	case -107 <= v && v <= 107:
		return append(code, byte(v+139))
	case 108 <= v && v <= 1131:
		v -= 108
		return append(code, byte(v>>8+247), byte(v))
	case -1131 <= v && v <= -108:
		v = -v - 108
		return append(code, byte(v>>8+251), byte(v))
	}
	return append(code, 255, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
}
