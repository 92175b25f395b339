// The metrics port over CloudWatch: GetMetricData in batches of 500 queries.

import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import type { MetricIdentity, MetricPoint, MetricQuery, MetricsSource } from '../../ports/metrics-source.js';
import type { PlaceClients } from './clients.js';
import { mapAwsError } from './map-errors.js';

const namespace = 'AWS/Cassandra';
const queriesPerCall = 500;

export function awsMetrics(clients: PlaceClients): MetricsSource {
  const call = async <T>(answer: () => Promise<T>): Promise<T> => {
    try {
      return await answer();
    } catch (error) {
      throw mapAwsError(error, clients.where);
    }
  };
  return {
    async list(metric) {
      const found: MetricIdentity[] = [];
      let NextToken: string | undefined;
      do {
        const input = { Namespace: namespace, MetricName: metric, NextToken };
        const page = await call(() => clients.cloudWatch().send(new ListMetricsCommand(input)));
        for (const each of page.Metrics ?? []) {
          const dimensions = Object.fromEntries((each.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
          found.push({ metric: each.MetricName ?? '', dimensions });
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return found;
    },
    async query(queries, window) {
      const points = queries.map((): MetricPoint[] => []);
      for (let from = 0; from < queries.length; from += queriesPerCall) {
        const batch = metricDataQueries(queries, from, window.periodSeconds);
        let NextToken: string | undefined;
        do {
          const input = {
            MetricDataQueries: batch,
            StartTime: new Date(window.startMs),
            EndTime: new Date(window.endMs),
            ScanBy: 'TimestampAscending' as const,
            NextToken,
          };
          const page = await call(() => clients.cloudWatch().send(new GetMetricDataCommand(input)));
          for (const result of page.MetricDataResults ?? []) {
            const list = points[Number(result.Id?.slice(1))];
            for (const [at, time] of (result.Timestamps ?? []).entries()) {
              list?.push({ atMs: time.getTime(), value: result.Values?.[at] ?? 0 });
            }
          }
          NextToken = page.NextToken;
        } while (NextToken !== undefined);
      }
      return queries.map((query, at) => ({
        query,
        points: (points[at] ?? []).sort((a, b) => a.atMs - b.atMs),
      }));
    },
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
