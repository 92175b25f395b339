// The CloudWatch operations over the engine's samples, in the JSON shapes of the API (timestamps in epoch seconds)
// [data-plane facts 5.4]: ListMetrics, GetMetricData, GetMetricStatistics. Wire forms are the HTTP front's business.

import type { Clock } from '../../ports/clock.js';
import type { Kv } from '../kv/kv.js';
import { limits } from '../limits.js';
import { CloudWatchError, listMetricsInput, metricStatisticsInput } from './cloudwatch-input.js';
import { getMetricData } from './metric-data.js';
import { pointsOf, type RegionSamples } from './metric-values.js';
import { listSeries } from './query.js';
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

/** Series of the last two weeks, or of the last three hours when asked for the recently active (PT3H). */
function listMetrics({ kv, region }: RegionSamples, nowSeconds: number, input: unknown): Record<string, unknown> {
  const wanted = listMetricsInput(input);
  const reachSeconds = wanted.recentlyActive ? 3 * 3600 : 14 * 24 * 3600;
  const found = listSeries(kv, region, nowSeconds - reachSeconds, nowSeconds).filter(
    (series) =>
      (wanted.namespace === undefined || series.namespace === wanted.namespace) &&
      (wanted.metricName === undefined || series.metric === wanted.metricName) &&
      wanted.dimensions.every(({ name, value }) =>
        value === undefined ? name in series.dimensions : series.dimensions[name] === value,
      ),
  );
  const page = found.slice(wanted.offset, wanted.offset + limits.metricsPerListPage);
  const next = wanted.offset + page.length;
  return {
    Metrics: page.map((series) => ({
      Namespace: series.namespace,
      MetricName: series.metric,
      Dimensions: Object.entries(series.dimensions).map(([Name, Value]) => ({ Name, Value })),
    })),
    ...(next < found.length ? { NextToken: Buffer.from(String(next)).toString('base64') } : {}),
  };
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
