// CloudWatch over HTTP as the SDK and older clients see it: dashboards, alarms by metric, their actions and tags. The
// engine's clock is the test's.

import {
  CloudWatchClient,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptEngine } from '../cql/script-engine.js';

let script: ScriptEngine;
let endpoint: string;
let client: CloudWatchClient;
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

beforeEach(async () => {
  script = await ScriptEngine.open();
  const { httpPort } = await script.engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0 });
  endpoint = `http://127.0.0.1:${httpPort}`;
  client = new CloudWatchClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterEach(() => script.engine.close());

const metricWidget = { type: 'metric', x: 0, y: 0, width: 12, height: 6 };
const body = (widgets: readonly unknown[]) => JSON.stringify({ widgets });
const goodBody = body([
  { ...metricWidget, properties: { metrics: [['AWS/Cassandra', 'UserErrors', { stat: 'Sum' }]], region: 'us-east-1' } },
  { type: 'text', properties: { markdown: '# Orders' } },
]);

describe('dashboards', () => {
  it('are kept as they came, listed by prefix and in pages, and deleted all or none', async () => {
    for (const DashboardName of ['orders', 'orders-2', 'other'])
      await client.send(new PutDashboardCommand({ DashboardName, DashboardBody: goodBody }));
    const got = await client.send(new GetDashboardCommand({ DashboardName: 'orders' }));
    expect(got).toMatchObject({
      DashboardArn: 'arn:aws:cloudwatch::111122223333:dashboard/orders',
      DashboardBody: goodBody,
      DashboardName: 'orders',
    });
    const { DashboardEntries } = await client.send(new ListDashboardsCommand({ DashboardNamePrefix: 'orders' }));
    expect(DashboardEntries?.map(({ DashboardName }) => DashboardName)).toEqual(['orders', 'orders-2']);
    expect(DashboardEntries?.[0]).toMatchObject({
      Size: goodBody.length,
      LastModified: new Date(script.clock.wallMs()),
    });
    const names = (DashboardNames: string[]) => client.send(new DeleteDashboardsCommand({ DashboardNames }));
    await expect(names(['orders', 'nowhere'])).rejects.toMatchObject({
      name: 'ResourceNotFound',
      message: 'Dashboard nowhere does not exist',
    });
    await names(['orders', 'orders-2']);
    const left = await client.send(new ListDashboardsCommand({}));
    expect(left.DashboardEntries?.map(({ DashboardName }) => DashboardName)).toEqual(['other']);
    await expect(client.send(new GetDashboardCommand({ DashboardName: 'orders' }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
  });

  it.each([
    ['{', [['', 'The body is not valid JSON']]],
    ['[]', [['', 'Should be object']]],
    ['{}', [['', "Should have required property 'widgets'"]]],
    [
      body([{ type: 'metric' }, { properties: {} }, 7]),
      [
        ['/widgets/0', "Should have required property 'properties'"],
        ['/widgets/1', "Should have required property 'type'"],
        ['/widgets/2', 'Should be object'],
      ],
    ],
    [
      body([{ ...metricWidget, width: 25, properties: { metrics: ['a'], region: 'us-east-1' } }]),
      [
        ['/widgets/0/width', 'Should be <= 24'],
        ['/widgets/0/properties/metrics/0', 'Should be array'],
      ],
    ],
    [
      body([
        { type: 'text', properties: {} },
        { type: 'gauge', properties: {} },
      ]),
      [
        ['/widgets/0/properties', "Should have required property 'markdown'"],
        ['/widgets/1/type', 'Should be equal to one of the allowed values'],
      ],
    ],
  ])('with the body %s is refused with every problem of it', async (DashboardBody, problems) => {
    const put = client.send(new PutDashboardCommand({ DashboardName: 'd', DashboardBody }));
    await expect(put).rejects.toMatchObject({
      name: 'DashboardInvalidInputError',
      message: expect.stringContaining(`there are ${problems.length} validation errors`),
      dashboardValidationMessages: problems.map(([DataPath, Message]) => ({ DataPath, Message })),
    });
  });

  it('what is odd but taken is told with the answer', async () => {
    const DashboardBody = body([{ ...metricWidget, properties: { metrics: [] } }]);
    const answer = await client.send(new PutDashboardCommand({ DashboardName: 'd', DashboardBody }));
    expect(answer.DashboardValidationMessages).toEqual([
      { DataPath: '/widgets/0/properties', Message: "Should have required property 'region'" },
    ]);
  });

  it('older clients get and put them in the Query form', async () => {
    const send = async (parameters: Record<string, string>) => {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ Version: '2010-08-01', ...parameters }).toString(),
      });
      return { status: response.status, xml: await response.text() };
    };
    await send({ Action: 'PutDashboard', DashboardName: 'd', DashboardBody: goodBody });
    const listed = await send({ Action: 'ListDashboards' });
    expect(listed.xml).toContain(`<DashboardName>d</DashboardName>`);
    expect(listed.xml).toMatch(/<LastModified>2026-\d\d-\d\dT[\d:.]+Z<\/LastModified>/);
    const refused = await send({ Action: 'GetDashboard', DashboardName: 'nowhere' });
    expect(refused).toMatchObject({ status: 404, xml: expect.stringContaining('<Code>ResourceNotFound</Code>') });
  });
});

