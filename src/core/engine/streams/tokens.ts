// What clients hand back without looking into it: shard iterators and tokens of pages, each with the time it was given out.

import { isIndex, readToken, writeToken } from '../../lib/opaque-token.js';
import { limits } from '../limits.js';
import type { Place } from './shards.js';
import { streamRefusal } from './stream-refusal.js';

export interface ShardIterator {
  readonly streamArn: string;
  readonly shardId: string;
  readonly next: Place;
}

export function writeIterator({ streamArn, shardId, next }: ShardIterator, nowMs: number): string {
  return writeToken(['i', nowMs, streamArn, shardId, String(next.micros), next.sequence, next.part]);
}

/** Throws a ValidationException with errorCode InvalidFormat or ExpiredIterator. */
export function readIterator(text: string, nowMs: number): ShardIterator {
  const refused = streamRefusal('InvalidFormat', 'The shard iterator is not valid');
  const [kind, issuedMs, streamArn, shardId, micros, sequence, part] = readToken(text) ?? [];
  const isWhole =
    kind === 'i' &&
    typeof streamArn === 'string' &&
    typeof shardId === 'string' &&
    typeof micros === 'string' &&
    /^\d{1,19}$/.test(micros) &&
    isIndex(sequence) &&
    isIndex(part);
  if (!isWhole || !isIndex(issuedMs)) throw refused;
  if (isOlder(issuedMs, nowMs, limits.streamIteratorMs))
    throw streamRefusal('ExpiredIterator', 'The shard iterator is older than 15 minutes');
  return { streamArn, shardId, next: { micros: BigInt(micros), sequence, part } };
}

/** The next page of `items`. `scope` ties a token to its list. Throws a ValidationException as above. */
export function streamPage<T>(
  scope: string,
  items: readonly T[],
  input: { readonly nextToken?: string; readonly maxResults?: number },
  nowMs: number,
): { readonly items: readonly T[]; readonly nextToken?: string } {
  const start = input.nextToken === undefined ? 0 : offsetIn(input.nextToken, scope, nowMs);
  const end = start + (input.maxResults ?? limits.streamPageRecords);
  const part = items.slice(start, end);
  // the model wants at least 80 characters
  return end < items.length
    ? { items: part, nextToken: writeToken(['t', nowMs, scope, end, 'x'.repeat(60)]) }
    : { items: part };
}

function offsetIn(text: string, scope: string, nowMs: number): number {
  const refused = streamRefusal('InvalidFormat', 'The pagination token is not valid for this request');
  const [kind, issuedMs, ofScope, offset] = readToken(text) ?? [];
  if (kind !== 't' || ofScope !== scope || !isIndex(offset) || !isIndex(issuedMs)) throw refused;
  if (isOlder(issuedMs, nowMs, limits.streamTokenMs))
    throw streamRefusal('ExpiredNextToken', 'The pagination token is older than 15 minutes');
  return offset;
}

const isOlder = (issuedMs: number, nowMs: number, mostMs: number): boolean => nowMs - issuedMs > mostMs;
