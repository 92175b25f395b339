import { describe, expect, it } from 'vitest';
import { openStand, refusal, simpleSchema, standWithKeyspace, standWithTable, startMs } from './stand.js';

const input = (more: Record<string, unknown> = {}) => ({
  keyspaceName: 'ks',
  tableName: 't',
  schemaDefinition: simpleSchema,
  ...more,
});

describe('CreateTable', () => {
  it('answers with the ARN and makes the table ACTIVE after its time', async () => {
    const stand = await standWithKeyspace({ delays: { createTable: 2000 } });
    expect(await stand.call('CreateTable', input())).toEqual({
      resourceArn: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/table/t',
    });
    const get = async () => (await stand.call('GetTable', { keyspaceName: 'ks', tableName: 't' })).status;
    expect(await get()).toBe('CREATING');
    expect(stand.catalog.table('ks', 't')).toBeUndefined();
    const before = stand.catalog.version;
    stand.clock.nowMs += 1999;
    expect(await get()).toBe('CREATING');
    stand.clock.nowMs += 1;
    expect(await get()).toBe('ACTIVE');
    expect(stand.catalog.version).not.toBe(before);
    expect(stand.catalog.table('ks', 't')?.schema.columns.map((column) => column.name)).toEqual(['id', 'date', 'name']);
  });

  it('is refused for a keyspace that is missing or still CREATING', async () => {
    const stand = openStand();
    expect(await refusal(stand.call('CreateTable', input()))).toBe(
      'ResourceNotFoundException: Keyspace ks does not exist',
    );
    await stand.call('CreateKeyspace', { keyspaceName: 'ks' });
    expect(await refusal(stand.call('CreateTable', input()))).toBe(
      'ResourceNotFoundException: Keyspace ks does not exist',
    );
  });

  it('is a conflict for a table that exists', async () => {
    const stand = await standWithTable();
    expect(await refusal(stand.call('CreateTable', input()))).toMatch(/^ConflictException: /);
  });

  it('keeps every setting for GetTable', async () => {
    const stand = await standWithTable({
      schemaDefinition: {
        allColumns: [
          { name: 'pk', type: 'TEXT' },
          { name: 'ck', type: 'timeuuid' },
          { name: 's', type: 'map<text,text>' },
          { name: 'NewColumn', type: 'frozen<list<int>>' },
        ],
        partitionKeys: [{ name: 'pk' }],
        clusteringKeys: [{ name: 'ck', orderBy: 'DESC' }],
        staticColumns: [{ name: 's' }],
      },
      comment: { message: 'hello' },
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 10, writeCapacityUnits: 20 },
      pointInTimeRecovery: { status: 'ENABLED' },
      defaultTimeToLive: 60,
      clientSideTimestamps: { status: 'ENABLED' },
      cdcSpecification: { status: 'ENABLED', viewType: 'NEW_IMAGE' },
      unknownMember: 1,
    });
    const table = await stand.call('GetTable', { keyspaceName: 'ks', tableName: 't' });
    const createdAt = (startMs + 60_000) / 1000;
    expect(table).toEqual({
      keyspaceName: 'ks',
      tableName: 't',
      resourceArn: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/table/t',
      creationTimestamp: createdAt,
      status: 'ACTIVE',
      schemaDefinition: {
        allColumns: [
          { name: 'pk', type: 'text' },
          { name: 'ck', type: 'timeuuid' },
          { name: 'NewColumn', type: 'frozen<list<int>>' },
          { name: 's', type: 'map<text, text>' },
        ],
        partitionKeys: [{ name: 'pk' }],
        clusteringKeys: [{ name: 'ck', orderBy: 'DESC' }],
        staticColumns: [{ name: 's' }],
      },
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 10, writeCapacityUnits: 20 },
      encryptionSpecification: { type: 'AWS_OWNED_KMS_KEY' },
      pointInTimeRecovery: { status: 'ENABLED', earliestRestorableTimestamp: createdAt },
      ttl: { status: 'ENABLED' },
      defaultTimeToLive: 60,
      comment: { message: 'hello' },
      clientSideTimestamps: { status: 'ENABLED' },
      replicaSpecifications: [],
      latestStreamArn: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/table/t/stream/2026-01-15T10:01:00.000',
      cdcSpecification: { status: 'ENABLED', viewType: 'NEW_IMAGE' },
      warmThroughputSpecification: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 4_000, status: 'AVAILABLE' },
    });
  });

  const schema = (columns: Record<string, string>, more: Record<string, unknown> = {}) => ({
    schemaDefinition: {
      allColumns: Object.entries(columns).map(([name, type]) => ({ name, type })),
      partitionKeys: [{ name: 'a' }],
      ...more,
    },
  });
  const required =
    "ValidationException: 1 validation error detected: Value null at '%' failed to satisfy constraint: Member must not be null";

  it.each<[string, Record<string, unknown>, string]>([
    ['no name', { tableName: null }, required.replace('%', 'tableName')],
    ['no schema', { schemaDefinition: undefined }, required.replace('%', 'schemaDefinition')],
    ['a number for a name', { tableName: 7 }, "SerializationException: Expected a string at 'tableName'"],
    ['a long name', { tableName: 'x'.repeat(49) }, 'Member must have length less than or equal to 48'],
    ['a dash in a name', { tableName: 'a-b' }, 'Member must satisfy regular expression pattern'],
    [
      'an unknown mode',
      { capacitySpecification: { throughputMode: 'FREE' } },
      'enum value set: [PAY_PER_REQUEST, PROVISIONED]',
    ],
    [
      'PROVISIONED without units',
      { capacitySpecification: { throughputMode: 'PROVISIONED' } },
      "ValidationException: 'PROVISIONED' throughput mode requires 'read_capacity_units' and 'write_capacity_units' to be set using 'capacity_mode' option",
    ],
    [
      'units on demand',
      { capacitySpecification: { throughputMode: 'PAY_PER_REQUEST', readCapacityUnits: 1 } },
      'does not take',
    ],
    [
      'units above the table quota',
      { capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 40_001, writeCapacityUnits: 1 } },
      'ServiceQuotaExceededException: ',
    ],
    [
      'a key that is no ARN',
      { encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: 'k' } },
      'ARN of a KMS key',
    ],
    ['a TTL of 21 years', { defaultTimeToLive: 662_256_000 }, 'less than or equal to 630720000'],
    ['disabling TTL', { ttl: { status: 'DISABLED' } }, 'enum value set: [ENABLED]'],
    ['an aws: tag', { tags: [{ key: 'aws:x', value: 'y' }] }, 'may not start with aws:'],
    ['an empty tag value', { tags: [{ key: 'x', value: '' }] }, "at 'tags.1.member.value'"],
    [
      'replicas in one Region',
      { replicaSpecifications: [{ region: 'us-east-1' }] },
      'requires a multi-Region keyspace',
    ],
    [
      'auto scaling on demand',
      {
        autoScalingSpecification: {
          readCapacityAutoScaling: {
            minimumUnits: 1,
            maximumUnits: 2,
            scalingPolicy: { targetTrackingScalingPolicyConfiguration: { targetValue: 50 } },
          },
        },
      },
      "requires the 'PROVISIONED' throughput mode",
    ],
    ['an unknown key column', schema({ b: 'int' }), 'Unknown definition a referenced in PRIMARY KEY'],
    ['an unknown type', schema({ a: 'int', b: 'nope' }), 'Unknown type ks.nope'],
    ['a bad type', schema({ a: 'int', b: 'list<' }), 'no viable alternative'],
    ['a counter key', schema({ a: 'counter' }), 'counter type is not supported for PRIMARY KEY part a'],
    ['a collection key', schema({ a: 'list<int>' }), 'Invalid non-frozen collection type for PRIMARY KEY component a'],
    ['mixed counters', schema({ a: 'int', b: 'counter', c: 'int' }), 'Cannot mix counter and non counter columns'],
    ['a duration', schema({ a: 'int', b: 'duration' }), 'duration is not yet supported.'],
    [
      'statics without clustering',
      schema({ a: 'int', b: 'int' }, { staticColumns: [{ name: 'b' }] }),
      'Static columns are only useful',
    ],
    [
      'a static key',
      schema(
        { a: 'int', b: 'int' },
        { clusteringKeys: [{ name: 'b', orderBy: 'ASC' }], staticColumns: [{ name: 'b' }] },
      ),
      'Static column b cannot be part of the PRIMARY KEY',
    ],
    [
      'one column twice',
      { schemaDefinition: { ...simpleSchema, allColumns: [...simpleSchema.allColumns, { name: 'id', type: 'int' }] } },
      'Multiple definition of identifier id',
    ],
  ])('refuses %s', async (_what, more, text) => {
    const stand = await standWithKeyspace();
    expect(await refusal(stand.call('CreateTable', input(more)))).toContain(text);
  });

  it('counts provisioned units of the account', async () => {
    const stand = await standWithKeyspace();
    const capacitySpecification = { throughputMode: 'PROVISIONED', readCapacityUnits: 40_000, writeCapacityUnits: 1 };
    for (const tableName of ['t1', 't2']) await stand.call('CreateTable', input({ tableName, capacitySpecification }));
    expect(await refusal(stand.call('CreateTable', input({ tableName: 't3', capacitySpecification })))).toMatch(
      /^ServiceQuotaExceededException/,
    );
  });

  it('refuses the fifty-first change under way and the 257th table', async () => {
    const stand = await standWithKeyspace();
    const make = (n: number) => stand.call('CreateTable', input({ tableName: `t${n}` }));
    for (let n = 0; n < 50; n++) await make(n);
    expect(await refusal(make(50))).toContain('At most 50 DDL operations');
    for (let n = 50; n < 256; n++) {
      if (n % 50 === 0) stand.settle();
      await make(n);
    }
    stand.settle();
    expect(await refusal(make(256))).toContain('at most 256 tables');
  });
});
