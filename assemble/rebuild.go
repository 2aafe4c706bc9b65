package assemble

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/assemble/shuffle"
	"github.com/papersetter/papersetter/bank"
)

// Rebuilt is a paper made again from its record: what Forms and Sets returned
// when it was printed.
type Rebuilt struct {
	Blueprint *bank.Blueprint
	Forms     []Form
	Sets      [][]Set // of each form
	Copies    []Set   // of each copy of the record; nil where candidates have sets
}

// Edited is a question that is not what it was when the paper was printed.
type Edited struct {
	Question RecordQuestion
	Now      *bank.Question // nil if it is gone
	Facets   []string       // what has changed; see bank.Facets
}

// Edited compares the questions of a record with those of the bank.
func (r *Record) Edited(b *bank.Bank) ([]Edited, error) {
	var list []Edited
	for _, rq := range r.Questions {
		e := Edited{Question: rq, Now: b.Find(rq.ID)}
		if e.Now == nil {
			list = append(list, e)
			continue
		}
		hash, err := b.Hash(e.Now)
		if err != nil {
			return nil, err
		}
		if hash == rq.SHA256 {
			continue
		}
		now, err := b.Facets(e.Now)
		if err != nil {
			return nil, err
		}
		var before []bank.Facet
		for name, digest := range rq.Facets {
			before = append(before, bank.Facet{Name: name, Digest: digest})
		}
		slices.SortFunc(before, func(a, b bank.Facet) int { return strings.Compare(a.Name, b.Name) })
		if e.Facets = bank.Differing(before, now); len(e.Facets) > 0 {
			list = append(list, e)
		}
	}
	return list, nil
}

// Rebuild makes the forms, sets and copies of a record again from its bank,
// with the blueprint that it was made by. The error lists all that stands in
// the way: questions that are gone or have other parts or options now.
func (r *Record) Rebuild(b *bank.Bank, bp *bank.Blueprint) (*Rebuilt, error) {
	var errs []error
	rebuilt := &Rebuilt{Blueprint: bp}
	own := len(r.Copies) > 0 && r.Copies[0].Own()
	for i := range r.Forms {
		rf := &r.Forms[i]
		form, err := rf.rebuild(b)
		errs = append(errs, err)
		var sets []Set
		for j := range rf.Sets {
			set, err := rf.Sets[j].rebuild(b, form)
			errs = append(errs, err)
			sets = append(sets, set)
		}
		if errors.Join(errs...) == nil {
			rf.shared(sets, own)
		}
		rebuilt.Forms, rebuilt.Sets = append(rebuilt.Forms, *form), append(rebuilt.Sets, sets)
	}
	if own && errors.Join(errs...) == nil {
		var err error
		rebuilt.Copies, err = r.copies(b, rebuilt.Forms)
		errs = append(errs, err)
	}
	return rebuilt, errors.Join(errs...)
}

// copies makes the copies of candidates again.
func (r *Record) copies(b *bank.Bank, forms []Form) ([]Set, error) {
	printings, err := r.Printings()
	if err != nil {
		return nil, err
	}
	var copies []Set
	for i := range printings {
		p := &printings[i]
		at := slices.IndexFunc(forms, func(f Form) bool { return f.Number == p.Form })
		set, err := p.Set.rebuild(b, &forms[at])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Label, err)
		}
		copies = append(copies, set)
	}
	return copies, nil
}

func (rf *RecordForm) rebuild(b *bank.Bank) (*Form, error) {
	form := &Form{Number: rf.Number, Facility: scaled(rf.Facility, bank.Index), Minutes: bank.Minutes(scaled(rf.Takes, int(bank.Minute)))}
	var errs []error
	for i := range rf.Sections {
		rs := &rf.Sections[i]
		s := Section{Title: rs.Title, Marks: bank.Marks(scaled(rs.Marks, int(bank.Mark))), Any: rs.Any, Of: rs.Of, Groups: rs.Groups}
		if s.Of > 0 {
			s.Groups = max(1, s.Groups)
		}
		for _, id := range rs.Questions {
			q := b.Find(id)
			if q == nil {
				errs = append(errs, fmt.Errorf("question %s of section %s is not in the bank any more", id, rs.Title))
				continue
			}
			s.Questions = append(s.Questions, q)
		}
		form.Sections = append(form.Sections, s)
	}
	form.Achieved, form.Wishes = achieved(rf.Rules), achieved(rf.Wishes)
	return form, errors.Join(errs...)
}

