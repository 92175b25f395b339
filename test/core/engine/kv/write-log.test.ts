// The write-ahead log: what was acknowledged outlives a loss of power and a kill at any moment, whatever the disk did with what it had
// not confirmed; what cannot be trusted is refused.

import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Kv, type Space, spaces } from '../../../../src/core/engine/kv/kv.js';
import { openLmdb } from '../../../../src/core/engine/kv/lmdb.js';
import { UnreliableDisk } from '../../../support/unreliable-disk.js';

const b = (text: string): Buffer => Buffer.from(text);

let folders: string[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'ks-log-'));
  folders.push(path);
  return path;
};
beforeEach(() => {
  folders = [];
});
afterEach(() => {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

/** A store whose idle look is called by hand. */
function opened(directory: string, disk = new UnreliableDisk(directory)) {
  let look = (): void => undefined;
  const clock = {
    every: (_milliseconds: number, task: () => void) => {
      look = task;
      return () => undefined;
    },
  };
  const kv = openLmdb({ directory, disk, clock });
  const rest = (): void => {
    // the first look ends the time in which something was written
    look();
    look();
  };
  return { kv, disk, rest };
}

/** Writes until groups go to the log. */
async function warm(kv: Kv): Promise<void> {
  for (let i = 0; i < 12; i++) await kv.write((tx) => tx.put('meta', b('warm'), b(String(i))));
}

type Content = Map<string, string>;
function contentOf(kv: Kv): Content {
  const content: Content = new Map();
  const all = { start: b('\0'), end: Buffer.alloc(8, 0xff) };
  for (const space of spaces) {
    const inPlace: string[] = [];
    kv.visitInPlace(space, all, (keys, keyAt, keyEnd, values, valueAt, valueEnd) => {
      const key = `${space} ${Buffer.from(keys.subarray(keyAt, keyEnd)).toString('latin1')}`;
      inPlace.push(key);
      content.set(key, Buffer.from(values.subarray(valueAt, valueEnd)).toString('latin1'));
      return undefined;
    });
    const byCursor: string[] = [];
    kv.visit(space, all, (key) => {
      byCursor.push(`${space} ${Buffer.from(key).toString('latin1')}`);
      return undefined;
    });
    expect(byCursor).toEqual(inPlace);
  }
  for (const own of ['log', 'format', 'warm']) content.delete(`meta ${own}`);
  return content;
}

async function contentAfter(directory: string): Promise<Content> {
  const kv = openLmdb({ directory });
  const content = contentOf(kv);
  // and it can be written to and opened again
  await kv.write((tx) => tx.put('rows', b('after'), b('x')));
  await kv.close();
  const again = openLmdb({ directory });
  expect(again.get('rows', b('after'))).toEqual(b('x'));
  expect(contentOf(again)).toEqual(new Map([...content, ['rows after', 'x']]));
  await again.close();
  return content;
}

/** Power goes again while what was taken in from the log is on its way to the disk, and after the write that waits for it. */
async function loseAgain(directory: string, content: Content, kept: () => boolean): Promise<void> {
  const opening = folder();
  cpSync(directory, opening, { recursive: true });
  const { kv, disk } = opened(opening);
  const [before, after] = [folder(), folder()];
  disk.losePower(before, kept);
  expect(contentOf(kv)).toEqual(content);
  await kv.write((tx) => tx.put('rows', b('late'), b('x')));
  disk.losePower(after, kept);
  await kv.close();
  expect(await contentAfter(before)).toEqual(content);
  expect(await contentAfter(after)).toEqual(new Map([...content, ['rows late', 'x']]));
}

interface Operation {
  readonly space: Space;
  readonly key: string;
  /** Undefined removes. */
  readonly bytes: number | undefined;
  readonly fill: number;
}
type Step = { readonly kind: 'group'; readonly works: readonly (readonly Operation[])[] } | { readonly kind: 'rest' };

const operation: fc.Arbitrary<Operation> = fc.record({
  space: fc.constantFrom<Space>('rows', 'rows', 'history', 'catalog'),
  key: fc.integer({ min: 0, max: 300 }).map((n) => `key ${String(n).padStart(5, '0')}`),
  bytes: fc.option(fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom(5000, 30_000)), { nil: undefined }),
  fill: fc.integer({ min: 1, max: 255 }),
});
const group: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('group' as const),
  works: fc.array(fc.array(operation, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 }),
});
const steps = fc.array(
  fc.oneof({ weight: 9, arbitrary: group }, { weight: 1, arbitrary: fc.constant<Step>({ kind: 'rest' }) }),
  {
    minLength: 5,
    maxLength: 40,
  },
);

