package shuffle

import (
	"math"
	"math/bits"
)

// Planes keep rows of small numbers bit by bit, so that two rows are compared
// at 64 positions at once. A word of a plane has one bit of the numbers at 64
// positions, the last plane whether there is a number.
type planes struct {
	chunks int      // words of a plane
	bits   int      // planes of numbers
	words  []uint64 // of all rows, one after another
}

// newPlanes returns planes for rows of a size with numbers below a limit.
func newPlanes(size, limit int) *planes {
	return &planes{chunks: (size + 63) / 64, bits: bits.Len(uint(max(limit, 1) - 1))}
}

// add appends a row; none stands for no number.
func (p *planes) add(numbers []int) { p.words = append(p.words, p.row(numbers)...) }

// width is the number of words of a row.
func (p *planes) width() int { return p.chunks * (p.bits + 1) }

// last returns the last rows, up to n of them, before row i.
func (p *planes) last(n, i int) []uint64 {
	return p.words[max(0, i-n)*p.width() : i*p.width()]
}

func (p *planes) row(numbers []int) []uint64 {
	row := make([]uint64, p.width())
	for at, n := range numbers {
		if n == none {
			continue
		}
		words := row[at/64*(p.bits+1):]
		for b := range p.bits {
			words[b] |= uint64(n>>b&1) << (at % 64)
		}
		words[p.bits] |= 1 << (at % 64)
	}
	return row
}

// equal returns the number of positions at which two rows have the same number.
func (p *planes) equal(a, b []uint64) int {
	n := 0
	for len(a) > p.bits && len(b) > p.bits {
		same := a[p.bits] & b[p.bits]
		for i, word := range a[:p.bits] {
			same &^= word ^ b[i]
		}
		n += bits.OnesCount64(same)
		a, b = a[p.bits+1:], b[p.bits+1:]
	}
	return n
}

// shared finds the worst pair of so many rows.
func (p *planes) shared(rows int) Shared {
	var s Shared
	for i := range rows {
		s.Worst = max(s.Worst, p.worst(p.last(1, i+1), p.last(apart-1, i), math.MaxInt))
		s.Compared += min(apart-1, i)
	}
	return s
}

// worst returns the most that a row shares with any of some others, or some
// number of at least limit as soon as that is reached.
func (p *planes) worst(row, others []uint64, limit int) int {
	worst := 0
	for width := len(row); width > 0 && len(others) > 0; others = others[width:] {
		if n := p.equal(row, others[:width]); n > worst {
			worst = n
			if n >= limit {
				break
			}
		}
	}
	return worst
}
