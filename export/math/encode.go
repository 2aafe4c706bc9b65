package math

import "encoding/binary"

// encode spells a formula as variable-length integers.
func encode(f *Formula) []byte {
	e := encoder{}
	e.text(f.TeX)
	e.flag(f.Display)
	e.ints(f.Width, f.Height, f.Depth, len(f.Glyphs))
	for _, g := range f.Glyphs {
		e.ints(len(g.Path))
		for _, s := range g.Path {
			e.ints(int(s.Op))
			for _, p := range s.P {
				e.ints(p.X, p.Y)
			}
		}
	}
	e.ints(len(f.Shapes))
	for _, s := range f.Shapes {
		e.ints(s.Glyph, s.X, s.Y, s.ScaleX, s.ScaleY)
		e.flag(s.Clip != nil)
		if s.Clip != nil {
			e.rule(*s.Clip)
		}
	}
	e.ints(len(f.Rules))
	for _, r := range f.Rules {
		e.rule(r)
	}
	e.text(f.Tag)
	e.ints(len(f.RowTags))
	for _, tag := range f.RowTags {
		e.text(tag.Text)
		e.ints(tag.Y)
	}
	e.ints(len(f.Breaks))
	for _, b := range f.Breaks {
		e.ints(b.EndX, b.StartX)
		e.flag(b.Relation)
	}
	return e
}

type encoder []byte

func (e *encoder) ints(values ...int) {
	for _, v := range values {
		*e = binary.AppendVarint(*e, int64(v))
	}
}

func (e *encoder) flag(b bool) {
	if b {
		*e = append(*e, 1)
	} else {
		*e = append(*e, 0)
	}
}

func (e *encoder) text(s string) {
	e.ints(len(s))
	*e = append(*e, s...)
}

func (e *encoder) rule(r Rule) { e.ints(r.X, r.Y, r.W, r.H) }

// decode reads what encode wrote.
func decode(data []byte) (*Formula, error) {
	d := decoder{data: data}
	f := &Formula{TeX: d.text(), Display: d.flag(), Width: d.int(), Height: d.int(), Depth: d.int()}
	f.Glyphs = list[Glyph](d.count())
	for i := range f.Glyphs {
		f.Glyphs[i].Path = list[Segment](d.count())
		for j := range f.Glyphs[i].Path {
			s := &f.Glyphs[i].Path[j]
			op := d.int()
			s.Op = Op(op)
			d.bad = d.bad || op < 0 || op > int(Close)
			for k := range s.P {
				s.P[k] = Point{d.int(), d.int()}
			}
		}
	}
	f.Shapes = list[Shape](d.count())
	for i := range f.Shapes {
		f.Shapes[i] = Shape{Glyph: d.int(), X: d.int(), Y: d.int(), ScaleX: d.int(), ScaleY: d.int()}
		if d.flag() {
			r := d.rule()
			f.Shapes[i].Clip = &r
		}
		if g := f.Shapes[i].Glyph; g < 0 || g >= len(f.Glyphs) {
			d.bad = true
		}
	}
	f.Rules = list[Rule](d.count())
	for i := range f.Rules {
		f.Rules[i] = d.rule()
	}
	f.Tag = d.text()
	f.RowTags = list[RowTag](d.count())
	for i := range f.RowTags {
		f.RowTags[i] = RowTag{Text: d.text(), Y: d.int()}
	}
	f.Breaks = list[Break](d.count())
	for i := range f.Breaks {
		f.Breaks[i] = Break{EndX: d.int(), StartX: d.int(), Relation: d.flag()}
	}
	if d.bad || len(d.data) > 0 {
		return nil, errEncoding
	}
	return f, nil
}

// list makes a list of n things, nil for none, as in a formula that was typeset.
func list[T any](n int) []T {
	if n == 0 {
		return nil
	}
	return make([]T, n)
}

type decoder struct {
	data []byte
	bad  bool
}

func (d *decoder) int() int {
	v, n := binary.Varint(d.data)
	if n <= 0 {
		d.bad, d.data = true, nil
		return 0
	}
	d.data = d.data[n:]
	return int(v)
}

// count reads a number of things that follow, each of at least one byte.
func (d *decoder) count() int {
	n := d.int()
	if n < 0 || n > len(d.data) {
		d.bad = true
		return 0
	}
	return n
}

func (d *decoder) flag() bool {
	if len(d.data) == 0 {
		d.bad = true
		return false
	}
	b := d.data[0]
	d.data = d.data[1:]
	return b == 1
}

func (d *decoder) text() string {
	n := d.count()
	s := string(d.data[:n])
	d.data = d.data[n:]
	return s
}

func (d *decoder) rule() Rule { return Rule{d.int(), d.int(), d.int(), d.int()} }