function apply(content: Content, works: readonly (readonly Operation[])[]): Content {
  const next = new Map(content);
  for (const { space, key, bytes, fill } of works.flat())
    if (bytes === undefined) next.delete(`${space} ${key}`);
    else next.set(`${space} ${key}`, Buffer.alloc(bytes, fill).toString('latin1'));
  return next;
}

const write = (kv: Kv, works: readonly (readonly Operation[])[]): Promise<unknown> =>
  Promise.all(
    works.map((work) =>
      kv.write((tx) => {
        for (const { space, key, bytes, fill } of work)
          if (bytes === undefined) tx.remove(space, b(key));
          else tx.put(space, b(key), Buffer.alloc(bytes, fill));
      }),
    ),
  );

describe('a loss of power', () => {
  it('takes nothing that was acknowledged, whatever got to the data file', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.infiniteStream(fc.boolean()), fc.nat(), async (all, kept, place) => {
        const directory = folder();
        const { kv, disk, rest } = opened(directory);
        await warm(kv);
        let content: Content = new Map();
        const images: { readonly path: string; readonly content: Content }[] = [];
        for (const [index, step] of all.entries()) {
          if (step.kind === 'rest') {
            rest();
            // the checkpoint is under way now: nobody waits for it
            await new Promise((resolve) => setImmediate(resolve));
          } else {
            await write(kv, step.works);
            content = apply(content, step.works);
          }
          if (index % 7 !== place % 7) continue;
          const path = folder();
          disk.losePower(path, () => kept.next().value);
          images.push({ path, content });
        }
        expect(contentOf(kv)).toEqual(content);
        await kv.close();
        for (const image of images) {
          await loseAgain(image.path, image.content, () => kept.next().value);
          expect(await contentAfter(image.path)).toEqual(image.content);
        }
        expect(await contentAfter(directory)).toEqual(content);
      }),
      { numRuns: Number(process.env.KS_RUNS ?? 25) },
    );
  }, 120_000);

  it('with checkpoints because the log is full, again and again', async () => {
    const directory = folder();
    const { kv, disk } = opened(directory);
    await warm(kv);
    const value = Buffer.alloc(900);
    for (let round = 0; round < 60; round++) {
      await Promise.all(
        Array.from({ length: 64 }, (_, i) =>
          kv.write((tx) => tx.put('rows', b(`key ${(round * 37 + i * 11) % 500}`), value.fill(round))),
        ),
      );
      if (round % 9 !== 0) continue;
      const path = folder();
      const before = contentOf(kv);
      disk.losePower(path, (block) => (block * 7 + round) % 3 === 0);
      expect(await contentAfter(path)).toEqual(before);
    }
    expect(disk.calls.get('store.log.0 write')).toBeGreaterThan(5);
    expect(disk.calls.get('store.log.1 write')).toBeGreaterThan(5);
    await kv.close();
  }, 60_000);

  it('leaves whole groups when it comes in the middle of a write to the log', async () => {
    const directory = folder();
    const { kv, disk } = opened(directory);
    await warm(kv);
    await write(kv, [[{ space: 'rows', key: 'first', bytes: 300, fill: 1 }]]);
    const acknowledged = contentOf(kv);
    const logs = ['store.log.0', 'store.log.1'].filter((name) => existsSync(join(directory, name)));
    const before = new Map(logs.map((name) => [name, readFileSync(join(directory, name))]));
    await write(kv, [
      [
        { space: 'rows', key: 'second', bytes: 3000, fill: 2 },
        { space: 'rows', key: 'first', bytes: 1, fill: 3 },
      ],
    ]);
    const whole = contentOf(kv);
    for (const written of [0, 4, 32, 100, 512, 1024, 3000, 3100]) {
      for (const behind of ['old', 'garbage']) {
        const path = folder();
        disk.losePower(path, () => false);
        for (const [name, old] of before) {
          const now = readFileSync(join(directory, name));
          const start = now.findIndex((byte, at) => byte !== old[at]);
          if (start < 0) continue;
          const torn = Buffer.from(old);
          now.copy(torn, start, start, start + written);
          if (behind === 'garbage') torn.fill(0xa5, start + written, start + written + 5000);
          writeFileSync(join(path, name), torn);
        }
        const found = await contentAfter(path);
        expect([acknowledged, whole]).toContainEqual(found);
        if (written === 0) expect(found).toEqual(acknowledged);
      }
    }
    await kv.close();
  });

  it('while the store is being made leaves one that is made anew', async () => {
    const directory = folder();
    const { kv, disk } = opened(directory);
    await warm(kv);
    await kv.close();
    const path = folder();
    cpSync(directory, path, { recursive: true });
    // not one page of the first commit is there, and the newest meta page is
    const made = readFileSync(join(path, 'store.mdb'));
    writeFileSync(
      join(path, 'store.mdb'),
      Buffer.concat([made.subarray(0, 16_384), Buffer.alloc(made.length - 16_384, 0xee)]),
    );
    for (const name of ['store.log.0', 'store.log.1', 'store.users']) rmSync(join(path, name), { force: true });
    writeFileSync(join(path, 'store.sync'), markOfNothing());
    expect(await contentAfter(path)).toEqual(new Map());
    expect(disk.calls.size).toBeGreaterThan(0);
  });
});

