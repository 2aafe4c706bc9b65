package xlsx

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/papersetter/papersetter/bank"
)

// bins is how many bars the histogram has, ten per cent each.
const bins = 10

// results writes the list in order of marks, those who were absent last, with
// statistics and the histogram beside it.
func (b *book) results() error {
	l := &b.layout
	columns := []column{
		{"Rank", 7, b.number}, {"Roll number", 18, b.text}, {"Name", 30, b.text}, {"Set", 7, b.center},
		{"Total", 9, b.number}, {"Per cent", 9, b.percent}, {"Grade", 8, b.center}, {"", 3, b.note}, {"", 34, b.text}, {"", 12, b.percent}, {"Row", 7, b.grey},
	}
	figures := b.figures()
	from := func(column int, at string) formula {
		return formula(fmt.Sprintf(`IF(%s="","",INDEX(%s,%s))`, at, b.down("Marks", column), at))
	}
	return b.sheet(sheet{
		name: "Results", title: b.titleOf("Results"), columns: columns, printed: 10, n: max(l.rows, len(figures)), unfixed: true, shift: 3,
		row: func(i int) []any {
			at := "$K" + strconv.Itoa(firstRow+i)
			row := make([]any, len(columns))
			if i < l.rows {
				row = []any{
					from(l.rank, at), from(1, at), from(2, at), from(3, at), from(l.total, at), from(l.percent, at), from(l.grade, at),
					nil, nil, nil, formula(fmt.Sprintf(`IF(%d>COUNT(SortKeys),"",MATCH(LARGE(SortKeys,%d),SortKeys,0))`, i+1, i+1)),
				}
			}
			if i < len(figures) {
				row[8], row[9] = figures[i].name, figures[i].value
			}
			return row
		},
		prepare: func() error { return b.histogram(figures) },
	})
}

// A figure is a name with a value beside it.
type figure struct {
	name  any
	value any
}

// figures are the statistics beside the list.
func (b *book) figures() []figure {
	guarded := func(text string) formula { return formula("IF(COUNT(Totals)=0,\"\"," + text + ")") }
	list := []figure{
		{"Candidates", styled{formula(`COUNTIF(Rolls,"?*")-1`), b.number}}, // the marker row is one
		{"Present", styled{formula(`COUNTIF(Present,1)`), b.number}},
		{"Absent", styled{formula(`COUNTIF(Present,0)`), b.number}},
		{"Answers not read", styled{formula(`COUNTIF(Totals,"` + signWrong + `")`), b.number}},
		{"Maximum of the paper", styled{formula("WholeMarks"), b.number}},
		{"Mean", styled{guarded("AVERAGE(Totals)"), b.two}},
		{"Median", styled{guarded("MEDIAN(Totals)"), b.two}},
		{"Standard deviation", styled{formula(`IF(COUNT(Totals)<2,"",STDEV(Totals))`), b.two}},
		{"Highest", styled{guarded("MAX(Totals)"), b.two}},
		{"Lowest", styled{guarded("MIN(Totals)"), b.two}},
		{"Passed", styled{formula(`COUNTIF(Percents,">="&PassMark)`), b.number}},
		{"Passed, per cent of those present", guarded(`COUNTIF(Percents,">="&PassMark)*100/COUNT(Percents)`)},
		{"", nil},
		{styled{"Per cent of marks", b.head}, styled{"Candidates", b.head}},
	}
	for i := range bins {
		low, high := 100/bins*i, 100/bins*(i+1)
		count := fmt.Sprintf(`COUNTIFS(Percents,">=%d",Percents,"<%d")`, low, high)
		switch i {
		case 0:
			count = fmt.Sprintf(`COUNTIF(Percents,"<%d")`, high)
		case bins - 1:
			count = fmt.Sprintf(`COUNTIF(Percents,">=%d")`, low)
		}
		list = append(list, figure{fmt.Sprintf("%d to %d", low, high), styled{formula(count), b.number}})
	}
	list = append(list, figure{"", nil}, figure{styled{"Grade", b.head}, styled{"Candidates", b.head}})
	for i := range b.Settings.Grades {
		at := len(b.Settings.Grades) - i // the table on Settings ascends
		list = append(list, figure{
			formula(fmt.Sprintf("INDEX(GradeNames,%d)", at)),
			styled{formula(fmt.Sprintf("COUNTIF(Grades,INDEX(GradeNames,%d))", at)), b.number},
		})
	}
	return list
}

// histogram draws how many candidates have how many marks.
func (b *book) histogram(figures []figure) error {
	first := firstRow + slices.IndexFunc(figures, func(f figure) bool {
		s, ok := f.name.(styled)
		return ok && s.value == "Per cent of marks"
	}) + 1
	// A chart is tied to cells, and how wide these will be is not known when it is
	// placed: it covers the two columns of figures, which count as usual ones.
	const twoColumns = 125
	return b.chart("Results", "I"+strconv.Itoa(firstRow+len(figures)+1), twoColumns, "Candidates by per cent of marks", excelize.Col,
		fmt.Sprintf("Results!$I$%d:$I$%d", first, first+bins-1), fmt.Sprintf("Results!$J$%d:$J$%d", first, first+bins-1))
}

// chart draws bars in black and white, so that it may be printed; width is in
// pixels.
func (b *book) chart(sheet, cell string, width uint, title string, kind excelize.ChartType, names, values string) error {
	gap := uint(40)
	return b.file.AddChart(sheet, cell, &excelize.Chart{
		Type: kind,
		Series: []excelize.ChartSeries{{
			Name: title, Categories: names, Values: values,
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"7F7F7F"}},
		}},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Bold: true, Size: 12}}}},
		Legend:    excelize.ChartLegend{Position: "none"},
		Dimension: excelize.ChartDimension{Width: width, Height: 240},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		GapWidth:  &gap,
	})
}

