// The metrics port over the engine in process: CloudWatch's operations without the network, and figures of the last second.

import type { MetricIdentity, MetricPoint, MetricQuery, MetricsSource } from '../../ports/metrics-source.js';
import type { Engine } from './door.js';
import { mapEngineError } from './map-errors.js';

const namespace = 'AWS/Cassandra';
/** The most that one GetMetricData takes [facts/data-plane 5.4]. */
const queriesPerCall = 500;

interface DataResult {
  readonly Id: string;
  readonly Timestamps?: readonly number[];
  readonly Values?: readonly number[];
}
interface ListedMetric {
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

export function engineMetrics(engine: Engine, region: string): MetricsSource {
  const call = async (operation: string, input: object): Promise<Readonly<Record<string, unknown>>> => {
    try {
      return (await engine.cloudWatch.call(operation, input, region)) as Readonly<Record<string, unknown>>;
    } catch (error) {
      throw mapEngineError(error);
    }
  };
  return {
    async list(metric) {
      const found: MetricIdentity[] = [];
      let NextToken: unknown;
      do {
        const page = await call('ListMetrics', {
          Namespace: namespace,
          ...(metric !== undefined && { MetricName: metric }),
          ...(NextToken !== undefined && { NextToken }),
        });
        for (const each of (page.Metrics as readonly ListedMetric[] | undefined) ?? []) {
          const dimensions = Object.fromEntries((each.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
          found.push({ metric: each.MetricName, dimensions });
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return found;
    },
    async query(queries, window) {
      const points = new Map<string, MetricPoint[]>();
      for (let from = 0; from < queries.length; from += queriesPerCall) {
        const batch = metricDataQueries(queries, from, window.periodSeconds);
        let NextToken: unknown;
        do {
          const page = await call('GetMetricData', {
            MetricDataQueries: batch,
            StartTime: window.startMs / 1000,
            EndTime: window.endMs / 1000,
            ScanBy: 'TimestampAscending',
            ...(NextToken !== undefined && { NextToken }),
          });
          for (const result of (page.MetricDataResults as readonly DataResult[] | undefined) ?? []) {
            const list = points.get(result.Id) ?? [];
            points.set(result.Id, list);
            for (const [at, seconds] of (result.Timestamps ?? []).entries()) {
              list.push({ atMs: seconds * 1000, value: result.Values?.[at] ?? 0 });
            }
          }
          NextToken = page.NextToken;
        } while (NextToken !== undefined);
      }
      return queries.map((query, at) => ({
        query,
        points: (points.get(`q${at}`) ?? []).sort((a, b) => a.atMs - b.atMs),
      }));
    },
    live: async () => {
      const { tables, atMs } = engine.live(region);
      return tables.map(({ userErrors, systemErrors, ...figures }) => ({
        ...figures,
        errors: userErrors + systemErrors,
        rows: undefined,
        sizeBytes: undefined,
        atMs,
      }));
    },
    size: async (keyspace, table) => engine.tableSize(region, keyspace, table),
  };
}

/** One batch of GetMetricData; an Id is `q` and the query's place in the whole list. */
const metricDataQueries = (queries: readonly MetricQuery[], from: number, periodSeconds: number) =>
  queries.slice(from, from + queriesPerCall).map((query, at) => ({
    Id: `q${from + at}`,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: query.metric,
        Dimensions: Object.entries(query.dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodSeconds,
      Stat: query.statistic,
    },
  }));
