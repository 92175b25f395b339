// Which table stands where: by trouble until the user sorts, then by a column. Ranks are averaged and put into bands, so that
// rows do not trade places over noise.

import type { TableSample } from '../../core/index.js';
import { recentMean, type Trail, utilisation } from './trail.js';

export type SortColumn = 'name' | 'mode' | 'rcu' | 'wcu' | 'util' | 'throttles' | 'errors' | 'p99' | 'size' | 'cost';

export interface Sort {
  readonly column: SortColumn;
  readonly descending: boolean;
}

export const SORT_COLUMNS: readonly SortColumn[] = [
  'name',
  'mode',
  'rcu',
  'wcu',
  'util',
  'throttles',
  'errors',
  'p99',
  'size',
  'cost',
];

/** Points averaged for a rank: about ten seconds of a local engine, ten minutes of CloudWatch. */
const RANK_POINTS = 10;

export function displayName(table: TableSample): string {
  return `${table.keyspace}.${table.table}`;
}

function tableUtilisation(table: TableSample): number | undefined {
  const read = utilisation(table.readUnits, table.readLimit);
  const write = utilisation(table.writeUnits, table.writeLimit);
  if (read === undefined) return write;
  return write === undefined ? read : Math.max(read, write);
}

/** Larger is worse. Throttled, failing, not ACTIVE, close to a limit, in use, idle. */
function troubleOf(table: TableSample, trail: Trail): number {
  const throttled = recentMean(trail, RANK_POINTS, (point) => point.throttledReads + point.throttledWrites) ?? 0;
  const errors = recentMean(trail, RANK_POINTS, (point) => point.errors) ?? 0;
  const used = recentMean(trail, RANK_POINTS, (point) =>
    Math.max(utilisation(point.readUnits, point.readLimit) ?? 0, utilisation(point.writeUnits, point.writeLimit) ?? 0),
  );
  let trouble = 0;
  if (throttled > 0) trouble += 10_000 + band(throttled) * 100;
  if (errors > 0) trouble += 3_000 + band(errors) * 100;
  if (table.status !== 'ACTIVE') trouble += 1_000;
  return trouble + Math.min(100, Math.round((used ?? 0) * 10));
}

/** Powers of two: a rank changes only when a figure doubles or halves. */
function band(value: number): number {
  return Math.max(0, Math.min(30, Math.round(Math.log2(1 + value))));
}

function sortValue(table: TableSample, column: SortColumn): number | string | undefined {
  switch (column) {
    case 'name':
      return displayName(table);
    case 'mode':
      return table.mode;
    case 'rcu':
      return table.readUnits;
    case 'wcu':
      return table.writeUnits;
    case 'util':
      return tableUtilisation(table);
    case 'throttles':
      return table.throttledReads + table.throttledWrites;
    case 'errors':
      return table.errors;
    case 'p99':
      return table.latency.p99;
    case 'size':
      return table.sizeBytes;
    case 'cost':
      return table.monthlyCost;
  }
}

/** Unknown values come last in either direction; equal ones by name. */
function compareBy(sort: Sort): (a: TableSample, b: TableSample) => number {
  return (a, b) => {
    const left = sortValue(a, sort.column);
    const right = sortValue(b, sort.column);
    if (left === undefined || right === undefined) {
      return left === right ? byName(a, b) : left === undefined ? 1 : -1;
    }
    const order = left < right ? -1 : left > right ? 1 : 0;
    return (sort.descending ? -order : order) || byName(a, b);
  };
}

function byName(a: TableSample, b: TableSample): number {
  const left = displayName(a) + a.region + a.account;
  const right = displayName(b) + b.region + b.account;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Keys of all tables, first to last. */
export function orderOf(
  tables: readonly TableSample[],
  trails: ReadonlyMap<string, Trail>,
  sort: Sort | undefined,
): readonly string[] {
  if (sort !== undefined) return [...tables].sort(compareBy(sort)).map((table) => table.key);
  const ranked = tables.map((table) => ({ table, trouble: troubleOf(table, trails.get(table.key) ?? []) }));
  ranked.sort((a, b) => b.trouble - a.trouble || byName(a.table, b.table));
  return ranked.map((entry) => entry.table.key);
}

/** The order of before with gone tables taken out and new ones at the end: used while the user's hand is on the keys. */
export function keepOrder(order: readonly string[], tables: readonly TableSample[]): readonly string[] {
  const present = new Set(tables.map((table) => table.key));
  const kept = order.filter((key) => present.has(key));
  const known = new Set(kept);
  return [...kept, ...tables.filter((table) => !known.has(table.key)).map((table) => table.key)];
}
