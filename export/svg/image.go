package svg

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // pictures that have to be turned over
	"image/png"
	"math"
	"strings"

	"github.com/papersetter/papersetter/export/raster"
	"github.com/papersetter/papersetter/export/typeset"
)

// pictureShape is a picture within the drawing, in px.
type pictureShape struct {
	image *typeset.Image
	box   box
}

func (s *pictureShape) item(p *placement) typeset.Item {
	from, to := p.point(s.box.min), p.point(s.box.max)
	return &typeset.Picture{X: from.X, Y: from.Y, W: to.X - from.X, H: to.Y - from.Y, Image: s.image}
}

// pixelWork is what a pixel of a picture that has to be changed counts as work.
const pixelWork = 4

// image draws a picture that the file holds, as programs write maps of colours.
// Files elsewhere are never read.
func (r *renderer) image(n *node, sc *scope) {
	if sc.style.hidden {
		return
	}
	data, ok := r.imageData(n)
	if !ok {
		return
	}
	m := sc.m
	if math.Abs(m.b) > 1e-6*math.Abs(m.a) || math.Abs(m.c) > 1e-6*math.Abs(m.d) || m.a == 0 || m.d == 0 {
		r.problem(n, "a picture that is turned or slanted is not supported: turn the picture itself, or give the figure as PNG")
		return
	}
	if sc.opacity < 1 {
		r.problem(n, "a picture that is see-through is not supported: give it paler colours, or give the figure as PNG")
		return
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		r.problem(n, "the picture in <image> cannot be read: %v", err)
		return
	}
	place, ok := r.imagePlace(n, sc, config)
	if !ok {
		return
	}
	within, seen := r.look(n, sc.clip, place)
	if !seen {
		return
	}
	cut := place
	if within != nil {
		if cut = within.bounds(); !rectangular(*within) {
			r.problem(n, "a picture within a clip path that is no rectangle is not supported: give the figure as PNG")
			return
		}
	}
	flipX, flipY := m.a < 0, m.d < 0
	if flipX || flipY || cut != place {
		if !r.work(n, pixelWork*config.Width*config.Height) {
			return
		}
		if data, cut, err = changed(data, place, cut, flipX, flipY); err != nil {
			r.problem(n, "the picture in <image> cannot be read: %v", err)
			return
		}
		if data == nil {
			return // less than a pixel shows
		}
	}
	img, err := raster.NewImage(data)
	if err != nil {
		r.problem(n, "the picture in <image>: %v", err)
		return
	}
	r.add(&pictureShape{img, cut})
}

// imageData decodes the picture that an element holds.
func (r *renderer) imageData(n *node) ([]byte, bool) {
	href := n.href()
	if href == "" {
		return nil, false // draws nothing
	}
	rest, ok := strings.CutPrefix(href, "data:")
	if !ok {
		r.problem(n, "<image> refers to %q outside of the file: embed the picture in the SVG, or give it as a figure of its own", clipped(href))
		return nil, false
	}
	kind, text, _ := strings.Cut(rest, ",")
	if !strings.HasPrefix(kind, "image/") || !strings.HasSuffix(kind, ";base64") {
		r.problem(n, "<image> holds data of the kind %q: want a PNG or JPEG in base64", clipped(kind))
		return nil, false
	}
	if !r.work(n, len(text)) {
		return nil, false
	}
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		r.problem(n, "the data of <image> are damaged: %v", err)
		return nil, false
	}
	return data, true
}

