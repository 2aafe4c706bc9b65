// The basics of siunitx: \num \unit \qty \ang, and \si \SI of its older version.
// A command rewrites its arguments to plain TeX, which MathJax then reads.
import {CommandMap} from '@mathjax/src/mjs/input/tex/TokenMap.js';
import {Configuration} from '@mathjax/src/mjs/input/tex/Configuration.js';
import {ParseUtil} from '@mathjax/src/mjs/input/tex/ParseUtil.js';
import TexError from '@mathjax/src/mjs/input/tex/TexError.js';

const prefixes = {
  quecto: 'q', ronto: 'r', yocto: 'y', zepto: 'z', atto: 'a', femto: 'f', pico: 'p', nano: 'n', micro: '\\upmu ', milli: 'm',
  centi: 'c', deci: 'd', deca: 'da', deka: 'da', hecto: 'h', kilo: 'k', mega: 'M', giga: 'G', tera: 'T', peta: 'P',
  exa: 'E', zetta: 'Z', yotta: 'Y', ronna: 'R', quetta: 'Q', kibi: 'Ki', mebi: 'Mi', gibi: 'Gi', tebi: 'Ti',
};

const units = {
  ampere: 'A', candela: 'cd', kelvin: 'K', kilogram: 'kg', metre: 'm', meter: 'm', mole: 'mol', second: 's', gram: 'g',
  becquerel: 'Bq', celsius: '^\\circ C', degreeCelsius: '^\\circ C', coulomb: 'C', farad: 'F', gray: 'Gy', hertz: 'Hz',
  henry: 'H', joule: 'J', lumen: 'lm', katal: 'kat', lux: 'lx', newton: 'N', ohm: '\\Omega ', pascal: 'Pa', radian: 'rad',
  siemens: 'S', sievert: 'Sv', steradian: 'sr', tesla: 'T', volt: 'V', watt: 'W', weber: 'Wb',
  astronomicalunit: 'au', bel: 'B', dalton: 'Da', day: 'd', decibel: 'dB', degree: '^\\circ ', electronvolt: 'eV',
  hectare: 'ha', hour: 'h', litre: 'L', liter: 'L', minute: 'min', neper: 'Np', tonne: 't', arcminute: "'", arcsecond: "''",
  percent: '\\%', bit: 'bit', byte: 'B', bar: 'bar', angstrom: '\\mathring A', atmosphere: 'atm',
  kg: 'kg', km: 'km', cm: 'cm', mm: 'mm', um: '\\upmu m', nm: 'nm', ms: 'ms', ns: 'ns', us: '\\upmu s', Hz: 'Hz', kHz: 'kHz',
  MHz: 'MHz', GHz: 'GHz', eV: 'eV', keV: 'keV', MeV: 'MeV', GeV: 'GeV', kJ: 'kJ', kW: 'kW', mV: 'mV', kV: 'kV', mA: 'mA',
};

// isUnit says that a word means something within a unit.
export const isUnit = (name) => Object.hasOwn(units, name) || Object.hasOwn(prefixes, name) ||
  ['per', 'squared', 'cubed', 'square', 'cubic', 'tothe', 'raiseto', 'bond'].includes(name);

const raising = {square: 2, squared: 2, cubic: 3, cubed: 3};

// group puts thin spaces between the thousands of five digits and more.
function group(digits, fromRight) {
  if (digits.length < 5) return digits;
  const parts = fromRight ? digits.split(/(?=(?:\d{3})+$)/) : digits.match(/\d{1,3}/g);
  return parts.join('\\,');
}

// number spells a number with its uncertainty and exponent; what is no number
// stays as it is.
function number(text) {
  const plain = text.replace(/\s|\\,/g, '');
  const m = /^([<>~]?)([+-]|\\pm|\+-)?(\d*)(?:[.,](\d*))?(?:\((\d+)\))?(?:(?:\+-|\\pm)(\d+(?:[.,]\d+)?))?(?:[eEdD]([+-]?\d+))?$/.exec(plain);
  if (!m || !(m[3] || m[4] || m[7])) return text;
  const [, relation, sign, whole, fraction, digits, margin, exponent] = m;
  let out = group(whole, true);
  if (fraction !== undefined) out = (out || '0') + '.' + group(fraction, false);
  if (digits) out += '(' + digits + ')';
  if (margin) out += '\\pm ' + margin.replace(',', '.');
  if (margin && exponent) out = '(' + out + ')';
  if (exponent) out += (whole || fraction ? '\\times ' : '') + '10^{' + exponent.replace('+', '') + '}';
  const signs = {'+-': '\\pm '};
  return (relation === '~' ? '{\\sim}' : relation ? '{' + relation + '}' : '') + (sign ? '{' + (signs[sign] ?? sign) + '}' : '') + out;
}

