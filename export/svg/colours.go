package svg

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/export/typeset"
)

// colour is a colour with its opacity, 0 to 1.
type colour struct {
	typeset.RGB
	alpha float64
}

var black = colour{alpha: 1}

// parseColour reads a colour of CSS: a name, #rgb, #rrggbb, both with opacity,
// rgb(…), rgba(…), hsl(…) or hsla(…).
func parseColour(text string) (colour, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "transparent" {
		return colour{}, nil
	}
	if hex, ok := strings.CutPrefix(text, "#"); ok {
		return hexColour(hex)
	}
	if rgb, ok := colourNames[text]; ok {
		return colour{typeset.RGB{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb)}, 1}, nil
	}
	name, args, ok := strings.Cut(text, "(")
	args, closed := strings.CutSuffix(args, ")")
	if ok && closed {
		switch strings.TrimSpace(name) {
		case "rgb", "rgba":
			return rgbColour(args)
		case "hsl", "hsla":
			return hslColour(args)
		}
	}
	return colour{}, fmt.Errorf("%q is not a colour: want a name such as black, #rrggbb, rgb(…) or hsl(…)", clipped(text))
}

func hexColour(hex string) (colour, error) {
	v, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		return colour{}, fmt.Errorf("#%s is not a colour: want #rgb or #rrggbb", clipped(hex))
	}
	switch len(hex) {
	case 3:
		v = v<<4 | 0xf
		fallthrough
	case 4:
		// Each digit stands for two: #abc is #aabbcc.
		v = (v&0xf000)<<12 | (v&0x0f00)<<8 | (v&0x00f0)<<4 | v&0x000f
		v |= v << 4
	case 6:
		v = v<<8 | 0xff
	case 8:
	default:
		return colour{}, fmt.Errorf("#%s is not a colour: want #rgb or #rrggbb", clipped(hex))
	}
	return colour{typeset.RGB{R: uint8(v >> 24), G: uint8(v >> 16), B: uint8(v >> 8)}, float64(v&0xff) / 255}, nil
}

// component is a number of a colour and its unit.
type component struct {
	v    float64
	unit string // "", "%" or a unit of angles
}

// components reads the numbers of a colour, separated by commas, spaces or, for
// the opacity, a slash.
func components(args string) ([]component, bool) {
	var out []component
	s := scanner{s: args}
	s.space()
	for !s.done() {
		v, ok := s.number()
		if !ok || len(out) == 4 {
			return nil, false
		}
		unit := s.unit()
		if unit == "" && s.accept('%') {
			unit = "%"
		}
		out = append(out, component{v, unit})
		s.comma()
		if s.accept('/') {
			s.space()
		}
	}
	return out, len(out) >= 3
}

// fraction returns the component as a share of full, 0 to 1.
func (c component) fraction(full float64) float64 {
	if c.unit == "%" {
		full = 100
	}
	return min(max(c.v/full, 0), 1)
}

func alphaOf(c []component) float64 {
	if len(c) < 4 {
		return 1
	}
	return c[3].fraction(1)
}

func byteOf(fraction float64) uint8 { return uint8(math.Round(float64(fraction * 255))) }

func rgbColour(args string) (colour, error) {
	c, ok := components(args)
	if !ok {
		return colour{}, fmt.Errorf("rgb(%s) is not a colour: want three numbers from 0 to 255", clipped(args))
	}
	rgb := typeset.RGB{R: byteOf(c[0].fraction(255)), G: byteOf(c[1].fraction(255)), B: byteOf(c[2].fraction(255))}
	return colour{rgb, alphaOf(c)}, nil
}

func hslColour(args string) (colour, error) {
	c, ok := components(args)
	if !ok {
		return colour{}, fmt.Errorf("hsl(%s) is not a colour: want an angle and two percentages", clipped(args))
	}
	hue := c[0].v
	if factor, ok := transformUnits[c[0].unit]; ok {
		hue = float64(hue * factor)
	}
	hue = math.Mod(hue, 360)
	if hue < 0 {
		hue += 360
	}
	sat, light := c[1].fraction(100), c[2].fraction(100)
	amount := float64(sat * min(light, 1-light))
	channel := func(n float64) uint8 {
		k := math.Mod(n+hue/30, 12)
		return byteOf(light - float64(amount*max(-1, min(k-3, 9-k, 1))))
	}
	return colour{typeset.RGB{R: channel(0), G: channel(8), B: channel(4)}, alphaOf(c)}, nil
}
