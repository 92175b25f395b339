// Statements of the control-plane fact sheet on change data capture (5.8, 15.9, 15.15), each by its section.

import { beforeEach, describe, expect, it } from 'vitest';
import { day, FactStand, hour, type Json } from './stand.js';

let stand: FactStand;
beforeEach(async () => {
  stand = await FactStand.open();
});
const of = (tableName: string) => ({ keyspaceName: 'ks', tableName });
const caller = { region: 'us-east-1', accountId: '111122223333', principal: '', userAgent: '', sourceAddress: '' };
const ask = (operation: string, input: Json): Promise<Json> => stand.engine.streams.call(operation, input, caller);
const refusal = (operation: string, input: Json): Promise<string> =>
  ask(operation, input).then(
    () => 'none',
    (error: { type: string; members: Json }) => [error.type, error.members.errorCode].filter(Boolean).join(' '),
  );
const label = async (name = 't') => (await stand.call('GetTable', of(name))).latestStreamArn as string;

interface RecordOut {
  readonly origin: string;
  readonly eventVersion: string;
  readonly createdAt: number;
  readonly sequenceNumber: string;
  readonly partitionKeys: Json;
  readonly clusteringKeys: Json;
  readonly newImage?: Json;
  readonly oldImage?: Json;
}
const iterator = async (streamArn: string, shardId: string, shardIteratorType = 'TRIM_HORIZON') =>
  (await ask('GetShardIterator', { streamArn, shardId, shardIteratorType })).shardIterator;
async function records(streamArn: string): Promise<RecordOut[]> {
  const { shards } = (await ask('GetStream', { streamArn })) as { shards: { shardId: string }[] };
  const found: RecordOut[] = [];
  for (const { shardId } of shards) {
    const page = await ask('GetRecords', { shardIterator: await iterator(streamArn, shardId), maxResults: 1000 });
    found.push(...(page.changeRecords as RecordOut[]));
  }
  return found.sort((a, b) => (a.sequenceNumber < b.sequenceNumber ? -1 : 1));
}
const create = async (columns: string, more = '') => {
  await stand.cql(`CREATE TABLE ks.t (${columns}) WITH cdc = true${more}`);
  return label();
};

describe('control-plane 5.8: settings', () => {
  it('the view type is NEW_AND_OLD_IMAGES unless it is named, and does not change', async () => {
    await stand.table('t', { cdcSpecification: { status: 'ENABLED' } });
    const arn = await label();
    expect((await ask('GetStream', { streamArn: arn })).streamViewType).toBe('NEW_AND_OLD_IMAGES');
    const other = { ...of('t'), cdcSpecification: { status: 'ENABLED', viewType: 'KEYS_ONLY' } };
    expect(await stand.type('UpdateTable', other)).toBe('ValidationException');
  });

  it('enabled again it is another stream with a label of its own; the old one can be read for 24 hours', async () => {
    await stand.table('t', { cdcSpecification: { status: 'ENABLED' } });
    const first = await label();
    await stand.cql("INSERT INTO ks.t (id, v) VALUES (1, 'x')");
    for (const status of ['DISABLED', 'ENABLED'])
      await stand.done('UpdateTable', { ...of('t'), cdcSpecification: { status } });
    const second = await label();
    expect(second).not.toBe(first);
    const listed = (await ask('ListStreams', of('t'))).streams as { streamArn: string }[];
    expect(listed.map(({ streamArn }) => streamArn)).toEqual([first, second]);
    expect(await records(first)).toHaveLength(1);
    stand.clock.advance(day);
    expect(await refusal('GetStream', { streamArn: first })).toBe('ResourceNotFoundException');
  });

  it('tags of the table go to the stream with propagateTags TABLE, and later ones do not follow', async () => {
    const tags = [{ key: 'a', value: 'b' }];
    for (const propagateTags of ['TABLE', 'NONE'])
      await stand.table(propagateTags.toLowerCase(), { tags, cdcSpecification: { status: 'ENABLED', propagateTags } });
    const tagsOf = async (resourceArn: unknown) => (await stand.call('ListTagsForResource', { resourceArn })).tags;
    expect(await tagsOf(await label('table'))).toEqual(tags);
    expect(await tagsOf(await label('none'))).toEqual([]);
    const { resourceArn } = await stand.call('GetTable', of('table'));
    await stand.call('TagResource', { resourceArn, tags: [{ key: 'c', value: 'd' }] });
    expect(await tagsOf(await label('table'))).toEqual(tags);
  });
});

