// The services around Keyspaces over HTTP as real clients see them: CloudTrail, CloudWatch's alarms and Application Auto
// Scaling with the AWS SDK, Service Quotas by hand. The engine's clock is the test's.

import {
  ApplicationAutoScalingClient,
  DeleteScalingPolicyCommand,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  GetTableAutoScalingSettingsCommand,
  GetTableCommand,
  KeyspacesClient,
  UpdateTableCommand,
} from '@aws-sdk/client-keyspaces';
import { afterEach, describe, expect, it } from 'vitest';
import { ScriptEngine } from '../cql/script-engine.js';

const open: ScriptEngine[] = [];
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.engine.close();
});

async function stand() {
  const script = await ScriptEngine.open();
  open.push(script);
  const { engine, clock } = script;
  await script.run("CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'}");
  await script.run(
    `CREATE TABLE ks.t (id int PRIMARY KEY) WITH CUSTOM_PROPERTIES = {'capacity_mode': {'throughput_mode': 'PROVISIONED',
     'read_capacity_units': 10, 'write_capacity_units': 20}}`,
  );
  await script.run('CREATE TABLE ks.free (id int PRIMARY KEY)');
  const { httpPort } = await engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0 });
  const endpoint = `http://127.0.0.1:${httpPort}`;
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  const settings = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  /** Lets an update end. */
  const settle = async () => {
    clock.advance(5000);
    await engine.account.look();
  };
  return {
    script,
    engine,
    clock,
    settle,
    endpoint,
    keyspaces: new KeyspacesClient(settings),
    scaling: new ApplicationAutoScalingClient(settings),
    trail: new CloudTrailClient(settings),
    cloudWatch: new CloudWatchClient(settings),
  };
}

const namespace = { ServiceNamespace: 'cassandra' as const };
const target = {
  ...namespace,
  ResourceId: 'keyspace/ks/table/t',
  ScalableDimension: 'cassandra:table:WriteCapacityUnits' as const,
};
const policy = {
  ...target,
  PolicyName: 'follow-writes',
  PolicyType: 'TargetTrackingScaling' as const,
  TargetTrackingScalingPolicyConfiguration: {
    TargetValue: 60,
    PredefinedMetricSpecification: { PredefinedMetricType: 'CassandraWriteCapacityUtilization' as const },
    ScaleInCooldown: 60,
    ScaleOutCooldown: 30,
  },
};

