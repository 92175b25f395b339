// No process commits while another is in LMDB's opening of the data file: it would set the number of the newest commit back.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ownIdentity } from '../../../../src/core/engine/kv/process-identity.js';
import { StoreUsers } from '../../../../src/core/engine/kv/store-users.js';

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ks-users-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Another process that is a user of the store; resolves when it has made the file `in`, or has ended. */
async function other(directory: string, script: string): Promise<void> {
  const source = (name: string): string => JSON.stringify(join(process.cwd(), 'src/core/engine/kv', name));
  writeFileSync(
    join(directory, 'other.ts'),
    `import { writeFileSync } from 'node:fs';
     import { ownIdentity } from ${source('process-identity.ts')};
     import { StoreUsers } from ${source('store-users.ts')};
     const users = new StoreUsers(${JSON.stringify(directory)}, ownIdentity());
     const make = (name) => writeFileSync(${JSON.stringify(directory)} + '/' + name, '');
     const rest = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
     users.join();
     ${script}`,
  );
  const outfile = join(directory, 'other.mjs');
  buildSync({ entryPoints: [join(directory, 'other.ts')], outfile, bundle: true, platform: 'node', format: 'esm' });
  const child = spawn(process.execPath, [outfile], { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  let ended = false;
  child.on('close', () => {
    ended = true;
  });
  while (!ended && !existsSync(join(directory, 'in'))) await new Promise((resolve) => setImmediate(resolve));
}

function user(directory: string): StoreUsers {
  const users = new StoreUsers(directory, ownIdentity());
  onTestFinished(() => users.close());
  users.join();
  users.set('sharing');
  return users;
}

describe('users of a store', () => {
  it('a commit begins after the opening of another process has ended', async () => {
    const directory = folder();
    const users = user(directory);
    await other(directory, `users.opening(() => { make('in'); rest(); make('out'); }); users.leave();`);
    expect(users.committing(() => existsSync(join(directory, 'out')))).toBe(true);
  });

  it('an opening begins after the commit of another process has ended', async () => {
    const directory = folder();
    const users = user(directory);
    await other(directory, `users.committing(() => { make('in'); rest(); make('out'); }); users.leave();`);
    expect(users.opening(() => existsSync(join(directory, 'out')))).toBe(true);
  });

  it('who was killed in it keeps nobody waiting', async () => {
    const directory = folder();
    const users = user(directory);
    await other(directory, `users.opening(() => process.kill(process.pid, 'SIGKILL'));`);
    expect(users.committing(() => 'committed')).toBe('committed');
    await other(directory, `users.committing(() => process.kill(process.pid, 'SIGKILL'));`);
    expect(users.opening(() => 'opened')).toBe('opened');
  });

  it('ends its state with a work that fails', () => {
    const directory = folder();
    const [one, two] = [user(directory), user(directory)];
    const fails = (): never => {
      throw new Error('refused');
    };
    expect(() => one.committing(fails)).toThrow('refused');
    expect(() => two.opening(fails)).toThrow('refused');
    expect(one.others().map((found) => found.state)).toEqual(['joining']);
    expect(two.others().map((found) => found.state)).toEqual(['sharing']);
  });
});
