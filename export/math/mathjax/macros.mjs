// Macros that physics, statistics and machine learning use and that packages
// left out of the bundle would define.
export const macros = {
  bm: ['\\boldsymbol{#1}', 1],
  abs: ['\\left\\lvert #1\\right\\rvert', 1],
  norm: ['\\left\\lVert #1\\right\\rVert', 1],
  mathbbm: ['\\mathbb{#1}', 1],
  emph: ['\\textit{#1}', 1],
  nicefrac: ['{\\textstyle{}^{#1}\\mkern-2mu/\\mkern-1mu_{#2}}', 2],
  sfrac: ['\\nicefrac{#1}{#2}', 2],
  enskip: '\\mkern9mu',
  mathds: ['\\mathbb{#1}', 1],
  E: '\\mathbb{E}',
  argmin: '\\operatorname*{arg\\,min}',
  argmax: '\\operatorname*{arg\\,max}',
  degree: '^\\circ',
};

// A multline fills the line, whose length is not known here: it takes as much
// as its lines need instead. A small matrix has thin spaces around it.
export const environments = {
  smallmatrix: ['\\,\\begin{smallmatrix*}[c]', '\\end{smallmatrix*}\\,'],
  multline: ['\\begin{multlined}', '\\end{multlined}'],
  'multline*': ['\\begin{multlined}', '\\end{multlined}'],
};

// asWritten puts the name of the environment that the author wrote for the one
// that it stands for into a message.
export function asWritten(message, source) {
  const written = {'{smallmatrix*}': ['{smallmatrix}'], '{multlined}': ['{multline}', '{multline*}']};
  return message.replace(/\{(?:smallmatrix\*|multlined)\}/, (name) => (source.includes(name) ? name : written[name].find((own) => source.includes(own)) ?? name));
}

// Commands that would outlast the formula, refer to another one, colour it,
// that MathJax does not have or that set attributes of MathML. Some macros of MathJax use them, so they stay
// defined.
export const refused = /\\(?:mmlToken|label|ref|eqref|refeq|noeqref|newtagform|renewtagform|usetagform|mathtoolsset|(?:text|define|page|f)?color(?:box)?|intertext|shortintertext|multicolumn|cline|hdotsfor)(?![A-Za-z])/;

// reason says why a command is refused and what to write instead.
export function reason(command) {
  if (command === '\\label') {
    return '\\label cannot be used: give the formula its number with \\tag{1}, and write (1) where the text speaks of it';
  }
  if (/ref$/.test(command)) return command + ' cannot be used: write the number itself, such as (1) for a formula with \\tag{1}';
  if (/color/.test(command)) return command + ' cannot be used: formulas are black, since exam papers are copied without colours';
  if (/intertext/.test(command)) return command + ' cannot be used: write two formulas with the text between them';
  if (/column|cline|hdots/.test(command)) return command + ' cannot be used: cells of a table in a formula take one column, and lines all of them';
  return command + ' cannot be used in a formula here';
}
