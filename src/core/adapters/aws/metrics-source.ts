// The metrics port over CloudWatch, with the SDK's client.

import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import type { MetricsSource } from '../../ports/metrics-source.js';
import { cloudWatchMetrics } from '../cloud-watch-metrics.js';
import type { PlaceClients } from './clients.js';
import { mapAwsError } from './map-errors.js';

export function awsMetrics(clients: PlaceClients): MetricsSource {
  const call = async <T>(answer: () => Promise<T>): Promise<T> => {
    try {
      return await answer();
    } catch (error) {
      throw mapAwsError(error, clients.where);
    }
  };
  return cloudWatchMetrics<Date>({
    listMetrics: (input) => call(() => clients.cloudWatch().send(new ListMetricsCommand(input))),
    getMetricData: (input) => call(() => clients.cloudWatch().send(new GetMetricDataCommand(input))),
    time: { of: (ms) => new Date(ms), ms: (time) => time.getTime() },
  });
}
