// Samples through the real store: recorded by one process, read back by another over the CloudWatch shapes.

import { describe, expect, it } from 'vitest';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import type { StatementSample } from '../../../../src/core/engine/metrics/api.js';
import { createCloudWatch } from '../../../../src/core/engine/metrics/cloudwatch.js';
import { Histogram } from '../../../../src/core/engine/metrics/histogram.js';
import { readLive } from '../../../../src/core/engine/metrics/live.js';
import { createRecorder } from '../../../../src/core/engine/metrics/recorder.js';

const select: StatementSample = {
  keyspace: 'shop',
  table: 'orders',
  operation: 'SELECT',
  latencyNs: 2_000_000,
  readUnits: 0.5,
  writeUnits: 0,
  returnedRows: 3,
};

function fixture() {
  const kv = memoryKv();
  const clock = { ms: 1_800_000_000_000 };
  const wall = { wallMs: () => clock.ms };
  const recorder = (processId: number) =>
    createRecorder({
      region: 'us-east-1',
      kv,
      clock: wall,
      processId,
      gauges: () => [{ keyspace: 'shop', table: 'orders', provisionedWrite: 100, sizeBytes: 5_000 }],
    });
  const cloudWatch = createCloudWatch({ kv, clock: wall, defaultRegion: 'us-east-1' });
  const data = async (metric: string, stat: string, dimensions: Record<string, string>, periodSeconds = 60) => {
    const output = await cloudWatch.call('GetMetricData', {
      StartTime: clock.ms / 1000 - 600,
      EndTime: clock.ms / 1000 + 60,
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [
        {
          Id: 'q1',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/Cassandra',
              MetricName: metric,
              Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            },
            Period: periodSeconds,
            Stat: stat,
          },
        },
      ],
    });
    return (output.MetricDataResults as { Values: number[]; Timestamps: number[] }[])[0]!;
  };
  return { kv, clock, recorder, cloudWatch, data };
}
const table = { Keyspace: 'shop', TableName: 'orders' };

describe('recording and reading', () => {
  it('adds up the samples of two processes, minute by minute', async () => {
    const { clock, recorder, data } = fixture();
    const [one, two] = [recorder(1), recorder(2)];
    for (let i = 0; i < 4; i++) one.success(select);
    two.success({ ...select, latencyNs: 4_000_000 });
    await Promise.all([one.flush(), two.flush()]);
    clock.ms += 60_000;
    one.success(select);
    await one.flush();
    expect((await data('ConsumedReadCapacityUnits', 'Sum', table)).Values).toEqual([2.5, 0.5]);
    expect(
      (await data('SuccessfulRequestLatency', 'Average', { ...table, Operation: 'SELECT' })).Values[0],
    ).toBeCloseTo(2.4);
    expect((await data('SuccessfulRequestCount', 'SampleCount', { ...table, Operation: 'SELECT' })).Values).toEqual([
      5, 1,
    ]);
    expect((await data('ReturnedItemCountBySelect', 'Maximum', { ...table, Operation: 'SELECT' })).Values).toEqual([
      3, 3,
    ]);
    expect((await data('ProvisionedWriteCapacityUnits', 'Average', table)).Values).toEqual([100, 100]);
  });

  it('has the samples of tables under whatever name they have', async () => {
    const { recorder, data } = fixture();
    const one = recorder(1);
    for (const name of ['__proto__', 'constructor']) one.success({ ...select, keyspace: name, table: name });
    await one.flush();
    for (const name of ['__proto__', 'constructor']) {
      const { Values } = await data('ConsumedReadCapacityUnits', 'Sum', { Keyspace: name, TableName: name });
      expect(Values).toEqual([0.5]);
    }
  });

  it('flushing twice within a second counts nothing twice', async () => {
    const { clock, recorder, data } = fixture();
    const one = recorder(1);
    one.success(select);
    await one.flush();
    one.success(select);
    await one.flush();
    clock.ms += 1000;
    await one.flush();
    await one.flush();
    expect((await data('ConsumedReadCapacityUnits', 'Sum', table)).Values).toEqual([1]);
    expect((await data('ConsumedReadCapacityUnits', 'Sum', table, 1)).Values).toEqual([1]);
  });

  it('throttles are counted by direction and by cause', async () => {
    const { recorder, data } = fixture();
    const one = recorder(1);
    one.throttled('shop', 'orders', 'INSERT', 'write', 'table');
    one.throttled('shop', 'orders', 'INSERT', 'write', 'partition');
    await one.flush();
    const insert = { ...table, Operation: 'INSERT' };
    expect((await data('WriteThrottleEvents', 'Sum', insert)).Values).toEqual([2]);
    expect((await data('StoragePartitionThroughputCapacityExceeded', 'Sum', insert)).Values).toEqual([1]);
    expect((await data('ReadThrottleEvents', 'Sum', insert)).Values).toEqual([]);
  });

  it('live figures are rates over the last whole seconds', async () => {
    const { kv, clock, recorder } = fixture();
    const one = recorder(1);
    for (let i = 0; i < 10; i++) one.success(select);
    one.throttled('shop', 'orders', 'INSERT', 'write', 'table');
    clock.ms += 1000;
    await one.flush();
    const live = readLive(kv, 'us-east-1', clock.ms, 2);
    expect(live.tables[0]).toMatchObject({
      keyspace: 'shop',
      table: 'orders',
      reads: 5,
      readUnits: 2.5,
      throttledWrites: 0.5,
      throttleCauses: { table: 0.5 },
    });
  });
});

