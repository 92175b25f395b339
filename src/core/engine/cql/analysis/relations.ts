// Gathers the relations of a WHERE clause by column, with the checks that need no knowledge of the statement: types,
// repeated restrictions, operators. Apart because SELECT, UPDATE and DELETE then ask different things of the result.

import type { Column, TableSchema } from '../../catalog/schema.js';
import { invalid } from '../../cql-error.js';
import { type CqlType, isMultiCell, native } from '../../types/cql-type.js';
import { cqlTypeText } from '../../types/format-type.js';
import type { ComparisonRelation, InValues, Relation, TokenRelation } from '../syntax/ast/relation.js';
import { relationText } from '../syntax/term-text.js';
import { checkSliceOrder } from './clustering-restrictions.js';
import { derived, receiverOf } from './markers.js';
import type { TokenBound } from './plan.js';
import { refuseLike, refuseOrdering } from './refuse.js';
import { resolveColumn } from './resolve.js';
import { refuseDurations } from './slices.js';
import type { Term, ValueList } from './term.js';
import { prepareTerm, type TermContext } from './terms.js';
import { addSingle, addTuple, type TupleRestriction } from './tuple-relations.js';

export interface SliceSide {
  readonly term: Term;
  readonly inclusive: boolean;
}
/** All that a WHERE clause says of one column. */
export interface ColumnRestriction {
  readonly column: Column;
  readonly kind: 'eq' | 'in' | 'slice' | 'contains';
  readonly eq?: Term;
  /** The columns of the tuple that it was written with. */
  readonly tuple?: readonly Column[];
  readonly values?: ValueList;
  lower?: SliceSide;
  upper?: SliceSide;
  readonly contains: {
    readonly operator: 'CONTAINS' | 'CONTAINS KEY' | '=';
    readonly term: Term;
    readonly key?: Term;
  }[];
}

export interface Restrictions {
  readonly byColumn: Map<Column, ColumnRestriction>;
  /** In text order. */
  readonly tuples: TupleRestriction[];
  readonly token: { start?: TokenBound; end?: TokenBound; eq?: boolean } | undefined;
  /** Columns in the order in which they were first restricted, for the texts that depend on it. */
  readonly order: readonly (Column | TupleRestriction)[];
}

/** `allowFiltering`: ranges may stand before other restrictions. */
export function gatherRelations(
  at: TermContext,
  table: TableSchema,
  where: readonly Relation[],
  allowFiltering: boolean,
): Restrictions {
  const byColumn = new Map<Column, ColumnRestriction>();
  const tuples: TupleRestriction[] = [];
  const order: (Column | TupleRestriction)[] = [];
  let token: { start?: TokenBound; end?: TokenBound; eq?: boolean } | undefined;
  const checkOrder = (): void => void (allowFiltering || checkSliceOrder(table, { byColumn, tuples, order }));
  for (const relation of where) {
    if (relation.kind === 'index-expression') continue;
    // before any column is looked up [C3 Relation.toRestriction]
    if ('operator' in relation && relation.operator === '!=') {
      throw invalid(`Unsupported "!=" relation: ${relationText(relation)}`);
    }
    if (relation.kind === 'token') {
      token = addToken(at, table, relation, token ?? {});
      continue;
    }
    if (relation.kind === 'tuple-comparison' || relation.kind === 'tuple-in') {
      const made = addTuple(at, table, relation, { byColumn, tuples });
      if (made !== undefined) order.push(made);
      else order.push(...relation.columns.map((name) => resolveColumn(table, name)));
      checkOrder();
      continue;
    }
    // before the column is looked up [C3 StatementRestrictions]
    if (relation.kind === 'not-null') throw invalid(`Unsupported restriction: ${relationText(relation)}`);
    const column = resolveColumn(table, relation.column);
    if (tuples.some((t) => t.columns.includes(column))) {
      const comparison = relation.kind === 'comparison' ? relation : undefined;
      const term = comparison && prepareTerm(at, comparison.value, receiverOf(table, column));
      addSingle({ byColumn, tuples }, column, term, comparison?.operator ?? '');
      checkOrder();
      continue;
    }
    if (!byColumn.has(column)) order.push(column);
    byColumn.set(column, addRelation(at, table, relation, column, byColumn.get(column)));
    if (column.kind === 'clustering') checkOrder();
  }
  return { byColumn, tuples, token, order };
}

type SingleRelation = Exclude<
  Relation,
  { kind: 'token' | 'tuple-comparison' | 'tuple-in' | 'index-expression' | 'not-null' }
