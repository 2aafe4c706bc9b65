import {rowTag} from './tags.mjs';

// draw flattens MathJax's SVG to glyphs (path data, each once), shapes (a
// glyph, a matrix, a window) and rules. What it does not know is an error:
// nothing is dropped silently.

// fail names what cannot be drawn.
function fail(message) {
  throw Object.assign(Error(message), {ours: true});
}

// mul composes two affine maps [a b c d e f], as in SVG.
const mul = (m, n) => [
  m[0] * n[0] + m[2] * n[1], m[1] * n[0] + m[3] * n[1],
  m[0] * n[2] + m[2] * n[3], m[1] * n[2] + m[3] * n[3],
  m[0] * n[4] + m[2] * n[5] + m[4], m[1] * n[4] + m[3] * n[5] + m[5],
];
const translate = (x, y) => [1, 0, 0, 1, x, y];

function transform(text) {
  let m = translate(0, 0);
  for (const [, name, list] of (text ?? '').matchAll(/([A-Za-z]+)\s*\(([^)]*)\)/g)) {
    const v = list.trim().split(/[\s,]+/).map(Number);
    if (name === 'translate') m = mul(m, translate(v[0], v[1] ?? 0));
    else if (name === 'scale') m = mul(m, [v[0], 0, 0, v[1] ?? v[0], 0, 0]);
    else if (name === 'matrix') m = mul(m, v);
    else if (name === 'rotate') {
      const a = v[0] * Math.PI / 180, c = Math.cos(a), s = Math.sin(a), x = v[1] ?? 0, y = v[2] ?? 0;
      m = mul(mul(mul(m, translate(x, y)), [c, s, -s, c, 0, 0]), translate(-x, -y));
    } else fail('the transformation ' + name + ' is not drawn');
  }
  return m;
}

// The attributes that are read or change nothing; data-… is for scripts.
const common = ['transform', 'fill', 'stroke', 'stroke-width', 'class', 'xmlns', 'role', 'focusable'];
const known = {
  svg: ['x', 'y', 'width', 'height', 'viewBox', 'preserveAspectRatio', 'style'],
  g: ['accent', 'accentunder', 'id', 'style'], // MathJax has drawn or placed these
  polygon: ['points'],
  path: ['d'],
  rect: ['x', 'y', 'width', 'height', 'stroke-thickness', 'stroke-dasharray'],
  line: ['x1', 'y1', 'x2', 'y2', 'stroke-thickness', 'stroke-dasharray'],
};
const inks = ['currentColor', 'black', 'none', undefined];

// Lines of tables have their weight and dashes from MathJax's style sheet.
const tableLine = 70, tableDash = 140;

class Drawing {
  glyphs = [];
  shapes = [];
  rules = [];
  rowTags = []; // of rows: text and baseline
  index = new Map();

  // width is that of the formula, to which the halves of tagged equations refer;
  // pixel is how many pixels MathJax gives a thousandth of an em.
  constructor(adaptor, width, pixel) {
    this.adaptor = adaptor;
    this.width = width;
    this.pixel = pixel;
  }

  attributes(node) {
    const kind = this.adaptor.kind(node), list = {};
    if (kind === 'text') this.missing(this.adaptor.textContent(node));
    if (!Object.hasOwn(known, kind)) fail('<' + kind + '> is not drawn');
    for (const {name, value} of this.adaptor.allAttributes(node)) {
      if (!name.startsWith('data-') && !common.includes(name) && !known[kind].includes(name)) {
        fail('the attribute ' + name + ' of <' + kind + '> is not drawn');
      }
      list[name] = value;
    }
    if (kind === 'g' && !/^(?:\s*(?:border|padding|margin)[a-z-]*:[^;]*;?)*\s*$/.test(list.style ?? '')) fail('the style ' + list.style + ' is not drawn');
    if (!inks.includes(list.fill) || !inks.includes(list.stroke)) fail('formulas are black: colours cannot be used');
    return list;
  }

