// The parts of the font that are loaded when a formula needs them. Bundling
// wraps each, so that it costs nothing before.
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

// loadPart is MathJax's loader: the name of a part is the last step of its path.
export function loadPart(path) {
  const part = path.replace(/^.*\//, '').replace(/\.js$/, '');
  if (!Object.hasOwn(parts, part)) throw Error('no part of the font is called ' + path);
  return parts[part]();
}
