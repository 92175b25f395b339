// The table store: reads of rows, slices and token ranges over the key-value port, and writes through apply.ts.

import type { Clock } from '../../ports/clock.js';
import type { TableSchema } from '../catalog/schema.js';
import type { Kv, KvReader, KvTransaction } from '../kv/kv.js';
import { Applier } from './apply.js';
import {
  flag,
  flagOf,
  KeyWriter,
  nextKey,
  partitionKeyOf,
  prefixLength,
  samePartition,
  tableRange,
  tokenRange,
} from './keys.js';
import { Layouts } from './layout.js';
import { StoredRowView } from './row-view.js';
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
}

export interface SweepingTableStore extends TableStore {
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
      const bytes = source.view('rows', key);
      if (rowView.standOn(key, bytes, clock.nowSeconds) || hasStatic) visit(rowView);
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
      this.source.visit('rows', { start, end, reverse }, (key, value) => {
        if (!rowView.standOn(key, value, nowSeconds)) return undefined;
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

/** One walk through partitions: a static row waits until a row of its partition, or the next partition, comes. */
class Scan {
  private readonly source: KvReader;
  private readonly rowView: StoredRowView;
  private readonly nowSeconds: number;
  private readonly withStatic: boolean;
  private readonly visitRow: RowVisitor;
  // key of the static row of the partition at hand, and whether a row of it has been given
  private staticKey: Buffer | undefined;
  private given = false;
  private stopped = false;

  constructor(source: KvReader, rowView: StoredRowView, clock: ReadClock, withStatic: boolean, visit: RowVisitor) {
    this.source = source;
    this.rowView = rowView;
    this.nowSeconds = clock.nowSeconds;
    this.withStatic = withStatic;
    this.visitRow = visit;
  }

  run(
    table: TableSchema,
    tokens: { readonly start: bigint; readonly end: bigint },
    after: Uint8Array | undefined,
    readStatic: () => boolean,
  ): void {
    const range = tokenRange(table.number, tokens.start, tokens.end);
    const start = after === undefined ? range.start : greatest(range.start, nextKey(after));
    if (after !== undefined && this.withStatic && readStatic()) {
      this.staticKey = Buffer.from(after.subarray(0, prefixLength(after)));
      this.given = true;
    }
    this.source.visit('rows', { start, end: range.end }, (key, value) => this.entry(key, value));
    if (!this.stopped) this.giveStaticAlone();
  }

  private entry(key: Uint8Array, value: Uint8Array): boolean | undefined {
    if (this.staticKey !== undefined && !samePartition(this.staticKey, key)) {
      if (this.giveStaticAlone() === false) return false;
      this.staticKey = undefined;
      this.rowView.standOnStatic(undefined, this.nowSeconds);
    }
    const kind = flagOf(key);
    if (kind === flag.static && this.withStatic) this.keepStatic(key, value);
    if (kind !== flag.row || !this.rowView.standOn(key, value, this.nowSeconds)) return undefined;
    this.given = true;
    return this.give();
  }

  private keepStatic(key: Uint8Array, value: Uint8Array): void {
    if (!this.rowView.standOnStatic(Buffer.from(value), this.nowSeconds)) return;
    this.staticKey = Buffer.from(key);
    this.given = false;
  }

  // a partition with static data and no row is given once
  private giveStaticAlone(): boolean | undefined {
    if (this.staticKey === undefined || this.given) return undefined;
    this.rowView.standOn(this.staticKey, undefined, this.nowSeconds);
    this.given = true;
    return this.give();
  }

  private give(): boolean | undefined {
    const answer = this.visitRow(this.rowView);
    if (answer === false) this.stopped = true;
    return answer;
  }
}

const least = (a: Uint8Array, b: Uint8Array): Uint8Array => (Buffer.compare(a, b) <= 0 ? a : b);
const greatest = (a: Uint8Array, b: Uint8Array): Uint8Array => (Buffer.compare(a, b) >= 0 ? a : b);

class KvTableStore implements SweepingTableStore {
  private readonly kv: Kv;
  private readonly layouts = new Layouts();
  private readonly reads: Reads;
  private readonly applier: Applier;
  private inside: { readonly tx: KvTransaction; readonly reads: Reads } | undefined;

  constructor(options: TableStoreOptions) {
    this.kv = options.kv;
    this.reads = new Reads(options.kv, this.layouts);
    const { clock, sizeOfRow = plainSize, keepTombstones = 'client-timestamps' } = options;
    this.applier = new Applier({ clock, sizeOfRow, keepTombstones }, this.layouts);
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
