// Gathers the relations of a WHERE clause by column, with the checks that need no knowledge of the statement: types,
// repeated restrictions, operators. Apart because SELECT, UPDATE and DELETE then ask different things of the result.

import type { Column, TableSchema } from '../../catalog/schema.js';
import { invalid } from '../../cql-error.js';
import { type CqlType, isMultiCell, native } from '../../types/cql-type.js';
import { cqlTypeText } from '../../types/format-type.js';
import type { ComparisonRelation, InValues, Relation, TokenRelation } from '../syntax/ast/relation.js';
import { derived, receiverOf } from './markers.js';
import type { TokenBound } from './plan.js';
import { refuseOrdering, refuseRelation } from './refuse.js';
import { resolveColumn } from './resolve.js';
import type { Term, ValueList } from './term.js';
import { relationText } from './term-text.js';
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

export function gatherRelations(at: TermContext, table: TableSchema, where: readonly Relation[]): Restrictions {
  const byColumn = new Map<Column, ColumnRestriction>();
  const tuples: TupleRestriction[] = [];
  const order: (Column | TupleRestriction)[] = [];
  let token: { start?: TokenBound; end?: TokenBound; eq?: boolean } | undefined;
  for (const relation of where) {
    if (relation.kind === 'token') {
      token = addToken(at, table, relation, token ?? {});
      continue;
    }
    if (relation.kind === 'tuple-comparison' || relation.kind === 'tuple-in') {
      const made = addTuple(at, table, relation, { byColumn, tuples });
      if (made !== undefined) order.push(made);
      else order.push(...relation.columns.map((name) => resolveColumn(table, name)));
      continue;
    }
    const column = resolveColumn(table, relation.column);
    if (tuples.some((t) => t.columns.includes(column))) {
      const comparison = relation.kind === 'comparison' && relation.operator !== '!=' ? relation : undefined;
      const term = comparison && prepareTerm(at, comparison.value, receiverOf(table, column));
      addSingle({ byColumn, tuples }, column, term, comparison?.operator ?? '');
      continue;
    }
    if (!byColumn.has(column)) order.push(column);
    byColumn.set(column, addRelation(at, table, relation, column, byColumn.get(column)));
  }
  return { byColumn, tuples, token, order };
}

type SingleRelation = Exclude<Relation, { kind: 'token' | 'tuple-comparison' | 'tuple-in' }>;

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
    case 'in': {
      checkWhole(column, 'IN');
      refuseMore(before, column, 'a IN');
      return { column, kind: 'in', values: prepareIn(at, relation.values, receiver), contains: [] };
    }
    case 'contains':
      return addContains(at, table, relation, column, before);
    case 'element': {
      if (column.type.kind !== 'map') throw invalid(`Column ${column.name} cannot be used as a map`);
      if (column.type.frozen) {
        throw invalid(`Map-entry equality predicates on frozen map column ${column.name} are not supported`);
      }
      if (relation.operator !== '=')
        throw invalid(`Unsupported "${relation.operator}" relation: ${relationText(relation)}`);
      const key = prepareTerm(at, relation.key, derived(receiver, `key(${column.name})`, column.type.key));
      const term = prepareTerm(at, relation.value, derived(receiver, `value(${column.name})`, column.type.value));
      return withContains(before, column, { operator: '=', term, key });
    }
    case 'like':
      return refuseRelation('LIKE');
    case 'not-null':
      throw invalid(`Unsupported "IS NOT NULL" relation: ${relationText(relation)}`);
  }
}

