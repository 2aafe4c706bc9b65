package audit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// advice says what to write for a lecture that lacks so many marks.
func (r *Report) advice(l *Lecture, lacks bank.Marks) string {
	level := r.lacking(l)
	each := r.usual(level)
	n := max(1, (int(lacks)+int(each.Marks)-1)/int(each.Marks))
	first := fmt.Sprintf("%s question of %s", article(level), each.words())
	if n == 1 {
		return fmt.Sprintf("write %s on lecture %d%s", first, l.Number, r.bare(l))
	}
	return fmt.Sprintf("write about %s marks on lecture %d, first %s%s", lacks, l.Number, first, r.bare(l))
}

// lacking is the level of difficulty that a lecture lacks most of, if its
// questions were as the bank's are; a level that the bank has not is none.
func (r *Report) lacking(l *Lecture) string {
	cross := &r.Crosses[0]
	own := slices.Index(cross.Values, strconv.Itoa(l.Number))
	_, target := r.due(l)
	best, most := bank.Difficulties[0], -1<<62
	for k, level := range cross.Heads {
		all := 0
		for i := range cross.Cells {
			all += int(cross.Cells[i][k].Marks)
		}
		want := int(target) * all
		have := int(cross.Cells[own][k].Marks) * int(r.Usable.Marks)
		if lacks := want - have; all > 0 && lacks > most {
			best, most = level, lacks
		}
	}
	return best
}

// commonest is the level of difficulty that most questions of a lecture have.
func (r *Report) commonest(l *Lecture) string {
	cross := &r.Crosses[0]
	own := slices.Index(cross.Values, strconv.Itoa(l.Number))
	best := 0
	for k := range cross.Heads {
		if cross.Cells[own][k].Questions > cross.Cells[own][best].Questions {
			best = k
		}
	}
	return cross.Heads[best]
}

// A worth is what questions of a level usually carry.
type worth struct{ bank.Marks }

func (w worth) words() string { return count(w.String(), "mark") }

// usual is the number of marks that most usable questions of a level carry; of
// several the smallest.
func (r *Report) usual(level string) worth {
	counts := map[bank.Marks]int{}
	best := bank.Mark
	for _, q := range r.questions {
		if q.Difficulty == level {
			counts[q.Marks]++
		}
	}
	for m, n := range counts {
		if n > counts[best] || n == counts[best] && m < best {
			best = m
		}
	}
	return worth{best}
}

// bare names the longest run of slides of a lecture that no question touches, if
// it is worth naming.
func (r *Report) bare(l *Lecture) string {
	const least = 4
	i := slices.IndexFunc(r.Slides, func(s Slides) bool { return s.Lecture == l.Number })
	if i < 0 || r.unnamed(&r.Slides[i]) {
		return ""
	}
	var longest Run
	for _, u := range r.Slides[i].Untouched {
		if longest.To == 0 || u.Len() > longest.Len() {
			longest = u
		}
	}
	if longest.To == 0 || longest.Len() < least {
		return ""
	}
	return fmt.Sprintf("; slides %s are untouched", longest)
}

func article(level string) string {
	if level != "" && strings.ContainsRune("aeiou", rune(level[0])) {
		return "an " + level
	}
	return "a " + level
}

// count spells a number with its noun: "1 mark", "0.5 marks".
func count(n, noun string) string {
	if n == "1" {
		return n + " " + noun
	}
	return n + " " + noun + "s"
}

func many(n int, noun string) string { return count(strconv.Itoa(n), noun) }

func is(n int) string { return verb(n, "is", "are") }

func verb(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}

// listed joins names, of many the first few.
func listed(names []string) string {
	const most = 6
	if len(names) > most {
		return strings.Join(names[:most-1], ", ") + fmt.Sprintf(" and %d more", len(names)-most+1)
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}
