package bank

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/papersetter/papersetter/schema"
)

// blueprint checks a blueprint and resolves its references to questions.
func (c *checker) blueprint(bp *Blueprint, root *schema.Node) {
	under := func(key string) schema.Pos {
		if n := root.Get(key); n != nil {
			return schema.Pos{File: bp.Pos.File, Line: n.Line, Column: n.Column}
		}
		return bp.Pos
	}
	if bp.Style = c.bank.FindStyle(bp.Look, bp.Pos.File); bp.Style == nil {
		c.problem(under("style"), "blueprint.style", "there is no style %s: name a ready style (%s) or the path of a style document from here", bp.Look, strings.Join(ReadyStyles, ", "))
		bp.Style = ReadyStyle(ReadyStyles[0])
	}
	if _, err := time.Parse(time.DateOnly, bp.Date); bp.Date != "" && err != nil {
		c.problem(under("date"), "blueprint.date", "there is no day %s: look at a calendar", bp.Date)
	}
	bp.Must = c.references(bp, root, "must")
	bp.Never = c.references(bp, root, "never")
	for _, q := range bp.Must {
		if slices.Contains(bp.Never, q) {
			c.problem(under("must"), "blueprint.must", "%s stands under must and under never", q)
		}
		for _, e := range q.Enemies {
			if q.Pos.String() < e.Pos.String() && slices.Contains(bp.Must, e) {
				c.problem(under("must"), "blueprint.must", "%s and %s are enemies and cannot both be in the paper", q, e)
			}
		}
	}
	var sum Marks
	for i := range bp.Sections {
		s := &bp.Sections[i]
		path := fmt.Sprintf("blueprint.sections[%d]", i)
		sum += s.Marks
		if s.Of > 0 {
			if s.Any > s.Of {
				c.problem(s.Pos, path+".answer", "nobody can answer any %d of %d", s.Any, s.Of)
			} else if int(s.Marks)%(s.Any*s.Groups) != 0 {
				c.problem(s.Pos, path+".answer", "%s marks cannot be shared equally by the %d questions that are answered", s.Marks, s.Any*s.Groups)
			}
		}
		c.where(s.Where, path+".where")
		c.rules(s.Rules, path+".rules", s.Marks)
	}
	if sum != bp.Marks {
		c.problem(under("marks"), "blueprint.marks", "the sections' marks add up to %s, but marks says %s", sum, bp.Marks)
	}
	c.rules(bp.Rules, "blueprint.rules", bp.Marks)
	c.rules(bp.Prefer, "blueprint.prefer", bp.Marks)
}

func (c *checker) references(bp *Blueprint, root *schema.Node, key string) []*Question {
	var list []*Question
	for i, n := range items(root.Get(key)) {
		pos := schema.Pos{File: bp.Pos.File, Line: n.Line, Column: n.Column}
		path := fmt.Sprintf("blueprint.%s[%d]", key, i)
		q := c.reference(n.Text, pos, path)
		if q == nil {
			continue
		}
		if slices.Contains(list, q) {
			c.problem(pos, path, "%s is named twice", q)
			continue
		}
		list = append(list, q)
	}
	return list
}

// rules checks the rules of a paper or section that has so many marks.
func (c *checker) rules(rules []Rule, path string, whole Marks) {
	for i := range rules {
		r := &rules[i]
		at := fmt.Sprintf("%s[%d]", path, i)
		c.bound(r, r.Count, at+".count")
		c.bound(r, r.Marks, at+".marks")
		c.bound(r, r.Minutes, at+".minutes")
		if share := r.Marks.Min; share.Set && share.Share && share == r.Marks.Max && share.Value*int(whole)%Whole != 0 {
			low := Marks(share.Value * int(whole) / Whole)
			c.problem(r.Pos, at+".marks", "%s of %s marks is no sum of quarter marks: write the nearest, %s or %s, or bounds", percent(share.Value), whole, low, low+1)
		}
		c.where(r.Where, at+".where")
		c.each(r, at)
	}
}

// bound checks that a bound can be met by some number.
func (c *checker) bound(r *Rule, b Bound, path string) {
	if b.Min.Set && b.Max.Set && b.Min.Share == b.Max.Share && b.Min.Value > b.Max.Value {
		c.problem(r.Pos, path, "the least is more than the most")
	}
	if !b.Proportional || c.bank.Course == nil {
		return
	}
	if r.Each != ByLecture && r.Each != ByTopic {
		c.problem(r.Pos, path, "hours are taught of lectures and topics: add each: lecture or each: topic")
	} else if _, whole := c.bank.Hours(r); whole == 0 {
		c.problem(r.Pos, path, "the course does not say how many hours its lectures took: add hours to them")
	}
}

func (c *checker) each(r *Rule, at string) {
	if r.Each == "" || c.bank.Course == nil {
		return
	}
	for _, v := range r.In {
		known := c.bank.Values(r.Each)
		if r.Each == ByTopic {
			known = c.bank.Course.topicIDs()
		}
		if r.Each == ByBloom {
			v = bloomLevel(v)
		}
		if !slices.Contains(known, v) {
			c.problem(r.Pos, at+".in", "unknown %s %s%s", r.Each.singular(), v, meant(v, known))
		}
	}
}

// where checks the values of a condition against the course and the bank.
func (c *checker) where(w *Where, path string) {
	if w == nil {
		return
	}
	if course := c.bank.Course; course != nil {
		for i := range w.Tests {
			c.test(&w.Tests[i], w.Pos, path, course)
		}
	}
	c.where(w.Not, path+".not")
}

func (c *checker) test(t *Test, pos schema.Pos, path string, course *Course) {
	at := path + "." + string(t.Attribute)
	switch t.Attribute {
	case ByTopic:
		for _, v := range t.Values {
			below := func(id string) bool { return strings.HasPrefix(id, v+"/") }
			if !course.hasTopic(v) && !slices.ContainsFunc(course.topicIDs(), below) {
				c.problem(pos, at, "topic %s is not in the course%s", v, meant(v, course.topicIDs()))
			}
		}
	case ByOutcome:
		for _, v := range t.Values {
			if !slices.Contains(course.outcomeIDs(), v) {
				c.problem(pos, at, "outcome %s is not in the course%s", v, meant(v, course.outcomeIDs()))
			}
		}
	case ByLecture:
		for _, r := range t.Ranges {
			if r.HasMin && r.HasMax && r.Min == r.Max && course.Lecture(r.Min) == nil {
				c.problem(pos, at, "lecture %d is not in the course%s", r.Min, meant(fmt.Sprint(r.Min), c.bank.Values(ByLecture)))
			}
		}
	case ByAuthor:
		for _, v := range t.Values {
			if known := c.bank.Values(ByAuthor); !slices.Contains(known, v) {
				c.problem(pos, at, "no question has the author %s%s", v, meant(v, known))
			}
		}
	case ByName:
		for _, v := range t.Values {
			c.reference(v, pos, at)
		}
	}
}
