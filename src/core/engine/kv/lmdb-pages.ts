// Forward reads of many entries straight from the pages of the data file, in LMDB's data format 2: a page is copied once, where
// a cursor costs a native call for each entry. A read transaction of LMDB must keep the pages; one that is not what the
// tree says ends the walk, and the caller goes on with a cursor.

import { closeSync, openSync, readSync } from 'node:fs';
import type { KeyRange, PlaceVisitor, Space } from './kv.js';
import { compareKey, metaAt, nodeAt, noPageNumber, pageAt, pageBytes } from './lmdb-format.js';

const branchPagesMax = 512;
const metasBytes = pageBytes + metaAt.end;
const metaLooksMax = 8;

interface Page {
  readonly bytes: Uint8Array;
  readonly words: Uint16Array;
}
interface Step {
  readonly page: Page;
  index: number;
}
/** Where a cursor has to go on; undefined when the walk came to its end. */
export type Unfinished = Uint8Array | undefined;

export class LmdbPages {
  private readonly file: number;
  private readonly metas = Buffer.alloc(metasBytes);
  private readonly again = Buffer.alloc(metasBytes);
  // the snapshot: number of its transaction, root of the tree of trees, roots by space, branch pages by number
  /** Number of the commit whose pages are read. */
  snapshot = -1;
  private mainRoot = noPageNumber;
  private readonly roots = new Map<Space, number>();
  private readonly branches = new Map<number, Page>();
  // one leaf for each visit under way
  private readonly leaves: Page[] = [];
  private depth = 0;

  constructor(path: string) {
    this.file = openSync(path, 'r');
  }

  get visiting(): boolean {
    return this.depth > 0;
  }

  close(): void {
    closeSync(this.file);
  }

  /** Takes the newest snapshot. A read transaction must have begun before, and last until the next call. */
  renew(): void {
    const metas = this.readMetas();
    const first = u64(metas, metaAt.transaction);
    const second = u64(metas, pageBytes + metaAt.transaction);
    const newest = Math.max(first, second);
    if (newest === this.snapshot) return;
    this.snapshot = newest;
    this.mainRoot = u64(metas, (first >= second ? 0 : pageBytes) + metaAt.mainRoot);
    this.roots.clear();
    this.branches.clear();
  }

  /** Both meta pages, read until two looks agree: a commit may be writing one of them at this moment. */
  private readMetas(): Buffer {
    const { metas, again } = this;
    readSync(this.file, metas, 0, metasBytes, 0);
    for (let looks = 0; looks < metaLooksMax; looks++) {
      readSync(this.file, again, 0, metasBytes, 0);
      if (metas.equals(again)) break;
      metas.set(again);
    }
    return metas;
  }

  /** Entries in key order; `range.reverse` is not for here. */
  visit(space: Space, range: KeyRange, visit: PlaceVisitor): Unfinished {
    if (Buffer.compare(range.start, range.end) >= 0) return undefined;
    this.leaves[this.depth] ??= newPage();
    const leaf = this.leaves[this.depth]!;
    this.depth++;
    try {
      const root = this.rootOf(space);
      if (root === undefined) return range.start;
      if (root === noPageNumber) return undefined;
      return new Walk(this, leaf, range, visit).run(root);
    } finally {
      this.depth--;
    }
  }

  /** Reads a page of the tree into `into`, or takes it from the branch pages at hand; undefined when it is not one of this snapshot. */
  page(number: number, into: Page): Page | undefined {
    const known = this.branches.get(number);
    if (known !== undefined) return known;
    if (readSync(this.file, into.bytes, 0, pageBytes, number * pageBytes) !== pageBytes) return undefined;
    if (!this.isTreePage(number, into)) return undefined;
    if (isLeaf(into)) return into;
    const kept = newPage();
    kept.bytes.set(into.bytes);
    if (this.branches.size >= branchPagesMax) this.branches.clear();
    this.branches.set(number, kept);
    return kept;
  }

  /** The bytes of a value that has pages of its own; undefined when they are not of this snapshot. */
  overflow(leaf: Page, at: number, length: number): Uint8Array | undefined {
    const number = u64(leaf.bytes, at);
    const bytes = new Uint8Array(pageAt.header + length);
    if (readSync(this.file, bytes, 0, bytes.length, number * pageBytes) !== bytes.length) return undefined;
    const sound = u64(bytes, pageAt.number) === number && u64(bytes, pageAt.transaction) <= this.snapshot;
    return sound ? bytes.subarray(pageAt.header) : undefined;
  }

  private isTreePage(number: number, page: Page): boolean {
    const { bytes, words } = page;
    const kind = words[pageAt.flags >> 1]! & (pageAt.branch | pageAt.leaf);
    return (
      u64(bytes, pageAt.number) === number &&
      u64(bytes, pageAt.transaction) <= this.snapshot &&
      (kind === pageAt.branch || kind === pageAt.leaf) &&
      words[pageAt.lower >> 1]! <= words[pageAt.upper >> 1]! &&
      pageAt.header + words[pageAt.upper >> 1]! <= pageBytes
    );
  }

  /** The root page of a space's tree, `noPageNumber` when it is empty; undefined when it cannot be read. */
  rootOf(space: Space): number | undefined {
    const known = this.roots.get(space);
    if (known !== undefined) return known;
    if (this.mainRoot === noPageNumber) return undefined;
    const main = this.page(this.mainRoot, newPage());
    if (main === undefined || !isLeaf(main)) return undefined;
    // lmdb-js ends the names of databases with a zero
    const name = Buffer.from(`${space}\u0000`);
    const index = lowerBound(main, name);
    if (index === count(main)) return undefined;
    const at = entryAt(main, index);
    const keyLength = main.words[(at + nodeAt.keyLength) >> 1]!;
    if (compareKey(main.bytes, at + nodeAt.key, keyLength, name) !== 0) return undefined;
    if ((main.words[(at + nodeAt.flags) >> 1]! & nodeAt.database) === 0) return undefined;
    const root = u64(main.bytes, at + nodeAt.key + keyLength + nodeAt.rootInData);
    this.roots.set(space, root);
    return root;
  }
}

