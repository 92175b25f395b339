// From records of the history to changes of rows: inserted, updated, deleted, expired. A row that had expired when it was
// swept or written over counts as deleted by its TTL first.

import type { TableSchema } from '../catalog/schema.js';
import type { HistoryRecord } from '../storage/history.js';
import { flag, flagOf } from '../storage/keys.js';
import { decodeRow } from '../storage/row.js';
import { isLiveRow, type StoredRow } from '../storage/stored-row.js';

/** A row with the second by which its cells count as live. */
export interface Image {
  readonly row: StoredRow;
  readonly nowSeconds: number;
}

export interface RowChange {
  /** Number within its record. */
  readonly part: number;
  readonly origin: 'USER' | 'TTL';
  readonly isStatic: boolean;
  readonly before: Image | undefined;
  readonly after: Image | undefined;
}

/** Up to two; none where nobody saw a difference, such as a tombstone over nothing. */
export function changesOf(table: TableSchema, record: HistoryRecord): RowChange[] {
  const kind = flagOf(record.rowKey);
  if (kind === flag.header) return [];
  const isStatic = kind === flag.static;
  const { nowSeconds } = record;
  const image = (bytes: Uint8Array | null): Image | undefined =>
    bytes === null ? undefined : { row: decodeRow(bytes, isStatic ? 0 : table.clustering.length), nowSeconds };
  const before = image(record.before);
  const after = image(record.after);
  const wasLive = isLive(before, nowSeconds);
  const isLiveNow = isLive(after, nowSeconds);
  const changes: RowChange[] = [];
  // where tombstones are kept, dead cells lie about until something takes their place: then, once, the row is told as expired
  const expired = !wasLive && isLive(before, 0) && (isLiveNow || !isLive(after, 0));
  if (expired && before !== undefined)
    changes.push({ part: 0, origin: 'TTL', isStatic, before: { ...before, nowSeconds: 0 }, after: undefined });
  if (wasLive || isLiveNow)
    changes.push({
      part: changes.length,
      origin: 'USER',
      isStatic,
      before: wasLive ? before : undefined,
      after: isLiveNow ? after : undefined,
    });
  return changes;
}

const isLive = (image: Image | undefined, nowSeconds: number): boolean =>
  image !== undefined && isLiveRow(image.row, nowSeconds);
