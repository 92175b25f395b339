// How long the history of a table is needed: by point-in-time recovery as far as its window reaches, by a stream for a day.
// What nobody needs is removed in bounded pieces.

import type { TableRecord } from '../catalog/records.js';
import type { KvReader } from '../kv/kv.js';
import { limits } from '../limits.js';
import { historyBegin } from '../storage/history.js';

/** Epoch milliseconds; older records are needed by nobody. */
function historyNeededFromMs(table: Pick<TableRecord, 'pitr' | 'cdc' | 'historyHeld'>, nowMs: number): number {
  if (table.historyHeld === true) return Number.NEGATIVE_INFINITY;
  const pitr = table.pitr === undefined ? nowMs : Math.max(table.pitr.enabledAtMs, nowMs - limits.recoveryWindowMs);
  const stream = table.cdc === undefined ? nowMs : nowMs - limits.streamKeptMs;
  return Math.min(pitr, stream, nowMs);
}

/** The first table with records that are too old, and the time up to which they go. `excluded` are numbers that restores read from. */
export function findOldHistory(
  reader: KvReader,
  tables: Iterable<TableRecord>,
  excluded: ReadonlySet<number>,
  nowMs: number,
): { readonly tableNumber: number; readonly beforeMicros: bigint } | undefined {
  for (const table of tables) {
    if (excluded.has(table.number) || table.pending?.changes.pitr != null) continue;
    const fromMs = historyNeededFromMs(table, nowMs);
    if (fromMs === Number.NEGATIVE_INFINITY) continue;
    const beforeMicros = BigInt(Math.floor(fromMs)) * 1000n;
    const begin = historyBegin(reader, table.number);
    if (begin !== undefined && begin < beforeMicros) return { tableNumber: table.number, beforeMicros };
  }
  return undefined;
}
