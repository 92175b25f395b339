// Statements of the control-plane fact sheet that no other test holds, each by its section, through the engine's own doors.

import { beforeEach, describe, expect, it } from 'vitest';
import { day, FactStand, hour, intKey, type Json } from './stand.js';

let stand: FactStand;
beforeEach(async () => {
  stand = await FactStand.open();
});
const arnOf = (keyspace: string) => `arn:aws:cassandra:us-east-1:111122223333:/keyspace/${keyspace}/`;
const of = (tableName: string) => ({ keyspaceName: 'ks', tableName });
const ofType = (typeName: string) => ({ keyspaceName: 'ks', typeName });
const field = (name: string, type: string) => ({ name, type });
const many = (count: number, make: (at: number) => Json): Json[] => Array.from({ length: count }, (_, at) => make(at));

describe('control-plane 1.3', () => {
  it('a keyspace ARN ends in a slash, a table ARN does not, a stream ARN ends in its creation time', async () => {
    const { resourceArn } = await stand.table('t', { cdcSpecification: { status: 'ENABLED' } });
    expect(resourceArn).toBe('arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/table/t');
    expect((await stand.call('GetKeyspace', { keyspaceName: 'ks' })).resourceArn).toBe(
      'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/',
    );
    expect((await stand.call('GetTable', of('t'))).latestStreamArn).toMatch(
      /table\/t\/stream\/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/,
    );
  });

  it('keyspace and table names have 1 to 48 characters and begin with a letter or digit', async () => {
    await stand.done('CreateKeyspace', { keyspaceName: 'K' });
    await stand.done('CreateKeyspace', { keyspaceName: `1${'k'.repeat(47)}` });
    await stand.table('9');
    for (const keyspaceName of ['', '_k', 'a-b', 'k'.repeat(49)])
      expect(await stand.type('CreateKeyspace', { keyspaceName })).toBe('ValidationException');
  });

  it('a field name has at most 128 characters', async () => {
    await stand.done('CreateType', { ...ofType('a'), fieldDefinitions: [field('f'.repeat(128), 'int')] });
    const input = { ...ofType('b'), fieldDefinitions: [field('f'.repeat(129), 'int')] };
    expect(await stand.type('CreateType', input)).toBe('ValidationException');
  });

  it('maxResults is 1 to 1000, nextToken at most 2048 characters', async () => {
    for (const input of [{ maxResults: 0 }, { maxResults: 1001 }, { nextToken: '' }, { nextToken: 'x'.repeat(2049) }])
      expect(await stand.type('ListKeyspaces', input)).toBe('ValidationException');
  });
});

describe('control-plane 1.4', () => {
  it('the client errors answer 400, as section 15 and the API reference have it', async () => {
    await stand.table('t');
    const refused = [
      await stand.refusal('CreateTable', {}),
      await stand.refusal('GetTable', of('nowhere')),
      await stand.refusal('CreateTable', { ...of('t'), schemaDefinition: intKey }),
      await stand.refusal('TagResource', {
        resourceArn: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/',
        tags: many(51, (at) => ({ key: `k${at}`, value: 'v' })),
      }),
    ];
    expect(refused.map(({ type }) => type)).toEqual([
      'ValidationException',
      'ResourceNotFoundException',
      'ConflictException',
      'ServiceQuotaExceededException',
    ]);
    expect(refused.map(({ httpStatus }) => httpStatus)).toEqual([400, 400, 400, 400]);
  });

  it('texts recorded of the service: missing keyspace and table, without a resourceArn', async () => {
    const keyspace = await stand.refusal('GetKeyspace', { keyspaceName: 'nowhere' });
    expect(keyspace).toMatchObject({ message: 'Keyspace nowhere does not exist', members: {} });
    expect(await stand.refusal('GetTable', of('t'))).toMatchObject({ message: 'unconfigured table t', members: {} });
  });

  it('the text of PROVISIONED without units', async () => {
    const capacitySpecification = { throughputMode: 'PROVISIONED', readCapacityUnits: 1 };
    const refused = await stand.refusal('CreateTable', { ...of('t'), schemaDefinition: intKey, capacitySpecification });
    expect(refused.message).toBe(
      "'PROVISIONED' throughput mode requires 'read_capacity_units' and 'write_capacity_units' to be set using 'capacity_mode' option",
    );
  });

  it('over CQL an unready table is named with its keyspace', async () => {
    await stand.newTable('t');
    expect(await stand.error('SELECT * FROM ks.t')).toBe('2200 unconfigured table ks.t');
  });
});

