// Statements of the control-plane fact sheet on lifecycles (2), warm throughput (3.4), auto scaling (3.5), encryption (5.3)
// and quotas (6), each by its section, through the engine's own doors.

import { beforeEach, describe, expect, it } from 'vitest';
import { day, FactStand, hour, intKey, type Json } from './stand.js';

let stand: FactStand;
beforeEach(async () => {
  stand = await FactStand.open();
});
const of = (tableName: string) => ({ keyspaceName: 'ks', tableName });
const provisioned = (readCapacityUnits: number, writeCapacityUnits: number) => ({
  capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits, writeCapacityUnits },
});
const table = (name: string) => stand.call('GetTable', of(name));

describe('control-plane 2.1 and 2.3', () => {
  it('CREATING, ACTIVE, UPDATING, ACTIVE, DELETING, and then nothing', async () => {
    await stand.newTable('t');
    const seen = [await stand.status('t')];
    stand.clock.advance(hour);
    seen.push(await stand.status('t'));
    await stand.call('UpdateTable', { ...of('t'), defaultTimeToLive: 60 });
    seen.push(await stand.status('t'));
    stand.clock.advance(hour);
    seen.push(await stand.status('t'));
    await stand.call('DeleteTable', of('t'));
    seen.push(await stand.status('t'));
    expect(seen).toEqual(['CREATING', 'ACTIVE', 'UPDATING', 'ACTIVE', 'DELETING']);
    stand.clock.advance(hour);
    expect(await stand.type('GetTable', of('t'))).toBe('ResourceNotFoundException');
  });

  it('a keyspace is in system_schema_mcs when it is ready, a table with its status before', async () => {
    const count = async (of: string) => (await stand.rows(`SELECT * FROM system_schema_mcs.${of}`)).rowCount;
    await stand.call('CreateKeyspace', { keyspaceName: 'new' });
    expect(await count("keyspaces WHERE keyspace_name = 'new'")).toBe(0);
    stand.clock.advance(hour);
    expect(await count("keyspaces WHERE keyspace_name = 'new'")).toBe(1);
    await stand.newTable('t');
    const rows = await stand.rows(
      "SELECT status FROM system_schema_mcs.tables WHERE keyspace_name = 'ks' AND table_name = 't'",
    );
    expect(Buffer.from(rows.body).toString('latin1')).toContain('CREATING');
  });

  it('types are CREATING and ACTIVE, streams ENABLING, ENABLED, DISABLING and DISABLED', async () => {
    const name = { keyspaceName: 'ks', typeName: 'u' };
    await stand.call('CreateType', { ...name, fieldDefinitions: [{ name: 'f', type: 'int' }] });
    expect((await stand.call('GetType', name)).status).toBe('CREATING');
    stand.clock.advance(hour);
    expect((await stand.call('GetType', name)).status).toBe('ACTIVE');
    await stand.table('t');
    const cdc = async () => ((await table('t')).cdcSpecification as Json).status;
    const seen: unknown[] = [];
    for (const status of ['ENABLED', 'DISABLED']) {
      await stand.call('UpdateTable', { ...of('t'), cdcSpecification: { status } });
      seen.push(await cdc());
      stand.clock.advance(hour);
      seen.push(await cdc().catch(() => undefined));
    }
    expect(seen.slice(0, 3)).toEqual(['ENABLING', 'ENABLED', 'DISABLING']);
  });

  it('2.4 fifty changes of the schema at a time', async () => {
    for (let at = 0; at < 50; at++) await stand.newTable(`t${at}`);
    expect(await stand.type('CreateTable', { ...of('t50'), schemaDefinition: intKey })).toBe(
      'ServiceQuotaExceededException',
    );
  });
});

