// The story that capacity and auto scaling tell, as an application and an operator live it: a driver writes more than a table
// is provisioned for, is throttled at the right rate once the burst is used, and is not any more after auto scaling has raised
// the units; AWS SDK clients read the same story from metrics, alarms, activities and events. The clock is the test's.

import {
  ApplicationAutoScalingClient,
  DescribeScalingActivitiesCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, DescribeAlarmHistoryCommand, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateKeyspaceCommand, CreateTableCommand, GetTableCommand, KeyspacesClient } from '@aws-sdk/client-keyspaces';
import cassandra from 'cassandra-driver';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ScriptEngine } from '../cql/script-engine.js';

const provisioned = 100;
const perSecond = 150;
const target = 70;
const at = { keyspaceName: 'shop', tableName: 'orders' };
const writeTimeout = 0x1100;

let script: ScriptEngine;
let driver: cassandra.Client;
let clients: {
  readonly keyspaces: KeyspacesClient;
  readonly cloudWatch: CloudWatchClient;
  readonly scaling: ApplicationAutoScalingClient;
  readonly trail: CloudTrailClient;
};

beforeAll(async () => {
  script = await ScriptEngine.open();
  const { cqlPort, httpPort } = await script.engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0 });
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  const settings = { endpoint: `http://127.0.0.1:${httpPort}`, region: 'us-east-1', credentials, maxAttempts: 1 };
  clients = {
    keyspaces: new KeyspacesClient(settings),
    cloudWatch: new CloudWatchClient(settings),
    scaling: new ApplicationAutoScalingClient(settings),
    trail: new CloudTrailClient(settings),
  };
  await clients.keyspaces.send(new CreateKeyspaceCommand({ keyspaceName: 'shop' }));
  script.clock.advance(60_000);
  await clients.keyspaces.send(
    new CreateTableCommand({
      ...at,
      schemaDefinition: {
        allColumns: [
          { name: 'id', type: 'int' },
          { name: 'body', type: 'text' },
        ],
        partitionKeys: [{ name: 'id' }],
      },
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 10, writeCapacityUnits: provisioned },
      autoScalingSpecification: {
        writeCapacityAutoScaling: {
          minimumUnits: provisioned,
          maximumUnits: 1_000,
          scalingPolicy: { targetTrackingScalingPolicyConfiguration: { targetValue: target } },
        },
      },
    }),
  );
  script.clock.advance(10_000);
  driver = new cassandra.Client({
    contactPoints: [`127.0.0.1:${cqlPort}`],
    localDataCenter: 'us-east-1',
    keyspace: 'shop',
    queryOptions: { consistency: cassandra.types.consistencies.localQuorum, prepare: true },
  });
  await driver.connect();
});
afterAll(async () => {
  await driver?.shutdown();
  await script.engine.close();
});

// with its key and its overhead a row of 1 KB: one unit
const body = 'x'.repeat(900);
const insert = 'INSERT INTO orders (id, body) VALUES (?, ?)';
let written = 0;

/** What was throttled in each second of a load of `perSecond` writes. */
async function load(seconds: number): Promise<number[]> {
  const throttled: number[] = [];
  for (let second = 0; second < seconds; second++) {
    const writes = Array.from({ length: perSecond }, async () => {
      try {
        await driver.execute(insert, [written++, body]);
        return 0;
      } catch (error) {
        expect((error as cassandra.errors.ResponseError).code).toBe(writeTimeout);
        return 1;
      }
    });
    throttled.push((await Promise.all(writes)).reduce<number>((sum, one) => sum + one, 0));
    script.clock.advance(1_000);
    await script.engine.account.look();
  }
  return throttled;
}
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

async function series(MetricName: string, extra: { Name: string; Value: string }[] = []): Promise<number[]> {
  const now = script.clock.wallMs();
  const { Datapoints = [] } = await clients.cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Cassandra',
      MetricName,
      Dimensions: [{ Name: 'Keyspace', Value: 'shop' }, { Name: 'TableName', Value: 'orders' }, ...extra],
      StartTime: new Date(now - 3_600_000),
      EndTime: new Date(now),
      Period: 60,
      Statistics: ['Sum'],
    }),
  );
  return Datapoints.sort((a, b) => Number(a.Timestamp) - Number(b.Timestamp)).map(({ Sum }) => Sum ?? 0);
}

