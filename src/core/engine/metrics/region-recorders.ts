// One recorder a Region, made when it is first asked for: figures of one Region are never seen in another.

import { getOrMake } from '../../lib/get-or-make.js';
import type { EndpointTraffic, MetricsRecorder } from './api.js';
import { allZones } from './endpoint-metrics.js';
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

  /** Several reports of one zone are of its several addresses. */
  endpoints(reports: readonly (EndpointTraffic & { readonly region: string; readonly zone: string })[]): void {
    const sums = new Map<string, Map<string, EndpointTraffic>>();
    for (const { region, zone, active, opened, bytes } of reports) {
      const zones = getOrMake(sums, region, () => new Map<string, EndpointTraffic>());
      for (const name of [zone, allZones]) {
        const sum = zones.get(name) ?? { active: 0, opened: 0, bytes: 0 };
        zones.set(name, { active: sum.active + active, opened: sum.opened + opened, bytes: sum.bytes + bytes });
      }
    }
    for (const [region, zones] of sums) for (const [zone, traffic] of zones) this.of(region).endpoint(zone, traffic);
  }

  async flush(): Promise<void> {
    await Promise.all([...this.options.regions()].map((region) => this.of(region).flush()));
  }
}
