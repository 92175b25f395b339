// The four operations: pages, places in shards, retention, streams that end, and what is refused.

import { afterEach, describe, expect, it, test } from 'vitest';
import { type Json, refusalOf, StreamStand } from './stand.js';

const stands: StreamStand[] = [];
afterEach(async () => {
  for (const stand of stands.splice(0)) await stand.close();
});
async function open(): Promise<StreamStand> {
  const stand = await StreamStand.open('id int PRIMARY KEY, v int');
  stands.push(stand);
  return stand;
}
const minute = 60_000;
const hour = 60 * minute;

/** A stand with ten changes of one row, its stream, and the shard they are in. */
async function withChanges() {
  const stand = await open();
  for (let v = 0; v < 10; v++) await stand.cql(`INSERT INTO ks.t (id, v) VALUES (1, ${v})`);
  const arn = (await stand.arns())[0]!;
  for (const shardId of await stand.shards(arn)) {
    const { changeRecords } = await stand.get(await stand.iterator(arn, shardId));
    if (changeRecords.length > 0) return { stand, arn, shardId, numbers: changeRecords.map((r) => r.sequenceNumber) };
  }
  throw new Error('no shard has the changes');
}

describe('GetStream and ListStreams', () => {
  it('show a stream with its shards, by pages', async () => {
    const stand = await open();
    const [arn] = await stand.arns();
    const label = arn!.split('/').at(-1);
    const found = await stand.call('GetStream', { streamArn: arn });
    expect(found).toMatchObject({
      streamArn: arn,
      streamLabel: label,
      streamStatus: 'ENABLED',
      streamViewType: 'NEW_AND_OLD_IMAGES',
      keyspaceName: 'ks',
      tableName: 't',
      creationRequestDateTime: Date.parse(`${label}Z`) / 1000,
    });
    const shards = found.shards as { shardId: string }[];
    expect(shards).toHaveLength(4);
    for (const { shardId } of shards) expect(shardId).toMatch(/^.{28,65}$/);
    const paged: unknown[] = [];
    let nextToken: unknown;
    do {
      const page = await stand.call('GetStream', {
        streamArn: arn,
        maxResults: 3,
        ...(nextToken ? { nextToken } : {}),
      });
      paged.push(...(page.shards as unknown[]));
      ({ nextToken } = page);
      if (nextToken !== undefined) expect(nextToken).toMatch(/^.{80,3000}$/);
    } while (nextToken !== undefined);
    expect(paged).toEqual(shards);
    const children = { type: 'CHILD_SHARDS', shardId: shards[0]!.shardId };
    expect((await stand.call('GetStream', { streamArn: arn, shardFilter: children })).shards).toEqual([]);
  });

  it('list by keyspace and table, and nothing for what is not there', async () => {
    const stand = await open();
    const listed = async (input: Json) => ((await stand.call('ListStreams', input)).streams as unknown[]).length;
    expect(await listed({})).toBe(1);
    expect(await listed({ keyspaceName: 'ks', tableName: 't' })).toBe(1);
    expect(await listed({ keyspaceName: 'ks', tableName: 'other' })).toBe(0);
    expect(await listed({ keyspaceName: 'nowhere' })).toBe(0);
  });
});

