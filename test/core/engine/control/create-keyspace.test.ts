import { describe, expect, it } from 'vitest';
import { openStand, refusal } from './stand.js';

const arn = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/';

describe('CreateKeyspace', () => {
  it('is unknown until its time has come', async () => {
    const stand = openStand({ delays: { createKeyspace: 1000 } });
    expect(await stand.call('CreateKeyspace', { keyspaceName: 'ks' })).toEqual({ resourceArn: arn });
    expect(await refusal(stand.call('GetKeyspace', { keyspaceName: 'ks' }))).toBe(
      'ResourceNotFoundException: Keyspace ks does not exist',
    );
    expect(stand.catalog.keyspace('ks')).toBeUndefined();
    expect(stand.catalog.keyspaces().find((record) => record.name === 'ks')?.status.state).toBe('CREATING');
    stand.clock.nowMs += 1000;
    expect(await stand.call('GetKeyspace', { keyspaceName: 'ks' })).toEqual({
      keyspaceName: 'ks',
      resourceArn: arn,
      replicationStrategy: 'SINGLE_REGION',
    });
    expect(stand.catalog.keyspace('ks')?.replication).toEqual({
      class: 'org.apache.cassandra.locator.SimpleStrategy',
      replication_factor: '3',
    });
  });

  it('keeps the case of its name', async () => {
    const stand = openStand();
    await stand.call('CreateKeyspace', { keyspaceName: 'myKeyspace' });
    stand.settle();
    expect(await stand.call('GetKeyspace', { keyspaceName: 'myKeyspace' })).toMatchObject({
      keyspaceName: 'myKeyspace',
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no name', {}, "Value null at 'keyspaceName' failed to satisfy constraint: Member must not be null"],
    ['an empty name', { keyspaceName: '' }, 'length greater than or equal to 1'],
    ['a system name', { keyspaceName: 'system' }, 'ConflictException: '],
    [
      'a strategy that is none',
      { keyspaceName: 'k', replicationSpecification: { replicationStrategy: 'X' } },
      'enum value set: [SINGLE_REGION, MULTI_REGION]',
    ],
    [
      'Regions of a single Region',
      {
        keyspaceName: 'k',
        replicationSpecification: { replicationStrategy: 'SINGLE_REGION', regionList: ['us-east-1', 'us-west-2'] },
      },
      'does not take a regionList',
    ],
    [
      'MULTI_REGION without Regions',
      { keyspaceName: 'k', replicationSpecification: { replicationStrategy: 'MULTI_REGION' } },
      'requires a regionList',
    ],
    [
      'one Region of several',
      {
        keyspaceName: 'k',
        replicationSpecification: { replicationStrategy: 'MULTI_REGION', regionList: ['us-east-1'] },
      },
      'length greater than or equal to 2',
    ],
    [
      'a Region that no keyspace can be in',
      {
        keyspaceName: 'k',
        replicationSpecification: { replicationStrategy: 'MULTI_REGION', regionList: ['us-east-1', 'us-gov-west-1'] },
      },
      'ValidationException: Region us-gov-west-1 is not one that a keyspace can be replicated to',
    ],
    [
      'Regions without the own one',
      {
        keyspaceName: 'k',
        replicationSpecification: { replicationStrategy: 'MULTI_REGION', regionList: ['eu-west-1', 'us-west-2'] },
      },
      'must include the current Region us-east-1',
    ],
    [
      'one tag twice',
      {
        keyspaceName: 'k',
        tags: [
          { key: 'a', value: 'b' },
          { key: 'a', value: 'c' },
        ],
      },
      'Duplicate tag key',
    ],
  ])('refuses %s', async (_what, input, text) => {
    expect(await refusal(openStand().call('CreateKeyspace', input))).toContain(text);
  });

  it('is a conflict when it exists or goes', async () => {
    const stand = openStand();
    await stand.call('CreateKeyspace', { keyspaceName: 'ks' });
    expect(await refusal(stand.call('CreateKeyspace', { keyspaceName: 'ks' }))).toBe(
      'ConflictException: Keyspace ks already exists',
    );
    stand.settle();
    await stand.call('DeleteKeyspace', { keyspaceName: 'ks' });
    expect(await refusal(stand.call('CreateKeyspace', { keyspaceName: 'ks' }))).toMatch(/^ConflictException/);
    stand.settle();
    await stand.call('CreateKeyspace', { keyspaceName: 'ks' });
  });

  it('refuses the 257th', async () => {
    const stand = openStand({ delays: { createKeyspace: 0 } });
    for (let n = 0; n < 256; n++) await stand.call('CreateKeyspace', { keyspaceName: `k${n}` });
    expect(await refusal(stand.call('CreateKeyspace', { keyspaceName: 'k256' }))).toMatch(/^ServiceQuotaExceeded/);
  });

  it('makes a multi-Region keyspace and its tables in every Region', async () => {
    const stand = openStand({ regions: ['us-east-1', 'eu-west-1'] });
    await stand.call('CreateKeyspace', {
      keyspaceName: 'ks',
      replicationSpecification: { replicationStrategy: 'MULTI_REGION', regionList: ['us-east-1', 'eu-west-1'] },
    });
    stand.settle();
    expect(await stand.call('GetKeyspace', { keyspaceName: 'ks' }, 'eu-west-1')).toEqual({
      keyspaceName: 'ks',
      resourceArn: 'arn:aws:cassandra:eu-west-1:111122223333:/keyspace/ks/',
      replicationStrategy: 'MULTI_REGION',
      replicationRegions: ['us-east-1', 'eu-west-1'],
    });
    await stand.call('CreateTable', {
      keyspaceName: 'ks',
      tableName: 't',
      schemaDefinition: { allColumns: [{ name: 'a', type: 'int' }], partitionKeys: [{ name: 'a' }] },
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 5, writeCapacityUnits: 6 },
      replicaSpecifications: [{ region: 'eu-west-1', readCapacityUnits: 9 }],
    });
    stand.settle();
    const table = await stand.call('GetTable', { keyspaceName: 'ks', tableName: 't' }, 'eu-west-1');
    expect(table).toMatchObject({
      clientSideTimestamps: { status: 'ENABLED' },
      replicaSpecifications: [
        {
          region: 'us-east-1',
          status: 'ACTIVE',
          capacitySpecification: { readCapacityUnits: 5, writeCapacityUnits: 6 },
        },
        {
          region: 'eu-west-1',
          status: 'ACTIVE',
          capacitySpecification: { readCapacityUnits: 9, writeCapacityUnits: 6 },
        },
      ],
    });
    const numbers = [...stand.catalogs.values()].map((catalog) => catalog.tableRecord('ks', 't')?.number);
    expect(new Set(numbers).size).toBe(2);
  });
});