  missing(text) {
    const c = String.fromCodePoint(text.codePointAt(0) ?? 0xfffd);
    const code = c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0');
    fail('the character "' + c + '" (U+' + code + ') is in no font for formulas: write it outside of the formula');
  }

  node(node, m, clip) {
    const kind = this.adaptor.kind(node);
    if (kind === '#comment' || kind === '#text' && !this.adaptor.value(node).trim()) return;
    if (kind === '#text') this.missing(this.adaptor.value(node));
    const a = this.attributes(node);
    m = mul(m, transform(a.transform));
    if (a[rowTag]) this.rowTags.push({text: a[rowTag], y: m[5]});
    if (kind === 'path') this.path(a, m, clip);
    else if (kind === 'rect') this.rect(a, m, clip);
    else if (kind === 'line') this.line(a, m, clip);
    else if (kind === 'polygon') this.place('M' + a.points.trim().replace(/[\s,]+/g, ' ') + 'Z', m, clip);
    else {
      if (kind === 'svg') [m, clip] = this.viewport(a, m, clip);
      for (const child of this.adaptor.childNodes(node)) this.node(child, m, clip);
    }
  }

  path(a, m, clip) {
    if (a.fill === 'none') fail('a stroked curve is not drawn');
    if (a.d) this.place(a.d, m, clip);
  }

  place(d, m, clip) {
    if (!m.every(Number.isFinite)) fail('a shape has no place');
    let g = this.index.get(d);
    if (g === undefined) {
      g = this.glyphs.push(d) - 1;
      this.index.set(d, g);
    }
    this.shapes.push({g, m, c: clip});
  }

  // viewport enters a nested svg. Pieces of stretched signs are windows on
  // their contents; the halves of a tagged equation only have a place on the
  // line, by their alignment.
  viewport(a, m, clip) {
    const box = (a.viewBox ?? fail('a drawing without a view')).split(/[\s,]+/).map(Number);
    if ('data-table' in a || 'data-labels' in a) {
      const align = {xMin: 0, xMid: 0.5, xMax: 1}[a.preserveAspectRatio.slice(0, 4)];
      m = mul(m, [this.pixel, 0, 0, this.pixel, 0, 0]);
      return [mul(m, translate(align * (this.width - box[2]) - box[0], -box[1])), clip];
    }
    const [x, y, w, h] = [a.x, a.y, a.width, a.height].map((v) => Number(v ?? 0));
    m = mul(mul(m, translate(x, y)), [w / box[2], 0, 0, h / box[3], 0, 0]);
    m = mul(m, translate(-box[0], -box[1]));
    return [m, intersection(bounds(box, m), clip)];
  }

  rect(a, m, clip) {
    const box = ['x', 'y', 'width', 'height'].map((name) => Number(a[name] ?? 0));
    const frame = 'data-frame' in a;
    if (!frame && a.fill !== 'none') return this.fill(box, m, clip);
    const t = frame ? Number(a['stroke-thickness'] ?? tableLine) : Number(a['stroke-width'] ?? 0);
    if (!(t > 0)) fail('a frame without weight');
    const [x, y, w, h] = box, dash = dashes(a, t);
    // The horizontal sides take the corners.
    this.stroke(x - t / 2, y, x + w + t / 2, y, t, dash, m, clip);
    this.stroke(x - t / 2, y + h, x + w + t / 2, y + h, t, dash, m, clip);
    this.stroke(x, y + t / 2, x, y + h - t / 2, t, dash, m, clip);
    this.stroke(x + w, y + t / 2, x + w, y + h - t / 2, t, dash, m, clip);
  }

  line(a, m, clip) {
    const [x1, y1, x2, y2] = ['x1', 'y1', 'x2', 'y2'].map((name) => Number(a[name] ?? 0));
    const t = 'data-line' in a ? Number(a['stroke-thickness'] ?? tableLine) : Number(a['stroke-width'] ?? 0);
    if (!(t > 0)) fail('a line without weight');
    this.stroke(x1, y1, x2, y2, t, dashes(a, t), m, clip);
  }

