// tags takes the tags of equations out of the formula: the page prints them at
// the margin, whose place is not known here.
import {AbstractTags, TagsFactory} from '@mathjax/src/mjs/input/tex/Tags.js';
import TexError from '@mathjax/src/mjs/input/tex/TexError.js';

// The tag of the formula that is being read, "" for none.
let found = '';

export const forgetTag = () => { found = ''; };
export const theTag = () => found;

const plain = ['mtext', 'mi', 'mn', 'mo', 'ms'], groups = ['mrow', 'TeXAtom', 'mstyle', 'mtd', 'inferredMrow'];

// words spells what stands in a tag.
function words(node) {
  if (node.isInferred || groups.includes(node.kind)) return node.childNodes.map(words).join('');
  if (plain.includes(node.kind)) return node.childNodes.map((child) => child.getText()).join('').replace(/[\u2061-\u2064]/g, '');
  if (node.isKind('mspace')) return ' ';
  if (node.isKind('msup')) {
    const raised = words(node.childNodes[1]);
    if (/^[′″‴*]+$/.test(raised)) return words(node.childNodes[0]) + raised;
  }
  throw new TexError('TagText', 'The \\tag is not plain text: write for example \\tag{3} or \\tag{3a}');
}

const textOf = (tag) => words(tag).replace(/[\s\u00A0]+/g, ' ').trim();

// Tags numbers nothing by itself.
class Tags extends AbstractTags {
  constructor() {
    super();
    this.enTag = (node, tag) => {
      if (found) throw new TexError('TagTwice', 'The formula has more than one \\tag: one is for all of it, or one for each row of an environment such as align');
      found = textOf(tag);
      return node;
    };
  }

  autoTag() {}

  getTag() {
    return this.currentTag.tag ? super.getTag() : null;
  }

  finalize(node, env) {
    if (!this.currentTag.tag || this.currentTag.env) return node;
    if (!env.display) throw new TexError('TagInline', 'The \\tag belongs to a formula on a line of its own');
    return this.enTag(node, this.makeTag());
  }

  // A formula is referred to from nowhere; for one with an id MathJax draws
  // extra boxes.
  formatId() {
    return '';
  }
}
TagsFactory.add('margin', Tags);

// rowTag is the attribute of a row with a tag.
export const rowTag = 'data-row-tag';

// looseRows makes ordinary rows of those with tags. A multline has its tag on
// the last row.
export function looseRows({data, math}) {
  const rows = [];
  data.root.walkTree((node) => { if (node.isKind('mlabeledtr')) rows.push(node); });
  for (const row of rows) {
    const [tag, ...cells] = row.childNodes;
    const loose = data.nodeFactory.create('node', 'mtr', cells);
    loose.attributes.setList(row.attributes.getAllAttributes());
    loose.attributes.set(rowTag, textOf(tag));
    row.parent.replaceChild(loose, row);
  }
  if (rows.length && found) throw new TexError('TagTwice', 'The formula has more than one \\tag: one is for all of it, or one for each row of an environment such as align');
  if (rows.length && !math.display) throw new TexError('TagInline', 'The \\tag belongs to a formula on a line of its own');
  if (!found || !/^\s*\\begin\s*\{multline\*?\}/.test(math.math)) return;
  let table = null;
  data.root.walkTree((node) => { if (node.isKind('mtable')) table ??= node; });
  table?.childNodes.at(-1)?.attributes.set(rowTag, found);
  if (table) found = '';
}
