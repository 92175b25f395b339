// Rows read lately, in memory of a bounded size: a ring of entries and an index of places in it. Apart from the reader because it
// alone knows which commits may have changed what it holds. A row found here costs 0.4 us, in LMDB 1.3 us and more.
//
// An entry: [u32 hash of the key][u32 key length][u32 value length][key][value], filled up to whole words.
//
// What is held is what reads show: a snapshot, or the open write transaction while this process has one. Commits are numbered by LMDB:
// own ones name every key they write, so only those keys are let go; a number that is no own one's is another process' commit, and
// everything is let go.

import type { Place } from './kv.js';

const headWords = 3;
const ways = 4;
/** Most processes read few rows: all of the memory is taken when this much was filled. */
const firstBytes = 256 * 1024;
/** Larger values gain nothing from being found quickly. */
const valueBytesMax = 4096;
const recentBits = 16;
/** Reads that are remembered by a byte each, in the processor's cache. */
const seenBits = 17;

export class RowCache implements Place {
  // the place found last
  bytes!: Uint8Array;
  start = 0;
  end = 0;

  private words!: Int32Array;
  /** Buckets of `ways` pairs: hash of a key, and the word behind which its entry lies plus one; 0 is free. */
  private index!: Int32Array;
  private bucketMask = 0;
  // entries lie in words [tail, head), or when `wrapped` in [tail, wrap) and [0, head)
  private head = 0;
  private tail = 0;
  private wrap = 0;
  private wrapped = false;
  private entries = 0;
  private turn = 0;
  /** No row comes in without another going out. */
  private isFull = false;
  /** By a part of the hash: another part of it, of the last row that was read and not kept. */
  private readonly seen = new Uint8Array(1 << seenBits);

  /** By a part of the hash: the last own group that wrote such a key. */
  private readonly writers = new Int32Array(1 << recentBits);
  private group = 0;
  private ended = 0;
  /** The last own group whose commit every read sees. */
  private visible = 0;
  /** Every commit up to this number is an own one, or was made up for. */
  private known = 0;
  private before = 0;
  private others = false;
  private isCertain = false;
  /** Reads go to an open transaction: what is written there is what they show, at once. */
  isLive = false;
  // of the key looked for last
  private hash = 0;
  private mayAdd = false;