>;

function addRelation(
  at: TermContext,
  table: TableSchema,
  relation: SingleRelation,
  column: Column,
  before: ColumnRestriction | undefined,
): ColumnRestriction {
  const receiver = receiverOf(table, column);
  switch (relation.kind) {
    case 'comparison':
      return addComparison(at, table, relation, column, before);
    case 'in':
      return addIn(at, table, relation, column, before);
    case 'contains':
      return addContains(at, table, relation, column, before);
    case 'element': {
      checkWhole(column, relation.operator, true);
      if (column.type.kind !== 'map') throw new Error('checkWhole lets only maps through');
      const key = prepareTerm(at, relation.key, derived(receiver, `key(${column.name})`, column.type.key));
      const term = prepareTerm(at, relation.value, derived(receiver, `value(${column.name})`, column.type.value));
      return withContains(before, column, { operator: '=', term, key });
    }
    case 'like':
      checkWhole(column, 'LIKE');
      prepareTerm(at, relation.value, receiver);
      return refuseLike(at.context.compat, relationText(relation));
  }
}

function addIn(
  at: TermContext,
  table: TableSchema,
  relation: SingleRelation & { kind: 'in' },
  column: Column,
  before: ColumnRestriction | undefined,
): ColumnRestriction {
  const { values } = relation;
  // to Cassandra, IN of one value is an equality
  const single = at.context.compat.cassandraStatements && values.kind === 'terms' && values.terms.length === 1;
  if (!single && (column.kind === 'regular' || column.kind === 'static')) {
    throw invalid(`IN predicates on non-primary-key columns (${column.name}) is not yet supported`);
  }
  checkWhole(column, 'IN');
  const list = prepareIn(at, values, receiverOf(table, column));
  refuseAfter(before, column);
  if (single && list.kind === 'terms') return { column, kind: 'eq', eq: list.terms[0]!, contains: [] };
  return { column, kind: 'in', values: list, contains: [] };
}

function addComparison(
  at: TermContext,
  table: TableSchema,
  relation: ComparisonRelation,
  column: Column,
  before: ColumnRestriction | undefined,
): ColumnRestriction {
  const { operator } = relation;
  if (operator !== '=') refuseDurations(column.type, 'restrictions', 'duration columns');
  checkWhole(column, operator);
  const term = prepareTerm(at, relation.value, receiverOf(table, column));
  if (operator === '=') {
    refuseAfter(before, column);
    return { column, kind: 'eq', eq: term, contains: [] };
  }
  refuseOrdering(at.context.compat, column, operator);
  if (before !== undefined && before.kind !== 'slice') refuseAfter(before, column);
  const lower = operator === '>' || operator === '>=';
  const side = { term, inclusive: operator === '>=' || operator === '<=' };
  if ((lower ? before?.lower : before?.upper) !== undefined) {
    throw invalid(`More than one restriction was found for the ${lower ? 'start' : 'end'} bound on ${column.name}`);
  }
  const made: ColumnRestriction = before ?? { column, kind: 'slice', contains: [] };
  if (lower) made.lower = side;
  else made.upper = side;
  return made;
}

/** A relation that goes with nothing before it on the same column; the text is chosen by what came first. */
function refuseAfter(before: ColumnRestriction | undefined, column: Column): void {
  switch (before?.kind) {
    case undefined:
      return;
    case 'slice':
      throw invalid(`Column "${column.name}" cannot be restricted by both an equality and an inequality relation`);
    case 'contains':
      throw invalid(
        `Collection column ${column.name} can only be restricted by CONTAINS, CONTAINS KEY, or map-entry equality`,
      );
    default: {
      const first = before?.kind === 'eq' ? 'an Equal' : 'a IN';
      throw invalid(`${column.name} cannot be restricted by more than one relation if it includes ${first}`);
    }
  }
}

/** Which relations a collection or user type takes as a whole, or by entry [C3 SingleColumnRelation]. */
function checkWhole(column: Column, operator: string, entry = false): void {
  const { type, name } = column;
  if (entry) {
    if (type.kind === 'list') {
      throw invalid(`Indexes on list entries (${name}[index] = value) are not currently supported.`);
    }
    if (type.kind !== 'map') throw invalid(`Column ${name} cannot be used as a map`);
    if (type.frozen) {
      throw invalid(`Map-entry equality predicates on frozen map column ${name} are not supported`);
    }
    if (operator !== '=') throw invalid('Only EQ relations are supported on map entries');
    return;
  }
  if (!isMultiCell(type)) return;
  if (type.kind === 'udt') {
    throw invalid(`Non-frozen UDT column '${name}' (${cqlTypeText(type)}) cannot be restricted by any relation`);
  }
  throw invalid(`Collection column '${name}' (${cqlTypeText(type)}) cannot be restricted by a '${operator}' relation`);
}

