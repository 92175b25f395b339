// Point reads from LMDB's map against LMDB's own: any keys, however trees grow, shrink and are written anew, by this process and by
// others, in a map that LMDB makes anew as the file grows.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Kv, KvTransaction } from '../../../../src/core/engine/kv/kv.js';
import { LeafFinder, notHere } from '../../../../src/core/engine/kv/leaf-finder.js';
import { openLmdb } from '../../../../src/core/engine/kv/lmdb.js';
import { LmdbMap } from '../../../../src/core/engine/kv/lmdb-map.js';
import { LmdbPages } from '../../../../src/core/engine/kv/lmdb-pages.js';

const folders: string[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'ks-finder-'));
  folders.push(path);
  return path;
};
afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A store that commits each write at once, and does not hold a transaction open, as when there are few. */
function opened(directory: string): Kv {
  let look = (): void => undefined;
  const clock = {
    every: (_milliseconds: number, task: () => void) => {
      look = task;
      return () => undefined;
    },
  };
  const kv = openLmdb({ directory, clock });
  const write: Kv['write'] = (work) => {
    look();
    return kv.write(work);
  };
  return Object.assign(Object.create(kv) as Kv, { write });
}

/** A finder beside an open store, which looks from the first read on. */
class Beside {
  found = 0;
  private readonly kv: Kv;
  private readonly pages: LmdbPages;
  private readonly finder: LeafFinder;

  constructor(directory: string, kv: Kv) {
    const path = join(directory, 'store.mdb');
    this.kv = kv;
    this.pages = new LmdbPages(path);
    this.finder = new LeafFinder(new LmdbMap(path), 0);
  }

  /** In one turn of the event loop, in which the store's snapshot stays. */
  compare(keys: Iterable<Buffer>): void {
    this.kv.epoch();
    this.pages.renew();
    for (const key of keys) {
      const found = this.finder.find(this.pages.snapshot, this.pages.rootOf('rows')!, key);
      if (found === notHere) continue;
      this.found += 1;
      const bytes = found && Buffer.from(found.bytes.subarray(found.start, found.end));
      const own = this.kv.get('rows', key);
      // an expectation for each key would take minutes
      if (bytes === undefined || own === undefined ? bytes !== own : !bytes.equals(own)) expect(bytes).toEqual(own);
    }
  }

  root(): number | undefined {
    this.kv.epoch();
    this.pages.renew();
    return this.pages.rootOf('rows');
  }

  close(): void {
    this.finder.close();
    this.pages.close();
  }
}

/** As rows have them: a table, a token, and what tells rows of one token apart. */
function keyOf(table: number, token: number, rest: number): Buffer {
  const key = Buffer.alloc(18);
  key.writeUInt32BE(table, 0);
  // tokens lie anywhere; neighbours of them, too
  key.writeUInt32BE(Math.imul(token >> 1, 0x9e3779b1) >>> 0, 4);
  key.writeUInt32BE(token & 1, 8);
  key.writeUInt32BE(rest, 12);
  return key;
}

const step = fc.record({
  table: fc.constantFrom(0, 1, 2, 7, 70_000, 0xffffffff),
  from: fc.nat(3000),
  tokens: fc.integer({ min: 1, max: 1500 }),
  rows: fc.constantFrom(1, 1, 1, 3, 200),
  bytes: fc.constantFrom(0, 1, 20, 180, 180, 900, 9000),
  removes: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function write(tx: KvTransaction, each: Step, keys: Map<string, Buffer>): void {
  const tokens = each.rows * each.tokens * each.bytes > 4e6 ? 20 : each.tokens;
  for (let token = each.from; token < each.from + tokens; token++) {
    for (let row = 0; row < each.rows; row++) {
      const key = keyOf(each.table, token, row);
      keys.set(key.toString('latin1'), key);
      if (each.removes) tx.remove('rows', key);
      else tx.put('rows', key, Buffer.alloc(each.bytes, token + row));
    }
  }
}

describe.runIf(process.platform === 'linux')('rows found in the map', () => {
  it('are those that LMDB finds, and those are missing that it misses', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const directory = folder();
        const kv = opened(directory);
        const beside = new Beside(directory, kv);
        const keys = new Map([7, 8, 9].map((n) => [String(n), keyOf(n, n, n)]));
        for (const each of steps) {
          await kv.write((tx) => write(tx, each, keys));
          beside.compare(keys.values());
          beside.compare([Buffer.alloc(3), Buffer.alloc(12), Buffer.alloc(40, 0xff)]);
        }
        found += beside.found;
        beside.close();
        await kv.close();
      }),
      { numRuns: Number(process.env.KS_RUNS ?? 40) },
    );
    expect(found).toBeGreaterThan(10_000);
  }, 120_000);

  it('are the new ones when pages are used again under the numbers that they had', async () => {
    const directory = folder();
    const kv = opened(directory);
    const beside = new Beside(directory, kv);
    const keys = Array.from({ length: 400 }, (_, i) => keyOf(1, i * 7, 0));
    let last: number | undefined;
    let again = 0;
    for (let round = 0; round < 300; round++) {
      await kv.write((tx) => {
        // leaves are split and emptied, so that another tree lies below the root
        for (const [i, key] of keys.entries()) {
          if (round === 0 || (round + i) % 3 === 0) tx.put('rows', key, Buffer.alloc(40 + 40 * (round % 5), round));
          else if ((round + i) % 17 === 0) tx.remove('rows', key);
        }
      });
      const root = beside.root();
      if (round % 20 !== 10 && root !== last) continue;
      last = root;
      again++;
      beside.compare(keys);
    }
    expect(again).toBeGreaterThan(20);
    expect(beside.found).toBeGreaterThan(2000);
    beside.close();
    await kv.close();
  }, 60_000);

  it('stay where they are while the file outgrows the map many times', async () => {
    const directory = folder();
    const kv = opened(directory);
    const beside = new Beside(directory, kv);
    const keys: Buffer[] = [];
    for (let rows = 100; rows < 20_000; rows *= 3) {
      await kv.write((tx) => {
        for (let i = keys.length; i < rows; i++) {
          keys.push(keyOf(1, i, 0));
          tx.put('rows', keys[i]!, Buffer.alloc(200, i));
        }
      });
      beside.compare(keys);
    }
    expect(beside.found).toBeGreaterThan(10_000);
    beside.close();
    await kv.close();
  }, 60_000);

  it('are read by the store itself after some reads of an unchanged tree', async () => {
    const directory = folder();
    const kv = opened(directory);
    const keys = Array.from({ length: 5000 }, (_, i) => keyOf(1, i, 0));
    await kv.write((tx) => {
      for (const [i, key] of keys.entries()) tx.put('rows', key, Buffer.alloc(5000, i));
    });
    for (let round = 0; round < 3; round++) {
      for (const [i, key] of keys.entries()) {
        const place = kv.place('rows', key)!;
        expect([place.end - place.start, place.bytes[place.start]]).toEqual([5000, i & 0xff]);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(kv.place('rows', keyOf(2, 1, 1))).toBeUndefined();
    await kv.close();
    expect(() => kv.place('rows', keys[0]!)).toThrow('closed');
  }, 60_000);
});
