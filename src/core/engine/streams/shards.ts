// Shards and places in them. A shard holds the changes of an equal part of the token ring from the begin of its generation to
// its end; a place is a record of the history and one of the changes it stands for.

import type { Generation, Stream } from './stream.js';

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

export const behind = (place: Place): Place => ({ ...place, part: place.part + 1 });

export function isBefore(a: Place, b: Place): boolean {
  if (a.micros !== b.micros) return a.micros < b.micros;
  return a.sequence !== b.sequence ? a.sequence < b.sequence : a.part < b.part;
}

export const laterOf = (a: Place, b: Place): Place => (isBefore(a, b) ? b : a);

/** One of the equal parts of the token ring that a generation has, from the generation's begin to its end. */
export interface Shard {
  readonly generation: Generation;
  readonly index: number;
}

export const startOf = ({ generation }: Shard): Place => ({ micros: generation.fromMicros, sequence: 0, part: 0 });

/** `shardId-00001741385930123456-00000002`, 37 characters. */
export function shardId({ fromMicros }: Pick<Generation, 'fromMicros'>, index: number): string {
  const born = String(fromMicros).padStart(20, '0');
  return `shardId-${born}-${index.toString(16).padStart(8, '0')}`;
}

/** Parents before their children. */
export const shardsOf = (stream: Stream): Shard[] =>
  stream.generations.flatMap((generation) =>
    Array.from({ length: generation.shards }, (_, index) => ({ generation, index })),
  );

/** Undefined for a shard that the stream does not have, or has no more. */
export const findShard = (stream: Stream, id: string): Shard | undefined =>
  shardsOf(stream).find(({ generation, index }) => shardId(generation, index) === id);

/** Which of `shards` the changes of a token are in. */
export function shardOfToken(token: bigint, shards: number): number {
  return Number(((token + 2n ** 63n) * BigInt(shards)) >> 64n);
}

/** The shards that one evolved from: one that was split, or those that were merged. They may be gone already. */
export function parentsOf({ generation, index }: Shard): string[] {
  const { before, shards } = generation;
  if (before === undefined) return [];
  const first = Math.floor((index * before.shards) / shards);
  const count = Math.max(1, before.shards / shards);
  return Array.from({ length: count }, (_, at) => shardId(before, first + at));
}

export function shardOut(shard: Shard): Record<string, unknown> {
  const { toMicros } = shard.generation;
  const ending =
    toMicros === undefined ? {} : { endingSequenceNumber: sequenceNumber({ micros: toMicros, sequence: 0, part: 0 }) };
  return {
    shardId: shardId(shard.generation, shard.index),
    sequenceNumberRange: { startingSequenceNumber: sequenceNumber(startOf(shard)), ...ending },
    parentShardIds: parentsOf(shard),
  };
}
