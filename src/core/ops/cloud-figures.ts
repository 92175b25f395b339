// Per-second figures of tables out of CloudWatch's minutes: one batch of queries a place, the newest whole period of each.

import type { Place } from '../ports/fleet.js';
import type { LatencyFigures, LiveTable, MetricQuery, MetricSeries } from '../ports/metrics-source.js';
import type { KnownTable } from './known-tables.js';

const periodSeconds = 60;
const windowMs = 10 * 60_000;
const sizeWindowMs = 24 * 3_600_000;
const readOperations = ['SELECT'];
const writeOperations = ['INSERT', 'UPDATE', 'DELETE'];
const percentiles = ['p50', 'p90', 'p99'] as const;

function queriesOf(keyspace: string, table: string): readonly MetricQuery[] {
  const dimensions = { Keyspace: keyspace, TableName: table };
  const operations = [...readOperations, ...writeOperations];
  const each = (metric: string, statistic: string): readonly MetricQuery[] =>
    operations.map((operation) => ({ metric, statistic, dimensions: { ...dimensions, Operation: operation } }));
  return [
    { metric: 'ConsumedReadCapacityUnits', statistic: 'Sum', dimensions },
    { metric: 'ConsumedWriteCapacityUnits', statistic: 'Sum', dimensions },
    ...each('SuccessfulRequestCount', 'SampleCount'),
    ...percentiles.flatMap((percentile) => each('SuccessfulRequestLatency', percentile)),
    ...each('ReadThrottleEvents', 'Sum'),
    ...each('WriteThrottleEvents', 'Sum'),
    ...each('StoragePartitionThroughputCapacityExceeded', 'Sum'),
    ...each('PerConnectionRequestRateExceeded', 'Sum'),
    ...each('UserErrors', 'Sum'),
    ...each('SystemErrors', 'Sum'),
  ];
}

/** By `keyspace.table`. A table without a point has no figures at all. */
export async function cloudFigures(
  place: Place,
  tables: readonly KnownTable[],
  nowMs: number,
): Promise<ReadonlyMap<string, LiveTable>> {
  const names = tables.map(({ description }) => [description.keyspaceName, description.tableName] as const);
  const window = { startMs: nowMs - windowMs, endMs: nowMs, periodSeconds };
  const sizeWindow = { startMs: nowMs - sizeWindowMs, endMs: nowMs, periodSeconds: 3600 };
  const sizeQueries = names.map(([Keyspace, TableName]) => ({
    metric: 'BillableTableSizeInBytes',
    statistic: 'Maximum',
    dimensions: { Keyspace, TableName },
  }));
  const [series, sizes] = await Promise.all([
    place.metrics.query(
      names.flatMap(([keyspace, table]) => queriesOf(keyspace, table)),
      window,
    ),
    place.metrics.query(sizeQueries, sizeWindow),
  ]);
  const figures = new Map<string, LiveTable>();
  for (const [keyspace, table] of names) {
    const own = series.filter(
      ({ query }) => query.dimensions.Keyspace === keyspace && query.dimensions.TableName === table,
    );
    const size = sizes.find(
      ({ query }) => query.dimensions.Keyspace === keyspace && query.dimensions.TableName === table,
    );
    const figure = figureOf(keyspace, table, own, size?.points.at(-1)?.value);
    if (figure !== undefined) figures.set(`${keyspace}.${table}`, figure);
  }
  return figures;
}

function figureOf(
  keyspace: string,
  table: string,
  series: readonly MetricSeries[],
  sizeBytes: number | undefined,
): LiveTable | undefined {
  const newestMs = Math.max(...series.flatMap(({ points }) => points.map((point) => point.atMs)));
  if (!Number.isFinite(newestMs)) return undefined;
  const values = (metric: string, statistic: string, operations?: readonly string[]): readonly number[] =>
    series.flatMap(({ query, points }) => {
      const wanted =
        query.metric === metric &&
        query.statistic === statistic &&
        (operations === undefined || operations.includes(query.dimensions.Operation ?? ''));
      return wanted ? points.filter((point) => point.atMs === newestMs).map((point) => point.value) : [];
    });
  const rate = (metric: string, statistic = 'Sum', operations?: readonly string[]): number =>
    values(metric, statistic, operations).reduce((sum, value) => sum + value, 0) / periodSeconds;
  // percentiles of several operations cannot be joined: the worst one is shown
  const latency = (operations?: readonly string[]): LatencyFigures => {
    const worst = percentiles.map((p) => [p, Math.max(...values('SuccessfulRequestLatency', p, operations))] as const);
    return Object.fromEntries(worst.filter(([, value]) => Number.isFinite(value)));
  };
  const [partition, connection] = [
    rate('StoragePartitionThroughputCapacityExceeded'),
    rate('PerConnectionRequestRateExceeded'),
  ];
  const throttledReads = rate('ReadThrottleEvents');
  const throttledWrites = rate('WriteThrottleEvents');
  // the throttle metrics count every cause: what the two narrower ones do not explain is the table's limit
  const rest = Math.max(0, throttledReads + throttledWrites - partition - connection);
  return {
    keyspace,
    table,
    readUnits: rate('ConsumedReadCapacityUnits'),
    writeUnits: rate('ConsumedWriteCapacityUnits'),
    reads: rate('SuccessfulRequestCount', 'SampleCount', readOperations),
    writes: rate('SuccessfulRequestCount', 'SampleCount', writeOperations),
    throttledReads,
    throttledWrites,
    throttleCauses: {
      ...(rest > 0 && { table: rest }),
      ...(partition > 0 && { partition }),
      ...(connection > 0 && { connection }),
    },
    latency: latency(),
    readLatency: latency(readOperations),
    writeLatency: latency(writeOperations),
    errors: rate('UserErrors') + rate('SystemErrors'),
    rows: undefined,
    sizeBytes,
    atMs: newestMs,
  };
}
