// LMDB on real folders: the contract, two processes on one folder, a process killed in the middle, and files that are not ours.

import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { openLmdb } from '../../../../src/core/engine/kv/lmdb.js';
import { kvContract } from '../../../contract/kv.js';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'ks-kv-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

kvContract('lmdb', async () => {
  const kv = openLmdb({ directory: join(folder(), 'data') });
  return { kv, dispose: () => kv.close() };
});

const b = (text: string): Buffer => Buffer.from(text);

describe('a folder', () => {
  it('is made for its owner only', async () => {
    const directory = join(folder(), 'a', 'b');
    const kv = openLmdb({ directory });
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    await kv.close();
  });

  it('keeps its data after closing', async () => {
    const directory = folder();
    const first = openLmdb({ directory });
    await first.write((tx) => tx.put('rows', b('k'), b('v')));
    await first.close();
    const second = openLmdb({ directory });
    expect(second.get('rows', b('k'))).toEqual(b('v'));
    await second.close();
  });
});

describe('a file that is not ours', () => {
  const opening = (directory: string) => () => openLmdb({ directory });

  it('is refused as corrupt when another program wrote it', () => {
    const directory = folder();
    writeFileSync(join(directory, 'store.mdb'), Buffer.alloc(20_000, 'SQLite format 3'));
    expect(opening(directory)).toThrow(
      expect.objectContaining({ code: 'corrupt', message: expect.stringContaining('ks local reset') }),
    );
  });

  it('is refused as corrupt when it was cut', async () => {
    const directory = folder();
    const kv = openLmdb({ directory });
    await kv.write((tx) => {
      for (let i = 0; i < 2000; i++) tx.put('rows', b(`key ${i}`), Buffer.alloc(1000, i));
    });
    await kv.close();
    truncateSync(join(directory, 'store.mdb'), 40_000);
    expect(opening(directory)).toThrow(expect.objectContaining({ code: 'corrupt' }));
    truncateSync(join(directory, 'store.mdb'), 100);
    expect(opening(directory)).toThrow(expect.objectContaining({ code: 'corrupt' }));
  });

  it('is refused as corrupt when its pages hold garbage', async () => {
    const directory = folder();
    const path = join(directory, 'store.mdb');
    const kv = openLmdb({ directory });
    await kv.write((tx) => {
      for (let i = 0; i < 2000; i++) tx.put('rows', b(`key ${i}`), Buffer.alloc(1000, i));
    });
    await kv.close();
    const whole = readFileSync(path);
    writeFileSync(path, Buffer.concat([whole.subarray(0, 16_384), Buffer.alloc(whole.length - 16_384, 0xab)]));
    expect(opening(directory)).toThrow(expect.objectContaining({ code: 'corrupt' }));
    writeFileSync(path, whole);
    const again = openLmdb({ directory });
    expect(again.get('rows', b('key 7'))?.length).toBe(1000);
    await again.close();
  });

  it('is refused by its version when a newer ks wrote it', async () => {
    const directory = folder();
    const kv = openLmdb({ directory });
    kv.writeNow((tx) => tx.put('meta', b('format'), Buffer.from([0, 0, 0, 99])));
    await kv.close();
    expect(opening(directory)).toThrow(
      expect.objectContaining({ code: 'version', message: expect.stringContaining('99') }),
    );
  });

  it.skipIf(process.getuid?.() === 0)('is refused as permission when it may not be opened', () => {
    const directory = folder();
    chmodSync(directory, 0o500);
    expect(opening(join(directory, 'data'))).toThrow(expect.objectContaining({ code: 'permission' }));
    chmodSync(directory, 0o700);
  });
});

// another process on the same folder: `script` is the body of a function of (kv, write)
function runOther(directory: string, script: string): { lines: () => Promise<string>; kill: () => void } {
  const place = folder();
  const entry = join(place, 'other.mjs');
  writeFileSync(
    join(place, 'entry.ts'),
    `import { openLmdb } from ${JSON.stringify(join(process.cwd(), 'src/core/engine/kv/lmdb.ts'))};
     const kv = openLmdb({ directory: ${JSON.stringify(directory)} });
     const b = (text) => Buffer.from(text);
     ${script}`,
  );
  buildSync({
    entryPoints: [join(place, 'entry.ts')],
    outfile: entry,
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { lmdb: join(process.cwd(), 'node_modules/lmdb/node-index.js') },
    external: [join(process.cwd(), 'node_modules/lmdb/node-index.js')],
  });
  const child = spawn(process.execPath, [entry], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  const exit = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.on('close', () => resolve(text));
  });
  return { lines: () => exit, kill: () => child.kill('SIGKILL') };
}

