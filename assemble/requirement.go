package assemble

import (
	"fmt"
	"slices"
	"strings"

	"github.com/papersetter/papersetter/assemble/solve"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/schema"
)

// A requirement is what a line of the blueprint asks for: a thing that can be
// dropped or relaxed on its own.
type requirement struct {
	kind     requirementKind
	section  int // of a section or of a section's rule; -1 for the paper
	pos      schema.Pos
	words    string // whom it is about: "section Basic", "lecture 3"
	asked    string // what it asks: "10 marks"
	quantity quantity
	rule     *bank.Rule
	value    string // of Each; ""
	bound    bank.Bound
	match    func(*bank.Question) bool // what it counts; nil where it counts all
	question *bank.Question            // of must, never and enemies
	other    *bank.Question            // of enemies
}

type requirementKind int

const (
	ofSection requirementKind = iota
	ofRule
	ofMust
	ofNever
	ofFresh
	ofEnemies
)

// A quantity is what a requirement counts.
type quantity int

const (
	ofQuestions quantity = iota // questions
	ofMarks                     // quarter-marks
	ofMinutes                   // half-minutes
)

// noun is the quantity's name, and per how many units of it make one.
func (k quantity) noun() (noun string, per int) {
	switch k {
	case ofMarks:
		return "mark", int(bank.Mark)
	case ofMinutes:
		return "minute", int(bank.Minute)
	}
	return "question", 1
}

// number spells an amount of the quantity.
func (k quantity) number(v int) string {
	switch k {
	case ofMarks:
		return bank.Marks(v).String()
	case ofMinutes:
		return bank.Minutes(v).String()
	}
	return fmt.Sprint(v)
}

// say spells an amount of the quantity with its noun.
func (k quantity) say(v int) string {
	noun, _ := k.noun()
	if number := k.number(v); number != "1" {
		return number + " " + noun + "s"
	}
	return "1 " + noun
}

func (k quantity) of(q *bank.Question) int {
	switch k {
	case ofMarks:
		return int(q.Marks)
	case ofMinutes:
		return int(q.Minutes)
	}
	return 1
}

// weight makes a mark, a question and a minute weigh the same in wishes.
func (k quantity) weight() int {
	_, per := k.noun()
	return int(bank.Mark) / per
}

// amounts knows what a question adds to each row.
type amounts struct {
	m        *model
	rules    []ruleAmounts
	sections []int // row of marks or, for each place of a choice, of the number
	printed  map[string]bool
	fresh    int // row; -1 if there is none
	special  map[int][]solve.Cell
}

// ruleAmounts says for a rule, value by value, which rows count what.
type ruleAmounts struct {
	rule    *bank.Rule
	section int
	values  []string // nil for a rule without Each
	count   [][]counted
	all     []counted // what every question adds, of shares of sums that vary
}

// counted is a row that counts a quantity so many times.
type counted struct {
	row, times int
	quantity   quantity
}

func (m *model) newAmounts(opts Options) *amounts {
	a := &amounts{m: m, fresh: -1, special: map[int][]solve.Cell{}, printed: map[string]bool{}}
	bp := m.blueprint
	for i := range bp.Sections {
		a.section(i)
		for j := range bp.Sections[i].Rules {
			a.rule(&bp.Sections[i].Rules[j], i)
		}
	}
	for i := range bp.Rules {
		a.rule(&bp.Rules[i], -1)
	}
	for i, q := range bp.Must {
		req := requirement{kind: ofMust, section: -1, pos: bp.At("must", i), words: "must", asked: q.String(), question: q}
		a.single(req, q, solve.Row{Printed: true, Min: 1, Max: solve.NoMax}, false)
	}
	for i, q := range bp.Never {
		req := requirement{kind: ofNever, section: -1, pos: bp.At("never", i), words: "never", asked: q.String(), question: q}
		a.single(req, q, solve.Row{Printed: true, Min: solve.NoMin, Max: 0}, true)
	}
	a.recent(opts)
	a.enemies()
	for i := range bp.Prefer {
		a.wish(&bp.Prefer[i])
	}
	return a
}

func (m *model) addRow(r solve.Row, owner int, bars bool) int {
	m.rows = append(m.rows, row{r, owner, bars})
	return len(m.rows) - 1
}

func (m *model) require(req requirement) int {
	m.requirements = append(m.requirements, req)
	return len(m.requirements) - 1
}

