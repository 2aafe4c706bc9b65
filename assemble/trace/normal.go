package trace

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// normal brings a text into the form in which texts are compared: lower case,
// without accents, spaces and most punctuation, with symbols and TeX commands
// spelled alike. What remains are letters, digits and the signs of arithmetic.
func normal(s string) []rune {
	s = commands(s)
	var b strings.Builder
	for _, r := range s {
		if word, ok := symbols[r]; ok {
			b.WriteString(word)
			continue
		}
		if i := strings.IndexRune(superscripts, r); i >= 0 {
			b.WriteByte('^')
			b.WriteByte(plainScripts[strings.Count(superscripts[:i], "")-1])
			continue
		}
		if i := strings.IndexRune(subscripts, r); i >= 0 {
			b.WriteByte('_')
			b.WriteByte(plainScripts[strings.Count(subscripts[:i], "")-1])
			continue
		}
		b.WriteRune(r)
	}
	runes := []rune(norm.NFKD.String(b.String()))
	var out []rune
	for i, r := range runes {
		r = unicode.ToLower(r)
		switch {
		case r >= 0x300 && r < 0x370: // accents of Latin, Greek and Cyrillic
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			out = append(out, r)
		case r == '.' || r == ',':
			if digitAt(runes, i-1) && digitAt(runes, i+1) && !thousands(runes, i) {
				out = append(out, '.')
			}
		case r == '-':
			if minus(runes, i) {
				out = append(out, '-')
			}
		case r == '?':
			if letterAt(runes, i-1) && letterAt(runes, i+1) {
				out = append(out, unread)
			}
		case r == '□' || r == '▯' || r == '�':
			out = append(out, unread)
		case r == '_':
			if i > 0 && runes[i-1] != '_' && (i+1 == len(runes) || runes[i+1] != '_') {
				out = append(out, r)
			}
		case strings.ContainsRune("+*/=<>≤≥≠^%±~°√|!", r):
			out = append(out, r)
		}
	}
	return out
}

// unread stands for a letter that could not be read.
const unread = '?'

const (
	superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼ⁿⁱ"
	subscripts   = "₀₁₂₃₄₅₆₇₈₉₊₋₌ₙᵢ"
	plainScripts = "0123456789+-=ni"
)

func digitAt(runes []rune, i int) bool {
	return i >= 0 && i < len(runes) && unicode.IsDigit(runes[i])
}

func letterAt(runes []rune, i int) bool {
	return i >= 0 && i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsDigit(runes[i]))
}

// thousands reports whether a comma parts thousands: three digits follow.
func thousands(runes []rune, i int) bool {
	return runes[i] == ',' && digitAt(runes, i+1) && digitAt(runes, i+2) && digitAt(runes, i+3) && !digitAt(runes, i+4)
}

// minus reports whether a dash is a sign rather than a hyphen or a pause.
func minus(runes []rune, i int) bool {
	for i++; i < len(runes) && runes[i] == ' '; i++ {
	}
	if i == len(runes) {
		return false
	}
	before := i - 1
	for before >= 0 && (runes[before] == ' ' || runes[before] == '-') {
		before--
	}
	return digitAt(runes, i) || digitAt(runes, before) || letterAt(runes, i) && !letterAt(runes, before)
}