describe('control-plane 1.5', () => {
  it('ListKeyspaces has the four system keyspaces, single-Region, with ARNs of the account', async () => {
    const { keyspaces } = (await stand.call('ListKeyspaces', {})) as { keyspaces: Json[] };
    expect(keyspaces).toHaveLength(5);
    for (const each of keyspaces) {
      expect(each.replicationStrategy).toBe('SINGLE_REGION');
      expect(each.resourceArn).toBe(`arn:aws:cassandra:us-east-1:111122223333:/keyspace/${each.keyspaceName}/`);
    }
  });

  it('a token that was not given out is refused', async () => {
    expect(await stand.type('ListTables', { keyspaceName: 'ks', nextToken: 'abc' })).toBe('ValidationException');
  });

  it('TagResource overwrites the value of a key', async () => {
    const { resourceArn } = await stand.table('t', { tags: [{ key: 'a', value: '1' }] });
    await stand.call('TagResource', { resourceArn, tags: [{ key: 'a', value: '2' }] });
    expect((await stand.call('ListTagsForResource', { resourceArn })).tags).toEqual([{ key: 'a', value: '2' }]);
  });
});

describe('control-plane 2.2: what is refused in which state', () => {
  const restore = (from: string, to: string) => ({
    sourceKeyspaceName: 'ks',
    sourceTableName: from,
    targetKeyspaceName: 'ks',
    targetTableName: to,
  });
  const change = { ...of('t'), defaultTimeToLive: 60 };
  const pointInTimeRecovery = { status: 'ENABLED' };

  it('CREATING: GetTable answers; UpdateTable, DeleteTable, a restore from it and statements are refused', async () => {
    await stand.newTable('t', { pointInTimeRecovery });
    expect(await stand.status('t')).toBe('CREATING');
    expect(await stand.type('UpdateTable', change)).toBe('ConflictException');
    expect(await stand.type('DeleteTable', of('t'))).toBe('ConflictException');
    expect(await stand.type('RestoreTable', restore('t', 'u'))).toBe('ConflictException');
    expect(await stand.error('INSERT INTO ks.t (id) VALUES (1)')).toBe('2200 unconfigured table ks.t');
  });

  it('UPDATING: statements and a restore from it are taken; UpdateTable and DeleteTable are refused', async () => {
    await stand.table('t', { pointInTimeRecovery });
    await stand.call('UpdateTable', change);
    expect(await stand.status('t')).toBe('UPDATING');
    expect(await stand.error('INSERT INTO ks.t (id) VALUES (1)')).toBe('none');
    expect((await stand.rows('SELECT * FROM ks.t')).rowCount).toBe(1);
    expect(await stand.type('UpdateTable', change)).toBe('ConflictException');
    expect(await stand.type('DeleteTable', of('t'))).toBe('ConflictException');
    await stand.call('RestoreTable', restore('t', 'u'));
  });

  it('RESTORING: GetTable answers; everything else is refused', async () => {
    await stand.table('s', { pointInTimeRecovery });
    await stand.call('RestoreTable', restore('s', 't'));
    expect(await stand.status('t')).toBe('RESTORING');
    expect(await stand.type('UpdateTable', change)).toBe('ConflictException');
    expect(await stand.type('DeleteTable', of('t'))).toBe('ConflictException');
    expect(await stand.type('RestoreTable', restore('t', 'u'))).toBe('ConflictException');
    expect(await stand.error('SELECT * FROM ks.t')).toBe('2200 unconfigured table ks.t');
  });

  it('DELETING: GetTable answers, DeleteTable succeeds; UpdateTable and statements are refused', async () => {
    await stand.table('t');
    await stand.call('DeleteTable', of('t'));
    expect(await stand.status('t')).toBe('DELETING');
    expect(await stand.call('DeleteTable', of('t'))).toEqual({});
    expect(await stand.type('UpdateTable', change)).toBe('ConflictException');
    expect(await stand.error('SELECT * FROM ks.t')).toBe('2200 unconfigured table ks.t');
    stand.clock.advance(hour);
    expect(await stand.type('GetTable', of('t'))).toBe('ResourceNotFoundException');
    expect(await stand.type('DeleteTable', of('t'))).toBe('ResourceNotFoundException');
  });
});

