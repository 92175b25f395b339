// What auto scaling says of its own acts: the record of an activity, in the service's words, and whom the audit log names.

import type { ApiError, Caller } from '../control/api.js';
import type { Decision } from './decide.js';
import type { Activity } from './scaling-store.js';
import { alarmName, type ScalableTarget } from './target.js';

export type Acting = Extract<Decision, { kind: 'set' }>;

export function scalingCaller(region: string, accountId: string): Caller {
  const service = 'application-autoscaling.amazonaws.com';
  const role = 'AWSServiceRoleForApplicationAutoScaling_CassandraTable';
  return {
    region,
    accountId,
    principal: `arn:aws:sts::${accountId}:assumed-role/${role}/AutoScaling-UpdateTable`,
    userAgent: service,
    sourceAddress: service,
    invokedBy: service,
  };
}

export interface Outcome {
  readonly id: string;
  readonly startMs: number;
  /** When the change is done. */
  readonly endMs: number;
  readonly failure: ApiError | undefined;
}

export function activityOf(target: ScalableTarget, decision: Acting, outcome: Outcome): Activity {
  const { table, direction } = target;
  const { id, startMs, endMs, failure } = outcome;
  const what = `${direction} capacity units to ${decision.units}`;
  return {
    id,
    keyspace: table.keyspace,
    table: table.name,
    direction,
    description: `Setting ${what}.`,
    cause: causeOf(target, decision),
    startMs,
    endMs,
    failed: failure !== undefined,
    message:
      failure === undefined
        ? `Successfully set ${what}.`
        : `Failed to set ${what}. Reason: ${failure.message} (${failure.type}).`,
  };
}

function causeOf(target: ScalableTarget, decision: Acting): string {
  const policy = target.policy?.name ?? '';
  switch (decision.why) {
    case 'minimum':
      return `minimum capacity was set to ${target.minimum}`;
    case 'maximum':
      return `maximum capacity was set to ${target.maximum}`;
    case 'high':
      return `monitor alarm ${alarmName(target, 'High')} in state ALARM triggered policy ${policy}`;
    case 'low':
      return `monitor alarm ${alarmName(target, 'Low')} in state ALARM triggered policy ${policy}`;
  }
}