// commands takes TeX out of a text: commands become the sign or word that is
// printed, braces and dollars go.
func commands(s string) string {
	if !strings.ContainsAny(s, "\\{}$") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '$', '{':
		case '}':
			if j := i + 1; j < len(s) && s[j] == '{' { // \frac{a}{b}
				b.WriteByte('/')
			}
		case '\\':
			j := i + 1
			for j < len(s) && (s[j] >= 'a' && s[j] <= 'z' || s[j] >= 'A' && s[j] <= 'Z') {
				j++
			}
			name := s[i+1 : j]
			if name == "" { // \, \; \% \{
				if j < len(s) && s[j] == '%' {
					b.WriteByte('%')
				}
				if j < len(s) && s[j] < 0x80 {
					i = j
				}
				continue
			}
			if word, ok := printed[name]; ok {
				name = word
			}
			b.WriteString(name)
			i = j - 1
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// printed spells TeX commands; one that is missing here is spelled by its name.
var printed = map[string]string{
	"le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥", "ne": "≠", "neq": "≠",
	"times": "x", "cdot": "*", "ast": "*", "div": "/", "pm": "±", "mp": "±", "approx": "~", "sim": "~", "simeq": "~",
	"infty": "inf", "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varsigma": "sigma", "varrho": "rho",
	"to": ">", "rightarrow": ">", "mapsto": ">", "Rightarrow": ">", "implies": ">", "leftarrow": "<",
	"langle": "<", "rangle": ">", "lt": "<", "gt": ">", "ll": "<", "gg": ">",
	"sqrt": "√", "mid": "|", "vert": "|", "lvert": "|", "rvert": "|", "degree": "°", "circ": "°",
	"text": "", "textbf": "", "textit": "", "textrm": "", "mathrm": "", "mathbf": "", "mathit": "", "mathsf": "", "mathcal": "", "mathbb": "",
	"boldsymbol": "", "bm": "", "operatorname": "", "left": "", "right": "", "big": "", "Big": "", "bigl": "", "bigr": "", "Bigl": "", "Bigr": "",
	"frac": "", "dfrac": "", "tfrac": "", "binom": "", "displaystyle": "", "textstyle": "", "limits": "", "quad": " ", "qquad": " ",
	"hat": "", "bar": "", "tilde": "", "vec": "", "dot": "", "overline": "", "underline": "", "widehat": "", "widetilde": "",
	"ldots": "", "dots": "", "cdots": "", "prime": "", "top": "T", "lVert": "||", "rVert": "||", "Vert": "||",
}

// symbols spells signs as TeX commands are spelled.
var symbols = map[rune]string{
	'α': "alpha", 'β': "beta", 'γ': "gamma", 'δ': "delta", 'ε': "epsilon", 'ϵ': "epsilon", 'ζ': "zeta", 'η': "eta", 'θ': "theta", 'ϑ': "theta",
	'ι': "iota", 'κ': "kappa", 'λ': "lambda", 'μ': "mu", 'µ': "mu", 'ν': "nu", 'ξ': "xi", 'π': "pi", 'ρ': "rho", 'σ': "sigma", 'ς': "sigma",
	'τ': "tau", 'υ': "upsilon", 'φ': "phi", 'ϕ': "phi", 'χ': "chi", 'ψ': "psi", 'ω': "omega",
	'Γ': "gamma", 'Δ': "delta", 'Θ': "theta", 'Λ': "lambda", 'Ξ': "xi", 'Π': "pi", 'Σ': "sigma", 'Φ': "phi", 'Ψ': "psi", 'Ω': "omega",
	'×': "x", '·': "*", '⋅': "*", '∙': "*", '∗': "*", '÷': "/", '∕': "/", '⁄': "/", '≈': "~", '∼': "~", '≃': "~", '∓': "±", '∞': "inf",
	'−': "-", '–': "-", '—': "-", '‐': "-", '‑': "-", '→': ">", '⇒': ">", '↦': ">", '←': "<", '⟨': "<", '⟩': ">", '≪': "<", '≫': ">", '⩽': "≤", '⩾': "≥",
	'∂': "partial", '∇': "nabla", '∑': "sum", '∏': "prod", '∫': "int", '∈': "in", '∉': "notin", '∪': "cup", '∩': "cap", '⊂': "subset", '⊆': "subseteq",
	'∀': "forall", '∃': "exists", '∣': "|", '‖': "||", '∥': "||", '∘': "°", '⊤': "T",
	'ß': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l", 'đ': "d", 'ı': "i",
}

// class folds what cameras and typists take for each other.
func class(r rune) rune {
	switch r {
	case 'i', 'l', '1', '|', '!':
		return '1'
	case 'o', '0':
		return '0'
	case 's', '5':
		return '5'
	case 'b', '8':
		return '8'
	case 'z', '2':
		return '2'
	case 'g', 'q', '9':
		return '9'
	case 'c', 'e':
		return 'c'
	case 'u', 'v':
		return 'u'
	case 'n', 'h':
		return 'n'
	}
	return r
}

// weight is what a letter counts when it is found, and what it costs when it
// is left out or put in: 4, less for what is easily lost.
func weight(r rune) int32 {
	switch r {
	case '^', '_', '*', '|', '!', '~', '/':
		return 1
	case '.', '-', '+', '=':
		return 2
	}
	return 4
}

// likeness is what it counts that a was read where b was printed: up to 4,
// below zero where they have nothing in common.
func likeness(a, b rune) int32 {
	switch {
	case a == b && a != unread:
		return weight(a)
	case a == unread || b == unread:
		return 0
	case class(a) == class(b):
		if c := class(a); c == '1' || c == '0' {
			return 3
		}
		return 1
	}
	return -4
}
