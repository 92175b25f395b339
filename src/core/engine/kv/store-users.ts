// The processes that have a store open, in a file of slots that all of them map to by reading it: who they are, whether one of them
// holds changes that the others cannot see yet, and that none commits while another opens. Slots are taken and given up under the
// opening lock; a user writes its own state.

import { channel } from 'node:diagnostics_channel';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from './opening-lock.js';
import { isAlive, type ProcessIdentity } from './process-identity.js';
import { StoreError } from './store-error.js';

/** `joining` waits for the others, `opening` is in LMDB's opening of the data file, `sharing` commits everything before it answers,
 * `committing` does so at this moment, `alone` may hold a transaction open. */
export type UserState = 'free' | 'joining' | 'sharing' | 'alone' | 'opening' | 'committing';
const states: readonly UserState[] = ['free', 'joining', 'sharing', 'alone', 'opening', 'committing'];
/** Milliseconds that another process is given to finish what it is at, or to commit what it holds. */
export const waitsMax = 15_000;

export interface StoreUser extends ProcessIdentity {
  readonly slot: number;
  readonly state: UserState;
}

/** u32 number that changes whenever a user comes or goes; then slots of u32 pid, u32 birth, u8 state. Little-endian. */
const slotsAt = 64;
const slotBytes = 32;
const fileBytes = 4096;
const slotCount = (fileBytes - slotsAt) / slotBytes;

export const usersFile = 'store.users';

/** Carries the folder of a store that somebody in this very process waits for: who has it alone must share it before the call returns. */
export const sharingWanted = channel('ks.store.sharing');

export class StoreUsers {
  private readonly directory: string;
  private readonly own: ProcessIdentity;
  private readonly file: number;
  private readonly word = Buffer.alloc(4);
  private readonly bytes = Buffer.alloc(fileBytes);
  private seen = -1;
  private slot = -1;

  constructor(directory: string, own: ProcessIdentity) {
    this.directory = directory;
    this.own = own;
    this.file = openSync(join(directory, usersFile), constants.O_RDWR | constants.O_CREAT, 0o600);
  }

  /** Takes a slot, as `joining`. */
  join(): void {
    const users = this.users();
    for (let slot = 0; slot < slotCount; slot++) {
      if (users.some((user) => user.slot === slot)) continue;
      this.slot = slot;
      const bytes = Buffer.alloc(slotBytes);
      bytes.writeUInt32LE(this.own.pid, 0);
      bytes.writeUInt32LE(this.own.birth, 4);
      bytes[8] = states.indexOf('joining');
      writeSync(this.file, bytes, 0, bytes.length, slotsAt + slot * slotBytes);
      this.change();
      return;
    }
    throw new StoreError(
      'locked',
      `The local store in ${this.directory} is open in ${slotCount} processes, which is the most. Stop some of them, then try again.`,
    );
  }

  leave(): void {
    if (this.slot < 0) return;
    this.set('free');
    this.slot = -1;
    this.change();
  }

  set(state: UserState): void {
    writeSync(this.file, Buffer.of(states.indexOf(state)), 0, 1, slotsAt + this.slot * slotBytes + 8);
  }

  /**
   * Runs LMDB's opening of the data file while nobody commits. LMDB reads the number of the newest commit when it begins to open, and
   * writes that number where all processes read it when it ends: what was committed in between would be forgotten, and written over.
   * For the holder of the opening lock. Throws StoreError `locked` when a commit does not end, and what `work` throws.
   */
  opening<T>(work: () => T): T {
    this.set('opening');
    try {
      for (let waits = 0; this.sees('committing'); waits++) this.wait(waits);
      return work();
    } finally {
      this.set('joining');
    }
  }

  /** Runs a commit while nobody opens the data file, see `opening`. Throws StoreError `locked` when an opening does not end, and what
   * `work` throws. */
  committing<T>(work: () => T): T {
    // each side says what it is about to do before it looks at the other, and this one gives way
    for (let waits = 0; ; waits++) {
      this.set('committing');
      if (!this.sees('opening')) break;
      this.set('sharing');
      this.wait(waits);
    }
    try {
      return work();
    } finally {
      this.set('sharing');
    }
  }

  /** The living users but this one. Also takes note of the number of changes. */
  others(): readonly StoreUser[] {
    this.seen = this.changes();
    return this.users().filter((user) => user.slot !== this.slot);
  }

  /** True when a user came or went since others() was called. One short read of a page that is in memory. */
  changed(): boolean {
    return this.changes() !== this.seen;
  }

  close(): void {
    closeSync(this.file);
  }

  private users(): readonly StoreUser[] {
    return this.taken().filter((user) => user.slot === this.slot || isAlive(user));
  }

  private sees(state: UserState): boolean {
    return this.taken().some((user) => user.state === state && user.slot !== this.slot && isAlive(user));
  }

  private wait(waits: number): void {
    if (waits >= waitsMax)
      throw new StoreError(
        'locked',
        `The local store in ${this.directory} is in use by another process that has stopped half-way. End that process, then try again.`,
      );
    pause();
  }

  // Also what dead users left.
  private taken(): readonly StoreUser[] {
    const { bytes } = this;
    readSync(this.file, bytes, 0, fileBytes, 0);
    const users: StoreUser[] = [];
    for (let slot = 0; slot < slotCount; slot++) {
      const at = slotsAt + slot * slotBytes;
      const state = states[bytes[at + 8]!] ?? 'free';
      if (state !== 'free') users.push({ slot, state, pid: bytes.readUInt32LE(at), birth: bytes.readUInt32LE(at + 4) });
    }
    return users;
  }

  private changes(): number {
    const { word } = this;
    word.fill(0);
    readSync(this.file, word, 0, 4, 0);
    return word.readUInt32LE();
  }

  private change(): void {
    const { word } = this;
    word.writeUInt32LE((this.changes() + 1) >>> 0);
    writeSync(this.file, word, 0, 4, 0);
  }
}
