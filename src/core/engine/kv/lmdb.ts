// The store on disk: one LMDB environment in a folder, one named database a space, group-committed durable writes. The
// only module that imports lmdb.

import { join } from 'node:path';
import { type DatabaseOptions, open, type RootDatabase } from 'lmdb';
import { limits } from '../limits.js';
import type { EntryVisitor, KeyRange, Kv, KvTransaction, Place, PlaceVisitor, RangeOptions, Space } from './kv.js';
import { spaces } from './kv.js';
import { checkDataFile, closeToOthers } from './lmdb-file.js';
import { pageBytes } from './lmdb-format.js';
import { LmdbPages } from './lmdb-pages.js';
import { type ByteStore, LmdbReader } from './lmdb-reader.js';
import { LmdbTransaction } from './lmdb-transaction.js';
import { RowCache } from './row-cache.js';
import { StoreError, storeError } from './store-error.js';
import { type Entry, WriteQueue } from './write-queue.js';

export interface LmdbOptions {
  /** Made with mode 0700 when it is not there. */
  readonly directory: string;
}

/** The layout of keys and values of all spaces; a store of another number is refused. */
export const formatVersion = 1;
const formatKey = Buffer.from('format');
const dataFile = 'store.mdb';

/** A commit between two looks is another process'; each look costs 5 us. */
const looksMax = 4;

// flag of lmdb-js' transactionSync: the commit is on disk before it returns
const committed = 0x2;

// what lmdb-js has and its declarations leave out
interface Internals {
  readonly env: { info(): { readonly lastTxnId: number; readonly mapSize: number; readonly lastPageNumber: number } };
  transactionSync(work: () => void, flags: number): void;
  transactionAsync(work: () => void): Promise<unknown>;
  sync(done: (error?: unknown) => void): void;
  resetReadTxn(): void;
}

/** Throws StoreError: `corrupt`, `permission`, `version`, `full` or `locked`. */
export function openLmdb(options: LmdbOptions): Kv {
  const { directory } = options;
  const path = join(directory, dataFile);
  checkDataFile(directory, path);
  closeToOthers(directory);
  try {
    const root = open<Uint8Array, Uint8Array>({
      path,
      noSubdir: true,
      pageSize: pageBytes,
      keyEncoding: 'binary',
      encoding: 'binary',
      maxDbs: spaces.length + 2,
      maxReaders: 256,
    } as Parameters<typeof open>[0]) as unknown as RootDatabase<Uint8Array, Uint8Array>;
    root.readerCheck();
    const rows = new RowCache(limits.rowCacheBytes);
    const reader = new LmdbReader(
      new LmdbPages(path),
      rows,
      (space, decode) =>
        root.openDB({
          name: space,
          keyEncoding: 'binary',
          encoder: { encode: (value: Uint8Array) => value, decode },
        } as unknown as DatabaseOptions & { name: string }) as unknown as ByteStore,
      spaces,
    );
    const kv = new LmdbKv(root, reader, rows, directory);
    kv.checkFormat();
    return kv;
  } catch (cause) {
    throw storeError(cause, directory);
  }
}

class LmdbKv implements Kv {
  private readonly root: RootDatabase<Uint8Array, Uint8Array> & Internals;
  private readonly reader: LmdbReader;
  private readonly rows: RowCache;
  private readonly directory: string;
  private readonly tx: LmdbTransaction;
  private readonly queue: WriteQueue;
  private fresh = false;
  private lastEpoch = 0;
  private closed = false;

  constructor(root: RootDatabase<Uint8Array, Uint8Array>, reader: LmdbReader, rows: RowCache, directory: string) {
    this.rows = rows;
    this.root = root as RootDatabase<Uint8Array, Uint8Array> & Internals;
    this.reader = reader;
    this.directory = directory;
    this.tx = new LmdbTransaction({
      view: (space, key) => reader.view(space, key),
      visit: (space, range, visit) => reader.visit(space, range, visit),
      put: (space, key, value) => {
        rows.writes(space === 'rows' ? key : undefined);
        reader.store(space).putSync(key, value);
      },
      remove: (space, key) => {
        rows.writes(space === 'rows' ? key : undefined);
        reader.store(space).removeSync(key);
      },
    });
    this.queue = new WriteQueue((group, lone, done) => this.commitGroup(group, lone, done));
  }

  place(space: Space, key: Uint8Array): Place | undefined {
    this.look();
    return this.reader.place(space, key);
  }

  view(space: Space, key: Uint8Array): Uint8Array | undefined {
    this.look();
    return this.reader.view(space, key);
  }

  get(space: Space, key: Uint8Array): Buffer | undefined {
    const view = this.view(space, key);
    return view && Buffer.from(view);
  }

