package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// A look is a style in the measures of the page. Distances that go with the
// text grow with its size: they are given for text of 11 points.
type look struct {
	style *bank.Style
	words export.Words

	pageWidth, pageHeight               typeset.Length
	marginLeft, marginTop, marginBottom typeset.Length
	textWidth, textDepth                typeset.Length // between the margins

	columnGap   typeset.Length // between columns of text
	columnWidth typeset.Length
	numberWidth typeset.Length // from the edge of the column to the stem
	stemWidth   typeset.Length
	marksWidth  typeset.Length   // kept free at the right for marks and tags
	partIndent  typeset.Length   // from the stem to the text of a part
	labelWidth  typeset.Length   // from the label of an option to its text
	optionGap   typeset.Length   // between columns of options
	pad         typeset.Length   // within the cells of the table
	tagWidths   []typeset.Length // of the table's columns for tags

	bodySize, smallSize, tinySize            typeset.Length
	paragraphSkip, blockSkip                 typeset.Length
	questionSkip, sectionSkip, answerLineGap typeset.Length
}

// newLook measures a style for a paper.
func newLook(p *export.Paper, fonts *typeset.Fonts) (*look, error) {
	style := p.Style
	tenths := func(n int) typeset.Length { return typeset.Length(n) * typeset.MM / 10 }
	k := &look{
		style:        style,
		words:        p.Words,
		pageWidth:    tenths(style.Width),
		pageHeight:   tenths(style.Height),
		marginLeft:   tenths(style.Left),
		marginTop:    tenths(style.Top),
		marginBottom: tenths(style.Bottom),
		columnGap:    8 * typeset.MM,
		bodySize:     typeset.Length(style.Size) * typeset.Point / 10,
	}
	k.textWidth = k.pageWidth - k.marginLeft - tenths(style.Right)
	k.textDepth = k.pageHeight - k.marginTop - k.marginBottom
	n := typeset.Length(style.Columns)
	k.columnWidth = (k.textWidth - (n-1)*k.columnGap) / n
	k.smallSize = k.bodySize * 19 / 22
	k.tinySize = k.bodySize * 8 / 11
	k.paragraphSkip = k.grown(4 * typeset.Point)
	k.blockSkip = k.grown(7 * typeset.Point)
	k.questionSkip = k.grown(15 * typeset.Point)
	k.sectionSkip = k.grown(22 * typeset.Point)
	k.answerLineGap = max(k.grown(8*typeset.MM), 8*typeset.MM)
	k.optionGap = k.grown(4 * typeset.MM)
	return k, k.columns(p, fonts)
}

// grown is a distance that goes with the size of the text.
func (k *look) grown(d typeset.Length) typeset.Length { return d * k.bodySize / (11 * typeset.Point) }

// columns measures what stands beside the text of questions: as wide as the
// widest label of the paper.
func (k *look) columns(p *export.Paper, fonts *typeset.Fonts) error {
	var failed error
	wide := func(text string, style typeset.Style) typeset.Length {
		_, w, err := fonts.Shape(text, style)
		if err != nil && failed == nil {
			failed = fmt.Errorf("%q: %w", text, err)
		}
		return w
	}
	bold := k.bold(k.bodySize)
	last, options, marks := 1, 0, typeset.Length(0)
	for i := range p.Sections {
		for j := range p.Sections[i].Questions {
			q := &p.Sections[i].Questions[j]
			last, marks = max(last, q.Number), max(marks, wide(k.marks(q.Marks), bold))
			for t := range q.Parts {
				marks = max(marks, wide(k.marks(q.Parts[t].Marks), bold))
				options = max(options, len(q.Parts[t].Options), len(q.Parts[t].Right))
			}
		}
	}
	k.numberWidth = max(k.grown(9*typeset.MM), wide(bank.Numbered(k.style.QuestionLabel, last), bold)+k.grown(4*typeset.MM))
	k.labelWidth = max(k.grown(7*typeset.MM), wide(bank.Numbered(k.style.OptionLabel, max(1, options)), k.plain(k.bodySize))+k.grown(3*typeset.MM))
	k.partIndent = max(k.grown(7*typeset.MM), wide(bank.Numbered(k.style.PartLabel, 13), k.plain(k.bodySize))+k.grown(2*typeset.MM))
	if marks > 0 {
		k.marksWidth = max(k.grown(9*typeset.MM), marks) + k.grown(4*typeset.MM)
	}
	if k.style.Table {
		k.tableColumns(wide)
	} else {
		widest := typeset.Length(0)
		for i := range p.Sections {
			for j := range p.Sections[i].Questions {
				widest = max(widest, wide(k.tagLine(&p.Sections[i].Questions[j]), k.plain(k.tinySize)))
			}
		}
		k.marksWidth = max(k.marksWidth, widest+k.grown(4*typeset.MM))
	}
	k.stemWidth = k.columnWidth - k.numberWidth - k.marksWidth
	for _, w := range k.tagWidths {
		k.stemWidth -= w
	}
	if k.style.Table {
		k.stemWidth -= k.pad // before the rule at the right
	}
	return failed
}

