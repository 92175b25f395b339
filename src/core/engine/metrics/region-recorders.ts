// One recorder a Region, made when it is first asked for: figures of one Region are never seen in another.

import { getOrMake } from '../../lib/get-or-make.js';
import type { MetricsRecorder } from './api.js';
import { createRecorder, type RecorderOptions, type TableGauge } from './recorder.js';

export interface RegionRecordersOptions extends Omit<RecorderOptions, 'region' | 'gauges'> {
  /** Regions whose tables have gauges, also when nothing happened in them. */
  readonly regions: () => Iterable<string>;
  readonly gauges: (region: string) => Iterable<TableGauge>;
}

export class RegionRecorders {
  private readonly options: RegionRecordersOptions;
  private readonly made = new Map<string, MetricsRecorder>();

  constructor(options: RegionRecordersOptions) {
    this.options = options;
  }

  of(region: string): MetricsRecorder {
    const { kv, clock, processId, gauges } = this.options;
    return getOrMake(this.made, region, () =>
      createRecorder({ kv, clock, processId, region, gauges: () => gauges(region) }),
    );
  }

  async flush(): Promise<void> {
    await Promise.all([...this.options.regions()].map((region) => this.of(region).flush()));
  }
}
