package assemble

import "github.com/papersetter/papersetter/assemble/solve"

func (m *model) explain(p *problem, answer solve.Answer, opts Options) error {
	return &Infeasible{Proved: answer.Proof != nil}
}

func (m *model) explainForms(made int, opts Options) error {
	return &Infeasible{Form: made + 1, Forms: m.blueprint.Forms}
}