const metric = {
  Namespace: 'AWS/Cassandra',
  MetricName: 'ConsumedWriteCapacityUnits',
  Dimensions: [
    { Name: 'Keyspace', Value: 'ks' },
    { Name: 'TableName', Value: 't' },
  ],
};
const putAlarm = (AlarmName: string, more: object = {}) =>
  client.send(
    new PutMetricAlarmCommand({
      ...metric,
      AlarmName,
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 10,
      ComparisonOperator: 'GreaterThanThreshold',
      ...more,
    }),
  );

describe('alarms', () => {
  it('are found by their metric, whole and narrowed down', async () => {
    await putAlarm('sum');
    await putAlarm('p99', { Statistic: undefined, ExtendedStatistic: 'p99' });
    await putAlarm('reads', { MetricName: 'ConsumedReadCapacityUnits' });
    const found = async (more: object) =>
      (await client.send(new DescribeAlarmsForMetricCommand({ ...metric, ...more }))).MetricAlarms?.map(
        ({ AlarmName }) => AlarmName,
      );
    expect(await found({})).toEqual(['p99', 'sum']);
    expect(await found({ Statistic: 'Sum' })).toEqual(['sum']);
    expect(await found({ ExtendedStatistic: 'p99' })).toEqual(['p99']);
    expect(await found({ Period: 300 })).toEqual([]);
    expect(await found({ Dimensions: [] })).toEqual([]);
  });

  it('have actions that are switched off and on', async () => {
    await putAlarm('a');
    const enabled = async () =>
      (await client.send(new DescribeAlarmsCommand({}))).MetricAlarms?.map(({ ActionsEnabled }) => ActionsEnabled);
    await client.send(new DisableAlarmActionsCommand({ AlarmNames: ['a', 'nowhere'] }));
    expect(await enabled()).toEqual([false]);
    await client.send(new EnableAlarmActionsCommand({ AlarmNames: ['a'] }));
    expect(await enabled()).toEqual([true]);
  });

  it('have tags, as dashboards have; a change of an alarm leaves them alone', async () => {
    await putAlarm('a', { Tags: [{ Key: 'team', Value: 'orders' }] });
    await putAlarm('a', { Threshold: 20, Tags: [{ Key: 'team', Value: 'nobody' }] });
    const dashboard = 'arn:aws:cloudwatch::111122223333:dashboard/d';
    await client.send(new PutDashboardCommand({ DashboardName: 'd', DashboardBody: goodBody }));
    const tags = async (ResourceARN: string) =>
      (await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags?.map(
        ({ Key, Value }) => `${Key}=${Value}`,
      );
    for (const arn of ['arn:aws:cloudwatch:us-east-1:111122223333:alarm:a', dashboard]) {
      await client.send(new TagResourceCommand({ ResourceARN: arn, Tags: [{ Key: 'env', Value: '' }] }));
      expect(await tags(arn)).toEqual(arn === dashboard ? ['env='] : ['team=orders', 'env=']);
      await client.send(new UntagResourceCommand({ ResourceARN: arn, TagKeys: ['env', 'nothing'] }));
      expect(await tags(arn)).toEqual(arn === dashboard ? [] : ['team=orders']);
    }
    await expect(tags('arn:aws:cloudwatch:us-east-1:111122223333:alarm:b')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(tags('arn:aws:s3:::bucket')).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });
});
