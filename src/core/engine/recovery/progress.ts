// How far the copying of a restore has come, in space `meta` and not in the catalog: it changes with every piece, and no
// compiled schema has to follow it. It is there exactly as long as the copying is owed.

import type { RestoreRecord, TableRecord } from '../catalog/records.js';
import type { KvReader, KvTransaction } from '../kv/kv.js';
import type { HistoryPlace } from '../storage/history.js';

export interface RestoreProgress {
  /** Records of the source's history before this place have been taken. */
  readonly undone: HistoryPlace;
  /** Keys of the source up to this one have been decided. Empty: none has. */
  readonly copied: Buffer;
  readonly rows: number;
  readonly bytes: number;
  /** Changes of the source that were undone. */
  readonly changes: number;
}

const prefix = Buffer.from('restore\0');

function progressKey(tableNumber: number): Buffer {
  const key = Buffer.alloc(prefix.length + 4);
  prefix.copy(key);
  key.writeUInt32BE(tableNumber, prefix.length);
  return key;
}

/** `tableNumber` is that of the new table. */
export function readProgress(reader: KvReader, tableNumber: number): RestoreProgress | undefined {
  const bytes = reader.get('meta', progressKey(tableNumber));
  if (bytes === undefined) return undefined;
  const kept = JSON.parse(bytes.toString()) as Record<'micros' | 'copied', string> &
    Record<'sequence' | 'rows' | 'bytes' | 'changes', number>;
  return {
    undone: { micros: BigInt(kept.micros), sequence: kept.sequence },
    copied: Buffer.from(kept.copied, 'base64'),
    rows: kept.rows,
    bytes: kept.bytes,
    changes: kept.changes,
  };
}

export interface RestoredRows {
  readonly copiedRows: number;
  /** Rows that the source had when the restore began, approximately. */
  readonly sourceRows: number;
  readonly undoneChanges: number;
}

/** Undefined when nothing is owed for the table. */
export function restoredRows(
  reader: KvReader,
  table: Pick<TableRecord, 'number' | 'restore'>,
): RestoredRows | undefined {
  const progress = table.restore === undefined ? undefined : readProgress(reader, table.number);
  if (progress === undefined) return undefined;
  return { copiedRows: progress.rows, sourceRows: table.restore!.sourceRows, undoneChanges: progress.changes };
}

export function putProgress(tx: KvTransaction, tableNumber: number, progress: RestoreProgress): void {
  const { undone, copied, rows, bytes, changes } = progress;
  const kept = {
    micros: String(undone.micros),
    sequence: undone.sequence,
    copied: copied.toString('base64'),
    rows,
    bytes,
    changes,
  };
  tx.put('meta', progressKey(tableNumber), Buffer.from(JSON.stringify(kept)));
}

export function removeProgress(tx: KvTransaction, tableNumber: number): void {
  tx.remove('meta', progressKey(tableNumber));
}

export function firstProgress({ undoFrom }: Pick<RestoreRecord, 'undoFrom'>): RestoreProgress {
  const undone = { micros: BigInt(undoFrom.micros), sequence: undoFrom.sequence };
  return { undone, copied: Buffer.alloc(0), rows: 0, bytes: 0, changes: 0 };
}
