// The CloudWatch operations over the engine's samples, in the JSON shapes of the API (timestamps in epoch seconds)
// [data-plane facts 5.4]: ListMetrics, GetMetricData, GetMetricStatistics. Wire forms are the HTTP front's business.

import type { Clock } from '../../ports/clock.js';
import type { Kv, KvReader } from '../kv/kv.js';
import { limits } from '../limits.js';
import type { MetricQueryInput, MetricStat } from './cloudwatch-input.js';
import { CloudWatchError, listMetricsInput, metricDataInput, metricStatisticsInput } from './cloudwatch-input.js';
import { namespace } from './definitions.js';
import { evaluateExpression, type SeriesOfValues } from './expression.js';
import { type Datapoint, listSeries, readManySeries } from './query.js';
import { statisticOf } from './statistics.js';

export interface CloudWatch {
  /** Input as parsed JSON, not yet validated; of the engine's default Region when none is named. Rejects with a CloudWatchError. */
  call(operation: string, input: unknown, region?: string): Promise<Record<string, unknown>>;
}

export interface CloudWatchDeps {
  readonly kv: Kv;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly defaultRegion: string;
}

export function createCloudWatch({ kv, clock, defaultRegion }: CloudWatchDeps): CloudWatch {
  return {
    call: async (operation, input, region = defaultRegion) => {
      const store = { kv, region };
      switch (operation) {
        case 'ListMetrics':
          return listMetrics(store, clock.wallMs() / 1000, input);
        case 'GetMetricData':
          return getMetricData(store, input);
        case 'GetMetricStatistics':
          return getMetricStatistics(store, input);
        default:
          throw new CloudWatchError('UnknownOperationException', `${operation} is not offered by this engine`, 404);
      }
    },
  };
}

/** The samples of one Region. */
export interface RegionSamples {
  readonly kv: KvReader;
  readonly region: string;
}

/** Series of the last two weeks, or of the last three hours when asked for the recently active (PT3H). */
function listMetrics({ kv, region }: RegionSamples, nowSeconds: number, input: unknown): Record<string, unknown> {
  const wanted = listMetricsInput(input);
  if (wanted.namespace !== undefined && wanted.namespace !== namespace) return { Metrics: [] };
  const reachSeconds = wanted.recentlyActive ? 3 * 3600 : 14 * 24 * 3600;
  const found = listSeries(kv, region, nowSeconds - reachSeconds, nowSeconds).filter(
    (series) =>
      (wanted.metricName === undefined || series.metric === wanted.metricName) &&
      wanted.dimensions.every(({ name, value }) =>
        value === undefined ? name in series.dimensions : series.dimensions[name] === value,
      ),
  );
  const page = found.slice(wanted.offset, wanted.offset + limits.metricsPerListPage);
  const next = wanted.offset + page.length;
  return {
    Metrics: page.map((series) => ({
      Namespace: namespace,
      MetricName: series.metric,
      Dimensions: Object.entries(series.dimensions).map(([Name, Value]) => ({ Name, Value })),
    })),
    ...(next < found.length ? { NextToken: Buffer.from(String(next)).toString('base64') } : {}),
  };
}

interface Range {
  /** Inclusive start, exclusive end, seconds since the epoch. */
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** The data points of each series, those of one period in one pass over the samples. Starts are rounded down to the
 * period's grid, as CloudWatch does. */
function pointsOf(store: RegionSamples, stats: readonly MetricStat[], range: Range): (readonly Datapoint[])[] {
  const found = stats.map((): readonly Datapoint[] => []);
  for (const periodSeconds of new Set(stats.map((stat) => stat.periodSeconds))) {
    const alike = [...stats.entries()].filter(
      ([, stat]) => stat.periodSeconds === periodSeconds && stat.namespace === namespace,
    );
    const startSeconds = Math.floor(range.startSeconds / periodSeconds) * periodSeconds;
    const queries = alike.map(([, { metricName, dimensions }]) => ({
      metric: metricName,
      dimensions,
      periodSeconds,
      startSeconds,
      endSeconds: range.endSeconds,
    }));
    for (const [at, points] of readManySeries(store.kv, store.region, queries).entries()) found[alike[at]![0]] = points;
  }
  return found;
}

/**
 * Values by the start of their period (epoch seconds), oldest first, of each query: series, and what is made of them. Of many
 * groups at once, whose ids do not see one another.
 */
export function valuesOf(
  store: RegionSamples,
  groups: readonly (readonly MetricQueryInput[])[],
  range: Range,
): ReadonlyMap<string, SeriesOfValues>[] {
  const stats = groups.flatMap((queries) =>
    queries.flatMap(({ source }) => (source.kind === 'stat' ? [source.stat] : [])),
  );
  const points = pointsOf(store, stats, range);
  let next = 0;
  return groups.map((queries) => {
    const found = new Map<string, SeriesOfValues>();
    for (const { id, source } of queries) {
      if (source.kind !== 'stat') continue;
      const { periodSeconds, statistic } = source.stat;
      const own = points[next++] ?? [];
      const values = new Map(own.map((point) => [point.atSeconds, statisticOf(point.values, statistic)]));
      found.set(id, { periodSeconds, values });
    }
    const made = queries.flatMap(({ id, source }) =>
      source.kind === 'math' ? [[id, evaluateExpression(source.expression, found)] as const] : [],
    );
    return new Map([...found, ...made]);
  });
}

function getMetricData(store: RegionSamples, input: unknown): Record<string, unknown> {
  const wanted = metricDataInput(input);
  const values = valuesOf(store, [wanted.queries], wanted)[0]!;
  const results = wanted.queries
    .filter(({ returnData }) => returnData)
    .map(({ id, label, source }) => {
      const found = [...(values.get(id)?.values ?? [])];
      const ordered = wanted.ascending ? found : found.reverse();
      return {
        Id: id,
        Label: label ?? (source.kind === 'stat' ? source.stat.metricName : id),
        Timestamps: ordered.map(([atSeconds]) => atSeconds),
        Values: ordered.map(([, value]) => value),
        StatusCode: 'Complete',
      };
    });
  return { MetricDataResults: results, Messages: [] };
}

function getMetricStatistics(store: RegionSamples, input: unknown): Record<string, unknown> {
  const wanted = metricStatisticsInput(input);
  const found = pointsOf(store, [{ ...wanted.stat, statistic: 'Sum' }], wanted)[0]!;
  const datapoints = found.map((point) => {
    const row: Record<string, unknown> = { Timestamp: point.atSeconds, Unit: wanted.unitOf(wanted.stat.metricName) };
    for (const statistic of wanted.statistics) {
      row[statistic] = statisticOf(point.values, statistic);
    }
    if (wanted.extended.length > 0) {
      row.ExtendedStatistics = Object.fromEntries(
        wanted.extended.map((name) => [name, statisticOf(point.values, name)]),
      );
    }
    return row;
  });
  return { Label: wanted.stat.metricName, Datapoints: datapoints };
}
