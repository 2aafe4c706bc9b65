package scrutiny

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
)

// numerals are numbers as instructions write them.
var numerals = []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

const number = `(\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)`

func valueOf(word string) float64 {
	if i := slices.Index(numerals, strings.ToLower(word)); i >= 0 {
		return float64(i)
	}
	v, _ := strconv.ParseFloat(word, 64)
	return v
}

// What instructions say, in English.
var (
	saysAll      = regexp.MustCompile(`(?i)\b(?:answer|attempt) (?:all|every)(?: (?:of )?the)?(?: questions?)?\b|\ball (?:the )?questions are compulsory\b`)
	saysUnless   = regexp.MustCompile(`(?i)\b(?:but|except|unless|otherwise|choice|choose|alternatives?|internal|or)\b`)
	saysAny      = regexp.MustCompile(`(?i)\b(?:any|(?:answer|attempt) only) ` + number + `\b(\s+questions?)?(?:\s+(?:out of|of|from)(?:\s+(?:the|these))?\s+` + number + `\b)?`)
	saysChoose   = regexp.MustCompile(`(?i)\b(?:answer|attempt|choose)\b`)
	saysWhole    = regexp.MustCompile(`(?i)\b(?:(?:maximum|max\.?|total|full) marks?\s*(?:is|are|:|=|–|-)?\s*|(?:paper|test|exam|examination|quiz) (?:carries|is for|has|is worth)\s+)` + number + `(\s+marks?)?`)
	saysEach     = regexp.MustCompile(`(?i)\b(?:each|every)(?: question| one)?(?: of these| in this section| of section \w+| in section \w+)? (?:carries|is worth|has|is for) ` + number + ` marks?\b|\b(?:all )?questions carry ` + number + ` marks? each\b`)
	saysTime     = regexp.MustCompile(`(?i)\b(?:time(?: allowed)?|duration)\s*(?:is|:|=|–|-)?\s*` + number + `\s*(minutes?|min|hours?|h)\b(?:\s*(?:and\s+)?` + number + `\s*(?:minutes?|min))?|\byou have ` + number + ` (minutes|hours?)\b`)
	saysCount    = regexp.MustCompile(`(?i)\b(?:paper|test|exam|examination|quiz) (?:has|contains|consists of|comprises) ` + number + ` (questions|sections)\b`)
	saysNone     = regexp.MustCompile(`(?i)\bno (?:negative mark|marks? (?:is|are|will be) (?:deducted|taken off|lost))|\bwithout negative mark`)
	saysNegative = regexp.MustCompile(`(?i)\bnegative mark`)
	saysSection  = regexp.MustCompile(`\b(?:[Ss]ection|[Pp]art)s? ([A-Z][\pL\d-]*|[IVX]+|\d+)\b`)
)

// instructions sets what the setter wrote against what the paper has. What the
// program itself prints of choices and of marking agrees in any case.
func (e *examiner) instructions() {
	bp := e.Rebuilt.Blueprint
	if bp.Instructions.Empty() {
		e.note("the blueprint has no instructions of its own; what is printed of choices and marking follows from it")
		return
	}
	text := bp.Instructions.In("en")
	if text.Language != "" && text.Language != "en" {
		e.doubt("the instructions are not in English: read them beside the sections")
		return
	}
	claims := 0
	for _, sentence := range sentences(text.Source) {
		claims += e.claims(sentence)
	}
	if len(text.Also) > 0 || len(bp.Instructions.Also) > 0 {
		e.doubt("the instructions in other languages were not read: compare them with those in English")
	}
	e.note("%s of the instructions set against sections, marks and time", many(claims, "statement"))
}

var (
	newItem       = regexp.MustCompile(`\n\s*(?:\d+[.)]|[-*+])\s+|\n\s*\n`)
	endOfSentence = regexp.MustCompile(`[.;]\s+`)
	endOfClause   = regexp.MustCompile(`,\s+|\s+and\s+`)
)

// sentences parts instructions into sentences, and those that speak of several
// sections into what they say of each.
func sentences(source string) []string {
	var list []string
	for _, item := range newItem.Split("\n"+source, -1) {
		for _, sentence := range endOfSentence.Split(strings.Join(strings.Fields(item), " "), -1) {
			if len(saysSection.FindAllString(sentence, -1)) > 1 {
				list = append(list, endOfClause.Split(sentence, -1)...)
				continue
			}
			list = append(list, strings.Trim(sentence, " *_#-."))
		}
	}
	return list
}

