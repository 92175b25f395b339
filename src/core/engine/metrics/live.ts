// Second-resolution figures of every table, for a dashboard in this or another process: rates over the last whole
// seconds, straight from the samples of all processes.

import type { Kv } from '../kv/kv.js';
import type { OperationBin } from './bins.js';
import { Histogram } from './histogram.js';
import { mergedSamples } from './sample-store.js';

export interface LatencyFigures {
  readonly p50?: number;
  readonly p90?: number;
  readonly p99?: number;
}

export interface LiveTable {
  readonly keyspace: string;
  readonly table: string;
  /** Per second, over the window. */
  readonly reads: number;
  readonly writes: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly throttledReads: number;
  readonly throttledWrites: number;
  readonly throttleCauses: Readonly<Record<string, number>>;
  readonly userErrors: number;
  readonly systemErrors: number;
  /** Milliseconds. */
  readonly latency: LatencyFigures;
  readonly readLatency: LatencyFigures;
  readonly writeLatency: LatencyFigures;
}

export interface LiveFigures {
  readonly atMs: number;
  readonly windowSeconds: number;
  readonly tables: readonly LiveTable[];
}

/** Figures of one Region over the `windowSeconds` whole seconds before `nowMs`. */
export function readLive(kv: Kv, region: string, nowMs: number, windowSeconds = 2): LiveFigures {
  const last = Math.floor(nowMs / 1000) - 1;
  const bins = mergedSamples(kv, 'second', { region, first: last - windowSeconds + 1, last });
  const tables: LiveTable[] = [];
  for (const [keyspace, named] of bins.tables) {
    for (const [table, bin] of named) {
      const reading = select(bin.operations, (name) => name === 'SELECT');
      const writing = select(bin.operations, (name) => name !== 'SELECT');
      const all = [...bin.operations.values()];
      tables.push({
        keyspace,
        table,
        reads: total(reading, (operation) => operation.latency.count) / windowSeconds,
        writes: total(writing, (operation) => operation.latency.count) / windowSeconds,
        readUnits: bin.readUnits.total / windowSeconds,
        writeUnits: bin.writeUnits.total / windowSeconds,
        throttledReads: throttled(all, 'read:') / windowSeconds,
        throttledWrites: throttled(all, 'write:') / windowSeconds,
        throttleCauses: causes(all, windowSeconds),
        userErrors: total(all, (operation) => operation.userErrors) / windowSeconds,
        systemErrors: total(all, (operation) => operation.systemErrors) / windowSeconds,
        latency: percentiles(all),
        readLatency: percentiles(reading),
        writeLatency: percentiles(writing),
      });
    }
  }
  return { atMs: (last + 1) * 1000, windowSeconds, tables };
}

function select(operations: ReadonlyMap<string, OperationBin>, wanted: (name: string) => boolean): OperationBin[] {
  return [...operations].filter(([name]) => wanted(name)).map(([, bin]) => bin);
}

function total(operations: readonly OperationBin[], figure: (operation: OperationBin) => number): number {
  return operations.reduce((sum, operation) => sum + figure(operation), 0);
}

function throttled(operations: readonly OperationBin[], prefix: string): number {
  return total(operations, (operation) => {
    let count = 0;
    for (const [key, value] of operation.throttles) if (key.startsWith(prefix)) count += value;
    return count;
  });
}

function causes(operations: readonly OperationBin[], windowSeconds: number): Record<string, number> {
  const found: Record<string, number> = {};
  for (const operation of operations) {
    for (const [key, value] of operation.throttles) {
      const cause = key.slice(key.indexOf(':') + 1);
      found[cause] = (found[cause] ?? 0) + value / windowSeconds;
    }
  }
  return found;
}

function percentiles(operations: readonly OperationBin[]): LatencyFigures {
  const merged = new Histogram();
  for (const operation of operations) merged.add(operation.histogram.toSparse());
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => merged.percentileMs(share));
  return p50 === undefined ? {} : { p50, p90: p90!, p99: p99! };
}
