// The order that ORDER BY gives rows of several partitions. Apart because rows and groups are brought into it alike.

import type { Column, TableSchema } from '../catalog/schema.js';
import type { SelectPlan } from '../cql/analysis/plan.js';
import { invalid, warned } from '../cql-error.js';
import type { Compat } from '../limits.js';
import { compareValues } from '../types/order.js';

/** ORDER BY over several partitions: their rows have to be brought into one order. */
export const sortsPartitions = (plan: SelectPlan): boolean =>
  plan.orderedBy > 0 && plan.partition.kind === 'keys' && plan.partition.components.some((c) => c.kind === 'in');

/** Amazon Keyspaces sorts within each page, Cassandra everything or nothing [facts 2.8]. */
export const sortsAll = (compat: Compat, plan: SelectPlan): boolean => compat.cassandraInOrder && sortsPartitions(plan);

const noPagesOfSorted =
  'Cannot page queries with both ORDER BY and a IN restriction on the partition key; you must either remove the ORDER BY or the IN and sort client side, or disable paging for this query';

/** `asks`: anything is read at all. The warnings of groups come before [C3 SelectStatement.execute]. */
export function checkPagesOfSorted(
  compat: Compat,
  plan: SelectPlan,
  pageSize: number | undefined,
  asks: boolean,
): void {
  if (!pageSize || !sortsAll(compat, plan) || !(plan.aggregates || asks)) return;
  throw warned(invalid(noPagesOfSorted), plan.warnings);
}

/** For rows that come in the order of their partitions: by the columns that ORDER BY names and no others. */
export function compareOrdered(
  plan: SelectPlan,
  a: readonly (Uint8Array | null)[],
  b: readonly (Uint8Array | null)[],
): number {
  return compareColumns(plan.source.schema.clustering.slice(0, plan.orderedBy), a, b) * (plan.reversed ? -1 : 1);
}

/** In the table's clustering order; rows of partitions with static data alone come first. */
export const compareKeys = (
  table: TableSchema,
  a: readonly (Uint8Array | null)[],
  b: readonly (Uint8Array | null)[],
): number => compareColumns(table.clustering, a, b);

function compareColumns(
  columns: readonly Column[],
  a: readonly (Uint8Array | null)[],
  b: readonly (Uint8Array | null)[],
): number {
  for (const [i, column] of columns.entries()) {
    const order = compareCells(column, a[i] ?? null, b[i] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

function compareCells(column: Column, a: Uint8Array | null, b: Uint8Array | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const order = compareValues(column.type, a, b);
  return column.order === 'asc' ? order : -order;
}
