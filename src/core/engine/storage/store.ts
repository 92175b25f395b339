// The table store: reads of rows, slices and token ranges over the key-value port, and writes through apply.ts.

import type { Clock } from '../../ports/clock.js';
import type { TableSchema } from '../catalog/schema.js';
import type { Kv, KvReader, KvTransaction } from '../kv/kv.js';
import { Applier } from './apply.js';
import type { Change, ChangeSink } from './change.js';
import { flag, greatest, KeyWriter, nextKey, partitionKeyOf, tableRange } from './keys.js';
import { Layouts } from './layout.js';
import { StoredRowView } from './row-view.js';
import { Scan } from './scan.js';
import { plainSize, readTableSize, sizeKey } from './table-size.js';
import type { Applied, Mutation, ReadClock, RowVisitor, SizeOfRow, Slice, TableStore } from './table-store.js';
import { murmur3Token } from './token.js';

export interface TableStoreOptions {
  readonly kv: Kv;
  /** Stamps history. */
  readonly clock: Clock;
  /** Plain byte lengths when left out. */
  readonly sizeOfRow?: SizeOfRow;
  /** `always` where any statement may carry a timestamp; else tombstones are kept only by tables with client-side timestamps. */
  readonly keepTombstones?: 'always' | 'client-timestamps';
  /** Told of changes that go to other Regions. */
  readonly changes?: ChangeSink;
}

export interface SweepingTableStore extends TableStore {
  /** Merges a change that was made in another Region. */
  merge(tx: KvTransaction, table: TableSchema, change: Change, clock: ReadClock): Applied;
  /**
   * Clears expired rows and old tombstones from up to `entriesMax` entries of a table, from its beginning or behind `after`. Gives the key
   * to go on behind, or undefined at the end.
   */
  sweep(
    tx: KvTransaction,
    table: TableSchema,
    clock: ReadClock,
    entriesMax: number,
    after?: Uint8Array,
  ): Buffer | undefined;
}

export function createTableStore(options: TableStoreOptions): SweepingTableStore {
  return new KvTableStore(options);
}

/** Reads of one source: the store, or a transaction. Used again while a visitor runs, it goes on with fresh memory. */
class Reads {
  private readonly source: KvReader;
  private readonly layouts: Layouts;
  private readonly keys = new KeyWriter();
  private readonly rowView = new StoredRowView();
  private busy = false;

  constructor(source: KvReader, layouts: Layouts) {
    this.source = source;
    this.layouts = layouts;
  }

  readRow(
    table: TableSchema,
    partitionKey: Uint8Array,
    clustering: readonly Uint8Array[],
    clock: ReadClock,
    withStatic: boolean,
    visit: RowVisitor,
  ): void {
    if (this.busy) {
      this.another().readRow(table, partitionKey, clustering, clock, withStatic, visit);
      return;
    }
    this.busy = true;
    try {
      const { source, keys, rowView } = this;
      rowView.begin(this.layouts.of(table));
      const hasStatic = this.readStatic(table, partitionKey, withStatic, clock);
      const key = keys.begin(table, partitionKey, flag.row).clustering(table, clustering).bytes();
      const place = source.place('rows', key);
      if (place === undefined) rowView.standOn(key, undefined, clock.nowSeconds);
      else {
        rowView.standAtKey(key, 0, key.length);
        rowView.standOnRow(place.bytes, place.start, place.end, clock.nowSeconds);
      }
      if (rowView.hasRow || hasStatic) visit(rowView);
    } finally {
      this.busy = false;
    }
  }

  readSlice(
    table: TableSchema,
    partitionKey: Uint8Array,
    slice: Slice,
    clock: ReadClock,
    visit: RowVisitor,
    after?: Uint8Array,
  ): void {
    if (this.busy) {
      this.another().readSlice(table, partitionKey, slice, clock, visit, after);
      return;
    }
    this.busy = true;
    try {
      const { keys, rowView } = this;
      const { nowSeconds } = clock;
      rowView.begin(this.layouts.of(table));
      const hasStatic = this.readStatic(table, partitionKey, slice.withStatic === true, clock);
      const reverse = slice.reverse === true;
      let start: Uint8Array = keys.begin(table, partitionKey, flag.row).bound(table, slice.start, true).copy();
      let end: Uint8Array = keys.begin(table, partitionKey, flag.row).bound(table, slice.end, false).copy();
      if (after !== undefined) {
        if (reverse) end = least(end, after);
        else start = greatest(start, nextKey(after));
      }
      let rows = 0;
      this.source.visitInPlace('rows', { start, end, reverse }, (keys, keyAt, keyEnd, values, valueAt, valueEnd) => {
        rowView.standAtKey(keys, keyAt, keyEnd);
        if (!rowView.standOnRow(values, valueAt, valueEnd, nowSeconds)) return undefined;
        rows++;
        return visit(rowView);
      });
      if (rows > 0 || !hasStatic || after !== undefined) return;
      rowView.standOn(keys.begin(table, partitionKey, flag.static).bytes(), undefined, nowSeconds);
      visit(rowView);
    } finally {
      this.busy = false;
    }
  }

