package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/mark"
)

// A moderation is the rules of --moderate, in their order.
type moderation []rule

// A rule is add:2, scale:1.1 or best:8:Basic.
type rule struct {
	text    string
	kind    string
	number  float64
	section string
}

func (m *moderation) String() string { return "" }

// Set reads a rule.
func (m *moderation) Set(text string) error {
	kind, rest, _ := strings.Cut(text, ":")
	r := rule{text: text, kind: kind}
	number := rest
	if kind == "best" {
		number, r.section, _ = strings.Cut(rest, ":")
		if strings.TrimSpace(r.section) == "" {
			return fmt.Errorf("write how many questions of which section count, such as best:8:Basic")
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	switch {
	case kind != "add" && kind != "scale" && kind != "best":
		return fmt.Errorf("a rule is add:2, scale:1.1 or best:8:Basic")
	case err != nil:
		return fmt.Errorf("%q is no number", number)
	case kind == "add" && (n*4 != float64(int(n*4)) || n < -1000 || n > 1000):
		return fmt.Errorf("add takes marks in steps of a quarter")
	case kind == "scale" && !(n > 0 && n <= 100):
		return fmt.Errorf("scale takes a factor such as 1.1")
	case kind == "best" && (n != float64(int(n)) || n < 1 || n > 1000):
		return fmt.Errorf("best takes a number of questions")
	}
	r.number = n
	*m = append(*m, r)
	return nil
}

// apply puts the rules into settings. Marks are scaled before something is
// added, whatever the order of the rules.
func (m moderation) apply(s *mark.Settings, e *mark.Exam) error {
	scaled := false
	for _, r := range m {
		switch r.kind {
		case "add":
			s.Add += bank.Marks(r.number * float64(bank.Mark))
		case "scale":
			if scaled {
				return &errUsage{"scale is given twice", "give one factor"}
			}
			scaled, s.Factor = true, r.number
		case "best":
			at := -1
			var titles []string
			for i := range e.Sections {
				if strings.EqualFold(strings.TrimSpace(e.Sections[i].Title), strings.TrimSpace(r.section)) {
					at = i
				}
				titles = append(titles, e.Sections[i].Title)
			}
			switch {
			case at < 0:
				return &errUsage{fmt.Sprintf("the paper has no section %q", r.section), "its sections are " + strings.Join(titles, ", ")}
			case e.Sections[at].Of > 0:
				return &errUsage{fmt.Sprintf("in section %s candidates choose already", e.Sections[at].Title), ""}
			}
			if s.Best == nil {
				s.Best = map[int]int{}
			}
			s.Best[at] = int(r.number)
		}
	}
	return nil
}

// record is what the record keeps of moderation; nil for none.
func (m moderation) record(s *mark.Settings, reason string) []assemble.RecordModeration {
	var list []assemble.RecordModeration
	for _, r := range m {
		list = append(list, assemble.RecordModeration{Rule: r.text, Reason: reason})
	}
	if len(m) == 0 && (s.Factor != 1 || s.Add != 0) { // those of the workbook
		if s.Factor != 1 {
			list = append(list, assemble.RecordModeration{Rule: "scale:" + strconv.FormatFloat(s.Factor, 'g', -1, 64), Reason: reason})
		}
		if s.Add != 0 {
			list = append(list, assemble.RecordModeration{Rule: "add:" + s.Add.String(), Reason: reason})
		}
	}
	return list
}
