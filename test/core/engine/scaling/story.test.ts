// The story that auto scaling is for, on a whole engine under a clock of the test: a table of 100 WCU under writes of 150 units
// a second throttles once its burst is spent, is raised within minutes, and goes down again when the load has gone.

import { afterEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../../src/core/engine/control/api.js';
import { CqlError } from '../../../../src/core/engine/cql-error.js';
import { openEngine } from '../../../../src/core/engine/index.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { seededRandom } from '../../../../src/core/lib/seeded-random.js';
import { ScriptEngine } from '../../../cql/script-engine.js';
import { FakeClock } from '../../../support/fake-clock.js';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const open: ScriptEngine[] = [];
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.engine.close();
});

const caller: Caller = {
  region: 'us-east-1',
  accountId: '111122223333',
  principal: 'arn:aws:iam::111122223333:user/alice',
  userAgent: 'test',
  sourceAddress: '127.0.0.1',
};
const resource = { ServiceNamespace: 'cassandra', ResourceId: 'keyspace/ks/table/t' };

async function stand(more = '') {
  const script = await ScriptEngine.open();
  open.push(script);
  const { engine, clock } = script;
  await script.run("CREATE KEYSPACE ks WITH REPLICATION = {'class': 'SingleRegionStrategy'}");
  await script.run(
    `CREATE TABLE ks.t (id int PRIMARY KEY, body text) WITH CUSTOM_PROPERTIES = {'capacity_mode':
     {'throughput_mode': 'PROVISIONED', 'read_capacity_units': 10, 'write_capacity_units': 100}}
     AND AUTOSCALING_SETTINGS = {'provisioned_write_capacity_autoscaling_update': {'minimum_units': 50,
       'maximum_units': 1000, 'scaling_policy': {'target_tracking_scaling_policy_configuration': {'target_value': 70${more}}}}}`,
  );
  const unitsOfRow = 5;
  const insert = `INSERT INTO ks.t (id, body) VALUES (1, '${'x'.repeat(unitsOfRow * 1024 - 200)}')`;
  /** Writes of `perSecond` units each second; how many were throttled. */
  const load = async (seconds: number, perSecond: number): Promise<number> => {
    let throttled = 0;
    for (let second = 0; second < seconds; second++) {
      const writes = Array.from({ length: perSecond / unitsOfRow }, async () => {
        try {
          await script.run(insert);
        } catch (error) {
          if (!(error instanceof CqlError)) throw error;
          throttled++;
        }
      });
      await Promise.all(writes);
      clock.advance(1000);
      await engine.account.look();
    }
    return throttled;
  };
  const idle = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 5) {
      clock.advance(5000);
      await engine.account.look();
    }
  };
  const capacity = async () => {
    const table = await engine.control.call('GetTable', { keyspaceName: 'ks', tableName: 't' }, caller);
    return (table.capacitySpecification as { writeCapacityUnits: number }).writeCapacityUnits;
  };
  const activities = async () =>
    (
      (await engine.account.applicationAutoScaling.call('DescribeScalingActivities', resource, caller)) as {
        ScalingActivities: { Description: string; Cause: string; StatusCode: string; StatusMessage: string }[];
      }
    ).ScalingActivities;
  const alarms = async () =>
    (
      (await engine.account.alarms.call('DescribeAlarms', { AlarmNamePrefix: 'TargetTracking-' }, caller)) as {
        MetricAlarms: { AlarmName: string; StateValue: string; Threshold: number; EvaluationPeriods: number }[];
      }
    ).MetricAlarms;
  // to the full minute, so that minutes of load are whole
  clock.advance(60_000 - (clock.wallMs() % 60_000));
  await engine.account.look();
  return { script, engine, clock, load, idle, capacity, activities, alarms };
}

