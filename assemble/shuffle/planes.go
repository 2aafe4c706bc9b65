package shuffle

import (
	"math"
	"math/bits"
)

// Planes keep rows of small numbers bit by bit, so that two rows are compared
// at 64 positions at once. A word of a plane has one bit of the numbers at 64
// positions, the last plane whether there is a number.
type planes struct {
	chunks int // words of a plane
	bits   int // planes of numbers
	rows   [][]uint64
}

// newPlanes returns planes for rows of a size with numbers below a limit.
func newPlanes(size, limit int) *planes {
	return &planes{chunks: (size + 63) / 64, bits: bits.Len(uint(max(limit, 1) - 1))}
}

// add appends a row; none stands for no number.
func (p *planes) add(numbers []int) { p.rows = append(p.rows, p.row(numbers)) }

func (p *planes) row(numbers []int) []uint64 {
	row := make([]uint64, p.chunks*(p.bits+1))
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
	for i := 0; i < len(a); i += p.bits + 1 {
		same := a[i+p.bits] & b[i+p.bits]
		for j := i; j < i+p.bits; j++ {
			same &^= a[j] ^ b[j]
		}
		n += bits.OnesCount64(same)
	}
	return n
}

// shared finds the worst pair.
func (p *planes) shared() Shared {
	var s Shared
	for i, row := range p.rows {
		near := p.rows[max(0, i-apart+1):i]
		s.Worst = max(s.Worst, p.worst(row, near, math.MaxInt))
		s.Compared += len(near)
	}
	return s
}

// worst returns the most that a row shares with any of some others, or some
// number of at least limit as soon as that is reached.
func (p *planes) worst(row []uint64, others [][]uint64, limit int) int {
	worst := 0
	for _, other := range others {
		if worst = max(worst, p.equal(row, other)); worst >= limit {
			break
		}
	}
	return worst
}
