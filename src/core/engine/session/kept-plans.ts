// Statements that outlive a change of the schema: renaming key columns leaves prepared statements as they are in Cassandra,
// under the names they were written with, until the other columns of their table change. Amazon Keyspaces renames no columns.

import type { CatalogReader, Column, TableSchema } from '../catalog/schema.js';
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

const keyOf = ({ partitionKey, clustering }: TableSchema): readonly Column[] => [...partitionKey, ...clustering];
const keyNames = (table: TableSchema): string => JSON.stringify(keyOf(table).map(({ name }) => name));

/** What must stay as it is: all columns, but for the names of those of the key; options may change [C3 CFMetaData.apply]. */
const lasting = (table: TableSchema): string =>
  JSON.stringify([
    table.id,
    keyOf(table).map(({ name: _, ...column }) => column),
    [...table.statics, ...table.regulars],
    table.dropped?.map(({ id }) => id),
  ]);

/** The table as it is, with the names that its key had. */
function withNamesOf(old: TableSchema, table: TableSchema): TableSchema {
  const names = new Map(keyOf(table).map((column, i) => [column.id, keyOf(old)[i]!.name]));
  const named = new Map(
    table.columns.map((column) => [column.id, { ...column, name: names.get(column.id) ?? column.name }]),
  );
  const all = (columns: readonly Column[]): readonly Column[] => columns.map(({ id }) => named.get(id)!);
  return {
    ...table,
    partitionKey: all(table.partitionKey),
    clustering: all(table.clustering),
    statics: all(table.statics),
    regulars: all(table.regulars),
    columns: all(table.columns),
    byName: new Map([...named.values()].map((column) => [column.name, column])),
    byId: table.byId.map((column) => column && named.get(column.id)),
  };
}

/** The catalog as a plan goes on to see it that outlives the renaming of key columns; undefined when it does not, or when
 * nothing was renamed. */
export function catalogBefore(catalog: CatalogReader, plan: Plan): CatalogReader | undefined {
  const kept = new Map<string, TableSchema>();
  for (const old of tablesOf(plan)) {
    const now = catalog.table(old.keyspace, old.name);
    if (now?.kind !== 'stored' || lasting(old) !== lasting(now.schema)) return undefined;
    const key = `${old.keyspace}.${old.name}`;
    if (keyNames(old) !== keyNames(now.schema) && !kept.has(key)) kept.set(key, withNamesOf(old, now.schema));
  }
  if (kept.size === 0) return undefined;
  return {
    version: catalog.version,
    versionAt: (nowMs) => catalog.versionAt(nowMs),
    keyspace: (name) => catalog.keyspace(name),
    userType: (keyspace, name) => catalog.userType(keyspace, name),
    indexedTable: (keyspace, index) => catalog.indexedTable(keyspace, index),
    table(keyspace, name) {
      const schema = kept.get(`${keyspace}.${name}`);
      return schema === undefined ? catalog.table(keyspace, name) : { kind: 'stored', schema };
    },
  };
}
