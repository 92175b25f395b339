// Merges mutations into the store: read, merge, put, in one write transaction; with it the partition header, history and
// the table's totals.

import { ByteSink } from '../../lib/byte-sink.js';
import type { Clock } from '../../ports/clock.js';
import type { TableSchema } from '../catalog/schema.js';
import type { KvTransaction } from '../kv/kv.js';
import { deltaOf } from './delta.js';
import { appendHistory } from './history.js';
import { flag, flagOf, KeyWriter, nextKey, partitionKeyOf, prefixLength, tableRange } from './keys.js';
import type { Layouts, Side } from './layout.js';
import { laterDeletion, mergeRows, normalise, purge } from './merge.js';
import { encodeNewRow, makesPlainRow } from './new-row.js';
import {
  coveringDeletion,
  decodeHeader,
  encodeHeader,
  type PartitionHeader,
  purgeHeader,
  withPartitionDeletion,
  withRange,
} from './partition-header.js';
import { billedBytesOf, decodeRow, encodeRow } from './row.js';
import { contentsOf, NewRowContents, type Place } from './row-contents.js';
import { type Deletion, isEmptyRow, isLiveRow, type StoredRow } from './stored-row.js';
import { sizeKey } from './table-size.js';
import {
  type Applied,
  type Mutation,
  type RangeDeletion,
  RangeTooLarge,
  type ReadClock,
  type RowMutation,
  type SizeOfRow,
} from './table-store.js';

/** Tombstones are cleared after ten days [data-plane facts 2.12, client-side timestamps]. */
export const tombstoneSeconds = 10 * 24 * 3600;
const writeUnitBytes = 1024;

export interface ApplierOptions {
  readonly clock: Clock;
  readonly sizeOfRow: SizeOfRow;
  readonly keepTombstones: 'always' | 'client-timestamps';
}

export class Applier {
  private readonly options: ApplierOptions;
  private readonly layouts: Layouts;
  private readonly keys = new KeyWriter();
  private readonly bounds = new KeyWriter();
  private readonly sink = new ByteSink(4096);

  constructor(options: ApplierOptions, layouts: Layouts) {
    this.options = options;
    this.layouts = layouts;
  }

  apply(tx: KvTransaction, mutation: Mutation, clock: ReadClock): Applied {
    return mutation.kind === 'row' ? this.applyRow(tx, mutation, clock) : this.applyRange(tx, mutation, clock);
  }

  private applyRow(tx: KvTransaction, mutation: RowMutation, { nowSeconds }: ReadClock): Applied {
    const { table } = mutation;
    const isStatic = mutation.clustering === null;
    const covering = this.keeps(table) ? this.coveringOf(tx, mutation) : undefined;
    const keys = this.keys.begin(table, mutation.partitionKey, isStatic ? flag.static : flag.row);
    if (mutation.clustering !== null) keys.clustering(table, mutation.clustering);
    const key = keys.bytes();
    const view = tx.view('rows', key);
    if (view === undefined && covering === undefined && !table.options.keepsHistory) {
      const layout = this.layouts.of(table);
      const side = isStatic ? layout.static : layout.row;
      if (makesPlainRow(mutation, side)) return this.storeNew(tx, mutation, key, side, nowSeconds);
    }
    const oldBytes = view && Buffer.from(view);
    const old = oldBytes && decodeRow(oldBytes, isStatic ? 0 : table.clustering.length);
    const delta = deltaOf(mutation, old, nowSeconds);
    let row = old === undefined ? normalise(table, delta, delta.deletion?.timestamp) : mergeRows(table, old, delta);
    if (covering !== undefined) row = underDeletion(table, row, covering);
    const after = this.store(
      tx,
      { table, key, isStatic, partitionKey: mutation.partitionKey, nowSeconds },
      oldBytes,
      old,
      row,
    );
    const billed = mutation.deletesRow ? (oldBytes === undefined ? 0 : billedBytesOf(oldBytes)) : after;
    return { rowsWritten: 1, writeUnits: unitsOf(billed) };
  }

