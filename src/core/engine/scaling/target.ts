// A scalable target: one direction of one table in one Region, put together from the table's own settings (which win) and
// from what Application Auto Scaling keeps beside them. With the names and ids that its API shows [control-plane facts 3.5].

import { createHash } from 'node:crypto';
import { uuidText } from '../../lib/uuid.js';
import { managedPrefix } from '../alarms/alarms.js';
import type { ScalingSide, TableRecord } from '../catalog/records.js';
import type { ScalingEntry } from './scaling-store.js';

export type Direction = 'read' | 'write';
export const directions: readonly Direction[] = ['read', 'write'];

export interface ScalingPolicy {
  readonly name: string;
  readonly createdAtMs: number;
  /** Percent. */
  readonly targetValue: number;
  readonly disableScaleIn: boolean;
  /** Seconds. */
  readonly scaleInCooldown: number;
  readonly scaleOutCooldown: number;
}

export interface ScalableTarget {
  readonly region: string;
  readonly table: TableRecord;
  readonly direction: Direction;
  readonly minimum: number;
  readonly maximum: number;
  /** Provisioned now, units per second; undefined for on-demand tables. */
  readonly units: number | undefined;
  /** A target may be registered before it has a policy. */
  readonly policy?: ScalingPolicy;
  /** Undefined until somebody has looked at it for the first time. */
  readonly entry: ScalingEntry | undefined;
}

/** The settings that hold for a direction in `region`: reads of multi-Region tables may have their own. */
export function sideOf(table: TableRecord, region: string, direction: Direction): ScalingSide | undefined {
  if (direction === 'write') return table.autoScaling?.write;
  return table.replicas.find((replica) => replica.region === region)?.readAutoScaling ?? table.autoScaling?.read;
}

export function unitsOf(table: TableRecord, region: string, direction: Direction): number | undefined {
  if (table.capacity.mode !== 'PROVISIONED') return undefined;
  if (direction === 'write') return table.capacity.writeUnits;
  return table.replicas.find((replica) => replica.region === region)?.readUnits ?? table.capacity.readUnits;
}

/** Undefined when the direction is not a target at all. */
export function targetOf(
  table: TableRecord,
  at: { readonly region: string; readonly direction: Direction; readonly entry: ScalingEntry | undefined },
): ScalableTarget | undefined {
  const { region, direction, entry } = at;
  const side = sideOf(table, region, direction);
  const common = { region, table, direction, units: unitsOf(table, region, direction), entry };
  if (side !== undefined && !side.disabled) {
    const policy: ScalingPolicy = {
      name: entry?.policyName ?? defaultPolicyName(table, direction),
      createdAtMs: entry?.policyCreatedAtMs ?? entry?.createdAtMs ?? table.createdAtMs,
      targetValue: side.targetValue ?? 70,
      disableScaleIn: side.disableScaleIn ?? false,
      scaleInCooldown: side.scaleInCooldown ?? 0,
      scaleOutCooldown: side.scaleOutCooldown ?? 0,
    };
    return { ...common, minimum: side.minimumUnits ?? 1, maximum: side.maximumUnits ?? 1, policy };
  }
  if (entry?.registered === undefined) return undefined;
  return { ...common, ...entry.registered };
}

export const isGlobal = (table: TableRecord): boolean => table.replicas.length > 0;

/** Writes of a multi-Region table are one value for all Regions: its first Region sees to them. */
export const scalesHere = (table: TableRecord, region: string, direction: Direction): boolean =>
  direction === 'read' || !isGlobal(table) || table.replicas[0]?.region === region;

export const resourceIdOf = (table: Pick<TableRecord, 'keyspace' | 'name'>): string =>
  `keyspace/${table.keyspace}/table/${table.name}`;
export const dimensionOf = (direction: Direction): string =>
  direction === 'read' ? 'cassandra:table:ReadCapacityUnits' : 'cassandra:table:WriteCapacityUnits';
export const predefinedMetricOf = (direction: Direction): string =>
  direction === 'read' ? 'CassandraReadCapacityUtilization' : 'CassandraWriteCapacityUtilization';
export const consumedMetricOf = (direction: Direction): string =>
  direction === 'read' ? 'ConsumedReadCapacityUnits' : 'ConsumedWriteCapacityUnits';

/** What Keyspaces calls the policy of settings that were made through its own API is not documented. */
const defaultPolicyName = (table: TableRecord, direction: Direction): string =>
  `${predefinedMetricOf(direction)}:${resourceIdOf(table)}`;

/** The same id whenever it is asked for: nothing has to be stored to name an alarm. */
function idOf(table: TableRecord, direction: Direction, what: string): string {
  const digest = createHash('sha256').update(`${table.id}/${direction}/${what}`).digest();
  return uuidText(digest, 5);
}

export const targetArn = (target: ScalableTarget, accountId: string): string =>
  `arn:aws:application-autoscaling:${target.region}:${accountId}:scalable-target/` +
  idOf(target.table, target.direction, 'target').replaceAll('-', '').slice(0, 32);

export function policyArn(target: ScalableTarget, policy: ScalingPolicy, accountId: string): string {
  const id = idOf(target.table, target.direction, 'policy');
  const resource = `resource/cassandra/${resourceIdOf(target.table)}`;
  return `arn:aws:autoscaling:${target.region}:${accountId}:scalingPolicy:${id}:${resource}:policyName/${policy.name}`;
}

export type AlarmSide = 'High' | 'Low';
export const alarmName = (target: ScalableTarget, side: AlarmSide): string =>
  `${managedPrefix}${resourceIdOf(target.table)}-Alarm${side}-${idOf(target.table, target.direction, side)}`;
export const alarmArn = (target: ScalableTarget, side: AlarmSide, accountId: string): string =>
  `arn:aws:cloudwatch:${target.region}:${accountId}:alarm:${alarmName(target, side)}`;
