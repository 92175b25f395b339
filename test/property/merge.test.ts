// Laws of merging: writes may come in any order, any grouping, and twice, and leave the same bytes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deltaOf } from '../../src/core/engine/storage/delta.js';
import { mergeRows, normalise } from '../../src/core/engine/storage/merge.js';
import { decodeRow, encodeRow } from '../../src/core/engine/storage/row.js';
import { isEmptyRow, type StoredRow } from '../../src/core/engine/storage/stored-row.js';
import type { CellWrite, Mutation, RowMutation } from '../../src/core/engine/storage/table-store.js';
import { native } from '../../src/core/engine/types/cql-type.js';
import { ByteSink } from '../../src/core/lib/byte-sink.js';
import { Bench, int, tableOf } from '../core/engine/storage/fixture.js';

const text = native('text');
const table = tableOf([
  { name: 'pk', kind: 'partition_key' },
  { name: 'c', kind: 'clustering' },
  { name: 's', kind: 'static' },
  { name: 'm', kind: 'regular', type: { kind: 'map', frozen: false, key: text, value: text } },
  { name: 'v', kind: 'regular', type: text },
  { name: 'w', kind: 'regular', type: text },
]);
const pk = int(1);
const now = 1000;
const column = (name: string) => table.byName.get(name)!;

// few values of each, so that ties are common
const value = fc.constantFrom('a', 'b', '').map((one) => Buffer.from(one));
const ttl = fc.constantFrom(0, 0, 5, 9);
const single = fc
  .record({ name: fc.constantFrom('v', 'w'), value: fc.option(value), ttl })
  .map((one): CellWrite => ({ column: column(one.name), kind: 'set', value: one.value, ttl: one.ttl }));
const element = fc
  .record({ path: value, value: fc.option(value), ttl })
  .map((one): CellWrite => ({ column: column('m'), kind: 'element', path: one.path, value: one.value, ttl: one.ttl }));
const clear = fc
  .boolean()
  .map((beforeElements): CellWrite => ({ column: column('m'), kind: 'delete', beforeElements }));
const rowMutation = fc
  .record({
    timestamp: fc.integer({ min: 1, max: 4 }),
    marker: fc.option(
      ttl.map((one) => ({ ttl: one })),
      { nil: undefined },
    ),
    deletesRow: fc.constantFrom(false, false, false, true),
    cells: fc.array(fc.oneof(single, single, element, element, clear), { maxLength: 4 }),
    clustering: fc.constantFrom(1, 2, 3),
  })
  .map(
    ({ timestamp, marker, deletesRow, cells, clustering }): RowMutation => ({
      kind: 'row',
      table,
      partitionKey: pk,
      clustering: [int(clustering)],
      timestamp: BigInt(timestamp),
      deletesRow,
      cells: deletesRow ? [] : cells,
      ...(marker === undefined || deletesRow ? {} : { marker }),
    }),
  );

const bytesOf = (row: StoredRow): string => {
  if (isEmptyRow(row)) return 'nothing';
  const sink = new ByteSink(64);
  encodeRow(sink, row, table.regulars, 0);
  return sink.copy().toString('hex');
};
const state = rowMutation.map((mutation) => {
  const delta = deltaOf({ ...mutation, clustering: [int(1)] }, undefined, now);
  return normalise(table, delta, delta.deletion?.timestamp);
});

describe('merging two states of a row', () => {
  it('does not ask which came first', () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        expect(bytesOf(mergeRows(table, a, b))).toBe(bytesOf(mergeRows(table, b, a)));
      }),
      { numRuns: 1000 },
    );
  });

  it('does not ask how they are grouped', () => {
    fc.assert(
      fc.property(state, state, state, (a, b, c) => {
        const left = mergeRows(table, mergeRows(table, a, b), c);
        expect(bytesOf(left)).toBe(bytesOf(mergeRows(table, a, mergeRows(table, b, c))));
      }),
      { numRuns: 1000 },
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        const once = mergeRows(table, a, b);
        expect(bytesOf(mergeRows(table, once, b))).toBe(bytesOf(once));
        expect(bytesOf(mergeRows(table, a, a))).toBe(bytesOf(a));
      }),
      { numRuns: 500 },
    );
  });
});

describe('row bytes', () => {
  it('give back the row that was written', () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        const row = mergeRows(table, a, b);
        if (isEmptyRow(row)) return;
        const bytes = Buffer.from(bytesOf(row), 'hex');
        expect(bytesOf(decodeRow(bytes, 1))).toBe(bytes.toString('hex'));
      }),
      { numRuns: 500 },
    );
  });
});

const rangeDeletion = fc
  .record({
    timestamp: fc.integer({ min: 1, max: 4 }),
    from: fc.integer({ min: 0, max: 3 }),
    to: fc.integer({ min: 1, max: 4 }),
    whole: fc.boolean(),
  })
  .map(
    ({ timestamp, from, to, whole }): Mutation => ({
      kind: 'range',
      table,
      partitionKey: pk,
      timestamp: BigInt(timestamp),
      withStatic: whole,
      ...(whole
        ? {}
        : { start: { values: [int(from)], inclusive: true }, end: { values: [int(to)], inclusive: false } }),
    }),
  );

describe('a partition', () => {
  // what a client can see: every live cell with its write time
  const seen = (mutations: readonly Mutation[], laterBy: number): unknown => {
    const bench = new Bench();
    bench.nowSeconds = now;
    for (const mutation of mutations) bench.apply(mutation);
    bench.nowSeconds += laterBy;
    return bench.slice(table, pk, (row) =>
      table.columns.map((one) => [
        row.value(one) && Buffer.from(row.value(one)!).toString('hex'),
        one.kind === 'regular' ? row.writeTime(one) : 0,
      ]),
    );
  };

  it('ends the same whatever order its writes and deletions come in', () => {
    const writes = fc.array(fc.oneof({ weight: 4, arbitrary: rowMutation }, { weight: 1, arbitrary: rangeDeletion }), {
      minLength: 2,
      maxLength: 8,
    });
    const shuffled = writes.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, fc.constantFrom(0, 6), ([list, other], laterBy) => {
        expect(seen(other, laterBy)).toEqual(seen(list, laterBy));
      }),
      { numRuns: 1000 },
    );
  });
});
