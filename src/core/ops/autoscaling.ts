// Auto scaling of one table: its settings beside what is provisioned and used, and what it did of late. Setting it is an
// UpdateTable like any other.

import type { AutoScalingSettings, ThroughputMode } from '../model/control-shapes.js';
import { isKsError, usage } from '../model/errors.js';
import { parseQualifiedName } from '../model/names.js';
import type { ScalingActivity } from '../ports/account.js';
import type { Fleet } from '../ports/fleet.js';
import { consumedUnits } from './consumed-units.js';
import { type DryRun, onePlace } from './one-place.js';
import { type UpdatedTable, updateTable } from './update-table.js';

export interface ScalingDirection {
  readonly settings: AutoScalingSettings | undefined;
  readonly provisioned: number | undefined;
  /** Units per second over the last whole minute with traffic; undefined without. */
  readonly consumed: number | undefined;
  /** Percent of what is provisioned. */
  readonly utilization: number | undefined;
}
export interface AutoScalingOf {
  readonly name: string;
  readonly status: string;
  readonly throughputMode: ThroughputMode;
  readonly read: ScalingDirection;
  readonly write: ScalingDirection;
  /** Newest first. */
  readonly activities: readonly ScalingActivity[];
}

const activitiesMax = 20;

export async function showAutoScaling(fleet: Fleet, input: { readonly name: string }): Promise<AutoScalingOf> {
  const place = onePlace(fleet);
  const { keyspace, name } = parseQualifiedName(input.name);
  const table = await place.control.tables.get(keyspace, name);
  const capacity = table.capacitySpecification;
  const scaling = await place.control.autoScaling.get(keyspace, name).catch(noSettings);
  const consumed = await consumedUnits(place, { keyspace, name }, fleet.clock.wallMs());
  const activities = (await place.scalingLog?.activities(keyspace, name, activitiesMax)) ?? [];
  const specification = scaling?.autoScalingSpecification;
  const direction = (
    settings: AutoScalingSettings | undefined,
    provisioned: number | undefined,
    used: number | undefined,
  ): ScalingDirection => ({
    settings,
    provisioned,
    consumed: used,
    utilization: used === undefined || provisioned === undefined ? undefined : (100 * used) / provisioned,
  });
  return {
    name: input.name,
    status: table.status,
    throughputMode: capacity?.throughputMode ?? 'PAY_PER_REQUEST',
    read: direction(specification?.readCapacityAutoScaling, capacity?.readCapacityUnits, consumed.read),
    write: direction(specification?.writeCapacityAutoScaling, capacity?.writeCapacityUnits, consumed.write),
    activities,
  };
}

function noSettings(error: unknown): undefined {
  if (isKsError(error) && (error.kind === 'unauthorized' || error.kind === 'not-found')) return undefined;
  throw error;
}

export interface ChangeScalingInput {
  readonly name: string;
  /** `50-800@70`, or `off`. */
  readonly read?: string;
  readonly write?: string;
  /** Seconds. */
  readonly scaleInCooldown?: number;
  readonly scaleOutCooldown?: number;
  readonly disableScaleIn?: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
  readonly dryRun?: boolean;
}

export function setAutoScaling(fleet: Fleet, input: ChangeScalingInput): Promise<UpdatedTable | DryRun> {
  const { name, read, write, wait, timeoutMs, dryRun } = input;
  if (read === undefined && write === undefined)
    throw usage('Name a direction.', `ks autoscaling set ${name} --write 50-800@70`);
  const scalingPolicy = {
    ...(input.scaleInCooldown !== undefined && { scaleInCooldown: input.scaleInCooldown }),
    ...(input.scaleOutCooldown !== undefined && { scaleOutCooldown: input.scaleOutCooldown }),
    ...(input.disableScaleIn !== undefined && { disableScaleIn: input.disableScaleIn }),
  };
  const changes = {
    ...(read !== undefined && { autoScaleRead: read }),
    ...(write !== undefined && { autoScaleWrite: write }),
    scalingPolicy,
  };
  return updateTable(fleet, { name, changes, wait, timeoutMs, ...(dryRun !== undefined && { dryRun }) });
}

/** Both directions, or the one that is named. */
export function turnAutoScalingOff(
  fleet: Fleet,
  { only, ...input }: Omit<ChangeScalingInput, 'read' | 'write'> & { readonly only?: 'read' | 'write' },
): Promise<UpdatedTable | DryRun> {
  return setAutoScaling(fleet, {
    ...input,
    ...(only !== 'write' && { read: 'off' }),
    ...(only !== 'read' && { write: 'off' }),
  });
}
