package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const galleryBank = "../../questions/gallery"

// galleryFiles prints every blueprint of the gallery: the paper in its style,
// and of the first the other kinds of documents too. It returns the PDFs of
// the first set by name, in a folder of their own.
func galleryFiles(t *testing.T) []string {
	t.Helper()
	blueprints, err := filepath.Glob(filepath.Join(galleryBank, "blueprints", "*.yaml"))
	if err != nil || len(blueprints) == 0 {
		t.Fatal("the gallery has no blueprints", err)
	}
	out := t.TempDir()
	var files []string
	for _, bp := range blueprints {
		name := strings.TrimSuffix(filepath.Base(bp), ".yaml")
		write := "paper"
		if name == "everything" {
			write = "all"
		}
		dir := filepath.Join(t.TempDir(), name)
		var talk bytes.Buffer
		c := command{stdout: io.Discard, stderr: &talk}
		if code := c.run(t.Context(), []string{"make", bp, "-o", dir, "--dry-run", "--write", write}); code != 0 {
			t.Fatalf("make %s: exit code %d\n%s", bp, code, talk.String())
		}
		made, err := filepath.Glob(filepath.Join(dir, "*.pdf"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range made {
			kind := strings.TrimSuffix(filepath.Base(file), ".pdf")
			if strings.HasSuffix(kind, "-B") {
				continue
			}
			target := filepath.Join(out, name+"-"+strings.TrimSuffix(kind, "-A")+".pdf")
			if err := os.Rename(file, target); err != nil {
				t.Fatal(err)
			}
			files = append(files, target)
		}
	}
	slices.Sort(files)
	return files
}

// TestGallery compares every page of the gallery with its golden picture and
// its text. Look at the new pictures after -update.
func TestGallery(t *testing.T) {
	needs(t, "pdftoppm")
	needs(t, "pdftotext")
	wanted := map[string]bool{}
	for _, file := range galleryFiles(t) {
		name := strings.TrimSuffix(filepath.Base(file), ".pdf")
		golden := filepath.Join("testdata", "gallery", name+".txt")
		wanted[golden] = true
		compareText(t, golden, pdfText(t, file))
		for i, page := range popplerPages(t, file) {
			golden := filepath.Join("testdata", "gallery", fmt.Sprintf("%s-%d.png", name, i+1))
			wanted[golden] = true
			comparePage(t, golden, page)
		}
	}
	had, err := filepath.Glob(filepath.Join("testdata", "gallery", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range had {
		if wanted[file] {
			continue
		}
		if !*update {
			t.Errorf("%s has no page any more", file)
		} else if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
}

func compareText(t *testing.T, golden, text string) {
	t.Helper()
	want, err := os.ReadFile(golden)
	if err == nil && string(want) == text {
		return
	}
	if *update {
		if err := os.MkdirAll(filepath.Dir(golden), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s: the text is now\n%s", golden, text)
}

func comparePage(t *testing.T, golden string, page *image.Gray) {
	t.Helper()
	want, err := readGray(golden)
	if err == nil && unlike(page, want, 4, 48) < 0.001 {
		return
	}
	if *update {
		if err := writeSmall(golden, page); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err != nil {
		t.Error(err)
		return
	}
	now := filepath.Join(os.TempDir(), filepath.Base(golden))
	if err := writeSmall(now, page); err != nil {
		t.Error(err)
	}
	t.Errorf("%s: %.2f %% of the page differ; it looks now like %s", golden, 100*unlike(page, want, 4, 48), now)
}

// TestRenderersAgree draws the gallery with poppler, MuPDF and PDFium, which
// must show the same.
func TestRenderersAgree(t *testing.T) {
	needs(t, "pdftoppm")
	needs(t, "mutool")
	files := galleryFiles(t)
	byPDFium := pdfiumPages(t, files)
	for _, file := range files {
		name := filepath.Base(file)
		poppler := popplerPages(t, file)
		mupdf := muPages(t, file)
		if len(mupdf) != len(poppler) || byPDFium != nil && len(byPDFium[file]) != len(poppler) {
			t.Fatalf("%s: %d, %d and %d pages", name, len(poppler), len(mupdf), len(byPDFium[file]))
		}
		// Renderers smooth edges each in its way, so that squares of 6 pixels
		// (1.5 mm) are compared: a missing glyph or a wrong shade shows.
		const most = 0.01
		for i, page := range poppler {
			if share := unlike(page, mupdf[i], 6, 64); share > most {
				t.Errorf("%s: page %d: poppler and MuPDF differ on %.2f %% of it", name, i+1, 100*share)
			}
			if byPDFium == nil {
				continue
			}
			if share := unlike(page, byPDFium[file][i], 6, 64); share > most {
				t.Errorf("%s: page %d: poppler and PDFium differ on %.2f %% of it", name, i+1, 100*share)
			}
		}
	}
}

const galleryDPI = "100"

func popplerPages(t *testing.T, file string) []*image.Gray {
	t.Helper()
	base := filepath.Join(t.TempDir(), "p")
	if out, err := exec.Command("pdftoppm", "-r", galleryDPI, "-gray", "-png", file, base).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm %s: %v\n%s", file, err, out)
	}
	return readPages(t, base+"-*.png")
}

func muPages(t *testing.T, file string) []*image.Gray {
	t.Helper()
	base := filepath.Join(t.TempDir(), "p")
	if out, err := exec.Command("mutool", "draw", "-q", "-r", galleryDPI, "-c", "gray", "-o", base+"-%03d.png", file).CombinedOutput(); err != nil {
		t.Fatalf("mutool %s: %v\n%s", file, err, out)
	}
	return readPages(t, base+"-*.png")
}

// pdfiumPages draws files with the module beside the CI; nil where it is not to
// be had.
func pdfiumPages(t *testing.T, files []string) map[string][]*image.Gray {
	t.Helper()
	run := exec.Command("go", append([]string{"run", ".", galleryDPI}, files...)...)
	run.Dir = filepath.Join("..", "..", ".ci", "pdfium")
	if out, err := run.CombinedOutput(); err != nil {
		if os.Getenv("PAPERSETTER_NO_SKIP") != "" {
			t.Fatalf("pdfium: %v\n%s", err, out)
		}
		t.Logf("PDFium is not to be had, so only poppler and MuPDF are compared: %v", err)
		return nil
	}
	pages := map[string][]*image.Gray{}
	for _, file := range files {
		for i := 1; ; i++ {
			page, err := readGray(fmt.Sprintf("%s-%d.png", strings.TrimSuffix(file, ".pdf"), i))
			if err != nil {
				break
			}
			pages[file] = append(pages[file], page)
		}
	}
	return pages
}

func readPages(t *testing.T, pattern string) []*image.Gray {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatal("no pages were drawn", err)
	}
	slices.Sort(names)
	var pages []*image.Gray
	for _, name := range names {
		page, err := readGray(name)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, page)
	}
	return pages
}

func readGray(name string) (*image.Gray, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if gray, ok := img.(*image.Gray); ok {
		return gray, nil
	}
	b := img.Bounds()
	gray := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			gray.Set(x, y, img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return gray, nil
}

// writeSmall writes a page in 16 shades, which is enough to compare with.
func writeSmall(name string, page *image.Gray) error {
	var palette color.Palette
	for i := range 16 {
		palette = append(palette, color.Gray{Y: uint8(i * 17)})
	}
	small := image.NewPaletted(page.Rect, palette)
	for i, v := range page.Pix {
		small.Pix[i] = uint8((int(v) + 8) / 17)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&b, small); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o666)
}

// unlike returns the share of squares of side pixels whose mean shades differ
// by more than a limit.
func unlike(a, b *image.Gray, side, limit int) float64 {
	w, h := min(a.Rect.Dx(), b.Rect.Dx()), min(a.Rect.Dy(), b.Rect.Dy())
	if d := max(a.Rect.Dx(), b.Rect.Dx()) - w; d > 2 || max(a.Rect.Dy(), b.Rect.Dy())-h > 2 {
		return 1
	}
	sum := func(img *image.Gray, x, y int) (sum int) {
		for dy := range side {
			row := img.Pix[(y+dy)*img.Stride+x:]
			for _, v := range row[:side] {
				sum += int(v)
			}
		}
		return sum
	}
	differ, all := 0, 0
	for y := 0; y+side <= h; y += side {
		for x := 0; x+side <= w; x += side {
			all++
			if d := sum(a, x, y) - sum(b, x, y); d > limit*side*side || -d > limit*side*side {
				differ++
			}
		}
	}
	return float64(differ) / float64(all)
}