func achieved(rules []RecordRule) []Achieved {
	var list []Achieved
	for _, r := range rules {
		list = append(list, Achieved{r.Rule, r.Asked, r.Achieved, true})
	}
	return list
}

// scaled reads a decimal number as an integer of parts.
func scaled(n json.Number, parts int) int {
	v, _ := strconv.ParseFloat(string(n), 64)
	return int(math.Round(float64(v * float64(parts))))
}

// rebuild makes a set of a form again. It has the questions of the form, each
// once and in its section.
func (rs *RecordSet) rebuild(b *bank.Bank, form *Form) (Set, error) {
	set := Set{Letter: rs.Letter, Form: form.Number, Achieved: slices.Concat(form.Achieved, form.Wishes)}
	var errs []error
	if len(rs.Sections) != len(form.Sections) {
		return set, fmt.Errorf("set %s has %d sections, its form has %d", rs.Letter, len(rs.Sections), len(form.Sections))
	}
	for i := range rs.Sections {
		s := &form.Sections[i]
		section := SetSection{Title: s.Title, Marks: s.Marks, Any: s.Any, Of: s.Of, Groups: s.Groups}
		left := slices.Clone(s.Questions)
		for _, rq := range rs.Sections[i].Questions {
			q := b.Find(rq.ID)
			if q == nil {
				continue // the form has said so
			}
			at := slices.Index(left, q)
			if at < 0 {
				errs = append(errs, fmt.Errorf("set %s: question %s stands in section %s, but not in that of the form, or twice", rs.Letter, q, s.Title))
				continue
			}
			left = slices.Delete(left, at, at+1)
			orders, err := rq.orders(q)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			section.Questions = append(section.Questions, SetQuestion{Question: q, Number: rq.Number, Orders: orders})
		}
		for _, q := range left {
			errs = append(errs, fmt.Errorf("set %s: section %s is without question %s", rs.Letter, s.Title, q))
		}
		set.Sections = append(set.Sections, section)
	}
	return set, errors.Join(errs...)
}

// orders returns the printed orders of the tasks of a question, which must have
// what was printed.
func (rq *RecordSetQuestion) orders(q *bank.Question) ([][]int, error) {
	orders := [][]int{rq.Options}
	if rq.Parts != nil {
		orders = nil
		for i := range rq.Parts {
			orders = append(orders, rq.Parts[i].Options)
		}
	}
	if len(orders) != len(q.Tasks) {
		return nil, fmt.Errorf("question %s has %d parts now, %d were printed", q, len(q.Tasks), len(orders))
	}
	for i, order := range orders {
		n := orderable(q.Tasks[i].Response)
		sorted := slices.Sorted(slices.Values(order))
		if len(order) != n || !slices.Equal(sorted, identity(n)) {
			return nil, fmt.Errorf("question %s has %d options now, %d were printed", q, n, len(order))
		}
		if n == 0 {
			orders[i] = nil
		}
	}
	return orders, nil
}

// orderable is how many things of a response have a printed order.
func orderable(response bank.Response) int {
	switch r := response.(type) {
	case *bank.Choice:
		return len(r.Options)
	case *bank.Pairs:
		return len(r.Right)
	case *bank.Order:
		return len(r.Items)
	}
	return 0
}

// shared compares rebuilt sets as Sets does, and takes over what is proved.
func (rf *RecordForm) shared(sets []Set, own bool) {
	if rf.Shared == nil {
		return
	}
	report := &shuffle.Report{Sets: max(2, len(sets)), Alike: rf.Shared.Alike}
	report.Letters.Worst, report.Letters.LeastWorst = rf.Shared.Worst, rf.Shared.Least
	for i := range sets {
		sets[i].Shared = report
		for j := range sets {
			if i != j && !own && len(sets) <= 26 {
				sets[i].Others = append(sets[i].Others, Compare(&sets[i], &sets[j]))
			}
		}
	}
}
