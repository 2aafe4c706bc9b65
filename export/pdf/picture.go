package pdf

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"

	"github.com/jung-kurt/gofpdf"

	"github.com/papersetter/papersetter/export/typeset"
)

// picture draws a raster image; the file holds each image once.
func (d *document) picture(p *typeset.Picture) error {
	if p.W <= 0 || p.H <= 0 {
		return nil
	}
	d.endText()
	d.flush()
	options := gofpdf.ImageOptions{ImageType: p.Image.Format, AllowNegativePosition: true}
	if !d.pictures[p.Image.Key] {
		d.pictures[p.Image.Key] = true
		if err := d.register(p.Image, options); err != nil {
			return fmt.Errorf("a picture cannot be embedded: %w", err)
		}
	}
	d.pdf.ImageOptions(p.Image.Key, points(p.X), points(p.Y), points(p.W), points(p.H), false, options, 0, "")
	return d.pdf.Error()
}

// register embeds an image. gofpdf reads PNGs without looking where they end,
// which panics on damaged data.
func (d *document) register(img *typeset.Image, options gofpdf.ImageOptions) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("its data are damaged")
		}
	}()
	info := d.pdf.RegisterImageOptionsReader(img.Key, options, bytes.NewReader(img.Data))
	if err := d.pdf.Error(); err != nil {
		return err
	}
	same := d.widths[img.Width]
	d.widths[img.Width]++
	if same == 0 {
		return nil
	}
	return widen(info, float64(same)/4096)
}

// widen adds less than a pixel to the width of an image. gofpdf writes images
// in the order of their widths and leaves the order of equal ones to chance;
// the file gets the whole number of pixels. An image is changed by coding it
// and back.
func widen(info *gofpdf.ImageInfoType, by float64) error {
	coded, err := info.GobEncode()
	if err != nil {
		return err
	}
	var (
		data, smask, palette      []byte
		n, bits                   int
		width, height, scale, dpi float64
		space, filter, params     string
		mask                      []int
	)
	fields := []any{&data, &smask, &n, &width, &height, &space, &palette, &bits, &filter, &params, &mask, &scale, &dpi}
	from := gob.NewDecoder(bytes.NewReader(coded))
	for _, f := range fields {
		if err := from.Decode(f); err != nil {
			return err
		}
	}
	width += by
	var b bytes.Buffer
	to := gob.NewEncoder(&b)
	for _, f := range fields {
		if err := to.Encode(f); err != nil {
			return err
		}
	}
	return info.GobDecode(b.Bytes())
}
