package raster

import (
	"bytes"
	"encoding/binary"
	"image/png"

	"github.com/papersetter/papersetter/export/typeset"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// fromPNG keeps the pixels of a PNG as they are coded if document formats take
// them so: up to 8 bits, not interlaced, transparency only as a channel of its
// own and only if it is used.
func fromPNG(data []byte) (*typeset.Image, error) {
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, damaged("PNG", err)
	}
	if err := checkSize(config.Width, config.Height); err != nil {
		return nil, err
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, damaged("PNG", err)
	}
	stripped, plain := stripPNG(data)
	if o, ok := img.(interface{ Opaque() bool }); plain && (!hasAlpha(data) || ok && !o.Opaque()) {
		return newImage("png", img.Bounds().Size(), stripped), nil
	}
	return encodePNG(img)
}

// Offsets into a PNG, whose first chunk is IHDR: what the decoder has checked.
const (
	pngDepth     = 24
	pngColour    = 25
	pngInterlace = 28
)

// hasAlpha reports whether each pixel of a PNG has its own transparency.
func hasAlpha(data []byte) bool { return data[pngColour]&4 != 0 }

// stripPNG returns a PNG that decodes with only the chunks that say what its
// pixels are, and whether it is plain enough to be kept.
func stripPNG(data []byte) (stripped []byte, plain bool) {
	plain = data[pngDepth] <= 8 && data[pngInterlace] == 0
	stripped = append(stripped, pngSignature...)
	for at := len(pngSignature); at+12 <= len(data); {
		end := int64(at) + 12 + int64(binary.BigEndian.Uint32(data[at:]))
		if end > int64(len(data)) {
			return nil, false
		}
		kind := string(data[at+4 : at+8])
		switch kind {
		case "IHDR", "PLTE", "IDAT", "IEND":
			if kind != "PLTE" || data[pngColour] == 3 { // else it is but a suggestion
				stripped = append(stripped, data[at:end]...)
			}
		case "tRNS":
			plain = false
		}
		if kind == "IEND" {
			return stripped, plain
		}
		at = int(end)
	}
	return nil, false
}
