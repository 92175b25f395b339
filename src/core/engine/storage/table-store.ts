// The interface between executor and stored rows: typed slices in, cells out, mutations with write timestamps merged by
// last write wins. The implementation is store.ts; keys are described in keys.ts, row bytes in row.ts.

import type { ByteSink } from '../../lib/byte-sink.js';
import type { Column, TableSchema } from '../catalog/schema.js';
import type { KvTransaction } from '../kv/kv.js';

/** One end of a clustering slice: the first `values.length` clustering columns have these wire values. */
export interface ClusteringBound {
  readonly values: readonly Uint8Array[];
  readonly inclusive: boolean;
}

/** A contiguous part of one partition in *declared* clustering order (DESC columns already count as declared). */
export interface Slice {
  readonly start?: ClusteringBound;
  readonly end?: ClusteringBound;
  readonly reverse?: boolean;
  /** Rows show the partition's static data, and a row with `hasRow` false is given where there is nothing else. */
  readonly withStatic?: boolean;
}

/**
 * The row a read stands on; one object is reused for all rows, so nothing of it may be kept after the visitor returns.
 * Values are live at the reader's `nowSeconds`: expired and deleted cells read as null.
 */
export interface RowView {
  /** Wire value of any column of the table: key, static (from the partition's static row), clustering or regular; multi-cell
   * collections assembled to their wire form; null when absent. A view: copy to keep. */
  value(column: Column): Uint8Array | null;
  /** Appends [bytes] ([int] length and value, or -1) for each column, in order. The hot path of SELECT. */
  appendTo(sink: ByteSink, columns: readonly Column[]): void;
  /** Microseconds; null when the cell is absent, and for columns of several cells. */
  writeTime(column: Column): bigint | null;
  /** Remaining seconds, null when absent or without TTL. */
  ttl(column: Column): number | null;
  /** Live elements of a multi-cell column in their stored order, with the paths that `CellWrite.path` names them by; for
   * writes that address list elements by index or value. Bytes of their own. */
  elements(column: Column): readonly { readonly path: Uint8Array; readonly value: Uint8Array }[];
  /** False on the row that stands for a partition with only static data. */
  readonly hasRow: boolean;
  /** The row was inserted as one: it is there without any of its cells. */
  readonly hasMarker: boolean;
  /** Bytes for metering (data-plane facts 4.3 to 4.5), static row excluded. */
  readonly billedBytes: number;
  /** The bytes of the partition's static row, 0 without one or when the slice did not ask for it. */
  readonly staticBilledBytes: number;
  /** Serialised partition key (as hashed for the token) and token of the row. Views. */
  readonly partitionKey: Uint8Array;
  readonly token: bigint;
  /** The whole storage key, from which a later read can go on (`after`). A view. */
  readonly position: Uint8Array;
}

/** Return false to stop. */
export type RowVisitor = (row: RowView) => boolean | undefined;

export interface CellWrite {
  readonly column: Column;
  /**
   * set: whole value of a single-cell column. delete: the cell, or every element of a multi-cell column.
   * element: one element of a multi-cell column; `path` is the set element, map key, list cell id (16-byte timeuuid) or
   * UDT field number ([short]); `value` null deletes the element. counter: `delta` is added.
   */
  readonly kind: 'set' | 'delete' | 'element' | 'counter';
  readonly value?: Uint8Array | null;
  readonly path?: Uint8Array;
  readonly delta?: bigint;
  /** Seconds; 0 or absent = never expires. */
  readonly ttl?: number;
  /** For `delete` of a multi-cell column that is then re-filled by `element` writes of the same mutation: tombstone one microsecond earlier. */
  readonly beforeElements?: boolean;
}

