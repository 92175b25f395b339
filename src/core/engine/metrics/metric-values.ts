// Values of metrics for those who ask and for alarms: statistics of series, and what metric math makes of them.

import type { KvReader } from '../kv/kv.js';
import type { MetricQueryInput, MetricStat } from './cloudwatch-input.js';
import { namespace, unitOf } from './definitions.js';
import { endpointNamespace, endpointUnitOf } from './endpoint-metrics.js';
import { evaluateExpression, type SeriesOfValues } from './expression.js';
import { type Datapoint, readManySeries } from './query.js';
import { statisticOf } from './statistics.js';
/** The samples of one Region. */
export interface RegionSamples {
  readonly kv: KvReader;
  readonly region: string;
}

/** A unit that the metric is never reported in has no figures. */
const isOfUnit = ({ unit, metricName }: MetricStat): boolean =>
  unit === undefined || unit === (unitOf(metricName) ?? endpointUnitOf(metricName));

const namespaces: ReadonlySet<string> = new Set([namespace, endpointNamespace]);

export interface Range {
  /** Inclusive start, exclusive end, seconds since the epoch. */
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** The data points of each series, those of one period in one pass over the samples. Starts are rounded down to the
 * period's grid, as CloudWatch does. */
export function pointsOf(store: RegionSamples, stats: readonly MetricStat[], range: Range): (readonly Datapoint[])[] {
  const found = stats.map((): readonly Datapoint[] => []);
  for (const periodSeconds of new Set(stats.map((stat) => stat.periodSeconds))) {
    const alike = [...stats.entries()].filter(
      ([, stat]) => stat.periodSeconds === periodSeconds && namespaces.has(stat.namespace) && isOfUnit(stat),
    );
    const startSeconds = Math.floor(range.startSeconds / periodSeconds) * periodSeconds;
    const queries = alike.map(([, stat]) => ({
      namespace: stat.namespace,
      metric: stat.metricName,
      dimensions: stat.dimensions,
      periodSeconds,
      startSeconds,
      endSeconds: range.endSeconds,
    }));
    for (const [at, points] of readManySeries(store.kv, store.region, queries).entries()) found[alike[at]![0]] = points;
  }
  return found;
}

/**
 * Values by the start of their period (epoch seconds), oldest first, of each query: series, and what is made of them; several
 * series only where an expression gives a list. Of many groups at once, whose ids do not see one another.
 */
export function valuesOf(
  store: RegionSamples,
  groups: readonly (readonly MetricQueryInput[])[],
  range: Range,
): ReadonlyMap<string, readonly SeriesOfValues[]>[] {
  const stats = groups.flatMap((queries) =>
    queries.flatMap(({ source }) => (source.kind === 'stat' ? [source.stat] : [])),
  );
  const points = pointsOf(store, stats, range);
  let next = 0;
  return groups.map((queries) => {
    const series = new Map<string, SeriesOfValues>();
    for (const { id, source } of queries) {
      if (source.kind !== 'stat') continue;
      const { periodSeconds, statistic } = source.stat;
      const own = points[next++] ?? [];
      const values = new Map(own.map((point) => [point.atSeconds, statisticOf(point.values, statistic)]));
      series.set(id, { periodSeconds, values });
    }
    return withExpressions(queries, series);
  });
}

/** An expression after those that it is made of; the input has no circles. */
function withExpressions(
  queries: readonly MetricQueryInput[],
  series: Map<string, SeriesOfValues>,
): ReadonlyMap<string, readonly SeriesOfValues[]> {
  const metrics = [...series.keys()];
  const found = new Map([...series].map(([id, one]) => [id, [one] as readonly SeriesOfValues[]]));
  const byId = new Map(queries.map((query) => [query.id, query]));
  const make = (id: string): void => {
    const source = byId.get(id)?.source;
    if (found.has(id) || source?.kind !== 'math') return;
    for (const name of source.expression.names) make(name);
    const made = evaluateExpression(source.expression, { series, metrics });
    found.set(id, made);
    if (made.length === 1) series.set(id, made[0]!);
  };
  for (const { id } of queries) make(id);
  return found;
}
