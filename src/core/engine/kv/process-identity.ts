// Who a process is and whether it is alive, told apart from a later process of the same number. Apart because the opening lock and
// the list of users of a store both name processes.

import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';

export interface ProcessIdentity {
  readonly pid: number;
  /** Of the machine's start and the process's; 0 where the system does not tell. */
  readonly birth: number;
}

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, birth: birthOf(process.pid) ?? 0 };
}

export function isAlive({ pid, birth }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const found = birthOf(pid);
  return birth === 0 || found === undefined || found === birth;
}

/** First field of the id that Linux gives each start of the machine, which LMDB keeps in its meta pages; 0 elsewhere. */
export function machineStart(): number {
  const id = readText('/proc/sys/kernel/random/boot_id');
  return id === undefined ? 0 : Number.parseInt(id.slice(0, 8), 16);
}

function birthOf(pid: number): number | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // behind the name, which may hold anything: the 20th field is the start in ticks since the machine's
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return crc32(`${machineStart()} ${started}`);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
