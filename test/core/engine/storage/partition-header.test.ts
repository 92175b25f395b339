// The bytes of a partition's deletions.

import { describe, expect, it } from 'vitest';
import {
  coveringDeletion,
  decodeHeader,
  encodeHeader,
  type PartitionHeader,
} from '../../../../src/core/engine/storage/partition-header.js';

/** Each range holds the suffixes that begin with its number. */
const headerOf = (count: number): PartitionHeader => ({
  partition: { timestamp: 5n, seconds: 7 },
  ranges: Array.from({ length: count }, (_, i) => {
    const start = Buffer.alloc(4);
    start.writeUInt32BE(i);
    return { start, end: Buffer.concat([start, Buffer.of(0xff)]), timestamp: BigInt(i + 10), seconds: i };
  }),
});

describe('the header of a partition', () => {
  it.each([0, 1, 65_534, 65_535, 65_536, 70_000])('comes back with its %i ranges', (count) => {
    const header = headerOf(count);
    const decoded = decodeHeader(encodeHeader(header));
    expect(decoded.partition).toEqual(header.partition);
    expect(decoded.ranges.length).toBe(count);
    expect(decoded.ranges.at(-1)).toEqual(header.ranges.at(-1));
  });

  it('hides what lies in any of very many ranges', () => {
    const decoded = decodeHeader(encodeHeader(headerOf(70_000)));
    expect(coveringDeletion(decoded, Buffer.of(0, 1, 0x11, 0x6f, 1))?.timestamp).toBe(70_009n);
  });
});