// attainment writes for each course outcome how many candidates attained it and
// the level that is, and what follows for programme outcomes.
func (b *book) attainment() error {
	l := &b.layout
	columns := []column{{"CO", 12, b.center}, {"Outcome", 60, b.wrap}}
	for _, head := range []string{"Marks on the paper", "Candidates assessed", "Candidates at or above the threshold", "Per cent", "Level", "Target", "Level less target", "Attained"} {
		columns = append(columns, column{head, 12, b.number})
	}
	var rows [][]any
	for k, id := range l.outcomes {
		r := firstRow + k
		percents := b.down("Marks", l.outcome+k)
		text, worth := "", bank.Marks(0)
		for _, o := range b.Exam.Course.Outcomes {
			if o.ID == id {
				text = o.Text
			}
		}
		for i := range b.Exam.Items {
			item := &b.Exam.Items[i]
			if item.Form == b.Exam.Items[0].Form && slices.Contains(item.Question.Outcomes, id) {
				worth += item.Max
			}
		}
		rows = append(rows, []any{
			id, text, marksOf(worth),
			formula(fmt.Sprintf("COUNT(%s)", percents)),
			formula(fmt.Sprintf(`COUNTIF(%s,">="&Threshold)`, percents)),
			styled{formula(fmt.Sprintf(`IF(D%d=0,"",E%d*100/D%d)`, r, r, r)), b.percent},
			formula(fmt.Sprintf(`IF(D%d=0,"",IF(F%d>=LevelThree,3,IF(F%d>=LevelTwo,2,IF(F%d>=LevelOne,1,0))))`, r, r, r, r)),
			formula("Target"),
			formula(fmt.Sprintf(`IF(G%d="","",G%d-H%d)`, r, r, r)),
			styled{formula(fmt.Sprintf(`IF(G%d="","",IF(G%d>=H%d,"yes","no"))`, r, r, r)), b.center},
		})
	}
	rows = append(rows, b.programme()...)
	return b.sheet(sheet{
		name: "Attainment", title: b.titleOf("Attainment of outcomes"),
		note:    "Direct attainment. Threshold and levels are on Settings. A question counts for each of its outcomes; of a choice, what was answered counts.",
		columns: columns, printed: len(columns), rows: rows, landscape: true, blocks: true,
	})
}

// programme are the rows of the matrix of course and programme outcomes, and
// what is attained of the latter: the mean of the levels, weighted by how
// strongly each serves it, and the mean of level times strength over 3.
func (b *book) programme() [][]any {
	l := &b.layout
	var po []string
	strength := map[[2]string]int{}
	for _, o := range b.Exam.Course.Outcomes {
		if !slices.Contains(l.outcomes, o.ID) {
			continue
		}
		for _, c := range o.PO {
			if !slices.Contains(po, c.PO) {
				po = append(po, c.PO)
			}
			strength[[2]string{o.ID, c.PO}] = c.Level
		}
	}
	if len(po) == 0 {
		return nil
	}
	slices.SortFunc(po, natural)
	rows := [][]any{{nil}, {styled{"PO", b.head}, styled{"How strongly the course outcomes serve it, 1 to 3", b.head}}}
	head := &rows[1]
	for _, id := range l.outcomes {
		*head = append(*head, styled{id, b.head})
	}
	*head = append(*head, styled{"Weighted mean of levels", b.head}, styled{"Mean of level × strength / 3", b.head})
	levels := fmt.Sprintf("$G$%d:$G$%d", firstRow, firstRow+len(l.outcomes)-1)
	for _, p := range po {
		r := firstRow + len(l.outcomes) + len(rows)
		row := []any{p, ""}
		for _, id := range l.outcomes {
			if s := strength[[2]string{id, p}]; s > 0 {
				row = append(row, styled{s, b.number})
			} else {
				row = append(row, styled{"", b.number})
			}
		}
		// Levels stand in a column, strengths in a row: products are spelt out.
		products, weights, count := "", "", ""
		for k, id := range l.outcomes {
			if strength[[2]string{id, p}] == 0 {
				continue
			}
			cell, level := col(3+k)+strconv.Itoa(r), fmt.Sprintf("INDEX(%s,%d)", levels, k+1)
			products += fmt.Sprintf("+N(%s)*%s", level, cell)
			weights += fmt.Sprintf("+ISNUMBER(%s)*%s", level, cell)
			count += fmt.Sprintf("+ISNUMBER(%s)", level)
		}
		row = append(row,
			styled{formula(fmt.Sprintf(`IFERROR((%s)/(%s),"")`, products[1:], weights[1:])), b.two},
			styled{formula(fmt.Sprintf(`IFERROR((%s)/3/(%s),"")`, products[1:], count[1:])), b.two})
		rows = append(rows, row)
	}
	return rows
}

// natural orders names with numbers as people do: PO2 before PO10.
func natural(a, b string) int {
	x, y := a, b
	for len(x) > 0 && (x[len(x)-1] >= '0' && x[len(x)-1] <= '9') {
		x = x[:len(x)-1]
	}
	for len(y) > 0 && (y[len(y)-1] >= '0' && y[len(y)-1] <= '9') {
		y = y[:len(y)-1]
	}
	if x == y {
		m, _ := strconv.Atoi(a[len(x):])
		n, _ := strconv.Atoi(b[len(y):])
		if m != n {
			return m - n
		}
	}
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}
