// Whether a row lies in a clustering slice. Apart because the store does this by its keys within a partition, and only
// virtual tables and scans over partitions have to compare values.

import type { TableSchema } from '../catalog/schema.js';
import type { ClusteringAccess, SelectPlan } from '../cql/analysis/plan.js';
import type { ClusteringBound, RowView } from '../storage/table-store.js';
import { compareValues } from '../types/order.js';
import type { Binding } from './binding.js';
import { type BoundSlice, bindLimits, boundSlice } from './bounds.js';
import { bindFilters, type RowTest } from './filter.js';
import { clusteringPrefixes } from './keys.js';

/** Undefined when the clustering key is not restricted. */
export function clusteringTest(table: TableSchema, access: ClusteringAccess, binding: Binding): RowTest | undefined {
  if (access.prefix.length === 0 && access.lower === undefined && access.upper === undefined) return undefined;
  const bounds = bindLimits(access, binding, 'least');
  const slices = clusteringPrefixes(access.prefix, binding).map((prefix) => boundSlice(prefix, bounds));
  return (row) => slices.some((slice) => withinBound(table, row, slice));
}

/** What every row of a read is tried against; over ranges of partitions the clustering key too. */
export function rowTests(plan: SelectPlan, binding: Binding): RowTest | undefined {
  const filters = bindFilters(plan.filters, binding);
  if (plan.partition.kind === 'keys') return filters;
  const within = clusteringTest(plan.source.schema, plan.clustering, binding);
  if (filters === undefined || within === undefined) return filters ?? within;
  return (row) => within(row) && filters(row);
}

function withinBound(table: TableSchema, row: RowView, slice: BoundSlice): boolean {
  if (slice.start !== undefined) {
    const order = compareToBound(table, row, slice.start);
    if (order < 0 || (order === 0 && !slice.start.inclusive)) return false;
  }
  if (slice.end !== undefined) {
    const order = compareToBound(table, row, slice.end);
    if (order > 0 || (order === 0 && !slice.end.inclusive)) return false;
  }
  return slice.residual === undefined || slice.residual(row);
}

/** In declared order; 0 when the row begins with the bound's values. */
function compareToBound(table: TableSchema, row: RowView, bound: ClusteringBound): number {
  for (const [i, wanted] of bound.values.entries()) {
    const column = table.clustering[i]!;
    const value = row.value(column);
    if (value === null) return -1;
    const order = compareValues(column.type, value, wanted);
    if (order !== 0) return column.order === 'asc' ? order : -order;
  }
  return 0;
}
