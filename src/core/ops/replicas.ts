// The copies of tables in other Regions: their states, how late changes come to them, and what waits.

import type { ReplicaSummary, TableDescription } from '../model/control-shapes.js';
import { parseResourceName } from '../model/names.js';
import type { Fleet, Place } from '../ports/fleet.js';
import { onePlace } from './one-place.js';
import { orNoKeyspace, orNoTable } from './say-missing.js';

/** One table in one Region. */
export interface Replica {
  readonly name: string;
  readonly region: string;
  readonly status: string;
  readonly throughputMode?: string;
  readonly readCapacityUnits?: number;
  readonly writeCapacityUnits?: number;
  /** ReplicationLatency from the Region of the call: mean and most of the window, milliseconds. */
  readonly latencyMs?: number;
  readonly worstLatencyMs?: number;
  /** Changes on their way there from the Region of the call; only the local engine tells. */
  readonly changesWaiting?: number;
  readonly oldestWaitingMs?: number;
}

export interface Replicas {
  readonly from: string;
  readonly replicas: readonly Replica[];
}

const windowMs = 15 * 60_000;
const metric = 'ReplicationLatency';

/** Of one table, or of every table of a keyspace, as the one place sees them. */
export async function listReplicas(fleet: Fleet, input: { readonly name: string }): Promise<Replicas> {
  const place = onePlace(fleet);
  const { keyspace, table } = parseResourceName(input.name);
  const tables =
    table === undefined
      ? await tablesOf(place, keyspace)
      : [await orNoTable(keyspace, table, place.control.tables.get(keyspace, table))];
  const replicas = await Promise.all(tables.map((each) => replicasOf(fleet, place, each)));
  return { from: place.region, replicas: replicas.flat() };
}

/** Replicas of one table; none in a keyspace of one Region. */
export async function replicasOf(fleet: Fleet, place: Place, table: TableDescription): Promise<readonly Replica[]> {
  const summaries = table.replicaSpecifications ?? [];
  const others = summaries.flatMap(({ region }) => (region === undefined || region === place.region ? [] : [region]));
  const latencies = await latenciesOf(fleet, place, table.tableName, others);
  const ways = place.replication?.ways() ?? [];
  return summaries.map((summary): Replica => {
    const way = ways.find(
      ({ keyspace, table: name, from, to }) =>
        keyspace === table.keyspaceName && name === table.tableName && from === place.region && to === summary.region,
    );
    return {
      name: `${table.keyspaceName}.${table.tableName}`,
      ...settingsOf(summary),
      ...latencies.get(summary.region ?? ''),
      ...(way !== undefined && { changesWaiting: way.changes, oldestWaitingMs: way.oldestMs }),
    };
  });
}

function settingsOf({ region, status, capacitySpecification }: ReplicaSummary): Omit<Replica, 'name'> {
  const { throughputMode, readCapacityUnits, writeCapacityUnits } = capacitySpecification ?? {};
  return {
    region: region ?? '',
    status: status ?? '',
    ...(throughputMode !== undefined && { throughputMode }),
    ...(readCapacityUnits !== undefined && { readCapacityUnits }),
    ...(writeCapacityUnits !== undefined && { writeCapacityUnits }),
  };
}

async function latenciesOf(
  fleet: Fleet,
  place: Place,
  tableName: string,
  regions: readonly string[],
): Promise<ReadonlyMap<string, Pick<Replica, 'latencyMs' | 'worstLatencyMs'>>> {
  if (regions.length === 0) return new Map();
  const endMs = fleet.clock.wallMs();
  const queries = regions.flatMap((ReceivingRegion) =>
    ['Average', 'Maximum'].map((statistic) => ({
      metric,
      statistic,
      // the documented dimensions, which Amazon Keyspaces publishes
      dimensions: { TableName: tableName, ReceivingRegion },
    })),
  );
  const series = await place.metrics.query(queries, {
    startMs: endMs - windowMs,
    endMs,
    periodSeconds: windowMs / 1000,
  });
  const found = new Map<string, { latencyMs?: number; worstLatencyMs?: number }>();
  for (const { query, points } of series) {
    const last = points.at(-1);
    const region = query.dimensions.ReceivingRegion ?? '';
    if (last === undefined) continue;
    const member = query.statistic === 'Average' ? 'latencyMs' : 'worstLatencyMs';
    found.set(region, { ...found.get(region), [member]: last.value });
  }
  return found;
}

async function tablesOf(place: Place, keyspace: string): Promise<readonly TableDescription[]> {
  const names = await orNoKeyspace(keyspace, place.control.tables.list(keyspace));
  return Promise.all(names.map(({ tableName }) => place.control.tables.get(keyspace, tableName)));
}
