// Macros that physics, statistics and machine learning use and that packages
// left out of the bundle would define.
export const macros = {
  bm: ['\\boldsymbol{#1}', 1],
  abs: ['\\left\\lvert #1\\right\\rvert', 1],
  norm: ['\\left\\lVert #1\\right\\rVert', 1],
  mathds: ['\\mathbb{#1}', 1],
  E: '\\mathbb{E}',
  argmin: '\\operatorname*{arg\\,min}',
  argmax: '\\operatorname*{arg\\,max}',
  degree: '^\\circ',
};

// A multline fills the line, whose length is not known here: it takes as much
// as its lines need instead.
export const environments = {
  multline: ['\\begin{multlined}', '\\end{multlined}'],
  'multline*': ['\\begin{multlined}', '\\end{multlined}'],
};

// Commands that would outlast the formula, refer to another one, or set
// attributes of MathML. Some macros of MathJax use them, so they stay defined.
export const refused = /\\(?:mmlToken|ref|eqref|refeq|noeqref|newtagform|renewtagform|usetagform|mathtoolsset)(?![A-Za-z])/;

// reason says why a command is refused and what to write instead.
export const reason = (command) => command + ' cannot be used in a formula here';
