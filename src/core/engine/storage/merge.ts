// Last write wins, as Cassandra 3.11 decides it: merging is commutative, associative and idempotent, so the order in which writes
// arrive does not matter.

import type { TableSchema } from '../catalog/schema.js';
import { isMultiCell, native } from '../types/cql-type.js';
import { compareBytes, compareSignedBytes, compareValues } from '../types/order.js';
import { asShards } from './counter-shards.js';
import type { Cell, Complex, Deletion, Element, Marker, StoredRow } from './stored-row.js';

/** Which of two cells stays: the later; on a tie a tombstone, then the larger value with its bytes taken as signed, then what
 * ends later [Cassandra 3.11.19, Conflicts.resolveRegular]. */
export function winner<C extends Cell>(a: C, b: C): C {
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp ? a : b;
  if (a.value === null || b.value === null) {
    if (a.value !== b.value) return a.value === null ? a : b;
    return a.expiry >= b.expiry ? a : b;
  }
  const order = compareSignedBytes(a.value, b.value);
  if (order !== 0) return order > 0 ? a : b;
  const [endOfA, endOfB] = [endOf(a), endOf(b)];
  if (endOfA !== endOfB) return endOfA > endOfB ? a : b;
  return a.ttl >= b.ttl ? a : b;
}

const endOf = (cell: Cell): number => (cell.ttl > 0 ? cell.expiry : Number.POSITIVE_INFINITY);

function laterMarker(a: Marker | undefined, b: Marker | undefined): Marker | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp ? a : b;
  if (a.ttl > 0 !== b.ttl > 0) return a.ttl > 0 ? a : b;
  if (a.expiry !== b.expiry) return a.expiry > b.expiry ? a : b;
  return a.ttl >= b.ttl ? a : b;
}

export function laterDeletion(a: Deletion | undefined, b: Deletion | undefined): Deletion | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp ? a : b;
  return a.seconds >= b.seconds ? a : b;
}

/** The order of a multi-cell column's elements by their paths. */
export function pathOrder(table: TableSchema, columnId: number): (a: Uint8Array, b: Uint8Array) => number {
  const type = table.byId[columnId]?.type;
  if (type?.kind === 'set') return (a, b) => compareValues(type.element, a, b);
  if (type?.kind === 'map') return (a, b) => compareValues(type.key, a, b);
  if (type?.kind === 'list') return (a, b) => compareValues(native('timeuuid'), a, b);
  return compareBytes;
}

/** Two states of one row become one. Cells of columns that the table no longer has are left out. */
export function mergeRows(table: TableSchema, a: StoredRow, b: StoredRow): StoredRow {
  const columns = new Map<number, Cell | Complex>(a.columns);
  for (const [id, theirs] of b.columns) {
    const ours = columns.get(id);
    columns.set(id, ours === undefined ? theirs : mergeColumns(table, id, ours, theirs));
  }
  const merged: StoredRow = {
    clustering: a.clustering,
    marker: laterMarker(a.marker, b.marker),
    deletion: laterDeletion(a.deletion, b.deletion),
    columns,
  };
  return normalise(table, merged, merged.deletion?.timestamp);
}

function mergeColumns(table: TableSchema, id: number, a: Cell | Complex, b: Cell | Complex): Cell | Complex {
  if (a.kind === 'cell' && b.kind === 'cell') return winner(a, b);
  if (a.kind === 'complex' && b.kind === 'complex') {
    return {
      kind: 'complex',
      deletion: laterDeletion(a.deletion, b.deletion),
      elements: mergeElements(a.elements, b.elements, pathOrder(table, id)),
    };
  }
  const column = table.byId[id];
  // the table has come to several Regions since one of them was written
  if (column?.type.kind === 'native') return mergeColumns(table, id, asShards(a), asShards(b));
  // a column never changes between the two; its type decides which is real
  return (column !== undefined && isMultiCell(column.type)) === (a.kind === 'complex') ? a : b;
}

function mergeElements(
  a: readonly Element[],
  b: readonly Element[],
  order: (a: Uint8Array, b: Uint8Array) => number,
): readonly Element[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const merged: Element[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const side = order(a[i]!.path, b[j]!.path);
    if (side < 0) merged.push(a[i++]!);
    else if (side > 0) merged.push(b[j++]!);
    else merged.push(winner(a[i++]!, b[j++]!));
  }
  while (i < a.length) merged.push(a[i++]!);
  while (j < b.length) merged.push(b[j++]!);
  return merged;
}

/** Takes away what a deletion at `timestamp` (of a partition, a range, or the row itself) covers. */
export function normalise(table: TableSchema, row: StoredRow, timestamp: bigint | undefined): StoredRow {
  const columns = new Map<number, Cell | Complex>();
  for (const [id, column] of row.columns) {
    if (table.byId[id] === undefined) continue;
    if (column.kind === 'cell') {
      if (!isCovered(column.timestamp, timestamp)) columns.set(id, column);
      continue;
    }
    const deletion = column.deletion && !isCovered(column.deletion.timestamp, timestamp) ? column.deletion : undefined;
    const elements = column.elements.filter(
      (element) =>
        !isCovered(element.timestamp, timestamp) && (deletion === undefined || element.timestamp > deletion.timestamp),
    );
    if (deletion !== undefined || elements.length > 0) columns.set(id, { kind: 'complex', deletion, elements });
  }
  return {
    clustering: row.clustering,
    marker: row.marker && !isCovered(row.marker.timestamp, timestamp) ? row.marker : undefined,
    deletion: row.deletion,
    columns,
  };
}

/** The row without a tombstone or expired cell made before `beforeSeconds`. */
export function purge(row: StoredRow, nowSeconds: number, beforeSeconds: number): StoredRow {
  const columns = new Map<number, Cell | Complex>();
  for (const [id, column] of row.columns) {
    if (column.kind === 'cell') {
      if (!isGone(column, nowSeconds, beforeSeconds)) columns.set(id, column);
      continue;
    }
    const deletion = column.deletion && column.deletion.seconds > beforeSeconds ? column.deletion : undefined;
    const elements = column.elements.filter((element) => !isGone(element, nowSeconds, beforeSeconds));
    if (deletion !== undefined || elements.length > 0) columns.set(id, { kind: 'complex', deletion, elements });
  }
  return {
    clustering: row.clustering,
    marker: row.marker && !isGone(row.marker, nowSeconds, beforeSeconds) ? row.marker : undefined,
    deletion: row.deletion && row.deletion.seconds > beforeSeconds ? row.deletion : undefined,
    columns,
  };
}

const isCovered = (at: bigint, timestamp: bigint | undefined): boolean => timestamp !== undefined && at <= timestamp;

/** A tombstone, or a cell or marker that has expired, made before `beforeSeconds`. */
const isGone = (
  { value, ttl, expiry }: { readonly value?: Uint8Array | null; readonly ttl: number; readonly expiry: number },
  nowSeconds: number,
  beforeSeconds: number,
): boolean => (value === null || (ttl > 0 && expiry <= nowSeconds)) && expiry <= beforeSeconds;
