// The entry of the bundle: TeX in, a flat list of outlines and rules out, in
// thousandths of an em, the origin on the baseline at the left edge, y upwards.
// It runs without a browser; the only things it leaves are the global functions
// typeset, mathml and unknown.
import {mathjax} from '@mathjax/src/mjs/mathjax.js';
import {STATE} from '@mathjax/src/mjs/core/MathItem.js';
import {TeX} from '@mathjax/src/mjs/input/tex.js';
import TexError from '@mathjax/src/mjs/input/tex/TexError.js';
import TexParser from '@mathjax/src/mjs/input/tex/TexParser.js';
import {SVG} from '@mathjax/src/mjs/output/svg.js';
import {liteAdaptor} from '@mathjax/src/mjs/adaptors/liteAdaptor.js';
import {RegisterHTMLHandler} from '@mathjax/src/mjs/handlers/html.js';
import {MathJaxStix2Font} from '@mathjax/mathjax-stix2-font/mjs/svg.js';
import {MathJaxMhchemFontExtension} from '@mathjax/mathjax-mhchem-font-extension/mjs/svg.js';
import {Macro} from '@mathjax/src/mjs/input/tex/Token.js';
import NewcommandMethods from '@mathjax/src/mjs/input/tex/newcommand/NewcommandMethods.js';
import {MapHandler} from '@mathjax/src/mjs/input/tex/MapHandler.js';
import '@mathjax/src/mjs/input/tex/base/BaseConfiguration.js';
import '@mathjax/src/mjs/input/tex/ams/AmsConfiguration.js';
import '@mathjax/src/mjs/input/tex/newcommand/NewcommandConfiguration.js';
import '@mathjax/src/mjs/input/tex/boldsymbol/BoldsymbolConfiguration.js';
import '@mathjax/src/mjs/input/tex/cancel/CancelConfiguration.js';
import '@mathjax/src/mjs/input/tex/mathtools/MathtoolsConfiguration.js';
import '@mathjax/src/mjs/input/tex/mhchem/MhchemConfiguration.js';
import '@mathjax/src/mjs/input/tex/configmacros/ConfigMacrosConfiguration.js';
import '@mathjax/src/mjs/input/tex/textmacros/TextMacrosConfiguration.js';
import '@mathjax/src/mjs/input/tex/braket/BraketConfiguration.js';
import '@mathjax/src/mjs/input/tex/centernot/CenternotConfiguration.js';
import '@mathjax/src/mjs/input/tex/upgreek/UpgreekConfiguration.js';
import {isUnit} from './units.mjs';
import './provide.mjs';
import {macros, environments, refused, reason, asWritten} from './macros.mjs';
import {loadPart} from './font.mjs';
import {frames} from './look.mjs';
import {forgetTag, looseRows, theTag} from './tags.mjs';
import {draw} from './draw.mjs';
import {breaks} from './breaks.mjs';
import {mathml} from './mathml.mjs';

mathjax.asyncLoad = loadPart;
mathjax.asyncIsSynchronous = true;

const adaptor = liteAdaptor({fontSize: 16});
RegisterHTMLHandler(adaptor);

// The formula that is being typeset: its outermost parser, the words MathJax
// refused it with, and the root of its boxes.
let parser = null, refusal = null, boxes = null;

const parse = TexParser.prototype.Parse;
TexParser.prototype.Parse = function () {
  parser ??= this;
  parse.call(this);
};

const tex = new TeX({
  packages: ['base', 'ams', 'newcommand', 'boldsymbol', 'cancel', 'mathtools', 'mhchem', 'configmacros', 'textmacros',
    'braket', 'centernot', 'upgreek', 'units-basics', 'provide'],
  macros,
  environments,
  maxMacros: 1000,
  maxBuffer: 20 * 1024,
  tags: 'margin',
  postFilters: [[looseRows, -20], frames],
  formatError: (jax, error) => {
    refusal = error.message;
    return jax.formatError(error);
  },
});
// Macros can be used within \\text, too.
tex.parseOptions.packageData.get('textmacros').parseOptions.handlers.get('macro').add(['new-Command'], null, -100);

