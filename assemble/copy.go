package assemble

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// RecordCandidates is the list of candidates that copies were printed for.
type RecordCandidates struct {
	File     string `json:"file"`
	SHA256   string `json:"sha256"`
	Count    int    `json:"count"`
	Spares   int    `json:"spares,omitempty"`
	Together int    `json:"together"` // copies in one file
}

// RecordCopy is the copy of a candidate: a set with its name on it, or an order
// of its own, which is written against the first set of its form, the master.
// A spare has no roll number.
type RecordCopy struct {
	Number int    `json:"number"` // from 1, in the order of the list
	Roll   string `json:"roll,omitempty"`
	Name   string `json:"name,omitempty"`
	Form   int    `json:"form"`
	Set    string `json:"set,omitempty"`
	Code   string `json:"code"` // what the QR code says
	// Questions has for each printed question its number in the master, and
	// Options the master's letters of its options in print order; "-" stands
	// for none, and "/" between parts: "3 1 2" and "CABD -/BA DACB".
	Questions string `json:"questions,omitempty"`
	Options   string `json:"options,omitempty"`

	// What is printed otherwise than for all.
	Style    string `json:"style,omitempty"`
	Language string `json:"language,omitempty"`
	Minutes  string `json:"minutes,omitempty"`
}

// Own reports whether the copy has an order of its own.
func (c *RecordCopy) Own() bool { return c.Set == "" }

// String names the copy for a person.
func (c *RecordCopy) String() string {
	if c.Roll == "" {
		return fmt.Sprintf("spare copy %d", c.Number)
	}
	return fmt.Sprintf("copy %d (%s)", c.Number, strings.TrimSpace(c.Roll+" "+c.Name))
}

// SetOrder writes the order of a copy against the master of its form.
func (c *RecordCopy) SetOrder(master, own *Set) {
	numbers, letters := map[string]int{}, map[string][][]int{}
	for i := range master.Sections {
		for _, q := range master.Sections[i].Questions {
			numbers[q.Question.ID], letters[q.Question.ID] = q.Number, q.Orders
		}
	}
	var questions, options []string
	for i := range own.Sections {
		for _, q := range own.Sections[i].Questions {
			questions = append(questions, strconv.Itoa(numbers[q.Question.ID]))
			var tasks []string
			for t, order := range q.Orders {
				tasks = append(tasks, lettersOf(order, letters[q.Question.ID][t]))
			}
			options = append(options, strings.Join(tasks, "/"))
		}
	}
	c.Questions, c.Options = strings.Join(questions, " "), strings.Join(options, " ")
}

// lettersOf spells an order by the letters that another order gives to the
// same things.
func lettersOf(order, master []int) string {
	if len(order) == 0 {
		return "-"
	}
	place := inverse(master)
	var b strings.Builder
	for _, thing := range order {
		b.WriteString(Letter(place[thing]))
	}
	return b.String()
}

// Printing is a set or a candidate's own copy, as it was printed.
type Printing struct {
	Label string // "set A", or "copy 17 (21CS017 Asha Rao)"
	Form  int
	Copy  *RecordCopy // nil for a set
	Set   RecordSet
}

// Printings returns everything that differs in print: the copies, where
// candidates have orders of their own, else the sets. An error says which copy
// of the record cannot be.
func (r *Record) Printings() ([]Printing, error) {
	var list []Printing
	if len(r.Copies) == 0 || !r.Copies[0].Own() {
		for i := range r.Forms {
			for _, set := range r.Forms[i].Sets {
				list = append(list, Printing{Label: "set " + set.Letter, Form: r.Forms[i].Number, Set: set})
			}
		}
		return list, nil
	}
	masters := map[int]*master{}
	for i := range r.Forms {
		if f := &r.Forms[i]; len(f.Sets) > 0 {
			masters[f.Number] = newMaster(&f.Sets[0])
		}
	}
	for i := range r.Copies {
		c := &r.Copies[i]
		m := masters[c.Form]
		if m == nil {
			return nil, fmt.Errorf("%s: there is no form %d in the record", c, c.Form)
		}
		set, err := m.copy(c)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c, err)
		}
		list = append(list, Printing{Label: c.String(), Form: c.Form, Copy: c, Set: set})
	}
	return list, nil
}

