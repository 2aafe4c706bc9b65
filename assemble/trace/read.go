package trace

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A piece is a run of words that belongs to one stem or one option.
type piece struct {
	text  string
	runes []rune // in normal form

	number int  // of the question that begins here; 0 if none is given
	named  bool // the word question stands with the number
	letter int  // of the option, from 0; -1 if none is given
	list   int  // of a list, from 1; 0 if it is in none
	item   int  // place in the list, from 0
	quoted bool // stands between quotation marks
	fresh  bool // stands behind an empty line
	then   bool // is said to follow what stands before
	talked bool // may be talk about the paper
	talk   int  // so many pieces behind this one have been taken out of it

	emissions []emission // see matcher
}

// gap reports whether nothing can be read here.
func (p *piece) gap() bool { return len(p.runes) == 0 }

var (
	// Question 3, Q3, Q. 3:, question no. 3
	askedFor = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:questions?|quest|ques|que|qn|qs|q|frage|aufgabe|pregunta|प्रश्न)\s?\.?\s*(?:no\b|nr\b|number\b|num\b)?\s?[#.:]?\s*([0-9oil|]{1,4})(?:[^\pL\pN]|$)`)
	// the 3rd question
	ordinal = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])([0-9]{1,3})\s?(?:st|nd|rd|th)\s+question`)
	// 3. at the beginning of a line
	numbered = regexp.MustCompile(`^[\s>*#-]*\(?([0-9oOIl|]{1,3})\s?[.):\]](?:[^0-9]|$)`)
	// 4. within a line, before a capital letter
	within = regexp.MustCompile(`\s([0-9]{1,3})\s?[.)]\s+\p{Lu}`)

	lettered = regexp.MustCompile(`(?i)(^|[\s,;])(?:option\s+)?([(\[{]?)\s?([a-l])\s?([)\]}.:>]|\s*=\s|\s+(?:is|was|reads?|says)\b:?)(?:\s|$|[^\pL\s])`)

	cue = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:options?|choices|answers|alternatives)\b(?:[\s,]+(?:are|is|were|read|reads|in|the|this|that|order|as|follows|being|go|goes|printed|say|shown|listed|given|from|top|to|bottom|here))*\s*[:=–—-]?\s*`)

	follows = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:then|next|followed|follows|after that|after which|afterwards|before)(?:[^\pL]|$)`)

	quotations = regexp.MustCompile(`“[^“”]+”|„[^„“”]+[“”]|«[^«»]+»|"[^"]+"|‘[^‘]+?’(?:[^\pL\pN]|$)|(?:^|[\s(\[:])'[^']+(?:'\pL[^']*)*'`)

	omitted = regexp.MustCompile(`…|\.\.\.+|\[\s*\]`)
	columns = regexp.MustCompile(`\s{3,}|\t+|\s+\|\s+`)
	joined  = regexp.MustCompile(`(?i)\s*[,;]?\s+(?:and|then|or|und|y|et)\s+|\s*;\s*|\s+/\s+|\s{3,}|\t+|\s*>\s*|\s*→\s*`)
)

// maxPiece is how many bytes of a line are compared at once.
const maxPiece = 240

// read takes a text apart. It knows nothing of the paper.
func read(text string) []piece {
	r := reader{}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n\n", "\u00a0", " ", "\u2009", " ", "（", "(", "）", ")").Replace(strings.ToValidUTF8(text, "�"))
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			r.fresh = true
			continue
		}
		r.line(line)
	}
	if last := len(r.pieces) - 1; r.named && last >= 0 && r.pieces[last].number == 0 {
		r.pieces[last].number, r.pieces[last].named = r.number, true // "… is question 3"
	}
	return r.pieces
}

type reader struct {
	pieces []piece
	lists  int
	fresh  bool
	number int // to be given to the next piece
	named  bool
	then   bool
}

// A mark is a number or letter within a line; the words between start and end
// are not part of the text.
type mark struct {
	start, end     int
	number, letter int
	named          bool // the word question stands with the number
}

// line reads a line: what stands between its marks.
func (r *reader) line(line string) {
	numbers := numbersOf(line)
	letters := lettersOf(line)
	marks := slices.Concat(numbers, letters)
	slices.SortStableFunc(marks, func(a, b mark) int { return a.start - b.start })
	at, letter := 0, -1
	for _, m := range marks {
		if m.start < at {
			continue // within another mark
		}
		r.chunk(line[at:m.start], letter)
		at, letter = m.end, m.letter
		if m.number > 0 {
			r.number, r.named = m.number, m.named
		}
	}
	r.chunk(line[at:], letter)
}

