// Statements of the control-plane fact sheet that no other test holds, each by its section, through the engine's own doors: answers of the
// real service that were recorded.

import { beforeEach, describe, expect, it } from 'vitest';
import { FactStand, hour, intKey, type Json } from './stand.js';

let stand: FactStand;
beforeEach(async () => {
  stand = await FactStand.open();
});
const arnOf = (keyspace: string) => `arn:aws:cassandra:us-east-1:111122223333:/keyspace/${keyspace}/`;
const of = (tableName: string) => ({ keyspaceName: 'ks', tableName });
const field = (name: string, type: string) => ({ name, type });

describe('control-plane 15', () => {
  it('15.1 GetKeyspace of a single-Region keyspace has three members; the order of ListKeyspaces', async () => {
    expect(Object.keys(await stand.call('GetKeyspace', { keyspaceName: 'ks' }))).toHaveLength(3);
    const { keyspaces } = (await stand.call('ListKeyspaces', {})) as { keyspaces: Json[] };
    expect(keyspaces.map(({ keyspaceName }) => keyspaceName)).toEqual([
      'system_schema',
      'system_schema_mcs',
      'system',
      'system_multiregion_info',
      'ks',
    ]);
  });

  it.each([
    [
      'system',
      'local prepared_statements peers size_estimates IndexInfo batches paxos peer_events range_xfers ' +
        'compaction_history sstable_activity available_ranges transferred_ranges views_builds_in_progress built_views',
    ],
    ['system_schema', 'keyspaces types tables columns triggers dropped_columns views functions aggregates indexes'],
    [
      'system_schema_mcs',
      'keyspaces types tables columns tags tables_history autoscaling triggers views functions aggregates indexes',
    ],
    // the last came with user types in several Regions, after the recording
    ['system_multiregion_info', 'tables keyspaces autoscaling types'],
  ])('15.2 ListTables of %s has the tables that were recorded, in their order', async (keyspaceName, names) => {
    const { tables } = (await stand.call('ListTables', { keyspaceName })) as { tables: Json[] };
    expect(tables.map(({ tableName }) => tableName)).toEqual(names.split(' '));
    expect(tables[0]).toEqual({
      keyspaceName,
      tableName: names.split(' ')[0],
      resourceArn: `arn:aws:cassandra:us-east-1:111122223333:/keyspace/${keyspaceName}/table/${names.split(' ')[0]}`,
    });
  });

  it('15.2 the tables that nothing fills can be read, and are empty', async () => {
    for (const table of ['"IndexInfo"', 'batches', 'paxos', 'built_views', 'transferred_ranges'])
      expect((await stand.rows(`SELECT * FROM system.${table}`)).rowCount).toBe(0);
  });

  it('15.4 GetTable of a plain table, member by member', async () => {
    const allColumns = [field('name', 'text'), field('id', 'int'), field('date', 'timestamp')];
    await stand.table('t', { schemaDefinition: { allColumns, partitionKeys: [{ name: 'id' }] } });
    const table = await stand.call('GetTable', of('t'));
    expect(table).toMatchObject({
      defaultTimeToLive: 0,
      comment: { message: '' },
      pointInTimeRecovery: { status: 'DISABLED' },
      replicaSpecifications: [],
      capacitySpecification: { lastUpdateToPayPerRequestTimestamp: table.creationTimestamp },
      schemaDefinition: {
        allColumns: [field('id', 'int'), field('date', 'timestamp'), field('name', 'text')],
        clusteringKeys: [],
        staticColumns: [],
      },
    });
    for (const absent of ['ttl', 'clientSideTimestamps', 'latestStreamArn', 'cdcSpecification'])
      expect(table).not.toHaveProperty(absent);
    expect(await stand.done('UpdateTable', { ...of('t'), ttl: { status: 'ENABLED' } })).toEqual({
      resourceArn: table.resourceArn,
    });
  });

  it('15.6 settings beside autoScalingDisabled are refused in the words of the service', async () => {
    const settings = { autoScalingDisabled: true, minimumUnits: 1, maximumUnits: 5 };
    const refused = await stand.refusal('CreateTable', {
      ...of('t'),
      schemaDefinition: intKey,
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 1, writeCapacityUnits: 1 },
      autoScalingSpecification: { readCapacityAutoScaling: settings },
    });
    expect(refused.message).toBe('When disabled, auto scaling settings should not be provided');
  });

  it('15.7 the case of column names is kept as sent', async () => {
    await stand.table('t');
    await stand.done('UpdateTable', { ...of('t'), addColumns: [field('NewColumn', 'int')] });
    const { schemaDefinition } = (await stand.call('GetTable', of('t'))) as {
      schemaDefinition: { allColumns: Json[] };
    };
    expect(schemaDefinition.allColumns.map(({ name }) => name)).toContain('NewColumn');
  });

  it('15.8 added columns are seen when the table is ACTIVE again; creationTimestamp stays', async () => {
    await stand.table('t');
    const { creationTimestamp } = await stand.call('GetTable', of('t'));
    await stand.call('UpdateTable', { ...of('t'), addColumns: [field('w', 'int')] });
    expect(await stand.error('SELECT w FROM ks.t')).toMatch(/^2200 /);
    stand.clock.advance(hour);
    expect(await stand.error('SELECT w FROM ks.t')).toBe('none');
    expect((await stand.call('GetTable', of('t'))).creationTimestamp).toBe(creationTimestamp);
  });

  it('15.10 tags by resource name and by id; a keyspace made with TAGS and no REPLICATION', async () => {
    await stand.cql("CREATE KEYSPACE tagged WITH TAGS = {'a': '1'}");
    const where = "keyspace_name = 'tagged'";
    for (const and of ["resource_type = 'keyspace'", "resource_name = 'tagged'"])
      expect((await stand.rows(`SELECT * FROM system_schema_mcs.tags WHERE ${where} AND ${and}`)).rowCount).toBe(1);
    const byId = (name: string) =>
      stand.rows(`SELECT tags FROM system_schema_mcs.tags WHERE resource_id = '${arnOf(name)}'`);
    expect((await byId('tagged')).rowCount).toBe(1);
    expect((await byId('ks')).rowCount).toBe(0);
  });

  it('15.11 system keyspaces show SimpleStrategy with factor 3', async () => {
    const text = "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = 'system'";
    const body = Buffer.from((await stand.rows(text)).body).toString('latin1');
    expect(body).toContain('org.apache.cassandra.locator.SimpleStrategy');
    expect(body).toContain('replication_factor\0\0\0\u00013');
  });

  const figure = async (MetricName: string, Operation?: string): Promise<number> => {
    stand.clock.advance(5_000);
    // what was gathered is written down in the background
    for (let turn = 0; turn < 5; turn++) await new Promise((done) => setImmediate(done));
    const dimensions: Json = { Keyspace: 'ks', TableName: 't', ...(Operation === undefined ? {} : { Operation }) };
    const answer = await stand.engine.account.monitoring.call(
      'GetMetricStatistics',
      {
        Namespace: 'AWS/Cassandra',
        MetricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: stand.clock.wallMs() / 1000 - 3600,
        EndTime: stand.clock.wallMs() / 1000 + 60,
        Period: 3600,
        Statistics: ['Sum', 'SampleCount'],
      },
      { region: 'us-east-1', accountId: '111122223333', principal: '', userAgent: '', sourceAddress: '' },
    );
    return (answer.Datapoints as { Sum: number }[]).reduce((sum, { Sum }) => sum + Sum, 0);
  };

  it('15.12 throttles of a partition count as throttle events, too; ReturnedItemCountBySelect counts slices only', async () => {
    await stand.cql('CREATE TABLE ks.t (p int, c int, v text, PRIMARY KEY (p, c))');
    const big = Buffer.alloc(500_000, 'x');
    const key = (value: number) => {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32BE(value);
      return bytes;
    };
    let refused = 0;
    // the third write of 489 units within a second is beyond the 1,000 of a partition
    for (let c = 0; c < 4; c++) {
      const error = await stand.error('INSERT INTO ks.t (p, c, v) VALUES (?, ?, ?)', [key(1), key(c), big]);
      if (error.startsWith('1100')) refused++;
    }
    expect(refused).toBeGreaterThan(0);
    stand.clock.advance(10_000);
    await stand.cql('SELECT c FROM ks.t WHERE p = 1');
    await stand.cql('SELECT c FROM ks.t WHERE p = 1 AND c = 0');
    expect(await figure('WriteThrottleEvents', 'INSERT')).toBe(refused);
    expect(await figure('StoragePartitionThroughputCapacityExceeded', 'INSERT')).toBe(refused);
    expect(await figure('ReturnedItemCountBySelect', 'SELECT')).toBe(4 - refused);
  });

  it('15.13 a failed IF costs read units where TTL is on and timestamps are off, one where there is no row; and is counted', async () => {
    await stand.cql(
      "CREATE TABLE ks.t (id int PRIMARY KEY, v text) WITH CUSTOM_PROPERTIES = {'ttl': {'status': 'enabled'}}",
    );
    await stand.cql(`INSERT INTO ks.t (id, v) VALUES (1, '${'x'.repeat(9_000)}')`);
    const failed = async (text: string) => (await stand.cql(text)).consumed;
    expect(await failed("INSERT INTO ks.t (id, v) VALUES (1, 'y') IF NOT EXISTS")).toMatchObject({ readUnits: 3 });
    expect(await failed("UPDATE ks.t SET v = 'y' WHERE id = 2 IF EXISTS")).toMatchObject({ readUnits: 1 });
    expect(await figure('ConditionalCheckFailedRequests')).toBe(2);
  });
});
