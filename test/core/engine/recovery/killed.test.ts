// A process that copies the rows of a restore is killed half-way; another one goes on where its last commit stands.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { openLmdb } from '../../../../src/core/engine/kv/lmdb.js';
import { readProgress } from '../../../../src/core/engine/recovery/progress.js';
import { insert, int } from '../storage/fixture.js';
import { pitrOn, RecoveryBench } from './recovery-bench.js';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'ks-recovery-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

/** Copies in pieces of ten rows for ever, a line after each piece that is on disk, and is killed at the line `untilLine`. */
function copyAndDie(directory: string, nowMs: number, untilLine: number): Promise<number> {
  const place = folder();
  const entry = join(place, 'copier.mjs');
  const source = (path: string): string => JSON.stringify(join(process.cwd(), path));
  writeFileSync(
    join(place, 'entry.ts'),
    `import { openLmdb } from ${source('src/core/engine/kv/lmdb.ts')};
     import { RecoveryBench } from ${source('test/core/engine/recovery/recovery-bench.ts')};
     const bench = new RecoveryBench({ kv: openLmdb({ directory: ${JSON.stringify(directory)} }) });
     bench.clock.nowMs = ${nowMs};
     while (bench.stand.control.owesWork()) {
       await bench.stand.control.maintain(10);
       console.log('piece');
     }`,
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
  let lines = 0;
  return new Promise((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      lines += chunk.toString().split('\n').length - 1;
      if (lines >= untilLine) child.kill('SIGKILL');
    });
    child.on('close', () => resolve(lines));
  });
}

/** Two thousand rows, half of them deleted later, and a restore to the time before. */
async function restoreOwed(directory: string) {
  const kv = openLmdb({ directory });
  const bench = await RecoveryBench.withTable(pitrOn, { kv });
  const table = bench.schema();
  const now = () => bench.clock.nowMs * 1000;
  for (let batch = 0; batch < 20; batch++)
    bench.apply(
      ...Array.from({ length: 100 }, (_, c) => insert(table, int(batch), [int(c)], now(), { v: batch * 100 + c })),
    );
  const before = bench.dump(table.number);
  const size = bench.store.tableSize(table.number);
  const { second } = bench;
  bench.clock.nowMs += 5000;
  for (let pk = 0; pk < 10; pk++)
    bench.apply({ kind: 'range', table, partitionKey: int(pk), timestamp: BigInt(now()), withStatic: true });
  await bench.restore('r', { restoreTimestamp: second });
  const { number } = bench.stand.catalog.tableRecord('ks', 'r')!;
  return { kv, bench, before, size, number };
}

describe('a restore whose process is killed', () => {
  it('is finished by another, without a row lost or counted twice', async () => {
    const directory = folder();
    const { kv, bench, before, size, number } = await restoreOwed(directory);
    await copyAndDie(directory, bench.clock.nowMs, 110);
    await new Promise((resolve) => setImmediate(resolve));
    const left = readProgress(kv, number)!;
    // a thousand rows and ten partitions' headers
    expect(left.changes).toBe(1010);
    expect(left.rows).toBeGreaterThan(0);
    expect(left.rows).toBeLessThan(2000);
    await bench.work(1000);
    bench.stand.settle();
    expect(bench.dump(bench.schema('r').number)).toEqual(before);
    expect(bench.store.tableSize(number)).toEqual(size);
    await kv.close();
  });

  it('may have been copying beside another one', async () => {
    const directory = folder();
    const { kv, bench, before, size, number } = await restoreOwed(directory);
    const other = copyAndDie(directory, bench.clock.nowMs, 40);
    // both know of the work from its beginning
    while (readProgress(kv, number)!.changes === 0) await new Promise((resolve) => setImmediate(resolve));
    await bench.work(10);
    expect(await other).toBeGreaterThan(0);
    bench.stand.settle();
    expect(bench.dump(bench.schema('r').number)).toEqual(before);
    expect(bench.store.tableSize(number)).toEqual(size);
    await kv.close();
  });
});
