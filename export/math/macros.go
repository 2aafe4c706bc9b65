package math

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Macros are abbreviations for formulas: names without backslash, and the TeX
// they stand for with #1 … #9 for arguments, of which a macro has as many as
// the highest number it uses. A name that is defined already gets another
// meaning, except for those that give a formula its structure. Formulas can use
// macros, but never change them for other formulas.
type Macros map[string]string

// MacroError says what is wrong with a macro, whether it is used or not.
type MacroError struct {
	Name    string // without backslash
	Message string
	Offset  int // byte offset into the definition where known, else 0
}

func (e *MacroError) Error() string { return fmt.Sprintf(`the macro \%s %s`, e.Name, e.Message) }

// With returns a view of the typesetter for formulas that use macros, in
// addition to those it has; new definitions come before older ones. Views share
// engines and memory, are cheap, and end with [Typesetter.Close] of any. A
// formula is typeset anew only when a macro changes that it uses. A macro that
// is at fault is an error of each formula that uses it.
func (t *Typesetter) With(m Macros) *Typesetter {
	all := make(Macros, len(t.macros)+len(m))
	maps.Copy(all, t.macros)
	maps.Copy(all, m)
	view := &Typesetter{works: t.works, macros: all}
	for name := range all {
		if name != "" && !isWord(name) {
			view.unnamed = append(view.unnamed, name)
		}
	}
	slices.Sort(view.unnamed)
	return view
}

// isWord reports that TeX reads a name as a whole behind a backslash.
func isWord(name string) bool {
	for i := range len(name) {
		if !isLetter(name[i]) {
			return false
		}
	}
	return name != ""
}

// reserved are names that a formula is read by. A macro of such a name would
// make an error message of each formula.
var reserved = strings.Fields(`begin end left right middle text over def let newcommand renewcommand newenvironment
	tag notag nonumber label ref eqref`)

// checkMacro returns what is wrong with a macro by itself, nil if nothing is.
func (m Macros) checkMacro(name string) *MacroError {
	fault := func(offset int, message string) *MacroError { return &MacroError{name, message, offset} }
	tex := m[name]
	switch {
	case !isWord(name):
		return fault(0, `has a name that TeX does not read as one: use only the letters A to Z and a to z`)
	case slices.Contains(reserved, name):
		return fault(0, `would replace a command that formulas are built with: choose another name`)
	case strings.TrimSpace(tex) == "":
		return nil
	}
	if err := checkSource(tex); err != nil {
		e := err.(*Error)
		return fault(e.Offset, "is at fault: "+strings.Replace(e.Message, "the formula", "its definition", 1))
	}
	if i := unmatched(tex, '{', '}'); i >= 0 {
		return fault(i, "has a brace { without its }")
	}
	if i := extraClose(tex); i >= 0 {
		return fault(i, "has a brace } without its {")
	}
	if _, i, message := parameters(tex); message != "" {
		return fault(i, message)
	}
	return nil
}

// parameters counts the arguments of a macro, or says what stands where in its
// definition that cannot.
func parameters(tex string) (count, offset int, fault string) {
	for i := 0; i < len(tex); i++ {
		switch tex[i] {
		case '\\':
			i++
		case '%':
			return 0, i, `has a comment, which would hide what follows the macro: write \% for the sign`
		case '#':
			i++
			switch {
			case i < len(tex) && tex[i] == '#':
			case i < len(tex) && tex[i] >= '1' && tex[i] <= '9':
				count = max(count, int(tex[i]-'0'))
			default:
				return 0, i - 1, `has a # without the number of an argument, #1 to #9: write \# for the sign`
			}
		}
	}
	return count, 0, ""
}

// eachCommand calls a function with the name of each control word and its
// place, until it returns false. A backslash that another one precedes counts
// too: whether it begins a word can depend on what is read before.
func eachCommand(tex string, f func(name string, offset int) bool) {
	for i := 0; i < len(tex); i++ {
		if tex[i] != '\\' {
			continue
		}
		if name := commandAt(tex[i:])[1:]; name != "" && isLetter(name[0]) && !f(name, i) {
			return
		}
	}
}

// A resolver finds the macros that a formula uses.
type resolver struct {
	macros Macros
	used   map[string]definition
	path   []string // macros that call one another
	fault  *MacroError
}

// A definition is a macro as the bundle reads it.
type definition struct {
	TeX  string `json:"tex"`
	Args int    `json:"args"`
}

