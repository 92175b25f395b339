// Plots and sparklines as drawings.

import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/ui/top/line.js';
import { niceCeiling, plot, resample } from '../../../src/ui/top/plot.js';
import { sparkline } from '../../../src/ui/top/spark.js';

const ramp = (values: readonly (number | undefined)[]) =>
  values.map((value, index) => ({ atMs: index * 1_000, value }));
const window = { nowMs: 9_000, windowMs: 10_000, periodMs: 1_000 };

describe('sparklines', () => {
  it('show the newest values at the right, a gap as a space', () => {
    expect(sparkline([0, 25, 50, undefined, 100], 7, 100, 'braille')).toBe('  ▁▃▅ █');
    expect(sparkline([0, 1, 2, 3, 4, 100], 3, 4, 'ascii')).toBe('*##');
  });

  it('tell a little from nothing', () => {
    expect(sparkline([0, 0.001], 2, 1, 'block')).toBe('▁▂');
  });
});

describe('resampling', () => {
  it('puts each value in its column and leaves the time before empty', () => {
    expect(resample(ramp([1, 2, 3]), 10, window)).toEqual([1, 2, 3, ...new Array(7).fill(undefined)]);
  });

  it('fills short gaps and leaves long ones', () => {
    const points = [
      { atMs: 0, value: 10 },
      { atMs: 3_000, value: 40 },
      { atMs: 9_000, value: 0 },
    ];
    const filled = resample(points, 10, window).map((value) => value ?? '.');
    expect(filled).toEqual([10, 20, 30, 40, '.', '.', '.', '.', '.', 0]);
  });
});

describe('the plot', () => {
  it('draws an axis, the values and the limit', () => {
    const lines = plot({
      width: 17,
      height: 5,
      glyphs: 'ascii',
      ...window,
      series: [{ name: 'a', tone: 'first', points: ramp([0, 0, 50, 50, 100, 100, 150, 150, 150, 200]) }],
      limit: 100,
    });
    expect(lines.map((line) => plainText(line).trimEnd())).toEqual([
      '  200 ┤         |',
      "      │      |''",
      "  100 ┼╌╌╌╌|'╌╌╌╌",
      "      │  ..'",
      "    0 ┤..'",
    ]);
  });

  it('leaves out a limit that is far above, so that the values stay readable', () => {
    const series = [{ name: 'a', tone: 'first' as const, points: ramp([10, 12]) }];
    const lines = plot({ width: 20, height: 4, glyphs: 'braille', ...window, series, limit: 40_000 });
    expect(lines.map(plainText).join('')).not.toContain('╌');
  });

  it('is exactly as large as asked, whatever the values', () => {
    for (const glyphs of ['braille', 'block', 'ascii'] as const) {
      for (const values of [[], [undefined], [0, 0], [1e9, 3]]) {
        const series = [{ name: 'a', tone: 'first' as const, points: ramp(values) }];
        const lines = plot({ width: 30, height: 6, glyphs, ...window, series }).map(plainText);
        expect(lines.map((line) => line.length)).toEqual(new Array(6).fill(30));
      }
    }
  });

  it('ends its axis on a round number', () => {
    expect([0, 0.7, 12, 101, 2_100, 9_999].map(niceCeiling)).toEqual([1, 0.8, 15, 150, 2_500, 10_000]);
  });
});
