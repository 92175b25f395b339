// Version-1 uuids: built from a time and random bits, and read back. Apart from uuid parsing because time functions,
// now() and LWT ballots need only this.

import type { Random } from '../../ports/random.js';
import { invalid } from '../cql-error.js';

/** 100 ns between the Gregorian reform (1582-10-15) and the Unix epoch. */
const GREGORIAN_TICKS = 0x01b21dd213814000n;

/** Writes 60 bits of time as low, mid, high with the version, and eight bytes of clock sequence and node after them. */
function build(ticks: bigint, tail: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(16);
  out.writeUInt32BE(Number(ticks & 0xffffffffn), 0);
  out.writeUInt16BE(Number((ticks >> 32n) & 0xffffn), 4);
  out.writeUInt16BE(Number((ticks >> 48n) & 0x0fffn) | 0x1000, 6);
  out.set(tail, 8);
  return out;
}

/** `sub` counts 100 ns within the millisecond, 0 to 9999. A timeuuid holds the years 1582 to 5236; beyond them Cassandra
 * counts round in 64 bits and lays the version over the topmost four: the result may have another version. */
export function timeuuidAt(ms: number, sub: number, tail: Uint8Array): Buffer {
  const ticks = BigInt.asUintN(64, BigInt(ms) * 10_000n + BigInt(sub) + GREGORIAN_TICKS);
  const out = build(ticks, tail);
  out[6] = out[6]! | (Number(ticks >> 60n) << 4);
  return out;
}

// the order of the last eight bytes is by signed bytes: 80 is the least and 7f the greatest
const leastTail = Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80);
const greatestTail = Uint8Array.of(0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f);

/** No timeuuid of this millisecond or later comes before it. Not a valid uuid of variant 2, as in Cassandra. */
export const minTimeuuid = (ms: number): Buffer => timeuuidAt(ms, 0, leastTail);

/** No timeuuid of this millisecond or earlier comes after it. */
export const maxTimeuuid = (ms: number): Buffer => timeuuidAt(ms, 9_999, greatestTail);

/** 100 ns since 1582-10-15, as the first eight bytes of a version-1 uuid have them. */
export function timeuuidTicks(bytes: Uint8Array): bigint {
  const high = BigInt((((bytes[6]! & 0x0f) << 8) | bytes[7]!) >>> 0);
  const mid = BigInt((bytes[4]! << 8) | bytes[5]!);
  const low = BigInt(((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) >>> 0);
  return (high << 48n) | (mid << 32n) | low;
}

/** Milliseconds since the Unix epoch. Cassandra cuts off what is counted from 1582, so that it is the floor before 1970
 * too [C3 UUIDGen.unixTimestamp]. Throws CqlError invalid for a uuid of another version. */
export function timeuuidMs(bytes: Uint8Array): number {
  if (bytes[6]! >> 4 !== 1) throw invalid('Not a time-based UUID');
  return Number(timeuuidTicks(bytes) / 10_000n - GREGORIAN_TICKS / 10_000n);
}

/** Makes timeuuids that always grow and never repeat: one per process and random node. */
export class TimeuuidGenerator {
  readonly #tail: Buffer;
  #lastTicks = 0n;

  constructor(random: Random) {
    // clock sequence with the variant bits, node with the multicast bit: a random node, RFC 4122 section 4.5
    this.#tail = Buffer.from(random.bytes(8));
    this.#tail[0] = (this.#tail[0]! & 0x3f) | 0x80;
    this.#tail[2] = this.#tail[2]! | 0x01;
  }

  /** `nowMs`: milliseconds since the epoch. When more than 10,000 are made in a millisecond, the next ones are borrowed. */
  next(nowMs: number): Buffer {
    const ticks = BigInt(Math.floor(nowMs)) * 10_000n + GREGORIAN_TICKS;
    this.#lastTicks = ticks > this.#lastTicks ? ticks : this.#lastTicks + 1n;
    return build(this.#lastTicks, this.#tail);
  }
}
