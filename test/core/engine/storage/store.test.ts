// Reads and writes of the table store over the store in memory: slices, statics, deletions, expiry, pages, projections.

import { describe, expect, it } from 'vitest';
import type { Column } from '../../../../src/core/engine/catalog/schema.js';
import { RangeTooLarge } from '../../../../src/core/engine/storage/table-store.js';
import { murmur3Token } from '../../../../src/core/engine/storage/token.js';
import { native } from '../../../../src/core/engine/types/cql-type.js';
import { ByteSink } from '../../../../src/core/lib/byte-sink.js';
import { asInt, Bench, deleteRow, insert, int, ints, tableOf } from './fixture.js';

const table = tableOf([
  { name: 'pk', kind: 'partition_key' },
  { name: 'a', kind: 'clustering' },
  { name: 'b', kind: 'clustering', order: 'desc' },
  { name: 's', kind: 'static' },
  { name: 'v', kind: 'regular' },
  { name: 'w', kind: 'regular' },
]);
const one = int(1);
const rowsOf = (bench: Bench, slice = {}, after?: Uint8Array) => bench.slice(table, one, ints(table), slice, after);
const column = (name: string) => table.byName.get(name)!;

describe('slices', () => {
  const filled = (): Bench => {
    const bench = new Bench();
    for (const a of [1, 2, 3])
      for (const b of [1, 2, 3]) bench.apply(insert(table, one, [int(a), int(b)], 1, { v: a * 10 + b }));
    bench.apply(insert(table, int(2), [int(1), int(1)], 1, { v: 99 }));
    return bench;
  };
  const vs = (bench: Bench, slice = {}, after?: Uint8Array) => rowsOf(bench, slice, after).map((row) => row.v);

  it('come in declared clustering order, DESC columns descending', () => {
    expect(vs(filled())).toEqual([13, 12, 11, 23, 22, 21, 33, 32, 31]);
    expect(vs(filled(), { reverse: true })).toEqual([31, 32, 33, 21, 22, 23, 11, 12, 13]);
  });

  it('are cut by whole and partial bounds', () => {
    const bench = filled();
    const at = (...values: number[]) => values.map(int);
    expect(vs(bench, { start: { values: at(2), inclusive: true }, end: { values: at(2), inclusive: true } })).toEqual([
      23, 22, 21,
    ]);
    expect(vs(bench, { start: { values: at(1), inclusive: false } })).toEqual([23, 22, 21, 33, 32, 31]);
    expect(vs(bench, { end: { values: at(2), inclusive: false } })).toEqual([13, 12, 11]);
    expect(
      vs(bench, { start: { values: at(2, 2), inclusive: true }, end: { values: at(3, 3), inclusive: true } }),
    ).toEqual([22, 21, 33]);
    expect(
      vs(bench, { start: { values: at(2, 2), inclusive: false }, end: { values: at(3, 3), inclusive: false } }),
    ).toEqual([21]);
    expect(vs(bench, { end: { values: at(2, 2), inclusive: false }, reverse: true })).toEqual([23, 11, 12, 13]);
  });

  it('go on behind a position, in both directions', () => {
    const bench = filled();
    const positions = bench.slice(table, one, (row) => Buffer.from(row.position));
    expect(vs(bench, {}, positions[3])).toEqual([22, 21, 33, 32, 31]);
    expect(vs(bench, { reverse: true }, positions[3])).toEqual([11, 12, 13]);
    expect(vs(bench, {}, positions[8])).toEqual([]);
  });

  it('stop when the visitor says so', () => {
    const bench = filled();
    let calls = 0;
    bench.store.readSlice(table, one, {}, bench.clock, () => ++calls < 2);
    expect(calls).toBe(2);
  });
});

/** Every token that a partition can have. */
const all = { start: -(2n ** 63n) + 1n, end: 2n ** 63n - 1n };

