// Shards that split and merge while a table is written: a consumer that follows parents to their children sees every change
// once, and those of a key in their order. And who may read a shard at the same time.

import { afterEach, expect, it } from 'vitest';
import type { ApiError } from '../../../../src/core/engine/control/api.js';
import { caller, type GotRecords, type Record_, refusalOf, StreamStand } from './stand.js';

let stand: StreamStand;
afterEach(() => stand.close());

interface ShardOut {
  readonly shardId: string;
  readonly parentShardIds: readonly string[];
  readonly sequenceNumberRange: { readonly startingSequenceNumber: string; readonly endingSequenceNumber?: string };
}

const day = 24 * 3_600_000;
const open = async () => {
  stand = await StreamStand.open('id int PRIMARY KEY, v int');
  return (await stand.arns())[0]!;
};
async function scale(writeCapacityUnits: number): Promise<void> {
  const capacitySpecification = { throughputMode: 'PROVISIONED', readCapacityUnits: 10, writeCapacityUnits };
  const input = { keyspaceName: 'ks', tableName: 't', capacitySpecification };
  await stand.script.engine.control.call('UpdateTable', input, caller);
  stand.script.clock.advance(60_000);
}
const shardsOf = async (streamArn: string, more: object = {}) =>
  (await stand.call('GetStream', { streamArn, ...more })).shards as readonly ShardOut[];
const write = async (from: number, count: number, keys = 40) => {
  for (let at = from; at < from + count; at++) await stand.cql(`INSERT INTO ks.t (id, v) VALUES (${at % keys}, ${at})`);
};

/** A consumer as it is written against the API: a shard is read when its parents have been read to their ends. */
class Consumer {
  readonly seen: Record_[] = [];
  private readonly done = new Set<string>();
  private readonly iterators = new Map<string, string>();
  private readonly streamArn: string;

  constructor(streamArn: string) {
    this.streamArn = streamArn;
  }

  /** One round over all shards that may be read; how many records came. */
  async round(maxResults = 7): Promise<number> {
    const shards = await shardsOf(this.streamArn);
    const known = new Set(shards.map(({ shardId }) => shardId));
    let found = 0;
    for (const { shardId, parentShardIds } of shards) {
      const waits = parentShardIds.some((parent) => known.has(parent) && !this.done.has(parent));
      if (waits || this.done.has(shardId)) continue;
      const iterator = this.iterators.get(shardId) ?? (await stand.iterator(this.streamArn, shardId));
      const { changeRecords, nextShardIterator } = await stand.get(iterator, maxResults);
      this.seen.push(...changeRecords);
      found += changeRecords.length;
      if (nextShardIterator === undefined) this.done.add(shardId);
      else this.iterators.set(shardId, nextShardIterator);
    }
    return found;
  }

  async untilQuiet(): Promise<void> {
    // a closed shard is done in one round, its children begin in the next
    for (let quiet = 0; quiet < 4; ) quiet = (await this.round()) === 0 ? quiet + 1 : 0;
  }

  values(): readonly (readonly [number, number])[] {
    return this.seen.map(({ partitionKeys, newImage }) => {
      const cell = newImage?.valueCells?.v as { value: { intT: string } };
      return [Number((partitionKeys.id as { intT: string }).intT), Number(cell.value.intT)] as const;
    });
  }
}

it('a consumer that follows the lineage sees each change once and the changes of a key in their order', async () => {
  const consumer = new Consumer(await open());
  await write(0, 200);
  await consumer.round();
  await scale(7_000);
  await write(200, 200);
  await consumer.round();
  await scale(20_000);
  await write(400, 200);
  await consumer.round();
  await scale(100);
  await write(600, 200);
  await consumer.untilQuiet();
  const values = consumer.values();
  expect(values.map(([, value]) => value).sort((a, b) => a - b)).toEqual(Array.from({ length: 800 }, (_, at) => at));
  for (let key = 0; key < 40; key++) {
    const ofKey = values.filter(([id]) => id === key).map(([, value]) => value);
    expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b));
  }
});

