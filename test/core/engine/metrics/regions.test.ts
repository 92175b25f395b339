import { expect, it } from 'vitest';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { createCloudWatch } from '../../../../src/core/engine/metrics/cloudwatch.js';
import { readLive } from '../../../../src/core/engine/metrics/live.js';
import { RegionRecorders } from '../../../../src/core/engine/metrics/region-recorders.js';

const nowMs = Date.UTC(2026, 0, 15, 12, 0, 30);

function stand() {
  const kv = memoryKv();
  const clock = { ms: nowMs, wallMs: () => clock.ms };
  const recorders = new RegionRecorders({
    kv,
    clock,
    processId: 7,
    regions: () => ['us-east-1', 'eu-west-1'],
    gauges: () => [],
  });
  const cloudWatch = createCloudWatch({ kv, clock, defaultRegion: 'us-east-1' });
  const sum = async (region: string, metric: string, dimensions: Record<string, string>, statistic = 'Sum') => {
    const answer = await cloudWatch.call(
      'GetMetricStatistics',
      {
        Namespace: 'AWS/Cassandra',
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: nowMs / 1000 - 60,
        EndTime: nowMs / 1000 + 60,
        Period: 60,
        Statistics: [statistic],
      },
      region,
    );
    return (answer.Datapoints as Record<string, number>[]).map((point) => point[statistic]);
  };
  return { kv, clock, recorders, cloudWatch, sum };
}

const write = {
  keyspace: 'shop',
  table: 'orders',
  operation: 'INSERT',
  latencyNs: 1_000_000,
  readUnits: 0,
  writeUnits: 3,
  returnedRows: -1,
} as const;

it('figures of one Region are not seen in another', async () => {
  const { kv, clock, recorders, cloudWatch, sum } = stand();
  recorders.of('us-east-1').success({ ...write });
  await recorders.flush();
  const table = { Keyspace: 'shop', TableName: 'orders' };
  expect(await sum('us-east-1', 'ConsumedWriteCapacityUnits', table)).toEqual([3]);
  expect(await sum('eu-west-1', 'ConsumedWriteCapacityUnits', table)).toEqual([]);
  expect((await cloudWatch.call('ListMetrics', {}, 'eu-west-1')).Metrics).toEqual([]);
  clock.ms += 1000;
  expect(readLive(kv, 'us-east-1', clock.ms).tables).toMatchObject([{ table: 'orders', writeUnits: 1.5 }]);
  expect(readLive(kv, 'eu-west-1', clock.ms).tables).toEqual([]);
});

it('ReplicationLatency is of the writing Region, by receiving Region, with and without the keyspace (facts 5.1)', async () => {
  const { recorders, cloudWatch, sum } = stand();
  recorders.of('us-east-1').replicationLatency('shop', 'orders', 'eu-west-1', 400);
  recorders.of('us-east-1').replicationLatency('shop', 'orders', 'eu-west-1', 600);
  recorders.of('us-east-1').replicationLatency('shop', 'orders', 'ap-south-1', 9000);
  recorders.of('eu-west-1').replicated('shop', 'orders', 2);
  await recorders.flush();
  const pair = { TableName: 'orders', ReceivingRegion: 'eu-west-1' };
  expect(await sum('us-east-1', 'ReplicationLatency', pair, 'Average')).toEqual([500]);
  expect(await sum('us-east-1', 'ReplicationLatency', { Keyspace: 'shop', ...pair }, 'Maximum')).toEqual([600]);
  expect(await sum('us-east-1', 'ReplicationLatency', { Keyspace: 'other', ...pair }, 'Maximum')).toEqual([]);
  expect(await sum('eu-west-1', 'ReplicationLatency', pair, 'Average')).toEqual([]);
  expect(await sum('eu-west-1', 'ConsumedWriteCapacityUnits', { Keyspace: 'shop', TableName: 'orders' })).toEqual([2]);
  const listed = await cloudWatch.call('ListMetrics', { MetricName: 'ReplicationLatency' }, 'us-east-1');
  expect(listed.Metrics).toHaveLength(4);
});