// claims judges what a sentence says, and returns how many statements it has.
func (e *examiner) claims(sentence string) int {
	bp := e.Rebuilt.Blueprint
	n := 0
	quote := "“" + strings.TrimSpace(sentence) + "”"
	sections, unknown := e.sectionsOf(sentence)
	if unknown != "" {
		e.bad("%s speaks of %s, and the paper has no such section", quote, unknown)
		return 1
	}
	if saysAll.MatchString(sentence) && !saysUnless.MatchString(sentence) {
		n++
		for _, s := range sections {
			if s.Of > 0 {
				e.bad("%s, but in section %s candidates answer any %d of %d", quote, s.Title, s.Any, s.Of)
			}
		}
	}
	if m := saysAny.FindStringSubmatch(sentence); m != nil && (m[2]+m[3] != "" || len(saysSection.FindString(sentence)) > 0 || saysChoose.MatchString(sentence)) {
		n++
		any, of := valueOf(m[1]), valueOf(m[3])
		fits := slices.ContainsFunc(sections, func(s *assemble.Section) bool {
			return s.Of > 0 && (any == float64(s.Any) && (of == 0 || of == float64(s.Of)) || any == float64(s.Any*s.Groups) && (of == 0 || of == float64(s.Of*s.Groups)))
		})
		if !fits {
			e.bad("%s, but no section lets candidates choose so", quote)
		}
	}
	if m := saysWhole.FindStringSubmatch(sentence); m != nil && (m[2] != "" || strings.Contains(strings.ToLower(m[0]), "mark")) {
		n++
		if valueOf(m[1]) != float64(bp.Marks)/float64(bank.Mark) {
			e.bad("%s, but the paper is for %s", quote, marks(bp.Marks))
		}
	}
	if m := saysEach.FindStringSubmatch(sentence); m != nil {
		n++
		each := bank.Marks(valueOf(m[1]+m[2]) * float64(bank.Mark))
		for _, s := range sections {
			for _, q := range s.Questions {
				if q.Marks != each {
					e.bad("%s, but %s of section %s carries %s", quote, q, s.Title, marks(q.Marks))
					break
				}
			}
		}
	}
	n += e.timeClaim(sentence, quote)
	if m := saysCount.FindStringSubmatch(sentence); m != nil {
		n++
		for i := range e.Rebuilt.Forms {
			f := &e.Rebuilt.Forms[i]
			have := len(f.Sections)
			if strings.EqualFold(m[2], "questions") {
				have = 0
				for _, s := range f.Sections {
					have += len(s.Questions)
				}
			}
			if valueOf(m[1]) != float64(have) {
				e.bad("%s, but %sit has %d %s", quote, e.form(f), have, strings.ToLower(m[2]))
			}
		}
	}
	switch {
	case saysNone.MatchString(sentence):
		n++
		if bp.Marking.Wrong < 0 {
			e.bad("%s, but a wrong answer costs %s", quote, marks(-bp.Marking.Wrong))
		}
	case saysNegative.MatchString(sentence):
		n++
		if bp.Marking.Wrong == 0 {
			e.bad("%s, but the blueprint takes nothing off for wrong answers", quote)
		}
	}
	return n
}

func (e *examiner) timeClaim(sentence, quote string) int {
	m := saysTime.FindStringSubmatch(sentence)
	if m == nil {
		return 0
	}
	minutes := valueOf(m[1])
	unit := m[2]
	if m[4] != "" {
		minutes, unit = valueOf(m[4]), m[5]
	}
	if strings.HasPrefix(strings.ToLower(unit), "h") {
		minutes *= 60
	}
	minutes += valueOf(m[3])
	if allowed := e.Rebuilt.Blueprint.Minutes; allowed > 0 && minutes != float64(allowed)/float64(bank.Minute) {
		e.bad("%s, but %s minutes are allowed", quote, allowed)
	}
	return 1
}