// unit reads \kilo\metre\per\second\squared or m/s^2 into factors.
function unit(text, command) {
  // A bracket is the author's own spelling.
  if (/^[^\\{}$&#%_]*[()][^\\{}$&#%_]*$/.test(text)) return '\\mathrm{' + text.trim().replace(/\./g, '\\,') + '}';
  const factors = [];
  let prefix = '', power = '', per = false, rest = text.trim();
  const add = (symbol) => {
    factors.push({symbol: prefix + symbol, power, per});
    prefix = power = '';
    per = false;
  };
  const raise = (by) => {
    if (!factors.length) throw new TexError('UnitPower', 'The power in %1 needs a unit before it', command);
    factors[factors.length - 1].power = by;
  };
  const bad = (what) => new TexError('UnknownUnit', 'Unknown unit %1 in %2', what, command);
  let slash = false;
  while (rest) {
    let m;
    if ((m = /^[.~\s*]|^\\[,;:! ]|^\\cdot(?![A-Za-z])|^\{\}/.exec(rest))) {
      // the space between factors is ours
    } else if ((m = /^\//.exec(rest))) {
      per = slash = true;
    } else if ((m = /^\^\s*(?:\{\s*([+-]?[\d/]+)\s*\}|([+-]?\d))/.exec(rest))) {
      raise(m[1] ?? m[2]);
    } else if ((m = /^\\(?:tothe|raiseto)\s*\{\s*([+-]?[\d/]+)\s*\}/.exec(rest))) {
      if (m[0].startsWith('\\raiseto')) power = m[1];
      else raise(m[1]);
    } else if ((m = /^\\(?:text|mathrm)\s*\{([^{}\\]*)\}/.exec(rest))) {
      add(m[1]);
    } else if ((m = /^\\([A-Za-z]+)/.exec(rest))) {
      const name = m[1];
      if (name === 'per') per = true;
      else if (name === 'Omega') add('\\Omega ');
      else if (name === 'mu') prefix += '\\upmu ';
      else if (name === 'squared' || name === 'cubed') raise(String(raising[name]));
      else if (Object.hasOwn(raising, name)) power = String(raising[name]);
      else if (Object.hasOwn(prefixes, name)) prefix += prefixes[name];
      else if (Object.hasOwn(units, name)) add(units[name]);
      else throw bad('\\' + name);
    } else if ((m = /^\\%|^%/.exec(rest))) {
      add('\\%');
    } else if ((m = /^[\p{L}°]+/u.exec(rest))) {
      add(m[0].replace(/°/g, '^\\circ ').replace(/[µμ]/gu, '\\upmu ').replace(/[ΩΩ]/gu, '\\Omega '));
    } else if ((m = /^1(?=\s*\/)/.exec(rest))) {
      // 1/s
    } else {
      throw bad(rest.slice(0, 8));
    }
    rest = rest.slice(m[0].length);
  }
  if (prefix) add('');
  const spell = (f, sign) => {
    const power = sign + f.power.replace(/^\+/, '') || '';
    const raised = power.startsWith('--') ? power.slice(2) : power === '-' ? '-1' : power;
    return '\\mathrm{' + f.symbol + '}' + (raised && raised !== '1' ? '^{' + raised + '}' : '');
  };
  if (!slash) return factors.map((f) => spell(f, f.per ? '-' : '')).join('\\,');
  // What was written with a slash keeps it.
  return factors.map((f, i) => (f.per ? (i ? '/' : '1/') : i ? '\\,' : '') + spell(f, '')).join('').replace(/\\,$/, '');
}

function angle(text) {
  const marks = ['^\\circ', "'", "''"];
  return text.split(';').map((part, i) => part.trim() && number(part.trim()) + (marks[i] ?? '')).join('');
}

// quantity joins a number to its unit; the signs of degrees follow closely.
function quantity(value, text, command) {
  const spelt = unit(text, command);
  const close = /^\\mathrm\{(\^\\circ |'|'')\}/.test(spelt);
  return number(value) + (close || !spelt ? '' : '\\,') + spelt;
}

// range joins what is between two numbers; each has the unit.
const range = (first, last, text, command) => [first, last].map((value) => (text === undefined ? number(value) : quantity(value, text, command)))
  .join('\\text{ to }');

// listed spells 1;2;3 as a sentence does.
function listed(text) {
  const all = text.split(';').map((part) => number(part.trim()));
  const last = all.pop();
  return all.length ? all.join('\\text{, }') + '\\text{ and }' + last : last;
}

const rewriting = (count, rewrite) => (parser, name) => {
  parser.GetBrackets(name); // options of siunitx, none of which is known
  const list = [];
  for (let i = 0; i < count; i++) list.push(parser.GetArgument(name));
  parser.string = ParseUtil.addArgs(parser, '{' + rewrite(...list, name) + '}', parser.string.slice(parser.i));
  parser.i = 0;
  ParseUtil.checkMaxMacros(parser);
};

new CommandMap('units-basics', {
  num: rewriting(1, number),
  unit: rewriting(1, unit),
  si: rewriting(1, unit),
  qty: rewriting(2, quantity),
  SI: rewriting(2, quantity),
  ang: rewriting(1, angle),
  numlist: rewriting(1, listed),
  numrange: rewriting(2, (first, last) => range(first, last)),
  qtyrange: rewriting(3, range),
  SIrange: rewriting(3, range),
});
Configuration.create('units-basics', {handler: {macro: ['units-basics']}});
