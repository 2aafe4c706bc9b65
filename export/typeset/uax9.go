package typeset

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// The Unicode Bidirectional Algorithm (UAX #9). The packages at hand tell only
// the direction of each character; lines need its level. The rules have the
// names of the report.

// maxDepth is the deepest level of explicit embeddings.
const maxDepth = 125

// A bidiResolver is the state of the algorithm for one paragraph.
type bidiResolver struct {
	runes    []rune
	original []bidi.Class
	types    []bidi.Class
	levels   []uint8
	base     uint8
	match    []int // the PDI of an isolate initiator, the initiator of a PDI, or -1
}

// resolveLevels returns the base level of a paragraph and the level of every
// character. Line ends must not be among the characters, other than U+2028.
func resolveLevels(runes []rune, d Direction) (uint8, []uint8) {
	r := bidiResolver{runes: runes, original: make([]bidi.Class, len(runes)), levels: make([]uint8, len(runes))}
	for i, c := range runes {
		p, _ := bidi.LookupRune(c)
		r.original[i] = p.Class()
	}
	r.types = slices.Clone(r.original)
	r.matchIsolates()
	switch d {
	case RightToLeft:
		r.base = 1
	case LeftToRight:
	default:
		r.base = r.firstStrong(0, len(runes))
	}
	r.explicit()
	for _, seq := range r.sequences() {
		seq.weak()
		seq.brackets()
		seq.neutrals()
		seq.implicit()
	}
	r.finish()
	return r.base, r.levels
}

func initiator(c bidi.Class) bool { return c == bidi.LRI || c == bidi.RLI || c == bidi.FSI }

// removed reports whether rule X9 takes characters of the class out.
func removed(c bidi.Class) bool {
	switch c {
	case bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF, bidi.BN:
		return true
	}
	return false
}

// matchIsolates is rule BD9.
func (r *bidiResolver) matchIsolates() {
	r.match = make([]int, len(r.runes))
	var open []int
	for i, c := range r.original {
		r.match[i] = -1
		switch {
		case initiator(c):
			open = append(open, i)
		case c == bidi.PDI && len(open) > 0:
			from := open[len(open)-1]
			open = open[:len(open)-1]
			r.match[i], r.match[from] = from, i
		}
	}
}

// firstStrong is rules P2 and P3 for some characters.
func (r *bidiResolver) firstStrong(from, to int) uint8 {
	for i := from; i < to; i++ {
		switch c := r.original[i]; {
		case c == bidi.L:
			return 0
		case c == bidi.R || c == bidi.AL:
			return 1
		case initiator(c):
			if i = r.match[i]; i < 0 {
				return 0
			}
		}
	}
	return 0
}

// An embedding is an entry of the stack of rules X1 to X8.
type embedding struct {
	level    uint8
	override bidi.Class // L, R, or ON for none
	isolate  bool
}

// explicit is rules X1 to X8.
func (r *bidiResolver) explicit() {
	stack := []embedding{{r.base, bidi.ON, false}}
	lostIsolates, lostEmbeddings, isolates := 0, 0, 0
	for i, c := range r.original {
		top := stack[len(stack)-1]
		r.levels[i] = top.level
		switch c {
		case bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.LRI, bidi.RLI, bidi.FSI:
			e := embedding{next(top.level, c == bidi.RLE || c == bidi.RLO || c == bidi.RLI), bidi.ON, initiator(c)}
			switch c {
			case bidi.FSI:
				end := r.match[i]
				if end < 0 {
					end = len(r.runes)
				}
				e.level = next(top.level, r.firstStrong(i+1, end) == 1)
			case bidi.LRO:
				e.override = bidi.L
			case bidi.RLO:
				e.override = bidi.R
			}
			if e.isolate && top.override != bidi.ON {
				r.types[i] = top.override
			}
			switch {
			case e.level <= maxDepth && lostIsolates == 0 && lostEmbeddings == 0:
				if e.isolate {
					isolates++
				}
				stack = append(stack, e)
			case e.isolate:
				lostIsolates++
			case lostIsolates == 0:
				lostEmbeddings++
			}
		case bidi.PDI:
			switch {
			case lostIsolates > 0:
				lostIsolates--
			case isolates > 0:
				lostEmbeddings = 0
				for !stack[len(stack)-1].isolate {
					stack = stack[:len(stack)-1]
				}
				stack = stack[:len(stack)-1]
				isolates--
			}
			top = stack[len(stack)-1]
			r.levels[i] = top.level
			if top.override != bidi.ON {
				r.types[i] = top.override
			}
		case bidi.PDF:
			switch {
			case lostIsolates > 0:
			case lostEmbeddings > 0:
				lostEmbeddings--
			case !top.isolate && len(stack) > 1:
				stack = stack[:len(stack)-1]
			}
		case bidi.BN:
		case bidi.B:
			r.levels[i] = r.base
		default:
			if top.override != bidi.ON {
				r.types[i] = top.override
			}
		}
	}
}

// next returns the least odd or even level above a level.
func next(level uint8, odd bool) uint8 {
	if odd {
		return (level + 1) | 1
	}
	return (level + 2) &^ 1
}

// A sequence is an isolating run sequence (BD13): characters of one level that
// are resolved together.
type sequence struct {
	*bidiResolver
	at       []int // the characters
	level    uint8
	sos, eos bidi.Class
}

