// Amazon Keyspaces behind the ports: a place for each profile and Region of the target. Loaded only for aws targets.

import type { Target } from '../../model/config.js';
import type { Clock } from '../../ports/clock.js';
import type { Place } from '../../ports/fleet.js';
import { awsAlarms, awsAudit, awsScalingLog } from './account.js';
import { openClients } from './clients.js';
import { awsControlPlane } from './control-plane.js';
import { openDriverSession } from './cql-session.js';
import { awsMetrics } from './metrics-source.js';
import { awsStreams } from './streams.js';

export interface AwsOptions {
  readonly target: Target;
  readonly version: string;
  readonly clock: Clock;
}

export async function openAws(
  options: AwsOptions,
): Promise<{ readonly places: readonly Place[]; close(): Promise<void> }> {
  const { target, version, clock } = options;
  const profiles: readonly (string | undefined)[] = target.profiles.length > 0 ? target.profiles : [undefined];
  const opened = profiles.flatMap((profile) =>
    target.regions.map((region) => {
      const clients = openClients({ region, profile, endpoints: target.endpoints, version });
      const place: Place = {
        name: profile === undefined ? region : `${profile}/${region}`,
        region,
        account: undefined,
        control: awsControlPlane(clients),
        metrics: awsMetrics(clients),
        audit: awsAudit(clients),
        alarms: awsAlarms(clients),
        scalingLog: awsScalingLog(clients),
        streams: awsStreams(clients, clock),
        openSession: () => openDriverSession(clients, target.endpoints, clock),
      };
      return { clients, place };
    }),
  );
  return {
    places: opened.map((each) => each.place),
    async close() {
      for (const { clients } of opened) clients.close();
    },
  };
}
