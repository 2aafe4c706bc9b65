package html

import (
	"encoding/base64"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export/raster"
)

const (
	maxFigure    = 20 << 20 // bytes of a figure's file
	figureHeight = 416      // a figure without a width given is not higher: 110 mm
)

// A picture is a figure as a data URI, with its natural size in the pixels of
// CSS.
type picture struct {
	uri           string
	width, height float64
	said          string // what a drawing says of itself
}

// figures writes figures side by side, each with its caption below.
func (c *composer) figures(row *markup.Figures) {
	w := &c.w
	w.open("div", "class", "figures")
	w.line()
	for _, f := range row.Items {
		pic, err := c.figureFile(c.text.Figure(f.Source))
		if err != nil {
			c.failAt(f.Offset, fmt.Errorf("figure %s: %w", f.Source, err))
			continue
		}
		c.oneFigure(f, pic)
	}
	w.close("div")
}

// oneFigure writes a figure. The picture is an image, not part of the page: a
// browser runs no scripts in images and fetches nothing for them, and the names
// in one drawing cannot clash with those in another.
func (c *composer) oneFigure(f markup.Figure, pic *picture) {
	w := &c.w
	width := pic.width
	if pic.height > figureHeight {
		width = pic.width * figureHeight / pic.height
	}
	// A caption may be wider than a small picture, which is not stretched for it.
	style, most := fmt.Sprintf("width:%.0fpx", width), fmt.Sprintf("max-width:%.0fpx", width)
	if f.Width > 0 {
		most = ""
		style = fmt.Sprintf("width:%s%%", strconv.FormatFloat(float64(f.Width)/10, 'f', -1, 64))
	}
	w.open("figure", "style", style)
	w.void("img", "src", pic.uri, "alt", c.alt(f, pic), "width", fmt.Sprintf("%.0f", pic.width), "height", fmt.Sprintf("%.0f", pic.height), "style", most)
	if len(f.Caption) > 0 {
		// What the caption says is said of the picture already, but for formulas.
		said := ""
		if pic.said == "" && !hasFormula(f.Caption) {
			said = "true"
		}
		w.open("figcaption", "aria-hidden", said)
		c.inlines(f.Caption)
		w.close("figcaption")
	}
	w.close("figure")
	w.line()
}

// alt is what is said of a picture to those who do not see it: what the drawing
// itself says, or the caption.
func (c *composer) alt(f markup.Figure, pic *picture) string {
	for _, said := range []string{pic.said, f.Alt} {
		if said != "" {
			return said
		}
	}
	return c.spoken["figure"] + " " + path.Base(f.Source)
}

func hasFormula(caption []markup.Inline) bool {
	doc := markup.Doc{Blocks: []markup.Block{&markup.Paragraph{Inlines: caption}}}
	for range doc.Formulas() {
		return true
	}
	return false
}

// figureFile reads a figure of the bank by its path. Photographs come without
// what they tell of their place, and upright.
func (c *composer) figureFile(name string) (*picture, error) {
	if c.Files == nil || !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	info, err := fs.Stat(c.Files, name)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFigure {
		return nil, fmt.Errorf("it has %d MB: make it smaller than %d MB", info.Size()>>20, maxFigure>>20)
	}
	data, err := fs.ReadFile(c.Files, name)
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(path.Ext(name), ".svg") {
		return newDrawing(data)
	}
	img, err := raster.NewImage(data)
	if err != nil {
		return nil, err
	}
	// 150 pixels an inch, as on the printed paper.
	const scale = 96.0 / 150
	return &picture{uri: dataURI("image/"+img.Format, img.Data), width: float64(img.Width) * scale, height: float64(img.Height) * scale}, nil
}

func dataURI(kind string, data []byte) string {
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)
}
