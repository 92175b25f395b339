// SELECT becomes a plan: projection, way into the store, order, limits. Apart from its parts because the checks here
// weigh them against each other, in the order of Cassandra 3.11.

import type { Column, TableSchema } from '../../catalog/schema.js';
import { invalid } from '../../cql-error.js';
import { isMultiCell, native } from '../../types/cql-type.js';
import type { Select } from '../syntax/ast/statement.js';
import { needsFiltering, type SelectAccess, selectAccess } from './access.js';
import type { AnalysisContext } from './context.js';
import type { Markers } from './markers.js';
import type { SelectPlan } from './plan.js';
import { type Projection, prepareProjection } from './projection.js';
import { refuseClause, refuseIndexExpressions } from './refuse.js';
import { gatherRelations, type Restrictions } from './relations.js';
import { resolveColumn, resolveTable } from './resolve.js';
import { prepareTerm, type TermContext } from './terms.js';

export function prepareSelect(context: AnalysisContext, raw: Select, markers: Markers): SelectPlan {
  const source = resolveTable(context, raw.table);
  const table = source.schema;
  const at: TermContext = {
    context,
    keyspace: table.keyspace,
    markers,
    tokenTypes: table.partitionKey.map((c) => c.type),
  };
  if (raw.distinct) refuseClause(context.compat, 'DISTINCT');
  if (raw.groupBy.length > 0) refuseClause(context.compat, 'GROUP BY');
  if (raw.perPartitionLimit !== undefined) refuseClause(context.compat, 'PER PARTITION LIMIT');
  const projection = prepareProjection(at, table, raw.selection, raw.json);
  const onlyStatics = selectsOnlyStatics(raw, projection);
  const found = gatherRelations(at, table, raw.where, raw.allowFiltering || table.filtersFreely === true);
  refuseIndexExpressions(table, raw.where);
  if (!raw.allowFiltering && !context.compat.cassandraStatements) refuseUnasked(table, found);
  const { filtering, usesIndex, ...access } = selectAccess(table, found, {
    allowFiltering: raw.allowFiltering,
    onlyStatics,
    indexes: context.compat.cassandraStatements ? (table.indexes ?? []) : [],
    readsMultiCell: projection.reads.some((c) => isMultiCell(c.type)),
  });
  if (raw.distinct) checkDistinct(table, raw, projection, found, access);
  const groupBy = raw.groupBy.length > 0 ? checkGroupBy(table, raw, access) : undefined;
  if (groupBy === undefined && projection.aggregates && raw.perPartitionLimit !== undefined) {
    throw invalid('PER PARTITION LIMIT is not allowed with aggregate queries.');
  }
  if (usesIndex && raw.orderBy.length > 0) throw invalid('ORDER BY with 2ndary indexes is not supported.');
  const { reversed, orderBy } = checkOrder(table, raw, access);
  if (filtering && !raw.allowFiltering) throw invalid(needsFiltering);
  const place = { keyspace: table.keyspace, table: table.name, type: native('int') };
  return {
    kind: 'select',
    source,
    selection: projection.selection,
    columns: projection.columns,
    ...access,
    reversed,
    orderedBy: orderBy.length,
    ...(raw.limit && { limit: prepareTerm(at, raw.limit, { ...place, name: '[limit]' }) }),
    ...(raw.perPartitionLimit && {
      perPartitionLimit: prepareTerm(at, raw.perPartitionLimit, { ...place, name: '[per_partition_limit]' }),
    }),
    distinct: raw.distinct,
    ...(groupBy !== undefined && { groupBy }),
    aggregates: projection.aggregates || raw.groupBy.length > 0,
    ...aggregationWarning(found, access, projection.aggregates || groupBy !== undefined),
    selectsStatic: projection.reads.some((c) => c.kind === 'static'),
    readsStatic:
      raw.distinct ||
      projection.reads.some((c) => c.kind === 'static') ||
      access.filters.some((f) => f.column.kind === 'static'),
  };
}

/** Some system tables answer about what is named alone [facts 3.4]. */
function refuseUnasked(table: TableSchema, { byColumn }: Restrictions): void {
  const named = new Set([...byColumn.keys()].map((column) => column.name));
  if (table.askedBy?.some((columns) => columns.every((name) => named.has(name))) === false)
    throw invalid(needsFiltering);
}

function aggregationWarning(
  found: Restrictions,
  { partition }: Omit<SelectAccess, 'filtering' | 'usesIndex'>,
  aggregates: boolean,
): Pick<SelectPlan, 'warnings'> {
  if (!aggregates) return {};
  const restricted = found.token !== undefined || [...found.byColumn.keys()].some((c) => c.kind === 'partition_key');
  if (!restricted) return { warnings: ['Aggregation query used without partition key'] };
  const several = partition.kind === 'keys' && partition.components.some((c) => c.kind === 'in');
  return several ? { warnings: ['Aggregation query used on multiple partition keys (IN restriction)'] } : {};
}

