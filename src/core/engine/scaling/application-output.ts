// The shapes of Application Auto Scaling's answers: targets, policies with their alarms, activities. Times are epoch seconds.

import { type Filter, writeToken } from './application-input.js';
import type { Activity } from './scaling-store.js';
import {
  type AlarmSide,
  alarmArn,
  alarmName,
  dimensionOf,
  policyArn,
  predefinedMetricOf,
  resourceIdOf,
  type ScalableTarget,
  type ScalingPolicy,
  targetArn,
} from './target.js';

export const targetOut = (target: ScalableTarget, accountId: string): Record<string, unknown> => ({
  ServiceNamespace: 'cassandra',
  ResourceId: resourceIdOf(target.table),
  ScalableDimension: dimensionOf(target.direction),
  MinCapacity: target.minimum,
  MaxCapacity: target.maximum,
  RoleARN:
    `arn:aws:iam::${accountId}:role/aws-service-role/cassandra.application-autoscaling.amazonaws.com/` +
    'AWSServiceRoleForApplicationAutoScaling_CassandraTable',
  CreationTime: (target.entry?.createdAtMs ?? target.table.createdAtMs) / 1000,
  SuspendedState: {
    DynamicScalingInSuspended: target.entry?.suspended?.in ?? false,
    DynamicScalingOutSuspended: target.entry?.suspended?.out ?? false,
    ScheduledScalingSuspended: false,
  },
  ScalableTargetARN: targetArn(target, accountId),
});

export const policyOut = (
  target: ScalableTarget,
  policy: ScalingPolicy,
  accountId: string,
): Record<string, unknown> => ({
  PolicyARN: policyArn(target, policy, accountId),
  PolicyName: policy.name,
  ServiceNamespace: 'cassandra',
  ResourceId: resourceIdOf(target.table),
  ScalableDimension: dimensionOf(target.direction),
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: {
    TargetValue: policy.targetValue,
    PredefinedMetricSpecification: { PredefinedMetricType: predefinedMetricOf(target.direction) },
    ScaleOutCooldown: policy.scaleOutCooldown,
    ScaleInCooldown: policy.scaleInCooldown,
    DisableScaleIn: policy.disableScaleIn,
  },
  Alarms: alarmsOut(target, policy, accountId),
  CreationTime: policy.createdAtMs / 1000,
});

/** A policy that never scales in has no alarm for it. */
export function alarmsOut(target: ScalableTarget, policy: ScalingPolicy, accountId: string) {
  const sides: readonly AlarmSide[] = policy.disableScaleIn ? ['High'] : ['High', 'Low'];
  return sides.map((side) => ({ AlarmName: alarmName(target, side), AlarmARN: alarmArn(target, side, accountId) }));
}

export function paged<T>(
  member: string,
  found: readonly T[],
  { offset, limit }: Filter,
  out: (each: T) => Record<string, unknown>,
): Record<string, unknown> {
  const shown = found.slice(offset, offset + limit);
  const next = offset + shown.length;
  return { [member]: shown.map(out), ...(next < found.length ? { NextToken: writeToken(next) } : {}) };
}

export const activityResource = ({ keyspace, table }: Activity): string => resourceIdOf({ keyspace, name: table });

/** In progress until the table is ACTIVE again. */
export function activityOut(activity: Activity, nowMs: number): Record<string, unknown> {
  const done = nowMs >= activity.endMs;
  const waiting = ' Waiting for change to be fulfilled by cassandra.';
  const fulfilled = ' Change successfully fulfilled by cassandra.';
  return {
    ActivityId: activity.id,
    ServiceNamespace: 'cassandra',
    ResourceId: activityResource(activity),
    ScalableDimension: dimensionOf(activity.direction),
    Description: activity.description,
    Cause: activity.cause,
    StartTime: activity.startMs / 1000,
    ...(done ? { EndTime: activity.endMs / 1000 } : {}),
    StatusCode: activity.failed ? 'Failed' : done ? 'Successful' : 'InProgress',
    StatusMessage: activity.failed ? activity.message : `${activity.message}${done ? fulfilled : waiting}`,
  };
}
