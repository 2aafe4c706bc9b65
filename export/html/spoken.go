package html

import (
	"slices"
	"strings"

	"github.com/papersetter/papersetter/export"
)

// spokenIn returns the words that only those who hear the page need: what
// others see at a glance. The printed words are those of package export.
func spokenIn(language string) export.Words {
	tag, _, _ := strings.Cut(language, "-")
	if words, ok := otherSpoken[tag]; ok {
		return words
	}
	return spoken
}

var spoken = export.Words{
	"skip":    "Skip to the questions",
	"blank":   "blank",
	"blank-n": "blank {n}",
	"key":     "right answer",
	"lines":   "Room for the answer: {n} lines",
	"box":     "Room for the answer: {n} mm",
	"graph":   "Graph paper for the answer",
	"write":   "to be filled in",
	"columns": "Two columns to match. What stands in one row does not belong together.",
	"column":  "Column {n}",
	"qr":      "QR code: {code}",
	"figure":  "Figure",
}

// otherSpoken are the words in other languages, by code.
var otherSpoken = map[string]export.Words{
	"hi": {
		"skip":    "सीधे प्रश्नों पर जाएँ",
		"blank":   "रिक्त स्थान",
		"blank-n": "रिक्त स्थान {n}",
		"key":     "सही उत्तर",
		"lines":   "उत्तर के लिए स्थान: {n} पंक्तियाँ",
		"box":     "उत्तर के लिए स्थान: {n} मिमी",
		"graph":   "उत्तर के लिए ग्राफ़ पेपर",
		"write":   "यहाँ लिखिए",
		"columns": "मिलान के लिए दो स्तंभ। एक पंक्ति की प्रविष्टियाँ एक-दूसरे की जोड़ी नहीं हैं।",
		"column":  "स्तंभ {n}",
		"qr":      "QR कोड: {code}",
		"figure":  "चित्र",
	},
}

// rightToLeft are the languages written from right to left.
var rightToLeft = []string{"ar", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"}

// direction is the direction of a language's text, "" for the usual one.
func direction(language string) string {
	tag, _, _ := strings.Cut(language, "-")
	if slices.Contains(rightToLeft, tag) {
		return "rtl"
	}
	return ""
}

// hidden writes words for those who hear the page.
func (c *composer) hidden(text string) {
	c.w.element("span", text, "class", "hidden")
}

// seen writes words for those who see the page; the others are told otherwise.
func (c *composer) seen(text string, class string) {
	c.w.element("span", text, "class", class, "aria-hidden", "true")
}
