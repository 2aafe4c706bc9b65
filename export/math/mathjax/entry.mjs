// The entry of the bundle: TeX in, a flat list of outlines and rules out.
// Everything is in thousandths of an em, the origin on the baseline at the
// left edge, y upwards. It runs without a browser; the only output is the
// global function typeset.
import {mathjax} from '@mathjax/src/mjs/mathjax.js';
import {TeX} from '@mathjax/src/mjs/input/tex.js';
import {SVG} from '@mathjax/src/mjs/output/svg.js';
import {liteAdaptor} from '@mathjax/src/mjs/adaptors/liteAdaptor.js';
import {RegisterHTMLHandler} from '@mathjax/src/mjs/handlers/html.js';
import {MathJaxStix2Font} from '@mathjax/mathjax-stix2-font/mjs/svg.js';
import {MathJaxMhchemFontExtension} from '@mathjax/mathjax-mhchem-font-extension/mjs/svg.js';
import {MapHandler} from '@mathjax/src/mjs/input/tex/MapHandler.js';
import '@mathjax/src/mjs/util/entities/all.js';
import '@mathjax/src/mjs/input/tex/base/BaseConfiguration.js';
import '@mathjax/src/mjs/input/tex/ams/AmsConfiguration.js';
import '@mathjax/src/mjs/input/tex/newcommand/NewcommandConfiguration.js';
import '@mathjax/src/mjs/input/tex/boldsymbol/BoldsymbolConfiguration.js';
import '@mathjax/src/mjs/input/tex/cancel/CancelConfiguration.js';
import '@mathjax/src/mjs/input/tex/mathtools/MathtoolsConfiguration.js';
import '@mathjax/src/mjs/input/tex/mhchem/MhchemConfiguration.js';
import '@mathjax/src/mjs/input/tex/configmacros/ConfigMacrosConfiguration.js';
import '@mathjax/src/mjs/input/tex/textmacros/TextMacrosConfiguration.js';
import '@mathjax/src/mjs/input/tex/gensymb/GensymbConfiguration.js';
import '@mathjax/src/mjs/input/tex/braket/BraketConfiguration.js';
import '@mathjax/src/mjs/input/tex/centernot/CenternotConfiguration.js';
import '@mathjax/src/mjs/input/tex/upgreek/UpgreekConfiguration.js';

// The parts of the font that are loaded when a formula needs them. Bundling
// wraps each, so that it costs nothing before.
const prefix = '@mathjax/mathjax-stix2-font/mjs/svg/dynamic/';
const parts = {
  'accents-other': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/accents-other.js'),
  'accents': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/accents.js'),
  'arrows': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/arrows.js'),
  'calligraphic': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/calligraphic.js'),
  'cyrillic': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/cyrillic.js'),
  'dingbats': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/dingbats.js'),
  'double-struck': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/double-struck.js'),
  'enclosed': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/enclosed.js'),
  'fraktur': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/fraktur.js'),
  'greek': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/greek.js'),
  'latin-b': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/latin-b.js'),
  'latin-bi': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/latin-bi.js'),
  'latin-i': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/latin-i.js'),
  'latin': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/latin.js'),
  'math': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/math.js'),
  'monospace': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/monospace.js'),
  'phonetics': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/phonetics.js'),
  'sans-serif': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/sans-serif.js'),
  'script': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/script.js'),
  'shapes': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/shapes.js'),
  'stretchy': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/stretchy.js'),
  'symbols-other': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/symbols-other.js'),
  'symbols': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/symbols.js'),
  'upright': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/upright.js'),
  'variants': () => require('@mathjax/mathjax-stix2-font/mjs/svg/dynamic/variants.js'),
};

