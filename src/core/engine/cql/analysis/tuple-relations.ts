// Relations on several clustering columns at once: `(a, b) > (1, 2)`, `(a, b) IN ((1, 2), (3, ?))`. Apart because their
// markers and errors are their own [C3 MultiColumnRelation].

import type { Column, TableSchema } from '../../catalog/schema.js';
import { invalid } from '../../cql-error.js';
import type { CqlType } from '../../types/cql-type.js';
import type { TupleInRelation, TupleRelation } from '../syntax/ast/relation.js';
import type { Marker, TupleLiteral } from '../syntax/ast/term.js';
import { relationText, termText } from '../syntax/term-text.js';
import { type Receiver, receiverOf } from './markers.js';
import type { ClusteringLimit, ClusteringPart, TupleTerm } from './plan.js';
import type { ColumnRestriction } from './relations.js';
import { resolveColumn } from './resolve.js';
import type { Term } from './term.js';
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
    const part = tupleIn(at, table, relation, columns);
    refuseRestricted(columns, gathered);
    const made: TupleRestriction = { kind: 'values', columns, part };
    gathered.tuples.push(made);
    return made;
  }
  const value = tupleTerm(at, table, columns, relation.value);
  if (relation.operator === '=') {
    refuseRestricted(columns, gathered);
    if (value.kind === 'parts') {
      columns.forEach((column, i) => {
        gathered.byColumn.set(column, { column, kind: 'eq', eq: value.parts[i]!, tuple: columns, contains: [] });
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
  const single = gathered.byColumn.get(columns[0]!);
  if (single?.kind === 'slice') asTuple(gathered, single);
  const before = restrictionOf(columns, gathered);
  if (before === undefined) {
    const made: TupleRestriction = { kind: 'slice', columns, ...(lower ? { lower: limit } : { upper: limit }) };
    gathered.tuples.push(made);
    return made;
  }
  if ('column' in before || before.kind !== 'slice' || before.columns[0] !== columns[0]) {
    throw conflict(before, columns, true);
  }
  if ((lower ? before.lower : before.upper) !== undefined) {
    throw invalid(
      `More than one restriction was found for the ${lower ? 'start' : 'end'} bound on ${common(before.columns, columns)}`,
    );
  }
  if (lower) before.lower = limit;
  else before.upper = limit;
  return before;
}

/** What restricts one of the columns already. */
function restrictionOf(
  columns: readonly Column[],
  gathered: Gathered,
): ColumnRestriction | TupleRestriction | undefined {
  for (const column of columns) {
    const found = gathered.byColumn.get(column) ?? gathered.tuples.find((t) => t.columns.includes(column));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The space before the comma is Cassandra's. */
const common = (a: readonly Column[], b: readonly Column[]): string =>
  a
    .filter((column) => b.includes(column))
    .map((column) => column.name)
    .join(' ,');

/** Why a relation on `columns` does not go with what was there before [C3 MultiColumnRestriction]. */
function conflict(before: ColumnRestriction | TupleRestriction, columns: readonly Column[], slice: boolean): Error {
  const own = 'column' in before ? (before.tuple ?? [before.column]) : before.columns;
  const names = common(own, columns);
  if (before.kind === 'slice') {
    if (!slice) {
      return invalid(`Column "${names}" cannot be restricted by both an equality and an inequality relation`);
    }
    const [a, b] = [own[0]!, columns[0]!];
    const later = a.position > b.position ? a : b;
    return invalid(`Column "${later.name}" cannot be restricted by two inequalities not starting with the same column`);
  }
  if (before.kind === 'contains') {
    return invalid(
      `Collection column ${names} can only be restricted by CONTAINS, CONTAINS KEY, or map-entry equality`,
    );
  }
  const several = before.kind === 'in' || ('part' in before && isSeveral(before.part));
  return invalid(
    `${names} cannot be restricted by more than one relation if it includes ${several ? 'a IN' : 'an Equal'}`,
  );
}

const isSeveral = (part: ClusteringPart): boolean =>
  part.kind === 'tuple-marker' || (part.kind === 'tuples' && part.tuples.length !== 1);

/** A slice of one column becomes one of a tuple of that column, so that `c < 2 AND (c, d) > (1, 2)` are two ends of one. */
function asTuple(gathered: Gathered, { column, lower, upper }: ColumnRestriction): void {
  const limit = (side: NonNullable<typeof lower>): ClusteringLimit => ({
    columns: [column],
    value: { kind: 'parts', parts: [side.term], single: true },
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

/** A relation on one column that a tuple restricts already: an end of the same slice, or an error. */
export function addSingle(gathered: Gathered, column: Column, term: Term | undefined, operator: string): void {
  const slice = term !== undefined && operator !== '=';
  if (!slice) throw conflict(gathered.tuples.find((t) => t.columns.includes(column))!, [column], false);
  const limit = {
    columns: [column],
    value: { kind: 'parts' as const, parts: [term], single: true as const },
    inclusive: operator.endsWith('='),
  };
  addSlice(gathered, limit, operator.startsWith('>'));
}

function tupleColumns(table: TableSchema, relation: TupleRelation | TupleInRelation): Column[] {
  const columns: Column[] = [];
  relation.columns.forEach((name, i) => {
    const column = resolveColumn(table, name);
    if (column.kind !== 'clustering') {
      throw invalid(
        `Multi-column relations can only be applied to clustering columns but was applied to: ${column.name}`,
      );
    }
    if (columns.includes(column)) {
      throw invalid(`Column "${column.name}" appeared twice in a relation: ${relationText(relation)}`);
    }
    if (i > 0 && column.position !== columns[i - 1]!.position + 1) {
      throw invalid(
        `Clustering columns must appear in the PRIMARY KEY order in multi-column relations: ${relationText(relation)}`,
      );
    }
    columns.push(column);
  });
  return columns;
}

function refuseRestricted(columns: readonly Column[], gathered: Gathered): void {
  const before = restrictionOf(columns, gathered);
  if (before !== undefined) throw conflict(before, columns, false);
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