function addComparison(
  at: TermContext,
  table: TableSchema,
  relation: ComparisonRelation,
  column: Column,
  before: ColumnRestriction | undefined,
): ColumnRestriction {
  if (relation.operator === '!=') throw invalid(`Unsupported "!=" relation: ${relationText(relation)}`);
  checkWhole(column, relation.operator);
  if (relation.operator === '=' && column.kind === 'partition_key' && relation.value.kind === 'marker') {
    at.markers.isPartitionKey(column, relation.value);
  }
  const term = prepareTerm(at, relation.value, receiverOf(table, column));
  if (relation.operator === '=') {
    refuseMore(before, column, 'an Equal');
    return { column, kind: 'eq', eq: term, contains: [] };
  }
  refuseOrdering(at.context.compat, column, relation.operator);
  if (before !== undefined && before.kind !== 'slice') {
    throw before.kind === 'contains'
      ? invalid(
          `Collection column ${column.name} can only be restricted by CONTAINS, CONTAINS KEY, or map-entry equality`,
        )
      : invalid(
          `${column.name} cannot be restricted by more than one relation if it includes ${before.kind === 'eq' ? 'an Equal' : 'a IN'}`,
        );
  }
  const lower = relation.operator === '>' || relation.operator === '>=';
  const side = { term, inclusive: relation.operator === '>=' || relation.operator === '<=' };
  if ((lower ? before?.lower : before?.upper) !== undefined) {
    throw invalid(`More than one restriction was found for the ${lower ? 'start' : 'end'} bound on ${column.name}`);
  }
  const made: ColumnRestriction = before ?? { column, kind: 'slice', contains: [] };
  if (lower) made.lower = side;
  else made.upper = side;
  return made;
}

/** An equality or IN after something else on the same column; the text is chosen by what came first. */
function refuseMore(before: ColumnRestriction | undefined, column: Column, what: 'an Equal' | 'a IN'): void {
  if (before === undefined) return;
  if (before.kind === 'slice') {
    throw invalid(`Column "${column.name}" cannot be restricted by both an equality and an inequality relation`);
  }
  if (before.kind === 'contains') {
    throw invalid(
      `Collection column ${column.name} can only be restricted by CONTAINS, CONTAINS KEY, or map-entry equality`,
    );
  }
  const first = before.kind === 'eq' ? 'an Equal' : before.kind === 'in' ? 'a IN' : what;
  throw invalid(`${column.name} cannot be restricted by more than one relation if it includes ${first}`);
}

/** Multi-cell columns have no whole value to compare [C3 SingleColumnRelation]. */
function checkWhole(column: Column, operator: string): void {
  if (!isMultiCell(column.type)) return;
  if (column.type.kind === 'udt') {
    throw invalid(
      `Non-frozen UDT column '${column.name}' (${cqlTypeText(column.type)}) cannot be restricted by any relation`,
    );
  }
  throw invalid(
    `Collection column '${column.name}' (${cqlTypeText(column.type)}) cannot be restricted by a '${operator}' relation`,
  );
}

function addContains(
  at: TermContext,
  table: TableSchema,
  relation: Relation & { kind: 'contains' },
  column: Column,
  before: ColumnRestriction | undefined,
): ColumnRestriction {
  const type = column.type;
  if (type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map') {
    throw invalid(`Cannot use CONTAINS${relation.key ? ' KEY' : ''} on non-collection column ${column.name}`);
  }
  if (relation.key && type.kind !== 'map') throw invalid(`Cannot use CONTAINS KEY on non-map column ${column.name}`);
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
  if (before !== undefined && before.kind !== 'contains') {
    throw invalid(
      `Collection column ${column.name} can only be restricted by CONTAINS, CONTAINS KEY, or map-entry equality`,
    );
  }
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
  if (relation.operator === '!=') throw invalid(`Unsupported "!=" relation: ${relationText(relation)}`);
  const tokenAt = { ...at, tokenTypes: table.partitionKey.map((c) => c.type) };
  const receiver = { keyspace: table.keyspace, table: table.name, name: 'partition key token', type: native('bigint') };
  const term = prepareTerm(tokenAt, relation.value, receiver);
  const names = columns.map((c) => c.name).join(', ');
  if (relation.operator === '=') {
    if (before.start !== undefined || before.end !== undefined) {
      throw invalid(`Columns "${names}" cannot be restricted by more than one relation if it includes an Equal`);
    }
    return { start: { term, inclusive: true }, end: { term, inclusive: true }, eq: true };
  }
  if (before.eq === true) {
    throw invalid(`Columns "${names}" cannot be restricted by more than one relation if it includes an Equal`);
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
