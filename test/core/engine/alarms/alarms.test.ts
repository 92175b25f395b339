// Alarms on real samples under a clock of the test: states follow time, also time in which nobody looked.

import { describe, expect, it } from 'vitest';
import type { AlarmDefinition, AlarmState, MissingData } from '../../../../src/core/engine/alarms/alarm.js';
import { createAlarms } from '../../../../src/core/engine/alarms/alarms.js';
import { judge } from '../../../../src/core/engine/alarms/judge.js';
import { createAuditLog } from '../../../../src/core/engine/audit/audit-log.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { CloudWatchError } from '../../../../src/core/engine/metrics/cloudwatch-input.js';
import { createRecorder } from '../../../../src/core/engine/metrics/recorder.js';
import { countingRandom } from '../../../support/fake-clock.js';
import { accountId, caller } from '../control/stand.js';

const dimensions = [
  { Name: 'Keyspace', Value: 'ks' },
  { Name: 'TableName', Value: 't' },
];
const wcuAlarm = {
  AlarmName: 'busy',
  Namespace: 'AWS/Cassandra',
  MetricName: 'ConsumedWriteCapacityUnits',
  Dimensions: dimensions,
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 10,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};

interface Shown {
  readonly AlarmName: string;
  readonly StateValue: AlarmState;
  readonly StateReason: string;
  readonly StateUpdatedTimestamp: number;
}

