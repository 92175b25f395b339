// A row of small bars from a row of values: the pure half of every sparkline.

import type { GlyphSet } from './theme.js';

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII = ['_', '.', ':', '-', '=', '+', '*', '#'];

/** The last `width` values, newest at the right; `ceiling` is the value of a full bar; a value not known is a space. */
export function sparkline(
  values: readonly (number | undefined)[],
  width: number,
  ceiling: number,
  glyphs: GlyphSet,
): string {
  const bars = glyphs === 'ascii' ? ASCII : BLOCKS;
  const shown = values.slice(-width);
  let out = ' '.repeat(width - shown.length);
  for (const value of shown) {
    if (value === undefined) {
      out += ' ';
      continue;
    }
    const share = ceiling > 0 ? value / ceiling : 0;
    const level = Math.min(bars.length - 1, Math.max(value > 0 ? 1 : 0, Math.ceil(share * (bars.length - 1))));
    out += bars[level];
  }
  return out;
}
