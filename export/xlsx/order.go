package xlsx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/mark"
)

// The sheet Order turns printed letters into those of the bank, which are the
// same in all sets. For each set and lettered task it has the column of Responses
// with the answer, and a map. The map of a task with one answer has before each
// "|letter=" the bank's letter that it stands for: "-|=C|A=A|B=x|*=", so that
// one FIND reads an answer; "-" is no answer and "x" a spoilt one. The map of a
// choice of several options has at each bank letter's place the printed letter.

// Signs in place of a letter of the bank.
const (
	signBlank  = "-"
	signSpoilt = "x" // no letter of an option is small
	signWrong  = "!" // the answer cannot be read
	signNot    = "#" // the task is not in the set
)

// order writes the sheet Order.
func (b *book) order() error {
	l := &b.layout
	n := len(l.lettered)
	columns := []column{{"Set", 8, b.center}, {"Form", 6, b.number}}
	for _, t := range l.lettered {
		columns = append(columns, column{"at " + b.named(t), 8, b.number})
	}
	for _, t := range l.lettered {
		columns = append(columns, column{"map " + b.named(t), 16, b.text})
	}
	for _, p := range l.places {
		columns = append(columns, column{"no. " + mark.Numbered(p.number, p.part), 16, b.text})
	}
	last := headRow + len(b.Exam.Sets)
	block := func(from, n int) string {
		n = max(n, 1)
		return fmt.Sprintf("Order!$%s$%d:$%s$%d", col(from), firstRow, col(from+n-1), last)
	}
	for _, d := range [][2]string{{"Places", block(3, n)}, {"Maps", block(3+n, n)}, {"Allowed", block(3+2*n, len(l.places))}} {
		if err := b.file.SetDefinedName(&excelize.DefinedName{Name: d[0], RefersTo: d[1]}); err != nil {
			return err
		}
	}
	return b.sheet(sheet{
		name: "Order", title: b.titleOf("Order of questions and options"), columns: columns, printed: len(columns),
		note: "For the formulas: in which column the answer to each question stands, and which option of the bank each letter is.",
		n:    len(b.Exam.Sets), hidden: true, unfixed: true,
		row: func(i int) []any { return b.orderOf(&b.Exam.Sets[i], len(columns)) },
	})
}

// named is the number of a task in the first set of its form.
func (b *book) named(t taskOf) string {
	item := &b.Exam.Items[t.item]
	label := item.Label
	if part := mark.TaskLabel(item.Question, t.task); part != "" {
		label += "(" + part + ")"
	}
	if b.Exam.Forms > 1 {
		label = fmt.Sprintf("%d:%s", item.Form, label)
	}
	return label
}

func (b *book) orderOf(s *mark.Set, width int) []any {
	l := &b.layout
	n := len(l.lettered)
	row := make([]any, width)
	row[0], row[1] = s.Name, s.Form
	for k := range l.places {
		row[2+2*n+k] = ""
	}
	for k, t := range l.lettered {
		row[2+k], row[2+n+k] = 0, ""
		number := s.Numbers[t.item]
		if number == 0 {
			continue
		}
		q := b.Exam.Items[t.item].Question
		part := mark.TaskLabel(q, t.task)
		at := slices.IndexFunc(l.places, func(p place) bool { return p.number == number && p.part == part })
		text := mapOf(&q.Tasks[t.task], s.Orders[t.item][t.task])
		row[2+k], row[2+n+k] = at+1, text
		if !b.Exam.Own {
			row[2+2*n+at] = text
		}
	}
	return row
}

