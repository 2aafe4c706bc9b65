package xlsx

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/papersetter/papersetter/bank"
)

// readable spells a text for a cell: formulas in plain characters where these
// say the same, else as TeX between dollars.
func readable(t bank.Text) string {
	plain := t.Doc.Plain()
	if t.Doc == nil {
		return ""
	}
	for f := range t.Doc.Formulas() {
		tex := strings.Join(strings.Fields(f.TeX), " ")
		if spelt, ok := unicodeOf(tex); ok {
			plain = strings.Replace(plain, "$"+tex+"$", spelt, 1)
		}
	}
	return plain
}

// symbols are what commands of TeX stand for.
var symbols = map[string]string{
	"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
	"theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
	"sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
	"Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
	"times": " × ", "cdot": "·", "pm": " ± ", "mp": " ∓ ", "div": " ÷ ", "le": " ≤ ", "leq": " ≤ ", "ge": " ≥ ", "geq": " ≥ ", "ne": " ≠ ", "neq": " ≠ ",
	"approx": " ≈ ", "equiv": " ≡ ", "sim": " ∼ ", "propto": " ∝ ", "ll": " ≪ ", "gg": " ≫ ", "in": " ∈ ", "notin": " ∉ ", "subset": " ⊂ ", "subseteq": " ⊆ ",
	"cup": " ∪ ", "cap": " ∩ ", "emptyset": "∅", "infty": "∞", "partial": "∂", "nabla": "∇", "to": " → ", "rightarrow": " → ", "leftarrow": " ← ",
	"Rightarrow": " ⇒ ", "Leftrightarrow": " ⇔ ", "mapsto": " ↦ ", "forall": "∀", "exists": "∃", "neg": "¬", "land": " ∧ ", "lor": " ∨ ",
	"oplus": " ⊕ ", "otimes": " ⊗ ", "odot": " ⊙ ", "circ": "∘", "ast": "∗", "star": "⋆", "ldots": "…", "dots": "…", "cdots": "⋯", "ell": "ℓ", "hbar": "ℏ",
	"sum": "∑", "prod": "∏", "int": "∫", "top": "⊤", "bot": "⊥", "perp": "⊥", "parallel": "∥", "mid": "|", "vert": "|", "Vert": "‖", "|": "‖",
	"lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "langle": "⟨", "rangle": "⟩", "degree": "°", "prime": "′",
	"log": "log", "ln": "ln", "exp": "exp", "sin": "sin", "cos": "cos", "tan": "tan", "tanh": "tanh", "sinh": "sinh", "cosh": "cosh", "max": "max", "min": "min", "arg": "arg", "det": "det", "dim": "dim", "lim": "lim",
	",": " ", ";": " ", ":": " ", "!": "", " ": " ", "quad": "  ", "qquad": "    ", "{": "{", "}": "}", "%": "%", "$": "$", "#": "#", "&": "&", "_": "_",
	"left": "", "right": "", "big": "", "Big": "", "bigl": "", "bigr": "", "displaystyle": "", "limits": "",
}

