package xlsx

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/mark"
)

// analysis writes the figures of classical test theory for each question, how
// often each option was chosen, and how reliable the paper is. Sums over
// candidates stand in columns at the right, from which the figures follow:
// sums of products pass over cells without numbers, so that a blank counts as 0.
func (b *book) analysis() error {
	columns := []column{
		{"No.", 8, b.center}, {"Question", 30, b.text}, {"Candidates", 11, b.number}, {"Maximum", 9, b.number}, {"Mean", 8, b.two},
		{"Facility index, %", 9, b.percent}, {"Standard deviation", 10, b.two}, {"Discrimination index, %", 14, b.percent},
		{"Discriminative efficiency, %", 14, b.percent}, {"Look at", 34, b.wrap},
		{"Sum", 9, b.grey}, {"Sum of squares", 9, b.grey}, {"Sum of products with the total", 11, b.grey},
		{"Sum of totals", 9, b.grey}, {"Sum of squared totals", 9, b.grey}, {"Variance", 9, b.grey}, {"Variance of totals", 9, b.grey}, {"Covariance", 9, b.grey},
	}
	var rows [][]any
	variances := map[int][]string{} // by form: the cells of what adds up to the total
	for i := range b.Exam.Items {
		r := firstRow + len(rows)
		rows = append(rows, b.itemRow(i, strconv.Itoa(r)))
		if item := &b.Exam.Items[i]; !b.Exam.Optional(item) {
			variances[item.Form] = append(variances[item.Form], "P"+strconv.Itoa(r))
		}
	}
	rows = append(rows, b.reliability(variances)...)
	rows = append(rows, b.distractors()...)
	return b.sheet(sheet{
		name: "Analysis", title: b.titleOf("Analysis of the questions"), columns: columns, printed: 10, rows: rows, landscape: true, slow: true, blocks: true, shift: 2,
		note: "Discrimination: correlation with the rest of the paper. Efficiency: covariance with the rest over the greatest that the same marks could have.",
	})
}

// itemRow has the figures of an item in row r.
func (b *book) itemRow(i int, r string) []any {
	l := &b.layout
	item := &b.Exam.Items[i]
	x := b.down("Marks", l.question[i])
	form := b.down("Marks", l.form)
	at := func(text string) string { return strings.ReplaceAll(strings.ReplaceAll(text, "#", r), "@", x) }
	label := item.Label
	if b.Exam.Forms > 1 {
		label = fmt.Sprintf("%d:%s", item.Form, label)
	}
	n, totals, squares := "COUNTIF(Present,1)", "SUM(Raw)", "SUMSQ(Raw)"
	there := "Present=1"
	switch {
	case b.Exam.Optional(item):
		n, totals, squares = "COUNT(@)", "SUMPRODUCT(--ISNUMBER(@),Raw)", "SUMPRODUCT(--ISNUMBER(@),Raw,Raw)"
		there = "ISNUMBER(@)"
	case b.Exam.Forms > 1:
		n = fmt.Sprintf("COUNTIFS(Present,1,%s,%d)", form, item.Form)
		totals, squares = fmt.Sprintf("SUMIF(%s,%d,Raw)", form, item.Form), fmt.Sprintf("SUMPRODUCT(--(%s=%d),Raw,Raw)", form, item.Form)
		there = fmt.Sprintf("(Present=1)*(%s=%d)", form, item.Form)
	}
	marks := "IF(" + there + ",IF(ISNUMBER(@),@,0))"
	rest := "IF(" + there + ",Raw-IF(ISNUMBER(@),@,0))"
	places := `ROW(INDIRECT("1:"&C#))`
	guard := func(text string) formula { return formula(at(`IFERROR(` + text + `,"")`)) }
	return []any{
		label, item.Question.String(),
		formula(at(n)), marksOf(item.Max),
		guard("K#/C#"), guard("E#*100/D#"), guard("SQRT(P#)"),
		guard("IF(OR(P#<0.000000001,Q#+P#-2*R#<0.000000001),\"\",(R#-P#)*100/SQRT(P#*(Q#+P#-2*R#)))"),
		array(at(`IFERROR(IF(H#="","",(R#-P#)*(C#-1)*100/(SUM(LARGE(` + marks + `,` + places + `)*LARGE(` + rest + `,` + places + `))-K#*(N#-K#)/C#)),"")`)),
		formula(at(`IF(C#<2,"",IF(H#="","all candidates have the same marks",IF(H#<0,"the strong did worse than the weak: check the key",IF(F#>95,"very easy",IF(F#<20,"very hard",IF(H#<15,"tells strong from weak poorly",""))))))`)),
		formula(at("SUM(@)")), formula(at("SUMSQ(@)")), formula(at("SUMPRODUCT(@,Raw)")), formula(at(totals)), formula(at(squares)),
		guard("(L#-K#*K#/C#)/(C#-1)"), guard("(O#-N#*N#/C#)/(C#-1)"), guard("(M#-K#*N#/C#)/(C#-1)"),
	}
}

