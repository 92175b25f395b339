import { describe, expect, it } from 'vitest';
import { cqlCost, cqlExpanded, cqlGrid, cqlRowsAsJson } from '../../../src/ui/text/cql-result.js';
import { renderCsv } from '../../../src/ui/text/csv.js';
import { formatMoney, formatNumber, formatTime } from '../../../src/ui/text/format.js';
import { renderGrid, renderRecord } from '../../../src/ui/text/grid.js';
import { colourStyle, plainStyle } from '../../../src/ui/text/style.js';
import { cellsOf } from '../../../src/ui/text/width.js';

describe('grids', () => {
  const columns = [
    { title: 'NAME', text: (row: readonly [string, number]) => row[0] },
    { title: 'N', align: 'right' as const, text: (row: readonly [string, number]) => String(row[1]) },
  ];
  it('aligns, and leaves no blanks at the end of a line', () => {
    expect(
      renderGrid(columns, [
        ['a', 1000],
        ['longer', 2],
      ]),
    ).toBe('NAME       N\na       1000\nlonger     2');
  });
  it('counts cells, not characters', () => {
    expect(
      renderGrid(columns, [
        ['日本', 1],
        ['e\u0301', 2],
      ]).split('\n'),
    ).toEqual(['NAME  N', '日本  1', 'e\u0301     2']);
    expect(cellsOf('日本')).toBe(4);
  });
  it('keeps a row on its line', () => {
    expect(renderGrid(columns, [['a\nb', 1]])).toContain('a\\nb');
  });
  it('aligns coloured cells as plain ones', () => {
    const painted = [
      { ...columns[0]!, paint: (_: unknown, text: string, style: typeof colourStyle) => style.paint('red', text) },
      columns[1]!,
    ];
    expect(renderGrid(painted, [['a', 1]], colourStyle).split('\n')[1]).toBe('\u001b[31ma\u001b[39m     1');
  });
  it('prints records without what is not known', () => {
    expect(
      renderRecord([
        ['name', 'a'],
        ['gone', undefined],
        ['lines', 'x\ny'],
      ]),
    ).toBe('name   a\nlines  x\n       y');
  });
});

describe('CSV', () => {
  it('quotes what needs it', () => {
    expect(
      renderCsv(
        ['a', 'b'],
        [
          ['x,y', 'say "hi"'],
          ['', ' pad'],
        ],
      ),
    ).toBe('a,b\r\n"x,y","say ""hi"""\r\n," pad"');
  });
});

describe('figures', () => {
  it('reads as people write them', () => {
    expect([formatNumber(1234567), formatNumber(1.25), formatNumber(undefined)]).toEqual(['1,234,567', '1.3', '-']);
    expect([formatMoney(1243.4), formatMoney(0.5), formatMoney(0), formatMoney(undefined)]).toEqual([
      '$1,243',
      '$0.50',
      '$0',
      'unknown',
    ]);
    expect(formatTime('2026-11-21T14:05:09.120Z')).toBe('2026-11-21 14:05:09');
  });
});

describe('CQL results', () => {
  const column = (name: string, type: string) => ({ keyspace: 'k', table: 't', name, type });
  const result = {
    columns: [column('id', 'int'), column('tags', 'set<text>')],
    rows: [
      [7, ['a']],
      [12, null],
    ],
  };
  it('as a grid, expanded, and as JSON', () => {
    expect(cqlGrid(result, plainStyle)).toBe("id  tags\n 7  {'a'}\n12  null");
    expect(cqlExpanded(result, plainStyle, 3)).toBe(
      "@ Row 3\n id   | 7\n tags | {'a'}\n\n@ Row 4\n id   | 12\n tags | null",
    );
    expect(cqlRowsAsJson(result)).toEqual([
      { id: 7, tags: ['a'] },
      { id: 12, tags: null },
    ]);
  });
  it('says what a statement cost', () => {
    expect(cqlCost({ ...result, warnings: [], elapsedMs: 1.234, consumed: { readUnits: 1.5, writeUnits: 0 } })).toBe(
      '2 rows, 1.23 ms, 1.5 RCU',
    );
  });
});
