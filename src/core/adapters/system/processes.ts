// Real processes behind the Processes port. Node's own modules that it has not loaded anyway are imported where they are used:
// most commands need none of them, and each costs a millisecond of start-up.

import { readFileSync } from 'node:fs';
import { hasEnded, statFields } from '../../lib/process-stat.js';
import { KsError } from '../../model/errors.js';
import type { Processes } from '../../ports/processes.js';

const connectMs = 1000;

/** Where the system tells of processes. */
function isLeftBehind(pid: number): boolean {
  try {
    return hasEnded(statFields(readFileSync(`/proc/${pid}/stat`, 'utf8')));
  } catch {
    return false;
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
