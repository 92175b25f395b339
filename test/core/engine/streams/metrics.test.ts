// Figures of streams and of expiry as CloudWatch gives them.

import { afterEach, expect, it } from 'vitest';
import { StreamStand } from './stand.js';

let stand: StreamStand;
afterEach(() => stand.close());

async function sumsOf(MetricName: string, Dimensions: readonly { Name: string; Value: string }[]): Promise<number[]> {
  // half a second, in which the figures are written down; what is asked for next waits behind them
  stand.script.clock.advance(1000);
  await stand.script.engine.chaos.clear();
  const nowSeconds = stand.script.clock.wallMs() / 1000;
  const { Datapoints } = await stand.script.engine.cloudWatch.call('GetMetricStatistics', {
    Namespace: 'AWS/Cassandra',
    MetricName,
    Dimensions,
    StartTime: nowSeconds - 7200,
    EndTime: nowSeconds + 60,
    Period: 7200,
    Statistics: ['Sum'],
  });
  return (Datapoints as { Sum: number }[]).map(({ Sum }) => Sum);
}

const table = [
  { Name: 'Keyspace', Value: 'ks' },
  { Name: 'TableName', Value: 't' },
];

it('count records, calls and errors of a stream under its label', async () => {
  stand = await StreamStand.open('id int PRIMARY KEY, v text');
  await stand.cql("INSERT INTO ks.t (id, v) VALUES (1, 'a')", "INSERT INTO ks.t (id, v) VALUES (2, 'b')");
  const [arn] = await stand.arns();
  await stand.records();
  const bad = { streamArn: arn, shardId: `shardId-${'0'.repeat(20)}-00000000`, shardIteratorType: 'LATEST' };
  await expect(stand.call('GetShardIterator', bad)).rejects.toThrow('does not exist');
  const of = (operation: string) => [
    ...table,
    { Name: 'Operation', Value: operation },
    { Name: 'StreamLabel', Value: arn!.split('/').at(-1)! },
  ];
  const sum = async (metric: string, operation: string) =>
    (await sumsOf(metric, of(operation))).reduce((total, each) => total + each, 0);
  expect(await sum('ReturnedRecordsCount', 'GetRecords')).toBe(2);
  expect(await sum('UserErrors', 'GetShardIterator')).toBe(1);
  expect(await sumsOf('ReturnedRecordsCount', of('GetStream'))).toEqual([]);
  expect(await sumsOf('ReturnedRecordsCount', table)).toEqual([]);
  const { Metrics } = await stand.script.engine.cloudWatch.call('ListMetrics', { MetricName: 'ReturnedRecordsCount' });
  expect(Metrics).toEqual([
    {
      Namespace: 'AWS/Cassandra',
      MetricName: 'ReturnedRecordsCount',
      Dimensions: expect.arrayContaining(of('GetRecords')),
    },
  ]);
});

it('count what expiry removed in write units', async () => {
  stand = await StreamStand.open('id int PRIMARY KEY, v text', '');
  await stand.cql(
    "INSERT INTO ks.t (id, v) VALUES (1, 'a') USING TTL 60",
    `INSERT INTO ks.t (id, v) VALUES (2, '${'x'.repeat(2500)}') USING TTL 60`,
    "INSERT INTO ks.t (id, v) VALUES (3, 'stays')",
  );
  stand.script.clock.advance(3600_000);
  await stand.cql("INSERT INTO ks.t (id, v) VALUES (3, 'behind the sweep')");
  const sums = await sumsOf('TTLDeletes', table);
  expect(sums.reduce((total, each) => total + each, 0)).toBe(4);
});
