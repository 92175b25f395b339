// Commits of a process that has the store alone and writes much: works run in a write transaction that stays open, and an answer
// leaves when its group is in the write-ahead log and on disk. A checkpoint now and then commits the transaction. See
// docs/decisions/0006-write-ahead-log.md.

import { Checkpoint } from './checkpoint.js';
import type { DiskFile } from './disk.js';
import { HeldTransaction } from './held-transaction.js';
import type { Space } from './kv.js';
import { pageBytes } from './lmdb-format.js';
import type { LmdbRoot } from './lmdb-root.js';
import { decodeLogState, encodeLogState, type LogState, logKey } from './log-state.js';
import type { SyncMark } from './sync-mark.js';
import type { SyncedCommits } from './synced-commits.js';
import type { WriteLog } from './write-log.js';

type Done = (error?: unknown) => void;

/** 192 MiB of pages in memory, which take 50 to 70 ms to hand to the system. With fewer, a page of a table of middling size is written
 * so much more often that writes as a whole take longer, and more of them wait for a checkpoint. */
const heldPagesMax = 24_576;

/** The tables of LMDB, without a log. */
export interface RawStore {
  view(space: Space, key: Uint8Array): Uint8Array | undefined;
  put(space: Space, key: Uint8Array, value: Uint8Array): void;
  remove(space: Space, key: Uint8Array): void;
  /** Leaf pages of all spaces, inside a transaction. */
  leafPages(): number;
}
export interface LoggedParts {
  readonly root: LmdbRoot;
  readonly store: RawStore;
  readonly log: WriteLog;
  readonly mark: SyncMark;
  readonly dataFile: DiskFile;
  readonly synced: SyncedCommits;
}

export class LoggedCommits {
  private readonly parts: LoggedParts;
  private readonly held: HeldTransaction;
  private readonly checkpoint: Checkpoint;
  private state: LogState | undefined;
  private leafPages = 0;
  private operations = 0;
  private bytes = 0;
  // what the checkpoint under way commits is not all in the log, so nothing may be logged on top of it
  private unlogged = false;
  // the open transaction holds what is not in the log, so nothing more may be logged of it
  private gap = false;

  constructor(parts: LoggedParts) {
    this.parts = parts;
    this.held = new HeldTransaction(parts.root);
    this.checkpoint = new Checkpoint(parts.dataFile, parts.mark);
  }

  /** A transaction is open, and reads go to it. */
  get isHolding(): boolean {
    return this.held.isOpen;
  }

  /** Bytes of keys and values that are in the open transaction alone. */
  get heldBytes(): number {
    return this.held.isOpen ? this.bytes : 0;
  }

  /** Every put and removal of a work. */
  put(space: Space, key: Uint8Array, value: Uint8Array): void {
    this.parts.store.put(space, key, value);
    if (!this.held.isOpen) return;
    this.parts.log.put(space, key, value);
    this.operations++;
    this.bytes += key.length + value.length;
  }

  remove(space: Space, key: Uint8Array): void {
    this.parts.store.remove(space, key);
    if (!this.held.isOpen) return;
    this.parts.log.remove(space, key);
    this.operations++;
  }

  /**
   * Runs `works`; `done` when what they wrote is on disk. Throws, or gives `done`, what the disk and LMDB say: then none of it is kept;
   * after a LogFailure `works` did not run. `atOnce` blocks. Not while a group before this one is not done, but for works at once.
   */
  run(works: () => void, atOnce: boolean, done: Done): void {
    const { log } = this.parts;
    this.checkpoint.check();
    if (this.mustCheckpoint()) {
      if (this.checkpoint.isUnderWay && !atOnce) {
        this.checkpoint.whenEnded((error) => attempt(done, () => this.goOn(error, works, atOnce, done)));
        return;
      }
      this.commit(false);
    }
    if (!this.held.isOpen) this.hold();
    try {
      works();
    } catch (cause) {
      this.restore();
      throw cause;
    }
    const size = log.groupBytes;
    if (size === 0) done();
    else if (this.gap || size > log.room) this.commitUnlogged(atOnce, done);
    else if (atOnce) this.logNow(done);
    else log.write((error) => (error === undefined ? done() : attempt(done, () => this.commitUnlogged(false, done))));
  }

