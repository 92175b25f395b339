// Relations on several clustering columns at once: `(a, b) > (1, 2)`, `(a, b) IN ((1, 2), ?)`. Apart because their
// markers and errors are their own [C3 MultiColumnRelation].

import type { Column, TableSchema } from '../../catalog/schema.js';
import { invalid } from '../../cql-error.js';
import type { CqlType } from '../../types/cql-type.js';
import type { TupleInRelation, TupleRelation } from '../syntax/ast/relation.js';
import type { Marker, TupleLiteral } from '../syntax/ast/term.js';
import { type Receiver, receiverOf } from './markers.js';
import type { ClusteringLimit, ClusteringPart, TupleTerm } from './plan.js';
import type { ColumnRestriction } from './relations.js';
import { resolveColumn } from './resolve.js';
import type { Term } from './term.js';
import { relationText, termText } from './term-text.js';
import { prepareTerm, type TermContext } from './terms.js';

export type TupleRestriction =
  | { readonly kind: 'values'; readonly columns: readonly Column[]; readonly part: ClusteringPart }
  | {
      readonly kind: 'slice';
      readonly columns: readonly Column[];
      lower?: ClusteringLimit;
      upper?: ClusteringLimit;
    };

interface Gathered {
  readonly byColumn: Map<Column, ColumnRestriction>;
  readonly tuples: TupleRestriction[];
}

/** Adds to `gathered`. Undefined when the relation was the same as equalities on single columns. */
export function addTuple(
  at: TermContext,
  table: TableSchema,
  relation: TupleRelation | TupleInRelation,
  gathered: Gathered,
): TupleRestriction | undefined {
  const columns = tupleColumns(table, relation);
  if (relation.kind === 'tuple-in') {
    refuseRestricted(columns, gathered, 'a IN');
    const made: TupleRestriction = { kind: 'values', columns, part: tupleIn(at, table, relation, columns) };
    gathered.tuples.push(made);
    return made;
  }
  if (relation.operator === '!=') throw invalid(`Unsupported "!=" relation: ${relationText(relation)}`);
  const value = tupleTerm(at, table, columns, relation.value);
  if (relation.operator === '=') {
    refuseRestricted(columns, gathered, 'an Equal');
    if (value.kind === 'parts') {
      columns.forEach((column, i) => {
        gathered.byColumn.set(column, { column, kind: 'eq', eq: value.parts[i]!, contains: [] });
      });
      return undefined;
    }
    const made: TupleRestriction = { kind: 'values', columns, part: { kind: 'tuples', columns, tuples: [value] } };
    gathered.tuples.push(made);
    return made;
  }
  const inclusive = relation.operator === '>=' || relation.operator === '<=';
  return addSlice(gathered, { columns, value, inclusive }, relation.operator.startsWith('>'));
}

function addSlice(gathered: Gathered, limit: ClusteringLimit, lower: boolean): TupleRestriction {
  const { columns } = limit;
  const names = columns.map((c) => c.name).join(', ');
  for (const column of columns) {
    const single = gathered.byColumn.get(column);
    if (single === undefined) continue;
    if (single.kind === 'slice' && column === columns[0]) asTuple(gathered, single);
    else throw notTogether(single, column);
  }
  const before = gathered.tuples.find((t) => t.columns.some((c) => columns.includes(c)));
  if (before === undefined) {
    const made: TupleRestriction = { kind: 'slice', columns, ...(lower ? { lower: limit } : { upper: limit }) };
    gathered.tuples.push(made);
    return made;
  }
  if (before.kind !== 'slice') {
    throw invalid(`Column "${names}" cannot be restricted by both an equality and an inequality relation`);
  }
  if (before.columns[0] !== columns[0]) {
    throw invalid(`Column "${names}" cannot be restricted by two inequalities not starting with the same column`);
  }
  if ((lower ? before.lower : before.upper) !== undefined) {
    const common = before.columns.filter((c) => columns.includes(c)).map((c) => c.name);
    throw invalid(
      `More than one restriction was found for the ${lower ? 'start' : 'end'} bound on ${common.join(', ')}`,
    );
  }
  if (lower) before.lower = limit;
  else before.upper = limit;
  return before;
}

/** A slice of one column becomes one of a tuple of that column, so that `c < 2 AND (c, d) > (1, 2)` are two ends of one. */
function asTuple(gathered: Gathered, { column, lower, upper }: ColumnRestriction): void {
  const limit = (side: NonNullable<typeof lower>): ClusteringLimit => ({
    columns: [column],
    value: { kind: 'parts', parts: [side.term] },
    inclusive: side.inclusive,
  });
  gathered.byColumn.delete(column);
  gathered.tuples.push({
    kind: 'slice',
    columns: [column],
    ...(lower && { lower: limit(lower) }),
    ...(upper && { upper: limit(upper) }),
  });
}

