// Merges mutations into the store: read, merge, put, in one write transaction; with it the partition header, history and
// the table's totals.

import { ByteSink } from '../../lib/byte-sink.js';
import type { TableSchema } from '../catalog/schema.js';
import type { KvTransaction } from '../kv/kv.js';
import type { Change, ChangeSink, RangeChange } from './change.js';
import { deltaOf } from './delta.js';
import { flag, flagOf, inTable, KeyWriter, nextKey, partitionKeyOf, prefixLength, tableRange } from './keys.js';
import type { Layouts } from './layout.js';
import { mergeRows, normalise, purge } from './merge.js';
import { encodeNewRow, makesPlainRow, replacesRow } from './new-row.js';
import {
  coveringDeletion,
  decodeHeader,
  encodeHeader,
  type PartitionHeader,
  purgeHeader,
  withPartitionDeletion,
  withRange,
} from './partition-header.js';
import { billedBytesOf, decodeRow } from './row.js';
import { NewRowContents, type Place } from './row-contents.js';
import { RowWriter, type RowWriterOptions, tombstoneSeconds, underDeletion, unitsOf } from './row-writer.js';
import { type Deletion, isEmptyRow, isLiveRow, type StoredRow } from './stored-row.js';
import {
  type Applied,
  type Mutation,
  type RangeDeletion,
  RangeTooLarge,
  type ReadClock,
  type RowMutation,
} from './table-store.js';

export interface ApplierOptions extends RowWriterOptions {
  /** Told of changes that go to other Regions. */
  readonly changes?: ChangeSink;
}

export class Applier {
  private readonly options: ApplierOptions;
  private readonly layouts: Layouts;
  private readonly writer: RowWriter;
  private readonly keys = new KeyWriter();
  private readonly bounds = new KeyWriter();
  private readonly sink = new ByteSink(4096);

  constructor(options: ApplierOptions, layouts: Layouts) {
    this.options = options;
    this.layouts = layouts;
    this.writer = new RowWriter(options, layouts);
  }

  apply(tx: KvTransaction, mutation: Mutation, clock: ReadClock): Applied {
    return mutation.kind === 'row' ? this.applyRow(tx, mutation, clock) : this.applyRange(tx, mutation, clock);
  }

  /** A change that was made in another Region, in a table with the same columns; doing it again changes nothing. */
  merge(tx: KvTransaction, table: TableSchema, change: Change, { nowSeconds }: ReadClock): Applied {
    if (change.kind === 'range')
      return this.deleteRange(tx, { table, partitionKey: change.partitionKey, nowSeconds, replicated: true }, change);
    const key = inTable(change.key, table.number);
    const place = {
      table,
      key,
      isStatic: flagOf(key) === flag.static,
      partitionKey: partitionKeyOf(key),
      nowSeconds,
      replicated: true,
    };
    const covering = this.coveringOf(tx, place);
    return this.mergeInto(tx, place, rowBefore(place, tx.view('rows', key)), change.delta, covering);
  }

  private applyRow(tx: KvTransaction, mutation: RowMutation, { nowSeconds }: ReadClock): Applied {
    const { table, partitionKey } = mutation;
    const { changes } = this.options;
    const leaves = changes?.wants(tx, table.number) === true;
    const isStatic = mutation.clustering === null;
    const keys = this.keys.begin(table, partitionKey, isStatic ? flag.static : flag.row);
    if (mutation.clustering !== null) keys.clustering(table, mutation.clustering);
    const key = keys.bytes();
    const place = { table, key, isStatic, partitionKey, nowSeconds };
    const covering = this.coveringOf(tx, place);
    const view = tx.view('rows', key);
    if (covering === undefined && !leaves && !table.options.keepsHistory) {
      const layout = this.layouts.of(table);
      const side = isStatic ? layout.static : layout.row;
      if (makesPlainRow(mutation, side) && (view === undefined || replacesRow(mutation, side, view)))
        return this.storeWhole(tx, mutation, place, view);
    }
    const before = rowBefore(place, view);
    const delta = deltaOf(mutation, before?.row, nowSeconds);
    if (leaves) changes?.take(tx, table.number, { kind: 'row', key, delta });
    return this.mergeInto(tx, place, before, delta, covering);
  }

  private mergeInto(
    tx: KvTransaction,
    place: Place,
    before: RowBefore | undefined,
    delta: StoredRow,
    covering: Deletion | undefined,
  ): Applied {
    const { table } = place;
    let row =
      before === undefined ? normalise(table, delta, delta.deletion?.timestamp) : mergeRows(table, before.row, delta);
    if (covering !== undefined) row = underDeletion(table, row, covering);
    const after = this.writer.store(tx, place, before?.bytes, before?.row, row);
    const billed = delta.deletion !== undefined ? (before === undefined ? 0 : billedBytesOf(before.bytes)) : after;
    return { rowsWritten: 1, writeUnits: unitsOf(billed) };
  }

  /** A row that owes nothing to the one in `before`. */
  private storeWhole(tx: KvTransaction, mutation: RowMutation, place: Place, before: Uint8Array | undefined): Applied {
    const { table, key, isStatic, nowSeconds } = place;
    const layout = this.layouts.of(table);
    const billed = this.options.sizeOfRow(table, new NewRowContents(mutation));
    const billedBefore = before === undefined ? 0 : billedBytesOf(before);
    const rows = isStatic || before !== undefined ? 0 : 1;
    this.sink.reset();
    encodeNewRow(this.sink, mutation, isStatic ? layout.static : layout.row, billed, nowSeconds);
    tx.put('rows', key, this.sink.view());
    if (rows !== 0 || billed !== billedBefore) tx.add('meta', layout.sizeKey, rows, billed - billedBefore);
    return { rowsWritten: 1, writeUnits: unitsOf(billed) };
  }

