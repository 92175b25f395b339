// Token ranges of a SELECT, and what a scan of one costs. Apart because only reads without a partition key need either.

import type { Consistency } from '../consistency.js';
import type { PartitionAccess, TokenBound } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import { type Binding, noToken, setValue } from './binding.js';
import { readUnits, scanUnits } from './metering.js';

const least = -(2n ** 63n);
const greatest = 2n ** 63n - 1n;

/** Both ends inclusive; undefined when no token lies in it. The least token as an upper bound means none [C3]. */
export function tokenRange(
  access: PartitionAccess,
  binding: Binding,
): { readonly start: bigint; readonly end: bigint } | undefined {
  const ends = tokenEnds(access, binding);
  if (!ends.start.inclusive && ends.start.token === greatest) return undefined;
  const start = ends.start.inclusive ? ends.start.token : ends.start.token + 1n;
  const wholeEnd = ends.end.token === least;
  const end = wholeEnd ? greatest : ends.end.inclusive ? ends.end.token : ends.end.token - 1n;
  return start > end ? undefined : { start, end };
}

interface TokenEnd {
  readonly token: bigint;
  readonly inclusive: boolean;
}

function tokenEnds(access: PartitionAccess, binding: Binding): { readonly start: TokenEnd; readonly end: TokenEnd } {
  let start: TokenEnd = { token: least, inclusive: true };
  let end: TokenEnd = { token: greatest, inclusive: true };
  if (access.kind !== 'tokens') return { start, end };
  for (const bound of access.start) start = { token: tokenOf(bound, binding), inclusive: bound.inclusive };
  for (const bound of access.end) end = { token: tokenOf(bound, binding), inclusive: bound.inclusive };
  return { start, end };
}

/** Those of `keys` whose token lies in the range, when there is one. */
export function keysInRange(
  store: { token(key: Uint8Array): bigint },
  keys: Uint8Array[],
  access: PartitionAccess | undefined,
  binding: Binding,
): Uint8Array[] {
  if (access === undefined) return keys;
  const { start, end } = tokenEnds(access, binding);
  // with keys, ends the wrong way round are two ranges [C3 TokenFilter]
  const wraps = access.kind === 'tokens' && start.token > end.token;
  return keys.filter((key) => {
    const token = key.length === 0 ? least : store.token(key);
    const after = start.inclusive ? token >= start.token : token > start.token;
    const before = end.inclusive ? token <= end.token : token < end.token;
    return wraps ? after || before : after && before;
  });
}

function tokenOf(bound: TokenBound, binding: Binding): bigint {
  const value = setValue(bound.term, binding, 'partition key token') ?? noToken();
  // a number may be bound as no bytes at all
  if (value.length === 0) throw invalid('Invalid null value in condition for column partition key token');
  return Buffer.from(value.buffer, value.byteOffset, value.length).readBigInt64BE();
}

/** Adds up what a scan read by storage partition. */
export class ScanMeter {
  private readonly bytes: number[];
  private readonly whole: boolean;
  private readonly width: bigint;
  private first = -1;
  private last = -1;
  private firstFree = false;

  /** `whole`: without a token range, so that empty storage partitions cost too. */
  constructor(partitions: number, whole: boolean) {
    this.bytes = new Array<number>(partitions).fill(0);
    this.whole = whole;
    this.width = (1n << 64n) / BigInt(partitions);
  }

  /** Undefined: a later page, whose first storage partition the page before has paid for. */
  begin(token: bigint | undefined): void {
    if (token !== undefined) this.first = this.partitionOf(token);
    else this.firstFree = true;
  }

  add(token: bigint, bytes: number): void {
    const partition = this.partitionOf(token);
    if (this.first < 0) this.first = partition;
    this.last = Math.max(this.last, partition);
    this.bytes[partition] = this.bytes[partition]! + bytes;
  }

  end(token: bigint): void {
    this.last = this.partitionOf(token);
    if (this.first < 0) this.first = this.last;
  }

  units(consistency: Consistency): number {
    if (!this.whole) {
      let total = 0;
      for (const bytes of this.bytes) total += bytes;
      return readUnits(total, consistency);
    }
    if (this.first < 0) return readUnits(0, consistency);
    return scanUnits(this.bytes.slice(this.first, Math.max(this.last, this.first) + 1), this.firstFree, consistency);
  }

  private partitionOf(token: bigint): number {
    const index = Number((token - least) / this.width);
    return Math.min(index, this.bytes.length - 1);
  }
}