func numbersOf(line string) []mark {
	var marks []mark
	add := func(found []int, named bool) {
		text := line[found[2]:found[3]]
		if !strings.ContainsAny(text, "0123456789") {
			return
		}
		n, err := strconv.Atoi(strings.NewReplacer("o", "0", "O", "0", "I", "1", "i", "1", "l", "1", "L", "1", "|", "1").Replace(text))
		if err != nil || n == 0 || n > 9999 {
			return
		}
		end := found[3]
		if rest := strings.TrimLeft(line[end:], " "); rest != "" && strings.ContainsRune(".):]", rune(rest[0])) && (len(rest) == 1 || rest[1] < '0' || rest[1] > '9') {
			end = len(line) - len(rest) + 1
		}
		marks = append(marks, mark{found[2], end, n, -1, named})
	}
	if found := numbered.FindStringSubmatchIndex(line); found != nil {
		add(found, false)
	}
	for _, found := range askedFor.FindAllStringSubmatchIndex(line, -1) {
		add(found, true)
		// The word itself is no part of the text.
		if n := len(marks); n > 0 && marks[n-1].start == found[2] {
			marks[n-1].start = found[0]
		}
	}
	for _, found := range ordinal.FindAllStringSubmatchIndex(line, -1) {
		add(found, true)
		if n := len(marks); n > 0 && marks[n-1].start == found[2] {
			marks[n-1].end = found[1]
		}
	}
	for _, found := range within.FindAllStringSubmatchIndex(line, -1) {
		add(found, false)
	}
	return marks
}

// lettersOf finds the letters of options. One that stands within a line
// without brackets counts only in the order of the alphabet.
func lettersOf(line string) []mark {
	var all []mark
	for at := 0; at < len(line); {
		found := lettered.FindStringSubmatchIndex(line[at:])
		if found == nil {
			break
		}
		start, end := at+found[3], at+found[9]
		letter := int(line[at+found[6]]|0x20) - 'a'
		bracketed := found[4] < found[5]
		sign := strings.TrimSpace(line[at+found[8] : at+found[9]])
		named := strings.Contains(strings.ToLower(line[start:end]), "option")
		sure := bracketed || named || strings.TrimSpace(line[:start]) == "" && strings.ContainsAny(sign, ")]}.:>")
		if !strings.ContainsAny(sign, ")]}.:>=") && !named {
			sure = false
		}
		all = append(all, mark{start: start, end: end, letter: letter, named: sure})
		at = max(end, at+1)
	}
	var marks []mark
	last := -1
	for i, m := range all {
		next := i+1 < len(all) && all[i+1].letter == m.letter+1
		if m.named || last >= 0 && m.letter > last && m.letter <= last+2 || m.letter == 0 && next {
			marks = append(marks, m)
			last = m.letter
		}
	}
	return marks
}

// chunk reads the words between two marks.
func (r *reader) chunk(text string, letter int) {
	if letter >= 0 {
		text = strings.TrimRight(strings.TrimSpace(text), ",;")
		text = strings.TrimSuffix(strings.TrimSuffix(text, " and"), ",")
		r.add(piece{text: unquote(text), letter: letter})
		return
	}
	if strings.TrimSpace(text) == "" {
		return
	}
	for n := cut(text, maxPiece); n < len(text); n = cut(text, maxPiece) {
		r.chunk(text[:n], -1)
		text = text[n:]
	}
	// What may be talk about the paper is read both ways; the matcher decides.
	first := len(r.pieces)
	whole := piece{text: text, letter: -1, number: r.number, named: r.named, fresh: r.fresh, then: r.then || follows.MatchString(text)}
	r.pieces = append(r.pieces, whole)
	r.talk(text)
	parts := r.pieces[first+1:]
	if len(parts) == 0 {
		r.pieces = r.pieces[:first]
		r.plain(text)
		return
	}
	if len(parts) == 1 && parts[0].text == strings.TrimSpace(text) {
		r.pieces = slices.Delete(r.pieces, first, first+1)
		return
	}
	r.pieces[first].talk = len(parts)
	r.pieces[first].runes = normal(r.pieces[first].text)
}

