// A statistic by CloudWatch's name (`Average`, `p99`, `SampleCount`) out of a distribution.

import type { Distribution } from './definitions.js';

const percentilePattern = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;

export const simpleStatistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

export function isStatistic(name: string): boolean {
  return (simpleStatistics as readonly string[]).includes(name) || percentilePattern.test(name);
}

/** Percentiles come from real samples where the metric keeps them (latencies), else from the mean of the period. */
export function statisticOf(values: Distribution, name: string): number {
  switch (name) {
    case 'Sum':
      return values.sum;
    case 'Average':
      return values.sum / values.count;
    case 'Minimum':
      return values.minimum;
    case 'Maximum':
      return values.maximum;
    case 'SampleCount':
      return values.count;
    default: {
      const share = Number(percentilePattern.exec(name)?.[1] ?? 50) / 100;
      return values.histogram?.percentileMs(share) ?? values.sum / values.count;
    }
  }
}
