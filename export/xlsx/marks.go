package xlsx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/mark"
)

// marks writes the sheet of marks: those of questions with letters by formula,
// others as they are entered, then sections, total, grade and outcomes.
//
// Formulas of a row speak of cells of their own row, of the rows above the
// candidates and of names only, so that rows may be sorted.
func (b *book) marks() error {
	l := &b.layout
	people := b.people()
	columns := b.markColumns()
	first := b.firstMarkRow()
	m := &markRow{book: b, lettered: map[taskOf]int{}}
	for k, t := range l.lettered {
		m.lettered[t] = k
	}
	m.prepare()
	return b.sheet(sheet{
		name: "Marks", title: b.titleOf("Marks"),
		note:  "Enter marks in the shaded cells, in steps of a quarter; all else is worked out. To sort, unprotect the sheet first (it has no password).",
		above: b.markHeads(len(columns)), hide: 3 + len(l.outcomes),
		columns: columns, printed: l.outcome + len(l.outcomes) - 1, landscape: true, entry: true, n: l.rows, shift: 3,
		row: func(i int) []any {
			var p *person
			if i < len(people) {
				p = &people[i]
			}
			return m.row(i, first+i, p, len(columns))
		},
		prepare: func() error { return b.checkMarks() },
	})
}

// markColumns are the columns of Marks with their heads.
func (b *book) markColumns() []column {
	l := &b.layout
	columns := []column{{"Roll number", 18, b.entryText}, {"Name", 26, b.text}, {"Set", 7, b.center}}
	for _, c := range l.columns {
		item := &b.Exam.Items[c.item]
		label, style := item.Label, b.number
		if b.Exam.Forms > 1 {
			label = fmt.Sprintf("%d:%s", item.Form, label)
		}
		if c.task >= 0 {
			if part := mark.TaskLabel(item.Question, c.task); part != "" {
				label += "(" + part + ")"
			}
			if t := &item.Question.Tasks[c.task]; !mark.Lettered(t) && counts(t) != "*" {
				style = b.entry
			}
		}
		columns = append(columns, column{label, 8, style})
	}
	for i := range b.Exam.Sections {
		columns = append(columns, column{b.sectionName(i), float64(min(24, max(9, len([]rune(b.sectionName(i)))+3))), b.number})
	}
	columns = append(columns, column{"Sum", 8, b.number}, column{"Total", 8, b.number}, column{"Per cent", 8, b.percent}, column{"Grade", 8, b.center}, column{"Rank", 7, b.number})
	for _, o := range l.outcomes {
		columns = append(columns, column{o + " %", 8, b.percent})
	}
	return append(columns, column{"Present", 8, b.grey}, column{"Set, by its row in Order", 8, b.grey}, column{"Form", 8, b.grey}, column{"Row of Choices", 8, b.grey}, column{"Order", 11, b.grey})
}

func (b *book) sectionName(i int) string {
	if title := b.Exam.Sections[i].Title; title != "" {
		return title
	}
	return "Section " + strconv.Itoa(i+1)
}

// markHeads are the rows above the head of Marks; see headRows.
func (b *book) markHeads(width int) [][]any {
	l := &b.layout
	row := func(name string, value func(c markColumn, item *mark.Item) any) []any {
		cells := make([]any, width)
		cells[0] = name
		for i, c := range l.columns {
			cells[firstMark-1+i] = value(c, &b.Exam.Items[c.item])
		}
		return cells
	}
	flag := func(ok bool) any {
		if ok {
			return 1
		}
		return 0
	}
	rows := [][]any{
		row("Question id", func(c markColumn, item *mark.Item) any {
			if c.task < 0 {
				return ""
			}
			if part := mark.TaskLabel(item.Question, c.task); part != "" {
				return item.Question.ID + "/" + part
			}
			return item.Question.ID
		}),
		row("Form", func(c markColumn, item *mark.Item) any { return item.Form }),
		row("Candidates choose", func(c markColumn, item *mark.Item) any { return flag(b.Exam.Optional(item)) }),
	}
	for _, o := range l.outcomes {
		rows = append(rows, row(o, func(c markColumn, item *mark.Item) any {
			return flag(c.whole && slices.Contains(item.Question.Outcomes, o))
		}))
	}
	return append(rows,
		row("Question", func(c markColumn, item *mark.Item) any {
			if c.task < 0 {
				return "all of " + item.Label
			}
			return item.Question.Name
		}),
		row("Number in each set", func(c markColumn, item *mark.Item) any { return b.numbersIn(c.item) }),
		row("What counts (bank's letters)", func(c markColumn, item *mark.Item) any {
			if c.task < 0 || !mark.Lettered(&item.Question.Tasks[c.task]) {
				return ""
			}
			return counts(&item.Question.Tasks[c.task])
		}),
		row("Maximum", func(c markColumn, item *mark.Item) any {
			if c.task < 0 {
				return marksOf(item.Max)
			}
			return marksOf(item.Question.Tasks[c.task].Marks)
		}),
	)[:len(b.headRows())-1]
}

