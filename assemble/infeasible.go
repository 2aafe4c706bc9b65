package assemble

import (
	"fmt"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/schema"
)

// Infeasible says that there is no form, or that none was found, and what would
// help.
type Infeasible struct {
	Form, Forms int  // the form that could not be made, of how many
	Proved      bool // there is no such paper; else none was found
	Minimal     bool // each of the reasons is needed: without it the others can be met

	// Reasons are requirements that cannot all be met, in the blueprint's order;
	// where nothing is proved, those that the closest paper misses.
	Reasons []Reason
	Repairs []Repair // the cheapest first; each is enough by itself
	Partial bool     // each mends this conflict, but others remain
}

// Reason is a requirement that conflicts with the others.
type Reason struct {
	Line
	Pos         schema.Pos
	Requirement string // whom it is about
	Asked       string
	Has         string // what the bank has, or what is nearest beside the others
}

// Line names a requirement of a blueprint: the smallest thing that can be
// dropped by itself.
type Line struct {
	Kind     string         // section, rule, must, never, fresh, enemies or forms
	Section  int            // of a section and of a section's rule; else -1
	Rule     *bank.Rule     // of a rule
	Value    string         // of a rule with each
	Quantity string         // of a rule: count, marks or minutes
	Question *bank.Question // of must, never and enemies
	Other    *bank.Question // of enemies
}

// Repair is a change after which there is a paper.
type Repair struct {
	Words string
	Pos   schema.Pos
	// Blueprint is the blueprint as changed; the one that was asked for where
	// questions are to be written.
	Blueprint *bank.Blueprint
	Write     []*bank.Question // the tags of questions to write; they have no text
	Apart     []*bank.Question // two enemies that are to be none
}

func (r Reason) String() string {
	return fmt.Sprintf("%s: %s: asked %s; %s", r.Pos, r.Requirement, r.Asked, r.Has)
}

func (r Repair) String() string {
	if r.Pos.File == "" {
		return r.Words
	}
	return r.Pos.String() + ": " + r.Words
}

// joined puts reasons of one line of the blueprint that say the same together:
// "lecture 10, lecture 11 and 19 more".
func joined(reasons []Reason) []Reason {
	const named = 4
	var list []Reason
	for i := 0; i < len(reasons); {
		r := reasons[i]
		j := i
		var names []string
		for ; j < len(reasons) && reasons[j].Pos == r.Pos && reasons[j].Asked == r.Asked && reasons[j].Has == r.Has; j++ {
			names = append(names, reasons[j].Requirement)
		}
		if more := len(names) - named; more > 1 {
			names = append(names[:named], fmt.Sprintf("and %d more", more))
		}
		r.Requirement = strings.Join(names, ", ")
		list, i = append(list, r), j
	}
	return list
}

// mostShown keeps a message within a screen.
const mostShown = 12

func (e *Infeasible) Error() string {
	var b strings.Builder
	b.WriteString(e.headline())
	reasons := joined(e.Reasons)
	for _, r := range reasons[:min(mostShown, len(reasons))] {
		b.WriteString("\n  " + r.String())
	}
	if more := len(reasons) - mostShown; more > 0 {
		fmt.Fprintf(&b, "\n  and %d more", more)
	}
	switch {
	case len(e.Repairs) == 0:
	case e.Partial:
		b.WriteString("\nthis is not all that stands against a paper; to begin with, do one of these and run the command again:")
	case len(e.Repairs) == 1:
		b.WriteString("\nthis would do:")
	default:
		b.WriteString("\nany one of these would do:")
	}
	if len(e.Repairs) > 0 {
		for _, r := range e.Repairs {
			b.WriteString("\n  " + r.String())
		}
	}
	return b.String()
}

func (e *Infeasible) headline() string {
	switch {
	case e.Forms > 1 && e.Form > 1 && e.Proved:
		return fmt.Sprintf("the bank cannot give %d forms that share no question", e.Forms)
	case e.Forms > 1 && e.Form > 1:
		return fmt.Sprintf("no form %d of %d was found beside those before it", e.Form, e.Forms)
	case e.Proved && len(e.Reasons) == 1:
		return "no paper can meet this requirement of the blueprint"
	case e.Proved:
		return "no paper can meet these requirements of the blueprint together"
	}
	return "no paper was found that meets this blueprint; the closest misses"
}
