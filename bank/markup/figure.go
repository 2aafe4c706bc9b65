package markup

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// figureRow converts a paragraph that holds nothing but figures; else nil.
func (c *converter) figureRow(n ast.Node) *Figures {
	var row Figures
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Image:
			c.last = 0
			caption := c.inlines(child, 0)
			row.Items = append(row.Items, Figure{
				Source:  string(child.Destination),
				Caption: caption,
				Alt:     Plain(caption),
				Offset:  c.imageOffset(child),
			})
		case *ast.Text:
			rest := strings.TrimSpace(string(child.Value(c.source)))
			if rest == "" {
				continue
			}
			if len(row.Items) == 0 || !strings.HasPrefix(rest, "{") || !strings.HasSuffix(rest, "}") {
				return nil
			}
			c.figureAttributes(&row.Items[len(row.Items)-1], rest[1:len(rest)-1], child.Segment.Start)
		default:
			return nil
		}
	}
	if len(row.Items) == 0 {
		return nil
	}
	return &row
}

// figureAttributes reads what stands between the braces behind a figure.
func (c *converter) figureAttributes(f *Figure, attributes string, offset int) {
	for _, a := range strings.Fields(attributes) {
		value, ok := strings.CutPrefix(a, "width=")
		percent, isPercent := strings.CutSuffix(value, "%")
		width, err := strconv.ParseFloat(percent, 64)
		if !ok || !isPercent || err != nil || !(width >= 1 && width <= 100) {
			c.problem(offset, fmt.Sprintf("behind the figure stands %s: write a width such as {width=60%%}", a))
			continue
		}
		f.Width = int(width * 10)
	}
}

// imageOffset finds the source of an image: goldmark does not keep it.
func (c *converter) imageOffset(n *ast.Image) int {
	from := 0
	if t, ok := n.FirstChild().(*ast.Text); ok {
		from = t.Segment.Start
	} else if t, ok := n.PreviousSibling().(*ast.Text); ok {
		from = t.Segment.Stop
	}
	if i := strings.Index(string(c.source[from:]), string(n.Destination)); i >= 0 {
		return from + i
	}
	return from
}
