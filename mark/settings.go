package mark

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/mark/responses"
	"github.com/papersetter/papersetter/schema"
)

// Settings are the rules by which marks become results; they stand on the sheet
// Settings of the workbook.
type Settings struct {
	Grades []Grade // from the highest to the lowest; the last one takes all that are left
	Pass   float64 // per cent of the marks

	// Course outcomes: a candidate attains one with Threshold per cent of its
	// marks; the per cent of candidates who do give its level; Target is the
	// level aimed at.
	Threshold float64
	Levels    [3]float64 // per cent of candidates for the levels 1, 2 and 3
	Target    float64

	// Moderation: what a candidate got times Factor plus Add, at most the marks of
	// the paper. Best says of a section without choice how many of its questions
	// count, the best; all where it says nothing.
	Factor float64
	Add    bank.Marks
	Best   map[int]int // by section
}

// Grade is a grade and the per cent of marks from which it is given.
type Grade struct {
	From float64
	Name string
}

// DefaultSettings are what a new workbook has: the ten-point scale that many
// universities in India use, a pass at 40 per cent, and attainment at 60 per
// cent of the marks by 50, 60 and 70 per cent of candidates.
func DefaultSettings() Settings {
	return Settings{
		Grades: []Grade{{90, "O"}, {80, "A+"}, {70, "A"}, {60, "B+"}, {50, "B"}, {45, "C"}, {40, "P"}, {0, "F"}},
		Pass:   40, Threshold: 60, Levels: [3]float64{50, 60, 70}, Target: 2, Factor: 1,
	}
}

// Grade is the grade for a per cent of the marks.
func (s *Settings) Grade(percent float64) string {
	for _, g := range s.Grades {
		if percent >= g.From {
			return g.Name
		}
	}
	if n := len(s.Grades); n > 0 {
		return s.Grades[n-1].Name
	}
	return ""
}

// Level is the attainment level, 0 to 3, where a per cent of candidates has
// attained an outcome.
func (s *Settings) Level(percent float64) int {
	level := 0
	for i, from := range s.Levels {
		if percent >= from {
			level = i + 1
		}
	}
	return level
}

// Moderated is what marks become by the rules of moderation: to the nearest
// quarter-mark, halves up, and not more than whole.
func (s *Settings) Moderated(m, whole bank.Marks) bank.Marks {
	if s.Factor == 1 && s.Add == 0 {
		return m
	}
	per := float64(bank.Mark)
	marks := float64(float64(m)/per*s.Factor) + float64(s.Add)/per
	return min(whole, bank.Marks(math.Floor(float64(marks*per)+0.5)))
}

// Whole is what the paper is worth: less than it says where only the best
// questions of a section count.
func (s *Settings) Whole(e *Exam) bank.Marks {
	whole := e.Max
	for section := range e.Sections {
		whole += s.Worth(e, section) - e.Sections[section].Max
	}
	return whole
}

// Worth is what a section is worth.
func (s *Settings) Worth(e *Exam, section int) bank.Marks {
	n := s.Best[section]
	if n == 0 || e.Sections[section].Of > 0 {
		return e.Sections[section].Max
	}
	var marks []bank.Marks
	for i := range e.Items {
		if item := &e.Items[i]; item.Section == section && item.Form == e.Items[0].Form {
			marks = append(marks, item.Max)
		}
	}
	slices.Sort(marks)
	worth := bank.Marks(0)
	for _, m := range marks[max(0, len(marks)-n):] {
		worth += m
	}
	return worth
}

// ReadSettings reads the settings of a workbook; those that it does not have stay
// as they are by default. Whatever is no setting is a problem.
func (e *Exam) ReadSettings(sheet *responses.Sheet) (Settings, schema.Problems) {
	s := DefaultSettings()
	var problems schema.Problems
	fail := func(at responses.Place, format string, args ...any) {
		problems = append(problems, schema.Problem{Pos: at.Pos, Path: at.Cell, Message: fmt.Sprintf(format, args...)})
	}
	number := func(row responses.Setting, low, high float64) (float64, bool) {
		x, err := strconv.ParseFloat(row.Value, 64)
		if err != nil || !(x >= low && x <= high) {
			fail(row.Place, "%s: %q is no number from %g to %g", row.Name, shortened(row.Value), low, high)
			return 0, false
		}
		return x, true
	}
	for _, row := range sheet.Settings {
		to, high := (*float64)(nil), 100.0
		switch row.Name {
		case "Pass":
			to = &s.Pass
		case "Threshold":
			to = &s.Threshold
		case "Level 1", "Level 2", "Level 3":
			to = &s.Levels[row.Name[6]-'1']
		case "Target level":
			to, high = &s.Target, 3
		case "Moderation: factor":
			to = &s.Factor
		case "Moderation: addition":
			x, ok := number(row, -1000, 1000)
			if s.Add = bank.Marks(x * float64(bank.Mark)); ok && float64(s.Add) != x*float64(bank.Mark) {
				fail(row.Place, "%s: %s is no multiple of a quarter-mark", row.Name, row.Value)
			}
		default:
			if section, found := strings.CutPrefix(row.Name, "Moderation: best of "); found {
				at := slices.IndexFunc(e.Sections, func(s Section) bool { return s.Title == section })
				if x, ok := number(row, 1, 1000); ok && at >= 0 {
					if s.Best == nil {
						s.Best = map[int]int{}
					}
					s.Best[at] = int(x)
				}
			}
		}
		if to != nil {
			if x, ok := number(row, 0, high); ok {
				*to = x
			}
		}
	}
	if len(sheet.Grades) > 0 {
		s.Grades = nil
		for i, row := range sheet.Grades {
			x, ok := number(row, 0, 100)
			if ok && i > 0 && len(s.Grades) > 0 && x <= s.Grades[0].From {
				fail(row.Place, "grade %s: %g is not more than the %g of the grade before: the lowest grade comes first", row.Name, x, s.Grades[0].From)
			}
			s.Grades = slices.Insert(s.Grades, 0, Grade{x, row.Name})
		}
	}
	return s, problems
}
