package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/typeset"
)

// lines are texts that must come out of the file as they went in.
var lines = []struct {
	text string
	st   typeset.Style
}{
	{"The quick brown fox jumps over the lazy dog.", typeset.Style{Size: 11 * pt}},
	{"AVATAR, To Wa. Yes: kerned, (bracketed) and \\ [back] slashed", typeset.Style{Size: 11 * pt, Bold: true}},
	{"office fluffy affine efficient fjord difficult", typeset.Style{Size: 10 * pt, Italic: true}},
	{"office fluffy affine efficient fjord difficult again", typeset.Style{Size: 10*pt + pt/3, Bold: true, Italic: true}},
	{"“Müller’s naïve café” – élève, Ærø, Łódź, Dvořák", typeset.Style{Size: 11 * pt}},
	{"the mean of x\u0302 and e\u0301\u0323 in ṩ", typeset.Style{Size: 11 * pt}},
	{"angles α and βγ, mass μ, unit µ, Ω for Δ, 3 × 4 ÷ 5 costs ₹ 20 or € 1", typeset.Style{Size: 11 * pt}},
	{"water H₂O at ½ ¼ and ¹²³ powers", typeset.Style{Size: 9 * pt}},
	{"for (int i = 0; i != n && x <= y; i++) { a[i] -> b; } // fi", typeset.Style{Size: 9 * pt, Mono: true}},
	{"return \"é\" == 'ß' ≤ fl;", typeset.Style{Size: 9 * pt, Mono: true, Bold: true}},
}

// textDoc is a document of the lines, and what its text is.
func textDoc(t testing.TB) (*typeset.Document, []string) {
	doc := newDoc()
	var want []string
	for i, l := range lines {
		items, _ := set(t, l.text, l.st, 60*pt, typeset.Length(60+30*i)*pt)
		doc.Pages[0].Items = append(doc.Pages[0].Items, items...)
		want = append(want, l.text)
	}
	return doc, want
}

func nonEmpty(text string) []string {
	text = strings.ReplaceAll(text, "\f", "\n")
	return slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool { return strings.TrimSpace(l) == "" })
}

