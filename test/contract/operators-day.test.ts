// An operator's day with the AWS SDK for JavaScript: a table is made, altered, switched, scaled, restored, tagged and deleted,
// and its metrics, alarms, dashboards and events are read. The clock is the test's.

import { ApplicationAutoScalingClient, DescribeScalableTargetsCommand } from '@aws-sdk/client-application-auto-scaling';
import { CloudTrailClient, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateKeyspaceCommand,
  CreateTableCommand,
  CreateTypeCommand,
  DeleteKeyspaceCommand,
  DeleteTableCommand,
  DeleteTypeCommand,
  GetTableAutoScalingSettingsCommand,
  GetTableCommand,
  GetTypeCommand,
  KeyspacesClient,
  ListTagsForResourceCommand,
  paginateListTables,
  RestoreTableCommand,
  TagResourceCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-keyspaces';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ScriptEngine } from '../cql/script-engine.js';

let script: ScriptEngine;
let keyspaces: KeyspacesClient;
let watch: CloudWatchClient;
let scaling: ApplicationAutoScalingClient;
let trail: CloudTrailClient;
const at = { keyspaceName: 'day', tableName: 'orders' };
const hour = 3_600_000;

beforeAll(async () => {
  script = await ScriptEngine.open();
  const { httpPort } = await script.engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0 });
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  const settings = { endpoint: `http://127.0.0.1:${httpPort}`, region: 'us-east-1', credentials, maxAttempts: 1 };
  keyspaces = new KeyspacesClient(settings);
  watch = new CloudWatchClient(settings);
  scaling = new ApplicationAutoScalingClient(settings);
  trail = new CloudTrailClient(settings);
});
afterAll(() => script.engine.close());

const table = (tableName = 'orders') => keyspaces.send(new GetTableCommand({ ...at, tableName }));
async function update(change: Omit<UpdateTableCommandInput, 'keyspaceName' | 'tableName'>) {
  await keyspaces.send(new UpdateTableCommand({ ...at, ...change }));
  expect(['ACTIVE', 'UPDATING']).toContain((await table()).status);
  script.clock.advance(60_000);
  return table();
}

it('morning: a keyspace, a type and a table, which is altered one setting after the other', async () => {
  await keyspaces.send(new CreateKeyspaceCommand({ keyspaceName: 'day' }));
  script.clock.advance(60_000);
  const type = { keyspaceName: 'day', typeName: 'address' };
  await keyspaces.send(new CreateTypeCommand({ ...type, fieldDefinitions: [{ name: 'city', type: 'text' }] }));
  script.clock.advance(60_000);
  const schemaDefinition = {
    allColumns: [
      { name: 'id', type: 'int' },
      { name: 'home', type: 'frozen<address>' },
    ],
    partitionKeys: [{ name: 'id' }],
  };
  await keyspaces.send(new CreateTableCommand({ ...at, schemaDefinition, comment: { message: 'one row an order' } }));
  expect((await table()).status).toBe('CREATING');
  script.clock.advance(60_000);
  expect((await keyspaces.send(new GetTypeCommand(type))).directReferringTables).toEqual(['orders']);

  const added = await update({ addColumns: [{ name: 'note', type: 'text' }] });
  expect(added.schemaDefinition?.allColumns?.map(({ name }) => name)).toEqual(['id', 'home', 'note']);
  const restorable = await update({ pointInTimeRecovery: { status: 'ENABLED' } });
  expect(restorable.pointInTimeRecovery?.earliestRestorableTimestamp).toBeInstanceOf(Date);
  expect((await update({ ttl: { status: 'ENABLED' } })).ttl).toEqual({ status: 'ENABLED' });
  expect((await update({ defaultTimeToLive: 86_400 })).defaultTimeToLive).toBe(86_400);
  expect((await update({ clientSideTimestamps: { status: 'ENABLED' } })).clientSideTimestamps?.status).toBe('ENABLED');
  const kmsKeyIdentifier = 'arn:aws:kms:us-east-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef';
  const own = await update({ encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier } });
  expect(own.encryptionSpecification?.kmsKeyIdentifier).toBe(kmsKeyIdentifier);
  const streamed = await update({ cdcSpecification: { status: 'ENABLED', viewType: 'KEYS_ONLY' } });
  expect(streamed).toMatchObject({ latestStreamArn: expect.any(String), cdcSpecification: { viewType: 'KEYS_ONLY' } });
  const wrong = new UpdateTableCommand({ ...at, defaultTimeToLive: 1, ttl: { status: 'ENABLED' } });
  await expect(keyspaces.send(wrong)).rejects.toMatchObject({ name: 'ValidationException' });
});