// mapOf is the map of a task as printed.
func mapOf(t *bank.Task, order []int) string {
	choice, ok := t.Response.(*bank.Choice)
	if !ok {
		return "-|=T|T=T|TRUE=F|F=F|FALSE=" + signSpoilt + "|" + mark.Several + "="
	}
	if choice.Multiple {
		var b strings.Builder
		for option := range order {
			b.WriteString(assemble.Letter(slices.Index(order, option)))
		}
		return b.String()
	}
	var b strings.Builder
	b.WriteString(signBlank + "|=")
	for place, option := range order {
		b.WriteString(assemble.Letter(option) + "|" + assemble.Letter(place) + "=")
	}
	b.WriteString(signSpoilt + "|" + mark.Several + "=")
	return b.String()
}

// choices writes what each candidate chose in the bank's letters, in the rows of
// Responses.
func (b *book) choices() error {
	l := &b.layout
	columns := []column{{"Roll number", 18, b.text}, {"Set, by its row in Order", 12, b.number}, {"Answers", 9, b.number}}
	for _, t := range l.lettered {
		columns = append(columns, column{b.named(t), 8, b.center})
	}
	several := make([]string, len(l.lettered))
	for k, t := range l.lettered {
		if choice, ok := b.Exam.Items[t.item].Question.Tasks[t.task].Response.(*bank.Choice); ok && choice.Multiple {
			several[k] = letters(len(choice.Options))
		}
	}
	shift := strconv.Itoa(headRow)
	return b.sheet(sheet{
		name: "Choices", title: b.titleOf("What candidates chose, in the letters of the bank"), columns: columns, printed: len(columns),
		note: "Worked out from Responses: - for no answer, x where several are marked, ! where the answer cannot be read, # where the question is not in the set.",
		n:    l.rows, hidden: true, unfixed: true,
		row: func(i int) []any {
			r := strconv.Itoa(firstRow + i)
			row := make([]any, len(columns))
			row[0] = formula("INDEX(Responses!$A$" + strconv.Itoa(firstRow) + ":$A$" + strconv.Itoa(firstRow+l.rows) + ",ROW()-" + shift + `)&""`)
			set := `IFERROR(MATCH(INDEX(CandidateSets,MATCH($A` + r + `,Rolls,0))&"",SetNames,0),0)`
			if len(b.Exam.Sets) == 1 {
				set = "1"
			}
			row[1] = formula(`IF($A` + r + `="",0,` + set + `)`)
			row[2] = formula("COUNTIF(INDEX(Letters,ROW()-" + shift + `,0),"?*")`)
			for k := range l.lettered {
				n := strconv.Itoa(k + 1)
				row[3+k] = formula(choiceFormula(r, n, shift, several[k], b.Exam.Forms > 1))
			}
			return row
		},
	})
}

func letters(n int) string {
	text := ""
	for i := range n {
		text += assemble.Letter(i)
	}
	return text
}

// choiceFormula is what a candidate chose for the n-th lettered task. Of several
// options those are joined that the answer has, which must be all that it has.
func choiceFormula(row, n, shift, several string, forms bool) string {
	text := "UPPER(TRIM(INDEX(Letters,ROW()-" + shift + ",INDEX(Places,$B" + row + "," + n + "))))"
	order := "INDEX(Maps,$B" + row + "," + n + ")"
	inner := "IFERROR(MID(" + order + `,FIND("|"&` + text + `&"=",` + order + `)-1,1),"` + signWrong + `")`
	if several != "" {
		joined := make([]string, len(several))
		for i := range several {
			joined[i] = `IF(ISNUMBER(FIND(MID(` + order + "," + strconv.Itoa(i+1) + ",1)," + text + ")),\"" + several[i:i+1] + `","")`
		}
		chosen := strings.Join(joined, "&")
		bare := `SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(` + text + `,",","")," ",""),";","")`
		inner = `IF(` + text + `="","` + signBlank + `",IF(LEN(` + bare + `)<>LEN(` + chosen + `),"` + signWrong + `",` + chosen + `))`
	}
	if forms {
		inner = "IF(INDEX(Places,$B" + row + "," + n + `)=0,"` + signNot + `",` + inner + ")"
	}
	return "IF($B" + row + `=0,"",` + inner + ")"
}
