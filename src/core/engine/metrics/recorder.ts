// Gathers what statements report into the bins of the current second, and writes finished and running seconds and
// minutes to the store when flushed. One recorder a process and Region.

import { getOrMake } from '../../lib/get-or-make.js';
import type { Clock } from '../../ports/clock.js';
import type { Kv } from '../kv/kv.js';
import type { MetricsRecorder, Operation, StatementRecorder } from './api.js';
import { addTo, Bins, type OperationBin, type TableBin } from './bins.js';
import { pruneSamples, putSample } from './sample-store.js';

/** What is true of a table now, put beside the counts once a minute. */
export interface TableGauge {
  readonly keyspace: string;
  readonly table: string;
  readonly provisionedRead?: number;
  readonly provisionedWrite?: number;
  readonly sizeBytes: number;
}

export interface RecorderOptions {
  readonly kv: Kv;
  readonly clock: Pick<Clock, 'wallMs'>;
  /** Tells this process' series from others' (31 random bits do). */
  readonly processId: number;
  readonly region: string;
  readonly gauges: () => Iterable<TableGauge>;
}

export function createRecorder(options: RecorderOptions): MetricsRecorder {
  const state = new RecorderState(options);
  return {
    success: (sample) => {
      const table = state.current().table(sample.keyspace, sample.table);
      const operation = table.operation(sample.operation);
      operation.latency.record(sample.latencyNs / 1e6);
      operation.histogram.record(sample.latencyNs);
      if (sample.returnedRows >= 0) operation.rows.record(sample.returnedRows);
      if (sample.readUnits > 0) table.readUnits.record(sample.readUnits);
      if (sample.writeUnits > 0) table.writeUnits.record(sample.writeUnits);
    },
    throttled: (keyspace, table, operation, direction, cause) =>
      addTo(state.current().table(keyspace, table).operation(operation).throttles, `${direction}:${cause}`, 1),
    userError: (keyspace, table, operation) => {
      const bins = state.current();
      if (keyspace !== undefined && table !== undefined) bins.table(keyspace, table).operation(operation).userErrors++;
      else addTo(bins.accountUserErrors, operation, 1);
    },
    systemError: (keyspace, table, operation) => {
      const bins = state.current();
      if (keyspace !== undefined && table !== undefined)
        bins.table(keyspace, table).operation(operation).systemErrors++;
      else addTo(bins.accountSystemErrors, operation, 1);
    },
    replicated: (keyspace, table, units) => state.current().table(keyspace, table).writeUnits.record(units),
    replicationLatency: (keyspace, table, receivingRegion, milliseconds) =>
      state.current().table(keyspace, table).replicationTo(receivingRegion).record(milliseconds),
    conditionFailed: (keyspace, table) => {
      state.current().table(keyspace, table).conditionFailed++;
    },
    ttlDeleted: (keyspace, table, units) => {
      state.current().table(keyspace, table).ttlDeletes += units;
    },
    streamRequest: ({ keyspace, table, label, operation, latencyNs, outcome, records }) => {
      const bin = state.current().table(keyspace, table).streamOperation(label, operation);
      if (outcome === 'user-error') bin.userErrors++;
      else if (outcome === 'system-error') bin.systemErrors++;
      else {
        bin.latency.record(latencyNs / 1e6);
        bin.histogram.record(latencyNs);
        if (records >= 0) bin.rows.record(records);
      }
    },
    endpoint: (zone, { active, opened, bytes }) => {
      if (bytes === 0) return;
      const bin = state.current().endpoint(zone);
      bin.active.record(active);
      bin.opened += opened;
      bin.bytes += bytes;
    },
    statements: (keyspace, table, operation) => new StatementBins(state, { keyspace, table, operation }),
    request: (operation) => addTo(state.current().account, operation, 1),
    flush: () => state.flush(),
  };
}

/** The bins under way: the running second, finished seconds not yet written, the minutes they belong to. */
class RecorderState {
  private readonly options: RecorderOptions;
  private second = 0;
  private running = new Bins();
  private readonly finished = new Map<number, Bins>();
  private readonly minutes = new Map<number, Bins>();
  private gaugesOfMinute = -1;

  constructor(options: RecorderOptions) {
    this.options = options;
    this.second = Math.floor(options.clock.wallMs() / 1000);
  }

  current(): Bins {
    const second = Math.floor(this.options.clock.wallMs() / 1000);
    if (second !== this.second) this.turn(second);
    return this.running;
  }

  /** The same for a moment that may lie just before another's that was already seen: a second that is over is not begun again. */
  at(nowMs: number): Bins {
    const second = Math.floor(nowMs / 1000);
    if (second > this.second) this.turn(second);
    return this.running;
  }

  async flush(): Promise<void> {
    this.current();
    const minute = Math.floor(this.second / 60);
    const gauged = this.gauge(minute);
    if (this.running.isEmpty && this.finished.size === 0 && !gauged) return;
    const { options: source } = this;
    const seconds = [...this.finished];
    const running = { second: this.second, bins: this.running };
    const minutes = [...this.minutes].map(([index, bins]) => {
      const whole = new Bins();
      whole.add(bins.toRecord());
      if (index === Math.floor(running.second / 60)) whole.add(running.bins.toRecord());
      return [index, whole] as const;
    });
    await source.kv.write((tx) => {
      for (const [second, bins] of seconds) putSample(tx, 'second', second, source, bins);
      if (!running.bins.isEmpty) putSample(tx, 'second', running.second, source, running.bins);
      for (const [index, bins] of minutes) putSample(tx, 'minute', index, source, bins);
      if (gauged) pruneSamples(tx, running.second);
    });
    for (const [second] of seconds) this.finished.delete(second);
    for (const index of [...this.minutes.keys()]) if (index < minute) this.minutes.delete(index);
  }

  private turn(second: number): void {
    if (!this.running.isEmpty) {
      this.finished.set(this.second, this.running);
      this.minute(Math.floor(this.second / 60)).add(this.running.toRecord());
      this.running = new Bins();
    }
    this.second = second;
  }

  /** True once a minute, after noting the gauges. */
  private gauge(minute: number): boolean {
    this.minute(minute);
    if (minute === this.gaugesOfMinute) return false;
    this.gaugesOfMinute = minute;
    const bins = this.minute(minute);
    for (const gauge of this.options.gauges()) {
      const table = bins.table(gauge.keyspace, gauge.table);
      table.provisionedRead = gauge.provisionedRead;
      table.provisionedWrite = gauge.provisionedWrite;
      table.sizeBytes = gauge.sizeBytes;
    }
    return true;
  }

  private minute(index: number): Bins {
    return getOrMake(this.minutes, index, () => new Bins());
  }
}

/** Keeps the bins of the running second at hand: finding them by name costs more than counting. */
class StatementBins implements StatementRecorder {
  private readonly state: RecorderState;
  private readonly of: { readonly keyspace: string; readonly table: string; readonly operation: Operation };
  private bins: Bins | undefined;
  private table!: TableBin;
  private operation!: OperationBin;

  constructor(state: RecorderState, of: StatementBins['of']) {
    this.state = state;
    this.of = of;
  }

  executed(nowMs: number, latencyNs: number, readUnits: number): void {
    const bins = this.state.at(nowMs);
    if (bins !== this.bins) {
      this.bins = bins;
      this.table = bins.table(this.of.keyspace, this.of.table);
      this.operation = this.table.operation(this.of.operation);
    }
    bins.executes++;
    this.operation.latency.record(latencyNs / 1e6);
    this.operation.histogram.record(latencyNs);
    if (readUnits > 0) this.table.readUnits.record(readUnits);
  }
}
