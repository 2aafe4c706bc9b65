package svg

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-fonts/stix/stix2textbold"
	"github.com/go-fonts/stix/stix2textbolditalic"
	"github.com/go-fonts/stix/stix2textitalic"
	"github.com/go-fonts/stix/stix2textregular"

	"github.com/papersetter/papersetter/export/typeset"
)

var pictures = flag.String("pictures", "", "folder to write the pictures into that the tests compare")

func fonts(t testing.TB) *typeset.Fonts {
	t.Helper()
	f, err := typeset.LoadFonts()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestPictures draws every figure of testdata and compares it with what
// rsvg-convert draws, given the same fonts.
func TestPictures(t *testing.T) {
	rsvg, err := exec.LookPath("rsvg-convert")
	if err != nil {
		t.Skip("rsvg-convert is not installed")
	}
	files, err := filepath.Glob("testdata/*.svg")
	if err != nil || len(files) == 0 {
		t.Fatal("no figures in testdata", err)
	}
	if extra := os.Getenv("SVG_FIGURES"); extra != "" {
		more, _ := filepath.Glob(extra)
		files = append(files, more...)
	}
	config := fontConfig(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".svg"), func(t *testing.T) {
			comparePicture(t, rsvg, config, file)
		})
	}
}

func comparePicture(t *testing.T, rsvg, config, file string) {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d, problems := Parse(src, fonts(t))
	for _, p := range problems {
		t.Errorf("%s:%d:%d: %s", file, p.Line, p.Column, p.Message)
	}
	if d == nil {
		t.FailNow()
	}
	width := 500
	height := int(math.Round(500 * float64(d.Height) / float64(d.Width)))
	ours := drawnOver(t, d.Items(0, 0, d.Width), d.Width, width, height)
	// Unlike browsers, rsvg-convert draws the warning that draw.io puts last.
	if before, after, ok := bytes.Cut(src, []byte("<switch><g requiredFeatures")); ok {
		_, after, _ = bytes.Cut(after, []byte("</switch>"))
		src = slices.Concat(before, after)
	}
	cmd := exec.Command(rsvg, "-w", fmt.Sprint(width), "-h", fmt.Sprint(height), "-b", "white")
	cmd.Stdin = bytes.NewReader(src)
	cmd.Env = append(os.Environ(), "FONTCONFIG_FILE="+config)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	mean, worst := difference(ours, theirs)
	t.Logf("mean difference %.2f, worst 5×5 block %.0f of 255", mean, worst)
	writePictures(t, file, ours, theirs)
	if mean > 2.5 || worst > 90 {
		t.Errorf("differs from rsvg-convert: mean %.2f of at most 2.5, worst 5×5 block %.0f of at most 90", mean, worst)
	}
}

// difference returns the mean difference of gray and that of the worst block of
// 5×5 pixels.
func difference(a, b image.Image) (mean, worst float64) {
	gray := func(m image.Image, x, y int) float64 {
		r, g, b, _ := m.At(x+m.Bounds().Min.X, y+m.Bounds().Min.Y).RGBA()
		return float64(r+g+b) / 3 / 257
	}
	w, h := a.Bounds().Dx(), a.Bounds().Dy()
	for y := range h / 5 {
		for x := range w / 5 {
			sum := 0.0
			for k := range 25 {
				px, py := x*5+k%5, y*5+k/5
				d := gray(a, px, py) - gray(b, px, py)
				sum += d
				mean += math.Abs(d)
			}
			worst = max(worst, math.Abs(sum)/25)
		}
	}
	return mean / float64(w*h), worst
}

// writePictures writes ours, theirs and their difference side by side.
func writePictures(t *testing.T, file string, ours, theirs image.Image) {
	if *pictures == "" {
		return
	}
	w, h := ours.Bounds().Dx(), ours.Bounds().Dy()
	m := image.NewRGBA(image.Rect(0, 0, 3*w, h))
	for y := range h {
		for x := range w {
			a := color.RGBAModel.Convert(ours.At(x, y)).(color.RGBA)
			b := color.RGBAModel.Convert(theirs.At(x, y)).(color.RGBA)
			m.SetRGBA(x, y, a)
			m.SetRGBA(w+x, y, b)
			apart := func(p, q uint8) uint8 { return 255 - max(p, q) + min(p, q) }
			m.SetRGBA(2*w+x, y, color.RGBA{apart(a.R, b.R), apart(a.G, b.G), apart(a.B, b.B), 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	name := strings.TrimSuffix(filepath.Base(file), ".svg") + ".png"
	if err := os.WriteFile(filepath.Join(*pictures, name), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// fontConfig writes a configuration of fontconfig that knows only our faces.
func fontConfig(t *testing.T) string {
	dir := t.TempDir()
	for name, data := range map[string][]byte{
		"regular": stix2textregular.TTF, "bold": stix2textbold.TTF,
		"italic": stix2textitalic.TTF, "bolditalic": stix2textbolditalic.TTF,
	} {
		if err := os.WriteFile(filepath.Join(dir, name+".ttf"), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	mono, err := filepath.Abs("../typeset/fonts")
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "fonts.conf")
	text := `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>` + dir + `</dir><dir>` + mono + `</dir><cachedir>` + dir + `/cache</cachedir>
<match target="pattern"><test name="family" compare="contains"><string>mono</string></test>
<edit name="family" mode="assign" binding="strong"><string>JetBrains Mono</string></edit></match>
<match target="pattern"><test name="family" compare="not_eq"><string>JetBrains Mono</string></test>
<edit name="family" mode="assign" binding="strong"><string>STIX Two Text</string></edit></match>
</fontconfig>`
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return config
}