describe('scans', () => {
  it('give every partition in token order, and go on behind a position', () => {
    const bench = new Bench();
    const keys = Array.from({ length: 20 }, (_, i) => int(i));
    for (const key of keys) for (const a of [1, 2]) bench.apply(insert(table, key, [int(a), int(1)], 1, { v: a }));
    const other = tableOf([{ name: 'pk', kind: 'partition_key' }], {}, 8);
    bench.apply(insert(other, one, [], 1, {}));
    const seen: { token: bigint; position: Buffer; id: string }[] = [];
    bench.store.scan(table, all, bench.clock, false, (row) => {
      seen.push({
        token: row.token,
        position: Buffer.from(row.position),
        id: `${asInt(row.value(column('pk')))}/${asInt(row.value(column('a')))}`,
      });
      return undefined;
    });
    expect(seen.length).toBe(40);
    const expected = keys.map((key) => murmur3Token(key)).sort((x, y) => (x < y ? -1 : 1));
    expect(seen.filter((_, i) => i % 2 === 0).map((row) => row.token)).toEqual(expected);
    const rest: string[] = [];
    bench.store.scan(
      table,
      all,
      bench.clock,
      false,
      (row) => void rest.push(`${asInt(row.value(column('pk')))}/${asInt(row.value(column('a')))}`),
      seen[16]!.position,
    );
    expect(rest).toEqual(seen.slice(17).map((row) => row.id));
    const between: bigint[] = [];
    bench.store.scan(
      table,
      { start: expected[3]!, end: expected[5]! },
      bench.clock,
      false,
      (row) => void between.push(row.token),
    );
    expect(between).toEqual([expected[3], expected[3], expected[4], expected[4], expected[5], expected[5]]);
  });

  it('give static data with its rows, and alone where there is no row', () => {
    const bench = new Bench();
    for (const key of [1, 2, 3, 4]) bench.apply(insert(table, int(key), null, 1, { s: key * 100 }));
    for (const key of [1, 3, 5])
      bench.apply(
        insert(table, int(key), [int(1), int(1)], 1, { v: key }),
        insert(table, int(key), [int(2), int(1)], 1, { v: key }),
      );
    const scan = (withStatic: boolean, after?: Uint8Array): string[] => {
      const seen: string[] = [];
      bench.store.scan(
        table,
        all,
        bench.clock,
        withStatic,
        (row) =>
          void seen.push(
            `${asInt(row.value(column('pk')))} ${asInt(row.value(column('s')))} ${asInt(row.value(column('v')))} ${row.hasRow}`,
          ),
        after,
      );
      return seen;
    };
    expect(scan(true).sort()).toEqual([
      '1 100 1 true',
      '1 100 1 true',
      '2 200 null false',
      '3 300 3 true',
      '3 300 3 true',
      '4 400 null false',
      '5 null 5 true',
      '5 null 5 true',
    ]);
    expect(scan(false).sort()).toEqual([
      '1 null 1 true',
      '1 null 1 true',
      '3 null 3 true',
      '3 null 3 true',
      '5 null 5 true',
      '5 null 5 true',
    ]);
    const whole = scan(true);
    const positions: Buffer[] = [];
    bench.store.scan(table, all, bench.clock, true, (row) => void positions.push(Buffer.from(row.position)));
    for (const [i, position] of positions.entries()) expect(scan(true, position)).toEqual(whole.slice(i + 1));
  });
});