describe('ListMetrics', () => {
  it('names only series that have samples, and filters by dimension', async () => {
    const { recorder, cloudWatch } = fixture();
    const one = recorder(1);
    one.success(select);
    one.request('PREPARE');
    await one.flush();
    const all = (await cloudWatch.call('ListMetrics', {})).Metrics as { MetricName: string; Dimensions: unknown[] }[];
    expect(all.map(({ MetricName }) => MetricName)).toContain('ConsumedReadCapacityUnits');
    expect(all.map(({ MetricName }) => MetricName)).not.toContain('ConsumedWriteCapacityUnits');
    const prepared = await cloudWatch.call('ListMetrics', { Dimensions: [{ Name: 'Operation', Value: 'PREPARE' }] });
    expect(prepared.Metrics).toEqual([
      {
        Namespace: 'AWS/Cassandra',
        MetricName: 'SuccessfulRequestCount',
        Dimensions: [{ Name: 'Operation', Value: 'PREPARE' }],
      },
    ]);
    expect((await cloudWatch.call('ListMetrics', { Namespace: 'AWS/EC2' })).Metrics).toEqual([]);
  });
});

describe('bad input', () => {
  const base = {
    Namespace: 'AWS/Cassandra',
    MetricName: 'UserErrors',
    StartTime: 0,
    EndTime: 60,
    Period: 60,
    Statistics: ['Sum'],
  };
  it.each([
    [{ ...base, Period: 61 }, /Period/],
    [{ ...base, StartTime: 60 }, /StartTime must be less/],
    [{ ...base, Statistics: [] }, /Statistics or ExtendedStatistics/],
    [{ ...base, Statistics: ['Most'] }, /not a statistic/],
    [{ ...base, EndTime: 1e9 }, /exceeds the limit of 1440/],
    [{ ...base, MetricName: 7 }, /MetricName/],
    [null, /StartTime is required/],
    [[], /structure/],
  ])('%j', async (input, message) => {
    await expect(fixture().cloudWatch.call('GetMetricStatistics', input)).rejects.toThrow(message);
  });

  it('an operation that the engine does not have is refused by name', async () => {
    await expect(fixture().cloudWatch.call('PutInsightRule', {})).rejects.toThrow(/PutInsightRule/);
  });
});

describe('histogram', () => {
  it('percentiles are right to 3 % from 1 microsecond to minutes', () => {
    for (const micros of [1, 17, 950, 12_345, 1_000_000, 180_000_000]) {
      const histogram = new Histogram();
      histogram.record(micros * 1000);
      expect(Math.abs(histogram.percentileMs(0.5)! - micros / 1000)).toBeLessThanOrEqual((micros / 1000) * 0.031);
    }
  });

  it('merging is adding', () => {
    const [one, two, both] = [new Histogram(), new Histogram(), new Histogram()];
    for (let i = 1; i <= 100; i++) {
      one.record(i * 1_000_000);
      two.record(i * 3_000_000);
      both.record(i * 1_000_000);
      both.record(i * 3_000_000);
    }
    one.add(two.toSparse());
    expect(one.toSparse()).toEqual(both.toSparse());
    expect(one.count).toBe(200);
  });
});
