// What belongs to a Region and what to all: settings, streams, recovery and deletion of tables in several Regions.

import { afterEach, describe, expect, it } from 'vitest';
import { RegionsStand } from './regions-stand.js';

const regions = ['us-east-1', 'eu-west-1'];
const [east, west] = regions as [string, string];
let stand: RegionsStand;
afterEach(() => stand.engine.close());

const at = { keyspaceName: 'shop', tableName: 'orders' };
const get = (region: string, tableName = 'orders') => stand.call('GetTable', { ...at, tableName }, region);
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: Error) => `${error.name}: ${error.message}`,
  );

async function withTable(more = '') {
  stand = await RegionsStand.open({ regions });
  await stand.createKeyspace('shop', regions);
  await stand.ddl(`CREATE TABLE shop.orders (id int PRIMARY KEY, v text) ${more}`);
}

async function change(region: string, members: Record<string, unknown>) {
  await stand.call('UpdateTable', { ...at, ...members }, region);
  await stand.pass(2000);
}

describe('settings (facts 5.6)', () => {
  it('columns, mode and write units are the same everywhere, read units each Region has its own', async () => {
    await withTable();
    await change(west, { addColumns: [{ name: 'w', type: 'int' }] });
    const capacitySpecification = { throughputMode: 'PROVISIONED', readCapacityUnits: 10, writeCapacityUnits: 20 };
    await change(east, { capacitySpecification, replicaSpecifications: [{ region: west, readCapacityUnits: 3 }] });
    const [here, there] = [await get(east), await get(west)];
    for (const { schemaDefinition } of [here, there])
      expect(schemaDefinition).toMatchObject({ allColumns: [{ name: 'id' }, { name: 'v' }, { name: 'w' }] });
    expect(here.capacitySpecification).toEqual(capacitySpecification);
    expect(there.capacitySpecification).toEqual({ ...capacitySpecification, readCapacityUnits: 3 });
    await stand.query(west, 'INSERT INTO shop.orders (id, w) VALUES (1, 2)');
    await stand.drained();
    expect(await stand.rows(east, 'SELECT w FROM shop.orders')).toBe(
      await stand.rows(west, 'SELECT w FROM shop.orders'),
    );
  });

  it('PITR, streams and tags are changed in one Region only', async () => {
    await withTable();
    await change(west, { pointInTimeRecovery: { status: 'ENABLED' } });
    await change(west, { cdcSpecification: { status: 'ENABLED' } });
    const { resourceArn } = await get(west);
    await stand.call('TagResource', { resourceArn, tags: [{ key: 'k', value: 'v' }] }, west);
    expect(await get(east)).toMatchObject({ pointInTimeRecovery: { status: 'DISABLED' } });
    expect((await get(east)).latestStreamArn).toBeUndefined();
    expect(await get(west)).toMatchObject({ pointInTimeRecovery: { status: 'ENABLED' } });
    const arn = (await get(east)).resourceArn;
    expect((await stand.call('ListTagsForResource', { resourceArn: arn }, east)).tags).toEqual([]);
  });

  it('time to live cannot be changed after the creation (facts 5.1)', async () => {
    await withTable("WITH CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}} AND default_time_to_live = 100");
    expect(await refusal(stand.call('UpdateTable', { ...at, defaultTimeToLive: 5 }))).toMatch(/^ValidationException/);
    await stand.query(east, "INSERT INTO shop.orders (id, v) VALUES (1, 'a')");
    await stand.drained();
    expect(await stand.rows(west, 'SELECT ttl(v) FROM shop.orders')).toBe(
      await stand.rows(east, 'SELECT ttl(v) FROM shop.orders'),
    );
    await stand.pass(101_000);
    expect([await stand.count(east, 'shop.orders'), await stand.count(west, 'shop.orders')]).toEqual([0, 0]);
  });

  it('a customer managed key is refused', async () => {
    await withTable();
    const key = 'arn:aws:kms:us-east-1:111122223333:key/1234';
    const encryptionSpecification = { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: key };
    expect(await refusal(stand.call('UpdateTable', { ...at, encryptionSpecification }))).toMatch(/customer managed/i);
  });

  it('deleting a table or a keyspace in one Region deletes it in all', async () => {
    await withTable();
    await stand.call('DeleteTable', at, west);
    await stand.pass(4000);
    expect(await refusal(get(east))).toMatch(/^ResourceNotFoundException/);
    await stand.call('DeleteKeyspace', { keyspaceName: 'shop' }, west);
    await stand.pass(4000);
    expect(await refusal(stand.call('GetKeyspace', { keyspaceName: 'shop' }, east))).toMatch(/^ResourceNotFound/);
    expect(stand.engine.replication()).toEqual([]);
  });
});

