// The port of the store: ordered maps of bytes, synchronous reads over a snapshot, writes in group-committed durable
// transactions. Adapters (lmdb.ts, memory.ts) pass test/contract/kv.ts. Several processes may open one directory.

/** The maps of a store. `catalog` schema and control records, `rows` table data, `history` before and after images,
 * `metrics` samples, `audit` events, `replication` changes on their way to other Regions, `meta` versions, settings and the engine's own marks. */
export const spaces = ['catalog', 'rows', 'history', 'metrics', 'audit', 'replication', 'meta'] as const;
export type Space = (typeof spaces)[number];

export interface KeyRange {
  /** First key, inclusive. */
  readonly start: Uint8Array;
  /** End key, exclusive. */
  readonly end: Uint8Array;
  /** From the end down to the start (both bounds keep their meaning). */
  readonly reverse?: boolean;
}
export interface RangeOptions extends KeyRange {
  readonly limit?: number;
}

/** Return false to stop. Key and value are views, valid only inside the call. */
export type EntryVisitor = (key: Uint8Array, value: Uint8Array) => boolean | undefined;
/** The same without a view for each: where in `keys` and `values` the key and the value lie, ends exclusive. Both memories are
 * valid only inside the call. */
export type PlaceVisitor = (
  keys: Uint8Array,
  keyAt: number,
  keyEnd: number,
  values: Uint8Array,
  valueAt: number,
  valueEnd: number,
) => boolean | undefined;

/** Where a value lies: bytes[start, end). */
export interface Place {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

export interface KvReader {
  /** Where the value lies, until the next read of any space; undefined when absent. The hot path of point reads. */
  place(space: Space, key: Uint8Array): Place | undefined;
  /** The value as a view that the next read of any space may overwrite; undefined when absent. */
  view(space: Space, key: Uint8Array): Uint8Array | undefined;
  /** The value as bytes of its own. */
  get(space: Space, key: Uint8Array): Buffer | undefined;
  /** Calls `visit` in key order. `visit` may call view() and get(), and may start another visit. */
  visit(space: Space, range: RangeOptions, visit: EntryVisitor): void;
  /** The same for many entries: the hot path of slices and scans. */
  visitInPlace(space: Space, range: KeyRange, visit: PlaceVisitor): void;
}

/** Reads inside a transaction see its own writes. */
export interface KvTransaction extends KvReader {
  /** The same for works that are committed together, between which nobody else can have written; never again after. */
  readonly serial: number;
  put(space: Space, key: Uint8Array, value: Uint8Array): void;
  remove(space: Space, key: Uint8Array): boolean;
  /**
   * Adds to the pair of totals under `key` (two 8-byte big-endian doubles, both 0 when absent). Many additions of a group become one
   * write at its end, so reads inside the transaction still see the totals from before it.
   */
  add(space: Space, key: Uint8Array, first: number, second: number): void;
}

export interface Kv extends KvReader {
  /**
   * Runs `work` in the next write transaction, together with others that wait; resolves with its result when the commit
   * is on disk. `work` is synchronous, runs once per attempt, and sees every commit before it, other processes' too. When it throws,
   * none of its writes are kept and the promise rejects with what it threw; the others of its group are not harmed.
   */
  write<T>(work: (tx: KvTransaction) => T): Promise<T>;
  /** The same at once and alone, for a process that does one thing: blocks until the commit is on disk. */
  writeNow<T>(work: (tx: KvTransaction) => T): T;
  /** A number that changes when reads may show commits that they did not show before (own or another process'). Cheap: at most one look a turn of the event loop. */
  epoch(): number;
  sizeBytes(): number;
  /** Waits for writes under way, then releases the store. Later calls throw. */
  close(): Promise<void>;
}

/** For readers that have values as views. */
export const wholeOf = (value: Uint8Array | undefined): Place | undefined =>
  value && { bytes: value, start: 0, end: value.length };

/** For readers that have each entry in memory of its own. */
export const inPlace =
  (visit: PlaceVisitor): EntryVisitor =>
  (key, value) =>
    visit(key, 0, key.length, value, 0, value.length);
