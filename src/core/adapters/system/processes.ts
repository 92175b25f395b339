// Real processes behind the Processes port. Node's own modules that it has not loaded anyway are imported where they are used:
// most commands need none of them, and each costs a millisecond of start-up.

import { readFileSync } from 'node:fs';
import { hasEnded, statFields } from '../../lib/process-stat.js';
import { KsError } from '../../model/errors.js';
import type { Processes, ProcessMemory } from '../../ports/processes.js';

const connectMs = 1000;

/** Where the system tells of processes. */
function isLeftBehind(pid: number): boolean {
  const told = readIf(`/proc/${pid}/stat`);
  return told !== undefined && hasEnded(statFields(told));
}

/** Linux tells in /proc; elsewhere `ps` is asked, which knows no more than the sum. */
async function memory(pid: number): Promise<ProcessMemory | undefined> {
  const told = readIf(`/proc/${pid}/status`);
  const bytesOf = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(told ?? '')?.[1] ?? Number.NaN) * 1024;
  const residentBytes = bytesOf('VmRSS');
  if (!Number.isNaN(residentBytes)) return { residentBytes, ownBytes: bytesOf('RssAnon') };
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], (error, text) => {
      const kilobytes = Number.parseInt(text, 10);
      resolve(error === null && kilobytes > 0 ? { residentBytes: kilobytes * 1024 } : undefined);
    });
  });
}

function readIf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

export function systemProcesses(program: readonly string[]): Processes {
  const signal = (pid: number, name: NodeJS.Signals | 0): boolean => {
    try {
      process.kill(pid, name);
      return true;
    } catch (error) {
      // someone else's process is alive too, but not ours to signal
      return name === 0 && (error as { code?: string }).code === 'EPERM';
    }
  };
  return {
    ownPid: process.pid,
    async startDetached(args, logPath) {
      const [{ spawn }, { openSync }] = await Promise.all([import('node:child_process'), import('node:fs')]);
      const log = openSync(logPath, 'a', 0o600);
      const child = spawn(process.execPath, [...program, ...args], {
        detached: true,
        stdio: ['ignore', log, log],
      });
      return new Promise((resolve, reject) => {
        child.once('error', (cause) =>
          reject(new KsError({ code: 'START', kind: 'failed', message: 'Could not start the server process.', cause })),
        );
        child.once('spawn', () => {
          child.unref();
          resolve(child.pid ?? -1);
        });
      });
    },
    isAlive: (pid) => pid > 0 && signal(pid, 0),
    isLeftBehind,
    memory,
    signal: (pid, name) => signal(pid, name),
    async canConnect(host, port) {
      const { connect } = await import('node:net');
      return new Promise((resolve) => {
        const socket = connect({ host, port, timeout: connectMs });
        const end = (answer: boolean) => {
          socket.destroy();
          resolve(answer);
        };
        socket.once('connect', () => end(true));
        socket.once('error', () => end(false));
        socket.once('timeout', () => end(false));
      });
    },
  };
}