// imagePlace returns the box of the picture in px: that of the attributes, or
// within it the largest of the picture's proportions.
func (r *renderer) imagePlace(n *node, sc *scope, config image.Config) (box, bool) {
	w := r.coordinate(n, sc, "width", horizontal, float64(config.Width))
	h := r.coordinate(n, sc, "height", vertical, float64(config.Height))
	x, y := r.coordinate(n, sc, "x", horizontal, 0), r.coordinate(n, sc, "y", vertical, 0)
	if w <= 0 || h <= 0 || config.Width <= 0 || config.Height <= 0 {
		return box{}, false
	}
	if !strings.HasPrefix(strings.TrimSpace(n.attr("preserveAspectRatio")), "none") {
		scale := min(w/float64(config.Width), h/float64(config.Height))
		pw, ph := float64(scale*float64(config.Width)), float64(scale*float64(config.Height))
		x, y, w, h = x+(w-pw)/2, y+(h-ph)/2, pw, ph
	}
	p, q := sc.m.apply(point{x, y}), sc.m.apply(point{x + w, y + h})
	b := box{min: point{min(p.x, q.x), min(p.y, q.y)}, max: point{max(p.x, q.x), max(p.y, q.y)}}
	for _, v := range []float64{b.min.x, b.min.y, b.max.x, b.max.y} {
		if math.IsNaN(v) || math.Abs(v) > maxCoord {
			r.problem(n, "<image> lies too far outside of the drawing")
			return box{}, false
		}
	}
	return b, b.width() > 0 && b.height() > 0
}

// rectangular reports whether an outline is a rectangle along the axes.
func rectangular(o outline) bool {
	b := o.bounds()
	if b.empty() || !o.straight() {
		return false
	}
	near := func(v, edge float64) bool { return math.Abs(v-edge) < 1e-6*(1+math.Abs(edge)) }
	corners := 0
	for i := range o {
		if o[i].points() == 0 {
			continue
		}
		p := o[i].end()
		if !(near(p.x, b.min.x) || near(p.x, b.max.x)) || !(near(p.y, b.min.y) || near(p.y, b.max.y)) {
			return false
		}
		corners++
	}
	return corners == 4 || corners == 5
}

// changed returns a picture turned over and cut to the pixels that show, and
// where those stand; no data if there are none.
func changed(data []byte, place, cut box, flipX, flipY bool) ([]byte, box, error) {
	source, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, cut, err
	}
	b := source.Bounds()
	column := func(x float64) float64 { return float64((x - place.min.x) / place.width() * float64(b.Dx())) }
	row := func(y float64) float64 { return float64((y - place.min.y) / place.height() * float64(b.Dy())) }
	x1, x2 := int(math.Floor(column(cut.min.x)+0.01)), int(math.Ceil(column(cut.max.x)-0.01))
	y1, y2 := int(math.Floor(row(cut.min.y)+0.01)), int(math.Ceil(row(cut.max.y)-0.01))
	x1, y1, x2, y2 = max(x1, 0), max(y1, 0), min(x2, b.Dx()), min(y2, b.Dy())
	if x1 >= x2 || y1 >= y2 {
		return nil, cut, nil
	}
	out := image.NewNRGBA(image.Rect(0, 0, x2-x1, y2-y1))
	for y := y1; y < y2; y++ {
		for x := x1; x < x2; x++ {
			fromX, fromY := x, y
			if flipX {
				fromX = b.Dx() - 1 - x
			}
			if flipY {
				fromY = b.Dy() - 1 - y
			}
			out.SetNRGBA(x-x1, y-y1, color.NRGBAModel.Convert(source.At(b.Min.X+fromX, b.Min.Y+fromY)).(color.NRGBA))
		}
	}
	var packed bytes.Buffer
	if err := png.Encode(&packed, out); err != nil {
		return nil, cut, fmt.Errorf("it cannot be turned over: %w", err)
	}
	// Whole pixels show: the box grows to their edges.
	px, py := place.width()/float64(b.Dx()), place.height()/float64(b.Dy())
	shown := box{
		min: point{place.min.x + float64(px*float64(x1)), place.min.y + float64(py*float64(y1))},
		max: point{place.min.x + float64(px*float64(x2)), place.min.y + float64(py*float64(y2))},
	}
	return packed.Bytes(), shown, nil
}
