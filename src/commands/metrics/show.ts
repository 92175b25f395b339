// ks metrics show

import { Args, Flags } from '@oclif/core';
import { parseDuration, showMetrics } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { metricGrid } from '../../ui/rows/small.js';

export class MetricsShow extends KsCommand {
  static override summary = "Show a table's CloudWatch figures: units, requests, latency, throttles, errors.";
  static override examples = [
    'ks metrics show shop.orders --window 1h',
    'ks metrics show shop.orders --metric ConsumedReadCapacityUnits --json',
  ];
  static override args = { name: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = {
    window: Flags.string({ description: 'how far to look back', default: '15m' }),
    period: Flags.integer({ description: 'seconds of a period', default: 60 }),
    metric: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'only this metric; may be given again',
    }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(MetricsShow));
    const figures = await showMetrics(await this.fleet(), {
      name: args.name,
      windowMs: parseDuration(flags.window),
      periodSeconds: flags.period,
      ...(flags.metric !== undefined && { metrics: flags.metric }),
    });
    return this.show(figures, metricGrid);
  }
}
