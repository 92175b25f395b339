import { describe, expect, it } from 'vitest';
import { cassandraCompat } from '../../../../src/core/engine/limits.js';
import { refusal, type Stand, standWithKeyspace, standWithTable } from './stand.js';

const hour = 3_600_000;
const at = { keyspaceName: 'ks', tableName: 't' };
const update = (stand: Stand, more: Record<string, unknown>) => stand.call('UpdateTable', { ...at, ...more });
const get = (stand: Stand) => stand.call('GetTable', at);
const provisioned = (readCapacityUnits: number, writeCapacityUnits: number) => ({
  capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits, writeCapacityUnits },
});
const onDemand = { capacitySpecification: { throughputMode: 'PAY_PER_REQUEST' } };
const scaling = (minimumUnits: number, maximumUnits: number, targetValue = 50) => ({
  minimumUnits,
  maximumUnits,
  scalingPolicy: { targetTrackingScalingPolicyConfiguration: { targetValue } },
});

describe('UpdateTable', () => {
  it('adds columns that statements see when the table is ACTIVE again', async () => {
    const stand = await standWithTable();
    const before = stand.catalog.table('ks', 't')?.schema;
    await update(stand, { addColumns: [{ name: 'color', type: 'text' }] });
    expect(await get(stand)).toMatchObject({ status: 'UPDATING' });
    expect(stand.catalog.table('ks', 't')?.schema.byName.has('color')).toBe(false);
    expect(await refusal(update(stand, { defaultTimeToLive: 1 }))).toMatch(/^ConflictException: .*UPDATING/);
    stand.settle();
    const after = stand.catalog.table('ks', 't')?.schema;
    expect(after?.regulars.map((column) => [column.name, column.position])).toEqual([
      ['color', 0],
      ['date', 1],
      ['name', 2],
    ]);
    for (const name of ['id', 'date', 'name']) expect(after?.byName.get(name)?.id).toBe(before?.byName.get(name)?.id);
    expect(after?.byName.get('color')?.id).toBe(3);
    expect(after?.id).toBe(before?.id);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['nothing', {}, 'requires a setting'],
    ['two settings', { defaultTimeToLive: 1, pointInTimeRecovery: { status: 'ENABLED' } }, 'Only one setting'],
    [
      'a column beside a setting',
      { addColumns: [{ name: 'x', type: 'int' }], ttl: { status: 'ENABLED' } },
      'Only one setting',
    ],
    ['a column that exists', { addColumns: [{ name: 'name', type: 'int' }] }, 'conflicts with an existing column'],
    ['a key column', { addColumns: [{ name: 'id', type: 'int' }] }, 'conflicts with a PRIMARY KEY part'],
    [
      'a column twice',
      {
        addColumns: [
          { name: 'x', type: 'int' },
          { name: 'x', type: 'int' },
        ],
      },
      'conflicts with an existing column',
    ],
    ['a counter', { addColumns: [{ name: 'x', type: 'counter' }] }, 'Cannot mix counter'],
    ['an unknown type', { addColumns: [{ name: 'x', type: 'u' }] }, 'Unknown type ks.u'],
    ['lower warm throughput', { warmThroughputSpecification: { readUnitsPerSecond: 1 } }, 'cannot be lowered'],
    [
      'too much warm throughput',
      { warmThroughputSpecification: { readUnitsPerSecond: 40_001 } },
      'ServiceQuotaExceeded',
    ],
    ['ENABLING', { cdcSpecification: { status: 'ENABLING' } }, 'must be ENABLED or DISABLED'],
    ['a text for a number', { defaultTimeToLive: '5' }, 'SerializationException'],
    ['half a unit', provisioned(1.5, 1), 'SerializationException'],
    ['no units', provisioned(0, 1), 'greater than or equal to 1'],
  ])('refuses %s', async (_what, more, text) => {
    expect(await refusal(update(await standWithTable(), more))).toContain(text);
  });

  it('is refused while the table is CREATING and when it is missing', async () => {
    const stand = await standWithKeyspace();
    expect(await refusal(update(stand, { defaultTimeToLive: 1 }))).toBe(
      'ResourceNotFoundException: unconfigured table t',
    );
    await stand.call('CreateTable', {
      ...at,
      schemaDefinition: { allColumns: [{ name: 'a', type: 'int' }], partitionKeys: [{ name: 'a' }] },
    });
    expect(await refusal(update(stand, { defaultTimeToLive: 1 }))).toMatch(/^ConflictException: .*CREATING/);
  });

  it('switches TTL, timestamps, PITR, encryption and streams', async () => {
    const stand = await standWithTable();
    const apply = async (more: Record<string, unknown>) => {
      await update(stand, more);
      stand.settle();
    };
    await apply({ defaultTimeToLive: 60 });
    await apply({ clientSideTimestamps: { status: 'ENABLED' } });
    await apply({ pointInTimeRecovery: { status: 'ENABLED' } });
    const key = 'arn:aws:kms:us-east-1:111122223333:key/1234';
    await apply({ encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: key } });
    await apply({ cdcSpecification: { status: 'ENABLED' } });
    expect(await get(stand)).toMatchObject({
      defaultTimeToLive: 60,
      ttl: { status: 'ENABLED' },
      clientSideTimestamps: { status: 'ENABLED' },
      pointInTimeRecovery: { status: 'ENABLED' },
      encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: key },
      cdcSpecification: { status: 'ENABLED', viewType: 'NEW_AND_OLD_IMAGES' },
    });
    expect(stand.catalog.table('ks', 't')?.schema.options).toEqual({
      comment: '',
      defaultTimeToLive: 60,
      ttlEnabled: true,
      clientSideTimestamps: true,
      keepsHistory: true,
    });
    await apply({ defaultTimeToLive: 0 });
    await apply({ pointInTimeRecovery: { status: 'DISABLED' } });
    await apply({ cdcSpecification: { status: 'DISABLED' } });
    expect(await get(stand)).toMatchObject({
      defaultTimeToLive: 0,
      ttl: { status: 'ENABLED' },
      pointInTimeRecovery: { status: 'DISABLED' },
      cdcSpecification: { status: 'DISABLED' },
    });
    expect(stand.catalog.table('ks', 't')?.schema.options.keepsHistory).toBe(false);
  });

  it('changes capacity at the end of the update, and raises what is warm', async () => {
    const stand = await standWithTable();
    const capacity = () => stand.control.tableCapacity(stand.catalog.table('ks', 't')!.schema);
    expect(capacity()).toEqual({
      tableNumber: 1,
      mode: 'PAY_PER_REQUEST',
      readUnits: 40_000,
      writeUnits: 40_000,
      warmReadUnits: 12_000,
      warmWriteUnits: 4_000,
    });
    await update(stand, provisioned(20_000, 10));
    expect(capacity()?.mode).toBe('PAY_PER_REQUEST');
    expect((await get(stand)).capacitySpecification).toMatchObject({ throughputMode: 'PAY_PER_REQUEST' });
    stand.settle();
    expect(capacity()).toMatchObject({ mode: 'PROVISIONED', readUnits: 20_000, writeUnits: 10, warmReadUnits: 20_000 });
    expect((await get(stand)).capacitySpecification).toEqual({
      throughputMode: 'PROVISIONED',
      readCapacityUnits: 20_000,
      writeCapacityUnits: 10,
    });
  });

  it('goes to PAY_PER_REQUEST once in 24 hours', async () => {
    const stand = await standWithTable();
    await update(stand, provisioned(5, 5));
    stand.settle();
    expect(await refusal(update(stand, onDemand))).toContain('once in 24 hours');
    stand.clock.nowMs += 24 * hour;
    await update(stand, onDemand);
    const switchedAt = stand.clock.nowMs / 1000;
    stand.settle();
    expect((await get(stand)).capacitySpecification).toEqual({
      throughputMode: 'PAY_PER_REQUEST',
      lastUpdateToPayPerRequestTimestamp: switchedAt,
    });
  });

  it('decreases capacity four times a UTC day, then once an hour, 27 times in all', async () => {
    const stand = await standWithTable(provisioned(1000, 1000));
    stand.clock.nowMs = Date.UTC(2026, 0, 16);
    let units = 1000;
    const decrease = async () => {
      units -= 1;
      await update(stand, provisioned(units, 1000));
      stand.clock.nowMs += 1000;
    };
    for (let n = 0; n < 4; n++) await decrease();
    expect(await refusal(decrease())).toMatch(/^ServiceQuotaExceededException/);
    units += 1;
    await update(stand, provisioned(2000, 1000));
    stand.clock.nowMs += 1000;
    for (let n = 0; n < 23; n++) {
      stand.clock.nowMs += hour - 1000;
      await decrease();
      expect(await refusal(update(stand, provisioned(1, 1000)))).toMatch(/^ServiceQuotaExceededException/);
    }
    stand.clock.nowMs = Date.UTC(2026, 0, 17, 1);
    await decrease();
  });

  it('changes encryption four times, then after six quiet hours, and always back', async () => {
    const stand = await standWithTable();
    let key = 0;
    const change = async () => {
      key += 1;
      const kmsKeyIdentifier = `arn:aws:kms:us-east-1:111122223333:key/${key}`;
      await update(stand, { encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier } });
      stand.settle();
    };
    for (let n = 0; n < 4; n++) await change();
    expect(await refusal(change())).toMatch(/^ServiceQuotaExceededException/);
    stand.clock.nowMs += 6 * hour;
    await change();
    expect(await refusal(change())).toMatch(/^ServiceQuotaExceededException/);
    await update(stand, { encryptionSpecification: { type: 'AWS_OWNED_KMS_KEY' } });
  });

  it('takes capacity and auto scaling together, and refuses PAY_PER_REQUEST while it scales', async () => {
    const stand = await standWithTable();
    const autoScalingSpecification = {
      readCapacityAutoScaling: scaling(5, 10),
      writeCapacityAutoScaling: { autoScalingDisabled: true },
    };
    await update(stand, { ...provisioned(5, 5), autoScalingSpecification });
    stand.clock.nowMs += 24 * hour;
    expect(await stand.call('GetTableAutoScalingSettings', at)).toEqual({
      ...at,
      resourceArn: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/ks/table/t',
      autoScalingSpecification: {
        readCapacityAutoScaling: {
          autoScalingDisabled: false,
          minimumUnits: 5,
          maximumUnits: 10,
          scalingPolicy: {
            targetTrackingScalingPolicyConfiguration: {
              targetValue: 50,
              disableScaleIn: false,
              scaleInCooldown: 0,
              scaleOutCooldown: 0,
            },
          },
        },
        writeCapacityAutoScaling: { autoScalingDisabled: true },
      },
    });
    expect(await refusal(update(stand, onDemand))).toContain('while auto scaling is enabled');
    const off = { autoScalingSpecification: { readCapacityAutoScaling: { autoScalingDisabled: true } } };
    await update(stand, { ...onDemand, ...off });
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'settings while disabling',
      { autoScalingDisabled: true, minimumUnits: 1 },
      'When disabled, auto scaling settings should not be provided',
    ],
    ['a minimum above the maximum', scaling(10, 5), 'minimumUnits must not be greater than maximumUnits'],
    ['a target of 95', scaling(1, 5, 95), 'between 20 and 90'],
    ['no policy', { minimumUnits: 1, maximumUnits: 2 }, 'requires minimumUnits, maximumUnits'],
    ['more than the quota', scaling(1, 40_001), 'table quota'],
  ])('refuses auto scaling with %s', async (_what, side, text) => {
    const stand = await standWithTable(provisioned(5, 5));
    expect(await refusal(update(stand, { autoScalingSpecification: { readCapacityAutoScaling: side } }))).toContain(
      text,
    );
  });

  it('raises warm throughput beside a table that stays ACTIVE', async () => {
    const stand = await standWithTable();
    await update(stand, { warmThroughputSpecification: { readUnitsPerSecond: 13_000 } });
    const warm = { readUnitsPerSecond: 13_000, writeUnitsPerSecond: 4_000 };
    expect(await get(stand)).toMatchObject({
      status: 'ACTIVE',
      warmThroughputSpecification: { ...warm, status: 'UPDATING' },
    });
    stand.settle();
    expect(await get(stand)).toMatchObject({ warmThroughputSpecification: { ...warm, status: 'AVAILABLE' } });
  });

  it('takes several settings and any capacity in the lenient mode', async () => {
    const stand = await standWithTable({}, { compat: cassandraCompat });
    await update(stand, { ...provisioned(90_000, 1), defaultTimeToLive: 5 });
    expect(await get(stand)).toMatchObject({ status: 'ACTIVE', defaultTimeToLive: 5 });
  });
});
