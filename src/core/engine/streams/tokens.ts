// What clients hand back without looking into it: shard iterators and tokens of pages, each with the time it was given out.

import type { ApiError } from '../control/api.js';
import { limits } from '../limits.js';
import type { Place } from './shards.js';
import { streamRefusal } from './stream-refusal.js';

export interface ShardIterator {
  readonly streamArn: string;
  readonly shardId: string;
  readonly next: Place;
}

export function writeIterator({ streamArn, shardId, next }: ShardIterator, nowMs: number): string {
  return encode(['i', nowMs, streamArn, shardId, String(next.micros), next.sequence, next.part]);
}

/** Throws a ValidationException with errorCode InvalidFormat or ExpiredIterator. */
export function readIterator(text: string, nowMs: number): ShardIterator {
  const refused = streamRefusal('InvalidFormat', 'The shard iterator is not valid');
  const [kind, issuedMs, streamArn, shardId, micros, sequence, part] = decode(text, refused);
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
  const start = input.nextToken === undefined ? 0 : readToken(scope, input.nextToken, nowMs);
  const end = start + (input.maxResults ?? limits.streamPageRecords);
  const part = items.slice(start, end);
  // the model wants at least 80 characters
  return end < items.length
    ? { items: part, nextToken: encode(['t', nowMs, scope, end, 'x'.repeat(60)]) }
    : { items: part };
}

function readToken(scope: string, text: string, nowMs: number): number {
  const refused = streamRefusal('InvalidFormat', 'The pagination token is not valid for this request');
  const [kind, issuedMs, ofScope, offset] = decode(text, refused);
  if (kind !== 't' || ofScope !== scope || !isIndex(offset) || !isIndex(issuedMs)) throw refused;
  if (isOlder(issuedMs, nowMs, limits.streamTokenMs))
    throw streamRefusal('ExpiredNextToken', 'The pagination token is older than 15 minutes');
  return offset;
}

const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isOlder = (issuedMs: number, nowMs: number, mostMs: number): boolean => nowMs - issuedMs > mostMs;

const encode = (parts: readonly unknown[]): string => Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url');

function decode(text: string, refused: ApiError): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(parts)) return parts;
  } catch {
    // not ours
  }
  throw refused;
}
