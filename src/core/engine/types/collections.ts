// The wire form of collections, tuples and UDTs, taken apart and put together. Apart from validation because storage
// and the executor work on elements without looking at their types.

import { type CqlError, invalid } from '../cql-error.js';

/** What a container of length-prefixed values is called in messages. */
export type ContainerWord = 'list' | 'set' | 'map';

const nullInside = (): CqlError => invalid('null is not supported inside collections');

const i32 = (b: Uint8Array, at: number): number => (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!;

function putI32(b: Uint8Array, at: number, value: number): void {
  b[at] = value >>> 24;
  b[at + 1] = value >>> 16;
  b[at + 2] = value >>> 8;
  b[at + 3] = value;
}

/** The count at the head of a collection; an empty value counts as none. */
export function countOf(bytes: Uint8Array): number {
  return bytes.length < 4 ? 0 : i32(bytes, 0);
}

/** Gives `visit` each value as it is read, before what follows is known to be sound; null where its length is below 0. */
function visitValues(
  bytes: Uint8Array,
  perEntry: 1 | 2,
  word: ContainerWord,
  visit: (value: Uint8Array | null, index: number) => void,
): void {
  const short = (): CqlError => tooShort(word);
  if (bytes.length < 4) throw short();
  const wanted = i32(bytes, 0) * perEntry;
  if (wanted < 0) throw invalid(`The data cannot be deserialized as a ${word}`);
  let at = 4;
  for (let i = 0; i < wanted; i++) {
    if (at + 4 > bytes.length) throw short();
    const length = i32(bytes, at);
    at += 4;
    if (length < 0) {
      visit(null, i);
      continue;
    }
    if (at + length > bytes.length) throw short();
    visit(bytes.subarray(at, at + length), i);
    at += length;
  }
  if (at !== bytes.length) throw invalid(`Unexpected extraneous bytes after ${word} value`);
}

const tooShort = (word: ContainerWord): CqlError => invalid(`Not enough bytes to read a ${word}`);

/** No value may be null. `check` sees each as it is read. */
function readValues(
  bytes: Uint8Array,
  perEntry: 1 | 2,
  word: ContainerWord,
  check?: (value: Uint8Array, index: number) => void,
): Uint8Array[] {
  if (bytes.length === 0) return [];
  // every value has four bytes of length: a false count is told before a null
  if (check === undefined && countOf(bytes) * perEntry * 4 > bytes.length - 4) throw tooShort(word);
  const values: Uint8Array[] = [];
  let hasNull = false;
  visitValues(bytes, perEntry, word, (value, i) => {
    if (value === null) {
      // Cassandra reads nulls of lists like values: what is wrong behind them is told first
      if (word !== 'list') throw nullInside();
      hasNull = true;
      return;
    }
    check?.(value, i);
    values.push(value);
  });
  if (hasNull) throw nullInside();
  return values;
}

/** [int] n, then n × [bytes]. Throws CqlError invalid when the bytes are no list; views of `bytes`, no copies. */
export function readElements(bytes: Uint8Array, word: 'list' | 'set' = 'list'): Uint8Array[] {
  return readValues(bytes, 1, word);
}

/** The values of a list of which some may be null, as those of `IN ?` may. `check` sees each as it is read. */
export function readNullable(bytes: Uint8Array, check: (value: Uint8Array) => void): (Uint8Array | null)[] {
  const values: (Uint8Array | null)[] = [];
  visitValues(bytes, 1, 'list', (value) => {
    if (value !== null) check(value);
    values.push(value);
  });
  return values;
}

/** Reads a collection for its mistakes alone, value by value: a map's keys and values in turn. */
export function checkElements(
  bytes: Uint8Array,
  word: ContainerWord,
  check: (value: Uint8Array, index: number) => void,
): void {
  readValues(bytes, word === 'map' ? 2 : 1, word, check);
}

/** The elements of a list or set as its value. */
export function writeElements(elements: readonly (Uint8Array | null)[]): Buffer {
  return writeCounted(elements, elements.length);
}

function writeCounted(values: readonly (Uint8Array | null)[], count: number): Buffer {
  let size = 4;
  for (const value of values) {
    if (value === null) throw nullInside();
    size += 4 + value.length;
  }
  const out = Buffer.allocUnsafe(size);
  putI32(out, 0, count);
  let at = 4;
  for (const value of values as readonly Uint8Array[]) {
    putI32(out, at, value.length);
    out.set(value, at + 4);
    at += 4 + value.length;
  }
  return out;
}

export type Pair = readonly [key: Uint8Array, value: Uint8Array];

/** [int] n, then n × ([bytes] [bytes]). */
export function readPairs(bytes: Uint8Array): Pair[] {
  const flat = readValues(bytes, 2, 'map');
  const pairs: Pair[] = [];
  for (let i = 0; i < flat.length; i += 2) pairs.push([flat[i]!, flat[i + 1]!]);
  return pairs;
}

export function writePairs(pairs: readonly (readonly [Uint8Array | null, Uint8Array | null])[]): Buffer {
  return writeCounted(pairs.flat(), pairs.length);
}

/** What a tuple or UDT calls its parts in messages: `1th component`, `1th field name`. */
export interface FieldWords {
  readonly whole: 'tuple' | 'UDT';
  readonly part: (index: number) => string;
}

export const tupleWords: FieldWords = { whole: 'tuple', part: (i) => `${i}th component` };

/** The fields of a tuple or UDT: up to `count` × [bytes], a missing tail reads as null. Views of `bytes`.
 * `check` sees each field as it is read. */
export function readFields(
  bytes: Uint8Array,
  count: number,
  words: FieldWords = tupleWords,
  check?: (field: Uint8Array, index: number) => void,
): (Uint8Array | null)[] {
  const fields: (Uint8Array | null)[] = new Array<Uint8Array | null>(count).fill(null);
  let at = 0;
  for (let i = 0; i < count && at < bytes.length; i++) {
    if (at + 4 > bytes.length) throw invalid(`Not enough bytes to read size of ${words.part(i)}`);
    const length = i32(bytes, at);
    at += 4;
    if (length < 0) continue;
    if (at + length > bytes.length) throw invalid(`Not enough bytes to read ${words.part(i)}`);
    const field = bytes.subarray(at, at + length);
    check?.(field, i);
    fields[i] = field;
    at += length;
  }
  if (at < bytes.length) throw invalid(`Invalid remaining data after end of ${words.whole} value`);
  return fields;
}

/** The fields that are there, at most `count`, and how many bytes are behind them. */
export function splitFields(
  bytes: Uint8Array,
  count: number,
): { readonly fields: (Uint8Array | null)[]; readonly rest: number } {
  const fields: (Uint8Array | null)[] = [];
  let at = 0;
  while (fields.length < count && at < bytes.length) {
    const part = tupleWords.part(fields.length);
    if (at + 4 > bytes.length) throw invalid(`Not enough bytes to read size of ${part}`);
    const length = Math.max(i32(bytes, at), -1);
    at += 4;
    if (at + length > bytes.length) throw invalid(`Not enough bytes to read ${part}`);
    fields.push(length < 0 ? null : bytes.subarray(at, at + length));
    at += Math.max(length, 0);
  }
  return { fields, rest: bytes.length - at };
}

/** One field of a tuple or UDT: a view, null when it is null or in a missing tail. */
export function readField(bytes: Uint8Array, index: number): Uint8Array | null {
  let at = 0;
  for (let i = 0; at + 4 <= bytes.length; i++) {
    const length = i32(bytes, at);
    at += 4;
    if (i === index) return length < 0 ? null : bytes.subarray(at, at + length);
    if (length > 0) at += length;
  }
  return null;
}

/** All fields, null as length -1. */
export function writeFields(fields: readonly (Uint8Array | null)[]): Buffer {
  let size = 0;
  for (const field of fields) size += 4 + (field === null ? 0 : field.length);
  const out = Buffer.allocUnsafe(size);
  let at = 0;
  for (const field of fields) {
    putI32(out, at, field === null ? -1 : field.length);
    at += 4;
    if (field === null) continue;
    out.set(field, at);
    at += field.length;
  }
  return out;
}
