// A row mutation as a stored row of its own, ready to be merged with what is there.

import { assert } from '../../lib/assert.js';
import type { TableSchema } from '../catalog/schema.js';
import { isMultiCell } from '../types/cql-type.js';
import { addToShard, asShards } from './counter-shards.js';
import { pathOrder, winner } from './merge.js';
import { type Cell, type Complex, type Deletion, type Element, isLiveCell, type StoredRow } from './stored-row.js';
import type { CellWrite, RowMutation } from './table-store.js';

/** `old` is the row as it stands, for counters. */
export function deltaOf(mutation: RowMutation, old: StoredRow | undefined, nowSeconds: number): StoredRow {
  const { table, timestamp } = mutation;
  const columns = new Map<number, Cell | Complex>();
  for (const write of mutation.cells) {
    const { id } = write.column;
    const { multiRegion } = table.options;
    if (isMultiCell(write.column.type)) columns.set(id, addToComplex(columns.get(id), write, timestamp, nowSeconds));
    else if (write.kind === 'counter' && multiRegion !== undefined) {
      const before = columns.get(id) ?? old?.columns.get(id);
      const whole = before && asShards(before);
      columns.set(id, addToShard(whole, multiRegion.region, write.delta ?? 0n, timestamp));
    } else {
      const cell = cellOf(write, timestamp, nowSeconds, () => columns.get(id) ?? old?.columns.get(id));
      const before = columns.get(id);
      columns.set(id, before?.kind === 'cell' && write.kind !== 'counter' ? winner(before, cell) : cell);
    }
  }
  for (const [id, column] of columns) if (column.kind === 'complex') columns.set(id, inOrder(table, id, column));
  const marker = mutation.marker && {
    timestamp,
    ttl: mutation.marker.ttl,
    expiry: expiryOf(mutation.marker.ttl, nowSeconds),
  };
  return {
    clustering: mutation.clustering ?? [],
    marker,
    deletion: mutation.deletesRow ? { timestamp, seconds: nowSeconds } : undefined,
    columns,
  };
}

const expiryOf = (ttl: number, nowSeconds: number): number => (ttl > 0 ? nowSeconds + ttl : 0);

function tombstone(timestamp: bigint, nowSeconds: number): Cell {
  return { kind: 'cell', timestamp, value: null, ttl: 0, expiry: nowSeconds };
}

function liveCell(write: CellWrite, value: Uint8Array, timestamp: bigint, nowSeconds: number): Cell {
  const ttl = write.ttl ?? 0;
  return { kind: 'cell', timestamp, value, ttl, expiry: expiryOf(ttl, nowSeconds) };
}

function cellOf(
  write: CellWrite,
  timestamp: bigint,
  nowSeconds: number,
  current: () => Cell | Complex | undefined,
): Cell {
  switch (write.kind) {
    case 'delete':
      return tombstone(timestamp, nowSeconds);
    case 'counter': {
      const before = current();
      // a deleted counter stays deleted, whatever comes after it, for as long as its tombstone is kept [Cassandra 3.11]
      if (before?.kind === 'cell' && before.value === null) return before;
      const sum = counterValue(before, nowSeconds) + (write.delta ?? 0n);
      const value = Buffer.alloc(8);
      value.writeBigInt64BE(BigInt.asIntN(64, sum));
      // a sum always follows what it was made from, also within one microsecond
      const at = before?.kind === 'cell' && before.timestamp >= timestamp ? before.timestamp + 1n : timestamp;
      return { kind: 'cell', timestamp: at, value, ttl: 0, expiry: 0 };
    }
    case 'set':
      return write.value == null
        ? tombstone(timestamp, nowSeconds)
        : liveCell(write, write.value, timestamp, nowSeconds);
    case 'element':
      assert(false, 'elements belong to multi-cell columns');
  }
}

function counterValue(current: Cell | Complex | undefined, nowSeconds: number): bigint {
  if (current?.kind !== 'cell' || !isLiveCell(current, nowSeconds) || current.value?.length !== 8) return 0n;
  return Buffer.from(current.value).readBigInt64BE();
}

function addToComplex(
  before: Cell | Complex | undefined,
  write: CellWrite,
  timestamp: bigint,
  nowSeconds: number,
): Complex {
  const complex: Complex = before?.kind === 'complex' ? before : { kind: 'complex', deletion: undefined, elements: [] };
  if (write.kind === 'delete') {
    const deletion: Deletion = { timestamp: write.beforeElements ? timestamp - 1n : timestamp, seconds: nowSeconds };
    const later = complex.deletion !== undefined && complex.deletion.timestamp > deletion.timestamp;
    return { ...complex, deletion: later ? complex.deletion : deletion };
  }
  assert(write.kind === 'element' && write.path !== undefined, 'a multi-cell column is written by elements');
  const cell =
    write.value == null ? tombstone(timestamp, nowSeconds) : liveCell(write, write.value, timestamp, nowSeconds);
  // grown in place: the array belongs to this mutation alone
  (complex.elements as Element[]).push({ ...cell, path: write.path });
  return complex;
}

// sorted, one element a path; what the mutation's own deletion hides goes when it is merged (normalise)
function inOrder(table: TableSchema, id: number, column: Complex): Complex {
  const order = pathOrder(table, id);
  const elements: Element[] = [];
  for (const element of [...column.elements].sort((a, b) => order(a.path, b.path))) {
    const last = elements.at(-1);
    if (last !== undefined && order(last.path, element.path) === 0)
      elements[elements.length - 1] = winner(last, element);
    else elements.push(element);
  }
  return { ...column, elements };
}
