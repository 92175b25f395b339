// From value bounds (`a = 1 AND b > 2`) to the slice of a partition in declared clustering order. Apart because reads
// and range deletes need the same turn for DESC columns.

import type { ClusteringAccess, ClusteringLimit } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import type { ClusteringBound, RowView } from '../storage/table-store.js';
import { compareValues } from '../types/order.js';
import type { Binding } from './binding.js';
import { tupleParts } from './keys.js';

const none = new Uint8Array(0);

export interface BoundLimit {
  readonly limit: ClusteringLimit;
  readonly values: readonly Uint8Array[];
}
export interface BoundSlice {
  readonly start?: ClusteringBound;
  readonly end?: ClusteringBound;
  /** Tuple bounds over columns of mixed order are no contiguous slice: rows inside are tried too. */
  readonly residual?: (row: RowView) => boolean;
}

export interface BoundLimits {
  readonly lower?: BoundLimit;
  readonly upper?: BoundLimit;
}

/** Also those behind an IN of nothing, where no value is looked at [Cassandra 3.11 MultiCBuilder]. */
export const noLimits: BoundLimits = {};

/** `nulls`: for a range that is read null is the least value, an empty one [Cassandra 3.11.19]. */
export function bindLimits(access: ClusteringAccess, binding: Binding, nulls: 'refused' | 'least'): BoundLimits {
  if (access.lower === undefined && access.upper === undefined) return noLimits;
  const bind = (limit: ClusteringLimit): BoundLimit => {
    const { columns } = limit;
    const values = tupleParts(limit.value, columns, binding).map((value, i) => {
      if (value !== null) return value;
      if (nulls === 'least' && limit.value.kind === 'parts' && limit.value.single) return none;
      throw invalid(`Invalid null value in condition for column ${columns[i]!.name}`);
    });
    return { limit, values };
  };
  const lower = access.lower && bind(access.lower);
  const upper = access.upper && bind(access.upper);
  // an empty tuple bounds nothing
  const isBound = (b: BoundLimit | undefined): b is BoundLimit => b !== undefined && b.values.length > 0;
  return { ...(isBound(lower) && { lower }), ...(isBound(upper) && { upper }) };
}

/** The slice of rows that begin with `prefix` and lie within the limits. */
export function boundSlice(prefix: readonly Uint8Array[], { lower, upper }: BoundLimits): BoundSlice {
  const whole: ClusteringBound | undefined = prefix.length > 0 ? { values: prefix, inclusive: true } : undefined;
  const columns = (lower ?? upper)?.limit.columns;
  if (columns === undefined) return { ...(whole && { start: whole, end: whole }) };
  const bounds = [lower, upper].filter((b) => b !== undefined);
  const mixed = bounds.some((b) => b.limit.columns.some((c) => c.order !== columns[0]!.order));
  const bound = (b: BoundLimit | undefined): ClusteringBound | undefined =>
    b === undefined
      ? whole
      : mixed
        ? { values: [...prefix, b.values[0]!], inclusive: true }
        : { values: [...prefix, ...b.values], inclusive: b.limit.inclusive };
  const [first, last] = columns[0]!.order === 'asc' ? [lower, upper] : [upper, lower];
  const start = bound(first);
  const end = bound(last);
  return {
    ...(start && { start }),
    ...(end && { end }),
    ...(mixed && { residual: (row: RowView) => within(row, lower, upper) }),
  };
}

function within(row: RowView, lower: BoundLimit | undefined, upper: BoundLimit | undefined): boolean {
  if (lower !== undefined) {
    const order = compareTuple(row, lower);
    if (order < 0 || (order === 0 && !lower.limit.inclusive)) return false;
  }
  if (upper !== undefined) {
    const order = compareTuple(row, upper);
    if (order > 0 || (order === 0 && !upper.limit.inclusive)) return false;
  }
  return true;
}

function compareTuple(row: RowView, bound: BoundLimit): number {
  for (const [i, wanted] of bound.values.entries()) {
    const column = bound.limit.columns[i]!;
    const value = row.value(column);
    if (value === null) return -1;
    const order = compareValues(column.type, value, wanted);
    if (order !== 0) return order;
  }
  return 0;
}
