// Point reads of a large tree in LMDB's map: the keys of its branch pages are kept as numbers, so that a row is found by touching
// little more memory than itself. LMDB's search touches some 25 lines of the processor's cache, each a wait for memory in a tree of
// gigabytes. Apart from lmdb-pages.ts, which walks over many entries.

import type { Place } from './kv.js';
import { compareKey, nodeAt, noPageNumber, pageAt, pageBytes } from './lmdb-format.js';
import { type LmdbMap, pieceBits } from './lmdb-map.js';

/** Reads of an unchanged tree before its branch pages are looked at, each of which costs as much as ten reads. */
const patienceReads = 2000;
/** Leaf pages of one tree: 100 MB of numbers for some 180 million rows. */
const leavesMax = 2 ** 23;
/** Row keys have a table's number and a token in front. */
const keyBytesMin = 12;
/** Places of a leaf that are guessed before it is halved. */
const probesMax = 4;
const inPiece = 2 ** pieceBits - 1;

/** What `find` gives when LMDB has to be asked. */
export const notHere = Symbol('not here');

export class LeafFinder implements Place {
  // the place found last
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;

  private readonly map: LmdbMap;
  private readonly patience: number;
  private snapshot = -1;
  // the tree at hand: its root page and the transaction that wrote it, since numbers of pages come again
  private root = -1;
  private written = -1;
  private reads = 0;
  private usable = true;
  // the branch pages just above the leaves, in order: the first key below each as a number, its page, and where its own children begin
  // among those of all, -1 before it was looked at
  private tops = new Float64Array(0);
  private topPages: number[] = [];
  private firsts = new Int32Array(0);
  private counts = new Int32Array(0);
  // the children of those, in pairs: first key as a number, page
  private children = new Float64Array(0);
  private used = 0;
  // of the page stood on last
  private words: Uint16Array = new Uint16Array(0);
  private base = 0;

  constructor(map: LmdbMap, patience = patienceReads) {
    this.map = map;
    this.patience = patience;
  }

  /** The value of `key` in the tree that has this root page in this snapshot, which a read transaction keeps; undefined when there is none. */
  find(snapshot: number, root: number, key: Uint8Array): Place | undefined | typeof notHere {
    if (snapshot !== this.snapshot) this.renew(snapshot, root);
    if (this.reads < this.patience) {
      this.reads++;
      return notHere;
    }
    if (!this.usable || key.length < keyBytesMin) return notHere;
    if (this.topPages.length === 0 && !this.build()) return this.giveUp();
    const prefix = prefixAt(key, 0);
    const top = lastUpTo(this.tops, 0, this.tops.length, prefix);
    let first = this.firsts[top]!;
    if (first < 0) {
      if (!this.take(top)) return this.giveUp();
      first = this.firsts[top]!;
    }
    const { children } = this;
    const end = first + this.counts[top]!;
    const at = nearestUpTo(children, first, end, prefix);
    const low = children[2 * at]!;
    // of keys that begin alike LMDB knows the order
    if (low === prefix) return notHere;
    const next = at + 1 < end ? children[2 * at + 2]! : (this.tops[top + 1] ?? Number.POSITIVE_INFINITY);
    return this.inLeaf(children[2 * at + 1]!, key, prefix, low, next);
  }

  /** Before LMDB gives its maps up. */
  close(): void {
    this.usable = false;
    this.bytes = new Uint8Array(0);
    this.words = new Uint16Array(0);
    this.map.close();
  }

  private renew(snapshot: number, root: number): void {
    this.snapshot = snapshot;
    if (root === this.root && (this.topPages.length === 0 || this.writtenIn(root) === this.written)) return;
    this.root = root;
    this.reads = 0;
    this.usable = root !== noPageNumber;
    this.topPages = [];
    this.used = 0;
  }

  /** The transaction that wrote a page; -1 when there is no such page. */
  private writtenIn(page: number): number {
    const isTree = this.standOn(page, pageAt.branch) || this.standOn(page, pageAt.leaf);
    return isTree ? u64(this.words, (this.base + pageAt.transaction) >> 1) : -1;
  }

  private giveUp(): typeof notHere {
    this.usable = false;
    return notHere;
  }

  /** In the leaf with keys from `from` up to `next`: where the key should be if they lie evenly, as tokens do, and on from there. */
  private inLeaf(
    leaf: number,
    key: Uint8Array,
    prefix: number,
    from: number,
    next: number,
  ): Place | undefined | typeof notHere {
    if (!this.standOn(leaf, pageAt.leaf)) return this.giveUp();
    const { words, base, bytes } = this;
    let low = 0;
    let high = words[(base + pageAt.lower) >> 1]! >> 1;
    const density = high / (next - from);
    let middle = Math.floor((prefix - from) * density);
    for (let probes = 1; low < high; probes++) {
      if (probes > probesMax) middle = (low + high) >> 1;
      else if (middle < low) middle = low;
      else if (middle >= high) middle = high - 1;
      const node = this.nodeAt(middle);
      const keyLength = words[(node + nodeAt.keyLength) >> 1]!;
      const order = compareKey(bytes, node + nodeAt.key, keyLength, key);
      if (order === 0) return this.standOnValue(node, node + nodeAt.key + keyLength);
      const distance = Math.round((prefix - prefixAt(bytes, node + nodeAt.key)) * density);
      if (order < 0) {
        low = middle + 1;
        middle += Math.max(1, distance);
      } else {
        high = middle;
        middle += Math.min(-1, distance);
      }
    }
    return undefined;
  }

