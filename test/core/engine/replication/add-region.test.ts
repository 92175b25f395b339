// Adding a Region to a keyspace that has tables, types and rows, while it is written to.

import { afterEach, describe, expect, it } from 'vitest';
import { RegionsStand } from './regions-stand.js';

const regions = ['us-east-1', 'eu-west-1', 'ap-south-1'];
const [east, west, south] = regions as [string, string, string];
let stand: RegionsStand;
afterEach(() => stand.engine.close());

const add = (regionList: readonly string[], more: Record<string, unknown> = {}) =>
  stand.call('UpdateKeyspace', {
    keyspaceName: 'shop',
    replicationSpecification: { replicationStrategy: 'MULTI_REGION', regionList },
    ...more,
  });
const timestamps = { clientSideTimestamps: { status: 'ENABLED' } };
const table = (region: string, tableName = 'orders') =>
  stand.call('GetTable', { keyspaceName: 'shop', tableName }, region);
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: Error) => `${error.name}: ${error.message}`,
  );

async function single(columns = 'p int, c int, s text static, v text, l list<int>, PRIMARY KEY (p, c)') {
  stand = await RegionsStand.open({ regions });
  await stand.ddl("CREATE KEYSPACE shop WITH REPLICATION = {'class': 'SingleRegionStrategy'}");
  await stand.ddl(`CREATE TABLE shop.orders (${columns})`);
}

const all = 'SELECT p, c, s, v, l, writetime(v), writetime(s) FROM shop.orders';