  private applyRange(tx: KvTransaction, mutation: RangeDeletion, { nowSeconds }: ReadClock): Applied {
    const { table, partitionKey, timestamp } = mutation;
    const { changes } = this.options;
    const start = this.keys.begin(table, partitionKey, flag.row).bound(table, mutation.start, true).copy();
    const end = this.bounds.begin(table, partitionKey, flag.row).bound(table, mutation.end, false).copy();
    const prefix = prefixLength(start);
    const change: RangeChange = {
      kind: 'range',
      partitionKey,
      start: start.subarray(prefix),
      end: end.subarray(prefix),
      whole: mutation.withStatic,
      deletion: { timestamp, seconds: nowSeconds },
    };
    const applied = this.deleteRange(tx, { table, partitionKey, nowSeconds }, change, mutation.rowsMax);
    if (changes?.wants(tx, table.number) === true) changes.take(tx, table.number, change);
    return applied;
  }

  private deleteRange(
    tx: KvTransaction,
    partition: Omit<Place, 'key' | 'isStatic'>,
    change: RangeChange,
    rowsMax?: number,
  ): Applied {
    const { table, partitionKey, nowSeconds } = partition;
    const { deletion } = change;
    const prefix = this.keys.begin(table, partitionKey, flag.row).copy();
    const range = { start: Buffer.concat([prefix, change.start]), end: Buffer.concat([prefix, change.end]) };
    const found: { readonly key: Buffer; readonly bytes: Buffer }[] = [];
    tx.visit('rows', range, (key, value) => {
      found.push({ key: Buffer.from(key), bytes: Buffer.from(value) });
      return undefined;
    });
    const live = found.filter(({ bytes }) => isLiveRow(decodeRow(bytes, table.clustering.length), nowSeconds));
    if (rowsMax !== undefined && live.length > rowsMax)
      throw new RangeTooLarge(`the range holds ${live.length} rows, ${rowsMax} may be deleted at once`);
    let units = 0;
    for (const { bytes } of live) units += unitsOf(billedBytesOf(bytes));
    for (const { key, bytes } of found) this.writer.shadow(tx, { ...partition, key, isStatic: false }, bytes, deletion);
    if (change.whole) {
      const key = this.keys.begin(table, partitionKey, flag.static).copy();
      const bytes = tx.get('rows', key);
      if (bytes !== undefined) {
        units += unitsOf(billedBytesOf(bytes));
        this.writer.shadow(tx, { ...partition, key, isStatic: true }, bytes, deletion);
      }
    }
    if (this.writer.keeps(table)) this.remember(tx, table, change, nowSeconds);
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
    const beforeSeconds = this.writer.keeps(table) ? nowSeconds - tombstoneSeconds : Number.POSITIVE_INFINITY;
    if (kind === flag.header) {
      if (purgeHeader(decodeHeader(bytes), beforeSeconds) === undefined)
        this.writer.putHeader(tx, table, key, bytes, undefined);
      return;
    }
    const isStatic = kind === flag.static;
    const old = decodeRow(bytes, isStatic ? 0 : table.clustering.length);
    const left = purge(old, nowSeconds, beforeSeconds);
    // where tombstones are kept, rows that stay are cleaned when they are next written
    if (!isEmptyRow(left) && (this.writer.keeps(table) || partsOf(left) === partsOf(old))) return;
    this.writer.store(tx, { table, key, isStatic, partitionKey: partitionKeyOf(key), nowSeconds }, bytes, old, old);
  }

  /** The deletion that hides the row at `place`, which may have come before it. */
  private coveringOf(tx: KvTransaction, { table, key, isStatic }: Place): Deletion | undefined {
    if (!this.writer.keeps(table)) return undefined;
    const bytes = tx.view('rows', this.bounds.beside(key, flag.header).bytes());
    if (bytes === undefined) return undefined;
    return coveringDeletion(decodeHeader(bytes), isStatic ? undefined : key.subarray(prefixLength(key)));
  }

  private remember(tx: KvTransaction, table: TableSchema, change: RangeChange, nowSeconds: number): void {
    const { partitionKey, start, end, whole, deletion } = change;
    const key = this.keys.begin(table, partitionKey, flag.header).copy();
    const oldBytes = tx.get('rows', key);
    const before = decodeHeader(oldBytes);
    const header: PartitionHeader = whole
      ? withPartitionDeletion(before, deletion)
      : withRange(before, { start, end, ...deletion });
    const kept = purgeHeader(header, nowSeconds - tombstoneSeconds);
    this.writer.putHeader(tx, table, key, oldBytes, kept && encodeHeader(kept));
  }
}

/** A row as it stands, its bytes its own. */
interface RowBefore {
  readonly bytes: Buffer;
  readonly row: StoredRow;
}

function rowBefore({ table, isStatic }: Place, view: Uint8Array | undefined): RowBefore | undefined {
  if (view === undefined) return undefined;
  const bytes = Buffer.from(view);
  return { bytes, row: decodeRow(bytes, isStatic ? 0 : table.clustering.length) };
}

/** Marker, cells and elements. */
function partsOf(row: StoredRow): number {
  let parts = row.marker === undefined ? 0 : 1;
  for (const column of row.columns.values()) parts += column.kind === 'cell' ? 1 : column.elements.length;
  return parts;
}
