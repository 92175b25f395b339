// Rows kept in memory against a model of the store: whatever own groups, other processes and evictions do in between, a row that
// is found is the one that the snapshot shows.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeOf } from '../../../../src/core/engine/kv/kv.js';
import { RowCache } from '../../../../src/core/engine/kv/row-cache.js';

const b = (text: string): Buffer => Buffer.from(text);
const keyOf = (n: number): Buffer => b(`tab:token-of-${n}`);

type Step =
  | { readonly kind: 'read'; readonly key: number }
  | { readonly kind: 'write'; readonly key: number; readonly size: number; readonly removes: boolean }
  | { readonly kind: 'begin'; readonly holds: boolean }
  | { readonly kind: 'release' | 'commit' | 'abort' | 'end' | 'snapshot' | 'blind' }
  | { readonly kind: 'other'; readonly key: number };

const key = fc.nat(30);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('read' as const), key }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      key,
      size: fc.constantFrom(0, 1, 10, 11, 12, 13, 200, 5000),
      removes: fc.boolean(),
    }),
  },
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom('commit', 'end', 'snapshot', 'snapshot') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('begin' as const), holds: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('abort', 'blind', 'release') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('other' as const), key }) },
);

type State = ReadonlyMap<number, Buffer>;

/** One process on a store, and others that write to it now and then. */
class Model {
  found = 0;
  private readonly cache: RowCache;
  /** By number of commit. */
  private readonly states: State[] = [new Map()];
  private snapshot: State = new Map();
  private certain = false;
  private group: Map<number, Buffer> | undefined;
  private wrote = false;
  /** A transaction that stays open, with all groups until it is released; and what it was before the group at hand. */
  private held: Map<number, Buffer> | undefined;
  private heldBefore = new Map<number, Buffer>();
  private heldWrote = false;
  /** Committed, or given up, and not yet told. */
  private untold: boolean | undefined;
  private marks = 0;

  constructor(bytes: number) {
    this.cache = new RowCache(bytes);
  }

  private get last(): State {
    return this.states.at(-1)!;
  }

  run(each: Step): void {
    switch (each.kind) {
      case 'read':
        this.read(each.key);
        return;
      case 'begin':
        if (this.group !== undefined || this.untold !== undefined) return;
        if (each.holds && this.held === undefined) {
          this.held = new Map(this.last);
          this.heldWrote = false;
        }
        this.heldBefore = new Map(this.held);
        this.group = this.held ?? new Map(this.last);
        this.wrote = false;
        this.cache.groupBegins(this.states.length - 1, this.held !== undefined);
        return;
      case 'release':
        if (this.group !== undefined || this.held === undefined) return;
        if (this.heldWrote) this.states.push(this.held);
        this.held = undefined;
        return;
      case 'write':
        if (this.group === undefined) return;
        this.wrote = true;
        this.heldWrote = true;
        this.cache.writes(keyOf(each.key));
        if (each.removes) this.group.delete(each.key);
        else this.group.set(each.key, Buffer.alloc(each.size, String(++this.marks)));
        return;
      case 'commit':
      case 'abort':
        if (this.group === undefined) return;
        this.untold = each.kind === 'commit';
        // a transaction that wrote nothing gets no number
        if (this.held === undefined && this.untold && this.wrote) this.states.push(this.group);
        if (this.held !== undefined && !this.untold) {
          this.held = new Map(this.heldBefore);
          this.run({ kind: 'end' });
        }
        this.group = undefined;
        return;
      case 'end':
        if (this.untold === undefined) return;
        this.cache.groupEnds(this.untold);
        this.untold = undefined;
        return;
      case 'other':
        // one writer at a time
        if (this.group === undefined && this.held === undefined)
          this.states.push(new Map(this.last).set(each.key, b(`other ${++this.marks}`)));
        return;
      case 'snapshot':
        // after a transaction was given up, its number may be another's: who gave it up has been told by the next snapshot
        if (this.held !== undefined) return;
        if (this.untold === false) this.run({ kind: 'end' });
        this.snapshot = this.last;
        this.certain = true;
        this.cache.snapshot(this.states.length - 1);
        return;
      case 'blind':
        if (this.held !== undefined) return;
        this.snapshot = this.last;
        this.certain = false;
        this.cache.unknownSnapshot();
    }
  }

  private read(n: number): void {
    const key = keyOf(n);
    // between a transaction that was released and the next snapshot, reads pass the cache by
    if (this.cache.isLive !== (this.held !== undefined)) return;
    const shown = (this.held ?? this.snapshot).get(n);
    const place = this.cache.find(key);
    if (place !== undefined) {
      expect(this.certain || this.held !== undefined).toBe(true);
      expect(Buffer.from(place.bytes.slice(place.start, place.end))).toEqual(shown);
      this.found += 1;
    } else if (shown !== undefined) this.cache.add(key, wholeOf(shown)!);
  }
}

describe('rows kept in memory', () => {
  it.each([64, 400, 1024, 16_384])('are those of the snapshot, in %d bytes', (bytes) => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 50, maxLength: 400, size: 'max' }), (steps) => {
        const model = new Model(bytes);
        for (const each of steps) model.run(each);
        found += model.found;
      }),
      { numRuns: 400 },
    );
    if (bytes > 64) expect(found).toBeGreaterThan(1000);
  });

  it('of a few hot keys stay while others come and go', () => {
    const cache = new RowCache(64 * 1024);
    cache.snapshot(0);
    let found = 0;
    for (let i = 0; i < 20_000; i++) {
      const key = keyOf(i % 100 === 0 ? 1_000_000 + i : i % 50);
      if (cache.find(key) === undefined) cache.add(key, wholeOf(Buffer.alloc(100))!);
      else found += 1;
    }
    expect(found).toBeGreaterThan(19_000);
  });

  it('stay while a hundred times as many are read once each', () => {
    const cache = new RowCache(64 * 1024);
    cache.snapshot(0);
    const readAll = (first: number, rows: number): number => {
      let found = 0;
      for (let i = first; i < first + rows; i++) {
        if (cache.find(keyOf(i)) === undefined) cache.add(keyOf(i), wholeOf(Buffer.alloc(300))!);
        else found += 1;
      }
      return found;
    };
    readAll(0, 150);
    readAll(1000, 20_000);
    expect(readAll(0, 150)).toBeGreaterThan(130);
    // who is read a second time comes in when there is no room left
    for (let reads = 0; reads < 3; reads++) readAll(30_000, 150);
    expect(readAll(30_000, 150)).toBeGreaterThan(120);
  });

  it('find room in more memory when there are many', () => {
    const cache = new RowCache(4 * 1024 * 1024);
    cache.snapshot(0);
    const rows = 10_000;
    const value = (i: number): Buffer => Buffer.alloc(200, String(i));
    let found = 0;
    for (let i = 0; i < 4 * rows; i++) {
      const place = cache.find(keyOf(i % rows));
      if (place === undefined) cache.add(keyOf(i % rows), wholeOf(value(i % rows))!);
      else {
        found += 1;
        expect(value(i % rows).equals(place.bytes.subarray(place.start, place.end))).toBe(true);
      }
    }
    expect(found).toBeGreaterThan(1.5 * rows);
  });
});
