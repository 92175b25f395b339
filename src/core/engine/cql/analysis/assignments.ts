// What SET, VALUES and the column list of DELETE do to columns, resolved: whole values, elements, fields, counters.
// Apart because each kind has its own receivers and refusals [C3 Operation].

import type { Column, TableSchema } from '../../catalog/schema.js';
import { invalid } from '../../cql-error.js';
import { type CqlType, isMultiCell, native } from '../../types/cql-type.js';
import { quoteName } from '../../types/format-type.js';
import type { DeleteTarget, Assignment as RawAssignment } from '../syntax/ast/statement.js';
import type { Term as RawTerm } from '../syntax/ast/term.js';
import { termText } from '../syntax/term-text.js';
import { derived, receiverOf } from './markers.js';
import type { Assignment } from './plan.js';
import { resolveColumn } from './resolve.js';
import { prepareTerm, type TermContext } from './terms.js';

const isCounter = (column: Column): boolean => column.type.kind === 'native' && column.type.name === 'counter';

export function setColumn(at: TermContext, table: TableSchema, column: Column, value: RawTerm): Assignment {
  const term = prepareTerm(at, value, receiverOf(table, column));
  if (isCounter(column)) {
    throw invalid(
      `Cannot set the value of counter column ${column.name} (counters can only be incremented/decremented, not set)`,
    );
  }
  return { kind: isMultiCell(column.type) ? 'replace' : 'set', column, term };
}

export function prepareAssignments(at: TermContext, table: TableSchema, raw: readonly RawAssignment[]): Assignment[] {
  const seen: { column: Column; raw: RawAssignment }[] = [];
  return raw.map((assignment) => {
    const column = resolveColumn(table, assignment.column);
    if (column.kind === 'partition_key' || column.kind === 'clustering') {
      throw invalid(`PRIMARY KEY part ${column.name} found in SET part`);
    }
    for (const other of seen) {
      if (other.column === column && !compatible(other.raw, assignment)) {
        throw invalid(`Multiple incompatible setting of column ${quoteName(column.name)}`);
      }
    }
    seen.push({ column, raw: assignment });
    return prepareAssignment(at, table, column, assignment);
  });
}

function compatible(a: RawAssignment, b: RawAssignment): boolean {
  if (a.kind === 'set' || b.kind === 'set') return false;
  return a.kind !== 'field' || b.kind !== 'field' || a.field !== b.field;
}

function prepareAssignment(at: TermContext, table: TableSchema, column: Column, raw: RawAssignment): Assignment {
  switch (raw.kind) {
    case 'set':
      return setColumn(at, table, column, raw.value);
    case 'add':
      return addition(at, table, column, raw.value);
    case 'subtract':
      return subtraction(at, table, column, raw.value);
    case 'prepend': {
      // the minus sign is Cassandra's
      const text = `${column.name} = ${termText(raw.value)} - ${column.name}`;
      const term = prepareTerm(at, raw.value, receiverOf(table, column));
      if (column.type.kind !== 'list') throw invalid(`Invalid operation (${text}) for non list column ${column.name}`);
      if (column.type.frozen) throw invalid(`Invalid operation (${text}) for frozen list column ${column.name}`);
      return { kind: 'prepend', column, term };
    }
    case 'element':
      return setElement(at, table, column, raw);
    case 'field':
      return setField(at, table, column, raw);
  }
}

function addition(at: TermContext, table: TableSchema, column: Column, value: RawTerm): Assignment {
  const text = `${column.name} = ${column.name} + ${termText(value)}`;
  const term = prepareTerm(at, value, receiverOf(table, column));
  if (isCounter(column)) return { kind: 'count', column, sign: 1, term };
  refuseNonCollection(column, text);
  return { kind: 'append', column, term };
}

function subtraction(at: TermContext, table: TableSchema, column: Column, value: RawTerm): Assignment {
  const text = `${column.name} = ${column.name} - ${termText(value)}`;
  const receiver = receiverOf(table, column);
  if (isCounter(column)) return { kind: 'count', column, sign: -1, term: prepareTerm(at, value, receiver) };
  refuseNonCollection(column, text);
  const type: CqlType =
    column.type.kind === 'map' ? { kind: 'set', frozen: true, element: column.type.key } : column.type;
  return { kind: 'remove', column, term: prepareTerm(at, value, derived(receiver, column.name, type)) };
}