  private readonly mostBytes: number;

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
    this.take(Math.min(mostBytes, firstBytes));
  }

  /** Begins anew in memory of another size. */
  private take(bytes: number): void {
    this.bytes = new Uint8Array(bytes);
    this.words = new Int32Array(this.bytes.buffer);
    // rows of 250 bytes fill half of the index
    const buckets = 2 ** Math.max(4, Math.round(Math.log2(bytes / 500)));
    this.bucketMask = buckets - 1;
    this.index = new Int32Array(buckets * ways * 2);
    this.entries = 0;
  }

  /** Reads go on with the snapshot that commit `number` left. */
  snapshot(number: number): void {
    if (this.others || number > this.known) this.clear();
    this.others = false;
    if (number > this.known) this.known = number;
    this.visible = this.ended;
    this.isCertain = true;
    this.isLive = false;
  }

  /** Reads go on with a snapshot of which it is not known what commits it shows: nothing is found or kept until the next one. */
  unknownSnapshot(): void {
    this.isCertain = false;
    this.isLive = false;
  }

  /** A group begins to write in a transaction that stands on commit `last`. `holds`: one that stays open, which reads go to. */
  groupBegins(last: number, holds: boolean): void {
    this.group = (this.group + 1) | 0;
    this.before = last;
    if (last > this.known) this.others = true;
    if (!holds) {
      if (this.isLive) this.unknownSnapshot();
      return;
    }
    this.isLive = true;
    if (!this.others) return;
    this.others = false;
    this.known = last;
    this.clear();
  }

  /** The open transaction writes; of keys of rows it has to be told each. A transaction without writes gets no number. */
  writes(rowKey?: Uint8Array): void {
    this.known = this.before + 1;
    if (rowKey === undefined) return;
    const hash = hashOf(rowKey);
    this.writers[hash >>> (32 - recentBits)] = this.group;
    const at = this.slotOf(rowKey, hash);
    if (at >= 0) this.index[at + 1] = 0;
  }

  /** On disk, or given up. */
  groupEnds(kept: boolean): void {
    this.ended = this.group;
    if (kept) return;
    this.known = this.before;
    this.others = true;
    this.clear();
  }

  /** The row's place; after undefined, `add` may be called with what the snapshot has. */
  find(key: Uint8Array): Place | undefined {
    const hash = hashOf(key);
    this.hash = hash;
    // the snapshot may or may not show what such a key was given last
    this.mayAdd = this.isLive || (this.isCertain && this.writers[hash >>> (32 - recentBits)]! <= this.visible);
    if (!this.mayAdd) return undefined;
    const at = this.slotOf(key, hash);
    if (at < 0) return undefined;
    const word = this.index[at + 1]! - 1;
    this.start = (word + headWords) * 4 + this.words[word + 1]!;
    this.end = this.start + this.words[word + 2]!;
    return this;
  }

  /** Keeps a copy of the row that was looked for last; when others have to go for it, from the second time on: reads all over a large
   * table cost no copies, and leave the rows of others where they are. */
  add(key: Uint8Array, value: Place): void {
    const length = value.end - value.start;
    const size = headWords + ((key.length + length + 3) >> 2);
    if (!this.mayAdd || length > valueBytesMax || size > this.words.length) return;
    if (this.isFull && !this.wasSeen()) return;
    const word = this.room(size);
    const { words, hash } = this;
    words[word] = hash;
    words[word + 1] = key.length;
    words[word + 2] = length;
    const at = (word + headWords) * 4;
    this.bytes.set(key, at);
    this.bytes.set(value.bytes.subarray(value.start, value.end), at + key.length);
    this.entries++;
    const slot = this.freeSlot(hash);
    this.index[slot] = hash;
    this.index[slot + 1] = word + 1;
  }

  private wasSeen(): boolean {
    const { seen, hash } = this;
    const at = hash >>> (32 - seenBits);
    // the part of the hash that says nothing of the place, and never 0
    const mark = (hash & 0xff) | 1;
    if (seen[at] === mark) return true;
    seen[at] = mark;
    return false;
  }

  /** Costs as much as filling it did, at most: another process may commit often. */
  private clear(): void {
    while (this.entries > 0) this.dropOldest();
    this.isFull = false;
  }

  /** Index of the pair that stands for the key; -1 without one. */
  private slotOf(key: Uint8Array, hash: number): number {
    const { index } = this;
    const first = (hash & this.bucketMask) * ways * 2;
    for (let at = first; at < first + ways * 2; at += 2) {
      if (index[at] === hash && index[at + 1] !== 0 && this.holds(index[at + 1]! - 1, key)) return at;
    }
    return -1;
  }

  private holds(word: number, key: Uint8Array): boolean {
    const { length } = key;
    if (this.words[word + 1] !== length) return false;
    const { bytes } = this;
    const at = (word + headWords) * 4;
    for (let i = 0; i < length; i++) if (bytes[at + i] !== key[i]) return false;
    return true;
  }

  /** A free pair of the bucket, or else one of those in use, each in its turn. */
  private freeSlot(hash: number): number {
    const { index } = this;
    const first = (hash & this.bucketMask) * ways * 2;
    for (let at = first; at < first + ways * 2; at += 2) if (index[at + 1] === 0) return at;
    this.turn = (this.turn + 1) % ways;
    return first + this.turn * 2;
  }

  /** Drops the oldest entries until `size` words lie free in one piece; gives the first of them. */
  private room(size: number): number {
    for (;;) {
      if (this.entries === 0) {
        this.head = 0;
        this.tail = 0;
        this.wrapped = false;
      }
      if (this.head + size > this.words.length && this.bytes.length < this.mostBytes) {
        this.take(this.mostBytes);
        continue;
      }
      if (!this.wrapped && this.head + size > this.words.length) {
        this.wrap = this.head;
        this.head = 0;
        this.wrapped = true;
      }
      if (!this.wrapped || this.head + size <= this.tail) break;
      this.isFull = true;
      this.dropOldest();
    }
    const word = this.head;
    this.head += size;
    return word;
  }

  private dropOldest(): void {
    const { words, index, tail: word } = this;
    const first = (words[word]! & this.bucketMask) * ways * 2;
    for (let at = first; at < first + ways * 2; at += 2) if (index[at + 1] === word + 1) index[at + 1] = 0;
    this.entries--;
    this.tail = word + headWords + ((words[word + 1]! + words[word + 2]! + 3) >> 2);
    if (this.wrapped && this.tail === this.wrap) {
      this.tail = 0;
      this.wrapped = false;
    }
  }
}

/** FNV-1a over words would skip bytes; keys are short. The table's number is left out, the token in the key is spread already. */
function hashOf(key: Uint8Array): number {
  let hash = key.length;
  for (let i = key.length - 1; i >= 4; i--) hash = Math.imul(hash ^ key[i]!, 0x01000193);
  return hash ^ (hash >>> 15);
}
