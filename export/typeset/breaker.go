package typeset

// A breaker finds the breaks of a paragraph that are best for all of its lines
// together, after Knuth and Plass, "Breaking Paragraphs into Lines" (1981), in
// integers. Demerits of a line grow with its badness, 100 times the cube of
// the share of its stretch or shrink that it needs.
type breaker struct {
	parts    []part
	measures []Length // of the lines; the last one holds for the rest

	tolerance int    // the highest badness that is accepted
	slack     Length // stretch of every line besides that of its glue
	ragged    bool   // glue neither stretches nor shrinks
	// steady counts the measures that matter: lines from steady-1 on are alike.
	steady int

	width, stretch, shrink []Length // sums over the parts before each
	boxes                  []int
}

// A breakpoint is a way to break the text up to a part, the best one for its
// class of line number and fitness.
type breakpoint struct {
	at       int // index of the part
	after    int // first part of the next line
	line     int // number of lines before, at most steady-1
	fitness  int
	demerits int64
	previous *breakpoint
}

// Demerits beyond badness and penalties.
const (
	linePenalty     = 10
	unlikeDemerits  = 10000 // a tight line beside a loose one
	hyphensDemerits = 10000 // hyphens on two lines in a row
	lastDemerits    = 5000  // a hyphen on the last line but one, and a last line of almost nothing
	awful           = 10000 // badness of a line that is far too loose
	// maxActive bounds the places that a line may begin at. Only texts of
	// thousands of characters without width have more.
	maxActive = 1000
)

func newBreaker(parts []part, measures []Length, ragged bool) *breaker {
	b := &breaker{parts: parts, measures: measures, ragged: ragged, steady: 1}
	for i := range measures {
		if measures[i] != measures[len(measures)-1] {
			b.steady = i + 2
		}
	}
	n := len(parts) + 1
	b.width, b.stretch, b.shrink, b.boxes = make([]Length, n), make([]Length, n), make([]Length, n), make([]int, n)
	for i := range parts {
		p := &parts[i]
		b.width[i+1] = b.width[i] + boxWidth(p)
		b.stretch[i+1], b.shrink[i+1], b.boxes[i+1] = b.stretch[i], b.shrink[i], b.boxes[i]
		switch {
		case p.kind == boxPart:
			b.boxes[i+1]++
		case p.kind == gluePart && !ragged:
			b.stretch[i+1] += p.stretch
			b.shrink[i+1] += p.shrink
		}
	}
	return b
}

func (b *breaker) measure(line int) Length { return b.measures[min(line, len(b.measures)-1)] }

// run returns the breaks, ascending, or nil if there are none within the
// tolerance.
func (b *breaker) run() []int {
	active := []*breakpoint{{at: -1, after: b.lineStart(0), fitness: decent}}
	for i := range b.parts {
		if !legal(b.parts, i) {
			continue
		}
		active = b.consider(active, i)
		if len(active) == 0 {
			return nil
		}
		if over := len(active) - maxActive; over > 0 {
			active = active[over:]
		}
	}
	return active[0].list() // all ended at the last part, a forced break
}

// list returns the places of a breakpoint and those before it, ascending.
func (bp *breakpoint) list() []int {
	n := 0
	for p := bp; p.previous != nil; p = p.previous {
		n++
	}
	list := make([]int, n)
	for p := bp; p.previous != nil; p = p.previous {
		n--
		list[n] = p.at
	}
	return list
}

// lineStart returns the first part that a line prints that begins at part i.
func (b *breaker) lineStart(i int) int {
	for i < len(b.parts) && b.parts[i].kind != boxPart && !b.parts[i].forced() {
		i++
	}
	return i
}

// consider tries lines that end at part i from every active breakpoint and
// returns the breakpoints that are active from then on.
func (b *breaker) consider(active []*breakpoint, i int) []*breakpoint {
	var found []*breakpoint
	kept := active[:0]
	p := &b.parts[i]
	for _, a := range active {
		l := b.try(a, i)
		if !l.dead && !p.forced() {
			kept = append(kept, a)
		}
		if l.feasible {
			found = b.record(found, a, i, l)
		}
	}
	if p.forced() {
		found = cheapest(found, i == len(b.parts)-1)
	}
	return append(kept, found...)
}

