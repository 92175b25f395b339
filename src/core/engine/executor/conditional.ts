// Lightweight transactions: IF NOT EXISTS, IF EXISTS and IF conditions are tried on the row inside the write's own
// transaction, so nothing comes between. Apart from write.ts because of their results and their price [facts 2.10, 4.1].

import { assertNever } from '../../lib/assert.js';
import { ByteSink } from '../../lib/byte-sink.js';
import type { Column, TableSchema } from '../catalog/schema.js';
import type { ColumnCondition } from '../cql/analysis/plan.js';
import { invalid } from '../cql-error.js';
import type { KvTransaction } from '../kv/kv.js';
import type { ColumnSpec } from '../session/api.js';
import type { ReadClock, RowView } from '../storage/table-store.js';
import { readElements, readFields, readPairs } from '../types/collections.js';
import { type CqlType, isMultiCell, native } from '../types/cql-type.js';
import { compareValues } from '../types/order.js';
import { type Binding, listValues, setValue } from './binding.js';
import type { BoundModification } from './mutations.js';
import type { ReadOutcome, Runtime } from './runtime.js';

/** The row that a condition was tried on; values are of its own. */
export interface ExaminedRow {
  /** False: there is neither row nor, for statics alone, static data. */
  readonly exists: boolean;
  readonly billedBytes: number;
  readonly values: ReadonlyMap<Column, Uint8Array | null>;
}

/** Reads the columns that the condition and its answer need. */
export function examine(runtime: Runtime, tx: KvTransaction, bound: BoundModification, clock: ReadClock): ExaminedRow {
  const { table, target } = bound.plan;
  const partition = bound.partitions[0]!;
  const found: { row?: ExaminedRow } = {};
  const take = (row: RowView): boolean => {
    const values = new Map<Column, Uint8Array | null>();
    for (const column of table.columns) {
      const value = row.value(column);
      values.set(column, value === null ? null : Buffer.from(value));
    }
    const hasStatic = table.statics.some((column) => values.get(column) !== null);
    const exists = target === 'static' ? hasStatic : row.hasRow;
    const billedBytes = target === 'static' ? row.staticBilledBytes : row.hasRow ? row.billedBytes : 0;
    found.row = { exists, billedBytes, values };
    return false;
  };
  const reader = runtime.store.within(tx);
  const withStatic = table.statics.length > 0;
  if (target === 'static') reader.readSlice(table, partition, { withStatic: true }, clock, take);
  else reader.readRow(table, partition, bound.clusterings[0]!, clock, withStatic, take);
  return found.row ?? { exists: false, billedBytes: 0, values: new Map() };
}

/** Does the statement's condition hold? */
export function holds(bound: BoundModification, row: ExaminedRow): boolean {
  const { condition } = bound.plan;
  switch (condition?.kind) {
    case undefined:
      return true;
    case 'not-exists':
      return !row.exists;
    case 'exists':
      return row.exists;
    case 'columns':
      return condition.tests.every((test) => passes(test, row, bound.binding));
  }
}

function passes(test: ColumnCondition, row: ExaminedRow, binding: Binding): boolean {
  const { column, operator } = test;
  const { current, type } = currentValue(test, row, binding);
  const operands = listValues(test.values, binding, column.name).map((value) => emptyAsNull(test, column, value));
  if (operator === 'IN') return operands.some((operand) => equal(type, current, operand));
  const operand = operands[0] ?? null;
  if (operator === '=') return equal(type, current, operand);
  if (operator === '!=') return !equal(type, current, operand);
  if (operand === null) throw invalid(`Invalid comparison with null for operator "${operator}"`);
  if (current === null) return false;
  const order = compareValues(type, current, operand);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return assertNever(operator);
  }
}

const equal = (type: CqlType, a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : compareValues(type, a, b) === 0;

/** An empty non-frozen collection is the same as none. */
function emptyAsNull(test: ColumnCondition, column: Column, value: Uint8Array | null): Uint8Array | null {
  if (test.part !== undefined || value === null || !isMultiCell(column.type) || column.type.kind === 'udt')
    return value;
  return readCount(value) === 0 ? null : value;
}

const readCount = (value: Uint8Array): number =>
  value.length < 4 ? 0 : (value[0]! << 24) | (value[1]! << 16) | (value[2]! << 8) | value[3]!;

function currentValue(
  test: ColumnCondition,
  row: ExaminedRow,
  binding: Binding,
): { readonly current: Uint8Array | null; readonly type: CqlType } {
  const { column, part } = test;
  const whole = row.values.get(column) ?? null;
  const { type } = column;
  if (part === undefined) return { current: whole, type };
  if (part.kind === 'field') {
    if (type.kind !== 'udt') throw new Error('only a user type has fields');
    const fields = whole === null ? [] : readFields(whole, type.fieldNames.length);
    return { current: fields[part.index] ?? null, type: type.fieldTypes[part.index]! };
  }
  const key = setValue(part.term, binding, column.name);
  if (part.kind === 'key') {
    if (type.kind !== 'map') throw new Error('only a map has keys');
    if (key === null) throw invalid('Invalid null value for map element access');
    const pair = whole === null ? undefined : readPairs(whole).find((p) => compareValues(type.key, p[0], key) === 0);
    return { current: pair?.[1] ?? null, type: type.value };
  }
  if (type.kind !== 'list') throw new Error('only a list has indexes');
  if (key === null || key.length !== 4) throw invalid('Invalid null value for list element access');
  const index = (key[0]! << 24) | (key[1]! << 16) | (key[2]! << 8) | key[3]!;
  if (index < 0) throw invalid(`Invalid negative list index ${index}`);
  const elements = whole === null ? [] : readElements(whole);
  return { current: elements[index] ?? null, type: type.element };
}

const spec = (table: TableSchema, name: string, type: CqlType): ColumnSpec => ({
  keyspace: table.keyspace,
  table: table.name,
  name,
  type,
});

/** `[applied]` alone. */
export function appliedResult(table: TableSchema, applied: boolean): Omit<ReadOutcome, 'consumed'> {
  return {
    kind: 'rows',
    columns: [spec(table, '[applied]', native('boolean'))],
    rowCount: 1,
    body: Uint8Array.of(0, 0, 0, 1, applied ? 1 : 0),
  };
}

/** `[applied]` false with the columns of the rows that were examined and exist; without any, `[applied]` alone. */
export function refusedResult(
  table: TableSchema,
  columns: readonly Column[],
  rows: readonly ExaminedRow[],
): Omit<ReadOutcome, 'consumed'> {
  const shown = rows.filter((row) => row.values.size > 0);
  if (shown.length === 0 || columns.length === 0) return appliedResult(table, false);
  const sink = new ByteSink(256);
  for (const row of shown) {
    sink.value(Uint8Array.of(0));
    for (const column of columns) sink.value(row.values.get(column) ?? null);
  }
  return {
    kind: 'rows',
    columns: [spec(table, '[applied]', native('boolean')), ...columns.map((c) => spec(table, c.name, c.type))],
    rowCount: shown.length,
    body: sink.copy(),
  };
}

/** The columns that a refused single statement shows [facts 2.10]. */
export function shownColumns(bound: BoundModification): readonly Column[] {
  const { condition, table } = bound.plan;
  if (condition === undefined || condition.kind === 'exists') return [];
  if (condition.kind === 'not-exists') return table.columns;
  return [...new Set(condition.tests.map((test) => test.column))];
}