// A markRow writes the rows of Marks. What is the same in all of them is worked
// out once.
type markRow struct {
	*book
	lettered map[taskOf]int // index in layout.lettered

	sums    []string // by section: its formula, with # for the number of the row
	entries string   // ranges of cells with marks that are entered, likewise
	outcome []string
}

// A span is columns side by side.
type span struct{ from, to int }

// cells is the span in a row: "F#:K#".
func (s span) cells() string {
	if s.from == s.to {
		return col(s.from) + "#"
	}
	return col(s.from) + "#:" + col(s.to) + "#"
}

// spans joins columns, in ascending order, that stand side by side.
func spans(columns []int) []span {
	slices.Sort(columns)
	var list []span
	for _, c := range columns {
		if n := len(list); n > 0 && list[n-1].to == c-1 {
			list[n-1].to = c
			continue
		}
		list = append(list, span{c, c})
	}
	return list
}

func joined(list []span) string {
	var texts []string
	for _, s := range list {
		texts = append(texts, s.cells())
	}
	return strings.Join(texts, ",")
}

func (m *markRow) prepare() {
	b := m.book
	l := &b.layout
	for s := range b.Exam.Sections {
		m.sums = append(m.sums, b.sectionFormula(s))
	}
	var entries []int
	for i, c := range l.columns {
		if t := c.task; t >= 0 && !mark.Lettered(&b.Exam.Items[c.item].Question.Tasks[t]) {
			entries = append(entries, firstMark+i)
		}
	}
	m.entries = joined(spans(entries))
	all := span{firstMark, firstMark + len(l.columns) - 1}
	fixed := func(name string) string {
		r := strconv.Itoa(l.head[name])
		return "$" + col(all.from) + "$" + r + ":$" + col(all.to) + "$" + r
	}
	cells := "$" + col(all.from) + "#:$" + col(all.to) + "#"
	for _, o := range l.outcomes {
		tag := fixed("outcome " + o)
		form := ""
		if b.Exam.Forms > 1 {
			form = "," + fixed("form") + ",$" + col(l.form) + "#"
		}
		m.outcome = append(m.outcome, fmt.Sprintf(`IF($%s#<>1,"",IFERROR(SUMIF(%s,1,%s)*100/(SUMIFS(%s,%s,1,%s,0%s)+SUMIFS(%s,%s,1,%s,1,%s,">=-9999")),""))`,
			col(l.present), tag, cells, fixed("maximum"), tag, fixed("choice"), form, fixed("maximum"), tag, fixed("choice"), cells))
	}
}

// sectionFormula adds up a section: all of it or, where only some questions
// count, the best of each choice.
func (b *book) sectionFormula(s int) string {
	l := &b.layout
	section := &b.Exam.Sections[s]
	most := section.Any
	if section.Of == 0 {
		most = b.Settings.Best[s]
	}
	type key struct{ form, group int }
	groups := map[key][]int{}
	var keys []key
	for i := range b.Exam.Items {
		item := &b.Exam.Items[i]
		if item.Section != s {
			continue
		}
		k := key{item.Form, item.Group}
		if most == 0 {
			k = key{}
		}
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], l.question[i])
	}
	var sums []string
	for _, k := range keys {
		ranges := spans(groups[k])
		all := "SUM(" + joined(ranges) + ")"
		if most > 0 && len(groups[k]) > most {
			cells := ranges[0].cells()
			largest := make([]string, most)
			for i := range largest {
				largest[i] = fmt.Sprintf("LARGE(%s,%d)", cells, i+1)
			}
			all = fmt.Sprintf("IF(COUNT(%s)<=%d,SUM(%s),%s)", cells, most, cells, strings.Join(largest, "+"))
		}
		sums = append(sums, all)
	}
	return strings.Join(sums, "+")
}

