// Who a process is and whether it is alive, told apart from a later process of the same number. Apart because the opening lock and
// the list of users of a store both name processes.

import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { hasEnded, statFields } from '../../lib/process-stat.js';

export interface ProcessIdentity {
  readonly pid: number;
  /** Of the machine's start and the process's; 0 where the system does not tell. */
  readonly birth: number;
}

export function ownIdentity(): ProcessIdentity {
  const fields = statOf(process.pid);
  return { pid: process.pid, birth: fields === undefined ? 0 : birthIn(fields) };
}

export function isAlive({ pid, birth }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const fields = statOf(pid);
  if (fields === undefined) return true;
  return !hasEnded(fields) && (birth === 0 || birthIn(fields) === birth);
}

/** First field of the id that Linux gives each start of the machine, which LMDB keeps in its meta pages; 0 elsewhere. */
export function machineStart(): number {
  const id = readText('/proc/sys/kernel/random/boot_id');
  return id === undefined ? 0 : Number.parseInt(id.slice(0, 8), 16);
}

function statOf(pid: number): readonly string[] | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : statFields(stat);
}

const birthIn = (fields: readonly string[]): number => crc32(`${machineStart()} ${fields[19]}`);

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
