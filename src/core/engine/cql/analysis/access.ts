// From restrictions to the way into the store: which partitions, which slice of each, and what is left to filter. The
// checks and their order follow Cassandra 3.11's StatementRestrictions. Apart from relations.ts, which knows no statement.

import type { TableSchema } from '../../catalog/schema.js';
import type { IndexRecord } from '../../catalog/table-index.js';
import { invalid } from '../../cql-error.js';
import {
  type ClusteringRestriction,
  clusteringRestrictions,
  firstColumn,
  isSingle,
} from './clustering-restrictions.js';
import { type AskedOfIndexes, indexedKinds, indexUse } from './index-use.js';
import type { ClusteringAccess, ClusteringPart, Filter, KeyValues, PartitionAccess, TokenAccess } from './plan.js';
import type { ColumnRestriction, Restrictions } from './relations.js';
import type { Term } from './term.js';

export const needsFiltering =
  'Cannot execute this query as it might involve data filtering and thus may have unpredictable performance. If you want to execute this query despite the performance unpredictability, use ALLOW FILTERING';

export interface SelectAccess {
  readonly partition: PartitionAccess;
  readonly clustering: ClusteringAccess;
  readonly filters: readonly Filter[];
  readonly lateFilter?: string;
  /** What Cassandra asks ALLOW FILTERING for last of all: slices of every partition in a range, and more than one
   * restriction where a secondary index is used. */
  readonly filtering: boolean;
  readonly usesIndex: boolean;
}

/** `indexes`: those that statements may use. */
export function selectAccess(
  table: TableSchema,
  found: Restrictions,
  options: {
    readonly allowFiltering: boolean;
    readonly onlyStatics: boolean;
    readonly readsMultiCell: boolean;
    readonly indexes: readonly IndexRecord[];
  },
): SelectAccess {
  const clustered = clusteringRestrictions(table, found);
  const indexed = indexedKinds(options.indexes, found, clustered);
  const allowFiltering = options.allowFiltering || table.filtersFreely === true || indexed.size > 0;
  const filters: Filter[] = [];
  const partition = partitionAccess(table, found, allowFiltering, filters);
  if (clustered.length > 0 && options.onlyStatics) {
    throw invalid('Cannot restrict clustering columns when selecting only static columns');
  }
  if (options.readsMultiCell && clustered.some(isIn)) {
    throw invalid('Cannot restrict clustering columns by IN relations when a collection is selected by the query');
  }
  if (clustered.some((r) => isSingle(r) && r.kind === 'contains') && !allowFiltering) {
    throw invalid('Clustering columns can only be restricted with CONTAINS with a secondary index or filtering');
  }
  const { access, rest } = clusteringAccess(clustered);
  if (rest.length > 0 && !allowFiltering) throw gapError(table, clustered);
  let lateFilter: string | undefined;
  for (const restriction of rest) {
    const made = clusteringFilters(restriction);
    if (typeof made === 'string') lateFilter ??= made;
    else filters.push(...made);
  }
  const others = [...found.byColumn.values()].filter(({ column }) => /regular|static/.test(column.kind)).sort(byName);
  if (others.length > 0 && !allowFiltering) throw invalid(needsFiltering);
  for (const restriction of others) filters.push(...columnFilters(restriction));
  const asked = { table, found, partition, clustered, rest, others };
  const { filtering, usesIndex } =
    indexed.size > 0 ? indexUse(asked, indexed) : { filtering: slicesEvery(asked), usesIndex: false };
  return {
    partition,
    clustering: access,
    filters,
    filtering,
    usesIndex,
    ...(lateFilter !== undefined && { lateFilter }),
  };
}

const slicesEvery = ({ table, partition, clustered }: AskedOfIndexes): boolean =>
  partition.kind !== 'keys' && clustered.length > 0 && table.filtersFreely !== true;

function partitionAccess(
  table: TableSchema,
  found: Restrictions,
  allowFiltering: boolean,
  filters: Filter[],
): PartitionAccess {
  const tokens = tokenAccess(found);
  const restricted = table.partitionKey.map((c) => found.byColumn.get(c));
  if (restricted.every((r) => r === undefined)) return tokens ?? { kind: 'all' };
  const components = restricted.map((r) => (r === undefined ? undefined : keyValues(r)));
  if (components.every((c) => c !== undefined)) {
    return { kind: 'keys', components: components as KeyValues[], ...(tokens && { tokens }) };
  }
  if (!allowFiltering) throw invalid(needsFiltering);
  if (restricted.some((r) => r?.kind === 'in')) {
    throw invalid('IN restrictions are not supported when the query involves filtering');
  }
  for (const restriction of restricted) if (restriction !== undefined) filters.push(...columnFilters(restriction));
  return tokens ?? { kind: 'all' };
}

