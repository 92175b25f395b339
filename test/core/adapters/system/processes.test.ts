// Real processes, and what counts as alive.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { systemProcesses } from '../../../../src/core/adapters/system/processes.js';

const processes = systemProcesses([]);

describe('a process', () => {
  it('is alive until it has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    expect([processes.isAlive(process.pid), processes.isAlive(child.pid!), processes.isAlive(0)]).toEqual([
      true,
      true,
      false,
    ]);
    processes.signal(child.pid!, 'SIGKILL');
    await once(child, 'exit');
    expect(processes.isAlive(child.pid!)).toBe(false);
  });

  it('tells what memory it takes', async () => {
    const before = await processes.memory(process.pid);
    const taken = Buffer.alloc(64 * 1024 * 1024, 1);
    const after = await processes.memory(process.pid);
    expect(after!.residentBytes - before!.residentBytes).toBeGreaterThan(taken.length / 2);
    expect(after!.residentBytes).toBeGreaterThanOrEqual(after!.ownBytes ?? 0);
    expect(await processes.memory(2 ** 30)).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('is left behind when it has ended and nobody has asked for it', () => {
    const child = spawn('/bin/sh', ['-c', 'exit 0'], { stdio: 'ignore' });
    const deadline = process.hrtime.bigint() + 10_000_000_000n;
    // nothing else runs here until this returns, so its end is not asked for
    while (!processes.isLeftBehind(child.pid!) && process.hrtime.bigint() < deadline);
    expect([processes.isLeftBehind(child.pid!), processes.isAlive(child.pid!)]).toEqual([true, true]);
    expect(processes.isLeftBehind(process.pid)).toBe(false);
  });
});
