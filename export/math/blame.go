package math

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// blame returns the fault of a macro that a formula uses, or nil if the formula
// itself is at fault: a message that names a command or an environment that
// stands in a macro and not in the formula.
func (j job) blame(a *answer) error {
	if j.macros == "" {
		return nil
	}
	var used map[string]definition
	if json.Unmarshal([]byte(j.macros), &used) != nil {
		return nil
	}
	if a.Macro != "" { // the bundle knows which
		return j.faultOf(a.Macro, a.Error, used)
	}
	for _, sign := range named(a.Error) {
		if stands(j.TeX, sign) {
			return nil
		}
		for _, name := range slices.Sorted(maps.Keys(used)) {
			if stands(used[name].TeX, sign) {
				return j.faultOf(name, a.Error, used)
			}
		}
	}
	if strings.Contains(strings.ToLower(a.Error), "recursive") {
		list := slices.Sorted(maps.Keys(used))
		return &Error{Message: `the formula grows without end: is \` + strings.Join(list, ` or \`) + " a macro that calls itself, or many others?"}
	}
	return nil
}

// faultOf returns an error that names a macro, at the place in the formula where
// it comes in.
func (j job) faultOf(name, message string, used map[string]definition) error {
	macros := make(Macros, len(used))
	for n, d := range used {
		macros[n] = d.TeX
	}
	at := -1
	eachCommand(j.TeX, func(outer string, offset int) bool {
		r := resolver{macros: macros, used: map[string]definition{}}
		if r.use(outer); at < 0 {
			if _, ok := r.used[name]; ok {
				at = offset
			}
		}
		return at < 0
	})
	return &Error{Message: `the macro \` + name + " is at fault: " + lowerFirst(message), Offset: max(0, at), Macro: name}
}

// named lists the commands and environments that a message speaks of.
func named(message string) (signs []string) {
	if rest, ok := strings.CutPrefix(message, "Unknown environment '"); ok {
		name, _, _ := strings.Cut(rest, "'")
		return []string{`\begin{` + name + "}"}
	}
	for i := 0; i < len(message); i++ {
		if message[i] != '\\' {
			continue
		}
		command := commandAt(message[i:])
		if env, ok := environmentAt(command, message[i+len(command):]); ok {
			command = `\begin{` + env + "}"
		}
		signs = append(signs, command)
		i += len(command) - 1
	}
	return signs
}

// stands reports that a command or the beginning of an environment stands in
// TeX.
func stands(tex, sign string) bool {
	if strings.HasSuffix(sign, "}") {
		return strings.Contains(tex, sign)
	}
	return indexCommand(tex, sign, 0) >= 0
}
