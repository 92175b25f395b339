// The bytes of the write-ahead log: a record is what one group of works did to the store, in order, as puts and removals of
// encoded keys, under a checksum. Apart because the writer and the replay share it.

import { crc32 } from 'node:zlib';
import { ByteSink } from '../../lib/byte-sink.js';
import { directBytes } from './direct-file.js';
import type { Space } from './kv.js';
import { spaces } from './kv.js';

/** Names the store that a log belongs to. */
export const storeIdBytes = 16;
/** The first page of a log file; records begin behind it, each at a multiple of `alignment`: they are read so, and written in whole blocks. */
export const logHeaderBytes = 4096;
const alignment = 64;

/** u32 magic, u32 checksum of all that follows, u32 bytes of payload, u32 number of the record in its generation, u64 generation,
 * 8 bytes of the store's id; little-endian. */
const recordAt = { magic: 0, checksum: 4, length: 8, sequence: 12, generation: 16, store: 24, payload: 32 } as const;
const recordMagic = 0x6c57736b;
const magicBytes = Buffer.from('ksWl');
const headerMagic = Buffer.from('ks log 1');
const headerAt = { store: 8, checksum: 24, end: 28 } as const;

/** u8 space, with the top bit a removal; u16 bytes of key, u32 bytes of value. */
const operationBytes = 7;
const removal = 0x80;
/** For good: logs name spaces by these. */
const spaceNumbers: Readonly<Record<Space, number>> = {
  catalog: 0,
  rows: 1,
  history: 2,
  metrics: 3,
  audit: 4,
  meta: 5,
  replication: 6,
};
const spaceOf: readonly Space[] = spaces.toSorted((a, b) => spaceNumbers[a] - spaceNumbers[b]);

export function logHeader(storeId: Uint8Array): Buffer {
  const page = Buffer.alloc(logHeaderBytes);
  headerMagic.copy(page);
  page.set(storeId, headerAt.store);
  page.writeUInt32LE(crc32(page.subarray(0, headerAt.checksum)), headerAt.checksum);
  return page;
}

/** The id of the store that a log file was made for; `empty` when making it was not finished, and it has never held a record. */
export function readLogHeader(page: Buffer): Buffer | 'empty' | 'damaged' {
  const fields = page.subarray(0, headerAt.end);
  if (page.length < headerAt.end || fields.every((byte) => byte === 0)) return 'empty';
  if (!fields.subarray(0, headerMagic.length).equals(headerMagic)) return 'damaged';
  if (crc32(fields.subarray(0, headerAt.checksum)) !== fields.readUInt32LE(headerAt.checksum)) return 'damaged';
  return Buffer.from(fields.subarray(headerAt.store, headerAt.checksum));
}

/** Gathers the operations of one record. */
export class RecordSink {
  private readonly sink = new ByteSink(256 * 1024);
  operations = 0;

  constructor() {
    this.clear();
  }

  clear(): void {
    this.sink.position = recordAt.payload;
    this.operations = 0;
  }

  /** Bytes that the record takes in the log; 0 when it says nothing. */
  get bytes(): number {
    return this.operations === 0 ? 0 : wholeBlocks(this.sink.position);
  }

  put(space: Space, key: Uint8Array, value: Uint8Array): void {
    this.add(spaceNumbers[space], key, value.length);
    this.sink.buffer.set(value, this.sink.position);
    this.sink.position += value.length;
  }

  remove(space: Space, key: Uint8Array): void {
    this.add(spaceNumbers[space] | removal, key, 0);
  }

  /** The finished record; valid until the sink is written to again. */
  seal(storeId: Uint8Array, generation: number, sequence: number): Buffer {
    const { sink } = this;
    const end = wholeBlocks(sink.position);
    sink.ensure(end - sink.position);
    const { buffer } = sink;
    buffer.fill(0, sink.position, end);
    buffer.writeUInt32LE(recordMagic, recordAt.magic);
    buffer.writeUInt32LE(end - recordAt.payload, recordAt.length);
    buffer.writeUInt32LE(sequence, recordAt.sequence);
    buffer.writeBigUInt64LE(BigInt(generation), recordAt.generation);
    buffer.set(storeId.subarray(0, 8), recordAt.store);
    buffer.writeUInt32LE(crc32(buffer.subarray(recordAt.length, end)), recordAt.checksum);
    return buffer.subarray(0, end);
  }

  private add(code: number, key: Uint8Array, valueBytes: number): void {
    const { sink } = this;
    sink.ensure(operationBytes + key.length + valueBytes);
    const { buffer } = sink;
    let at = sink.position;
    buffer[at] = code;
    buffer[at + 1] = key.length;
    buffer[at + 2] = key.length >>> 8;
    buffer[at + 3] = valueBytes;
    buffer[at + 4] = valueBytes >>> 8;
    buffer[at + 5] = valueBytes >>> 16;
    buffer[at + 6] = valueBytes >>> 24;
    at += operationBytes;
    buffer.set(key, at);
    sink.position = at + key.length;
    this.operations++;
  }
}

export interface RecordPlace {
  readonly generation: number;
  readonly sequence: number;
  readonly payload: Buffer;
  /** Where the next record begins. */
  readonly next: number;
}

/** The record at `at` of a log file's bytes; undefined when there is no whole one of this store. */
export function readRecord(log: Buffer, at: number, storeId: Uint8Array): RecordPlace | undefined {
  if (at + recordAt.payload > log.length || log.readUInt32LE(at + recordAt.magic) !== recordMagic) return undefined;
  const length = log.readUInt32LE(at + recordAt.length);
  const end = at + recordAt.payload + length;
  if (end > log.length) return undefined;
  if (!log.subarray(at + recordAt.store, at + recordAt.payload).equals(storeId.subarray(0, 8))) return undefined;
  if (crc32(log.subarray(at + recordAt.length, end)) !== log.readUInt32LE(at + recordAt.checksum)) return undefined;
  return {
    generation: Number(log.readBigUInt64LE(at + recordAt.generation)),
    sequence: log.readUInt32LE(at + recordAt.sequence),
    payload: log.subarray(at + recordAt.payload, end),
    next: aligned(end),
  };
}

/** Where a record may begin at `at` or behind it; -1 when none does. */
export function nextRecord(log: Buffer, at: number): number {
  for (let found = log.indexOf(magicBytes, at); found >= 0; found = log.indexOf(magicBytes, found + 1))
    if (found % alignment === 0) return found;
  return -1;
}

/** What a replay does with each operation; `value` is undefined for a removal. */
export type OperationVisitor = (space: Space, key: Buffer, value: Buffer | undefined) => void;

/** Calls `visit` with every operation of a record, in order. */
export function visitOperations(payload: Buffer, visit: OperationVisitor): void {
  for (let at = 0; at < payload.length; ) {
    const code = payload[at]!;
    const keyAt = at + operationBytes;
    const keyBytes = at + operationBytes > payload.length ? 0 : payload.readUInt16LE(at + 1);
    // no key is empty: what follows fills the block
    if (keyBytes === 0) return;
    const valueAt = keyAt + keyBytes;
    const end = valueAt + payload.readUInt32LE(at + 3);
    const removes = (code & removal) !== 0;
    visit(
      spaceOf[code & ~removal]!,
      payload.subarray(keyAt, valueAt),
      removes ? undefined : payload.subarray(valueAt, end),
    );
    at = end;
  }
}

const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;
const wholeBlocks = (bytes: number): number => Math.ceil(bytes / directBytes) * directBytes;
