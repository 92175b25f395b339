// Reads of LMDB without an allocation a row: views of lmdb-js' shared buffers, handed out by length from a cache. Apart
// because the care these buffers need (their `length` is a plain property; any read overwrites them) ends here.

import type { Database, Key, RangeOptions as LmdbRange } from 'lmdb';
import type { EntryVisitor, KeyRange, Place, PlaceVisitor, RangeOptions, Space } from './kv.js';
import { inPlace, wholeOf } from './kv.js';
import { type LeafFinder, notHere } from './leaf-finder.js';
import type { LmdbPages } from './lmdb-pages.js';
import type { RowCache } from './row-cache.js';

const cachedViewBytes = 4096;
const anyKey = Buffer.from('0');

/** Views of one memory from one offset, one for each length asked for. */
class Views {
  private memory: ArrayBufferLike | undefined;
  private offset = 0;
  private cached: (Uint8Array | undefined)[] = [];

  of(memory: ArrayBufferLike, offset: number, length: number): Uint8Array {
    if (length >= cachedViewBytes) return new Uint8Array(memory, offset, length);
    if (memory !== this.memory || offset !== this.offset) {
      this.memory = memory;
      this.offset = offset;
      this.cached = [];
    }
    let view = this.cached[length];
    if (view === undefined) {
      view = new Uint8Array(memory, offset, length);
      this.cached[length] = view;
    }
    return view;
  }
}

// what lmdb-js has and its declarations leave out
interface Internals {
  lastSize: number;
  readKey(target: Uint8Array, start: number, end: number): Uint8Array;
  readonly env: { readonly writeTxn: unknown };
  ensureReadTxn(): void;
  addListener(event: 'begin-transaction', listener: () => void): void;
}
/** Values are decoded in place; see decode(). */
export type ByteStore = Database<Uint8Array, Key>;

export class LmdbReader {
  private readonly stores: Readonly<Record<Space, ByteStore>>;
  private readonly pages: LmdbPages;
  private readonly finder: LeafFinder;
  private readonly rows: RowCache;
  private pagesAreOld = true;
  /** Number of the commit that reads show; -1 where it is not known. */
  private shown = -1;
  private readonly keys = new Views();
  private readonly values = new Views();
  private depth = 0;
  private beginning = false;
  private currentKey: Uint8Array | undefined;
  private currentValue: Uint8Array | undefined;

  constructor(
    pages: LmdbPages,
    finder: LeafFinder,
    rows: RowCache,
    open: (space: Space, decode: (bytes: Uint8Array, size?: number) => Uint8Array) => ByteStore,
    all: readonly Space[],
  ) {
    this.pages = pages;
    this.finder = finder;
    this.rows = rows;
    const decode = (bytes: Uint8Array, size?: number): Uint8Array => this.viewOf(bytes, size ?? bytes.length);
    const stores = Object.fromEntries(all.map((space) => [space, open(space, decode)]));
    this.stores = stores as Record<Space, ByteStore>;
    for (const space of all) {
      const internals = this.stores[space] as unknown as Internals;
      internals.readKey = (target, start, end) => this.keys.of(target.buffer, target.byteOffset + start, end - start);
      // another read transaction, and with it another snapshot, has taken the place of the last one
      internals.addListener('begin-transaction', () => {
        this.pagesAreOld = true;
        this.shown = -1;
        if (!this.beginning && !this.isWriting(space)) this.rows.unknownSnapshot();
      });
    }
  }

  get visiting(): boolean {
    return this.depth > 0 || this.pages.visiting;
  }

  store(space: Space): ByteStore {
    return this.stores[space];
  }

  view(space: Space, key: Uint8Array): Uint8Array | undefined {
    if (this.depth > 0) return this.nestedView(space, key);
    return this.read(space, key);
  }

  /** Begins a read transaction, and with it a snapshot, where the last one was reset. */
  begin(): void {
    this.beginning = true;
    try {
      this.read('meta', anyKey);
    } finally {
      this.beginning = false;
    }
  }

  /** Point reads of rows: from the rows kept, or kept from now on. */
  place(space: Space, key: Uint8Array): Place | undefined {
    if (space !== 'rows' || this.isWriting(space) !== this.rows.isLive) return wholeOf(this.view(space, key));
    const kept = this.rows.find(key);
    if (kept !== undefined) return kept;
    const found = this.search(key);
    if (found !== undefined) this.rows.add(key, found);
    return found;
  }