mathjax.asyncLoad = (name) => {
  const part = name.replace(/^.*\//, '').replace(/\.js$/, '');
  if (!parts[part]) throw Error('no part of the font is called ' + name);
  return parts[part]();
};
mathjax.asyncIsSynchronous = true;

const adaptor = liteAdaptor({fontSize: 16});
RegisterHTMLHandler(adaptor);

// Macros that physics, statistics and machine learning use and that packages
// left out of the bundle would define.
const macros = {
  bm: ['\\boldsymbol{#1}', 1],
  abs: ['\\left\\lvert #1\\right\\rvert', 1],
  norm: ['\\left\\lVert #1\\right\\rVert', 1],
  mathds: ['\\mathbb{#1}', 1],
  argmin: '\\operatorname*{arg\\,min}',
  argmax: '\\operatorname*{arg\\,max}',
  num: ['{#1}', 1],
  unit: ['\\mathrm{#1}', 1],
  qty: ['{#1}\\,\\mathrm{#2}', 2],
  degree: '^\\circ',
};

const packages = ['base', 'ams', 'newcommand', 'boldsymbol', 'cancel', 'mathtools', 'mhchem', 'configmacros', 'textmacros', 'braket', 'centernot', 'upgreek'];

let problem = null;
const tex = new TeX({
  packages,
  macros,
  maxMacros: 1000,
  maxBuffer: 20 * 1024,
  tags: 'none',
  formatError: (jax, error) => {
    problem = error.message;
    return jax.formatError(error);
  },
});
const svg = new SVG({
  fontData: MathJaxStix2Font,
  fontCache: 'none',
  linebreaks: {inline: false},
  displayOverflow: 'overflow',
  mtextInheritFont: false,
  merrorInheritFont: false,
  unknownFamily: 'serif',
});
svg.addExtension(MathJaxMhchemFontExtension);
const html = mathjax.document('', {InputJax: tex, OutputJax: svg});

// forget drops what a formula defined, so that none depends on those before it.
function forget() {
  for (const name of ['new-Command', 'new-Delimiter', 'new-Environment', 'mathtools-paired-delims']) {
    const map = MapHandler.getMap(name);
    if (map) map.map.clear();
  }
  tex.reset();
}

// mul composes two affine maps [a b c d e f], as in SVG.
const mul = (m, n) => [
  m[0] * n[0] + m[2] * n[1], m[1] * n[0] + m[3] * n[1],
  m[0] * n[2] + m[2] * n[3], m[1] * n[2] + m[3] * n[3],
  m[0] * n[4] + m[2] * n[5] + m[4], m[1] * n[4] + m[3] * n[5] + m[5],
];

function transform(text) {
  let m = [1, 0, 0, 1, 0, 0];
  for (const [, name, list] of (text || '').matchAll(/([a-z]+)\s*\(([^)]*)\)/g)) {
    const v = list.trim().split(/[\s,]+/).map(Number);
    if (name === 'translate') m = mul(m, [1, 0, 0, 1, v[0], v[1] || 0]);
    else if (name === 'scale') m = mul(m, [v[0], 0, 0, v.length > 1 ? v[1] : v[0], 0, 0]);
    else if (name === 'matrix') m = mul(m, v);
    else if (name === 'rotate') {
      const a = v[0] * Math.PI / 180, c = Math.cos(a), s = Math.sin(a), x = v[1] || 0, y = v[2] || 0;
      m = mul(m, [1, 0, 0, 1, x, y]);
      m = mul(m, [c, s, -s, c, 0, 0]);
      m = mul(m, [1, 0, 0, 1, -x, -y]);
    } else throw Error('transform ' + name + ' is not drawn');
  }
  return m;
}

const length = (text, fallback) => {
  if (text === undefined || text === null || text === '') return fallback;
  const v = parseFloat(text);
  if (/ex$/.test(text)) return v * svg.font.params.x_height * 1000;
  if (/em$/.test(text)) return v * 1000;
  return v;
};

// flatten walks the SVG and calls the sink with what is drawn.
function flatten(node, m, clip, out) {
  const kind = adaptor.kind(node);
  const get = (name) => adaptor.getAttribute(node, name);
  if (kind === '#text' || kind === '#comment') return;
  if (get('transform')) m = mul(m, transform(get('transform')));
  switch (kind) {
    case 'path': {
      const d = get('d');
      if (d) out.path(d, m, clip, get('stroke-width'), get('fill'));
      return;
    }
    case 'rect': {
      const x = length(get('x'), 0), y = length(get('y'), 0), w = length(get('width'), 0), h = length(get('height'), 0);
      if (get('data-background') || get('fill') === 'none' && !get('stroke')) {
        if (get('data-frame') || get('stroke')) out.frame(x, y, w, h, m, clip);
        return;
      }
      if (get('fill') === 'none' || get('data-frame')) return out.frame(x, y, w, h, m, clip, length(get('stroke-width'), 60));
      return out.rect(x, y, w, h, m, clip);
    }
    case 'line':
      return out.line(length(get('x1'), 0), length(get('y1'), 0), length(get('x2'), 0), length(get('y2'), 0), m, clip, length(get('stroke-width'), 60), get('stroke-dasharray'));
    case 'ellipse':
      return out.ellipse(length(get('cx'), 0), length(get('cy'), 0), length(get('rx'), 0), length(get('ry'), 0), m, clip, length(get('stroke-width'), 60));
    case 'polygon':
      return out.polygon(get('points'), m, clip);
    case 'svg': {
      // A nested svg shows a window of its contents at x, y.
      const x = length(get('x'), 0), y = length(get('y'), 0);
      const w = length(get('width'), 0), h = length(get('height'), 0);
      const box = (get('viewBox') || `0 0 ${w} ${h}`).split(/[\s,]+/).map(Number);
      let n = mul(m, [1, 0, 0, 1, x, y]);
      const sx = box[2] ? w / box[2] : 1, sy = box[3] ? h / box[3] : 1;
      n = mul(n, [sx, 0, 0, sy, 0, 0]);
      n = mul(n, [1, 0, 0, 1, -box[0], -box[1]]);
      const inner = out.window(box, n, clip);
      for (const child of adaptor.childNodes(node)) flatten(child, n, inner, out);
      return;
    }
    case 'text':
      throw Error('the character ' + JSON.stringify(adaptor.textContent(node)) + ' is in no mathematical font');
    case 'g': case 'a': case 'defs': case 'title': case 'use':
      if (kind === 'use') throw Error('an unexpected reference');
      if (kind === 'defs' || kind === 'title') return;
      for (const child of adaptor.childNodes(node)) flatten(child, m, clip, out);
      return;
    default:
      throw Error('<' + kind + '> is not drawn');
  }
}