describe('control-plane 3.3', () => {
  const provisioned = (readCapacityUnits: number, writeCapacityUnits: number) => ({
    capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits, writeCapacityUnits },
  });
  const onDemand = { capacitySpecification: { throughputMode: 'PAY_PER_REQUEST' } };
  const capacityOf = async (name: string) => (await stand.call('GetTable', of(name))).capacitySpecification as Json;

  it('a table has 1 to 40,000 units each way', async () => {
    await stand.table('t', provisioned(1, 40_000));
    const input = (units: Json) => ({ ...of('u'), schemaDefinition: intKey, ...units });
    expect(await stand.type('CreateTable', input(provisioned(0, 1)))).toBe('ValidationException');
    expect(await stand.type('CreateTable', input(provisioned(1, 40_001)))).toBe('ServiceQuotaExceededException');
  });

  it('a table born on demand returns from PROVISIONED 24 hours after its creation, not after the switch', async () => {
    await stand.table('t');
    stand.clock.advance(20 * hour);
    await stand.done('UpdateTable', { ...of('t'), ...provisioned(5, 5) });
    expect(await stand.type('UpdateTable', { ...of('t'), ...onDemand })).toBe('ValidationException');
    stand.clock.advance(2 * hour);
    await stand.done('UpdateTable', { ...of('t'), ...onDemand });
    const capacity = await capacityOf('t');
    expect(Object.keys(capacity).sort()).toEqual(['lastUpdateToPayPerRequestTimestamp', 'throughputMode']);
  });

  it('read and write lowered in one call count as one decrease', async () => {
    await stand.table('t', provisioned(100, 100));
    // a day with nothing but these: four, and the fifth within the hour is refused
    stand.clock.advance(day - (stand.clock.wallMs() % day));
    const lower = (units: number) => stand.call('UpdateTable', { ...of('t'), ...provisioned(units, units) });
    for (const units of [99, 98, 97, 96]) {
      await lower(units);
      stand.clock.advance(10 * 60_000);
    }
    expect((await capacityOf('t')).readCapacityUnits).toBe(96);
    await expect(lower(95)).rejects.toMatchObject({ type: 'ServiceQuotaExceededException' });
    stand.clock.advance(hour);
    await lower(95);
  });

  it('increases are not counted', async () => {
    await stand.table('t', provisioned(1, 1));
    for (let units = 2; units < 12; units++) {
      await stand.call('UpdateTable', { ...of('t'), ...provisioned(units, units) });
      stand.clock.advance(60_000);
    }
    expect(await capacityOf('t')).toMatchObject({ readCapacityUnits: 11, writeCapacityUnits: 11 });
  });
});

