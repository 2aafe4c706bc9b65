// breaks finds where an inline formula may be broken: behind relations and
// binary operators that stand in no group, as TeX does. It returns triples
// [end of what is before, start of what follows, is a relation].
const BIN = 2, REL = 3;

// transparent boxes group nothing that TeX would keep together.
const transparent = (box) => box.node.isInferred || box.node.isKind('math') || box.node.isKind('mstyle');

// row lists the boxes of the outermost row with their places.
function row(box, x, scale, list) {
  for (const child of box.childNodes) {
    const {L, w, R, rscale} = child.getOuterBBox();
    const start = x + L * rscale * scale, end = start + w * rscale * scale;
    if (transparent(child)) row(child, start, scale * rscale, list);
    else list.push({node: child.node, start, end});
    x = end + R * rscale * scale;
  }
  return list;
}

export function breaks(math) {
  const list = row(math, 0, 1, []).filter((item) => !item.node.isKind('mspace'));
  const operator = (item) => item.node.texClass === REL || item.node.texClass === BIN;
  const found = [];
  for (let i = 1; i + 1 < list.length; i++) {
    if (!operator(list[i]) || operator(list[i + 1])) continue;
    found.push([list[i].end * 1000, list[i + 1].start * 1000, list[i].node.texClass === REL]);
  }
  return found;
}