// row writes the row of a candidate, who may be nobody yet.
func (m *markRow) row(i, number int, p *person, width int) []any {
	b := m.book
	l := &b.layout
	r := strconv.Itoa(number)
	at := func(text string) formula { return formula(strings.ReplaceAll(text, "#", r)) }
	cells := make([]any, width)
	cells[0] = ""
	if p != nil {
		cells[0] = p.roll
	}
	cells[1], cells[2] = b.looked(number)
	for k, c := range l.columns {
		cells[firstMark-1+k] = m.cell(i, k, c, r)
	}
	present, raw, total := "$"+col(l.present)+"#", "$"+col(l.raw)+"#", "$"+col(l.total)+"#"
	put := func(column int, text string) { cells[column-1] = at(text) }
	var sections []string
	for s, column := range l.sections {
		put(column, `IF(`+present+`<>1,"",`+m.sums[s]+`)`)
		sections = append(sections, col(column)+"#")
	}
	all := span{firstMark, firstMark + len(l.columns) - 1}.cells()
	put(l.raw, `IF(`+present+`<>1,"",IF(COUNTIF(`+all+`,"`+signWrong+`")>0,"`+signWrong+`",`+strings.Join(sections, "+")+`))`)
	put(l.total, `IF(`+present+`="","",IF(`+present+`=0,"AB",IF(ISNUMBER(`+raw+`),IF(AND(Factor=1,Addition=0),`+raw+`,MIN(WholeMarks,INT((`+raw+`*Factor+Addition)*4+0.5)/4)),`+raw+`)))`)
	put(l.percent, `IF(ISNUMBER(`+total+`),`+total+`*100/WholeMarks,"")`)
	put(l.grade, `IF(ISNUMBER(`+total+`),IFERROR(LOOKUP($`+col(l.percent)+`#,GradeFrom,GradeNames),INDEX(GradeNames,1)),"")`)
	put(l.rank, `IF(ISNUMBER(`+total+`),RANK(`+total+`,Totals),"")`)
	for k, text := range m.outcome {
		put(l.outcome+k, text)
	}
	written := ""
	if m.entries != "" {
		written = "+COUNT(" + m.entries + ")"
	}
	status := `IFERROR(INDEX(Statuses,MATCH($A#,Rolls,0))&"","")`
	row := "$" + col(l.row) + "#"
	put(l.present, `IF($A#="","",IF(`+status+`="absent",0,IF(`+status+`="present",1,IF(IF(`+row+`=0,0,INDEX(Answered,MAX(1,`+row+`)))`+written+`>0,1,0))))`)
	if len(b.Exam.Sets) == 1 {
		put(l.set, `IF($A#="",0,1)`)
	} else {
		put(l.set, `IF($A#="",0,IFERROR(MATCH($C#,SetNames,0),0))`)
	}
	put(l.form, `IF(AND(`+present+`=1,$`+col(l.set)+`#>0),INDEX(SetForms,MAX(1,$`+col(l.set)+`#)),"")`)
	put(l.row, `IF($A#="",0,IFERROR(MATCH($A#,ResponseRolls,0),0))`)
	put(l.order, `IF(ISNUMBER(`+total+`),`+total+`-ROW()/1000000,IF(`+total+`="AB",-1000000-ROW()/1000000,""))`)
	return cells
}

// cell is the cell of a column in the row of candidate i.
func (m *markRow) cell(i, k int, c markColumn, r string) any {
	b := m.book
	l := &b.layout
	item := &b.Exam.Items[c.item]
	if c.task < 0 {
		list := joined(spans(slices.Clone(l.task[c.item])))
		return formula(strings.ReplaceAll(`IF(COUNT(`+list+`)=0,"",SUM(`+list+`))`, "#", r))
	}
	t := &item.Question.Tasks[c.task]
	if !mark.Lettered(t) {
		if counts(t) == "*" {
			return formula(m.onPaper(item, r, col(firstMark+k)+"$"+strconv.Itoa(l.head["maximum"])))
		}
		return b.given(i, c)
	}
	if marks := b.given(i, c); marks != nil {
		return marks // in place of the formula, by hand
	}
	return formula(m.onPaper(item, r, m.worth(c, t, k, r, b.Exam.Optional(item))))
}

// onPaper is a formula that holds for candidates who were there and have the item.
func (m *markRow) onPaper(item *mark.Item, r, inner string) string {
	l := &m.book.layout
	test := "$" + col(l.present) + r + "<>1"
	if m.book.Exam.Forms > 1 {
		test = fmt.Sprintf("$%s%s<>%d", col(l.form), r, item.Form)
	}
	return "IF(" + test + `,"",` + inner + ")"
}

