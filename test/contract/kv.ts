// What every adapter of the store promises. A test file of an adapter calls kvContract with a way to open a fresh one.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyRange, Kv, KvReader, KvTransaction, RangeOptions } from '../../src/core/engine/kv/kv.js';
import { readTotals } from '../../src/core/engine/kv/totals.js';

const b = (text: string): Buffer => Buffer.from(text);

export function kvContract(name: string, open: () => Promise<{ kv: Kv; dispose: () => Promise<void> }>): void {
  describe(`${name} keeps the contract of the store`, () => {
    let kv: Kv;
    let dispose: () => Promise<void>;
    beforeEach(async () => {
      ({ kv, dispose } = await open());
    });
    afterEach(() => dispose());

    const fill = (...keys: string[]): Promise<void> =>
      kv.write((tx) => {
        for (const key of keys) tx.put('rows', b(key), b(`value of ${key}`));
      });
    const collect = (range: RangeOptions): string[] => {
      const seen: string[] = [];
      kv.visit('rows', range, (key, value) => {
        seen.push(`${Buffer.from(key)}=${Buffer.from(value)}`);
        return undefined;
      });
      return seen.map((entry) => entry.split('=')[0]!);
    };

    it('gives back what was put, in its own space only', async () => {
      await fill('k');
      expect(kv.get('rows', b('k'))).toEqual(b('value of k'));
      expect(Buffer.from(kv.view('rows', b('k'))!)).toEqual(b('value of k'));
      expect(kv.get('meta', b('k'))).toBeUndefined();
      expect(kv.get('rows', b('kk'))).toBeUndefined();
    });

    it('gives the place of what was put last, read before or not, in the turn of its answer and later', async () => {
      const placed = (reader: KvReader, key: string): string | undefined => {
        const place = reader.place('rows', b(key));
        return place && Buffer.from(place.bytes.slice(place.start, place.end)).toString();
      };
      const model = new Map<string, string>();
      const keys = Array.from({ length: 40 }, (_, n) => `k${n}`);
      const agrees = (): void => expect(keys.map((key) => placed(kv, key))).toEqual(keys.map((key) => model.get(key)));
      for (let round = 0; round < 300; round++) {
        const key = `k${(round * 7) % 40}`;
        const value = round % 5 === 0 ? undefined : `${round}`.repeat((round % 50) + 1);
        const refused = round % 11 === 0;
        const work = (tx: KvTransaction): void => {
          if (value === undefined) tx.remove('rows', b(key));
          else tx.put('rows', b(key), b(value));
          expect(placed(tx, key)).toBe(value);
          if (refused) throw new Error('refused');
        };
        agrees();
        const written = round % 3 === 0 ? Promise.resolve().then(() => kv.writeNow(work)) : kv.write(work);
        // the store may be read while the commit is under way
        const before = placed(kv, key);
        expect(before).toBe(model.get(key));
        await written.catch((error: Error) => expect(error.message).toBe('refused'));
        if (!refused && value === undefined) model.delete(key);
        else if (!refused && value !== undefined) model.set(key, value);
        agrees();
        if (round % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      expect(model.size).toBeGreaterThan(20);
    });

    it('gives the same entries in place, also to visitors within visitors, and inside a write', async () => {
      const keys = Array.from({ length: 3000 }, (_, i) => `k${String((i * 7919) % 3000).padStart(6, '0')}`);
      await kv.write((tx) => {
        for (const key of keys) tx.put('rows', b(key), Buffer.alloc(key.endsWith('77') ? 9000 : 150, key));
      });
      const inPlace = (from: KvReader, range: KeyRange): string[] => {
        const seen: string[] = [];
        from.visitInPlace('rows', range, (memory, keyAt, keyEnd, values, valueAt, valueEnd) => {
          const key = Buffer.from(memory.subarray(keyAt, keyEnd)).toString();
          const wanted = Buffer.alloc(key.endsWith('77') ? 9000 : 150, key);
          if (!wanted.equals(values.subarray(valueAt, valueEnd))) throw new Error(`${key} has another value`);
          seen.push(key);
          return undefined;
        });
        return seen;
      };
      const ranges: KeyRange[] = [
        { start: b(''), end: b('z') },
        { start: b('k000010'), end: b('k000010') },
        { start: b('k000777'), end: b('k002001') },
        { start: b('k0007775'), end: b('k0020015') },
        { start: b('k001000'), end: b('k001200'), reverse: true },
        { start: b('x'), end: b('z') },
      ];
      for (const range of ranges) expect(inPlace(kv, range)).toEqual(collect(range));
      await kv.write((tx) => {
        tx.remove('rows', b('k001001'));
        expect(inPlace(tx, { start: b('k001000'), end: b('k001003') })).toEqual(['k001000', 'k001002']);
      });
      const nested: string[] = [];
      kv.visitInPlace('rows', { start: b('k001000'), end: b('k001100') }, (memory, keyAt, keyEnd) => {
        const count = inPlace(kv, { start: b('k001000'), end: b('k001100') }).length;
        expect(kv.view('rows', b('k000000'))?.length).toBe(150);
        nested.push(`${Buffer.from(memory.subarray(keyAt, keyEnd))} ${count}`);
        return nested.length < 40;
      });
      expect(nested.at(-1)).toBe('k001040 99');
      expect(inPlace(kv, { start: b('k001000'), end: b('k001003') })).toEqual(['k001000', 'k001002']);
    });

    it('replaces and removes', async () => {
      await fill('k');
      await kv.write((tx) => tx.put('rows', b('k'), b('second')));
      expect(kv.get('rows', b('k'))).toEqual(b('second'));
      expect(await kv.write((tx) => tx.remove('rows', b('k')))).toBe(true);
      expect(await kv.write((tx) => tx.remove('rows', b('k')))).toBe(false);
      expect(kv.get('rows', b('k'))).toBeUndefined();
    });

    it('keeps values of any length, also none', async () => {
      const lengths = [0, 1, 4095, 4096, 5000, 40_000, 1_200_000];
      await kv.write((tx) => {
        for (const length of lengths) tx.put('rows', b(`k${length}`), Buffer.alloc(length, length % 251));
      });
      for (const length of lengths) {
        expect(kv.get('rows', b(`k${length}`))?.length).toBe(length);
        expect(kv.view('rows', b(`k${length}`))?.length).toBe(length);
      }
      expect(kv.get('rows', b('k5000'))).toEqual(Buffer.alloc(5000, 5000 % 251));
      const seen = new Map<string, number>();
      kv.visit('rows', { start: b('k'), end: b('l') }, (key, value) => {
        seen.set(Buffer.from(key).toString(), value.length);
        return undefined;
      });
      expect([...seen.entries()].sort()).toEqual(lengths.map((length) => [`k${length}`, length]).sort());
    });

    it('keeps keys of 3000 bytes', async () => {
      const key = Buffer.alloc(3000, 7);
      await kv.write((tx) => tx.put('rows', key, b('v')));
      expect(kv.get('rows', key)).toEqual(b('v'));
    });

    it('visits from start up to but without end, in byte order', async () => {
      await fill('b', 'd', 'a', 'c', 'bb');
      expect(collect({ start: b('b'), end: b('d') })).toEqual(['b', 'bb', 'c']);
      expect(collect({ start: b('aa'), end: b('z') })).toEqual(['b', 'bb', 'c', 'd']);
      expect(collect({ start: b('e'), end: b('z') })).toEqual([]);
      expect(collect({ start: b('c'), end: b('c') })).toEqual([]);
      expect(collect({ start: b('d'), end: b('a') })).toEqual([]);
    });

    it('visits backwards with the same bounds', async () => {
      await fill('b', 'd', 'a', 'c', 'bb');
      expect(collect({ start: b('b'), end: b('d'), reverse: true })).toEqual(['c', 'bb', 'b']);
      expect(collect({ start: b('aa'), end: b('z'), reverse: true })).toEqual(['d', 'c', 'bb', 'b']);
      expect(collect({ start: b('bc'), end: b('bd'), reverse: true })).toEqual([]);
    });

    it('stops at the limit and when the visitor says so', async () => {
      await fill('a', 'b', 'c');
      expect(collect({ start: b('a'), end: b('z'), limit: 2 })).toEqual(['a', 'b']);
      expect(collect({ start: b('a'), end: b('z'), limit: 0 })).toEqual([]);
      let calls = 0;
      kv.visit('rows', { start: b('a'), end: b('z') }, () => {
        calls++;
        return false;
      });
      expect(calls).toBe(1);
    });

    it('lets a visitor read and visit without losing its place', async () => {
      await fill('a', 'b', 'c');
      const seen: string[] = [];
      kv.visit('rows', { start: b('a'), end: b('z') }, (key, value) => {
        expect(Buffer.from(kv.view('rows', b('c'))!)).toEqual(b('value of c'));
        kv.visit('rows', { start: b('b'), end: b('c') }, (inner, innerValue) => {
          expect(Buffer.from(inner)).toEqual(b('b'));
          kv.view('rows', b('a'));
          expect(Buffer.from(innerValue)).toEqual(b('value of b'));
          return undefined;
        });
        seen.push(`${Buffer.from(key)}: ${Buffer.from(value)}`);
        return undefined;
      });
      expect(seen).toEqual(['a: value of a', 'b: value of b', 'c: value of c']);
    });

    it('goes on after a visitor threw', async () => {
      await fill('a', 'b');
      expect(() =>
        kv.visit('rows', { start: b('a'), end: b('z') }, () => {
          throw new Error('visitor');
        }),
      ).toThrow('visitor');
      expect(collect({ start: b('a'), end: b('z') })).toEqual(['a', 'b']);
    });

    it('shows a transaction its own writes', async () => {
      await fill('a', 'c');
      const seen = await kv.write((tx) => {
        tx.put('rows', b('b'), b('new'));
        tx.remove('rows', b('c'));
        const keys: string[] = [];
        tx.visit('rows', { start: b('a'), end: b('z') }, (key) => {
          keys.push(Buffer.from(key).toString());
          return undefined;
        });
        tx.put('rows', b('b'), b('newer'));
        return { keys, b: tx.get('rows', b('b')), c: tx.get('rows', b('c')) };
      });
      expect(seen).toEqual({ keys: ['a', 'b'], b: b('newer'), c: undefined });
    });

    it('undoes a work that throws and leaves the others of its group alone', async () => {
      await fill('kept', 'gone');
      const results = await Promise.allSettled([
        kv.write((tx) => tx.put('rows', b('one'), b('1'))),
        kv.write((tx) => {
          tx.put('rows', b('one'), b('spoilt'));
          tx.put('rows', b('two'), b('spoilt'));
          tx.remove('rows', b('gone'));
          expect(tx.get('rows', b('one'))).toEqual(b('spoilt'));
          tx.put('rows', b('kept'), b('spoilt'));
          tx.add('meta', b('sum'), 100, 100);
          throw new Error('no');
        }),
        kv.write((tx) => {
          tx.add('meta', b('sum'), 1, 2);
          return tx.get('rows', b('one'))?.toString();
        }),
      ]);
      expect(results[1]).toEqual({ status: 'rejected', reason: new Error('no') });
      expect(results[2]).toEqual({ status: 'fulfilled', value: '1' });
      expect(collect({ start: b('a'), end: b('z') })).toEqual(['gone', 'kept', 'one']);
      expect(kv.get('rows', b('kept'))).toEqual(b('value of kept'));
      expect(readTotals(kv.get('meta', b('sum')))).toEqual([1, 2]);
    });

    it('adds up totals of many works', async () => {
      await Promise.all(Array.from({ length: 50 }, (_, i) => kv.write((tx) => tx.add('meta', b('sum'), 1, i))));
      await kv.write((tx) => tx.add('meta', b('sum'), -1, 0.5));
      expect(readTotals(kv.get('meta', b('sum')))).toEqual([49, 1225.5]);
    });

    it('runs works in the order they came', async () => {
      const order: number[] = [];
      await Promise.all(
        Array.from({ length: 100 }, (_, i) =>
          kv.write((tx) => {
            order.push(i);
            tx.put('rows', b('last'), b(String(i)));
          }),
        ),
      );
      expect(order).toEqual(Array.from({ length: 100 }, (_, i) => i));
      expect(kv.get('rows', b('last'))).toEqual(b('99'));
    });

    it('writes at once when asked to, also while others wait', async () => {
      const later = kv.write((tx) => tx.put('rows', b('k'), b('queued')));
      expect(kv.writeNow((tx) => tx.get('rows', b('k')))).toBeUndefined();
      kv.writeNow((tx) => tx.put('rows', b('k'), b('now')));
      expect(kv.get('rows', b('k'))).toEqual(b('now'));
      await later;
      expect(kv.get('rows', b('k'))).toEqual(b('queued'));
      expect(() =>
        kv.writeNow((tx) => {
          tx.put('rows', b('k'), b('spoilt'));
          throw new Error('no');
        }),
      ).toThrow('no');
      expect(kv.get('rows', b('k'))).toEqual(b('queued'));
    });

    it('changes its epoch with a commit and only then', async () => {
      await fill('a');
      const before = kv.epoch();
      await new Promise((resolve) => setImmediate(resolve));
      expect(kv.epoch()).toBe(before);
      await fill('b');
      expect(kv.epoch()).not.toBe(before);
    });

    it('grows by what is put', async () => {
      const before = kv.sizeBytes();
      await kv.write((tx) => tx.put('rows', b('big'), Buffer.alloc(1_000_000, 1)));
      expect(kv.sizeBytes()).toBeGreaterThanOrEqual(before + 1_000_000);
    });

    it('finishes waiting writes when it is closed, and takes none after', async () => {
      const waiting = fill('a');
      const closing = kv.close();
      await waiting;
      await closing;
      await expect(kv.write(() => 1)).rejects.toMatchObject({ code: 'closed' });
      expect(() => kv.get('rows', b('a'))).toThrow(expect.objectContaining({ code: 'closed' }));
    });
  });
}