describe('rows', () => {
  const at = [int(1), int(1)];
  const read = (bench: Bench, withStatic = false) => {
    const seen: Record<string, unknown>[] = [];
    bench.store.readRow(
      table,
      one,
      at,
      bench.clock,
      withStatic,
      (row) =>
        void seen.push({
          v: asInt(row.value(column('v'))),
          w: asInt(row.value(column('w'))),
          s: asInt(row.value(column('s'))),
          hasRow: row.hasRow,
        }),
    );
    return seen[0];
  };

  it('keep the latest write of each cell, whatever order they come in', () => {
    const bench = new Bench();
    bench.apply(
      insert(table, one, at, 20, { v: 2 }),
      insert(table, one, at, 10, { v: 1, w: 1 }),
      insert(table, one, at, 15, { w: 3 }),
    );
    expect(read(bench)).toMatchObject({ v: 2, w: 3 });
  });

  it('exist by INSERT alone, but not by an UPDATE whose cells are gone', () => {
    const bench = new Bench();
    bench.apply(insert(table, one, at, 1, {}));
    expect(read(bench)).toMatchObject({ v: null, w: null, hasRow: true });
    bench.apply(deleteRow(table, one, at, 2), insert(table, one, at, 3, { v: 1 }, { update: true }));
    expect(read(bench)).toMatchObject({ v: 1 });
    bench.apply(insert(table, one, at, 4, { v: null }, { update: true }));
    expect(read(bench)).toBeUndefined();
  });

  it('deleted rows stay hidden from older writes and come back with newer ones', () => {
    const bench = new Bench();
    bench.apply(insert(table, one, at, 10, { v: 1, w: 1 }), deleteRow(table, one, at, 20));
    expect(read(bench)).toBeUndefined();
    bench.apply(insert(table, one, at, 15, { v: 5 }));
    expect(read(bench)).toBeUndefined();
    bench.apply(insert(table, one, at, 25, { v: 6 }));
    expect(read(bench)).toMatchObject({ v: 6, w: null });
  });

  it('expire cell by cell and as a whole', () => {
    const bench = new Bench();
    bench.apply(insert(table, one, at, 1, { v: 1, w: 1 }, { ttl: 100 }));
    bench.nowSeconds += 99;
    expect(read(bench)).toMatchObject({ v: 1 });
    bench.apply(insert(table, one, at, 2, { w: 2 }, { ttl: 1000, update: true }));
    bench.nowSeconds += 1;
    expect(read(bench)).toMatchObject({ v: null, w: 2 });
    bench.nowSeconds += 1000;
    expect(read(bench)).toBeUndefined();
  });

  it('tell write times and remaining seconds', () => {
    const bench = new Bench();
    const seen: unknown[] = [];
    const look = () =>
      bench.store.readRow(
        table,
        one,
        at,
        bench.clock,
        true,
        (row) => void seen.push(['v', 'w', 's'].map((name) => [row.writeTime(column(name)), row.ttl(column(name))])),
      );
    bench.apply(insert(table, one, at, 7, { v: 1 }, { ttl: 50 }));
    bench.nowSeconds += 20;
    look();
    bench.apply(insert(table, one, at, 8, { w: 1 }), insert(table, one, null, 9, { s: 1 }));
    look();
    const plain = new Bench();
    plain.apply(insert(table, one, at, 7, { v: 1 }), insert(table, one, at, 8, { w: 1 }));
    plain.store.readRow(
      table,
      one,
      at,
      plain.clock,
      true,
      (row) => void seen.push([row.writeTime(column('v')), row.writeTime(column('w'))]),
    );
    expect(seen).toEqual([
      [
        [7n, 30],
        [null, null],
        [null, null],
      ],
      [
        [7n, 30],
        [8n, null],
        [9n, null],
      ],
      [7n, 8n],
    ]);
  });

  it('show static data beside a row and in place of one', () => {
    const bench = new Bench();
    expect(read(bench, true)).toBeUndefined();
    bench.apply(insert(table, one, null, 1, { s: 5 }));
    expect(read(bench)).toBeUndefined();
    expect(read(bench, true)).toEqual({ v: null, w: null, s: 5, hasRow: false });
    bench.apply(insert(table, one, at, 1, { v: 1 }));
    expect(read(bench, true)).toEqual({ v: 1, w: null, s: 5, hasRow: true });
    expect(rowsOf(bench, { withStatic: true })).toEqual([{ pk: 1, a: 1, b: 1, s: 5, v: 1, w: null }]);
  });

  it('keep their place while a visitor reads others', () => {
    const bench = new Bench();
    bench.apply(insert(table, one, at, 1, { v: 1 }), insert(table, int(2), at, 1, { v: 2 }));
    bench.store.readRow(table, one, at, bench.clock, false, (row) => {
      expect(bench.slice(table, int(2), ints(table))).toHaveLength(1);
      expect([asInt(row.value(column('v'))), asInt(row.value(column('pk')))]).toEqual([1, 1]);
      return undefined;
    });
  });
});

