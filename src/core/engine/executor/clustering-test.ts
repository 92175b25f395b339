// Whether a row lies in a clustering slice. Apart because the store does this by its keys within a partition, and only
// virtual tables and scans over partitions have to compare values.

import type { TableSchema } from '../catalog/schema.js';
import type { ClusteringAccess, SelectPlan } from '../cql/analysis/plan.js';
import type { ClusteringBound, RowView } from '../storage/table-store.js';
import { compareValues } from '../types/order.js';
import type { Binding } from './binding.js';
import { type BoundLimits, type BoundSlice, bindLimits, boundSlice, noLimits } from './bounds.js';
import type { RowTest } from './filter.js';
import { clusteringPrefixes } from './keys.js';

const isRestricted = ({ prefix, lower, upper }: ClusteringAccess): boolean =>
  prefix.length > 0 || lower !== undefined || upper !== undefined;

/** Is every clustering column fixed to values? */
export const namesRows = (table: TableSchema, { prefix, lower, upper }: ClusteringAccess): boolean =>
  lower === undefined &&
  upper === undefined &&
  prefix.reduce((count, part) => count + ('columns' in part ? part.columns.length : 1), 0) === table.clustering.length;

/** The clustering keys of a read with their values bound. */
export interface BoundClusterings {
  readonly prefixes: Uint8Array[][];
  readonly bounds: BoundLimits;
}

export function bindClusterings(access: ClusteringAccess, binding: Binding): BoundClusterings {
  const prefixes = clusteringPrefixes(access.prefix, binding);
  return { prefixes, bounds: prefixes.length === 0 ? noLimits : bindLimits(access, binding, 'least') };
}

/** Can no row lie in any of the slices? */
export const liesNowhere = (table: TableSchema, { prefixes, bounds }: BoundClusterings): boolean =>
  prefixes.every((prefix) => isEmptySlice(table, boundSlice(prefix, bounds)));

/** What rows are tried against where no key of the store finds them: clusterings, then filters. */
export function rangeTest(
  plan: SelectPlan,
  clusterings: BoundClusterings,
  filters: RowTest | undefined,
): RowTest | undefined {
  if (!isRestricted(plan.clustering)) return filters;
  const within = withinSlices(plan.source.schema, clusterings);
  if (filters === undefined) return within;
  return (row: RowView): boolean => within(row) && filters(row);
}

function withinSlices(table: TableSchema, { prefixes, bounds }: BoundClusterings): RowTest {
  const slices = prefixes.map((prefix) => boundSlice(prefix, bounds));
  return (row) => slices.some((slice) => withinBound(table, row, slice));
}

/** Does the slice end before it begins? One that holds no value, such as `>= 1 AND < 1`, may not [C3 makeSlices]. */
function isEmptySlice(table: TableSchema, { start, end }: BoundSlice): boolean {
  if (start === undefined || end === undefined) return false;
  const common = Math.min(start.values.length, end.values.length);
  for (let i = 0; i < common; i++) {
    const { type, order } = table.clustering[i]!;
    const compared = compareValues(type, start.values[i]!, end.values[i]!) * (order === 'asc' ? 1 : -1);
    if (compared !== 0) return compared > 0;
  }
  if (start.values.length === end.values.length) return !start.inclusive && !end.inclusive;
  return start.values.length < end.values.length ? !start.inclusive : !end.inclusive;
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
