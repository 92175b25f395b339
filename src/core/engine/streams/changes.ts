// From records of the history to changes of rows: inserted, updated, deleted, expired. A row that had expired when it was
// swept or written over counts as deleted by its TTL first, and so do cells of a row that lives on.

import type { TableSchema } from '../catalog/schema.js';
import type { HistoryRecord } from '../storage/history.js';
import { flag, flagOf } from '../storage/keys.js';
import { decodeRow } from '../storage/row.js';
import { type Cell, isLiveCell, isLiveRow, type StoredRow } from '../storage/stored-row.js';

/** A row with the second by which its cells count as live. */
export interface Image {
  readonly row: StoredRow;
  readonly nowSeconds: number;
}

export interface RowChange {
  /** Number within its record. */
  readonly part: number;
  /** REPLICATION: made in another Region. */
  readonly origin: 'USER' | 'TTL' | 'REPLICATION';
  readonly isStatic: boolean;
  readonly before: Image | undefined;
  readonly after: Image | undefined;
}

/** Up to two; none where nobody saw a difference, such as a tombstone over nothing. */
export function changesOf(table: TableSchema, record: HistoryRecord, keepsTombstones: boolean): RowChange[] {
  const kind = flagOf(record.rowKey);
  if (kind === flag.header) return [];
  const isStatic = kind === flag.static;
  const { nowSeconds } = record;
  const rowOf = (bytes: Uint8Array | null): StoredRow | undefined =>
    bytes === null ? undefined : decodeRow(bytes, isStatic ? 0 : table.clustering.length);
  const before = rowOf(record.before);
  const after = rowOf(record.after);
  const old = liveImage(before, nowSeconds);
  const now = liveImage(after, nowSeconds);
  const changes: RowChange[] = [];
  if (before !== undefined && hasExpired(before, after, { old, now, keepsTombstones }))
    changes.push({ part: 0, origin: 'TTL', isStatic, before: { row: before, nowSeconds: 0 }, after: old });
  const origin = record.replicated ? 'REPLICATION' : 'USER';
  if (!sameImage(old, now)) changes.push({ part: changes.length, origin, isStatic, before: old, after: now });
  return changes;
}

const liveImage = (row: StoredRow | undefined, nowSeconds: number): Image | undefined =>
  row !== undefined && isLiveRow(row, nowSeconds) ? { row, nowSeconds } : undefined;

interface Situation {
  readonly old: Image | undefined;
  readonly now: Image | undefined;
  readonly keepsTombstones: boolean;
}

/** Whether this change took away the row, or cells of it, that had expired before: each expiry is told once. */
function hasExpired(
  before: StoredRow,
  after: StoredRow | undefined,
  { old, now, keepsTombstones }: Situation,
): boolean {
  // where tombstones are kept, dead cells lie about until something takes the place of the whole row
  if (old === undefined)
    return isLiveRow(before, 0) && (now !== undefined || after === undefined || !isLiveRow(after, 0));
  return !keepsTombstones && liveCells({ row: before, nowSeconds: 0 }).size > liveCells(old).size;
}

/** Equal in cells and their write times: the same values written again are a change. */
function sameImage(a: Image | undefined, b: Image | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (liveMarker(a) !== liveMarker(b)) return false;
  const cells = liveCells(a);
  const others = liveCells(b);
  if (cells.size !== others.size) return false;
  for (const [place, cell] of cells) {
    const other = others.get(place);
    if (other === undefined || other.timestamp !== cell.timestamp || !sameValue(cell.value, other.value)) return false;
  }
  return true;
}

const sameValue = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : Buffer.compare(a, b) === 0;

function liveMarker({ row: { marker }, nowSeconds }: Image): bigint | undefined {
  return marker !== undefined && (marker.ttl === 0 || marker.expiry > nowSeconds) ? marker.timestamp : undefined;
}

/** By column, and element within it. */
function liveCells({ row, nowSeconds }: Image): Map<string, Cell> {
  const found = new Map<string, Cell>();
  for (const [id, column] of row.columns) {
    if (column.kind === 'cell') {
      if (isLiveCell(column, nowSeconds)) found.set(String(id), column);
      continue;
    }
    for (const element of column.elements)
      if (isLiveCell(element, nowSeconds)) found.set(`${id} ${Buffer.from(element.path).toString('hex')}`, element);
  }
  return found;
}