describe('control-plane 5.8: records', () => {
  it('insert, update and delete are told by their images; the label of the stream is its creation time', async () => {
    const arn = await create('id int PRIMARY KEY, v text');
    expect(arn).toMatch(/stream\/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/);
    await stand.cql("INSERT INTO ks.t (id, v) VALUES (1, 'a')");
    await stand.cql("UPDATE ks.t SET v = 'b' WHERE id = 1");
    await stand.cql('DELETE FROM ks.t WHERE id = 1');
    const found = await records(arn);
    expect(found.map(({ newImage, oldImage }) => [newImage !== undefined, oldImage !== undefined])).toEqual([
      [true, false],
      [true, true],
      [false, true],
    ]);
    expect(found[0]).toMatchObject({
      origin: 'USER',
      eventVersion: expect.any(String),
      createdAt: expect.any(Number),
      sequenceNumber: expect.stringMatching(/^\d{21,48}$/),
    });
  });

  it('a batch is a record a row, a change of static columns one of its own', async () => {
    const arn = await create('p int, c int, s int static, v int, PRIMARY KEY (p, c)');
    await stand.cql(
      `BEGIN UNLOGGED BATCH INSERT INTO ks.t (p, c, v) VALUES (1, 1, 1); INSERT INTO ks.t (p, c, v) VALUES (1, 2, 2);
       APPLY BATCH`,
    );
    await stand.cql('INSERT INTO ks.t (p, c, v, s) VALUES (1, 3, 3, 9)');
    const found = await records(arn);
    expect(found).toHaveLength(4);
    expect(found.filter(({ newImage }) => newImage?.staticCells !== undefined)).toHaveLength(1);
  });

  it('expiry appears with origin TTL', async () => {
    const arn = await create('id int PRIMARY KEY, v int', " AND CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}}");
    await stand.cql('INSERT INTO ks.t (id, v) VALUES (1, 1) USING TTL 60');
    stand.clock.advance(hour);
    // the next write over the row finds it expired
    await stand.cql('INSERT INTO ks.t (id, v) VALUES (1, 2)');
    expect((await records(arn)).map(({ origin }) => origin)).toContain('TTL');
  });

  it('numbers and dates are strings, boolT is a boolean, blobT base64', async () => {
    const arn = await create(
      'id bigint PRIMARY KEY, b boolean, d date, x blob, n decimal, l list<int>, m map<text, int>',
    );
    await stand.cql(
      `INSERT INTO ks.t (id, b, d, x, n, l, m) VALUES (7, true, '2026-01-31', 0x0102, 1.50, [1], {'k': 2})`,
    );
    const [{ partitionKeys, newImage }] = (await records(arn)) as [RecordOut];
    // 15.15: keys are bare unions; cells are wrapped, in lists too, but not in maps
    expect(partitionKeys).toEqual({ id: { bigintT: '7' } });
    const cells = newImage?.valueCells as Record<string, { value: Json }>;
    const value = (name: string) => cells[name]?.value;
    expect([value('b'), value('d'), value('x'), value('n')]).toEqual([
      { boolT: true },
      { dateT: '2026-01-31' },
      { blobT: 'AQI=' },
      { decimalT: '1.50' },
    ]);
    expect(value('l')).toMatchObject({ listT: [{ value: { intT: '1' } }] });
    expect(JSON.stringify(value('m'))).toContain('{"textT":"k"}');
    expect(JSON.stringify(value('m'))).toContain('{"intT":"2"}');
  });

  it('is not restored: the copy has no stream', async () => {
    await stand.table('t', { pointInTimeRecovery: { status: 'ENABLED' }, cdcSpecification: { status: 'ENABLED' } });
    const names = { sourceKeyspaceName: 'ks', sourceTableName: 't' };
    await stand.done('RestoreTable', { ...names, targetKeyspaceName: 'ks', targetTableName: 'copy' });
    expect(await stand.call('GetTable', of('copy'))).not.toHaveProperty('latestStreamArn');
  });
});

describe('control-plane 5.8: the streams API', () => {
  it('iterators hold for 15 minutes, records for 24 hours', async () => {
    const arn = await create('id int PRIMARY KEY, v int');
    await stand.cql('INSERT INTO ks.t (id, v) VALUES (1, 1)');
    const [{ sequenceNumber }] = (await records(arn)) as [RecordOut];
    const { shards } = (await ask('GetStream', { streamArn: arn })) as { shards: { shardId: string }[] };
    const { shardId } = shards[0]!;
    const shardIterator = await iterator(arn, shardId);
    stand.clock.advance(15 * 60_000);
    expect(await refusal('GetRecords', { shardIterator })).toBe('none');
    stand.clock.advance(1);
    expect(await refusal('GetRecords', { shardIterator })).toBe('ValidationException ExpiredIterator');
    stand.clock.advance(day);
    expect(await records(arn)).toEqual([]);
    const at = { streamArn: arn, shardId, shardIteratorType: 'AT_SEQUENCE_NUMBER', sequenceNumber };
    expect(await refusal('GetShardIterator', at)).toBe('ValidationException TrimmedDataAccess');
  });

  it('LATEST begins behind what is there; the two of a sequence number want one', async () => {
    const arn = await create('id int PRIMARY KEY, v int');
    await stand.cql('INSERT INTO ks.t (id, v) VALUES (1, 1)');
    const { shards } = (await ask('GetStream', { streamArn: arn })) as { shards: { shardId: string }[] };
    for (const { shardId } of shards) {
      const page = await ask('GetRecords', { shardIterator: await iterator(arn, shardId, 'LATEST') });
      expect(page).toMatchObject({ changeRecords: [], iteratorDescription: { iteratorPosition: 'AT_TIP' } });
      for (const shardIteratorType of ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'])
        expect(await refusal('GetShardIterator', { streamArn: arn, shardId, shardIteratorType })).toBe(
          'ValidationException InvalidFormat',
        );
    }
  });

  it('15.9 ListStreams of what is not there is empty; a tableName needs its keyspace', async () => {
    expect(await ask('ListStreams', { keyspaceName: 'nowhere' })).toEqual({ streams: [] });
    expect(await ask('ListStreams', of('nowhere'))).toEqual({ streams: [] });
    expect(await refusal('ListStreams', { tableName: 't' })).toBe('ValidationException InvalidFormat');
  });

  it('more than two readers of one shard are throttled', async () => {
    const arn = await create('id int PRIMARY KEY, v int');
    const { shards } = (await ask('GetStream', { streamArn: arn })) as { shards: { shardId: string }[] };
    const seen: string[] = [];
    for (const userAgent of ['a', 'b', 'c']) {
      const shardIterator = await iterator(arn, shards[0]!.shardId);
      const read = stand.engine.streams.call('GetRecords', { shardIterator }, { ...caller, userAgent });
      seen.push(
        await read.then(
          () => 'read',
          (error: { type: string }) => error.type,
        ),
      );
    }
    expect(seen).toEqual(['read', 'read', 'ThrottlingException']);
  });
});
