package html

import (
	"strings"
	"unicode/utf8"
)

// A mathBox is an element of a formula whose width is guessed.
type mathBox struct {
	name     string
	children []float64
	text     strings.Builder
	columns  []float64 // of a table, or the cells of a row
}

// A ruler guesses how wide a formula is, in em: browsers do not break displays,
// and one that runs off the paper is lost.
type ruler struct {
	stack []*mathBox
	width float64
}

func (r *ruler) open(name string) { r.stack = append(r.stack, &mathBox{name: name}) }

func (r *ruler) say(text string) {
	if n := len(r.stack); n > 0 {
		r.stack[n-1].text.WriteString(text)
	}
}

func (r *ruler) close() {
	n := len(r.stack) - 1
	box := r.stack[n]
	r.stack = r.stack[:n]
	w := box.width()
	if n == 0 {
		r.width = w
		return
	}
	up := r.stack[n-1]
	switch {
	case box.name == "annotation":
	case box.name == "mtr":
		for i, cell := range box.columns {
			if i == len(up.columns) {
				up.columns = append(up.columns, 0)
			}
			up.columns[i] = max(up.columns[i], cell)
		}
	case box.name == "mtd":
		up.columns = append(up.columns, w)
	default:
		up.children = append(up.children, w)
	}
}

// width is the sum of the children for most elements.
func (b *mathBox) width() float64 {
	sum, most := 0.0, 0.0
	for i, w := range b.children {
		if i > 0 && strings.HasPrefix(b.name, "ms") && b.name != "mstyle" || strings.HasPrefix(b.name, "mu") && i > 0 {
			w *= 0.75 // scripts are smaller
		}
		sum += w
		most = max(most, w)
	}
	letters := float64(utf8.RuneCountInString(strings.TrimSpace(b.text.String())))
	switch b.name {
	case "mi", "mtext", "mn":
		return 0.52 * letters
	case "mo":
		if strings.ContainsAny(b.text.String(), "=+−-<>≤≥→⇒∈≈∼×⋅±") {
			return 1.2 // with the spaces around it
		}
		return 0.45 * letters
	case "mfrac", "munder", "mover", "munderover":
		return most
	case "msqrt", "mroot":
		return sum + 0.8
	case "mtable":
		for _, w := range b.columns {
			sum += w + 0.4
		}
	case "mspace":
		return 0.5
	}
	return sum
}

// room is the width of a line on paper, in em: what the number and the marks
// leave of it.
func (c *composer) room() float64 {
	s := c.style
	if s.Size == 0 {
		return 40
	}
	const pointsPerTenth = 72 / 254.0
	line := float64(s.Width-s.Left-s.Right) * pointsPerTenth / (float64(s.Size) / 10)
	return max(10, line-8)
}

// shrunk is the style of a display that is wider than the line; "" for others.
func (c *composer) shrunk(width float64) string {
	room := c.room()
	if width <= room {
		return ""
	}
	return "font-size:" + decimal(int(max(0.45, room/width)*100), 1) + "%"
}
