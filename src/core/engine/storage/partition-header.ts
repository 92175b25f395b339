// Deletions of a partition or of slices of it, kept under the partition's header key so that writes which come later but
// are older stay hidden. Rows that were there are removed at once, so reads never look here.
//
// [u8 has a partition deletion][i64 timestamp][u32 seconds] [u16 n, or ffff and u32 n] then n ranges:
// [u16 length][first suffix] [u16 length][suffix behind the last] [i64 timestamp][u32 seconds]
// A suffix is what follows the flag in a row's key.

import { ByteSink } from '../../lib/byte-sink.js';
import { laterDeletion } from './merge.js';
import type { Deletion } from './stored-row.js';

export interface RangeTombstone extends Deletion {
  readonly start: Uint8Array;
  readonly end: Uint8Array;
}
export interface PartitionHeader {
  readonly partition: Deletion | undefined;
  readonly ranges: readonly RangeTombstone[];
}

/** From so many on, their number takes four bytes more. */
const manyRanges = 0xffff;

const emptyHeader: PartitionHeader = { partition: undefined, ranges: [] };

export function encodeHeader(header: PartitionHeader): Buffer {
  const sink = new ByteSink(64);
  const deletion = (one: Deletion | undefined): void => {
    sink.i64(one?.timestamp ?? 0n);
    sink.i32(one?.seconds ?? 0);
  };
  sink.u8(header.partition === undefined ? 0 : 1);
  deletion(header.partition);
  sink.u16(Math.min(header.ranges.length, manyRanges));
  if (header.ranges.length >= manyRanges) sink.i32(header.ranges.length);
  for (const range of header.ranges) {
    for (const suffix of [range.start, range.end]) {
      sink.u16(suffix.length);
      sink.bytes(suffix);
    }
    deletion(range);
  }
  return sink.copy();
}

export function decodeHeader(bytes: Uint8Array | undefined): PartitionHeader {
  if (bytes === undefined) return emptyHeader;
  const buffer = Buffer.from(bytes);
  let at = 13;
  const suffix = (): Buffer => {
    const length = buffer.readUInt16BE(at);
    at += 2 + length;
    return buffer.subarray(at - length, at);
  };
  const deletion = (from: number): Deletion => ({
    timestamp: buffer.readBigInt64BE(from),
    seconds: buffer.readUInt32BE(from + 8),
  });
  let count = buffer.readUInt16BE(at);
  at += 2;
  if (count === manyRanges) {
    count = buffer.readUInt32BE(at);
    at += 4;
  }
  const ranges: RangeTombstone[] = [];
  for (let i = 0; i < count; i++) {
    const start = suffix();
    const end = suffix();
    ranges.push({ start, end, ...deletion(at) });
    at += 12;
  }
  return { partition: buffer[0] === 1 ? deletion(1) : undefined, ranges };
}

/** What covers the row with this suffix; undefined suffix: the static row. */
export function coveringDeletion(header: PartitionHeader, suffix: Uint8Array | undefined): Deletion | undefined {
  let found = header.partition;
  if (suffix === undefined) return found;
  for (const range of header.ranges) {
    if (Buffer.compare(range.start, suffix) <= 0 && Buffer.compare(suffix, range.end) < 0)
      found = laterDeletion(found, range);
  }
  return found;
}

export function withPartitionDeletion(header: PartitionHeader, deletion: Deletion): PartitionHeader {
  const partition = laterDeletion(header.partition, deletion)!;
  return { partition, ranges: header.ranges.filter((range) => range.timestamp > partition.timestamp) };
}

/** Ranges that the new one makes pointless go, and so does the new one when it says nothing new. */
export function withRange(header: PartitionHeader, range: RangeTombstone): PartitionHeader {
  if (header.partition !== undefined && header.partition.timestamp >= range.timestamp) return header;
  if (header.ranges.some((other) => encloses(other, range))) return header;
  return { partition: header.partition, ranges: [...header.ranges.filter((other) => !encloses(range, other)), range] };
}

const encloses = (outer: RangeTombstone, inner: RangeTombstone): boolean =>
  outer.timestamp >= inner.timestamp &&
  Buffer.compare(outer.start, inner.start) <= 0 &&
  Buffer.compare(outer.end, inner.end) >= 0;

/** Without deletions made before `beforeSeconds`; undefined when nothing is left. */
export function purgeHeader(header: PartitionHeader, beforeSeconds: number): PartitionHeader | undefined {
  const kept = (one: Deletion): boolean => one.seconds > beforeSeconds;
  const partition = header.partition && kept(header.partition) ? header.partition : undefined;
  const ranges = header.ranges.filter(kept);
  return partition === undefined && ranges.length === 0 ? undefined : { partition, ranges };
}