it('a stream of one Region tells of writes in the other (facts 5.8)', async () => {
  await withTable();
  await change(west, { cdcSpecification: { status: 'ENABLED', viewType: 'NEW_IMAGE' } });
  await stand.query(east, "INSERT INTO shop.orders (id, v) VALUES (1, 'from the east')");
  await stand.drained();
  const caller = { region: west, accountId: '1', principal: 'arn:x', userAgent: '', sourceAddress: '' };
  const call = (operation: string, input: unknown) => stand.engine.streams.call(operation, input, caller);
  const { latestStreamArn: streamArn } = await get(west);
  const { shards } = (await call('GetStream', { streamArn })) as { shards: { shardId: string }[] };
  const records: unknown[] = [];
  for (const { shardId } of shards) {
    const from = { streamArn, shardId, shardIteratorType: 'TRIM_HORIZON' };
    const { shardIterator } = await call('GetShardIterator', from);
    records.push(...((await call('GetRecords', { shardIterator })).changeRecords as unknown[]));
  }
  expect(records).toMatchObject([{ origin: 'REPLICATION' }]);
  expect(JSON.stringify(records)).toContain('from the east');
});

it('a restore gives all Regions the rows that the Region of the call had, whatever was on its way (facts 4.2)', async () => {
  await withTable("WITH CUSTOM_PROPERTIES = {'point_in_time_recovery': {'status': 'enabled'}}");
  await stand.engine.chaos.add({ kind: 'lag', region: west, milliseconds: 100_000 });
  for (let id = 0; id < 30; id++) await stand.query(east, `INSERT INTO shop.orders (id, v) VALUES (${id}, 'a')`);
  await stand.pass(5000);
  const restoreTimestamp = stand.clock.wallMs() / 1000 - 1;
  await stand.query(east, 'DELETE FROM shop.orders WHERE id = 1');
  await stand.pass(5000);
  const source = { sourceKeyspaceName: 'shop', sourceTableName: 'orders' };
  const target = { targetKeyspaceName: 'shop', targetTableName: 'copy' };
  await stand.call('RestoreTable', { ...source, ...target, restoreTimestamp: Math.floor(restoreTimestamp) }, east);
  await stand.pass(8000);
  expect([(await get(east, 'copy')).status, (await get(west, 'copy')).status]).toEqual(['ACTIVE', 'ACTIVE']);
  expect([await stand.count(east, 'shop.copy'), await stand.count(west, 'shop.copy')]).toEqual([30, 30]);
  expect(await stand.count(west, 'shop.orders')).toBe(0);
  await stand.query(west, "INSERT INTO shop.copy (id, v) VALUES (99, 'b')");
  await stand.drained();
  expect(await stand.count(east, 'shop.copy')).toBe(31);
});

it('figures of the replicated write are in the receiving Region, without a request there (facts 4.6)', async () => {
  await withTable();
  await stand.query(east, `INSERT INTO shop.orders (id, v) VALUES (1, '${'x'.repeat(2500)}')`);
  await stand.drained();
  await stand.pass(2000);
  const sum = async (region: string, metric: string, more: Record<string, string> = {}) => {
    const dimensions = { Keyspace: 'shop', TableName: 'orders', ...more };
    const input = {
      Namespace: 'AWS/Cassandra',
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      StartTime: stand.clock.wallMs() / 1000 - 3600,
      EndTime: stand.clock.wallMs() / 1000 + 60,
      Period: 86_400,
      Statistics: ['Sum'],
    };
    const answer = await stand.engine.cloudWatch.call('GetMetricStatistics', input, region);
    return (answer.Datapoints as { Sum: number }[]).map(({ Sum }) => Sum);
  };
  expect(await sum(east, 'ConsumedWriteCapacityUnits')).toEqual([3]);
  expect(await sum(west, 'ConsumedWriteCapacityUnits')).toEqual([3]);
  expect(await sum(east, 'SuccessfulRequestCount', { Operation: 'INSERT' })).toEqual([1]);
  expect(await sum(west, 'SuccessfulRequestCount', { Operation: 'INSERT' })).toEqual([]);
});
