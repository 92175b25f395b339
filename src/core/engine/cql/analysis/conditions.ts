// The IF clause: which columns, elements and fields are compared with what. Apart because conditions are read inside the
// write's transaction, unlike relations.

import type { TableSchema } from '../../catalog/schema.js';
import { invalid } from '../../cql-error.js';
import { native } from '../../types/cql-type.js';
import type { IfClause, Condition as RawCondition } from '../syntax/ast/relation.js';
import { derived, type Receiver, receiverOf } from './markers.js';
import type { ColumnCondition, Condition } from './plan.js';
import { refuseOrdering } from './refuse.js';
import { prepareIn } from './relations.js';
import { resolveColumn } from './resolve.js';
import { refuseDurations } from './slices.js';
import { prepareTerm, type TermContext } from './terms.js';

export function prepareCondition(at: TermContext, table: TableSchema, clause: IfClause): Condition {
  if (clause.kind === 'exists') return { kind: 'exists' };
  return { kind: 'columns', tests: clause.conditions.map((raw) => prepareTest(at, table, raw)) };
}

function prepareTest(at: TermContext, table: TableSchema, raw: RawCondition): ColumnCondition {
  const column = resolveColumn(table, raw.column);
  if (column.type.kind === 'native' && column.type.name === 'counter') {
    throw invalid('Conditions on counters are not supported');
  }
  const { part, receiver } = preparePart(at, table, raw);
  const operator = raw.kind === 'in' ? 'IN' : raw.operator;
  if (operator !== '=' && operator !== '!=' && operator !== 'IN') {
    refuseDurations(receiver.type, 'conditions', 'durations');
    if (part === undefined) refuseOrdering(at.context.compat, column, operator);
  }
  const values =
    raw.kind === 'in'
      ? prepareIn(at, raw.values, receiver)
      : { kind: 'terms' as const, terms: [prepareTerm(at, raw.value, receiver)] };
  if (column.kind === 'partition_key' || column.kind === 'clustering') {
    throw invalid(`PRIMARY KEY column '${column.name}' cannot have IF conditions`);
  }
  return { column, operator, values, ...(part && { part }) };
}

function preparePart(
  at: TermContext,
  table: TableSchema,
  raw: RawCondition,
): { readonly part?: NonNullable<ColumnCondition['part']>; readonly receiver: Receiver } {
  const column = resolveColumn(table, raw.column);
  const { type } = column;
  const receiver = receiverOf(table, column);
  switch (raw.target.kind) {
    case 'column':
      return { receiver };
    case 'field': {
      if (type.kind !== 'udt') throw invalid(`Invalid field access syntax for non-UDT column ${column.name}`);
      const index = type.fieldNames.indexOf(raw.target.field);
      if (index < 0) throw invalid(`Unknown field ${raw.target.field} for column ${column.name}`);
      return {
        part: { kind: 'field', index },
        receiver: derived(receiver, `${column.name}.${raw.target.field}`, type.fieldTypes[index]!),
      };
    }
    case 'element': {
      const inner = `value(${column.name})`;
      if (type.kind === 'list') {
        const term = prepareTerm(at, raw.target.key, derived(receiver, `idx(${column.name})`, native('int')));
        return { part: { kind: 'index', term }, receiver: derived(receiver, inner, type.element) };
      }
      if (type.kind === 'map') {
        const term = prepareTerm(at, raw.target.key, derived(receiver, `key(${column.name})`, type.key));
        return { part: { kind: 'key', term }, receiver: derived(receiver, inner, type.value) };
      }
      throw invalid(
        type.kind === 'set'
          ? `Invalid element access syntax for set column ${column.name}`
          : `Invalid element access syntax for non-collection column ${column.name}`,
      );
    }
  }
}