// cheapest keeps only the best of the breakpoints at the end of a text.
func cheapest(found []*breakpoint, end bool) []*breakpoint {
	if !end || len(found) == 0 {
		return found
	}
	best := found[0]
	for _, f := range found[1:] {
		if f.demerits < best.demerits {
			best = f
		}
	}
	return []*breakpoint{best}
}

// record keeps the breakpoint for a line from a to part i if it is the best of
// its class.
func (b *breaker) record(found []*breakpoint, a *breakpoint, i int, l tried) []*breakpoint {
	bp := breakpoint{
		at:       i,
		after:    b.lineStart(i + 1),
		line:     min(a.line+1, b.steady-1),
		fitness:  l.fitness,
		demerits: a.demerits + l.demerits,
		previous: a,
	}
	for _, f := range found {
		if f.line == bp.line && f.fitness == bp.fitness {
			if bp.demerits < f.demerits {
				*f = bp
			}
			return found
		}
	}
	return append(found, &bp)
}

// A tried line is what is said of a possible line.
type tried struct {
	dead     bool // it is too long, and so are all that end further on
	feasible bool
	fitness  int
	demerits int64
}

// Classes of fitness: lines next to each other should not be two apart.
const (
	veryLoose = iota
	loose
	decent
	tight
)

// try rates a line from breakpoint a to part i.
func (b *breaker) try(a *breakpoint, i int) tried {
	p := &b.parts[i]
	if i < a.after || b.boxes[i] == b.boxes[a.after] {
		// Nothing would be printed: only an added break may end such a line.
		follows := a.at < 0 || b.parts[a.at].forced()
		return tried{feasible: p.forced() && follows, fitness: decent, demerits: linePenalty * linePenalty}
	}
	measure := b.measure(a.line)
	natural := b.width[i] - b.width[a.after]
	shrink := b.shrink[i] - b.shrink[a.after]
	if natural-shrink > measure {
		return tried{dead: true}
	}
	natural += hyphenWidth(p)
	if natural-shrink > measure {
		return tried{}
	}
	stretch := b.slack + b.stretch[i] - b.stretch[a.after]
	bad, fitness := 0, decent
	switch {
	case natural > measure:
		if bad = badness(natural-measure, shrink); bad > 12 {
			fitness = tight
		}
	case p.forced():
	default:
		bad = badness(measure-natural, stretch)
		fitness = looseness(bad)
	}
	if bad > b.tolerance {
		return tried{}
	}
	return tried{feasible: true, fitness: fitness, demerits: b.demerits(a, i, bad, fitness, natural < measure/12)}
}

func looseness(bad int) int {
	switch {
	case bad > 99:
		return veryLoose
	case bad > 12:
		return loose
	}
	return decent
}

// badness is 100 (excess/room)³, at most awful.
func badness(excess, room Length) int {
	if excess == 0 {
		return 0
	}
	const one, limit = 1024, 4752 // the cube of 4752/1024 is just below 100
	if room <= 0 || excess >= room*5 {
		return awful
	}
	r := excess * one / room
	if r > limit {
		return awful
	}
	return int(100 * r * r * r / (one * one * one))
}

// demerits of a line from a to part i of some badness and fitness; scant says
// that there is hardly anything on it.
func (b *breaker) demerits(a *breakpoint, i, bad, fitness int, scant bool) int64 {
	p := &b.parts[i]
	d := int64(linePenalty+bad) * int64(linePenalty+bad)
	if p.kind == penaltyPart && p.penalty > 0 {
		d += int64(p.penalty) * int64(p.penalty)
	}
	afterHyphen := a.at >= 0 && hyphenated(&b.parts[a.at])
	switch {
	case p.forced():
		if afterHyphen {
			d += lastDemerits
		}
		if scant && a.at >= 0 && !b.parts[a.at].forced() {
			d += lastDemerits
		}
	case afterHyphen && hyphenated(p):
		d += hyphensDemerits
	}
	if unlike := fitness - a.fitness; !b.ragged && (unlike > 1 || unlike < -1) {
		d += unlikeDemerits
	}
	return d
}

// hyphenated reports whether a line that ends at a part ends with a hyphen.
func hyphenated(p *part) bool {
	return p.kind == penaltyPart && (p.hyphen || p.penalty == hyphenPenalty)
}
