// The services around Keyspaces put together for one engine: CloudTrail, CloudWatch with its alarms, Application Auto
// Scaling, Service Quotas; and the look at the clock by which alarms and auto scaling act.

import type { Clock } from '../../ports/clock.js';
import type { Log } from '../../ports/log.js';
import type { Random } from '../../ports/random.js';
import { type Alarms, createAlarms } from '../alarms/alarms.js';
import type { AuditLog } from '../audit/audit-log.js';
import { type CloudTrail, createCloudTrail } from '../audit/cloud-trail.js';
import type { Catalog } from '../catalog/catalog.js';
import type { EngineControl } from '../control/control.js';
import { createDashboards } from '../dashboards/dashboards.js';
import type { Kv } from '../kv/kv.js';
import { limits } from '../limits.js';
import type { CloudWatch } from '../metrics/cloudwatch.js';
import { createServiceQuotas, type ServiceQuotas } from '../quotas/quotas.js';
import { type ApplicationAutoScaling, createApplicationAutoScaling } from './application-auto-scaling.js';
import { createMonitoring, type Monitoring } from './monitoring.js';
import { createScaling, type Scaling } from './scaling.js';

export interface AccountDeps {
  readonly kv: Kv;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly random: Random;
  readonly log: Log;
  readonly audit: AuditLog;
  readonly control: Pick<EngineControl, 'call' | 'setScaling'>;
  readonly catalogs: ReadonlyMap<string, Catalog>;
  readonly cloudWatch: CloudWatch;
  readonly accountId: string;
}

export interface AccountServices {
  readonly cloudTrail: CloudTrail;
  readonly alarms: Alarms;
  /** CloudWatch whole: metrics, alarms and dashboards. */
  readonly monitoring: Monitoring;
  readonly applicationAutoScaling: ApplicationAutoScaling;
  readonly serviceQuotas: ServiceQuotas;
  /** Judges alarms and scales tables for what has passed on the clock; cheap when nothing has. */
  look(): Promise<void>;
  /** Ends the look under way; later ones do nothing. */
  close(): Promise<void>;
}

export function createAccountServices(deps: AccountDeps): AccountServices {
  const { kv, clock, audit, accountId, catalogs, cloudWatch } = deps;
  const scaling = createScaling(deps);
  const alarms = createAlarms({
    kv,
    clock,
    audit,
    regions: () => catalogs.keys(),
    accountId,
    managed: (region) => scaling.alarms(region),
  });
  const dashboards = createDashboards({ kv, clock, audit, accountId });
  const monitoring = createMonitoring({ kv, clock, audit, accountId, cloudWatch, alarms, dashboards });
  const watch = new Watch(clock, alarms, scaling);
  return {
    cloudTrail: createCloudTrail({ log: audit, clock }),
    alarms,
    monitoring,
    applicationAutoScaling: createApplicationAutoScaling({ ...deps, scaling }),
    serviceQuotas: createServiceQuotas(),
    look: () => watch.look(),
    close: () => watch.close(),
  };
}

/** Looks once for each span that may have ended, and again while a table has to become ACTIVE first. */
class Watch {
  private readonly clock: Pick<Clock, 'wallMs'>;
  private readonly alarms: Alarms;
  private readonly scaling: Scaling;
  private seen = -1;
  private looking: Promise<void> | undefined;
  private closed = false;

  constructor(clock: Pick<Clock, 'wallMs'>, alarms: Alarms, scaling: Scaling) {
    this.clock = clock;
    this.alarms = alarms;
    this.scaling = scaling;
  }

  /** Who asks during a look gets its end. */
  look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  async close(): Promise<void> {
    this.closed = true;
    // its error is told to whoever began it
    await this.looking?.catch(() => undefined);
  }

  private async lookOnce(): Promise<void> {
    const span = Math.floor((this.clock.wallMs() - limits.metricLagMs) / limits.watchMs);
    if (this.closed || span === this.seen) return;
    await this.alarms.look();
    if (await this.scaling.look()) this.seen = span;
  }
}
