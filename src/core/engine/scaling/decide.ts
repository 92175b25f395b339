// Target tracking as arithmetic: the alarm pair of a target, and what its states of a minute ask for [control-plane facts
// 3.5]. Which alarms Keyspaces really uses is not documented; these are those of DynamoDB's tables.

import type { AlarmDefinition, AlarmRecord, AlarmState } from '../alarms/alarm.js';
import { judgeUpTo, type Values } from '../alarms/judge.js';
import { limits } from '../limits.js';
import { namespace } from '../metrics/definitions.js';
import type { KeptAlarm, ScalingEntry } from './scaling-store.js';
import { type AlarmSide, alarmName, consumedMetricOf, policyArn, type ScalableTarget } from './target.js';

/** Scaling in waits until use is this far below the target, but not below half of it. Percent. */
function lowPercent(targetValue: number): number {
  return Math.max(targetValue - limits.scaleInMarginPercent, targetValue / 2);
}

/** Consumed units of a minute against a share of what is provisioned now: both thresholds move with the units. */
export function alarmOf(target: ScalableTarget, side: AlarmSide, accountId: string): AlarmDefinition | undefined {
  const { policy, units } = target;
  if (policy === undefined || units === undefined) return undefined;
  const high = side === 'High';
  const percent = high ? policy.targetValue : lowPercent(policy.targetValue);
  const minutes = high ? limits.scaleOutMinutes : limits.scaleInMinutes;
  return {
    name: alarmName(target, side),
    description: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policyArn(target, policy, accountId)}.`,
    actionsEnabled: true,
    okActions: [],
    alarmActions: [policyArn(target, policy, accountId)],
    insufficientDataActions: [],
    source: {
      kind: 'metric',
      stat: {
        namespace,
        metricName: consumedMetricOf(target.direction),
        dimensions: { Keyspace: target.table.keyspace, TableName: target.table.name },
        periodSeconds: 60,
        statistic: 'Sum',
      },
    },
    periodSeconds: 60,
    evaluationPeriods: minutes,
    datapointsToAlarm: minutes,
    datapointsGiven: false,
    threshold: (units * percent * 60) / 100,
    comparison: high ? 'GreaterThanThreshold' : 'LessThanThreshold',
    // a minute without traffic has no value: it consumed nothing
    missingData: high ? 'notBreaching' : 'breaching',
  };
}

export type Decision =
  | { readonly kind: 'stay' }
  | { readonly kind: 'set'; readonly units: number; readonly why: 'minimum' | 'maximum' | 'high' | 'low' };

export interface Moment {
  /** End of the minute that was judged last. */
  readonly endMs: number;
  readonly high: AlarmState;
  readonly low: AlarmState;
  /** Consumed units by the start of the minute, epoch seconds. */
  readonly consumed: Values;
}

const stay: Decision = { kind: 'stay' };

export function decide(target: ScalableTarget, moment: Moment): Decision {
  const { policy, units, minimum, maximum, entry } = target;
  if (policy === undefined || units === undefined || entry === undefined) return stay;
  const suspended = entry.suspended ?? { in: false, out: false };
  if (units < minimum) return suspended.out ? stay : { kind: 'set', units: minimum, why: 'minimum' };
  if (units > maximum) return suspended.in ? stay : { kind: 'set', units: maximum, why: 'maximum' };
  const within = (wanted: number) => Math.min(maximum, Math.max(minimum, wanted));
  const wantedFor = (minutes: number) =>
    within(Math.ceil((mostPerSecond(moment, minutes) * 100) / policy.targetValue - 1e-9));
  const passed = (sinceMs: number | undefined, seconds: number) =>
    sinceMs === undefined || moment.endMs - sinceMs >= seconds * 1000;
  if (moment.high === 'ALARM' && !suspended.out && passed(entry.lastOutMs, policy.scaleOutCooldown)) {
    const wanted = wantedFor(limits.scaleOutMinutes);
    return wanted > units ? { kind: 'set', units: wanted, why: 'high' } : stay;
  }
  const lastMs = Math.max(entry.lastInMs ?? 0, entry.lastOutMs ?? 0);
  const mayScaleIn = !policy.disableScaleIn && !suspended.in && passed(lastMs, policy.scaleInCooldown);
  // after a refused decrease the budget needs time
  if (moment.low !== 'ALARM' || !mayScaleIn || !passed(entry.failedAtMs, limits.scalingRetrySeconds)) return stay;
  const wanted = wantedFor(limits.scaleInMinutes);
  return wanted < units ? { kind: 'set', units: wanted, why: 'low' } : stay;
}

/** The busiest of the newest `minutes`, units per second. */
function mostPerSecond({ endMs, consumed }: Moment, minutes: number): number {
  let most = 0;
  for (let index = 1; index <= minutes; index++) {
    most = Math.max(most, consumed.get(endMs / 1000 - index * 60) ?? 0);
  }
  return most / 60;
}

export interface AlarmPair {
  readonly high: AlarmRecord | undefined;
  readonly low: AlarmRecord | undefined;
}

/** The entry after one more minute: the states of its alarm pair. */
export function afterMinute(
  entry: ScalingEntry,
  { pair, consumed, endMs }: { readonly pair: AlarmPair; readonly consumed: Values; readonly endMs: number },
): ScalingEntry {
  const judged = (record: AlarmRecord | undefined, kept: KeptAlarm): KeptAlarm => {
    if (record === undefined) return kept;
    // before that, minutes would count in which nobody had asked for scaling
    if (endMs - record.definition.evaluationPeriods * 60_000 < entry.sinceMs) return kept;
    const { state, reason, stateAtMs, history } = judgeUpTo(
      { ...record, ...kept, judgedToMs: endMs - 60_000 },
      consumed,
      endMs,
      limits.alarmHistoryItems,
    );
    return { state, reason, stateAtMs, history };
  };
  return { ...entry, judgedToMs: endMs, high: judged(pair.high, entry.high), low: judged(pair.low, entry.low) };
}
