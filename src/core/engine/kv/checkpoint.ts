// A commit of LMDB that is visible and whose way to the disk goes on beside the work of the event loop. At most one is under way: the
// next commit would write over what the last one on disk needs.

import type { DiskFile } from './disk.js';
import type { SyncMark } from './sync-mark.js';

type Waiter = (error?: unknown) => void;

interface UnderWay {
  readonly transaction: number;
  /** Runs when the commit is on disk. */
  readonly afterwards: () => void;
  readonly waiters: Waiter[];
}

export class Checkpoint {
  private readonly dataFile: DiskFile;
  private readonly mark: SyncMark;
  private underWay: UnderWay | undefined;
  private failure: { readonly cause: unknown } | undefined;

  constructor(dataFile: DiskFile, mark: SyncMark) {
    this.dataFile = dataFile;
    this.mark = mark;
  }

  get isUnderWay(): boolean {
    return this.underWay !== undefined;
  }

  /** Begins for a commit that was just made. */
  begin(transaction: number, afterwards: () => void): void {
    const own: UnderWay = { transaction, afterwards, waiters: [] };
    this.underWay = own;
    this.dataFile.sync((error) => {
      if (this.underWay !== own) return;
      if (error === undefined) this.synced(own);
      else this.end(own, error);
    });
  }

  /** Throws when the disk refused a checkpoint: what the system still holds of it may be gone, so no later one can be trusted. */
  check(): void {
    if (this.failure !== undefined) throw this.failure.cause;
  }

  /** Calls `waiter` when none is under way, at once when that is so already; with an error when a commit may not be on disk. */
  whenEnded(waiter: Waiter): void {
    if (this.failure !== undefined) waiter(this.failure.cause);
    else if (this.underWay === undefined) waiter();
    else this.underWay.waiters.push(waiter);
  }

  /** Blocks until none is under way. Throws what the disk throws. */
  endNow(): void {
    this.check();
    const own = this.underWay;
    if (own === undefined) return;
    try {
      this.dataFile.syncNow();
      this.mark.writeNow(own.transaction);
    } catch (cause) {
      this.end(own, cause);
      throw cause;
    }
    own.afterwards();
    this.end(own, undefined);
  }

  private synced(own: UnderWay): void {
    try {
      this.mark.writeNow(own.transaction);
    } catch (cause) {
      this.end(own, cause);
      return;
    }
    own.afterwards();
    this.end(own, undefined);
  }

  private end(own: UnderWay, error: unknown): void {
    this.underWay = undefined;
    if (error !== undefined) this.failure = { cause: error };
    for (const waiter of own.waiters) waiter(error);
  }
}
