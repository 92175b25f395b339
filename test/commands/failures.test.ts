// What a user sees when the machine does not play along: what happened, why, what to type next, and the exit code.

import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KsHome, ksHome } from '../support/run-ks.js';

describe('failures that are not the command’s', () => {
  let ks: KsHome;
  beforeEach(async () => {
    ks = await ksHome();
  });
  afterEach(() => ks.dispose());

  it('a data file of another program is told, and never touched', async () => {
    await mkdir(join(ks.folder, 'data'), { mode: 0o700 });
    await writeFile(join(ks.folder, 'data', 'store.mdb'), Buffer.alloc(100_000, 'not a store '));
    const { code, stdout, stderr } = await ks.run(['tables', 'list']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: The local store in .* is damaged: .*\nnext: {2}ks local reset\n/);
  });

  it.each([
    ['in the background', [], '--cql-port', '--http-port'],
    ['in the foreground', ['--foreground'], '--cql-port', '--http-port'],
    ['in the background', [], '--http-port', '--cql-port'],
    ['in the foreground', ['--foreground'], '--http-port', '--cql-port'],
  ])('a port in use is named, and leaves nothing running (%s, %s %s)', async (_, more, taken, free) => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { code, stderr } = await ks.run(['local', 'start', ...more, taken, String(port), free, '0']);
    expect(code).toBe(1);
    expect(stderr).toContain(`error: Port ${port} on 127.0.0.1 is in use by another program.\nnext:  ks local start`);
    expect(await ks.json('local', 'status')).toMatchObject({ running: false });
    other.close();
  });
});
