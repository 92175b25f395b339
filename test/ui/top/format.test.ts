// Figures of a narrow column: four digits at most, one unit a column, and nothing from outside that moves the cursor.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  age,
  bytes,
  compact,
  dollars,
  duration,
  figure,
  harmless,
  milliseconds,
  percent,
  scaleFor,
} from '../../../src/ui/top/format.js';

describe('figures', () => {
  it('groups thousands and keeps one decimal below ten', () => {
    expect([2212, 0, 3, 0.3, 9.96, 0.01].map((value) => figure(value))).toEqual([
      '2,212',
      '0',
      '3',
      '0.3',
      '10',
      '<0.1',
    ]);
  });

  it('says what is not known with a dash', () => {
    expect([
      figure(undefined),
      milliseconds(undefined),
      percent(undefined),
      bytes(undefined),
      dollars(undefined),
    ]).toEqual(['-', '-', '-', '-', '-']);
  });

  it('gives a column the scale of its largest value', () => {
    const scale = scaleFor([120, 12_400, undefined]);
    expect(scale.prefix).toBe('k');
    expect([12_400, 120, 9_870].map((value) => figure(value, scale))).toEqual(['12.4', '0.12', '9.9']);
  });

  it('never shows more than four digits', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 9e12, noNaN: true }), { minLength: 1 }), (values) => {
        const scale = scaleFor(values);
        return values.every((value) => (figure(value, scale).match(/\d/g) ?? []).length <= 4);
      }),
    );
  });

  it('reads milliseconds, sizes, money and shares', () => {
    expect([0, 0.004, 0.05, 0.9, 6, 212, 20_000].map(milliseconds)).toEqual([
      '0',
      '<0.01',
      '0.05',
      '0.9',
      '6.0',
      '212',
      '9,999+',
    ]);
    expect([0, 900, 310 * 1024 ** 2, 1.2 * 1024 ** 3, 48 * 1024 ** 3].map(bytes)).toEqual([
      '0 B',
      '900 B',
      '310 MB',
      '1.2 GB',
      '48 GB',
    ]);
    expect([3.2, 1243, 250_000].map(dollars)).toEqual(['$3.20', '$1,243', '$250k']);
    expect([0, 0.16, 1.106, 40].map(percent)).toEqual(['0%', '16%', '111%', '>999%']);
    expect([950, 12_400, 3_200_000].map(compact)).toEqual(['950', '12.4k', '3.2M']);
  });

  it('tells spans of time in one or two units', () => {
    expect([4_000, 130_000, 3_600_000, 11_100_000, 12 * 86_400_000].map(duration)).toEqual([
      '4s',
      '2m 10s',
      '1h',
      '3h 5m',
      '12d',
    ]);
    expect([40_000, 200_000, 7_300_000, 5 * 86_400_000].map(age)).toEqual(['40s', '3m', '2h', '5d']);
  });
});

describe('text from outside', () => {
  it('loses escape codes, control characters and direction marks', () => {
    expect(harmless('a\u001b[2Jb\rc\u202ed\u0007')).toBe('a·[2Jb·c·d·');
  });
});
