// Keys of rows in space `rows`. Unsigned byte order is: table, token, partition, header before static row before rows, rows in
// declared clustering order.
//
//   [u32 table number][u64 token with its sign flipped][u16 length][serialised partition key]
//   [u8 flag: 0 partition header, 1 static row, 2 row][clustering columns by types/order-encoding.ts]

import { ByteSink } from '../../lib/byte-sink.js';
import type { TableSchema } from '../catalog/schema.js';
import { invalid } from '../cql-error.js';
import { limits } from '../limits.js';
import { encodeOrdered } from '../types/order.js';
import type { ClusteringBound } from './table-store.js';
import { Murmur3 } from './token.js';

export const flag = { header: 0, static: 1, row: 2 } as const;

const tokenAt = 4;
const lengthAt = 12;
export const partitionKeyAt = 14;
// the encoding of a clustering column never begins with 00 or ff
const above = 0xff;

/** Writes one key at a time into its own memory; what `bytes()` gives is valid until the next `begin`. */
export class KeyWriter {
  private readonly sink = new ByteSink(4096);
  private readonly murmur = new Murmur3();
  private lent: Buffer | undefined;

  /** Table, token, partition key and flag. */
  begin(table: TableSchema, partitionKey: Uint8Array, kind: number): this {
    const { sink } = this;
    const length = partitionKey.length;
    sink.reset();
    sink.ensure(partitionKeyAt + length + 1);
    sink.i32At(0, table.number);
    this.murmur.hash(partitionKey);
    this.murmur.writeOrdered(sink.buffer, tokenAt);
    sink.buffer[lengthAt] = length >>> 8;
    sink.buffer[lengthAt + 1] = length;
    sink.buffer.set(partitionKey, partitionKeyAt);
    sink.buffer[partitionKeyAt + length] = kind;
    sink.position = partitionKeyAt + length + 1;
    return this;
  }

  /** Goes back to the end of the partition's prefix, with another flag. */
  again(prefixBytes: number, kind: number): this {
    this.sink.buffer[prefixBytes - 1] = kind;
    this.sink.position = prefixBytes;
    return this;
  }

  /** The prefix of the partition that `key` is in, with another flag: its token is not reckoned again. */
  beside(key: Uint8Array, kind: number): this {
    const { sink } = this;
    const end = prefixLength(key);
    sink.reset();
    sink.ensure(end);
    for (let i = 0; i < end - 1; i++) sink.buffer[i] = key[i]!;
    sink.buffer[end - 1] = kind;
    sink.position = end;
    return this;
  }

  get length(): number {
    return this.sink.position;
  }

  clustering(table: TableSchema, values: readonly Uint8Array[]): this {
    for (let i = 0; i < values.length; i++) {
      const column = table.clustering[i]!;
      encodeOrdered(column.type, values[i]!, column.order === 'desc', this.sink);
    }
    if (this.sink.position > limits.storedKeyBytes) throw keyTooLong(this.sink.position);
    return this;
  }

  /** The first key of what `bound` begins, or the first after what it ends, when it is the `start` or else the end of a slice. */
  bound(table: TableSchema, bound: ClusteringBound | undefined, start: boolean): this {
    if (bound !== undefined) this.clustering(table, bound.values);
    // behind every key with this prefix: an open end, an inclusive end, an exclusive start
    if (bound === undefined ? !start : bound.inclusive !== start) this.sink.u8(above);
    return this;
  }

  bytes(): Uint8Array {
    const { sink, lent } = this;
    // keys of one length follow each other, and a view costs more than to look at the last one
    if (lent !== undefined && lent.length === sink.position && lent.buffer === sink.buffer.buffer) return lent;
    this.lent = sink.view();
    return this.lent;
  }
  copy(): Buffer {
    return this.sink.copy();
  }
}

/** Encoded, values may take more than their own bytes: each 00 in a text is doubled. */
const keyTooLong = (bytes: number): Error =>
  invalid(`Key length of ${bytes} is longer than maximum of ${limits.storedKeyBytes}`);

/** Length of a key up to and with its flag. */
export function prefixLength(key: Uint8Array): number {
  return partitionKeyAt + ((key[lengthAt]! << 8) | key[lengthAt + 1]!) + 1;
}
export function flagOf(key: Uint8Array): number {
  return key[prefixLength(key) - 1]!;
}
export function partitionKeyOf(key: Uint8Array): Uint8Array {
  return key.subarray(partitionKeyAt, prefixLength(key) - 1);
}
export function tokenOf(key: Uint8Array): bigint {
  return new DataView(key.buffer, key.byteOffset, key.length).getBigUint64(tokenAt) - 2n ** 63n;
}
export function samePartition(a: Uint8Array, b: Uint8Array): boolean {
  const length = prefixLength(a) - 1;
  if (length !== prefixLength(b) - 1) return false;
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The same key in another table. */
export function inTable(key: Uint8Array, tableNumber: number): Buffer {
  const moved = Buffer.from(key);
  moved.writeUInt32BE(tableNumber);
  return moved;
}

/** Keys from `start` to `end`, both tokens inclusive. */
export function tokenRange(
  tableNumber: number,
  start: bigint,
  end: bigint,
): { readonly start: Buffer; readonly end: Buffer } {
  return { start: tokenKey(tableNumber, start), end: afterToken(tableNumber, end) };
}
/** Every key of a table. */
export function tableRange(tableNumber: number): { readonly start: Buffer; readonly end: Buffer } {
  return { start: tableKey(tableNumber), end: tableKey(tableNumber + 1) };
}

function tableKey(tableNumber: number): Buffer {
  const key = Buffer.alloc(4);
  key.writeUInt32BE(tableNumber);
  return key;
}
function tokenKey(tableNumber: number, token: bigint): Buffer {
  const key = Buffer.alloc(12);
  key.writeUInt32BE(tableNumber);
  key.writeBigUInt64BE(token + 2n ** 63n, tokenAt);
  return key;
}
function afterToken(tableNumber: number, token: bigint): Buffer {
  return token >= 2n ** 63n - 1n ? tableKey(tableNumber + 1) : tokenKey(tableNumber, token + 1n);
}

/** The first key behind `key`. */
export function nextKey(key: Uint8Array): Buffer {
  const next = Buffer.alloc(key.length + 1);
  next.set(key);
  return next;
}
export const greatest = (a: Uint8Array, b: Uint8Array): Uint8Array => (Buffer.compare(a, b) >= 0 ? a : b);
