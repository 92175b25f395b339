// The store on disk: one LMDB environment in a folder, one named database a space, group-committed durable writes.

import type { Clock } from '../../ports/clock.js';
import { Commits } from './commits.js';
import { type Disk, nodeDisk } from './disk.js';
import type { EntryVisitor, KeyRange, Kv, KvTransaction, Place, PlaceVisitor, RangeOptions, Space } from './kv.js';
import { pageBytes } from './lmdb-format.js';
import { openStore, type StoreFiles } from './lmdb-open.js';
import type { LmdbReader } from './lmdb-reader.js';
import type { LmdbRoot } from './lmdb-root.js';
import { LmdbTransaction } from './lmdb-transaction.js';
import type { RowCache } from './row-cache.js';
import { StoreError, storeError } from './store-error.js';
import { type Entry, WriteQueue } from './write-queue.js';

export interface LmdbOptions {
  /** Made with mode 0700 when it is not there. */
  readonly directory: string;
  /** Looks now and then whether writing has paused; without it a pause is not noticed. */
  readonly clock?: Pick<Clock, 'every'>;
  readonly disk?: Disk;
}

/** The layout of keys and values of all spaces; a store of another number is refused. */
const formatVersion = 2;
/** Before there was a write-ahead log and a note of what is synced. Versions of ks that know this one only would change the data
 * file behind both, so it is raised with the first write. */
const formatBefore = 1;
const formatKey = Buffer.from('format');

/** A transaction that stays open is committed when nothing was written for one to two of these. */
const idleMilliseconds = 250;

/** A commit between two looks is another process'; each look costs 5 us. */
const looksMax = 4;

/** Throws StoreError: `corrupt`, `permission`, `version`, `full` or `locked`. */
export function openLmdb(options: LmdbOptions): Kv {
  const { directory, disk = nodeDisk } = options;
  try {
    const kv = new LmdbKv(openStore(directory, disk), directory, options.clock);
    try {
      kv.checkFormat();
    } catch (cause) {
      void kv.close().catch(() => undefined);
      throw cause;
    }
    return kv;
  } catch (cause) {
    throw storeError(cause, directory);
  }
}

class LmdbKv implements Kv {
  private readonly files: StoreFiles;
  private readonly root: LmdbRoot;
  private readonly reader: LmdbReader;
  private readonly rows: RowCache;
  private readonly directory: string;
  private readonly tx: LmdbTransaction;
  private readonly queue: WriteQueue;
  private readonly commits: Commits;
  private readonly stopLooking: () => void;
  private fresh = false;
  private lastEpoch = 0;
  private closed = false;
  private raisesFormat = false;

  constructor(files: StoreFiles, directory: string, clock: Pick<Clock, 'every'> | undefined) {
    const { root, reader, rows } = files;
    this.files = files;
    this.root = root;
    this.reader = reader;
    this.rows = rows;
    this.directory = directory;
    this.commits = new Commits({
      ...files,
      directory,
      nudge: () => void this.queue.push(() => undefined).catch(() => undefined),
    });
    this.tx = new LmdbTransaction({
      view: (space, key) => reader.view(space, key),
      visit: (space, range, visit) => reader.visit(space, range, visit),
      put: (space, key, value) => {
        rows.writes(space === 'rows' ? key : undefined);
        this.commits.put(space, key, value);
      },
      remove: (space, key) => {
        rows.writes(space === 'rows' ? key : undefined);
        this.commits.remove(space, key);
      },
    });
    this.queue = new WriteQueue((group, lone, done) => this.commitGroup(group, lone, done));
    this.stopLooking = clock?.every(idleMilliseconds, () => this.commits.lookIdle()) ?? (() => undefined);
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
    this.commitNow([entry]);
    if (entry.outcome?.kind === 'done') return entry.outcome.value as T;
    throw entry.outcome?.reason;
  }

  epoch(): number {
    this.look();
    return this.lastEpoch + this.commits.changes;
  }

  sizeBytes(): number {
    return (this.root.env.info().lastPageNumber + 1) * pageBytes + this.commits.heldBytes;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.queue.whenIdle();
    this.stopLooking();
    try {
      this.commits.close();
    } finally {
      this.reader.close();
      await this.files.close();
    }
  }

  /** Writes the number into a new store; refuses a store of another. */
  checkFormat(): void {
    const found = this.get('meta', formatKey);
    const number = found?.length === 4 ? found.readUInt32BE() : undefined;
    if (number === formatVersion) return;
    this.raisesFormat = true;
    if (number === formatBefore) return;
    if (found === undefined) {
      this.writeNow(() => undefined);
      return;
    }
    throw new StoreError(
      'version',
      `The local store in ${this.directory} has format ${number ?? 'unknown'} and this version of ks reads ${formatVersion}. ` +
        'Use the version of ks that wrote it, or type `ks local reset` to begin with an empty one.',
    );
  }

  // Once a turn of the event loop the snapshot of reads moves on. While a transaction is held open, reads go to it.
  private look(): void {
    if (this.closed) throw this.closedError();
    if (this.fresh || this.reader.visiting) return;
    this.commits.check();
    if (this.commits.isHolding) return;
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
        this.reader.snapshotIs(number);
        return;
      }
      if (looks < looksMax - 1) this.lastEpoch = number;
    }
    this.rows.unknownSnapshot();
  }

  private commitGroup(group: readonly Entry[], lone: boolean, done: (error?: unknown) => void): void {
    this.commits.run(
      () => this.run(group),
      group.length,
      lone,
      (error) => {
        this.rows.groupEnds(error === undefined);
        if (error !== undefined) this.tx.forget();
        done(error);
      },
    );
  }

  private commitNow(group: readonly Entry[]): void {
    try {
      this.commits.runNow(() => this.run(group));
    } catch (cause) {
      this.rows.groupEnds(false);
      this.tx.forget();
      throw cause;
    }
    this.rows.groupEnds(true);
  }

  private run(group: readonly Entry[]): void {
    const { tx } = this;
    tx.begin();
    this.rows.groupBegins(this.root.getWriteTxnId() - 1, this.commits.isHolding);
    if (this.raisesFormat) this.raiseFormat(tx);
    for (const entry of group) runEntry(entry, tx);
    tx.finish();
  }

  // Seen to be there, not remembered to be written: a group may fail as a whole.
  private raiseFormat(tx: LmdbTransaction): void {
    const current = formatValue(formatVersion);
    this.raisesFormat = tx.get('meta', formatKey)?.equals(current) !== true;
    if (this.raisesFormat) tx.put('meta', formatKey, current);
  }

  private closedError(): StoreError {
    return new StoreError('closed', `The local store in ${this.directory} is closed.`);
  }
}

function formatValue(version: number): Buffer {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(version);
  return value;
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
