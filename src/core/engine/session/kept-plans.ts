// Statements that outlive a change of the schema: renaming key columns leaves prepared statements as they are in Cassandra,
// under the names they were written with, until another change of their table. Amazon Keyspaces renames no columns.

import type { CatalogReader, TableSchema } from '../catalog/schema.js';
import type { Plan } from '../cql/analysis/plan.js';

function tablesOf(plan: Plan): readonly TableSchema[] {
  switch (plan.kind) {
    case 'select':
      return plan.source.kind === 'stored' ? [plan.source.schema] : [];
    case 'modify':
      return [plan.table];
    case 'batch':
      return plan.statements.map(({ table }) => table);
    default:
      return [];
  }
}

const keyNames = ({ partitionKey, clustering }: TableSchema): string =>
  JSON.stringify([...partitionKey, ...clustering].map(({ name }) => name));

/** All of a table but the names of its key columns. */
const otherwise = ({ id, number, options, partitionKey, clustering, statics, regulars }: TableSchema): string =>
  JSON.stringify([
    id,
    number,
    options,
    [...partitionKey, ...clustering].map(({ name: _, ...column }) => column),
    [...statics, ...regulars],
  ]);

/** Whether nothing has changed for the plan but names of key columns. */
export function outlivesRename(catalog: CatalogReader, plan: Plan): boolean {
  const tables = tablesOf(plan);
  const now = tables.map(({ keyspace, name }) => catalog.table(keyspace, name)?.schema);
  const isSame = tables.every((table, i) => now[i] !== undefined && otherwise(table) === otherwise(now[i]));
  return isSame && tables.some((table, i) => keyNames(table) !== keyNames(now[i]!));
}