function stand() {
  const kv = memoryKv();
  const clock = { nowMs: Date.UTC(2026, 0, 15, 10), wallMs: () => clock.nowMs };
  const audit = createAuditLog({ kv, clock, random: countingRandom() });
  const recorder = createRecorder({
    region: 'us-east-1',
    kv,
    clock,
    processId: 1,
    gauges: () => [{ keyspace: 'ks', table: 't', provisionedWrite: 1, sizeBytes: 0 }],
  });
  const alarms = createAlarms({ kv, clock, audit, regions: () => ['us-east-1', 'eu-west-1'], accountId });
  const call = (operation: string, input: unknown, region?: string) => alarms.call(operation, input, caller(region));
  const describeAll = async (input: unknown = {}, region?: string) =>
    (await call('DescribeAlarms', input, region)) as { MetricAlarms: Shown[]; NextToken?: string };
  const state = async () => (await describeAll()).MetricAlarms[0]?.StateValue;
  /** `units` written in this minute, then its end. */
  const minute = async (units: number) => {
    for (let i = 0; i < units; i++)
      recorder.success({
        keyspace: 'ks',
        table: 't',
        operation: 'INSERT',
        latencyNs: 1e6,
        readUnits: 0,
        writeUnits: 1,
        returnedRows: -1,
      });
    await recorder.flush();
    clock.nowMs += 60_000;
    await recorder.flush();
  };
  const settle = () => {
    clock.nowMs += 3_000;
  };
  return { kv, clock, audit, alarms, call, describeAll, state, minute, settle };
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CloudWatchError) return `${error.type}: ${error.message}`;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('states', () => {
  it('begin without data, fire at M of N, and come back', async () => {
    const { call, state, minute, settle } = stand();
    await call('PutMetricAlarm', wcuAlarm);
    expect(await state()).toBe('INSUFFICIENT_DATA');
    const seen: unknown[] = [];
    for (const units of [20, 20, 0, 0, 20, 5, 20, 0]) {
      await minute(units);
      settle();
      seen.push(await state());
      // back to the grid
      settle();
    }
    expect(seen).toEqual(['OK', 'ALARM', 'ALARM', 'OK', 'OK', 'OK', 'ALARM', 'OK']);
  });

  it('are the same whether somebody looked each minute or only at the end, and history tells when they changed', async () => {
    const [often, rarely] = [stand(), stand()];
    for (const each of [often, rarely]) await each.call('PutMetricAlarm', wcuAlarm);
    for (const units of [20, 20, 0, 0, 30, 30, 30]) {
      await often.minute(units);
      await often.alarms.look();
      await rarely.minute(units);
    }
    for (const each of [often, rarely]) each.settle();
    const history = async (each: typeof often) =>
      (await each.call('DescribeAlarmHistory', { AlarmName: 'busy', HistoryItemType: 'StateUpdate' }))
        .AlarmHistoryItems as { Timestamp: number; HistorySummary: string }[];
    const found = await history(rarely);
    expect(found.map((item) => item.HistorySummary).reverse()).toEqual([
      'Alarm updated from INSUFFICIENT_DATA to OK',
      'Alarm updated from OK to ALARM',
      'Alarm updated from ALARM to OK',
      'Alarm updated from OK to ALARM',
    ]);
    expect(found).toEqual(await history(often));
    expect((await rarely.describeAll()).MetricAlarms).toEqual((await often.describeAll()).MetricAlarms);
  });

  it('may be set by hand until the next period is judged', async () => {
    const { call, state, minute, settle } = stand();
    await call('PutMetricAlarm', wcuAlarm);
    await call('SetAlarmState', { AlarmName: 'busy', StateValue: 'ALARM', StateReason: 'a drill' });
    expect(await state()).toBe('ALARM');
    await minute(0);
    settle();
    expect(await state()).toBe('OK');
  });

  it('follow an expression over several metrics', async () => {
    const { call, state, minute, settle } = stand();
    const stat = (Id: string, MetricName: string, Stat: string) => ({
      Id,
      ReturnData: false,
      MetricStat: {
        Metric: { Namespace: 'AWS/Cassandra', MetricName, Dimensions: dimensions },
        Period: 60,
        Stat,
      },
    });
    await call('PutMetricAlarm', {
      AlarmName: 'used',
      Metrics: [
        stat('m1', 'ConsumedWriteCapacityUnits', 'Sum'),
        stat('m2', 'ProvisionedWriteCapacityUnits', 'Average'),
        { Id: 'e1', Expression: '100 * (m1/PERIOD(m1)) / m2', Label: 'Utilization' },
      ],
      EvaluationPeriods: 1,
      Threshold: 80,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    await minute(30);
    settle();
    expect(await state()).toBe('OK');
    settle();
    await minute(54);
    settle();
    expect(await state()).toBe('ALARM');
  });
});

describe('missing data', () => {
  const definition = (missingData: MissingData, datapointsToAlarm: number): AlarmDefinition => ({
    name: 'a',
    actionsEnabled: true,
    okActions: [],
    alarmActions: [],
    insufficientDataActions: [],
    source: {
      kind: 'metric',
      stat: { namespace: 'n', metricName: 'm', dimensions: {}, periodSeconds: 60, statistic: 'Sum' },
    },
    periodSeconds: 60,
    evaluationPeriods: 3,
    datapointsToAlarm,
    datapointsGiven: true,
    threshold: 10,
    comparison: 'GreaterThanThreshold',
    missingData,
  });
  // `X` breaches, `0` does not, `-` is missing; before: OK
  const cases: readonly (readonly [string, number, Record<MissingData, AlarmState>])[] = [
    ['---', 3, { missing: 'INSUFFICIENT_DATA', breaching: 'ALARM', notBreaching: 'OK', ignore: 'OK' }],
    ['--X', 3, { missing: 'ALARM', breaching: 'ALARM', notBreaching: 'OK', ignore: 'OK' }],
    ['-0X', 3, { missing: 'OK', breaching: 'OK', notBreaching: 'OK', ignore: 'OK' }],
    ['--X', 2, { missing: 'OK', breaching: 'ALARM', notBreaching: 'OK', ignore: 'OK' }],
    ['XX-', 2, { missing: 'ALARM', breaching: 'ALARM', notBreaching: 'ALARM', ignore: 'ALARM' }],
    ['00-', 2, { missing: 'OK', breaching: 'OK', notBreaching: 'OK', ignore: 'OK' }],
    ['X0X', 3, { missing: 'OK', breaching: 'OK', notBreaching: 'OK', ignore: 'OK' }],
  ];
  const values = (points: string) =>
    new Map([...points].flatMap((point, index) => (point === '-' ? [] : [[index * 60, point === 'X' ? 20 : 0]])));

  it.each(cases)('%s with %i to alarm', (points, toAlarm, wanted) => {
    for (const treatment of Object.keys(wanted) as MissingData[]) {
      const found = judge(definition(treatment, toAlarm), values(points) as Map<number, number>, 180_000, 'OK');
      expect([treatment, found.state]).toEqual([treatment, wanted[treatment]]);
    }
  });

  it('ignored, too little of it keeps an alarm as it was', () => {
    expect(judge(definition('ignore', 3), values('--X') as Map<number, number>, 180_000, 'ALARM').state).toBe('ALARM');
    expect(judge(definition('ignore', 3), values('--0') as Map<number, number>, 180_000, 'ALARM').state).toBe('OK');
  });
});

describe('keeping alarms', () => {
  it('by Region, in pages, by prefix and state; an update keeps the state', async () => {
    const { call, describeAll, minute, settle } = stand();
    for (const name of ['a1', 'a2', 'b1']) await call('PutMetricAlarm', { ...wcuAlarm, AlarmName: name });
    await call('PutMetricAlarm', wcuAlarm, 'eu-west-1');
    const names = async (input: unknown) => (await describeAll(input)).MetricAlarms.map((alarm) => alarm.AlarmName);
    expect(await names({ AlarmNamePrefix: 'a' })).toEqual(['a1', 'a2']);
    expect(await names({ AlarmNames: ['b1', 'nope'] })).toEqual(['b1']);
    expect(await names({ AlarmTypes: ['CompositeAlarm'] })).toEqual([]);
    const first = await describeAll({ MaxRecords: 2 });
    expect(first.MetricAlarms).toHaveLength(2);
    expect(await names({ MaxRecords: 2, NextToken: first.NextToken })).toEqual(['b1']);
    await minute(0);
    settle();
    expect(await names({ StateValue: 'OK' })).toEqual(['a1', 'a2', 'b1']);
    await call('PutMetricAlarm', { ...wcuAlarm, AlarmName: 'a1', Threshold: 99 });
    expect((await describeAll({ AlarmNames: ['a1'] })).MetricAlarms[0]).toMatchObject({
      StateValue: 'OK',
      Threshold: 99,
    });
    await call('DeleteAlarms', { AlarmNames: ['a1', 'a2'] });
    expect(await names({})).toEqual(['b1']);
    expect((await describeAll({}, 'eu-west-1')).MetricAlarms).toHaveLength(1);
  });

  it('tells the audit log of each change', async () => {
    const { call, audit, clock } = stand();
    await call('PutMetricAlarm', wcuAlarm);
    await call('DeleteAlarms', { AlarmNames: ['busy'] });
    expect(await refusalOf(call('DeleteAlarms', { AlarmNames: ['busy'] }))).toContain('ResourceNotFound');
    const events = audit.read({ region: 'us-east-1', fromMs: 0, toMs: clock.nowMs, limit: 10 });
    expect(events.map(({ event }) => event.eventName)).toEqual(['DeleteAlarms', 'PutMetricAlarm']);
    expect(events[1]?.event.requestParameters).toMatchObject({ alarmName: 'busy', threshold: 10 });
  });

  const without = (member: string) => Object.fromEntries(Object.entries(wcuAlarm).filter(([name]) => name !== member));
  const refusals: readonly (readonly [string, string, unknown])[] = [
    ['PutMetricAlarm', 'ValidationError', {}],
    ['PutMetricAlarm', 'ValidationError', null],
    ['PutMetricAlarm', 'ValidationError', without('MetricName')],
    ['PutMetricAlarm', 'ValidationError', without('Statistic')],
    ['PutMetricAlarm', 'ValidationError', { ...wcuAlarm, ExtendedStatistic: 'p99' }],
    ['PutMetricAlarm', 'ValidationError', without('EvaluationPeriods')],
    ['PutMetricAlarm', 'ValidationError', without('Threshold')],
    ['PutMetricAlarm', 'InvalidParameterValue', { ...wcuAlarm, Threshold: 'many' }],
    ['PutMetricAlarm', 'InvalidParameterValue', { ...wcuAlarm, Period: 45 }],
    ['PutMetricAlarm', 'ValidationError', { ...wcuAlarm, EvaluationPeriods: 0 }],
    ['PutMetricAlarm', 'ValidationError', { ...wcuAlarm, DatapointsToAlarm: 4 }],
    ['PutMetricAlarm', 'ValidationError', { ...wcuAlarm, EvaluationPeriods: 1441 }],
    ['PutMetricAlarm', 'ValidationError', { ...wcuAlarm, TreatMissingData: 'guess' }],
    ['PutMetricAlarm', 'ValidationError', { ...wcuAlarm, ComparisonOperator: '>' }],
    ['PutMetricAlarm', 'ValidationError', { ...wcuAlarm, ComparisonOperator: 'GreaterThanUpperThreshold' }],
    ['PutMetricAlarm', 'ValidationError', { ...wcuAlarm, AlarmActions: ['a', 'b', 'c', 'd', 'e', 'f'] }],
    ['PutMetricAlarm', 'ValidationError', { ...wcuAlarm, AlarmName: 'x'.repeat(256) }],
    ['PutMetricAlarm', 'ValidationError', { ...wcuAlarm, Metrics: [{ Id: 'm1' }] }],
    ['DescribeAlarms', 'InvalidNextToken', { NextToken: 'x' }],
    ['DescribeAlarms', 'ValidationError', { MaxRecords: 101 }],
    ['DescribeAlarms', 'ValidationError', { StateValue: 'FINE' }],
    ['DescribeAlarms', 'ValidationError', { AlarmNames: ['a'], AlarmNamePrefix: 'a' }],
    ['DeleteAlarms', 'ValidationError', { AlarmNames: [] }],
    ['SetAlarmState', 'ResourceNotFound', { AlarmName: 'x', StateValue: 'OK', StateReason: 'y' }],
    ['SetAlarmState', 'InvalidFormat', { AlarmName: 'x', StateValue: 'OK', StateReason: 'y', StateReasonData: '{' }],
    ['DescribeAlarmHistory', 'ValidationError', { HistoryItemType: 'Gossip' }],
  ];
  it.each(refusals)('%s refuses with %s: %j', async (operation, type, input) => {
    expect(await refusalOf(stand().call(operation, input))).toContain(`${type}:`);
  });
});
