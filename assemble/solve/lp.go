package solve

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// WriteLP writes the problem of so many selections, which share no question, in
// the LP format of CPLEX, for other programs to try. They find exactly what
// [Problem.Broken] accepts. Rows that are wishes are left out, and there is
// nothing to minimise.
//
// The variable x0_3_1 is how many of kind 3 stand in place 1 of selection 0.
// Where candidates choose, the variable a0_2_5 says that the alternatives at
// place 2 agree on 5. The least that such a choice adds to row 4 is m0_4_2, held
// down by z variables; the most is M0_4_2, held up by Z variables.
func (p *Problem) WriteLP(w io.Writer, times int) error { return p.writeLP(w, times, nil) }

// WriteBalanceLP is [Problem.WriteLP] with something to minimise: by how much
// the selections differ in a value, which is summed over what is chosen. Where
// candidates choose, the mean of what they can choose counts. The best value of
// the objective is the least possible difference.
func (p *Problem) WriteBalanceLP(w io.Writer, times int, value func(Pick) float64) error {
	return p.writeLP(w, times, value)
}

func (p *Problem) writeLP(w io.Writer, times int, value func(Pick) float64) error {
	l := &lpWriter{Writer: bufio.NewWriterSize(w, 1<<16), p: p, at: make([][]Pick, len(p.Places)), adds: make([][]term, len(p.Rows))}
	for k := range p.Kinds {
		for _, place := range p.Kinds[k].Places {
			l.at[place] = append(l.at[place], Pick{k, place})
			for _, c := range p.Kinds[k].Cells {
				if p.Rows[c.Row].counts(place) {
					l.adds[c.Row] = append(l.adds[c.Row], term{Pick{k, place}, c.Amount})
				}
			}
		}
	}
	l.WriteString("Minimize\n obj:")
	if value == nil {
		l.WriteString(" zero")
	} else {
		l.WriteString(" highest - lowest")
	}
	l.WriteString("\nSubject To\n")
	for f := range times {
		for place := range p.Places {
			l.choice(f, place)
		}
		for r := range p.Rows {
			if p.Rows[r].Soft == 0 {
				l.row(f, r)
			}
		}
		if value != nil {
			l.value(f, value)
		}
	}
	l.sizes(times)
	l.bounds(times, value != nil)
	l.WriteString("End\n")
	return l.Flush() // errors of writing before stay with the writer
}

// An lpWriter spells one problem. Constraints are numbered.
type lpWriter struct {
	*bufio.Writer
	p     *Problem
	at    [][]Pick // what may stand in each place
	adds  [][]term // what adds to each row, whatever its place
	terms int      // written of the current constraint
	rows  int
	binary,
	free []string // variables beside those of kinds
}

// A term is what one question adds where it stands.
type term struct {
	pick   Pick
	amount int
}

func variable(f int, pick Pick) string {
	return "x" + strconv.Itoa(f) + "_" + strconv.Itoa(pick.Kind) + "_" + strconv.Itoa(pick.Place)
}

// add writes a term of a constraint, eight to a line: programs have buffers of
// 255 characters or more.
func (l *lpWriter) add(factor int, name string) {
	if factor != 0 {
		l.addText(strconv.Itoa(factor), name)
	}
}

func (l *lpWriter) addText(factor, name string) {
	if l.terms == 0 {
		l.rows++
		l.WriteString(" c" + strconv.Itoa(l.rows) + ":")
	} else if l.terms%8 == 0 {
		l.WriteString("\n ")
	}
	l.terms++
	if factor[0] == '-' {
		l.WriteString(" - " + factor[1:])
	} else {
		l.WriteString(" + " + factor)
	}
	l.WriteString(" " + name)
}

// end closes a constraint.
func (l *lpWriter) end(relation string, bound int) {
	if l.terms == 0 {
		l.add(1, "zero")
	}
	fmt.Fprintf(l, " %s %d\n", relation, bound)
	l.terms = 0
}

// choice asks for the number of alternatives in a place, and that they agree.
func (l *lpWriter) choice(f, place int) {
	of := l.p.Places[place].Of
	if of == 0 {
		return
	}
	alike := map[int][]Pick{}
	var values []int
	for _, pick := range l.at[place] {
		v := l.p.Kinds[pick.Kind].alike(place)
		if alike[v] == nil {
			values = append(values, v)
		}
		alike[v] = append(alike[v], pick)
	}
	slices.Sort(values)
	var names []string
	for _, v := range values {
		name := fmt.Sprintf("a%d_%d_%d", f, place, v)
		names = append(names, name)
		for _, pick := range alike[v] {
			l.add(1, variable(f, pick))
		}
		l.add(-of, name)
		l.end("=", 0)
	}
	l.one(names)
}

// row writes the bounds of a row, both at once where they are the same.
func (l *lpWriter) row(f, r int) {
	row := &l.p.Rows[r]
	var chosen []int // places of which not all that stands there counts
	for place, c := range l.p.Places {
		if c.Of > c.Any && !row.Printed && row.counts(place) {
			chosen = append(chosen, place)
		}
	}
	if row.Min == row.Max && len(chosen) == 0 {
		l.side(f, r, nil, "", "=", row.Min)
		return
	}
	if row.Min != NoMin {
		l.side(f, r, chosen, "m", ">=", row.Min)
	}
	if row.Max != NoMax {
		l.side(f, r, chosen, "M", "<=", row.Max)
	}
}