// what a store has until its first commit is on disk
function markOfNothing(): Buffer {
  const directory = folder();
  const seen: Buffer[] = [];
  const disk = new UnreliableDisk(directory);
  const open = disk.open.bind(disk);
  disk.open = (path, make) => {
    const file = open(path, make);
    if (file === undefined || !path.endsWith('store.sync')) return file;
    const writeNow = file.writeNow.bind(file);
    return {
      ...file,
      writeNow: (bytes, at) => {
        writeNow(bytes, at);
        seen.push(readFileSync(path));
      },
    };
  };
  void openLmdb({ directory, disk }).close();
  // made, emptied, marked
  return seen[2]!;
}

describe('many works at once', () => {
  const group = (kv: Kv, round: number): Promise<unknown> =>
    Promise.all(
      Array.from({ length: 600 }, (_, i) =>
        kv.write((tx) => tx.put('rows', b(`key ${(round * 600 + i) % 2000}`), Buffer.alloc(900, round))),
      ),
    );
  // a disk that has only writes through the system's cache
  const cached = (directory: string): UnreliableDisk => {
    const disk = new UnreliableDisk(directory);
    const open = disk.open.bind(disk);
    disk.open = (path, make) => {
      const file = open(path, make);
      return file && { ...file, writeDirectly: () => undefined };
    };
    return disk;
  };

  it.each([
    { name: 'directly', diskOf: (directory: string) => new UnreliableDisk(directory) },
    { name: 'through the cache', diskOf: cached },
  ])('go to the log from the first group on, which grows until they fit: $name', async ({ diskOf }) => {
    const directory = folder();
    const { kv, disk } = opened(directory, diskOf(directory));
    const size = (): number =>
      Math.min(
        ...[0, 1].map((turn) => statSync(join(directory, `store.log.${turn}`), { throwIfNoEntry: false })?.size ?? 0),
      );
    await group(kv, 0);
    // one of half a megabyte fits into a new log and a second one does not
    for (let round = 1; size() < 16 * 1024 * 1024; round++) {
      expect(round).toBeLessThan(300);
      await group(kv, round);
    }
    const syncs = disk.calls.get('store.mdb sync')!;
    for (let round = 0; round < 20; round++) await group(kv, round + 7);
    expect(disk.calls.get('store.mdb sync')).toBeLessThan(syncs + 5);
    const content = contentOf(kv);
    const image = folder();
    disk.losePower(image, (block) => block % 3 === 0);
    expect(await contentAfter(image)).toEqual(content);
    await kv.close();
    expect(await contentAfter(directory)).toEqual(content);
  });
});

