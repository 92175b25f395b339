// Which processes count as alive, with real ones.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isAlive, ownIdentity } from '../../../../src/core/engine/kv/process-identity.js';

const linux = process.platform === 'linux';

describe('a process', () => {
  it('is alive while it runs, and told apart from another of its number', () => {
    const own = ownIdentity();
    expect([own.pid, isAlive(own)]).toEqual([process.pid, true]);
    expect(isAlive({ ...own, birth: 0 })).toBe(true);
    expect(isAlive({ ...own, birth: own.birth + 1 })).toBe(!linux);
  });

  it('is not alive when it has ended', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    expect(isAlive({ pid: child.pid!, birth: 0 })).toBe(false);
  });

  it.runIf(linux)('is not alive when it has ended and nobody has asked for it', () => {
    const child = spawn('/bin/sh', ['-c', 'exit 0'], { stdio: 'ignore' });
    const identity = { pid: child.pid!, birth: 0 };
    // nothing else runs here until this returns, so its end is not asked for
    const deadline = process.hrtime.bigint() + 10_000_000_000n;
    while (isAlive(identity) && process.hrtime.bigint() < deadline);
    expect(isAlive(identity)).toBe(false);
    expect(process.kill(identity.pid, 0)).toBe(true);
  });
});