var blackboard = map[string]string{"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "E": "𝔼", "P": "ℙ", "H": "ℍ"}

const (
	raised  = "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW"
	raisedU = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ"
	lowered = "0123456789+-=()aehijklmnoprstuvx"
	loweU   = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
)

// shifted spells a text by raised or lowered characters, if there are such for
// all of it.
func shifted(text, plain, small string) (string, bool) {
	to := []rune(small)
	var b strings.Builder
	for _, r := range strings.ReplaceAll(strings.ReplaceAll(text, " ", ""), "−", "-") {
		i := strings.IndexRune(plain, r)
		if i < 0 {
			return "", false
		}
		b.WriteRune(to[utf8.RuneCountInString(plain[:i])])
	}
	return b.String(), true
}

// unicodeOf spells a formula in plain characters. It reports false where that
// would lose something: fractions of sums, roots of sums, accents, matrices and
// whatever it does not know.
func unicodeOf(tex string) (string, bool) {
	r := &texReader{rest: tex}
	spelt, ok := r.group(false)
	if !ok || r.rest != "" {
		return "", false
	}
	return strings.Join(strings.Fields(spelt), " "), true
}

type texReader struct {
	rest  string
	depth int
}

// group reads up to the closing brace, or to the end.
func (r *texReader) group(braced bool) (string, bool) {
	const deep = 20
	if r.depth++; r.depth > deep {
		return "", false
	}
	defer func() { r.depth-- }()
	var b strings.Builder
	for {
		r.rest = strings.TrimLeft(r.rest, " ")
		if r.rest == "" {
			return b.String(), !braced
		}
		if r.rest[0] == '}' {
			if !braced {
				return "", false
			}
			r.rest = r.rest[1:]
			return b.String(), true
		}
		if c := r.rest[0]; c == '^' || c == '_' {
			r.rest = r.rest[1:]
			arg, ok := r.argument()
			if !ok {
				return "", false
			}
			small := ""
			if c == '^' {
				if arg == "⊤" {
					arg = "T"
				}
				small, ok = shifted(arg, raised, raisedU)
				if arg == "′" || arg == "∗" {
					small, ok = arg, true
				}
			} else {
				small, ok = shifted(arg, lowered, loweU)
			}
			if !ok {
				return "", false
			}
			b.WriteString(small)
			continue
		}
		item, ok := r.item()
		if !ok {
			return "", false
		}
		b.WriteString(item)
	}
}

// argument reads a group in braces or a single item.
func (r *texReader) argument() (string, bool) {
	r.rest = strings.TrimLeft(r.rest, " ")
	if strings.HasPrefix(r.rest, "{") {
		r.rest = r.rest[1:]
		return r.group(true)
	}
	if r.rest == "" || r.rest[0] == '}' || r.rest[0] == '^' || r.rest[0] == '_' {
		return "", false
	}
	if r.rest[0] != '\\' {
		c, n := utf8.DecodeRuneInString(r.rest)
		r.rest = r.rest[n:]
		return string(c), true
	}
	item, ok := r.item()
	return strings.TrimSpace(item), ok
}

// item reads a character, a command or a group.
func (r *texReader) item() (string, bool) {
	c, n := utf8.DecodeRuneInString(r.rest)
	switch c {
	case '{':
		r.rest = r.rest[1:]
		return r.group(true)
	case '\\':
		return r.command()
	case '&', '~', '#', '%', '$':
		return "", false
	}
	r.rest = r.rest[n:]
	switch c {
	case '-':
		return "−", true
	case '=', '<', '>', '+':
		return " " + string(c) + " ", true
	case ',':
		return ", ", true
	case '\'':
		return "′", true
	}
	return string(c), true
}

func (r *texReader) command() (string, bool) {
	end := 1
	for end < len(r.rest) && unicode.IsLetter(rune(r.rest[end])) {
		end++
	}
	if end == 1 {
		end = min(2, len(r.rest))
	}
	name := r.rest[1:end]
	r.rest = r.rest[end:]
	switch name {
	case "text", "textrm", "textbf", "textit", "mbox":
		text, ok := r.verbatim()
		return text, ok
	case "mathrm", "operatorname", "mathit", "mathsf":
		return r.argument()
	case "mathbb":
		arg, ok := r.argument()
		letter, known := blackboard[arg]
		return letter, ok && known
	case "frac", "tfrac", "dfrac":
		over, ok := r.argument()
		under, ok2 := r.argument()
		return fraction(over, under), ok && ok2
	case "sqrt":
		arg, ok := r.argument()
		if !single(arg) {
			arg = "(" + arg + ")"
		}
		return "√" + arg, ok && !strings.HasPrefix(arg, "[")
	}
	symbol, ok := symbols[name]
	if ok && (name == "left" || name == "right") && strings.HasPrefix(strings.TrimLeft(r.rest, " "), ".") {
		return "", false
	}
	if ok && len(symbol) > 1 && unicode.IsLetter(rune(symbol[0])) && symbol == name {
		symbol += " "
	}
	return symbol, ok
}

// verbatim reads the argument of \text, with its spaces.
func (r *texReader) verbatim() (string, bool) {
	end := strings.IndexByte(r.rest, '}')
	if !strings.HasPrefix(r.rest, "{") || end < 0 || strings.ContainsAny(r.rest[1:end], `\{$`) {
		return "", false
	}
	text := r.rest[1:end]
	r.rest = r.rest[end+1:]
	return " " + text + " ", true
}

func fraction(over, under string) string {
	for _, p := range []*string{&over, &under} {
		*p = strings.TrimSpace(*p)
		if !single(*p) {
			*p = "(" + *p + ")"
		}
	}
	return over + "/" + under
}

// single reports whether a text needs no brackets: letters and digits alone.
func single(text string) bool {
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsNumber(r) {
			return false
		}
	}
	return text != ""
}
