package typeset

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"
)

// maxPixels bounds the size of an image: an A4 page at 600 dots an inch has 35
// million.
const maxPixels = 40_000_000

// NewImage makes an image ready for embedding from a PNG, JPEG or WebP file. It
// takes data over: PNG with 8 bits a sample and JPEG are kept as they are,
// anything else becomes such a PNG. The whole image is read, so that a damaged
// one is found here.
func NewImage(data []byte) (*Image, error) {
	format, err := imageFormat(data)
	if err != nil {
		return nil, err
	}
	config, err := format.config(bytes.NewReader(data))
	if err != nil {
		return nil, damaged(err)
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels/config.Height {
		return nil, fmt.Errorf("the image has %d × %d pixels: make it smaller than %d million", config.Width, config.Height, maxPixels/1_000_000)
	}
	m, err := format.decode(bytes.NewReader(data))
	if err != nil {
		return nil, damaged(err)
	}
	kept := "png"
	switch {
	case format.name == "jpeg" && (config.ColorModel == color.YCbCrModel || config.ColorModel == color.GrayModel):
		kept = "jpeg"
	case format.name == "png" && plainPNG(data):
	default:
		if data, err = encode(m); err != nil {
			return nil, err
		}
	}
	sum := sha256.Sum256(data)
	return &Image{Key: hex.EncodeToString(sum[:]), Width: config.Width, Height: config.Height, Format: kept, Data: data}, nil
}

func damaged(err error) error {
	return fmt.Errorf("the image is damaged: save it again (%w)", err)
}

type rasterFormat struct {
	name   string
	config func(*bytes.Reader) (image.Config, error)
	decode func(*bytes.Reader) (image.Image, error)
}

func imageFormat(data []byte) (rasterFormat, error) {
	starts := func(magic string) bool { return bytes.HasPrefix(data, []byte(magic)) }
	switch {
	case starts("\x89PNG\r\n\x1a\n"):
		return rasterFormat{
			"png",
			func(r *bytes.Reader) (image.Config, error) { return png.DecodeConfig(r) },
			func(r *bytes.Reader) (image.Image, error) { return png.Decode(r) },
		}, nil
	case starts("\xff\xd8\xff"):
		return rasterFormat{
			"jpeg",
			func(r *bytes.Reader) (image.Config, error) { return jpeg.DecodeConfig(r) },
			func(r *bytes.Reader) (image.Image, error) { return jpeg.Decode(r) },
		}, nil
	case starts("RIFF") && len(data) > 12 && string(data[8:12]) == "WEBP":
		return rasterFormat{
			"webp",
			func(r *bytes.Reader) (image.Config, error) { return webp.DecodeConfig(r) },
			func(r *bytes.Reader) (image.Image, error) { return webp.Decode(r) },
		}, nil
	}
	return rasterFormat{}, errors.New("the image is neither PNG, JPEG nor WebP: save it as one of them, or as SVG")
}

// plainPNG reports whether a PNG has 8 bits a sample and is not interlaced.
// The header stands at a fixed place: signature, length, IHDR, width, height,
// bit depth, colour type, compression, filter, interlace.
func plainPNG(data []byte) bool {
	const depth, interlace = 24, 28
	return len(data) > interlace && data[depth] == 8 && data[interlace] == 0
}

// encode writes a PNG with 8 bits a sample.
func encode(m image.Image) ([]byte, error) {
	bounds := image.Rect(0, 0, m.Bounds().Dx(), m.Bounds().Dy())
	var plain draw.Image = image.NewNRGBA(bounds)
	if m.ColorModel() == color.GrayModel || m.ColorModel() == color.Gray16Model {
		plain = image.NewGray(bounds)
	}
	draw.Draw(plain, bounds, m, m.Bounds().Min, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, plain); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
