package diff

import (
	"fmt"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// A question is a question with its facets.
type question struct {
	*bank.Question
	facets []bank.Facet
}

func takeApart(b *bank.Bank) ([]*question, error) {
	list := make([]*question, len(b.Questions))
	for i, q := range b.Questions {
		facets, err := b.Facets(q)
		if err != nil {
			return nil, err
		}
		list[i] = &question{q, facets}
	}
	return list, nil
}

// A pair is a question in both states; one of them is nil where it is in the
// other alone.
type pair struct{ older, newer *question }

// match finds the questions of one state in the other: by id, and those left
// by what they are, the most alike first. The pairs are those of the newer
// state in its order, then what was removed.
func match(older, newer []*question) []pair {
	partner := map[*question]*question{} // both ways
	join := func(name func(*question) string) {
		open := map[string][]*question{}
		for _, q := range older {
			if partner[q] != nil {
				continue
			}
			if n := name(q); n != "" {
				open[n] = append(open[n], q)
			}
		}
		for _, q := range newer {
			if partner[q] != nil || len(open) == 0 {
				continue
			}
			if n := name(q); len(open[n]) > 0 {
				p := open[n][0]
				open[n] = open[n][1:]
				partner[p], partner[q] = q, p
			}
		}
	}
	join(func(q *question) string { return q.ID })
	join(func(q *question) string { return q.Name + " " + q.signature(true) })
	join(func(q *question) string { return q.signature(true) })
	join(func(q *question) string { return q.signature(false) })
	join(func(q *question) string { return q.wording() })

	var pairs []pair
	for _, q := range newer {
		pairs = append(pairs, pair{partner[q], q})
	}
	for _, q := range older {
		if partner[q] == nil {
			pairs = append(pairs, pair{q, nil})
		}
	}
	return pairs
}

// signature tells questions apart by what they are; without tags, by what is
// printed alone. Figures count by what they show, so that a question may have
// moved with them.
func (q *question) signature(tags bool) string {
	var b strings.Builder
	for _, f := range q.facets {
		name := f.Name
		if strings.HasPrefix(name, figure) {
			name = figure
		}
		if tags || name != "tags" && !strings.HasSuffix(name, "marks") {
			fmt.Fprintf(&b, "%s=%s;", name, f.Digest)
		}
	}
	return b.String()
}

// wording tells questions apart by what a candidate reads: a question that lost
// its id and got another key is the same question still.
func (q *question) wording() string {
	var b strings.Builder
	for _, f := range q.facets {
		name := strings.TrimPrefix(f.Name, "(a) ")
		if strings.HasPrefix(name, "option ") || strings.HasSuffix(name, "stem") || strings.HasSuffix(name, "stimulus") || strings.HasSuffix(name, "column") || strings.HasSuffix(name, "items") {
			fmt.Fprintf(&b, "%s=%s;", f.Name, f.Digest)
		}
	}
	return b.String()
}

// figure begins the name of a facet that is a figure.
const figure = "figure "
