// Tuple bounds over clustering columns of mixed order: rows that are neighbours by value lie apart in the partition. The
// contiguous slices they fall into, for deletions, which Cassandra cuts the same way.

import type { Column } from '../catalog/schema.js';
import type { ClusteringBound } from '../storage/table-store.js';
import { compareValues } from '../types/order.js';
import type { BoundLimit, BoundLimits, BoundSlice } from './bounds.js';

/** What is left of a bound behind the columns that are fixed. */
interface Tail {
  readonly columns: readonly Column[];
  readonly values: readonly Uint8Array[];
  readonly inclusive: boolean;
}

const tailOf = (bound: BoundLimit | undefined): Tail | undefined =>
  bound && { columns: bound.limit.columns, values: bound.values, inclusive: bound.limit.inclusive };

/** The slices of rows that begin with `prefix` and lie within the limits, in no order. */
export function mixedSlices(prefix: readonly Uint8Array[], { lower, upper }: BoundLimits): BoundSlice[] {
  return slicesWithin(prefix, tailOf(lower), tailOf(upper));
}

function slicesWithin(prefix: readonly Uint8Array[], lower: Tail | undefined, upper: Tail | undefined): BoundSlice[] {
  // a bound whose columns are all equal to the row's holds it or not
  if (lower?.values.length === 0) return lower.inclusive ? slicesWithin(prefix, undefined, upper) : [];
  if (upper?.values.length === 0) return upper.inclusive ? slicesWithin(prefix, lower, undefined) : [];
  const column = (lower ?? upper)?.columns[0];
  const whole: ClusteringBound | undefined = prefix.length > 0 ? { values: prefix, inclusive: true } : undefined;
  if (column === undefined) return [{ ...(whole && { start: whole, end: whole }) }];
  const least = lower?.values[0];
  const most = upper?.values[0];
  if (least !== undefined && most !== undefined) {
    const order = compareValues(column.type, least, most);
    if (order > 0) return [];
    if (order === 0) return slicesWithin([...prefix, least], behindFirst(lower), behindFirst(upper));
  }
  const beyond = (value: Uint8Array | undefined): ClusteringBound | undefined =>
    value === undefined ? whole : { values: [...prefix, value], inclusive: false };
  const [start, end] = column.order === 'asc' ? [beyond(least), beyond(most)] : [beyond(most), beyond(least)];
  return [
    ...(least === undefined ? [] : slicesWithin([...prefix, least], behindFirst(lower), undefined)),
    { ...(start && { start }), ...(end && { end }) },
    ...(most === undefined ? [] : slicesWithin([...prefix, most], undefined, behindFirst(upper))),
  ];
}

const behindFirst = (tail: Tail | undefined): Tail | undefined =>
  tail && { columns: tail.columns.slice(1), values: tail.values.slice(1), inclusive: tail.inclusive };
