// GetMetricData as the SDK sees it: labels, pages, units and metric math, over what a table was really written. The engine's
// clock is the test's.

import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptEngine } from '../cql/script-engine.js';

let script: ScriptEngine;
let client: CloudWatchClient;

beforeEach(async () => {
  script = await ScriptEngine.open();
  const { httpPort } = await script.engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0 });
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  const endpoint = `http://127.0.0.1:${httpPort}`;
  client = new CloudWatchClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterEach(() => script.engine.close());

const metric = {
  Namespace: 'AWS/Cassandra',
  MetricName: 'ConsumedWriteCapacityUnits',
  Dimensions: [
    { Name: 'Keyspace', Value: 'ks' },
    { Name: 'TableName', Value: 't' },
  ],
};

/** The placeholder of CloudWatch's labels. */
const the = (word: string): string => `$\{${word}}`;

describe('GetMetricData', () => {
  let start = 0;
  /** One, two, three … writes in minutes one after the other. */
  const load = async (minutes: number) => {
    await script.run("CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'}");
    await script.run('CREATE TABLE ks.t (id int PRIMARY KEY)');
    start = Math.ceil(script.clock.wallMs() / 3_600_000) * 3_600_000;
    script.clock.advance(start - script.clock.wallMs());
    for (let minute = 1; minute <= minutes; minute++) {
      for (let id = 0; id < minute; id++) await script.run(`INSERT INTO ks.t (id) VALUES (${id})`);
      script.clock.advance(60_000);
    }
    script.clock.advance(5_000);
  };
  const range = () => ({ StartTime: new Date(start), EndTime: new Date(start + 3_600_000) });
  const stat = { Metric: metric, Period: 60, Stat: 'Sum' };
  const ask = (MetricDataQueries: object[], more: object = {}) =>
    client.send(new GetMetricDataCommand({ ...range(), MetricDataQueries, ...more } as GetMetricDataCommandInput));

  it('comes in pages of MaxDatapoints, newest or oldest first', async () => {
    await load(5);
    const queries = [
      { Id: 'a', MetricStat: stat },
      { Id: 'b', Expression: 'a * 10' },
    ];
    const first = await ask(queries, { MaxDatapoints: 3 });
    expect(first.MetricDataResults).toMatchObject([
      { Id: 'a', Values: [5, 4, 3], StatusCode: 'PartialData' },
      { Id: 'b', Values: [], StatusCode: 'PartialData' },
    ]);
    expect(first.NextToken).toBeDefined();
    for (const [ScanBy, wanted] of [
      ['TimestampDescending', [5, 4, 3, 2, 1]],
      ['TimestampAscending', [1, 2, 3, 4, 5]],
    ] as const) {
      const seen: Record<string, number[]> = { a: [], b: [] };
      const input = { ...range(), MetricDataQueries: queries, MaxDatapoints: 3, ScanBy };
      for await (const page of paginateGetMetricData({ client }, input))
        for (const { Id, Values } of page.MetricDataResults ?? []) seen[Id!]!.push(...Values!);
      expect(seen).toEqual({ a: wanted, b: wanted.map((value) => value * 10) });
    }
    await expect(ask(queries, { NextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
    await expect(ask(queries, { MaxDatapoints: 0 })).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });

  it('has labels with figures in them, in a time zone', async () => {
    await load(3);
    const labelled = async (Label: string, more: object = {}) =>
      (await ask([{ Id: 'a', MetricStat: stat, Label }], more)).MetricDataResults?.[0]?.Label;
    expect(await labelled('writes')).toBe('writes');
    expect(
      await labelled(
        `${the('LABEL')} of ${the("PROP('Dim.TableName')")}: ${the('SUM')}, ${the('MIN')} to ${the('MAX')}, ${the('WHAT')}`,
      ),
    ).toBe(`ConsumedWriteCapacityUnits of t: 6, 1 to 3, ${the('WHAT')}`);
    const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19);
    expect(await labelled(`${the('LAST')} at ${the('LAST_TIME')}`)).toBe(`3 at ${iso(start + 120_000)}Z`);
    expect(await labelled(the('LAST_TIME'), { LabelOptions: { Timezone: '-0130' } })).toBe(
      `${iso(start + 120_000 - 5_400_000)}-01:30`,
    );
    await expect(labelled('x', { LabelOptions: { Timezone: 'CET' } })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it('takes expressions made of expressions, and those that give several series', async () => {
    await load(3);
    const one = { Id: 'a', MetricStat: stat, ReturnData: false };
    const made = await ask([
      one,
      { Id: 'c', Expression: 'b + 1' },
      { Id: 'b', Expression: 'a * 2' },
      { Id: 'd', Expression: 'METRICS() / PERIOD(a)' },
    ]);
    expect(made.MetricDataResults).toMatchObject([
      { Id: 'c', Values: [7, 5, 3] },
      { Id: 'b', Values: [6, 4, 2] },
      { Id: 'd', Values: [3 / 60, 2 / 60, 1 / 60] },
    ]);
    for (const Expression of ['b + 1', 'e', 'SUM(a)', 'NOW()'])
      await expect(ask([one, { Id: 'b', Expression }])).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining('Error in expression'),
      });
  });

  it('of another unit than the metric has gives nothing', async () => {
    await load(1);
    for (const [Unit, values] of [
      ['Count', [1]],
      ['Bytes', []],
    ] as const) {
      const found = await ask([{ Id: 'a', MetricStat: { ...stat, Unit } }]);
      expect(found.MetricDataResults?.[0]?.Values).toEqual(values);
      const input = {
        ...metric,
        ...range(),
        Period: 60,
        Unit,
        ExtendedStatistics: ['p50'],
        Statistics: ['Sum' as const],
      };
      const { Datapoints } = await client.send(new GetMetricStatisticsCommand(input));
      expect(Datapoints?.map(({ Sum, ExtendedStatistics }) => [Sum, ExtendedStatistics])).toEqual(
        values.map((value) => [value, { p50: 1 }]),
      );
    }
    await expect(ask([{ Id: 'a', MetricStat: { ...stat, Unit: 'Bushels' } }])).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });
});