function refuseNonCollection(column: Column, text: string): void {
  const { kind } = column.type;
  if (kind !== 'list' && kind !== 'set' && kind !== 'map') {
    throw invalid(`Invalid operation (${text}) for non counter column ${column.name}`);
  }
  if (column.type.frozen) throw invalid(`Invalid operation (${text}) for frozen collection column ${column.name}`);
}

function setElement(
  at: TermContext,
  table: TableSchema,
  column: Column,
  raw: RawAssignment & { kind: 'element' },
): Assignment {
  const text = `${column.name}[${termText(raw.key)}] = ${termText(raw.value)}`;
  const receiver = receiverOf(table, column);
  const { type } = column;
  if (type.kind !== 'list' && type.kind !== 'map' && type.kind !== 'set') {
    throw invalid(`Invalid operation (${text}) for non collection column ${column.name}`);
  }
  if (type.frozen) throw invalid(`Invalid operation (${text}) for frozen collection column ${column.name}`);
  if (type.kind === 'set') throw invalid(`Invalid operation (${text}) for set column ${column.name}`);
  if (type.kind === 'list') {
    const index = prepareTerm(at, raw.key, derived(receiver, `idx(${column.name})`, native('int')));
    const term = prepareTerm(at, raw.value, derived(receiver, `value(${column.name})`, type.element));
    return { kind: 'put-index', column, index, term };
  }
  const key = prepareTerm(at, raw.key, derived(receiver, `key(${column.name})`, type.key));
  const term = prepareTerm(at, raw.value, derived(receiver, `value(${column.name})`, type.value));
  return { kind: 'put', column, key, term };
}

function setField(
  at: TermContext,
  table: TableSchema,
  column: Column,
  raw: RawAssignment & { kind: 'field' },
): Assignment {
  const text = `${column.name}.${raw.field} = ${termText(raw.value)}`;
  const { type } = column;
  if (type.kind !== 'udt') throw invalid(`Invalid operation (${text}) for non-UDT column ${column.name}`);
  if (type.frozen) throw invalid(`Invalid operation (${text}) for frozen UDT column ${column.name}`);
  const field = type.fieldNames.indexOf(raw.field);
  if (field < 0) throw invalid(`UDT column ${column.name} does not have a field named ${raw.field}`);
  const receiver = derived(receiverOf(table, column), `${column.name}.${raw.field}`, type.fieldTypes[field]!);
  return { kind: 'put-field', column, field, term: prepareTerm(at, raw.value, receiver) };
}

export function prepareDeletion(at: TermContext, table: TableSchema, raw: DeleteTarget): Assignment {
  const column = resolveColumn(table, raw.column);
  if (column.kind === 'partition_key' || column.kind === 'clustering') {
    throw invalid(`Invalid identifier ${column.name} for deletion (should not be a PRIMARY KEY part)`);
  }
  const { type } = column;
  switch (raw.kind) {
    case 'column':
      return { kind: 'delete', column };
    case 'field': {
      if (type.kind !== 'udt') throw invalid(`Invalid field deletion operation for non-UDT column ${column.name}`);
      if (type.frozen) throw invalid(`Frozen UDT column ${column.name} does not support field deletions`);
      const field = type.fieldNames.indexOf(raw.field);
      if (field < 0) throw invalid(`UDT column ${column.name} does not have a field named ${raw.field}`);
      return { kind: 'delete-field', column, field };
    }
    case 'element': {
      const receiver = receiverOf(table, column);
      if (type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map') {
        throw invalid(`Invalid deletion operation for non collection column ${column.name}`);
      }
      if (type.frozen) throw invalid(`Invalid deletion operation for frozen collection column ${column.name}`);
      if (type.kind === 'list') {
        const index = prepareTerm(at, raw.key, derived(receiver, `idx(${column.name})`, native('int')));
        return { kind: 'delete-index', column, index };
      }
      const inner = type.kind === 'set' ? type.element : type.key;
      const name = type.kind === 'set' ? `value(${column.name})` : `key(${column.name})`;
      return { kind: 'delete-element', column, key: prepareTerm(at, raw.key, derived(receiver, name, inner)) };
    }
  }
}
