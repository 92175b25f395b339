// The record of a table that is being deleted, with what restoring it takes (control-plane facts 4.3).

import type { CatalogEdit } from '../catalog/edit.js';
import type { TableRecord } from '../catalog/records.js';
import { limits } from '../limits.js';
import { typesNeeded } from '../recovery/user-types.js';

/** With PITR on it stays restorable, and its user types are remembered: they may be deleted after it. */
export function goingTable(edit: CatalogEdit, table: TableRecord, status: TableRecord['status']): TableRecord {
  const going: TableRecord = { ...table, status, deletedAtMs: edit.nowMs };
  if (table.pitr === undefined) return going;
  const deletedTypes = typesNeeded(table.columns, (name) => edit.userType(table.keyspace, name));
  return {
    ...going,
    restorableUntilMs: edit.nowMs + limits.recoveryWindowMs,
    ...(deletedTypes.length > 0 ? { deletedTypes } : {}),
  };
}
