// mathml spells MathJax's tree as presentation MathML that browsers draw
// without a script: what MathML Core lacks (variants of letters, alignment and
// lines of tables, frames) becomes characters and styles.
import {MmlVisitor} from '@mathjax/src/mjs/core/MmlTree/MmlVisitor.js';
import {alphabetic} from './alphabets.mjs';
import {rowTag} from './tags.mjs';

// What is kept of the attributes; the others are for MathJax's own use.
const kept = new Set(['displaystyle', 'scriptlevel', 'stretchy', 'fence', 'separator', 'symmetric', 'largeop', 'movablelimits',
  'accent', 'accentunder', 'lspace', 'rspace', 'minsize', 'maxsize', 'form', 'width', 'height', 'depth', 'voffset',
  'linethickness', 'bevelled', 'numalign', 'denomalign', 'align', 'notation', 'rowspan', 'columnspan', 'mathsize']);

const entities = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'};

// escape spells text. What is not seen is spelt as a number, so that one who
// reads the source sees it; what XML forbids is the sign of a lost character.
function escape(text) {
  return text.replace(/[\uFFFE\uFFFF]/g, '\uFFFD').replace(/[&<>"]/g, (c) => entities[c])
    .replace(/[\t\n\r\u00A0\u00AD\u2000-\u200F\u2028-\u202F\u205F-\u206F\uFE00-\uFE0F\uFEFF]/g, (c) => '&#x' + c.codePointAt(0).toString(16).toUpperCase() + ';');
}

// element writes an element; attributes without a value are left out.
function element(name, attributes, content) {
  const list = Object.entries(attributes).filter(([, v]) => v !== undefined && v !== '')
    .map(([k, v]) => ' ' + k + '="' + escape(String(v)) + '"');
  return '<' + name + list.join('') + '>' + content + '</' + name + '>';
}

function attributesOf(node) {
  const list = {};
  for (const [name, value] of Object.entries(node.attributes.getAllAttributes())) {
    if (kept.has(name)) list[name] = value;
  }
  return list;
}

const children = (node) => node.childNodes.map((child) => spell(child)).join('');

// token spells letters and signs. Only one letter of an identifier is slanted
// unless it says otherwise, as in MathML Core.
function token(node) {
  const list = attributesOf(node);
  let text = node.childNodes.map((child) => child.getText()).join('');
  let variant = node.attributes.getExplicit('mathvariant');
  variant = MmlVisitor.variants[variant] ?? variant;
  const single = [...text].length === 1;
  if (variant === 'normal') {
    if (node.isKind('mi') && single) list.mathvariant = 'normal';
  } else if (variant && node.isKind('mtext')) {
    list.style = textStyle(variant);
  } else if (variant && !(variant === 'italic' && node.isKind('mi') && single)) {
    let whole;
    [text, whole] = alphabetic(text, variant);
    if (!whole && variant.includes('bold')) list.style = 'font-weight:bold';
  }
  return element(node.kind, list, escape(text));
}

// textStyle is for words, which readers should not spell as single letters.
function textStyle(variant) {
  return [
    variant.includes('bold') && 'font-weight:bold',
    variant.includes('italic') && 'font-style:italic',
    variant.includes('sans-serif') && 'font-family:sans-serif',
    variant === 'monospace' && 'font-family:monospace',
  ].filter(Boolean).join(';');
}

// half of a length in em, "" if it is none.
function half(length) {
  const m = /^([\d.]+)(?:em)?$/.exec(length ?? '');
  const value = m ? Number((Number(m[1]) / 2).toFixed(3)) : NaN;
  return Number.isNaN(value) ? '' : value ? value + 'em' : '0';
}

const listOf = (node, name) => String(node.attributes.get(name) ?? '').trim().split(/\s+/);
const at = (list, i) => list[Math.min(i, list.length - 1)];
const line = (kind) => (kind === 'dashed' ? 'thin dashed' : kind === 'solid' ? 'thin solid' : '');

function table(node) {
  const rows = node.childNodes, grid = {
    framed: Boolean(line(node.attributes.get('frame'))), spacing: listOf(node, 'columnspacing'), columns: listOf(node, 'columnlines'), rows: listOf(node, 'rowlines'),
  };
  const frame = line(node.attributes.get('frame'));
  const list = {displaystyle: node.attributes.getExplicit('displaystyle'), style: frame && 'border:' + frame};
  return element('mtable', list, rows.map((row, i) => tableRow(row, i, i === rows.length - 1, grid)).join(''));
}

function tableRow(row, i, last, grid) {
  const cells = row.childNodes.map((cell, j) => {
    const end = j === row.childNodes.length - 1;
    const styles = {
      'text-align': cell.attributes.get('columnalign'),
      'padding-left': j === 0 ? grid.framed ? '' : '0' : half(at(grid.spacing, j - 1)),
      'padding-right': end ? grid.framed ? '' : '0' : half(at(grid.spacing, j)),
      'border-right': end ? '' : line(at(grid.columns, j)),
      'border-bottom': last ? '' : line(at(grid.rows, i)),
    };
    if (styles['text-align'] === 'center') styles['text-align'] = '';
    const style = Object.entries(styles).filter(([, v]) => v).map((pair) => pair.join(':')).join(';');
    return element('mtd', {...attributesOf(cell), style}, children(cell));
  });
  const tag = row.attributes.get(rowTag);
  if (tag) cells.push(element('mtd', {style: 'text-align:right;padding-left:2em'}, element('mtext', {}, escape(tag))));
  return element('mtr', {}, cells.join(''));
}

const strikes = {updiagonalstrike: 'to bottom right', downdiagonalstrike: 'to bottom left', horizontalstrike: 'to bottom'};

// enclosed draws frames as borders, which all browsers know, and strikes over
// the name that readers announce.
function enclosed(node) {
  const notation = listOf(node, 'notation');
  const sides = {box: 'border', top: 'border-top', bottom: 'border-bottom', left: 'border-left', right: 'border-right'};
  if (notation.every((name) => Object.hasOwn(sides, name))) {
    const style = notation.map((name) => sides[name] + ':thin solid').join(';') + ';padding:0.2em';
    return element('mrow', {style}, children(node));
  }
  const strokes = notation.filter((name) => Object.hasOwn(strikes, name))
    .map((name) => 'linear-gradient(' + strikes[name] + ',transparent 48%,currentColor 49%,currentColor 51%,transparent 52%)');
  return element('menclose', {notation: notation.join(' '), style: strokes.length ? 'background:' + strokes.join(',') : ''}, children(node));
}

const tokens = ['mi', 'mn', 'mo', 'ms', 'mtext'];

function spell(node) {
  if (node.isInferred) return children(node);
  if (tokens.includes(node.kind)) return token(node);
  if (node.isKind('mtable')) return table(node);
  if (node.isKind('menclose')) return enclosed(node);
  if (['TeXAtom', 'mrow', 'mstyle'].includes(node.kind)) return group(node);
  return element(node.kind === 'none' ? 'mrow' : node.kind, attributesOf(node), children(node));
}

// group leaves out braces around a single element.
function group(node) {
  const list = attributesOf(node), plain = !Object.keys(list).length;
  const inner = node.isKind('mrow') ? node.childNodes : node.childNodes[0]?.childNodes ?? [];
  if (plain && inner.length === 1 && !inner[0].isInferred) return spell(inner[0]);
  return element(node.isKind('mstyle') && !plain ? 'mstyle' : 'mrow', list, children(node));
}

// mathml returns a formula with its TeX.
export function mathml(root, source, display) {
  const parts = element('mrow', {}, children(root));
  const note = element('annotation', {encoding: 'application/x-tex'}, escape(source));
  const list = {xmlns: 'http://www.w3.org/1998/Math/MathML', display: display ? 'block' : 'inline', alttext: source.trim()};
  return element('math', list, element('semantics', {}, parts + note));
}
