// Audit, alarms and scaling activities over the AWS SDK. Each client is loaded when it is first asked for: most commands
// need none of them.

import type { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { AlarmDescription } from '../../model/alarm-shapes.js';
import { auditEntryOf } from '../../model/audit-entry.js';
import type { AlarmBook, AuditTrail, ScalingActivity, ScalingLog } from '../../ports/account.js';
import type { PlaceClients } from './clients.js';
import { mapAwsError } from './map-errors.js';

async function answer<T>(clients: PlaceClients, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw mapAwsError(error, clients.where);
  }
}

export function awsAudit(clients: PlaceClients): AuditTrail {
  let client: CloudTrailClient | undefined;
  return {
    async *entries({ fromMs, toMs, by }) {
      const { CloudTrailClient, LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail');
      client ??= clients.opened(new CloudTrailClient(clients.settings));
      const input = {
        StartTime: new Date(fromMs),
        EndTime: new Date(toMs),
        LookupAttributes: by === undefined ? [] : [{ AttributeKey: by.attribute, AttributeValue: by.value }],
      };
      const trail = client;
      let NextToken: string | undefined;
      do {
        const token = NextToken === undefined ? {} : { NextToken };
        const page = await answer(clients, () => trail.send(new LookupEventsCommand({ ...input, ...token })));
        for (const event of page.Events ?? []) {
          const entry = auditEntryOf(event.CloudTrailEvent ?? '');
          if (entry !== undefined) yield entry;
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
    },
  };
}

export function awsAlarms(clients: PlaceClients): AlarmBook {
  return {
    async list() {
      const { DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
      const found: AlarmDescription[] = [];
      let NextToken: string | undefined;
      do {
        const token = NextToken === undefined ? {} : { NextToken };
        const command = new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm'], ...token });
        const page = await answer(clients, () => clients.cloudWatch().send(command));
        for (const { StateUpdatedTimestamp, ...alarm } of page.MetricAlarms ?? []) {
          const at = StateUpdatedTimestamp && { StateUpdatedTimestamp: StateUpdatedTimestamp.toISOString() };
          found.push({ ...alarm, ...at } as AlarmDescription);
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return found;
    },
    async put(request) {
      const { PutMetricAlarmCommand } = await import('@aws-sdk/client-cloudwatch');
      const input = structuredClone(request) as ConstructorParameters<typeof PutMetricAlarmCommand>[0];
      await answer(clients, () => clients.cloudWatch().send(new PutMetricAlarmCommand(input)));
    },
  };
}

export function awsScalingLog(clients: PlaceClients): ScalingLog {
  let client: ApplicationAutoScalingClient | undefined;
  return {
    async activities(keyspace, table, limit) {
      const { ApplicationAutoScalingClient, DescribeScalingActivitiesCommand } = await import(
        '@aws-sdk/client-application-auto-scaling'
      );
      client ??= clients.opened(new ApplicationAutoScalingClient(clients.settings));
      const scaling = client;
      const command = new DescribeScalingActivitiesCommand({
        ServiceNamespace: 'cassandra',
        ResourceId: `keyspace/${keyspace}/table/${table}`,
        MaxResults: Math.min(limit, 50),
      });
      const page = await answer(clients, () => scaling.send(command));
      return (page.ScalingActivities ?? []).map(
        (activity): ScalingActivity => ({
          id: activity.ActivityId ?? '',
          direction: activity.ScalableDimension?.includes('Read') ? 'read' : 'write',
          description: activity.Description ?? '',
          cause: activity.Cause ?? '',
          start: activity.StartTime?.toISOString() ?? '',
          ...(activity.EndTime === undefined ? {} : { end: activity.EndTime.toISOString() }),
          status: activity.StatusCode ?? '',
          ...(activity.StatusMessage === undefined ? {} : { message: activity.StatusMessage }),
        }),
      );
    },
  };
}