describe('Application Auto Scaling', () => {
  it('sets the auto scaling of the table itself, step by step, and takes it away', async () => {
    const { scaling, keyspaces, cloudWatch } = await stand();
    const settings = async () =>
      (await keyspaces.send(new GetTableAutoScalingSettingsCommand({ keyspaceName: 'ks', tableName: 't' })))
        .autoScalingSpecification?.writeCapacityAutoScaling;
    const { ScalableTargetARN } = await scaling.send(
      new RegisterScalableTargetCommand({ ...target, MinCapacity: 15, MaxCapacity: 200 }),
    );
    expect(ScalableTargetARN).toMatch(/^arn:aws:application-autoscaling:us-east-1:111122223333:scalable-target\//);
    expect((await settings())?.autoScalingDisabled).toBe(true);

    const put = await scaling.send(new PutScalingPolicyCommand(policy));
    expect(put.Alarms?.map(({ AlarmName }) => AlarmName?.split('-').slice(0, 3).join('-'))).toEqual([
      'TargetTracking-keyspace/ks/table/t-AlarmHigh',
      'TargetTracking-keyspace/ks/table/t-AlarmLow',
    ]);
    expect(await settings()).toEqual({
      autoScalingDisabled: false,
      minimumUnits: 15,
      maximumUnits: 200,
      scalingPolicy: {
        targetTrackingScalingPolicyConfiguration: {
          targetValue: 60,
          disableScaleIn: false,
          scaleInCooldown: 60,
          scaleOutCooldown: 30,
        },
      },
    });
    const table = await keyspaces.send(new GetTableCommand({ keyspaceName: 'ks', tableName: 't' }));
    expect(table.status).toBe('ACTIVE');

    await scaling.send(new RegisterScalableTargetCommand({ ...target, MaxCapacity: 300 }));
    expect((await settings())?.maximumUnits).toBe(300);
    const policies = await scaling.send(new DescribeScalingPoliciesCommand(namespace));
    expect(policies.ScalingPolicies).toMatchObject([
      {
        PolicyName: 'follow-writes',
        PolicyARN: put.PolicyARN,
        Alarms: put.Alarms,
        PolicyType: 'TargetTrackingScaling',
      },
    ]);
    const alarms = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'TargetTracking-' }));
    expect(alarms.MetricAlarms?.map(({ Threshold }) => Threshold)).toEqual([20 * 0.6 * 60, 20 * 0.4 * 60]);
    const AlarmNames = put.Alarms?.map(({ AlarmName }) => AlarmName ?? '') ?? [];
    await expect(cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames }))).rejects.toThrow('Application Auto Scaling');

    await scaling.send(new DeleteScalingPolicyCommand({ ...target, PolicyName: 'follow-writes' }));
    expect((await settings())?.autoScalingDisabled).toBe(true);
    const left = await scaling.send(new DescribeScalableTargetsCommand(namespace));
    expect(left.ScalableTargets).toMatchObject([{ MinCapacity: 15, MaxCapacity: 300 }]);
    expect(left.ScalableTargets?.[0]?.CreationTime).toBeInstanceOf(Date);
    await scaling.send(new DeregisterScalableTargetCommand(target));
    expect((await scaling.send(new DescribeScalableTargetsCommand(namespace))).ScalableTargets).toEqual([]);
  });

  it('shows what was set through Keyspaces, and forgets it when that turns it off', async () => {
    const { scaling, keyspaces, settle } = await stand();
    const update = async (writeCapacityAutoScaling: object) => {
      await keyspaces.send(
        new UpdateTableCommand({
          keyspaceName: 'ks',
          tableName: 't',
          autoScalingSpecification: { writeCapacityAutoScaling },
        }),
      );
      await settle();
    };
    await update({
      minimumUnits: 30,
      maximumUnits: 90,
      scalingPolicy: { targetTrackingScalingPolicyConfiguration: { targetValue: 50 } },
    });
    const { ScalableTargets } = await scaling.send(
      new DescribeScalableTargetsCommand({ ...namespace, ResourceIds: [target.ResourceId] }),
    );
    expect(ScalableTargets).toMatchObject([{ ...target, MinCapacity: 30, MaxCapacity: 90 }]);
    const { ScalingPolicies } = await scaling.send(new DescribeScalingPoliciesCommand(namespace));
    expect(ScalingPolicies?.[0]?.TargetTrackingScalingPolicyConfiguration?.TargetValue).toBe(50);
    await update({ autoScalingDisabled: true });
    expect((await scaling.send(new DescribeScalableTargetsCommand(namespace))).ScalableTargets).toEqual([]);
  });

  it('lifts a table to its minimum, and says why', async () => {
    const { scaling, clock, keyspaces, engine } = await stand();
    await scaling.send(new RegisterScalableTargetCommand({ ...target, MinCapacity: 40, MaxCapacity: 200 }));
    await scaling.send(new PutScalingPolicyCommand(policy));
    clock.advance(65_000);
    await engine.account.look();
    const under = await scaling.send(new DescribeScalingActivitiesCommand({ ...target }));
    expect(under.ScalingActivities).toMatchObject([
      {
        Description: 'Setting write capacity units to 40.',
        Cause: 'minimum capacity was set to 40',
        StatusCode: 'InProgress',
      },
    ]);
    clock.advance(2000);
    const done = await scaling.send(new DescribeScalingActivitiesCommand({ ...target }));
    expect(done.ScalingActivities?.[0]?.StatusCode).toBe('Successful');
    const table = await keyspaces.send(new GetTableCommand({ keyspaceName: 'ks', tableName: 't' }));
    expect(table.capacitySpecification?.writeCapacityUnits).toBe(40);
  });

  it('refuses what Keyspaces has not', async () => {
    const { scaling } = await stand();
    const named = async (work: Promise<unknown>) => {
      try {
        await work;
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`;
      }
      throw new Error('expected a refusal');
    };
    const register = (more: object) =>
      named(
        scaling.send(
          new RegisterScalableTargetCommand({ ...target, MinCapacity: 1, MaxCapacity: 10, ...more } as never),
        ),
      );
    const put = (more: object) => named(scaling.send(new PutScalingPolicyCommand({ ...policy, ...more } as never)));
    expect(await put({})).toContain('ObjectNotFoundException: No scalable target registered');
    expect(await named(scaling.send(new DeregisterScalableTargetCommand(target)))).toContain('ObjectNotFoundException');
    expect(await register({ ServiceNamespace: 'dynamodb' })).toContain('ValidationException');
    expect(await register({ ResourceId: 'table/t' })).toContain('ValidationException');
    expect(await register({ ResourceId: 'keyspace/ks/table/gone' })).toContain('does not exist');
    expect(await register({ ScalableDimension: 'cassandra:table:Rows' })).toContain('ValidationException');
    expect(await register({ MinCapacity: 11 })).toContain('Maximum capacity cannot be less');
    expect(await register({ MinCapacity: 0 })).toContain('ValidationException');
    expect(await register({ MaxCapacity: 40_001 })).toContain('quota');
    expect(await register({ MinCapacity: undefined })).toContain('No minimum capacity');
    await scaling.send(new RegisterScalableTargetCommand({ ...target, MinCapacity: 1, MaxCapacity: 10 }));
    expect(await put({ PolicyType: 'StepScaling' })).toContain('StepScaling policies are not supported');
    const configuration = policy.TargetTrackingScalingPolicyConfiguration;
    const other = (more: object) => put({ TargetTrackingScalingPolicyConfiguration: { ...configuration, ...more } });
    expect(await other({ TargetValue: 95 })).toContain('between 20 and 90');
    expect(
      await other({ PredefinedMetricSpecification: { PredefinedMetricType: 'CassandraReadCapacityUtilization' } }),
    ).toContain('CassandraWriteCapacityUtilization');
    await scaling.send(new PutScalingPolicyCommand(policy));
    expect(await put({ PolicyName: 'second' })).toContain('Only one TargetTrackingScaling policy');
    await scaling.send(
      new RegisterScalableTargetCommand({
        ...target,
        ResourceId: 'keyspace/ks/table/free',
        MinCapacity: 1,
        MaxCapacity: 9,
      }),
    );
    expect(await put({ ResourceId: 'keyspace/ks/table/free' })).toContain("requires the 'PROVISIONED' throughput mode");
    expect(await named(scaling.send(new DescribeScalableTargetsCommand({ ...namespace, NextToken: 'x' })))).toContain(
      'InvalidNextTokenException',
    );
  });
});

describe('CloudTrail', () => {
  it('tells who changed what, by API and by CQL, newest first', async () => {
    const { trail, scaling, script, endpoint } = await stand();
    await scaling.send(new RegisterScalableTargetCommand({ ...target, MinCapacity: 1, MaxCapacity: 10 }));
    await script.run('DROP TABLE ks.free');
    const { Events } = await trail.send(new LookupEventsCommand({}));
    expect(Events?.map(({ EventName, Username }) => `${Username} ${EventName}`).slice(0, 3)).toEqual([
      'alice DropTable',
      'AKIDEXAMPLE RegisterScalableTarget',
      'alice CreateTable',
    ]);
    expect(Events?.[0]?.EventTime).toBeInstanceOf(Date);
    expect(JSON.parse(Events?.[0]?.CloudTrailEvent ?? '{}').requestParameters.rawQuery).toBe('DROP TABLE ks.free');
    expect(Events?.[1]).toMatchObject({
      AccessKeyId: 'AKIDEXAMPLE',
      EventSource: 'application-autoscaling.amazonaws.com',
    });
    // as botocore names it
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents',
      },
      body: JSON.stringify({ MaxResults: 51 }),
    });
    expect(await response.json()).toMatchObject({
      __type: 'com.amazonaws.cloudtrail#InvalidMaxResultsException',
    });
  });
});

describe('CloudWatch', () => {
  it('keeps alarms for the SDK', async () => {
    const { cloudWatch } = await stand();
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'throttles',
        Namespace: 'AWS/Cassandra',
        MetricName: 'WriteThrottleEvents',
        Dimensions: [{ Name: 'Keyspace', Value: 'ks' }],
        ExtendedStatistic: 'p99',
        Period: 60,
        EvaluationPeriods: 5,
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: ['arn:aws:sns:us-east-1:111122223333:oncall'],
      }),
    );
    await cloudWatch.send(
      new SetAlarmStateCommand({ AlarmName: 'throttles', StateValue: 'ALARM', StateReason: 'a drill' }),
    );
    const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({ StateValue: 'ALARM' }));
    expect(MetricAlarms).toMatchObject([
      {
        AlarmName: 'throttles',
        AlarmArn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:throttles',
        StateReason: 'a drill',
        ExtendedStatistic: 'p99',
        TreatMissingData: 'missing',
      },
    ]);
    expect(MetricAlarms?.[0]?.StateUpdatedTimestamp).toBeInstanceOf(Date);
    const { AlarmHistoryItems } = await cloudWatch.send(new DescribeAlarmHistoryCommand({ AlarmName: 'throttles' }));
    expect(AlarmHistoryItems?.map(({ HistoryItemType }) => HistoryItemType).sort()).toEqual([
      'ConfigurationUpdate',
      'StateUpdate',
    ]);
    await expect(cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['nope'] }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
  });
});

describe('Service Quotas', () => {
  const ask = async (endpoint: string, operation: string, input: object) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `ServiceQuotasV20190624.${operation}`,
      },
      body: JSON.stringify(input),
    });
    return (await response.json()) as Record<string, unknown>;
  };

  it('lists in pages and gives one by its code', async () => {
    const { endpoint } = await stand();
    const names: unknown[] = [];
    let NextToken: unknown;
    do {
      const page = await ask(endpoint, 'ListServiceQuotas', { ServiceCode: 'cassandra', MaxResults: 5, NextToken });
      names.push(...(page.Quotas as { QuotaName: string }[]).map(({ QuotaName }) => QuotaName));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(new Set(names).size).toBe(17);
    const { Quota } = await ask(endpoint, 'GetServiceQuota', { ServiceCode: 'cassandra', QuotaCode: 'L-BF48748A' });
    expect(Quota).toEqual({
      ServiceCode: 'cassandra',
      ServiceName: 'Amazon Keyspaces (for Apache Cassandra)',
      QuotaArn: 'arn:aws:servicequotas:us-east-1:111122223333:cassandra/L-BF48748A',
      QuotaCode: 'L-BF48748A',
      QuotaName: 'Tables per region',
      Value: 256,
      Unit: 'None',
      Adjustable: true,
      GlobalQuota: false,
    });
  });

  it.each([
    ['NoSuchResourceException', 'GetServiceQuota', { ServiceCode: 'cassandra', QuotaCode: 'L-0' }],
    ['NoSuchResourceException', 'ListServiceQuotas', { ServiceCode: 's3' }],
    ['IllegalArgumentException', 'ListServiceQuotas', {}],
    ['IllegalArgumentException', 'GetServiceQuota', { ServiceCode: 'cassandra' }],
    ['IllegalArgumentException', 'ListServiceQuotas', { ServiceCode: 'cassandra', MaxResults: 101 }],
    ['InvalidPaginationTokenException', 'ListServiceQuotas', { ServiceCode: 'cassandra', NextToken: 'x' }],
    ['UnknownOperationException', 'RequestServiceQuotaIncrease', { ServiceCode: 'cassandra' }],
  ])('refuses with %s: %s %j', async (type, operation, input) => {
    const { endpoint } = await stand();
    expect((await ask(endpoint, operation, input)).__type).toBe(`com.amazonaws.servicequotas#${type}`);
  });
});