function tokenAccess(found: Restrictions): TokenAccess | undefined {
  if (found.token === undefined) return undefined;
  const { start, end } = found.token;
  return { kind: 'tokens', start: start === undefined ? [] : [start], end: end === undefined ? [] : [end] };
}

export function keyValues(restriction: ColumnRestriction): KeyValues | undefined {
  const { column, tuple } = restriction;
  if (restriction.eq !== undefined) {
    return { kind: 'eq', column, term: restriction.eq, ...(tuple && { field: tuple.indexOf(column) }) };
  }
  if (restriction.values !== undefined) return { kind: 'in', column, values: restriction.values };
  return undefined;
}

/** As Cassandra has it: several tuples, or a list that a marker gives. */
const isIn = (r: ClusteringRestriction): boolean =>
  isSingle(r) ? r.kind === 'in' : r.kind === 'values' && !(r.part.kind === 'tuples' && r.part.tuples.length === 1);

/** The prefix fixed by = and IN, then one slice; the rest has to be filtered. */
export function clusteringAccess(restrictions: readonly ClusteringRestriction[]): {
  readonly access: ClusteringAccess;
  readonly rest: readonly ClusteringRestriction[];
} {
  const prefix: ClusteringPart[] = [];
  let position = 0;
  for (let i = 0; i < restrictions.length; i++) {
    const restriction = restrictions[i]!;
    if (firstColumn(restriction).position !== position) return { access: { prefix }, rest: restrictions.slice(i) };
    if (restriction.kind === 'slice') {
      return { access: { prefix, ...sliceOf(restriction) }, rest: restrictions.slice(i + 1) };
    }
    const part = isSingle(restriction) ? keyValues(restriction) : restriction.part;
    if (part === undefined) return { access: { prefix }, rest: restrictions.slice(i) };
    prefix.push(part);
    position += isSingle(restriction) ? 1 : restriction.columns.length;
  }
  return { access: { prefix }, rest: [] };
}

function sliceOf(restriction: ClusteringRestriction): Pick<ClusteringAccess, 'lower' | 'upper'> {
  if (!isSingle(restriction)) {
    if (restriction.kind !== 'slice') return {};
    const { lower, upper } = restriction;
    return { ...(lower && { lower }), ...(upper && { upper }) };
  }
  const limit = (side: { term: Term; inclusive: boolean }) => ({
    columns: [restriction.column],
    value: { kind: 'parts' as const, parts: [side.term], single: true as const },
    inclusive: side.inclusive,
  });
  return {
    ...(restriction.lower && { lower: limit(restriction.lower) }),
    ...(restriction.upper && { upper: limit(restriction.upper) }),
  };
}

function gapError(table: TableSchema, restrictions: readonly ClusteringRestriction[]): Error {
  const columns = restrictions.flatMap((r) => (isSingle(r) ? [r.column] : [...r.columns]));
  for (const [i, column] of columns.entries()) {
    const expected = table.clustering[i]!;
    if (column !== expected) {
      return invalid(
        `PRIMARY KEY column "${column.name}" cannot be restricted as preceding column "${expected.name}" is not restricted`,
      );
    }
  }
  return invalid(needsFiltering);
}

function columnFilters(restriction: ColumnRestriction): Filter[] {
  const { column } = restriction;
  if (restriction.eq !== undefined) return [{ column, operator: '=', value: restriction.eq }];
  const made: Filter[] = [];
  const { lower, upper } = restriction;
  if (lower !== undefined) made.push({ column, operator: lower.inclusive ? '>=' : '>', value: lower.term });
  if (upper !== undefined) made.push({ column, operator: upper.inclusive ? '<=' : '<', value: upper.term });
  // values first, then keys, then entries [C3 ContainsRestriction]
  for (const operator of ['CONTAINS', 'CONTAINS KEY', '='] as const) {
    for (const part of restriction.contains) {
      if (part.operator !== operator) continue;
      made.push({ column, operator, value: part.term, ...(part.key && { key: part.key }) });
    }
  }
  return made;
}

const noInFilter = 'IN restrictions are not supported on indexed columns';

/** Filters, or why the statement is refused when it runs [C3 addRowFilterTo]. */
function clusteringFilters(restriction: ClusteringRestriction): readonly Filter[] | string {
  if (isSingle(restriction)) return restriction.values === undefined ? columnFilters(restriction) : noInFilter;
  if (restriction.kind === 'slice') return 'Multi-column slice restrictions cannot be used for filtering.';
  const { part, columns } = restriction;
  if (part.kind !== 'tuples' || part.tuples.length !== 1 || part.tuples[0]!.kind !== 'parts') return noInFilter;
  const { parts } = part.tuples[0]!;
  return columns.map((column, i) => ({ column, operator: '=', value: parts[i]! }));
}

const byName = (a: ColumnRestriction, b: ColumnRestriction): number =>
  Buffer.compare(Buffer.from(a.column.name), Buffer.from(b.column.name));