describe('a table under more load than it is provisioned for', () => {
  it('throttles after its burst, is raised within minutes, and told of in metrics, alarms, activities and audit', async () => {
    const { engine, load, capacity, activities, alarms, clock } = await stand();
    const firstMinute = await load(60, 150);
    expect(firstMinute).toBeGreaterThan(0);
    expect(await capacity()).toBe(100);
    const throttles: number[] = [];
    for (let minute = 2; minute <= 10; minute++) throttles.push(await load(60, 150));
    expect(throttles.at(-1)).toBe(0);
    const raised = await capacity();
    expect(raised).toBeGreaterThanOrEqual(215);
    expect(raised).toBeLessThan(240);

    const found = await activities();
    expect(found[0]).toMatchObject({
      Description: `Setting write capacity units to ${raised}.`,
      StatusCode: 'Successful',
      StatusMessage: `Successfully set write capacity units to ${raised}. Change successfully fulfilled by cassandra.`,
    });
    expect(found[0]?.Cause).toContain('AlarmHigh');

    const pair = await alarms();
    expect(pair.map(({ AlarmName }) => AlarmName.includes('AlarmHigh'))).toEqual([true, false]);
    expect(pair[0]).toMatchObject({ StateValue: 'OK', EvaluationPeriods: 2 });
    expect(pair[0]?.Threshold).toBeCloseTo(raised * 0.7 * 60);

    const series = async (metric: string, extra: object[] = []) => {
      const data = await engine.cloudWatch.call('GetMetricStatistics', {
        Namespace: 'AWS/Cassandra',
        MetricName: metric,
        Dimensions: [{ Name: 'Keyspace', Value: 'ks' }, { Name: 'TableName', Value: 't' }, ...extra],
        StartTime: clock.wallMs() / 1000 - 3600,
        EndTime: clock.wallMs() / 1000,
        Period: 60,
        Statistics: ['Sum'],
      });
      const points = data.Datapoints as { Timestamp: number; Sum: number }[];
      return points.sort((a, b) => a.Timestamp - b.Timestamp).map(({ Sum }) => Sum);
    };
    const provisioned = await series('ProvisionedWriteCapacityUnits');
    expect(provisioned.at(-1)).toBe(raised);
    expect(provisioned).toContain(100);
    const refused = await series('WriteThrottleEvents', [{ Name: 'Operation', Value: 'INSERT' }]);
    expect(refused.reduce((sum, count) => sum + count, 0)).toBe(
      firstMinute + throttles.reduce((sum, count) => sum + count, 0),
    );

    const trail = await engine.account.cloudTrail.call(
      'LookupEvents',
      { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AlterTable' }] },
      caller,
    );
    const events = (trail.Events as { CloudTrailEvent: string }[]).map((event) => JSON.parse(event.CloudTrailEvent));
    expect(events).toHaveLength(found.length);
    expect(events[0]).toMatchObject({
      userIdentity: { type: 'AssumedRole', invokedBy: 'application-autoscaling.amazonaws.com' },
      sourceIPAddress: 'application-autoscaling.amazonaws.com',
      requestParameters: { keyspaceName: 'ks', tableName: 't' },
    });
    expect(events[0].requestParameters.rawQuery).toContain(`'write_capacity_units': ${raised}`);
  });

  it('goes down to what is used only after fifteen quiet minutes, and not below the minimum', async () => {
    const { load, idle, capacity, activities } = await stand();
    await idle(14 * 60);
    expect(await capacity()).toBe(100);
    await idle(3 * 60);
    expect(await capacity()).toBe(50);
    expect((await activities())[0]?.Cause).toContain('AlarmLow');
    await load(8 * 60, 80);
    expect(await capacity()).toBe(Math.ceil(80 / 0.7));
  });

  it('makes up for time in which nobody looked, minute by minute', async () => {
    const { clock, engine, capacity, activities, idle } = await stand();
    clock.advance(24 * 3600 * 1000);
    await engine.account.look();
    await idle(10);
    expect(await capacity()).toBe(50);
    expect(await activities()).toHaveLength(1);
  });

  it('never scales in when the policy forbids it, and then has no alarm for it', async () => {
    const { idle, capacity, alarms } = await stand(", 'disable_scale_in': true");
    await idle(30 * 60);
    expect(await capacity()).toBe(100);
    expect(await alarms()).toHaveLength(1);
  });

  it('waits for its cooldown', async () => {
    const { load, activities } = await stand(", 'scale_out_cooldown': 300");
    await load(60 * 6, 150);
    expect(await activities()).toHaveLength(1);
  });

  it('keeps to the budget of decreases, and says so', async () => {
    const { engine, idle, capacity, activities, clock } = await stand();
    for (const units of [99, 98, 97, 96]) {
      await engine.control.call(
        'UpdateTable',
        {
          keyspaceName: 'ks',
          tableName: 't',
          capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 10, writeCapacityUnits: units },
        },
        caller,
      );
      clock.advance(5000);
    }
    await engine.account.look();
    await idle(16 * 60);
    expect(await capacity()).toBe(96);
    expect((await activities())[0]).toMatchObject({ StatusCode: 'Failed' });
    expect((await activities())[0]?.StatusMessage).toContain('ServiceQuotaExceededException');
    const failures = (await activities()).length;
    await idle(60 * 60);
    expect(await capacity()).toBe(50);
    expect((await activities()).length - failures).toBeLessThanOrEqual(5);
  });
});

describe('several processes on one store', () => {
  it('make a change once', async () => {
    const kv = memoryKv();
    const clock = new FakeClock();
    const engineOn = (seed: number) =>
      openEngine({ dataDir: '/nowhere', kv, clock, log: silent, random: seededRandom(seed) });
    const engines = await Promise.all([engineOn(1), engineOn(2), engineOn(3)]);
    const [first] = engines;
    const call = (operation: string, input: object) => first!.control.call(operation, input, caller);
    await call('CreateKeyspace', { keyspaceName: 'ks' });
    clock.advance(5000);
    await call('CreateTable', {
      keyspaceName: 'ks',
      tableName: 't',
      schemaDefinition: { allColumns: [{ name: 'id', type: 'int' }], partitionKeys: [{ name: 'id' }] },
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 10, writeCapacityUnits: 10 },
      autoScalingSpecification: {
        writeCapacityAutoScaling: {
          minimumUnits: 20,
          maximumUnits: 30,
          scalingPolicy: { targetTrackingScalingPolicyConfiguration: { targetValue: 50 } },
        },
      },
    });
    for (let second = 0; second < 300; second++) {
      clock.advance(1000);
      await Promise.all(engines.map((engine) => engine.account.look()));
    }
    const answer = await first!.account.applicationAutoScaling.call('DescribeScalingActivities', resource, caller);
    expect(answer.ScalingActivities).toMatchObject([{ Description: 'Setting write capacity units to 20.' }]);
    await Promise.all(engines.map((engine) => engine.account.close()));
    await first!.close();
  });
});
