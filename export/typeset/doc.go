// Package typeset sets text: it shapes words with the fonts of the program,
// breaks paragraphs into lines and columns into pages, and says where every
// glyph stands, in integers that are the same on every machine.
//
// The usual call: [LoadFonts] once; for a paragraph [NewText], its Add methods
// and [Text.Lines]; then a [Stack] of boxes, [Stack.Pages] and [Stack.Place].
// The result is a [Document], plain data that the writers of formats spell.
//
// Text may be in Latin, Greek, Cyrillic, Devanagari, Bengali, Tamil, Telugu,
// Arabic, Hebrew, Chinese and Japanese letters and in any mixture of them. The
// Unicode Bidirectional Algorithm orders what runs from right to left.
//
// The package knows nothing of papers and formats, and measures nothing while
// drawing.
package typeset
