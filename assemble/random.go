package assemble

import (
	"crypto/sha256"
	"encoding/binary"
)

// A stream is a reproducible source of randomness: SplitMix64 (Steele, Lea and
// Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014). It is
// written out here, since papers must come out the same in ten years' time and
// the standard library promises that only for its sources, not for Shuffle.
type stream struct{ state uint64 }

// newStream returns the stream of a seed for one purpose. Streams of different
// purposes are independent, so that adding a draw to one changes no other.
func newStream(seed uint64, purpose string) *stream {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(purpose+"\x00"), seed))
	return &stream{binary.BigEndian.Uint64(sum[:])}
}

// Source is a reproducible source of randomness, for what is chosen beside sets.
type Source interface{ Below(n int) int }

// NewSource returns the source of a seed for one purpose.
func NewSource(seed uint64, purpose string) Source { return newStream(seed, purpose) }

func (s *stream) next() uint64 {
	s.state += 0x9e3779b97f4a7c15
	z := s.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Below returns a number from 0 to n-1, every one equally likely; n > 0.
func (s *stream) Below(n int) int {
	limit := -uint64(n) % uint64(n) // 2^64 mod n: what would favour small numbers
	for {
		if v := s.next(); v >= limit {
			return int(v % uint64(n))
		}
	}
}

// mix brings a list into random order (Fisher and Yates).
func mix[T any](s *stream, list []T) {
	for i := len(list) - 1; i > 0; i-- {
		j := s.Below(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}
