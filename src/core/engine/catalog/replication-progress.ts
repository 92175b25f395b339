// How far a Region that is being added to a keyspace has come: the share of its tables that are ACTIVE there (control-plane
// facts 2.3).

import { stateAt, type TableRecord } from './records.js';

/** Percent, 0 to 100; 0 without tables. */
export function tablesReadyPercent(tables: readonly TableRecord[], region: string, nowMs: number): number {
  const ready = tables.filter((table) =>
    table.replicas.some((replica) => replica.region === region && stateAt(replica.status, nowMs) === 'ACTIVE'),
  );
  return tables.length === 0 ? 0 : (100 * ready.length) / tables.length;
}
