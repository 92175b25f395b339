// A row that nothing was there for, or nothing that stays, has the same bytes, units and totals whether it was written straight or by
// merging.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeOfRow } from '../../../../src/core/engine/capacity/row-size.js';
import type { TableSchema } from '../../../../src/core/engine/catalog/schema.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { createTableStore } from '../../../../src/core/engine/storage/store.js';
import type { CellWrite, RowMutation } from '../../../../src/core/engine/storage/table-store.js';
import { native } from '../../../../src/core/engine/types/cql-type.js';
import { int, tableOf } from './fixture.js';

const columns = [
  { name: 'pk', kind: 'partition_key' },
  { name: 'ck', kind: 'clustering' },
  { name: 's', kind: 'static', type: native('text') },
  { name: 'a', kind: 'regular', type: native('text') },
  { name: 'b', kind: 'regular', type: native('blob') },
  { name: 'c', kind: 'regular' },
  { name: 'tags', kind: 'regular', type: { kind: 'set', element: native('text'), frozen: false } },
] as const;

const write = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'tags', 's'),
  value: fc.option(fc.uint8Array({ maxLength: 40 }), { freq: 8 }),
  ttl: fc.constantFrom(0, 0, 0, 60),
});
const mutations = fc.record({
  writes: fc.array(write, { maxLength: 5 }),
  marker: fc.option(fc.constantFrom(0, 0, 60)),
  isStatic: fc.boolean(),
  later: fc.constantFrom(0n, 1n, 2n),
});
type Drawn = typeof mutations extends fc.Arbitrary<infer T> ? T : never;

/** Without the set: all columns of a row may have one cell each. */
const flatColumns = columns.filter(({ name }) => name !== 'tags');
const cell = fc.uint8Array({ maxLength: 40 });
const wholeRows = fc
  .record({
    values: fc.tuple(cell, cell, cell),
    ttl: fc.constantFrom(0, 0, 60),
    marked: fc.boolean(),
    drawn: mutations,
  })
  .map(
    ({ values, ttl, marked, drawn }): Drawn => ({
      ...drawn,
      isStatic: false,
      marker: marked ? ttl : null,
      writes: ['a', 'b', 'c'].map((name, i) => ({ name: name as 'a', value: values[i]!, ttl })),
    }),
  );
const flat = (drawn: Drawn): Drawn => ({ ...drawn, writes: drawn.writes.filter(({ name }) => name !== 'tags') });

function mutationOf(table: TableSchema, { writes, marker, isStatic, later }: Drawn): RowMutation {
  const cells = writes
    .filter(({ name }) => (name === 's') === isStatic)
    .map(({ name, value, ttl }): CellWrite => {
      const column = table.byName.get(name)!;
      if (value === null) return { column, kind: 'delete' };
      return name === 'tags'
        ? { column, kind: 'element', path: value, value: new Uint8Array(0), ttl }
        : { column, kind: 'set', value, ttl };
    });
  return {
    kind: 'row',
    table,
    partitionKey: int(1),
    clustering: isStatic ? null : [int(2)],
    timestamp: 1_700_000_000_000_000n + later,
    cells,
    ...(marker !== null && !isStatic && { marker: { ttl: marker } }),
  };
}

async function stored(table: TableSchema, ...all: readonly Drawn[]): Promise<unknown> {
  const kv = memoryKv();
  const clock = { wallMicros: () => 1_700_000_000_000_000n } as Parameters<typeof createTableStore>[0]['clock'];
  const store = createTableStore({ kv, clock, sizeOfRow });
  const applied = await kv.write((tx) =>
    all.map((drawn) => store.apply(tx, mutationOf(table, drawn), { nowSeconds: 1_700_000_000 })),
  );
  const rows: string[] = [];
  kv.visit('rows', { start: Buffer.alloc(0), end: Buffer.alloc(30, 255) }, (key, value) => {
    rows.push(`${Buffer.from(key).toString('hex')} ${Buffer.from(value).toString('hex')}`);
    return undefined;
  });
  return { applied, rows, size: store.tableSize(table.number) };
}

describe('a new row', () => {
  it('is the same as one made by merging', async () => {
    const straight = tableOf(columns, { keepsHistory: false, clientSideTimestamps: false });
    // a table that keeps history always merges
    const merged = tableOf(columns, { keepsHistory: true, clientSideTimestamps: false });
    await fc.assert(
      fc.asyncProperty(mutations, async (drawn) => {
        expect(await stored(straight, drawn)).toEqual(await stored(merged, drawn));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a row that is written over', () => {
  it('is the same as one made by merging', async () => {
    const straight = tableOf(flatColumns, { keepsHistory: false, clientSideTimestamps: false });
    const merged = tableOf(flatColumns, { keepsHistory: true, clientSideTimestamps: false });
    const sequence = fc.array(fc.oneof(mutations.map(flat), wholeRows), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(sequence, async (drawn) => {
        expect(await stored(straight, ...drawn)).toEqual(await stored(merged, ...drawn));
      }),
      { numRuns: 1000 },
    );
  });
});
