package typeset

import (
	"fmt"
	"slices"
)

// Translate returns a copy of an item that stands dx further to the right and
// dy further down. What the item refers to (glyphs, formula, image) is shared.
func Translate(item Item, dx, dy Length) Item {
	switch it := item.(type) {
	case *Glyphs:
		moved := *it
		moved.X, moved.Y = it.X+dx, it.Y+dy
		return &moved
	case *Box:
		moved := *it
		moved.X, moved.Y = it.X+dx, it.Y+dy
		return &moved
	case *Path:
		moved := *it
		moved.Steps, moved.Clip = translateSteps(it.Steps, dx, dy), translateSteps(it.Clip, dx, dy)
		return &moved
	case *Formula:
		moved := *it
		moved.X, moved.Y = it.X+dx, it.Y+dy
		return &moved
	case *Picture:
		moved := *it
		moved.X, moved.Y = it.X+dx, it.Y+dy
		return &moved
	case *Group:
		return &Group{it.X + dx, it.Y + dy, it.Form}
	case *Owner:
		return it
	}
	panic(fmt.Sprintf("typeset: unknown item %T", item)) // the set is closed
}

// translateSteps moves the points that each step uses; nil stays nil, which
// means something for a clip.
func translateSteps(steps []PathStep, dx, dy Length) []PathStep {
	moved := slices.Clone(steps)
	for i := range moved {
		for j := range moved[i].Op.points() {
			moved[i].P[j].X += dx
			moved[i].P[j].Y += dy
		}
	}
	return moved
}

// points returns how many points a step uses.
func (op PathOp) points() int {
	switch op {
	case MoveTo, LineTo:
		return 1
	case CurveTo:
		return 3
	}
	return 0
}
