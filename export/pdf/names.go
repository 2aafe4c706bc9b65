package pdf

import (
	"fmt"
	"strings"
)

// asciiNames are the names of the Adobe Glyph List for U+0020 to U+007E.
var asciiNames = strings.Fields(`
space exclam quotedbl numbersign dollar percent ampersand quotesingle
parenleft parenright asterisk plus comma hyphen period slash
zero one two three four five six seven eight nine
colon semicolon less equal greater question at
A B C D E F G H I J K L M N O P Q R S T U V W X Y Z
bracketleft backslash bracketright asciicircum underscore grave
a b c d e f g h i j k l m n o p q r s t u v w x y z
braceleft bar braceright asciitilde`)

// moreNames are well-known names beyond ASCII. Names that stand for several
// characters (Delta, Omega, mu) are left out: uniXXXX says which is meant.
var moreNames = map[rune]string{
	0xa1: "exclamdown", 0xa2: "cent", 0xa3: "sterling", 0xa5: "yen", 0xa7: "section", 0xa9: "copyright",
	0xab: "guillemotleft", 0xae: "registered", 0xb0: "degree", 0xb1: "plusminus", 0xb6: "paragraph",
	0xbb: "guillemotright", 0xbc: "onequarter", 0xbd: "onehalf", 0xbe: "threequarters", 0xbf: "questiondown",
	0xc4: "Adieresis", 0xc5: "Aring", 0xc6: "AE", 0xc7: "Ccedilla", 0xc9: "Eacute", 0xd1: "Ntilde",
	0xd6: "Odieresis", 0xd7: "multiply", 0xd8: "Oslash", 0xdc: "Udieresis", 0xdf: "germandbls",
	0xe0: "agrave", 0xe1: "aacute", 0xe2: "acircumflex", 0xe4: "adieresis", 0xe5: "aring", 0xe6: "ae",
	0xe7: "ccedilla", 0xe8: "egrave", 0xe9: "eacute", 0xea: "ecircumflex", 0xeb: "edieresis", 0xed: "iacute",
	0xee: "icircumflex", 0xef: "idieresis", 0xf1: "ntilde", 0xf3: "oacute", 0xf4: "ocircumflex",
	0xf6: "odieresis", 0xf7: "divide", 0xf8: "oslash", 0xf9: "ugrave", 0xfa: "uacute", 0xfb: "ucircumflex",
	0xfc: "udieresis", 0x2013: "endash", 0x2014: "emdash", 0x2018: "quoteleft", 0x2019: "quoteright",
	0x201c: "quotedblleft", 0x201d: "quotedblright", 0x2020: "dagger", 0x2022: "bullet", 0x2026: "ellipsis",
	0x20ac: "Euro", 0x2212: "minus",
}

// glyphNames returns the names from which readers learn a character: of the
// Adobe Glyph List where it is well known, and uniXXXX, uXXXX and so on, which
// all say the same. So several glyphs of a font may stand for one character.
// (That what follows a full stop in a name is to be ignored is not known to
// all readers.)
func glyphNames(r rune) []string {
	var names []string
	switch {
	case ' ' <= r && r <= '~':
		names = append(names, asciiNames[r-' '])
	case moreNames[r] != "":
		names = append(names, moreNames[r])
	}
	if r <= 0xffff {
		names = append(names, fmt.Sprintf("uni%04X", r), fmt.Sprintf("u%04X", r))
	}
	if r <= 0xfffff {
		names = append(names, fmt.Sprintf("u%05X", r))
	}
	return append(names, fmt.Sprintf("u%06X", r))
}