describe('range deletions', () => {
  const filled = (): Bench => {
    const bench = new Bench();
    for (const a of [1, 2, 3]) bench.apply(insert(table, one, [int(a), int(1)], 10, { v: a }));
    bench.apply(insert(table, one, null, 10, { s: 1 }));
    return bench;
  };
  const left = (bench: Bench) => rowsOf(bench, { withStatic: true }).map((row) => [row.a, row.s]);

  it('take a slice, and hide what comes late', () => {
    const bench = filled();
    const bound = { values: [int(2)], inclusive: true };
    bench.apply({ kind: 'range', table, partitionKey: one, timestamp: 20n, start: bound, withStatic: false });
    expect(left(bench)).toEqual([[1, 1]]);
    bench.apply(insert(table, one, [int(3), int(9)], 15, { v: 1 }), insert(table, one, [int(1), int(9)], 15, { v: 1 }));
    expect(left(bench)).toEqual([
      [1, 1],
      [1, 1],
    ]);
    bench.apply(insert(table, one, [int(3), int(9)], 21, { v: 1 }));
    expect(left(bench)).toEqual([
      [1, 1],
      [1, 1],
      [3, 1],
    ]);
  });

  it('take a partition with its static row', () => {
    const bench = filled();
    bench.apply({ kind: 'range', table, partitionKey: one, timestamp: 20n, withStatic: true });
    expect(left(bench)).toEqual([]);
    bench.apply(insert(table, one, null, 19, { s: 2 }), insert(table, one, [int(1), int(1)], 20, { v: 1 }));
    expect(left(bench)).toEqual([]);
    bench.apply(insert(table, one, null, 21, { s: 3 }));
    expect(left(bench)).toEqual([[null, 3]]);
  });

  it('spare rows that are newer', () => {
    const bench = filled();
    bench.apply(insert(table, one, [int(2), int(1)], 30, { w: 5 }, { update: true }));
    bench.apply({ kind: 'range', table, partitionKey: one, timestamp: 20n, withStatic: true });
    expect(rowsOf(bench)).toEqual([{ pk: 1, a: 2, b: 1, s: null, v: null, w: 5 }]);
  });

  it('refuse more rows than allowed, and then remove nothing', () => {
    const bench = filled();
    expect(() =>
      bench.apply({ kind: 'range', table, partitionKey: one, timestamp: 20n, withStatic: true, rowsMax: 2 }),
    ).toThrow(RangeTooLarge);
    expect(left(bench)).toHaveLength(3);
  });
});

describe('tables without client timestamps', () => {
  const server = tableOf(
    table.columns.map(({ name, kind, order }) => ({ name, kind, order })),
    { clientSideTimestamps: false },
  );
  const entries = (bench: Bench): number => {
    let count = 0;
    bench.kv.visit('rows', { start: Buffer.from([0]), end: Buffer.from([255]) }, () => void count++);
    return count;
  };

  it('keep nothing of what is deleted or expired', () => {
    const bench = new Bench();
    const at = [int(1), int(1)];
    bench.apply(insert(server, one, at, 1, { v: 1 }), deleteRow(server, one, at, 2));
    bench.apply(insert(server, one, at, 3, { v: 1 }), {
      kind: 'range',
      table: server,
      partitionKey: one,
      timestamp: 4n,
      withStatic: true,
    });
    expect(entries(bench)).toBe(0);
    const keeping = new Bench({ keepTombstones: 'always' });
    keeping.apply(insert(server, one, at, 1, { v: 1 }), deleteRow(server, one, at, 2));
    expect(entries(keeping)).toBe(1);
    keeping.nowSeconds += 11 * 24 * 3600;
    keeping.apply(deleteRow(server, one, at, 3), insert(server, one, at, 4, {}), deleteRow(server, one, at, 5));
    keeping.nowSeconds += 11 * 24 * 3600;
    keeping.apply({ ...insert(server, one, at, 4, { v: null }, { update: true }) });
    expect(entries(keeping)).toBeLessThanOrEqual(1);
  });
});

