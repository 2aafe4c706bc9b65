package svg

import (
	"math"

	"github.com/papersetter/papersetter/export/typeset"
)

// shape is something drawn, in px of the drawing: *pathShape or *textShape.
type shape interface {
	item(p *placement) typeset.Item
}

// pathShape is typeset.Path in px.
type pathShape struct {
	outline      outline
	fill, stroke *typeset.RGB
	evenOdd      bool
	fillFade     uint8
	strokeFade   uint8
	width        float64
	cap, join    uint8
	miter        float64
	dash         []float64
	dashOffset   float64
	clip         *outline // shared between shapes
}

// textShape is a run of glyphs that typeset can print as text.
type textShape struct {
	glyphs *typeset.Glyphs // at referenceSize, position not used
	at     point           // of the baseline's start
	size   float64
	gray   typeset.Gray
	angle  int
}

// referenceSize is the size at which text is shaped before it is scaled.
const referenceSize = 1000 * typeset.Point

// Items draws the figure with its top left corner at x, y, scaled to a width.
// The items are new with every call, though clip paths are shared among them.
func (d *Drawing) Items(x, y, width typeset.Length) []typeset.Item {
	if width <= 0 {
		return nil
	}
	p := &placement{x: x, y: y, scale: float64(width) / d.width, clips: map[*outline][]typeset.PathStep{}}
	items := make([]typeset.Item, len(d.shapes))
	for i, s := range d.shapes {
		items[i] = s.item(p)
	}
	return items
}

// placement is where and how large a drawing stands on a page.
type placement struct {
	x, y  typeset.Length
	scale float64 // units of typeset.Length in a px
	clips map[*outline][]typeset.PathStep
}

func (p *placement) length(px float64) typeset.Length {
	return typeset.Length(math.Round(float64(px * p.scale)))
}

func (p *placement) point(q point) typeset.XY {
	return typeset.XY{X: p.x + p.length(q.x), Y: p.y + p.length(q.y)}
}

func (p *placement) steps(o outline) []typeset.PathStep {
	out := make([]typeset.PathStep, len(o))
	for i := range o {
		out[i].Op = o[i].op
		for k := range o[i].points() {
			out[i].P[k] = p.point(o[i].p[k])
		}
	}
	return out
}

// clip returns the steps of a clip path, the same slice for the same clip path.
func (p *placement) clip(o *outline) []typeset.PathStep {
	if o == nil {
		return nil
	}
	if p.clips[o] == nil {
		p.clips[o] = p.steps(*o)
	}
	return p.clips[o]
}

func (s *pathShape) item(p *placement) typeset.Item {
	item := &typeset.Path{
		Steps:      p.steps(s.outline),
		Fill:       copied(s.fill),
		EvenOdd:    s.evenOdd,
		FillFade:   s.fillFade,
		Stroke:     copied(s.stroke),
		StrokeFade: s.strokeFade,
		Clip:       p.clip(s.clip),
	}
	if s.stroke == nil {
		return item
	}
	// PDF draws lines of width 0 as thin as the printer can.
	item.Width = max(p.length(s.width), 1)
	item.Cap, item.Join = s.cap, s.join
	item.MiterLimit = int(math.Round(float64(s.miter * 1000)))
	sum := typeset.Length(0)
	for _, d := range s.dash {
		item.Dash = append(item.Dash, p.length(d))
		sum += p.length(d)
	}
	if sum == 0 {
		item.Dash = nil // a pattern without length would never end
		return item
	}
	// PDF knows no negative phase.
	if item.DashPhase = p.length(s.dashOffset) % sum; item.DashPhase < 0 {
		item.DashPhase += sum
	}
	return item
}

func copied(c *typeset.RGB) *typeset.RGB {
	if c == nil {
		return nil
	}
	out := *c
	return &out
}

func (s *textShape) item(p *placement) typeset.Item {
	at := p.point(s.at)
	item := &typeset.Glyphs{
		Face:  s.glyphs.Face,
		Size:  p.length(s.size),
		X:     at.X,
		Y:     at.Y,
		Gray:  s.gray,
		Angle: s.angle,
		RTL:   s.glyphs.RTL,
		Run:   make([]typeset.Glyph, len(s.glyphs.Run)),
	}
	em := float64(s.size*p.scale) / float64(referenceSize)
	scaled := func(v typeset.Length) typeset.Length { return typeset.Length(math.Round(float64(float64(v) * em))) }
	// Advances are differences of rounded positions, so that errors do not add up.
	pen := typeset.Length(0)
	for i, g := range s.glyphs.Run {
		advance := scaled(pen+g.Advance) - scaled(pen)
		pen += g.Advance
		item.Run[i] = typeset.Glyph{ID: g.ID, Advance: advance, DX: scaled(g.DX), DY: scaled(g.DY), Text: g.Text}
	}
	return item
}

// add appends a shape.
func (r *renderer) add(s shape) { r.shapes = append(r.shapes, s) }
