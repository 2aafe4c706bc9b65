// The mathematical alphabets of Unicode. Each row gives where A, a, 0, Α and α
// stand; 0 is not there.
const alphabets = {
  'bold': [0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2],
  'italic': [0x1D434, 0x1D44E, 0, 0x1D6E2, 0x1D6FC],
  'bold-italic': [0x1D468, 0x1D482, 0, 0x1D71C, 0x1D736],
  'script': [0x1D49C, 0x1D4B6, 0, 0, 0],
  'bold-script': [0x1D4D0, 0x1D4EA, 0, 0, 0],
  'fraktur': [0x1D504, 0x1D51E, 0, 0, 0],
  'bold-fraktur': [0x1D56C, 0x1D586, 0, 0, 0],
  'double-struck': [0x1D538, 0x1D552, 0x1D7D8, 0, 0],
  'sans-serif': [0x1D5A0, 0x1D5BA, 0x1D7E2, 0, 0],
  'bold-sans-serif': [0x1D5D4, 0x1D5EE, 0x1D7EC, 0x1D756, 0x1D770],
  'sans-serif-italic': [0x1D608, 0x1D622, 0, 0, 0],
  'sans-serif-bold-italic': [0x1D63C, 0x1D656, 0, 0x1D790, 0x1D7AA],
  'monospace': [0x1D670, 0x1D68A, 0x1D7F6, 0, 0],
};

// Letters that Unicode had before it got the alphabets.
const older = {
  0x1D455: 0x210E,
  0x1D49D: 0x212C, 0x1D4A0: 0x2130, 0x1D4A1: 0x2131, 0x1D4A3: 0x210B, 0x1D4A4: 0x2110, 0x1D4A7: 0x2112, 0x1D4A8: 0x2133,
  0x1D4AD: 0x211B, 0x1D4BA: 0x212F, 0x1D4BC: 0x210A, 0x1D4C4: 0x2134,
  0x1D506: 0x212D, 0x1D50B: 0x210C, 0x1D50C: 0x2111, 0x1D515: 0x211C, 0x1D51D: 0x2128,
  0x1D53A: 0x2102, 0x1D53F: 0x210D, 0x1D545: 0x2115, 0x1D547: 0x2119, 0x1D548: 0x211A, 0x1D549: 0x211D, 0x1D551: 0x2124,
};

// Signs that follow the letters of a Greek alphabet, counted from its Α.
const greekSigns = {'ϴ': 17, '∇': 25, '∂': 51, 'ϵ': 52, 'ϑ': 53, 'ϰ': 54, 'ϕ': 55, 'ϱ': 56, 'ϖ': 57};

function letter(c, [upper, lower, digit, greekUpper, greekLower]) {
  const code = c.codePointAt(0);
  const within = (first, last, start) => (start && code >= first.codePointAt(0) && code <= last.codePointAt(0) ? start + code - first.codePointAt(0) : 0);
  const sign = greekUpper && Object.hasOwn(greekSigns, c) ? greekUpper + greekSigns[c] : 0;
  const found = within('A', 'Z', upper) || within('a', 'z', lower) || within('0', '9', digit) ||
    within('Α', 'Ω', greekUpper) || within('α', 'ω', greekLower) || sign;
  return found && String.fromCodePoint(older[found] ?? found);
}

// alphabetic spells a text in an alphabet and says whether all of it is there.
export function alphabetic(text, variant) {
  const alphabet = alphabets[variant];
  if (!alphabet) return [text, false];
  const letters = [...text].map((c) => letter(c, alphabet));
  return [letters.map((l, i) => l || [...text][i]).join(''), letters.every(Boolean)];
}
