// Counters of tables in several Regions: each Region counts in a shard of its own, so that additions made at once in two
// Regions both stay. A shard is an element whose path is the Region's name; what was counted while the table was in one
// Region only is the shard without a name.

import type { Cell, Complex, Element } from './stored-row.js';

const unnamed = new Uint8Array(0);

/** A counter's cell as a column of shards; shards stay as they are. */
export function asShards(column: Cell | Complex): Complex {
  if (column.kind === 'complex') return column;
  const { timestamp, value, expiry } = column;
  return value === null
    ? { kind: 'complex', deletion: { timestamp, seconds: expiry }, elements: [] }
    : { kind: 'complex', deletion: undefined, elements: [{ ...column, path: unnamed }] };
}

/**
 * The shard of `region` after adding; `before` is the whole column as it stands. A deleted counter stays deleted for as long as its
 * tombstone is kept [Cassandra 3.11].
 */
export function addToShard(before: Complex | undefined, region: string, delta: bigint, timestamp: bigint): Complex {
  if (before?.deletion !== undefined) return { kind: 'complex', deletion: before.deletion, elements: [] };
  const path = Buffer.from(region, 'latin1');
  const own = before?.elements.find((element) => path.equals(element.path));
  const at = own !== undefined && own.timestamp >= timestamp ? own.timestamp + 1n : timestamp;
  const value = longBytes(countOf(own) + delta);
  const shard: Element = { kind: 'cell', path, timestamp: at, value, ttl: 0, expiry: 0 };
  return { kind: 'complex', deletion: undefined, elements: [shard] };
}

/** What a reader sees: the sum of all shards. */
export const sumOfShards = (shards: readonly Element[]): Uint8Array =>
  longBytes(shards.reduce((sum, shard) => sum + countOf(shard), 0n));

const countOf = (shard: Element | undefined): bigint =>
  shard?.value?.length === 8 ? Buffer.from(shard.value).readBigInt64BE() : 0n;

function longBytes(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt.asIntN(64, value));
  return bytes;
}
