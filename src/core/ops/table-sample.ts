// One table's description and figures made into one row of a fleet sample: limits, cost, windows. Pure.

import type { AutoScalingSettings } from '../model/control-shapes.js';
import type { TableSample } from '../model/fleet-sample.js';
import { arnParts } from '../model/names.js';
import { monthlyCost } from '../model/prices.js';
import type { Place } from '../ports/fleet.js';
import type { LiveTable } from '../ports/metrics-source.js';
import type { KnownTable } from './known-tables.js';

export interface SampleBasis {
  readonly place: Pick<Place, 'region'>;
  readonly known: KnownTable;
  readonly figure: LiveTable | undefined;
  /** Where the place knows it at once. */
  readonly size?: { readonly rows: number; readonly bytes: number } | undefined;
  readonly measuredMs: number;
  /** True where no figure means no traffic; false where it may mean not measured. */
  readonly live: boolean;
}

const timeOf = (iso: string | undefined): number | undefined => (iso === undefined ? undefined : Date.parse(iso));

function bounds(settings: AutoScalingSettings | undefined): readonly [number, number] | undefined {
  if (settings === undefined || settings.autoScalingDisabled === true) return undefined;
  return settings.minimumUnits === undefined || settings.maximumUnits === undefined
    ? undefined
    : [settings.minimumUnits, settings.maximumUnits];
}

export function tableSample(key: string, basis: SampleBasis): TableSample {
  const { description, scaling } = basis.known;
  const { figure } = basis;
  const capacity = description.capacitySpecification;
  const provisioned = capacity?.throughputMode === 'PROVISIONED';
  const warm = description.warmThroughputSpecification;
  const read = bounds(scaling?.readCapacityAutoScaling);
  const write = bounds(scaling?.writeCapacityAutoScaling);
  const scaled = read !== undefined || write !== undefined;
  const idle = basis.live ? 0 : undefined;
  const readUnits = figure?.readUnits ?? idle;
  const writeUnits = figure?.writeUnits ?? idle;
  const pitr = description.pointInTimeRecovery;
  const windowStartMs = timeOf(pitr?.earliestRestorableTimestamp);
  const sizeBytes = basis.size?.bytes ?? figure?.sizeBytes;
  const enabled = pitr?.status === 'ENABLED';
  return {
    key,
    keyspace: description.keyspaceName,
    table: description.tableName,
    region: basis.place.region,
    account: arnParts(description.resourceArn).account,
    status: description.status,
    mode: !provisioned ? 'on-demand' : scaled ? 'auto' : 'provisioned',
    readLimit: provisioned ? capacity.readCapacityUnits : warm?.readUnitsPerSecond,
    writeLimit: provisioned ? capacity.writeCapacityUnits : warm?.writeUnitsPerSecond,
    ...(scaled && { autoScaling: { ...(read !== undefined && { read }), ...(write !== undefined && { write }) } }),
    readUnits,
    writeUnits,
    reads: figure?.reads ?? idle,
    writes: figure?.writes ?? idle,
    throttledReads: figure?.throttledReads ?? 0,
    throttledWrites: figure?.throttledWrites ?? 0,
    throttleCauses: figure?.throttleCauses ?? {},
    latency: figure?.latency ?? {},
    readLatency: figure?.readLatency ?? {},
    writeLatency: figure?.writeLatency ?? {},
    errors: figure?.errors ?? 0,
    sizeBytes,
    rows: basis.size?.rows ?? figure?.rows,
    pitr: { enabled, ...(enabled && windowStartMs !== undefined && { windowStartMs }) },
    ttl: description.ttl?.status === 'ENABLED',
    streams: description.cdcSpecification?.status === 'ENABLED',
    createdMs: timeOf(description.creationTimestamp),
    monthlyCost: monthlyCost({
      region: basis.place.region,
      provisioned,
      readUnits: (provisioned ? capacity.readCapacityUnits : readUnits) ?? 0,
      writeUnits: (provisioned ? capacity.writeCapacityUnits : writeUnits) ?? 0,
      sizeBytes: sizeBytes ?? 0,
      pitr: enabled,
    }),
    atMs: basis.measuredMs,
  };
}