it('is throttled to what is provisioned, raised by auto scaling, and told of by every reading', async () => {
  // half an idle minute saves up units; the load begins with a full minute, so that minutes of load are whole
  script.clock.advance(90_000 - (script.clock.wallMs() % 60_000));
  await driver.execute(insert, [written++, body]);
  script.clock.advance(30_000);
  const units = async () =>
    (await clients.keyspaces.send(new GetTableCommand(at))).capacitySpecification?.writeCapacityUnits;
  const enough = Math.ceil((perSecond * 100) / target);
  const throttled: number[] = [];
  const steps: (number | undefined)[] = [await units()];
  let atFirst = 0;
  while (steps.at(-1) !== enough && throttled.length < 900) {
    throttled.push(...(await load(15)));
    const now = await units();
    if (now === provisioned) atFirst = throttled.length;
    if (now !== steps.at(-1)) steps.push(now);
  }
  const raised = steps.at(-1);
  expect(raised).toBe(enough);

  // the burst first: half a minute's units carry what goes beyond for a minute; then that is refused
  const first = throttled.findIndex((count) => count > 0);
  expect(Math.abs(first - (30 * provisioned) / (perSecond - provisioned))).toBeLessThanOrEqual(3);
  const steady = throttled.slice(first + 1, atFirst);
  expect(steady.length).toBeGreaterThan(15);
  // all writes of a second come at one instant of the test's clock and are spent when they are done: seconds differ, the rate is right
  const refusedPerSecond = sum(steady) / steady.length;
  expect(Math.abs(refusedPerSecond - (perSecond - provisioned))).toBeLessThan(5);

  const after = await load(30);
  expect(after).toEqual(after.map(() => 0));
  script.clock.advance(60_000);
  const all = throttled.length + after.length;

  const insertOf = [{ Name: 'Operation', Value: 'INSERT' }];
  expect(sum(await series('WriteThrottleEvents', insertOf))).toBe(sum(throttled));
  expect(sum(await series('SuccessfulRequestCount', insertOf))).toBe(all * perSecond - sum(throttled) + 1);
  expect(sum(await series('ConsumedWriteCapacityUnits'))).toBe(all * perSecond - sum(throttled) + 1);
  const provisionedSeries = await series('ProvisionedWriteCapacityUnits');
  expect([provisionedSeries[0], provisionedSeries.at(-1)]).toEqual([provisioned, raised]);

  const { ScalingActivities } = await clients.scaling.send(
    new DescribeScalingActivitiesCommand({ ServiceNamespace: 'cassandra', ResourceId: 'keyspace/shop/table/orders' }),
  );
  // newest first
  expect(ScalingActivities).toMatchObject(
    steps
      .slice(1)
      .map((step) => ({
        Description: `Setting write capacity units to ${step}.`,
        StatusCode: 'Successful',
        ScalableDimension: 'cassandra:table:WriteCapacityUnits',
        Cause: expect.stringContaining('AlarmHigh'),
      }))
      .reverse(),
  );
  const { AlarmHistoryItems = [] } = await clients.cloudWatch.send(
    new DescribeAlarmHistoryCommand({ HistoryItemType: 'StateUpdate' }),
  );
  const high = AlarmHistoryItems.filter(({ AlarmName }) => AlarmName?.includes('AlarmHigh'));
  expect(high.map(({ HistorySummary }) => HistorySummary)).toContain('Alarm updated from OK to ALARM');
  const attribute = { AttributeKey: 'EventName' as const, AttributeValue: 'AlterTable' };
  const { Events } = await clients.trail.send(new LookupEventsCommand({ LookupAttributes: [attribute] }));
  const records = (Events ?? []).map(({ CloudTrailEvent = '{}' }) => JSON.parse(CloudTrailEvent));
  expect(records).toMatchObject(
    steps.slice(1).map(() => ({ userIdentity: { invokedBy: 'application-autoscaling.amazonaws.com' } })),
  );
}, 240_000);