/** One walk from leaf to leaf. */
class Walk {
  private readonly pages: LmdbPages;
  private readonly memory: Page;
  private readonly range: KeyRange;
  private readonly visitEntry: PlaceVisitor;
  private readonly path: Step[] = [];

  constructor(pages: LmdbPages, memory: Page, range: KeyRange, visit: PlaceVisitor) {
    this.pages = pages;
    this.memory = memory;
    this.range = range;
    this.visitEntry = visit;
  }

  run(root: number): Unfinished {
    const { start, end } = this.range;
    let leaf = this.descend(root, start);
    if (leaf === undefined) return start;
    let first = lowerBound(leaf, start);
    while (leaf !== undefined) {
      const entries = count(leaf);
      const all = entries > 0 && compareEntry(leaf, entries - 1, end) < 0;
      const last = all ? entries : lowerBound(leaf, end);
      const stopped = this.give(leaf, first, last);
      if (stopped !== undefined) return stopped === 'done' ? undefined : stopped;
      if (!all && entries > 0) return undefined;
      const next = this.nextChild();
      if (next === undefined) return undefined;
      leaf = this.descend(next, undefined);
      first = 0;
    }
    return this.separator();
  }

  // entries from `first` up to `last`
  private give(leaf: Page, first: number, last: number): 'done' | Uint8Array | undefined {
    const { bytes, words } = leaf;
    const visit = this.visitEntry;
    for (let i = first; i < last; i++) {
      const at = entryAt(leaf, i);
      const node = at >> 1;
      const keyAt = at + nodeAt.key;
      const valueAt = keyAt + words[node + (nodeAt.keyLength >> 1)]!;
      const length = words[node]! + words[node + 1]! * 65536;
      let answer: boolean | undefined;
      if ((words[node + (nodeAt.flags >> 1)]! & nodeAt.overflow) === 0)
        answer = visit(bytes, keyAt, valueAt, bytes, valueAt, valueAt + length);
      else {
        const value = this.pages.overflow(leaf, valueAt, length);
        if (value === undefined) return bytes.slice(keyAt, valueAt);
        answer = visit(bytes, keyAt, valueAt, value, 0, length);
      }
      if (answer === false) return 'done';
    }
    return undefined;
  }

  // down to the leaf that `key`, or the first key, lies in
  private descend(number: number, key: Uint8Array | undefined): Page | undefined {
    for (let at = number; ; ) {
      const page = this.pages.page(at, this.memory);
      if (page === undefined || isLeaf(page)) return page;
      const index = key === undefined ? 0 : childOf(page, key);
      this.path.push({ page, index });
      at = child(page, index);
    }
  }

  private nextChild(): number | undefined {
    for (;;) {
      const step = this.path.at(-1);
      if (step === undefined) return undefined;
      step.index++;
      if (step.index < count(step.page)) return child(step.page, step.index);
      this.path.pop();
    }
  }

  // the least key that the child at hand may hold
  private separator(): Uint8Array {
    for (let i = this.path.length - 1; i >= 0; i--) {
      const { page, index } = this.path[i]!;
      if (index === 0) continue;
      const at = entryAt(page, index);
      const keyAt = at + nodeAt.key;
      return page.bytes.slice(keyAt, keyAt + page.words[(at + nodeAt.keyLength) >> 1]!);
    }
    return this.range.start;
  }
}

function newPage(): Page {
  const bytes = new Uint8Array(pageBytes);
  return { bytes, words: new Uint16Array(bytes.buffer) };
}

const isLeaf = (page: Page): boolean => (page.words[pageAt.flags >> 1]! & pageAt.leaf) !== 0;
const count = (page: Page): number => page.words[pageAt.lower >> 1]! >> 1;
const entryAt = (page: Page, index: number): number => pageAt.header + page.words[(pageAt.header >> 1) + index]!;

// a branch entry has the number of its page where others have length and flags
function child(page: Page, index: number): number {
  const node = entryAt(page, index) >> 1;
  return page.words[node]! + page.words[node + 1]! * 65536 + page.words[node + 2]! * 2 ** 32;
}

/** The child that holds `key`: the last one that begins at or before it. The first has no key of its own. */
function childOf(page: Page, key: Uint8Array): number {
  let low = 1;
  let high = count(page);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareEntry(page, middle, key) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The first entry at or behind `key`. */
function lowerBound(page: Page, key: Uint8Array): number {
  let low = 0;
  let high = count(page);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareEntry(page, middle, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareEntry(page: Page, index: number, key: Uint8Array): number {
  const at = entryAt(page, index);
  return compareKey(page.bytes, at + nodeAt.key, page.words[(at + nodeAt.keyLength) >> 1]!, key);
}

// page and transaction numbers stay far below 2^53; "no page" is the one number above it
function u64(bytes: Uint8Array, at: number): number {
  const low = bytes[at]! + (bytes[at + 1]! << 8) + (bytes[at + 2]! << 16) + bytes[at + 3]! * 2 ** 24;
  const high = bytes[at + 4]! + (bytes[at + 5]! << 8) + (bytes[at + 6]! << 16) + bytes[at + 7]! * 2 ** 24;
  return high * 2 ** 32 + low;
}