// section asks for the marks of a section or, where candidates choose, for the
// number of questions of each choice.
func (a *amounts) section(i int) {
	m, s := a.m, &a.m.blueprint.Sections[i]
	req := requirement{kind: ofSection, section: i, pos: s.Pos, words: "section " + s.Title, quantity: ofMarks,
		asked: ofMarks.say(int(s.Marks)), match: s.Where.Match}
	if s.Of > 0 {
		req.quantity = ofQuestions
		req.asked = fmt.Sprintf("%s of %s", ofQuestions.say(s.Of*s.Groups), ofMarks.say(int(s.Each())))
	}
	if s.Where != nil {
		req.asked += " (" + s.Where.String() + ")"
	}
	owner := m.require(req)
	for place := m.first[i]; place < m.first[i+1]; place++ {
		r := solve.Row{From: place, To: place + 1, Printed: true, Min: int(s.Marks), Max: int(s.Marks)}
		if s.Of > 0 {
			r.Min, r.Max = s.Of, s.Of
		}
		a.sections = append(a.sections, m.addRow(r, owner, false))
	}
}

// rule asks for what a rule says, value by value and quantity by quantity.
func (a *amounts) rule(rule *bank.Rule, section int) {
	ra := ruleAmounts{rule: rule, section: section}
	prefix := ""
	if section >= 0 {
		prefix = "section " + a.m.blueprint.Sections[section].Title + ", "
	}
	subjects := []string{rule.Where.String()}
	if rule.Each != "" {
		ra.values = a.m.bank.Spoken(rule)
		subjects = nil
		for _, v := range ra.values {
			words := bank.Only(rule.Each, v).String()
			if rule.Where != nil {
				words += ", " + rule.Where.String()
			}
			subjects = append(subjects, words)
		}
	}
	ra.count = make([][]counted, len(subjects))
	for i, words := range subjects {
		match := rule.Where.Match
		if rule.Each != "" {
			one := bank.Only(rule.Each, ra.values[i])
			match = func(q *bank.Question) bool { return one.Match(q) && rule.Where.Match(q) }
		}
		for kind, bound := range []bank.Bound{rule.Count, rule.Marks, rule.Minutes} {
			if !bound.Bounded() {
				continue
			}
			k := quantity(kind)
			noun, per := k.noun()
			req := requirement{kind: ofRule, section: section, pos: rule.Pos, words: prefix + words, asked: bound.Say(per, noun),
				quantity: k, rule: rule, bound: bound, match: match}
			if rule.Each != "" {
				req.value = ra.values[i]
			}
			owner := a.m.require(req)
			for _, l := range a.m.lines(rule, i, k, bound, section) {
				r := a.m.addRow(l.row, owner, false)
				ra.count[i] = append(ra.count[i], counted{r, l.matching, k})
				if l.all != 0 {
					ra.all = append(ra.all, counted{r, l.all, k})
				}
			}
		}
	}
	a.rules = append(a.rules, ra)
}

// wish adds rows that may be broken. One without bounds is for as many marks as
// can be.
func (a *amounts) wish(rule *bank.Rule) {
	wish := *rule
	if !wish.Count.Bounded() && !wish.Marks.Bounded() && !wish.Minutes.Bounded() {
		wish.Marks.Min = bank.Limit{Set: true, Value: int(a.m.blueprint.Marks)}
	}
	rows, reqs := len(a.m.rows), len(a.m.requirements)
	a.rule(&wish, -1)
	for r := rows; r < len(a.m.rows); r++ {
		row := &a.m.rows[r]
		row.Soft = wish.Weight * a.m.requirements[row.owner].quantity.weight()
		row.owner = -1
	}
	a.m.requirements = a.m.requirements[:reqs]
}

// A line is a bound on a sum to which each question that is meant adds matching
// times what it counts, and every question all times.
type line struct {
	row           solve.Row
	matching, all int
}