// tableColumns measures the narrow columns of the table.
func (k *look) tableColumns(wide func(string, typeset.Style) typeset.Length) {
	k.pad = k.grown(2 * typeset.MM)
	head := k.bold(k.smallSize)
	k.numberWidth = max(k.numberWidth, wide(k.words.Say("number"), head)+2*k.pad)
	k.marksWidth = max(k.marksWidth, wide(k.words.Say("marks"), head)+2*k.pad)
	for _, name := range k.tagNames() {
		k.tagWidths = append(k.tagWidths, max(wide(k.words.Say(name), head), wide("CO10", k.plain(k.smallSize)))+2*k.pad)
	}
}

// tagNames are the keys of the words above the tags that candidates see.
func (k *look) tagNames() []string {
	var names []string
	if k.style.Outcomes {
		names = append(names, "outcome")
	}
	if k.style.Bloom {
		names = append(names, "bloom")
	}
	return names
}

// tags are what candidates see of a question's tags, in the order of tagNames:
// each a list, as a question may serve several outcomes.
func (k *look) tags(q *export.Question) [][]string {
	var tags [][]string
	if k.style.Outcomes {
		tags = append(tags, q.Source.Outcomes)
	}
	if k.style.Bloom {
		tags = append(tags, k.levels(q.Source.Bloom))
	}
	return tags
}

// tagLine is what candidates see of a question's tags on one line.
func (k *look) tagLine(q *export.Question) string {
	return strings.Join(slices.Concat(k.tags(q)...), " ")
}

// levels is the short name of a level of Bloom's taxonomy: K1 to K6.
func (k *look) levels(bloom string) []string {
	for i, level := range bank.BloomLevels {
		if level == bloom {
			return []string{fmt.Sprintf("K%d", i+1)}
		}
	}
	return nil
}

// marks writes marks as the style has them.
func (k *look) marks(m bank.Marks) string {
	switch k.style.Marks {
	case "none":
		return ""
	case "(2)":
		return "(" + m.String() + ")"
	case "2":
		return m.String()
	case "2 marks":
		return k.words.Marks(m)
	case "[2 marks]":
		return "[" + k.words.Marks(m) + "]"
	}
	return "[" + m.String() + "]"
}

// plain, bold and italic are the styles of text of a size.
func (k *look) plain(size typeset.Length) typeset.Style {
	return typeset.Style{Sans: k.style.Sans, Size: size, Spacing: size * typeset.Length(k.style.Spacing) / 1000}
}

func (k *look) bold(size typeset.Length) typeset.Style {
	s := k.plain(size)
	s.Bold = true
	return s
}

func (k *look) italic(size typeset.Length) typeset.Style {
	s := k.plain(size)
	s.Italic = k.style.Italics
	return s
}

const (
	codeShare  = 88 // size of program text in hundredths of the text around
	minLineGap = typeset.Point

	thin  = typeset.Point / 2
	thick = typeset.Point
)

// Shades of the page, chosen to be told apart in black-and-white print.
const (
	black     typeset.Gray = 0
	soft      typeset.Gray = 90
	faint     typeset.Gray = 150
	hairline  typeset.Gray = 170
	pale      typeset.Gray = 234 // behind text
	codeFill  typeset.Gray = 246
	tableFill typeset.Gray = 234
)

// strut returns the height and depth that lines of a size have at least, so
// that baselines stand evenly.
func (k *look) strut(size typeset.Length) (height, depth typeset.Length) {
	line := size * typeset.Length(k.style.Leading) / 100
	depth = size * 27 / 100
	return line - depth, depth
}