// sink collects glyphs (as path strings, told apart by their text) and shapes.
function sink() {
  const glyphs = [], index = new Map(), shapes = [], rules = [];
  const r = Math.round;
  const place = (d, m, clip) => {
    if (!index.has(d)) {
      index.set(d, glyphs.length);
      glyphs.push(d);
    }
    shapes.push([index.get(d), ...m, clip]);
  };
  const corner = (m, x, y) => [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
  const straight = (m) => Math.abs(m[1]) < 1e-9 && Math.abs(m[2]) < 1e-9;
  const box = (x, y, w, h, m) => {
    const [x1, y1] = corner(m, x, y), [x2, y2] = corner(m, x + w, y + h);
    return [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)];
  };
  const poly = (points) => 'M' + points.map((p) => p.map((v) => v.toFixed(2)).join(' ')).join('L') + 'Z';
  const cut = (b, clip) => {
    if (!clip) return b;
    const x1 = Math.max(b[0], clip[0]), y1 = Math.max(b[1], clip[1]);
    const x2 = Math.min(b[0] + b[2], clip[0] + clip[2]), y2 = Math.min(b[1] + b[3], clip[1] + clip[3]);
    return x2 > x1 && y2 > y1 ? [x1, y1, x2 - x1, y2 - y1] : null;
  };
  const out = {
    glyphs, shapes, rules,
    path(d, m, clip, stroke, fill) {
      if (fill === 'none' || stroke && parseFloat(stroke) > 0 && !/[CQTS]/.test(d)) {
        // A stroked polyline of an enclosure: its pieces become thin boxes.
        const pts = [];
        let start = null, pen = null;
        for (const [, op, list] of d.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
          const v = list.trim().split(/[\s,]+/).filter((s) => s).map(Number);
          if (op === 'M') { pen = start = [v[0], v[1]]; continue; }
          let to;
          if (op === 'L') to = [v[0], v[1]];
          else if (op === 'H') to = [v[0], pen[1]];
          else if (op === 'V') to = [pen[0], v[0]];
          else if (op === 'Z') to = start;
          else throw Error('a stroked curve is not drawn');
          pts.push([pen, to]);
          pen = to;
        }
        for (const [p, q] of pts) out.line(p[0], p[1], q[0], q[1], m, clip, length(stroke, 60));
        return;
      }
      place(d, m, clip);
    },
    rect(x, y, w, h, m, clip) {
      if (!w || !h) return;
      if (!straight(m)) {
        place(poly([[x, y], [x + w, y], [x + w, y + h], [x, y + h]]), m, clip);
        return;
      }
      const b = cut(box(x, y, w, h, m), clip);
      if (b) rules.push(b);
    },
    frame(x, y, w, h, m, clip, t) {
      t = t || 60;
      out.rect(x - t / 2, y - t / 2, w + t, t, m, clip);
      out.rect(x - t / 2, y + h - t / 2, w + t, t, m, clip);
      out.rect(x - t / 2, y - t / 2, t, h + t, m, clip);
      out.rect(x + w - t / 2, y - t / 2, t, h + t, m, clip);
    },
    line(x1, y1, x2, y2, m, clip, t, dash) {
      const len = Math.hypot(x2 - x1, y2 - y1);
      if (!len) return;
      const dx = (x2 - x1) / len, dy = (y2 - y1) / len, nx = -dy * t / 2, ny = dx * t / 2;
      const piece = (a, b) => {
        const p = [x1 + dx * a, y1 + dy * a], q = [x1 + dx * b, y1 + dy * b];
        if (Math.abs(dx) < 1e-9 || Math.abs(dy) < 1e-9) {
          const e = [p[0] + nx, p[1] + ny], f = [q[0] - nx, q[1] - ny];
          out.rect(Math.min(e[0], f[0]), Math.min(e[1], f[1]), Math.abs(e[0] - f[0]), Math.abs(e[1] - f[1]), m, clip);
          return;
        }
        place(poly([[p[0] + nx, p[1] + ny], [q[0] + nx, q[1] + ny], [q[0] - nx, q[1] - ny], [p[0] - nx, p[1] - ny]]), m, clip);
      };
      const pattern = dash ? dash.split(/[\s,]+/).map((s) => length(s, 0)).filter((v) => v >= 0) : null;
      if (!pattern || !pattern.length || !pattern.some((v) => v > 0)) return piece(0, len);
      let at = 0;
      for (let i = 0; at < len && i < 2000; i++) {
        const step = pattern[i % pattern.length] || (i % 2 ? 100 : t);
        if (i % 2 === 0) piece(at, Math.min(len, at + step));
        at += step;
      }
    },
    ellipse(cx, cy, rx, ry, m, clip, t) {
      // An outline of two ellipses, the inner one turned round.
      const k = 0.5522847498;
      const one = (a, b, dir) => {
        const p = (x, y) => (cx + x).toFixed(2) + ' ' + (cy + y * dir).toFixed(2);
        return `M${p(a, 0)}C${p(a, k * b)} ${p(k * a, b)} ${p(0, b)}C${p(-k * a, b)} ${p(-a, k * b)} ${p(-a, 0)}C${p(-a, -k * b)} ${p(-k * a, -b)} ${p(0, -b)}C${p(k * a, -b)} ${p(a, -k * b)} ${p(a, 0)}Z`;
      };
      place(one(rx + t / 2, ry + t / 2, 1) + one(rx - t / 2, ry - t / 2, -1), m, clip);
    },
    polygon(points, m, clip) {
      const v = points.trim().split(/[\s,]+/).map(Number);
      const list = [];
      for (let i = 0; i + 1 < v.length; i += 2) list.push([v[i], v[i + 1]]);
      place(poly(list), m, clip);
    },
    window(b, m, clip) {
      const c = box(b[0], b[1], b[2], b[3], m);
      return clip ? cut(c, clip) || [0, 0, 0, 0] : c;
    },
  };
  return out;
}

