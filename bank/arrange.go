package bank

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/bank/phrase"
)

// An arrangement is what is known of the options of a choice that bears on
// their order. It is worked out when it is first asked for.
type arrangement struct {
	once      sync.Once
	languages []string                   // of all options, in the order of first use
	phrases   map[string][]phrase.Phrase // by language: what each option says of the others
	movable   []bool
	ordered   bool // numbers that ascend or descend
	refers    bool // some option names others by letter or number
	hazards   []hazard
	mutex     sync.Mutex
	rewrites  map[rewrite]Text
}

// A rewrite is an option as another order has it. Two orders may spell it alike
// in one language and not in another, so it is known by all of them.
type rewrite struct {
	option  int
	sources string // in all languages, each after a zero byte
}

// A hazard is an option that shuffling would make nonsense of.
type hazard struct {
	option  int
	message string
}

// Movable says which options may change places among themselves; all others
// keep theirs. Those marked as fixed stay, and so do "all of the above" and its
// like, options that name others, true and false, yes and no. Where an option
// speaks of others by their place, all stay. Numbers in ascending or descending
// order stay too unless they are free.
func (c *Choice) Movable(numbersFree bool) []bool {
	a := c.arranged()
	if a.ordered && !numbersFree {
		return make([]bool, len(c.Options))
	}
	return slices.Clone(a.movable)
}