describe('control-plane 5.1', () => {
  const ttl = { status: 'ENABLED' };

  it('either knob enables the feature for good: a default of 0 leaves it on', async () => {
    await stand.table('t', { defaultTimeToLive: 60 });
    expect((await stand.call('GetTable', of('t'))).ttl).toEqual(ttl);
    await stand.done('UpdateTable', { ...of('t'), defaultTimeToLive: 0 });
    expect(await stand.call('GetTable', of('t'))).toMatchObject({ ttl, defaultTimeToLive: 0 });
    expect(await stand.type('UpdateTable', { ...of('t'), ttl: { status: 'DISABLED' } })).toBe('ValidationException');
    expect(await stand.error('INSERT INTO ks.t (id) VALUES (1) USING TTL 5')).toBe('none');
  });

  it('at most 630,720,000 seconds, as default and in statements', async () => {
    await stand.table('t', { defaultTimeToLive: 630_720_000 });
    expect(await stand.type('UpdateTable', { ...of('t'), defaultTimeToLive: 630_720_001 })).toBe('ValidationException');
    expect(await stand.error('INSERT INTO ks.t (id) VALUES (1) USING TTL 630720000')).toBe('none');
    expect(await stand.error('INSERT INTO ks.t (id) VALUES (1) USING TTL 630720001')).toMatch(/^2200 .*630720000/);
  });

  it('changing the default does not touch rows that are there', async () => {
    await stand.table('t', { defaultTimeToLive: 10 * 3600 });
    await stand.cql("INSERT INTO ks.t (id, v) VALUES (1, 'a')");
    await stand.done('UpdateTable', { ...of('t'), defaultTimeToLive: 100 * 3600 });
    await stand.cql("INSERT INTO ks.t (id, v) VALUES (2, 'b')");
    stand.clock.advance(10 * hour);
    expect((await stand.rows('SELECT id FROM ks.t')).rowCount).toBe(1);
    stand.clock.advance(90 * hour);
    expect((await stand.rows('SELECT id FROM ks.t')).rowCount).toBe(0);
  });
});

describe('control-plane 5.4', () => {
  const keyspaceArn = arnOf('ks');
  const tagsOf = async (resourceArn: unknown) =>
    ((await stand.call('ListTagsForResource', { resourceArn })) as { tags: unknown }).tags;

  it('a value must not be empty, a key has at most 128 characters, a value 256', async () => {
    const [resourceArn, b] = [keyspaceArn, 'b'];
    const wrong = [
      { key: 'a', value: '' },
      { key: '', value: b },
      { key: 'k'.repeat(129), value: b },
      { key: 'a', value: 'v'.repeat(257) },
    ];
    for (const tag of wrong)
      expect(await stand.type('TagResource', { resourceArn, tags: [tag] })).toBe('ValidationException');
    await stand.call('TagResource', { resourceArn, tags: [{ key: 'k'.repeat(128), value: 'v'.repeat(256) }] });
  });

  it('keys are case sensitive, take + - = . _ : / and white space, and no other signs; aws: is reserved', async () => {
    const tags = [
      { key: 'Team', value: 'a b' },
      { key: 'team', value: '+-=._:/' },
    ];
    await stand.call('TagResource', { resourceArn: keyspaceArn, tags });
    expect(await tagsOf(keyspaceArn)).toEqual(tags);
    for (const key of ['aws:x', 'a*b', 'a,b'])
      expect(await stand.type('TagResource', { resourceArn: keyspaceArn, tags: [{ key, value: 'v' }] })).toBe(
        'ValidationException',
      );
  });

  it('a table does not inherit the tags of its keyspace', async () => {
    await stand.call('TagResource', { resourceArn: keyspaceArn, tags: [{ key: 'a', value: '1' }] });
    const { resourceArn } = await stand.table('t');
    expect(await tagsOf(resourceArn)).toEqual([]);
  });

  it('multi-Region: tags at creation go to all Regions, later changes are local', async () => {
    const regionList = ['us-east-1', 'eu-west-1'];
    const replicationSpecification = { replicationStrategy: 'MULTI_REGION', regionList };
    await stand.done('CreateKeyspace', { keyspaceName: 'both', replicationSpecification });
    const tags = [{ key: 'a', value: '1' }];
    const at = { keyspaceName: 'both', tableName: 't' };
    const { resourceArn } = await stand.done('CreateTable', { ...at, schemaDefinition: intKey, tags });
    await stand.call('TagResource', { resourceArn, tags: [{ key: 'a', value: '2' }] });
    expect(await tagsOf(resourceArn)).toEqual([{ key: 'a', value: '2' }]);
    const there = { resourceArn: String(resourceArn).replace('us-east-1', 'eu-west-1') };
    expect((await stand.call('ListTagsForResource', there, 'eu-west-1')).tags).toEqual(tags);
  });
});