  visit(space: Space, range: RangeOptions, visit: EntryVisitor): void {
    this.look();
    this.reader.visit(space, range, visit);
  }

  visitInPlace(space: Space, range: KeyRange, visit: PlaceVisitor): void {
    this.look();
    this.reader.visitInPlace(space, range, visit);
  }

  write<T>(work: (tx: KvTransaction) => T): Promise<T> {
    if (this.closed) return Promise.reject(this.closedError());
    return this.queue.push(work);
  }

  writeNow<T>(work: (tx: KvTransaction) => T): T {
    if (this.closed) throw this.closedError();
    const entry: Entry = { work, resolve: () => undefined, reject: () => undefined, outcome: undefined };
    this.commitHere([entry]);
    if (entry.outcome?.kind === 'done') return entry.outcome.value as T;
    throw entry.outcome?.reason;
  }

  epoch(): number {
    this.look();
    return this.lastEpoch;
  }

  sizeBytes(): number {
    return (this.root.env.info().lastPageNumber + 1) * pageBytes;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.queue.whenIdle();
    await this.root.close();
    this.reader.close();
  }

  /** Writes the number into a new store; refuses a store of another. */
  checkFormat(): void {
    const found = this.get('meta', formatKey);
    if (found === undefined) {
      const value = Buffer.alloc(4);
      value.writeUInt32BE(formatVersion);
      this.writeNow((tx) => {
        if (tx.view('meta', formatKey) === undefined) tx.put('meta', formatKey, value);
      });
      return;
    }
    const number = found.length === 4 ? found.readUInt32BE() : undefined;
    if (number === formatVersion) return;
    throw new StoreError(
      'version',
      `The local store in ${this.directory} has format ${number ?? 'unknown'} and this version of ks reads ${formatVersion}. ` +
        'Use the version of ks that wrote it, or type `ks local reset` to begin with an empty one.',
    );
  }

  // Once a turn of the event loop the snapshot of reads moves on.
  private look(): void {
    if (this.closed) throw this.closedError();
    if (this.fresh || this.reader.visiting) return;
    this.fresh = true;
    setImmediate(() => {
      this.fresh = false;
    });
    this.takeSnapshot();
  }

  // The snapshot is that of a commit whose number was the last one both before and after it was taken. Where others commit quicker than
  // that can be seen, the number is one that it shows at least: never a newer one, so a change is never missed.
  private takeSnapshot(): void {
    for (let looks = 0; looks < looksMax; looks++) {
      this.root.resetReadTxn();
      this.reader.begin();
      const number = this.root.env.info().lastTxnId;
      if (number === this.lastEpoch) {
        this.rows.snapshot(number);
        return;
      }
      if (looks < looksMax - 1) this.lastEpoch = number;
    }
    this.rows.unknownSnapshot();
  }

  private commitGroup(group: readonly Entry[], lone: boolean, done: (error?: unknown) => void): void {
    if (lone) {
      this.commitHere(group);
      done();
    } else this.commitAside(group, done);
  }

  // A lone work is committed in place, which is the quickest answer.
  private commitHere(group: readonly Entry[]): void {
    try {
      this.root.transactionSync(() => this.run(group), committed);
    } catch (cause) {
      this.rows.groupEnds(false);
      this.tx.forget();
      throw storeError(cause, this.directory);
    }
    this.rows.groupEnds(true);
    this.lastEpoch = this.root.env.info().lastTxnId;
  }

  // The works of a group run here; its pages are written and synced by another thread while this one goes on. The commit is seen
  // before it is on disk, so the sync is waited for.
  private commitAside(group: readonly Entry[], done: (error?: unknown) => void): void {
    const failed = (cause: unknown): void => {
      this.rows.groupEnds(false);
      this.tx.forget();
      done(storeError(cause, this.directory));
    };
    const root: Internals = this.root;
    root
      .transactionAsync(() => this.run(group))
      .then(() => {
        this.rows.groupEnds(true);
        this.lastEpoch = this.root.env.info().lastTxnId;
        root.sync((error) => (error ? failed(error) : done()));
      }, failed);
  }

  private run(group: readonly Entry[]): void {
    const { tx } = this;
    tx.begin();
    this.rows.groupBegins(this.root.env.info().lastTxnId);
    for (const entry of group) runEntry(entry, tx);
    tx.finish();
  }

  private closedError(): StoreError {
    return new StoreError('closed', `The local store in ${this.directory} is closed.`);
  }
}

function runEntry(entry: Entry, tx: LmdbTransaction): void {
  let value: unknown;
  try {
    value = entry.work(tx);
  } catch (reason) {
    tx.dropWork();
    entry.outcome = { kind: 'failed', reason };
    return;
  }
  tx.keepWork();
  entry.outcome = { kind: 'done', value };
}