describe('control-plane 3.4', () => {
  const warm = async (name: string) => (await table(name)).warmThroughputSpecification;

  it('a new on-demand table has 12,000 and 4,000; provisioned units above the value lift it', async () => {
    await stand.table('t');
    expect(await warm('t')).toEqual({ readUnitsPerSecond: 12_000, writeUnitsPerSecond: 4_000, status: 'AVAILABLE' });
    await stand.done('UpdateTable', { ...of('t'), ...provisioned(100, 9_000) });
    expect(await warm('t')).toMatchObject({ readUnitsPerSecond: 12_000, writeUnitsPerSecond: 9_000 });
  });

  it('either side can be raised, with a status of its own that disturbs nothing; lowering is refused', async () => {
    await stand.table('t');
    const raise = (readUnitsPerSecond: number) => ({ ...of('t'), warmThroughputSpecification: { readUnitsPerSecond } });
    await stand.call('UpdateTable', raise(20_000));
    expect(await warm('t')).toMatchObject({ status: 'UPDATING' });
    expect(await stand.status('t')).toBe('ACTIVE');
    stand.clock.advance(hour);
    expect(await warm('t')).toEqual({ readUnitsPerSecond: 20_000, writeUnitsPerSecond: 4_000, status: 'AVAILABLE' });
    expect(await stand.type('UpdateTable', raise(100))).toBe('ValidationException');
    expect(await stand.type('UpdateTable', raise(40_001))).toMatch(/ServiceQuotaExceeded|Validation/);
    expect((await table('t')).capacitySpecification).toMatchObject({ throughputMode: 'PAY_PER_REQUEST' });
  });
});

describe('control-plane 3.5', () => {
  const side = (more: Json) => ({
    minimumUnits: 5,
    maximumUnits: 10,
    scalingPolicy: { targetTrackingScalingPolicyConfiguration: { targetValue: 70 } },
    ...more,
  });
  const create = (writeCapacityAutoScaling: Json, capacity: Json = provisioned(5, 5)) =>
    stand.type('CreateTable', {
      ...of('t'),
      schemaDefinition: intKey,
      ...capacity,
      autoScalingSpecification: { writeCapacityAutoScaling },
    });

  it.each([[{ targetValue: 19.9 }], [{ targetValue: 90.1 }]])(
    'the target is 20 to 90 percent: %j is refused',
    async (configuration) => {
      const scalingPolicy = { targetTrackingScalingPolicyConfiguration: configuration };
      expect(await create(side({ scalingPolicy }))).toBe('ValidationException');
    },
  );

  it('minimum, maximum and policy are all needed, the minimum not above the maximum, within the table quota', async () => {
    for (const member of ['minimumUnits', 'maximumUnits', 'scalingPolicy'])
      expect(await create(side({ [member]: undefined }))).toBe('ValidationException');
    expect(await create(side({ minimumUnits: 11 }))).toBe('ValidationException');
    expect(await create(side({ maximumUnits: 40_001 }))).toMatch(/Validation|ServiceQuota/);
  });

  it('is for PROVISIONED tables, which cannot go back to PAY_PER_REQUEST while it is active', async () => {
    expect(await create(side({}), {})).toBe('ValidationException');
    await stand.table('t', { ...provisioned(5, 5), autoScalingSpecification: { writeCapacityAutoScaling: side({}) } });
    stand.clock.advance(2 * day);
    const back = { ...of('t'), capacitySpecification: { throughputMode: 'PAY_PER_REQUEST' } };
    expect(await stand.type('UpdateTable', back)).toBe('ValidationException');
    const off = { writeCapacityAutoScaling: { autoScalingDisabled: true } };
    await stand.done('UpdateTable', { ...of('t'), autoScalingSpecification: off });
    await stand.done('UpdateTable', back);
    expect((await table('t')).capacitySpecification).not.toHaveProperty('writeCapacityUnits');
  });
});

describe('control-plane 5.3', () => {
  it('four changes of the key in 24 hours, and one more after six hours without; back to the AWS key always', async () => {
    await stand.table('t');
    const key = (digit: number) => ({
      ...of('t'),
      encryptionSpecification: {
        type: 'CUSTOMER_MANAGED_KMS_KEY',
        kmsKeyIdentifier: `arn:aws:kms:us-east-1:111122223333:key/${String(digit).repeat(8)}-1111-1111-1111-111111111111`,
      },
    });
    const change = async (digit: number) => {
      await stand.call('UpdateTable', key(digit));
      stand.clock.advance(60_000);
    };
    for (let digit = 1; digit <= 4; digit++) await change(digit);
    expect(await stand.type('UpdateTable', key(5))).toBe('ServiceQuotaExceededException');
    await stand.done('UpdateTable', { ...of('t'), encryptionSpecification: { type: 'AWS_OWNED_KMS_KEY' } });
    stand.clock.advance(6 * hour);
    await change(6);
    expect(await stand.type('UpdateTable', key(7))).toBe('ServiceQuotaExceededException');
  });

  it('customer keys are not for multi-Region tables', async () => {
    const regionList = ['us-east-1', 'eu-west-1'];
    const replicationSpecification = { replicationStrategy: 'MULTI_REGION', regionList };
    await stand.done('CreateKeyspace', { keyspaceName: 'both', replicationSpecification });
    const kmsKeyIdentifier = 'arn:aws:kms:us-east-1:111122223333:key/11111111-1111-1111-1111-111111111111';
    const encryptionSpecification = { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier };
    const input = { keyspaceName: 'both', tableName: 't', schemaDefinition: intKey, encryptionSpecification };
    expect(await stand.type('CreateTable', input)).toBe('ValidationException');
  });
});