// use takes up a macro and those it uses. It returns false at a fault.
func (r *resolver) use(name string) bool {
	tex, ok := r.macros[name]
	if !ok {
		return true
	}
	if i := slices.Index(r.path, name); i >= 0 {
		loop := append(slices.Clone(r.path[i:]), name)
		r.fault = &MacroError{Name: name, Message: `calls itself without end: \` + strings.Join(loop, ` → \`)}
		return false
	}
	if _, ok := r.used[name]; ok {
		return true
	}
	if r.fault = r.macros.checkMacro(name); r.fault != nil {
		return false
	}
	r.path = append(r.path, name)
	eachCommand(tex, func(inner string, _ int) bool { return r.use(inner) })
	r.path = r.path[:len(r.path)-1]
	if r.fault != nil {
		return false
	}
	args, _, _ := parameters(tex)
	r.used[name] = definition{tex, args}
	return true
}

// resolve returns the macros that a formula uses, directly or not, as the
// bundle reads them and in one order; "" for none. What the cache knows a
// formula by contains this and no other macro.
func (m Macros) resolve(tex string) (string, error) {
	if len(m) == 0 {
		return "", nil
	}
	r := resolver{macros: m, used: map[string]definition{}}
	at := 0
	eachCommand(tex, func(name string, offset int) bool {
		at = offset
		return r.use(name)
	})
	if r.fault != nil {
		return "", &Error{Message: r.fault.Error(), Offset: at, Macro: r.fault.Name}
	}
	if len(r.used) == 0 {
		return "", nil
	}
	text, err := json.Marshal(r.used) // sorted by name
	return string(text), err
}

// resolve returns the macros that a formula uses. A macro with a bad name is an
// error where it seems to be used: TeX would read \norm2 as \norm of 2.
func (t *Typesetter) resolve(tex string) (string, error) {
	for _, name := range t.unnamed {
		if i := strings.Index(tex, `\`+name); i >= 0 {
			return "", &Error{Message: t.macros.checkMacro(name).Error(), Offset: i, Macro: name}
		}
	}
	return t.macros.resolve(tex)
}

// CheckMacros returns what is wrong with the macros of a typesetter, in the
// order of their names: what each formula that uses them would say, and
// commands that nothing defines.
func (t *Typesetter) CheckMacros() ([]*MacroError, error) {
	var faults []*MacroError
	var sound []string
	for _, name := range slices.Sorted(maps.Keys(t.macros)) {
		r := resolver{macros: t.macros, used: map[string]definition{}}
		switch {
		case name == "": // no formula can use it
			faults = append(faults, t.macros.checkMacro(name))
		case r.use(name):
			sound = append(sound, name)
		case r.fault.Name == name:
			faults = append(faults, r.fault)
		}
	}
	undefined, err := t.undefined(sound)
	if err != nil {
		return nil, err
	}
	faults = append(faults, undefined...)
	slices.SortFunc(faults, func(a, b *MacroError) int { return cmp.Compare(a.Name, b.Name) })
	return faults, nil
}

// undefined returns the macros with a command that nothing defines.
func (t *Typesetter) undefined(names []string) ([]*MacroError, error) {
	type command struct {
		name   string
		offset int
	}
	commands := map[string][]command{}
	var list []string
	for _, name := range names {
		tex := t.macros[name]
		eachCommand(tex, func(inner string, offset int) bool {
			if _, ok := t.macros[inner]; !ok && !definedIn(tex, inner) {
				commands[name] = append(commands[name], command{inner, offset})
				list = append(list, inner)
			}
			return true
		})
	}
	slices.Sort(list)
	unknown, err := t.unknown(slices.Compact(list))
	if err != nil {
		return nil, err
	}
	var faults []*MacroError
	for _, name := range names {
		for _, c := range commands[name] {
			if slices.Contains(unknown, c.name) {
				faults = append(faults, &MacroError{name, `uses \` + c.name + `, which is not defined`, c.offset})
				break
			}
		}
	}
	return faults, nil
}

// definedIn reports that a definition itself defines a command.
func definedIn(tex, name string) bool {
	for _, define := range []string{`\def`, `\let`, `\newcommand`, `\renewcommand`, `\DeclareMathOperator`, `\DeclarePairedDelimiter`} {
		for _, between := range []string{"", " ", "{", "*{", "* {", " {"} {
			if strings.Contains(tex, define+between+`\`+name) {
				return true
			}
		}
	}
	return false
}

// unknown asks an engine which commands nothing defines.
func (t *Typesetter) unknown(names []string) ([]string, error) {
	if len(names) == 0 {
		return nil, nil
	}
	e, err := t.engines.get()
	if err != nil {
		return nil, err
	}
	a, broken, err := e.call("unknown", job{Source: Source{TeX: strings.Join(names, " ")}})
	t.engines.put(e, broken)
	if err != nil {
		return nil, err
	}
	return a.Names, nil
}
