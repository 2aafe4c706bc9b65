package solve

// Where many rows are exact, a selection that misses a few of them by a little
// has no single exchange that mends all at once, and local search wanders. It is
// ended by look-ups instead: each question has a number that is linear in what
// it adds to the exact rows, so the numbers of what must come in and of what
// must go differ by a known amount.

const (
	nearEnd     = 6   // broken rows with which an end is looked for
	mostEndings = 10  // looks for an end in one local search
	mostInEnd   = 400 // pool with which an end is looked for
	endsTried   = 300 // candidates looked at in one look, since few exact rows tell few apart
)

// salts returns a multiplier for every exact row, 0 for the others.
func (p *Problem) salts() []uint64 {
	salts := make([]uint64, len(p.Rows))
	for r := range p.Rows {
		if row := &p.Rows[r]; row.Soft == 0 && row.Min == row.Max {
			z := uint64(r+1) * 0x9e3779b97f4a7c15
			z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
			z = (z ^ z>>27) * 0x94d049bb133111eb
			salts[r] = z | 1
		}
	}
	return salts
}

// missing counts the broken rows.
func (s *state) missing() int {
	n := 0
	for r := range s.low {
		if s.p.Rows[r].Soft == 0 && s.distance(r, s.low[r], s.high[r]) > 0 {
			n++
		}
	}
	return n
}

// number is linear in what a question at a place adds to the exact rows.
func (s *state) number(kind, place int) uint64 {
	h := uint64(0)
	for _, c := range s.p.Kinds[kind].Cells {
		if s.p.Rows[c.Row].counts(place) {
			h += s.salt[c.Row] * uint64(c.Amount)
		}
	}
	return h
}

// need returns what the numbers of a change must add up to so that every exact
// row holds. It is not known where a row depends on what candidates choose.
func (s *state) need() (need uint64, known bool) {
	for r, salt := range s.salt {
		if salt == 0 {
			continue
		}
		if s.low[r] != s.high[r] {
			return 0, false
		}
		need += salt * uint64(s.p.Rows[r].Min-s.low[r])
	}
	return need, true
}

// finish looks for one or two questions to put in place of none, one or two so
// that every row holds.
func (s *state) finish() bool {
	need, known := s.need()
	if !known || len(s.pooled) > mostInEnd {
		return false
	}
	if s.index == nil {
		s.index = make(map[uint64][]int32, len(s.pooled))
		for i, pick := range s.pooled {
			if s.p.Places[pick.Place].Of > 0 {
				s.hash = append(s.hash, 0)
				continue
			}
			h := s.number(pick.Kind, pick.Place)
			s.hash = append(s.hash, h)
			s.index[h] = append(s.index[h], int32(i))
		}
	}
	s.tried = 0
	var out []change
	var gone []uint64
	for place, kinds := range s.at {
		if s.p.Places[place].Of > 0 {
			continue
		}
		for _, k := range kinds {
			out = append(out, change{place, k, -1})
			gone = append(gone, s.number(k, place))
		}
	}
	if s.end(need) {
		return true
	}
	for i := range out {
		if s.end(need+gone[i], out[i]) {
			return true
		}
	}
	for i := range out {
		for j := range i {
			if s.end(need+gone[i]+gone[j], out[i], out[j]) {
				return true
			}
		}
	}
	return false
}

// end looks for one or two questions whose numbers add up to what is needed
// when others have gone, and puts them in where every row holds then.
func (s *state) end(need uint64, gone ...change) bool {
	if s.tried > endsTried {
		return false
	}
	changes := append(make([]change, 0, 4), gone...)
	for _, i := range s.index[need] {
		if s.ends(append(changes, s.entry(int(i)))) {
			return true
		}
	}
	for i, h := range s.hash {
		if h == 0 {
			continue
		}
		for _, j := range s.index[need-h] {
			if int(j) >= i && s.ends(append(changes, s.entry(i), s.entry(int(j)))) {
				return true
			}
		}
	}
	return false
}

func (s *state) entry(i int) change { return change{s.pooled[i].Place, -1, s.pooled[i].Kind} }

// ends makes changes if every row holds after them.
func (s *state) ends(changes []change) bool {
	if s.tried++; s.tried > endsTried {
		return false
	}
	for i, c := range changes {
		if c.in < 0 {
			continue
		}
		taken := 1
		for _, other := range changes[:i] {
			if other.in == c.in {
				taken++
			}
			if other.out == c.in {
				taken--
			}
		}
		if s.left[c.in] < taken {
			return false
		}
	}
	if s.try(changes...) > 0 {
		return false
	}
	s.do(changes...)
	return true
}
