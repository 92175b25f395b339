// Auto scaling of both directions of a table, in one Region and in two: writes are one value that the first Region sees
// to, reads scale where they are.

import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../../src/core/engine/control/api.js';
import { openEngine } from '../../../../src/core/engine/index.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { countingRandom, FakeClock } from '../../../support/fake-clock.js';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const regions = ['us-east-1', 'eu-west-1'];
const caller = (region: string): Caller => ({
  region,
  accountId: '111122223333',
  principal: 'arn:aws:iam::111122223333:user/alice',
  userAgent: 'test',
  sourceAddress: '127.0.0.1',
});
const side = (minimumUnits: number) => ({
  minimumUnits,
  maximumUnits: 100,
  scalingPolicy: { targetTrackingScalingPolicyConfiguration: { targetValue: 50 } },
});

describe('a table', () => {
  it('of two Regions is scaled once for writes, and by Region for reads', async () => {
    const clock = new FakeClock();
    const engine = await openEngine({
      dataDir: '/nowhere',
      kv: memoryKv(),
      clock,
      log: silent,
      random: countingRandom(),
      regions,
    });
    const call = (operation: string, input: object, region = 'us-east-1') =>
      engine.control.call(operation, input, caller(region));
    const at = { keyspaceName: 'ks', tableName: 't' };
    await call('CreateKeyspace', {
      keyspaceName: 'ks',
      replicationSpecification: { replicationStrategy: 'MULTI_REGION', regionList: regions },
    });
    clock.advance(10_000);
    await call('CreateTable', {
      ...at,
      schemaDefinition: { allColumns: [{ name: 'id', type: 'int' }], partitionKeys: [{ name: 'id' }] },
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 10, writeCapacityUnits: 10 },
      clientSideTimestamps: { status: 'ENABLED' },
      autoScalingSpecification: { writeCapacityAutoScaling: side(20), readCapacityAutoScaling: side(30) },
      replicaSpecifications: [{ region: 'eu-west-1', readCapacityAutoScaling: side(40) }],
    });
    for (let second = 0; second < 180; second++) {
      clock.advance(1000);
      await engine.account.look();
    }
    const units = async (region: string) => {
      const table = await call('GetTable', at, region);
      const { readCapacityUnits, writeCapacityUnits } = table.capacitySpecification as Record<string, number>;
      return [readCapacityUnits, writeCapacityUnits];
    };
    expect(await units('us-east-1')).toEqual([30, 20]);
    expect(await units('eu-west-1')).toEqual([40, 20]);
    const activities = async (region: string) => {
      const answer = await engine.account.applicationAutoScaling.call(
        'DescribeScalingActivities',
        { ServiceNamespace: 'cassandra' },
        caller(region),
      );
      return (answer.ScalingActivities as { Description: string }[]).map(({ Description }) => Description).sort();
    };
    expect(await activities('us-east-1')).toEqual([
      'Setting read capacity units to 30.',
      'Setting write capacity units to 20.',
    ]);
    expect(await activities('eu-west-1')).toEqual(['Setting read capacity units to 40.']);
    const registered = engine.account.applicationAutoScaling.call(
      'RegisterScalableTarget',
      {
        ServiceNamespace: 'cassandra',
        ResourceId: 'keyspace/ks/table/t',
        ScalableDimension: 'cassandra:table:WriteCapacityUnits',
        MinCapacity: 1,
        MaxCapacity: 9,
      },
      caller('us-east-1'),
    );
    await expect(registered).rejects.toThrow('multi-Region tables');
    await engine.close();
  });

  it('of one Region, with changes that take no time, is raised in both directions by one look', async () => {
    const clock = new FakeClock();
    const options = { dataDir: '/nowhere', kv: memoryKv(), clock, log: silent, random: countingRandom() };
    const engine = await openEngine({ ...options, compat: 'cassandra' });
    const call = (operation: string, input: object) => engine.control.call(operation, input, caller('us-east-1'));
    await call('CreateKeyspace', { keyspaceName: 'ks' });
    await call('CreateTable', {
      keyspaceName: 'ks',
      tableName: 't',
      schemaDefinition: { allColumns: [{ name: 'id', type: 'int' }], partitionKeys: [{ name: 'id' }] },
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 10, writeCapacityUnits: 10 },
      autoScalingSpecification: { writeCapacityAutoScaling: side(20), readCapacityAutoScaling: side(30) },
    });
    for (let second = 0; second < 180; second++) {
      clock.advance(1000);
      await engine.account.look();
    }
    const table = await call('GetTable', { keyspaceName: 'ks', tableName: 't' });
    expect(table.capacitySpecification).toMatchObject({ readCapacityUnits: 30, writeCapacityUnits: 20 });
    await engine.close();
  });
});