describe('control-plane 5.7', () => {
  const int = [field('a', 'int')];

  it.each([
    ['MY_UDT', 'my_udt'],
    ['"MY_UDT"', 'MY_UDT'],
    ['"1234"', '1234'],
    ['"a""b"', 'a"b'],
  ])('the type name %s is formatted %s, and both forms find it', async (entered, formatted) => {
    const made = await stand.done('CreateType', { ...ofType(entered), fieldDefinitions: int });
    expect(made.typeName).toBe(formatted);
    expect((await stand.call('ListTypes', { keyspaceName: 'ks' })).types).toEqual([formatted]);
    for (const name of [entered, formatted])
      expect((await stand.call('GetType', ofType(name))).typeName).toBe(formatted);
  });

  it('nested types must be frozen, alone and in collections', async () => {
    await stand.done('CreateType', { ...ofType('u'), fieldDefinitions: int });
    for (const type of ['u', 'list<u>'])
      expect(await stand.type('CreateType', { ...ofType('w'), fieldDefinitions: [field('b', type)] })).toBe(
        'ValidationException',
      );
    for (const [name, type] of [
      ['w', 'frozen<u>'],
      ['x', 'list<frozen<u>>'],
    ] as const)
      await stand.done('CreateType', { ...ofType(name), fieldDefinitions: [field('b', type)] });
    expect((await stand.call('GetType', ofType('u'))).directParentTypes).toEqual(['w', 'x']);
  });

  it('a type in use cannot be deleted', async () => {
    await stand.done('CreateType', { ...ofType('u'), fieldDefinitions: int });
    const columns = [...intKey.allColumns, field('c', 'frozen<u>')];
    await stand.table('t', { schemaDefinition: { ...intKey, allColumns: columns } });
    expect(await stand.type('DeleteType', ofType('u'))).toBe('ConflictException');
    expect((await stand.call('GetType', ofType('u'))).directReferringTables).toEqual(['t']);
    await stand.done('DeleteTable', of('t'));
    await stand.done('DeleteType', ofType('u'));
  });

  it('fifty types a table at most', async () => {
    for (let at = 0; at < 51; at++) await stand.done('CreateType', { ...ofType(`u${at}`), fieldDefinitions: int });
    const using = (count: number) => ({
      ...intKey,
      allColumns: [...intKey.allColumns, ...many(count, (at) => field(`c${at}`, `frozen<u${at}>`))],
    });
    await stand.table('t', { schemaDefinition: using(50) });
    expect(await stand.type('CreateTable', { ...of('w'), schemaDefinition: using(51) })).toBe(
      'ServiceQuotaExceededException',
    );
  });

  it('a schema of a type has at most 25 KB', async () => {
    const wide = (count: number) => many(count, (at) => field(`${at}`.padStart(120, 'f'), 'int'));
    await stand.done('CreateType', { ...ofType('a'), fieldDefinitions: wide(100) });
    expect(await stand.type('CreateType', { ...ofType('b'), fieldDefinitions: wide(300) })).toBe(
      'ServiceQuotaExceededException',
    );
  });
});

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
    ['system_schema', ['aggregates', 'columns', 'functions', 'indexes', 'keyspaces', 'tables', 'triggers', 'types']],
    [
      'system_schema_mcs',
      ['autoscaling', 'columns', 'indexes', 'keyspaces', 'tables', 'tables_history', 'tags', 'types'],
    ],
    ['system_multiregion_info', ['autoscaling', 'keyspaces', 'tables']],
  ])('15.2 ListTables of %s has the tables that were recorded', async (keyspaceName, names) => {
    const { tables } = (await stand.call('ListTables', { keyspaceName })) as { tables: Json[] };
    expect(tables.map(({ tableName }) => tableName)).toEqual(expect.arrayContaining(names));
    const counts: Json = { system_schema: 10, system_schema_mcs: 12 };
    if (keyspaceName in counts) expect(tables).toHaveLength(Number(counts[keyspaceName]));
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
});
