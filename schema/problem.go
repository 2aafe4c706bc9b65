package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Pos is a place in a file. Line and Column count from 1, Column in
// characters; Line 0 means the file as a whole.
type Pos struct {
	File         string
	Line, Column int
}

// String spells the place as editors and terminals understand it:
// "questions/algebra.yaml:41:7", or "questions/algebra.yaml" for the file.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.File == "":
		return fmt.Sprintf("%d:%d", p.Line, p.Column)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Problem is a mistake of an author, worded for a lecturer: what is wrong and
// what to write instead.
type Problem struct {
	Pos     Pos
	Path    string // of the data, for example "questions[3].options"; "" for the file
	Message string
	Warning bool // the document can be used in spite of it
}

// String is the problem on one line.
func (p Problem) String() string {
	s := p.Pos.String()
	if s != "" {
		s += ": "
	}
	if p.Warning {
		s += "warning: "
	}
	if p.Path != "" {
		s += p.Path + ": "
	}
	return printable(s + p.Message)
}

// printable replaces control characters, which a key of JSON may hold and
// which would break the line or command the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '\ufffd'
		}
		return r
	}, s)
}

// Problems is a list of problems.
type Problems []Problem

// Sort puts the problems in the order of their places and drops repeated ones.
func (ps *Problems) Sort() {
	slices.SortStableFunc(*ps, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
			cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Message, b.Message),
			compareBool(a.Warning, b.Warning),
		)
	})
	*ps = slices.Compact(*ps)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// Errors counts the problems that are not warnings.
func (ps Problems) Errors() int {
	n := 0
	for i := range ps {
		if !ps[i].Warning {
			n++
		}
	}
	return n
}