// talk reads quotations and lists.
func (r *reader) talk(text string) {
	at := 0
	words := func(until int) {
		between := text[at:until]
		if follows.MatchString(between) {
			r.then = true
		}
		found := cue.FindStringIndex(between)
		switch {
		case found != nil:
			r.aside(between[:found[0]])
			r.list(between[found[1]:], true)
		default:
			if i := strings.LastIndexAny(between, "?:"); i >= 0 && len(items(between[i+1:], false)) > 0 {
				r.aside(between[:i]) // a stem and its options on one line
				between = between[i+1:]
			}
			r.list(between, false)
		}
	}
	if found := cue.FindStringIndex(text); found != nil {
		if items := items(text[found[1]:], true); len(items) > 1 {
			r.quotes(text[:found[0]], &at, words)
			if at < found[0] && follows.MatchString(text[at:found[0]]) {
				r.then = true
			}
			r.aside(text[at:found[0]])
			r.items(items)
			return
		}
	}
	r.quotes(text, &at, words)
	words(len(text))
}

// aside reads words that may be a stem, or talk that nobody misses.
func (r *reader) aside(text string) {
	if p := (piece{text: strings.TrimSpace(text), letter: -1, talked: true}); len(normal(p.text)) >= 10 {
		r.add(p)
	}
}

func (r *reader) quotes(text string, at *int, words func(int)) {
	for _, found := range quotations.FindAllStringIndex(text, -1) {
		words(found[0])
		quoted := text[found[0]:found[1]]
		for _, part := range omitted.Split(unquote(quoted), -1) {
			if strings.TrimSpace(part) != "" {
				r.add(piece{text: part, letter: -1, quoted: true})
			}
		}
		*at = found[1]
	}
}

// list reads a list of options, if it is one.
func (r *reader) list(text string, cued bool) {
	if found := items(text, cued); len(found) > 1 {
		r.items(found)
	}
}

func (r *reader) items(items []string) {
	r.lists++
	for i, item := range items {
		r.add(piece{text: unquote(item), letter: -1, list: r.lists, item: i})
	}
}

// items parts a list. Without a cue only short items make one.
func items(text string, cued bool) []string {
	text = strings.TrimRight(strings.TrimSpace(text), ".")
	if len(text) > 2000 {
		return nil
	}
	text = joined.ReplaceAllString(text, ", ")
	separator := ", "
	if !strings.Contains(text, separator) {
		separator = ","
	}
	list := split(text, separator)
	if len(list) < 2 {
		list = columns.Split(text, -1)
	}
	if words := strings.Fields(text); len(list) < 2 && len(words) >= 3 && !slices.ContainsFunc(words, func(w string) bool {
		return utf8.RuneCountInString(w) > 7 || !strings.ContainsAny(w, "0123456789?")
	}) {
		list = words
	}
	var kept []string
	for _, item := range list {
		item = strings.TrimSpace(item)
		if item == "" {
			continue
		}
		if !cued && utf8.RuneCountInString(item) > 24 {
			return nil
		}
		kept = append(kept, item)
	}
	if !cued && len(kept) < 3 || len(kept) > 26 {
		return nil
	}
	return kept
}

// split parts a text at a separator that stands outside of quotation marks
// and brackets.
func split(text, separator string) []string {
	var parts []string
	depth, quoted, from := 0, false, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth = max(0, depth-1)
		case '"':
			quoted = !quoted
		}
		if depth == 0 && !quoted && strings.HasPrefix(text[i:], separator) {
			parts = append(parts, text[from:i])
			i += len(separator) - 1
			from = i + 1
		}
	}
	return append(parts, text[from:])
}

// unquote takes quotation marks and spaces from both ends.
func unquote(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("\"'“”„‘’«»`,;:", r)
	})
}

// plain reads words as they stand, in pieces that are not too long.
func (r *reader) plain(text string) {
	for _, part := range omitted.Split(text, -1) {
		for part = strings.TrimSpace(part); part != ""; {
			n := cut(part, maxPiece)
			r.add(piece{text: strings.TrimSpace(part[:n]), letter: -1})
			part = strings.TrimSpace(part[n:])
		}
	}
}

// cut returns where a text is cut so that at most n bytes stand before: at a
// space if there is one.
func cut(text string, n int) int {
	if len(text) <= n {
		return len(text)
	}
	if i := strings.LastIndexByte(text[:n], ' '); i > n/2 {
		return i
	}
	for !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

func (r *reader) add(p piece) {
	p.runes = normal(p.text)
	if p.gap() && p.letter < 0 && p.list == 0 {
		return
	}
	if len(p.runes) > 2*maxPiece {
		p.runes = p.runes[:2*maxPiece]
	}
	p.number, p.named, p.fresh, p.then = r.number, r.named, r.fresh, r.then
	r.number, r.named, r.fresh, r.then = 0, false, false, false
	r.pieces = append(r.pieces, p)
}
