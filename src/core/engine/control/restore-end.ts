// The two ends of a restore whose rows have been copied, or some of them: the new table becomes ACTIVE, or it is gone with
// what it had. Apart from maintenance.ts, which brings restores there.

import type { CatalogEdit } from '../catalog/edit.js';
import type { RestoreRecord, TableRecord } from '../catalog/records.js';
import type { RestoreProgress } from '../recovery/progress.js';

/** The table becomes ACTIVE now, or when its delay (milliseconds) is over; its own window begins with that. */
export function endRestore(edit: CatalogEdit, { keyspace, name, number }: TableRecord, delayMs: number): void {
  const table = edit.table(keyspace, name);
  if (table?.restore === undefined || table.number !== number) return;
  const { restore } = table;
  const untilMs = Math.max(edit.nowMs, restore.startedAtMs + delayMs);
  const status: TableRecord['status'] =
    untilMs > edit.nowMs ? { state: 'RESTORING', untilMs, next: 'ACTIVE' } : { state: 'ACTIVE' };
  edit.put({
    ...table,
    status,
    replicas: table.replicas.map((replica) => ({ ...replica, status })),
    restore: { ...restore, copiedAtMs: edit.nowMs },
    ...(table.pitr === undefined ? {} : { pitr: { enabledAtMs: untilMs } }),
  });
  freeHistory(edit, restore);
}

/** Whether a restore with this fault has come to the place where it breaks off. */
export const breaksOff = (restore: RestoreRecord, { rows }: RestoreProgress, done: boolean): boolean =>
  restore.breaks === true && (done || rows * 2 >= restore.sourceRows);

/** The table is gone when half of its delay is over, as one whose creation fails (facts 2.1); its rows are owed as those of a dropped one. */
export function breakRestore(edit: CatalogEdit, { keyspace, name, number }: TableRecord, delayMs: number): void {
  const table = edit.table(keyspace, name);
  if (table?.restore === undefined || table.number !== number) return;
  const { restore, ...broken } = table;
  const atMs = Math.max(edit.nowMs, restore.startedAtMs + Math.floor(delayMs / 2));
  const status: TableRecord['status'] = { state: 'RESTORING', untilMs: atMs, next: 'DELETED' };
  edit.put({
    ...broken,
    status,
    replicas: table.replicas.map((replica) => ({ ...replica, status })),
    // never restorable: it has no state of its own to go back to
    pending: { atMs, changes: { deletedAtMs: atMs } },
  });
  freeHistory(edit, restore);
}

/** History that was kept for this restore alone may go. */
function freeHistory(edit: CatalogEdit, restore: RestoreRecord): void {
  const source = edit.tables().find((other) => other.number === restore.sourceNumber);
  if (source?.historyHeld !== true || edit.isRestoreSource(source.number)) return;
  const { historyHeld: _held, ...free } = source;
  edit.put(free);
}