describe('control-plane 6', () => {
  it('256 keyspaces, 256 tables and 256 types in a Region', async () => {
    // one is there, and the four of the system are not counted, or are: the quota is reached within them
    let made = 1;
    for (; made < 256; made++) {
      if (made % 40 === 0) stand.clock.advance(hour);
      await stand.call('CreateKeyspace', { keyspaceName: `k${made}` });
    }
    stand.clock.advance(hour);
    expect(await stand.type('CreateKeyspace', { keyspaceName: 'more' })).toBe('ServiceQuotaExceededException');
    for (let at = 0; at < 256; at++) {
      if (at % 40 === 0) stand.clock.advance(hour);
      await stand.newTable(`t${at}`);
    }
    stand.clock.advance(hour);
    expect(await stand.type('CreateTable', { ...of('more'), schemaDefinition: intKey })).toBe(
      'ServiceQuotaExceededException',
    );
    const fieldDefinitions = [{ name: 'f', type: 'int' }];
    for (let at = 0; at < 256; at++) {
      if (at % 40 === 0) stand.clock.advance(hour);
      await stand.call('CreateType', { keyspaceName: 'ks', typeName: `u${at}`, fieldDefinitions });
    }
    stand.clock.advance(hour);
    expect(await stand.type('CreateType', { keyspaceName: 'ks', typeName: 'more', fieldDefinitions })).toBe(
      'ServiceQuotaExceededException',
    );
  });

  it('80,000 units each way for all provisioned tables of an account; on-demand tables do not count', async () => {
    await stand.table('free');
    await stand.table('a', provisioned(40_000, 40_000));
    await stand.table('b', provisioned(40_000, 39_999));
    const input = { ...of('c'), schemaDefinition: intKey };
    expect(await stand.type('CreateTable', { ...input, ...provisioned(1, 1) })).toBe('ServiceQuotaExceededException');
    await stand.done('UpdateTable', { ...of('b'), ...provisioned(39_999, 39_999) });
    await stand.done('CreateTable', { ...input, ...provisioned(1, 1) });
  });

  it.each([
    ['L-677FFD22', 256, true],
    ['L-BF48748A', 256, true],
    ['L-7F2EAE05', 10, false],
    ['L-E08A04C1', 350, false],
    ['L-29E90199', 50, false],
    ['L-66AD5703', 1, false],
    ['L-5823D982', 1, false],
    ['L-2FC1B9A1', 100, true],
    ['L-17766544', 40_000, true],
    ['L-3D8ED127', 40_000, true],
    ['L-6632AD49', 40_000, true],
    ['L-E7DB0CFF', 80_000, true],
    ['L-2C5B14BD', 80_000, true],
    ['L-324B5396', 2_048, false],
    ['L-0659E12E', 850, false],
    ['L-F41E662B', 4, true],
    ['L-4C49F3DB', 5, true],
  ])('Service Quotas knows %s as %d, adjustable: %s', async (QuotaCode, Value, Adjustable) => {
    const caller = { region: 'us-east-1', accountId: '111122223333' };
    const { Quota } = await stand.engine.account.serviceQuotas.call(
      'GetServiceQuota',
      { ServiceCode: 'cassandra', QuotaCode },
      caller,
    );
    expect(Quota).toMatchObject({
      ServiceCode: 'cassandra',
      QuotaCode,
      Value,
      Adjustable,
      GlobalQuota: false,
      QuotaArn: `arn:aws:servicequotas:us-east-1:111122223333:cassandra/${QuotaCode}`,
    });
  });
});
