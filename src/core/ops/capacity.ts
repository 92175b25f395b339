// What a table may use and does use: show it, set it.

import type { AutoScalingSpecification, CapacitySpecification, WarmThroughput } from '../model/control-shapes.js';
import { isKsError } from '../model/errors.js';
import { parseQualifiedName } from '../model/names.js';
import { monthlyCost, pricesDate } from '../model/prices.js';
import type { Fleet } from '../ports/fleet.js';
import { type ConsumedUnits, consumedUnits } from './consumed-units.js';
import { type DryRun, onePlace } from './one-place.js';
import { orNoTable } from './say-missing.js';
import { type TableChanges, type UpdatedTable, updateTable } from './update-table.js';

export interface CapacityOf {
  readonly name: string;
  readonly status: string;
  readonly capacity: CapacitySpecification;
  readonly autoScaling?: AutoScalingSpecification;
  readonly warmThroughput?: WarmThroughput;
  readonly consumed: ConsumedUnits;
  /** US dollars a month for throughput at what is provisioned or used now; storage is not in it. */
  readonly monthlyCost: number | undefined;
  readonly pricesDate: string;
}

export async function showCapacity(fleet: Fleet, input: { readonly name: string }): Promise<CapacityOf> {
  const place = onePlace(fleet);
  const { keyspace, name } = parseQualifiedName(input.name);
  const table = await orNoTable(keyspace, name, place.control.tables.get(keyspace, name));
  const capacity = table.capacitySpecification ?? { throughputMode: 'PAY_PER_REQUEST' as const };
  const provisioned = capacity.throughputMode === 'PROVISIONED';
  const scaling = provisioned ? await place.control.autoScaling.get(keyspace, name).catch(missing) : undefined;
  const consumed = await consumedUnits(place, { keyspace, name }, fleet.clock.wallMs());
  return {
    name: input.name,
    status: table.status,
    capacity,
    ...(scaling?.autoScalingSpecification !== undefined && { autoScaling: scaling.autoScalingSpecification }),
    ...(table.warmThroughputSpecification !== undefined && { warmThroughput: table.warmThroughputSpecification }),
    consumed,
    monthlyCost: monthlyCost({
      region: place.region,
      provisioned,
      readUnits: (provisioned ? capacity.readCapacityUnits : consumed.read) ?? 0,
      writeUnits: (provisioned ? capacity.writeCapacityUnits : consumed.write) ?? 0,
      sizeBytes: 0,
      pitr: false,
    }),
    pricesDate,
  };
}

function missing(error: unknown): undefined {
  if (isKsError(error) && (error.kind === 'unauthorized' || error.kind === 'not-found')) return undefined;
  throw error;
}

export function setCapacity(
  fleet: Fleet,
  input: {
    readonly name: string;
    readonly changes: Pick<TableChanges, 'onDemand' | 'provisioned' | 'autoScaleRead' | 'autoScaleWrite' | 'warm'>;
    readonly wait: boolean;
    readonly timeoutMs: number;
    readonly dryRun?: boolean;
  },
): Promise<UpdatedTable | DryRun> {
  return updateTable(fleet, input);
}