export interface RowMutation {
  readonly kind: 'row';
  readonly table: TableSchema;
  /** Serialised partition key: the value itself, or for several columns each as [short] length, bytes, 0x00. */
  readonly partitionKey: Uint8Array;
  /** One wire value a clustering column; null for the static row. */
  readonly clustering: readonly Uint8Array[] | null;
  readonly timestamp: bigint;
  /** INSERT: the row exists even when all its cells are null; seconds of TTL or 0. */
  readonly marker?: { readonly ttl: number };
  /** DELETE of the whole row: everything with a timestamp at or below `timestamp` goes. */
  readonly deletesRow?: boolean;
  readonly cells: readonly CellWrite[];
}

/** DELETE of a partition (no bounds) or of a slice of it. */
export interface RangeDeletion {
  readonly kind: 'range';
  readonly table: TableSchema;
  readonly partitionKey: Uint8Array;
  readonly timestamp: bigint;
  readonly start?: ClusteringBound;
  readonly end?: ClusteringBound;
  /** Static data goes too (a whole-partition delete). */
  readonly withStatic: boolean;
  /** Refuse (throw RangeTooLarge) when more rows would go. */
  readonly rowsMax?: number;
}

export type Mutation = RowMutation | RangeDeletion;

/** What a mutation did, for metering and metrics. */
export interface Applied {
  readonly rowsWritten: number;
  /** Billed bytes of each row (after for writes, before for deletes), summed in whole write units of 1 KB. */
  readonly writeUnits: number;
}

export interface ReadClock {
  /** Seconds since the epoch at which expiry is judged. */
  readonly nowSeconds: number;
}

export interface TableStore {
  /** One row by full key; calls `visit` at most once. With `withStatic`, a missing row of a partition that has static data is visited with hasRow false. */
  readRow(
    table: TableSchema,
    partitionKey: Uint8Array,
    clustering: readonly Uint8Array[],
    clock: ReadClock,
    withStatic: boolean,
    visit: RowVisitor,
  ): void;
  /** Rows of one partition. `after` = RowView.position of the last row seen by an earlier page. */
  readSlice(
    table: TableSchema,
    partitionKey: Uint8Array,
    slice: Slice,
    clock: ReadClock,
    visit: RowVisitor,
    after?: Uint8Array,
  ): void;
  /** Rows of all partitions with start <= token <= end, in token order. */
  scan(
    table: TableSchema,
    tokens: { readonly start: bigint; readonly end: bigint },
    clock: ReadClock,
    withStatic: boolean,
    visit: RowVisitor,
    after?: Uint8Array,
  ): void;
  /** The same reads inside a write transaction (conditions, list indexes). */
  within(tx: KvTransaction): Pick<TableStore, 'readRow' | 'readSlice'>;
  /** Merges a mutation into the store. */
  apply(tx: KvTransaction, mutation: Mutation, clock: ReadClock): Applied;
  /** Removes up to `rowsMax` rows of a dropped table; true when none are left. */
  dropRows(tx: KvTransaction, tableNumber: number, rowsMax: number): boolean;
  /** Murmur3 token (Cassandra's variant) of a serialised partition key. */
  token(partitionKey: Uint8Array): bigint;
  /** Approximate figures kept up with each write: for BillableTableSizeInBytes and `ks tables list`. */
  tableSize(tableNumber: number): { readonly rows: number; readonly bytes: number };
}

/** What a row is made of, for reckoning its size. Tombstones are cells with a null value: they cost until they are cleared. */
export interface RowContents {
  /** Serialised. */
  readonly partitionKey: Uint8Array;
  /** One value a clustering column; null for the static row. */
  readonly clustering: readonly Uint8Array[] | null;
  /** True when the row itself, or any of its cells, expires. */
  readonly expires: boolean;
  /** Calls `visit` for each cell in no special order: one a single-cell column, one an element of a multi-cell column (`path` then is what
   * CellWrite.path is). */
  forEachCell(
    visit: (column: Column, path: Uint8Array | undefined, value: Uint8Array | null, expires: boolean) => void,
  ): void;
}
/** Billed bytes of a row that holds something. */
export type SizeOfRow = (table: TableSchema, row: RowContents) => number;

/** Thrown by apply() when a range deletion would remove more than `rowsMax` rows. */
export class RangeTooLarge extends Error {}
