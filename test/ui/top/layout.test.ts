// Where the parts of the screen lie, drawn. One letter is ten columns wide and one row high.

import { describe, expect, it } from 'vitest';
import { fleetLayout, frameRows, type Rect, scrollTo, tableLayout } from '../../../src/ui/top/layout.js';

function draw(columns: number, rows: number, parts: Readonly<Record<string, Rect>>): string[] {
  const grid = Array.from({ length: rows }, () => new Array<string>(Math.ceil(columns / 10)).fill('.'));
  for (const [letter, rect] of Object.entries(parts)) {
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      for (let x = Math.round(rect.x / 10); x < Math.round((rect.x + rect.width) / 10); x++) {
        if (grid[y]?.[x] !== '.') throw new Error(`${letter} lies on another part at ${x},${y}`);
        (grid[y] as string[])[x] = letter;
      }
    }
  }
  return grid.map((line) => line.join(''));
}

describe('the fleet view', () => {
  it('at 80 x 24', () => {
    const { header, filter, heading, list, events, keys } = fleetLayout(80, 24);
    expect(draw(80, 24, { H: header, f: filter, h: heading, L: list, e: events, k: keys })).toEqual([
      'HHHHHHHH',
      'HHHHHHHH',
      'ffffffff',
      'hhhhhhhh',
      ...new Array(16).fill('LLLLLLLL'),
      'eeeeeeee',
      'eeeeeeee',
      'kkkkkkkk',
      '........',
    ]);
  });

  it('at 80 x 14, the smallest', () => {
    const { header, filter, heading, list, events, keys } = fleetLayout(80, 14);
    expect(draw(80, 14, { H: header, f: filter, h: heading, L: list, e: events, k: keys })).toEqual([
      'HHHHHHHH',
      'HHHHHHHH',
      'ffffffff',
      'hhhhhhhh',
      ...new Array(7).fill('LLLLLLLL'),
      'eeeeeeee',
      'kkkkkkkk',
      '........',
    ]);
  });
});

describe('the table view', () => {
  it('at 80 x 24 has two plots beside the words', () => {
    const { header, plots, why, tabs, keys } = tableLayout(80, 24, 3);
    const [a, b] = plots;
    expect(plots).toHaveLength(2);
    expect(draw(80, 24, { H: header, a: a as Rect, b: b as Rect, w: why, t: tabs, k: keys })).toEqual([
      'HHHHHHHH',
      ...new Array(10).fill('aaaawwww'),
      ...new Array(10).fill('bbbbwwww'),
      'tttttttt',
      'kkkkkkkk',
      '........',
    ]);
  });

  it('at 140 x 40 has three', () => {
    const { header, plots, why, tabs, keys } = tableLayout(140, 40, 3);
    const [a, b, c] = plots;
    expect(draw(140, 40, { H: header, a: a as Rect, b: b as Rect, c: c as Rect, w: why, t: tabs, k: keys })).toEqual([
      'HHHHHHHHHHHHHH',
      ...new Array(12).fill('aaaaaaaawwwwww'),
      ...new Array(12).fill('bbbbbbbbwwwwww'),
      ...new Array(12).fill('ccccccccwwwwww'),
      'tttttttttttttt',
      'kkkkkkkkkkkkkk',
      '..............',
    ]);
  });
});

describe('any size', () => {
  it('is never taller than the terminal', () => {
    for (let rows = 14; rows < 120; rows++) {
      for (const part of Object.values(fleetLayout(100, rows))) {
        expect(part.y + part.height).toBeLessThanOrEqual(frameRows(rows));
        expect(part.height).toBeGreaterThan(0);
      }
      const { plots, keys } = tableLayout(100, rows, 3);
      expect(plots.reduce((sum, plot) => sum + plot.height, 0)).toBe(frameRows(rows) - 3);
      expect(keys.y).toBe(frameRows(rows) - 1);
    }
  });

  it('scrolls no more than is needed', () => {
    expect(scrollTo(0, 5, { height: 10, count: 30 })).toBe(0);
    expect(scrollTo(0, 10, { height: 10, count: 30 })).toBe(1);
    expect(scrollTo(8, 3, { height: 10, count: 30 })).toBe(3);
    expect(scrollTo(25, 29, { height: 10, count: 30 })).toBe(20);
    expect(scrollTo(3, 0, { height: 10, count: 4 })).toBe(0);
  });
});