  private storeNew(tx: KvTransaction, mutation: RowMutation, key: Uint8Array, side: Side, nowSeconds: number): Applied {
    const { table } = mutation;
    const billed = this.options.sizeOfRow(table, new NewRowContents(mutation));
    this.sink.reset();
    encodeNewRow(this.sink, mutation, side, billed, nowSeconds);
    tx.put('rows', key, this.sink.view());
    tx.add('meta', sizeKey(table.number), mutation.clustering === null ? 0 : 1, billed);
    return { rowsWritten: 1, writeUnits: unitsOf(billed) };
  }

  private applyRange(tx: KvTransaction, mutation: RangeDeletion, { nowSeconds }: ReadClock): Applied {
    const { table, partitionKey, timestamp } = mutation;
    const deletion: Deletion = { timestamp, seconds: nowSeconds };
    const start = this.keys.begin(table, partitionKey, flag.row).bound(table, mutation.start, true).copy();
    const end = this.bounds.begin(table, partitionKey, flag.row).bound(table, mutation.end, false).copy();
    const found: { readonly key: Buffer; readonly bytes: Buffer }[] = [];
    tx.visit('rows', { start, end }, (key, value) => {
      found.push({ key: Buffer.from(key), bytes: Buffer.from(value) });
      return undefined;
    });
    const live = found.filter(({ bytes }) => isLiveRow(decodeRow(bytes, table.clustering.length), nowSeconds));
    if (mutation.rowsMax !== undefined && live.length > mutation.rowsMax)
      throw new RangeTooLarge(`the range holds ${live.length} rows, ${mutation.rowsMax} may be deleted at once`);
    let units = 0;
    for (const { bytes } of live) units += unitsOf(billedBytesOf(bytes));
    for (const { key, bytes } of found) this.shadow(tx, table, partitionKey, key, bytes, false, deletion);
    if (mutation.withStatic) {
      const key = this.keys.begin(table, partitionKey, flag.static).copy();
      const bytes = tx.get('rows', key);
      if (bytes !== undefined) {
        units += unitsOf(billedBytesOf(bytes));
        this.shadow(tx, table, partitionKey, key, bytes, true, deletion);
      }
    }
    if (this.keeps(table)) this.remember(tx, mutation, start, end, deletion);
    return { rowsWritten: live.length, writeUnits: Math.max(1, units) };
  }

  /**
   * Clears expired data and tombstones that nobody needs any more from up to `entriesMax` entries of a table behind `after`.
   * Gives the key to go on behind, or undefined at the end of the table.
   */
  sweep(
    tx: KvTransaction,
    table: TableSchema,
    { nowSeconds }: ReadClock,
    entriesMax: number,
    after?: Uint8Array,
  ): Buffer | undefined {
    const range = tableRange(table.number);
    const entries: { readonly key: Buffer; readonly bytes: Buffer }[] = [];
    tx.visit(
      'rows',
      { start: after === undefined ? range.start : nextKey(after), end: range.end, limit: entriesMax },
      (key, value) => {
        entries.push({ key: Buffer.from(key), bytes: Buffer.from(value) });
        return undefined;
      },
    );
    for (const { key, bytes } of entries) this.sweepEntry(tx, table, key, bytes, nowSeconds);
    return entries.length < entriesMax ? undefined : entries.at(-1)?.key;
  }