describe('GetRecords', () => {
  it('goes on where the last answer ended, and knows the tip', async () => {
    const { stand, arn, shardId, numbers } = await withChanges();
    let page = await stand.get(await stand.iterator(arn, shardId), 4);
    const seen: string[] = [];
    const positions: string[] = [];
    for (let i = 0; i < 4; i++) {
      seen.push(...page.changeRecords.map((record) => record.sequenceNumber));
      positions.push(page.iteratorDescription.iteratorPosition);
      page = await stand.get(page.nextShardIterator!, 4);
    }
    expect(seen).toEqual(numbers);
    expect(positions).toEqual(['BEHIND_TIP', 'BEHIND_TIP', 'AT_TIP', 'AT_TIP']);
    await stand.cql('INSERT INTO ks.t (id, v) VALUES (1, 99)');
    expect((await stand.get(page.nextShardIterator!)).changeRecords).toHaveLength(1);
  });

  it('begins where the kind of iterator says', async () => {
    const { stand, arn, shardId, numbers } = await withChanges();
    const from = async (type: string, sequenceNumber?: string) => {
      const more = sequenceNumber === undefined ? {} : { sequenceNumber };
      const page = await stand.get(await stand.iterator(arn, shardId, type, more));
      return page.changeRecords.map((record) => record.sequenceNumber);
    };
    expect(await from('TRIM_HORIZON')).toEqual(numbers);
    expect(await from('AT_SEQUENCE_NUMBER', numbers[3])).toEqual(numbers.slice(3));
    expect(await from('AFTER_SEQUENCE_NUMBER', numbers[3])).toEqual(numbers.slice(4));
    expect(await from('LATEST')).toEqual([]);
    const latest = await stand.iterator(arn, shardId, 'LATEST');
    await stand.cql('INSERT INTO ks.t (id, v) VALUES (1, 99)');
    expect((await stand.get(latest)).changeRecords).toHaveLength(1);
  });

  it('reads an iterator for 15 minutes', async () => {
    const { stand, arn, shardId } = await withChanges();
    const iterator = await stand.iterator(arn, shardId);
    stand.script.clock.advance(15 * minute);
    expect((await stand.get(iterator)).changeRecords).toHaveLength(10);
    stand.script.clock.advance(1);
    expect(await refusalOf(stand.get(iterator))).toBe('ValidationException/ExpiredIterator');
  });

  it('keeps records for 24 hours', async () => {
    const { stand, arn, shardId, numbers } = await withChanges();
    stand.script.clock.advance(23 * hour);
    await stand.cql('INSERT INTO ks.t (id, v) VALUES (1, 99)');
    expect((await stand.get(await stand.iterator(arn, shardId))).changeRecords).toHaveLength(11);
    stand.script.clock.advance(2 * hour);
    expect((await stand.get(await stand.iterator(arn, shardId))).changeRecords).toHaveLength(1);
    const at = stand.iterator(arn, shardId, 'AT_SEQUENCE_NUMBER', { sequenceNumber: numbers[0]! });
    expect(await refusalOf(at)).toBe('ValidationException/TrimmedDataAccess');
  });
});

describe('a stream that was switched off', () => {
  it('is closed, can be read for a day, and is gone then', async () => {
    const { stand, arn, shardId } = await withChanges();
    await stand.update({ status: 'DISABLED' });
    await stand.cql('INSERT INTO ks.t (id, v) VALUES (1, 99)');
    const found = await stand.call('GetStream', { streamArn: arn });
    const [{ sequenceNumberRange }] = found.shards as [{ sequenceNumberRange: Json }];
    expect([found.streamStatus, Object.keys(sequenceNumberRange)]).toEqual([
      'DISABLED',
      ['startingSequenceNumber', 'endingSequenceNumber'],
    ]);
    const page = await stand.get(await stand.iterator(arn, shardId));
    expect([page.changeRecords.length, page.nextShardIterator]).toEqual([10, undefined]);
    stand.script.clock.advance(24 * hour);
    expect(await stand.arns()).toEqual([]);
    expect(await refusalOf(stand.call('GetStream', { streamArn: arn }))).toBe('ResourceNotFoundException');
  });

  it('has a successor with a label and records of its own', async () => {
    const { stand, arn, shardId } = await withChanges();
    await stand.update({ status: 'DISABLED' });
    await stand.update({ status: 'ENABLED', viewType: 'KEYS_ONLY' });
    await stand.cql('INSERT INTO ks.t (id, v) VALUES (1, 99)');
    const arns = await stand.arns();
    expect([arns.length, arns[0]]).toEqual([2, arn]);
    expect((await stand.get(await stand.iterator(arn, shardId))).changeRecords).toHaveLength(10);
    expect(await stand.records(arns[1])).toHaveLength(1);
    stand.script.clock.advance(24 * hour);
    expect(await stand.arns()).toEqual([arns[1]]);
  });
});

