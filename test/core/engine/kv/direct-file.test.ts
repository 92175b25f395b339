// Writes past the system's cache: what was written is what is read, whatever its size and whatever was written at once meanwhile.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { DirectFile, directBytes } from '../../../../src/core/engine/kv/direct-file.js';

const directory = mkdtempSync(join(tmpdir(), 'ks-direct-'));
const path = join(directory, 'file');
const fileBytes = 4 * 1024 * 1024;
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function open(bytes: number): DirectFile | undefined {
  writeFileSync(path, Buffer.alloc(bytes));
  return DirectFile.open(path);
}

// not every file system has such writes
const offered = open(fileBytes);
offered?.close();

const blocks = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max }).map((count) => count * directBytes);
const write = fc.record({
  // room for a record of a megabyte and more lies behind every place
  at: fc.integer({ min: 0, max: 4000 }).map((block) => block * directBytes),
  size: fc.oneof(blocks(20), blocks(300), blocks(3000)),
  fill: fc.integer({ min: 1, max: 255 }),
});

describe.skipIf(offered === undefined)('writes past the cache', () => {
  it('leave what was given, also when one is made at once while another is under way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(write, fc.option(write, { nil: undefined })), { maxLength: 8 }),
        async (all) => {
          const file = open(fileBytes)!;
          const expected = Buffer.alloc(fileBytes);
          for (const [slow, now] of all) {
            const bytes = Buffer.alloc(slow.size, slow.fill);
            const done = new Promise<unknown>((resolve) => file.write(bytes, slow.at, resolve));
            if (now !== undefined) {
              // what is being written is written at once first, as the log does, and then what follows it
              file.writeNow(bytes, slow.at);
              const next = Buffer.alloc(Math.min(now.size, fileBytes - slow.at - slow.size), now.fill);
              file.writeNow(next, slow.at + slow.size);
              next.copy(expected, slow.at + slow.size);
            }
            expect(await done).toBe(undefined);
            bytes.copy(expected, slow.at);
          }
          file.close();
          expect(readFileSync(path).equals(expected)).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  it('are refused as a whole when they are no whole blocks', async () => {
    const file = open(fileBytes)!;
    expect(() => file.writeNow(Buffer.alloc(100, 1), 0)).toThrow(/EINVAL/);
    expect(await new Promise((resolve) => file.write(Buffer.alloc(512, 1), 100, resolve))).toMatchObject({
      code: 'EINVAL',
    });
    file.close();
    expect(readFileSync(path).equals(Buffer.alloc(fileBytes))).toBe(true);
  });
});

it('there are none in a file that has no pages yet', () => {
  expect(open(0)).toBe(undefined);
});