  /** Commits what is held; `done` when it is on disk and nothing is held or under way. */
  rest(done: Done): void {
    this.checkpoint.whenEnded((error) =>
      attempt(done, () => {
        if (error !== undefined) throw error;
        if (!this.held.isOpen) {
          done();
          return;
        }
        this.commit(false);
        this.rest(done);
      }),
    );
  }

  /** The same, blocking. */
  restNow(): void {
    if (this.held.isOpen) this.commit(false);
    this.checkpoint.endNow();
  }

  /** Leaves the store and the log as a killed process does. */
  giveUp(): void {
    this.held.abort();
  }

  private goOn(error: unknown, works: () => void, atOnce: boolean, done: Done): void {
    if (error !== undefined) throw error;
    this.run(works, atOnce, done);
  }

  private hold(): void {
    const { log, store, synced } = this.parts;
    if (this.unlogged) this.checkpoint.endNow();
    this.unlogged = false;
    this.gap = false;
    this.held.begin();
    try {
      if (!this.checkpoint.isUnderWay) synced.settleBase();
      this.state = decodeLogState(store.view('meta', logKey))!;
      this.leafPages = store.leafPages();
    } catch (cause) {
      this.held.abort();
      throw cause;
    }
    try {
      log.begin(this.state.storeId, this.state.generation + 1);
    } catch (cause) {
      this.held.abort();
      throw new LogFailure(cause);
    }
    this.operations = 0;
    this.bytes = 0;
  }

  private logNow(done: Done): void {
    try {
      this.parts.log.writeNow();
    } catch {
      this.commitUnlogged(true, done);
      return;
    }
    done();
  }

  private mustCheckpoint(): boolean {
    return this.held.isOpen && this.operations > 0 && (this.parts.log.nearlyFull || this.heldPages() > heldPagesMax);
  }

  // Works that change random rows come back to pages that they changed before; what is new fills pages by half at the worst.
  private heldPages(): number {
    const { leafPages, operations, bytes } = this;
    return leafPages * (1 - Math.exp(-operations / Math.max(1, leafPages))) + (2 * bytes) / pageBytes;
  }

  // The log has no room for the group at hand, or failed: the data file itself has to hold it.
  private commitUnlogged(atOnce: boolean, done: Done): void {
    this.parts.log.forgetGroup();
    this.gap = this.held.isOpen;
    if (this.checkpoint.isUnderWay && !atOnce) {
      this.checkpoint.whenEnded((error) =>
        attempt(done, () => {
          if (error !== undefined) throw error;
          this.commitUnlogged(false, done);
        }),
      );
      return;
    }
    this.commit(true);
    if (atOnce) {
      this.checkpoint.endNow();
      done();
    } else this.checkpoint.whenEnded(done);
  }

  private commit(unlogged: boolean): void {
    const { root, store, log } = this.parts;
    this.checkpoint.endNow();
    if (!this.held.isOpen) return;
    if (this.operations === 0) {
      this.held.abort();
      return;
    }
    const state = { storeId: this.state!.storeId, generation: this.state!.generation + 1 };
    // a group that had no room wants more of it, too
    const grows = log.nearlyFull || unlogged;
    const transaction = root.getWriteTxnId();
    try {
      store.put('meta', logKey, encodeLogState(state));
      this.held.commit();
    } catch (cause) {
      this.restore();
      throw cause;
    }
    this.unlogged = unlogged;
    this.checkpoint.begin(transaction, () => {
      if (grows) log.grow(state.generation);
    });
  }

  // The open transaction is lost or spoilt: what was acknowledged of it is in the log. What that throws ends the store's work.
  private restore(): void {
    const { log, store } = this.parts;
    log.forgetGroup();
    try {
      this.held.abort();
      this.held.begin();
      log.replayCurrent((space, key, value) => {
        if (value === undefined) store.remove(space, key);
        else store.put(space, key, value);
      });
    } catch (cause) {
      throw new LostTransaction(cause);
    }
  }
}

/** There is no log to write to. */
export class LogFailure extends Error {
  constructor(cause: unknown) {
    super('the write-ahead log cannot be made', { cause });
    this.name = 'LogFailure';
  }
}

/** What was acknowledged is in the log, but no longer to be read in this process. */
export class LostTransaction extends Error {
  constructor(cause: unknown) {
    super('the open transaction was lost', { cause });
    this.name = 'LostTransaction';
  }
}

function attempt(done: Done, work: () => void): void {
  try {
    work();
  } catch (cause) {
    done(cause);
  }
}
