// Package phrase recognises options that speak of other options, so that the
// options of a question can be shuffled without making nonsense of them:
//
//	phrases := phrase.RecogniseAll(texts)
//	// choose an order in which every Closing phrase stands at the end
//	texts[i] = phrase.Rewrite(texts[i], phrases[i], order)
//
// It reads English and Hindi. It judges by the words alone and knows neither
// the stem nor what is true. Where it is in doubt it prefers [Plain] to a letter
// that it might take for an option's, and [Position] to a rewriting that might
// be wrong.
//
// An option is its plain text or its markup: emphasis is passed over, and
// formulas and code are taken for words that it does not know.
package phrase

// Kind is how an option speaks of the others.
type Kind int

// The kinds of options.
const (
	// Plain speaks of no other option and may stand anywhere.
	Plain Kind = iota
	// Closing speaks of all the others and belongs at the end: "all of the
	// above". It has Refs where it makes exceptions: "all except (b)".
	Closing
	// Letters names others by letter and can be rewritten: "both A and B".
	Letters
	// Numbers names others by number and can be rewritten: "options 1 and 3",
	// "the first or the second option".
	Numbers
	// Position names others by their place, or in words that cannot be
	// rewritten for certain: "the first two", "less than in option (b)". The
	// options of its question must keep their order.
	Position
)

// String names the kind in lower case.
func (k Kind) String() string {
	return [...]string{"plain", "closing", "letters", "numbers", "position"}[k]
}

// Phrase is what an option says of the others. The zero Phrase is Plain.
type Phrase struct {
	Kind Kind
	Refs []Ref // the options that are named, in the text's order
}

// Ref is a place in a text that names an option.
type Ref struct {
	Option     int // named, from 0
	Start, End int // bytes of the letter or number, without parentheses
}

// Recognise says how a text that is one of several options speaks of the others.
//
// It takes the others for plain, so that "both of these" is Closing among three
// options only. RecogniseAll knows better.
func Recognise(text string, options int) Phrase {
	r := read(text, options)
	return r.judge(options-1, true)
}

// RecogniseAll says of each option of a question how it speaks of the others.
//
// Knowing them all, it sees what one text cannot show. Among "A only", "B only"
// and "both A and B" the letters are those of statements in the stem, so all
// three are Plain; between "vitamin A" and "vitamin B" nobody can tell what "both
// A and B" means, so it is Position. "Both of these" speaks of as many options as
// there are plain ones, and "None" at the top of a list is a value.
func RecogniseAll(texts []string) []Phrase {
	readings := make([]reading, len(texts))
	for i, text := range texts {
		readings[i] = read(text, len(texts))
	}
	settleLetters(readings)
	plain := 0
	for _, r := range readings {
		if r.kind == Plain && r.count == 0 {
			plain++
		}
	}
	phrases := make([]Phrase, len(texts))
	last := true // only closing options follow
	for i := len(texts) - 1; i >= 0; i-- {
		phrases[i] = readings[i].judge(plain, last)
		last = last && phrases[i].Kind == Closing
	}
	return phrases
}