it('a split shard is closed, and names itself as the parent of its two children; a merged one has two parents', async () => {
  const arn = await open();
  const before = await shardsOf(arn);
  expect(before).toHaveLength(4);
  await scale(8_000);
  const split = await shardsOf(arn);
  expect(split).toHaveLength(4 + 8);
  const children = split.slice(4);
  expect(children.map(({ parentShardIds }) => parentShardIds)).toEqual(
    Array.from({ length: 8 }, (_, at) => [before[Math.floor(at / 2)]!.shardId]),
  );
  for (const [at, { shardId, sequenceNumberRange }] of split.slice(0, 4).entries()) {
    expect(shardId).toBe(before[at]!.shardId);
    expect(sequenceNumberRange.endingSequenceNumber).toBe(children[0]!.sequenceNumberRange.startingSequenceNumber);
  }
  const shardFilter = { type: 'CHILD_SHARDS', shardId: before[1]!.shardId };
  expect(await shardsOf(arn, { shardFilter })).toEqual(children.slice(2, 4));
  await scale(100);
  const merged = (await shardsOf(arn)).slice(12);
  expect(merged.map(({ parentShardIds }) => parentShardIds)).toEqual(
    Array.from({ length: 4 }, (_, at) => [children[2 * at]!.shardId, children[2 * at + 1]!.shardId]),
  );
});

it('closed shards go when nothing in them can be read any more; their children still name them', async () => {
  const arn = await open();
  const [old] = await shardsOf(arn);
  await scale(8_000);
  stand.script.clock.advance(day);
  const left = await shardsOf(arn);
  expect(left).toHaveLength(8);
  expect(left[0]!.parentShardIds).toEqual([old!.shardId]);
  expect(await refusalOf(stand.iterator(arn, old!.shardId))).toBe('ResourceNotFoundException');
});

it('reading a closed shard ends with no further iterator, from its newest place at once', async () => {
  const arn = await open();
  await write(0, 20);
  const [{ shardId }] = (await shardsOf(arn)) as [ShardOut];
  await scale(8_000);
  await write(20, 20);
  const last = await stand.get(await stand.iterator(arn, shardId, 'LATEST'));
  expect(last).toMatchObject({ changeRecords: [] });
  expect(last.nextShardIterator).toBeUndefined();
  const [closed, , , , child] = await shardsOf(arn);
  const { startingSequenceNumber: first, endingSequenceNumber: end } = closed!.sequenceNumberRange;
  const at = (shard: ShardOut, sequenceNumber: string, type = 'AT_SEQUENCE_NUMBER') =>
    stand.iterator(arn, shard.shardId, type, { sequenceNumber });
  expect((await stand.get(await at(closed!, first))).changeRecords.length).toBeGreaterThan(0);
  expect((await stand.get(await at(closed!, end!))).changeRecords).toEqual([]);
  const beyond = String(BigInt(end!) + 1n).padStart(27, '0');
  expect(await refusalOf(at(closed!, beyond))).toBe('ValidationException/InvalidFormat');
  expect(await refusalOf(at(child!, first))).toBe('ValidationException/InvalidFormat');
});

it('units that the same shards carry change nothing, nor does a stream that is off', async () => {
  const arn = await open();
  await scale(3_000);
  await scale(4_000);
  expect(await shardsOf(arn)).toHaveLength(4);
  await stand.update({ status: 'DISABLED' });
  await scale(40_000);
  expect(await shardsOf(arn)).toHaveLength(4);
});

it('more than two readers of a shard at a time are throttled; of one shard, not of its neighbour', async () => {
  const arn = await open();
  const [one, other] = await stand.shards(arn);
  const read = async (shardId: string, reader: string): Promise<string> => {
    const shardIterator = await stand.iterator(arn, shardId);
    const call = stand.script.engine.streams.call('GetRecords', { shardIterator }, { ...caller, userAgent: reader });
    return call.then(
      (got) => ((got as unknown as GotRecords).changeRecords === undefined ? 'odd' : 'read'),
      (error: ApiError) => error.type,
    );
  };
  for (const reader of ['a', 'b', 'a', 'b']) expect(await read(one!, reader)).toBe('read');
  expect(await read(one!, 'c')).toBe('ThrottlingException');
  expect(await read(other!, 'c')).toBe('read');
  stand.script.clock.advance(1_000);
  expect(await read(one!, 'c')).toBe('read');
});