// lines spells a bound of a rule as rows. Shares of marks are amounts, since the
// marks of paper and sections are fixed; shares of questions and minutes compare
// two sums.
func (m *model) lines(rule *bank.Rule, value int, k quantity, b bank.Bound, section int) []line {
	whole := int(m.blueprint.Marks)
	place := solve.Row{Min: solve.NoMin, Max: solve.NoMax}
	if section >= 0 {
		whole = int(m.blueprint.Sections[section].Marks)
		place.From, place.To = m.first[section], m.first[section+1]
	}
	fixed := line{place, 1, 0}
	var lines []line
	vary := func(matching, all, low, high int) {
		l := line{place, matching, all}
		l.row.Min, l.row.Max = low, high
		lines = append(lines, l)
	}
	ends := func(low, high int) {
		fixed.row.Min, fixed.row.Max = max(fixed.row.Min, low), min(fixed.row.Max, high)
	}
	switch {
	case b.Min.Set && !b.Min.Share:
		ends(b.Min.Value, solve.NoMax)
	case b.Min.Set && k == ofMarks:
		ends(ceil(b.Min.Value*whole, bank.Whole), solve.NoMax)
	case b.Min.Set:
		vary(bank.Whole, -b.Min.Value, 0, solve.NoMax)
	}
	switch {
	case b.Max.Set && !b.Max.Share:
		ends(solve.NoMin, b.Max.Value)
	case b.Max.Set && k == ofMarks:
		ends(solve.NoMin, b.Max.Value*whole/bank.Whole)
	case b.Max.Set:
		vary(bank.Whole, -b.Max.Value, solve.NoMin, 0)
	}
	if b.Proportional {
		hours, total := m.bank.Hours(rule)
		h := hours[value]
		g := gcd(h, total)
		h, total = h/g, total/g
		w := b.Within.Value
		switch {
		case k == ofMarks && b.Within.Share:
			ends(ceil(h*whole*bank.Whole-w*whole*total, total*bank.Whole), (h*whole*bank.Whole+w*whole*total)/(total*bank.Whole))
		case k == ofMarks:
			ends(ceil(h*whole-w*total, total), (h*whole+w*total)/total)
		case b.Within.Share:
			vary(total*bank.Whole, -(h*bank.Whole - w*total), 0, solve.NoMax)
			vary(total*bank.Whole, -(h*bank.Whole + w*total), solve.NoMin, 0)
		default:
			vary(total, -h, -w*total, w*total)
		}
	}
	if fixed.row.Min != solve.NoMin || fixed.row.Max != solve.NoMax {
		lines = append(lines, fixed)
	}
	return lines
}

func ceil(a, b int) int {
	if a <= 0 {
		return a / b
	}
	return (a + b - 1) / b
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, 1)
}

// single adds a requirement on one question. A question that is never used has
// no unit, and the row stays empty: must cannot be met then.
func (a *amounts) single(req requirement, q *bank.Question, r solve.Row, bars bool) {
	i := a.m.addRow(r, a.m.require(req), bars)
	if u, ok := a.m.unit[q]; ok {
		a.special[u] = append(a.special[u], solve.Cell{Row: i, Amount: 1})
		a.m.units[u].barred = a.m.units[u].barred || bars
		a.m.units[u].always = a.m.units[u].always || req.kind == ofMust
	}
}

// recent keeps out what the last papers printed.
func (a *amounts) recent(opts Options) {
	m := a.m
	papers := recent(m.bank.Printed, m.blueprint, opts.Ignore)
	if len(papers) == 0 {
		return
	}
	var titles []string
	for _, p := range papers {
		titles = append(titles, fmt.Sprintf("%s (%s)", p.Title, p.Pos.File))
		for _, id := range p.IDs {
			a.printed[id] = true
		}
	}
	owner := m.require(requirement{kind: ofFresh, section: -1, pos: m.blueprint.At("fresh", -1), words: "fresh",
		asked: "no question of " + strings.Join(titles, ", ")})
	a.fresh = m.addRow(solve.Row{Printed: true, Min: solve.NoMin, Max: 0}, owner, true)
	for _, q := range m.bank.Questions {
		if u, ok := m.unit[q]; ok && a.printed[q.ID] {
			m.units[u].barred = true
		}
	}
}

// recent returns the papers that a fresh paper shares nothing with: the last
// Fresh of those printed before it. A paper of the same day or a later one is
// not before it.
func recent(printed []*bank.Printed, bp *bank.Blueprint, ignore []string) []*bank.Printed {
	var before []*bank.Printed
	for _, p := range printed {
		if slices.Contains(ignore, p.Pos.File) || bp.Date != "" && p.Date >= bp.Date {
			continue
		}
		before = append(before, p)
	}
	return before[max(0, len(before)-bp.Fresh):]
}