const svg = new SVG({
  fontData: MathJaxStix2Font,
  fontCache: 'none',
  linebreaks: {inline: false},
  displayOverflow: 'overflow',
  mtextInheritFont: false,
  merrorInheritFont: false,
});
svg.addExtension(MathJaxMhchemFontExtension);
const toSVG = svg.processMath;
svg.processMath = function (wrapper, parent) {
  boxes = wrapper;
  toSVG.call(this, wrapper, parent);
};

const rethrow = (_doc, _math, error) => { throw error; };
const html = mathjax.document('', {InputJax: tex, OutputJax: svg, compileError: rethrow, typesetError: rethrow});

// Lengths in cm, mm and in are converted at 16 pixels per em. What fills the
// line (flalign) fills 40 em. The ex is that of the font, so that the scales
// MathJax writes around tagged equations cancel exactly.
const em = 16;
const metrics = {em, ex: em * svg.font.params.x_height, containerWidth: 40 * em, scale: 1};

// forget drops what a formula defined, so that none depends on those before it.
function forget() {
  for (const name of ['new-Command', 'new-Delimiter', 'new-Environment']) MapHandler.getMap(name).map.clear();
  tex.reset();
  forgetTag();
  parser = refusal = boxes = null;
}

// place says how far the outermost parser came: what it has not read stands at
// the end of the source, whatever was expanded before. MathJax adds spaces.
function place(source) {
  if (!parser) return 0;
  const rest = parser.string.slice(parser.i);
  let at = source.length;
  for (let i = rest.length - 1; i >= 0; i--) {
    if (/\s/.test(rest[i])) continue;
    while (at > 0 && /\s/.test(source[at - 1])) at--;
    if (at === 0 || source[at - 1] !== rest[i]) return 0;
    at--;
  }
  return at;
}

// define makes macros of the formula that comes. They are where the formula's
// own definitions go, which come later and are forgotten with them.
function define(macros) {
  const map = MapHandler.getMap('new-Command');
  for (const [name, {tex, args}] of Object.entries(macros)) map.add(name, new Macro(name, NewcommandMethods.Macro, [tex, args]));
}

// check refuses commands of a formula and of its macros.
function check(source, macros) {
  const off = refused.exec(source);
  if (off) fault(reason(off[0]), {at: off.index + off[0].length});
  for (const [name, {tex}] of Object.entries(macros)) {
    const off = refused.exec(tex);
    if (off) fault(reason(off[0]), {macro: name});
  }
}

function fault(message, more) {
  throw Object.assign(Error(message), {ours: true}, more);
}

// convert runs MathJax up to a state.
function convert(source, display, macros, end) {
  forget();
  check(source, macros);
  define(macros);
  const result = html.convert(source, {display, end, ...metrics});
  if (refusal !== null) fault(asWritten(refusal, source), {at: place(source)});
  return result;
}

function drawn(source, display, macros) {
  const container = convert(source, display, macros, STATE.LAST);
  const root = adaptor.childNodes(container).find((node) => adaptor.kind(node) === 'svg');
  const {box, ...parts} = draw(adaptor, root, em / 1000);
  return {w: box[2], h: -box[1], d: box[3] + box[1], ...parts, breaks: display ? [] : breaks(boxes), tag: theTag()};
}

function markup(source, display, macros) {
  return {mathml: mathml(convert(source, display, macros, STATE.CONVERT), source, display)};
}

// unknown returns those of the commands, given with spaces between, that
// nothing defines.
function unknown(source) {
  forget();
  const handlers = tex.parseOptions.handlers, words = MapHandler.getMap('text-macros');
  const defined = (name) => handlers.get('macro').contains(name) || handlers.get('delimiter').contains('\\' + name) ||
    words.contains(name) || isUnit(name);
  return {names: source.split(' ').filter((name) => !defined(name))};
}

// answer returns JSON: what was made of a formula, or {error, at, macro}. Fatal
// says that the engine ran out of stack or memory and must not be used again.
const answer = (make) => (source, display, macros) => {
  try {
    return JSON.stringify(make(source, display, macros ? JSON.parse(macros) : {}));
  } catch (e) {
    const fatal = e instanceof InternalError || e === null;
    return JSON.stringify({error: String(e?.message ?? e), at: e?.at, macro: e?.macro, internal: !(e?.ours || e instanceof TexError), fatal});
  }
};
globalThis.typeset = answer(drawn);
globalThis.mathml = answer(markup);
globalThis.unknown = answer(unknown);
