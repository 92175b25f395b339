// Which instants a table can be restored to, and its schema at one of them (control-plane facts 4.1, 4.3).

import type { ColumnRecord, PastSettings, TableRecord } from '../catalog/records.js';
import { limits } from '../limits.js';

/** Both ends belong to it. Epoch milliseconds. */
export interface RecoveryWindow {
  readonly earliestMs: number;
  readonly latestMs: number;
}

/** Undefined when the table cannot be restored. A deleted table has one instant, that of its deletion. */
export function recoveryWindow(
  table: Pick<TableRecord, 'pitr' | 'deletedAtMs' | 'restorableUntilMs'>,
  nowMs: number,
): RecoveryWindow | undefined {
  const { pitr, deletedAtMs, restorableUntilMs } = table;
  if (deletedAtMs !== undefined) {
    const restorable = restorableUntilMs !== undefined && nowMs < restorableUntilMs;
    return restorable ? { earliestMs: deletedAtMs, latestMs: deletedAtMs } : undefined;
  }
  if (pitr === undefined) return undefined;
  return { earliestMs: Math.max(pitr.enabledAtMs, nowMs - limits.recoveryWindowMs), latestMs: nowMs };
}

/**
 * The instant that a restore goes to: the beginning of the second asked for, or the window's begin when that lies within the
 * second; the latest when none is asked for. Undefined outside the window.
 */
export function restoreInstant(window: RecoveryWindow, askedMs: number | undefined): number | undefined {
  const { earliestMs, latestMs } = window;
  if (askedMs === undefined) return latestMs;
  const second = secondOf(askedMs);
  if (second < secondOf(earliestMs) || second > secondOf(latestMs)) return undefined;
  // a time to come is refused even within this second
  if (earliestMs < latestMs && askedMs > latestMs) return undefined;
  return Math.max(second, earliestMs);
}

const secondOf = (ms: number): number => Math.floor(ms / 1000) * 1000;

/** What goes back to the instant with the rows; capacity and all else is of the present. */
export type SettingsThen = Pick<TableRecord, 'columns' | 'ttlEnabled' | 'defaultTimeToLive'>;

/** `arrange` puts columns in their order and counts their positions. */
export function settingsAt(
  table: TableRecord,
  atMs: number,
  arrange: (columns: readonly ColumnRecord[]) => readonly ColumnRecord[],
): SettingsThen {
  let { columns, ttlEnabled, defaultTimeToLive } = table;
  for (const past of [...(table.past ?? [])].reverse()) {
    if (past.untilMs <= atMs) break;
    columns = columnsBefore(columns, past);
    ttlEnabled = past.ttlEnabled ?? ttlEnabled;
    defaultTimeToLive = past.defaultTimeToLive ?? defaultTimeToLive;
  }
  return { columns: columns === table.columns ? columns : arrange(columns), ttlEnabled, defaultTimeToLive };
}

function columnsBefore(columns: readonly ColumnRecord[], past: PastSettings): readonly ColumnRecord[] {
  const replaced = new Set([...(past.addedIds ?? []), ...(past.columns ?? []).map((column) => column.id)]);
  if (replaced.size === 0) return columns;
  return [...columns.filter((column) => !replaced.has(column.id)), ...(past.columns ?? [])];
}

/** `table.past` with what the change of these settings at `untilMs` replaces; what is older than any window goes. */
export function withPast(
  table: TableRecord,
  next: Partial<SettingsThen>,
  untilMs: number,
  nowMs: number,
): readonly PastSettings[] {
  const known = (table.past ?? []).filter((past) => past.untilMs > nowMs - limits.recoveryWindowMs);
  const entry: PastSettings = {
    untilMs,
    ...(next.columns === undefined ? {} : columnChange(table.columns, next.columns)),
    ...(next.ttlEnabled === undefined || next.ttlEnabled === table.ttlEnabled ? {} : { ttlEnabled: table.ttlEnabled }),
    ...(next.defaultTimeToLive === undefined || next.defaultTimeToLive === table.defaultTimeToLive
      ? {}
      : { defaultTimeToLive: table.defaultTimeToLive }),
  };
  return Object.keys(entry).length === 1 ? known : [...known, entry];
}

// positions of other columns move when one comes or goes: they are counted again when the columns are put in order
function columnChange(
  before: readonly ColumnRecord[],
  after: readonly ColumnRecord[],
): Pick<PastSettings, 'columns' | 'addedIds'> {
  const was = new Map(before.map((column) => [column.id, column]));
  const is = new Map(after.map((column) => [column.id, column]));
  const gone = before.filter((column) => is.get(column.id)?.name !== column.name);
  const added = after.filter((column) => !was.has(column.id)).map((column) => column.id);
  return {
    ...(gone.length > 0 ? { columns: gone } : {}),
    ...(added.length > 0 ? { addedIds: added } : {}),
  };
}
