// CloudWatch figures of a table, once or as a stream: `metrics show` and `metrics watch`.

import { usage } from '../model/errors.js';
import { isSystemKeyspace, parseQualifiedName } from '../model/names.js';
import type { Fleet } from '../ports/fleet.js';
import type { MetricQuery } from '../ports/metrics-source.js';
import { onePlace } from './one-place.js';
import { orNoTable } from './say-missing.js';

export interface MetricLine {
  readonly metric: string;
  readonly operation?: string;
  /** Of ReplicationLatency: where changes come to. */
  readonly receivingRegion?: string;
  readonly statistic: string;
  /** The newest period's value. */
  readonly latest: number | undefined;
  readonly latestAt: string | undefined;
  /** Sum over the window for sums and counts, else the mean of the periods. */
  readonly overall: number | undefined;
  readonly points: readonly { readonly at: string; readonly value: number }[];
}
export interface MetricsOf {
  readonly name: string;
  readonly periodSeconds: number;
  readonly start: string;
  readonly end: string;
  readonly metrics: readonly MetricLine[];
}
export interface ShowMetricsInput {
  readonly name: string;
  readonly windowMs: number;
  readonly periodSeconds: number;
  /** Only these metric names; the usual ones when left out. */
  readonly metrics?: readonly string[];
}

const operations = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
const perTable: readonly (readonly [string, string])[] = [
  ['ConsumedReadCapacityUnits', 'Sum'],
  ['ConsumedWriteCapacityUnits', 'Sum'],
];
const perOperation: readonly (readonly [string, string])[] = [
  ['SuccessfulRequestCount', 'SampleCount'],
  ['SuccessfulRequestLatency', 'p50'],
  ['SuccessfulRequestLatency', 'p99'],
  ['ReadThrottleEvents', 'Sum'],
  ['WriteThrottleEvents', 'Sum'],
  ['StoragePartitionThroughputCapacityExceeded', 'Sum'],
  ['PerConnectionRequestRateExceeded', 'Sum'],
  ['UserErrors', 'Sum'],
  ['SystemErrors', 'Sum'],
];

const perReplica: readonly (readonly [string, string])[] = [
  ['ReplicationLatency', 'Average'],
  ['ReplicationLatency', 'Maximum'],
];

const known = [...new Set([...perTable, ...perOperation, ...perReplica].map(([metric]) => metric))];

/** `replicas`: the other Regions that the table is in. */
export function metricQueries(
  keyspace: string,
  table: string,
  only?: readonly string[],
  replicas: readonly string[] = [],
): readonly MetricQuery[] {
  const dimensions = { Keyspace: keyspace, TableName: table };
  const queries = [
    ...perTable.map(([metric, statistic]) => ({ metric, statistic, dimensions })),
    ...perOperation.flatMap(([metric, statistic]) =>
      operations.map((operation) => ({ metric, statistic, dimensions: { ...dimensions, Operation: operation } })),
    ),
    ...perReplica.flatMap(([metric, statistic]) =>
      replicas.map((ReceivingRegion) => ({ metric, statistic, dimensions: { TableName: table, ReceivingRegion } })),
    ),
  ];
  return only === undefined ? queries : queries.filter((query) => only.includes(query.metric));
}

export async function showMetrics(fleet: Fleet, input: ShowMetricsInput): Promise<MetricsOf> {
  const { keyspace, name } = parseQualifiedName(input.name);
  const endMs = fleet.clock.wallMs();
  const startMs = endMs - input.windowMs;
  if (input.windowMs <= 0) throw usage('The window has to be longer than nothing.', '--window 15m');
  const unknown = input.metrics?.find((metric) => !known.includes(metric));
  if (unknown !== undefined) throw usage(`There is no metric ${unknown}. There are: ${known.join(', ')}.`);
  const place = onePlace(fleet);
  const table = isSystemKeyspace(keyspace)
    ? undefined
    : await orNoTable(keyspace, name, place.control.tables.get(keyspace, name));
  const replicas = (table?.replicaSpecifications ?? []).flatMap(({ region }) =>
    region === undefined || region === place.region ? [] : [region],
  );
  const series = await place.metrics.query(metricQueries(keyspace, name, input.metrics, replicas), {
    startMs,
    endMs,
    periodSeconds: input.periodSeconds,
  });
  const metrics = series.flatMap(({ query, points }): MetricLine[] => {
    // a metric without traffic has no point, and no line
    if (points.length === 0) return [];
    const last = points.at(-1);
    const sum = points.reduce((total, point) => total + point.value, 0);
    const { Operation: operation, ReceivingRegion: receivingRegion } = query.dimensions;
    return [
      {
        metric: query.metric,
        ...(operation !== undefined && { operation }),
        ...(receivingRegion !== undefined && { receivingRegion }),
        statistic: query.statistic,
        latest: last?.value,
        latestAt: last === undefined ? undefined : new Date(last.atMs).toISOString(),
        overall: query.statistic === 'Sum' || query.statistic === 'SampleCount' ? sum : sum / points.length,
        points: points.map((point) => ({ at: new Date(point.atMs).toISOString(), value: point.value })),
      },
    ];
  });
  return {
    name: input.name,
    periodSeconds: input.periodSeconds,
    start: new Date(startMs).toISOString(),
    end: new Date(endMs).toISOString(),
    metrics,
  };
}
