// Commits of a store that several processes have open, or that is written to now and then: each is on disk in the data file before it
// is answered. LMDB itself does not wait for the disk here, so what its own commit would do in order is done around it.

import type { DiskFile } from './disk.js';
import { inTransaction } from './held-transaction.js';
import type { LmdbRoot } from './lmdb-root.js';
import type { SyncMark } from './sync-mark.js';

export class SyncedCommits {
  private readonly root: LmdbRoot;
  private readonly dataFile: DiskFile;
  private readonly mark: SyncMark;
  /** The commit that is brought to the disk behind. */
  private behind: number | undefined;

  constructor(root: LmdbRoot, dataFile: DiskFile, mark: SyncMark) {
    this.root = root;
    this.dataFile = dataFile;
    this.mark = mark;
  }

  /** Runs `works` in a transaction and commits it: all processes see it. Returns its number, undefined when it wrote nothing. Throws what
   * the disk, LMDB and `works` throw. */
  commit(works: () => void): number | undefined {
    let transaction = 0;
    inTransaction(this.root, () => {
      this.settleBase();
      works();
      transaction = this.root.getWriteTxnId();
    });
    return this.root.env.info().lastTxnId < transaction ? undefined : transaction;
  }

  /** Blocks until a commit is on disk, and known to be. */
  syncNow(transaction: number): void {
    this.dataFile.syncNow();
    this.note(transaction);
  }

  sync(transaction: number, done: (error?: unknown) => void): void {
    this.dataFile.sync((error) => {
      if (error !== undefined) {
        done(error);
        return;
      }
      try {
        this.note(transaction);
      } catch (cause) {
        done(cause);
        return;
      }
      done();
    });
  }

  /** Brings a commit, which something else holds until then, to the disk beside all else. Who writes before it is there waits for it, and
   * is told what went wrong (`settleBase`). */
  syncBehind(transaction: number): void {
    this.behind = transaction;
    this.dataFile.sync((error) => {
      if (this.behind !== transaction) return;
      this.behind = undefined;
      if (error === undefined) attempt(() => this.note(transaction));
    });
  }

  /** Waits for what is brought to the disk behind. Where the disk refuses it, it stays with what else holds it. */
  end(): void {
    const { behind } = this;
    this.behind = undefined;
    if (behind !== undefined) attempt(() => this.syncNow(behind));
  }

  /**
   * For the beginning of a write transaction. What it stands on must be on disk before its own commit is written: there are two meta
   * pages, and pages that the commit before last gave up are used again. The process that committed may have died since.
   */
  settleBase(): void {
    const base = this.root.getWriteTxnId() - 1;
    this.behind = undefined;
    if (this.mark.read() === base) return;
    this.dataFile.syncNow();
    this.mark.writeNow(base);
  }

  // Under the write lock, so that the mark never goes back.
  private note(transaction: number): void {
    inTransaction(this.root, () => {
      if ((this.mark.read() ?? -1) < transaction) this.mark.writeNow(transaction);
    });
  }
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // the mark stays where it is
  }
}
