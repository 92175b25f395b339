// Reading metrics back: which series exist, and a series' data points over a time range at a period. The CloudWatch
// operations (cloudwatch.ts) and the engine's own live figures (live.ts) are written on it.

import type { KvReader } from '../kv/kv.js';
import { Bins, TableBin } from './bins.js';
import {
  accountMetrics,
  accountWideMetrics,
  type Distribution,
  metricDefinitions,
  namespace,
  replicationMetric,
  streamMetrics,
} from './definitions.js';
import { endpointDistribution, endpointNamespace, endpointSeries } from './endpoint-metrics.js';
import { type Resolution, secondsOf, visitSamples } from './sample-store.js';

/** A series; dimensions as CloudWatch names them. */
export interface SeriesName {
  readonly namespace: string;
  readonly metric: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface Datapoint {
  /** Start of the period, seconds since the epoch. */
  readonly atSeconds: number;
  readonly values: Distribution;
}

/** Every series of a Region that has a sample between the two instants, by metric name, then dimensions. */
export function listSeries(kv: KvReader, region: string, fromSeconds: number, toSeconds: number): SeriesName[] {
  const range = { region, first: Math.floor(fromSeconds / 60), last: Math.floor(toSeconds / 60) };
  const all = new Bins();
  visitSamples(kv, 'minute', range, (_, record) => all.add(record));
  const series: SeriesName[] = [];
  for (const [keyspace, tables] of all.tables) {
    for (const [table, bin] of tables) {
      const base = { Keyspace: keyspace, TableName: table };
      series.push(...streamSeries(bin, base), ...replicationSeries(bin, base));
      for (const definition of metricDefinitions) {
        if (definition.scope === 'table') {
          if (definition.read(bin)) series.push(nameOf(definition, base));
          continue;
        }
        for (const [operation, operationBin] of bin.operations) {
          if (definition.read(bin, operationBin)) series.push(nameOf(definition, { ...base, Operation: operation }));
        }
      }
    }
  }
  for (const definition of accountMetrics) {
    for (const operation of ['PREPARE', 'EXECUTE', 'BATCH', 'USE', 'SELECT', 'INSERT', 'UPDATE', 'DELETE']) {
      if (definition.read(all, operation)) series.push(nameOf(definition, { Operation: operation }));
    }
  }
  for (const definition of accountWideMetrics) if (definition.read(all)) series.push(nameOf(definition, {}));
  series.push(...endpointSeries(all, region));
  return series.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function streamSeries({ streams }: TableBin, base: Record<string, string>): SeriesName[] {
  return [...streams].flatMap(([StreamLabel, operations]) =>
    [...operations].flatMap(([Operation, bin]) =>
      streamMetrics
        .filter((definition) => definition.read(bin) !== undefined)
        .map((definition) => nameOf(definition, { ...base, Operation, StreamLabel })),
    ),
  );
}

/** With and without the keyspace: the two sets of dimensions that are documented. */
function replicationSeries({ replication }: TableBin, base: Record<string, string>): SeriesName[] {
  const { TableName } = base as { TableName: string };
  return [...replication.keys()].flatMap((ReceivingRegion) => [
    nameOf(replicationMetric, { ...base, ReceivingRegion }),
    nameOf(replicationMetric, { TableName, ReceivingRegion }),
  ]);
}

/** Of all tables of a name, whose keyspaces are not told apart. */
function replicationOf(bins: Bins, { Keyspace, TableName, ReceivingRegion }: Readonly<Record<string, string>>) {
  const merged = new TableBin();
  for (const [keyspace, tables] of bins.tables) {
    const bin = Keyspace === undefined || Keyspace === keyspace ? tables.get(TableName!) : undefined;
    merged.replicationTo(ReceivingRegion!).add(bin?.replication.get(ReceivingRegion!)?.toSummary());
  }
  return replicationMetric.read(merged, ReceivingRegion!);
}

const nameOf = (definition: { name: string; unit: string }, dimensions: Record<string, string>): SeriesName => ({
  namespace,
  metric: definition.name,
  unit: definition.unit,
  dimensions,
});
const sortKey = (series: SeriesName) => `${series.metric} ${Object.values(series.dimensions).join(' ')}`;

export interface SeriesQuery {
  /** AWS/Cassandra when left out. */
  readonly namespace?: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Inclusive start, exclusive end, seconds since the epoch. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly periodSeconds: number;
}

/** The data points of series of one Region, oldest first, in one pass over the samples: periods without samples have none (data-plane
 * facts 5.1). All share start, end and period of the first. */
export function readManySeries(kv: KvReader, region: string, queries: readonly SeriesQuery[]): Datapoint[][] {
  const first = queries[0];
  if (first === undefined) return [];
  const resolution: Resolution = first.periodSeconds < 60 ? 'second' : 'minute';
  const step = secondsOf[resolution];
  const range = { region, first: Math.floor(first.startSeconds / step), last: Math.ceil(first.endSeconds / step) - 1 };
  const periods = new Map<number, Bins>();
  visitSamples(kv, resolution, range, (index, record) => {
    const start = Math.floor((index * step) / first.periodSeconds) * first.periodSeconds;
    let bins = periods.get(start);
    if (bins === undefined) {
      bins = new Bins();
      periods.set(start, bins);
    }
    bins.add(record);
  });
  const ordered = [...periods].sort(([a], [b]) => a - b);
  return queries.map((query) =>
    ordered.flatMap(([atSeconds, bins]) => {
      const { metric, dimensions } = query;
      const values =
        query.namespace === endpointNamespace
          ? endpointDistribution(bins, region, metric, dimensions)
          : distributionOf(bins, metric, dimensions);
      return values ? [{ atSeconds, values }] : [];
    }),
  );
}

/** Dimensions must match exactly: nothing is added up over missing ones (data-plane facts 5.4). */
function distributionOf(
  bins: Bins,
  metric: string,
  dimensions: Readonly<Record<string, string>>,
): Distribution | undefined {
  const names = Object.keys(dimensions).sort().join(',');
  if (names === '') return accountWideMetrics.find((candidate) => candidate.name === metric)?.read(bins);
  if (names === 'Operation') {
    const definition = accountMetrics.find((candidate) => candidate.name === metric);
    return definition?.read(bins, dimensions.Operation!);
  }
  if (metric === replicationMetric.name && /^(Keyspace,)?ReceivingRegion,TableName$/.test(names))
    return replicationOf(bins, dimensions);
  const tableBin = bins.tables.get(dimensions.Keyspace!)?.get(dimensions.TableName!);
  if (names === 'Keyspace,Operation,StreamLabel,TableName') {
    const bin = tableBin?.streams.get(dimensions.StreamLabel!)?.get(dimensions.Operation!);
    return bin && streamMetrics.find((candidate) => candidate.name === metric)?.read(bin);
  }
  const definition = metricDefinitions.find((candidate) => candidate.name === metric);
  const wanted = definition?.scope === 'table' ? 'Keyspace,TableName' : 'Keyspace,Operation,TableName';
  if (definition === undefined || names !== wanted) return undefined;
  if (tableBin === undefined) return undefined;
  return definition.scope === 'table'
    ? definition.read(tableBin)
    : definition.read(tableBin, tableBin.operations.get(dimensions.Operation!));
}
