// One process at a time opens a store, or changes the list of its users: whoever holds the file `store.lock`, by having given it
// a name of its own. A name tells its owner, so a dead owner's is taken over by exactly one process.

import { linkSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, type ProcessIdentity } from './process-identity.js';
import { StoreError } from './store-error.js';

const resting = 'store.lock';
const waitsMax = 10_000;

/** Runs `work` while no other process is in such a work. Throws StoreError `locked` when another stays in it for more than 10 s. */
export function withOpeningLock<T>(directory: string, own: ProcessIdentity, work: () => T): T {
  const place = (name: string): string => join(directory, name);
  const mine = `${resting}.${own.pid}.${own.birth}`;
  for (let waits = 0; !take(place, mine, own); waits++) {
    if (waits > waitsMax)
      throw new StoreError(
        'locked',
        `The local store in ${directory} is being opened by another process that does not finish. Stop it, then try again.`,
      );
    pause();
  }
  try {
    return work();
  } finally {
    renameSync(place(mine), place(resting));
  }
}

/** Blocks for a millisecond. */
export function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}

function take(place: (name: string) => string, mine: string, own: ProcessIdentity): boolean {
  if (renames(place(resting), place(mine))) return isOnly(place, mine);
  const held = claims(place);
  for (const claim of held) {
    const dead = claim === mine || !isAlive(identityOf(claim));
    if (dead && renames(place(claim), place(mine))) return isOnly(place, mine);
  }
  if (held.length === 0) make(place, own);
  return false;
}

// Two processes may make the first lock of a folder at once; whoever sees another's claim gives its own up.
function isOnly(place: (name: string) => string, mine: string): boolean {
  const others = claims(place).filter((claim) => claim !== mine && isAlive(identityOf(claim)));
  if (others.length === 0) return true;
  rmSync(place(mine), { force: true });
  for (let waits = process.pid % 16; waits >= 0; waits--) pause();
  return false;
}

function make(place: (name: string) => string, own: ProcessIdentity): void {
  const fresh = place(`${resting}-${own.pid}`);
  writeFileSync(fresh, '', { mode: 0o600 });
  try {
    linkSync(fresh, place(resting));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  } finally {
    rmSync(fresh, { force: true });
  }
}

const claims = (place: (name: string) => string): readonly string[] =>
  readdirSync(place('.')).filter((name) => name.startsWith(`${resting}.`));

function identityOf(claim: string): ProcessIdentity {
  const [pid, birth] = claim.slice(resting.length + 1).split('.');
  return { pid: Number(pid), birth: Number(birth) };
}

function renames(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}