  private standOnValue(node: number, start: number): Place | typeof notHere {
    const { words } = this;
    if ((words[(node + nodeAt.flags) >> 1]! & nodeAt.overflow) !== 0) return notHere;
    this.start = start;
    this.end = start + words[node >> 1]! + words[(node >> 1) + 1]! * 65536;
    return this;
  }

  /** False when the page is not what the tree says, or lies past the map. */
  private standOn(number: number, kind: number): boolean {
    const { map } = this;
    if (number >= map.end && !(map.look() && number < map.end)) return false;
    const { bytes, words } = map.pieces[(number - 1) >> pieceBits]!;
    const base = ((number - 1) & inPiece) * pageBytes;
    this.bytes = bytes;
    this.words = words;
    this.base = base;
    const at = base >> 1;
    return words[at]! + words[at + 1]! * 65536 === number && (words[(base + pageAt.flags) >> 1]! & kind) !== 0;
  }

  private nodeAt(index: number): number {
    const { base } = this;
    return base + pageAt.header + this.words[((base + pageAt.header) >> 1) + index]!;
  }

  /** The branch pages above the leaves' own; false when the tree has none, or is not what is expected. */
  private build(): boolean {
    const { root } = this;
    this.written = this.writtenIn(root);
    const prefixes: number[] = [];
    let depth = 0;
    for (let page = root; !this.standOn(page, pageAt.leaf); page = this.child(0)) {
      if (!this.standOn(page, pageAt.branch) || ++depth > 16) return false;
    }
    if (depth === 0) return false;
    const descend = (page: number, prefix: number, left: number): boolean => {
      if (left === 1) {
        prefixes.push(prefix);
        this.topPages.push(page);
        return true;
      }
      if (!this.standOn(page, pageAt.branch)) return false;
      const children = this.childrenBelow(prefix);
      return children?.every(([each, number]) => descend(number, each, left - 1)) ?? false;
    };
    if (!descend(root, -1, depth)) {
      this.topPages = [];
      return false;
    }
    this.tops = Float64Array.from(prefixes);
    this.firsts = new Int32Array(prefixes.length).fill(-1);
    this.counts = new Int32Array(prefixes.length);
    return true;
  }

  private take(top: number): boolean {
    if (!this.standOn(this.topPages[top]!, pageAt.branch)) return false;
    const own = this.childrenBelow(this.tops[top]!);
    if (own === undefined || this.used + own.length > leavesMax) return false;
    if (2 * (this.used + own.length) > this.children.length) this.grow(own.length);
    this.firsts[top] = this.used;
    this.counts[top] = own.length;
    for (const pair of own) this.children.set(pair, 2 * this.used++);
    return true;
  }

  private grow(more: number): void {
    const grown = new Float64Array(2 * Math.max(4096, this.children.length, this.used + more));
    grown.set(this.children);
    this.children = grown;
  }

  /** Of the branch page stood on: the first key below each child as a number, and its page. The first has no key of its own. */
  private childrenBelow(least: number): readonly (readonly [number, number])[] | undefined {
    const { words, bytes, base } = this;
    const count = words[(base + pageAt.lower) >> 1]! >> 1;
    const children: [number, number][] = [];
    for (let i = 0; i < count; i++) {
      const node = this.nodeAt(i);
      if (i > 0 && words[(node + nodeAt.keyLength) >> 1]! < keyBytesMin) return undefined;
      const page = this.child(i);
      if (page >= 2 ** 31) return undefined;
      children.push([i === 0 ? least : prefixAt(bytes, node + nodeAt.key), page]);
    }
    return children;
  }

  private child(index: number): number {
    const { words } = this;
    const at = this.nodeAt(index) >> 1;
    return words[at]! + words[at + 1]! * 65536 + words[at + 2]! * 2 ** 32;
  }
}

/** The first nine bytes as a number: where numbers differ, keys are in their order. */
function prefixAt(bytes: Uint8Array, at: number): number {
  const table = ((bytes[at]! * 256 + bytes[at + 1]!) * 256 + bytes[at + 2]!) * 256 + bytes[at + 3]!;
  const token = ((bytes[at + 4]! * 256 + bytes[at + 5]!) * 256 + bytes[at + 6]!) * 256 + bytes[at + 7]!;
  return table * 2 ** 40 + token * 256 + bytes[at + 8]!;
}

/** The last of numbers[first, end) that is not above `value`; the first when all are. */
function lastUpTo(numbers: Float64Array, first: number, end: number, value: number): number {
  let low = first + 1;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The same among the firsts of pairs that lie evenly, as tokens do: from where it should be, to where it is. */
function nearestUpTo(pairs: Float64Array, first: number, end: number, value: number): number {
  const least = pairs[2 * first]!;
  const most = pairs[2 * end - 2]!;
  if (value >= most) return end - 1;
  let low = first;
  let high = end - 1;
  let at = first + Math.floor(Math.max(0, (value - least) / (most - least)) * (end - first - 1));
  for (let steps = 0; low < high; steps++) {
    if (pairs[2 * at]! > value) {
      high = at;
      at--;
    } else if (pairs[2 * at + 2]! <= value) {
      low = at + 1;
      at++;
    } else return at;
    // where they do not
    if (steps > 8 || at < low || at >= high) at = (low + high) >> 1;
  }
  return low;
}

function u64(words: Uint16Array, at: number): number {
  return words[at]! + words[at + 1]! * 65536 + (words[at + 2]! + words[at + 3]! * 65536) * 2 ** 32;
}