const arnOf = (name: string) =>
  `arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/table/${name}/stream/2026-01-01T00:00:00.000`;
const anyShard = `shardId-${'0'.repeat(20)}-00000000`;

test.each<[string, Json, string]>([
  ['ListStreams', { tableName: 't' }, 'ValidationException/InvalidFormat'],
  ['ListStreams', { keyspaceName: '' }, 'ValidationException/InvalidFormat'],
  ['ListStreams', { maxResults: 101 }, 'ValidationException/InvalidFormat'],
  ['ListStreams', { maxResults: 'many' }, 'SerializationException'],
  ['ListStreams', { nextToken: 'x'.repeat(80) }, 'ValidationException/InvalidFormat'],
  ['ListStreams', { nextToken: 'short' }, 'ValidationException/InvalidFormat'],
  ['GetStream', {}, 'ValidationException/InvalidFormat'],
  ['GetStream', { streamArn: 'arn' }, 'ValidationException/InvalidFormat'],
  ['GetStream', { streamArn: arnOf('t') }, 'ResourceNotFoundException'],
  ['GetStream', { streamArn: arnOf('nowhere') }, 'ResourceNotFoundException'],
  ['GetStream', { streamArn: arnOf('t').split('/stream')[0] }, 'ResourceNotFoundException'],
  ['GetStream', { streamArn: arnOf('t').replace('us-east-1', 'eu-west-1') }, 'ValidationException/InvalidFormat'],
  ['GetShardIterator', { streamArn: arnOf('t'), shardId: anyShard }, 'ValidationException/InvalidFormat'],
  [
    'GetShardIterator',
    { streamArn: arnOf('t'), shardId: anyShard, shardIteratorType: 'FIRST' },
    'ValidationException/InvalidFormat',
  ],
  ['GetRecords', {}, 'ValidationException/InvalidFormat'],
  ['GetRecords', { shardIterator: '' }, 'ValidationException/InvalidFormat'],
  ['GetRecords', { shardIterator: 'nonsense' }, 'ValidationException/InvalidFormat'],
  ['GetRecords', { shardIterator: Buffer.from('[]').toString('base64url') }, 'ValidationException/InvalidFormat'],
  ['GetRecords', { shardIterator: Buffer.from('["i",1]').toString('base64url') }, 'ValidationException/InvalidFormat'],
  ['GetRecords', { shardIterator: 'x', maxResults: 0 }, 'ValidationException/InvalidFormat'],
  ['GetRecords', { shardIterator: 'x', maxResults: 1001 }, 'ValidationException/InvalidFormat'],
  ['Nothing', {}, 'UnknownOperationException'],
])('%s of %j is refused with %s', async (operation, input, refusal) => {
  const stand = await open();
  expect(await refusalOf(stand.call(operation, input))).toBe(refusal);
});

test.each<[string, Json, string]>([
  ['a shard of another stream', { shardId: anyShard }, 'ResourceNotFoundException'],
  ['no number', { shardIteratorType: 'AT_SEQUENCE_NUMBER' }, 'ValidationException/InvalidFormat'],
  [
    'a number of nobody',
    { shardIteratorType: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: '1'.repeat(21) },
    'ValidationException/InvalidFormat',
  ],
  [
    'a short number',
    { shardIteratorType: 'AT_SEQUENCE_NUMBER', sequenceNumber: '1' },
    'ValidationException/InvalidFormat',
  ],
  [
    'a number of long ago',
    { shardIteratorType: 'AT_SEQUENCE_NUMBER', sequenceNumber: '1'.repeat(27) },
    'ValidationException/TrimmedDataAccess',
  ],
])('an iterator with %s is refused', async (_, input, refusal) => {
  const stand = await open();
  const streamArn = (await stand.arns())[0]!;
  const [shardId] = await stand.shards(streamArn);
  const whole = { streamArn, shardId, shardIteratorType: 'TRIM_HORIZON', ...input };
  expect(await refusalOf(stand.call('GetShardIterator', whole))).toBe(refusal);
});
