// The WHERE clause of UPDATE and DELETE: which row, partition or slice is meant, with the texts of facts 6.3. Apart from
// access.ts because writes filter nothing and must name their keys.

import type { Column, TableSchema } from '../../catalog/schema.js';
import { invalid } from '../../cql-error.js';
import type { Relation } from '../syntax/ast/relation.js';
import { clusteringAccess, keyValues } from './access.js';
import { clusteringRestrictions } from './clustering-restrictions.js';
import type { ClusteringAccess, Condition, KeyValues } from './plan.js';
import { refuseModificationIn } from './refuse.js';
import { gatherRelations, type Restrictions } from './relations.js';
import type { TermContext } from './terms.js';

export interface ModifyWhere {
  readonly partition: readonly KeyValues[];
  readonly clustering: ClusteringAccess;
  readonly target: 'row' | 'static' | 'range';
  /** What is refused only when the statement runs. */
  readonly late?: string;
  /** The same, of an IN beside a condition. */
  readonly conditionalIn?: string;
}

export interface ModifyWhereOptions {
  readonly operation: 'UPDATE' | 'DELETE';
  /** Columns that are set, deleted or tested, none of them outside the statics. */
  readonly onlyStatics: boolean;
  readonly deletesColumns: boolean;
  /** Some of those columns outside the statics. */
  readonly deletesRegular?: boolean;
  readonly condition: Condition | undefined;
}

export function modifyWhere(
  at: TermContext,
  table: TableSchema,
  where: readonly Relation[],
  options: ModifyWhereOptions,
): ModifyWhere {
  const { operation, onlyStatics } = options;
  if (where.some((relation) => relation.kind === 'index-expression')) {
    throw invalid('Custom index expressions cannot be used in WHERE clauses for UPDATE or DELETE statements');
  }
  const contains = where.find((relation) => relation.kind === 'contains');
  if (contains?.kind === 'contains') {
    throw invalid(`Cannot use ${operation} with CONTAINS${contains.key ? ' KEY' : ''}`);
  }
  const found = gatherRelations(at, table, where, false);
  const partition = partitionValues(table, found, options);
  const restricted = clusteringRestrictions(table, found);
  if (restricted.length > 0 && onlyStatics) {
    throw invalid(
      `Invalid restrictions on clustering columns since the ${operation} statement modifies only static columns`,
    );
  }
  if (operation === 'UPDATE' && restricted.some((r) => r.kind === 'slice')) {
    throw invalid('Slice restrictions are not supported on the clustering columns in UPDATE statements');
  }
  const missing = table.clustering.filter(
    (c) => !found.byColumn.has(c) && !found.tuples.some((t) => t.columns.includes(c)),
  );
  if (operation === 'UPDATE' && !onlyStatics && missing.length > 0) {
    throw invalid(`Some clustering keys are missing: ${missing.map((c) => c.name).join(', ')}`);
  }
  const { access, rest } = clusteringAccess(restricted);
  const fixed = access.prefix.reduce((n, part) => n + ('columns' in part ? part.columns.length : 1), 0);
  if (rest.length > 0) {
    throw invalid(
      `PRIMARY KEY column "${firstName(rest[0]!)}" cannot be restricted as preceding column "${table.clustering[fixed]!.name}" is not restricted`,
    );
  }
  const others = [...found.byColumn.keys()].filter((c) => c.kind === 'regular' || c.kind === 'static').sort(byName);
  if (others.length > 0) {
    throw invalid(`Non PRIMARY KEY columns found in where clause: ${others.map((c) => c.name).join(', ')} `);
  }
  const slices = operation === 'DELETE' && at.context.compat.cassandraStatements && equalsTuple(found);
  const whole = fixed === table.clustering.length && !access.lower && !access.upper && !slices;
  const refusedIn = refuseIn(at, partition, access, options);
  const target = onlyStatics ? 'static' : whole ? 'row' : 'range';
  const noRange =
    target === 'range' && options.deletesColumns ? 'Range deletions are not supported for specific columns' : undefined;
  const conditionalIn = options.condition && refusedIn;
  return {
    partition,
    clustering: onlyStatics ? { prefix: [] } : access,
    target,
    ...(noRange !== undefined && { late: noRange }),
    ...(conditionalIn !== undefined && { conditionalIn }),
  };
}

/** Cassandra takes `(c, d) = (1, 2)` for a slice, also where it is an IN of one tuple [C3 MultiColumnRestriction.isEQ]. */
const equalsTuple = ({ byColumn, tuples }: Restrictions): boolean =>
  [...byColumn.values()].some((r) => r.kind === 'eq' && r.tuple !== undefined) ||
  tuples.some((t) => t.kind === 'values' && t.part.kind === 'tuples' && t.part.tuples.length === 1);

/** A conditional DELETE of less than one row may touch and test statics alone. */
export function refusePartial(target: ModifyWhere['target'], options: ModifyWhereOptions): void {
  const { condition, onlyStatics } = options;
  if (condition === undefined || target === 'row') return;
  const all = 'DELETE statements must restrict all PRIMARY KEY columns with equality relations in order to';
  if (!onlyStatics && (!options.deletesColumns || options.deletesRegular))
    throw invalid(`${all} delete non static columns`);
  if (condition.kind === 'columns' && condition.tests.some((test) => test.column.kind === 'regular')) {
    throw invalid(`${all} use IF condition on non static columns`);
  }
}

const byName = (a: Column, b: Column): number => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));

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

/** Why the statement may not be conditional; Cassandra says so when it runs. */
function refuseIn(
  at: TermContext,
  partition: readonly KeyValues[],
  access: ClusteringAccess,
  options: ModifyWhereOptions,
): string | undefined {
  const partitionIn = partition.some((c) => c.kind === 'in');
  const clusteringIn = access.prefix.some((p) => p.kind === 'in' || p.kind === 'tuple-marker' || manyTuples(p));
  if (!partitionIn && !clusteringIn) return undefined;
  refuseModificationIn(at.context.compat, options.operation);
  const where = partitionIn ? 'partition key' : 'clustering key columns';
  return `IN on the ${where} is not supported with conditional ${options.operation === 'UPDATE' ? 'updates' : 'deletions'}`;
}

const manyTuples = (part: ClusteringAccess['prefix'][number]): boolean =>
  part.kind === 'tuples' && part.tuples.length !== 1;