// worth is the formula for what a lettered task earns.
func (m *markRow) worth(c markColumn, t *bank.Task, k int, r string, optional bool) string {
	b := m.book
	l := &b.layout
	here := col(firstMark + k)
	most := here + "$" + strconv.Itoa(l.head["maximum"])
	if counts(t) == "*" {
		return most
	}
	key := here + "$" + strconv.Itoa(l.head["key"])
	row := "$" + col(l.row) + r
	column := col(firstMark + m.lettered[taskOf{c.item, c.task}])
	x := "INDEX(Choices!$" + column + "$" + strconv.Itoa(firstRow) + ":$" + column + "$" + strconv.Itoa(firstRow+l.rows) + "," + row + ")"
	blank := "Blank"
	if optional {
		blank = `""`
	}
	tail := func(right string) string {
		return `IF(` + row + `=0,` + blank + `,IF(` + x + `="` + signBlank + `",` + blank + `,IF(` + x + `="` + signWrong + `","` + signWrong + `",` + right + `)))`
	}
	choice, ok := t.Response.(*bank.Choice)
	if !ok || !choice.Multiple {
		return tail("IF(ISNUMBER(FIND(" + x + "," + key + "))," + most + ",Wrong)")
	}
	n := len(counts(t))
	found := make([]string, n)
	for i := range found {
		found[i] = "ISNUMBER(FIND(MID(" + key + "," + strconv.Itoa(i+1) + ",1)," + x + "))"
	}
	right := "(" + strings.Join(found, "+") + ")"
	partial := "Wrong"
	switch b.Exam.Marking.Partial {
	case bank.ShareOfRight:
		partial = "IF(AND(" + right + ">0,LEN(" + x + ")=" + right + "),INT(" + most + "*4*" + right + "/" + strconv.Itoa(n) + ")/4,Wrong)"
	case bank.NetShare:
		if n > 1 {
			partial = "INT(" + most + "*4*MAX(0,2*" + right + "-LEN(" + x + "))/" + strconv.Itoa(n) + ")/4"
		}
	}
	return tail("IF(" + x + "=" + key + "," + most + "," + partial + ")")
}

// given is what a person gave to candidate i for a task; nil for nothing.
func (b *book) given(i int, c markColumn) any {
	if b.Results == nil || i >= len(b.Results.Candidates) {
		return nil
	}
	s := &b.Results.Candidates[i].Scores[c.item]
	if !s.On || len(s.Tasks) == 0 || b.Results.Candidates[i].Absent {
		return nil
	}
	t := &b.Exam.Items[c.item].Question.Tasks[c.task]
	task := &s.Tasks[c.task]
	if task.ByHand || !mark.Lettered(t) && task.Answered {
		return marksOf(task.Marks)
	}
	return nil
}

// checkMarks lets only multiples of a quarter up to the maximum into the cells
// that are entered, and shows those that are missing.
func (b *book) checkMarks() error {
	l := &b.layout
	first := b.firstMarkRow()
	last := first + l.rows - 1
	if err := b.rolls("Marks", first); err != nil {
		return err
	}
	for k, c := range l.columns {
		if c.task < 0 {
			continue
		}
		item := &b.Exam.Items[c.item]
		t := &item.Question.Tasks[c.task]
		name := col(firstMark + k)
		cells, at := fmt.Sprintf("%s%d:%s%d", name, first, name, last), fmt.Sprintf("%s%d", name, first)
		if mark.Lettered(t) {
			if err := b.colour("Marks", cells, fmt.Sprintf(`%s="%s"`, at, signWrong), b.bad); err != nil {
				return err
			}
			continue
		}
		most := fmt.Sprintf("%s$%d", name, l.head["maximum"])
		test := fmt.Sprintf("AND(ISNUMBER(%s),%s>=0,%s<=%s,INT(%s*4)=%s*4)", at, at, at, most, at, at)
		if err := b.check("Marks", cells, "custom", test, "Marks", fmt.Sprintf("Enter 0 to %s in steps of 0.25, or nothing.", t.Marks)); err != nil {
			return err
		}
		if err := b.colour("Marks", cells, fmt.Sprintf(`AND(%s<>"",NOT(%s))`, at, test), b.bad); err != nil {
			return err
		}
		if !b.Exam.Optional(item) && b.Exam.Forms == 1 {
			if err := b.colour("Marks", cells, fmt.Sprintf(`AND($%s%d=1,%s="")`, col(l.present), first, at), b.hint); err != nil {
				return err
			}
		}
	}
	return nil
}