describe('a store of the version without a log', () => {
  it('opens, keeps everything when it gets one, and is no longer for that version', async () => {
    const directory = folder();
    const path = join(directory, 'store.mdb');
    const old = open<Uint8Array, Uint8Array>({
      ...{ path, noSubdir: true, pageSize: 8192, keyEncoding: 'binary', encoding: 'binary', maxDbs: 8 },
    } as Parameters<typeof open>[0]);
    const binary = { keyEncoding: 'binary', encoding: 'binary' } as const;
    const stores = ['catalog', 'rows', 'history', 'metrics', 'audit', 'meta'].map((name) =>
      old.openDB<Uint8Array, Uint8Array>({ name, ...binary }),
    );
    stores[5]!.putSync(b('format'), Buffer.from([0, 0, 0, 1]));
    for (let i = 0; i < 500; i++) stores[1]!.putSync(b(`key ${i}`), Buffer.alloc(100, i));
    await old.close();
    const { kv, disk } = opened(directory);
    expect(contentOf(kv).size).toBe(500);
    expect(kv.get('meta', b('format'))).toEqual(Buffer.from([0, 0, 0, 1]));
    await kv.write((tx) => tx.put('rows', b('first'), b('x')));
    expect(kv.get('meta', b('format'))).toEqual(Buffer.from([0, 0, 0, 2]));
    await warm(kv);
    await kv.write((tx) => tx.put('rows', b('new'), b('x')));
    const content = contentOf(kv);
    const image = folder();
    disk.losePower(image, (block) => block % 2 === 1);
    expect(await contentAfter(image)).toEqual(content);
    await kv.close();
    expect(await contentAfter(directory)).toEqual(content);
  });
});

describe('a log that cannot be trusted', () => {
  async function killed(): Promise<string> {
    const directory = folder();
    const { kv, disk } = opened(directory);
    await warm(kv);
    for (let i = 0; i < 20; i++) await kv.write((tx) => tx.put('rows', b(`key ${i}`), Buffer.alloc(200, i)));
    const path = folder();
    disk.losePower(path, () => true);
    await kv.close();
    return path;
  }
  const refused = (why: string) => expect.objectContaining({ code: 'corrupt', message: expect.stringContaining(why) });

  it('is refused when it belongs to another store', async () => {
    const [one, other] = [await killed(), await killed()];
    for (const name of ['store.log.0', 'store.log.1'])
      if (existsSync(join(other, name))) cpSync(join(other, name), join(one, name));
    expect(() => openLmdb({ directory: one })).toThrow(refused('belongs to another store'));
  });

  it('is refused when a record before its end is damaged', async () => {
    const directory = await killed();
    for (const name of ['store.log.0', 'store.log.1']) {
      if (!existsSync(join(directory, name))) continue;
      const log = readFileSync(join(directory, name));
      const at = log.indexOf('key 7');
      if (at > 0) log[at] = 0x58;
      writeFileSync(join(directory, name), log);
    }
    expect(() => openLmdb({ directory })).toThrow(refused('damaged before its end'));
  });

  it('is refused when its head is damaged, and when the data file is gone', async () => {
    const directory = await killed();
    rmSync(join(directory, 'store.mdb'));
    expect(() => openLmdb({ directory })).toThrow(refused('its data file is gone'));
    const second = await killed();
    for (const name of ['store.log.0', 'store.log.1'])
      if (existsSync(join(second, name))) {
        const log = readFileSync(join(second, name));
        log[9] = log[9]! ^ 1;
        writeFileSync(join(second, name), log);
      }
    expect(() => openLmdb({ directory: second })).toThrow(refused('unreadable'));
  });

  it('is refused when the data file is of another time', async () => {
    const directory = await killed();
    const older = folder();
    const { kv } = opened(older);
    await kv.write((tx) => tx.put('rows', b('k'), b('v')));
    await kv.close();
    cpSync(join(older, 'store.mdb'), join(directory, 'store.mdb'));
    expect(() => openLmdb({ directory })).toThrow(expect.objectContaining({ code: 'corrupt' }));
  });
});

