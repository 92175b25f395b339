// How a store on disk commits: in the data file at once, or through the write-ahead log while this process writes much and has the
// store alone. Apart from the port because changing over is a matter of processes, locks and failures, not of keys and values.

import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../lib/assert.js';
import type { Space } from './kv.js';
import { encodeLogState, logKey, newLogState } from './log-state.js';
import { LogFailure, LoggedCommits, type LoggedParts, LostTransaction } from './logged-commits.js';
import { withOpeningLock } from './opening-lock.js';
import type { ProcessIdentity } from './process-identity.js';
import { StoreError, storeError } from './store-error.js';
import { type StoreUsers, sharingWanted, usersFile } from './store-users.js';

type Done = (error?: unknown) => void;

/** Groups between two looks for a pause that are committed in the data file before the log is begun: who writes now and then, as the
 * engine does with its own figures, needs none, and leaves readers the quicker way through whole pages. */
const groupsBeforeLog = 8;
/** The same in works: where the disk or the machine is slow, who writes much comes in few large groups. */
const worksBeforeLog = 64;
/** How often, in groups, it is asked whether the other processes are still alive. */
const groupsBetweenLooks = 64;

export interface CommitsParts extends LoggedParts {
  readonly directory: string;
  readonly own: ProcessIdentity;
  readonly users: StoreUsers;
  /** Lets a group of no works run, so that what wants to rest can. */
  readonly nudge: () => void;
}

export class Commits {
  private readonly parts: CommitsParts;
  private readonly logged: LoggedCommits;
  private groups = 0;
  private works = 0;
  private alone = true;
  // this process's state in the list of users is `alone`
  private claimed = false;
  private restWanted = false;
  private logUsable = true;
  private busy = false;
  private watcher: FSWatcher | undefined;
  private broken: StoreError | undefined;
  /** Grows with every group that wrote. */
  changes = 0;

  constructor(parts: CommitsParts) {
    this.parts = parts;
    this.logged = new LoggedCommits(parts);
  }

  get isHolding(): boolean {
    return this.logged.isHolding;
  }

  get heldBytes(): number {
    return this.logged.heldBytes;
  }

  put(space: Space, key: Uint8Array, value: Uint8Array): void {
    this.logged.put(space, key, value);
  }

  remove(space: Space, key: Uint8Array): void {
    this.logged.remove(space, key);
  }

  /** Throws when this process can no longer read what was acknowledged. */
  check(): void {
    if (this.broken?.cause instanceof LostTransaction) throw this.broken;
  }

  /** Runs a group of `size` works; `done` when it is on disk, with a StoreError when none of it is kept. `lone`: nobody else is near. */
  run(works: () => void, size: number, lone: boolean, done: Done): void {
    const settled: Done = (error) => done(error === undefined ? undefined : this.failed(error));
    const logged: Done = (error) => {
      if (error === undefined) this.answer(settled);
      else if (error instanceof LogFailure) this.runWithoutLog(works, lone, settled);
      else settled(error);
    };
    try {
      if (this.broken !== undefined) throw this.broken;
      this.groups++;
      this.works += size;
      this.busy = true;
      if (this.mayLog()) attempt(logged, () => this.logged.run(works, lone, logged));
      else this.commitSynced(works, lone, settled);
    } catch (error) {
      settled(error);
    }
  }

  /** Runs works and blocks until they are on disk. */
  runNow(works: () => void): void {
    let outcome: { readonly error: unknown } | undefined;
    const done: Done = (error) => {
      outcome = { error };
    };
    if (this.broken !== undefined) throw this.broken;
    try {
      if (!this.claimed) this.commitSynced(works, true, done);
      else {
        const logged: Done = (error) =>
          error instanceof LogFailure ? this.runWithoutLog(works, true, done) : done(error);
        attempt(logged, () => this.logged.run(works, true, logged));
      }
    } catch (error) {
      throw this.failed(error);
    }
    assert(outcome !== undefined, 'works at once are done at once');
    if (outcome.error !== undefined) throw this.failed(outcome.error);
    this.changes++;
  }