it('noon: modes are switched, units scaled by hand and by themselves, a copy is restored', async () => {
  const units = (readCapacityUnits: number, writeCapacityUnits: number) =>
    ({ throughputMode: 'PROVISIONED', readCapacityUnits, writeCapacityUnits }) as const;
  expect((await update({ capacitySpecification: units(20, 10) })).capacitySpecification).toMatchObject(units(20, 10));
  expect((await update({ capacitySpecification: units(90, 80) })).capacitySpecification).toMatchObject(units(90, 80));
  const policy = { targetTrackingScalingPolicyConfiguration: { targetValue: 70 } };
  const side = { minimumUnits: 100, maximumUnits: 500, scalingPolicy: policy };
  await update({ autoScalingSpecification: { writeCapacityAutoScaling: side } });
  const shown = await keyspaces.send(new GetTableAutoScalingSettingsCommand(at));
  expect(shown.autoScalingSpecification?.writeCapacityAutoScaling).toMatchObject({
    ...side,
    autoScalingDisabled: false,
  });
  const filter = { ServiceNamespace: 'cassandra' as const, ResourceIds: ['keyspace/day/table/orders'] };
  const { ScalableTargets } = await scaling.send(new DescribeScalableTargetsCommand(filter));
  expect(ScalableTargets).toMatchObject([{ MinCapacity: 100, MaxCapacity: 500 }]);
  // it lifts the table to its minimum
  for (let minute = 0; minute < 3; minute++) {
    script.clock.advance(60_000);
    await script.engine.account.look();
  }
  expect((await table()).capacitySpecification?.writeCapacityUnits).toBe(100);
  await update({ autoScalingSpecification: { writeCapacityAutoScaling: { autoScalingDisabled: true } } });
  script.clock.advance(24 * hour);
  const free = await update({ capacitySpecification: { throughputMode: 'PAY_PER_REQUEST' } });
  expect(free.capacitySpecification).toMatchObject({ throughputMode: 'PAY_PER_REQUEST' });

  const { restoredTableARN } = await keyspaces.send(
    new RestoreTableCommand({
      sourceKeyspaceName: 'day',
      sourceTableName: 'orders',
      targetKeyspaceName: 'day',
      targetTableName: 'copy',
      tagsOverride: [{ key: 'of', value: 'orders' }],
    }),
  );
  for (let look = 0; look < 100 && (await table('copy')).status !== 'ACTIVE'; look++) script.clock.advance(60_000);
  expect((await table('copy')).status).toBe('ACTIVE');
  await keyspaces.send(
    new TagResourceCommand({ resourceArn: restoredTableARN, tags: [{ key: 'env', value: 'test' }] }),
  );
  const { tags } = await keyspaces.send(new ListTagsForResourceCommand({ resourceArn: restoredTableARN }));
  expect(tags?.map(({ key, value }) => `${key}=${value}`).sort()).toEqual(['env=test', 'of=orders']);
  const names: unknown[] = [];
  for await (const page of paginateListTables({ client: keyspaces, pageSize: 1 }, { keyspaceName: 'day' }))
    names.push(...(page.tables ?? []).map(({ tableName }) => tableName));
  expect(names).toEqual(['copy', 'orders']);
});

it('evening: metrics, an alarm, a dashboard; everything goes, and the log tells of it', async () => {
  const Dimensions = [
    { Name: 'Keyspace', Value: 'day' },
    { Name: 'TableName', Value: 'orders' },
  ];
  const Metric = { Namespace: 'AWS/Cassandra', MetricName: 'ProvisionedWriteCapacityUnits', Dimensions };
  const now = script.clock.wallMs();
  const { MetricDataResults } = await watch.send(
    new GetMetricDataCommand({
      MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } }],
      StartTime: new Date(now - 30 * hour),
      EndTime: new Date(now),
      ScanBy: 'TimestampAscending',
    }),
  );
  expect(MetricDataResults?.[0]?.Values).toEqual(expect.arrayContaining([10, 80, 100]));
  await watch.send(
    new PutMetricAlarmCommand({
      ...Metric,
      AlarmName: 'units',
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'breaching',
    }),
  );
  script.clock.advance(3 * 60_000);
  const { MetricAlarms } = await watch.send(new DescribeAlarmsCommand({ AlarmNames: ['units'] }));
  expect(MetricAlarms).toMatchObject([{ StateValue: 'ALARM' }]);
  const DashboardBody = '{"widgets":[{"type":"text","properties":{"markdown":"orders"}}]}';
  await watch.send(new PutDashboardCommand({ DashboardName: 'day', DashboardBody }));
  expect(await watch.send(new GetDashboardCommand({ DashboardName: 'day' }))).toMatchObject({ DashboardBody });

  for (const tableName of ['copy', 'orders']) await keyspaces.send(new DeleteTableCommand({ ...at, tableName }));
  script.clock.advance(hour);
  await expect(table()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await keyspaces.send(new DeleteTypeCommand({ keyspaceName: 'day', typeName: 'address' }));
  script.clock.advance(hour);
  await keyspaces.send(new DeleteKeyspaceCommand({ keyspaceName: 'day' }));
  const seen = new Set<string>();
  for await (const page of paginateLookupEvents({ client: trail, pageSize: 10 }, {}))
    for (const { EventName = '' } of page.Events ?? []) seen.add(EventName);
  for (const name of [
    'CreateKeyspace',
    'CreateUdt',
    'CreateTable',
    'AlterTable',
    'RestoreTable',
    'DropTable',
    'DropUdt',
  ])
    expect(seen).toContain(name);
  expect(seen).toContain('DropKeyspace');
  expect(seen).toContain('PutDashboard');
});
