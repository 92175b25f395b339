// The restrictions on clustering columns in the order of the key, and the rule that a range must be the last of them. Apart
// because the rule is applied relation by relation, before a statement's way into the store is known.

import type { Column, TableSchema } from '../../catalog/schema.js';
import { invalid } from '../../cql-error.js';
import type { ColumnRestriction, Restrictions } from './relations.js';
import type { TupleRestriction } from './tuple-relations.js';

/** What has been gathered of a WHERE clause so far. */
export type Gathered = Pick<Restrictions, 'byColumn' | 'tuples' | 'order'>;

export type ClusteringRestriction = ColumnRestriction | TupleRestriction;
export const isSingle = (r: ClusteringRestriction): r is ColumnRestriction => 'column' in r;
export const firstColumn = (r: ClusteringRestriction): Column => (isSingle(r) ? r.column : r.columns[0]!);

/** In the order of the clustering key. */
export function clusteringRestrictions(table: TableSchema, found: Gathered): ClusteringRestriction[] {
  const all: ClusteringRestriction[] = [...found.tuples];
  for (const column of table.clustering) {
    const restriction = found.byColumn.get(column);
    if (restriction !== undefined) all.push(restriction);
  }
  return all.sort((a, b) => firstColumn(a).position - firstColumn(b).position);
}

/** A range must be the last restriction; the text depends on which of the two was written first [C3]. */
export function checkSliceOrder(table: TableSchema, found: Gathered): void {
  let last: { position: number; name: string; slice: boolean } | undefined;
  for (const item of found.order) {
    const restriction = 'columns' in item ? item : found.byColumn.get(item);
    if (restriction === undefined) continue;
    const first = firstColumn(restriction);
    if (first.kind !== 'clustering') continue;
    const slice = restriction.kind === 'slice';
    if (last !== undefined) {
      const reason = 'is restricted by a non-EQ relation';
      if (last.slice && first.position > last.position) {
        throw invalid(
          `Clustering column "${first.name}" cannot be restricted (preceding column "${last.name}" ${reason})`,
        );
      }
      if (slice && first.position < last.position) {
        const next = nextRestricted(table, found, first.position);
        throw invalid(`PRIMARY KEY column "${next}" cannot be restricted (preceding column "${first.name}" ${reason})`);
      }
    }
    if (last === undefined || first.position > last.position) {
      last = { position: first.position, name: first.name, slice };
    }
  }
}

function nextRestricted(table: TableSchema, found: Gathered, position: number): string {
  const next = clusteringRestrictions(table, found).find((r) => firstColumn(r).position > position);
  return next === undefined ? '' : firstColumn(next).name;
}
