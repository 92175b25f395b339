// A write that makes a whole row of plain cells, straight into its bytes: what merging would give with nothing, or with a row of which
// nothing is left, without the objects that merging needs. Apart from apply.ts because it must stay the same as delta.ts, merge.ts and row.ts together.

import type { ByteSink } from '../../lib/byte-sink.js';
import type { Column } from '../catalog/schema.js';
import { isMultiCell } from '../types/cql-type.js';
import type { Side } from './layout.js';
import { newestTimestampOf, rowFlag } from './row.js';
import type { CellWrite, RowMutation } from './table-store.js';

const cellsMax = 32;

/** Seconds, of the row and all its cells. */
export const ttlOf = ({ marker, cells }: RowMutation): number => marker?.ttl ?? cells[0]?.ttl ?? 0;

/** Where there is no row yet, the mutation makes a plain one of columns of `side`. */
export function makesPlainRow(mutation: RowMutation, side: Side): boolean {
  const { marker, cells } = mutation;
  if (mutation.deletesRow || cells.length > cellsMax || (marker === undefined && cells.length === 0)) return false;
  const ttl = ttlOf(mutation);
  for (let i = 0; i < cells.length; i++) {
    const { column, kind, value, ttl: own = 0 } = cells[i]!;
    if (kind !== 'set' || value == null || own !== ttl || isMultiCell(column.type)) return false;
    if (side.columns[column.position] !== column) return false;
    for (let earlier = 0; earlier < i; earlier++) if (cells[earlier]!.column === column) return false;
  }
  return true;
}

/** Of a mutation that makes a plain row: whether nothing of the one in `before` is left, because that one is plain and older
 * throughout and the mutation writes every column, and the marker where it has one. */
export function replacesRow({ marker, cells, timestamp }: RowMutation, side: Side, before: Uint8Array): boolean {
  const flags = before[0]!;
  return (
    (flags & rowFlag.plain) !== 0 &&
    cells.length === side.columns.length &&
    (marker !== undefined || (flags & rowFlag.marker) === 0) &&
    newestTimestampOf(before) < timestamp
  );
}

/** The bytes of the row that `mutation` makes; see row.ts for their order. */
export function encodeNewRow(
  sink: ByteSink,
  mutation: RowMutation,
  side: Side,
  billedBytes: number,
  nowSeconds: number,
): void {
  const ttl = ttlOf(mutation);
  sink.u8(rowFlag.plain | (mutation.marker === undefined ? 0 : rowFlag.marker) | (ttl > 0 ? rowFlag.oneTtl : 0));
  sink.i64(mutation.timestamp);
  sink.i32(billedBytes);
  sink.bytes(side.idBytes);
  if (mutation.clustering !== null) for (const value of mutation.clustering) sink.value(value);
  for (let i = 0; i < side.columns.length; i++) sink.value(cellValue(mutation.cells, side.columns[i]!));
  if (ttl === 0) return;
  sink.i32(ttl);
  sink.i32(nowSeconds + ttl);
}

function cellValue(cells: readonly CellWrite[], column: Column): Uint8Array | null {
  for (let i = 0; i < cells.length; i++) if (cells[i]!.column === column) return cells[i]!.value ?? null;
  return null;
}
