package export

import (
	"fmt"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// Words are what the paper itself says, by key, in one language: the keys of a
// style's texts. Words in braces, as in {marks}, are filled in.
type Words map[string]string

// WordsOf returns the words of a style: those of its main language, with what
// the style says otherwise. A language without words of its own has the
// English ones.
func WordsOf(s *bank.Style) Words {
	words := Words{}
	for key, text := range english {
		words[key] = text
	}
	tag, _, _ := strings.Cut(s.Languages[0], "-")
	for key, text := range otherWords[tag] {
		words[key] = text
	}
	for key, text := range s.Texts {
		words[key] = text
	}
	return words
}

// Say returns the words of a key. Pairs of a name and a value fill in what
// stands in braces.
func (w Words) Say(key string, pairs ...any) string {
	text := w[key]
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+fmt.Sprint(pairs[i])+"}", fmt.Sprint(pairs[i+1]))
	}
	return text
}

// Count says how many there are of something: the key of one, the key of
// several, and the amount in figures.
func (w Words) Count(one, several, amount string) string {
	if amount == "1" {
		return w.Say(one, "n", amount)
	}
	return w.Say(several, "n", amount)
}

// Marks spells marks with their word: "1 mark", "2.5 marks".
func (w Words) Marks(m bank.Marks) string { return w.Count("mark", "several-marks", m.String()) }

// Date spells 2026-02-20 as 20 February 2026.
func (w Words) Date(date string) string {
	var y, m, d int
	months := strings.Split(w["months"], ",")
	if _, err := fmt.Sscanf(date, "%d-%d-%d", &y, &m, &d); err != nil || m < 1 || m > len(months) {
		return date
	}
	return w.Say("date", "day", d, "month", strings.TrimSpace(months[m-1]), "year", y)
}

// Duration spells minutes as a candidate reads them: 45 minutes, 1 hour,
// 2 hours 30 minutes.
func (w Words) Duration(m bank.Minutes) string {
	if m%bank.Minute != 0 || m < 60*bank.Minute {
		return w.Count("minute", "minutes", m.String())
	}
	hours, rest := m/(60*bank.Minute), m/bank.Minute%60
	said := w.Count("hour", "hours", fmt.Sprint(int(hours)))
	if rest > 0 {
		said += " " + w.Count("minute", "minutes", fmt.Sprint(int(rest)))
	}
	return said
}

// SectionNote says how many questions carry how many marks.
func (w Words) SectionNote(s *Section) string {
	marks := w.Marks(s.Marks)
	if s.Of > 0 {
		key, times := "any", s.Any*max(s.Groups, 1)
		if s.Groups > 1 {
			key = "any-each"
		}
		return fmt.Sprintf("%s %d × %s = %s", w.Say(key, "any", s.Any, "of", s.Of), times, s.Marks/bank.Marks(times), marks)
	}
	n := len(s.Questions)
	if n == 0 {
		return marks
	}
	count := w.Count("one-question", "questions", fmt.Sprint(n))
	each := s.Questions[0].Marks
	for i := range s.Questions {
		if s.Questions[i].Marks != each {
			return fmt.Sprintf("%s, %s", count, marks)
		}
	}
	return fmt.Sprintf("%s. %d × %s = %s", count, n, each, marks)
}