// breaks finds where an inline formula may be broken: behind relations and
// binary operators that stand in no group. The tree knows the operators, the
// drawing knows where what follows them begins.
const BIN = 2, REL = 3;
function breaks(root, drawing) {
  const found = [];
  const shown = (n) => adaptor.childNodes(n).filter((c) => adaptor.kind(c) === 'g');
  const at = (n) => transform(adaptor.getAttribute(n, 'transform'))[4];
  let node = root, drawn = shown(drawing)[0], x = 0;
  while (drawn) {
    const list = shown(drawn), kids = node.childNodes;
    if (kids.length === 1 && kids[0].isInferred) { // a row without an element of its own
      node = kids[0];
      continue;
    }
    if (kids.length === 1 && list.length === 1) {
      node = kids[0];
      drawn = list[0];
      x += at(drawn);
      continue;
    }
    if (list.length !== kids.length) return found;
    for (let i = 1; i + 1 < kids.length; i++) {
      const cls = kids[i].isKind('mo') ? kids[i].texClass : -1;
      if (cls !== REL && cls !== BIN) continue;
      const start = x + at(list[i + 1]), space = cls === REL ? 278 : 222;
      found.push([Math.round(start - space), Math.round(start), cls === REL]);
    }
    return found;
  }
  return found;
}

// typeset returns JSON: {w, h, d, glyphs, shapes, rules, breaks} or {error}.
globalThis.typeset = (source, display) => {
  try {
    problem = null;
    forget();
    const container = html.convert(source, {display, em: 16, ex: 16 * 0.47, containerWidth: 1e6, scale: 1});
    if (problem !== null) return JSON.stringify({error: problem});
    const root = adaptor.childNodes(container).find((c) => adaptor.kind(c) === 'svg');
    if (!root) return JSON.stringify({error: 'nothing was typeset'});
    const merror = JSON.stringify(adaptor.outerHTML(root)).match(/data-mjx-error=\\"([^"\\]*)/);
    if (merror) return JSON.stringify({error: merror[1]});
    const box = adaptor.getAttribute(root, 'viewBox').split(/\s+/).map(Number);
    const out = sink();
    for (const child of adaptor.childNodes(root)) flatten(child, [1, 0, 0, -1, -box[0], 0], null, out);
    let inner = adaptor.childNodes(root).find((c) => adaptor.kind(c) === 'g');
    return JSON.stringify({
      w: box[2], h: -box[1], d: box[3] + box[1],
      glyphs: out.glyphs, shapes: out.shapes, rules: out.rules,
      breaks: display || !inner ? [] : breaks(svg.math.root, inner),
    });
  } catch (e) {
    return JSON.stringify({error: String(e && e.message || e)});
  }
};
