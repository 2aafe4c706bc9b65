package raster

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"

	"github.com/papersetter/papersetter/export/typeset"
)

// fromJPEG keeps the pixels of a JPEG as they are coded if it is grey or in
// the usual colours and upright. Others (CMYK from print shops, RGB, turned
// photographs) are coded again, since formats and viewers disagree on them.
func fromJPEG(data []byte) (*typeset.Image, error) {
	config, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, damaged("JPEG", err)
	}
	if err := checkSize(config.Width, config.Height); err != nil {
		return nil, err
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, damaged("JPEG", err)
	}
	stripped, turned := stripJPEG(data)
	usual := config.ColorModel == color.GrayModel || config.ColorModel == color.YCbCrModel
	if usual && turned == 1 && stripped != nil {
		return newImage("jpeg", img.Bounds().Size(), stripped), nil
	}
	return encodeJPEG(upright(img, turned))
}

// Markers of JPEG, after the byte 0xff.
const (
	markerRestart = 0xd0 // to 0xd7: no segment
	markerEnd     = 0xd9
	markerScan    = 0xda
	markerApp0    = 0xe0 // to 0xef
	markerExif    = 0xe1
	markerAdobe   = 0xee // says how colours are coded
	markerComment = 0xfe
)

// stripJPEG returns a JPEG without its metadata and what follows its end, and
// how the camera was held, 1 (upright) to 8. It returns nil if the file is not
// made of segments as it should be.
func stripJPEG(data []byte) (stripped []byte, turned int) {
	turned = 1
	stripped = append(stripped, data[:2]...)
	for at := 2; at+4 <= len(data); {
		if data[at] != 0xff {
			return nil, turned
		}
		marker := data[at+1]
		if marker == 0xff { // padding
			at++
			continue
		}
		end := at + 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		if end > len(data) {
			return nil, turned
		}
		segment := data[at:end]
		if marker == markerExif {
			if o := orientation(segment[4:]); turned == 1 {
				turned = o
			}
		}
		metadata := markerApp0 < marker && marker <= 0xef && marker != markerAdobe || marker == markerComment
		if !metadata {
			stripped = append(stripped, segment...)
		}
		at = end
		if marker == markerScan {
			at = scanEnd(data, at)
			stripped = append(stripped, data[end:at]...)
			if at+1 < len(data) && data[at+1] == markerEnd {
				return append(stripped, 0xff, markerEnd), turned
			}
		}
	}
	return nil, turned
}

// scanEnd returns where the coded pixels that begin at at end: at a marker
// that is no restart, or at the end of data.
func scanEnd(data []byte, at int) int {
	for ; at+1 < len(data); at++ {
		if data[at] != 0xff {
			continue
		}
		next := data[at+1]
		if next != 0 && next != 0xff && (next < markerRestart || next >= markerRestart+8) {
			return at
		}
	}
	return len(data)
}

// orientation reads the tag 0x0112 from an Exif segment; 1 if there is none.
func orientation(exif []byte) int {
	tiff, ok := bytes.CutPrefix(exif, []byte("Exif\x00\x00"))
	if !ok || len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	first := int64(order.Uint32(tiff[4:]))
	if first+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[first+2:]
	for n := order.Uint16(tiff[first:]); n > 0 && len(entries) >= 12; n-- {
		// An entry is a tag, a type, a number and four bytes of value.
		if order.Uint16(entries) == 0x0112 {
			if o := int(order.Uint16(entries[8:])); 1 <= o && o <= 8 {
				return o
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}

// upright turns and mirrors an image back from one of the eight ways of
// holding a camera.
func upright(img image.Image, turned int) image.Image {
	if turned == 1 {
		return img
	}
	from := toNRGBA(img)
	w, h := from.Rect.Dx(), from.Rect.Dy()
	to := image.NewNRGBA(image.Rect(0, 0, w, h))
	if turned >= 5 {
		to = image.NewNRGBA(image.Rect(0, 0, h, w))
	}
	for y := range to.Rect.Dy() {
		for x := range to.Rect.Dx() {
			fx, fy := x, y
			switch turned {
			case 2:
				fx = w - 1 - x
			case 3:
				fx, fy = w-1-x, h-1-y
			case 4:
				fy = h - 1 - y
			case 5:
				fx, fy = y, x
			case 6:
				fx, fy = y, h-1-x
			case 7:
				fx, fy = w-1-y, h-1-x
			case 8:
				fx, fy = w-1-y, x
			}
			copy(to.Pix[y*to.Stride+4*x:][:4], from.Pix[fy*from.Stride+4*fx:][:4])
		}
	}
	return to
}