// Likeness says how many letters of the key a set shares with each other set;
// "" where there are no others or nothing that could be copied.
func (w Words) Likeness(p *Paper) string {
	var list []string
	for _, o := range p.Others {
		if o.Of > 0 {
			list = append(list, fmt.Sprintf("%s %d/%d", o.Set, o.Letters, o.Of))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return w.Say("same-letters", "list", strings.Join(list, ", "))
}

// SourceLine says where a question comes from and how it is tagged, for those
// who mark; its name is the last word.
func SourceLine(q *Question) string {
	src := q.Source
	var said []string
	if q.Lecture != nil {
		said = append(said, fmt.Sprintf("Lecture %d: %s", q.Lecture.Number, q.Lecture.Title))
	}
	switch len(src.Slides) {
	case 0:
	case 1:
		said = append(said, fmt.Sprintf("slide %d", src.Slides[0]))
	default:
		said = append(said, "slides "+strings.Trim(strings.ReplaceAll(fmt.Sprint(src.Slides), " ", ", "), "[]"))
	}
	said = append(said, src.Outcomes...)
	for _, tag := range []string{src.Bloom, src.Difficulty, src.Name} {
		if tag != "" {
			said = append(said, tag)
		}
	}
	return strings.Join(said, " · ")
}

// english are the words of the paper.
var english = Words{
	"time":         "Time allowed: {time}",
	"maximum":      "Maximum marks: {marks}",
	"name":         "Name of candidate",
	"roll":         "Roll no.",
	"set":          "SET",
	"set-of":       "Set {set}",
	"copy-of":      "Copy {copy}",
	"instructions": "General instructions",
	"answers":      "Answers and scheme of valuation",
	"scheme":       "Scheme of valuation",
	"total":        "Total",
	"shade":        "Shade one circle for each answer, fully and with a dark pen; several only where the question says so.",
	"moderation":   "Moderation copy",
	"sheet":        "Answer sheet",
	"page":         "Page {page} of {pages}",
	"over":         "Please turn over",
	"end":          "End of paper",
	"question":     "Question",
	"number":       "Q. no.",
	"marks":        "Marks",
	"outcome":      "CO",
	"bloom":        "BL",
	"answer":       "Answer",
	"corrected":    "Corrected after the exam: the key was {key}.",
	"true":         "True",
	"false":        "False",
	"several":      "One or more options may be right.",
	"any":          "Answer any {any} of {of} questions.",
	"same-letters": "The same letter at the same place as in another set: {list}.",
	"any-each":     "Of each {of} questions, answer any {any}.",

	"or":            "OR",
	"refer-one":     "Question {first} refers to the following.",
	"refer-two":     "Questions {first} and {last} refer to the following.",
	"refer":         "Questions {first} to {last} refer to the following.",
	"wrong":         "A wrong answer to a question with options carries −{marks} mark.",
	"partial-right": "A question with several right answers earns a part of its marks for each, unless a wrong one is marked.",
	"partial-net":   "A question with several right answers earns a part of its marks for each, less a part for each wrong one.",
	"booklet":       "Write your answers in the answer booklet.",
	"rough":         "Rough work",
	"draft":         "DRAFT",
	"specimen":      "SPECIMEN",
	"minute":        "{n} minute",
	"minutes":       "{n} minutes",
	"hour":          "{n} hour",
	"hours":         "{n} hours",
	"mark":          "{n} mark",
	"several-marks": "{n} marks",
	"one-question":  "{n} question",
	"questions":     "{n} questions",
	"months":        "January, February, March, April, May, June, July, August, September, October, November, December",
	"date":          "{day} {month} {year}",
}

// otherWords are the words in other languages, by code.
var otherWords = map[string]Words{
	"hi": {
		"time":          "समय: {time}",
		"maximum":       "अधिकतम अंक: {marks}",
		"name":          "परीक्षार्थी का नाम",
		"roll":          "अनुक्रमांक",
		"set":           "सेट",
		"set-of":        "सेट {set}",
		"copy-of":       "प्रति {copy}",
		"instructions":  "सामान्य निर्देश",
		"answers":       "उत्तर एवं मूल्यांकन योजना",
		"scheme":        "मूल्यांकन योजना",
		"total":         "कुल",
		"shade":         "हर उत्तर के लिए एक गोला गहरे पेन से पूरा भरिए; एक से अधिक केवल वहीं जहाँ प्रश्न में कहा गया हो।",
		"moderation":    "अनुसीमन प्रति",
		"sheet":         "उत्तर पत्रक",
		"page":          "पृष्ठ {page} / {pages}",
		"over":          "कृपया पृष्ठ पलटिए",
		"end":           "प्रश्नपत्र समाप्त",
		"question":      "प्रश्न",
		"number":        "प्र. सं.",
		"marks":         "अंक",
		"answer":        "उत्तर",
		"corrected":     "परीक्षा के बाद सुधारा गया: पहले उत्तर {key} था।",
		"true":          "सत्य",
		"false":         "असत्य",
		"several":       "एक या अधिक विकल्प सही हो सकते हैं।",
		"any":           "{of} में से किन्हीं {any} प्रश्नों के उत्तर दीजिए।",
		"same-letters":  "अन्य सेट के उसी स्थान पर वही अक्षर: {list}।",
		"any-each":      "प्रत्येक {of} प्रश्नों में से किन्हीं {any} के उत्तर दीजिए।",
		"or":            "अथवा",
		"refer-one":     "प्रश्न {first} निम्नलिखित पर आधारित है।",
		"refer-two":     "प्रश्न {first} और {last} निम्नलिखित पर आधारित हैं।",
		"refer":         "प्रश्न {first} से {last} निम्नलिखित पर आधारित हैं।",
		"wrong":         "विकल्प वाले प्रश्न के गलत उत्तर पर {marks} अंक काटा जाएगा।",
		"partial-right": "एक से अधिक सही उत्तर वाले प्रश्न में प्रत्येक सही उत्तर पर आंशिक अंक मिलेंगे, यदि कोई गलत उत्तर न चुना गया हो।",
		"partial-net":   "एक से अधिक सही उत्तर वाले प्रश्न में प्रत्येक सही उत्तर पर आंशिक अंक मिलेंगे और प्रत्येक गलत उत्तर पर कटेंगे।",
		"booklet":       "अपने उत्तर उत्तर पुस्तिका में लिखिए।",
		"rough":         "रफ़ कार्य",
		"draft":         "प्रारूप",
		"specimen":      "नमूना",
		"minute":        "{n} मिनट",
		"minutes":       "{n} मिनट",
		"hour":          "{n} घंटा",
		"hours":         "{n} घंटे",
		"mark":          "{n} अंक",
		"several-marks": "{n} अंक",
		"one-question":  "{n} प्रश्न",
		"questions":     "{n} प्रश्न",
		"months":        "जनवरी, फ़रवरी, मार्च, अप्रैल, मई, जून, जुलाई, अगस्त, सितंबर, अक्टूबर, नवंबर, दिसंबर",
		"date":          "{day} {month} {year}",
	},
}
