package seating

import "math/bits"

// letters compares copies: the letters of eight positions are bytes of a word.
type letters struct {
	words  int
	packed []uint64 // by copy
	mask   []uint64 // by copy: the highest bit of each byte that has a letter
}

const (
	high = 0x8080808080808080
	low  = 0x7f7f7f7f7f7f7f7f
)

func newLetters(list [][]byte) *letters {
	l := &letters{}
	if len(list) > 0 {
		l.words = (len(list[0]) + 7) / 8
	}
	l.packed = make([]uint64, l.words*len(list))
	l.mask = make([]uint64, l.words*len(list))
	for i, row := range list {
		for j, letter := range row {
			if letter != 0 {
				at := i*l.words + j/8
				l.packed[at] |= uint64(letter) << (j % 8 * 8)
				l.mask[at] |= 0x80 << (j % 8 * 8)
			}
		}
	}
	return l
}

// shared counts the positions at which two copies have the same letter.
func (l *letters) shared(a, b int32) int {
	n := 0
	from, to := int(a)*l.words, int(b)*l.words
	p, q, m := l.packed[from:from+l.words], l.packed[to:to+l.words], l.mask[from:from+l.words]
	for i := range p {
		x := p[i] ^ q[i]
		// The highest bit of each byte of x that is 0, without carries.
		n += bits.OnesCount64(^(x&low + low | x) & high & m[i])
	}
	return n
}

// both counts the positions at which two copies have a letter.
func (l *letters) both(a, b int32) int {
	n := 0
	for i := range l.words {
		n += bits.OnesCount64(l.mask[int(a)*l.words+i] & l.mask[int(b)*l.words+i])
	}
	return n
}