function notTogether(before: ColumnRestriction | TupleRestriction, column: Column): Error {
  if (before.kind === 'slice') {
    return invalid(
      `Column "${column.name}" cannot be restricted by two inequalities not starting with the same column`,
    );
  }
  const several = before.kind === 'in' && !('terms' in before.values! && before.values.terms.length === 1);
  return invalid(
    `${column.name} cannot be restricted by more than one relation if it includes ${several ? 'a IN' : 'an Equal'}`,
  );
}

/** A relation on one column that a tuple restricts already: an end of the same slice, or an error. */
export function addSingle(gathered: Gathered, column: Column, term: Term | undefined, operator: string): void {
  const before = gathered.tuples.find((t) => t.columns.includes(column))!;
  if (before.kind === 'values') {
    const several =
      before.part.kind === 'tuple-marker' || (before.part.kind === 'tuples' && before.part.tuples.length > 1);
    throw invalid(
      `${column.name} cannot be restricted by more than one relation if it includes ${several ? 'a IN' : 'an Equal'}`,
    );
  }
  if (term === undefined || operator === '=') {
    throw invalid(`Column "${column.name}" cannot be restricted by both an equality and an inequality relation`);
  }
  if (before.columns[0] !== column) throw notTogether(before, column);
  const inclusive = operator.endsWith('=');
  const limit = { columns: [column], value: { kind: 'parts' as const, parts: [term] }, inclusive };
  addSlice(gathered, limit, operator.startsWith('>'));
}

function tupleColumns(table: TableSchema, relation: TupleRelation | TupleInRelation): Column[] {
  const columns = relation.columns.map((name) => resolveColumn(table, name));
  columns.forEach((column, i) => {
    if (column.kind !== 'clustering') {
      throw invalid(
        `Multi-column relations can only be applied to clustering columns but was applied to: ${column.name}`,
      );
    }
    if (columns.indexOf(column) !== i) {
      throw invalid(`Column "${column.name}" appeared twice in a relation: ${relationText(relation)}`);
    }
    if (i > 0 && column.position !== columns[i - 1]!.position + 1) {
      throw invalid(
        `Clustering columns must appear in the PRIMARY KEY order in multi-column relations: ${relationText(relation)}`,
      );
    }
  });
  return columns;
}

function refuseRestricted(columns: readonly Column[], gathered: Gathered, what: string): void {
  for (const column of columns) {
    if (gathered.byColumn.has(column) || gathered.tuples.some((t) => t.columns.includes(column))) {
      throw invalid(`${column.name} cannot be restricted by more than one relation if it includes ${what}`);
    }
  }
}

const tupleType = (columns: readonly Column[]): CqlType => ({ kind: 'tuple', elements: columns.map((c) => c.type) });
const tupleName = (columns: readonly Column[]): string => `(${columns.map((c) => c.name).join(',')})`;

function tupleReceiver(table: TableSchema, columns: readonly Column[], name: string, type: CqlType): Receiver {
  return { ...receiverOf(table, columns[0]!), name, type };
}

function tupleTerm(
  at: TermContext,
  table: TableSchema,
  columns: readonly Column[],
  raw: TupleLiteral | Marker,
): TupleTerm {
  if (raw.kind === 'marker') {
    const receiver = tupleReceiver(table, columns, tupleName(columns), tupleType(columns));
    const term = at.markers.add(raw, receiver);
    return { kind: 'whole', term, types: columns.map((c) => c.type), name: receiver.name };
  }
  if (raw.elements.length !== columns.length) {
    throw invalid(
      `Expected ${columns.length} elements in value tuple, but got ${raw.elements.length}: ${termText(raw)}`,
    );
  }
  return { kind: 'parts', parts: raw.elements.map((e, i) => prepareTerm(at, e, receiverOf(table, columns[i]!))) };
}

function tupleIn(
  at: TermContext,
  table: TableSchema,
  relation: TupleInRelation,
  columns: readonly Column[],
): ClusteringPart {
  if (relation.values.kind === 'terms') {
    return { kind: 'tuples', columns, tuples: relation.values.terms.map((t) => tupleTerm(at, table, columns, t)) };
  }
  const list: CqlType = { kind: 'list', frozen: true, element: tupleType(columns) };
  const receiver = tupleReceiver(table, columns, `in${tupleName(columns)}`, list);
  return { kind: 'tuple-marker', columns, marker: at.markers.add(relation.values, receiver) };
}
