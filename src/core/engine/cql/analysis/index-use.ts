// Which restrictions of a SELECT a secondary index answers, and what Cassandra then still asks ALLOW FILTERING for [C3
// StatementRestrictions]. Only tables of the lenient mode have indexes; they lift checks, the rows are filtered.

import type { Column, TableSchema } from '../../catalog/schema.js';
import type { IndexRecord } from '../../catalog/table-index.js';
import { invalid } from '../../cql-error.js';
import { type ClusteringRestriction, isSingle } from './clustering-restrictions.js';
import type { PartitionAccess } from './plan.js';
import type { ColumnRestriction, Restrictions } from './relations.js';

export interface AskedOfIndexes {
  readonly table: TableSchema;
  readonly found: Restrictions;
  readonly partition: PartitionAccess;
  readonly clustered: readonly ClusteringRestriction[];
  /** Those of `clustered` that are no slice of a partition. */
  readonly rest: readonly ClusteringRestriction[];
  /** Of columns outside the key. */
  readonly others: readonly ColumnRestriction[];
}

/** The kinds of the restricted columns that an index answers for. */
export function indexedKinds(
  indexes: readonly IndexRecord[],
  found: Restrictions,
  clustered: readonly ClusteringRestriction[],
): ReadonlySet<Column['kind']> {
  const kinds = new Set<Column['kind']>();
  if (indexes.length === 0) return kinds;
  const has = (column: Column, ...parts: readonly IndexRecord['part'][]): boolean =>
    indexes.some((index) => index.column === column.name && parts.includes(index.part));
  for (const restriction of found.byColumn.values()) {
    const { column } = restriction;
    if (restriction.kind === 'eq' && has(column, 'simple', 'full')) kinds.add(column.kind);
    if (restriction.contains.some(({ operator }) => has(column, partOf[operator]))) kinds.add(column.kind);
  }
  for (const restriction of clustered) {
    if (isSingle(restriction) || restriction.kind !== 'values' || restriction.part.kind !== 'tuples') continue;
    const equal = restriction.part.tuples.length === 1;
    if (equal && restriction.columns.some((column) => has(column, 'simple', 'full'))) kinds.add('clustering');
  }
  return kinds;
}

const partOf = { CONTAINS: 'values', 'CONTAINS KEY': 'keys', '=': 'entries' } as const;

export function indexUse(
  { table, found, partition, clustered, rest, others }: AskedOfIndexes,
  indexed: ReadonlySet<Column['kind']>,
): { readonly filtering: boolean; readonly usesIndex: boolean } {
  const isRange = partition.kind !== 'keys';
  const restrictedKeys = table.partitionKey.filter((column) => found.byColumn.has(column)).length;
  // a range of tokens alone is read as it is, unless something else needs the index
  const instead = isRange && (restrictedKeys > 0 || found.token === undefined);
  let usesIndex = instead || rest.length > 0 || (isRange && indexed.has('clustering'));
  let filtered = isRange ? restrictedKeys : 0;
  if (usesIndex || rest.length > 0) {
    for (const restriction of clustered) filtered += isSingle(restriction) ? 1 : restriction.columns.length;
  }
  if (others.length > 0) usesIndex = true;
  filtered += others.length;
  if (usesIndex && !isRange && partition.components.some(({ kind }) => kind === 'in'))
    throw invalid('Select on indexed columns and with IN clause for the PRIMARY KEY are not supported');
  const severalContains = others.some(({ contains }) => contains.length > 1);
  const filtering =
    (isRange || usesIndex) && (filtered > 1 || (filtered === 0 ? clustered.length > 0 : severalContains));
  return { filtering, usesIndex };
}