  private sweepEntry(tx: KvTransaction, table: TableSchema, key: Buffer, bytes: Buffer, nowSeconds: number): void {
    const kind = flagOf(key);
    const beforeSeconds = this.keeps(table) ? nowSeconds - tombstoneSeconds : Number.POSITIVE_INFINITY;
    if (kind === flag.header) {
      if (purgeHeader(decodeHeader(bytes), beforeSeconds) === undefined)
        this.putHeader(tx, table, key, bytes, undefined);
      return;
    }
    const isStatic = kind === flag.static;
    const old = decodeRow(bytes, isStatic ? 0 : table.clustering.length);
    const left = purge(old, nowSeconds, beforeSeconds);
    // where tombstones are kept, rows that stay are cleaned when they are next written
    if (!isEmptyRow(left) && (this.keeps(table) || partsOf(left) === partsOf(old))) return;
    this.store(tx, { table, key, isStatic, partitionKey: partitionKeyOf(key), nowSeconds }, bytes, old, old);
  }

  private keeps(table: TableSchema): boolean {
    return this.options.keepTombstones === 'always' || table.options.clientSideTimestamps;
  }

  private coveringOf(tx: KvTransaction, mutation: RowMutation): Deletion | undefined {
    const { table, partitionKey, clustering } = mutation;
    const bytes = tx.view('rows', this.keys.begin(table, partitionKey, flag.header).bytes());
    if (bytes === undefined) return undefined;
    const header = decodeHeader(bytes);
    if (clustering === null) return coveringDeletion(header, undefined);
    const key = this.keys.begin(table, partitionKey, flag.row).clustering(table, clustering).bytes();
    return coveringDeletion(header, key.subarray(prefixLength(key)));
  }

  private remember(tx: KvTransaction, mutation: RangeDeletion, start: Buffer, end: Buffer, deletion: Deletion): void {
    const { table, partitionKey } = mutation;
    const key = this.keys.begin(table, partitionKey, flag.header).copy();
    const oldBytes = tx.get('rows', key);
    const before = decodeHeader(oldBytes);
    const whole = mutation.withStatic && mutation.start === undefined && mutation.end === undefined;
    const prefix = prefixLength(key);
    const header: PartitionHeader = whole
      ? withPartitionDeletion(before, deletion)
      : withRange(before, { start: start.subarray(prefix), end: end.subarray(prefix), ...deletion });
    const kept = purgeHeader(header, deletion.seconds - tombstoneSeconds);
    this.putHeader(tx, table, key, oldBytes, kept && encodeHeader(kept));
  }

  private putHeader(
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

  private shadow(
    tx: KvTransaction,
    table: TableSchema,
    partitionKey: Uint8Array,
    key: Buffer,
    bytes: Buffer,
    isStatic: boolean,
    deletion: Deletion,
  ): void {
    const old = decodeRow(bytes, isStatic ? 0 : table.clustering.length);
    const row = underDeletion(table, old, deletion);
    this.store(tx, { table, key, isStatic, partitionKey, nowSeconds: deletion.seconds }, bytes, old, row);
  }

  // Writes or removes a row, and what goes with it; returns the billed bytes after it.
  private store(
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
      appendHistory(tx, table.number, this.options.clock.wallMicros(), key, oldBytes ?? null, bytes, nowSeconds);
    const rows = isStatic ? 0 : Number(bytes !== null && isCounted(row)) - Number(old !== undefined && isCounted(old));
    if (rows !== 0 || after !== before) tx.add('meta', sizeKey(table.number), rows, after - before);
    return after;
  }
}

// by data that was written, expired or not: what was counted in must be counted out
const isCounted = (row: StoredRow): boolean => isLiveRow(row, 0);

/** Marker, cells and elements. */
function partsOf(row: StoredRow): number {
  let parts = row.marker === undefined ? 0 : 1;
  for (const column of row.columns.values()) parts += column.kind === 'cell' ? 1 : column.elements.length;
  return parts;
}

const unitsOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / writeUnitBytes));

function underDeletion(table: TableSchema, row: StoredRow, deletion: Deletion): StoredRow {
  const left = normalise(table, row, deletion.timestamp);
  // a row's own tombstone says nothing more when the wider one covers it
  return left.deletion !== undefined && laterDeletion(left.deletion, deletion) === deletion
    ? { ...left, deletion: undefined }
    : left;
}
