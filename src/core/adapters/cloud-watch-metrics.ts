// The metrics port's questions as CloudWatch's two operations: batches, pages and the way back from Ids. Apart from the
// adapters, which bring the calls: over the network with the SDK's times, or in process with seconds.

import type { MetricIdentity, MetricPoint, MetricQuery, MetricsSource } from '../ports/metrics-source.js';

const namespace = 'AWS/Cassandra';
/** The most that one GetMetricData takes [facts/data-plane 5.4]. */
const queriesPerCall = 500;

interface Dimension {
  readonly Name?: string | undefined;
  readonly Value?: string | undefined;
}
export interface ListMetricsInput {
  readonly Namespace: string;
  readonly MetricName?: string;
  readonly NextToken?: string;
}
export interface ListMetricsPage {
  readonly Metrics?:
    | readonly { readonly MetricName?: string | undefined; readonly Dimensions?: readonly Dimension[] | undefined }[]
    | undefined;
  readonly NextToken?: string | undefined;
}
export interface MetricDataInput<Time> {
  readonly MetricDataQueries: ReturnType<typeof metricDataQueries>;
  readonly StartTime: Time;
  readonly EndTime: Time;
  readonly ScanBy: 'TimestampAscending';
  readonly NextToken?: string;
}
export interface MetricDataPage<Time> {
  readonly MetricDataResults?:
    | readonly {
        readonly Id?: string | undefined;
        readonly Timestamps?: readonly Time[] | undefined;
        readonly Values?: readonly number[] | undefined;
      }[]
    | undefined;
  readonly NextToken?: string | undefined;
}

/** The two operations; what they reject with goes to the caller as it is. */
export interface CloudWatchCalls<Time> {
  listMetrics(input: ListMetricsInput): Promise<ListMetricsPage>;
  getMetricData(input: MetricDataInput<Time>): Promise<MetricDataPage<Time>>;
  /** Epoch milliseconds as the calls write times, and back. */
  readonly time: { of(ms: number): Time; ms(time: Time): number };
}

export function cloudWatchMetrics<Time>(calls: CloudWatchCalls<Time>): Pick<MetricsSource, 'list' | 'query'> {
  return {
    async list(metric) {
      const found: MetricIdentity[] = [];
      const input = { Namespace: namespace, ...(metric !== undefined && { MetricName: metric }) };
      await everyPage(async (token) => {
        const page = await calls.listMetrics({ ...input, ...token });
        for (const { MetricName = '', Dimensions = [] } of page.Metrics ?? [])
          found.push({ metric: MetricName, dimensions: Object.fromEntries(Dimensions.map(nameAndValue)) });
        return page.NextToken;
      });
      return found;
    },
    async query(queries, window) {
      const points = queries.map((): MetricPoint[] => []);
      for (let from = 0; from < queries.length; from += queriesPerCall) {
        const input = {
          MetricDataQueries: metricDataQueries(queries, from, window.periodSeconds),
          StartTime: calls.time.of(window.startMs),
          EndTime: calls.time.of(window.endMs),
          ScanBy: 'TimestampAscending' as const,
        };
        await everyPage(async (token) => {
          const page = await calls.getMetricData({ ...input, ...token });
          for (const { Id = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
            const list = points[Number(Id.slice(1))];
            for (const [at, time] of Timestamps.entries())
              list?.push({ atMs: calls.time.ms(time), value: Values[at] ?? 0 });
          }
          return page.NextToken;
        });
      }
      return queries.map((query, at) => ({
        query,
        points: (points[at] ?? []).sort((a, b) => a.atMs - b.atMs),
      }));
    },
  };
}

/** Takes pages until one names no next. */
async function everyPage(take: (token: { readonly NextToken?: string }) => Promise<string | undefined>): Promise<void> {
  let next = await take({});
  while (next !== undefined) next = await take({ NextToken: next });
}

const nameAndValue = ({ Name = '', Value = '' }: Dimension): readonly [string, string] => [Name, Value];

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
