// Package raster makes pictures from lecturers' files ready for embedding in
// documents of any format:
//
//	img, err := raster.NewImage(data)
//
// PNG, JPEG and WebP are read. What comes out is upright, has 8 bits a sample
// or fewer and carries no metadata: a photograph does not tell where it was
// taken. Pixels are left as they are where the file allows it. The package
// neither scales nor crops, and draws no vectors.
package raster

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"

	"github.com/papersetter/papersetter/export/typeset"
)

// Limits of what is read. A picture of maxPixels takes up to 160 MB while it
// is read; it is as fine as a printer prints it on half a page.
const (
	maxBytes  = 20 << 20
	maxPixels = 20_000_000
)

// jpegQuality is that of pictures that have to be coded again.
const jpegQuality = 92

// NewImage reads a picture. Equal files give equal images with equal keys. It
// is safe for concurrent use and does not keep data. Errors say what to do
// about the file.
func NewImage(data []byte) (*typeset.Image, error) {
	if len(data) > maxBytes {
		return nil, fmt.Errorf("the picture has %d MB: make it smaller than %d MB", len(data)>>20, maxBytes>>20)
	}
	switch {
	case bytes.HasPrefix(data, []byte(pngSignature)):
		return fromPNG(data)
	case bytes.HasPrefix(data, []byte("\xff\xd8")):
		return fromJPEG(data)
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return fromWebP(data)
	case len(data) == 0:
		return nil, errors.New("the picture's file is empty")
	}
	return nil, errors.New("the picture is neither PNG, JPEG nor WebP, whatever its name: save it as one of these, or as SVG")
}

// checkSize refuses what is too large before it is decoded.
func checkSize(w, h int) error {
	if w <= 0 || h <= 0 {
		return errors.New("the picture has no pixels")
	}
	if int64(w)*int64(h) > maxPixels {
		return fmt.Errorf("the picture has %d × %d pixels, more than %d million: scale it down", w, h, maxPixels/1_000_000)
	}
	return nil
}

// damaged is the error of a picture that cannot be decoded.
func damaged(kind string, err error) error {
	return fmt.Errorf("the %s picture is damaged or of an unusual kind (%w): open it and save it again as PNG", kind, err)
}

func newImage(format string, size image.Point, data []byte) *typeset.Image {
	sum := sha256.Sum256(data)
	return &typeset.Image{
		Key:    hex.EncodeToString(sum[:]),
		Width:  size.X,
		Height: size.Y,
		Format: format,
		Data:   data,
	}
}

// encodePNG codes an image in the least of the forms grey, palette, colour and
// colour with transparency.
func encodePNG(img image.Image) (*typeset.Image, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, simplest(img)); err != nil {
		return nil, err
	}
	return newImage("png", img.Bounds().Size(), b.Bytes()), nil
}

// encodeJPEG codes an opaque image.
func encodeJPEG(img image.Image) (*typeset.Image, error) {
	var b bytes.Buffer
	img = simplest(img)
	if n, ok := img.(*image.NRGBA); ok {
		img = &image.RGBA{Pix: n.Pix, Stride: n.Stride, Rect: n.Rect} // the same where opaque
	}
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: jpegQuality}); err != nil {
		return nil, err
	}
	return newImage("jpeg", img.Bounds().Size(), b.Bytes()), nil
}

// simplest returns the image with 8 bits a sample; grey if all of it is. An
// image that is opaque loses its transparency when it is coded.
func simplest(img image.Image) image.Image {
	switch img := img.(type) {
	case *image.Gray:
		return img
	case *image.Paletted:
		if img.Opaque() {
			return img
		}
	}
	n := toNRGBA(img)
	if g := toGray(n); g != nil {
		return g
	}
	return n
}

func toNRGBA(img image.Image) *image.NRGBA {
	if n, ok := img.(*image.NRGBA); ok {
		return n
	}
	n := image.NewNRGBA(img.Bounds())
	draw.Draw(n, n.Rect, img, n.Rect.Min, draw.Src)
	return n
}

// toGray returns the image as grey, or nil if it has colours or transparency.
func toGray(n *image.NRGBA) *image.Gray {
	g := image.NewGray(n.Rect)
	for y := range n.Rect.Dy() {
		from := n.Pix[y*n.Stride:][:4*n.Rect.Dx()]
		to := g.Pix[y*g.Stride:]
		for x := range n.Rect.Dx() {
			p := from[4*x:][:4]
			if p[0] != p[1] || p[1] != p[2] || p[3] != 0xff {
				return nil
			}
			to[x] = p[0]
		}
	}
	return g
}