describe('appendTo', () => {
  const wide = tableOf([
    { name: 'p1', kind: 'partition_key' },
    { name: 'p2', kind: 'partition_key', type: native('text') },
    { name: 'c', kind: 'clustering' },
    { name: 's', kind: 'static' },
    { name: 'x', kind: 'regular' },
    { name: 'y', kind: 'regular' },
    { name: 'z', kind: 'regular' },
  ]);
  const key = Buffer.from('00040000000900000268690000'.slice(0, 24), 'hex');

  it.each([
    ['plain', {}],
    ['with TTLs of their own', { ttl: 500 }],
  ])('writes any projection of a row %s', (_name, options) => {
    const bench = new Bench();
    bench.apply(insert(wide, key, [int(3)], 1, { x: 1, z: 3 }), insert(wide, key, null, 1, { s: 8 }));
    bench.apply(insert(wide, key, [int(3)], 2, { z: 4 }, { ...options, update: true }));
    const projections = [
      wide.columns,
      [...wide.columns].reverse(),
      ['z'],
      ['y', 'x'],
      ['p2', 'c', 'x', 's', 's'],
      ['p1', 'z'],
    ].map((columns) => columns.map((one) => (typeof one === 'string' ? wide.byName.get(one)! : one)));
    bench.store.readRow(wide, key, [int(3)], bench.clock, true, (row) => {
      for (const projection of projections) {
        const sink = new ByteSink(16);
        const expected = new ByteSink(16);
        row.appendTo(sink, projection);
        for (const one of projection) expected.value(row.value(one));
        expect(sink.copy()).toEqual(expected.copy());
      }
      expect(wide.columns.map((one) => row.value(one)?.toString())).toHaveLength(7);
      expect(Buffer.from(row.value(wide.byName.get('p2')!)!).toString()).toBe('hi');
      expect(['c', 's', 'x', 'y', 'z'].map((name) => asInt(row.value(wide.byName.get(name)!)))).toEqual([
        3,
        8,
        1,
        null,
        4,
      ]);
      return undefined;
    });
  });

  it('reads rows written before a column was added', () => {
    const bench = new Bench();
    bench.apply(insert(wide, key, [int(3)], 1, { x: 1, z: 3 }));
    const asSpec = ({ name, kind, type, id }: Column) => ({ name, kind, type, id });
    const grown = tableOf([
      ...wide.columns.slice(0, 4).map(asSpec),
      { name: 'new', kind: 'regular', id: 40 },
      ...wide.regulars.map(asSpec),
    ]);
    const named = (name: string) => grown.byName.get(name)!;
    bench.store.readRow(grown, key, [int(3)], bench.clock, false, (row) => {
      expect(['c', 'new', 'x', 'y', 'z'].map((name) => asInt(row.value(named(name))))).toEqual([3, null, 1, null, 3]);
      return undefined;
    });
    bench.apply(insert(grown, key, [int(3)], 2, { new: 7 }, { update: true }));
    bench.store.readRow(grown, key, [int(3)], bench.clock, false, (row) => {
      expect(['c', 'new', 'x', 'y', 'z'].map((name) => asInt(row.value(named(name))))).toEqual([3, 7, 1, null, 3]);
      return undefined;
    });
  });
});

describe('sizes', () => {
  it('are kept up with each write and when rows are dropped', () => {
    const bench = new Bench({ sizeOfRow: (_table, row) => (row.clustering === null ? 50 : 2000) });
    bench.apply(insert(table, one, [int(1), int(1)], 1, { v: 1 }), insert(table, one, null, 1, { s: 1 }));
    bench.apply(insert(table, one, [int(1), int(1)], 2, { v: 2 }), insert(table, one, [int(1), int(2)], 2, { v: 2 }));
    expect(bench.store.tableSize(7)).toEqual({ rows: 2, bytes: 4050 });
    const applied = bench.kv.writeNow((tx) =>
      bench.store.apply(tx, insert(table, one, [int(1), int(1)], 3, { v: 2 }), bench.clock),
    );
    expect(applied).toEqual({ rowsWritten: 1, writeUnits: 2 });
    bench.store.readRow(table, one, [int(1), int(1)], bench.clock, true, (row) => {
      expect([row.billedBytes, row.staticBilledBytes]).toEqual([2000, 50]);
      return undefined;
    });
    expect(bench.kv.writeNow((tx) => bench.store.dropRows(tx, 7, 2))).toBe(false);
    expect(bench.kv.writeNow((tx) => bench.store.dropRows(tx, 7, 2))).toBe(true);
    expect(bench.slice(table, one, ints(table))).toEqual([]);
    expect(bench.store.tableSize(7)).toEqual({ rows: 0, bytes: 0 });
  });
});

describe('sweeping', () => {
  it('clears what expired and what was deleted long ago, piece by piece', () => {
    const bench = new Bench();
    const entries = (): number => {
      let count = 0;
      bench.kv.visit('rows', { start: Buffer.from([0]), end: Buffer.from([255]) }, () => void count++);
      return count;
    };
    for (let i = 0; i < 5; i++) bench.apply(insert(table, one, [int(i), int(1)], 1, { v: 1 }, { ttl: i < 3 ? 60 : 0 }));
    bench.apply(deleteRow(table, one, [int(4), int(1)], 2));
    bench.apply({ kind: 'range', table, partitionKey: int(9), timestamp: 3n, withStatic: true });
    const sweep = (): void => {
      let after: Buffer | undefined;
      do after = bench.kv.writeNow((tx) => bench.store.sweep(tx, table, bench.clock, 2, after));
      while (after !== undefined);
    };
    sweep();
    expect(entries()).toBe(6);
    bench.nowSeconds += 11 * 24 * 3600;
    sweep();
    expect(entries()).toBe(1);
    expect(rowsOf(bench).map((row) => row.a)).toEqual([3]);
    expect(bench.store.tableSize(7).rows).toBe(1);
  });
});