  /** Called now and then: a process that stopped writing commits what it holds. */
  lookIdle(): void {
    if (!this.claimed) {
      this.groups = 0;
      this.works = 0;
    } else if (!this.busy) this.rest();
    this.busy = false;
  }

  /** Commits what is held; afterwards the log holds nothing that the data file does not. */
  close(): void {
    this.watcher?.close();
    sharingWanted.unsubscribe(this.shareNow);
    try {
      if (this.broken !== undefined) throw this.broken;
      this.logged.restNow();
    } catch (error) {
      this.logged.giveUp();
      throw this.failed(error);
    } finally {
      // what still wants to rest may come too late
      this.broken ??= new StoreError('closed', `The local store in ${this.parts.directory} is closed.`);
    }
  }

  private readonly shareNow = (directory: unknown): void => {
    if (directory !== this.parts.directory || !this.claimed) return;
    this.logged.restNow();
    this.share();
  };

  // From here on this process commits in the data file.
  private runWithoutLog(works: () => void, lone: boolean, done: Done): void {
    attempt(done, () => {
      this.logUsable = false;
      this.logged.restNow();
      this.share();
      this.commitSynced(works, lone, done);
    });
  }

  private share(): void {
    const { users } = this.parts;
    users.set('sharing');
    this.claimed = false;
    this.alone = users.others().length === 0;
  }

  private rest(): void {
    if (this.restWanted) return;
    this.restWanted = true;
    this.parts.nudge();
  }

  private commitSynced(works: () => void, lone: boolean, done: Done): void {
    const { synced, users } = this.parts;
    const transaction = users.committing(() => synced.commit(works));
    if (transaction === undefined) {
      done();
      return;
    }
    this.changes++;
    if (lone) {
      synced.syncNow(transaction);
      done();
    } else synced.sync(transaction, done);
  }

  // Nothing that is not committed is acknowledged while another process could look for it.
  private answer(done: Done): void {
    this.changes++;
    if (!this.restWanted && !this.parts.users.changed()) {
      done();
      return;
    }
    this.logged.rest((error) => {
      this.restWanted = false;
      if (error === undefined) this.share();
      // the group itself is in the log
      done();
    });
  }

  private mayLog(): boolean {
    if (this.claimed) return true;
    if (!this.logUsable || (this.groups <= groupsBeforeLog && this.works <= worksBeforeLog)) return false;
    const { users } = this.parts;
    if (users.changed() || (!this.alone && this.groups % groupsBetweenLooks === 0))
      this.alone = users.others().length === 0;
    return this.alone && this.claim();
  }

  // From here on others that open the store wait until this process has committed what it holds.
  private claim(): boolean {
    const { directory, own, users } = this.parts;
    if (!this.watches()) return false;
    withOpeningLock(directory, own, () => {
      this.alone = users.others().length === 0;
      if (this.alone) users.set('alone');
    });
    if (!this.alone) return false;
    this.claimed = true;
    this.parts.synced.commit(() => {
      if (this.parts.store.view('meta', logKey) !== undefined) return;
      this.parts.store.put('meta', logKey, encodeLogState(newLogState()));
    });
    return true;
  }

  // Where the system cannot tell of a change there is nobody to wake this process for another that waits.
  private watches(): boolean {
    if (this.watcher !== undefined) return true;
    const { directory, users } = this.parts;
    try {
      this.watcher = watch(join(directory, usersFile), { persistent: false }, () => {
        if (this.claimed && users.changed()) this.rest();
      });
    } catch {
      return false;
    }
    this.watcher.on('error', () => this.rest());
    sharingWanted.subscribe(this.shareNow);
    return true;
  }

  private failed(cause: unknown): StoreError {
    const { directory } = this.parts;
    if (!(cause instanceof LostTransaction)) return storeError(cause, directory);
    this.broken = new StoreError(
      'unknown',
      `The local store in ${directory} failed: ${storeError((cause.cause as Error) ?? cause, directory).message} ` +
        'Everything that was acknowledged is in its log. Stop ks and start it again.',
      { cause },
    );
    return this.broken;
  }
}

function attempt(done: Done, work: () => void): void {
  try {
    work();
  } catch (cause) {
    done(cause);
  }
}
