package raster

import (
	"bytes"
	"errors"
	"image"

	"golang.org/x/image/webp"

	"github.com/papersetter/papersetter/export/typeset"
)

// fromWebP codes a WebP again, which documents cannot embed: photographs as
// JPEG, drawings and what is transparent as PNG.
func fromWebP(data []byte) (img *typeset.Image, err error) {
	defer func() {
		if recover() != nil { // the decoder is young
			img, err = nil, damaged("WebP", errors.New("unexpected data"))
		}
	}()
	// The decoder itself refuses images larger than the head of the file says.
	config, err := webp.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, damaged("WebP", err)
	}
	if err := checkSize(config.Width, config.Height); err != nil {
		return nil, err
	}
	decoded, err := webp.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, damaged("WebP", err)
	}
	if photo, ok := decoded.(*image.YCbCr); ok {
		return encodeJPEG(photo)
	}
	return encodePNG(decoded)
}
