// Shards and places in them. A shard holds the changes of an equal part of the token ring from the stream's begin to its end;
// a place is a record of the history and one of the changes it stands for.

import { limits } from '../limits.js';
import type { Stream } from './stream.js';

/** In front of the change with these numbers. */
export interface Place {
  readonly micros: bigint;
  readonly sequence: number;
  /** A history record can be two changes: a row that had expired, and what was written then. */
  readonly part: number;
}

const microsDigits = 16;
const sequenceDigits = 10;

/** 27 digits, growing with the order of changes: microseconds, the number within them, the part. */
export function sequenceNumber({ micros, sequence, part }: Place): string {
  return `${String(micros).padStart(microsDigits, '0')}${String(sequence).padStart(sequenceDigits, '0')}${part}`;
}

/** Undefined for what no stream of this engine gave out. */
export function placeOf(number: string): Place | undefined {
  if (!/^\d{27}$/.test(number)) return undefined;
  const sequence = Number(number.slice(microsDigits, -1));
  if (sequence > 0xffff_ffff) return undefined;
  return { micros: BigInt(number.slice(0, microsDigits)), sequence, part: Number(number.slice(-1)) };
}

export const startOf = (stream: Stream): Place => ({ micros: stream.fromMicros, sequence: 0, part: 0 });
export const behind = (place: Place): Place => ({ ...place, part: place.part + 1 });

export function isBefore(a: Place, b: Place): boolean {
  if (a.micros !== b.micros) return a.micros < b.micros;
  return a.sequence !== b.sequence ? a.sequence < b.sequence : a.part < b.part;
}

/** `shardId-00001741385930123456-00000002`, 37 characters. */
export function shardId(stream: Stream, index: number): string {
  const born = String(stream.fromMicros).padStart(20, '0');
  return `shardId-${born}-${index.toString(16).padStart(8, '0')}`;
}

/** Undefined for a shard that the stream does not have. */
export function shardIndex(stream: Stream, id: string): number | undefined {
  const index = Array.from({ length: limits.streamShards }, (_, at) => at).find((at) => shardId(stream, at) === id);
  return index;
}

/** The shard that a token's changes are in. */
export function shardOfToken(token: bigint): number {
  return Number(((token + 2n ** 63n) * BigInt(limits.streamShards)) >> 64n);
}

export function shardOut(stream: Stream, index: number): Record<string, unknown> {
  const { toMicros } = stream;
  const ending =
    toMicros === undefined ? {} : { endingSequenceNumber: sequenceNumber({ micros: toMicros, sequence: 0, part: 0 }) };
  return {
    shardId: shardId(stream, index),
    sequenceNumberRange: { startingSequenceNumber: sequenceNumber(startOf(stream)), ...ending },
    parentShardIds: [],
  };
}