  // stroke draws a line of thickness t, in dashes if dash > 0.
  stroke(x1, y1, x2, y2, t, dash, m, clip) {
    const length = Math.hypot(x2 - x1, y2 - y1);
    if (!(length > 0)) return;
    // An odd number of equal dashes and gaps ends with a dash.
    const n = dash ? 2 * Math.max(0, Math.min(500, Math.round((length / dash - 1) / 2))) + 1 : 1;
    const u = [(x2 - x1) / length, (y2 - y1) / length], v = [-u[1] * t / 2, u[0] * t / 2];
    for (let i = 0; i < n; i += 2) {
      const from = i * length / n, to = (i + 1) * length / n;
      const p = [x1 + u[0] * from, y1 + u[1] * from], q = [x1 + u[0] * to, y1 + u[1] * to];
      const corners = [[p[0] - v[0], p[1] - v[1]], [q[0] - v[0], q[1] - v[1]], [q[0] + v[0], q[1] + v[1]], [p[0] + v[0], p[1] + v[1]]];
      if (x1 === x2 || y1 === y2) {
        const xs = corners.map((c) => c[0]), ys = corners.map((c) => c[1]);
        const x = Math.min(...xs), y = Math.min(...ys);
        this.fill([x, y, Math.max(...xs) - x, Math.max(...ys) - y], m, clip);
      } else {
        this.place('M' + corners.map((c) => c.map((n) => n.toFixed(1)).join(' ')).join('L') + 'Z', m, clip);
      }
    }
  }

  fill(box, m, clip) {
    if (!box.every(Number.isFinite) || !m.every(Number.isFinite)) fail('a rule has no place');
    if (Math.abs(m[1]) > 1e-9 || Math.abs(m[2]) > 1e-9) fail('a turned rule is not drawn');
    const b = intersection(bounds(box, m), clip);
    if (b[2] > 0 && b[3] > 0) this.rules.push(b);
  }
}

// dashes returns the length of dashes and gaps, 0 for an unbroken line.
function dashes(a, t) {
  const list = (a.class ?? '').split(' ');
  if (list.includes('mjx-dashed')) return Number(a['stroke-dasharray'] ?? tableDash);
  if (list.includes('mjx-dotted')) return t;
  return 0;
}

// bounds returns the box around a mapped box: left, bottom, width, height.
function bounds([x, y, w, h], m) {
  const [x1, y1] = [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
  const [x2, y2] = [m[0] * (x + w) + m[2] * (y + h) + m[4], m[1] * (x + w) + m[3] * (y + h) + m[5]];
  return [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)];
}

function intersection(b, clip) {
  if (!clip) return b;
  const x = Math.max(b[0], clip[0]), y = Math.max(b[1], clip[1]);
  return [x, y, Math.max(0, Math.min(b[0] + b[2], clip[0] + clip[2]) - x), Math.max(0, Math.min(b[1] + b[3], clip[1] + clip[3]) - y)];
}

// draw returns the glyphs, shapes, rules and tags of rows of a formula and the box
// [left, -height, width, height + depth] it stands in. A formula that fills the
// line has no view: it is written in pixels from its upper left corner.
export function draw(adaptor, root, pixel) {
  const view = adaptor.getAttribute(root, 'viewBox');
  const box = (view ?? adaptor.getAttribute(root, 'data-mjx-viewBox')).split(/\s+/).map(Number);
  const m = view ? [1, 0, 0, -1, -box[0], 0] : [1 / pixel, 0, 0, -1 / pixel, 0, -box[1]];
  const d = new Drawing(adaptor, box[2], pixel);
  for (const child of adaptor.childNodes(root)) d.node(child, m, null);
  return {glyphs: d.glyphs, shapes: d.shapes, rules: d.rules, rowTags: d.rowTags, box};
}
