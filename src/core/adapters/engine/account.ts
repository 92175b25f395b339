// Audit, alarms and scaling activities over the engine in process.

import type { AlarmDescription } from '../../model/alarm-shapes.js';
import { auditEntryOf } from '../../model/audit-entry.js';
import type { AlarmBook, AuditTrail, ScalingActivity, ScalingLog } from '../../ports/account.js';
import type { Engine, EngineCaller } from './door.js';
import { mapEngineError } from './map-errors.js';

type Json = Readonly<Record<string, unknown>>;
type Service = Engine['account']['alarms'] | Engine['account']['applicationAutoScaling'];

const isoTime = (seconds: unknown): string => new Date(Math.round((seconds as number) * 1000)).toISOString();

async function answer(running: Promise<Record<string, unknown>>): Promise<Json> {
  try {
    return await running;
  } catch (error) {
    throw mapEngineError(error);
  }
}

export function engineAudit(engine: Engine, caller: EngineCaller): AuditTrail {
  return {
    async *entries({ fromMs, toMs, by }) {
      const attributes = by === undefined ? [] : [{ AttributeKey: by.attribute, AttributeValue: by.value }];
      const input = { StartTime: fromMs / 1000, EndTime: toMs / 1000, LookupAttributes: attributes };
      let NextToken: unknown;
      do {
        const asked = NextToken === undefined ? input : { ...input, NextToken };
        const page = await answer(engine.account.cloudTrail.call('LookupEvents', asked, caller));
        for (const event of page.Events as readonly { readonly CloudTrailEvent: string }[]) {
          const entry = auditEntryOf(event.CloudTrailEvent);
          if (entry !== undefined) yield entry;
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
    },
  };
}

export function engineAlarms(engine: Engine, caller: EngineCaller): AlarmBook {
  const { alarms } = engine.account;
  return {
    async list() {
      const found = await pages(alarms, { operation: 'DescribeAlarms', input: {}, member: 'MetricAlarms' }, caller);
      return found.map(
        (alarm) =>
          ({ ...alarm, StateUpdatedTimestamp: isoTime(alarm.StateUpdatedTimestamp) }) as unknown as AlarmDescription,
      );
    },
    async put(request) {
      await answer(alarms.call('PutMetricAlarm', request, caller));
    },
  };
}

export function engineScalingLog(engine: Engine, caller: EngineCaller): ScalingLog {
  return {
    async activities(keyspace, table, limit) {
      const input = { ServiceNamespace: 'cassandra', ResourceId: `keyspace/${keyspace}/table/${table}` };
      const asked = { operation: 'DescribeScalingActivities', input, member: 'ScalingActivities' };
      const found = await pages(engine.account.applicationAutoScaling, asked, caller, limit);
      return found.slice(0, limit).map(
        (activity): ScalingActivity => ({
          id: String(activity.ActivityId),
          direction: String(activity.ScalableDimension).includes('Read') ? 'read' : 'write',
          description: String(activity.Description),
          cause: String(activity.Cause),
          start: isoTime(activity.StartTime),
          ...(activity.EndTime === undefined ? {} : { end: isoTime(activity.EndTime) }),
          status: String(activity.StatusCode),
          ...(activity.StatusMessage === undefined ? {} : { message: String(activity.StatusMessage) }),
        }),
      );
    },
  };
}

interface Asked {
  readonly operation: string;
  readonly input: object;
  readonly member: string;
}

async function pages(
  service: Service,
  { operation, input, member }: Asked,
  caller: EngineCaller,
  enough = Number.POSITIVE_INFINITY,
): Promise<readonly Json[]> {
  const items: Json[] = [];
  let NextToken: unknown;
  do {
    const page = await answer(
      service.call(operation, NextToken === undefined ? input : { ...input, NextToken }, caller),
    );
    items.push(...(page[member] as readonly Json[]));
    NextToken = page.NextToken;
  } while (NextToken !== undefined && items.length < enough);
  return items;
}
