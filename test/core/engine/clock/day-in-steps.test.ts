// A day of clock in one-minute steps on a whole engine: what stays as it is costs no writes, and two runs under one seed
// give the same metrics, alarms, activities, events and records to the byte.

import { expect, it } from 'vitest';
import type { Engine } from '../../../../src/core/engine/index.js';
import { openEngine } from '../../../../src/core/engine/index.js';
import type { Kv } from '../../../../src/core/engine/kv/kv.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { seededRandom } from '../../../../src/core/lib/seeded-random.js';
import { FakeClock } from '../../../support/fake-clock.js';
import { caller } from '../control/stand.js';

const minute = 60_000;
const log = { debug() {}, info() {}, warn() {}, error() {} };
const alarm = (table: string) => ({
  AlarmName: `busy ${table}`,
  Namespace: 'AWS/Cassandra',
  MetricName: 'ConsumedWriteCapacityUnits',
  Dimensions: [
    { Name: 'Keyspace', Value: 'ks' },
    { Name: 'TableName', Value: table },
  ],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 100,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
});
const scaled = {
  writeCapacityAutoScaling: {
    minimumUnits: 5,
    maximumUnits: 50,
    scalingPolicy: { targetTrackingScalingPolicyConfiguration: { targetValue: 50 } },
  },
};

/** `tables` tables with an alarm each, the first of them scaled when asked. */
async function openWith(tables: number, { kv = memoryKv(), seed = 1, scales = false } = {}) {
  const machine = new FakeClock(Date.UTC(2026, 0, 1));
  const engine = await openEngine({ dataDir: '', kv, clock: machine, random: seededRandom(seed), log });
  const step = async () => {
    await engine.clock.change({ kind: 'advance', milliseconds: minute });
    await engine.account.look();
  };
  const call = async (operation: string, input: object) => {
    await engine.control.call(operation, input, caller());
    await step();
  };
  await engine.clock.change({ kind: 'stop' });
  await call('CreateKeyspace', { keyspaceName: 'ks' });
  for (let at = 0; at < tables; at++) {
    await call('CreateTable', {
      keyspaceName: 'ks',
      tableName: `t${at}`,
      schemaDefinition: { allColumns: [{ name: 'id', type: 'int' }], partitionKeys: [{ name: 'id' }] },
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 10, writeCapacityUnits: 10 },
      ...(scales && at === 0 ? { autoScalingSpecification: scaled } : {}),
      cdcSpecification: { status: 'ENABLED' },
    });
    await engine.account.monitoring.call('PutMetricAlarm', alarm(`t${at}`), caller());
  }
  return { engine, machine, step };
}

/** Counts commits. */
function counting(kv: Kv): { readonly kv: Kv; commits: number } {
  const counted = { kv, commits: 0 };
  const write: Kv['write'] = (work) => {
    counted.commits++;
    return kv.write(work);
  };
  counted.kv = new Proxy(kv, {
    get: (target, name) => {
      if (name === 'write') return write;
      const member = Reflect.get(target, name) as unknown;
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return counted;
}

it('a day of one-minute steps, each looked at, writes little more than the steps themselves', async () => {
  const store = counting(memoryKv());
  const { engine, step } = await openWith(20, { kv: store.kv });
  // the last alarms find their first state
  for (let at = 0; at < 5; at++) await step();
  store.commits = 0;
  for (let at = 0; at < 1440; at++) await step();
  expect(store.commits - 1440).toBeLessThanOrEqual(24 * 20);
  const { MetricAlarms } = (await engine.account.monitoring.call('DescribeAlarms', {}, caller())) as {
    MetricAlarms: { StateValue: string }[];
  };
  expect(MetricAlarms.map(({ StateValue }) => StateValue)).toEqual(Array.from({ length: 20 }, () => 'OK'));
  await engine.close();
});

it('an alarm judged in memory by one process is found in its state by another, and by the next one', async () => {
  const kv = memoryKv();
  const { engine, step, machine } = await openWith(1, { kv });
  for (let at = 0; at < 30; at++) await step();
  const other = await openEngine({ dataDir: '', kv, clock: machine, random: seededRandom(2), log });
  const states = async (of: Engine) => (await of.account.monitoring.call('DescribeAlarms', {}, caller())).MetricAlarms;
  expect(await states(other)).toEqual(await states(engine));
  const history = await other.account.monitoring.call(
    'DescribeAlarmHistory',
    { HistoryItemType: 'StateUpdate' },
    caller(),
  );
  expect(history.AlarmHistoryItems).toHaveLength(1);
  await other.account.close();
  await engine.close();
});

/** Everything that a client can read of a run, after two hours with an hour of load in them. */
async function storyOf(seed: number): Promise<string> {
  const { engine, machine, step } = await openWith(2, { seed, scales: true });
  const session = engine.sessions.open({ region: 'us-east-1', user: 'alice' });
  const options = { consistency: 6 as const };
  await engine.chaos.setSeed(seed);
  await engine.chaos.add({ kind: 'throttle', direction: 'write', share: 0.2 });
  const seen: unknown[] = [];
  for (let at = 0; at < 120; at++) {
    for (let id = 0; at < 60 && id < 20; id++) {
      try {
        await session.query(`INSERT INTO ks.t0 (id) VALUES (${at * 100 + id})`, options);
      } catch (error) {
        seen.push(String(error));
      }
    }
    // what was gathered is written down
    machine.advance(1000);
    await step();
  }
  const ask = async (service: { call: Engine['control']['call'] }, operation: string, input: object) =>
    seen.push(await service.call(operation, input, caller()));
  const end = engine.clock.wallMs() / 1000;
  const { Metrics } = (await engine.account.monitoring.call('ListMetrics', {}, caller())) as {
    Metrics: { MetricName: string }[];
  };
  // latencies are of the machine's clock, which stands still here: they are in it, too
  for (const metric of Metrics)
    await ask(engine.account.monitoring, 'GetMetricStatistics', {
      ...metric,
      StartTime: end - 7200,
      EndTime: end,
      Period: 300,
      Statistics: ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'],
    });
  await ask(engine.account.monitoring, 'DescribeAlarms', {});
  await ask(engine.account.monitoring, 'DescribeAlarmHistory', {});
  await ask(engine.account.applicationAutoScaling, 'DescribeScalingActivities', { ServiceNamespace: 'cassandra' });
  await ask(engine.account.cloudTrail, 'LookupEvents', {});
  await ask(engine.control, 'GetTable', { keyspaceName: 'ks', tableName: 't0' });
  const { streams } = (await engine.streams.call('ListStreams', {}, caller())) as { streams: { streamArn: string }[] };
  for (const { streamArn } of streams) {
    const { shards } = await engine.streams.call('GetStream', { streamArn }, caller());
    for (const { shardId } of shards as { shardId: string }[]) {
      const input = { streamArn, shardId, shardIteratorType: 'TRIM_HORIZON' };
      const { shardIterator } = await engine.streams.call('GetShardIterator', input, caller());
      seen.push((await engine.streams.call('GetRecords', { shardIterator }, caller())) as object);
    }
  }
  await engine.close();
  return JSON.stringify(seen);
}

it('two runs under one seed are the same to the byte: metrics, alarms, activities, events, records; another seed is not', async () => {
  const first = await storyOf(7);
  expect(first).toContain('Setting write capacity units to');
  expect(first).toContain('"AlterTable"');
  expect(await storyOf(7)).toBe(first);
  expect(await storyOf(8)).not.toBe(first);
});
