// Multi-cell columns and counters through the store: elements with lives of their own, assembled in the order of their type.

import { describe, expect, it } from 'vitest';
import type { CellWrite, RowMutation } from '../../../../src/core/engine/storage/table-store.js';
import { type CqlType, native } from '../../../../src/core/engine/types/cql-type.js';
import { ByteSink } from '../../../../src/core/lib/byte-sink.js';
import { asInt, Bench, int, tableOf, text } from './fixture.js';

const types: Readonly<Record<string, CqlType>> = {
  l: { kind: 'list', frozen: false, element: native('text') },
  m: { kind: 'map', frozen: false, key: native('int'), value: native('text') },
  s: { kind: 'set', frozen: false, element: native('int') },
  u: {
    kind: 'udt',
    frozen: false,
    keyspace: 'ks',
    name: 'u',
    fieldNames: ['x', 'y'],
    fieldTypes: [native('int'), native('text')],
  },
};
const table = tableOf([
  { name: 'pk', kind: 'partition_key' },
  ...Object.entries(types).map(([name, type]) => ({ name, kind: 'regular' as const, type })),
  { name: 'n', kind: 'regular', type: native('counter') },
]);
const column = (name: string) => table.byName.get(name)!;
const pk = int(1);
const write = (timestamp: number, ...cells: CellWrite[]): RowMutation => ({
  kind: 'row',
  table,
  partitionKey: pk,
  clustering: [],
  timestamp: BigInt(timestamp),
  cells,
});
const put = (name: string, path: Buffer, value: Buffer | null, ttl = 0): CellWrite => ({
  column: column(name),
  kind: 'element',
  path,
  value,
  ttl,
});
const read = (bench: Bench, name: string): Buffer | null => {
  const [value] = bench.slice(table, pk, (row) => row.value(column(name)));
  return value == null ? null : Buffer.from(value);
};
const wire = (count: number | undefined, ...values: (Buffer | null)[]): Buffer => {
  const sink = new ByteSink(64);
  if (count !== undefined) sink.i32(count);
  for (const value of values) sink.value(value);
  return sink.copy();
};

describe('multi-cell columns', () => {
  it('put elements in the order of their type, negative numbers first', () => {
    const bench = new Bench();
    bench.apply(
      write(1, put('s', int(5), Buffer.alloc(0)), put('s', int(-3), Buffer.alloc(0)), put('m', int(2), text('two'))),
    );
    bench.apply(write(2, put('s', int(1), Buffer.alloc(0)), put('m', int(-1), text('minus one'))));
    expect(read(bench, 's')).toEqual(wire(3, int(-3), int(1), int(5)));
    expect(read(bench, 'm')).toEqual(wire(2, int(-1), text('minus one'), int(2), text('two')));
  });

  it('replace the whole and keep what the same write puts in', () => {
    const bench = new Bench();
    bench.apply(write(1, put('m', int(1), text('one'))));
    bench.apply(write(2, { column: column('m'), kind: 'delete', beforeElements: true }, put('m', int(2), text('two'))));
    expect(read(bench, 'm')).toEqual(wire(1, int(2), text('two')));
    bench.apply(write(3, { column: column('m'), kind: 'delete' }));
    expect(read(bench, 'm')).toBeNull();
  });

  it('remove and expire elements one by one, and then the row', () => {
    const bench = new Bench();
    bench.apply(write(1, put('m', int(1), text('one')), put('m', int(2), text('two'), 10)));
    bench.apply(write(2, put('m', int(1), null)));
    expect(read(bench, 'm')).toEqual(wire(1, int(2), text('two')));
    bench.nowSeconds += 10;
    expect(bench.slice(table, pk, () => 1)).toEqual([]);
  });

  it('order list elements by their time, and give their paths', () => {
    const bench = new Bench();
    const id = (time: number): Buffer =>
      Buffer.from(`0000000${time}-0000-1000-8000-000000000000`.replaceAll('-', ''), 'hex');
    bench.apply(write(1, put('l', id(5), text('b')), put('l', id(3), text('a'))), write(2, put('l', id(9), text('c'))));
    expect(read(bench, 'l')).toEqual(wire(3, text('a'), text('b'), text('c')));
    const [elements] = bench.slice(table, pk, (row) => row.elements(column('l')));
    expect(elements?.map((one) => Buffer.from(one.path))).toEqual([id(3), id(5), id(9)]);
  });

  it('write a user type field by field', () => {
    const bench = new Bench();
    bench.apply(write(1, put('u', Buffer.from([0, 1]), text('why'))));
    expect(read(bench, 'u')).toEqual(wire(undefined, null, text('why')));
    bench.apply(write(2, put('u', Buffer.from([0, 0]), int(4))));
    expect(read(bench, 'u')).toEqual(wire(undefined, int(4), text('why')));
  });
});

describe('counters', () => {
  const add = (timestamp: number, delta: bigint): RowMutation =>
    write(timestamp, { column: column('n'), kind: 'counter', delta });
  const count = (bench: Bench) =>
    bench.slice(table, pk, (row) => Buffer.from(row.value(column('n')) ?? []).readBigInt64BE())[0];

  it('add up, also below zero and within one transaction', () => {
    const bench = new Bench();
    bench.apply(add(1, 5n), add(1, 2n));
    bench.apply(add(2, -3n), add(2, -1n), add(1, -6n));
    expect(count(bench)).toBe(-3n);
  });

  it('stay deleted, whatever is added, while their tombstone is kept', () => {
    const bench = new Bench();
    bench.apply(add(1, 5n), write(2, { column: column('n'), kind: 'delete' }), add(3, 1n));
    expect(count(bench)).toBeUndefined();
  });
});

it('a row read as absent gives null for every column', () => {
  const bench = new Bench();
  expect(bench.slice(table, pk, (row) => asInt(row.value(column('n'))))).toEqual([]);
});
