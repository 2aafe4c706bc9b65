package typeset

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

func pngOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNewImage(t *testing.T) {
	deep := image.NewRGBA64(image.Rect(0, 0, 5, 4))
	deep.Set(2, 1, color.RGBA64{0x1234, 0xffff, 0, 0xffff})
	plain := pngOf(t, image.NewNRGBA(image.Rect(0, 0, 3, 2)))
	var photo bytes.Buffer
	jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 9, 8)), nil)
	for _, tc := range []struct {
		name, format  string
		data          []byte
		width, height int
		kept          bool
	}{
		{"plain PNG", "png", plain, 3, 2, true},
		{"16-bit PNG", "png", pngOf(t, deep), 5, 4, false},
		{"16-bit grey PNG", "png", pngOf(t, image.NewGray16(image.Rect(0, 0, 2, 2))), 2, 2, false},
		{"JPEG", "jpeg", photo.Bytes(), 9, 8, true},
	} {
		m, err := NewImage(bytes.Clone(tc.data))
		if err != nil {
			t.Fatal(tc.name, err)
		}
		if m.Format != tc.format || m.Width != tc.width || m.Height != tc.height || bytes.Equal(m.Data, tc.data) != tc.kept {
			t.Errorf("%s: %s, %d × %d, kept %v", tc.name, m.Format, m.Width, m.Height, bytes.Equal(m.Data, tc.data))
		}
		if m.Format == "png" && !plainPNG(m.Data) {
			t.Errorf("%s: not plain", tc.name)
		}
		if again, _ := NewImage(bytes.Clone(tc.data)); again.Key != m.Key || len(m.Key) != 64 {
			t.Errorf("%s: key %q and %q", tc.name, again.Key, m.Key)
		}
	}
	m, _ := NewImage(pngOf(t, deep))
	got, _ := png.Decode(bytes.NewReader(m.Data))
	if r, g, b, a := got.At(2, 1).RGBA(); r != 0x1212 || g != 0xffff || b != 0 || a != 0xffff {
		t.Errorf("colour %x %x %x %x", r, g, b, a)
	}
}

func TestBadImages(t *testing.T) {
	plain := pngOf(t, image.NewNRGBA(image.Rect(0, 0, 300, 300)))
	huge := bytes.Clone(plain)
	copy(huge[16:], "\x7f\xff\xff\xff\x7f\xff\xff\xff")
	for name, tc := range map[string]struct {
		data []byte
		want string
	}{
		"text":      {[]byte("hello"), "neither PNG"},
		"nothing":   {nil, "neither PNG"},
		"truncated": {plain[:len(plain)-30], "damaged"},
		"header":    {plain[:20], "damaged"},
		"huge":      {huge, "damaged"},
		"jpeg":      {[]byte("\xff\xd8\xff\xe0"), "damaged"},
		"webp":      {[]byte("RIFF\x10\x00\x00\x00WEBPVP8 "), "damaged"},
	} {
		if m, err := NewImage(tc.data); err == nil || m != nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
