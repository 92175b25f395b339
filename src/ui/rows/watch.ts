// One table's figures as a line of JSON, for `metrics watch`.

import type { TableSample } from '../../core/index.js';

export interface WatchChoice {
  readonly throttledOnly: boolean;
  readonly idleToo: boolean;
}

/** Undefined when the choice leaves the table out. */
export function watchLine(table: TableSample, choice: WatchChoice): string | undefined {
  const throttled = table.throttledReads + table.throttledWrites;
  const busy = (table.reads ?? 0) + (table.writes ?? 0) + table.errors + throttled > 0;
  if (choice.throttledOnly ? throttled === 0 : !busy && !choice.idleToo) return undefined;
  return JSON.stringify({
    at: new Date(table.atMs).toISOString(),
    table: `${table.keyspace}.${table.table}`,
    region: table.region,
    status: table.status,
    readUnits: table.readUnits,
    writeUnits: table.writeUnits,
    reads: table.reads,
    writes: table.writes,
    throttledReads: table.throttledReads,
    throttledWrites: table.throttledWrites,
    throttleCauses: table.throttleCauses,
    readLatencyMs: table.readLatency,
    writeLatencyMs: table.writeLatency,
    errors: table.errors,
  });
}
