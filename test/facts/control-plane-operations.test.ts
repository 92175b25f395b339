// Statements of the control-plane fact sheet on the operations of keyspaces and tables (1.5, 1.7), each by its section.

import { beforeEach, describe, expect, it } from 'vitest';
import { FactStand, hour, intKey, type Json } from './stand.js';

let stand: FactStand;
beforeEach(async () => {
  stand = await FactStand.open();
});
const of = (tableName: string) => ({ keyspaceName: 'ks', tableName });
const both = { replicationStrategy: 'MULTI_REGION', regionList: ['us-east-1', 'eu-west-1'] };
const provisioned = (readCapacityUnits: number, writeCapacityUnits: number) => ({
  throughputMode: 'PROVISIONED',
  readCapacityUnits,
  writeCapacityUnits,
});

describe('control-plane 1.5', () => {
  it('ListTypes gives plain formatted names; pages end without a nextToken', async () => {
    for (const typeName of ['B', 'a', '"C"'])
      await stand.done('CreateType', { keyspaceName: 'ks', typeName, fieldDefinitions: [{ name: 'f', type: 'int' }] });
    const seen: unknown[] = [];
    let nextToken: unknown;
    do {
      const more: Json = nextToken === undefined ? {} : { nextToken };
      const page = await stand.call('ListTypes', { keyspaceName: 'ks', maxResults: 2, ...more });
      seen.push(page.types);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(seen).toEqual([['C', 'a'], ['b']]);
  });

  it('creating what exists is a ConflictException', async () => {
    await stand.table('t');
    const type = { keyspaceName: 'ks', typeName: 'u', fieldDefinitions: [{ name: 'f', type: 'int' }] };
    await stand.done('CreateType', type);
    expect(await stand.type('CreateKeyspace', { keyspaceName: 'ks' })).toBe('ConflictException');
    expect(await stand.type('CreateTable', { ...of('t'), schemaDefinition: intKey })).toBe('ConflictException');
    expect(await stand.type('CreateType', type)).toBe('ConflictException');
  });

  it('DeleteTable: success on a table that is DELETING, ResourceNotFoundException on one that is not there', async () => {
    await stand.table('t');
    expect(await stand.call('DeleteTable', of('t'))).toEqual({});
    expect(await stand.call('DeleteTable', of('t'))).toEqual({});
    expect(await stand.type('DeleteTable', of('nowhere'))).toBe('ResourceNotFoundException');
  });
});

describe('control-plane 1.7: keyspaces', () => {
  it('a keyspace is not there until it exists; without a replicationSpecification it is SINGLE_REGION', async () => {
    await stand.call('CreateKeyspace', { keyspaceName: 'new' });
    expect(await stand.type('GetKeyspace', { keyspaceName: 'new' })).toBe('ResourceNotFoundException');
    stand.clock.advance(hour);
    const found = await stand.call('GetKeyspace', { keyspaceName: 'new' });
    expect(found.replicationStrategy).toBe('SINGLE_REGION');
    expect(found).not.toHaveProperty('replicationRegions');
    expect(found).not.toHaveProperty('replicationGroupStatuses');
  });

  it('MULTI_REGION names the current Region and at least one more; SINGLE_REGION names none', async () => {
    const type = (replicationSpecification: object) =>
      stand.type('CreateKeyspace', { keyspaceName: 'new', replicationSpecification });
    expect(await type({ replicationStrategy: 'MULTI_REGION' })).toBe('ValidationException');
    expect(await type({ ...both, regionList: ['us-east-1'] })).toBe('ValidationException');
    expect(await type({ ...both, regionList: ['eu-west-1', 'ap-south-1'] })).toBe('ValidationException');
    expect(await type({ ...both, replicationStrategy: 'SINGLE_REGION' })).toBe('ValidationException');
    await stand.done('CreateKeyspace', { keyspaceName: 'new', replicationSpecification: both });
    const found = await stand.call('GetKeyspace', { keyspaceName: 'new' });
    expect([...(found.replicationRegions as string[])].sort()).toEqual(['eu-west-1', 'us-east-1']);
  });

  it('DeleteKeyspace takes the tables with it, and not while one of them is created or deleted', async () => {
    await stand.newTable('t');
    const refused = await stand.refusal('DeleteKeyspace', { keyspaceName: 'ks' });
    expect(refused.type).toBe('ConflictException');
    expect(refused.message).toContain('a table under it is currently being created or deleted');
    stand.clock.advance(hour);
    await stand.table('u');
    await stand.call('DeleteTable', of('u'));
    expect(await stand.type('DeleteKeyspace', { keyspaceName: 'ks' })).toBe('ConflictException');
    stand.clock.advance(hour);
    expect(await stand.done('DeleteKeyspace', { keyspaceName: 'ks' })).toEqual({});
    expect(await stand.type('GetTable', of('t'))).toBe('ResourceNotFoundException');
    expect(await stand.type('GetKeyspace', { keyspaceName: 'ks' })).toBe('ResourceNotFoundException');
  });

  it.each(['system', 'system_schema', 'system_schema_mcs', 'system_multiregion_info'])(
    'the system keyspace %s cannot be deleted or written to',
    async (keyspaceName) => {
      expect(await stand.type('DeleteKeyspace', { keyspaceName })).toMatch(/AccessDenied|Validation/);
      expect(await stand.type('CreateTable', { keyspaceName, tableName: 't', schemaDefinition: intKey })).toMatch(
        /AccessDenied|Validation/,
      );
    },
  );
});

describe('control-plane 1.7: CreateTable', () => {
  const create = (schemaDefinition: object, more: Json = {}) =>
    stand.type('CreateTable', { ...of('t'), schemaDefinition, ...more });
  const columns = [
    { name: 'a', type: 'int' },
    { name: 'b', type: 'int' },
  ];

  it('keys and static columns name columns that are there; names are unique; static needs a clustering column', async () => {
    const partitionKeys = [{ name: 'a' }];
    const wrong = [
      { allColumns: columns, partitionKeys: [{ name: 'x' }] },
      { allColumns: columns, partitionKeys, clusteringKeys: [{ name: 'x', orderBy: 'ASC' }] },
      { allColumns: columns, partitionKeys, staticColumns: [{ name: 'x' }] },
      { allColumns: columns, partitionKeys, staticColumns: [{ name: 'b' }] },
      { allColumns: [...columns, { name: 'b', type: 'text' }], partitionKeys },
      { allColumns: columns, partitionKeys: [{ name: 'a' }, { name: 'a' }] },
      { allColumns: [...columns, { name: 'c', type: 'nothing' }], partitionKeys },
    ];
    for (const schemaDefinition of wrong) expect(await create(schemaDefinition)).toBe('ValidationException');
  });

  it('without its keyspace: ResourceNotFoundException', async () => {
    const input = { keyspaceName: 'nowhere', tableName: 't', schemaDefinition: intKey };
    expect(await stand.type('CreateTable', input)).toBe('ResourceNotFoundException');
  });

  it('units belong to PROVISIONED; a customer key is named by its ARN', async () => {
    const units = { throughputMode: 'PAY_PER_REQUEST', readCapacityUnits: 1, writeCapacityUnits: 1 };
    expect(await create(intKey, { capacitySpecification: units })).toBe('ValidationException');
    const encryption = (kmsKeyIdentifier?: string) => ({
      encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY', ...(kmsKeyIdentifier && { kmsKeyIdentifier }) },
    });
    expect(await create(intKey, encryption())).toBe('ValidationException');
    expect(await create(intKey, encryption('alias/mine'))).toBe('ValidationException');
    const arn = 'arn:aws:kms:us-east-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef';
    await stand.table('t', encryption(arn));
    expect((await stand.call('GetTable', of('t'))).encryptionSpecification).toEqual({
      type: 'CUSTOMER_MANAGED_KMS_KEY',
      kmsKeyIdentifier: arn,
    });
  });

  it('a default time to live shows the feature as enabled; replicas belong to multi-Region keyspaces', async () => {
    await stand.table('t', { defaultTimeToLive: 60 });
    expect(await stand.call('GetTable', of('t'))).toMatchObject({ defaultTimeToLive: 60, ttl: { status: 'ENABLED' } });
    const replicaSpecifications = [{ region: 'us-east-1', readCapacityUnits: 1 }];
    const input = { ...of('u'), schemaDefinition: intKey, replicaSpecifications };
    expect(await stand.type('CreateTable', input)).toBe('ValidationException');
  });

  it('a schema has at most 350 KB', async () => {
    const wide = Array.from({ length: 9_000 }, (_, at) => ({ name: `${at}`.padStart(40, 'c'), type: 'text' }));
    const schemaDefinition = { ...intKey, allColumns: [...intKey.allColumns, ...wide] };
    expect(await create(schemaDefinition)).toBe('ServiceQuotaExceededException');
  });
});

describe('control-plane 1.7: UpdateTable', () => {
  beforeEach(() => stand.table('t'));

  it('one setting a call: none and two are refused', async () => {
    expect(await stand.type('UpdateTable', of('t'))).toBe('ValidationException');
    const two = { ...of('t'), defaultTimeToLive: 60, pointInTimeRecovery: { status: 'ENABLED' } };
    expect(await stand.type('UpdateTable', two)).toBe('ValidationException');
    expect(await stand.type('UpdateTable', { ...two, pointInTimeRecovery: undefined, addColumns: [] })).toBe(
      'ValidationException',
    );
  });

  it('capacity and auto scaling travel together, and auto scaling alone on a provisioned table', async () => {
    const scaling = (targetValue: number) => ({
      autoScalingSpecification: {
        writeCapacityAutoScaling: {
          minimumUnits: 5,
          maximumUnits: 10,
          scalingPolicy: { targetTrackingScalingPolicyConfiguration: { targetValue } },
        },
      },
    });
    expect(await stand.type('UpdateTable', { ...of('t'), ...scaling(50) })).toBe('ValidationException');
    await stand.done('UpdateTable', { ...of('t'), capacitySpecification: provisioned(5, 5), ...scaling(50) });
    await stand.done('UpdateTable', { ...of('t'), ...scaling(60) });
    const settings = await stand.call('GetTableAutoScalingSettings', of('t'));
    expect(settings.autoScalingSpecification).toMatchObject({
      writeCapacityAutoScaling: {
        autoScalingDisabled: false,
        minimumUnits: 5,
        maximumUnits: 10,
        scalingPolicy: {
          targetTrackingScalingPolicyConfiguration: {
            disableScaleIn: false,
            scaleInCooldown: 0,
            scaleOutCooldown: 0,
            targetValue: 60,
          },
        },
      },
    });
  });

  it('time to live and client-side timestamps can be enabled, never disabled', async () => {
    for (const setting of ['ttl', 'clientSideTimestamps']) {
      expect(await stand.type('UpdateTable', { ...of('t'), [setting]: { status: 'DISABLED' } })).toBe(
        'ValidationException',
      );
      await stand.done('UpdateTable', { ...of('t'), [setting]: { status: 'ENABLED' } });
      expect((await stand.call('GetTable', of('t')))[setting]).toEqual({ status: 'ENABLED' });
    }
  });

  it('columns are added without names that are there; a table without auto scaling has both sides disabled', async () => {
    const twice = { ...of('t'), addColumns: [{ name: 'v', type: 'int' }] };
    expect(await stand.type('UpdateTable', twice)).toBe('ValidationException');
    const settings = await stand.call('GetTableAutoScalingSettings', of('t'));
    expect(settings.autoScalingSpecification).toEqual({
      readCapacityAutoScaling: { autoScalingDisabled: true },
      writeCapacityAutoScaling: { autoScalingDisabled: true },
    });
  });
});
