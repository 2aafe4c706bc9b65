// look mends where MathJax sets formulas otherwise than TeX with these fonts.
import {MathJaxStix2Font} from '@mathjax/mathjax-stix2-font/mjs/svg.js';
import {ArrayItem} from '@mathjax/src/mjs/input/tex/base/BaseItems.js';
import {ParseUtil} from '@mathjax/src/mjs/input/tex/ParseUtil.js';
import {MmlMath} from '@mathjax/src/mjs/core/MmlTree/MmlNodes/math.js';
import {MmlMstyle} from '@mathjax/src/mjs/core/MmlTree/MmlNodes/mstyle.js';
import {SvgMfrac} from '@mathjax/src/mjs/output/svg/Wrappers/mfrac.js';
import {SvgMover, SvgMunder} from '@mathjax/src/mjs/output/svg/Wrappers/munderover.js';

// The places of scripts and limits are those of the fonts' own table; MathJax
// has those of Computer Modern. Fractions keep MathJax's, whose lower shifts
// fit into lines of text.
Object.assign(MathJaxStix2Font.defaultParams, {
  sup1: 0.36, sup2: 0.36, sup3: 0.252, sub1: 0.21, sub2: 0.21, sup_drop: 0.23, sub_drop: 0.16,
  big_op_spacing1: 0.135, big_op_spacing2: 0.135, big_op_spacing3: 0.3, big_op_spacing4: 0.67, big_op_spacing5: 0.15,
});

// Scripts have three quarters of the size, as the fonts want it.
MmlMath.defaults.scriptsizemultiplier = MmlMstyle.defaults.scriptsizemultiplier = 0.75;

// The line of a fraction is as long as the longer side; MathJax's reaches over
// it by this much on both ends.
const overhang = 0.1;
const getFractionBBox = SvgMfrac.prototype.getFractionBBox;
SvgMfrac.prototype.getFractionBBox = function (bbox, display, t) {
  getFractionBBox.call(this, bbox, display, t);
  bbox.w -= 2 * overhang;
};
SvgMfrac.prototype.makeFraction = function (display, t) {
  const {numalign, denomalign} = this.node.attributes.getList('numalign', 'denomalign');
  const [num, den] = this.childNodes;
  const [nbox, dbox] = [num.getOuterBBox(), den.getOuterBBox()];
  const width = Math.max(...[nbox, dbox].map((box) => (box.L + box.w + box.R) * box.rscale));
  const {T, u, v} = this.getTUV(display, t), axis = this.font.params.axis_height;
  num.toSVG(this.dom);
  num.place(this.pad + this.getAlignX(width, nbox, numalign), axis + T + Math.max(nbox.d * nbox.rscale, u));
  den.toSVG(this.dom);
  den.place(this.pad + this.getAlignX(width, dbox, denomalign), axis - T - Math.max(dbox.h * dbox.rscale, v));
  const line = {width: width, height: t, x: this.pad, y: axis - t / 2};
  for (const name of Object.keys(line)) line[name] = this.fixed(line[name]);
  this.adaptor.append(this.dom[0], this.svg('rect', line));
};

// frames gives boxes and strikes the weight that LaTeX gives them, and as much
// room to boxes; strikes have hardly more than what they strike.
export function frames({data}) {
  data.root.walkTree((node) => {
    if (!node.isKind('menclose')) return;
    const list = node.attributes, strike = /strike|arrow/.test(list.get('notation'));
    if (!/^box$/.test(list.get('notation')) && !strike) return;
    if (list.getExplicit('data-padding') === undefined) list.set('data-padding', strike ? '.02em' : '.3em');
    if (list.getExplicit('data-thickness') === undefined) list.set('data-thickness', '.04em');
  });
}

// TeX leaves room around limits but not around accents, and the weight of the
// line itself around one that stands over or under a formula.
for (const [type, side, attribute, isLine] of [[SvgMover, 'h', 'accent', 'isLineAbove'], [SvgMunder, 'd', 'accentunder', 'isLineBelow']]) {
  const computeBBox = type.prototype.computeBBox;
  type.prototype.computeBBox = function (bbox) {
    computeBBox.call(this, bbox);
    const {big_op_spacing5: room, rule_thickness: weight} = this.font.params;
    if (this[isLine]) bbox[side] += weight - room;
    else if (this.node.attributes.get(attribute)) bbox[side] -= room;
  };
}

// An operator at the beginning of a right side has the room of one between two
// terms, also behind a space, as in &\quad + c; MathJax forgets the space.
const fixInitialMO = ParseUtil.fixInitialMO;
ParseUtil.fixInitialMO = (configuration, nodes) => {
  const rest = nodes.slice(Math.max(0, nodes.findIndex((node) => !node.isSpacelike))), count = rest.length;
  fixInitialMO(configuration, rest);
  if (rest.length > count) nodes.unshift(rest[0]);
};

// Rows of equations and of cases are as far apart as in LaTeX: MathJax counts
// from lines that are closer together.
const rowSpacing = {'3pt': '.5em', '.2em': '.44em'};
for (const name of ['addRowSpacing', 'EndTable']) {
  const original = ArrayItem.prototype[name];
  ArrayItem.prototype[name] = function (...list) {
    const {rowspacing, scriptlevel} = this.arraydef;
    if (!scriptlevel && Object.hasOwn(rowSpacing, rowspacing)) this.arraydef.rowspacing = rowSpacing[rowspacing];
    original.apply(this, list);
  };
}
