package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/typeset"
)

const (
	pt      = typeset.Point
	a4Width = 210 * typeset.MM
	a4Hight = 297 * typeset.MM
)

// newDoc returns an empty document with one page.
func newDoc() *typeset.Document {
	return &typeset.Document{Title: "Sample", Language: "en", Width: a4Width, Height: a4Hight, Pages: make([]typeset.Page, 1)}
}

func loadFonts(t testing.TB) *typeset.Fonts {
	t.Helper()
	fonts, err := typeset.LoadFonts()
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}

// set returns a text on one baseline and its width.
func set(t testing.TB, text string, st typeset.Style, x, y typeset.Length) ([]typeset.Item, typeset.Length) {
	t.Helper()
	runs, width, err := loadFonts(t).Shape(text, st)
	if err != nil {
		t.Fatal(err)
	}
	var items []typeset.Item
	for _, r := range runs {
		r.X += x
		r.Y += y
		items = append(items, r)
	}
	return items, width
}

// write returns the file of a document that shares its fonts with nobody.
func write(t testing.TB, doc *typeset.Document) []byte {
	t.Helper()
	fonts, err := NewFonts(doc)
	if err != nil {
		t.Fatal(err)
	}
	return writeWith(t, doc, fonts)
}

func writeWith(t testing.TB, doc *typeset.Document, fonts *Fonts) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, doc, fonts, time.Time{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// missing skips a test for want of a program, or fails it where all of them
// must be there.
func missing(t testing.TB, program string) {
	t.Helper()
	if os.Getenv("PAPERSETTER_NO_SKIP") != "" {
		t.Fatalf("%s is not installed", program)
	}
	t.Skipf("%s is not installed", program)
}

// run runs a program on a file and returns what it prints; file is appended
// to the arguments, then after.
func run(t testing.TB, file []byte, program string, args []string, after ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		missing(t, program)
	}
	name := filepath.Join(t.TempDir(), "file.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, append(append(args, name), after...)...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return string(out)
}

func extract(t testing.TB, file []byte) string {
	t.Helper()
	return run(t, file, "pdftotext", []string{"-enc", "UTF-8"}, "-")
}

// fraction is a formula of the given source: a square above a wide square.
func fraction(tex string) *math.Formula {
	square := math.Glyph{Path: []math.Segment{
		{Op: math.MoveTo, P: [3]math.Point{{X: 0, Y: 0}}},
		{Op: math.LineTo, P: [3]math.Point{{X: 500, Y: 0}}},
		{Op: math.LineTo, P: [3]math.Point{{X: 500, Y: 500}}},
		{Op: math.LineTo, P: [3]math.Point{{X: 0, Y: 500}}},
		{Op: math.Close},
	}}
	return &math.Formula{
		TeX: tex, Width: 1000, Height: 900, Depth: 500,
		Glyphs: []math.Glyph{square},
		Shapes: []math.Shape{
			{X: 250, Y: 400, ScaleX: 1000, ScaleY: 1000},
			{X: 0, Y: -500, ScaleX: 2000, ScaleY: 1000, Clip: &math.Rule{X: 0, Y: -400, W: 1000, H: 400}},
		},
		Rules: []math.Rule{{X: 0, Y: 230, W: 1000, H: 40}},
	}
}

func pngImage(t testing.TB, img image.Image) *typeset.Image {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return &typeset.Image{Key: string(b.Bytes()[len(b.Bytes())-40:]), Width: img.Bounds().Dx(), Height: img.Bounds().Dy(), Format: "png", Data: b.Bytes()}
}

func jpegImage(t testing.TB, img image.Image) *typeset.Image {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return &typeset.Image{Key: "jpeg", Width: img.Bounds().Dx(), Height: img.Bounds().Dy(), Format: "jpeg", Data: b.Bytes()}
}

// patch returns an image of one colour.
func patch(w, h int, c color.Color) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, c)
		}
	}
	return img
}
