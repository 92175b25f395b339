// The store in memory, for tests and simulation: the same promises as lmdb.ts, but nothing is on disk and one process sees it.

import type {
  EntryVisitor,
  KeyRange,
  Kv,
  KvReader,
  KvTransaction,
  Place,
  PlaceVisitor,
  RangeOptions,
  Space,
} from './kv.js';
import { inPlace, spaces, wholeOf } from './kv.js';
import { StoreError } from './store-error.js';
import { Totals } from './totals.js';
import { type Entry, WriteQueue } from './write-queue.js';

interface Item {
  readonly key: Buffer;
  value: Buffer;
}

/** Keys in order; inserting moves the items behind, which is quick enough for a test's data. */
class SortedMap implements Iterable<Item> {
  private readonly items: Item[] = [];

  [Symbol.iterator](): Iterator<Item> {
    return this.items[Symbol.iterator]();
  }

  get size(): number {
    return this.items.length;
  }

  at(index: number): Item | undefined {
    return this.items[index];
  }

  /** Index of the first key at or after `key`. */
  find(key: Uint8Array): number {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (Buffer.compare(this.items[middle]!.key, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  get(key: Uint8Array): Buffer | undefined {
    const item = this.items[this.find(key)];
    return item !== undefined && Buffer.compare(item.key, key) === 0 ? item.value : undefined;
  }

  set(key: Uint8Array, value: Uint8Array): void {
    const index = this.find(key);
    const item = this.items[index];
    const copy = Buffer.from(value);
    if (item !== undefined && Buffer.compare(item.key, key) === 0) item.value = copy;
    else this.items.splice(index, 0, { key: Buffer.from(key), value: copy });
  }

  delete(key: Uint8Array): void {
    const index = this.find(key);
    const item = this.items[index];
    if (item !== undefined && Buffer.compare(item.key, key) === 0) this.items.splice(index, 1);
  }
}

type Maps = Readonly<Record<Space, SortedMap>>;

class MapReader implements KvReader {
  protected readonly maps: Maps;

  constructor(maps: Maps) {
    this.maps = maps;
  }

  place(space: Space, key: Uint8Array): Place | undefined {
    return wholeOf(this.view(space, key));
  }

  view(space: Space, key: Uint8Array): Uint8Array | undefined {
    return this.maps[space].get(key);
  }

  get(space: Space, key: Uint8Array): Buffer | undefined {
    const found = this.view(space, key);
    return found && Buffer.from(found);
  }

  // the place is looked up again after each call: the visitor may write
  visit(space: Space, range: RangeOptions, visit: EntryVisitor): void {
    const map = this.maps[space];
    let left = range.limit ?? Number.POSITIVE_INFINITY;
    let index = range.reverse ? map.find(range.end) - 1 : map.find(range.start);
    while (left-- > 0) {
      const item = map.at(index);
      if (item === undefined) return;
      if (Buffer.compare(item.key, range.start) < 0 || Buffer.compare(item.key, range.end) >= 0) return;
      if (visit(item.key, item.value) === false) return;
      const here = map.find(item.key);
      const stayed = map.at(here)?.key === item.key;
      index = range.reverse ? here - 1 : here + (stayed ? 1 : 0);
    }
  }

  visitInPlace(space: Space, range: KeyRange, visit: PlaceVisitor): void {
    this.visit(space, range, inPlace(visit));
  }
}

class MemoryTransaction extends MapReader implements KvTransaction {
  serial = 0;
  private readonly undo: { readonly space: Space; readonly key: Buffer; readonly before: Buffer | undefined }[] = [];
  private readonly totals = new Totals();

  put(space: Space, key: Uint8Array, value: Uint8Array): void {
    this.undo.push({ space, key: Buffer.from(key), before: this.maps[space].get(key) });
    this.maps[space].set(key, value);
  }

  remove(space: Space, key: Uint8Array): boolean {
    const before = this.maps[space].get(key);
    if (before === undefined) return false;
    this.undo.push({ space, key: Buffer.from(key), before });
    this.maps[space].delete(key);
    return true;
  }

  add(space: Space, key: Uint8Array, first: number, second: number): void {
    this.totals.add(space, key, first, second);
  }

  run(entry: Entry): void {
    try {
      entry.outcome = { kind: 'done', value: entry.work(this) };
      this.totals.keep();
    } catch (reason) {
      entry.outcome = { kind: 'failed', reason };
      this.totals.drop();
      for (const { space, key, before } of this.undo.reverse()) {
        if (before === undefined) this.maps[space].delete(key);
        else this.maps[space].set(key, before);
      }
    }
    this.undo.length = 0;
  }

  finish(): void {
    this.totals.writeAll(this);
    this.undo.length = 0;
  }
}

class MemoryKv extends MapReader implements Kv {
  private readonly tx: MemoryTransaction;
  private readonly queue: WriteQueue;
  private commits = 0;
  private closed = false;

  constructor(maps: Maps) {
    super(maps);
    this.tx = new MemoryTransaction(maps);
    this.queue = new WriteQueue((group, _lone, done) => {
      this.commit(group);
      done();
    });
  }

  override view(space: Space, key: Uint8Array): Uint8Array | undefined {
    this.assertOpen();
    return super.view(space, key);
  }

  override visit(space: Space, range: RangeOptions, visit: EntryVisitor): void {
    this.assertOpen();
    super.visit(space, range, visit);
  }

  async write<T>(work: (tx: KvTransaction) => T): Promise<T> {
    this.assertOpen();
    return await this.queue.push(work);
  }

  writeNow<T>(work: (tx: KvTransaction) => T): T {
    this.assertOpen();
    const entry: Entry = { work, resolve: () => undefined, reject: () => undefined, outcome: undefined };
    this.commit([entry]);
    if (entry.outcome?.kind === 'done') return entry.outcome.value as T;
    throw entry.outcome?.reason;
  }

  epoch(): number {
    return this.commits;
  }

  sizeBytes(): number {
    let bytes = 0;
    for (const space of spaces) for (const { key, value } of this.maps[space]) bytes += key.length + value.length;
    return bytes;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.queue.whenIdle();
  }

  private commit(group: readonly Entry[]): void {
    this.tx.serial++;
    for (const entry of group) this.tx.run(entry);
    this.tx.finish();
    this.commits++;
  }

  private assertOpen(): void {
    if (this.closed) throw new StoreError('closed', 'The store in memory is closed.');
  }
}

export function memoryKv(): Kv {
  const maps = Object.fromEntries(spaces.map((space) => [space, new SortedMap()]));
  return new MemoryKv(maps as Record<Space, SortedMap>);
}
