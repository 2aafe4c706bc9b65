package page

import "github.com/papersetter/papersetter/export/typeset"

// The measures of the page: A4, in the manner of a university's printed paper.
const (
	pageWidth  = 210 * typeset.MM
	pageHeight = 297 * typeset.MM

	marginLeft   = 20 * typeset.MM
	marginRight  = 18 * typeset.MM
	marginTop    = 17 * typeset.MM
	marginBottom = 22 * typeset.MM // the footer stands in it

	columnWidth = pageWidth - marginLeft - marginRight
	columnDepth = pageHeight - marginTop - marginBottom

	numberWidth = 9 * typeset.MM  // from the edge of the column to the stem
	marksWidth  = 13 * typeset.MM // kept free at the right for marks
	partIndent  = 7 * typeset.MM  // from the stem to the text of a part
	stemWidth   = columnWidth - numberWidth - marksWidth

	bodySize   = 11 * typeset.Point
	smallSize  = 9*typeset.Point + typeset.Point/2
	tinySize   = 8 * typeset.Point
	codeShare  = 88  // size of program text in hundredths of the text around
	leading    = 132 // distance of baselines in hundredths of the size
	minLineGap = typeset.Point

	paragraphSkip = 4 * typeset.Point
	blockSkip     = 7 * typeset.Point
	questionSkip  = 15 * typeset.Point
	sectionSkip   = 22 * typeset.Point

	thin  = typeset.Point / 2
	thick = typeset.Point

	answerLineGap = 8 * typeset.MM // between the lines for a written answer
)

// Shades of the page, chosen to be told apart in black-and-white print.
const (
	black     typeset.Gray = 0
	soft      typeset.Gray = 90
	faint     typeset.Gray = 150
	hairline  typeset.Gray = 170
	codeFill  typeset.Gray = 246
	tableFill typeset.Gray = 234
)

// strut returns the height and depth that lines of a size have at least, so
// that baselines stand evenly.
func strut(size typeset.Length) (height, depth typeset.Length) {
	line := size * leading / 100
	depth = size * 27 / 100
	return line - depth, depth
}
