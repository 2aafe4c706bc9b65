package shuffle

// Copies for all candidates are chosen a cycle at a time: as many sets as the
// questions have answers, among which most questions share no letter. Of
// several cycles the one is taken that shares least with the copies before.
const (
	candidates  = 8   // cycles of answers to choose from
	repairSteps = 400 // changes looked at in a cycle that is not perfect
)

// copies returns tables of one cycle each.
func (p *plan) copies(sets int, src Source) []*table {
	var tables []*table
	d := newDealer(p, src)
	earlier := newPlanes(p.size, len(p.answers))
	cycle := p.cycle()
	aims := map[int]aim{}
	for done := 0; done < sets; done += cycle {
		n := min(cycle, sets-done)
		if _, ok := aims[n]; !ok {
			aims[n] = p.newAim(n)
		}
		t := d.cycleOf(n, aims[n], earlier)
		t.repair(aims[n], src)
		for s := range t.rows {
			earlier.add(t.rows[s].answer)
		}
		tables = append(tables, t)
	}
	return tables
}

// cycleOf deals a cycle of n sets. Candidates are judged by their first set
// alone: when all options move, every pair of sets of two cycles shares as
// much as some pair with it.
func (d *dealer) cycleOf(n int, a aim, earlier *planes) *table {
	var best *table
	least := 0
	orders := d.orders(n)
	for range candidates {
		t := d.newTable(orders, a)
		d.answers(t)
		row := earlier.row(t.rows[0].answer)
		worst := earlier.worst(row, earlier.rows[max(0, len(earlier.rows)-apart):])
		if best == nil || worst < least {
			best, least = t, worst
		}
		if least == 0 {
			break
		}
	}
	return best
}

// repair improves a cycle that is not perfect, without touching one in which
// only places are shared: its letters were chosen with care.
func (t *table) repair(a aim, src Source) {
	s := t.score()
	s.places = a.places
	if !s.reached(a) {
		t.improve(a, repairSteps, 0, src)
	}
}