// enemies keeps pairs of questions apart.
func (a *amounts) enemies() {
	for _, q := range a.m.bank.Questions {
		for _, e := range q.Enemies {
			u, ok := a.m.unit[q]
			v, other := a.m.unit[e]
			if !ok || !other || u >= v {
				continue // each pair once; enemies under one stimulus are its author's choice
			}
			req := requirement{kind: ofEnemies, section: -1, pos: q.Pos, words: "enemies", asked: fmt.Sprintf("not both %s and %s", q, e), question: q, other: e}
			r := a.m.addRow(solve.Row{Printed: true, Min: solve.NoMin, Max: 1, Lazy: true}, a.m.require(req), false)
			a.special[u] = append(a.special[u], solve.Cell{Row: r, Amount: 1})
			a.special[v] = append(a.special[v], solve.Cell{Row: r, Amount: 1})
		}
	}
}

// A meter measures units; each goroutine has its own.
type meter struct {
	*amounts
	sum     []int
	touched []int
	values  []map[string][]int // of each rule: which values a tag's value belongs to
}

func (a *amounts) meter() *meter {
	t := &meter{amounts: a, sum: make([]int, len(a.m.rows)), values: make([]map[string][]int, len(a.rules))}
	for i := range t.values {
		t.values[i] = map[string][]int{}
	}
	return t
}

func (t *meter) add(r, amount int) {
	if t.sum[r] == 0 {
		t.touched = append(t.touched, r)
	}
	t.sum[r] += amount
}

// measure finds the places of a unit and what it adds to every row.
func (t *meter) measure(u *unit) {
	marks := 0
	for _, q := range u.questions {
		marks += int(q.Marks)
	}
	for i := range t.m.blueprint.Sections {
		s := &t.m.blueprint.Sections[i]
		if !fits(s, u.questions) {
			continue
		}
		for place := t.m.first[i]; place < t.m.first[i+1]; place++ {
			u.kind.Places = append(u.kind.Places, place)
			if s.Of > 0 {
				t.add(t.sections[place], 1)
			} else {
				t.add(t.sections[place], marks)
			}
		}
	}
	for _, q := range u.questions {
		for i := range t.rules {
			t.rule(i, q)
		}
		if t.fresh >= 0 && t.printed[q.ID] {
			t.add(t.fresh, 1)
		}
	}
	if i, ok := t.m.unit[u.questions[0]]; ok {
		for _, c := range t.special[i] {
			t.add(c.Row, c.Amount)
		}
	}
	slices.Sort(t.touched)
	u.kind.Size = 1
	u.kind.Cells = make([]solve.Cell, 0, len(t.touched))
	for _, r := range slices.Compact(t.touched) {
		if t.sum[r] != 0 {
			u.kind.Cells = append(u.kind.Cells, solve.Cell{Row: r, Amount: t.sum[r]})
		}
		t.sum[r] = 0
	}
	t.touched = t.touched[:0]
}

func (t *meter) rule(i int, q *bank.Question) {
	ra := &t.rules[i]
	for _, c := range ra.all {
		t.add(c.row, c.times*c.quantity.of(q))
	}
	if !ra.rule.Where.Match(q) {
		return
	}
	if ra.values == nil {
		for _, c := range ra.count[0] {
			t.add(c.row, c.times*c.quantity.of(q))
		}
		return
	}
	var counted []int // values, each once, although a question may have several tags of it
	for _, tag := range q.Values(ra.rule.Each) {
		at, known := t.values[i][tag]
		if !known {
			for v, value := range ra.values {
				if bank.Within(ra.rule.Each, tag, value) {
					at = append(at, v)
				}
			}
			t.values[i][tag] = at
		}
		for _, v := range at {
			if slices.Contains(counted, v) {
				continue
			}
			counted = append(counted, v)
			for _, c := range ra.count[v] {
				t.add(c.row, c.times*c.quantity.of(q))
			}
		}
	}
}

// fits reports whether questions that come together may stand in the section.
// Where the candidate chooses, every alternative is a single question and all
// carry the same marks.
func fits(s *bank.Section, questions []*bank.Question) bool {
	if s.Of > 0 && (len(questions) > 1 || questions[0].Marks != s.Each()) {
		return false
	}
	for _, q := range questions {
		if !s.Where.Match(q) {
			return false
		}
	}
	return true
}
