// Package typeset sets text: it shapes words with the fonts of the program,
// breaks paragraphs into lines and columns into pages, and says where every
// glyph stands, in integers that are the same on every machine.
//
// The usual call: [LoadFonts] once; for a paragraph [NewText], its Add methods
// and [Text.Lines]; then a [Stack] of boxes, [Stack.Pages] and [Stack.Place].
// The result is a [Document], plain data that the writers of formats spell.
//
// The package knows nothing of papers and formats. It does not set text from
// right to left, for which it has no fonts, and measures nothing while drawing.
package typeset