function selectsOnlyStatics(raw: Select, projection: Projection): boolean {
  if (raw.selection === '*' || !projection.reads.some((c) => c.kind === 'static')) return false;
  return projection.reads.every((c) => c.kind === 'static' || c.kind === 'partition_key');
}

function checkDistinct(
  table: TableSchema,
  raw: Select,
  projection: Projection,
  found: Restrictions,
  access: Omit<SelectAccess, 'filtering' | 'usesIndex'>,
): void {
  if (raw.perPartitionLimit !== undefined) {
    throw invalid('PER PARTITION LIMIT is not allowed with SELECT DISTINCT queries');
  }
  const restricts = (kind: Column['kind']): boolean =>
    found.order.some((item) => ('columns' in item ? 'clustering' : item.kind) === kind);
  if (restricts('clustering') || restricts('regular')) {
    throw invalid(
      'SELECT DISTINCT with WHERE clause only supports restriction by partition key and/or static columns.',
    );
  }
  for (const column of projection.reads) {
    if (column.kind === 'partition_key' || column.kind === 'static') continue;
    throw invalid(
      `SELECT DISTINCT queries must only request partition key columns and/or static columns (not ${column.name})`,
    );
  }
  const restricted = access.partition.kind === 'keys';
  for (const column of table.partitionKey) {
    if (!restricted && !projection.reads.includes(column)) {
      throw invalid(`SELECT DISTINCT queries must request all the partition key columns (missing ${column.name})`);
    }
  }
}

/** The order asked for, and whether the rows come against the table's own. */
function checkOrder(
  table: TableSchema,
  raw: Select,
  access: Omit<SelectAccess, 'filtering' | 'usesIndex'>,
): { readonly orderBy: readonly Column[]; readonly reversed: boolean } {
  if (raw.orderBy.length === 0) return { orderBy: [], reversed: false };
  if (access.partition.kind !== 'keys') {
    throw invalid('ORDER BY is only supported when the partition key is restricted by an EQ or an IN.');
  }
  // a column named twice counts where it came first, with the direction it has last [C3 Parameters.orderings]
  const directions = new Map(raw.orderBy.map(({ column, direction }) => [column, direction]));
  const names = [...directions.keys()];
  const sorts = access.partition.components.some((c) => c.kind === 'in');
  if (sorts) for (const name of names) resolveColumn(table, name);
  const orderBy = names.map((name, i) => {
    const column = resolveColumn(table, name);
    if (column.kind !== 'clustering') {
      throw invalid(
        `Order by is currently only supported on the clustered columns of the PRIMARY KEY, got ${column.name}`,
      );
    }
    if (column.position !== i) {
      throw invalid(
        'Order by currently only support the ordering of columns following their declared order in the PRIMARY KEY',
      );
    }
    return column;
  });
  const against = orderBy.map((column) => directions.get(column.name) !== column.order);
  if (against.some((one) => one !== against[0])) throw invalid('Unsupported order by relation');
  return { orderBy, reversed: against[0]! };
}

/** The number of primary key columns that name a group. */
function checkGroupBy(table: TableSchema, raw: Select, access: Omit<SelectAccess, 'filtering' | 'usesIndex'>): number {
  const keys = [...table.partitionKey, ...table.clustering];
  const equal = new Set<Column>();
  if (access.partition.kind === 'keys') {
    for (const c of access.partition.components) if (c.kind === 'eq') equal.add(c.column);
  }
  for (const part of access.clustering.prefix) if (part.kind === 'eq') equal.add(part.column);
  const misplaced = () =>
    invalid('Group by currently only support groups of columns following their declared order in the PRIMARY KEY');
  let position = 0;
  for (const name of raw.groupBy) {
    const column = resolveColumn(table, name);
    if (!keys.includes(column)) {
      throw invalid(`Group by is currently only supported on the columns of the PRIMARY KEY, got ${name}`);
    }
    while (keys[position] !== column) {
      const key = keys[position];
      if (key === undefined || !equal.has(key)) throw misplaced();
      position++;
    }
    position++;
  }
  if (position < table.partitionKey.length) {
    throw invalid('Group by is not supported on only a part of the partition key');
  }
  if (raw.distinct && position > table.partitionKey.length) {
    throw invalid('Grouping on clustering columns is not allowed for SELECT DISTINCT queries');
  }
  return position;
}