// side writes one bound of a row. What a choice adds is a variable, but where
// all alternatives add the same.
func (l *lpWriter) side(f, r int, chosen []int, end, relation string, bound int) {
	var names []string
	for _, place := range chosen {
		switch levels := l.levels(r, place); len(levels) {
		case 0:
		case 1:
			bound -= l.p.Places[place].Any * levels[0]
		default:
			names = append(names, l.extreme(f, r, place, levels, end))
		}
	}
	for _, t := range l.adds[r] {
		if !slices.Contains(chosen, t.pick.Place) {
			l.add(t.amount, variable(f, t.pick))
		}
	}
	for _, name := range names {
		l.add(1, name)
	}
	l.end(relation, bound)
}

// levels returns the amounts that questions at a place add to a row, ascending.
func (l *lpWriter) levels(r, place int) []int {
	var levels []int
	for _, pick := range l.at[place] {
		levels = append(levels, l.p.Kinds[pick.Kind].amount(r))
	}
	slices.Sort(levels)
	return slices.Compact(levels)
}

// extreme ties a variable to what stands in a place, the least or the most that
// a choice adds to a row, and returns its name. The sum of the n least amounts is
// the largest, over all t among the amounts, of n·t less what amounts fall short
// of t. A variable below that sum is one that is below one of these numbers;
// which, the z variables say. The most is the same upside down.
func (l *lpWriter) extreme(f, r, place int, levels []int, end string) string {
	c := l.p.Places[place]
	least, most := levels[0], levels[len(levels)-1]
	name := fmt.Sprintf("%s%d_%d_%d", end, f, r, place)
	l.free = append(l.free, name)
	var switches []string
	for i, t := range levels {
		z := fmt.Sprintf("z%d_%d_%d_%d", f, r, place, i)
		relation := "<="
		slack := c.Any*most - c.Any*t + c.Of*(t-least) // that makes it say nothing
		if end == "M" {
			z, relation = "Z"+z[1:], ">="
			slack = c.Any*least - c.Any*t - c.Of*(most-t)
		}
		l.add(1, name)
		for _, pick := range l.at[place] {
			a := l.p.Kinds[pick.Kind].amount(r)
			if end == "m" && a < t || end == "M" && a > t {
				l.add(t-a, variable(f, pick))
			}
		}
		l.add(slack, z)
		l.end(relation, c.Any*t+slack)
		switches = append(switches, z)
	}
	l.one(switches)
	return name
}

// one asks that one of some binary variables is 1.
func (l *lpWriter) one(names []string) {
	for _, name := range names {
		l.add(1, name)
	}
	l.end("=", 1)
	l.binary = append(l.binary, names...)
}

// value keeps a selection's value between the lowest and the highest.
func (l *lpWriter) value(f int, value func(Pick) float64) {
	for _, end := range []struct{ name, relation string }{{"lowest", ">="}, {"highest", "<="}} {
		for place, c := range l.p.Places {
			for _, pick := range l.at[place] {
				v := value(pick)
				if c.Of > 0 {
					v = float64(v*float64(c.Any)) / float64(c.Of)
				}
				if v != 0 {
					l.addText(strconv.FormatFloat(v, 'f', -1, 64), variable(f, pick))
				}
			}
		}
		l.add(-1, end.name)
		l.end(end.relation, 0)
	}
}

// sizes keeps kinds within their sizes, where they stand in several places or
// selections.
func (l *lpWriter) sizes(times int) {
	for k := range l.p.Kinds {
		kind := &l.p.Kinds[k]
		most := 0
		for _, place := range kind.Places {
			most += times * l.most(Pick{k, place})
		}
		if most <= kind.Size {
			continue
		}
		for f := range times {
			for _, place := range kind.Places {
				l.add(1, variable(f, Pick{k, place}))
			}
		}
		l.end("<=", kind.Size)
	}
}

// most returns how many of a kind can stand in a place.
func (l *lpWriter) most(pick Pick) int {
	n := l.p.Kinds[pick.Kind].Size
	if of := l.p.Places[pick.Place].Of; of > 0 {
		n = min(n, of)
	}
	return n
}

// bounds writes the bounds of the variables and which are whole numbers.
func (l *lpWriter) bounds(times int, balance bool) {
	l.WriteString("Bounds\n zero = 0\n")
	if balance {
		l.free = append(l.free, "lowest", "highest")
	}
	for _, name := range l.free {
		l.WriteString(" " + name + " free\n")
	}
	var whole []string
	for f := range times {
		for _, picks := range l.at {
			for _, pick := range picks {
				switch most := l.most(pick); most {
				case 1:
					l.binary = append(l.binary, variable(f, pick))
				default:
					whole = append(whole, variable(f, pick))
					l.WriteString(" " + variable(f, pick) + " <= " + strconv.Itoa(most) + "\n")
				}
			}
		}
	}
	l.list("Generals", whole)
	l.list("Binaries", l.binary)
}

func (l *lpWriter) list(heading string, names []string) {
	if len(names) == 0 {
		return
	}
	l.WriteString(heading + "\n")
	for _, name := range names {
		l.WriteString(" " + name + "\n")
	}
}