function addContains(
  at: TermContext,
  table: TableSchema,
  relation: Relation & { kind: 'contains' },
  column: Column,
  before: ColumnRestriction | undefined,
): ColumnRestriction {
  const type = column.type;
  if (relation.key && type.kind !== 'map') throw invalid(`Cannot use CONTAINS KEY on non-map column ${column.name}`);
  if (type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map') {
    throw invalid(`Cannot use CONTAINS on non-collection column ${column.name}`);
  }
  const inner: CqlType = type.kind === 'map' ? (relation.key ? type.key : type.value) : type.element;
  const name = relation.key ? `key(${column.name})` : `value(${column.name})`;
  const term = prepareTerm(at, relation.value, derived(receiverOf(table, column), name, inner));
  return withContains(before, column, { operator: relation.key ? 'CONTAINS KEY' : 'CONTAINS', term });
}

function withContains(
  before: ColumnRestriction | undefined,
  column: Column,
  part: ColumnRestriction['contains'][number],
): ColumnRestriction {
  if (before !== undefined && before.kind !== 'contains') refuseAfter(before, column);
  return { column, kind: 'contains', contains: [...(before?.contains ?? []), part] };
}

/** `IN ?` binds one list under the name `in(c)`. */
export function prepareIn(at: TermContext, values: InValues, receiver: ReturnType<typeof receiverOf>): ValueList {
  if (values.kind === 'terms') {
    return { kind: 'terms', terms: values.terms.map((term) => prepareTerm(at, term, receiver)) };
  }
  const list: CqlType = { kind: 'list', frozen: true, element: receiver.type };
  const marker = at.markers.add(values, derived(receiver, `in(${receiver.name})`, list));
  return { kind: 'marker', marker, elementType: receiver.type };
}

function addToken(
  at: TermContext,
  table: TableSchema,
  relation: TokenRelation,
  before: { start?: TokenBound; end?: TokenBound; eq?: boolean },
): { start?: TokenBound; end?: TokenBound; eq?: boolean } {
  const columns = relation.columns.map((name) => resolveColumn(table, name));
  if (new Set(columns).size < columns.length && columns.length > table.partitionKey.length) {
    throw invalid('The token() function contains duplicate partition key components');
  }
  if (columns.length > table.partitionKey.length) {
    throw invalid('The token() function must contains only partition key components');
  }
  if (new Set(columns).size < table.partitionKey.length || columns.some((c) => c.kind !== 'partition_key')) {
    throw invalid('The token() function must be applied to all partition key components or none of them');
  }
  if (columns.some((c, i) => c !== table.partitionKey[i])) {
    throw invalid(
      `The token function arguments must be in the partition key order: ${table.partitionKey.map((c) => c.name).join(', ')}`,
    );
  }
  const tokenAt = { ...at, tokenTypes: table.partitionKey.map((c) => c.type) };
  const receiver = { keyspace: table.keyspace, table: table.name, name: 'partition key token', type: native('bigint') };
  const term = prepareTerm(tokenAt, relation.value, receiver);
  const names = columns.map((c) => c.name).join(', ');
  if (relation.operator === '=') {
    if (before.start !== undefined || before.end !== undefined) {
      throw invalid(
        before.eq === true
          ? `${names} cannot be restricted by more than one relation if it includes an Equal`
          : `Columns "${names}" cannot be restricted by both an equality and an inequality relation`,
      );
    }
    return { start: { term, inclusive: true }, end: { term, inclusive: true }, eq: true };
  }
  if (before.eq === true) {
    throw invalid(`${names} cannot be restricted by more than one relation if it includes an Equal`);
  }
  const lower = relation.operator === '>' || relation.operator === '>=';
  if ((lower ? before.start : before.end) !== undefined) {
    throw invalid(
      `More than one restriction was found for the ${lower ? 'start' : 'end'} bound on ${columns.map((c) => c.name).join(', ')}`,
    );
  }
  const bound = { term, inclusive: relation.operator === '>=' || relation.operator === '<=' };
  return lower ? { ...before, start: bound } : { ...before, end: bound };
}