describe('two processes', () => {
  it('see each other and lose nothing', async () => {
    const directory = folder();
    const kv = openLmdb({ directory });
    const add = `const add = () => kv.write((tx) => {
      const n = Number(tx.get('rows', b('count'))?.toString() ?? 0);
      tx.put('rows', b('count'), b(String(n + 1)));
    });`;
    const other = runOther(directory, `${add} for (let i = 0; i < 100; i++) await add(); await kv.close();`);
    const before = kv.epoch();
    for (let i = 0; i < 100; i++)
      await kv.write((tx) => {
        const n = Number(tx.get('rows', b('count'))?.toString() ?? 0);
        tx.put('rows', b('count'), b(String(n + 1)));
      });
    await other.lines();
    await new Promise((resolve) => setImmediate(resolve));
    expect(kv.get('rows', b('count'))?.toString()).toBe('200');
    expect(kv.epoch()).not.toBe(before);
    await kv.close();
  });

  it('a killed one leaves whole commits and no lock', async () => {
    const directory = folder();
    const kv = openLmdb({ directory });
    const other = runOther(
      directory,
      `for (let i = 0; ; i++) await kv.write((tx) => { tx.put('rows', b('one'), b(String(i))); tx.put('rows', b('two'), b(String(i))); });`,
    );
    while (Number(kv.get('rows', b('one'))?.toString() ?? 0) < 20)
      await new Promise((resolve) => setImmediate(resolve));
    other.kill();
    await other.lines();
    await kv.write((tx) => tx.put('rows', b('after'), b('yes')));
    expect(kv.get('rows', b('one'))?.toString()).toBe(kv.get('rows', b('two'))?.toString());
    expect(kv.get('rows', b('after'))?.toString()).toBe('yes');
    await kv.close();
  });

  it('places of rows that were read before move on with the commits of another', async () => {
    const directory = folder();
    const kv = openLmdb({ directory });
    const other = runOther(
      directory,
      `for (let i = 1; ; i++) await kv.write((tx) => { for (let k = 0; k < 50; k++) tx.put('rows', b('k' + k), b(String(i))); });`,
    );
    const textOf = (key: string): string | undefined => {
      const place = kv.place('rows', b(key));
      return place && Buffer.from(place.bytes.slice(place.start, place.end)).toString();
    };
    const generations = new Set<string | undefined>();
    let mine = 0;
    for (let turn = 0; generations.size < 40 || turn < 400; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      const seen = new Set(Array.from({ length: 50 }, (_, k) => textOf(`k${k}`)));
      expect(seen.size).toBe(1);
      for (const generation of seen) {
        expect(generation === undefined || kv.get('rows', b('k0'))!.toString() === generation).toBe(true);
        generations.add(generation);
      }
      if (turn % 10 > 0) continue;
      await kv.write((tx) => tx.put('rows', b('mine'), b(String(++mine))));
      expect(textOf('mine')).toBe(String(mine));
    }
    other.kill();
    await other.lines();
    await kv.close();
  });

  it('one that opens the store of another that writes much sees all that was acknowledged', async () => {
    const directory = folder();
    const kv = openLmdb({ directory });
    const put = (n: number) => kv.write((tx) => tx.put('rows', b(`key ${String(n).padStart(6, '0')}`), b('v')));
    for (let n = 0; n < 50; n++) await put(n);
    // nothing is under way here: the other has to be let in all the same
    const count = `let n = 0; kv.visit('rows', { start: b('key'), end: b('l') }, () => { n++; return undefined; });`;
    const other = runOther(
      directory,
      `${count} await kv.write((tx) => tx.put('rows', b('other'), b(String(n)))); await kv.close();`,
    );
    await other.lines();
    await new Promise((resolve) => setImmediate(resolve));
    expect(kv.get('rows', b('other'))?.toString()).toBe('50');
    for (let n = 50; n < 300; n++) await put(n);
    const second = runOther(directory, `${count} console.log(n); await kv.close();`);
    let n = 300;
    let running = true;
    void second.lines().then(() => {
      running = false;
    });
    while (running) await put(n++);
    const seen = Number(await second.lines());
    expect(seen).toBeGreaterThanOrEqual(300);
    expect(seen).toBeLessThanOrEqual(n);
    await kv.close();
    const again = openLmdb({ directory });
    expect(again.get('rows', b(`key ${String(n - 1).padStart(6, '0')}`))?.toString()).toBe('v');
    await again.close();
  });

  it('the same process may open a store twice, also while it writes much', async () => {
    const directory = folder();
    const first = openLmdb({ directory });
    const writes = Array.from({ length: 40 }, (_, n) => n);
    for (const n of writes) await first.write((tx) => tx.put('rows', b(`key ${n}`), b('first')));
    const underWay = first.write((tx) => tx.put('rows', b('key 0'), b('later')));
    await new Promise((resolve) => setImmediate(resolve));
    const second = openLmdb({ directory });
    expect(writes.filter((n) => second.get('rows', b(`key ${n}`)) === undefined)).toEqual([]);
    await underWay;
    for (const n of writes)
      await Promise.all([first, second].map((kv) => kv.write((tx) => tx.put('rows', b(`key ${n}`), b('both')))));
    await new Promise((resolve) => setImmediate(resolve));
    for (const kv of [first, second]) expect(kv.get('rows', b('key 39'))?.toString()).toBe('both');
    await first.close();
    for (const n of writes) await second.write((tx) => tx.put('rows', b(`key ${n}`), b('second')));
    await second.close();
    const again = openLmdb({ directory });
    expect(again.get('rows', b('key 0'))?.toString()).toBe('second');
    await again.close();
  });

  it('a killed one loses nothing that it had acknowledged, and a third waits for no one', async () => {
    for (let round = 0; round < 3; round++) {
      const directory = folder();
      const other = runOther(
        directory,
        `for (let i = 0; ; i++) {
           await Promise.all([0, 1, 2].map((k) => kv.write((tx) => tx.put('rows', b(i + ' ' + k), Buffer.alloc(300, i)))));
           process.stdout.write(i + '\\n');
           if (i === 120 + ${round} * 150) process.kill(process.pid, 'SIGKILL');
         }`,
      );
      const acknowledged = (await other.lines()).trimEnd().split('\n').map(Number);
      expect(acknowledged.length).toBeGreaterThan(100);
      const kv = openLmdb({ directory });
      const missing = acknowledged.filter((i) => [0, 1, 2].some((k) => kv.get('rows', b(`${i} ${k}`)) === undefined));
      expect(missing).toEqual([]);
      await kv.close();
    }
  });

  it('reads in place show whole commits while another process writes', async () => {
    const directory = folder();
    const kv = openLmdb({ directory });
    const other = runOther(
      directory,
      `for (let i = 1; ; i++) await kv.write((tx) => {
        for (let k = 0; k < 2000; k++) if (k % 7 !== i % 7) tx.put('rows', b('k' + k), Buffer.alloc(60 + (i % 90), String(i) + ';'));
          else tx.remove('rows', b('k' + k));
      });`,
    );
    const generations = new Set<string>();
    while (generations.size < 25) {
      await new Promise((resolve) => setImmediate(resolve));
      const seen = new Set<string>();
      let rows = 0;
      kv.visitInPlace('rows', { start: b('k'), end: b('l') }, (_keys, _keyAt, _keyEnd, values, valueAt, valueEnd) => {
        seen.add(Buffer.from(values.subarray(valueAt, valueEnd)).toString().split(';')[0]!);
        rows++;
        return undefined;
      });
      expect(seen.size).toBeLessThan(2);
      if (seen.size === 0) continue;
      expect(rows).toBeGreaterThan(1700);
      for (const generation of seen) generations.add(generation);
    }
    other.kill();
    await other.lines();
    await kv.close();
  });
});
