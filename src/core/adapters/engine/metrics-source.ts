// The metrics port over the engine in process: CloudWatch's operations without the network, and figures of the last second.

import type { MetricsSource } from '../../ports/metrics-source.js';
import { cloudWatchMetrics, type ListMetricsPage, type MetricDataPage } from '../cloud-watch-metrics.js';
import type { Engine } from './door.js';
import { mapEngineError } from './map-errors.js';

export function engineMetrics(engine: Engine, region: string): MetricsSource {
  const call = async <Page>(operation: string, input: object): Promise<Page> => {
    try {
      return (await engine.cloudWatch.call(operation, input, region)) as Page;
    } catch (error) {
      throw mapEngineError(error);
    }
  };
  return {
    ...cloudWatchMetrics<number>({
      listMetrics: (input) => call<ListMetricsPage>('ListMetrics', input),
      getMetricData: (input) => call<MetricDataPage<number>>('GetMetricData', input),
      // the API counts in seconds
      time: { of: (ms) => ms / 1000, ms: (seconds) => seconds * 1000 },
    }),
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