// sectionsOf are the sections that a sentence speaks of, of all forms; all if it
// names none. Unknown is a section that is named and not there.
func (e *examiner) sectionsOf(sentence string) (sections []*assemble.Section, unknown string) {
	var names []string
	for _, m := range saysSection.FindAllStringSubmatch(sentence, -1) {
		names = append(names, m[1])
	}
	is := func(title, name string) bool {
		return strings.EqualFold(title, name) || strings.HasSuffix(strings.ToLower(title), " "+strings.ToLower(name)) || strings.HasPrefix(strings.ToLower(title), "section "+strings.ToLower(name))
	}
	for _, name := range names {
		if !slices.ContainsFunc(e.Rebuilt.Blueprint.Sections, func(s bank.Section) bool { return is(s.Title, name) }) {
			return nil, "section " + name
		}
	}
	for i := range e.Rebuilt.Forms {
		for k := range e.Rebuilt.Forms[i].Sections {
			s := &e.Rebuilt.Forms[i].Sections[k]
			if len(names) == 0 || slices.ContainsFunc(names, func(name string) bool { return is(s.Title, name) }) {
				sections = append(sections, s)
			}
		}
	}
	return sections, ""
}

// spellings are families of words with two spellings each, of which a paper
// should keep to one. -ize goes with colour as well as with color, so that these
// are families of their own.
var spellings = [][2]*regexp.Regexp{
	{ending("is"), ending("iz")},
	{regexp.MustCompile(`(?i)\b(?:colour|behaviour|neighbour|favour|centre|labelled|modelled)(?:s|d|ed|ing|hood|hoods)?\b|\banalys(?:e|ed|ing)\b`), regexp.MustCompile(`(?i)\b(?:color|behavior|neighbor|favor|center|labeled|modeled)(?:s|d|ed|ing|hood|hoods)?\b|\banalyz(?:e|es|ed|ing)\b`)},
}

func ending(letters string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b\pL*(?:normal|optim|regular|general|initial|minim|maxim|visual|summar|recogn|organ|character|real|factor)` + letters + `(?:e|es|ed|er|ers|ing|ation|ations)\b`)
}

// language looks for texts that are missing in a language that is printed, and
// for spellings of two kinds in one paper.
func (e *examiner) language() {
	languages := []string{"en"}
	if s := e.Rebuilt.Blueprint.Style; s != nil {
		languages = s.Languages
	}
	for _, q := range e.questions {
		for _, language := range languages {
			missing := false
			look := func(t bank.Text) {
				if t.Language != "" && t.In(language).Language != language {
					missing = true
				}
			}
			if q.Stimulus != nil {
				look(q.Stimulus.Text)
			}
			look(q.Stem)
			for i := range q.Tasks {
				look(q.Tasks[i].Stem)
				if c, ok := q.Tasks[i].Response.(*bank.Choice); ok {
					for _, o := range c.Options {
						look(o.Text)
					}
				}
			}
			if missing {
				e.bad("%s is not given in the language %s, in which the paper is printed", q, language)
			}
		}
	}
	if len(languages) > 1 {
		if names := e.names(oneLanguage); names != "" {
			e.doubt("given in one language only, though the paper is printed in %s: %s", strings.Join(languages, " and "), names)
		}
	}
	e.spelling()
	e.note("languages printed: %s", strings.Join(languages, ", "))
}

// oneLanguage reports whether the stem of a question is given in one language
// alone.
func oneLanguage(q *bank.Question) bool {
	if !q.Stem.Empty() {
		return q.Stem.Language == ""
	}
	return len(q.Tasks) > 0 && q.Tasks[0].Stem.Language == ""
}

// spelling finds words that the paper spells in two ways.
func (e *examiner) spelling() {
	for _, family := range spellings {
		var found [2]string // an example of each kind
		for _, q := range e.questions {
			text := prose(q)
			for side, spelt := range family {
				if word := spelt.FindString(text); word != "" && found[side] == "" {
					found[side] = fmt.Sprintf("%s (%s)", word, q)
				}
			}
		}
		if found[0] != "" && found[1] != "" {
			e.doubt("spelling of two kinds: %s, but %s", found[0], found[1])
		}
	}
}

// prose is what a question says in English words: no code and no formulas.
func prose(q *bank.Question) string {
	var b strings.Builder
	add := func(t bank.Text) {
		t = t.In("en")
		if t.Empty() {
			return
		}
		for in := range t.Doc.Inlines() {
			if text, ok := in.(*markup.Text); ok {
				b.WriteString(text.Value + " ")
			}
		}
	}
	add(q.Stem)
	for i := range q.Tasks {
		add(q.Tasks[i].Stem)
	}
	return b.String()
}