func TestTextIsExtracted(t *testing.T) {
	doc, want := textDoc(t)
	file := write(t, doc)
	for _, program := range []struct {
		name        string
		args, after []string
	}{
		{"pdftotext", []string{"-enc", "UTF-8"}, []string{"-"}},
		{"pdftotext", []string{"-raw", "-enc", "UTF-8"}, []string{"-"}},
		{"mutool", []string{"draw", "-q", "-F", "text"}, nil},
	} {
		t.Run(program.name, func(t *testing.T) {
			got := nonEmpty(run(t, file, program.name, program.args, program.after...))
			got = slices.DeleteFunc(got, func(l string) bool { return strings.HasPrefix(l, "warning: ICC") })
			if !slices.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// Lines set by the typesetter have gaps for spaces and stretched ones.
func TestParagraphIsExtracted(t *testing.T) {
	doc := newDoc()
	const text = "Let the office keep a narrow margin of difficult words, and state whether the argument is valid."
	tx := typeset.NewText(loadFonts(t))
	if err := tx.Add(text, typeset.Style{Size: 11 * pt}); err != nil {
		t.Fatal(err)
	}
	set, err := tx.Lines(180*pt, typeset.LineOptions{NoHyphens: true})
	if err != nil {
		t.Fatal(err)
	}
	y := 100 * pt
	for _, l := range set {
		for _, it := range l.Items {
			doc.Pages[0].Items = append(doc.Pages[0].Items, typeset.Translate(it, 50*pt, y))
		}
		y += 14 * pt
	}
	if got := strings.Join(strings.Fields(extract(t, write(t, doc))), " "); got != text {
		t.Errorf("got  %s\nwant %s", got, text)
	}
}

func TestFormulaSourceIsExtractedInOrder(t *testing.T) {
	for _, tex := range []string{
		"a", "x^2 + y^2", `\frac{\partial u}{\partial t} = \alpha_{11}`, `\sum_{i=1}^{n} x_i`,
		`\text{für alle } x (a\backslash b)`, strings.Repeat(`\frac{1}{2} + `, 12) + "z",
	} {
		doc := newDoc()
		x, y := 60*pt, 100*pt
		before, w := set(t, "where the value ", typeset.Style{Size: 11 * pt}, x, y)
		x += w
		formula := &typeset.Formula{X: x, Y: y, Size: 11 * pt, Math: fraction(tex)}
		after, _ := set(t, " is less than others.", typeset.Style{Size: 11 * pt}, x+11*pt, y)
		doc.Pages[0].Items = append(append(before, formula), after...)
		want := "where the value " + tex + " is less than others."
		if got := strings.TrimSpace(extract(t, write(t, doc))); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

func TestBrokenFormulaSaysItsSourceOnce(t *testing.T) {
	m := fraction("a=b")
	doc := newDoc()
	doc.Pages[0].Items = []typeset.Item{
		&typeset.Formula{X: 60 * pt, Y: 100 * pt, Size: 11 * pt, Math: m, To: 500},
		&typeset.Formula{X: 60 * pt, Y: 130 * pt, Size: 11 * pt, Math: m, From: 500, To: 1000},
	}
	if got := strings.TrimSpace(extract(t, write(t, doc))); got != "a=b" {
		t.Errorf("got %q", got)
	}
}

// everything is a document of one item of each kind, on two pages.
func everything(t testing.TB) *typeset.Document {
	doc, _ := textDoc(t)
	doc.Title, doc.Author, doc.Subject = "Prüfung (𝔸)", "A. N. Author", "<Logic> & sets"
	doc.Bookmarks = []typeset.Bookmark{
		{Title: "Section A 𝔸", Page: 0, Y: 40 * pt}, {Title: "Too deep", Level: 5, Page: 0, Y: 90 * pt},
		{Title: "Section B", Page: 1, Y: 40 * pt}, {Title: "Question", Level: 1, Page: 1, Y: 80 * pt},
	}
	red, grey := typeset.RGB{R: 200, G: 30}, typeset.RGB{R: 90, G: 90, B: 90}
	triangle := []typeset.PathStep{
		{Op: typeset.MoveTo, P: [3]typeset.XY{{X: 50 * pt, Y: 50 * pt}}},
		{Op: typeset.LineTo, P: [3]typeset.XY{{X: 150 * pt, Y: 50 * pt}}},
		{Op: typeset.CurveTo, P: [3]typeset.XY{{X: 150 * pt, Y: 90 * pt}, {X: 90 * pt, Y: 120 * pt}, {X: 50 * pt, Y: 150 * pt}}},
		{Op: typeset.ClosePath},
	}
	watermark, _ := set(t, "DRAFT", typeset.Style{Size: 60 * pt, Gray: 220}, 100*pt, 600*pt)
	watermark[0].(*typeset.Glyphs).Angle = 45
	paletted := image.NewPaletted(image.Rect(0, 0, 12, 9), color.Palette{color.White, color.RGBA{R: 255, A: 255}})
	paletted.Pix[5] = 1
	page := []typeset.Item{
		&typeset.Path{Steps: triangle, Fill: &red, Stroke: &grey, Width: pt, Dash: []typeset.Length{3 * pt, 2 * pt}, Clip: triangle},
		&typeset.Path{Steps: triangle, Fill: &red, FillFade: 128, EvenOdd: true, Stroke: &red, StrokeFade: 60, Width: 2 * pt, Cap: 1, Join: 1},
		&typeset.Box{X: 50 * pt, Y: 200 * pt, W: 300 * pt, H: pt / 2, Gray: 128},
		&typeset.Formula{X: 60 * pt, Y: 250 * pt, Size: 11 * pt, Math: fraction("x^2")},
		&typeset.Formula{X: 90 * pt, Y: 250 * pt, Size: 14*pt + 1, Math: fraction("y^2")}, // draws the same
		&typeset.Picture{X: 60 * pt, Y: 300 * pt, W: 40 * pt, H: 30 * pt, Image: pngImage(t, patch(12, 9, color.NRGBA{G: 200, A: 128}))},
		&typeset.Picture{X: 110 * pt, Y: 300 * pt, W: 40 * pt, H: 30 * pt, Image: pngImage(t, patch(12, 9, color.NRGBA{B: 200, A: 255}))},
		&typeset.Picture{X: 160 * pt, Y: 300 * pt, W: 40 * pt, H: 30 * pt, Image: pngImage(t, paletted)},
		&typeset.Picture{X: 210 * pt, Y: 300 * pt, W: 40 * pt, H: 30 * pt, Image: jpegImage(t, patch(12, 9, color.Gray{Y: 90}))},
		&typeset.Picture{X: 260 * pt, Y: 300 * pt, W: 40 * pt, H: 30 * pt, Image: pngImage(t, paletted)},
	}
	doc.Pages = append(doc.Pages, typeset.Page{Items: append(page, watermark...)})
	return doc
}

func TestFileIsSound(t *testing.T) {
	out := run(t, write(t, everything(t)), "qpdf", []string{"--check"})
	if !strings.Contains(out, "No syntax or stream encoding errors") || strings.Contains(out, "WARNING") {
		t.Error(out)
	}
}

func TestFileSaysWhatItIs(t *testing.T) {
	doc := everything(t)
	doc.Language = "en-GB (x)"
	fonts, err := NewFonts(doc)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(&b, doc, fonts, time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	file := b.Bytes()
	info := run(t, file, "pdfinfo", nil)
	for _, want := range []string{
		"Title:           Prüfung (𝔸)", "Author:          A. N. Author", "Subject:         <Logic> & sets",
		"Producer:        Papersetter", "Pages:           2", "2031", "JavaScript:      no", "A4",
	} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, info)
		}
	}
	if meta := run(t, file, "pdfinfo", []string{"-meta"}); !strings.Contains(meta, "<rdf:li>en-GB (x)</rdf:li>") || !strings.Contains(meta, "&lt;Logic&gt;") {
		t.Errorf("metadata:\n%s", meta)
	}
	for _, want := range []string{"%PDF-1.4", "/Lang (en-GBx)", "DisplayDocTitle true", "/ID [<"} {
		if !bytes.Contains(file, []byte(want)) {
			t.Errorf("the file has no %s", want)
		}
	}
	for _, not := range []string{"EmbeddedFiles", "JavaScript"} {
		if bytes.Contains(file, []byte(not)) {
			t.Errorf("the file has %s", not)
		}
	}
	if n := bytes.Count(file, []byte("/Subtype /Form")); n != 1 {
		t.Errorf("two formulas that draw the same take %d forms, want 1", n)
	}
	if n := bytes.Count(file, []byte("/Subtype /Image")); n != 5 { // one is the mask of another
		t.Errorf("got %d images, want 5", n)
	}
}

// TestSameBytes writes many documents with the same fonts at once.
func TestSameBytes(t *testing.T) {
	docs := []*typeset.Document{everything(t), newDoc(), everything(t)}
	docs[1].Pages[0].Items, _ = set(t, "another office", typeset.Style{Size: 12 * pt}, 50*pt, 50*pt)
	var want [][]byte
	old := runtime.GOMAXPROCS(1)
	fonts, err := NewFonts(docs...)
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range docs {
		want = append(want, writeWith(t, doc, fonts))
	}
	runtime.GOMAXPROCS(old)
	if !bytes.Equal(want[0], want[2]) || bytes.Equal(want[0], want[1]) {
		t.Error("equal documents differ, or different ones do not")
	}
	slices.Reverse(docs)
	if fonts, err = NewFonts(docs...); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(docs)
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for j := range docs {
				k := (i + j) % len(docs)
				var b bytes.Buffer
				if err := Write(&b, docs[k], fonts, time.Time{}); err != nil {
					t.Error(err)
				} else if !bytes.Equal(b.Bytes(), want[k]) {
					t.Errorf("document %d has other bytes", k)
				}
			}
		})
	}
	wait.Wait()
}

func TestOnlyUsedGlyphsAreEmbedded(t *testing.T) {
	doc := newDoc()
	doc.Pages[0].Items, _ = set(t, "fig", typeset.Style{Size: 12 * pt}, 50*pt, 50*pt)
	other := newDoc()
	other.Pages[0].Items, _ = set(t, "secret", typeset.Style{Size: 12 * pt, Bold: true}, 50*pt, 50*pt)
	fonts, err := NewFonts(doc, other)
	if err != nil {
		t.Fatal(err)
	}
	if len(fonts.order) != 2 {
		t.Fatalf("got %d subsets, want 2", len(fonts.order))
	}
	var names []string
	for _, s := range fonts.order {
		for _, n := range s.names {
			if n != "" {
				names = append(names, n)
			}
		}
	}
	// The ligature says f and i; its i is an empty glyph.
	if got := strings.Join(names, " "); got != "c e r s t g uni0066 uni0069" && got != "c e r s t g f i" {
		t.Errorf("glyphs %s", got)
	}
	if file := writeWith(t, doc, fonts); bytes.Contains(file, []byte("Bold")) {
		t.Error("the file has a face that it does not use")
	}
}

func TestErrors(t *testing.T) {
	doc, _ := textDoc(t)
	empty := newDoc()
	fonts, err := NewFonts(empty)
	if err != nil {
		t.Fatal(err)
	}
	if err := Write(io.Discard, doc, fonts, time.Time{}); err == nil || !strings.Contains(err.Error(), "page 1: the fonts were made without this document") {
		t.Errorf("unknown glyphs: %v", err)
	}
	empty.Bookmarks = []typeset.Bookmark{{Title: "Gone", Page: 1}}
	if err := Write(io.Discard, empty, fonts, time.Time{}); err == nil || !strings.Contains(err.Error(), `bookmark "Gone"`) {
		t.Errorf("bookmark without page: %v", err)
	}
	if err := Write(io.Discard, &typeset.Document{}, fonts, time.Time{}); err == nil {
		t.Error("a document without pages is written")
	}
	img := pngImage(t, patch(5, 5, color.NRGBA{R: 1, A: 9}))
	for n := range img.Data {
		broken := newDoc()
		broken.Pages[0].Items = []typeset.Item{&typeset.Picture{W: pt, H: pt, Image: &typeset.Image{Key: "x", Width: 5, Height: 5, Format: "png", Data: img.Data[:n]}}}
		Write(io.Discard, broken, fonts, time.Time{}) // must not panic
	}
}

// Glyphs that stand for nothing are drawn and not extracted.
func TestUnsaidGlyphs(t *testing.T) {
	doc := newDoc()
	items, _ := set(t, "mn", typeset.Style{Size: 20 * pt}, 50*pt, 50*pt)
	hyphen, _ := set(t, "-", typeset.Style{Size: 20 * pt}, 100*pt, 50*pt)
	for _, it := range hyphen {
		it.(*typeset.Glyphs).Run[0].Text = ""
	}
	doc.Pages[0].Items = append(items, hyphen...)
	file := write(t, doc)
	if got := strings.TrimSpace(extract(t, file)); got != "mn" {
		t.Errorf("extracted %q", got)
	}
	if ink := inkBox(t, file, 100, image.Rect(130, 0, 200, 200)); ink.Empty() {
		t.Error("the hyphen is not drawn")
	}
}

func TestManyGlyphsTakeSeveralSubsets(t *testing.T) {
	doc := newDoc()
	face := loadFonts(t).Symbols
	var want strings.Builder
	var items []typeset.Item
	n := 0
	for r := rune(0x21); r < 0x2300 && n < 600; r++ {
		id, ok := face.GlyphFor(r)
		if !ok || r >= 0x80 && r < 0xc0 || r >= 0x2b0 && r < 0x370 || r >= 0x2000 && r < 0x2100 {
			continue // spaces and marks, which readers move
		}
		x, y := typeset.Length(n%20)*20*pt+50*pt, typeset.Length(n/20)*20*pt+50*pt
		items = append(items, &typeset.Glyphs{Face: face, Size: 10 * pt, X: x, Y: y, Run: []typeset.Glyph{{ID: id, Advance: 6 * pt, Text: string(r)}}})
		want.WriteRune(r)
		n++
	}
	doc.Pages[0].Items = items
	fonts, err := NewFonts(doc)
	if err != nil {
		t.Fatal(err)
	}
	if len(fonts.order) < 2 {
		t.Fatalf("%d glyphs in %d subsets", n, len(fonts.order))
	}
	got := strings.Join(strings.Fields(run(t, writeWith(t, doc, fonts), "pdftotext", []string{"-raw", "-enc", "UTF-8"}, "-")), "")
	if got != want.String() {
		t.Errorf("got  %s\nwant %s", got, want.String())
	}
}

// inkBox rasterises the first page and returns the box of what is not white
// within an area, in pixels.
func inkBox(t testing.TB, file []byte, dpi int, area image.Rectangle) image.Rectangle {
	t.Helper()
	img := rasterise(t, file, dpi)
	box := image.Rectangle{}
	area = area.Intersect(img.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if img.GrayAt(x, y).Y < 128 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// rasterise draws the first page in grey.
func rasterise(t testing.TB, file []byte, dpi int) *image.Gray {
	t.Helper()
	path, err := exec.LookPath("pdftoppm")
	if err != nil {
		missing(t, "pdftoppm")
	}
	name := filepath.Join(t.TempDir(), "file.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, "-gray", "-f", "1", "-l", "1", "-r", fmt.Sprint(dpi), name).Output()
	if err != nil {
		t.Fatal(err)
	}
	var w, h, most int
	if _, err := fmt.Sscanf(string(out[:min(40, len(out))]), "P5\n%d %d\n%d", &w, &h, &most); err != nil {
		t.Fatal(err)
	}
	img := image.NewGray(image.Rect(0, 0, w, h))
	copy(img.Pix, out[len(out)-w*h:])
	return img
}

// TestGlyphsLandWhereTheListSays compares the ink with the outlines' boxes.
func TestGlyphsLandWhereTheListSays(t *testing.T) {
	const dpi = 200
	face := loadFonts(t).Text[0]
	doc := newDoc()
	// A long line whose last glyph shows any drift, with advances that the
	// face's own widths do not give.
	run := &typeset.Glyphs{Face: face, Size: 11*pt + 12345, X: 40 * pt, Y: 100 * pt}
	id, _ := face.GlyphFor('l')
	for range 120 {
		run.Run = append(run.Run, typeset.Glyph{ID: id, Advance: 4*pt + 777, Text: "l"})
	}
	// An accent that is displaced.
	raised := &typeset.Glyphs{Face: face, Size: 30 * pt, X: 300 * pt, Y: 300 * pt, Run: []typeset.Glyph{
		{ID: id, Advance: 10 * pt, Text: "l"}, {ID: id, Advance: 0, DX: 50 * pt, DY: 40 * pt},
	}}
	turned := &typeset.Glyphs{Face: face, Size: 30 * pt, X: 300 * pt, Y: 600 * pt, Angle: 90, Run: run.Run[:1:1]}
	turned.Run = []typeset.Glyph{{ID: id, Advance: 10 * pt, Text: "l"}}
	doc.Pages[0].Items = []typeset.Item{run, raised, turned,
		&typeset.Formula{X: 100 * pt, Y: 700 * pt, Size: 20 * pt, Math: fraction("x")},
		&typeset.Formula{X: 200 * pt, Y: 700 * pt, Size: 20 * pt, Math: fraction("x"), From: 500, To: 1000},
		&typeset.Picture{X: 400 * pt, Y: 500 * pt, W: 60 * pt, H: 30 * pt, Image: pngImage(t, patch(4, 4, color.NRGBA{A: 255}))},
	}
	file := write(t, doc)

	em := func(v int, size typeset.Length) typeset.Length { return typeset.Length(v) * size / 1000 }
	box := noInk
	extend(&box, face.Outline(id))
	glyph := func(x, y, size typeset.Length) [4]typeset.Length {
		return [4]typeset.Length{x + em(box[0], size), y - em(box[3], size), x + em(box[2], size), y - em(box[1], size)}
	}
	last := run.X + 119*run.Run[0].Advance
	for name, test := range map[string]struct{ near, want [4]typeset.Length }{
		"last of a line": {[4]typeset.Length{last - pt/2, 80 * pt, last + 20*pt, 110 * pt}, glyph(last, run.Y, run.Size)},
		"displaced":      {[4]typeset.Length{340 * pt, 200 * pt, 400 * pt, 290 * pt}, glyph(360*pt, 260*pt, 30*pt)},
		"turned": {[4]typeset.Length{200 * pt, 500 * pt, 320 * pt, 620 * pt}, [4]typeset.Length{
			300*pt - em(box[3], 30*pt), 600*pt - em(box[2], 30*pt), 300*pt - em(box[1], 30*pt), 600*pt - em(box[0], 30*pt)}},
		"formula": {[4]typeset.Length{80 * pt, 600 * pt, 150 * pt, 800 * pt}, [4]typeset.Length{100 * pt, 682 * pt, 120 * pt, 708 * pt}},
		// The piece shows its slack of a tenth of an em on the left.
		"piece":   {[4]typeset.Length{180 * pt, 600 * pt, 250 * pt, 800 * pt}, [4]typeset.Length{198 * pt, 682 * pt, 210 * pt, 708 * pt}},
		"picture": {[4]typeset.Length{390 * pt, 400 * pt, 500 * pt, 550 * pt}, [4]typeset.Length{400 * pt, 500 * pt, 460 * pt, 530 * pt}},
	} {
		px := func(l typeset.Length) int { return int((l*dpi/72 + pt/2) / pt) }
		near := image.Rect(px(test.near[0]), px(test.near[1]), px(test.near[2]), px(test.near[3]))
		want := image.Rect(px(test.want[0]), px(test.want[1]), px(test.want[2]), px(test.want[3]))
		got := inkBox(t, file, dpi, near)
		for _, d := range []int{got.Min.X - want.Min.X, got.Min.Y - want.Min.Y, got.Max.X - want.Max.X, got.Max.Y - want.Max.Y} {
			if d < -2 || d > 2 {
				t.Errorf("%s: ink at %v, want %v", name, got, want)
				break
			}
		}
	}
}

func TestFades(t *testing.T) {
	black := typeset.RGB{}
	square := func(x, y typeset.Length) []typeset.PathStep {
		return []typeset.PathStep{
			{Op: typeset.MoveTo, P: [3]typeset.XY{{X: x, Y: y}}},
			{Op: typeset.LineTo, P: [3]typeset.XY{{X: x + 100*pt, Y: y}}},
			{Op: typeset.LineTo, P: [3]typeset.XY{{X: x + 100*pt, Y: y + 100*pt}}},
			{Op: typeset.LineTo, P: [3]typeset.XY{{X: x, Y: y + 100*pt}}},
			{Op: typeset.ClosePath},
		}
	}
	doc := newDoc()
	doc.Pages[0].Items = []typeset.Item{
		&typeset.Path{Steps: square(100*pt, 100*pt), Fill: &black, FillFade: 128},
		&typeset.Path{Steps: square(150*pt, 100*pt), Fill: &black, FillFade: 128},
		&typeset.Path{Steps: square(100*pt, 300*pt), Fill: &black, FillFade: 255, Clip: square(100*pt, 300*pt)},
		&typeset.Path{Steps: square(100*pt, 500*pt), Fill: &black, Clip: square(150*pt, 550*pt)},
		&typeset.Box{X: 300 * pt, Y: 100 * pt, W: 50 * pt, H: 50 * pt, Gray: 64},
	}
	img := rasterise(t, write(t, doc), 72)
	for _, want := range []struct{ x, y, gray int }{
		{120, 150, 128}, {170, 150, 64}, {230, 150, 128}, {150, 350, 255}, {120, 520, 255}, {180, 580, 0}, {320, 120, 64}, {320, 180, 255},
	} {
		if got := int(img.GrayAt(want.x, want.y).Y); got < want.gray-3 || got > want.gray+3 {
			t.Errorf("at %d, %d: grey %d, want %d", want.x, want.y, got, want.gray)
		}
	}
}

// examDoc is a document like a paper: three pages of text, code and formulas.
func examDoc(t testing.TB) *typeset.Document {
	doc := newDoc()
	doc.Pages = make([]typeset.Page, 3)
	var formulas []*math.Formula
	for i := range 60 {
		f := fraction(fmt.Sprintf(`\frac{x_{%d}}{2}`, i))
		f.Shapes[0].X += i // so that each draws something else
		formulas = append(formulas, f)
	}
	for p := range doc.Pages {
		for line := range 48 {
			y := typeset.Length(60+15*line) * pt
			st := typeset.Style{Size: 11 * pt, Bold: line%12 == 0, Italic: line%9 == 8, Mono: line%16 == 15}
			items, _ := set(t, "State whether the difference of two efficient estimators is unbiased, and why.", st, 60*pt, y)
			doc.Pages[p].Items = append(doc.Pages[p].Items, items...)
			doc.Pages[p].Items = append(doc.Pages[p].Items, &typeset.Formula{X: 500 * pt, Y: y, Size: 11 * pt, Math: formulas[(p*48+line)%60]})
		}
	}
	return doc
}

func BenchmarkCold(b *testing.B) {
	doc := examDoc(b)
	for b.Loop() {
		fonts, err := NewFonts(doc)
		if err != nil {
			b.Fatal(err)
		}
		if err := Write(io.Discard, doc, fonts, time.Time{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOneOfMany(b *testing.B) {
	doc := examDoc(b)
	fonts, err := NewFonts(doc)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := Write(io.Discard, doc, fonts, time.Time{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(writeWith(b, doc, fonts))), "bytes")
}

// TestNames extracts every character that has a name of its own.
func TestNames(t *testing.T) {
	face := loadFonts(t).Text[0]
	var runes []rune
	for r := rune('!'); r <= '~'; r++ {
		runes = append(runes, r)
	}
	for r := range moreNames {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	doc := newDoc()
	var want []string
	for i, r := range runes {
		id, ok := face.GlyphFor(r)
		if !ok {
			t.Fatalf("%c is not in %s", r, face.Name())
		}
		x, y := typeset.Length(i%10)*50*pt+40*pt, typeset.Length(i/10)*40*pt+40*pt
		doc.Pages[0].Items = append(doc.Pages[0].Items,
			&typeset.Glyphs{Face: face, Size: 10 * pt, X: x, Y: y, Run: []typeset.Glyph{{ID: id, Advance: 10 * pt, Text: string(r)}}})
		want = append(want, string(r))
	}
	got := strings.Fields(run(t, write(t, doc), "pdftotext", []string{"-raw", "-enc", "UTF-8"}, "-"))
	if !slices.Equal(got, want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
