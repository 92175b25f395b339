// Puts a merged row or a partition's header into the store with what goes with it: billed size, history, the table's
// totals. Apart from apply.ts, which decides what is merged.

import { ByteSink } from '../../lib/byte-sink.js';
import type { Clock } from '../../ports/clock.js';
import type { TableSchema } from '../catalog/schema.js';
import type { KvTransaction } from '../kv/kv.js';
import { appendHistory } from './history.js';
import type { Layouts } from './layout.js';
import { laterDeletion, normalise, purge } from './merge.js';
import { billedBytesOf, decodeRow, encodeRow } from './row.js';
import { contentsOf, type Place } from './row-contents.js';
import { type Deletion, isEmptyRow, isLiveRow, type StoredRow } from './stored-row.js';
import type { SizeOfRow } from './table-store.js';

/** Tombstones are cleared after ten days [data-plane facts 2.12, client-side timestamps]. */
export const tombstoneSeconds = 10 * 24 * 3600;
const writeUnitBytes = 1024;

export interface RowWriterOptions {
  readonly clock: Clock;
  readonly sizeOfRow: SizeOfRow;
  readonly keepTombstones: 'always' | 'client-timestamps';
}

export class RowWriter {
  private readonly options: RowWriterOptions;
  private readonly layouts: Layouts;
  private readonly sink = new ByteSink(4096);

  constructor(options: RowWriterOptions, layouts: Layouts) {
    this.options = options;
    this.layouts = layouts;
  }

  /** Whether rows keep what was deleted for as long as an older write may come. */
  keeps(table: TableSchema): boolean {
    return this.options.keepTombstones === 'always' || table.options.clientSideTimestamps;
  }

  putHeader(
    tx: KvTransaction,
    table: TableSchema,
    key: Buffer,
    before: Buffer | undefined,
    after: Buffer | undefined,
  ): void {
    if (after !== undefined) tx.put('rows', key, after);
    else if (before !== undefined) tx.remove('rows', key);
    if (table.options.keepsHistory && (before !== undefined || after !== undefined))
      appendHistory(tx, table.number, this.options.clock.wallMicros(), key, before ?? null, after ?? null);
  }

  /** The row under a wider deletion. */
  shadow(tx: KvTransaction, place: Place, bytes: Buffer, deletion: Deletion): void {
    const { table, isStatic } = place;
    const old = decodeRow(bytes, isStatic ? 0 : table.clustering.length);
    this.store(tx, place, bytes, old, underDeletion(table, old, deletion));
  }

  private remember(tx: KvTransaction, place: Place, before: Buffer | null, after: Buffer | null): void {
    const { table, key, nowSeconds, replicated = false } = place;
    appendHistory(tx, table.number, this.options.clock.wallMicros(), key, before, after, nowSeconds, replicated);
  }

  /** Writes or removes a row, and what goes with it; returns the billed bytes after it. */
  store(
    tx: KvTransaction,
    place: Place,
    oldBytes: Buffer | undefined,
    old: StoredRow | undefined,
    merged: StoredRow,
  ): number {
    const { table, key, isStatic, nowSeconds } = place;
    const row = purge(merged, nowSeconds, this.keeps(table) ? nowSeconds - tombstoneSeconds : Number.POSITIVE_INFINITY);
    const before = oldBytes === undefined ? 0 : billedBytesOf(oldBytes);
    const layout = this.layouts.of(table);
    const side = isStatic ? layout.static : layout.row;
    let after = 0;
    let bytes: Buffer | null = null;
    if (isEmptyRow(row)) {
      if (oldBytes !== undefined) tx.remove('rows', key);
    } else {
      after = this.options.sizeOfRow(table, contentsOf(place, row));
      this.sink.reset();
      encodeRow(this.sink, row, side.columns, after);
      bytes = this.sink.view();
      tx.put('rows', key, bytes);
    }
    if (table.options.keepsHistory && (oldBytes !== undefined || bytes !== null))
      this.remember(tx, place, oldBytes ?? null, bytes);
    const rows = isStatic ? 0 : Number(bytes !== null && isCounted(row)) - Number(old !== undefined && isCounted(old));
    if (rows !== 0 || after !== before) tx.add('meta', layout.sizeKey, rows, after - before);
    return after;
  }
}

// by data that was written, expired or not: what was counted in must be counted out
const isCounted = (row: StoredRow): boolean => isLiveRow(row, 0);

export const unitsOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / writeUnitBytes));

export function underDeletion(table: TableSchema, row: StoredRow, deletion: Deletion): StoredRow {
  const left = normalise(table, row, deletion.timestamp);
  // a row's own tombstone says nothing more when the wider one covers it
  return left.deletion !== undefined && laterDeletion(left.deletion, deletion) === deletion
    ? { ...left, deletion: undefined }
    : left;
}
