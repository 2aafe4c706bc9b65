package page

import (
	"path"

	"fmt"

	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export/typeset"
)

const (
	figureGap    = 6 * typeset.MM
	figureHeight = 110 * typeset.MM // a figure without a width given is not higher
)

// figureRow sets figures side by side, centred, each with its caption below.
func (c *composer) figureRow(row *markup.Figures, s setting) []line {
	var cells []line
	x := typeset.Length(0)
	share := (s.width - figureGap*typeset.Length(len(row.Items)-1)) / typeset.Length(len(row.Items))
	for _, f := range row.Items {
		cell, w := c.oneFigure(f, s, share)
		cells = append(cells, shift([]line{cell}, x)...)
		x += w + figureGap
	}
	total := x - figureGap
	one := beside(cells)
	one.hang = true
	return shift([]line{one}, max(0, (s.width-total)/2))
}

// oneFigure sets a figure that may take up to share of the line. The baseline
// is the bottom of the picture, so that figures side by side stand on one line.
func (c *composer) oneFigure(f markup.Figure, s setting, share typeset.Length) (line, typeset.Length) {
	place := s.text.Pos(f.Offset)
	loaded := c.figure(s.text.Figure(f.Source))
	if loaded.err != nil {
		c.fail(fmt.Errorf("%s: figure %s: %w", place, f.Source, loaded.err))
		return line{}, 0
	}
	w, h := loaded.size()
	if w <= 0 || h <= 0 {
		c.fail(fmt.Errorf("%s: figure %s has no size", place, f.Source))
		return line{}, 0
	}
	width := min(w, share, w*figureHeight/h)
	if f.Width > 0 {
		width = min(s.width*typeset.Length(f.Width)/1000, share)
	}
	height := h * width / w
	if limit := c.textDepth * 3 / 4; height > limit {
		width, height = width*limit/height, limit
	}
	e := c.element(typeset.RoleFigure)
	if e.Alt = f.Alt; e.Alt == "" {
		e.Alt = path.Base(f.Source)
	}
	cell := line{height: height, items: owned(e, loaded.items(0, -height, width, height))}
	if len(f.Caption) > 0 {
		caption := s.size(c.smallSize)
		caption.width, caption.ragged, caption.align = max(width, 30*typeset.MM), true, markup.AlignCenter
		text := stack(c.lines(c.element(typeset.RoleCaption), f.Caption, caption))
		dx := (width - caption.width) / 2
		y := 2*typeset.MM + text.height
		for _, item := range text.items {
			cell.items = append(cell.items, typeset.Translate(item, dx, y))
		}
		cell.depth = y + text.depth
	}
	return cell, width
}