describe('a disk that fails', () => {
  it('under the log: the data file takes the write, and nothing is lost', async () => {
    for (const code of ['EIO', 'ENOSPC'] as const) {
      const directory = folder();
      const { kv, disk } = opened(directory);
      await warm(kv);
      await write(kv, [[{ space: 'rows', key: 'before', bytes: 10, fill: 1 }]]);
      disk.fault = { file: /store\.log/, call: 'write', code };
      await write(kv, [
        [{ space: 'rows', key: 'a', bytes: 10, fill: 2 }],
        [{ space: 'rows', key: 'b', bytes: 10, fill: 3 }],
      ]);
      await write(kv, [[{ space: 'rows', key: 'c', bytes: 10, fill: 4 }]]);
      const content = contentOf(kv);
      expect(content.size).toBe(4);
      const path = folder();
      disk.losePower(path, () => false);
      expect(await contentAfter(path)).toEqual(content);
      await kv.close();
    }
  });

  it('under the data file: what came before is there, and nothing more is acknowledged', async () => {
    const directory = folder();
    const { kv, disk, rest } = opened(directory);
    await warm(kv);
    await write(kv, [[{ space: 'rows', key: 'before', bytes: 10, fill: 1 }]]);
    const content = contentOf(kv);
    disk.fault = { file: /store\.mdb/, call: 'sync', code: 'EIO' };
    rest();
    await new Promise((resolve) => setTimeout(resolve, 20));
    disk.fault = undefined;
    await expect(kv.write((tx) => tx.put('rows', b('later'), b('x')))).rejects.toMatchObject({
      code: 'unknown',
      message: expect.stringContaining('EIO'),
    });
    expect(kv.get('rows', b('later'))).toBeUndefined();
    const path = folder();
    disk.losePower(path, (block) => block % 2 === 0);
    expect(await contentAfter(path)).toEqual(content);
    await expect(kv.close()).rejects.toMatchObject({ code: 'unknown' });
    expect(await contentAfter(directory)).toEqual(content);
  });

  it('under both: the write is refused with its reason, and what came before stays readable', async () => {
    const directory = folder();
    const { kv, disk } = opened(directory);
    await warm(kv);
    await write(kv, [[{ space: 'rows', key: 'before', bytes: 10, fill: 1 }]]);
    disk.fault = { file: /store/, call: 'write', code: 'ENOSPC' };
    await expect(kv.write((tx) => tx.put('rows', b('k'), b('v')))).rejects.toMatchObject({ code: 'full' });
    expect(kv.get('rows', b('before'))).toEqual(Buffer.alloc(10, 1));
    await kv.close().catch(() => undefined);
    const found = await contentAfter(directory);
    expect(found.get('rows before')).toBe(Buffer.alloc(10, 1).toString('latin1'));
  });
});