// reliability has the coefficients of each form. What adds up to the total are
// the questions that all must answer, and sections in which candidates choose.
func (b *book) reliability(variances map[int][]string) [][]any {
	l := &b.layout
	rows := [][]any{{nil}}
	head := []any{styled{"", b.head}, styled{"Reliability", b.head}}
	for _, text := range []string{"Candidates", "Parts", "Sum of variances", "Variance of totals", "Cronbach's α (KR-20)", "Standard error, marks"} {
		head = append(head, styled{text, b.head})
	}
	rows = append(rows, head)
	start := firstRow + len(b.Exam.Items)
	for form := 1; form <= b.Exam.Forms; form++ {
		r := strconv.Itoa(start + len(rows))
		in := fmt.Sprintf("--(%s=%d)", b.down("Marks", l.form), form)
		parts := append([]string{}, variances[form]...)
		for s := range b.Exam.Sections {
			if b.Exam.Sections[s].Of > 0 {
				c := b.down("Marks", l.sections[s])
				parts = append(parts, fmt.Sprintf("(SUMPRODUCT(%s,%s,%s)-SUMPRODUCT(%s,%s)^2/C%s)/(C%s-1)", in, c, c, in, c, r, r))
			}
		}
		label := "Whole paper"
		if b.Exam.Forms > 1 {
			label = fmt.Sprintf("Form %d", form)
		}
		rows = append(rows, []any{
			"", label,
			formula(fmt.Sprintf("SUMPRODUCT(%s,--ISNUMBER(Raw))", in)), len(parts),
			styled{formula(`IFERROR(SUM(` + strings.Join(parts, ",") + `),"")`), b.two},
			styled{formula(fmt.Sprintf(`IFERROR((SUMPRODUCT(%s,Raw,Raw)-SUMPRODUCT(%s,Raw)^2/C%s)/(C%s-1),"")`, in, in, r, r)), b.two},
			styled{formula(fmt.Sprintf(`IFERROR(IF(F%s<0.000000001,"",D%s/(D%s-1)*(1-E%s/F%s)),"")`, r, r, r, r, r)), b.two},
			styled{formula(fmt.Sprintf(`IFERROR(SQRT(F%s*(1-G%s)),"")`, r, r)), b.two},
		})
	}
	return rows
}

// distractors count how often each option was chosen, by its text, which is the
// same in all sets.
func (b *book) distractors() [][]any {
	l := &b.layout
	rows := [][]any{{nil}, {
		styled{"No.", b.head}, styled{"Question", b.head}, styled{"Option (bank)", b.head}, styled{"Counts", b.head}, styled{"Chosen by", b.head}, styled{"Per cent", b.head},
		styled{"Text of the option", b.head}, styled{"", b.head}, styled{"", b.head}, styled{"", b.head},
	}}
	for k, t := range l.lettered {
		item := &b.Exam.Items[t.item]
		task := &item.Question.Tasks[t.task]
		c := b.down("Choices", firstMark+k)
		n := b.presentFor(item)
		add := func(letter, text, key, count string) {
			rows = append(rows, []any{
				b.named(t), item.Question.String(), styled{letter, b.center}, styled{key, b.center},
				styled{formula(count), b.number}, styled{formula(fmt.Sprintf(`IFERROR((%s)*100/%s,"")`, count, n)), b.percent}, styled{text, b.text},
			})
		}
		right := func(ok bool) string {
			if ok {
				return "key"
			}
			return ""
		}
		switch r := task.Response.(type) {
		case *bank.Truth:
			add("T", "True", right(r.Key), fmt.Sprintf(`COUNTIF(%s,"T")`, c))
			add("F", "False", right(!r.Key), fmt.Sprintf(`COUNTIF(%s,"F")`, c))
		case *bank.Choice:
			for i, o := range r.Options {
				pattern := assemble.Letter(i)
				if r.Multiple {
					pattern = "*" + pattern + "*"
				}
				add(assemble.Letter(i), readable(o.Text), right(o.Key), fmt.Sprintf(`COUNTIF(%s,"%s")`, c, pattern))
			}
		}
		add("", "several marked", "", fmt.Sprintf(`COUNTIF(%s,"%s")`, c, signSpoilt))
		add("", "no answer", "", fmt.Sprintf(`%s-COUNTIF(%s,"?*")+COUNTIF(%s,"%s")+COUNTIF(%s,"%s")`, b.presentFor(item), c, c, signBlank, c, signNot))
	}
	if len(rows) == 2 {
		return nil
	}
	return rows
}

// presentFor counts the candidates who were there and have an item.
func (b *book) presentFor(item *mark.Item) string {
	if b.Exam.Forms == 1 {
		return "COUNTIF(Present,1)"
	}
	return fmt.Sprintf("COUNTIFS(Present,1,%s,%d)", b.down("Marks", b.layout.form), item.Form)
}
