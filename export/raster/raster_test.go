package raster

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"go/build"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/papersetter/papersetter/export/typeset"
)

// halves returns an image whose left half has one colour and whose right half
// another.
func halves(w, h int, left, right color.Color) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := left
			if x >= w/2 {
				c = right
			}
			img.Set(x, y, c)
		}
	}
	return img
}

func pngFile(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegFile(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// chunk is a PNG chunk.
func chunk(kind, data string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(b, kind+data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// interlaced marks a PNG of one pixel as interlaced, which does not change how
// its pixel is coded.
func interlaced(data []byte) []byte {
	b := bytes.Clone(data)
	b[pngInterlace] = 1
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

// exif puts an Exif segment with an orientation into a JPEG.
func exif(data []byte, orientation byte) []byte {
	tiff := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x02" +
		"\x01\x0f\x00\x02\x00\x00\x00\x04SECR" +
		"\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00" + "\x00\x00\x00\x00"
	segment := append([]byte{0xff, markerExif, 0, byte(len(tiff) + 2)}, tiff...)
	b := append(bytes.Clone(data[:2]), segment...)
	return append(append(b, data[2:]...), "trailing"...)
}

func read(t *testing.T, data []byte) *typeset.Image {
	t.Helper()
	img, err := NewImage(data)
	if err != nil {
		t.Fatal(err)
	}
	if img.Key == "" {
		t.Error("no key")
	}
	return img
}

func decode(t *testing.T, img *typeset.Image) image.Image {
	t.Helper()
	m, format, err := image.Decode(bytes.NewReader(img.Data))
	if err != nil || format != img.Format {
		t.Fatalf("%s: %v", format, err)
	}
	if got := m.Bounds().Size(); got != image.Pt(img.Width, img.Height) {
		t.Fatalf("size %v, said %d × %d", got, img.Width, img.Height)
	}
	return m
}

func TestPNG(t *testing.T) {
	red, clear := color.NRGBA{R: 255, A: 255}, color.NRGBA{}
	palette := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{red, color.Black})
	see := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{red, clear, color.NRGBA{B: 255, A: 100}})
	see.Pix[1], see.Pix[2] = 1, 2
	deep := image.NewRGBA64(image.Rect(0, 0, 4, 4))
	deep.Set(1, 1, color.RGBA64{R: 0xffff, A: 0xffff})
	grey := image.NewGray16(image.Rect(0, 0, 4, 4))
	for name, test := range map[string]struct {
		data   []byte
		colour byte // of the result: 0 grey, 2 RGB, 3 palette, 6 RGBA
		kept   bool // as it is coded
	}{
		"grey":              {pngFile(t, image.NewGray(image.Rect(0, 0, 4, 4))), 0, true},
		"rgb":               {pngFile(t, halves(4, 4, red, color.White)), 2, true},
		"palette":           {pngFile(t, palette), 3, true},
		"used alpha":        {pngFile(t, halves(4, 4, red, clear)), 6, true},
		"see-through index": {pngFile(t, see), 6, false},
		"16 bits":           {pngFile(t, deep), 6, false},
		"16 bits grey":      {pngFile(t, grey), 0, false},
		"interlaced":        {interlaced(pngFile(t, halves(1, 1, red, red))), 2, false},
	} {
		t.Run(name, func(t *testing.T) {
			img := read(t, test.data)
			if got := img.Data[pngColour]; got != test.colour {
				t.Errorf("colour type %d, want %d", got, test.colour)
			}
			if img.Data[pngDepth] > 8 || img.Data[pngInterlace] != 0 || img.Format != "png" {
				t.Error("not normal")
			}
			if got := bytes.Equal(img.Data, test.data); got != test.kept {
				t.Errorf("kept %v, want %v", got, test.kept)
			}
			want, err := png.Decode(bytes.NewReader(test.data))
			if err != nil {
				t.Fatal(err)
			}
			got := decode(t, img)
			for y := range img.Height {
				for x := range img.Width {
					r, g, b, a := want.At(x, y).RGBA()
					r2, g2, b2, a2 := got.At(x, y).RGBA()
					if r>>8 != r2>>8 || g>>8 != g2>>8 || b>>8 != b2>>8 || a>>8 != a2>>8 {
						t.Fatalf("pixel %d, %d: %v, want %v", x, y, got.At(x, y), want.At(x, y))
					}
				}
			}
		})
	}
}

// An alpha channel that says "opaque" everywhere is dropped.
func TestUselessAlpha(t *testing.T) {
	// Go writes no such PNG; one pixel of it by hand: filter 0, then RGBA.
	opaque := append([]byte(pngSignature), chunk("IHDR", "\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00")...)
	opaque = append(opaque, chunk("IDAT", "\x78\x9c\x63\x10\x50\x30\xf8\x0f\x00\x02\x04\x01\x60")...)
	opaque = append(opaque, chunk("IEND", "")...)
	img := read(t, opaque)
	if img.Data[pngColour] != 2 {
		t.Errorf("colour type %d", img.Data[pngColour])
	}
}

func TestMetadataIsDropped(t *testing.T) {
	data := pngFile(t, halves(4, 4, color.White, color.Black))
	marked := append(bytes.Clone(data[:33]), chunk("tEXt", "Author\x00SECRET")...)
	marked = append(append(marked, data[33:]...), "SECRET"...)
	if img := read(t, marked); !bytes.Equal(img.Data, data) {
		t.Error("PNG is not the one without metadata")
	}
	photo := jpegFile(t, halves(16, 16, color.White, color.Black))
	if img := read(t, exif(photo, 1)); !bytes.Equal(img.Data, photo) {
		t.Error("JPEG is not the one without metadata")
	}
}

func TestJPEGIsTurnedUpright(t *testing.T) {
	red, blue := color.NRGBA{R: 255, A: 255}, color.NRGBA{B: 255, A: 255}
	photo := jpegFile(t, halves(64, 32, red, blue))
	isRed := func(c color.Color) bool {
		r, _, b, _ := c.RGBA()
		return r > b
	}
	// Where the red half is: at the left, right, top or bottom.
	for turned, side := range map[byte]string{1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"} {
		m := decode(t, read(t, exif(photo, turned)))
		w, h := m.Bounds().Dx(), m.Bounds().Dy()
		if tall := side == "top" || side == "bottom"; tall != (h > w) {
			t.Errorf("%d: %d × %d", turned, w, h)
		}
		for at, p := range map[string]image.Point{"left": {3, h / 2}, "right": {w - 3, h / 2}, "top": {w / 2, 3}, "bottom": {w / 2, h - 3}} {
			if at == side && !isRed(m.At(p.X, p.Y)) {
				t.Errorf("%d: %s is not red", turned, at)
			}
		}
	}
}

// The Go distribution has pictures of kinds that Go does not write.
func TestUnusualJPEG(t *testing.T) {
	dir := filepath.Join(build.Default.GOROOT, "src", "image", "testdata")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the sources of Go are not installed")
	}
	for name, same := range map[string]string{
		"video-001.cmyk.jpeg":        "video-001.cmyk.png",
		"video-001.rgb.jpeg":         "video-001.png",
		"video-001.progressive.jpeg": "video-001.png",
		"video-005.gray.jpeg":        "video-005.gray.png",
	} {
		original, err := os.ReadFile(filepath.Join(dir, same))
		if err != nil {
			t.Fatal(err)
		}
		want, err := png.Decode(bytes.NewReader(original))
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		img := read(t, data)
		config, err := jpeg.DecodeConfig(bytes.NewReader(img.Data))
		if err != nil || config.ColorModel != color.YCbCrModel && config.ColorModel != color.GrayModel {
			t.Errorf("%s: %v %v", name, config.ColorModel, err)
		}
		got := decode(t, img)
		difference, n := 0, 0
		for y := 0; y < img.Height; y += 5 {
			for x := 0; x < img.Width; x += 5 {
				r, g, b, _ := want.At(x, y).RGBA()
				r2, g2, b2, _ := got.At(x, y).RGBA()
				for _, d := range []int{int(r>>8) - int(r2>>8), int(g>>8) - int(g2>>8), int(b>>8) - int(b2>>8)} {
					difference += max(d, -d)
					n++
				}
			}
		}
		if difference/n > 10 {
			t.Errorf("%s: differs by %d on average", name, difference/n)
		}
	}
}

func TestWebP(t *testing.T) {
	for format, code := range map[string]string{
		"jpeg": "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
		"png":  "UklGRh4AAABXRUJQVlA4TBEAAAAvAAAAAAfQ//73v/+BiOh/AAA=",
	} {
		data, err := base64.StdEncoding.DecodeString(code)
		if err != nil {
			t.Fatal(err)
		}
		img := read(t, data)
		if img.Format != format {
			t.Errorf("%s, want %s", img.Format, format)
		}
		decode(t, img)
	}
}

func TestErrors(t *testing.T) {
	photo, drawing := jpegFile(t, halves(64, 64, color.White, color.Black)), pngFile(t, halves(64, 64, color.White, color.Black))
	huge := bytes.Clone(drawing)
	binary.BigEndian.PutUint32(huge[16:], 60000)
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	wide := bytes.Clone(drawing)
	binary.BigEndian.PutUint32(wide[16:], 1_000_000)
	binary.BigEndian.PutUint32(wide[29:], crc32.ChecksumIEEE(wide[12:29]))
	flipped := bytes.Clone(drawing)
	flipped[len(flipped)/2] ^= 1
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"empty":      {nil, "empty"},
		"text":       {[]byte("<html>"), "neither PNG, JPEG nor WebP"},
		"cut PNG":    {drawing[:len(drawing)/2], "damaged"},
		"flipped":    {flipped, "damaged"},
		"cut JPEG":   {photo[:len(photo)*2/3], "damaged"},
		"only start": {photo[:2], "damaged"},
		"wide":       {wide, "scale it down"},
		"many bytes": {make([]byte, maxBytes+1), "smaller than 20 MB"},
		"WebP":       {[]byte("RIFF\x10\x00\x00\x00WEBPVP8 "), "damaged"},
	} {
		img, err := NewImage(test.data)
		if err == nil || img != nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, %v", name, img, err)
		}
	}
}

func FuzzNewImage(f *testing.F) {
	f.Add(pngFile(f, halves(4, 4, color.White, color.NRGBA{R: 9, A: 9})))
	f.Add(interlaced(pngFile(f, halves(1, 1, color.White, color.Black))))
	f.Add(exif(jpegFile(f, halves(16, 8, color.White, color.Black)), 6))
	for _, code := range []string{
		"UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
		"UklGRh4AAABXRUJQVlA4TBEAAAAvAAAAAAfQ//73v/+BiOh/AAA=",
	} {
		data, err := base64.StdEncoding.DecodeString(code)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && c.Width*c.Height > 1_000_000 {
			return // allowed, but slow
		}
		img, err := NewImage(data)
		if err != nil {
			if img != nil {
				t.Error("an image beside an error")
			}
			return
		}
		again, err := NewImage(img.Data)
		if err != nil {
			t.Fatalf("what came out is not taken in: %v", err)
		}
		if again.Key != img.Key {
			t.Error("what came out is not normal")
		}
		decode(t, img)
	})
}
