package likeness

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// common are English words that tell nothing about what is asked: articles,
// prepositions, pronouns, forms of auxiliary verbs, and the words of
// instructions.
var common = map[string]bool{}

func init() {
	for _, w := range strings.Fields(`
		a an the this that these those which what who whom whose where when why how there here it its they them their he she his her we us our you your i me my
		of in on at by for from to into onto with without within between among over under above below up down out off as than then so such per via about across
		and or nor not no but if else while because since although though both either neither each every all any some one two other another same own
		is are was were be been being am do does did done has have had having can could may might must shall should will would
		give gives given take takes taken let say says state write name find compute calculate show explain describe define derive prove determine choose select mark match
		answer answers following statement statements true false question option options correct best one sentence line lines reason reasons briefly
		again also only just more most less least very much many few here hence thus therefore instead often always never
		what's it's does not don't isn't`) {
		common[w] = true
		common[folded(w)] = true
	}
}

// layout are commands of TeX that say how a formula looks, not what it says.
var layout = map[string]bool{}

func init() {
	for _, w := range strings.Fields(`left right big Big bigl bigr Bigl Bigr frac dfrac tfrac text textrm textit textbf mathrm mathbf mathit mathcal mathbb mathsf operatorname
		boldsymbol bm displaystyle textstyle quad qquad limits nolimits begin end cdot times hat bar tilde vec top le ge leq geq approx ldots dots cdots rm bf label`) {
		layout[w] = true
	}
}

// A scanner goes through Markdown with TeX and gives its words: what is left
// when layout is taken away. Words come folded to lower case and to their stem;
// symbols of formulas begin with $ or \, numbers with #.
type scanner struct {
	text    string
	formula bool
}

// next returns the next word; "" ends the text. A word "." ends a sentence.
func (s *scanner) next() string {
	for s.text != "" {
		r, size := utf8.DecodeRuneInString(s.text)
		switch {
		case r == '$':
			s.formula = !s.formula
			s.text = strings.TrimPrefix(s.text[1:], "$")
		case r == '\\':
			n := 1 + letters(s.text[1:])
			name := s.text[1:n]
			s.text = s.text[max(n, min(2, len(s.text))):]
			if name != "" && !layout[name] {
				return `\` + name
			}
		case unicode.IsDigit(r):
			n := figures(s.text)
			number := strings.TrimRight(strings.ReplaceAll(s.text[:n], ",", ""), ".")
			s.text = s.text[n:]
			return "#" + number
		case unicode.IsLetter(r) || unicode.IsMark(r):
			n := s.wordLength()
			word := s.text[:n]
			s.text = s.text[n:]
			if s.formula {
				return "$" + word
			}
			if word = strings.ToLower(word); common[word] || utf8.RuneCountInString(word) < 2 {
				continue
			}
			if word = folded(word); common[word] {
				continue
			}
			return word
		case !s.formula && strings.ContainsRune(".?!;", r) && ends(s.text[size:]), !s.formula && strings.HasPrefix(s.text, "\n\n"):
			s.text = s.text[size:]
			return "."
		default:
			s.text = s.text[size:]
		}
	}
	return ""
}

// ends reports whether what follows a full stop begins another sentence.
func ends(rest string) bool {
	return rest == "" || rest[0] == ' ' || rest[0] == '\n' || rest[0] == '"' || rest[0] == ')'
}

func letters(s string) int {
	n := 0
	for n < len(s) && (s[n] >= 'a' && s[n] <= 'z' || s[n] >= 'A' && s[n] <= 'Z') {
		n++
	}
	return n
}

// figures is the length of a decimal number, with its groups of digits.
func figures(s string) int {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.IsDigit(r) && (r != '.' && r != ',' || n+1 >= len(s) || s[n+1] < '0' || s[n+1] > '9') {
			break
		}
		n += size
	}
	return n
}

// wordLength is the length of the word that the text begins with. Formulas have
// letters, texts have words, whose hyphens part them.
func (s *scanner) wordLength() int {
	n := 0
	for n < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[n:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !(unicode.IsDigit(r) && n > 0 && !s.formula) && (r != '\'' && r != '’' || n+size >= len(s.text) || s.formula) {
			break
		}
		n += size
		if s.formula {
			break
		}
	}
	return n
}

// folded takes the commonest English endings off a word, so that parameter and
// parameters, converge and converged, are one. It need not give a word, only
// the same for forms of the same word.
func folded(word string) string {
	w := strings.TrimRight(word, "'’")
	for _, possessive := range []string{"'s", "’s"} {
		w = strings.TrimSuffix(w, possessive)
	}
	if strings.ContainsFunc(w, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return w // not English
	}
	if len(w) > 5 {
		if s, ok := strings.CutSuffix(w, "ies"); ok {
			return s + "y"
		}
	}
	for _, end := range []string{"isation", "ization", "ational"} {
		if s, ok := strings.CutSuffix(w, end); ok && len(s) >= 3 {
			return s
		}
	}
	if s, ok := strings.CutSuffix(w, "s"); ok && len(s) >= 3 && !strings.HasSuffix(s, "s") && !strings.HasSuffix(s, "u") && !strings.HasSuffix(s, "i") {
		w = s
	}
	for _, end := range []string{"ising", "izing", "ised", "ized", "ise", "ize", "ation", "ating", "ated", "ate", "ing", "ed", "ly", "er", "e"} {
		if s, ok := strings.CutSuffix(w, end); ok && len(s) >= 4 {
			w = s
			break
		}
	}
	return undoubled(w)
}

// undoubled takes the second of two equal letters at the end, so that stopp and
// stop are one.
func undoubled(w string) string {
	if n := len(w); n > 3 && w[n-1] == w[n-2] && !strings.ContainsRune("sl", rune(w[n-1])) {
		return w[:n-1]
	}
	return w
}

// sentencesOf returns the words of a text by sentence. Sentences without words
// are left out.
func sentencesOf(text string) [][]string {
	s := scanner{text: text}
	var all [][]string
	var sentence []string
	for {
		word := s.next()
		if (word == "" || word == ".") && len(sentence) > 0 {
			all, sentence = append(all, sentence), nil
		}
		switch word {
		case "":
			return all
		case ".":
		default:
			sentence = append(sentence, word)
		}
	}
}

// wordsOf returns the words of a text in their order.
func wordsOf(text string) []string { return slices.Concat(sentencesOf(text)...) }