describe('a Region added to a keyspace in one', () => {
  it('gets every row, also those written, changed and deleted while it is made', async () => {
    await single();
    for (let p = 0; p < 40; p++) {
      stand.clock.advance(200);
      for (let c = 0; c < 30; c++)
        await stand.query(east, `INSERT INTO shop.orders (p, c, s, v, l) VALUES (${p}, ${c}, 's${p}', 'v', [1, 2])`);
    }
    await add([east, west], timestamps);
    for (let i = 0; i < 40; i++) {
      await stand.query(east, `INSERT INTO shop.orders (p, c, v) VALUES (${i + 20}, 99, 'late')`);
      await stand.query(east, `UPDATE shop.orders SET v = 'changed', l = l + [3] WHERE p = ${i} AND c = 1`);
      await stand.query(east, `DELETE FROM shop.orders WHERE p = ${i} AND c = 2`);
      if (i % 5 === 0) await stand.query(east, `DELETE FROM shop.orders WHERE p = ${i} AND c > 20`);
      if (i % 7 === 0) await stand.query(east, `DELETE FROM shop.orders WHERE p = ${i}`);
      await stand.pass(100);
    }
    await stand.pass(5000);
    await stand.drained();
    expect(await stand.rows(west, all)).toBe(await stand.rows(east, all));
    expect(await stand.count(west, 'shop.orders')).toBeGreaterThan(700);
    await stand.query(west, "INSERT INTO shop.orders (p, c, v) VALUES (500, 1, 'from the west')");
    await stand.drained();
    expect(await stand.rows(east, all)).toBe(await stand.rows(west, all));
  });

  it('shows its progress by tables, and UPDATING and CREATING on the way (facts 2.1, 2.3, 15.3, 15.5)', async () => {
    await single('id int PRIMARY KEY');
    await stand.ddl('CREATE TABLE shop.second (id int PRIMARY KEY)');
    for (let id = 0; id < 1200; id++) await stand.query(east, `INSERT INTO shop.orders (id) VALUES (${id})`);
    await add([east, west], timestamps);
    const statuses = async () => (await stand.call('GetKeyspace', { keyspaceName: 'shop' })).replicationGroupStatuses;
    expect(await statuses()).toEqual([
      { region: east, keyspaceStatus: 'UPDATING' },
      { region: west, keyspaceStatus: 'CREATING', tablesReplicationProgress: '0.00%' },
    ]);
    const updating = await table(east);
    expect(updating).toMatchObject({ status: 'UPDATING', clientSideTimestamps: { status: 'ENABLED' } });
    expect(updating.replicaSpecifications).toMatchObject([
      { region: east, status: 'UPDATING' },
      { region: west, status: 'CREATING' },
    ]);
    const addColumns = [{ name: 'x', type: 'int' }];
    const change = { keyspaceName: 'shop', tableName: 'orders', addColumns };
    expect(await refusal(stand.call('UpdateTable', change))).toMatch(/^ConflictException/);
    const schemaDefinition = { allColumns: [{ name: 'id', type: 'int' }], partitionKeys: [{ name: 'id' }] };
    const made = { keyspaceName: 'shop', tableName: 'third', schemaDefinition };
    expect(await refusal(stand.call('CreateTable', made))).toMatch(/^ConflictException/);
    expect(await refusal(stand.call('DeleteKeyspace', { keyspaceName: 'shop' }))).toMatch(/^ConflictException/);
    expect(await refusal(stand.call('GetKeyspace', { keyspaceName: 'shop' }, west))).toMatch(/^ResourceNotFound/);
    await stand.restart();
    await stand.pass(6000);
    expect(await statuses()).toEqual([
      { region: east, keyspaceStatus: 'ACTIVE' },
      { region: west, keyspaceStatus: 'ACTIVE', tablesReplicationProgress: '100.00%' },
    ]);
    for (const region of [east, west]) {
      const { status, replicaSpecifications, creationTimestamp } = await table(region);
      expect([status, creationTimestamp]).toEqual(['ACTIVE', updating.creationTimestamp]);
      expect(replicaSpecifications).toMatchObject([
        { region: east, status: 'ACTIVE' },
        { region: west, status: 'ACTIVE' },
      ]);
    }
    expect(await stand.count(west, 'shop.orders')).toBe(1200);
  });

  it('is refused without client-side timestamps and with a customer managed key', async () => {
    await single('id int PRIMARY KEY');
    expect(await refusal(add([east, west]))).toMatch(/^ValidationException: .*client-side timestamps/);
    const key = 'arn:aws:kms:us-east-1:111122223333:key/1234';
    const encryptionSpecification = { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: key };
    await stand.call('UpdateTable', { keyspaceName: 'shop', tableName: 'orders', encryptionSpecification });
    await stand.pass(2000);
    expect(await refusal(add([east, west], timestamps))).toMatch(/^ValidationException: .*customer managed key/);
    expect(await refusal(add([east, west, south], timestamps))).toMatch(/^ValidationException: One Region/);
  });

  it('gets types, settings and counters, but neither tags nor streams', async () => {
    stand = await RegionsStand.open({ regions });
    await stand.ddl("CREATE KEYSPACE shop WITH REPLICATION = {'class': 'SingleRegionStrategy'} AND TAGS = {'a': 'b'}");
    await stand.ddl('CREATE TYPE shop.address (street text)');
    const properties = "CUSTOM_PROPERTIES = {'point_in_time_recovery': {'status': 'enabled'}} AND TAGS = {'k': 'v'}";
    await stand.ddl(
      `CREATE TABLE shop.orders (id int PRIMARY KEY, a frozen<address>) WITH ${properties} AND cdc = true`,
    );
    await stand.ddl('CREATE TABLE shop.hits (id int PRIMARY KEY, n counter)');
    await stand.query(east, "INSERT INTO shop.orders (id, a) VALUES (1, {street: 'x'})");
    await stand.query(east, 'UPDATE shop.hits SET n = n + 5 WHERE id = 1');
    await add([east, west], timestamps);
    await stand.query(east, 'UPDATE shop.hits SET n = n + 2 WHERE id = 1');
    await stand.pass(6000);
    await stand.query(west, 'UPDATE shop.hits SET n = n + 10 WHERE id = 1');
    await stand.query(east, 'UPDATE shop.hits SET n = n + 100 WHERE id = 1');
    await stand.drained();
    for (const region of [east, west])
      expect(await stand.rows(region, 'SELECT n FROM shop.hits')).toBe('1:000000080000000000000075');
    const made = await table(west);
    expect(made).toMatchObject({ pointInTimeRecovery: { status: 'ENABLED' }, status: 'ACTIVE' });
    expect(made.latestStreamArn).toBeUndefined();
    const { tags } = await stand.call('ListTagsForResource', { resourceArn: made.resourceArn }, west);
    expect(tags).toEqual([]);
    expect(await stand.rows(west, 'SELECT a FROM shop.orders')).toBe(
      await stand.rows(east, 'SELECT a FROM shop.orders'),
    );
  });
});

describe('a third Region', () => {
  it('gets what each of the two had, also what was on its way between them', async () => {
    stand = await RegionsStand.open({ regions });
    await stand.createKeyspace('shop', [east, west]);
    await stand.ddl('CREATE TABLE shop.orders (p int, c int, s text static, v text, l list<int>, PRIMARY KEY (p, c))');
    await stand.engine.chaos.add({ kind: 'lag', region: east, milliseconds: 60_000 });
    for (let p = 0; p < 20; p++) await stand.query(west, `INSERT INTO shop.orders (p, c, v) VALUES (${p}, 1, 'west')`);
    for (let p = 10; p < 30; p++) await stand.query(east, `INSERT INTO shop.orders (p, c, v) VALUES (${p}, 1, 'east')`);
    await add([east, west, south]);
    for (let p = 25; p < 40; p++)
      await stand.query(west, `INSERT INTO shop.orders (p, c, v) VALUES (${p}, 1, 'later')`);
    await stand.pass(8000);
    expect(await stand.count(south, 'shop.orders')).toBe(40);
    expect(await stand.count(east, 'shop.orders')).toBe(30 - 10);
    await stand.drained();
    for (const region of [west, south]) expect(await stand.rows(region, all)).toBe(await stand.rows(east, all));
  });
});