  /** Rows of all partitions between two tokens. */
  scan(
    table: TableSchema,
    tokens: { readonly start: bigint; readonly end: bigint },
    clock: ReadClock,
    withStatic: boolean,
    visit: RowVisitor,
    after?: Uint8Array,
  ): void {
    if (this.busy) {
      this.another().scan(table, tokens, clock, withStatic, visit, after);
      return;
    }
    this.busy = true;
    try {
      this.rowView.begin(this.layouts.of(table));
      this.rowView.standOnStatic(undefined, clock.nowSeconds);
      new Scan(this.source, this.rowView, clock, withStatic, visit).run(table, tokens, after, () =>
        this.readStatic(table, Buffer.from(partitionKeyOf(after!)), withStatic, clock),
      );
    } finally {
      this.busy = false;
    }
  }

  private another(): Reads {
    this.rowView.detach();
    return new Reads(this.source, this.layouts);
  }

  private readStatic(table: TableSchema, partitionKey: Uint8Array, wanted: boolean, clock: ReadClock): boolean {
    const { rowView } = this;
    if (!wanted || table.statics.length === 0) {
      rowView.standOnStatic(undefined, clock.nowSeconds);
      return false;
    }
    const bytes = this.source.get('rows', this.keys.begin(table, partitionKey, flag.static).bytes());
    return rowView.standOnStatic(bytes, clock.nowSeconds);
  }
}

const least = (a: Uint8Array, b: Uint8Array): Uint8Array => (Buffer.compare(a, b) <= 0 ? a : b);

class KvTableStore implements SweepingTableStore {
  private readonly kv: Kv;
  private readonly layouts = new Layouts();
  private readonly reads: Reads;
  private readonly applier: Applier;
  private inside: { readonly tx: KvTransaction; readonly reads: Reads } | undefined;

  constructor(options: TableStoreOptions) {
    this.kv = options.kv;
    this.reads = new Reads(options.kv, this.layouts);
    const { clock, sizeOfRow = plainSize, keepTombstones = 'client-timestamps', changes } = options;
    const told = changes === undefined ? {} : { changes };
    this.applier = new Applier({ clock, sizeOfRow, keepTombstones, ...told }, this.layouts);
  }

  readRow(...read: Parameters<TableStore['readRow']>): void {
    this.reads.readRow(...read);
  }
  readSlice(...read: Parameters<TableStore['readSlice']>): void {
    this.reads.readSlice(...read);
  }
  scan(...read: Parameters<TableStore['scan']>): void {
    this.reads.scan(...read);
  }

  within(tx: KvTransaction): Pick<TableStore, 'readRow' | 'readSlice'> {
    if (this.inside?.tx !== tx) this.inside = { tx, reads: new Reads(tx, this.layouts) };
    return this.inside.reads;
  }

  apply(tx: KvTransaction, mutation: Mutation, clock: ReadClock): Applied {
    return this.applier.apply(tx, mutation, clock);
  }

  merge(tx: KvTransaction, table: TableSchema, change: Change, clock: ReadClock): Applied {
    return this.applier.merge(tx, table, change, clock);
  }

  sweep(...swept: Parameters<SweepingTableStore['sweep']>): Buffer | undefined {
    return this.applier.sweep(...swept);
  }

  dropRows(tx: KvTransaction, tableNumber: number, rowsMax: number): boolean {
    const keys: Buffer[] = [];
    tx.visit('rows', { ...tableRange(tableNumber), limit: rowsMax + 1 }, (key) => {
      keys.push(Buffer.from(key));
      return undefined;
    });
    for (const key of keys.slice(0, rowsMax)) tx.remove('rows', key);
    const done = keys.length <= rowsMax;
    if (done) tx.remove('meta', sizeKey(tableNumber));
    return done;
  }

  token(partitionKey: Uint8Array): bigint {
    return murmur3Token(partitionKey);
  }

  tableSize(tableNumber: number): { readonly rows: number; readonly bytes: number } {
    return readTableSize(this.kv, tableNumber);
  }
}