// A master is the set that copies are written against.
type master struct {
	set       *RecordSet
	questions []*RecordSetQuestion // by number less one
}

func newMaster(set *RecordSet) *master {
	m := &master{set: set}
	for i := range set.Sections {
		for j := range set.Sections[i].Questions {
			m.questions = append(m.questions, &set.Sections[i].Questions[j])
		}
	}
	return m
}

// copy reads the order of a copy.
func (m *master) copy(c *RecordCopy) (RecordSet, error) {
	questions, options := strings.Fields(c.Questions), strings.Fields(c.Options)
	if len(questions) != len(m.questions) || len(options) != len(questions) {
		return RecordSet{}, fmt.Errorf("questions and options have %d and %d entries, the master has %d", len(questions), len(options), len(m.questions))
	}
	set := RecordSet{}
	seen := make([]bool, len(m.questions))
	at := 0
	for i := range m.set.Sections {
		section := RecordSetSection{Title: m.set.Sections[i].Title}
		for range m.set.Sections[i].Questions {
			n, err := strconv.Atoi(questions[at])
			if err != nil || n < 1 || n > len(seen) || seen[n-1] {
				return RecordSet{}, fmt.Errorf("its questions are not each number of the master once: %s", questions[at])
			}
			seen[n-1] = true
			q, err := printed(m.questions[n-1], at+1, strings.Split(options[at], "/"))
			if err != nil {
				return RecordSet{}, err
			}
			section.Questions = append(section.Questions, q)
			at++
		}
		set.Sections = append(set.Sections, section)
	}
	return set, nil
}

// printed returns a question of the master as a copy has it.
func printed(q *RecordSetQuestion, number int, tasks []string) (RecordSetQuestion, error) {
	other := RecordSetQuestion{ID: q.ID, Number: number, Marks: q.Marks}
	if len(tasks) != max(1, len(q.Parts)) {
		return other, fmt.Errorf("question %d has %d orders of options, not %d", number, len(tasks), max(1, len(q.Parts)))
	}
	var err error
	if q.Parts == nil {
		other.Options, other.Key, err = arrangedAs(q.Options, q.Key, tasks[0])
	}
	for i, part := range q.Parts {
		if err == nil {
			part.Options, part.Key, err = arrangedAs(part.Options, part.Key, tasks[i])
			other.Parts = append(other.Parts, part)
		}
	}
	if err != nil {
		return other, fmt.Errorf("question %d: %w", number, err)
	}
	return other, nil
}

// arrangedAs returns the options that stand behind letters of the master, in
// their order, and the key in the new letters.
func arrangedAs(options []int, key, letters string) ([]int, string, error) {
	if letters == "-" {
		letters = ""
	}
	if len(letters) != len(options) {
		return nil, "", fmt.Errorf("%d letters for %d options", len(letters), len(options))
	}
	if len(options) == 0 {
		return nil, key, nil
	}
	order, renamed := make([]int, len(letters)), map[byte]string{}
	for place := range letters {
		from := int(letters[place]) - 'A'
		if from < 0 || from >= len(options) || renamed[letters[place]] != "" {
			return nil, "", fmt.Errorf("%s is not each letter once", letters)
		}
		order[place] = options[from]
		renamed[letters[place]] = Letter(place)
	}
	return order, renameKey(key, renamed, slices.IsSorted(options)), nil
}

// renameKey spells a key in other letters. The letters of a choice, which the
// master has in the bank's order, are sorted; those of an ordering are a
// sequence, and those of a matching stand behind numbers.
func renameKey(key string, renamed map[byte]string, choice bool) string {
	items := strings.Split(key, ", ")
	for i, item := range items {
		if last := len(item) - 1; last >= 0 && renamed[item[last]] != "" && (last == 0 || item[last-1] == '-') {
			items[i] = item[:last] + renamed[item[last]]
		}
	}
	if choice {
		slices.Sort(items)
	}
	return strings.Join(items, ", ")
}
