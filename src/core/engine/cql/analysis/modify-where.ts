// The WHERE clause of UPDATE and DELETE: which row, partition or slice is meant, with the texts of facts 6.3. Apart from
// access.ts because writes filter nothing and must name their keys.

import type { TableSchema } from '../../catalog/schema.js';
import { invalid } from '../../cql-error.js';
import type { Relation } from '../syntax/ast/relation.js';
import { clusteringAccess, clusteringRestrictions, keyValues } from './access.js';
import type { ClusteringAccess, KeyValues } from './plan.js';
import { refuseModificationIn } from './refuse.js';
import { gatherRelations, type Restrictions } from './relations.js';
import type { TermContext } from './terms.js';

export interface ModifyWhere {
  readonly partition: readonly KeyValues[];
  readonly clustering: ClusteringAccess;
  readonly target: 'row' | 'static' | 'range';
}

export interface ModifyWhereOptions {
  readonly operation: 'UPDATE' | 'DELETE';
  /** Columns that are set, deleted or tested, none of them outside the statics. */
  readonly onlyStatics: boolean;
  /** DELETE with columns, and everything conditional, needs one full row. */
  readonly deletesColumns: boolean;
  readonly conditional: boolean;
}

export function modifyWhere(
  at: TermContext,
  table: TableSchema,
  where: readonly Relation[],
  options: ModifyWhereOptions,
): ModifyWhere {
  const found = gatherRelations(at, table, where);
  const partition = partitionValues(table, found, options);
  const restricted = clusteringRestrictions(table, found);
  if (options.operation === 'UPDATE' && restricted.some((r) => r.kind === 'slice')) {
    throw invalid('Slice restrictions are not supported on the clustering columns in UPDATE statements');
  }
  if (restricted.some((r) => r.kind === 'contains')) {
    throw invalid('Cannot use CONTAINS in UPDATE and DELETE statements');
  }
  const others = [...found.byColumn.keys()].filter((c) => c.kind === 'regular' || c.kind === 'static');
  const { access, rest } = clusteringAccess(restricted);
  const fixed = access.prefix.reduce((n, part) => n + ('columns' in part ? part.columns.length : 1), 0);
  const missing = table.clustering.filter(
    (c) => !found.byColumn.has(c) && !found.tuples.some((t) => t.columns.includes(c)),
  );
  if (restricted.length > 0 && options.onlyStatics) {
    throw invalid(
      `Invalid restrictions on clustering columns since the ${options.operation} statement modifies only static columns`,
    );
  }
  if (options.operation === 'UPDATE' && !options.onlyStatics && missing.length > 0) {
    throw invalid(`Some clustering keys are missing: ${missing.map((c) => c.name).join(', ')}`);
  }
  if (rest.length > 0) {
    throw invalid(
      `PRIMARY KEY column "${firstName(rest[0]!)}" cannot be restricted as preceding column "${table.clustering[fixed]!.name}" is not restricted`,
    );
  }
  if (others.length > 0) {
    throw invalid(`Non PRIMARY KEY columns found in where clause: ${others.map((c) => c.name).join(', ')} `);
  }
  refuseIn(at, partition, access, options);
  if (options.onlyStatics) return { partition, clustering: { prefix: [] }, target: 'static' };
  const whole = fixed === table.clustering.length && access.lower === undefined && access.upper === undefined;
  if (!whole) refuseRange(options);
  return { partition, clustering: access, target: whole ? 'row' : 'range' };
}

const firstName = (r: ReturnType<typeof clusteringRestrictions>[number]): string =>
  'column' in r ? r.column.name : r.columns[0]!.name;

function partitionValues(table: TableSchema, found: Restrictions, options: ModifyWhereOptions): KeyValues[] {
  if (found.token !== undefined) {
    throw invalid(`The token function cannot be used in WHERE clauses for ${options.operation} statements`);
  }
  const restricted = table.partitionKey.map((c) => found.byColumn.get(c));
  const missing = table.partitionKey.filter((_, i) => restricted[i] === undefined);
  if (missing.length > 0) {
    throw invalid(`Some partition key parts are missing: ${missing.map((c) => c.name).join(', ')}`);
  }
  return restricted.map((restriction) => {
    const values = keyValues(restriction!);
    if (values !== undefined) return values;
    throw invalid(
      `Only EQ and IN relation are supported on the partition key (unless you use the token() function) for ${options.operation} statements`,
    );
  });
}

function refuseIn(
  at: TermContext,
  partition: readonly KeyValues[],
  access: ClusteringAccess,
  options: ModifyWhereOptions,
): void {
  const partitionIn = partition.some((c) => c.kind === 'in');
  const clusteringIn = access.prefix.some((p) => p.kind === 'in' || p.kind === 'tuple-marker' || manyTuples(p));
  if (partitionIn || clusteringIn) refuseModificationIn(at.context.compat, options.operation);
  const conditional = `conditional ${options.operation === 'UPDATE' ? 'updates' : 'deletions'}`;
  if (options.conditional && partitionIn) {
    throw invalid(`IN on the partition key is not supported with ${conditional}`);
  }
  if (options.conditional && clusteringIn) {
    throw invalid(`IN on the clustering key columns is not supported with ${conditional}`);
  }
}

const manyTuples = (part: ClusteringAccess['prefix'][number]): boolean =>
  part.kind === 'tuples' && part.tuples.length !== 1;

function refuseRange(options: ModifyWhereOptions): void {
  if (options.conditional) {
    throw invalid(
      'DELETE statements must restrict all PRIMARY KEY columns with equality relations in order to delete non static columns',
    );
  }
  if (options.deletesColumns) throw invalid('Range deletions are not supported for specific columns');
}