  /** The snapshot is known to be that of commit `number`. */
  snapshotIs(number: number): void {
    this.shown = number;
    if (this.pages.snapshot === number) this.pagesAreOld = false;
  }

  private search(key: Uint8Array): Place | undefined {
    const { pages } = this;
    // pages may be of a commit that another process made since
    const root = this.pagesAreReadable('rows') && pages.snapshot === this.shown ? pages.rootOf('rows') : undefined;
    const found = root === undefined ? notHere : this.finder.find(pages.snapshot, root, key);
    return found === notHere ? wholeOf(this.view('rows', key)) : found;
  }

  visit(space: Space, range: RangeOptions, visit: EntryVisitor): void {
    if (Buffer.compare(range.start, range.end) >= 0) return;
    if (this.depth > 0) this.aside(() => this.walk(space, range, visit));
    else this.walk(space, range, visit);
  }

  visitInPlace(space: Space, range: KeyRange, visit: PlaceVisitor): void {
    if (range.reverse || !this.pagesAreReadable(space)) {
      this.visit(space, range, inPlace(visit));
      return;
    }
    const unfinished = this.pages.visit(space, range, visit);
    if (unfinished !== undefined) this.visit(space, { ...range, start: unfinished }, inPlace(visit));
  }

  close(): void {
    this.finder.close();
    this.pages.close();
  }

  // Pages are read as the last commit left them: not inside a write transaction, and not with a snapshot taken while a visit is
  // under way.
  private pagesAreReadable(space: Space): boolean {
    const store = this.stores[space] as unknown as Internals;
    if (this.isWriting(space)) return false;
    store.ensureReadTxn();
    if (!this.pagesAreOld) return true;
    if (this.visiting) return false;
    // the transaction begins with its first read
    this.read('meta', anyKey);
    this.pages.renew();
    this.pagesAreOld = false;
    return true;
  }

  private isWriting(space: Space): boolean {
    return Boolean((this.stores[space] as unknown as Internals).env.writeTxn);
  }

  private read(space: Space, key: Uint8Array): Uint8Array | undefined {
    const store = this.stores[space];
    const bytes = store.getBinaryFast(key) as Uint8Array | undefined;
    return bytes === undefined ? undefined : this.viewOf(bytes, (store as unknown as Internals).lastSize);
  }

  private viewOf(bytes: Uint8Array, size: number): Uint8Array {
    // only the shared buffer has a life beyond this call, so only its views are worth keeping
    if ('isGlobal' in bytes) return this.values.of(bytes.buffer, bytes.byteOffset, size);
    return new Uint8Array(bytes.buffer, bytes.byteOffset, size);
  }

  private nestedView(space: Space, key: Uint8Array): Uint8Array | undefined {
    return this.aside(() => {
      const found = this.read(space, key);
      return found && Uint8Array.prototype.slice.call(found);
    });
  }

  // the entry that an outer visitor stands on lies in the shared buffers: put back what an inner read overwrites
  private aside<T>(read: () => T): T {
    const { currentKey, currentValue } = this;
    const key = currentKey && Uint8Array.prototype.slice.call(currentKey);
    const value = currentValue && Uint8Array.prototype.slice.call(currentValue);
    try {
      return read();
    } finally {
      if (key !== undefined) currentKey?.set(key);
      if (value !== undefined) currentValue?.set(value);
      this.currentKey = currentKey;
      this.currentValue = currentValue;
    }
  }

  private walk(space: Space, range: RangeOptions, visit: EntryVisitor): void {
    const options: LmdbRange = range.reverse
      ? { start: range.end, exclusiveStart: true, end: range.start, inclusiveEnd: true, reverse: true }
      : { start: range.start, end: range.end };
    let left = range.limit ?? Number.POSITIVE_INFINITY;
    if (left <= 0) return;
    // a cursor that is renewed with its read transaction is not needed: a visit never outlives its event turn
    const entries = this.stores[space].getRange(options)[Symbol.iterator]();
    this.depth++;
    let ended = false;
    try {
      for (;;) {
        const next = entries.next();
        if (next.done) {
          ended = true;
          return;
        }
        const { key, value } = next.value as unknown as { key: Uint8Array; value: Uint8Array };
        this.currentKey = key;
        this.currentValue = value;
        if (visit(key, value) === false || --left <= 0) return;
      }
    } finally {
      this.depth--;
      this.currentKey = undefined;
      this.currentValue = undefined;
      if (!ended) entries.return?.();
    }
  }
}
