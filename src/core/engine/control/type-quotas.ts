// The quotas that tie tables and user types together (control-plane facts 5.7).

import type { CatalogEdit } from '../catalog/edit.js';
import type { ColumnRecord } from '../catalog/records.js';
import { referringTables, typesOfTable } from '../catalog/type-graph.js';
import { limits } from '../limits.js';
import { quotaExceeded } from './errors.js';

/** 50 types a table, 100 tables a type; `table` does not count itself. */
export function checkTypeUse(
  edit: CatalogEdit,
  keyspace: string,
  table: string,
  columns: readonly ColumnRecord[],
): void {
  const used = typesOfTable({ columns });
  if (used.size > limits.userTypesPerTable)
    throw quotaExceeded(`A table can use at most ${limits.userTypesPerTable} user types`);
  if (used.size === 0) return;
  const others = edit.tables(keyspace).filter((other) => other.name !== table);
  for (const name of used) {
    if (referringTables(name, others).length >= limits.tablesPerUserType)
      throw quotaExceeded(`At most ${limits.tablesPerUserType} tables can use the user type ${name}`);
  }
}