// TextIn is the text of an option where order[place] is the option that stands
// at a place: what names other options names them where they now stand. The
// same text is the same in memory each time.
func (c *Choice) TextIn(option int, order []int) Text {
	a := c.arranged()
	text := c.Options[option].Text
	if !a.refers {
		return text
	}
	var sources []string
	changed := false
	for v := range text.Versions() {
		source := phrase.Rewrite(v.Source, a.phrases[v.Language][option], order)
		sources = append(sources, source)
		changed = changed || source != v.Source
	}
	if !changed {
		return text
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	key := rewrite{option, strings.Join(sources, "\x00")}
	if known, ok := a.rewrites[key]; ok {
		return known
	}
	if a.rewrites == nil {
		a.rewrites = map[rewrite]Text{}
	}
	text = text.respelt(sources[0])
	text.Also = slices.Clone(text.Also)
	for i, other := range text.Also {
		text.Also[i] = other.respelt(sources[i+1])
	}
	a.rewrites[key] = text
	return text
}

// respelt is a text with other words in the same place.
func (t Text) respelt(source string) Text {
	if source != t.Source {
		t.Source = source
		t.Doc, _ = markup.Parse(source) // it differs in letters only
	}
	return t
}

func (c *Choice) arranged() *arrangement {
	a := c.arrangement
	if a == nil { // not from a file
		a = &arrangement{}
	}
	a.once.Do(func() { a.work(c.Options) })
	return a
}

// work finds out what the options say of each other, in all languages. A text
// of one language counts for every one, so options may differ in their languages.
func (a *arrangement) work(options []Option) {
	a.movable, a.phrases = make([]bool, len(options)), map[string][]phrase.Phrase{}
	for i := range options {
		a.movable[i] = !options[i].Fixed
		for v := range options[i].Text.Versions() {
			if !slices.Contains(a.languages, v.Language) {
				a.languages = append(a.languages, v.Language)
			}
		}
	}
	for _, language := range a.languages {
		a.read(language, options)
	}
	if len(a.languages) == 0 {
		return // all options are empty, which is a problem told elsewhere
	}
	for i := range options {
		a.option(i, options)
	}
	if len(a.hazards) > 0 {
		a.freeze()
	}
}

// read recognises the options as a reader of one language sees them.
func (a *arrangement) read(language string, options []Option) {
	texts := make([]string, len(options))
	for i := range options {
		texts[i] = options[i].Text.In(language).Source
	}
	phrases := phrase.RecogniseAll(texts)
	a.phrases[language] = phrases
	a.ordered = a.ordered || phrase.NumbersInOrder(texts)
	a.refers = a.refers || slices.ContainsFunc(phrases, func(p phrase.Phrase) bool { return len(p.Refs) > 0 })
	if phrase.Truth(texts) {
		a.freeze()
	}
}

func (a *arrangement) freeze() { clear(a.movable) }

// option decides about the i-th option.
func (a *arrangement) option(i int, options []Option) {
	first := a.phrases[a.languages[0]]
	loose := slices.ContainsFunc(options, func(o Option) bool { return !o.Fixed })
	for _, language := range a.languages[1:] {
		switch other := a.phrases[language][i]; {
		case other.Kind != first[i].Kind && loose:
			a.hazard(i, "speaks of other options in one language and not, or otherwise, in another: no option of this question is shuffled; say the same in both, or mark all options with fixed: true")
			return
		case other.Kind == first[i].Kind && !slices.Equal(named(other), named(first[i])):
			a.hazard(i, "names other options in one language than in another: no option of this question is shuffled; name the same in both")
			return
		}
	}
	switch first[i].Kind {
	case phrase.Plain:
	case phrase.Closing:
		for k := i + 1; k < len(options); k++ {
			if first[k].Kind != phrase.Closing && !options[i].Fixed {
				a.hazard(i, "speaks of all others but does not stand at the end: no option of this question is shuffled; move it to the end, or mark it with fixed: true")
				return
			}
		}
		a.movable[i] = false
	case phrase.Letters, phrase.Numbers:
		a.movable[i] = false
	case phrase.Position:
		if loose {
			a.hazard(i, "speaks of others by their place: no option of this question is shuffled; name them by letter (both A and B), or mark all options with fixed: true")
		}
	}
}

// named lists the options that a phrase names, in ascending order.
func named(p phrase.Phrase) []int {
	var options []int
	for _, ref := range p.Refs {
		options = append(options, ref.Option)
	}
	slices.Sort(options)
	return options
}

func (a *arrangement) hazard(option int, message string) {
	a.hazards = append(a.hazards, hazard{option, message})
}

// arrangements warns of options that keep others from being shuffled, and of
// texts that name options by letters which differ between sets.
func (c *checker) arrangements(q *Question, t *Task, choice *Choice) {
	a := choice.arranged()
	for _, h := range a.hazards {
		text := choice.Options[h.option].Text
		c.warning(text.Pos(0), fmt.Sprintf("%s.options[%d]", t.Path, h.option), "option %c %s", 'A'+h.option, h.message)
	}
	if len(a.hazards) > 0 || !slices.Contains(a.movable, true) {
		return
	}
	warn := func(text Text, path, what string) {
		for v := range text.Versions() {
			for _, at := range lettersNamed(v.Source) {
				option := int(v.Source[at] | ' ' - 'a')
				if option < len(a.movable) && a.movable[option] {
					c.warning(v.Pos(at), t.Path+path, "%s names option %c, but its letter differs from set to set: name it by its words", what, 'A'+option)
				}
			}
		}
	}
	warn(t.Stem, ".stem", "the stem")
	warn(t.Solution, ".solution", "the solution")
	for i := range choice.Options {
		warn(choice.Options[i].Feedback, fmt.Sprintf(".options[%d].feedback", i), "the feedback")
	}
	for i := range t.Rubric {
		warn(t.Rubric[i].For, fmt.Sprintf(".rubric[%d]", i), "the rubric")
	}
}

// The ways to name options by letter: "option B", "choices (A) and **C**", "the
// correct answer is D", "Answer: B", "विकल्प C". Small letters count behind
// "option" and in parentheses only, since (a) is more often a part; what may be
// anything else, such as "matrix A" or "(A)", is left alone.
const (
	optionWord  = `(?:\b(?:[Oo]ptions?|[Cc]hoices?|[Aa]nswers?|[Aa]lternatives?)|विकल्पों|विकल्प)`
	letterWord  = `\*{0,2}\(?[A-Z]\)?\*{0,2}`
	smallLetter = `\*{0,2}\([a-z]\)\*{0,2}`
	letterJoint = `(?:,[ \n]*(?:and[ \n]+|or[ \n]+)?|[ \n]+(?:and|or|to|और|या|व|से|&)[ \n]+|[–/-])`
	letterEnd   = `(?:[^\p{L}\p{N}'’+-]|$)`
)

var (
	optionLetters = []*regexp.Regexp{
		regexp.MustCompile(optionWord + `[ \n]+(` + listed(letterWord) + `)` + letterEnd),
		regexp.MustCompile(optionWord + `:[ \n]+(` + listed(letterWord) + `)(?:[.,;\n]|$)`), // "Answer: A matrix" has an article
		regexp.MustCompile(`\b(?:[Oo]ptions?|[Cc]hoices?)[ \n]+(` + listed(smallLetter) + `)`),
		regexp.MustCompile(`\b(?:[Cc]orrect|[Rr]ight|[Bb]est)[ \n]+` + optionWord + `[ \n]+(?:is|are)[ \n]+(` + listed(letterWord) + `)` + letterEnd),
		regexp.MustCompile(optionWord + `(?::|[ \n]+(?:is|are))[ \n]+(` + listed(`\([A-Z]\)`) + `)`),
	}
	oneLetter = regexp.MustCompile(`\b[A-Za-z]\b`)
	// optionParts are what every optionWord has one of: most texts have none, and
	// are read no further.
	optionParts = []string{"ption", "hoice", "nswer", "lternative", "विकल्प"}
)

// listed is the expression for one or more of what another stands for.
func listed(one string) string { return `(?:` + one + letterJoint + `)*` + one }

// lettersNamed returns the places of letters that stand for options, in
// ascending order.
func lettersNamed(text string) []int {
	var places []int
	within := func(part string) bool { return strings.Contains(text, part) }
	if !slices.ContainsFunc(optionParts, within) {
		return nil
	}
	for _, way := range optionLetters {
		for _, m := range way.FindAllStringSubmatchIndex(text, -1) {
			for _, l := range oneLetter.FindAllStringIndex(text[m[2]:m[3]], -1) {
				places = append(places, m[2]+l[0])
			}
		}
	}
	slices.Sort(places)
	return slices.Compact(places)
}