// sequences is rule X10.
func (r *bidiResolver) sequences() []*sequence {
	var runs [][]int // level runs
	last := -1       // the character before
	runOf := make([]int, len(r.runes))
	for i, c := range r.original {
		if removed(c) {
			continue
		}
		if last < 0 || r.levels[i] != r.levels[last] {
			runs = append(runs, nil)
		}
		n := len(runs) - 1
		runs[n] = append(runs[n], i)
		runOf[i] = n
		last = i
	}
	var list []*sequence
	for _, run := range runs {
		if first := run[0]; r.original[first] == bidi.PDI && r.match[first] >= 0 {
			continue // goes on from its initiator
		}
		s := &sequence{bidiResolver: r, at: slices.Clone(run), level: r.levels[run[0]]}
		for {
			end := s.at[len(s.at)-1]
			if !initiator(r.original[end]) || r.match[end] < 0 {
				break
			}
			s.at = append(s.at, runs[runOf[r.match[end]]]...)
		}
		s.ends()
		list = append(list, s)
	}
	return list
}

// ends finds the directions at both ends of the sequence.
func (s *sequence) ends() {
	before, behind := s.base, s.base
	for i := s.at[0] - 1; i >= 0; i-- {
		if !removed(s.original[i]) {
			before = s.levels[i]
			break
		}
	}
	end := s.at[len(s.at)-1]
	if !initiator(s.original[end]) {
		for i := end + 1; i < len(s.runes); i++ {
			if !removed(s.original[i]) {
				behind = s.levels[i]
				break
			}
		}
	}
	s.sos, s.eos = classOf(max(before, s.level)), classOf(max(behind, s.level))
}

func classOf(level uint8) bidi.Class {
	if level%2 == 1 {
		return bidi.R
	}
	return bidi.L
}

// weak is rules W1 to W7.
func (s *sequence) weak() {
	t := s.types
	before := s.sos
	for _, i := range s.at { // W1
		if t[i] == bidi.NSM {
			t[i] = before
			if initiator(before) || before == bidi.PDI {
				t[i] = bidi.ON
			}
		}
		before = t[i]
	}
	strong := s.sos
	for _, i := range s.at { // W2, W3
		switch t[i] {
		case bidi.L, bidi.R:
			strong = t[i]
		case bidi.AL:
			strong = bidi.AL
			t[i] = bidi.R
		case bidi.EN:
			if strong == bidi.AL {
				t[i] = bidi.AN
			}
		}
	}
	for k := 1; k+1 < len(s.at); k++ { // W4
		i, a, b := s.at[k], t[s.at[k-1]], t[s.at[k+1]]
		switch {
		case a != b:
		case a == bidi.EN && (t[i] == bidi.ES || t[i] == bidi.CS), a == bidi.AN && t[i] == bidi.CS:
			t[i] = a
		}
	}
	for k := 0; k < len(s.at); k++ { // W5
		if t[s.at[k]] != bidi.ET {
			continue
		}
		end := k
		for end < len(s.at) && t[s.at[end]] == bidi.ET {
			end++
		}
		if k > 0 && t[s.at[k-1]] == bidi.EN || end < len(s.at) && t[s.at[end]] == bidi.EN {
			for _, i := range s.at[k:end] {
				t[i] = bidi.EN
			}
		}
		k = end
	}
	strong = s.sos
	for _, i := range s.at { // W6, W7
		switch t[i] {
		case bidi.ES, bidi.ET, bidi.CS:
			t[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = t[i]
		case bidi.EN:
			if strong == bidi.L {
				t[i] = bidi.L
			}
		}
	}
}

// neutrals is rules N1 and N2.
func (s *sequence) neutrals() {
	before := s.sos
	for k := 0; k < len(s.at); k++ {
		if c := s.strongAt(k); c != bidi.ON {
			before = c
			continue
		}
		end := k
		for end < len(s.at) && s.strongAt(end) == bidi.ON {
			end++
		}
		c := s.eos
		if end < len(s.at) {
			c = s.strongAt(end)
		}
		if c != before {
			c = classOf(s.level)
		}
		for _, i := range s.at[k:end] {
			s.types[i] = c
		}
		k = end - 1
	}
}

// implicit is rules I1 and I2.
func (s *sequence) implicit() {
	for _, i := range s.at {
		switch c := s.types[i]; {
		case s.level%2 == 0 && c == bidi.R, s.level%2 == 1 && c != bidi.R:
			s.levels[i] = s.level + 1
		case s.level%2 == 0 && (c == bidi.AN || c == bidi.EN):
			s.levels[i] = s.level + 2
		}
	}
}

// finish is rule L1 for the paragraph as one line, and gives the characters
// that X9 takes out the level of those before them.
func (r *bidiResolver) finish() {
	trailing := true
	for i := len(r.runes) - 1; i >= 0; i-- {
		switch c := r.original[i]; {
		case c == bidi.S || c == bidi.B:
			trailing = true
			r.levels[i] = r.base
		case c == bidi.WS || initiator(c) || c == bidi.PDI || removed(c):
			if trailing {
				r.levels[i] = r.base
			}
		default:
			trailing = false
		}
	}
	before := r.base
	for i, c := range r.original {
		if removed(c) {
			r.levels[i] = before
		}
		before = r.levels[i]
	}
}

// visualOrder is rule L2: it returns the indexes of levels in the order from
// left to right.
func visualOrder(levels []uint8) []int {
	order := make([]int, len(levels))
	highest, lowest := uint8(0), uint8(255)
	for i, l := range levels {
		order[i] = i
		highest = max(highest, l)
		if l%2 == 1 {
			lowest = min(lowest, l)
		}
	}
	for level := highest; level >= lowest; level-- {
		for i := 0; i < len(order); i++ {
			from := i
			for i < len(order) && levels[order[i]] >= level {
				i++
			}
			slices.Reverse(order[from:i])
		}
	}
	return order
}
